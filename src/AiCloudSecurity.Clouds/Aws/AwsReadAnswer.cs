using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>Takes from an answer what a resource type says is in it.</summary>
internal static class AwsReadAnswer
{
    /// <summary>The items of a list's page, and where they lie in items of another list, all of these; none where the member is absent.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement page, string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        if (page.ValueKind != JsonValueKind.Object || !page.TryGetProperty(dot < 0 ? path : path[..dot], out var inner) || inner.ValueKind == JsonValueKind.Null)
        {
            return [];
        }
        return dot >= 0 ? inner.ValueKind == JsonValueKind.Array ? inner.EnumerateArray().SelectMany(item => Items(item, path[(dot + 1)..])) : Items(inner, path[(dot + 1)..])
            : inner.ValueKind == JsonValueKind.Array ? inner.EnumerateArray() : throw new JsonException($"{path} is not a list.");
    }

    /// <summary>An item as an object: where a list gives names only, they come alone.</summary>
    public static ReadOnlyMemory<byte> Bytes(JsonElement item) => item.ValueKind == JsonValueKind.Object
        ? Encoding.UTF8.GetBytes(item.GetRawText())
        : JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["Name"] = item.ToString() });

    /// <summary>The item that a list's item holds as text; the item itself where the type does not say so.</summary>
    public static ReadOnlyMemory<byte> Bytes(ResourceType type, AwsResourceAttribute read, JsonElement item) =>
        read.Within is null ? Bytes(item)
        : item.TryGetProperty(read.Within, out var text) && text.ValueKind == JsonValueKind.String ? type.Known(Encoding.UTF8.GetBytes(text.GetString()!))
        : throw new JsonException($"An item has no {read.Within}.");

    /// <summary>The resource in the answer of a describe operation.</summary>
    public static ReadOnlyMemory<byte> Unwrap(AwsResourceAttribute read, ReadOnlyMemory<byte> answer)
    {
        if (read.Unwrap is null)
        {
            return answer;
        }
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.TryGetProperty(read.Unwrap, out var inner)
            && (inner.ValueKind == JsonValueKind.Array && inner.GetArrayLength() == 1 ? inner[0] : inner) is { ValueKind: JsonValueKind.Object } only
            ? Encoding.UTF8.GetBytes(only.GetRawText())
            : throw new JsonException($"The answer has no {read.Unwrap}.");
    }

    /// <summary>The one of that name or id: a list that is asked for a prefix may hold more. Empty where there is none.</summary>
    public static ReadOnlyMemory<byte> Named(AwsResourceAttribute read, ReadOnlyMemory<byte> answer, string name)
    {
        using var document = JsonDocument.Parse(answer);
        foreach (var item in Items(document.RootElement, read.Items!))
        {
            if (AwsIdentity.Member(item, read.NameMember!) == name || AwsIdentity.Member(item, read.Id) == name)
            {
                return Encoding.UTF8.GetBytes(item.GetRawText());
            }
        }
        return default;
    }
}
