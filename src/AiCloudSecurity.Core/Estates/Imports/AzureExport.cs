using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiCloudSecurity;

/// <summary>
/// Resources of Azure as others export them: the output of <c>az graph query</c>, of <c>Search-AzGraph | ConvertTo-Json</c>,
/// of <c>az resource list</c> and of other commands that print resources; and templates of Resource Manager.
/// </summary>
/// <remarks>
/// A query may be for some types only, and does not say so. So a type counts as read in a subscription where the file
/// holds one of it there, and the parts of a resource where it holds one of them. A resource of which the file shows no
/// properties, or cut them, is marked as unread.
/// </remarks>
internal static class AzureExport
{
    private const string Source = "Azure export";
    private const string TemplateSource = "ARM template";
    private static readonly string[] s_rows = ["data", "value"];
    private static readonly string[] s_tokens = ["skip_token", "$skipToken", "SkipToken", "nextLink"];
    private const string Extension = "/providers/Microsoft.Insights/diagnosticSettings/";

    /// <summary>Whether it is a resource, or a page of resources.</summary>
    public static bool Is(JsonElement value) => IsResource(value) || Rows(value) is not null || ArmTemplate.Is(value);

    public static IReadOnlyList<Estate> Read(Import import, List<JsonElement> values)
    {
        List<Row> rows = [];
        string? cut = null;
        var isTemplate = values.TrueForAll(ArmTemplate.Is);
        var number = 0;
        foreach (var value in values)
        {
            number++;
            if (ArmTemplate.Is(value))
            {
                rows.AddRange(ArmTemplate.Read(import, value, out var elsewhere).Select(resource => Row.Of(resource)));
                cut ??= elsewhere.Count == 0 ? null : $"at {elsewhere[0]} the template links to one that is not in the file: 'az bicep build' writes all modules into one";
            }
            else if (Rows(value) is { } page)
            {
                var row = 0;
                foreach (var item in page.EnumerateArray())
                {
                    rows.Add(Row.Of(import, item, $"row {++row}{(values.Count > 1 ? $" of page {number}" : "")}"));
                }
            }
            else
            {
                rows.Add(Row.Of(import, value, $"row {number}"));
            }
        }
        var pages = values.Where(value => Rows(value) is not null).ToList();
        if (pages.Count > 0)
        {
            var total = pages.Max(page => Count(page, "total_records", "totalRecords", "TotalRecords"));
            cut = total > rows.Count ? $"the file holds {rows.Count} of {total} rows"
                : Token(pages[^1]) ? "the file ends with a page that says that more follow"
                : pages.Exists(page => Import.Member(page, "resultTruncated").ToString().Equals("true", StringComparison.OrdinalIgnoreCase)) ? "the answer was truncated" : null;
        }
        var bySubscription = rows.Where(row => row.Subscription is not null).GroupBy(row => row.Subscription!).ToList();
        return bySubscription.Count == 0
            ? throw import.Bad(isTemplate ? "the template makes no resources" : "no resource in it belongs to a subscription", "Export with 'az graph query -q resources --first 1000', or give a template.")
            : [.. bySubscription.Select(group => EstateOf(import, group.Key, [.. group], cut, isTemplate))];
    }

