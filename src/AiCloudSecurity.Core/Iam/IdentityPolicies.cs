namespace AiCloudSecurity.Iam;

/// <summary>
/// What one identity may do by its own policies, by its boundary and by its organisation's policies: no more than all
/// of them allow.
/// </summary>
/// <param name="policies">All policies that it holds.</param>
/// <param name="boundary">The permission boundary, where it has one.</param>
/// <param name="organization">The service control policies, level by level; each level must allow.</param>
public sealed class IdentityPolicies(IReadOnlyList<HeldPolicy> policies, HeldPolicy? boundary = null, IReadOnlyList<IReadOnlyList<HeldPolicy>>? organization = null)
{
    private readonly IReadOnlyList<IReadOnlyList<HeldPolicy>> _limits = [.. boundary is null ? [] : (IReadOnlyList<HeldPolicy>[])[[boundary]], .. organization ?? []];
    private static readonly Glob s_everything = Glob.Resource("*");
    private IReadOnlyList<string>? _regions;

    /// <summary>The policies.</summary>
    public IReadOnlyList<HeldPolicy> Policies => policies;

    /// <summary>The boundary; null where it has none.</summary>
    public HeldPolicy? Boundary => boundary;

    /// <summary>
    /// The policy that allows an action, or all actions of a pattern, on every resource of a kind, in some region at
    /// least; null where none does, where a statement without conditions denies it, or where the boundary does not
    /// allow it. "All but some" counts as all.
    /// </summary>
    /// <param name="action">As iam:PassRole or sagemaker:*.</param>
    /// <param name="resources">The kind, as <c>arn:aws:sagemaker:{region}:111122223333:endpoint/*</c>.</param>
    /// <param name="limits">Which conditions make an Allow narrower than that; without it, all that are not trivial.</param>
    /// <param name="holds">Which conditions of a Deny are met by every such request; without it, the trivial ones.</param>
    /// <param name="among">Which policies may be the one that allows; without it, all.</param>
    /// <exception cref="UnseenException">One of the policies was not read or cannot be understood.</exception>
    public HeldPolicy? Allowing(string action, string resources, Func<PolicyCondition, bool>? limits = null, Func<PolicyCondition, bool>? holds = null, Func<HeldPolicy, bool>? among = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(resources);
        var actions = Glob.Action(action);
        limits ??= condition => !condition.IsTrivial;
        holds ??= condition => condition.IsTrivial;
        foreach (var region in resources.Contains("{region}", StringComparison.Ordinal) ? _regions ??= RegionsNamed() : ["*"])
        {
            var kind = Glob.Resource(resources.Replace("{region}", region, StringComparison.Ordinal));
            if (policies.FirstOrDefault(policy => policy.Statements.Any(Allows) && among?.Invoke(policy) is not false) is { } allowing
                && !policies.Any(policy => policy.Statements.Any(Denies))
                && _limits.All(level => level.Any(policy => policy.Statements.Any(Allows)) && !level.Any(policy => policy.Statements.Any(Denies))))
            {
                return allowing;
            }

            bool Allows(PolicyStatement statement) =>
                statement.IsAllow && statement.IsOnAllResources(kind) && statement.IsOnAll(actions) && !statement.Conditions.Any(limits);

            bool Denies(PolicyStatement statement) =>
                !statement.IsAllow && statement.IsOnAllResources(kind) && statement.IsOnAll(actions) && statement.Conditions.All(holds);
        }
        return null;
    }

    /// <summary>
    /// The policy that allows an action on some resource, whatever the conditions; null where none does, where it is
    /// denied altogether, or where the boundary does not allow it.
    /// </summary>
    /// <exception cref="UnseenException">One of the policies was not read or cannot be understood.</exception>
    public HeldPolicy? AllowingSome(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return policies.FirstOrDefault(policy => policy.Statements.Any(Allows)) is { } allowing
            && !policies.Any(policy => policy.Statements.Any(Denies))
            && _limits.All(level => level.Any(policy => policy.Statements.Any(Allows)) && !level.Any(policy => policy.Statements.Any(Denies))) ? allowing : null;

        bool Allows(PolicyStatement statement) => statement.IsAllow && statement.Resources is not null && statement.IsOnAction(action);

        bool Denies(PolicyStatement statement) =>
            !statement.IsAllow && statement.IsOnAction(action) && statement.IsOnAllResources(s_everything) && statement.Conditions.All(condition => condition.IsTrivial);
    }

    // A right over everything in one region is one over everything there.
    private List<string> RegionsNamed() =>
        [.. policies.Concat(_limits.SelectMany(level => level))
            .SelectMany(policy => policy.Statements)
            .SelectMany(statement => statement.Resources ?? [])
            .Select(pattern => pattern.Text.Split(':', 5) is ["arn", _, _, { Length: > 0 } region, _] ? region : "*")
            .Prepend("*").Distinct(StringComparer.Ordinal)];
}
