using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AiCloudSecurity.CloudFake;

/// <summary>Resource Graph, with the part of KQL that we and the vendor's samples send. What it does not know it refuses.</summary>
internal static partial class AzureFakeGraph
{
    // Types that lie in tables of their own.
    private static readonly Dictionary<string, string> s_tables = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.Resources/subscriptions"] = "resourcecontainers",
        ["Microsoft.Security/pricings"] = "securityresources",
        ["Microsoft.Authorization/policyAssignments"] = "policyresources",
        ["Microsoft.Authorization/roleAssignments"] = "authorizationresources",
        ["Microsoft.Authorization/roleDefinitions"] = "authorizationresources",
    };

    // What azure-docs lists as not in Resource Graph: Resource Manager only.
    private static readonly string[] s_absent =
    [
        "Microsoft.CognitiveServices/accounts/", "Microsoft.MachineLearningServices/workspaces/computes", "Microsoft.MachineLearningServices/workspaces/datastores",
        "Microsoft.MachineLearningServices/workspaces/connections", "Microsoft.MachineLearningServices/workspaces/schedules", "Microsoft.Insights/diagnosticSettings",
        "Microsoft.Consumption/", "Microsoft.CostManagement/", "Microsoft.SecurityInsights/", "Microsoft.ApiManagement/service/", "Microsoft.KeyVault/vaults/", "Microsoft.Storage/storageAccounts/",
        "Microsoft.Network/privateEndpoints/", "Microsoft.Network/networkSecurityPerimeters/", "Microsoft.CognitiveServices/locations/",
    ];

    public static AzureAnswer Answer(AzureFake fake, JsonNode? body, int pageSize)
    {
        if ((string?)body?["query"] is not { } query)
        {
            return AzureAnswer.Error(400, "BadRequest", "The query is missing.");
        }
        var steps = query.Split('|', StringSplitOptions.TrimEntries);
        var wanted = body["subscriptions"]?.AsArray().Select(id => (string)id!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var above = (string?)body["options"]?["authorizationScopeFilter"] == "AtScopeAboveAndBelow" && steps[0].ToLowerInvariant() is "authorizationresources" or "policyresources";
        var groups = GroupsAbove(fake, wanted);
        var rows = fake.Sorted().Where(resource => TableOf(resource).Equals(steps[0], StringComparison.OrdinalIgnoreCase))
            .Where(resource => fake.Allows($"{(string)resource["type"]!}/read"))
            .Where(resource => IsWithin((string)resource["id"]!, wanted, above ? groups : []));
        rows = rows.Select(row =>
        {
            if (fake.StaleGraph?.Invoke(row) is not { } stale)
            {
                return row;
            }
            var copy = row.DeepClone().AsObject();
            copy["properties"] = stale;
            return copy;
        });
        foreach (var step in steps[1..])
        {
            if (Where().Match(step) is { Success: true } where)
            {
                var types = where.Groups["types"].Value.Split(',', StringSplitOptions.TrimEntries).Select(type => type.Trim('\'')).ToHashSet(StringComparer.OrdinalIgnoreCase);
                rows = rows.Where(row => types.Contains((string)row["type"]!));
            }
            else if (Project().Match(step) is { Success: true } project)
            {
                var columns = project.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries);
                rows = rows.Select(row => new JsonObject(columns.Select(column => new KeyValuePair<string, JsonNode?>(column, row[column]?.DeepClone()))));
            }
            else if (!step.StartsWith("order by id", StringComparison.OrdinalIgnoreCase))
            {
                return AzureAnswer.Error(400, "BadRequest", $"The fake does not know the step '{step}'.");
            }
        }
        var all = rows.ToList();
        var options = body["options"];
        var top = Math.Min(pageSize, (int?)options?["$top"] ?? 100);
        var skip = int.TryParse((string?)options?["$skipToken"], out var given) ? given : 0;
        var page = all.Skip(skip).Take(top).Select(Lowered).ToList();
        var answer = new JsonObject
        {
            ["totalRecords"] = all.Count,
            ["count"] = page.Count,
            ["resultTruncated"] = "false",
            ["facets"] = new JsonArray(),
            ["data"] = new JsonArray([.. page]),
        };
        if (skip + top < all.Count)
        {
            answer["$skipToken"] = $"{skip + top}";
        }
        return new(200, answer) { Headers = { ["x-ms-user-quota-remaining"] = "14", ["x-ms-user-quota-resets-after"] = "00:00:05" } };
    }

    // The management groups of the subscriptions that are asked about; an empty name stands for the tenant.
    private static HashSet<string> GroupsAbove(AzureFake fake, HashSet<string>? subscriptions) => fake.Sorted()
        .Where(resource => "Microsoft.Resources/subscriptions".Equals((string?)resource["type"], StringComparison.OrdinalIgnoreCase) && subscriptions?.Contains((string)resource["subscriptionId"]!) is not false)
        .SelectMany(resource => resource["properties"]?["managementGroupAncestorsChain"]?.AsArray().Select(group => (string)group!["name"]!) ?? []).Append("").ToHashSet(StringComparer.OrdinalIgnoreCase);

    // Built-in roles and policies are seen whatever is asked about.
    private static bool IsWithin(string id, HashSet<string>? subscriptions, HashSet<string> groups) => id.Split('/') switch
    {
        [_, "subscriptions", var subscription, ..] => subscriptions?.Contains(subscription) is not false,
        [_, "providers", "Microsoft.Management", "managementGroups", var group, ..] => groups.Contains(group),
        [_, "providers", "Microsoft.Authorization", var type, _] => type.EndsWith("Definitions", StringComparison.OrdinalIgnoreCase) || groups.Contains(""),
        _ => false,
    };

    // As Resource Graph does: the type, and the resource group within the id.
    private static JsonObject Lowered(JsonObject row)
    {
        var copy = row.DeepClone().AsObject();
        if ((string?)copy["type"] is { } type)
        {
            copy["type"] = type.ToLowerInvariant();
        }
        if ((string?)copy["id"] is { } id)
        {
            copy["id"] = Group().Replace(id, group => group.Value.ToLowerInvariant());
        }
        return copy;
    }

    private static string TableOf(JsonObject resource)
    {
        var type = (string?)resource["type"] ?? "";
        return s_tables.GetValueOrDefault(type) ?? (s_absent.Any(absent => type.StartsWith(absent, StringComparison.OrdinalIgnoreCase)) ? "" : "resources");
    }

    [GeneratedRegex(@"^where\s+type\s+(in~\s*\((?<types>[^)]*)\)|=~\s*(?<types>'[^']*'))$", RegexOptions.IgnoreCase)]
    private static partial Regex Where();

    [GeneratedRegex(@"^project\s+([\w,\s]+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Project();

    [GeneratedRegex("/resourceGroups/[^/]+", RegexOptions.IgnoreCase)]
    private static partial Regex Group();
}
