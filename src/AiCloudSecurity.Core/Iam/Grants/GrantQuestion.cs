namespace AiCloudSecurity.Iam;

/// <summary>Asks what one principal is granted.</summary>
internal sealed class GrantQuestion
{
    private const int Listed = 3;
    private const string OwnToo = "the resource's own policy must allow it too";
    private readonly OwnPolicies? _own;
    private readonly PrincipalAccess _access;
    private readonly Principal _principal;
    private readonly ApplicablePolicies _policies;

    /// <summary>Asks of a principal, with the policies of the resources that are known; a group makes no requests, so that they say nothing of it.</summary>
    public GrantQuestion(PrincipalAccess access, OwnPolicies? own = null)
    {
        _own = access.Principal.Type == PrincipalType.Group ? null : own;
        _access = access;
        _principal = access.Principal;
        _policies = access.Policies;
    }

    /// <summary>What it is granted of the actions of a service: of each, for each statement that allows it and each of the statement's resources.</summary>
    public IEnumerable<AiGrant> Ask(string service, IEnumerable<AskedAction> actions)
    {
        // Most principals hold nothing on most services, and of the rest little.
        var allowing = _policies.Identity.SelectMany(policy => policy.On(service)).Where(entry => entry.Statement.Source.IsAllow).Select(entry => entry.Actions).ToArray();
        return allowing.Length == 0 ? [] : actions.Where(action => Array.Exists(allowing, some => some.Contains(action.Operation))).SelectMany(action => Rows(action).Distinct());
    }

    private IEnumerable<AiGrant> Rows(AskedAction action)
    {
        var request = new Request(_principal, action.Name, "*") { Context = RequestContext.Unknown };
        foreach (var policy in _policies.Identity)
        {
            foreach (var (statement, actions) in policy.On(request.Service))
            {
                if (statement.Source.IsAllow && actions.Contains(request.Operation))
                {
                    foreach (var resource in statement.Resources(request).Distinct(StringComparer.Ordinal))
                    {
                        foreach (var grant in Rows(action, policy, statement, resource))
                        {
                            yield return grant;
                        }
                    }
                }
            }
        }
    }

    private IEnumerable<AiGrant> Rows(AskedAction action, CompiledPolicy policy, CompiledStatement statement, string resource)
    {
        var requests = action.Targets(resource).ConvertAll(target => new Request(_principal, action.Name, target) { Context = RequestContext.Unknown, ResourceIsPattern = action.Resources is not [] });
        var results = requests.ConvertAll(request => PolicyEvaluator.Evaluate(request, _policies));
        if (requests.Count == 0 || requests.TrueForAll(request => statement.Holds(request) == Truth.False))
        {
            yield break;
        }
        var excepted = Join(action, resource, requests, results);
        var decisions = results.Select(result => result.Decision).Distinct().ToList();
        var decision = decisions is [var only] ? only : decisions.Exists(one => one >= Decision.Conditional) ? Decision.Conditional : Decision.ImplicitlyDenied;
        if (decision == Decision.Allowed && requests.TrueForAll(request => statement.Holds(request) != Truth.True))
        {
            // Another statement allows the same without its conditions.
            yield break;
        }
        var others = OtherSide(requests, results, excepted);
        others.AddRange(excepted);
        if (decision == Decision.Allowed && others.Count > 0)
        {
            decision = Decision.Conditional;
        }
        switch (decision)
        {
            case Decision.ExplicitlyDenied:
                foreach (var denying in results.SelectMany(result => result.Statements))
                {
                    yield return Row(denying.Policy, denying.Statement, "");
                }
                break;
            case Decision.ImplicitlyDenied when results.Exists(result => result.NotAllowedBy.Contains(PolicyType.PermissionsBoundary)):
                yield return Row(_policies.PermissionsBoundary!, null, "");
                break;
            case Decision.ImplicitlyDenied when results.Exists(result => result.NotAllowedBy.Contains(PolicyType.Resource)):
                yield return Row(policy, statement.Source, "the resource's own policy does not allow it");
                break;
            case Decision.Allowed:
                yield return Row(policy, statement.Source, "");
                break;
            case Decision.Conditional:
                yield return Row(policy, statement.Source, string.Join("; ", Conditions(statement, requests, results).Concat(others).Distinct(StringComparer.Ordinal)));
                break;
        }

        AiGrant Row(CompiledPolicy decided, PolicyStatement? by, string conditions) => new(
            _principal.Name, _principal.Type, action.Name, Display.Safe(resource), decision, Display.Safe(conditions),
            Display.Safe(decided.Name), by is null ? "" : Display.Safe(string.IsNullOrEmpty(by.Sid) ? by.Place : by.Sid), _access.GroupOf(decided));
    }

