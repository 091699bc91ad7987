using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Core.Tests;

/// <summary>
/// What is judged of Google Cloud exists: members of records and of examples, and values of enumerations, are held to what
/// Google's own clients know (tests/gcp/make-schema.py). A member that does not exist would always be absent, and judged so.
/// </summary>
public sealed class GcpSchemaTests
{
    private static readonly JsonObject s_schema = JsonNode.Parse(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "gcp-schema.json")))!.AsObject();

    public static TheoryData<string> Types => new(ResourceType.All.Where(type => type.Cloud == Cloud.Gcp).Select(type => type.Name));

    [Theory, MemberData(nameof(Types))]
    public void Members_of_a_record_exist(string name)
    {
        var type = ResourceType.Find(name)!;
        Assert.Empty(Unknown(type.Record, s_schema[name], ""));
    }

    [Theory, MemberData(nameof(Types))]
    public void Members_and_values_of_examples_exist(string name)
    {
        var record = ResourceType.Find(name)!.Record.Name;
        var examples = from check in Check.All
                       where check.Cloud == Cloud.Gcp
                       from example in check.Examples
                       from json in (check.Subject.Name == name ? [example.Json] : Array.Empty<string>())
                           .Concat(example.With.Where(other => other[..other.IndexOf('{', StringComparison.Ordinal)].Trim() == record).Select(other => other[other.IndexOf('{', StringComparison.Ordinal)..]))
                       from wrong in Unknown(JsonNode.Parse(json)!, s_schema[name], "")
                       select $"{check.Id}: {wrong}";
        // Examples that say what old objects look like.
        Assert.Empty(examples.Except(["GCP-NET-005: metadata"]).Distinct());
    }

    [Fact]
    public void What_the_fake_is_filled_with_exists()
    {
        var wrong = from resource in JsonNode.Parse(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "gcp-organization.json")))!.AsArray()
                    let type = (string)resource["type"]!
                    where s_schema[type] is not null && resource["data"] is not null
                    from unknown in Unknown(resource["data"]!, s_schema[type], "")
                    select $"{resource["name"]}: {unknown}";
        Assert.Empty(wrong);
    }

    // A record without members of its own says nothing that could be wrong.
    private static IEnumerable<string> Unknown(Type record, JsonNode? known, string path)
    {
        foreach (var property in record.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.DeclaringType != typeof(Resource)
            && property.Name != "EqualityContract" && property.GetCustomAttribute<JsonIgnoreAttribute>() is null))
        {
            var name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? property.Name;
            var member = (known as JsonObject)?.FirstOrDefault(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (member?.Key is not { } key)
            {
                yield return path + name;
                continue;
            }
            var kind = property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType;
            if (kind.Namespace == "AiCloudSecurity.Resources.Gcp" && member.Value.Value is not JsonValue)
            {
                foreach (var inner in Unknown(kind, member.Value.Value, $"{path}{key}."))
                {
                    yield return inner;
                }
            }
        }
    }

    private static IEnumerable<string> Unknown(JsonNode example, JsonNode? known, string path)
    {
        if (example is JsonArray items)
        {
            return items.SelectMany(item => Unknown(item!, known, path));
        }
        if (example is not JsonObject members)
        {
            // Of an enumeration the values are known; of others only that there is such a member.
            return known is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { } values && values.Contains('|', StringComparison.Ordinal)
                && example.GetValueKind() == JsonValueKind.String && !values.Split('|').Contains(example.GetValue<string>()) ? [$"{path}={example.GetValue<string>()}"] : [];
        }
        if (known is not JsonObject description)
        {
            return [];
        }
        return members.Where(member => !member.Key.StartsWith('@')).SelectMany(member => description.ContainsKey(member.Key)
            ? Unknown(member.Value!, description[member.Key], path.Length == 0 ? member.Key : $"{path}.{member.Key}")
            : [path.Length == 0 ? member.Key : $"{path}.{member.Key}"]);
    }
}
