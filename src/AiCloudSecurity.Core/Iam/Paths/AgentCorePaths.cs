using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>Finds who can run code in the sessions of AgentCore, where the role's credentials are to be had.</summary>
internal sealed class AgentCorePaths(SessionPlaces places)
{
    /// <summary>The worst path of a principal; null where there is none to a role that gains something.</summary>
    /// <exception cref="UnseenException">None was found, and one may lead to a role that could not be seen.</exception>
    public EscalationPath? Of(PrincipalAccess access)
    {
        EscalationPath? worst = null;
        UnseenException? unseen = null;
        foreach (var way in (Func<EscalationPath?>[])[() => ByInterpreter(access), () => ByRuntime(access)])
        {
            try
            {
                worst = way() is { } path && (worst is null || path.Severity > worst.Severity) ? path : worst;
            }
            catch (UnseenException hidden)
            {
                unseen ??= hidden;
            }
        }
        return worst ?? (unseen is null ? null : throw unseen);
    }

    private EscalationPath? ByInterpreter(PrincipalAccess access) => Path(access, () => places.Interpreters, "start a session of {0} and run code there",
        "pathfinding.cloud bedrock-002", "bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter");

    private EscalationPath? ByRuntime(PrincipalAccess access) => Path(access, () => places.Runtimes, "run commands in the sessions of {0}",
        "", "bedrock-agentcore:InvokeAgentRuntimeCommand");

    private static EscalationPath? Path(PrincipalAccess access, Func<IReadOnlyList<Workplace>> all, string how, string source, params string[] actions)
    {
        var rights = Array.ConvertAll(actions, access.May);
        var onSome = Array.TrueForAll(rights, right => right.Exists);
        var onAll = Array.TrueForAll(rights, right => right.IsFull);
        // What its own policies do not allow, a runtime's may.
        IReadOnlyList<Workplace> places = onSome ? all() : [.. all().Where(place => place.Policy is not null)];
        foreach (var (place, gain) in Gains.Over(access, places, place => place.Role, place => Array.TrueForAll(Own(place), right => right.Exists), small: true))
        {
            IReadOnlyList<string> keys = [.. Own(place).SelectMany(right => right.Keys).Distinct(StringComparer.OrdinalIgnoreCase)];
            return new(access.Principal.Name, $"It can {string.Format(System.Globalization.CultureInfo.InvariantCulture, how, place.What)}, with the credentials of {place.Role.Name}, which may {gain.May}.",
                keys.Count > 0 ? gain.Severity.Less() : gain.Severity, actions, place.Role.Arn, source, keys);
        }
        return null;

        Right[] Own(Workplace place) => onAll && place.Policy is null ? rights : Array.ConvertAll(actions, action => access.May(action, place.Arn, place.Policy));
    }
}

/// <summary>Where code can be run in sessions of AgentCore, and as which roles: those with the strongest role first.</summary>
internal sealed class SessionPlaces(Inventory<CodeInterpreter> interpreters, Inventory<AgentRuntime> runtimes, Inventory<AgentRuntimePolicy> policies, TakenRoles roles)
{
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Inventory<CodeInterpreter>, IReadOnlyList<Workplace>> s_interpreters = [];
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Inventory<AgentRuntime>, IReadOnlyList<Workplace>> s_runtimes = [];

    /// <summary>The code interpreters that have a role.</summary>
    /// <exception cref="UnseenException">They or the roles were not read.</exception>
    public IReadOnlyList<Workplace> Interpreters => s_interpreters.TryGetValue(interpreters, out var known) ? known : s_interpreters.GetValue(interpreters,
        _ => Workplaces.Ordered(roles, interpreters.All.Select(interpreter => ($"the code interpreter {Display.Safe(interpreter.Identity.Name)}", interpreter.Identity.Id, interpreter.ExecutionRoleArn))));

    /// <summary>The agent runtimes, with their own policies.</summary>
    /// <exception cref="UnseenException">They, their policies or the roles were not read.</exception>
    public IReadOnlyList<Workplace> Runtimes => s_runtimes.TryGetValue(runtimes, out var known) ? known : s_runtimes.GetValue(runtimes, _ =>
    [
        .. Workplaces.Ordered(roles, runtimes.All.Select(runtime => ($"the agent runtime {Display.Safe(runtime.Identity.Name)}", runtime.Identity.Id, runtime.RoleArn)))
            .Select(place => place with { Policy = runtimes.Find(place.Arn) is { } runtime ? policies.One(runtime)?.Policy : null }),
    ]);
}
