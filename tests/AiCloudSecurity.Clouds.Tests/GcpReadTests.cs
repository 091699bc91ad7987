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
        Assert.Equal(["ai-hub", "ai-prod"], (await organization.ReadAsync(organization.Options with { Projects = ["AI *"] })).Select(estate => estate.Scope.Id).Order());
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
    public async Task An_estate_of_google_cloud_can_be_saved_and_opened()
    {
        organization.Fill();
        var estates = await organization.ReadAsync();
        using var file = new MemoryStream();
        EstateFile.Write(estates, file, Token);
        file.Position = 0;
        var opened = ImportFile.Read(file, "x.aiestate", DateTimeOffset.UnixEpoch, Token).ToList();
        Assert.Equal(GcpOrganization.Judge(estates), GcpOrganization.Judge(opened));
        Assert.Equal(estates.Select(estate => estate.Scope.Number), opened.Select(estate => estate.Scope.Number));
    }
}
