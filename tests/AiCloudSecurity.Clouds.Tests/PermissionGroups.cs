using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>
/// What checks read, in groups that can be taken away together: of each group no check with few reads rests on two, so each
/// verdict that turns shows which was missed. Each alone would be minutes of scans; AISEC_EVERY_PERMISSION=1 does that.
/// </summary>
public static class PermissionGroups
{
    // A check that asks whether AI is used at all rests on more than a hundred reads: what it says shows with any of them.
    private const int FewReads = 15;

    /// <param name="cloud">Whose checks.</param>
    /// <param name="name">What is taken away of a read: its operation, or its permission.</param>
    /// <param name="others">What is asked without any check.</param>
    public static IReadOnlyList<HashSet<string>> Of(Cloud cloud, Func<ReadOperation, string> name, params IEnumerable<string> others)
    {
        var each = Environment.GetEnvironmentVariable("AISEC_EVERY_PERMISSION") is "1";
        var reads = Check.All.Where(check => check.Cloud == cloud).Select(check => check.Reads.Select(name).ToHashSet()).ToList();
        List<HashSet<string>> groups = [];
        foreach (var one in reads.SelectMany(names => names).Except(others).Distinct().Order(StringComparer.Ordinal))
        {
            var together = reads.Where(names => names.Count <= FewReads && names.Contains(one)).SelectMany(names => names).ToHashSet();
            if (each || groups.Find(group => !group.Overlaps(together)) is not { } free)
            {
                groups.Add(free = []);
            }
            free.Add(one);
        }
        groups.AddRange(others.Select(other => (HashSet<string>)[other]));
        return groups;
    }
}
