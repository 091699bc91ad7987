namespace AiCloudSecurity.Iam;

/// <summary>Asks what one principal is granted.</summary>
internal sealed class GrantQuestion
{
    private readonly PrincipalAccess _access;
    private readonly Principal _principal;
    private readonly ApplicablePolicies _policies;

    public GrantQuestion(PrincipalAccess access)
    {
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
        var decisions = results.Select(result => result.Decision).Distinct().ToList();
        var decision = decisions is [var only] ? only : decisions.Exists(one => one >= Decision.Conditional) ? Decision.Conditional : Decision.ImplicitlyDenied;
        if (decision == Decision.Allowed && requests.TrueForAll(request => statement.Holds(request) != Truth.True))
        {
            // Another statement allows the same without its conditions.
            yield break;
        }
        var others = OtherSide(requests);
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

    private static IEnumerable<string> Conditions(CompiledStatement statement, List<Request> requests, List<EvaluationResult> results)
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

    // What a policy of the other side must allow besides.
    private List<string> OtherSide(List<Request> requests) =>
    [
        .. requests.Where(request => request.ResourceAccount != _principal.Account).Select(request => $"account {request.ResourceAccount} must allow it too").Distinct(StringComparer.Ordinal),
        .. requests.Where(PolicyEvaluator.NeedsResourcePolicy).Select(_ => "the resource's own policy must allow it too").Take(1),
    ];
}
