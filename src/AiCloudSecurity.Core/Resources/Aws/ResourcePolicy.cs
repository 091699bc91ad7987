using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>A policy that is attached to a resource: who may do what with it.</summary>
public sealed record ResourcePolicy
{
    private static readonly JsonSerializerOptions s_options = new() { PropertyNameCaseInsensitive = true, MaxDepth = 64 };

    /// <summary>Its statements.</summary>
    [JsonConverter(typeof(OneOrManyConverter<ResourcePolicyStatement>))]
    public IReadOnlyList<ResourcePolicyStatement>? Statement { get; init; }

    /// <summary>The policy of a document that a service sends as text.</summary>
    /// <exception cref="JsonException">The text is no policy.</exception>
    public static ResourcePolicy Parse(string document) =>
        JsonSerializer.Deserialize<ResourcePolicy>(document, s_options) ?? throw new JsonException("null where a policy was expected");
}

/// <summary>A statement of a policy that is attached to a resource.</summary>
public sealed record ResourcePolicyStatement
{
    /// <summary>Allow or Deny.</summary>
    public string? Effect { get; init; }

    /// <summary>Whom it is about.</summary>
    [JsonConverter(typeof(PrincipalsConverter))]
    public IReadOnlyList<string>? Principal { get; init; }

    /// <summary>Whom it is not about: everybody else.</summary>
    [JsonConverter(typeof(PrincipalsConverter))]
    public IReadOnlyList<string>? NotPrincipal { get; init; }

    /// <summary>The actions.</summary>
    [JsonConverter(typeof(OneOrManyConverter<string>))]
    public IReadOnlyList<string>? Action { get; init; }

    /// <summary>The ARNs.</summary>
    [JsonConverter(typeof(OneOrManyConverter<string>))]
    public IReadOnlyList<string>? Resource { get; init; }

    /// <summary>What must hold beside; all of them.</summary>
    [JsonPropertyName("Condition"), JsonConverter(typeof(ConditionsConverter))]
    public IReadOnlyList<PolicyCondition>? Conditions { get; init; }

    /// <summary>Whether anybody at all is meant, by name or by leaving out.</summary>
    [JsonIgnore]
    public bool IsAboutEverybody => NotPrincipal is not null || Principal?.Contains("*", StringComparer.Ordinal) is true;
}

/// <summary>A condition of a statement.</summary>
/// <param name="Operator">As StringEquals.</param>
/// <param name="Key">As aws:SourceAccount; case does not matter.</param>
/// <param name="Values">Any of them.</param>
public sealed record PolicyCondition(string Operator, string Key, IReadOnlyList<string> Values)
{
    /// <summary>Whether it is about that key.</summary>
    public bool Is(string key) => Key.Equals(key, StringComparison.OrdinalIgnoreCase);
}

// "*" and { "AWS": "*" } are everybody; a service is not.
internal sealed class PrincipalsConverter : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return value.RootElement.ValueKind switch
        {
            JsonValueKind.String => [value.RootElement.GetString()!],
            JsonValueKind.Object => [.. from kind in value.RootElement.EnumerateObject()
                                        from name in kind.Value.ValueKind == JsonValueKind.Array ? kind.Value.EnumerateArray().ToArray() : [kind.Value]
                                        select name.ValueKind == JsonValueKind.String ? name.GetString()! : throw new JsonException("not a principal")],
            _ => throw new JsonException("not a principal"),
        };
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, (IEnumerable<string>)value, options);
}

// { "StringEquals": { "aws:SourceAccount": "1" } }, flat.
internal sealed class ConditionsConverter : JsonConverter<IReadOnlyList<PolicyCondition>>
{
    public override IReadOnlyList<PolicyCondition> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        if (value.RootElement.ValueKind != JsonValueKind.Object || value.RootElement.EnumerateObject().Any(test => test.Value.ValueKind != JsonValueKind.Object))
        {
            throw new JsonException("not a condition");
        }
        return [.. from test in value.RootElement.EnumerateObject()
                   from key in test.Value.EnumerateObject()
                   select new PolicyCondition(test.Name, key.Name,
                       [.. from item in key.Value.ValueKind == JsonValueKind.Array ? key.Value.EnumerateArray().ToArray() : [key.Value]
                           select item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText()])];
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<PolicyCondition> value, JsonSerializerOptions options) =>
        throw new NotSupportedException();
}
