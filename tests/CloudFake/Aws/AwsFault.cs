namespace AiCloudSecurity.CloudFake;

public enum AwsFaultKind
{
    Denied,
    Throttle,
    InternalError,
    Html500,
    Unavailable503,
    Timeout,
    Reset,
    CutBody,
    TruncatedJson,
    EmptyBody,
    HtmlPage200,
    RepeatedToken,
    ExpiredToken,
    ClockSkew,
    Slow,
    Lost,
}

/// <summary>One way in which a call goes wrong.</summary>
public sealed record AwsFault(AwsFaultKind Kind)
{
    /// <summary>How many calls it hits before it is over.</summary>
    public int Times { get; init; } = int.MaxValue;

    /// <summary>How long a slow call waits, or how far the service's clock is ahead.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Which requests it hits; all where it is null.</summary>
    public Func<AwsRequest, bool>? When { get; init; }

    public static AwsFault Denied { get; } = new(AwsFaultKind.Denied);

    /// <summary>Too many requests, the given number of times or for ever.</summary>
    public static AwsFault Throttle(int times = int.MaxValue) => new(AwsFaultKind.Throttle) { Times = times };

    /// <summary>A 500 with an error code.</summary>
    public static AwsFault InternalError { get; } = new(AwsFaultKind.InternalError);

    /// <summary>A 500 with an HTML page and no error code, as moto says of what it lacks.</summary>
    public static AwsFault Html500 { get; } = new(AwsFaultKind.Html500);

    public static AwsFault Unavailable503 { get; } = new(AwsFaultKind.Unavailable503);

    /// <summary>Never answers.</summary>
    public static AwsFault Timeout { get; } = new(AwsFaultKind.Timeout);

    /// <summary>Does what it is asked to, and never answers.</summary>
    public static AwsFault Lost { get; } = new(AwsFaultKind.Lost);

    /// <summary>The connection is cut before any header.</summary>
    public static AwsFault Reset { get; } = new(AwsFaultKind.Reset);

    /// <summary>The connection is cut in the middle of the true body.</summary>
    public static AwsFault CutBody { get; } = new(AwsFaultKind.CutBody);

    /// <summary>Half of the true body, in a complete response.</summary>
    public static AwsFault TruncatedJson { get; } = new(AwsFaultKind.TruncatedJson);

    public static AwsFault EmptyBody { get; } = new(AwsFaultKind.EmptyBody);

    /// <summary>A page of HTML with status 200, as a captive portal or a proxy sends.</summary>
    public static AwsFault HtmlPage200 { get; } = new(AwsFaultKind.HtmlPage200);

    /// <summary>The true answer with the same next token every time.</summary>
    public static AwsFault RepeatedToken { get; } = new(AwsFaultKind.RepeatedToken);

    public static AwsFault ExpiredToken { get; } = new(AwsFaultKind.ExpiredToken);

    /// <summary>The service's clock is ahead by so much: requests dated more than five minutes off it are refused.</summary>
    public static AwsFault ClockSkew(TimeSpan ahead) => new(AwsFaultKind.ClockSkew) { Delay = ahead };

    /// <summary>The true answer, so much later.</summary>
    public static AwsFault Slow(TimeSpan delay) => new(AwsFaultKind.Slow) { Delay = delay };
}
