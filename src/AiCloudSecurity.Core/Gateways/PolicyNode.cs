namespace AiCloudSecurity.Gateways;

/// <summary>An element of an API Management policy.</summary>
/// <param name="Name">As llm-token-limit.</param>
/// <param name="Attributes">Its attributes, expressions as they are written.</param>
/// <param name="Children">The elements in it.</param>
/// <param name="Text">The text in it.</param>
public sealed record PolicyNode(string Name, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<PolicyNode> Children, string Text)
{
    // What only wraps statements: they run, whatever it does around them.
    private static readonly string[] s_wrappers = ["retry", "limit-concurrency", "wait"];

    /// <summary>An attribute; null where it is absent or empty.</summary>
    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute) is { Length: > 0 } value ? value : null;

    /// <summary>Whether its name is one of these.</summary>
    public bool Is(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (name.Equals(Name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The element and all in it.</summary>
    public IEnumerable<PolicyNode> All => Children.SelectMany(child => child.All).Prepend(this);

    /// <summary>Those that some call comes to, whatever the conditions.</summary>
    public static IEnumerable<PolicyNode> Sometimes(IReadOnlyList<PolicyNode> statements, Func<PolicyNode, bool> wanted) =>
        statements.SelectMany(statement => statement.All).Where(wanted);

    /// <summary>Whether every call comes to one: outside of conditions, or in each branch of one.</summary>
    public static bool Always(IReadOnlyList<PolicyNode> statements, Func<PolicyNode, bool> wanted) =>
        statements.Any(statement => wanted(statement)
            || statement.Is(s_wrappers) && Always(statement.Children, wanted)
            || statement.Is("choose") && statement.Children.Any(branch => branch.Is("otherwise"))
                // A branch that answers by itself calls nothing.
                && statement.Children.All(branch => Always(branch.Children, node => wanted(node) || node.Is("return-response"))));
}
