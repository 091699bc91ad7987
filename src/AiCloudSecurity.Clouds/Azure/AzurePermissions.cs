using System.Text.Json;
using System.Text.RegularExpressions;

namespace AiCloudSecurity.Clouds.Azure;

/// <summary>
/// What the caller may do in a subscription. Resource Graph leaves out what the caller may not see and says nothing of
/// it: without asking this, what is hidden would look like what is not there.
/// </summary>
internal sealed class AzurePermissions
{
    private readonly List<(Regex[] Actions, Regex[] NotActions)> _grants = [];

    /// <summary>The permissions that Resource Manager lists.</summary>
    /// <exception cref="InvalidDataException">It is no list of permissions.</exception>
    public static AzurePermissions Of(IEnumerable<ReadOnlyMemory<byte>> items)
    {
        var permissions = new AzurePermissions();
        foreach (var item in items)
        {
            using var document = JsonDocument.Parse(item);
            permissions._grants.Add((Patterns(document.RootElement, "actions"), Patterns(document.RootElement, "notActions")));
        }
        return permissions;
    }

    /// <summary>Whether some role gives the action.</summary>
    public bool Allow(string action) =>
        _grants.Exists(grant => Array.Exists(grant.Actions, pattern => pattern.IsMatch(action)) && !Array.Exists(grant.NotActions, pattern => pattern.IsMatch(action)));

    private static Regex[] Patterns(JsonElement grant, string member) =>
        grant.ValueKind != JsonValueKind.Object ? throw new InvalidDataException("the permissions are malformed")
        : !grant.TryGetProperty(member, out var list) || list.ValueKind != JsonValueKind.Array ? []
        : [.. list.EnumerateArray().Select(action => new Regex($"^{Regex.Escape(action.ToString()).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking))];
}
