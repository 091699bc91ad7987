using System.Diagnostics;
using System.Management.Automation;
using System.Text;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

public sealed class CommandTests(AwsAccount account) : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aicloudsecurity");

    private static string Sample => Path.Join(Python.RepositoryRoot, "samples", "aws.aiestate");

    [Fact]
    public void Checks_are_listed_by_wildcard()
    {
        var result = _session.Run("Get-AiCheck aws-net-001");
        var check = Assert.Single(result.Output);
        Assert.Equal("AWS-NET-001", check.Properties["CheckId"].Value);
        Assert.Contains("sagemaker:DescribeNotebookInstance", (string)check.Properties["Reads"].Value, StringComparison.Ordinal);
        Assert.Equal("T2a, T2d", check.Properties["Tip"].Value);
        Assert.True(_session.Run("Get-AiCheck AWS-DATA-*").Output.Count > 10);
        Assert.True(_session.Run("Get-AiCheck -Pillar Isolation -Severity High, Critical -Service sagemaker").Output.Count > 2);
        Assert.True(_session.Run("Get-AiCheck -Tip CustomerKey").Output.Count > 5);
    }

    public static TheoryData<string, string, string> BadInput => new()
    {
        { "Get-AiCheck AWS-NET-O01", "ResourceNotFound", "AWS-NET-001" },
        { "Get-AiCheck -Service sagemkaer", "ResourceNotFound", "sagemaker" },
        { "Test-AiSecurity -CheckId nonsense", "ResourceNotFound", "Get-AiCheck" },
        { "Get-AiScope -Cloud Azure -EndpointUrl http://example.com/", "CloudUnreachable", "https" },
        { "Import-AiEstate nowhere.aiestate", "ResourceNotFound", "nowhere.aiestate" },
        { "Import-AiEstate *.nothing", "ResourceNotFound", "*.nothing" },
        { "@() | Test-AiSecurity", "NothingAssessed", "Get-AiEstate" },
        { "Get-AiScope -ProfileName nobody", "CloudAuthenticationFailed", "nobody" },
        { "Get-AiEstate -EndpointUrl http://127.0.0.1:1/ -Region eu-west-1", "CloudUnreachable", "127.0.0.1:1" },
        { "Test-AiSecurity -EndpointUrl http://127.0.0.1:1/ -Region eu-west-1", "CloudUnreachable", "127.0.0.1:1" },
    };

    [Theory, MemberData(nameof(BadInput))]
    public void Bad_input_is_one_error_with_a_stable_id_and_the_way_out(string script, string id, string says)
    {
        var result = _session.Run(script);
        Assert.Empty(result.Output);
        Assert.Equal([id], result.ErrorIds);
        Assert.Contains(says, result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.NotNull(result.Errors[0].TargetObject);
    }

    [Fact]
    public async Task Bad_input_of_an_account_is_one_error()
    {
        await account.FillAsync();
        using var endpoint = account.Endpoint();
        Assert.Equal(["ResourceNotFound"], _session.Run("Get-AiEstate -Region eu-wets-1").ErrorIds);
        using (new Variable("AWS_ACCESS_KEY_ID", null))
        {
            Assert.Equal(["CloudAuthenticationFailed"], _session.Run("Get-AiScope").ErrorIds);
            Assert.Equal(["CloudAuthenticationFailed"], _session.Run("Test-AiSecurity").ErrorIds);
        }
        using (account.Fake.Fault("sts:GetCallerIdentity", AwsFault.ExpiredToken))
        {
            Assert.Equal(["CloudAuthenticationFailed"], _session.Run("Get-AiEstate").ErrorIds);
        }
        account.Fake.DenyAll();
        account.Fake.Allow("*");
        using (account.Fake.Deny("*", request => request.Service != "sts"))
        {
            var result = _session.Run("Test-AiSecurity -Region us-east-1");
            Assert.Empty(result.Output);
            Assert.Equal(["NothingAssessed"], result.ErrorIds);
            Assert.Contains("Get-AiRequiredPermission", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_truncated_or_foreign_estate_is_unreadable()
    {
        var whole = File.ReadAllBytes(Sample);
        foreach (var (name, bytes) in new[] { ("half", whole[..(whole.Length / 2)]), ("text", "hello"u8.ToArray()), ("json", "{\"a\":1}"u8.ToArray()), ("empty", Array.Empty<byte>()) })
        {
            var file = Path.Join(_folder.FullName, $"{name}.aiestate");
            File.WriteAllBytes(file, bytes);
            var result = _session.Run($"Import-AiEstate '{file}' | Test-AiSecurity");
            Assert.Empty(result.Output);
            Assert.Equal("EstateUnreadable", result.ErrorIds.First());
            Assert.Contains(name, result.Errors[0].Exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Export-AiEstate -Path nowhere/x.aiestate")]
    [InlineData("Test-AiSecurity | Export-AiReport -Path nowhere/x.html")]
    [InlineData("Test-AiSecurity | Export-AiReport -Path x.unknown")]
    public void A_file_that_cannot_be_written_is_told_before_anything_is_read(string export)
    {
        var result = _session.Run($"Import-AiEstate '{Sample}' | ForEach-Object {{ $global:wasRead = 'yes'; $_ }} | {export}");
        Assert.Equal(["ResourceNotFound"], result.ErrorIds);
        Assert.Null(Assert.Single(_session.Run("$global:wasRead").Output));
    }

    [Fact]
    public void A_file_that_was_written_binds_on()
    {
        var file = Path.Join(_folder.FullName, "copy [1].aiestate");
        var written = Assert.Single(_session.Run($"Import-AiEstate '{Sample}' | Export-AiEstate -Path '{file}'").Output);
        Assert.Equal(file, ((FileInfo)written.BaseObject).FullName);
        Assert.Single(_session.Run($"Import-AiEstate '{Sample}' | Export-AiEstate -Path '{file}' -Force | Import-AiEstate").Output);
    }

    [Fact]
    public async Task The_shell_ends_with_a_code_where_a_command_line_ends_in_an_error()
    {
        var (exit, output, errors) = await ShellProgram.RunAsync(_folder.FullName, "-Command", "Import-AiEstate nowhere.aiestate");
        Assert.NotEqual(0, exit);
        Assert.Empty(output.Trim());
        Assert.Contains("nowhere.aiestate", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_are_flat_and_bind_on()
    {
        var result = _session.Run($"Import-AiEstate '{Sample}' | Test-AiSecurity");
        Assert.True(result.Output.Count > 100);
        Assert.Empty(result.Errors);
        string[] columns = ["CheckId", "Pillar", "Severity", "Status", "Cloud", "Scope", "Region", "ResourceType", "ResourceName", "ResourceId", "Reason", "Advice", "Fix", "Command", "CollectedAt", "Fingerprint"];
        Assert.All(result.Output, finding => Assert.Equal(columns, finding.Properties.Select(property => property.Name)));
        Assert.All(result.Output, finding => Assert.All(finding.Properties, property => Assert.True(property.Value is string or Enum or DateTimeOffset, property.Name)));
        Assert.Equal(result.Output.Count, result.Output.Select(finding => finding.Properties["Fingerprint"].Value).Distinct().Count());
        // A finding names its check by the parameter that other cmdlets take it by.
        Assert.NotEmpty(_session.Run($"Import-AiEstate '{Sample}' | Test-AiSecurity -CheckId AWS-NET-001 | Get-AiCheck").Output);
    }

    [Fact]
    public void The_sample_is_interesting()
    {
        var findings = _session.Run($"Import-AiEstate '{Sample}' | Test-AiSecurity").Output.Select(finding => (Finding: finding, Status: $"{finding.Properties["Status"].Value}", Pillar: $"{finding.Properties["Pillar"].Value}")).ToList();
        foreach (var pillar in new[] { "LeastPrivilege", "Isolation", "Monitoring", "DataProtection" })
        {
            Assert.Contains(findings, finding => finding.Pillar == pillar && finding.Status == "Pass");
            Assert.Contains(findings, finding => finding.Pillar == pillar && finding.Status == "Fail");
        }
        Assert.Contains(findings, finding => finding.Status == "Unknown");
        Assert.True(findings.Select(finding => finding.Finding.Properties["ResourceId"].Value).Distinct().Count() >= 40);
    }

    [Fact]
    public void A_run_closes_with_one_line_that_names_the_next_command()
    {
        var result = _session.Run($"Import-AiEstate '{Sample}' | Test-AiSecurity");
        var line = Assert.Single(result.Information);
        Assert.Contains("Export-AiReport", line, StringComparison.Ordinal);
        Assert.Contains("grant ", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_is_one_bool()
    {
        Assert.Equal(false, Assert.Single(_session.Run($"Import-AiEstate '{Sample}' | Test-AiSecurity -Quiet").Output).BaseObject);
    }

    [Fact]
    public void NotApplicable_is_written_on_request_only()
    {
        static bool IsNotApplicable(PSObject finding) => $"{finding.Properties["Status"].Value}" == "NotApplicable";
        Assert.DoesNotContain(_session.Run($"Import-AiEstate '{Sample}' | Test-AiSecurity").Output, IsNotApplicable);
        Assert.Contains(_session.Run($"Import-AiEstate '{Sample}' | Test-AiSecurity -IncludeNotApplicable").Output, IsNotApplicable);
    }

    [Fact]
    public void Reports_are_written_in_every_format_and_never_over_a_file_unasked()
    {
        var files = string.Join(", ", new[] { "r.html", "r.json", "r.ndjson", "r.csv", "r.sarif", "r.md", "r.xml", "r.nunit.xml", "r.ocsf.json", "r.asff.json", "r.xlsx" }.Select(name => $"'{Path.Join(_folder.FullName, name)}'"));
        var line = $"Import-AiEstate '{Sample}' | Test-AiSecurity | Export-AiReport -Path {files}";
        var result = _session.Run(line);
        Assert.Empty(result.Errors);
        Assert.Equal(11, result.Output.Count);
        Assert.All(_folder.GetFiles(), file => Assert.True(file.Length > 1000));
        if (!OperatingSystem.IsWindows())
        {
            Assert.All(_folder.GetFiles(), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode));
        }
        var again = _session.Run(line);
        Assert.Equal(["ResourceNotFound"], again.ErrorIds);
        Assert.Contains("-Force", again.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_session.Run(line + " -Force").Errors);
        Assert.Equal(11, _folder.GetFiles().Length);
    }

    [Fact]
    public void A_threshold_that_is_reached_is_an_error_after_the_files_are_written()
    {
        var report = Path.Join(_folder.FullName, "r.json");
        var judged = $"Import-AiEstate '{Sample}' | Test-AiSecurity";
        var failed = _session.Run($"{judged} | Export-AiReport -Path '{report}' -FailOn Critical");
        Assert.Equal(["ThresholdReached"], failed.ErrorIds);
        Assert.True(File.Exists(report));
        Assert.Empty(_session.Run($"{judged} | Where-Object Severity -LT High | Export-AiReport -Path '{report}' -FailOn High -Force").Errors);
    }

    [Fact]
    public void New_is_told_against_a_baseline()
    {
        var baseline = Path.Join(_folder.FullName, "baseline.json");
        var report = Path.Join(_folder.FullName, "r.json");
        var judged = $"Import-AiEstate '{Sample}' | Test-AiSecurity";
        Assert.Empty(_session.Run($"{judged} | Where-Object CheckId -NE AWS-NET-001 | Export-AiReport -Path '{baseline}'").Errors);
        Assert.Equal(["ThresholdReached"], _session.Run($"{judged} | Export-AiReport -Path '{report}' -FailOn New -BaselinePath '{baseline}'").ErrorIds);
        Assert.Empty(_session.Run($"{judged} | Where-Object CheckId -NE AWS-NET-001 | Export-AiReport -Path '{report}' -FailOn New -BaselinePath '{baseline}' -Force").Errors);
        Assert.Equal(["ResourceNotFound"], _session.Run($"{judged} | Export-AiReport -Path '{report}' -FailOn New -Force").ErrorIds);
        var changes = _session.Run($"{judged} | Compare-AiAssessment -ReferencePath '{baseline}'");
        Assert.Empty(changes.Errors);
        Assert.NotEmpty(changes.Output);
        Assert.All(changes.Output, change => Assert.Equal("AWS-NET-001", change.Properties["CheckId"].Value));
        Assert.Empty(_session.Run($"$now = {judged}; $now | Compare-AiAssessment -ReferenceObject $now").Output);
        Assert.Equal(["EstateUnreadable"], _session.Run($"{judged} | Compare-AiAssessment '{Sample}'").ErrorIds);
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        var report = Path.Join(_folder.FullName, "r.html");
        var estate = Path.Join(_folder.FullName, "e.aiestate");
        Assert.Empty(_session.Run($"Import-AiEstate '{Sample}' | Test-AiSecurity | Export-AiReport -Path '{report}' -WhatIf").Errors);
        Assert.Empty(_session.Run($"Import-AiEstate '{Sample}' | Export-AiEstate -Path '{estate}' -WhatIf").Errors);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void An_empty_report_is_an_error_and_no_file()
    {
        var report = Path.Join(_folder.FullName, "r.html");
        Assert.Equal(["NothingAssessed"], _session.Run($"@() | Export-AiReport -Path '{report}'").ErrorIds);
        Assert.Equal(["ResourceNotFound"], _session.Run($"Import-AiEstate '{Sample}' | Test-AiSecurity | Export-AiReport -Path '{report}.what'").ErrorIds);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void An_estate_is_the_same_after_it_was_saved_and_opened()
    {
        var copy = Path.Join(_folder.FullName, "copy.aiestate");
        Assert.Empty(_session.Run($"Import-AiEstate '{Sample}' | Export-AiEstate -Path '{copy}'").Errors);
        Assert.Equal(File.ReadAllBytes(Sample), File.ReadAllBytes(copy));
    }

    [Fact]
    public void Words_are_completed_with_what_they_mean()
    {
        account.Configure("[profile night-audit]\naws_access_key_id = AKIA\naws_secret_access_key = s\n");
        Assert.Contains("AWS-NET-001", Complete("Test-AiSecurity -CheckId AWS-NET-0"));
        Assert.Contains("eu-west-1", Complete("Get-AiEstate -Region eu-"));
        Assert.Contains("sagemaker", Complete("Get-AiCheck -Service sage"));
        Assert.Contains("night-audit", Complete("Get-AiScope -ProfileName night"));
        account.Configure("");
        IEnumerable<string> Complete(string text)
        {
            using var shell = _session.Shell("");
            return CommandCompletion.CompleteInput(text, text.Length, null, shell).CompletionMatches.Select(match => match.CompletionText).ToList();
        }
    }

    [Fact]
    public async Task Subscriptions_and_tenants_are_completed_from_what_the_az_CLI_remembers()
    {
        // As the az CLI writes it, mark and all.
        await File.WriteAllTextAsync(Path.Join(_folder.FullName, "azureProfile.json"), """{ "subscriptions": [{ "id": "11111111-0000-0000-0000-000000000000", "name": "Night shift", "tenantId": "22222222-0000-0000-0000-000000000000", "state": "Enabled" }] }""", new UTF8Encoding(true), TestContext.Current.CancellationToken);
        var (_, output, _) = await ShellProgram.RunAsync(_folder.FullName, "-Command", $$"""
            $env:AZURE_CONFIG_DIR = '{{_folder.FullName}}'
            foreach ($line in 'Get-AiEstate -Subscription nig', 'Get-AiScope -Tenant 222', 'Get-AiScope -Tenant 333') { "$([System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText);" }
            [System.IO.File]::WriteAllText("$env:AZURE_CONFIG_DIR/azureProfile.json", '{ "subscr')
            "$([System.Management.Automation.CommandCompletion]::CompleteInput('Get-AiScope -Tenant 2', 21, $null).CompletionMatches.CompletionText);"
            """);
        Assert.Equal(["'Night shift';", "22222222-0000-0000-0000-000000000000;", ";", ";"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task The_table_fits_120_columns()
    {
        var (exit, output, _) = await ShellProgram.RunAsync(_folder.FullName, "-Command", $"Import-AiEstate '{Sample}' | Test-AiSecurity");
        Assert.Equal(0, exit);
        var lines = output.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("Severity", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Pillar: Isolation", StringComparison.Ordinal));
        Assert.DoesNotContain('\e', output);
        Assert.All(lines.Where(line => !line.Contains("Next:", StringComparison.Ordinal)), line => Assert.True(line.TrimEnd().Length <= 120, line));
    }

    [Fact]
    public async Task The_account_is_judged_with_progress_and_one_error_for_each_cause()
    {
        await account.FillAsync();
        using var endpoint = account.Endpoint();
        account.Fake.Deny("sagemaker:ListModels");
        var result = _session.Run("Test-AiSecurity -Region us-east-1, eu-west-1");
        Assert.True(result.Output.Count > 100);
        Assert.NotEmpty(result.Progress);
        var refused = Assert.Single(result.Errors, error => error.Exception.Message.Contains("sagemaker:ListModels", StringComparison.Ordinal));
        Assert.StartsWith("CloudAccessDenied,", refused.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("eu-west-1, us-east-1", refused.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(account.Fake.Requests, request => request.IsWrite);
    }

    [Fact]
    public async Task Findings_of_one_account_come_while_the_next_is_still_read()
    {
        await account.FillAsync();
        using var endpoint = account.Endpoint();
        account.Configure("[profile one]\naws_access_key_id = AKIAONE\naws_secret_access_key = s\n[profile two]\naws_access_key_id = AKIATWO\naws_secret_access_key = s\n");
        using var slow = account.Fake.Fault("sagemaker:ListNotebookInstances", AwsFault.Timeout with { When = request => request.Headers["Authorization"].Contains("AKIATWO", StringComparison.Ordinal) });
        using var shell = _session.Shell("Test-AiSecurity -ProfileName one, two -Region us-east-1 -CheckId AWS-NET-001");
        using var output = new PSDataCollection<PSObject>();
        using var came = new ManualResetEventSlim();
        output.DataAdded += (_, _) => came.Set();
        var running = shell.BeginInvoke<PSObject, PSObject>(null, output);
        Assert.True(came.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), "nothing came");
        Assert.False(running.IsCompleted);
        await shell.StopAsync(null, null);
        account.Configure("");
    }

    [Fact]
    public async Task Stop_ends_a_read_that_hangs()
    {
        await account.FillAsync();
        using var endpoint = account.Endpoint();
        using var hang = account.Fake.Fault("sagemaker:ListDomains", AwsFault.Timeout);
        using var shell = _session.Shell("Test-AiSecurity -Region us-east-1");
        var running = shell.BeginInvoke();
        for (var waited = Stopwatch.StartNew(); !account.Fake.Requests.Any(request => request.Operation == "ListDomains") && waited.Elapsed < TimeSpan.FromSeconds(60);)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        var watch = Stopwatch.StartNew();
        shell.Stop();
        // A bound that a hanging read (30 seconds) cannot keep; docs/performance.md has the measure.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
    }

    [Fact]
    public async Task The_printed_policy_is_one_that_iam_accepts()
    {
        await account.FillAsync();
        var policy = Assert.Single(_session.Run("Get-AiRequiredPermission").Output).ToString();
        var file = Path.Join(_folder.FullName, "policy.json");
        await File.WriteAllTextAsync(file, policy, TestContext.Current.CancellationToken);
        var answer = await MotoServer.RunAwsAsync(account.Fake.Endpoint, "iam", "create-policy", "--policy-name", $"p{Guid.NewGuid():N}", "--policy-document", $"file://{file}");
        Assert.Contains("PolicyId", answer, StringComparison.Ordinal);
        // IAM counts without white space: a role takes 10,240 characters inline. For all checks that is more than a managed policy may have (6,144).
        Assert.True(policy.Count(c => !char.IsWhiteSpace(c)) <= 10240);
        Assert.All(System.Text.RegularExpressions.Regex.Matches(policy, "\"[a-z0-9-]+:([A-Za-z]+)\"").Select(match => match.Groups[1].Value),
            action => Assert.Matches("^(Get|BatchGet|List|Describe|View|Search|Lookup|GET$|GenerateServiceLastAccessedDetails$)", action));
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }
}
