using System.Runtime.CompilerServices;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>Whether something was used.</summary>
public enum Use
{
    /// <summary>It was not.</summary>
    Unused,
    /// <summary>Nobody can say: the cloud does not show it.</summary>
    Unknown,
    /// <summary>It was.</summary>
    Used,
}

/// <summary>
/// What one principal has used since a time: by the report of last access, which knows services and some actions, and
/// by the event history, which knows management events of at most 90 days.
/// </summary>
internal sealed class PrincipalUse
{
    /// <summary>What AWS keeps of the event history, in days: what is asked for from before is not whole.</summary>
    public const int HistoryDays = 90;

    private static readonly ConditionalWeakTable<Estate, Tuple<ILookup<string, ApiEvent>>> s_calls = [];
    private readonly Dictionary<string, ServiceLastAccess> _services;
    private readonly ILookup<string, ApiEvent> _events;
    private readonly DateTimeOffset _since;
    private readonly bool _historyIsWhole;
    private readonly HashSet<string> _named;
    private readonly bool _usedOnly;

    /// <param name="services">The report of the principal.</param>
    /// <param name="events">Its calls that succeeded.</param>
    /// <param name="historyIsWhole">Whether all its calls of the AI services are among them.</param>
    /// <param name="since">What is older does not count.</param>
    /// <param name="named">The services that its policies name, and do not only mean with a star.</param>
    /// <param name="usedOnly">Whether what nobody can say counts as unused.</param>
    public PrincipalUse(IEnumerable<ServiceLastAccess> services, IEnumerable<ApiEvent> events, bool historyIsWhole, DateTimeOffset since, IEnumerable<string> named, bool usedOnly = false)
    {
        _since = since;
        _named = new(named, StringComparer.OrdinalIgnoreCase);
        _usedOnly = usedOnly;
        _historyIsWhole = historyIsWhole;
        _services = services.Where(service => service.ServiceNamespace is not null)
            .GroupBy(service => service.ServiceNamespace!, StringComparer.OrdinalIgnoreCase).ToDictionary(service => service.Key, service => service.First(), StringComparer.OrdinalIgnoreCase);
        _events = events.Where(call => call.EventTime >= since).ToLookup(ApiActions.Of, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What a user or role of an estate has used.</summary>
    /// <exception cref="UnseenException">Its report of last access was not read.</exception>
    public static PrincipalUse Of(Estate estate, IamPrincipal principal, IdentityPolicies held, DateTimeOffset since, bool usedOnly = false)
    {
        IReadOnlyList<ServiceLastAccess> access = principal is IamUser ? estate.Inventory<UserLastAccess>().Of(principal) : estate.Inventory<RoleLastAccess>().Of(principal);
        var type = ResourceType.Of<ApiEvent>();
        var whole = estate.Asked(type) && estate.CollectedAt - since <= TimeSpan.FromDays(HistoryDays + 1) && estate.Regions.Count > 0 && estate.Regions.All(region => !estate.Gaps(type, region).Any());
        return new(access, CallsOf(estate)[principal.Identity.Id], whole, since, ServicesNamed(held), usedOnly);
    }

    /// <summary>Whether the estate holds what was used at all.</summary>
    public static bool WasRead(Estate estate) => estate.Asked(ResourceType.Of<RoleLastAccess>()) || estate.Asked(ResourceType.Of<UserLastAccess>());

    /// <summary>The services that policies name, and do not only mean with a star.</summary>
    public static IEnumerable<string> ServicesNamed(IdentityPolicies held) =>
        held.Policies.SelectMany(policy => policy.Statements).Where(statement => statement is { IsAllow: true, ExceptActions: false }).SelectMany(statement => statement.Actions).Select(action => action.Text.Split(':')[0]);

    // The calls that succeeded, by principal.
    private static ILookup<string, ApiEvent> CallsOf(Estate estate) => s_calls.GetValue(estate, static estate => new(ByPrincipal(estate.Of(ResourceType.Of<ApiEvent>()).Cast<ApiEvent>().Where(call => call.Unread is null)))).Item1;

    /// <summary>The calls that succeeded, by the user or role that made them.</summary>
    public static ILookup<string, ApiEvent> ByPrincipal(IEnumerable<ApiEvent> calls) =>
        calls.Where(call => call is { ErrorCode: null } && call.UserIdentity?.Principal is not null).ToLookup(call => call.UserIdentity!.Principal!, StringComparer.Ordinal);

    /// <summary>The services that were used, by their prefixes.</summary>
    public IEnumerable<string> Services => _services.Keys.Where(service => Of(service) == Use.Used).Order(StringComparer.Ordinal);

    /// <summary>
    /// Whether a service was used. The report lists every service that the principal may use and AWS watches: of one that
    /// it lacks nobody can say, where a policy names it; what is only a part of everything was not missed.
    /// </summary>
    public Use Of(string service) =>
        _services.TryGetValue(service, out var known) ? known.LastAuthenticated >= _since ? Use.Used : Use.Unused
        : _named.Contains(service) && !_usedOnly ? Use.Unknown : Use.Unused;

    /// <summary>Whether an action of an AI service was used.</summary>
    public Use Of(AiAction action)
    {
        var service = Of(action.Service);
        return _events.Contains(action.Name) ? Use.Used
            : service == Use.Unused ? Use.Unused
            : Tracked(action.Name) is { } tracked ? tracked.LastAccessedTime >= _since ? Use.Used : Use.Unused
            : service == Use.Used && (_usedOnly || _historyIsWhole && ApiActions.IsInHistory(action)) ? Use.Unused
            : Use.Unknown;
    }

    /// <summary>The actions of a service that AWS tracks and that were used, as iam:GetRole.</summary>
    public IEnumerable<string> TrackedOf(string service) =>
        _services.GetValueOrDefault(service)?.TrackedActionsLastAccessed?.Where(action => action.LastAccessedTime >= _since).Select(action => $"{service}:{action.ActionName}") ?? [];

    /// <summary>The calls of an action that the history holds.</summary>
    public IEnumerable<ApiEvent> Calls(string action) => _events[action];

    /// <summary>Whether what the history shows of an action is all that there was of it.</summary>
    public bool KnowsAll(AiAction action) => _historyIsWhole && ApiActions.IsInHistory(action);

    /// <summary>When an action was last used, as far as AWS shows; null where it does not, or was not since.</summary>
    public DateTimeOffset? Last(AiAction action) => Of(action) != Use.Used ? null
        : new[] { _events[action.Name].Max(call => call.EventTime), Tracked(action.Name)?.LastAccessedTime }.Max();

    private ActionLastAccess? Tracked(string action)
    {
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        return _services.GetValueOrDefault(action[..colon])?.TrackedActionsLastAccessed?
            .FirstOrDefault(tracked => action.AsSpan(colon + 1).Equals(tracked.ActionName, StringComparison.OrdinalIgnoreCase));
    }
}
