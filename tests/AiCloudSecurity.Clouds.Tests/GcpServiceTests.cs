using System.Diagnostics;
using System.Text.Json.Nodes;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Gcp;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>What the inventory lacks is asked of services: of few, and only where they are in use.</summary>
public sealed class GcpServiceTests(GcpOrganization organization) : IClassFixture<GcpOrganization>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Google does not say whether its inventory has agents, caches and schedules. Where not, each is one more request a region in use, caches only where a model is called.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_organisation_of_200_projects_takes_at_most_300_requests(bool inventoryHasAll)
    {
        organization.Fake.Reset();
        if (inventoryHasAll)
        {
            organization.Fake.Unlisted.ExceptWith(["aiplatform.googleapis.com/ReasoningEngine", "aiplatform.googleapis.com/CachedContent", "aiplatform.googleapis.com/Schedule"]);
        }
        organization.Fake.Load(Large(200, 20).ToJsonString());
        using var connection = await GcpConnection.OpenAsync(organization.Options, Token);
        var estates = await connection.ReadAsync(ResourceType.All.Where(type => !type.Read.OnRequest), null, Token);
        Assert.Equal(200, estates.Count);
        Assert.All(estates, read => Assert.True(read.Failure is null, read.Failure?.Message));
        Assert.Equal(40, estates.Sum(read => read.Estate!.Inventory<Endpoint>().All.Count));
        Assert.All(estates, read => Assert.All(read.Estate!.Coverage, entry => Assert.True(entry.IsComplete, $"{read.Estate.Scope.Id} {entry}")));
        TestContext.Current.SendDiagnosticMessage($"{connection.Requests} requests");
        Assert.InRange(connection.Requests, 10, 300);
    }

    [Fact]
    public async Task Services_are_asked_where_they_are_enabled_and_in_use_only()
    {
        organization.Fill();
        var estates = await organization.ReadAsync();
        var services = organization.Fake.Requests.Where(request => !request.Contains("cloudasset", StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(services, request => request.Contains("web-shop", StringComparison.Ordinal) || request.Contains("projects/ai-hub", StringComparison.Ordinal));
        Assert.Contains("GET europe-west4-aiplatform.googleapis.com/v1/projects/ai-prod/locations/europe-west4/reasoningEngines", services);
        Assert.DoesNotContain(services, request => request.Contains("us-central1-", StringComparison.Ordinal) && !request.Contains("cacheConfig", StringComparison.Ordinal));
        // Where nobody looked is said.
        Assert.Equal("asked in europe-west4; -Region names others", estates.Single(estate => estate.Scope.Id == "ai-prod").Coverage.Single(entry => entry.Operation == "rest:aiplatform.googleapis.com/RagCorpus").Message);
    }

    [Fact]
    public async Task What_takes_rights_away_is_read_with_its_rules_once_for_all_projects()
    {
        organization.Fill();
        var estate = await organization.ReadOneAsync();
        // The founder owns the folder, and may not make keys all the same; that the organisation's boundary binds him takes nothing in it.
        var grants = CloudGrants.Of(estate, Founder("iam.serviceAccountKeys.create", "iam.serviceAccounts.actAs")).SelectMany(principal => principal.Grants).ToDictionary(grant => grant.Action);
        Assert.Equal((Decision.ExplicitlyDenied, "no-keys", "folders/2000"), (grants["iam.serviceAccountKeys.create"].Decision, grants["iam.serviceAccountKeys.create"].PolicyName, grants["iam.serviceAccountKeys.create"].StatementSid));
        Assert.Equal(Decision.Allowed, grants["iam.serviceAccounts.actAs"].Decision);
        var asked = organization.Fake.Requests.Where(request => request.StartsWith("GET iam.", StringComparison.Ordinal)).ToList();
        Assert.Equal(asked.Distinct(), asked);
        Assert.Single(asked, request => request.EndsWith("/denypolicies/no-keys", StringComparison.Ordinal));
        Assert.Single(asked, request => request.EndsWith(":searchPolicyBindings", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("iam.denypolicies.list")]
    [InlineData("iam.denypolicies.get")]
    [InlineData("iam.principalaccessboundarypolicies.list")]
    [InlineData("iam.principalaccessboundarypolicies.searchPolicyBindings")]
    public async Task Where_what_takes_rights_away_was_refused_nobody_is_said_to_have_them(string permission)
    {
        organization.Fill();
        organization.Fake.Denied.Add(permission);
        var grant = CloudGrants.Of(await organization.ReadOneAsync(), Founder("iam.serviceAccounts.actAs")).SelectMany(principal => principal.Grants).Single();
        Assert.Equal(Decision.Conditional, grant.Decision);
        Assert.Contains(permission, grant.Conditions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_that_is_read_alone_does_not_know_its_organisation_and_does_not_say_that_it_has_none()
    {
        organization.Fill();
        using var fault = organization.Fake.Fault(new GcpFault(GcpFaultKind.Disabled, "cloudasset"));
        var estate = await organization.ReadOneAsync(organization.Options with { Organization = null, Projects = ["ai-prod"], Regions = ["europe-west4"] });
        Assert.Contains("not known", Assert.Throws<UnseenException>(() => estate.Inventory<PrincipalAccessBoundary>().All).Message, StringComparison.Ordinal);
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
    public async Task A_wait_of_minutes_is_not_waited_but_said()
    {
        organization.Fill();
        using var fault = organization.Fake.Fault(new GcpFault(GcpFaultKind.Throttle, "floorSetting") { RetryAfter = "600" });
        var time = Stopwatch.StartNew();
        var estate = await organization.ReadOneAsync();
        Assert.InRange(time.Elapsed.TotalSeconds, 0, 10);
        Assert.Contains(estate.Coverage, entry => entry is { Error: ErrorId.CloudThrottled, State: CoverageState.Failed } && entry.Message!.Contains("600 s", StringComparison.Ordinal));
    }

    private static GrantQuery Founder(params string[] actions) => new() { Actions = actions, Principals = (name, _) => name == "founder@example.com" };

    // Projects with AI in two regions among many that have none.
    private static JsonArray Large(int projects, int withAi)
    {
        JsonArray all = [Json("""{ "type": "cloudresourcemanager.googleapis.com/Organization", "name": "organizations/1000", "data": { "name": "organizations/1000", "displayName": "example.com" }, "ancestors": [ "organizations/1000" ] }""")];
        for (var i = 0; i < projects; i++)
        {
            var number = 900000000000 + i;
            all.Add(Json($$"""{ "type": "cloudresourcemanager.googleapis.com/Project", "name": "projects/{{number}}", "data": { "name": "projects/{{number}}", "parent": "organizations/1000", "projectId": "p-{{i}}", "state": "ACTIVE" }, "ancestors": [ "projects/{{number}}", "organizations/1000" ], "iamPolicy": { "bindings": [] } }"""));
            all.Add(Json($$"""{ "type": "cloudbilling.googleapis.com/ProjectBillingInfo", "name": "projects/p-{{i}}/billingInfo", "data": { "name": "projects/p-{{i}}/billingInfo", "billingAccountName": "billingAccounts/0" } }"""));
            foreach (var service in i < withAi ? [.. (string[])["aiplatform", "notebooks", "compute", "monitoring"], .. i % 2 == 0 ? ["modelarmor"] : Array.Empty<string>()] : (string[])["compute", "storage"])
            {
                all.Add(Json($$"""{ "type": "serviceusage.googleapis.com/Service", "name": "projects/{{number}}/services/{{service}}.googleapis.com", "data": { "name": "projects/{{number}}/services/{{service}}.googleapis.com", "state": "ENABLED" } }"""));
            }
            if (i < withAi)
            {
                all.Add(Json($$"""{ "type": "aiplatform.googleapis.com/Model", "name": "projects/{{number}}/locations/europe-west4/models/1", "data": { "name": "projects/{{number}}/locations/europe-west4/models/1" } }"""));
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
