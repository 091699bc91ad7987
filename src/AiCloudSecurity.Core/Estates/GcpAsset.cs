using System.Text.Json;

namespace AiCloudSecurity;

/// <summary>An asset of Cloud Asset Inventory, whatever content it was asked for.</summary>
/// <param name="Name">Its full resource name, as Google writes it.</param>
/// <param name="Type">As aiplatform.googleapis.com/Endpoint.</param>
/// <param name="Location">Where it lies; null where the inventory does not say.</param>
/// <param name="Ancestors">Its project, and the folders and the organisation above: projects/1, folders/2, organizations/3.</param>
/// <param name="Contents">What came of each content, as a resource's wire.</param>
public sealed record GcpAsset(string Name, string Type, string? Location, IReadOnlyList<string> Ancestors, IReadOnlyDictionary<GcpContent, ReadOnlyMemory<byte>> Contents)
{
    /// <summary>The kinds of assets that hold others.</summary>
    public const string ProjectType = "cloudresourcemanager.googleapis.com/Project";

    private static readonly (string Member, string Type)[] s_access =
    [
        ("accessPolicy", "identity.accesscontextmanager.googleapis.com/AccessPolicy"),
        ("accessLevel", "identity.accesscontextmanager.googleapis.com/AccessLevel"),
        ("servicePerimeter", "identity.accesscontextmanager.googleapis.com/ServicePerimeter"),
    ];

    /// <summary>Reads a page of a list of assets.</summary>
    /// <returns>The assets, and the token of the next page.</returns>
    /// <exception cref="FormatException">It is no such page.</exception>
    public static (IReadOnlyList<GcpAsset> Assets, string? Next) Page(ReadOnlyMemory<byte> page)
    {
        try
        {
            using var document = JsonDocument.Parse(page);
            var list = Import.Member(document.RootElement, "assets");
            // An empty list is left out, but the time of reading is there.
            if (list.ValueKind != JsonValueKind.Array && Import.Text(document.RootElement, "readTime") is null)
            {
                throw new FormatException("the answer is no list of assets");
            }
            return (list.ValueKind != JsonValueKind.Array ? [] : [.. list.EnumerateArray().Select(item => Of(item) ?? throw new FormatException("the list holds something that is no asset"))],
                Import.Text(document.RootElement, "nextPageToken") is { Length: > 0 } next ? next : null);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw new FormatException("the answer was malformed", malformed);
        }
    }

    /// <summary>Reads one asset: in the words of the interface, or in those of an export (asset_type, iam_policy). Null where it is none.</summary>
    internal static GcpAsset? Of(JsonElement item)
    {
        if (Text(item, "name", "name") is not { Length: > 2 } name || !name.StartsWith("//", StringComparison.Ordinal) || Text(item, "assetType", "asset_type") is not { } type || !type.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }
        var ancestors = Import.Member(item, "ancestors") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(text => text.GetString()!).ToList() : [];
        Dictionary<GcpContent, ReadOnlyMemory<byte>> contents = [];
        var resource = Import.Member(item, "resource");
        if (Import.Member(resource, "data") is { ValueKind: JsonValueKind.Object } data)
        {
            contents[GcpContent.Resource] = JsonSerializer.SerializeToUtf8Bytes(data);
        }
        if (Member(item, "iamPolicy", "iam_policy") is { ValueKind: JsonValueKind.Object } iam)
        {
            contents[GcpContent.IamPolicy] = Attached(name, type, ancestors, "iamPolicy", iam);
        }
        if (Member(item, "orgPolicy", "org_policy") is { ValueKind: JsonValueKind.Array } org)
        {
            contents[GcpContent.OrgPolicy] = Attached(name, type, ancestors, "orgPolicy", org);
        }
        foreach (var (member, kind) in s_access)
        {
            // It stands in the asset of what it was made for, and is a thing of its own.
            if (Member(item, member, Snake(member)) is { ValueKind: JsonValueKind.Object } access)
            {
                (name, type) = (Import.Text(access, "name") is { Length: > 0 } own ? $"//accesscontextmanager.googleapis.com/{own}" : name, kind);
                contents[GcpContent.AccessPolicy] = Written(json => WriteCamel(json, access));
            }
        }
        return new(name, type, Text(resource, "location", "location"), ancestors, contents);
    }

