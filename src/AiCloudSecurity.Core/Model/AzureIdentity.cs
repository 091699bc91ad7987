using System.Text.Json;

namespace AiCloudSecurity;

/// <summary>Tells what an answer of Azure identifies. Ids are the same whatever their case.</summary>
public static class AzureIdentity
{
    /// <summary>The identity of one resource.</summary>
    /// <param name="read">How its type is read.</param>
    /// <param name="wire">What Azure sent, as UTF-8 JSON.</param>
    /// <param name="subscription">The subscription that was asked.</param>
    /// <param name="parent">What it is a part or setting of.</param>
    /// <exception cref="FormatException">It is no JSON object.</exception>
    public static ResourceIdentity Of(AzureResourceAttribute read, ReadOnlyMemory<byte> wire, string subscription, ResourceIdentity? parent = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        var (id, name, location) = ("", "", "");
        var json = new Utf8JsonReader(wire.Span);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("not an object");
        }
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = json.GetString();
            json.Read();
            var text = json.TokenType == JsonTokenType.String ? json.GetString()! : "";
            json.Skip();
            (id, name, location) = member?.ToUpperInvariant() switch
            {
                "ID" => (text, name, location),
                "NAME" => (id, text, location),
                "LOCATION" => (id, name, text),
                _ => (id, name, location),
            };
        }
        if (id.Length == 0)
        {
            id = read.Key is not null && parent is not null ? $"{parent.Id}/{read.PartPath}/{KeyOf(read.Key, wire)}"
                : parent is null ? $"/subscriptions/{subscription}/providers/{read.Name}/{name}" : $"{parent.Id}/{read.PartPath}{(name.Length > 0 ? "/" : "")}{name}";
        }
        else if (read.IsOfDirectory && parent is not null)
        {
            // Somebody is in many groups, and has one id.
            id = $"{parent.Id}/{read.PartPath}/{id}";
        }
        // A part's name may come with its parent's, as workspace/endpoint.
        name = read.NamedBy is { } by && Member(wire, by) is { Length: > 0 } known ? known
            : name.Length == 0 || read.Of is not null || name.Contains('/', StringComparison.Ordinal) ? id[(id.LastIndexOf('/') + 1)..] : name;
        return new(Cloud.Azure, SubscriptionOf(id) ?? subscription, RegionOf(location) ?? parent?.Region ?? ResourceIdentity.Global, id, name, parent?.Id);
    }

    /// <summary>The subscription of a resource id; null where it has none.</summary>
    public static string? SubscriptionOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        const string Start = "/subscriptions/";
        if (!id.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        var end = id.IndexOf('/', Start.Length);
        return (end < 0 ? id[Start.Length..] : id[Start.Length..end]).ToLowerInvariant();
    }

    /// <summary>The id of the resource that an id below it leads to, as a virtual network of its subnet; null where the id has no such part.</summary>
    /// <param name="id">As /subscriptions/…/virtualNetworks/hub/subnets/ai.</param>
    /// <param name="part">As subnets.</param>
    public static string? Whole(string? id, string part) =>
        id?.LastIndexOf($"/{part}/", StringComparison.OrdinalIgnoreCase) is > 0 and var end ? id[..end] : null;

    // What tells a part without an id apart, as OpenAI/gpt-4.1/2025-04-14.
    private static string KeyOf(string key, ReadOnlyMemory<byte> wire)
    {
        using var document = JsonDocument.Parse(wire);
        return string.Join('/', key.Split(',').Select(member =>
            document.RootElement.EnumerateObject().FirstOrDefault(known => known.Name.Equals(member, StringComparison.OrdinalIgnoreCase)).Value is { ValueKind: not JsonValueKind.Undefined } value ? value.ToString() : ""));
    }

    private static string? Member(ReadOnlyMemory<byte> wire, string name)
    {
        using var document = JsonDocument.Parse(wire);
        return document.RootElement.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            && properties.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
    }

    // "East US" and eastus are the same.
    private static string? RegionOf(string location) =>
        location.Length == 0 ? null : location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