    private static Estate EstateOf(Import import, string subscription, List<Row> rows, string? cut, bool isTemplate)
    {
        var source = isTemplate ? TemplateSource : Source;
        Dictionary<(ResourceType, string), Resource> resources = [];
        // Parents come before their parts: their ids are shorter.
        foreach (var row in rows.OrderBy(row => row.Id.Length))
        {
            var extensionOf = row.Id.IndexOf(Extension, StringComparison.OrdinalIgnoreCase) is > 0 and var at ? row.Id[..at] : null;
            var name = extensionOf is null ? row.Type : $"{TypeOf(extensionOf)}/diagnosticSettings";
            if (ResourceType.Find(name) is not { Read: AzureResourceAttribute read } type)
            {
                continue;
            }
            var parent = type.Parent is null ? null : extensionOf ?? ParentOf(row.Id, read);
            if (type.Parent is not null && parent is null)
            {
                continue;
            }
            var whole = parent is null ? null : resources.Values.FirstOrDefault(known => known.Type == type.Parent && known.Identity.Id.Equals(parent, StringComparison.OrdinalIgnoreCase))?.Identity
                ?? new ResourceIdentity(Cloud.Azure, subscription, ResourceIdentity.Global, parent, parent[(parent.LastIndexOf('/') + 1)..]);
            var identity = AzureIdentity.Of(read, row.Wire, subscription, whole);
            resources.TryAdd((type, identity.Id.ToLowerInvariant()), type.Create(identity, row.Wire, row.Why(type) is { } why ? Import.Unread(type, $"{why} in the {source}") : null));
        }
        List<CoverageEntry> coverage = [];
        foreach (var type in resources.Values.Select(resource => resource.Type).Distinct())
        {
            if (type.Parent is null)
            {
                coverage.Add(Import.Entry(type, ResourceIdentity.Global, cut));
                continue;
            }
            coverage.AddRange(resources.Values.Where(part => part.Type == type).Select(part => part.Identity.Parent!).Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(parent => Import.Entry(type, ResourceIdentity.Global, cut, parent)));
        }
        // Of what there is, what the file does not hold was not read.
        foreach (var resource in resources.Values)
        {
            coverage.AddRange(from type in ResourceType.All
                              where type.Parent == resource.Type && !resources.Values.Any(part => part.Type == type && resource.Identity.Id.Equals(part.Identity.Parent, StringComparison.OrdinalIgnoreCase))
                              let read = (AzureResourceAttribute)type.Read
                              select read.Kinds is { } kinds && Text(resource, "kind") is { } kind && !kinds.Split(',').Contains(kind, StringComparer.OrdinalIgnoreCase) || resource is IPartlyRead { HasParts: false }
                                  ? Import.Entry(type, ResourceIdentity.Global, null, resource.Identity.Id) with { State = CoverageState.Absent }
                                  : Import.Entry(type, ResourceIdentity.Global, $"it is not in the {source}", resource.Identity.Id));
        }
        var scope = new Scope
        {
            Cloud = Cloud.Azure,
            Id = subscription,
            Name = isTemplate ? Path.GetFileNameWithoutExtension(import.Name) : subscription,
            Caller = source,
            Partition = "AzureCloud",
            Tenant = rows.Select(row => row.Tenant).FirstOrDefault(tenant => tenant is not null),
        };
        return new Estate(scope, import.Time, resources.Values.Select(resource => resource.Identity.Region).Where(region => region != ResourceIdentity.Global),
            resources.Values.OrderBy(resource => resource.Type.Name, StringComparer.Ordinal).ThenBy(resource => resource.Identity.Id, StringComparer.OrdinalIgnoreCase), coverage, source);
    }

    // az writes data, PowerShell Data, Resource Manager value.
    private static JsonElement? Rows(JsonElement value) =>
        s_rows.Select(name => Import.Member(value, name)).FirstOrDefault(rows => rows.ValueKind == JsonValueKind.Array) is { ValueKind: JsonValueKind.Array } found
            && Import.Member(value, "id").ValueKind == JsonValueKind.Undefined && (found.GetArrayLength() == 0 ? Count(value, "count", "total_records", "totalRecords") >= 0 : IsResource(found[0])) ? found : null;

