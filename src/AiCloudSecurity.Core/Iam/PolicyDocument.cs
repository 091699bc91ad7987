using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiCloudSecurity.Iam;

/// <summary>
/// A policy document: what IAM and services send, JSON or percent-encoded JSON. It is read when it is first asked
/// for, once; one that cannot be understood throws <see cref="MalformedPolicyException"/> each time that it is asked.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class PolicyDocument
{
    internal const string Current = "2012-10-17";
    private readonly Lazy<PolicyReader> _content;
    private readonly JsonElement _json;

    private PolicyDocument(string text)
    {
        Text = text;
        _content = new(() => PolicyReader.Read(text));
    }

    // What stands in JSON as an object was taken to pieces with it.
    private PolicyDocument(JsonElement json)
    {
        _json = json;
        _content = new(() => PolicyReader.Read(json));
    }

    /// <summary>The document as it came.</summary>
    public string Text => field ??= _json.GetRawText();

    /// <summary>2012-10-17, or 2008-10-17 where it does not say.</summary>
    public string Version => _content.Value.Version;

    /// <summary>The statements, in order.</summary>
    public IReadOnlyList<PolicyStatement> Statements => _content.Value.Statements;

    /// <summary>A document that is read when it is first asked.</summary>
    internal static PolicyDocument Lazily(string text) => new(text);

    /// <summary>Reads a document.</summary>
    /// <exception cref="MalformedPolicyException">It is no policy.</exception>
    public static PolicyDocument Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var document = new PolicyDocument(text);
        _ = document._content.Value;
        return document;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    // The API sends text; the CLI prints an object.
    private sealed class Converter : JsonConverter<PolicyDocument>
    {
        public override PolicyDocument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            return reader.TokenType == JsonTokenType.String ? new(reader.GetString()!) : new(JsonElement.ParseValue(ref reader));
        }

        public override void Write(Utf8JsonWriter writer, PolicyDocument value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
