using System.Globalization;
using System.Text.RegularExpressions;
using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Abuse;

/// <summary>What findings are asked for.</summary>
internal sealed record AbuseQuestion
{
    public AbuseRules Rules { get; init; } = new();

    /// <summary>Rules that are asked for; wildcards. All without.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    public PriceTable? Prices { get; init; }

    /// <summary>What a month may cost.</summary>
    public double? Budget { get; init; }

    /// <summary>Hours since 1970: what ended before is history only.</summary>
    public int FromHour { get; init; }

    public required DateTimeOffset JudgedAt { get; init; }

    /// <summary>Rules that the features cannot answer, since a query made them.</summary>
    public IReadOnlyList<string> NotAsked { get; init; } = [];
}

/// <summary>Judges features: runs the detectors over each caller, and makes one finding of each episode.</summary>
internal static partial class AbuseJudge
{
    // What reinforces what: two different kinds of sign of the same within a day.
    private static readonly (string Rule, string[] With)[] s_stronger =
        [("LJ-1", ["DOW-1", "EXT-2"]), ("DOW-1", ["LJ-1", "LJ-2", "LJ-3"]), ("LJ-5", ["LJ-2", "LJ-3"])];

    public static IEnumerable<AbuseFinding> Judge(FeatureStore store, AbuseQuestion question)
    {
        // Once over all callers for what they are compared by, once for each of them: they are not all held at once.
        List<Caller> callers = [.. store.Callers];
        var coverage = new Coverage();
        var peers = new Peers();
        var spending = question.Prices is null ? null : new Spending(question.Prices);
        Dictionary<Cloud, int> began = [];
        foreach (var caller in callers)
        {
            var history = new CallerHistory(caller);
            coverage.Add(history);
            peers.Add(history);
            spending?.Add(history);
            began[caller.Cloud] = Math.Min(began.GetValueOrDefault(caller.Cloud, int.MaxValue), caller.FirstHour);
        }
        var burns = spending?.Find(question.Budget, question.Rules).ToLookup(burn => burn.Caller, burn => burn.Signal);
        foreach (var one in callers)
        {
            var caller = new CallerHistory(one) { BeganWithLogs = one.FirstHour < began[one.Cloud] + 24 * question.Rules.ActiveDays };
            var signals = OriginDetectors.Find(caller, question.Rules)
                .Concat(VolumeDetectors.Find(caller, peers, question.Rules))
                .Concat(PromptDetectors.Find(caller, question.Rules))
                .Concat(burns?[(one.Cloud, one.Name)] ?? [])
                .Where(signal => IsAsked(signal.Rule, question));
            foreach (var finding in Episodes(signals, question.Rules, caller).Select(signal => Finding(caller, signal, coverage, question)))
            {
                yield return finding;
            }
        }
        foreach (var gap in coverage.Gaps(store, question))
        {
            yield return gap;
        }
    }

    internal static bool IsAsked(string rule, AbuseQuestion question) =>
        question.Rules.Runs(rule) && (question.Only.Count == 0 || question.Only.Any(pattern => Glob.Action(pattern).Matches(rule)));

    // Signals of a rule that follow each other closely are one finding, for which the worst speaks.
    private static List<Signal> Episodes(IEnumerable<Signal> signals, AbuseRules rules, CallerHistory caller)
    {
        List<Signal> episodes = [];
        foreach (var rule in signals.GroupBy(signal => signal.Rule).OrderBy(rule => rule.Key, StringComparer.Ordinal))
        {
            Signal? episode = null;
            foreach (var signal in rule.OrderBy(signal => signal.From).ThenByDescending(signal => signal.To).ThenBy(signal => signal.Reason, StringComparer.Ordinal))
            {
                if (episode is not null && signal.From <= episode.To + rules.EpisodeGapHours)
                {
                    var worst = (signal.Severity, signal.Excess).CompareTo((episode.Severity, episode.Excess)) > 0 ? signal : episode;
                    episode = worst with { From = episode.From, To = Math.Max(episode.To, signal.To) };
                    continue;
                }
                if (episode is not null)
                {
                    episodes.Add(episode);
                }
                episode = signal;
            }
            episodes.Add(episode!);
        }
        for (var i = 0; i < episodes.Count; i++)
        {
            var episode = episodes[i];
            var others = s_stronger.FirstOrDefault(pair => pair.Rule == episode.Rule).With;
            if (others is not null && episode.Severity == Severity.Medium && episodes.Find(other => others.Contains(other.Rule) && other.Severity >= Severity.Medium && other.From <= episode.To + 24 && episode.From <= other.To + 24) is { } other)
            {
                episodes[i] = episode with { Severity = Severity.High, Evidence = string.Join("; ", new[] { episode.Evidence, $"together with {other.Rule}" }.Where(part => part.Length > 0)) };
            }
        }
        return [.. episodes.Select(episode => episode with { Evidence = string.Join("; ", new[] { episode.Evidence, caller.Where(episode.From, episode.To) }.Where(part => part.Length > 0)) })
            .OrderBy(episode => episode.From).ThenBy(episode => episode.Rule, StringComparer.Ordinal)];
    }

