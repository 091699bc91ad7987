using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>Who is a guest, who is in a group and who is nobody any more: the tenant's directory is read, and what it hides stays unknown.</summary>
public sealed class AzureDirectoryTests(AzureTenant tenant) : IClassFixture<AzureTenant>
{
    private const string Admins = "dddddddd-0000-0000-0000-000000000000", Ann = "dddddddd-0000-0000-0000-000000000001", Lab = "dddddddd-0000-0000-0000-000000000010", Bob = "dddddddd-0000-0000-0000-000000000011", Eve = "dddddddd-0000-0000-0000-000000000012";
    private static readonly Check s_guests = Check.All.Single(check => check.Id == "AZ-IAM-008");
    private static readonly Check s_segregation = Check.All.Single(check => check.Id == "AZ-IAM-010");

    [Fact]
    public async Task Groups_are_resolved_and_guests_and_deleted_principals_are_found()
    {
        tenant.Fill();
        var production = await ProductionAsync();
        var verdicts = s_guests.Judge(production).Where(finding => finding.Status is Status.Pass or Status.Fail).ToLookup(finding => finding.ResourceName, finding => (finding.Status, finding.Reason));
        Assert.Equal(Status.Pass, verdicts[Ann].Single().Status);
        var (status, reason) = verdicts[Lab].Single();
        Assert.Equal(Status.Fail, status);
        Assert.Contains(Eve, reason, StringComparison.Ordinal);
        Assert.Contains("does not know", verdicts["dddddddd-0000-0000-0000-00000000000f"].Single().Reason, StringComparison.Ordinal);
        // Bob is in the lab because the admins are.
        Assert.Equal([Admins, Bob, Eve], Members(production, Lab).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Grants_are_told_of_the_people_in_a_group_with_the_group()
    {
        tenant.Fill();
        var grants = CloudGrants.Of(await ProductionAsync(), new() { Actions = ["Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action"] }).SelectMany(principal => principal.Grants).ToList();
        Assert.Contains(grants, grant => grant is { Principal: Eve, PrincipalType: PrincipalType.Guest, Group: "Lab", PolicyName: "Cognitive Services OpenAI User" });
        Assert.Contains(grants, grant => grant is { Principal: Lab, PrincipalType: PrincipalType.Group, Group: null });
        Assert.Contains(grants, grant => grant is { Principal: "dddddddd-0000-0000-0000-000000000003", PrincipalType: PrincipalType.ManagedIdentity });
        Assert.Single(grants, grant => grant.Principal == Bob);
    }

    [Fact]
    public async Task The_directory_takes_few_requests_whatever_the_number_of_principals()
    {
        tenant.Fill();
        List<string> more = [];
        for (var number = 0; number < 1200; number++)
        {
            var id = $"aaaaaaaa-0000-0000-0000-{number:D12}";
            more.Add($$"""{ "@odata.type": "#microsoft.graph.user", "id": "{{id}}", "userType": "Member" }""");
            more.Add($$"""{ "id": "/subscriptions/{{AzureTenant.Production}}/providers/Microsoft.Authorization/roleAssignments/{{id}}", "name": "{{id}}", "type": "Microsoft.Authorization/roleAssignments", "properties": { "principalId": "{{id}}", "principalType": "User", "roleDefinitionId": "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7", "scope": "/subscriptions/{{AzureTenant.Production}}" } }""");
        }
        tenant.Fake.Load($"[{string.Join(',', more)}]");
        var production = await ProductionAsync();
        Assert.Equal(1200, production.Inventory<DirectoryPrincipal>().All.Count(principal => principal.UserType == "Member") - 1);
        // Two for the ids, five for the users' types and groups.
        Assert.Equal(7, tenant.Fake.Requests.Count(request => request.StartsWith("POST /v1.0/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Directory.Read.All")]
    [InlineData("GroupMember.Read.All")]
    public async Task Without_a_permission_the_verdict_is_unknown_and_names_it_and_the_scan_goes_on(string missing)
    {
        tenant.Fill();
        var whole = Judge(await ReadAsync());
        tenant.Fake.DirectoryPermissions = missing == "Directory.Read.All" ? ["GroupMember.Read.All"] : [];
        var estates = await ReadAsync();
        Assert.All(estates.SelectMany(estate => s_guests.Judge(estate)).Where(finding => finding.ResourceName == Lab), finding =>
        {
            Assert.Equal(Status.Unknown, finding.Status);
            Assert.Contains("Authorization_RequestDenied", finding.Reason, StringComparison.Ordinal);
            Assert.Contains("Grant Directory.Read.All", finding.Reason, StringComparison.Ordinal);
        });
        // Nothing but what rests on the directory changes.
        Assert.All(Judge(estates).Where(verdict => verdict.Value != whole.GetValueOrDefault(verdict.Key)), verdict => Assert.Equal(Status.Unknown, verdict.Value));
    }

    [Fact]
    public async Task Members_that_cannot_be_read_are_unknown_of_that_group_only()
    {
        tenant.Fill();
        using var fault = tenant.Fake.Fault(new AzureFault(AzureFaultKind.Forbidden, $"/groups/{Lab}/"));
        var findings = s_guests.Judge(await ProductionAsync()).ToList();
        Assert.Contains("Grant GroupMember.Read.All", findings.Single(finding => finding.ResourceName == Lab).Reason, StringComparison.Ordinal);
        Assert.Equal(Status.Pass, findings.Single(finding => finding.ResourceName == Ann).Status);
    }

    [Theory]
    [InlineData(AzureFaultKind.Throttle)]
    [InlineData(AzureFaultKind.TruncatedJson)]
    [InlineData(AzureFaultKind.HtmlPage)]
    [InlineData(AzureFaultKind.Reset)]
    public async Task Whatever_spoils_the_directory_nothing_turns_to_Pass_or_Fail(AzureFaultKind kind)
    {
        tenant.Fill();
        var whole = Judge(await ReadAsync());
        using var fault = tenant.Fake.Fault(new AzureFault(kind, "/v1.0/") { RetryAfter = kind == AzureFaultKind.Throttle ? "600" : null });
        Assert.All(Judge(await ReadAsync()).Where(verdict => verdict.Value != whole.GetValueOrDefault(verdict.Key)), verdict => Assert.Equal(Status.Unknown, verdict.Value));
    }

    [Fact]
    public async Task Pages_of_members_are_read_to_the_end_and_a_part_that_is_throttled_is_asked_for_again()
    {
        tenant.Fill();
        tenant.Fake.PageSize = 2;
        using var fault = tenant.Fake.Fault(new AzureFault(AzureFaultKind.Throttle, "transitiveMembers", times: 1));
        Assert.Equal(3, Members(await ProductionAsync(), Lab).Count());
    }

    [Fact]
    public async Task A_session_without_a_token_for_the_directory_leaves_it_unread()
    {
        tenant.Fill();
        var production = (await ReadAsync(tenant.Options with { DirectorySession = null })).Single(estate => estate.Scope.Id == AzureTenant.Production);
        Assert.DoesNotContain(tenant.Fake.Requests, request => request.Contains("/v1.0/", StringComparison.Ordinal));
        Assert.Contains("no token for Microsoft Graph", s_guests.Judge(production).First(finding => finding.ResourceName == Ann).Reason, StringComparison.Ordinal);
    }

    // Whoever manages a customer's subscription from his own tenant would find none of the customer's people.
    [Fact]
    public async Task The_directory_of_another_tenant_is_not_asked()
    {
        tenant.Fill();
        var claims = Convert.ToBase64String("""{"upn":"ann@example.com","tid":"99999999-0000-0000-0000-000000000000"}"""u8).TrimEnd('=');
        var production = (await ReadAsync(tenant.Options with { Session = new($"x.{claims}.x", DateTimeOffset.UtcNow.AddHours(1)) })).Single(estate => estate.Scope.Id == AzureTenant.Production);
        var finding = s_guests.Judge(production).First(finding => finding.ResourceName == Ann);
        Assert.Equal(Status.Unknown, finding.Status);
        Assert.Contains("another tenant", finding.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_changes_test_here_and_production_in_another_subscription_is_found_where_both_are_read()
    {
        tenant.Fill();
        const string lab = "/subscriptions/22222222-0000-0000-0000-000000000002/resourceGroups/lab";
        tenant.Fake.Load($$"""
            [ { "id": "{{lab}}/providers/Microsoft.CognitiveServices/accounts/lab", "name": "lab", "type": "Microsoft.CognitiveServices/accounts", "kind": "OpenAI", "location": "westeurope", "properties": {} },
              { "id": "{{lab}}/providers/Microsoft.Authorization/roleAssignments/aaaaaaaa-0000-0000-0000-0000000000aa", "name": "aaaaaaaa-0000-0000-0000-0000000000aa", "type": "Microsoft.Authorization/roleAssignments",
                "properties": { "principalId": "{{Ann}}", "principalType": "User", "roleDefinitionId": "/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c", "scope": "{{lab}}" } } ]
            """);
        var finding = Assert.Single(s_segregation.Judge((await ReadAsync()).Single(estate => estate.Scope.Name == "Hub")));
        Assert.Equal(Status.Fail, finding.Status);
        Assert.Contains(Ann, finding.Reason, StringComparison.Ordinal);
        Assert.Contains("in AI production, too", finding.Reason, StringComparison.Ordinal);
        Assert.Equal(Status.NotApplicable, Assert.Single(s_segregation.Judge(Assert.Single(await ReadAsync(tenant.Options with { Subscriptions = ["Hub"] })))).Status);
    }

    // Nothing but what these two rest on: that takes milliseconds.
    private async Task<IReadOnlyList<Estate>> ReadAsync(AzureOptions? options = null)
    {
        using var connection = await AzureConnection.OpenAsync(options ?? tenant.Options, TestContext.Current.CancellationToken);
        var read = await connection.ReadAsync(s_guests.Types.Union(s_segregation.Types).Append(ResourceType.Of<RoleEligibility>()), null, TestContext.Current.CancellationToken);
        return [.. read.Select(one => one.Estate).OfType<Estate>()];
    }

    private static Dictionary<string, Status> Judge(IEnumerable<Estate> estates) => estates.SelectMany(estate => s_guests.Judge(estate).Concat(s_segregation.Judge(estate)))
        .ToDictionary(finding => $"{finding.CheckId} {finding.Scope} {finding.ResourceId}", finding => finding.Status);

    private async Task<Estate> ProductionAsync() => (await ReadAsync()).Single(estate => estate.Scope.Id == AzureTenant.Production);

    private static IEnumerable<string> Members(Estate estate, string group) => estate.Inventory<GroupMember>().Known.Where(member => member.Identity.Parent == group).Select(member => member.Id!);
}
