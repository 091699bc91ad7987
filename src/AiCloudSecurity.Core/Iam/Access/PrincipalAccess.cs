using System.Collections.Concurrent;

namespace AiCloudSecurity.Iam;

/// <summary>
/// One principal with all that decides what it may do: its policies, those of its groups, its boundary and its
/// organisation's limits. Ready to be asked; what it was asked before is remembered.
/// </summary>
public sealed class PrincipalAccess
{
    // As somebody calls who is no service acting for him. A key without values is known to be absent.
    private static readonly KeyValuePair<string, IReadOnlyList<string>>[] s_direct =
    [
        new("aws:ViaAWSService", ["false"]), new("aws:CalledVia", []), new("aws:CalledViaFirst", []), new("aws:CalledViaLast", []), new("kms:ViaService", []),
    ];

    private static readonly RequestContext s_context = new(s_direct, isComplete: false);
    private readonly string _partition;

    // Checks on one estate may be judged side by side.
    private readonly ConcurrentDictionary<string, Right> _known = new(concurrencyLevel: 1, capacity: 7, StringComparer.OrdinalIgnoreCase);

    private readonly IReadOnlyDictionary<CompiledPolicy, string?> _groups;
    private readonly ApplicablePolicies _withoutResourceControl;
    private Powers? _powers;

    internal PrincipalAccess(Principal principal, string partition, IdentityPolicies held, ApplicablePolicies policies, IReadOnlyDictionary<CompiledPolicy, string?> groups)
    {
        Principal = principal;
        Held = held;
        Policies = policies;
        _partition = partition;
        _groups = groups;
        _withoutResourceControl = policies.ResourceControl.Count == 0 ? policies : policies with { ResourceControl = [] };
    }

    /// <summary>Who it is.</summary>
    public Principal Principal { get; }

    /// <summary>What it holds.</summary>
    public IdentityPolicies Held { get; }

    /// <summary>The policies that apply to its requests, ready to be evaluated; RCPs only where the resource's service knows them.</summary>
    public ApplicablePolicies Policies { get; }

    /// <summary>What it can do that matters most.</summary>
    internal Powers Powers => _powers ??= new(this, _partition, Principal.Account ?? "");

    /// <summary>The group through which it holds a policy; null where that is its own.</summary>
    internal string? GroupOf(CompiledPolicy policy) => _groups.GetValueOrDefault(policy);

    /// <summary>The context of a call that it makes itself, with these keys besides; of all others nothing is known.</summary>
    public static RequestContext Direct(params ReadOnlySpan<KeyValuePair<string, IReadOnlyList<string>>> keys) =>
        keys.IsEmpty ? s_context : new([.. s_direct, .. keys], isComplete: false);

    /// <summary>What AWS answers.</summary>
    /// <param name="action">One action.</param>
    /// <param name="resource">A resource, or a pattern of resources.</param>
    /// <param name="context">The keys that are known; without it, those of a call that it makes itself.</param>
    public EvaluationResult Ask(string action, string resource, RequestContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var request = new Request(Principal, action, resource) { Context = context ?? s_context, ResourceIsPattern = resource.Length > 1 && resource.AsSpan().ContainsAny('*', '?') };
        return PolicyEvaluator.Evaluate(request, AccountLimits.IsResourceControlled(request.Service) ? Policies : _withoutResourceControl);
    }

    /// <summary>Whether it may do that on a resource, or on the resources of a pattern.</summary>
    /// <param name="action">One action.</param>
    /// <param name="resource">A resource, or a pattern of resources.</param>
    /// <param name="context">The keys that are known; without it, those of a call that it makes itself.</param>
    public Right May(string action, string resource, RequestContext? context = null)
    {
        if (!SpeaksFor(action))
        {
            return Right.None;
        }
        return Of(Ask(action, resource, context));
    }

    /// <summary>Whether it may do that on a resource that may have a policy of its own, which grants and denies, too.</summary>
    /// <param name="action">One action.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="own">The resource's own policy; null where it has none.</param>
    /// <exception cref="UnseenException">That policy cannot be understood.</exception>
    public Right May(string action, string resource, PolicyDocument? own)
    {
        if (own is null)
        {
            return May(action, resource);
        }
        var request = new Request(Principal, action, resource) { Context = s_context, ResourceIsPattern = resource.AsSpan().ContainsAny('*', '?') };
        return Of(PolicyEvaluator.Evaluate(request, (AccountLimits.IsResourceControlled(request.Service) ? Policies : _withoutResourceControl) with { Resource = OwnPolicy.Ready(resource, own) }));
    }

