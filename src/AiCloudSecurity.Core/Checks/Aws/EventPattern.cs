using System.Text.Json;
using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>
/// Whether a pattern of EventBridge takes a call that CloudTrail recorded, by what is known of it before it is made:
/// a pattern that asks for more, as for who called, takes only some of such calls and counts as not taking it.
/// </summary>
internal static class EventPattern
{
    /// <summary>Whether every successful call of that operation is taken.</summary>
    public static bool Takes(string pattern, string source, string eventSource, string eventName)
    {
        Dictionary<string, string> call = new(StringComparer.Ordinal)
        {
            ["source"] = source,
            ["detail-type"] = "AWS API Call via CloudTrail",
            ["detail.eventSource"] = eventSource,
            ["detail.eventName"] = eventName,
        };
        try
        {
            using var document = JsonDocument.Parse(pattern);
            return Takes(document.RootElement, "", call);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Takes(JsonElement pattern, string path, Dictionary<string, string> call) => pattern.ValueKind == JsonValueKind.Object && pattern.EnumerateObject().All(member =>
        member.Name == "$or" ? member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().Any(choice => Takes(choice, path, call))
        : member.Value.ValueKind == JsonValueKind.Object ? Takes(member.Value, $"{path}{member.Name}.", call)
        : member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().Any(matcher => Matches(matcher, call.GetValueOrDefault(path + member.Name), path + member.Name)));

    private static bool Matches(JsonElement matcher, string? value, string path)
    {
        if (matcher.ValueKind == JsonValueKind.String)
        {
            return value == matcher.GetString();
        }
        if (matcher.ValueKind != JsonValueKind.Object)
        {
            return false;
        }
        foreach (var rule in matcher.EnumerateObject())
        {
            var text = rule.Value.ValueKind == JsonValueKind.String ? rule.Value.GetString()! : null;
            return rule.Name switch
            {
                // A call that succeeds has no error.
                "exists" => value is not null ? rule.Value.ValueKind == JsonValueKind.True : path == "detail.errorCode" && rule.Value.ValueKind == JsonValueKind.False,
                "prefix" => text is not null && value?.StartsWith(text, StringComparison.Ordinal) is true,
                "suffix" => text is not null && value?.EndsWith(text, StringComparison.Ordinal) is true,
                "equals-ignore-case" => text is not null && text.Equals(value, StringComparison.OrdinalIgnoreCase),
                "wildcard" => text is not null && value is not null && Glob.Resource(text, escapes: false).Matches(value),
                "anything-but" => value is not null && rule.Value.ValueKind switch
                {
                    JsonValueKind.String => value != text,
                    JsonValueKind.Array => rule.Value.EnumerateArray().All(other => other.ValueKind == JsonValueKind.String && other.GetString() != value),
                    JsonValueKind.Object => !Matches(rule.Value, value, path),
                    _ => false,
                },
                _ => false,
            };
        }
        return false;
    }
}
