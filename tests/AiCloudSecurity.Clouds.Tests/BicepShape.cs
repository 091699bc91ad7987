using System.Text.Json;
using Azure.Bicep.Types.Concrete;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>Holds values against the types that Microsoft publishes for Resource Manager.</summary>
internal static class BicepShape
{
    /// <summary>Adds what is wrong with a value of a type.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">Its type.</param>
    /// <param name="path">What it is called.</param>
    /// <param name="wrong">Takes what is wrong.</param>
    /// <param name="sent">It is what is sent: it has no member that can only be read, and {word} stands for any text.</param>
    public static void Compare(JsonElement value, TypeBase type, string path, List<string> wrong, bool sent = false)
    {
        if (sent && value.ValueKind == JsonValueKind.String && IsChoice(value.ToString()))
        {
            return;
        }
        switch (type)
        {
            case ObjectType known when value.ValueKind == JsonValueKind.Object:
                Members(value, known.Properties, known.AdditionalProperties?.Type, path, wrong, sent);
                break;
            case DiscriminatedObjectType known when value.ValueKind == JsonValueKind.Object:
                var which = value.TryGetProperty(known.Discriminator, out var text) ? text.ToString() : "";
                if (sent && IsChoice(which))
                {
                    break;
                }
                if (!known.Elements.TryGetValue(which, out var element) || element.Type is not ObjectType one)
                {
                    wrong.Add($"{path}: {known.Discriminator} is '{which}'");
                    break;
                }
                Members(value, known.BaseProperties.Concat(one.Properties).GroupBy(member => member.Key).ToDictionary(member => member.Key, member => member.Last().Value), one.AdditionalProperties?.Type, path, wrong, sent);
                break;
            case ArrayType list when value.ValueKind == JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Compare(item, list.ItemType.Type, $"{path}[]", wrong, sent);
                }
                break;
            case ObjectType or DiscriminatedObjectType or ArrayType:
                wrong.Add($"{path}: {value.ValueKind} where {type.GetType().Name} was expected");
                break;
            case StringType or StringLiteralType when value.ValueKind != JsonValueKind.String:
            case BooleanType when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
            case IntegerType when value.ValueKind != JsonValueKind.Number:
                wrong.Add($"{path}: {value.ValueKind} where {type.GetType().Name} was expected");
                break;
            case UnionType union when union.Elements.All(element => element.Type is StringLiteralType) && !union.Elements.Any(element => ((StringLiteralType)element.Type).Value.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase)):
                wrong.Add($"{path}: '{value}' is none of the known values");
                break;
        }
    }

    private static void Members(JsonElement value, IEnumerable<KeyValuePair<string, ObjectTypeProperty>> known, TypeBase? others, string path, List<string> wrong, bool sent)
    {
        var members = known.ToDictionary(member => member.Key, member => member.Value, StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (members.TryGetValue(member.Name, out var property))
            {
                if (sent && property.Flags.HasFlag(ObjectTypePropertyFlags.ReadOnly))
                {
                    wrong.Add($"{path}.{member.Name} can only be read");
                }
                Compare(member.Value, property.Type.Type, $"{path}.{member.Name}", wrong, sent);
            }
            else if (others is not null)
            {
                Compare(member.Value, others, $"{path}.{member.Name}", wrong, sent);
            }
            else
            {
                wrong.Add($"{path}.{member.Name} is not known");
            }
        }
    }

    /// <summary>Why what is at a path cannot be written; null where it can.</summary>
    public static string? WhyNotWritten(TypeBase type, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
        {
            return null;
        }
        List<(IReadOnlyDictionary<string, ObjectTypeProperty> Members, TypeBase? Others)> shapes = type switch
        {
            ObjectType known => [(known.Properties, known.AdditionalProperties?.Type)],
            // It is enough that one of the kinds has it.
            DiscriminatedObjectType known => [(known.BaseProperties, null), .. known.Elements.Values.Select(element => element.Type).OfType<ObjectType>().Select(one => (one.Properties, one.AdditionalProperties?.Type))],
            AnyType => [],
            _ => [],
        };
        string? why = type is AnyType ? null : "is not known";
        foreach (var (members, others) in shapes)
        {
            var inner = members.TryGetValue(path[0], out var property)
                ? property.Flags.HasFlag(ObjectTypePropertyFlags.ReadOnly) ? "can only be read" : WhyNotWritten(property.Type.Type, path[1..])
                : others is not null ? WhyNotWritten(others, path[1..]) : "is not known";
            if (inner is null)
            {
                return null;
            }
            why = inner;
        }
        return why;
    }

    private static bool IsChoice(string text) => text.StartsWith('{') && text.EndsWith('}');
}
