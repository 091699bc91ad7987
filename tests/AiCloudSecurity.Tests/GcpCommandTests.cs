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

    // What the cmdlets would do that AWS has no part in is shown, and nothing of it is sent.
    [Theory]
    [InlineData("Enable-AiSecurityPosture", "GCP-IAM-027, GCP-NET-034, GCP-MON-024")]
    public void Nothing_is_sent_under_WhatIf(string command, string checks)
    {
        var before = _fake.State();
        var found = Run($"$found = Test-AiSecurity -Cloud Gcp -Project ai-prod -CheckId {checks} {Arguments} | Where-Object Status -EQ Fail; $found");
        Assert.NotEmpty(found.Output);
        _fake.ForgetRequests();
        var planned = Run($"$found | {command} -WhatIf -Limit 1000 {Arguments} -JournalPath '{Path.Join(Path.GetTempPath(), "aicloudsecurity-whatif-never-made.jsonl")}' -ErrorAction SilentlyContinue");
        Assert.NotEmpty(planned.Output);
        Assert.All(planned.Output, change => Assert.Equal(("Planned", true), (Of(change, "Status"), Of(change, "Change").Contains('→', StringComparison.Ordinal))));
        Assert.NotEmpty(_fake.Requests);
        Assert.DoesNotContain(_fake.Requests, request => request.Split(' ')[0] is "PUT" or "PATCH" or "DELETE" || request.Contains(":setIamPolicy", StringComparison.Ordinal));
        Assert.Equal(before, _fake.State());
        Assert.False(File.Exists(Path.Join(Path.GetTempPath(), "aicloudsecurity-whatif-never-made.jsonl")));
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
