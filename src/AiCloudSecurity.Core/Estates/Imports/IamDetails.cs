using System.Text.Json;

namespace AiCloudSecurity;

/// <summary>
/// The output of <c>aws iam get-account-authorization-details</c>: users, groups, roles and the policies in use, in
/// the shape in which IAM sends them.
/// </summary>
/// <remarks>
/// A list counts as read only where the file proves it: the last page must not be truncated; an empty list may be
/// the doing of <c>--filter</c>, so it proves nothing; and every policy and group that is named must be there.
/// </remarks>
internal static class IamDetails
{
    private const string Source = "IAM authorization details";

    // Members that IAM always sends; without them an entity is incomplete. IAM leaves out an empty UserPolicyList.
    private static readonly (string List, string Type, string[] Always)[] s_lists =
    [
        ("UserDetailList", "AWS::IAM::User", ["AttachedManagedPolicies", "GroupList"]),
        ("GroupDetailList", "AWS::IAM::Group", ["AttachedManagedPolicies", "GroupPolicyList"]),
        ("RoleDetailList", "AWS::IAM::Role", ["AssumeRolePolicyDocument", "AttachedManagedPolicies", "RolePolicyList"]),
        ("Policies", "AWS::IAM::Policy", ["DefaultVersionId", "PolicyVersionList"]),
    ];

    public static bool Is(JsonElement value) =>
        s_lists.Any(list => Import.Member(value, list.List).ValueKind == JsonValueKind.Array);

    public static Estate Read(Import import, List<JsonElement> pages)
    {
        var items = s_lists.ToDictionary(list => list.List, list => Items(import, pages, list.List));
        var (partition, account) = Account(import, items);
        var truncated = Import.Member(pages[^1], "IsTruncated").ValueKind == JsonValueKind.True
            || Import.Text(pages[^1], "Marker") is not null || Import.Text(pages[^1], "NextToken") is not null;
        List<Resource> resources = [];
        List<CoverageEntry> coverage = [];
        foreach (var (list, typeName, always) in s_lists)
        {
            if (ResourceType.Find(typeName) is not { } type)
            {
                continue;
            }
            foreach (var (arn, item) in items[list])
            {
                var identity = AwsIdentity.Of((AwsResourceAttribute)type.Read, item, new(partition, account, ResourceIdentity.Global)) with { Id = arn };
                var missing = always.Where(member => Import.Member(item, member).ValueKind is JsonValueKind.Undefined or JsonValueKind.Null).ToList();
                resources.Add(type.Create(identity, JsonSerializer.SerializeToUtf8Bytes(item),
                    missing.Count == 0 ? null : Import.Unread(type, $"the {Source} lack {string.Join(", ", missing)} of it")));
            }
            coverage.Add(Import.Entry(type, ResourceIdentity.Global, WhyIncomplete(list, items, truncated)));
        }
        return new Estate(
            new Scope { Cloud = Cloud.Aws, Id = account, Name = account, Caller = Source, Partition = partition },
            import.Time, [], resources, coverage, Source);
    }

    private static Dictionary<string, JsonElement> Items(Import import, List<JsonElement> pages, string list)
    {
        Dictionary<string, JsonElement> items = new(StringComparer.Ordinal);
        foreach (var page in pages)
        {
            var member = Import.Member(page, list);
            if (member.ValueKind != JsonValueKind.Array)
            {
                continue;
            }
            foreach (var item in member.EnumerateArray())
            {
                items.TryAdd(Import.Text(item, "Arn") ?? throw import.Bad($"an entry of {list} has no Arn",
                    "Export with 'aws iam get-account-authorization-details --output json' and leave the output as it is."), item);
            }
        }
        return items;
    }

    private static (string Partition, string Account) Account(Import import, Dictionary<string, Dictionary<string, JsonElement>> items)
    {
        // Policies of AWS have an ARN without an account.
        var owners = items.Values.SelectMany(list => list.Keys).Select(arn => arn.Split(':'))
            .Where(parts => parts is ["arn", _, "iam", _, { Length: 12 } account, ..] && account.All(char.IsAsciiDigit))
            .Select(parts => (Partition: parts[1], Account: parts[4])).Distinct().Take(2).ToList();
        return owners.Count switch
        {
            1 => owners[0],
            0 => throw import.Bad("no ARN in it names an account", "Export with 'aws iam get-account-authorization-details --output json'."),
            _ => throw import.Bad($"it holds the accounts {owners[0].Account} and {owners[1].Account}", "Give one file an account."),
        };
    }

    private static string? WhyIncomplete(string list, Dictionary<string, Dictionary<string, JsonElement>> items, bool truncated) =>
        truncated ? "the file ends with a page that says that more follow"
        : items[list].Count == 0 ? $"{list} is empty in the file, as it is where --filter left it out"
        : list == "Policies" && Named(items, Policies).Find(arn => !items[list].ContainsKey(arn)) is { } policy ? $"the file names the policy {policy} and does not hold it"
        : list == "GroupDetailList" && Named(items, Groups).Find(name => !items[list].Values.Any(group => Import.Text(group, "GroupName") == name)) is { } absent
            ? $"the file names the group {absent} and does not hold it"
        : null;

    private static List<string> Named(Dictionary<string, Dictionary<string, JsonElement>> items, Func<JsonElement, IEnumerable<string?>> names) =>
        [.. items.Values.SelectMany(list => list.Values).SelectMany(names).OfType<string>().Distinct()];

    private static IEnumerable<string?> Policies(JsonElement entity) =>
        Array(entity, "AttachedManagedPolicies").Select(policy => Import.Text(policy, "PolicyArn"))
            .Append(Import.Text(Import.Member(entity, "PermissionsBoundary"), "PermissionsBoundaryArn"));

    private static IEnumerable<string?> Groups(JsonElement entity) =>
        Array(entity, "GroupList").Select(name => name.ValueKind == JsonValueKind.String ? name.GetString() : null);

    private static JsonElement.ArrayEnumerator Array(JsonElement entity, string name) =>
        Import.Member(entity, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;
}
