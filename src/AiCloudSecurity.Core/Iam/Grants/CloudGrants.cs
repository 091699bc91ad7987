using AiCloudSecurity.Iam.Azure;
using AiCloudSecurity.Iam.Google;

namespace AiCloudSecurity.Iam;

/// <summary>Which grants are asked for, whatever the cloud.</summary>
public sealed record GrantQuery
{
    /// <summary>Patterns of actions, as sagemaker:Create*, Microsoft.Search/* or aiplatform.*; all that are known without.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>What the actions let their caller do; anything without.</summary>
    public IReadOnlyList<ActionClass> Classes { get; init; } = [];

    /// <summary>Which principals, by name and id; all without.</summary>
    public Func<string, string, bool>? Principals { get; init; }

    /// <summary>Patterns of resources, of which one must be able to mean what the grant is on; all without.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>Says of each grant whether the action was used since then; without it, nothing.</summary>
    public DateTimeOffset? UsedSince { get; init; }
}

/// <summary>The one way into what a cloud's identities are granted.</summary>
public static class CloudGrants
{
    /// <summary>The clouds of which grants can be shown.</summary>
    public static IReadOnlyList<Cloud> Clouds { get; } = [Cloud.Aws, Cloud.Azure, Cloud.Gcp];

    /// <summary>The actions that are known in all clouds.</summary>
    public static IEnumerable<(string Name, ActionClass Class)> Actions => AiActions.Table.Actions.Select(name => (name, AiActions.Find(name)!.Class))
        .Concat(AzureActions.All.Select(action => (action.Name, action.Class)))
        .Concat(GoogleActions.All.Select(action => (action.Name, action.Class)));

    /// <summary>Whether a pattern stands for an action that is known in some cloud.</summary>
    public static bool Knows(string pattern)
    {
        var actions = Glob.Action(pattern);
        return Actions.Any(action => actions.Matches(action.Name));
    }

    /// <summary>The grants in an estate, one principal after the other.</summary>
    /// <exception cref="UnseenException">What they rest on was not read. Thrown when that is come to.</exception>
    /// <exception cref="NotSupportedException">The cloud is none of <see cref="Clouds"/>.</exception>
    public static IEnumerable<PrincipalGrants> Of(Estate estate, GrantQuery query)
    {
        ArgumentNullException.ThrowIfNull(estate);
        ArgumentNullException.ThrowIfNull(query);
        return estate.Scope.Cloud switch
        {
            Cloud.Aws => AiGrants.Of(estate, [.. Asked(query)], query.Principals, query.Resources, query.UsedSince),
            Cloud.Azure => AzureGrants.Of(estate, query),
            Cloud.Gcp => GoogleGrants.Of(estate, query),
            _ => throw new NotSupportedException($"Grants of {estate.Scope.Cloud}."),
        };
    }

    private static IEnumerable<AiAction> Asked(GrantQuery query)
    {
        var chosen = query.Actions.Count == 0 ? AiActions.All.Concat(AiActions.Supporting) : query.Actions.SelectMany(pattern => AiActions.Expand(Glob.Action(pattern))).Distinct();
        return chosen.Where(action => query.Classes.Count == 0 || query.Classes.Contains(action.Class));
    }
}
