using System.Text;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Core.Tests;

public sealed class GcpIdentityTests
{
    private static readonly Scope s_project = new()
    {
        Cloud = Cloud.Gcp,
        Id = "ai-project",
        Number = "42",
        Name = "AI",
        Caller = "auditor@example.com",
        Partition = "googleapis.com",
    };

    [Theory]
    [InlineData("//aiplatform.googleapis.com/projects/42/locations/us-central1/endpoints/7", "projects/ai-project/locations/us-central1/endpoints/7")]
    [InlineData("projects/ai-project/locations/us-central1/endpoints/7", "projects/ai-project/locations/us-central1/endpoints/7")]
    [InlineData("projects/421/locations/us-central1/endpoints/7", "projects/421/locations/us-central1/endpoints/7")]
    [InlineData("https://www.googleapis.com/compute/v1/projects/ai-project/global/networks/default", "projects/ai-project/global/networks/default")]
    [InlineData("projects/keys/locations/eu/keyRings/r/cryptoKeys/k/cryptoKeyVersions/3", "projects/keys/locations/eu/keyRings/r/cryptoKeys/k")]
    [InlineData("gs://bucket/models/1", "bucket")]
    [InlineData("//storage.googleapis.com/bucket", "bucket")]
    [InlineData("bq://ai-project.data.table", "projects/ai-project/datasets/data")]
    [InlineData("projects/-/serviceAccounts/sa@ai-project.iam.gserviceaccount.com", "sa@ai-project.iam.gserviceaccount.com")]
    [InlineData("", "")]
    [InlineData("//", "//")]
    public void One_thing_has_one_name(string reference, string name) => Assert.Equal(name, GcpIdentity.Relative(reference, s_project));

    [Theory]
    [InlineData("projects/42/locations/eu/keyRings/r/cryptoKeys/k", "ai-project")]
    [InlineData("projects/other/topics/t", "other")]
    [InlineData("sa@other.iam.gserviceaccount.com", "other")]
    [InlineData("42-compute@developer.gserviceaccount.com", "ai-project")]
    [InlineData("somebody@example.com", null)]
    [InlineData("gs://bucket/x", null)]
    public void A_reference_says_which_project_it_lies_in(string reference, string? project) => Assert.Equal(project, GcpIdentity.ProjectOf(reference, s_project));

    [Theory]
    [InlineData("us-central1-a", "us-central1")]
    [InlineData("us-central1", "us-central1")]
    [InlineData("US", "us")]
    [InlineData("global", "global")]
    [InlineData("-", null)]
    public void A_zone_lies_in_a_region(string location, string? region) => Assert.Equal(region, GcpIdentity.RegionOf(location));

    [Fact]
    public void A_resource_in_another_project_is_not_taken_for_one_that_does_not_exist()
    {
        var type = ResourceType.Of<Network>();
        var network = type.Create(GcpIdentity.Of((GcpResourceAttribute)type.Read, "//compute.googleapis.com/projects/ai-project/global/networks/default", null, "{}"u8.ToArray(), s_project), "{}"u8.ToArray());
        var networks = new Estate(s_project, DateTimeOffset.UnixEpoch, [], [network], [Read(type)]).Inventory<Network>();
        Assert.Same(network, networks.Find("projects/42/global/networks/default"));
        Assert.Null(networks.Find("projects/ai-project/global/networks/none"));
        Assert.Throws<UnseenException>(() => networks.Find("projects/hub/global/networks/default"));
    }

    [Fact]
    public void A_policy_belongs_to_the_asset_that_it_is_attached_to()
    {
        var (policies, endpoints) = (ResourceType.Of<IamPolicy>(), ResourceType.Of<Endpoint>());
        var name = "//aiplatform.googleapis.com/projects/42/locations/us-central1/endpoints/7";
        var wire = Encoding.UTF8.GetBytes("""{ "assetType": "aiplatform.googleapis.com/Endpoint", "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "allUsers" ] } ] } }""");
        var endpoint = endpoints.Create(GcpIdentity.Of((GcpResourceAttribute)endpoints.Read, name, "us-central1", """{ "displayName": "chat" }"""u8.ToArray(), s_project), "{}"u8.ToArray());
        var other = endpoint with { };
        other.Identity = endpoint.Identity with { Id = endpoint.Identity.Id + "1" };
        var policy = policies.Create(GcpIdentity.Of((GcpResourceAttribute)policies.Read, name, null, wire, s_project), wire);
        var estate = new Estate(s_project, DateTimeOffset.UnixEpoch, [], [endpoint, other, policy], [Read(policies), Read(endpoints)]);
        Assert.Equal("chat", endpoint.Identity.Name);
        Assert.Equal("allUsers", estate.Inventory<IamPolicy>().One(endpoint)!.Policy!.Bindings![0].Members![0]);
        Assert.Null(estate.Inventory<IamPolicy>().One(other));
        Assert.Throws<UnseenException>(() => new Estate(s_project, DateTimeOffset.UnixEpoch, [], [endpoint], [Read(endpoints)]).Inventory<IamPolicy>().One(endpoint));
    }

    private static CoverageEntry Read(ResourceType type) => new()
    {
        ResourceType = type.Name,
        Region = ResourceIdentity.Global,
        State = CoverageState.Read,
        Operation = type.Read.Operations[0].Operation,
        Permission = type.Read.Operations[0].Permission,
    };
}