    private static bool IsResource(JsonElement value) =>
        Import.Text(value, "id") is { } id && id.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) && Import.Member(value, "type").ValueKind is JsonValueKind.String;

    private static long Count(JsonElement page, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Import.Member(page, name) is { ValueKind: JsonValueKind.Number } count && count.TryGetInt64(out var number))
            {
                return number;
            }
        }
        return -1;
    }

    private static bool Token(JsonElement page) =>
        s_tokens.Any(name => Import.Text(page, name) is { Length: > 0 });

    // The type of an id, as Microsoft.CognitiveServices/accounts.
    private static string TypeOf(string id)
    {
        var provider = id.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase);
        var words = provider < 0 ? [] : id[(provider + 11)..].Split('/');
        return string.Join('/', words.Where((_, number) => number == 0 || number % 2 == 1));
    }

    // What lies before the part's own path and name.
    private static string? ParentOf(string id, AzureResourceAttribute read)
    {
        var path = read.PartPath;
        return path.Length == 0 ? null
            : read.IsSetting && id.EndsWith($"/{path}", StringComparison.OrdinalIgnoreCase) ? id[..^(path.Length + 1)]
            : id.LastIndexOf($"/{path}/", StringComparison.OrdinalIgnoreCase) is > 0 and var at ? id[..at] : null;
    }

    private static string? Text(Resource resource, string member)
    {
        using var document = JsonDocument.Parse(resource.Wire);
        return Import.Text(document.RootElement, member);
    }

    /// <summary>A resource of a file.</summary>
    private sealed record Row(string Id, string Type, string? Tenant, ReadOnlyMemory<byte> Wire, IReadOnlyList<string> Missing, bool HasProperties, bool IsCut)
    {
        public string? Subscription => AzureIdentity.SubscriptionOf(Id);

        public static Row Of(Import import, JsonElement item, string place)
        {
            if (!IsResource(item))
            {
                throw import.Bad($"{place} is no resource: it has no id and type of Azure", "Keep the columns id, name, type, kind, location, sku, identity, tags and properties in the query.");
            }
            return new(Import.Text(item, "id")!.TrimEnd('/'), Import.Text(item, "type")!, Import.Text(item, "tenantId"), JsonSerializer.SerializeToUtf8Bytes(item), [],
                Import.Member(item, "properties").ValueKind == JsonValueKind.Object, IsCutShort(item));
        }

        public static Row Of(ArmResource resource) =>
            new((string)resource.Json["id"]!, (string)resource.Json["type"]!, null, JsonSerializer.SerializeToUtf8Bytes<JsonNode>(resource.Json), resource.Unresolved, HasProperties: true, IsCut: false);

        /// <summary>Why it is not whole; null where it is.</summary>
        public string? Why(ResourceType type) =>
            IsCut ? "ConvertTo-Json cut it: export with -Depth 20; it is not whole"
            : !HasProperties && type.Record.GetProperty("Properties") is not null ? "'az resource list' shows no properties: export with 'az graph query'; they are not"
            : Missing.FirstOrDefault(path => path == "condition" || Has(type.Record, path.Split('.'))) is { } missing ? $"the value of {missing} has no literal"
            : null;

        // ConvertTo-Json writes what lies deeper than two levels as text, as @{name=value} or the name of a .NET type.
        private static bool IsCutShort(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().Any(member => IsCutShort(member.Value)),
            JsonValueKind.Array => value.EnumerateArray().Any(IsCutShort),
            JsonValueKind.String => value.GetString() is { } text && (text.StartsWith("@{", StringComparison.Ordinal) && text.EndsWith('}') || text is "System.Object[]" or "System.Collections.Hashtable" or "System.Management.Automation.PSCustomObject"),
            _ => false,
        };

        // Whether a record has a member of that path: what it does not have nobody judges.
        private static bool Has(Type record, ReadOnlySpan<string> path)
        {
            foreach (var property in record.GetProperties())
            {
                var name = property.GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonPropertyNameAttribute), false) is [System.Text.Json.Serialization.JsonPropertyNameAttribute named, ..] ? named.Name : property.Name;
                if (path.Length > 0 && name.Equals(path[0], StringComparison.OrdinalIgnoreCase) && property.DeclaringType != typeof(Resource))
                {
                    var nested = property.PropertyType.IsGenericType ? property.PropertyType.GetGenericArguments()[^1] : property.PropertyType;
                    // Of a dictionary, the next word is a name that somebody gave.
                    var rest = property.PropertyType.Name.Contains("Dictionary", StringComparison.Ordinal) ? 2 : 1;
                    return path.Length <= rest || nested.Namespace?.StartsWith("AiCloudSecurity", StringComparison.Ordinal) is not true
                        || Has(nested, path[rest..]);
                }
            }
            return false;
        }
    }
}
