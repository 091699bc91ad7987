using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Security;
using System.Threading.Channels;
using AiCloudSecurity.Abuse;
using AiCloudSecurity.Completers;

namespace AiCloudSecurity.Commands;

/// <summary>Looks for stolen keys, model theft, inversion and denial of wallet in logs of calls to models.</summary>
/// <remarks>
/// <para>Reads the Bedrock invocation log, CloudTrail, SageMaker data capture, Azure OpenAI and API Management logs, the Azure activity log, Vertex AI request-response logs and Google Cloud audit logs: files as the clouds write them, plain or gzip, or folders of them. The content says which log it is. Nothing is sent anywhere, and no cloud is asked.</para>
/// <para>Each caller is compared with its own hours and days before. Every finding says what was observed, what is usual, where the threshold lies and what it rests on. What the logs do not tell is a finding COV-0 with the status Unknown; it is never a Pass. docs/abuse.md has the rules, their numbers, and how well they find.</para>
/// <para>Where logs outgrow the machine, -AthenaDatabase, -BigQueryTable and -WorkspaceId let the store count: one query gives the features, over a view that docs/abuse.md has, and they are judged here. A query cannot compare prompts; the rules that do are then told as not evaluated.</para>
/// <para>What was asked is never kept and not shown, unless -IncludePromptText asks for it.</para>
/// </remarks>
/// <example>
/// <code>Find-AiModelAbuse -Path samples/logs</code>
/// <para>Judges a folder of logs.</para>
/// </example>
/// <example>
/// <code>Get-ChildItem AWSLogs -Recurse -Filter *.json.gz | Find-AiModelAbuse -MinimumSeverity High | Export-AiReport -Path abuse.html</code>
/// <para>Writes a page of what matters most.</para>
/// </example>
/// <example>
/// <code>Find-AiModelAbuse -Path today -Baseline habits.baseline -SaveBaseline habits.baseline</code>
/// <para>Judges one day against the days before it, and adds it to them for tomorrow.</para>
/// </example>
/// <example>
/// <code>Find-AiModelAbuse -Path logs -PriceTable prices.csv -BudgetAmount 500 -Rule DOW-*</code>
/// <para>Looks for denial of wallet only, with what tokens cost.</para>
/// </example>
/// <example>
/// <code>Find-AiModelAbuse -AthenaDatabase ai_logs -WorkGroup security -Since (Get-Date).AddDays(-30)</code>
/// <para>Lets Athena count thirty days of the Bedrock invocation log.</para>
/// </example>
[Cmdlet(VerbsCommon.Find, "AiModelAbuse", DefaultParameterSetName = "Path")]
[OutputType(typeof(AbuseFinding), typeof(LogFeature))]
public sealed class FindAiModelAbuseCommand : AiCommand
{
    private const int ToldFiles = 5;
    private readonly List<string> _paths = [];
    private AbuseRules _rules = new();
    private PriceTable? _prices;
    private OutputFile? _baseline;

    /// <summary>Files or folders of logs; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = "Path", Mandatory = true, Position = 0, ValueFromPipeline = true), SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files or folders, by their exact names.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The Athena database that has the view ai_invocation over the Bedrock invocation log.</summary>
    [Parameter(ParameterSetName = "Athena", Mandatory = true)]
    public string? AthenaDatabase { get; set; }

    /// <summary>The Athena work group, which says where results go.</summary>
    [Parameter(ParameterSetName = "Athena")]
    public string WorkGroup { get; set; } = "primary";

