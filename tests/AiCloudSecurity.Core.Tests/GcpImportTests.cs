using System.Text;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Core.Tests;

public sealed class GcpImportTests
{
    private const string Notebook = """{ "name": "//notebooks.googleapis.com/projects/ai-prod/locations/europe-west4-a/instances/nb", "assetType": "notebooks.googleapis.com/Instance", "ancestors": [ "projects/42", "folders/2", "organizations/1" ], "resource": { "version": "v2", "location": "europe-west4-a", "data": { "name": "projects/ai-prod/locations/europe-west4-a/instances/nb", "gceSetup": { "disablePublicIp": true } } } }""";
    private const string Project = """{ "name": "//cloudresourcemanager.googleapis.com/projects/42", "assetType": "cloudresourcemanager.googleapis.com/Project", "ancestors": [ "projects/42", "folders/2", "organizations/1" ], "resource": { "version": "v3", "data": { "name": "projects/42", "projectId": "ai-prod", "displayName": "AI", "parent": "folders/2" } } }""";
    // As gcloud asset export writes it.
    private const string Exported = """{"name":"//cloudresourcemanager.googleapis.com/projects/42","asset_type":"cloudresourcemanager.googleapis.com/Project","iam_policy":{"version":1,"etag":"x","bindings":[{"role":"roles/owner","members":["user:a@example.com"]}],"audit_configs":[{"service":"allServices","audit_log_configs":[{"log_type":"DATA_READ"}]}]},"ancestors":["projects/42","folders/2","organizations/1"]}""";

    [Fact]
    public void A_list_of_assets_becomes_an_estate_a_project()
    {
        var estate = Read($"[ {Project}, {Notebook} ]").Single();
        Assert.Equal(("ai-prod", "42", "AI", "organizations/1"), (estate.Scope.Id, estate.Scope.Number, estate.Scope.Name, estate.Scope.Tenant));
        Assert.Equal(["europe-west4"], estate.Regions);
        Assert.True(estate.Inventory<WorkbenchInstance>().All.Single().GceSetup!.DisablePublicIp);
        // Of what the file holds none, nobody knows whether there is some.
        Assert.Contains("asset export", Assert.Throws<UnseenException>(() => estate.Inventory<Endpoint>().All).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_an_export_are_read_in_their_own_spelling_and_pages_of_the_interface_as_they_come()
    {
        var estate = Read($"{Project}\n{Exported}\n{Notebook.Replace("\n", "", StringComparison.Ordinal)}\n").Single();
        var policy = estate.Inventory<IamPolicy>().Known.Single();
        Assert.Equal("DATA_READ", policy.Policy!.AuditConfigs![0].AuditLogConfigs![0].LogType);
        Assert.Equal("roles/owner", policy.Policy.Bindings![0].Role);
        Assert.Equal("//cloudresourcemanager.googleapis.com/projects/ai-prod", policy.Identity.Id);
        Assert.Single(Read($$"""{ "readTime": "2026-01-01T00:00:00Z", "assets": [ {{Project}}, {{Notebook}} ] }""").Single().Inventory<WorkbenchInstance>().All);
    }

    [Fact]
    public void That_a_resource_has_no_policy_is_known_only_where_another_of_its_type_has_one()
    {
        var other = Notebook.Replace("/nb", "/other", StringComparison.Ordinal);
        var policy = """{ "name": "//notebooks.googleapis.com/projects/ai-prod/locations/europe-west4-a/instances/other", "assetType": "notebooks.googleapis.com/Instance", "ancestors": [ "projects/42" ], "iamPolicy": { "bindings": [ { "role": "roles/notebooks.admin", "members": [ "user:a@example.com" ] } ] } }""";
        var estate = Read($"[ {Project}, {Notebook}, {other}, {policy} ]").Single();
        var notebook = estate.Inventory<WorkbenchInstance>().All.Single(notebook => notebook.Identity.Name == "nb");
        Assert.Null(estate.Inventory<IamPolicy>().One(notebook));
        Assert.Throws<UnseenException>(() => estate.Inventory<IamPolicy>().All);
        var without = Read($"[ {Project}, {Notebook}, {other}, {Exported} ]").Single();
        Assert.Throws<UnseenException>(() => without.Inventory<IamPolicy>().One(without.Inventory<WorkbenchInstance>().All[0]));
    }

    [Fact]
    public void What_a_file_says_of_the_organisation_holds_in_each_project()
    {
        var organization = """{ "name": "//cloudresourcemanager.googleapis.com/organizations/1", "assetType": "cloudresourcemanager.googleapis.com/Organization", "ancestors": [ "organizations/1" ], "orgPolicy": [ { "constraint": "constraints/ainotebooks.restrictPublicIp", "booleanPolicy": { "enforced": true } } ] }""";
        var second = Notebook.Replace("ai-prod", "other", StringComparison.Ordinal).Replace("projects/42", "projects/43", StringComparison.Ordinal);
        var estates = Read($"[ {Project}, {Notebook}, {second}, {organization} ]").ToList();
        Assert.Equal(["43", "ai-prod"], estates.Select(estate => estate.Scope.Id).Order());
        Assert.All(estates, estate => Assert.Equal("ainotebooks.restrictPublicIp", estate.Inventory<OrgPolicy>().Known.Single().Constraint));
    }

    [Fact]
    public void A_policy_alone_is_of_the_project_that_the_file_is_called_after()
    {
        var policy = """{ "bindings": [ { "role": "roles/editor", "members": [ "user:a@example.com" ] } ], "etag": "BwY", "version": 1 }""";
        var estate = Read(policy, "my-project.json").Single();
        Assert.Equal("my-project", estate.Scope.Id);
        Assert.Equal("roles/editor", estate.Inventory<IamPolicy>().Known.Single().Policy!.Bindings![0].Role);
        Assert.Throws<UnseenException>(() => estate.Inventory<IamPolicy>().All);
        Assert.Contains("my-project.json", Assert.Throws<AiCloudException>(() => Read(policy, "Policy 1.json").ToList()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[ { "name": "//x", "assetType": "y" } ]""")]
    [InlineData("""[ { "name": "//x.googleapis.com/organizations/1", "assetType": "x.googleapis.com/Y", "ancestors": [ "organizations/1" ] } ]""")]
    [InlineData("""{ "assets": [ { "name": 1 } ] }""")]
    public void What_is_no_export_of_a_project_is_said(string text) =>
        Assert.Equal(ErrorId.EstateUnreadable, Assert.Throws<AiCloudException>(() => Read(text).ToList()).Id);

    private static IEnumerable<Estate> Read(string text, string name = "assets.json") =>
        ImportFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), name, DateTimeOffset.UnixEpoch);
}
