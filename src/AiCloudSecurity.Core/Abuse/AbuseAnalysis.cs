namespace AiCloudSecurity.Abuse;

/// <summary>What is to be analysed, and how.</summary>
public sealed record AbuseOptions
{
    /// <summary>The numbers of the rules.</summary>
    public AbuseRules Rules { get; init; } = new();

    /// <summary>Ids of rules; wildcards are allowed. All without.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>What tokens cost; without, spending is not judged.</summary>
    public PriceTable? Prices { get; init; }

    /// <summary>What a month may cost, in the currency of the prices.</summary>
    public double? Budget { get; init; }

    /// <summary>Findings that ended before are not told; earlier records are history.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>That and later records are left out.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How many files are read at once.</summary>
    public int Readers { get; init; } = 1;

    /// <summary>When it is judged.</summary>
    public required DateTimeOffset JudgedAt { get; init; }
}

/// <summary>
/// Looks for model abuse in logs: reads them into features, adds a baseline, and judges. One use each, in the order
/// <see cref="LoadBaseline"/>, <see cref="ReadAsync"/> or <see cref="Add"/>, <see cref="Judge"/>.
/// </summary>
public sealed class AbuseAnalysis
{
    private readonly AbuseOptions _options;
    private readonly FeatureStore _store;
    private readonly Dictionary<LogSource, long> _until = [];
    private IReadOnlyDictionary<LogSource, long> _seen = new Dictionary<LogSource, long>();
    private bool _queried;

    /// <summary>An analysis of nothing yet.</summary>
    public AbuseAnalysis(AbuseOptions options)
        : this(options, new FeatureStore())
    {
    }

    internal AbuseAnalysis(AbuseOptions options, FeatureStore store)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _store = store;
    }

    /// <summary>The features, one row for each series and hour, by caller and time.</summary>
    public IEnumerable<LogFeature> Features =>
        from caller in _store.Callers
        from pair in caller.InOrder().SelectMany(series => series.Rows, (series, row) => (series.Key, Row: row)).OrderBy(pair => pair.Row.Hour)
        select LogFeature.Of(pair.Key, pair.Row);

    /// <summary>Adds a history. Records up to its end are left out when logs are read.</summary>
    /// <exception cref="AiCloudException">It is no baseline, or damaged.</exception>
    public void LoadBaseline(Stream baseline, string name, CancellationToken cancellationToken)
    {
        _seen = BaselineFile.Read(baseline, name, _store, cancellationToken);
        foreach (var (source, second) in _seen)
        {
            _until[source] = Math.Max(_until.GetValueOrDefault(source), second);
        }
    }

    /// <summary>Saves the features, as far back as they count, as the history of the next run.</summary>
    public void SaveBaseline(Stream baseline)
    {
        var last = _until.Count == 0 ? 0 : _until.Values.Max() / 3600;
        BaselineFile.Write(_store, _until, (int)(last - 24 * _options.Rules.BaselineDays), baseline);
    }

    /// <summary>Reads logs, several files at once.</summary>
    public async Task<IReadOnlyList<LogFileReport>> ReadAsync(IEnumerable<LogFile> files, IProgress<LogProgress>? progress, CancellationToken cancellationToken)
    {
        var reports = await LogReading.ReadAsync(files, _store, Period, _options.Readers, progress, null, cancellationToken).ConfigureAwait(false);
        foreach (var (source, _, _, last) in reports.SelectMany(report => report.Sources))
        {
            _until[source] = Math.Max(_until.GetValueOrDefault(source), last);
        }
        return reports;
    }

    /// <summary>Adds features that a query made of logs that stay where they are.</summary>
    public void Add(IEnumerable<LogFeature> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        _queried = true;
        foreach (var feature in features)
        {
            var (key, row) = feature.ToRow();
            if (_seen.TryGetValue(key.Source, out var seen) && row.Hour <= seen / 3600)
            {
                // A query counts whole hours: those that the baseline began are in it.
                continue;
            }
            _store.Add(key, row);
            _store.Count(key.Source, row.Calls);
            _until[key.Source] = Math.Max(_until.GetValueOrDefault(key.Source), row.Hour * 3600L + 3599);
        }
    }

    /// <summary>Judges what was read.</summary>
    public IEnumerable<AbuseFinding> Judge() => AbuseJudge.Judge(_store, new AbuseQuestion
    {
        Rules = _options.Rules,
        Only = _options.Only,
        Prices = _options.Prices,
        Budget = _options.Budget,
        FromHour = FromHour,
        JudgedAt = _options.JudgedAt,
        NotAsked = _queried ? ["DOW-3", "EXT-1", "INV-1", "INV-2", "INV-3"] : [],
    }).Where(finding => finding.Until is not { } until || until.ToUnixTimeSeconds() / 3600 > FromHour);

    /// <summary>Reads the logs once more and adds some of what was asked to the findings that are about it.</summary>
    public async Task<IReadOnlyList<AbuseFinding>> WithPromptTextAsync(IReadOnlyList<AbuseFinding> findings, IEnumerable<LogFile> files, CancellationToken cancellationToken)
    {
        var samples = new PromptSamples(findings);
        if (!samples.IsEmpty)
        {
            await LogReading.ReadAsync(files, new FeatureStore(memoryBudget: 0), Period, _options.Readers, null, (call, _) => samples.See(call), cancellationToken).ConfigureAwait(false);
        }
        return [.. findings.Select(samples.Add)];
    }

    private LogPeriod Period => new(0, _options.Until?.ToUnixTimeSeconds() ?? long.MaxValue, _seen);

    // What a baseline held was told of when it was made.
    private int FromHour => Math.Max((int)((_options.Since?.ToUnixTimeSeconds() ?? 0) / 3600), _seen.Count == 0 ? 0 : (int)(_seen.Values.Min() / 3600));
}
