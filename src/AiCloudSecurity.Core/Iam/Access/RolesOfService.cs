using System.Collections.Concurrent;

namespace AiCloudSecurity.Iam;

/// <summary>The roles that one service may take, found by the patterns of ARNs in policies.</summary>
/// <param name="all">They, the strongest first.</param>
internal sealed class RolesOfService(IReadOnlyList<TakenRole> all)
{
    // Of an account's many principals most hold the same few patterns.
    private readonly ConcurrentDictionary<string, int[]> _byPattern = new(StringComparer.Ordinal);
    private readonly Lazy<(string Arn, int Place)[]> _byArn = new(() => [.. all.Select((role, place) => (role.Arn, place)).OrderBy(role => role.Arn, StringComparer.Ordinal)]);

    /// <summary>All of them, the strongest first.</summary>
    public IReadOnlyList<TakenRole> All => all;

    /// <summary>Those that some of the patterns stand for, the strongest first.</summary>
    public IReadOnlyList<TakenRole> Like(IEnumerable<string> patterns)
    {
        int[] places = [];
        foreach (var pattern in patterns.Distinct(StringComparer.Ordinal))
        {
            if (pattern == "*")
            {
                return all;
            }
            var found = _byPattern.GetOrAdd(pattern, Find);
            places = places.Length == 0 ? found : found.Length == 0 ? places : [.. places.Union(found).Order()];
        }
        return Array.ConvertAll(places, place => all[place]);
    }

    // Only ARNs that begin as the pattern does are held against it.
    private int[] Find(string pattern)
    {
        var glob = Glob.Resource(pattern, escapes: false);
        var wild = pattern.AsSpan().IndexOfAny('*', '?');
        var start = wild < 0 ? pattern : pattern[..wild];
        List<int> found = [];
        for (var i = First(start); i < _byArn.Value.Length && _byArn.Value[i].Arn.StartsWith(start, StringComparison.Ordinal); i++)
        {
            if (glob.Matches(_byArn.Value[i].Arn))
            {
                found.Add(_byArn.Value[i].Place);
            }
        }
        found.Sort();
        return [.. found];
    }

    private int First(string start)
    {
        var (low, high) = (0, _byArn.Value.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(_byArn.Value[middle].Arn, start) < 0 ? (middle + 1, high) : (low, middle);
        }
        return low;
    }
}
