using System.Collections.Frozen;
using System.Reflection;

namespace AiCloudSecurity.Iam.Google;

/// <summary>Which of Google's own roles hold the permissions that we ask about.</summary>
internal static class GoogleRoles
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> s_roles = Read();

    /// <summary>What a role of Google's own gives, of <see cref="GoogleActions"/>; null where there is no such role.</summary>
    /// <param name="role">As roles/aiplatform.user.</param>
    public static FrozenSet<string>? Find(string role) => s_roles.GetValueOrDefault(role);

    private static FrozenDictionary<string, FrozenSet<string>> Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("google-roles.txt")!);
        var permissions = reader.ReadLine()!.Split(' ');
        Dictionary<string, FrozenSet<string>> roles = new(StringComparer.Ordinal);
        // Many roles hold the same.
        Dictionary<string, FrozenSet<string>> sets = new(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var (name, held) = (line[..space], line[(space + 1)..]);
            roles[$"roles/{name}"] = sets.TryGetValue(held, out var known) ? known
                : sets[held] = held.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(number => permissions[int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)]).ToFrozenSet(StringComparer.Ordinal);
        }
        return roles.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
