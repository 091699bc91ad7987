using System.Text;
using System.Text.Json;

namespace AiCloudSecurity;

/// <summary>Where an AWS read was done.</summary>
/// <param name="Partition">As aws, aws-cn.</param>
/// <param name="Account">Twelve digits.</param>
/// <param name="Region">The region, or <see cref="ResourceIdentity.Global"/>.</param>
public readonly record struct AwsPlace(string Partition, string Account, string Region);

/// <summary>Tells what an AWS answer identifies, from the resource type's description.</summary>
public static class AwsIdentity
{
    private static readonly string[] s_places = ["partition", "account", "region", "parent", "$"];

    /// <summary>The identity of one resource.</summary>
    /// <param name="read">How its type is read.</param>
    /// <param name="wire">What AWS sent, as UTF-8 JSON.</param>
    /// <param name="place">Where.</param>
    /// <param name="parent">The id of what it is a part or setting of.</param>
    /// <param name="reference">The name by which it was asked for.</param>
    public static ResourceIdentity Of(AwsResourceAttribute read, ReadOnlyMemory<byte> wire, AwsPlace place, string? parent = null, string? reference = null)
    {
        using var document = JsonDocument.Parse(wire);
        return Of(read, document.RootElement, place, parent, reference);
    }

    /// <summary>A member of UTF-8 JSON by its path, whatever its case; null where it is absent.</summary>
    public static string? Member(ReadOnlyMemory<byte> wire, string path)
    {
        using var document = JsonDocument.Parse(wire);
        return Member(document.RootElement, path);
    }

    // Not public: Clouds may have another System.Text.Json, whose JsonElement is another type.
    internal static ResourceIdentity Of(AwsResourceAttribute read, JsonElement wire, AwsPlace place, string? parent = null, string? reference = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        var id = Fill(read.Id, wire, place, parent, reference);
        if (string.IsNullOrEmpty(id))
        {
            // What a list says of one that could not be described may lack its ARN; what it is asked for by tells it from others.
            var type = read.Name.Split(':')[^1];
            var asked = (read.Key ?? "").Split(',').Select(key => Member(wire, key.Split('=')[^1].Trim())).FirstOrDefault(value => value is not null);
            id = parent is not null ? $"{parent}#{type}" : $"arn:{place.Partition}:{read.Service}:{place.Region}:{place.Account}:{reference ?? (asked is null ? type : $"{type}/{asked}")}";
        }
        var name = read.NameMember is { } member ? Fill(member, wire, place, parent, reference) : LastPart(id);
        return new(Cloud.Aws, place.Account, place.Region, id, string.IsNullOrEmpty(name) ? LastPart(id) : name, parent);
    }

    /// <summary>Whether an answer has every member that the id is made of.</summary>
    /// <param name="read">How its type is read.</param>
    /// <param name="wire">What AWS sent, as UTF-8 JSON.</param>
    public static bool IsTold(AwsResourceAttribute read, ReadOnlyMemory<byte> wire)
    {
        ArgumentNullException.ThrowIfNull(read);
        using var document = JsonDocument.Parse(wire);
        var root = document.RootElement;
        return read.Id.Contains('{', StringComparison.Ordinal)
            ? read.Id.Split('{')[1..].Select(part => Named(part.Split('}')[0]).Name).All(member => s_places.Contains(member) || Member(root, member) is not null)
            : Member(root, read.Id) is not null;
    }

    /// <summary>
    /// The name, id or ARN by which an answer identifies something and that it gives as anything but text; null where
    /// there is none. Such an answer was spoilt on its way.
    /// </summary>
    /// <param name="read">How its type is read.</param>
    /// <param name="wire">What AWS sent, as UTF-8 JSON.</param>
    public static string? NoText(AwsResourceAttribute read, ReadOnlyMemory<byte> wire)
    {
        ArgumentNullException.ThrowIfNull(read);
        using var document = JsonDocument.Parse(wire);
        var root = document.RootElement;
        return new[] { read.Id, read.NameMember }.OfType<string>().SelectMany(template => template.Contains('{', StringComparison.Ordinal) ? template.Split('{')[1..].Select(part => Named(part.Split('}')[0]).Name) : [template])
            .FirstOrDefault(member => !s_places.Contains(member) && IsText(member) && Find(root, member) is { ValueKind: not (JsonValueKind.String or JsonValueKind.Null) });
    }

    /// <summary>Whether a member is text wherever AWS has it: names, ids and ARNs are; versions, ports and thresholds need not be.</summary>
    /// <param name="member">Its name, or a path to it.</param>
    public static bool IsText(string member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return member.EndsWith("arn", StringComparison.OrdinalIgnoreCase) || member.EndsWith("id", StringComparison.OrdinalIgnoreCase) || member.EndsWith("name", StringComparison.OrdinalIgnoreCase);
    }

    internal static string? Member(JsonElement wire, string path) => Find(wire, path) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } other => other.GetRawText(),
        _ => null,
    };

    private static JsonElement? Find(JsonElement wire, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        foreach (var part in path.Split('.'))
        {
            if (wire.ValueKind != JsonValueKind.Object)
            {
                return null;
            }
            var found = false;
            foreach (var member in wire.EnumerateObject())
            {
                if (member.Name.Equals(part, StringComparison.OrdinalIgnoreCase))
                {
                    wire = member.Value;
                    found = true;
                    break;
                }
            }
            if (!found)
            {
                return null;
            }
        }
        return wire;
    }

    private static string Fill(string template, JsonElement wire, AwsPlace place, string? parent, string? reference)
    {
        if (!template.Contains('{', StringComparison.Ordinal))
        {
            return Member(wire, template) ?? "";
        }
        var filled = new StringBuilder();
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] != '{')
            {
                filled.Append(template[i]);
                continue;
            }
            var end = template.IndexOf('}', i);
            var (name, part) = Named(template[(i + 1)..end]);
            var value = name switch
            {
                "partition" => place.Partition,
                "account" => place.Account,
                "region" => place.Region,
                "parent" => parent,
                "$" => reference,
                _ => Member(wire, name),
            };
            filled.Append(part is { } index ? value?.Split('/').ElementAtOrDefault(index) : value);
            i = end;
        }
        return filled.ToString();
    }

    // "ProjectArn/1" is what stands after the first slash of the member.
    private static (string Name, int? Part) Named(string text) => text.Split('/') is [var name, var part]
        ? (name, int.Parse(part, System.Globalization.CultureInfo.InvariantCulture))
        : (text, null);

    private static string LastPart(string id) => id[(id.LastIndexOfAny(['/', ':']) + 1)..];
}
