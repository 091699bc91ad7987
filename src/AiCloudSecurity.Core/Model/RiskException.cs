using System.IO.Enumeration;

namespace AiCloudSecurity;

/// <summary>
/// An accepted risk: until a date, what fails on some resources is known, owned and no news. After that date the
/// finding fails again.
/// </summary>
public sealed record RiskException
{
    /// <summary>The checks, as AWS-NET-001; <c>*</c> and <c>?</c> are wildcards, and a backslash takes that from them.</summary>
    public required string Check { get; init; }

    /// <summary>The resources, by what identifies them or by name; <c>*</c> and <c>?</c> are wildcards.</summary>
    public required string Resource { get; init; }

    /// <summary>The accounts, subscriptions or projects; all without. Wildcards are allowed.</summary>
    public string Scope { get; init; } = "*";

    /// <summary>Who answers for it.</summary>
    public required string Owner { get; init; }

    /// <summary>Why it is accepted.</summary>
    public required string Reason { get; init; }

    /// <summary>The last day on which it counts (UTC).</summary>
    public required DateOnly Until { get; init; }

    /// <summary>From this day on a warning says that it ends soon; none without.</summary>
    public DateOnly? Remind { get; init; }

    /// <summary>Whether a finding is about what it accepts, whatever the day.</summary>
    public bool Covers(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return Matches(Check, finding.CheckId) && Matches(Scope, finding.Scope) && (Matches(Resource, finding.ResourceId) || Matches(Resource, finding.ResourceName));
    }

    /// <summary>The pattern that matches a text and nothing else: whoever names a resource * must not be accepted for all.</summary>
    public static string Exactly(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal);
    }

    private static bool Matches(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);
}

/// <summary>The accepted risks that count on a day, applied to findings as they come.</summary>
/// <param name="exceptions">All of them.</param>
/// <param name="today">The day (UTC).</param>
public sealed class RiskExceptions(IReadOnlyList<RiskException> exceptions, DateOnly today)
{
    private readonly HashSet<RiskException> _used = [];

    /// <summary>Those that nothing was found for: the resource, the check or the risk is gone.</summary>
    public IEnumerable<RiskException> Unused => exceptions.Where(exception => !_used.Contains(exception));

    /// <summary>
    /// The finding; accepted, if it fails and an exception covers it on this day. What is unknown is no accepted risk.
    /// </summary>
    public Finding Apply(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (finding.Status != Status.Fail)
        {
            return finding;
        }
        RiskException? accepted = null;
        foreach (var exception in exceptions)
        {
            if (exception.Covers(finding))
            {
                _used.Add(exception);
                // Of several the one that lasts longest.
                accepted = exception.Until >= today && !(accepted?.Until >= exception.Until) ? exception : accepted;
            }
        }
        if (accepted is null)
        {
            return finding;
        }
        var by = Display.Safe($"{accepted.Owner} until {accepted.Until:yyyy-MM-dd}: {accepted.Reason}");
        return finding with { Status = Status.Accepted, AcceptedBy = by, Reason = Display.Safe($"Accepted by {by} {finding.Reason}") };
    }

    /// <summary>What an operator should know when all findings have come: exceptions that have ended while the risk is there, and those that end soon.</summary>
    public IEnumerable<string> Warnings()
    {
        foreach (var exception in exceptions.Where(_used.Contains))
        {
            var what = Display.Safe($"exception of {exception.Owner} for {exception.Check} on {exception.Resource}");
            if (exception.Until < today)
            {
                yield return $"The {what} ended on {exception.Until:yyyy-MM-dd}; what it covered fails again. Set it right, or accept it anew with New-AiException.";
            }
            else if (exception.Remind <= today)
            {
                yield return $"The {what} ends on {exception.Until:yyyy-MM-dd}.";
            }
        }
    }
}