    /// <summary>The AWS profile; the environment's credentials without.</summary>
    [Parameter(ParameterSetName = "Athena")]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>The region of Athena; that of the profile without.</summary>
    [Parameter(ParameterSetName = "Athena")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>The BigQuery view over a Vertex AI request-response table, as PROJECT.DATASET.ai_invocation.</summary>
    [Parameter(ParameterSetName = "BigQuery", Mandatory = true)]
    public string? BigQueryTable { get; set; }

    /// <summary>The Log Analytics workspace that has the logs of API Management.</summary>
    [Parameter(ParameterSetName = "LogAnalytics", Mandatory = true)]
    public Guid? WorkspaceId { get; set; }

    /// <summary>An access token for BigQuery or Log Analytics. Without, GOOGLE_OAUTH_ACCESS_TOKEN or AZURE_LOGANALYTICS_ACCESS_TOKEN has it, or else whoever is signed in gets one: Application Default Credentials, or the environment, the managed identity and the az CLI.</summary>
    [Parameter(ParameterSetName = "BigQuery")]
    [Parameter(ParameterSetName = "LogAnalytics")]
    public SecureString? AccessToken { get; set; }

    /// <summary>Where queries go instead: a private endpoint, a sovereign cloud, an emulator.</summary>
    [Parameter(ParameterSetName = "Athena")]
    [Parameter(ParameterSetName = "BigQuery")]
    [Parameter(ParameterSetName = "LogAnalytics")]
    public Uri? EndpointUrl { get; set; }

    /// <summary>Ids of rules, as LJ-1; wildcards are allowed. All rules without.</summary>
    [Parameter, SupportsWildcards]
    [ArgumentCompleter(typeof(AbuseRuleCompleter))]
    public string[] Rule { get; set; } = [];

    /// <summary>A rule file: JSON with the numbers that differ from the defaults, and who is allowed what.</summary>
    [Parameter]
    public string? RuleFile { get; set; }

    /// <summary>Only findings of that severity or worse. What the logs do not tell is always told.</summary>
    [Parameter]
    public Severity MinimumSeverity { get; set; }

    /// <summary>Findings that ended before are left out; earlier records count as history. A query counts the days of the baseline before it, too.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Records of that time and later are left out.</summary>
    [Parameter]
    public DateTimeOffset? Until { get; set; }

    /// <summary>What -SaveBaseline wrote: the history to compare with. Records up to its end are not read again.</summary>
    [Parameter]
    public string? Baseline { get; set; }

    /// <summary>Writes the history, this run's logs included, for the next run. It holds names of callers, and no prompts.</summary>
    [Parameter]
    public string? SaveBaseline { get; set; }

    /// <summary>A CSV file with the columns Model (wildcards are allowed), InputPerMillion, OutputPerMillion.</summary>
    [Parameter]
    public string? PriceTable { get; set; }

    /// <summary>What a month may cost, in the currency of the prices.</summary>
    [Parameter, ValidateRange(0.0, double.MaxValue)]
    public double? BudgetAmount { get; set; }

    /// <summary>Adds to findings about prompts some of what was asked. The logs are read twice for it.</summary>
    [Parameter(ParameterSetName = "Path")]
    [Parameter(ParameterSetName = "LiteralPath")]
    public SwitchParameter IncludePromptText { get; set; }

    /// <summary>Writes the features instead of findings: one row for each caller, model, region, network and hour.</summary>
    [Parameter]
    public SwitchParameter AsFeature { get; set; }

    /// <summary>Writes over a file of -SaveBaseline that is there and is not that of -Baseline.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many files are read at once; as many as there are processors without.</summary>
    [Parameter(ParameterSetName = "Path"), Parameter(ParameterSetName = "LiteralPath"), ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = Math.Min(64, Environment.ProcessorCount);

    private protected override void Begin()
    {
        foreach (var rule in Rule)
        {
            if (!AbuseRule.All.Any(known => new WildcardPattern(rule, WildcardOptions.IgnoreCase).IsMatch(known.Id)))
            {
                throw new AiCloudException(ErrorId.ResourceNotFound, $"There is no rule '{Display.Safe(rule)}'. There are {string.Join(", ", AbuseRule.All.Select(known => known.Id))}.", rule);
            }
        }
        if (RuleFile is not null)
        {
            using var file = InputFile.Open(FullPath(RuleFile));
            _rules = AbuseRules.Read(file, RuleFile);
        }
        if (PriceTable is not null)
        {
            using var file = new StreamReader(InputFile.Open(FullPath(PriceTable)));
            _prices = AiCloudSecurity.Abuse.PriceTable.Read(file, PriceTable);
        }
        else if (BudgetAmount is not null)
        {
            throw new AiCloudException(ErrorId.NothingAssessed, "A budget cannot be judged without prices. Name a price table with -PriceTable.", "BudgetAmount");
        }
        if (SaveBaseline is not null)
        {
            var path = FullPath(SaveBaseline);
            _baseline = new OutputFile(path, Force || Baseline is not null && FullPath(Baseline) == path);
        }
    }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (ParameterSetName == "LiteralPath")
        {
            _paths.AddRange(LiteralPath.Select(FullPath));
            yield break;
        }
        _paths.AddRange(ParameterSetName == "Path" ? Path.SelectMany(Resolve) : []);
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var analysis = new AbuseAnalysis(new AbuseOptions
        {
            Rules = _rules,
            Only = Rule,
            Prices = _prices,
            Budget = BudgetAmount,
            Since = Since,
            Until = Until,
            Readers = ThrottleLimit,
            JudgedAt = DateTimeOffset.UtcNow,
        });
        if (Baseline is not null)
        {
            using var file = InputFile.Open(FullPath(Baseline));
            analysis.LoadBaseline(file, Baseline, cancellationToken);
        }
        List<LogFile> files = [.. LogFiles.Of(_paths)];
        List<LogFileReport> reports = [];
        if (ParameterSetName is "Path" or "LiteralPath")
        {
            await foreach (var item in ReadAsync(analysis, files, reports, cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
            foreach (var problem in Problems(files, reports))
            {
                yield return problem;
            }
        }
        else
        {
            yield return new ProgressRecord(1, "Waiting for a query", "Features are counted where the logs are");
            await QueryAsync(analysis, cancellationToken).ConfigureAwait(false);
        }
        if (_baseline is not null)
        {
            _baseline.Write(analysis.SaveBaseline);
        }
        if (AsFeature)
        {
            foreach (var feature in analysis.Features)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return feature;
            }
            yield break;
        }
        var findings = analysis.Judge();
        if (IncludePromptText)
        {
            findings = await analysis.WithPromptTextAsync([.. findings], files, cancellationToken).ConfigureAwait(false);
        }
        var counts = new int[Enum.GetValues<Severity>().Length];
        var unknown = 0;
        foreach (var finding in findings)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (finding.Status == Status.Unknown)
            {
                unknown++;
            }
            else if (finding.Severity < MinimumSeverity)
            {
                continue;
            }
            else if (finding.Status == Status.Fail)
            {
                counts[(int)finding.Severity]++;
            }
            yield return finding;
        }
        yield return new InformationRecord(new HostInformationMessage { Message = ClosingLine(analysis, reports, counts, unknown) }, "Find-AiModelAbuse") { Tags = { "PSHOST", "AiSummary" } };
    }

    private async Task QueryAsync(AbuseAnalysis analysis, CancellationToken cancellationToken)
    {
        var until = Until ?? DateTimeOffset.UtcNow;
        var since = (Since ?? until.AddDays(-1)).AddDays(-_rules.BaselineDays);
        var query = new LogQuery
        {
            AthenaDatabase = AthenaDatabase,
            WorkGroup = WorkGroup,
            ProfileName = ProfileName,
            Region = Region,
            BigQueryTable = BigQueryTable,
            WorkspaceId = WorkspaceId,
            AccessToken = AccessToken,
            EndpointUrl = EndpointUrl,
        };
        var rows = 0;
        await foreach (var feature in query.RunAsync((int)(since.ToUnixTimeSeconds() / 3600), (int)(until.ToUnixTimeSeconds() / 3600), cancellationToken).ConfigureAwait(false))
        {
            analysis.Add([feature]);
            rows++;
        }
        if (rows == 0)
        {
            throw new AiCloudException(ErrorId.NothingAssessed, $"The query found no call from {since:yyyy-MM-dd} to {until:yyyy-MM-dd}, so nothing is judged. Check the view and the time.", AthenaDatabase ?? BigQueryTable ?? $"{WorkspaceId}");
        }
    }

    private static async IAsyncEnumerable<object> ReadAsync(AbuseAnalysis analysis, List<LogFile> files, List<LogFileReport> reports, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var total = Math.Max(1, files.Sum(file => file.Length));
        var records = Channel.CreateBounded<ProgressRecord>(1);
        var reading = ReadThenCompleteAsync();
        await foreach (var record in records.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return record;
        }
        reports.AddRange(await reading.ConfigureAwait(false));
        yield return new ProgressRecord(1, "Reading logs", "Done") { RecordType = ProgressRecordType.Completed };

        async Task<IReadOnlyList<LogFileReport>> ReadThenCompleteAsync()
        {
            try
            {
                return await analysis.ReadAsync(files, new SparseProgress(records.Writer, files.Count, total), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                records.Writer.Complete();
            }
        }
    }

    private static IEnumerable<object> Problems(List<LogFile> files, List<LogFileReport> reports)
    {
        var damaged = reports.Where(report => report.Damage is not null).ToList();
        foreach (var report in damaged.Take(ToldFiles))
        {
            yield return new AiCloudException(ErrorId.EstateUnreadable, Display.Safe($"{report.Name}: {report.Damage}. What came before was judged."), report.Name);
        }
        if (damaged.Count > ToldFiles)
        {
            yield return new WarningRecord($"{damaged.Count - ToldFiles} more files could not be read to their end.");
        }
        var bad = reports.Where(report => report.BadRecords > 0).ToList();
        if (bad.Count > 0)
        {
            yield return new WarningRecord(Display.Safe(string.Create(CultureInfo.InvariantCulture,
                $"{bad.Sum(report => report.BadRecords):#,0} records in {bad.Count} files could not be read and were left out. The first: {bad[0].Name}, record {bad[0].FirstBadRecord}: {bad[0].FirstBad}.")));
        }
        if (!reports.Any(report => report.Sources.Any()))
        {
            throw new AiCloudException(ErrorId.NothingAssessed, files.Count == 0
                ? "There is no log in the folder: no file ends in .json, .jsonl, .ndjson, .log or .gz. Name files by themselves to read them whatever their end."
                : $"No record about calls to models was found in {files.Count} files, {reports.Sum(report => report.Records)} records ({reports.Sum(report => report.OutOfPeriod)} outside of the period, {reports.Sum(report => report.Elsewhere)} about other things), so nothing is judged.",
                files.Count == 0 ? "Path" : files[0].Name);
        }
    }

    private static string ClosingLine(AbuseAnalysis analysis, List<LogFileReport> reports, int[] counts, int unknown)
    {
        var found = string.Join(", ", Enumerable.Reverse(Enum.GetValues<Severity>()).Where(severity => counts[(int)severity] > 0)
            .Select(severity => $"{counts[(int)severity]} {severity.ToString().ToLowerInvariant()}"));
        var sources = reports.SelectMany(report => report.Sources).ToList();
        if (sources.Count == 0)
        {
            return $"{(found.Length == 0 ? "Nothing was found" : found + " found")} in {analysis.Features.Count()} rows of features{(unknown == 0 ? "" : $"; {unknown} gaps in what the logs tell (COV-0)")}.";
        }
        return string.Create(CultureInfo.InvariantCulture,
            $"{(found.Length == 0 ? "Nothing was found" : found + " found")} in {sources.Sum(source => source.Count):#,0} calls of {reports.Count:#,0} files, {Date(sources.Min(source => source.First))} to {Date(sources.Max(source => source.Last))}{(unknown == 0 ? "" : $"; {unknown} gaps in what the logs tell (COV-0)")}.");

        static string Date(long second) => DateTimeOffset.FromUnixTimeSeconds(second).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    // A few times a second, and never in the way: where the pipeline is busy, a report is left out.
    private sealed class SparseProgress(ChannelWriter<ProgressRecord> records, int files, long total) : IProgress<LogProgress>
    {
        private long _last;

        public void Report(LogProgress value)
        {
            var now = Stopwatch.GetTimestamp();
            var last = Volatile.Read(ref _last);
            if (Stopwatch.GetElapsedTime(last, now) < TimeSpan.FromMilliseconds(300) || Interlocked.CompareExchange(ref _last, now, last) != last)
            {
                return;
            }
            records.TryWrite(new ProgressRecord(1, "Reading logs", string.Create(CultureInfo.InvariantCulture, $"{value.Files:#,0} of {files:#,0} files, {value.Records:#,0} records"))
            {
                PercentComplete = (int)Math.Min(99, value.Bytes * 100 / total),
            });
        }
    }
}