    /// <summary>Whether it may do that at all: on the kinds of resources of which the action is foremost.</summary>
    /// <param name="action">An action of the table.</param>
    /// <exception cref="KeyNotFoundException">The table does not know the action.</exception>
    public Right May(string action)
    {
        if (!SpeaksFor(action))
        {
            return Right.None;
        }
        if (_known.TryGetValue(action, out var known))
        {
            return known;
        }
        var facts = AiActions.Find(action) ?? throw new KeyNotFoundException($"{Display.Safe(action)} is not in the table of actions.");
        var right = Right.None;
        if (Speaks(facts.Name))
        {
            foreach (var kind in facts.MainPatterns(_partition, Principal.Account ?? ""))
            {
                right = right.Or(May(facts.Name, kind));
            }
            // AWS's own policies grant actions for which it documents no resource on all resources of the service, too.
            if (!right.Exists && facts.Resources is [] && May(facts.Name, $"arn:{_partition}:{facts.Service}:*:{Principal.Account}:*") is { IsFull: true } whole)
            {
                right = whole;
            }
        }
        return _known[action] = right;
    }

    /// <summary>
    /// The policy that allows an action, or all actions of a pattern, on every resource of a kind, as
    /// <see cref="IdentityPolicies.Allowing"/> says, where the evaluation of all policies does not deny it.
    /// </summary>
    internal HeldPolicy? Allowing(string action, string resources, Func<PolicyCondition, bool>? limits = null, Func<PolicyCondition, bool>? holds = null, Func<HeldPolicy, bool>? among = null) =>
        Speaks(action) && Held.Allowing(action, resources, limits, holds, among) is { } policy
            && (action.AsSpan().ContainsAny('*', '?') || Ask(action, resources.Replace("{region}", "*", StringComparison.Ordinal)).Decision >= Decision.Conditional) ? policy : null;

    private static Right Of(EvaluationResult result) =>
        new(result.Decision, result.Decision == Decision.Conditional ? [.. result.ConditionKeys.Where(key => !CallerKeys.Chooses(key))] : [], result.HangsOnResource);

    /// <summary>The patterns of resources of what allows it the action on any of a pattern's: on what none stands for it may not.</summary>
    internal IEnumerable<string> Allowed(string action, string resources, RequestContext context)
    {
        var request = new Request(Principal, action, resources) { Context = context, ResourceIsPattern = true };
        return from policy in Policies.Identity
               from entry in policy.On(request.Service)
               where entry.Statement.Source.IsAllow && entry.Actions.Contains(request.Operation) && entry.Statement.Holds(request) != Truth.False
               from pattern in entry.Statement.Resources(request)
               select pattern;
    }

    // Most principals hold nothing on most services, and little on the rest.
    private bool SpeaksFor(string action)
    {
        var service = ServiceOf(action);
        // Some operations of STS are everybody's.
        if (service is "sts")
        {
            return true;
        }
        foreach (var policy in Policies.Identity)
        {
            if (policy.SpeaksFor(service))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether something that it holds allows the action, or of a pattern anything of the service, on whatever resource.</summary>
    internal bool Speaks(string action)
    {
        var service = ServiceOf(action);
        string? operation = null;
        foreach (var policy in Policies.Identity)
        {
            if (!policy.SpeaksFor(service))
            {
                continue;
            }
            operation ??= service.Length == action.Length ? "" : action[(service.Length + 1)..];
            if (operation.AsSpan().ContainsAny('*', '?') || operation.Length == 0)
            {
                return true;
            }
            foreach (var (statement, actions) in policy.On(service.ToString()))
            {
                if (statement.Source.IsAllow && actions.Contains(operation))
                {
                    return true;
                }
            }
        }
        return false;
    }

    private static ReadOnlySpan<char> ServiceOf(string action)
    {
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? action : action.AsSpan(0, colon);
    }
}
