using System.Diagnostics;
using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Azure;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>What a network and Azure do to a scan: it ends, and what they spoiled is not judged.</summary>
public sealed class AzureFaultTests(AzureTenant tenant) : IClassFixture<AzureTenant>
{
    private static Dictionary<string, Status>? s_whole;

    // Each kind, and each kind of place: a full run (AISEC_FULL=1) has each kind at each place.
    public static TheoryData<AzureFaultKind, string> Faults
    {
        get
        {
            TheoryData<AzureFaultKind, string> faults = [];
            string[] places = ["/batch", "/accounts/", "ResourceGraph"];
            foreach (var (number, kind) in Enum.GetValues<AzureFaultKind>().Except([AzureFaultKind.Claims, AzureFaultKind.WrongTenant, AzureFaultKind.Silence]).Index())
            {
                foreach (var place in Environment.GetEnvironmentVariable("AISEC_FULL") is "1" ? places : [places[number % places.Length]])
                {
                    faults.Add(kind, place);
                }
            }
            return faults;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Faults))]
    public async Task Whatever_spoils_the_answers_no_verdict_turns_to_Pass_and_the_scan_ends(AzureFaultKind kind, string path)
    {
        tenant.Fill();
        var whole = s_whole ??= AzureTenant.Judge(await tenant.ReadAsync());
        using var fault = tenant.Fake.Fault(new AzureFault(kind, path));
        using var connection = await AzureConnection.OpenAsync(tenant.Options, Token);
        var read = await connection.ReadAsync(ResourceType.All, null, Token);
        AssertNothingGained(whole, AzureTenant.Judge(read.Select(one => one.Estate).OfType<Estate>()), read);
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_not_waited_for()
    {
        tenant.Fill();
        using var fault = tenant.Fake.Fault(new AzureFault(AzureFaultKind.Silence, "ResourceGraph"));
        var time = Stopwatch.StartNew();
        using var connection = await AzureConnection.OpenAsync(tenant.Options with { Timeout = TimeSpan.FromSeconds(0.3) }, Token);
        var read = await connection.ReadAsync(ResourceType.All, null, Token);
        Assert.All(read, one => Assert.Equal(ErrorId.NothingAssessed, one.Failure?.Id));
        Assert.InRange(time.Elapsed.TotalSeconds, 0, 15);
    }

    [Fact]
    public async Task A_short_wait_that_azure_asks_for_is_waited()
    {
        tenant.Fill();
        var whole = AzureTenant.Judge(await tenant.ReadAsync());
        using var fault = tenant.Fake.Fault(new AzureFault(AzureFaultKind.Throttle, "ResourceGraph", times: 1) { RetryAfter = "1" });
        Assert.Equal(whole, AzureTenant.Judge(await tenant.ReadAsync()));
    }

    // Resource Graph says how many questions are left: the next one waits until there are some again.
    [Theory]
    [InlineData("x-ms-user-quota-remaining", "0", "x-ms-user-quota-resets-after", "00:00:01")]
    [InlineData("x-ms-ratelimit-remaining-subscription-reads", "2", null, null)]
    public async Task A_quota_is_obeyed_before_it_bites(string header, string left, string? other, string? value)
    {
        tenant.Fill();
        tenant.Fake.QuotaHeaders = other is null ? new() { [header] = left } : new() { [header] = left, [other] = value! };
        using var connection = await AzureConnection.OpenAsync(tenant.Options, Token);
        tenant.Fake.QuotaHeaders = null;
        var time = Stopwatch.StartNew();
        await connection.ReadAsync([ResourceType.Of<AiCloudSecurity.Resources.Azure.Subscription>()], null, Token);
        Assert.InRange(time.Elapsed.TotalSeconds, 0.7, 10);
    }

    [Fact]
    public async Task A_quota_that_comes_back_in_an_hour_is_not_waited_for_longer_than_is_allowed()
    {
        tenant.Fill();
        tenant.Fake.QuotaHeaders = new() { ["x-ms-user-quota-remaining"] = "0", ["x-ms-user-quota-resets-after"] = "01:00:00" };
        using var connection = await AzureConnection.OpenAsync(tenant.Options with { LongestWait = TimeSpan.FromSeconds(0.2) }, Token);
        tenant.Fake.QuotaHeaders = null;
        var time = Stopwatch.StartNew();
        await connection.ReadAsync([ResourceType.Of<AiCloudSecurity.Resources.Azure.Subscription>()], null, Token);
        Assert.InRange(time.Elapsed.TotalSeconds, 0, 10);
    }

    // What Resource Graph shows late, Resource Manager knows.
    [Fact]
    public async Task A_graph_that_lags_does_not_decide()
    {
        tenant.Fill();
        var whole = AzureTenant.Judge(await tenant.ReadAsync());
        tenant.Fake.StaleGraph = row => ((string?)row["type"])?.Equals("Microsoft.CognitiveServices/accounts", StringComparison.OrdinalIgnoreCase) is true ? new System.Text.Json.Nodes.JsonObject { ["publicNetworkAccess"] = "Enabled" } : null;
        Assert.Equal(whole, AzureTenant.Judge(await tenant.ReadAsync()));
    }

    [Fact]
    public async Task A_wait_of_minutes_is_not_waited_but_said()
    {
        tenant.Fill();
        using var fault = tenant.Fake.Fault(new AzureFault(AzureFaultKind.Throttle, "/accounts/closed") { RetryAfter = "600" });
        var time = Stopwatch.StartNew();
        var estate = (await tenant.ReadAsync()).Single(estate => estate.Scope.Id == AzureTenant.Production);
        Assert.InRange(time.Elapsed.TotalSeconds, 0, 10);
        Assert.Contains(estate.Coverage, entry => entry is { Error: ErrorId.CloudThrottled, State: CoverageState.Failed } && entry.Message!.Contains("600 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wait_ends_at_once_when_the_caller_stops()
    {
        tenant.Fill();
        using var fault = tenant.Fake.Fault(new AzureFault(AzureFaultKind.Throttle) { RetryAfter = "50" });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var opening = AzureConnection.OpenAsync(tenant.Options with { LongestWait = TimeSpan.FromMinutes(1) }, stop.Token);
        await Task.Delay(300, Token);
        var time = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        Assert.InRange(time.Elapsed.TotalSeconds, 0, 1);
    }

    [Fact]
    public async Task A_challenge_for_other_claims_is_told_to_a_session()
    {
        tenant.Fill();
        using var fault = tenant.Fake.Fault(new AzureFault(AzureFaultKind.Claims, "/subscriptions", times: 1));
        var error = await Assert.ThrowsAsync<AiCloudException>(() => tenant.ReadAsync());
        Assert.Equal(ErrorId.CloudAuthenticationFailed, error.Id);
        Assert.Contains("Connect-AzAccount", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_another_tenant_is_an_error_that_says_how_to_sign_in_to_this_one()
    {
        tenant.Fill();
        using var fault = tenant.Fake.Fault(new AzureFault(AzureFaultKind.WrongTenant, "/subscriptions"));
        var error = await Assert.ThrowsAsync<AiCloudException>(() => tenant.ReadAsync(tenant.Options with { Tenant = "99999999-0000-0000-0000-000000000000" }));
        Assert.Equal(ErrorId.CloudAuthenticationFailed, error.Id);
        Assert.Contains("InvalidAuthenticationTokenTenant", error.Message, StringComparison.Ordinal);
        Assert.Contains("Connect-AzAccount -Tenant 99999999", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenant_in_which_the_caller_sees_no_subscription_is_an_error_that_names_it()
    {
        tenant.Fill();
        var error = await Assert.ThrowsAsync<AiCloudException>(() => tenant.ReadAsync(tenant.Options with { Tenant = "99999999-0000-0000-0000-000000000000" }));
        Assert.Equal((ErrorId.NothingAssessed, "99999999-0000-0000-0000-000000000000"), (error.Id, error.Target));
    }

    [Fact]
    public async Task A_subscription_without_rights_is_an_error_that_names_it_and_the_others_are_read()
    {
        tenant.Fill();
        const string hub = "22222222-0000-0000-0000-000000000002";
        using var fault = tenant.Fake.Fault(new AzureFault(AzureFaultKind.Forbidden, $"/subscriptions/{hub}/"));
        using var connection = await AzureConnection.OpenAsync(tenant.Options, Token);
        var read = await connection.ReadAsync([ResourceType.Of<AiCloudSecurity.Resources.Azure.CognitiveAccount>()], null, Token);
        var failure = Assert.Single(read, one => one.Failure is not null).Failure!;
        Assert.Equal((ErrorId.NothingAssessed, hub), (failure.Id, failure.Target));
        Assert.Contains("AuthorizationFailed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Get-AiRequiredPermission", failure.Message, StringComparison.Ordinal);
        Assert.Equal(AzureTenant.Production, Assert.Single(read, one => one.Estate is not null).Estate!.Scope.Id);
    }

    [Fact]
    public async Task A_next_page_on_another_host_does_not_get_the_token()
    {
        tenant.Fill();
        tenant.Fake.PageSize = 1;
        tenant.Fake.NextLinkHost = new("https://example.com");
        var error = await Assert.ThrowsAsync<AiCloudException>(() => tenant.ReadAsync());
        Assert.Contains("another host", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_tls_only_this_machine_is_asked()
    {
        var error = await Assert.ThrowsAsync<AiCloudException>(() => tenant.ReadAsync(tenant.Options with { EndpointUrl = new("http://example.com") }));
        Assert.Equal(ErrorId.CloudUnreachable, error.Id);
    }

    [Fact]
    public async Task Taking_away_any_permission_turns_verdicts_to_Unknown_and_none_to_Pass()
    {
        tenant.Fill();
        var whole = AzureTenant.Judge(await tenant.ReadAsync());
        using var role = System.Text.Json.JsonDocument.Parse(AzureAuditRole.Of(Check.All));
        List<string> actions = [.. role.RootElement.GetProperty("Actions").EnumerateArray().Select(action => action.GetString()!)];

        // The role that Get-AiRequiredPermission prints is enough.
        tenant.Fake.Actions = actions;
        Assert.Equal(whole, AzureTenant.Judge(await tenant.ReadAsync()));

        List<string> unneeded = [];
        foreach (var group in PermissionGroups.Of(Cloud.Azure, read => read.Permission, AzureAuditRole.Always.Except(["Microsoft.ResourceGraph/resources/read"])))
        {
            tenant.Fake.Actions = [.. actions.Except(group)];
            using var connection = await AzureConnection.OpenAsync(tenant.Options, Token);
            var read = await connection.ReadAsync(ResourceType.All, null, Token);
            var estates = read.Select(one => one.Estate).OfType<Estate>().ToList();
            AssertNothingGained(whole, AzureTenant.Judge(estates), read, string.Join(", ", group));
            if (read.All(one => one.Failure is null))
            {
                var refused = estates.SelectMany(estate => estate.Coverage).Where(entry => entry.State is CoverageState.Refused or CoverageState.Failed).Select(entry => entry.Permission).ToList();
                unneeded.AddRange(group.Intersect(actions).Except(AzureAuditRole.Always).Where(action => !refused.Exists(permission => permission.Contains(action, StringComparison.OrdinalIgnoreCase))));
            }
        }
        Assert.Empty(unneeded);
    }

    private static void AssertNothingGained(Dictionary<string, Status> whole, Dictionary<string, Status> spoiled, IReadOnlyList<(Estate? Estate, AiCloudException? Failure)> read, string spoilt = "")
    {
        var wrong = spoiled.Where(verdict => verdict.Value != Status.Unknown && verdict.Value != whole.GetValueOrDefault(verdict.Key, Status.NotApplicable)).ToList();
        Assert.True(wrong.Count == 0, spoilt + string.Join('\n', wrong.Take(20).Select(verdict => $"{verdict.Key} is {verdict.Value}, was {whole.GetValueOrDefault(verdict.Key)}")));
        if (read.Any(one => one.Failure is not null))
        {
            return;
        }
        // What was judged is spoken of still.
        var silent = whole.Where(verdict => verdict.Value is Status.Pass or Status.Fail && !spoiled.ContainsKey(verdict.Key)
            && !spoiled.Any(other => other.Value == Status.Unknown && other.Key.StartsWith(verdict.Key.Split(' ')[0], StringComparison.Ordinal))).ToList();
        Assert.True(silent.Count == 0, string.Join('\n', silent.Take(20).Select(verdict => verdict.Key)));
    }
}
