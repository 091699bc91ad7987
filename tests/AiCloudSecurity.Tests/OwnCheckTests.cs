using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

/// <summary>Checks that users write are judged as all others are.</summary>
public sealed class OwnCheckTests : IDisposable
{
    private static readonly string s_sample = $"Import-AiEstate '{Path.Join(Python.RepositoryRoot, "samples", "aws.aiestate")}'";
    private readonly ModuleSession _session = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aicloudsecurity");

    private string File(string text, string name = "own.AiCheck.ps1")
    {
        var path = Path.Join(_folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private static string Table(string test, string id = "ACME-NET-001", string more = "") => $$"""
        @{
            Id = '{{id}}'; Title = 'Notebook gives no root access'; Severity = 'Medium'; Tip = 'T2d'
            Risk = 'Whoever works in it can change it.'; Advice = 'Switch root access off.'
            Resource = 'AWS::SageMaker::NotebookInstance'
            Test = { {{test}} }
            Examples = @(@{ Passes = '{ "RootAccess": "Disabled" }' }, @{ Fails = '{ "RootAccess": "Enabled" }' }, @{ Fails = '{ }'; Because = 'AWS gives it unless it is told otherwise.' })
            {{more}}
        }
        """;

    private const string Root = "param($notebook) if ($notebook.RootAccess -eq 'Disabled') { Pass 'Root access is off.' } else { Fail \"Root access of $($notebook.Identity.Name) is on.\" -Severity High }";

    [Fact]
    public void The_page_and_the_help_topic_show_a_check_that_works()
    {
        var page = System.IO.File.ReadAllText(Path.Join(Python.RepositoryRoot, "docs", "own-checks.md"));
        var code = page.Split("```powershell\n")[1].Split("\n```")[0];
        var path = File(code);
        var tests = _session.Run($"Test-AiCheck '{path}'");
        Assert.Empty(tests.Errors);
        Assert.All(tests.Output, test => Assert.True((bool)test.Properties["Passed"].Value, $"{test}"));
        Assert.NotEmpty(_session.Run($"{s_sample} | Test-AiSecurity -CheckPath '{path}' -CheckId ACME-*").Output);
        Assert.True(code.Split('\n').Length <= 12, "The page promises ten lines.");
    }

    [Fact]
    public void A_check_of_a_file_judges_beside_our_own_and_is_in_the_report()
    {
        var path = File(Table(Root));
        var own = _session.Run($"{s_sample} | Test-AiSecurity -CheckPath '{path}' -CheckId ACME-NET-001, AWS-IAM-017");
        Assert.Empty(own.Errors);
        var ids = own.Output.Select(finding => (string)finding.Properties["CheckId"].Value).ToList();
        Assert.Contains("AWS-IAM-017", ids);
        Assert.Equal(ids.Count(id => id == "AWS-IAM-017"), ids.Count(id => id == "ACME-NET-001"));
        Assert.Contains(own.Output, finding => $"{finding.Properties["Severity"].Value}" == "High" && ((string)finding.Properties["Reason"].Value).StartsWith("Root access of ", StringComparison.Ordinal));
        var report = Path.Join(_folder.FullName, "report.sarif");
        Assert.Empty(_session.Run($"{s_sample} | Test-AiSecurity -CheckPath '{path}' -CheckId ACME-NET-001 | Export-AiReport -Path '{report}'").Errors);
        Assert.Contains("Notebook gives no root access", System.IO.File.ReadAllText(report), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("param($notebook) throw 'no'", "ended with an error")]
    [InlineData("param($notebook) $notebook.Nothing.Substring(1); Pass 'It is fine.'", "ended with an error")]
    [InlineData("param($notebook) Write-Error 'no'; Pass 'It is fine.'", "ended with an error")]
    [InlineData("param($notebook) Get-Nothing; Pass 'It is fine.'", "ended with an error")]
    [InlineData("param($notebook) $true", "must write one verdict")]
    [InlineData("param($notebook)", "must write one verdict")]
    [InlineData("param($notebook) Pass 'a'; Pass 'b'", "must write one verdict")]
    [InlineData("param($notebook) if ($secret) { Pass 'It saw the caller.' } else { Unknown 'It sees nothing of the caller.' }", "nothing of the caller")]
    public void What_a_script_does_not_say_is_unknown_and_never_a_pass(string test, string reason)
    {
        var result = _session.Run($"$secret = 1; {s_sample} | Test-AiSecurity -CheckPath '{File(Table(test))}' -CheckId ACME-*");
        Assert.NotEmpty(result.Output);
        Assert.All(result.Output, finding =>
        {
            Assert.Equal("Unknown", $"{finding.Properties["Status"].Value}");
            Assert.Contains(reason, (string)finding.Properties["Reason"].Value, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Where_what_it_rests_on_was_not_read_it_is_unknown_whatever_it_would_say()
    {
        // The sample account refuses s3:GetBucketLogging, in the regions where there are buckets to ask about.
        var path = File("""
            @{ Id = 'ACME-MON-001'; Title = 'Buckets are looked at'; Severity = 'Low'; Risk = 'None.'; Advice = 'Look.'; Resource = 'NotebookInstance'; With = 'BucketLogging'
               Test = { param($notebook, $logging) Pass "There are $(@($logging).Count)." }
               Examples = @(@{ Passes = '{ }' }, @{ Fails = '{ }' }) }
            """);
        var judged = _session.Run($"{s_sample} | Test-AiSecurity -CheckPath '{path}' -CheckId ACME-* | Where-Object Region -NE ap-southeast-2");
        Assert.NotEmpty(judged.Output);
        Assert.All(judged.Output, finding => Assert.Contains("s3:GetBucketLogging", (string)finding.Properties["Reason"].Value, StringComparison.Ordinal));
        Assert.All(judged.Output, finding => Assert.Equal("Unknown", $"{finding.Properties["Status"].Value}"));
        // The example that should fail and passes is found out, and that none has a bucket whose logging matters.
        var failed = _session.Run($"Test-AiCheck '{path}' | Where-Object Passed -EQ $false").Output;
        Assert.Equal(["example 2", "without AWS::S3::BucketLogging"], failed.Select(test => (string)test.Properties["Test"].Value));
        Assert.False((bool)_session.Run($"Test-AiCheck '{path}' -Quiet").Output.Single().BaseObject);
    }

    public static TheoryData<string, string> Mistakes => new()
    {
        { Table(Root, "AWS-NET-900"), "are taken" },
        { Table(Root, "ACME-XXX-001"), "IAM, NET, MON or DATA" },
        { Table(Root, more: "Servity = 'High'"), "'Servity' is nothing that a check has" },
        { Table(Root).Replace("'Medium'", "'Mittel'", StringComparison.Ordinal), "'Mittel' is none of Info, Low, Medium, High, Critical" },
        { Table(Root).Replace("SageMaker::NotebookInstance", "SageMaker::NotebookInstanc", StringComparison.Ordinal), "AWS::SageMaker::NotebookInstance is the nearest" },
        { Table(Root).Replace("Passes =", "Passt =", StringComparison.Ordinal), "an example is a table" },
        { Table(Root) + "\n" + Table(Root), "Two checks have the id ACME-NET-001" },
        { "'text'", "must write a table for each check" },
        { "throw 'broken'", "broken" },
        { "@{ Id = ", "cannot be run" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void A_mistake_in_a_check_is_one_error_that_names_the_file_and_the_place(string text, string says)
    {
        var result = _session.Run($"{s_sample} | Test-AiSecurity -CheckPath '{File(text)}'");
        Assert.Empty(result.Output);
        Assert.Equal(["EstateUnreadable"], result.ErrorIds);
        Assert.Contains(says, result.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_registered_is_known_in_that_session_only()
    {
        Assert.Equal(["ACME-NET-001"], _session.Run($"Register-AiCheck {Table(Root)} -PassThru").Output.Select(check => (string)check.Properties["CheckId"].Value));
        Assert.Single(_session.Run("Get-AiCheck ACME-*").Output);
        Assert.NotEmpty(_session.Run($"{s_sample} | Test-AiNetworkIsolation -CheckId ACME-*").Output);
        Assert.True((bool)_session.Run("Test-AiCheck -Quiet").Output.Single().BaseObject);
        Assert.Contains("ACME-NET-001", _session.Run("(TabExpansion2 'Test-AiSecurity -CheckId ACME' 29).CompletionMatches.CompletionText").Output.Select(word => $"{word}"));
        using var other = new ModuleSession();
        Assert.Equal(["ResourceNotFound"], other.Run("Get-AiCheck ACME-*").ErrorIds);
    }

    [Fact]
    public void A_script_that_never_ends_is_stopped()
    {
        var path = File(Table("param($notebook) while ($true) { }"));
        using var shell = _session.Shell($"{s_sample} | Test-AiSecurity -CheckPath '{path}' -CheckId ACME-*");
        var running = shell.BeginInvoke();
        // Until the script runs: the import before it takes a moment.
        SpinWait.SpinUntil(() => running.IsCompleted, 1500);
        var stopped = System.Diagnostics.Stopwatch.StartNew();
        shell.Stop();
        Assert.True(stopped.Elapsed < TimeSpan.FromSeconds(5), $"{stopped.Elapsed}");
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
    }

    [Fact]
    public void Many_sessions_at_once_judge_the_same()
    {
        var path = File(Table(Root));
        using var pool = RunspaceFactory.CreateRunspacePool(InitialSessionState.CreateDefault2());
        pool.SetMaxRunspaces(4);
        pool.Open();
        var runs = Enumerable.Range(0, 8).Select(number =>
        {
            var shell = PowerShell.Create();
            shell.RunspacePool = pool;
            shell.AddScript($"Import-Module '{ModuleSession.Manifest}'; {s_sample} | Test-AiSecurity -CheckPath '{path}' -CheckId ACME-*, AWS-NET-00? -InformationAction Ignore | ForEach-Object {{ \"$($_.Fingerprint) $($_.Status)\" }}");
            return (shell, result: shell.BeginInvoke());
        }).ToList();
        var outputs = runs.Select(run =>
        {
            var output = string.Join('\n', run.shell.EndInvoke(run.result));
            Assert.Empty(run.shell.Streams.Error);
            run.shell.Dispose();
            return output;
        }).ToList();
        Assert.NotEqual("", outputs[0]);
        Assert.Single(outputs.Distinct());
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }
}
