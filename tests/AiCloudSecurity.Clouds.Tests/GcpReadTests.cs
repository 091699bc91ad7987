using System.Text.Json.Nodes;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Gcp;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Clouds.Tests;

public sealed class GcpReadTests(GcpOrganization organization) : IClassFixture<GcpOrganization>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_organisation_is_read_as_one_estate_a_project_with_what_it_inherits()
    {
        organization.Fill();
        var estates = await organization.ReadAsync();
        Assert.Equal(["ai-hub", "ai-prod", "web-shop"], estates.Select(estate => estate.Scope.Id).Order());
        var estate = estates.Single(estate => estate.Scope.Id == GcpOrganization.Production);
        Assert.Equal(("organizations/1000", "example.com/Production", "Ai prod", GcpOrganization.Number), (estate.Scope.Tenant, estate.Scope.Path, estate.Scope.Name, estate.Scope.Number));
        Assert.Equal(["europe-west4"], estate.Regions);
        Assert.Equal(["closed", "open"], estate.Inventory<Endpoint>().All.Select(endpoint => endpoint.Identity.Name));
        Assert.Contains("//aiplatform.googleapis.com/projects/ai-prod/locations/europe-west4/endpoints/1", estate.Inventory<Endpoint>().All.Select(endpoint => endpoint.Identity.Id));
        // Policies of the folder and the organisation hold here; those of other projects do not.
        Assert.Equal(["folders/2000", "organizations/1000"], estate.Inventory<IamPolicy>().All.Where(policy => policy.IsInherited).Select(policy => policy.Identity.Id.Split('/', 4)[3]).Order());
        Assert.Single(estate.Inventory<IamPolicy>().All, policy => policy.AssetType == GcpAsset.ProjectType);
        Assert.Equal(3, estate.Inventory<OrgPolicy>().All.Count);
        Assert.Equal(2, estates.Single(estate => estate.Scope.Id == "ai-hub").Inventory<OrgPolicy>().All.Count);
        Assert.Single(estates.Single(estate => estate.Scope.Id == "web-shop").Inventory<OrgPolicy>().All);
        Assert.All(estate.Coverage, entry => Assert.True(entry.IsComplete, entry.ToString()));
    }

    [Fact]
    public async Task An_organisation_of_200_projects_takes_at_most_300_requests()
    {
        organization.Fake.Reset();
        organization.Fake.Load(Large(200, 20).ToJsonString());
        using var connection = await GcpConnection.OpenAsync(organization.Options, Token);
        var estates = await connection.ReadAsync(ResourceType.All, null, Token);
        Assert.Equal(200, estates.Count);
        Assert.All(estates, read => Assert.True(read.Failure is null, read.Failure?.Message));
        Assert.Equal(40, estates.Sum(read => read.Estate!.Inventory<Endpoint>().All.Count));
        Assert.All(estates, read => Assert.All(read.Estate!.Coverage, entry => Assert.True(entry.IsComplete, $"{read.Estate.Scope.Id} {entry}")));
        TestContext.Current.SendDiagnosticMessage($"{connection.Requests} requests");
        Assert.InRange(connection.Requests, 10, 300);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_type_that_the_inventory_does_not_know_does_not_lose_the_others(bool isNamed)
    {
        organization.Fill();
        organization.Fake.Unlisted.Add("aiplatform.googleapis.com/Endpoint");
        organization.Fake.Unlisted.Add("compute.googleapis.com/Network");
        organization.Fake.NamesUnknown = isNamed;
        var estate = await organization.ReadOneAsync();
        // Endpoints have a service that lists them; networks are said to be unknown, not to be none.
        Assert.Equal(["closed", "open"], estate.Inventory<Endpoint>().All.Select(endpoint => endpoint.Identity.Name));
        var unseen = Assert.Throws<UnseenException>(() => estate.Inventory<Network>().All);
        Assert.Contains("does not know this type", unseen.Message, StringComparison.Ordinal);
        Assert.Equal(2, estate.Inventory<WorkbenchInstance>().All.Count);
    }

    [Fact]
    public async Task Policies_of_the_first_version_stand_in_where_the_inventory_lacks_the_second()
    {
        organization.Fill();
        organization.Fake.Unlisted.Add("orgpolicy.googleapis.com/Policy");
        organization.Fake.Load("""
            [ { "type": "cloudresourcemanager.googleapis.com/Organization", "name": "organizations/1000", "data": { "name": "organizations/1000", "displayName": "example.com" }, "ancestors": [ "organizations/1000" ],
                "orgPolicy": [ { "constraint": "constraints/ainotebooks.restrictPublicIp", "booleanPolicy": { "enforced": true } },
                               { "constraint": "constraints/ainotebooks.accessMode", "listPolicy": { "allowedValues": [ "single-user" ] } },
                               { "constraint": "constraints/gcp.resourceLocations", "listPolicy": { "allValues": "DENY" } } ] } ]
            """);
        var policies = (await organization.ReadOneAsync()).Inventory<OrgPolicy>().All.ToDictionary(policy => policy.Constraint!);
        Assert.True(policies["ainotebooks.restrictPublicIp"].Spec!.Rules![0].Enforce);
        Assert.Equal(["single-user"], policies["ainotebooks.accessMode"].Spec!.Rules![0].Values!.AllowedValues);
        Assert.True(policies["gcp.resourceLocations"].Spec!.Rules![0].DenyAll);
        Assert.Equal("//orgpolicy.googleapis.com/organizations/1000/policies/ainotebooks.restrictPublicIp", policies["ainotebooks.restrictPublicIp"].Identity.Id);
    }

    [Fact]
    public async Task Without_a_name_all_projects_that_the_caller_sees_are_read_together_and_one_by_one_where_that_is_refused()
    {
        organization.Fill();
        var whole = GcpOrganization.Judge(await organization.ReadAsync());
        var found = await organization.ReadAsync(organization.Options with { Organization = null });
        Assert.Equal(3, found.Count);
        Assert.Equal(whole, GcpOrganization.Judge(found));
        // Who may read a project, but not what stands above it, cannot say what it inherits.
        organization.Fake.Nodes = ["projects/ai-prod"];
        var estate = await organization.ReadOneAsync(organization.Options with { Organization = null, Projects = ["ai-prod"] });
        Assert.Equal(2, estate.Inventory<Endpoint>().All.Count);
        Assert.Single(estate.Inventory<IamPolicy>().Known, policy => policy.AssetType == GcpAsset.ProjectType);
        Assert.Contains("organizations/1000", Assert.Throws<UnseenException>(() => estate.Inventory<IamPolicy>().All).Message, StringComparison.Ordinal);
        Assert.NotNull(estate.Inventory<IamPolicy>().One(estate.Inventory<Endpoint>().All.Single(endpoint => endpoint.Identity.Name == "open")));
        Assert.Null(estate.Inventory<IamPolicy>().One(estate.Inventory<Endpoint>().All.Single(endpoint => endpoint.Identity.Name == "closed")));
    }

    [Fact]
    public async Task Projects_are_chosen_by_id_name_or_wildcard_and_what_is_not_there_is_said()
    {
        organization.Fill();
        Assert.Equal(["ai-hub", "ai-prod"], (await organization.ReadAsync(organization.Options with { Projects = ["AI *"] })).Select(estate => estate.Scope.Id));
        Assert.Equal(["ai-prod"], (await organization.ReadAsync(organization.Options with { Organization = null, Folder = "folders/2000", Projects = ["ai-prod"] })).Select(estate => estate.Scope.Id));
        Assert.Equal(["web-shop"], (await organization.ReadAsync(organization.Options with { Organization = null, Projects = ["web-*"] })).Select(estate => estate.Scope.Id));
        foreach (var options in new[] { organization.Options with { Projects = ["none*"] }, organization.Options with { Organization = null, Projects = ["none"] } })
        {
            var error = await Assert.ThrowsAsync<AiCloudException>(() => organization.ReadAsync(options));
            Assert.Equal(ErrorId.ResourceNotFound, error.Id);
            Assert.Contains("'none", error.Message, StringComparison.Ordinal);
        }
        organization.Fake.Nodes = [];
        Assert.Equal(ErrorId.CloudAccessDenied, (await Assert.ThrowsAsync<AiCloudException>(() => organization.ReadAsync())).Id);
        Assert.Equal(ErrorId.ResourceNotFound, (await Assert.ThrowsAsync<AiCloudException>(() => organization.ReadAsync(organization.Options with { Organization = "example.com" }))).Id);
    }

    [Fact]
    public async Task Services_are_asked_where_they_are_enabled_and_in_use_only()
    {
        organization.Fill();
        await organization.ReadAsync();
        var services = organization.Fake.Requests.Where(request => !request.Contains("cloudasset", StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(services, request => request.Contains("web-shop", StringComparison.Ordinal) || request.Contains("projects/ai-hub", StringComparison.Ordinal));
        Assert.Contains("GET europe-west4-aiplatform.googleapis.com/v1/projects/ai-prod/locations/europe-west4/reasoningEngines", services);
        Assert.DoesNotContain(services, request => request.Contains("us-central1-", StringComparison.Ordinal) && !request.Contains("cacheConfig", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_inventory_is_not_enabled_the_services_are_asked_and_the_way_out_is_said()
    {
        organization.Fill();
        using var fault = organization.Fake.Fault(new GcpFault(GcpFaultKind.Disabled, "cloudasset"));
        var estate = await organization.ReadOneAsync(organization.Options with { Organization = null, Projects = ["ai-prod"], Regions = ["europe-west4"] });
        Assert.Equal(2, estate.Inventory<Endpoint>().All.Count);
        Assert.Equal(2, estate.Inventory<WorkbenchInstance>().All.Count);
        Assert.NotEmpty(estate.Inventory<IamPolicy>().Known);
        var unseen = Assert.Throws<UnseenException>(() => estate.Inventory<Network>().All);
        Assert.Contains("gcloud services enable", unseen.Message, StringComparison.Ordinal);
        Assert.Contains("-QuotaProject", unseen.Message, StringComparison.Ordinal);
        Assert.Contains("projects/999", unseen.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_not_enabled_where_requests_are_counted_says_nothing_of_the_project()
    {
        organization.Fill();
        using var fault = organization.Fake.Fault(new GcpFault(GcpFaultKind.Disabled, "/reasoningEngines"));
        var entry = (await organization.ReadOneAsync()).Coverage.Single(entry => entry.Operation == "rest:aiplatform.googleapis.com/ReasoningEngine");
        Assert.Equal(CoverageState.Failed, entry.State);
    }

    [Fact]
    public async Task What_lies_in_another_project_is_found_where_that_was_read_and_Unknown_where_not()
    {
        organization.Fill();
        var key = "projects/ai-hub/locations/europe-west4/keyRings/ai/cryptoKeys/models";
        Assert.Equal("models", (await organization.ReadOneAsync()).Inventory<CryptoKey>().Find(key)?.Identity.Name);
        var alone = await organization.ReadOneAsync(organization.Options with { Organization = null, Projects = ["ai-prod"] });
        Assert.Contains("was not read", Assert.Throws<UnseenException>(() => alone.Inventory<CryptoKey>().Find(key)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_estate_of_google_cloud_can_be_saved_and_opened()
    {
        organization.Fill();
        var estates = await organization.ReadAsync();
        using var file = new MemoryStream();
        EstateFile.Write(file, estates, Token);
        file.Position = 0;
        var opened = ImportFile.Read(file, "x.aiestate", DateTimeOffset.UnixEpoch, Token).ToList();
        Assert.Equal(GcpOrganization.Judge(estates), GcpOrganization.Judge(opened));
        Assert.Equal(estates.Select(estate => estate.Scope.Number), opened.Select(estate => estate.Scope.Number));
    }

    // Projects with AI in two regions among many that have none.
    private static JsonArray Large(int projects, int withAi)
    {
        JsonArray all = [Json("""{ "type": "cloudresourcemanager.googleapis.com/Organization", "name": "organizations/1000", "data": { "name": "organizations/1000", "displayName": "example.com" }, "ancestors": [ "organizations/1000" ] }""")];
        for (var i = 0; i < projects; i++)
        {
            var number = 900000000000 + i;
            all.Add(Json($$"""{ "type": "cloudresourcemanager.googleapis.com/Project", "name": "projects/{{number}}", "data": { "name": "projects/{{number}}", "parent": "organizations/1000", "projectId": "p-{{i}}", "state": "ACTIVE" }, "ancestors": [ "projects/{{number}}", "organizations/1000" ], "iamPolicy": { "bindings": [] } }"""));
            all.Add(Json($$"""{ "type": "cloudbilling.googleapis.com/ProjectBillingInfo", "name": "projects/p-{{i}}/billingInfo", "data": { "name": "projects/p-{{i}}/billingInfo", "billingAccountName": "billingAccounts/0" } }"""));
            foreach (var service in i < withAi ? ["aiplatform", "notebooks", "modelarmor", "compute"] : (string[])["compute", "storage"])
            {
                all.Add(Json($$"""{ "type": "serviceusage.googleapis.com/Service", "name": "projects/{{number}}/services/{{service}}.googleapis.com", "data": { "name": "projects/{{number}}/services/{{service}}.googleapis.com", "state": "ENABLED" } }"""));
            }
            foreach (var region in i < withAi ? ["europe-west4", "us-central1"] : Array.Empty<string>())
            {
                all.Add(Json($$"""{ "type": "aiplatform.googleapis.com/Endpoint", "name": "projects/{{number}}/locations/{{region}}/endpoints/1", "data": { "name": "projects/{{number}}/locations/{{region}}/endpoints/1" } }"""));
            }
        }
        return all;
    }

    private static JsonNode Json(string text) => JsonNode.Parse(text)!;
}
