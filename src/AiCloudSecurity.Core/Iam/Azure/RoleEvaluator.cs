namespace AiCloudSecurity.Iam.Azure;

/// <summary>
/// Says whether somebody may do something in Azure: some role of his gives it at the resource or above, and no deny
/// assignment takes it. Roles only add, deny assignments only take; order does not matter.
/// </summary>
public static class RoleEvaluator
{
    /// <summary>What Azure answers.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="roles">The roles of whomever; those of others do not count.</param>
    /// <param name="denies">What is denied whomever.</param>
    public static RoleAnswer Evaluate(RoleRequest request, IEnumerable<HeldRole> roles, IEnumerable<Deny> denies)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(roles);
        ArgumentNullException.ThrowIfNull(denies);
        List<HeldRole> free = [], maybe = [];
        SortedSet<string> hangsOn = new(StringComparer.OrdinalIgnoreCase);
        string? unseen = null;
        foreach (var role in roles.Where(role => role.IsOf(request) && AzureScope.Covers(role.Scope, request.Resource)))
        {
            HashSet<string> open = new(StringComparer.OrdinalIgnoreCase);
            switch (role.Gives(request, open))
            {
                case Truth.Unknown when role.Unseen is not null:
                    unseen ??= role.Unseen;
                    break;
                case Truth.True when !role.IsEligible:
                    free.Add(role);
                    break;
                case Truth.True or Truth.Unknown:
                    maybe.Add(role);
                    hangsOn.UnionWith(open);
                    hangsOn.UnionWith(role.Before is { } before ? [before] : []);
                    break;
            }
        }
        if (free.Count + maybe.Count == 0)
        {
            return new(Decision.ImplicitlyDenied, [], [], [], unseen);
        }
        if (free.Count > 0)
        {
            hangsOn.Clear();
        }
        var (decision, denying) = (free.Count > 0 ? Decision.Allowed : Decision.Conditional, new List<Deny>());
        string? unknown = null;
        foreach (var deny in denies)
        {
            switch (deny.Takes(request, hangsOn, ref unknown))
            {
                case Truth.True:
                    return new(Decision.ExplicitlyDenied, [], [deny], []);
                case Truth.Unknown:
                    denying.Add(deny);
                    decision = Decision.Conditional;
                    break;
            }
        }
        if (unknown is not null)
        {
            // What cannot be understood may take it.
            return new(Decision.ImplicitlyDenied, [.. free, .. maybe], denying, [], unknown);
        }
        return new(decision, [.. free, .. maybe], denying, decision == Decision.Conditional ? [.. hangsOn] : []);
    }
}
