namespace AiCloudSecurity.Abuse;

/// <summary>What became of a call.</summary>
internal enum Outcome
{
    Ok,
    Denied,
    Throttled,
    Invalid,
    Blocked,
    Error,
}

/// <summary>Whom a series of calls is about.</summary>
internal enum Subject
{
    /// <summary>A caller with a name.</summary>
    Principal,
    /// <summary>Everybody who holds a key of a resource: the log has no name.</summary>
    KeyHolders,
    /// <summary>Everybody who calls an endpoint or a model: the log has no name.</summary>
    Endpoint,
}

/// <summary>One record of a log in one shape for all sources. Used again for each record: nothing of it is kept.</summary>
internal sealed class LogEvent
{
    /// <summary>The action of a call to a model; others are operations on models, keys, logs.</summary>
    public const string Invoke = "Invoke";

    public LogSource Source { get; set; }

    public Subject Subject { get; set; }

    public string Account { get; set; } = "";

    public string Principal { get; set; } = "";

    /// <summary>The id of a long-lived key, or the kind of credential.</summary>
    public string Credential { get; set; } = "";

    public string Action { get; set; } = Invoke;

    public string Model { get; set; } = "";

    public string Region { get; set; } = "";

    /// <summary>The /24 or /48 that the call came from.</summary>
    public string Network { get; set; } = "";

    /// <summary>The program that called, without its version.</summary>
    public string Agent { get; set; } = "";

    /// <summary>Seconds since 1970, UTC.</summary>
    public long Time { get; set; }

    public Outcome Outcome { get; set; }

    public long InTokens { get; set; }

    public long OutTokens { get; set; }

    /// <summary>Bytes of request and answer, where the log has no tokens.</summary>
    public long Bytes { get; set; }

    public long? MaxTokens { get; set; }

    /// <summary>The caller asked for, or got, probabilities.</summary>
    public bool Scores { get; set; }

    /// <summary>Of the whole request, letter case and digits apart; 0 where the log has none.</summary>
    public ulong PromptHash { get; set; }

    /// <summary>Whether <see cref="Text"/> was filled.</summary>
    public bool HasText { get; set; }

    /// <summary>What was asked last.</summary>
    public TextSketch Text { get; } = new();

    public void Clear(LogSource source)
    {
        Source = source;
        Subject = Subject.Principal;
        Account = Principal = Credential = Model = Region = Network = Agent = "";
        Action = Invoke;
        Time = InTokens = OutTokens = Bytes = 0;
        Outcome = Outcome.Ok;
        MaxTokens = null;
        Scores = HasText = false;
        PromptHash = 0;
    }
}
