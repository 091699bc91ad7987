using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Repairs;

/// <summary>
/// The commands of a cloud's own command line by which a person sets right what a check finds. They read the same in
/// bash and in PowerShell, and whatever a resource is called, it stays one word of them.
/// </summary>
/// <remarks>
/// A word in braces is replaced: Id, Name, Scope, Region, Partition, ParentId and Parent (its last part) by what
/// identifies the resource; a word that the id has by what follows it there, as <c>locations</c>; a path by what the
/// cloud says of the resource, as <c>properties.target</c>. What is not known, or could be more than a word, is left to
/// the person, in capitals as everything else that only he can say.
/// </remarks>
internal static partial class RemedyCommand
{
    private const int LongestValue = 400;
    // What a report shows as it is.
    private const int LongestCommand = 2000;

    /// <summary>The commands for a resource; empty where the check has none.</summary>
    public static string Of(Check check, Resource resource, Scope scope)
    {
        if (check.Command.Length == 0)
        {
            return "";
        }
        var filled = Fill(check.Command, resource, scope);
        return filled.Length <= LongestCommand ? filled : Fill(check.Command, null, scope);
    }

    private static string Fill(string template, Resource? resource, Scope scope)
    {
        using var wire = resource is null || resource.Wire.IsEmpty || !template.Contains('{', StringComparison.Ordinal) ? null : Parse(resource.Wire);
        return Word().Replace(template, match =>
        {
            var word = match.Groups[1].Value;
            var quoted = template.AsSpan(0, match.Index).Count('\'') % 2 == 1;
            return resource is not null && Value(word, resource, scope, wire) is { Length: > 0 and <= LongestValue } value && Quote(value, quoted) is { } safe ? safe : Choice(word);
        });
    }

    private static string? Value(string word, Resource resource, Scope scope, JsonDocument? wire)
    {
        var identity = resource.Identity;
        return word switch
        {
            "Id" => identity.Id,
            "Name" => identity.Name,
            "Scope" => scope.Id,
            "Partition" => scope.Partition,
            "Region" => identity.Region == ResourceIdentity.Global ? null : identity.Region,
            "ParentId" => identity.Parent,
            "Parent" => identity.Parent?[(identity.Parent.LastIndexOfAny(['/', ':']) + 1)..],
            _ => Following(identity.Id, word) ?? Said(wire, word),
        };
    }

    private static string? Following(string id, string word)
    {
        var parts = id.Split('/', ':');
        var at = Array.FindIndex(parts, part => part.Equals(word, StringComparison.OrdinalIgnoreCase));
        return at >= 0 && at + 1 < parts.Length ? parts[at + 1] : null;
    }

    private static string? Said(JsonDocument? wire, string path)
    {
        if (wire is null)
        {
            return null;
        }
        var at = wire.RootElement;
        foreach (var name in path.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }
        return at.ValueKind switch { JsonValueKind.String => at.GetString(), JsonValueKind.Number => at.GetRawText(), _ => null };
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> wire)
    {
        try
        {
            return JsonDocument.Parse(wire);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Within the quotes that a template has, text of JSON too; by itself a bare word, or one in quotes of its own. What
    // begins with - or @ would be an option or a file, and :// a place that the aws command line reads from.
    private static string? Quote(string value, bool quoted)
    {
        if (value[0] is '-' or '@' or '~' || FromElsewhere().IsMatch(value) || value.Any(c => !IsInert(c)))
        {
            return null;
        }
        return quoted || Bare().IsMatch(value) ? value : $"'{value}'";
    }

    // PowerShell takes typographic quotes for quotes; JSON has its own two characters.
    private static bool IsInert(char c) => c is not ('\'' or '"' or '\\' or '\u2018' or '\u2019' or '\u201A' or '\u201B' or '\u201C' or '\u201D' or '\u201E' or '{' or '}')
        && !char.IsControl(c) && !char.IsSurrogate(c) && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);

    // properties.vmSize is VM_SIZE.
    private static string Choice(string word) => Hump().Replace(word[(word.LastIndexOf('.') + 1)..], "_").ToUpperInvariant();

    [GeneratedRegex(@"\{([A-Za-z][A-Za-z0-9_.]*)\}")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[A-Za-z0-9_/][A-Za-z0-9_./:@+=-]*$")]
    private static partial Regex Bare();

    [GeneratedRegex("^(file|fileb|https?)://", RegexOptions.IgnoreCase)]
    private static partial Regex FromElsewhere();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex Hump();
}
