using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Gateways;

/// <summary>A policy of API Management, with the fragments that it includes in place.</summary>
public sealed class PolicyDocument
{
    private readonly Dictionary<string, IReadOnlyList<PolicyNode>> _sections = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The policy of a text.</summary>
    /// <param name="text">As API Management gives it.</param>
    /// <param name="fragments">The fragments of the gateway, by name.</param>
    /// <exception cref="FormatException">It is no policy, or includes a fragment that is not there or includes itself.</exception>
    public PolicyDocument(string text, IReadOnlyDictionary<string, string> fragments)
    {
        Text = text;
        var top = PolicyReader.Read(text);
        var policies = top.FirstOrDefault(node => node.Is("policies")) ?? throw new FormatException("the policy has no element called policies");
        foreach (var section in policies.Children)
        {
            _sections[section.Name] = Included(section.Children, fragments, []);
        }
        Statements = [.. _sections.Values.SelectMany(section => section).SelectMany(statement => statement.All)];
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>All elements, in whatever section and under whatever condition.</summary>
    public IReadOnlyList<PolicyNode> Statements { get; }

    /// <summary>The policy of a setting; null where there is none.</summary>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public static PolicyDocument? Of(GatewayPolicy? policy, IEnumerable<PolicyFragment> fragments) =>
        policy?.Properties?.Value is { Length: > 0 } text
            ? new(text, fragments.GroupBy(fragment => fragment.Identity.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.First().Properties?.Value ?? "", StringComparer.OrdinalIgnoreCase))
            : null;

    /// <summary>What a gateway does with a call in a section: the innermost policy, and where it says so those around it.</summary>
    /// <param name="section">inbound, backend or outbound.</param>
    /// <param name="scopes">Of the operation, the API, the product and all APIs, in that order; null where a scope has none.</param>
    public static IReadOnlyList<PolicyNode> Effective(string section, params ReadOnlySpan<PolicyDocument?> scopes)
    {
        if (scopes.Length == 0)
        {
            return [];
        }
        var around = Effective(section, scopes[1..]);
        return scopes[0] is not { } policy ? around : [.. policy._sections.GetValueOrDefault(section, []).SelectMany(statement => statement.Is("base") ? around : [statement])];
    }

    private static List<PolicyNode> Included(IReadOnlyList<PolicyNode> statements, IReadOnlyDictionary<string, string> fragments, IReadOnlyList<string> within)
    {
        List<PolicyNode> included = [];
        foreach (var statement in statements)
        {
            if (!statement.Is("include-fragment"))
            {
                included.Add(statement.Children.Count == 0 ? statement : statement with { Children = Included(statement.Children, fragments, within) });
                continue;
            }
            var name = statement["fragment-id"] ?? "";
            if (within.Contains(name, StringComparer.OrdinalIgnoreCase) || !fragments.TryGetValue(name, out var text))
            {
                throw new FormatException($"the policy includes the fragment '{Display.Safe(name)}', which is not there");
            }
            foreach (var fragment in PolicyReader.Read(text))
            {
                included.AddRange(Included(fragment.Children, fragments, [.. within, name]));
            }
        }
        return included;
    }
}
