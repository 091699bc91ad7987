using System.Text;
using System.Text.Json;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>
/// What an operation gave of many resources at once. An index may lag behind, so it is believed where it has just one
/// resource of that name and says nothing else of it than the list does; where not, the resource is asked for alone.
/// </summary>
/// <param name="key">The member that tells them apart.</param>
internal sealed class AwsBulk(string key)
{
    private readonly Dictionary<string, JsonElement?> _byName = new(StringComparer.Ordinal);

    /// <summary>Takes what a page holds.</summary>
    public void Add(JsonElement page, string path)
    {
        foreach (var item in At(page, path.Split('.')))
        {
            if (AwsIdentity.Member(item, key) is { } name)
            {
                _byName[name] = _byName.ContainsKey(name) ? null : item.Clone();
            }
        }
    }

    /// <summary>The resource that a list's item, or a parent, is about; empty where it must be asked for alone.</summary>
    public ReadOnlyMemory<byte> Find(ReadOnlyMemory<byte> listed)
    {
        using var document = JsonDocument.Parse(listed);
        return AwsIdentity.Member(document.RootElement, key) is { } name && _byName.GetValueOrDefault(name) is { } item && Agrees(item, document.RootElement)
            ? Encoding.UTF8.GetBytes(item.GetRawText())
            : default;
    }

    // The state and the time of the last change are among what both say.
    private static bool Agrees(JsonElement item, JsonElement listed) => listed.EnumerateObject().All(said =>
        !item.TryGetProperty(said.Name, out var member) || (said.Value.ValueKind, member.ValueKind) switch
        {
            // Times: some answers have fractions of a second, some have not.
            (JsonValueKind.Number, JsonValueKind.Number) => Math.Abs(member.GetDouble() - said.Value.GetDouble()) < 1,
            (JsonValueKind.String, JsonValueKind.String) => member.ValueEquals(said.Value.GetString()),
            _ => true,
        });

    private static IEnumerable<JsonElement> At(JsonElement element, ReadOnlyMemory<string> path) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(item => At(item, path))
        : path.IsEmpty ? [element]
        : element.ValueKind == JsonValueKind.Object && element.TryGetProperty(path.Span[0], out var member) ? At(member, path[1..])
        : [];
}
