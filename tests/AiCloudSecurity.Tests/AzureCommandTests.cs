using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

public sealed class AzureCommandTests : IAsyncLifetime
{
    private readonly ModuleSession _session = new();
    private AzureFake _fake = null!;

    public async ValueTask InitializeAsync()
    {
        _fake = await AzureFake.StartAsync();
        _fake.Load(await File.ReadAllTextAsync(Path.Join(Python.RepositoryRoot, "tests", "azure", "tenant.json"), TestContext.Current.CancellationToken));
    }

    // What Az.Accounts has, as far as we use it; {0} is the token.
    internal static string AzAccounts(string token) => $$"""
        New-Module -Name Az.Accounts {
            function Get-AzContext { [pscustomobject]@{ Environment = [pscustomobject]@{ Name = 'AzureCloud' }; Tenant = [pscustomobject]@{ Id = '72f988bf-0000-0000-0000-000000000000' } } }
            function Get-AzAccessToken {
                param([string] $ResourceUrl, [string] $TenantId)
                if ($ResourceUrl -notin 'https://management.azure.com', 'https://graph.microsoft.com') { throw "asked for $ResourceUrl" }
                [pscustomobject]@{ Token = {{token}}; ExpiresOn = [DateTimeOffset]::UtcNow.AddHours(1); TenantId = $TenantId }
            }
        } | Import-Module;
        """;

    [Theory]
    [InlineData("'plain'")]
    [InlineData("[System.Net.NetworkCredential]::new('', 'secure').SecurePassword")]
    public void A_session_of_Connect_AzAccount_is_used_whatever_the_token_is(string token)
    {
        var result = _session.Run($"{AzAccounts(token)} Get-AiScope -Cloud Azure -EndpointUrl {_fake.Endpoint}");
        Assert.Empty(result.Errors);
        Assert.Equal(["AI production", "Hub"], result.Output.Select(scope => (string)scope.Properties["Name"].Value).Order());
        Assert.All(result.Output, scope => Assert.Equal("72f988bf-0000-0000-0000-000000000000", scope.Properties["Tenant"].Value));
    }

