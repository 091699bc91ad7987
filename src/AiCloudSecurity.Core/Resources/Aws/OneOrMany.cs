using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>
/// Reads a list that is written without its brackets where it has one item: policies allow that, and XML cannot
/// tell the two apart. Of strings, booleans and numbers count too, as policies write them.
/// </summary>
internal sealed class OneOrManyConverter<T> : JsonConverter<IReadOnlyList<T>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return [Item(ref reader, options)];
        }
        List<T> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Item(ref reader, options));
        }
        return items;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, (IEnumerable<T>)value, options);

    private static T Item(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        if (typeof(T) == typeof(string) && reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Number)
        {
            using var value = JsonDocument.ParseValue(ref reader);
            return (T)(object)value.RootElement.GetRawText();
        }
        return JsonSerializer.Deserialize<T>(ref reader, options) ?? throw new JsonException("null where an item was expected");
    }
}