    /// <summary>
    /// Policies of the first version in the shape of the second: each as a resource of its own. The inventory may give one or the other.
    /// </summary>
    public IEnumerable<(string Name, ReadOnlyMemory<byte> Wire)> OrgPolicies()
    {
        if (!Contents.TryGetValue(GcpContent.OrgPolicy, out var wire))
        {
            yield break;
        }
        using var document = JsonDocument.Parse(wire);
        foreach (var policy in Import.Member(document.RootElement, "orgPolicy").EnumerateArray())
        {
            if (Import.Text(policy, "constraint") is { } constraint)
            {
                var name = $"{Name[(Name.IndexOf('/', 2) + 1)..]}/policies/{constraint[(constraint.IndexOf('/', StringComparison.Ordinal) + 1)..]}";
                yield return (name, Written(json => WriteSecond(json, name, policy)));
            }
        }
    }

    private static void WriteSecond(Utf8JsonWriter json, string name, JsonElement policy)
    {
        var (boolean, list) = (Import.Member(policy, "booleanPolicy"), Import.Member(policy, "listPolicy"));
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteStartObject("spec"u8);
        if (Import.Member(policy, "restoreDefault").ValueKind == JsonValueKind.Object)
        {
            json.WriteBoolean("reset"u8, true);
        }
        if (Import.Member(list, "inheritFromParent").ValueKind == JsonValueKind.True)
        {
            json.WriteBoolean("inheritFromParent"u8, true);
        }
        json.WriteStartArray("rules"u8);
        if (boolean.ValueKind == JsonValueKind.Object)
        {
            json.WriteStartObject();
            json.WriteBoolean("enforce"u8, Import.Member(boolean, "enforced").ValueKind == JsonValueKind.True);
            json.WriteEndObject();
        }
        else if (list.ValueKind == JsonValueKind.Object)
        {
            json.WriteStartObject();
            switch (Import.Text(list, "allValues"))
            {
                case "ALLOW":
                    json.WriteBoolean("allowAll"u8, true);
                    break;
                case "DENY":
                    json.WriteBoolean("denyAll"u8, true);
                    break;
                default:
                    json.WriteStartObject("values"u8);
                    foreach (var member in (ReadOnlySpan<string>)["allowedValues", "deniedValues"])
                    {
                        if (Import.Member(list, member) is { ValueKind: JsonValueKind.Array } values)
                        {
                            json.WritePropertyName(member);
                            values.WriteTo(json);
                        }
                    }
                    json.WriteEndObject();
                    break;
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // A policy is kept with what it is attached to.
    internal static ReadOnlyMemory<byte> Attached(string name, string type, IReadOnlyList<string> ancestors, string member, JsonElement policy) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteString("assetType"u8, type);
        json.WritePropertyName(member);
        WriteCamel(json, policy);
        json.WriteStartArray("ancestors"u8);
        foreach (var ancestor in ancestors)
        {
            json.WriteStringValue(ancestor);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    // Exports write audit_configs where the interface writes auditConfigs.
    private static void WriteCamel(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(Camel(member.Name));
                    WriteCamel(json, member.Value);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteCamel(json, item);
                }
                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static ReadOnlyMemory<byte> Written(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            write(json);
        }
        return bytes.ToArray();
    }

    private static string Camel(string name) => !name.Contains('_', StringComparison.Ordinal) ? name
        : string.Concat(name.Split('_').Select((word, at) => at == 0 || word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    private static string Snake(string name) => string.Concat(name.Select(letter => char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : letter.ToString()));

    private static JsonElement Member(JsonElement item, string name, string exported) =>
        Import.Member(item, name) is { ValueKind: not JsonValueKind.Undefined } found ? found : Import.Member(item, exported);

    private static string? Text(JsonElement item, string name, string exported) => Member(item, name, exported) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
