using System.Text.Json;
using System.Text.Json.Serialization;
using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// The numbers of all rules, and who is allowed what. A rule file is JSON with the members that differ from the
/// defaults; docs/abuse.md says where the defaults come from.
/// </summary>
public sealed record AbuseRules
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
    };

    /// <summary>Rules that are not run; wildcards are allowed.</summary>
    public IReadOnlyList<string> Off { get; init; } = [];

    /// <summary>Who may do what a rule finds: told as not applicable, never dropped.</summary>
    public IReadOnlyList<AbuseAllowance> Allow { get; init; } = [];

    /// <summary>Days of history that count as the baseline.</summary>
    public int BaselineDays { get; init; } = 28;

    /// <summary>Active days without which a caller has no habits to differ from.</summary>
    public int ActiveDays { get; init; } = 5;

    /// <summary>Hours without a signal after which the next is another finding.</summary>
    public int EpisodeGapHours { get; init; } = 6;

    /// <summary>LJ-1: how many of network, region, model and program must be new at once.</summary>
    public int NewAtOnce { get; init; } = 2;

    /// <summary>LJ-2: refused calls, on how many models, in how many minutes.</summary>
    public SweepRule DeniedSweep { get; init; } = new();

    /// <summary>LJ-3: what counts as looking around before use.</summary>
    public ReconnaissanceRule Reconnaissance { get; init; } = new();

    /// <summary>LJ-5: invalid calls before a success.</summary>
    public ProbeRule Probe { get; init; } = new();

    /// <summary>LJ-7: calls with a long-lived key from which on it is in use.</summary>
    public int LongLivedCalls { get; init; } = 2;

    /// <summary>DOW-1: the rate of one hour.</summary>
    public RateRule Rate { get; init; } = new();

    /// <summary>DOW-2: slow growth over days.</summary>
    public CusumRule Cusum { get; init; } = new();

    /// <summary>DOW-3: the same request over and over.</summary>
    public LoopRule Loop { get; init; } = new();

    /// <summary>DOW-4: the last day against the days of the month before.</summary>
    public double BurnTimes { get; init; } = 2;

    /// <summary>EXT-1: other subjects than before.</summary>
    public CoverageRule Coverage { get; init; } = new();

    /// <summary>EXT-2: mass questions, each asked once.</summary>
    public HarvestRule Harvest { get; init; } = new();

    /// <summary>INV-1: one question in many variations.</summary>
    public NearRule NearDuplicates { get; init; } = new();

    /// <summary>INV-2: calls with probabilities in an hour of near duplicates.</summary>
    public int ScoredCalls { get; init; } = 100;

    /// <summary>INV-3: lengths that differ from before.</summary>
    public DriftRule Drift { get; init; } = new();

    /// <summary>BLK-1: more blocks than chance gives.</summary>
    public BlockRule Blocks { get; init; } = new();

    /// <summary>Reads a rule file.</summary>
    /// <param name="json">The file.</param>
    /// <param name="name">Its name, for the error.</param>
    /// <exception cref="AiCloudException">It is no rule file, or names what no rule has.</exception>
    public static AbuseRules Read(Stream json, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<AbuseRules>(json, s_options) ?? new();
        }
        catch (JsonException wrong)
        {
            throw new AiCloudException(ErrorId.EstateUnreadable, Display.Safe($"{name} is no rule file ({wrong.Message}). docs/abuse.md lists the rules and their numbers."), name, wrong);
        }
    }

    /// <summary>The rules as a rule file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_options);

    internal bool Runs(string rule) => !Off.Any(pattern => Glob.Action(pattern).Matches(rule));
}

/// <summary>Somebody may do what a rule finds.</summary>
/// <param name="Principal">Whose calls; wildcards are allowed.</param>
/// <param name="Rule">Which rules; wildcards are allowed.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">Up to when; without, for ever.</param>
public sealed record AbuseAllowance(string Principal, string Rule, string Reason, DateTimeOffset? Until = null);

/// <summary>LJ-2. Others take 3 to 9 refusals; several models in a short time leave out one wrong policy.</summary>
public sealed record SweepRule(int Refusals = 5, int Models = 3, int Minutes = 15);

/// <summary>LJ-3. Consoles and infrastructure tools list models, too, so their programs do not count.</summary>
public sealed record ReconnaissanceRule
{
    /// <summary>Different operations that look around.</summary>
    public int Operations { get; init; } = 2;

    /// <summary>Minutes from the last of them to the first use.</summary>
    public int Minutes { get; init; } = 60;

    /// <summary>Days before with the same that make it a habit.</summary>
    public int Habit { get; init; } = 3;

    /// <summary>Programs that look around as a habit.</summary>
    public IReadOnlyList<string> UsualPrograms { get; init; } =
        ["Mozilla", "APN", "HashiCorp", "Terraform", "Pulumi", "aws-cdk", "AWS Internal", "AWS", "console.amazonaws.com", "cloudformation.amazonaws.com"];
}