    private static AbuseFinding Finding(CallerHistory caller, Signal signal, Coverage coverage, AbuseQuestion question)
    {
        var rule = AbuseRule.Of(signal.Rule);
        var from = Time(signal.From);
        var until = Time(signal.To + 1);
        var allowed = question.Rules.Allow.FirstOrDefault(allow =>
            Glob.Resource(allow.Principal).Matches(caller.Name) && Glob.Action(allow.Rule).Matches(signal.Rule) && !(allow.Until < from));
        var silent = AbuseRule.All.Where(other => other.Id != "COV-0" && IsAsked(other.Id, question) && (question.NotAsked.Contains(other.Id) || (other.Needs & ~coverage.ToldOf(caller.Cloud)) != 0 || caller.Subject != Subject.Principal && other.Needs.HasFlag(Told.Principal)));
        return new()
        {
            CheckId = signal.Rule,
            Pillar = Pillar.Monitoring,
            Severity = signal.Severity,
            Status = allowed is null ? Status.Fail : Status.NotApplicable,
            Cloud = caller.Cloud,
            Scope = Display.Safe(caller.Account),
            Region = Display.Safe(caller.Region(signal.From, signal.To)),
            ResourceType = TypeOf(caller),
            ResourceName = Display.Safe(ShortName(caller.Name)),
            ResourceId = caller.Name,
            Reason = Display.Safe(signal.Reason + (allowed is null ? "" : $" Allowed: {allowed.Reason}{(allowed.Until is { } end ? $" until {end:yyyy-MM-dd}" : "")}.")),
            // Names in commands are plain ones only.
            Advice = rule.Advice + Commands(caller, rule),
            Command = allowed is null ? Command(caller, rule) : "",
            Fix = allowed is not null || signal.Severity <= Severity.Low ? "None" : "Manual (MayBreak)",
            CollectedAt = question.JudgedAt,
            Fingerprint = AiCloudSecurity.Finding.FingerprintOf(signal.Rule, $"{caller.Name}\n{signal.From}"),
            Observed = Rounded(signal.Observed),
            Baseline = Rounded(signal.Baseline),
            Threshold = Rounded(signal.Threshold),
            N = signal.N,
            From = from,
            Until = until,
            Window = $"{from:yyyy-MM-dd'T'HH'Z'}/{until:yyyy-MM-dd'T'HH'Z'}",
            Evidence = Display.Safe(signal.Evidence),
            Confidence = signal.Confidence,
            NotEvaluated = string.Join(", ", silent.Select(other => other.Id)),
            Atlas = rule.Atlas,
        };
    }

