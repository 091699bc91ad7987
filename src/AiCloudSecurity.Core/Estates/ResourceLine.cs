using System.Buffers;
using System.Text.Json;

namespace AiCloudSecurity;

/// <summary>A resource as one line of an estate file; its wire JSON keeps its bytes.</summary>
internal sealed record ResourceLine(string Type, string Region, string Id, string Name, string? Parent, string? Scope, Refusal? Unread, byte[] Wire)
{
    public static void Write(ArrayBufferWriter<byte> line, Resource resource, Scope scope, ReadOnlyMemory<byte> wire, Refusal? unread)
    {
        using var json = new Utf8JsonWriter(line, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteString("type"u8, resource.Type.Name);
        json.WriteString("region"u8, resource.Identity.Region);
        json.WriteString("id"u8, resource.Identity.Id);
        json.WriteString("name"u8, resource.Identity.Name);
        if (resource.Identity.Parent is { } parent)
        {
            json.WriteString("parent"u8, parent);
        }
        if (resource.Identity.Scope != scope.Id)
        {
            json.WriteString("scope"u8, resource.Identity.Scope);
        }
        if (unread is not null)
        {
            json.WriteStartObject("unread"u8);
            json.WriteString("state"u8, unread.State.ToString());
            json.WriteString("operation"u8, unread.Operation);
            json.WriteString("permission"u8, unread.Permission);
            json.WriteString("message"u8, unread.Message);
            json.WriteEndObject();
        }
        json.WritePropertyName("wire"u8);
        json.WriteRawValue(OnOneLine(wire.Span), skipInputValidation: true);
        json.WriteEndObject();
    }

    public static ResourceLine Read(LineReader lines, int maxDepth)
    {
        var line = lines.Line.Span;
        Dictionary<string, string> texts = [];
        byte[]? wire = null;
        var isUnread = false;
        try
        {
            var json = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = maxDepth });
            Expect(json.Read() && json.TokenType == JsonTokenType.StartObject);
            ReadMembers(ref json, line, "", texts, ref wire, ref isUnread);
            Expect(!json.Read());
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw lines.Bad("the resource is malformed", cause: malformed);
        }
        string Text(string member) => texts.GetValueOrDefault(member) ?? throw lines.Bad($"the resource has no {member}");
        Refusal? unread = null;
        if (isUnread)
        {
            var name = Text("unread.state");
            unread = Enum.TryParse<CoverageState>(name, out var state) && state.ToString() == name
                ? new(state, Text("unread.operation"), Text("unread.permission"), Text("unread.message"))
                : throw lines.Bad("the resource has no unread.state that this module knows");
        }
        return new(Text("type"), Text("region"), Text("id"), Text("name"), texts.GetValueOrDefault("parent"), texts.GetValueOrDefault("scope"),
            unread, wire ?? throw lines.Bad("the resource has no wire"));
    }

    public Resource ToResource(LineReader lines, ResourceType type, Scope scope)
    {
        try
        {
            return type.Create(new(scope.Cloud, Scope ?? scope.Id, Region, Id, Name, Parent), Wire, Unread);
        }
        catch (Exception malformed) when (malformed is ArgumentException or InvalidOperationException)
        {
            // The same member twice, or text that is no UTF-8.
            throw lines.Bad("the resource's wire is malformed", cause: malformed);
        }
    }

    private static void ReadMembers(ref Utf8JsonReader json, ReadOnlySpan<byte> line, string prefix, Dictionary<string, string> texts, ref byte[]? wire, ref bool isUnread)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = prefix + json.GetString();
            Expect(json.Read());
            if (member == "wire")
            {
                Expect(wire is null && json.TokenType == JsonTokenType.StartObject);
                var start = (int)json.TokenStartIndex;
                json.Skip();
                wire = line[start..(int)json.BytesConsumed].ToArray();
            }
            else if (member == "unread")
            {
                Expect(!isUnread && json.TokenType == JsonTokenType.StartObject);
                isUnread = true;
                ReadMembers(ref json, line, "unread.", texts, ref wire, ref isUnread);
            }
            else if (json.TokenType == JsonTokenType.String)
            {
                Expect(texts.TryAdd(member, json.GetString()!));
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static void Expect(bool condition)
    {
        if (!condition)
        {
            throw new JsonException();
        }
    }

    // A line's end within JSON is only ever white space.
    private static ReadOnlySpan<byte> OnOneLine(ReadOnlySpan<byte> wire)
    {
        if (wire.IndexOfAny((byte)'\n', (byte)'\r') < 0)
        {
            return wire;
        }
        var oneLine = wire.ToArray();
        for (var i = 0; i < oneLine.Length; i++)
        {
            if (oneLine[i] is (byte)'\n' or (byte)'\r')
            {
                oneLine[i] = (byte)' ';
            }
        }
        return oneLine;
    }
}