    [Fact]
    public void A_session_that_gives_no_token_is_an_error_that_says_to_sign_in_again()
    {
        var result = _session.Run($"{AzAccounts("$(throw 'Your Azure credentials have expired.')")} Get-AiScope -Cloud Azure -EndpointUrl {_fake.Endpoint}");
        Assert.Equal(["CloudAuthenticationFailed"], result.ErrorIds);
        Assert.Contains("Connect-AzAccount", result.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    // What the cmdlets would do that AWS has no part in is shown, and nothing of it is sent.
    [Theory]
    [InlineData("Enable-AiSecurityPosture -Enforce", "AZ-IAM-030, AZ-MON-017, AZ-MON-019")]
    [InlineData("Set-AiInvocationAlarm -ActionGroupId /subscriptions/11111111-0000-0000-0000-000000000001/resourceGroups/ops/providers/Microsoft.Insights/actionGroups/team", "AZ-MON-020, AZ-MON-021, AZ-MON-022")]
    public void Nothing_is_sent_under_WhatIf(string command, string checks)
    {
        var before = _fake.State();
        var found = _session.Run($"{AzAccounts("'t'")} $found = Test-AiSecurity -Cloud Azure -CheckId {checks} -EndpointUrl {_fake.Endpoint} | Where-Object Status -EQ Fail; $found");
        Assert.NotEmpty(found.Output);
        _fake.ForgetRequests();
        var planned = _session.Run($"$found | {command} -WhatIf -Limit 1000 -EndpointUrl {_fake.Endpoint} -JournalPath '{Path.Join(Path.GetTempPath(), "aicloudsecurity-whatif-never-made.jsonl")}' -ErrorAction SilentlyContinue");
        Assert.NotEmpty(planned.Output);
        Assert.All(planned.Output, change => Assert.Equal(("Planned", true), (Of(change, "Status"), Of(change, "Change").Contains('→', StringComparison.Ordinal))));
        Assert.NotEmpty(_fake.Requests);
        Assert.DoesNotContain(_fake.Requests, request => new[] { "PUT ", "PATCH ", "DELETE " }.Any(method => request.TrimStart('+', ' ').StartsWith(method, StringComparison.Ordinal)));
        Assert.Equal(before, _fake.State());
        Assert.False(File.Exists(Path.Join(Path.GetTempPath(), "aicloudsecurity-whatif-never-made.jsonl")));
    }

    [Fact]
    public void What_may_break_says_how_often_it_was_called_or_that_this_could_not_be_seen()
    {
        var found = _session.Run($"{AzAccounts("'t'")} $found = Test-AiSecurity -Cloud Azure -CheckId AZ-IAM-001, AZ-IAM-020, AZ-IAM-022 -EndpointUrl {_fake.Endpoint} | Where-Object Status -EQ Fail; $found");
        string IdOf(string name) => Of(found.Output.First(finding => Of(finding, "ResourceName") == name), "ResourceId");
        // Hours of calls, of the mean of calls a minute, and of queries a second; of OpenAI's own metric there is nothing.
        _fake.Load($$"""
            [
              { "id": "{{IdOf("speech")}}/providers/Microsoft.Insights/metrics/TotalCalls", "name": "TotalCalls", "type": "Microsoft.Insights/metrics", "hours": [ 1200, 0, 4 ] },
              { "id": "{{IdOf("score")}}/providers/Microsoft.Insights/metrics/RequestsPerMinute", "name": "RequestsPerMinute", "type": "Microsoft.Insights/metrics", "hours": [ 0.5, 1.5 ] }
            ]
            """);
        const string Repair = "$found | Repair-AiFinding -WhatIf -Limit 1000 -ErrorAction SilentlyContinue -EndpointUrl";
        var planned = _session.Run($"{Repair} {_fake.Endpoint}").Output.ToDictionary(change => Of(change, "ResourceName"), change => Of(change, "Breaks"));
        Assert.EndsWith("It was used 1,204 times in the last 7 days.", planned["speech"], StringComparison.Ordinal);
        Assert.EndsWith("It was used 120 times in the last 7 days.", planned["score"], StringComparison.Ordinal);
        Assert.EndsWith("It was not used in the last 7 days, as far as is counted.", planned["toy"], StringComparison.Ordinal);
        _fake.Denied = ["Microsoft.Insights/metrics/read"];
        var unseen = _session.Run($"{Repair} {_fake.Endpoint}").Output;
        Assert.Equal(planned.Count, unseen.Count);
        Assert.All(unseen, change => Assert.Contains("Whether it was used in the last week could not be seen (GET: ", Of(change, "Breaks"), StringComparison.Ordinal));
        Assert.All(unseen, change => Assert.Contains("Microsoft.Insights/metrics/read", Of(change, "Breaks"), StringComparison.Ordinal));
    }

    [Fact]
    public void Scopes_go_down_the_pipeline_and_are_judged_together()
    {
        var result = _session.Run($"{AzAccounts("'t'")} Get-AiScope -Cloud Azure -EndpointUrl {_fake.Endpoint} | Test-AiSecurity -EndpointUrl {_fake.Endpoint}");
        Assert.Empty(result.Errors);
        var findings = result.Output.Select(item => $"{Of(item, "Cloud")} {Of(item, "CheckId")} {Of(item, "ResourceName")} {Of(item, "Region")} {Of(item, "Status")}").ToList();
        Assert.All(findings, finding => Assert.StartsWith("Azure ", finding, StringComparison.Ordinal));
        Assert.Contains("Azure AZ-IAM-001 open westus2 Fail", findings);
        Assert.Contains("Azure AZ-MON-001 closed westeurope Pass", findings);
        Assert.Equal([], findings.Where(finding => finding.EndsWith("Unknown", StringComparison.Ordinal)));
        // One to show the scopes, one to read them.
        Assert.Equal(2, _fake.Requests.Count(request => request == "GET /subscriptions"));
    }

    [Fact]
    public void One_subscription_is_read_where_it_is_named_and_its_estate_can_be_saved()
    {
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-azure");
        try
        {
            var file = Path.Join(folder.FullName, "azure.aiestate");
            var result = _session.Run($"{AzAccounts("'t'")} Get-AiEstate -Cloud Azure -Subscription 'AI prod*' -CheckId AZ-NET-001 -EndpointUrl {_fake.Endpoint} | Export-AiEstate -Path {file}; Import-AiEstate {file} | Test-AiSecurity -CheckId AZ-NET-001");
            Assert.Empty(result.Errors);
            Assert.Equal(3, result.Output.Count(item => Of(item, "CheckId") == "AZ-NET-001"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_a_role_lacks_is_an_error_that_names_the_action()
    {
        _fake.Actions = ["Microsoft.Authorization/permissions/read", "Microsoft.CognitiveServices/accounts/read"];
        var result = _session.Run($"{AzAccounts("'t'")} Test-AiSecurity -Cloud Azure -CheckId AZ-MON-013 -EndpointUrl {_fake.Endpoint}");
        Assert.Contains("CloudAccessDenied", result.ErrorIds);
        Assert.Contains(result.Errors, error => error.Exception.Message.Contains("Grant Microsoft.CognitiveServices/accounts/deployments/read.", StringComparison.Ordinal));
        Assert.All(result.Output, item => Assert.Equal("Unknown", Of(item, "Status")));
    }

    [Fact]
    public void What_is_found_is_repaired_with_the_sessions_token_and_taken_back()
    {
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-azure");
        try
        {
            _fake.WritesTakeTime = true;
            var journal = Path.Join(folder.FullName, "repairs.jsonl");
            var with = $"-EndpointUrl {_fake.Endpoint} -JournalPath '{journal}'";
            var before = _fake.State();
            var planned = _session.Run($"{AzAccounts("'t'")} $found = Test-AiSecurity -Cloud Azure -CheckId AZ-IAM-001 -EndpointUrl {_fake.Endpoint} | Where-Object Status -EQ Fail; $found | Repair-AiFinding -WhatIf {with}");
            Assert.Equal(["speech Planned"], planned.Output.Select(item => $"{Of(item, "ResourceName")} {Of(item, "Status")}"));
            // The other account takes no tokens: without keys nobody could call it.
            Assert.Contains("AZ-IAM-002", Assert.Single(planned.Errors).Exception.Message, StringComparison.Ordinal);
            Assert.Equal(before, _fake.State());
            Assert.False(File.Exists(journal));
            Assert.Equal(["ConfirmationNeeded", "ConfirmationNeeded"], _session.Run($"$found | Repair-AiFinding {with}").ErrorIds);
            var made = _session.Run($"$found | Repair-AiFinding -Force -PassThru {with}");
            Assert.Contains("speech Pass", made.Output.Select(item => $"{Of(item, "ResourceName")} {Of(item, "Status")}"));
            Assert.Empty(_session.Run($"Set-AiBudgetAlert -Cloud Azure -Scope 11111111-0000-0000-0000-000000000001 -Amount 10 -Email a@example.com {with}").Errors);
            Assert.Contains("ai-services", _fake.State(), StringComparison.Ordinal);
            var undone = _session.Run($"Undo-AiRepair -Force {with}");
            Assert.Empty(undone.Errors);
            Assert.Equal(2, undone.Output.Count);
            // What was never said is said now.
            Assert.Equal(Unsaid(before), Unsaid(_fake.State()));

            static string Unsaid(string state) => state.Replace(",\n      \"disableLocalAuth\": false", "", StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Of(System.Management.Automation.PSObject item, string name) => $"{item.Properties[name]?.Value}";

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _fake.DisposeAsync();
    }
}
