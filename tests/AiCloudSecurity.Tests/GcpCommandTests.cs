using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

public sealed class GcpCommandTests : IAsyncLifetime
{
    private readonly ModuleSession _session = new();
    private GcpFake _fake = null!;

    // A token that somebody else has signed in for.
    private string Arguments => $"-AccessToken ([System.Net.NetworkCredential]::new('', 'token').SecurePassword) -EndpointUrl {_fake.Endpoint}";

    public async ValueTask InitializeAsync()
    {
        _fake = await GcpFake.StartAsync();
        _fake.Load(await File.ReadAllTextAsync(Path.Join(Python.RepositoryRoot, "tests", "gcp", "organization.json"), TestContext.Current.CancellationToken));
    }

    // A notebook and a template for a whole domain, an alert that tells nobody, and a model of which nothing is kept.
    private const string Wrong = """
        [
          { "type": "notebooks.googleapis.com/Instance", "name": "projects/ai-prod/locations/europe-west4-a/instances/shared", "data": { "name": "projects/ai-prod/locations/europe-west4-a/instances/shared", "gceSetup": { } },
            "iamPolicy": { "etag": "AA==", "version": 1, "bindings": [ { "role": "roles/notebooks.runner", "members": [ "domain:example.com", "group:ml@example.com" ] } ] } },
          { "type": "aiplatform.googleapis.com/NotebookRuntimeTemplate", "name": "projects/111111111111/locations/europe-west4/notebookRuntimeTemplates/3", "data": { "name": "projects/111111111111/locations/europe-west4/notebookRuntimeTemplates/3", "displayName": "shared" },
            "iamPolicy": { "etag": "AA==", "version": 1, "bindings": [ { "role": "roles/aiplatform.notebookRuntimeUser", "members": [ "domain:example.com" ] } ] } },
          { "type": "monitoring.googleapis.com/AlertPolicy", "name": "projects/ai-prod/alertPolicies/1", "data": { "name": "projects/ai-prod/alertPolicies/1", "displayName": "endpoints", "enabled": true, "combiner": "OR",
            "conditions": [ { "name": "projects/ai-prod/alertPolicies/1/conditions/1", "displayName": "cpu", "conditionThreshold": { "filter": "metric.type=\"aiplatform.googleapis.com/prediction/online/cpu/utilization\"" } } ] } },
          { "type": "aiplatform.googleapis.com/PublisherModelConfig", "name": "projects/ai-prod/locations/europe-west4/publishers/google/models/gemini-2.5-flash", "data": { "loggingConfig": { "enabled": false } } }
        ]
        """;