/// <summary>LJ-5: a model's first success ever, and invalid calls of it shortly before.</summary>
public sealed record ProbeRule(int Invalid = 2, int Minutes = 15);

/// <summary>DOW-1. z is Iglewicz and Hoaglin's modified z of log(1+x); at 3.5 it gave three times the false alarms of 5.</summary>
/// <param name="Z">The least modified z.</param>
/// <param name="Times">The least multiple of the largest hour before.</param>
/// <param name="Tokens">The least tokens of an hour.</param>
/// <param name="Calls">The least calls of an hour, where the log has no tokens.</param>
/// <param name="ActiveHours">Hours without which the absolute limits hold.</param>
/// <param name="AbsoluteTokens">The limit of a caller without a history.</param>
/// <param name="AbsoluteCalls">The same, in calls.</param>
/// <param name="Floor">The least spread that is believed, in units of log.</param>
public sealed record RateRule(double Z = 5, double Times = 3, long Tokens = 20_000, int Calls = 500, int ActiveHours = 5, long AbsoluteTokens = 200_000, int AbsoluteCalls = 5_000, double Floor = 0.35);

/// <summary>DOW-2 (Page 1954).</summary>
/// <param name="Slack">k: what a day may be above, in spreads.</param>
/// <param name="Limit">h: the sum that is too much.</param>
/// <param name="Times">The least multiple of the median day.</param>
/// <param name="Floor">The least spread that is believed, in units of log.</param>
/// <param name="Tokens">The least tokens of a day.</param>
/// <param name="Calls">The least calls of a day, where the log has no tokens.</param>
public sealed record CusumRule(double Slack = 0.5, double Limit = 6, double Times = 2, double Floor = 0.35, long Tokens = 50_000, int Calls = 1_000);

/// <summary>DOW-3.</summary>
/// <param name="Calls">The least calls of an hour.</param>
/// <param name="Repeats">The least share of requests that were made before in the hour.</param>
/// <param name="Dispersion">The most variance of the calls of a minute by their mean: 1 is chance, 0 a clock.</param>
/// <param name="Habit">Earlier hours of the same that make it a habit.</param>
/// <param name="HabitCalls">The least calls of such an hour.</param>
public sealed record LoopRule(int Calls = 100, double Repeats = 0.8, double Dispersion = 0.3, int Habit = 3, int HabitCalls = 20);

/// <summary>EXT-1 (Gretton 2012, with word counts for a kernel).</summary>
/// <param name="Prompts">The least prompts of a day.</param>
/// <param name="HistoryPrompts">The least prompts of a day before that counts; fewer prompts make days differ more, and the threshold with them.</param>
/// <param name="Days">The least days before.</param>
/// <param name="Mads">How far beyond the median of days before, in median deviations.</param>
/// <param name="Floor">The least deviation that is believed.</param>
/// <param name="Times">The least multiple of the median day's prompts.</param>
public sealed record CoverageRule(int Prompts = 50, int HistoryPrompts = 12, int Days = 5, double Mads = 5, double Floor = 0.004, double Times = 1.3);

/// <summary>EXT-2.</summary>
/// <param name="Calls">The least calls of a day.</param>
/// <param name="Unique">The least share of requests that were made once; sketches are 3 % off.</param>
/// <param name="Share">The share of the model's output of the day.</param>
/// <param name="PeerTimes">Or the multiple of the 99th percentile of other callers' days.</param>
/// <param name="Habit">Days before of the same that make it a habit.</param>
/// <param name="ModelCallers">The least callers of a model, for a share of it to say something.</param>
/// <param name="Peers">The least other callers of a day, for their percentile to say something.</param>
public sealed record HarvestRule(int Calls = 2_000, double Unique = 0.9, double Share = 0.5, double PeerTimes = 3, int Habit = 5, int ModelCallers = 3, int Peers = 20);

/// <summary>INV-1. Applications that fill a template are near duplicates always: only the rise counts.</summary>
/// <param name="Prompts">The least prompts of an hour.</param>
/// <param name="Alike">The least likeness: the mean share of word pairs that a prompt has in common with another.</param>
/// <param name="Rise">The least rise over the median hour before.</param>
/// <param name="AlikeWithout">The least likeness of a caller without a history.</param>
/// <param name="Unique">The least share of requests made once: a loop of one request is DOW-3's.</param>
/// <param name="HistoryPrompts">The least prompts of an hour before that counts.</param>
public sealed record NearRule(int Prompts = 100, double Alike = 0.5, double Rise = 0.3, double AlikeWithout = 0.8, double Unique = 0.5, int HistoryPrompts = 3);

/// <summary>INV-3. 0.25 is folklore of credit scoring: a hint, no alarm.</summary>
public sealed record DriftRule(double Psi = 0.25, int Calls = 200);

/// <summary>BLK-1.</summary>
/// <param name="Blocks">The least blocks of an hour or day.</param>
/// <param name="Chance">The most that chance may explain.</param>
/// <param name="Prior">One block in so many calls is believed before anything was seen.</param>
public sealed record BlockRule(int Blocks = 5, double Chance = 1e-6, double Prior = 100);
