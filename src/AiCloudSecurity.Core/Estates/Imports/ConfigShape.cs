using System.Buffers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiCloudSecurity;

/// <summary>
/// Turns what AWS Config records of a resource into the shape of the read that it replaces, member by member, and
/// knows which members of our record Config does not have.
/// </summary>
/// <remarks>
/// A row is a path of members: <c>IpPermissions.IpRanges:ipv4Ranges.CidrIp</c>. What Config calls otherwise stands
/// behind the colon (<c>@arn</c> is the item's own); an exclamation mark says that Config always has it, so that
/// an item without it is incomplete. A path that ends early takes all that is below. What no row names is left out,
/// and a record with a member that no row names is incomplete.
/// </remarks>
internal sealed class ConfigShape
{
    private readonly List<Node> _members = [];

    /// <summary>A shape of these rows.</summary>
    public ConfigShape(params string[] rows)
    {
        foreach (var row in rows)
        {
            var members = _members;
            foreach (var part in row.Split('.'))
            {
                var name = part.TrimEnd('!').Split(':');
                if (members.Find(member => member.Name == name[0]) is not { } node)
                {
                    members.Add(node = new Node(name[0], name[^1].Split('/'), part.EndsWith('!'), []));
                }
                members = node.Members;
            }
        }
    }

    /// <summary>The key in the item's supplementary configuration where it stands; null for the configuration itself.</summary>
    public string? Supplement { get; init; }

    /// <summary>What makes a shape of it that rows can describe; null where it says that there is none.</summary>
    public Func<JsonElement, JsonElement?> Prepare { get; init; } = recorded => recorded;

    /// <summary>The members of a record that Config does not have.</summary>
    public IReadOnlyList<string> Lacks(Type record) => [.. Lacking(record, _members, "")];

    /// <summary>The resource's wire JSON, and the members that this item should have and has not.</summary>
    public (ReadOnlyMemory<byte> Wire, IReadOnlyList<string> Missing) Wire(JsonElement configuration, JsonElement item)
    {
        var buffer = new ArrayBufferWriter<byte>();
        List<string> missing = [];
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, _members, configuration, item, missing, "");
        }
        return (buffer.WrittenMemory, missing);
    }

    private static void Write(Utf8JsonWriter json, List<Node> members, JsonElement recorded, JsonElement item, List<string> missing, string path)
    {
        json.WriteStartObject();
        foreach (var member in members)
        {
            var value = member.Source[0] is ['@', .. var own] ? Import.Member(item, own) : member.Source.Aggregate(recorded, Import.Member);
            if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            {
                if (member.Always)
                {
                    missing.Add(path + member.Name);
                }
                continue;
            }
            json.WritePropertyName(member.Name);
            if (member.Members.Count == 0)
            {
                value.WriteTo(json);
            }
            else if (value.ValueKind == JsonValueKind.Array)
            {
                json.WriteStartArray();
                foreach (var one in value.EnumerateArray())
                {
                    Write(json, member.Members, one, item, missing, $"{path}{member.Name}.");
                }
                json.WriteEndArray();
            }
            else
            {
                Write(json, member.Members, value, item, missing, $"{path}{member.Name}.");
            }
        }
        json.WriteEndObject();
    }

    private static IEnumerable<string> Lacking(Type record, List<Node> members, string path)
    {
        foreach (var property in record.GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            if (property.DeclaringType == typeof(Resource) || property.GetCustomAttribute<JsonIgnoreAttribute>() is not null || property.SetMethod is null)
            {
                continue;
            }
            var name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? property.Name;
            if (members.Find(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } node)
            {
                yield return path + name;
            }
            else if (node.Members.Count > 0)
            {
                foreach (var inner in Lacking(ItemOf(property.PropertyType), node.Members, $"{path}{name}."))
                {
                    yield return inner;
                }
            }
        }
    }

    private static Type ItemOf(Type type) => type.IsGenericType ? ItemOf(type.GetGenericArguments()[^1]) : type;

    private sealed record Node(string Name, string[] Source, bool Always, List<Node> Members);
}
