using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Iam.Azure;

/// <summary>
/// What the tenant's directory says of whom roles are given to. What was not read, or is hidden, throws
/// <see cref="UnseenException"/>.
/// </summary>
internal sealed class EntraDirectory(Inventory<DirectoryPrincipal> principals, Inventory<GroupMember> members)
{
    // Microsoft's own example of a group of everybody: each object has an id.
    private const string Everybody = "user.objectId -ne null";
    private readonly Dictionary<string, (IReadOnlyDictionary<string, GroupMember>? Members, string? Unseen)> _groups = new(StringComparer.OrdinalIgnoreCase);
    private Dictionary<string, DirectoryPrincipal>? _known;

    /// <summary>The one with that object id; null where the directory knows none.</summary>
    public DirectoryPrincipal? Find(string id) => principals.Find(id);

    /// <summary>The one with that object id; null where the directory knows none, or was not read.</summary>
    public DirectoryPrincipal? Known(string id) => (_known ??= principals.Known.ToDictionary(principal => principal.Identity.Id, StringComparer.OrdinalIgnoreCase)).GetValueOrDefault(id);

    /// <summary>Who is in a group, groups within it resolved.</summary>
    public IReadOnlyCollection<GroupMember> MembersOf(string group) => In(group) is { Members: { } known } ? [.. known.Values] : throw new UnseenException(In(group).Unseen!);

    /// <summary>Whether somebody is in a group; Unknown where that was not read.</summary>
    public Truth IsIn(string principal, string group) => In(group).Members is { } known ? Truths.Of(known.ContainsKey(principal)) : Truth.Unknown;

    /// <summary>Why it is not known who is in a group; null where it is.</summary>
    public string? WhyNotKnown(string group) => In(group).Unseen;

    /// <summary>Whether the directory puts everybody into a group, guests too.</summary>
    public static bool HoldsEverybody(DirectoryPrincipal group) =>
        group.MembershipRule?.Contains(Everybody, StringComparison.OrdinalIgnoreCase) is true && !group.MembershipRule.Contains("userType", StringComparison.OrdinalIgnoreCase);

    private (IReadOnlyDictionary<string, GroupMember>? Members, string? Unseen) In(string group) => _groups.TryGetValue(group, out var known) ? known : _groups[group] = Look(group);

    private (IReadOnlyDictionary<string, GroupMember>?, string?) Look(string group)
    {
        try
        {
            // What was deleted gives its roles to nobody.
            if (Find(group) is not { } found)
            {
                return (new Dictionary<string, GroupMember>(), null);
            }
            var listed = members.Of(found);
            return listed.Count == 0 && "HiddenMembership".Equals(found.Visibility, StringComparison.OrdinalIgnoreCase)
                ? (null, $"Who is in the group {group} is hidden. Grant Member.Read.Hidden.")
                : (listed.DistinctBy(member => member.Id, StringComparer.OrdinalIgnoreCase).ToDictionary(member => member.Id ?? "", StringComparer.OrdinalIgnoreCase), null);
        }
        catch (UnseenException unseen)
        {
            return (null, $"Who is in the group {group} is not known. {unseen.Message}");
        }
    }
}
