namespace AiCloudSecurity.Abuse;

/// <summary>
/// The features of one caller, model, region, network and hour: what detectors judge, and what a query makes of logs
/// that stay where they are. Everything adds up.
/// </summary>
public sealed record LogFeature
{
    /// <summary>The log.</summary>
    public required LogSource Source { get; init; }

    /// <summary>The account, subscription or project.</summary>
    public string Account { get; init; } = "";

    /// <summary>Who called; the resource that was called where the log does not say.</summary>
    public required string Principal { get; init; }

    /// <summary>Whether the log names the caller.</summary>
    public bool IsNamed { get; init; } = true;

    /// <summary>A long-lived key; empty otherwise.</summary>
    public string Credential { get; init; } = "";

    /// <summary>Invoke for calls to models, else the operation.</summary>
    public string Action { get; init; } = "Invoke";

    /// <summary>The model, deployment or endpoint.</summary>
    public string Model { get; init; } = "";

    /// <summary>The region.</summary>
    public string Region { get; init; } = "";

    /// <summary>The network that calls came from: /24 or /48.</summary>
    public string Network { get; init; } = "";

    /// <summary>The program that called.</summary>
    public string Agent { get; init; } = "";

    /// <summary>The hour's beginning (UTC).</summary>
    public required DateTimeOffset Hour { get; init; }

    /// <summary>Calls, whatever became of them.</summary>
    public long Calls { get; init; }

    /// <summary>Input tokens, cached ones included.</summary>
    public long InTokens { get; init; }

    /// <summary>Output tokens, thoughts included.</summary>
    public long OutTokens { get; init; }

    /// <summary>Output tokens of the largest answer.</summary>
    public long MaxOut { get; init; }

    /// <summary>Calls that were refused.</summary>
    public long Denied { get; init; }

    /// <summary>Calls that were throttled.</summary>
    public long Throttled { get; init; }

    /// <summary>Calls of a wrong form.</summary>
    public long Invalid { get; init; }

    /// <summary>Calls that a guardrail or filter stopped.</summary>
    public long Blocked { get; init; }

    /// <summary>Calls that failed otherwise.</summary>
    public long Errors { get; init; }

    /// <summary>Distinct requests, letter case and numbers apart; 0 where the log has none.</summary>
    public double Distinct { get; init; }

    /// <summary>Calls that asked for fewer than one token.</summary>
    public long BadMax { get; init; }

    /// <summary>Second of the hour of the first call; null for none, as below.</summary>
    public int? First { get; init; }

    /// <summary>Of the last call.</summary>
    public int? Last { get; init; }

    /// <summary>Of the first call that succeeded.</summary>
    public int? FirstOk { get; init; }

    /// <summary>Of the last call that succeeded.</summary>
    public int? LastOk { get; init; }

    /// <summary>Of the first call that was refused.</summary>
    public int? FirstDenied { get; init; }

    /// <summary>Of the last call that was refused.</summary>
    public int? LastDenied { get; init; }

    /// <summary>Of the last call of a wrong form.</summary>
    public int? LastInvalid { get; init; }

    internal static LogFeature Of(SeriesKey key, HourRow row) => new()
    {
        Source = key.Source,
        Account = key.Account,
        Principal = key.Principal,
        IsNamed = key.Subject == Subject.Principal,
        Credential = key.Credential,
        Action = key.Action,
        Model = key.Model,
        Region = key.Region,
        Network = key.Network,
        Agent = key.Agent,
        Hour = DateTimeOffset.UnixEpoch.AddHours(row.Hour),
        Calls = row.Calls,
        InTokens = row.InTokens,
        OutTokens = row.OutTokens,
        MaxOut = row.MaxOut,
        Denied = row.Denied,
        Throttled = row.Throttled,
        Invalid = row.Invalid,
        Blocked = row.Blocked,
        Errors = row.Errors,
        Distinct = Math.Round(row.Distinct, 1),
        BadMax = row.BadMax,
        First = Second(row.First, row.Calls > 0),
        Last = Second(row.Last, row.Calls > 0),
        FirstOk = Second(row.FirstOk, row.FirstOk != HourRow.Never),
        LastOk = Second(row.LastOk, row.FirstOk != HourRow.Never),
        FirstDenied = Second(row.FirstDenied, row.Denied > 0),
        LastDenied = Second(row.LastDenied, row.Denied > 0),
        LastInvalid = Second(row.LastInvalid, row.Invalid > 0),
    };

    internal (SeriesKey Key, HourRow Row) ToRow()
    {
        var subject = IsNamed ? Subject.Principal : LogSources.CloudOf(Source) == Cloud.Azure ? Subject.KeyHolders : Subject.Endpoint;
        var row = new HourRow((int)(Hour.ToUnixTimeSeconds() / 3600))
        {
            Calls = Number(Calls),
            InTokens = Math.Max(0, InTokens),
            OutTokens = Math.Max(0, OutTokens),
            MaxOut = Number(MaxOut),
            Denied = Number(Denied),
            Throttled = Number(Throttled),
            Invalid = Number(Invalid),
            Blocked = Number(Blocked),
            Errors = Number(Errors),
            BadMax = Number(BadMax),
            CountedRequests = Distinct >= 1 ? (long)Math.Round(Distinct) : null,
            First = Place(First, HourRow.Never),
            Last = Place(Last, 0),
            FirstOk = Place(FirstOk, HourRow.Never),
            LastOk = Place(LastOk, 0),
            FirstDenied = Place(FirstDenied, HourRow.Never),
            LastDenied = Place(LastDenied, 0),
            LastInvalid = Place(LastInvalid, 0),
        };
        return (new(Source, subject, Account, Principal, Credential, Action, Model, Region, Network, Agent), row);
    }

    private static int? Second(ushort second, bool isThere) => isThere ? second : null;

    private static ushort Place(int? second, ushort otherwise) => second is >= 0 and < 3600 and var there ? (ushort)there : otherwise;

    private static int Number(long number) => (int)Math.Clamp(number, 0, int.MaxValue);
}
