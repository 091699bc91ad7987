using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace AiCloudSecurity.OwnChecks;

/// <summary>
/// The checks that Register-AiCheck has taken, each in the session in which it was taken: as with functions, a thread
/// job or another runspace knows nothing of them.
/// </summary>
internal static class RegisteredChecks
{
    private static readonly ConditionalWeakTable<Runspace, ConcurrentDictionary<string, CheckScript>> s_sessions = [];

    /// <summary>Those of the current session.</summary>
    public static IReadOnlyList<CheckScript> Here => Runspace.DefaultRunspace is { } session && s_sessions.TryGetValue(session, out var checks)
        ? [.. checks.Values.OrderBy(check => check.About.Id, StringComparer.Ordinal)] : [];

    /// <summary>Takes one, in place of one of the same id.</summary>
    public static void Add(CheckScript check) =>
        s_sessions.GetValue(Runspace.DefaultRunspace, static _ => new(StringComparer.OrdinalIgnoreCase))[check.About.Id] = check;
}