    internal static DateTimeOffset Time(int hour) => DateTimeOffset.UnixEpoch.AddHours(hour);

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 4) : null;

    private static string ShortName(string name) => name[(name.LastIndexOf('/') + 1)..] is { Length: > 0 } last ? last : name;

    private static string TypeOf(CallerHistory caller) => (caller.Cloud, caller.Subject) switch
    {
        (Cloud.Aws, Subject.Endpoint) when !caller.Series.Any(series => series.Key.Source == LogSource.SageMakerCapture) => "AWS::Bedrock::FoundationModel",
        (_, Subject.Endpoint) => caller.Cloud == Cloud.Aws ? "AWS::SageMaker::Endpoint" : "aiplatform.googleapis.com/Endpoint",
        (_, Subject.KeyHolders) => "Microsoft.CognitiveServices/accounts",
        (Cloud.Aws, _) when caller.Name.Contains(":assumed-role/", StringComparison.Ordinal) => "AWS::IAM::Role",
        (Cloud.Aws, _) when caller.Name.Contains(":user/", StringComparison.Ordinal) => "AWS::IAM::User",
        (Cloud.Azure, _) => "Microsoft.Entra/principal",
        (Cloud.Gcp, _) when caller.Name.EndsWith(".gserviceaccount.com", StringComparison.Ordinal) => "iam.googleapis.com/ServiceAccount",
        (Cloud.Gcp, _) => "iam.googleapis.com/User",
        _ => "AWS::IAM::Principal",
    };

    // What to do about a credential, spending and the rate, with names only where no shell could take them for more.
    private static string Commands(CallerHistory caller, AbuseRule rule) => rule.Id is "LJ-7" or "INV-3" ? "" : Disable(caller, rule) + Budget(caller) + Limit(caller, rule);

    private static string Disable(CallerHistory caller, AbuseRule rule) => Command(caller, rule) is { Length: > 0 } command ? $" Disable the credential: {command}."
        : rule.Id is "DOW-2" or "DOW-4" || !caller.Name.Contains(":assumed-role/", StringComparison.Ordinal) ? ""
        : $" Revoke sessions of the role {Safe(RoleOf(caller.Name))} with a policy that denies tokens from before now (aws:TokenIssueTime).";

    // More use than before is the owner's to judge; what only looks around or changes logs, too, is somebody's key.
    private static string Command(CallerHistory caller, AbuseRule rule)
    {
        var name = Safe(ShortName(caller.Name));
        return (caller.Cloud, caller.Subject) switch
        {
            _ when rule.Id is "DOW-2" or "DOW-4" or "LJ-7" or "INV-3" => "",
            (Cloud.Aws, Subject.Principal) when caller.Name.Contains(":user/", StringComparison.Ordinal) =>
                $"aws iam update-access-key --user-name {name} --access-key-id {Safe(caller.Key, "KEY")} --status Inactive",
            (Cloud.Azure, Subject.KeyHolders) => "az cognitiveservices account keys regenerate --name ACCOUNT --resource-group GROUP --key-name key1",
            (Cloud.Azure, Subject.Principal) when caller.Series.Any(series => series.Key.Source == LogSource.ApiManagement) =>
                $"az rest --method patch --url RESOURCE/subscriptions/{name}?api-version=2022-08-01 --body '{{\"properties\":{{\"state\":\"suspended\"}}}}'",
            (Cloud.Gcp, Subject.Principal) when caller.Key.Length > 0 => $"gcloud iam service-accounts keys disable {Safe(caller.Key, "KEY")} --iam-account={Safe(caller.Name)}",
            _ => "",
        };
    }

    private static string Budget(CallerHistory caller) =>
        $" Set a budget alert: Set-AiBudgetAlert -Cloud {caller.Cloud} -Scope {Safe(caller.Account, "SCOPE")} -Amount AMOUNT -Email ADDRESS -Forecast.";

    private static string Limit(CallerHistory caller, AbuseRule rule) => rule.Id[..2] == "LJ" ? "" : caller.Cloud switch
    {
        Cloud.Aws => " Limit the rate: put API Gateway with a usage plan before the model, and deny the caller bedrock:InvokeModel otherwise.",
        Cloud.Azure => " Limit the rate: the policy llm-token-limit of API Management by subscription, or a smaller --sku-capacity of the deployment.",
        _ => " Limit the rate: a consumer override of the quota of aiplatform.googleapis.com for the project, by model and minute.",
    };

    private static string RoleOf(string arn) => arn.Split('/') is [_, var role, ..] ? role : arn;

    private static string Safe(string name, string otherwise = "NAME") => Plain().IsMatch(name) ? name : otherwise;

    [GeneratedRegex(@"^[A-Za-z0-9_.@][A-Za-z0-9_.@-]{0,127}$")]
    private static partial Regex Plain();

    /// <summary>COV-0: what logs do not tell.</summary>
    private sealed class Coverage
    {
        private readonly SortedDictionary<LogSource, Source> _sources = [];

        /// <summary>What the records of a source had.</summary>
        private sealed class Source
        {
            public string Account { get; set; } = "";
            public long Records { get; set; }
            public bool HasCalls { get; set; }
            public Told Had { get; set; }
            public long PooledCalls { get; set; }
            public string? PooledAccount { get; set; }
        }

        public void Add(CallerHistory caller)
        {
            foreach (var series in caller.Series)
            {
                if (!_sources.TryGetValue(series.Key.Source, out var source))
                {
                    _sources[series.Key.Source] = source = new() { Account = series.Key.Account };
                }
                long calls = 0;
                var had = series.Key.Network.Length > 0 ? Told.Address : Told.None;
                foreach (var row in series.Rows)
                {
                    calls += row.Calls;
                    had |= (row.Tokens > 0 ? Told.Tokens : Told.None) | (row.HasRequests ? Told.Prompt : Told.None);
                }
                source.Records += calls;
                if (series.Key.Action != LogEvent.Invoke)
                {
                    continue;
                }
                source.HasCalls = true;
                source.Had |= had | (series.Key.Subject == Subject.Principal ? Told.Principal : Told.None);
                if (series.Key.Subject != Subject.Principal)
                {
                    source.PooledCalls += calls;
                    source.PooledAccount ??= series.Key.Account;
                }
            }
        }

        /// <summary>What the records of a cloud told.</summary>
        public Told ToldOf(Cloud cloud) => _sources.Where(source => LogSources.CloudOf(source.Key) == cloud).Aggregate(Told.None, (told, source) => told | By(source.Key, source.Value));

        public IEnumerable<AbuseFinding> Gaps(FeatureStore store, AbuseQuestion question)
        {
            if (!IsAsked("COV-0", question))
            {
                yield break;
            }
            foreach (var (log, source) in _sources)
            {
                var cloud = LogSources.CloudOf(log);
                var tells = By(log, source);
                var told = ToldOf(cloud);
                var silent = AbuseRule.All.Where(rule => rule.Id != "COV-0" && IsAsked(rule.Id, question) && (rule.Needs & ~tells) != 0).ToList();
                // What another source of the same cloud tells is answered there.
                var unanswered = silent.Where(rule => (rule.Needs & ~told) != 0 || question.NotAsked.Contains(rule.Id)).ToList();
                var missing = Enum.GetValues<Told>().Where(one => one != Told.None && !told.HasFlag(one)).ToList();
                if (unanswered.Count > 0)
                {
                    yield return Gap(cloud, LogSources.NameOf(log), source.Account, source.Records, question,
                        $"The {LogSources.NameOf(log)} tells no {string.Join(", ", missing.Select(Word))}, and no other log here does: {Ids(unanswered)} not evaluated.", LogSources.AdviceFor(log), unanswered);
                }
                if (source.PooledAccount is { } account && tells.HasFlag(Told.Principal))
                {
                    yield return Gap(cloud, $"{LogSources.NameOf(log)}, callers without a name", account, source.PooledCalls, question,
                        $"{source.PooledCalls} calls of the {LogSources.NameOf(log)} name no caller: they are judged together for each resource.", LogSources.AdviceFor(log),
                        [.. AbuseRule.All.Where(rule => rule.Needs.HasFlag(Told.Principal))]);
                }
            }
            var (first, any) = _sources.FirstOrDefault();
            if (question.NotAsked.Count > 0 && any is not null)
            {
                List<AbuseRule> unasked = [.. question.NotAsked.Select(AbuseRule.Of)];
                yield return Gap(LogSources.CloudOf(first), "query", any.Account, _sources.Values.Sum(source => source.Records), question,
                    $"A query counts and cannot compare prompts: {Ids(unasked)} not evaluated.", "Judge the files of a shorter time with -Path for these rules.", unasked);
            }
            if (store.LeftOut > 0)
            {
                yield return Gap(LogSources.CloudOf(first), "memory", "", 0, question,
                    $"There are too many callers for the memory: {store.LeftOut.ToString("0 %", CultureInfo.InvariantCulture)} of them, chosen by a hash, were left out.", "Judge a shorter time with -Since, or let Athena, BigQuery or Log Analytics count.", [.. AbuseRule.All.Where(rule => rule.Id != "COV-0")]);
            }
        }

        // What the source can tell, and these records did.
        private static Told By(LogSource log, Source source) =>
            LogSources.ToldBy(log) & (source.HasCalls ? source.Had | ~(Told.Principal | Told.Tokens | Told.Prompt | Told.Address) : ~Told.None);

        private static AbuseFinding Gap(Cloud cloud, string name, string account, long calls, AbuseQuestion question, string reason, string advice, IReadOnlyList<AbuseRule> rules) => new()
        {
            CheckId = "COV-0",
            Pillar = Pillar.Monitoring,
            Severity = Severity.Info,
            Status = Status.Unknown,
            Cloud = cloud,
            Scope = Display.Safe(account),
            Region = "global",
            ResourceType = "Log",
            ResourceName = name,
            ResourceId = name,
            Reason = Display.Safe(reason),
            Advice = advice,
            Fix = "None",
            CollectedAt = question.JudgedAt,
            Fingerprint = AiCloudSecurity.Finding.FingerprintOf("COV-0", $"{cloud}\n{account}\n{name}"),
            N = calls,
            Confidence = Confidence.High,
            NotEvaluated = Ids(rules),
        };

        private static string Ids(IEnumerable<AbuseRule> rules) => string.Join(", ", rules.Select(rule => rule.Id));

        private static string Word(Told told) => told switch
        {
            Told.Principal => "caller",
            Told.Address => "address",
            Told.Tokens => "tokens",
            Told.Prompt => "prompts",
            Told.Block => "blocks",
            Told.Failure => "refusals",
            _ => "operations on keys, logs and guardrails",
        };
    }
}