    // What the cmdlets would do that AWS has no part in is shown, before and after, and nothing of it is sent; what they do passes, and is taken back.
    [Theory]
    [InlineData("Enable-AiSecurityPosture", "GCP-IAM-027, GCP-NET-034", "→ true", 5)]
    [InlineData("Set-AiInvocationAlarm -NotificationChannel projects/ai-prod/notificationChannels/1", "GCP-MON-011, GCP-MON-012, GCP-MON-013, GCP-MON-014", "(none) → ", 4)]
    [InlineData("Set-AiNotebookSharing", "GCP-IAM-014, GCP-IAM-015", "domain:example.com → ", 2)]
    [InlineData("Enable-AiInvocationLog -LogDataset bq://ai-prod.prompts", "GCP-MON-005", "enabled: false → true", 1)]
    public void Nothing_is_sent_under_WhatIf_and_what_is_done_passes_and_comes_back(string command, string checks, string shown, int changes)
    {
        _fake.Load(Wrong);
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-gcp");
        try
        {
            var journal = Path.Join(folder.FullName, "repairs.jsonl");
            var with = $"-Limit 1000 {Arguments} -JournalPath '{journal}'";
            var before = _fake.State();
            var found = Run($"$found = Test-AiSecurity -Cloud Gcp -Project ai-prod -CheckId {checks} {Arguments} | Where-Object Status -EQ Fail; $found");
            Assert.Equal(checks.Split(", "), found.Output.Select(finding => Of(finding, "CheckId")).Distinct().Order());
            _fake.ForgetRequests();
            var planned = Run($"$found | {command} -WhatIf {with}");
            // What else fails of the same resource, and is a person's.
            Assert.DoesNotContain(planned.Errors, error => Array.Exists(checks.Split(", "), id => error.Exception.Message.Contains(id, StringComparison.Ordinal)));
            Assert.Equal(changes, planned.Output.Count);
            Assert.All(planned.Output, change => Assert.Equal("Planned", Of(change, "Status")));
            Assert.All(planned.Output, change => Assert.Contains(shown, Of(change, "Change"), StringComparison.Ordinal));
            Assert.NotEmpty(_fake.Requests);
            Assert.DoesNotContain(_fake.Requests, request => request.Split(' ')[0] != "GET" && !request.EndsWith(":getIamPolicy", StringComparison.Ordinal));
            Assert.Equal(before, _fake.State());
            Assert.False(File.Exists(journal));

            var made = Run($"$found | {command} -Force -PassThru {with}");
            Assert.Equal(planned.Errors.Count, made.Errors.Count);
            // The lists of the posture are left to a person.
            Assert.All(made.Output.Where(finding => Of(finding, "CheckId") != "GCP-NET-034" && checks.Contains(Of(finding, "CheckId"), StringComparison.Ordinal)), finding => Assert.Equal("Pass", Of(finding, "Status")));
            Assert.NotEqual(before, _fake.State());
            Assert.All(File.ReadAllLines(journal), line => Assert.DoesNotContain("reads back", line, StringComparison.Ordinal));
            var undone = Run($"Undo-AiRepair -Force {with.Replace("-Limit 1000 ", "", StringComparison.Ordinal)}");
            Assert.Empty(undone.Errors);
            Assert.Equal(changes, undone.Output.Count);
            Assert.Equal(Unversioned(before), Unversioned(_fake.State()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        // A policy that was written has another version.
        static IEnumerable<string> Unversioned(string state) => state.Split('\n').Select(line => line.Trim().TrimEnd(',')).Where(line => !line.StartsWith("\"etag\"", StringComparison.Ordinal) && !line.StartsWith("\"version\"", StringComparison.Ordinal));
    }

    [Fact]
    public void What_may_break_says_how_often_it_was_used_or_that_this_could_not_be_seen()
    {
        // Of each metric there is more of other keys, buckets and services.
        _fake.Load(GcpQuotas.Json);
        _fake.Load("""
            [
              { "type": "serviceusage.googleapis.com/Service", "name": "projects/111111111111/services/iam.googleapis.com", "data": { "name": "projects/111111111111/services/iam.googleapis.com", "state": "ENABLED" } },
              { "type": "iam.googleapis.com/ServiceAccountKey", "name": "projects/ai-prod/serviceAccounts/111111111111-compute@developer.gserviceaccount.com/keys/2c3d", "data": { "name": "projects/ai-prod/serviceAccounts/111111111111-compute@developer.gserviceaccount.com/keys/2c3d", "keyType": "USER_MANAGED" } },
              { "type": "monitoring.googleapis.com/TimeSeries", "name": "projects/ai-prod/timeSeries/k1", "data": { "metric": { "type": "iam.googleapis.com/service_account/key/authn_events_count", "labels": { "key_id": "2c3d" } }, "points": [ { "value": { "int64Value": "1200" } }, { "value": { "int64Value": "4" } } ] } },
              { "type": "monitoring.googleapis.com/TimeSeries", "name": "projects/ai-prod/timeSeries/k2", "data": { "metric": { "type": "iam.googleapis.com/service_account/key/authn_events_count", "labels": { "key_id": "0a1b" } }, "points": [ { "value": { "int64Value": "7" } } ] } },
              { "type": "monitoring.googleapis.com/TimeSeries", "name": "projects/ai-prod/timeSeries/c1", "data": { "metric": { "type": "serviceruntime.googleapis.com/api/request_count" }, "resource": { "type": "consumed_api", "labels": { "service": "aiplatform.googleapis.com", "credential_id": "apikey:1" } }, "points": [ { "value": { "int64Value": "30" } } ] } },
              { "type": "monitoring.googleapis.com/TimeSeries", "name": "projects/ai-prod/timeSeries/c2", "data": { "metric": { "type": "serviceruntime.googleapis.com/api/request_count" }, "resource": { "type": "consumed_api", "labels": { "service": "aiplatform.googleapis.com", "credential_id": "serviceaccount:2" } }, "points": [ { "value": { "int64Value": "970" } } ] } },
              { "type": "monitoring.googleapis.com/TimeSeries", "name": "projects/ai-prod/timeSeries/c3", "data": { "metric": { "type": "serviceruntime.googleapis.com/api/request_count" }, "resource": { "type": "consumed_api", "labels": { "service": "compute.googleapis.com", "credential_id": "serviceaccount:2" } }, "points": [ { "value": { "int64Value": "5" } } ] } }
            ]
            """);
        var repair = $"Test-AiSecurity -Cloud Gcp -Project ai-prod -CheckId GCP-IAM-024 {Arguments} | Where-Object Status -EQ Fail | Repair-AiFinding -WhatIf {Arguments}";
        var key = Run(repair);
        Assert.Empty(key.Errors);
        Assert.Equal("Whoever signs in with the key is refused. It was used 1,204 times in the last 7 days.", Of(Assert.Single(key.Output), "Breaks"));
        var cap = Run($"Set-AiBudgetAlert -Cloud Gcp -Scope ai-prod -MaxRequestsPerMinute 60 -WhatIf {Arguments}");
        Assert.Equal(4, cap.Output.Count);
        Assert.All(cap.Output, change => Assert.EndsWith(Of(change, "ResourceName").StartsWith("generativelanguage.googleapis.com/", StringComparison.Ordinal) ? "It was not used in the last 7 days, as far as is counted."
            : "It was used 1,000 times in the last 7 days by 2 callers of aiplatform.googleapis.com, 30 times with an API key.", Of(change, "Breaks"), StringComparison.Ordinal));
        _fake.Denied.Add("monitoring.timeSeries.list");
        var unseen = Run(repair);
        Assert.Empty(unseen.Errors);
        Assert.Contains("Whether it was used in the last week could not be seen (GET: ", Of(Assert.Single(unseen.Output), "Breaks"), StringComparison.Ordinal);
        Assert.Contains("monitoring.timeSeries.list", Of(Assert.Single(unseen.Output), "Breaks"), StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_of_models_are_capped_from_now_on_and_only_with_a_word()
    {
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-gcp");
        try
        {
            _fake.Load(GcpQuotas.Json);
            var journal = Path.Join(folder.FullName, "repairs.jsonl");
            var with = $"{Arguments} -JournalPath '{journal}'";
            var before = _fake.State();
            var planned = Run($"Set-AiBudgetAlert -Cloud Gcp -Scope ai-prod -MaxRequestsPerMinute 60 -WhatIf {with}");
            Assert.Empty(planned.Errors);
            // Of Vertex AI, and of the Gemini API, which the project has enabled, too.
            Assert.Equal(["aiplatform.googleapis.com", "aiplatform.googleapis.com", "aiplatform.googleapis.com", "generativelanguage.googleapis.com"], planned.Output.Select(change => Of(change, "ResourceName").Split('/')[0]).Order());
            Assert.All(planned.Output, change => Assert.Contains("→ 60", Of(change, "Change"), StringComparison.Ordinal));
            Assert.DoesNotContain(_fake.Requests, request => !request.StartsWith("GET ", StringComparison.Ordinal) || request.Contains("budgets", StringComparison.Ordinal));
            Assert.Equal(before, _fake.State());
            Assert.Equal(["ConfirmationNeeded"], Run($"Set-AiBudgetAlert -Cloud Gcp -Scope ai-prod -MaxRequestsPerMinute 60 {with}").ErrorIds.Distinct());
            Assert.Equal(["CloudRefused"], Run($"Set-AiBudgetAlert -MaxRequestsPerMinute 60 {with}").ErrorIds);
            Assert.Empty(Run($"Set-AiBudgetAlert -Cloud Gcp -Scope ai-prod -MaxRequestsPerMinute 60 -Force {with}").Errors);
            Assert.NotEqual(before, _fake.State());
            Assert.Empty(Run($"Undo-AiRepair -Force {with}").Errors);
            Assert.Equal(before, _fake.State());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Projects_of_an_organisation_are_shown_with_where_they_stand()
    {
        var result = Run($"Get-AiScope -OrganizationId 1000 {Arguments}");
        Assert.Empty(result.Errors);
        Assert.Equal(["ai-hub example.com/Production", "ai-prod example.com/Production", "web-shop example.com"], result.Output.Select(scope => $"{Of(scope, "Id")} {Of(scope, "Path")}").Order());
        Assert.All(result.Output, scope => Assert.Equal("Gcp", Of(scope, "Cloud")));
    }

    [Fact]
    public void The_secure_AI_posture_is_asked_of_what_exists_whatever_its_pillar()
    {
        var result = Run($"Get-AiScope -Project ai-prod {Arguments} | Get-AiEstate {Arguments} | Test-AiNetworkIsolation -SecureAiPosture");
        Assert.Equal(["DataProtection", "Isolation"], result.Output.Select(finding => Of(finding, "Pillar")).Distinct().Order());
        Assert.Contains(result.Output, finding => Of(finding, "CheckId") == "GCP-NET-001" && Of(finding, "Status") == "Fail");
        Assert.Contains(result.Output, finding => Of(finding, "CheckId") == "GCP-NET-034");
        Assert.DoesNotContain(result.Output, finding => Of(finding, "CheckId") is "GCP-NET-003" or "GCP-IAM-001");
    }

    [Fact]
    public void Scopes_go_down_the_pipeline_and_estates_can_be_saved()
    {
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-gcp");
        try
        {
            var file = Path.Join(folder.FullName, "gcp.aiestate");
            var result = Run($"Get-AiScope -Project ai-* {Arguments} | Get-AiEstate {Arguments} | Export-AiEstate -Path {file}; Import-AiEstate {file}");
            Assert.Empty(result.Errors);
            Assert.Equal(2, result.Output.Count(item => Of(item, "CollectedAt").Length > 0));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_parameter_of_google_cloud_says_which_cloud_is_meant_and_no_token_is_told()
    {
        var result = Run($"Get-AiEstate -Project ai-prod {Arguments}");
        Assert.Equal(["Gcp"], result.Output.Select(item => Of(System.Management.Automation.PSObject.AsPSObject(item.Properties["Scope"].Value), "Cloud")).Distinct());
        Assert.DoesNotContain("token", string.Join(' ', result.Errors.Select(error => error.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_found_is_repaired_and_taken_back()
    {
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-gcp");
        try
        {
            var with = $"{Arguments} -JournalPath '{Path.Join(folder.FullName, "repairs.jsonl")}'";
            var before = _fake.State();
            var planned = Run($"$found = Test-AiSecurity -Cloud Gcp -Project ai-prod -CheckId GCP-NET-005 {Arguments} | Where-Object Status -EQ Fail; $found | Repair-AiFinding -WhatIf {with}");
            Assert.All(planned.Output, change => Assert.Equal("Planned", Of(change, "Status")));
            Assert.NotEmpty(planned.Output);
            Assert.Equal(before, _fake.State());
            var made = Run($"$found | Repair-AiFinding -Force -PassThru {with}");
            Assert.Empty(made.Errors);
            Assert.All(made.Output, finding => Assert.Equal("Pass", Of(finding, "Status")));
            Assert.Equal(planned.Output.Count, made.Output.Count);
            Assert.NotEqual(RootOff(before), RootOff(_fake.State()));
            Assert.Empty(Run($"Undo-AiRepair -Force {with}").Errors);
            Assert.Equal(RootOff(before), RootOff(_fake.State()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int RootOff(string state) => state.Split("\"notebook-disable-root\": \"true\"").Length;

    [Fact]
    public void The_role_that_is_printed_can_change_nothing()
    {
        var result = Run("Get-AiRequiredPermission -Cloud Gcp");
        Assert.Empty(result.Errors);
        var role = System.Text.Json.Nodes.JsonNode.Parse(result.Output[0].ToString()!)!;
        var permissions = role["includedPermissions"]!.AsArray().Select(permission => (string)permission!).ToList();
        Assert.Contains("cloudasset.assets.listResource", permissions);
        Assert.All(permissions, permission => Assert.Matches(@"^[a-z]+\.[a-zA-Z]+\.(get|list|search)[a-zA-Z]*$", permission));
    }

    [Fact]
    public void The_sample_has_projects_and_the_organisation_above_them()
    {
        var result = Run($"Import-AiEstate '{Samples("gcp")}' | ForEach-Object {{ \"$($_.Scope.Cloud) $($_.Scope.Id) $($_.Scope.Ancestors -join ' ')\" }}");
        Assert.Empty(result.Errors);
        Assert.Equal(["Gcp ai-hub folders/2000 organizations/1000", "Gcp ai-prod folders/2000 organizations/1000", "Gcp web-shop organizations/1000"], result.Output.Select(line => line.ToString()).Order());
    }

    [Fact]
    public void Estates_of_three_clouds_go_down_one_pipeline_into_one_report()
    {
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-clouds");
        try
        {
            var file = Path.Join(folder.FullName, "report.html");
            var result = Run($"$findings = Import-AiEstate '{Samples("aws")}', '{Samples("azure")}', '{Samples("gcp")}' | Test-AiSecurity -CheckId AWS-NET-001, AZ-NET-001, GCP-NET-001; $findings | Export-AiReport -Path '{file}' | Out-Null; $findings");
            Assert.Empty(result.Errors);
            Assert.Equal(["Aws", "Azure", "Gcp"], result.Output.Select(finding => Of(finding, "Cloud")).Distinct().Order());
            var page = File.ReadAllText(file);
            Assert.All(result.Output.Where(finding => Of(finding, "Status") == "Fail"), finding => Assert.Contains(Of(finding, "ResourceName"), page, StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Samples(string cloud) => Path.Join(Python.RepositoryRoot, "samples", $"{cloud}.aiestate");

    [Fact]
    public void What_an_export_holds_is_judged_without_signing_in()
    {
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-gcp");
        try
        {
            var file = Path.Join(folder.FullName, "assets.json");
            File.WriteAllText(file, """[ { "name": "//notebooks.googleapis.com/projects/p/locations/us-central1-a/instances/nb", "assetType": "notebooks.googleapis.com/Instance", "ancestors": [ "projects/1" ], "resource": { "version": "v2", "data": { "gceSetup": { "disablePublicIp": true } } } } ]""");
            var result = Run($"Import-AiEstate {file}");
            Assert.Empty(result.Errors);
            Assert.Single(result.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private SessionResult Run(string script) => _session.Run(script);

    private static string Of(System.Management.Automation.PSObject item, string name) => $"{item.Properties[name]?.Value}";

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _fake.DisposeAsync();
    }
}
