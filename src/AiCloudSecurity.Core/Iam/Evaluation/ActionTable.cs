namespace AiCloudSecurity.Iam;

/// <summary>A table of actions, as sagemaker:CreateEndpoint, for saying what a pattern comes to.</summary>
public sealed class ActionTable
{
    private readonly string[] _actions;

    /// <summary>A table of these actions; one that is named twice, in whatever case, is there once.</summary>
    public ActionTable(IEnumerable<string> actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        _actions = [.. actions.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The actions, in alphabetical order.</summary>
    public IReadOnlyList<string> Actions => _actions;

    /// <summary>The actions that a pattern stands for, in alphabetical order.</summary>
    public IEnumerable<string> Expand(Glob pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var wildcard = pattern.Text.AsSpan().IndexOfAny('*', '?');
        var prefix = wildcard < 0 ? pattern.Text : pattern.Text[..wildcard];
        var start = Array.BinarySearch(_actions, prefix, StringComparer.OrdinalIgnoreCase);
        return _actions.Skip(start < 0 ? ~start : start)
            .TakeWhile(action => action.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Where(action => pattern.Matches(action));
    }

    /// <summary>The actions that a statement speaks of, in alphabetical order.</summary>
    public IEnumerable<string> Expand(PolicyStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        HashSet<string> named = new(statement.Actions.SelectMany(Expand), StringComparer.OrdinalIgnoreCase);
        return _actions.Where(action => named.Contains(action) != statement.ExceptActions);
    }
}
