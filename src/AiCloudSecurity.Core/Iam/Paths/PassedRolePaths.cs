namespace AiCloudSecurity.Iam;

/// <summary>Finds who can hand a role to an AI service and so comes to act as that role.</summary>
internal sealed class PassedRolePaths(TakenRoles roles, Accesses accesses)
{
    private static readonly IReadOnlyList<IGrouping<string, RoleSink>> s_services =
        [.. RoleSinks.All.Where(sink => sink.Power != SinkPower.Narrow).GroupBy(sink => sink.Service)];

    /// <summary>The paths of a principal, the worst first; for each service one, by the role that gains it most.</summary>
    /// <exception cref="UnseenException">None was found, and one may lead to a role that could not be seen.</exception>
    public IReadOnlyList<EscalationPath> Of(PrincipalAccess access)
    {
        if (!access.May("iam:PassRole").Exists)
        {
            return [];
        }
        List<EscalationPath> paths = [];
        UnseenException? unseen = null;
        foreach (var service in s_services)
        {
            try
            {
                if (Path(access, service) is { } path)
                {
                    paths.Add(path);
                }
            }
            catch (UnseenException hidden)
            {
                unseen ??= hidden;
            }
        }
        return paths.Count == 0 && unseen is not null ? throw unseen
            : [.. paths.OrderByDescending(path => path.Severity).ThenBy(path => path.Target is null).ThenBy(path => path.IsDerived)];
    }

    /// <summary>What a principal can begin and somebody else must finish: any role passed to what runs code or takes instructions as that role.</summary>
    public EscalationPath? Unfinished(PrincipalAccess access)
    {
        foreach (var service in s_services)
        {
            if (service.FirstOrDefault(sink => (sink.Power == SinkPower.Code || sink.Action == "bedrock:CreateAgent") && access.May(sink.Action).IsFree) is { } sink
                && Passing(access, service.Key) is { IsFull: true } passing)
            {
                return new(access.Principal.Name, $"It can pass any role that trusts {service.Key} to {sink.Action}. To {sink.How} it takes {string.Join(" and ", sink.Also.Where(also => !also.Any(action => access.May(action).Exists)).Select(also => string.Join(" or ", also)))} besides, which it lacks and others may have.",
                    Severity.High, ["iam:PassRole", sink.Action], null, sink.Source, passing.Keys);
            }
        }
        return null;
    }

    private string Roles => $"arn:{accesses.Scope.Partition}:iam::{accesses.Scope.Id}:role/*";

    private Right Passing(PrincipalAccess access, string service) => access.May("iam:PassRole", Roles, PassedTo(service));

    private static RequestContext PassedTo(string service) => PrincipalAccess.Direct(new KeyValuePair<string, IReadOnlyList<string>>("iam:PassedToService", [service]));

    private EscalationPath? Path(PrincipalAccess access, IGrouping<string, RoleSink> service)
    {
        // Fewer may call the service than pass some role to some service.
        var ways = service.Select(sink => Way.Of(access, sink)).OfType<Way>().ToList();
        if (ways.Count == 0 || Passing(access, service.Key) is not { Exists: true } passing)
        {
            return null;
        }
        var code = ways.FindAll(way => way.Sink.Power == SinkPower.Code);
        var best = (code.Count > 0 ? code : ways).OrderBy(way => way.Keys.Count).ThenBy(way => way.Sink.Source.Length == 0).ThenBy(way => way.Actions.Count).First();
        var others = ways.Count - 1;
        try
        {
            var taken = roles.By(service.Key);
            var passed = passing.IsFull ? taken.All : taken.Like(access.Allowed("iam:PassRole", Roles, PassedTo(service.Key)));
            foreach (var (role, gain) in Gains.Over(access, passed, role => role, role => Passed(role).Exists, small: true))
            {
                return Make(access, best, others, Passed(role), passing.IsFull ? $"any role that trusts {service.Key}, so {role.Name}," : $"the role {role.Name}", role,
                    gain with { Severity = !passing.IsFull && gain.Severity == Severity.Medium ? Severity.Low : passing.IsFull && gain.Severity < Severity.High ? Severity.High : gain.Severity });
            }
        }
        catch (UnseenException) when (passing.IsFull)
        {
            // Whatever these roles may do: nothing stands in the way.
        }
        return passing.IsFull ? Make(access, best, others, passing, $"any role that trusts {service.Key}", null, null) : null;

        Right Passed(TakenRole role) => passing.IsFull ? passing : access.May("iam:PassRole", role.Arn, PassedTo(service.Key));
    }

    private static EscalationPath Make(PrincipalAccess access, Way way, int others, Right passing, string what, TakenRole? role, Gain? gain)
    {
        var steps = string.Concat(way.Also.Select(action => $", call {action}"));
        var end = role is null ? "; none is seen today that may do more than it does"
            : way.Sink.Power == SinkPower.Code ? $" as {role.Name}, which may {gain!.May}"
            : $"; {role.Name} may {gain!.May}";
        var more = others switch { 0 => "", 1 => " One more operation leads there.", _ => $" {others} more operations lead there." };
        IReadOnlyList<string> keys = [.. passing.Keys.Concat(way.Keys).Distinct(StringComparer.OrdinalIgnoreCase)];
        var severity = gain?.Severity ?? Severity.High;
        if (way.Sink.Power == SinkPower.Data && severity > Severity.High)
        {
            severity = Severity.High;
        }
        return new(access.Principal.Name, $"It can pass {what} to {way.Sink.Action}{steps} and {way.Sink.How}{end}.{more}", keys.Count > 0 ? severity.Less() : severity,
            ["iam:PassRole", .. way.Actions], role?.Arn, way.Sink.Source, keys);
    }

    // A sink with all that it needs besides.
    private sealed record Way(RoleSink Sink, IReadOnlyList<string> Also, IReadOnlyList<string> Keys)
    {
        public IReadOnlyList<string> Actions => [Sink.Action, .. Also];

        public static Way? Of(PrincipalAccess access, RoleSink sink)
        {
            var right = access.May(sink.Action);
            if (!right.Exists || Steps.Of(access, sink.Also) is not { } also)
            {
                return null;
            }
            return new(sink, [.. also.Actions.Where(action => action != sink.Action).Distinct(StringComparer.Ordinal)], [.. right.Keys.Concat(also.Keys)]);
        }
    }
}
