using System.Text.Json;

namespace AiCloudSecurity;

/// <summary>A file that is imported: its name for errors, and its time.</summary>
internal sealed record Import(string Name, DateTimeOffset Time)
{
    /// <summary>Values of a template's parameters, by name; undefined where none were given.</summary>
    public JsonElement Parameters { get; init; }

    /// <summary>An error in what the file says. JSON of others has no lines that mean something, so a place is named.</summary>
    public AiCloudException Bad(string what, string wayOut, Exception? cause = null) =>
        new(ErrorId.EstateUnreadable, Display.Safe($"{Name}: {what}. {wayOut}"), Name, cause);

    /// <summary>A member, whatever its case; an undefined element where it is absent.</summary>
    public static JsonElement Member(JsonElement element, string name)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return member.Value;
                }
            }
        }
        return default;
    }

    /// <summary>A text member; null where it is absent, null or something else.</summary>
    public static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>What became of the reads that a file replaces.</summary>
    public static CoverageEntry Entry(ResourceType type, string region, string? failure, string? subject = null, string? means = null) => new()
    {
        ResourceType = type.Name,
        Region = region,
        State = failure is null ? CoverageState.Read : CoverageState.Failed,
        Operation = type.Read.Operations[0].Operation,
        Permission = type.Read.Operations[0].Permission,
        Message = failure,
        Subject = subject,
        Means = means,
    };

    /// <summary>Marks a resource as incomplete, naming the read that would complete it.</summary>
    public static Refusal Unread(ResourceType type, string message) =>
        new(CoverageState.Failed, type.Read.Operations[^1].Operation, type.Read.Operations[^1].Permission, message);
}