    /// <summary>On what an answer hangs, in words.</summary>
    internal static IEnumerable<string> Conditions(CompiledStatement statement, List<Request> requests, List<EvaluationResult> results)
    {
        HashSet<string> said = new(StringComparer.OrdinalIgnoreCase);
        foreach (var condition in requests.SelectMany(statement.Unknown).Distinct())
        {
            said.Add(condition.Key);
            yield return condition.ToString();
        }
        var saysWhere = statement.Source.ExceptResources;
        if (saysWhere)
        {
            yield return $"not on {Resources(statement.Source)}";
        }
        foreach (var denying in results.SelectMany(result => result.Statements).Select(deciding => deciding.Statement).Where(deciding => !deciding.IsAllow).Distinct())
        {
            said.UnionWith(denying.Conditions.Select(condition => condition.Key));
            var where = denying.Resources is null or [{ Text: "*" }] && !denying.ExceptResources ? "" : $"on {(denying.ExceptResources ? "all but " : "")}{Resources(denying)}";
            saysWhere |= where.Length > 0;
            var when = string.Join(" and ", denying.Conditions);
            yield return $"unless {where}{(where.Length > 0 && when.Length > 0 ? " with " : "")}{when}";
        }
        foreach (var key in results.SelectMany(result => result.ConditionKeys).Where(said.Add))
        {
            yield return $"depends on {key}";
        }
        if (!saysWhere && results.Exists(result => result.HangsOnResource || result.Decision < Decision.Conditional))
        {
            yield return "on some of them";
        }

        static string Resources(PolicyStatement statement) => string.Join(", ", statement.Resources ?? []);
    }

    // What the policies of the resources themselves say: of one that the statement names, they decide with it; of many,
    // those are told that are denied in any case.
    private List<string> Join(AskedAction action, string resource, List<Request> requests, List<EvaluationResult> results)
    {
        List<string> denied = [], unread = [];
        int keys = 0, open = 0;
        foreach (var own in _own?.On(action.Service) ?? [])
        {
            var target = own.Targets.FirstOrDefault(target => Means(target, resource) && (action.Resources?.Any(kind => Means(target, kind)) ?? true));
            if (target is null)
            {
                continue;
            }
            var alone = Glob.Resource(target, escapes: false).Covers(Glob.Resource(resource, escapes: false));
            if (own.Compiled is null)
            {
                unread.AddRange(alone ? ["its own policy could not be seen"] : []);
                continue;
            }
            var request = new Request(_principal, action.Name, alone ? resource : target)
            {
                Context = RequestContext.Unknown,
                ResourceAccount = _principal.Account,
                ResourceIsPattern = (alone ? resource : target).AsSpan().ContainsAny('*', '?'),
            };
            var isKey = PolicyEvaluator.NeedsResourcePolicy(request);
            if (!alone && !isKey && !own.DeniesOutright(action.Operation))
            {
                continue;
            }
            var result = PolicyEvaluator.Evaluate(request, _policies with { Resource = own.Compiled });
            if (alone)
            {
                requests.Clear();
                requests.Add(request);
                results.Clear();
                results.Add(result);
                return [];
            }
            keys += isKey ? 1 : 0;
            open += isKey && result.Decision >= Decision.Conditional ? 1 : 0;
            if (!isKey && result.Decision < Decision.Conditional)
            {
                denied.Add(own.Resource);
            }
        }
        return
        [
            .. unread.Distinct(StringComparer.Ordinal),
            .. keys == 0 ? [] : (IEnumerable<string>)[$"{OwnToo}: of {keys} that {(keys == 1 ? "was" : "were")} read {(open == keys ? keys == 1 ? "it does" : "all do" : $"{open} do")}"],
            .. denied.Count == 0 ? [] : (IEnumerable<string>)[$"not on {string.Join(", ", denied.Take(Listed))}{(denied.Count > Listed ? $" and {denied.Count - Listed} more" : "")}, by {(denied.Count == 1 ? "its" : "their")} own policy"],
        ];

        static bool Means(string left, string right) => ResourcePattern.Overlap(PolicyText.Encode(left), PolicyText.Encode(right));
    }

    // What a policy of the other side must allow besides; of a resource whose own policy was asked, nothing.
    private List<string> OtherSide(List<Request> requests, List<EvaluationResult> results, List<string> said) =>
    [
        .. requests.Where(request => request.ResourceAccount != _principal.Account).Select(request => $"account {request.ResourceAccount} must allow it too").Distinct(StringComparer.Ordinal),
        .. requests.Where((request, at) => PolicyEvaluator.NeedsResourcePolicy(request) && !results[at].Statements.Any(deciding => deciding.Policy.Type == PolicyType.Resource && deciding.Policy.Name.Length > 0))
            .Where(_ => !said.Exists(text => text.StartsWith(OwnToo, StringComparison.Ordinal))).Select(_ => OwnToo).Take(1),
    ];
}
