namespace AiCloudSecurity.Iam;

/// <summary>Actions that a principal may take one after the other.</summary>
/// <param name="Actions">Which.</param>
/// <param name="Keys">The condition keys on which they hang and which it does not choose.</param>
internal sealed record Steps(IReadOnlyList<string> Actions, IReadOnlyList<string> Keys)
{
    /// <summary>One of each of the lists, the freest of it; null where one list has none that it may take.</summary>
    public static Steps? Of(PrincipalAccess access, IReadOnlyList<IReadOnlyList<string>> lists)
    {
        List<string> actions = [];
        List<string> keys = [];
        foreach (var list in lists)
        {
            (string Action, Right Right)? best = null;
            foreach (var action in list)
            {
                var right = access.May(action);
                if (right.Exists && (best is null || right.IsFree && !best.Value.Right.IsFree))
                {
                    best = (action, right);
                }
            }
            if (best is null)
            {
                return null;
            }
            actions.Add(best.Value.Action);
            keys.AddRange(best.Value.Right.Keys);
        }
        return new(actions, [.. keys.Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    /// <summary>As the other, of lists written as a|b.</summary>
    public static Steps? Of(PrincipalAccess access, params ReadOnlySpan<string> lists)
    {
        List<IReadOnlyList<string>> split = [];
        foreach (var list in lists)
        {
            split.Add(list.Split('|'));
        }
        return Of(access, split);
    }
}
