using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

/// <summary>Find-AiModelAbuse as a user runs it, on the sample logs.</summary>
public sealed class FindAiModelAbuseTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aicloudsecurity");

    private static string Sample => Path.Join(Python.RepositoryRoot, "samples", "logs");

    [Fact]
    public void The_sample_logs_have_their_findings_and_whoever_means_well_has_none()
    {
        var result = _session.Run($"Find-AiModelAbuse -Path '{Sample}'");
        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        var failed = result.Output.Where(finding => $"{finding.Properties["Status"].Value}" == "Fail" && $"{finding.Properties["Severity"].Value}" is "High" or "Medium")
            .Select(finding => $"{finding.Properties["CheckId"].Value} {finding.Properties["ResourceName"].Value}").ToList();
        foreach (var expected in new[] { "LJ-1 stolen-key-0", "LJ-2 denied-sweep-0", "LJ-3 recon-invoke-0", "INV-1 inversion-0", "BLK-1 injection-0" })
        {
            Assert.Contains(expected, failed);
        }
        Assert.DoesNotContain(failed, finding => finding.Contains("human", StringComparison.Ordinal) || finding.Contains("traveller", StringComparison.Ordinal));
        Assert.Contains(result.Information, line => line.Contains("found in", StringComparison.Ordinal));
        Assert.Contains(result.Progress, progress => progress.RecordType == System.Management.Automation.ProgressRecordType.Completed);
    }

    [Fact]
    public void Files_come_by_wildcard_and_from_the_pipeline()
    {
        var count = _session.Run($"Find-AiModelAbuse '{Sample}'").Output.Count;
        Assert.Equal(count, _session.Run($"Find-AiModelAbuse '{Path.Join(Sample, "*.gz")}'").Output.Count);
        Assert.Equal(count, _session.Run($"[System.IO.FileInfo[]]('{Path.Join(Sample, "bedrock.json.gz")}', '{Path.Join(Sample, "cloudtrail.json.gz")}') | Find-AiModelAbuse").Output.Count);
        Assert.Equal(count, _session.Run($"'{Sample}' | Find-AiModelAbuse").Output.Count);
    }

    [Fact]
    public void Findings_are_findings_of_the_module_and_go_into_reports()
    {
        var result = _session.Run($"Find-AiModelAbuse '{Sample}' -MinimumSeverity High | Export-AiReport -Path '{Path.Join(_folder.FullName, "abuse.html")}', '{Path.Join(_folder.FullName, "abuse.sarif")}', '{Path.Join(_folder.FullName, "abuse.csv")}'");
        Assert.Empty(result.Errors);
        Assert.Contains("LJ-2", File.ReadAllText(Path.Join(_folder.FullName, "abuse.sarif")), StringComparison.Ordinal);
        Assert.Contains("LJ-2", File.ReadAllText(Path.Join(_folder.FullName, "abuse.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Features_come_as_rows_and_rules_by_wildcard()
    {
        var features = _session.Run($"Find-AiModelAbuse '{Sample}' -AsFeature").Output;
        Assert.True(features.Count > 100);
        Assert.All(features, feature => Assert.True((long)feature.Properties["Calls"].Value > 0));
        Assert.All(_session.Run($"Find-AiModelAbuse '{Sample}' -Rule LJ-*").Output, finding => Assert.StartsWith("LJ-", (string)finding.Properties["CheckId"].Value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_baseline_is_saved_loaded_and_written_over_by_the_next_run()
    {
        var baseline = Path.Join(_folder.FullName, "habits.baseline");
        Assert.Empty(_session.Run($"Find-AiModelAbuse '{Sample}' -Until 2026-11-09T00:00:00Z -SaveBaseline '{baseline}'").Errors);
        var result = _session.Run($"Find-AiModelAbuse '{Sample}' -Baseline '{baseline}' -SaveBaseline '{baseline}'");
        Assert.Empty(result.Errors);
        Assert.Contains(result.Output, finding => (string)finding.Properties["CheckId"].Value == "LJ-2");
        Assert.Equal(["ResourceNotFound"], _session.Run($"Find-AiModelAbuse '{Sample}' -SaveBaseline '{baseline}'").ErrorIds);
        Assert.Equal(["NothingAssessed"], _session.Run($"Find-AiModelAbuse '{Sample}' -Baseline '{baseline}'").ErrorIds);
    }

    [Fact]
    public void Prompts_are_shown_only_where_somebody_asks()
    {
        Assert.All(_session.Run($"Find-AiModelAbuse '{Sample}' -Rule INV-1").Output, finding => Assert.Null(finding.Properties["PromptText"].Value));
        Assert.Contains(_session.Run($"Find-AiModelAbuse '{Sample}' -Rule INV-1 -IncludePromptText").Output, finding => finding.Properties["PromptText"].Value is string { Length: > 20 });
    }

    [Fact]
    public void Repair_proposes_to_disable_the_key_to_set_a_budget_alert_and_to_limit_the_rate_and_changes_nothing()
    {
        var result = _session.Run($"Find-AiModelAbuse '{Sample}' -MinimumSeverity Medium | Repair-AiFinding -Force");
        Assert.Empty(result.Output);
        Assert.All(result.ErrorIds, id => Assert.Equal("ConfirmationNeeded", id));
        var said = result.Errors.Select(error => error.Exception.Message).ToList();
        Assert.Contains(said, text => text.StartsWith("LJ-2 of denied-sweep-0", StringComparison.Ordinal) && text.Contains("aws iam update-access-key --user-name denied-sweep-0 --access-key-id ", StringComparison.Ordinal));
        Assert.Contains(said, text => text.StartsWith("INV-1 of inversion-0", StringComparison.Ordinal) && text.Contains("Set-AiBudgetAlert -Cloud Aws -Scope 111122223333", StringComparison.Ordinal) && text.Contains("Limit the rate", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_of_parquet_is_read_by_a_library_of_its_own_and_a_damaged_one_is_one_error()
    {
        File.WriteAllText(Path.Join(_folder.FullName, "a.parquet"), "PAR1, and no more");
        var result = _session.Run($"Find-AiModelAbuse '{_folder.FullName}', '{Sample}'");
        Assert.Equal(["EstateUnreadable"], result.ErrorIds);
        Assert.Contains("Parquet", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.NotEmpty(result.Output);
    }

    public static TheoryData<string, string, string> BadInput => new()
    {
        { "Find-AiModelAbuse nowhere", "ResourceNotFound", "nowhere" },
        { "Find-AiModelAbuse . -Rule XX-9", "ResourceNotFound", "LJ-1" },
        { "Find-AiModelAbuse . -BudgetAmount 5", "NothingAssessed", "-PriceTable" },
        { "Find-AiModelAbuse . -RuleFile nowhere.json", "ResourceNotFound", "nowhere.json" },
        { "Find-AiModelAbuse -BigQueryTable only.two", "ResourceNotFound", "PROJECT.DATASET.NAME" },
        { "Find-AiModelAbuse -BigQueryTable a.b.c -EndpointUrl http://127.0.0.1:1/", "CloudAuthenticationFailed", "-AccessToken" },
        { "Find-AiModelAbuse -WorkspaceId 00000000-0000-0000-0000-000000000001 -EndpointUrl http://127.0.0.1:1/", "CloudAuthenticationFailed", "-AccessToken" },
    };

    [Theory, MemberData(nameof(BadInput))]
    public void Bad_input_is_one_error_with_the_way_out(string script, string id, string says)
    {
        var result = _session.Run(script);
        Assert.Equal([id], result.ErrorIds);
        Assert.Contains(says, result.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_records_are_told_and_a_damaged_file_is_one_error()
    {
        File.WriteAllText(Path.Join(_folder.FullName, "a.json"), "no json\n" + """{"timestamp":"2026-11-02T00:00:00Z","modelId":"m","identity":{"arn":"arn:aws:iam::1:user/a"},"input":{"inputTokenCount":1}}""" + "\n{");
        File.WriteAllBytes(Path.Join(_folder.FullName, "b.json.gz"), [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]);
        var result = _session.Run($"Find-AiModelAbuse '{_folder.FullName}'");
        Assert.Equal(["EstateUnreadable"], result.ErrorIds);
        Assert.Contains(result.Warnings, warning => warning.Contains("2 records in 1 files", StringComparison.Ordinal) && warning.Contains("record 1", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }
}
