using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// A trail without selectors of its own logs management events; moto shows it as logging nothing. And a trail has one kind
/// of selectors: those that are put last; moto keeps advanced ones beside classic ones.
/// </summary>
internal static class TrailGaps
{
    public static void AddTo(Dictionary<string, GapHandler> handlers) => handlers["cloudtrail:GetEventSelectors"] = async call =>
    {
        var answer = await call.NextAsync();
        if (!answer.IsSuccess || answer.Json() is not { } shown)
        {
            return answer;
        }
        // Advanced ones take classic ones away in moto, too.
        if (shown["EventSelectors"] is JsonArray { Count: > 0 })
        {
            shown.Remove("AdvancedEventSelectors");
            return answer.With(shown);
        }
        if (shown["AdvancedEventSelectors"] is JsonArray { Count: > 0 })
        {
            return answer;
        }

        shown["EventSelectors"] = new JsonArray(new JsonObject
        {
            ["ReadWriteType"] = "All",
            ["IncludeManagementEvents"] = true,
            ["DataResources"] = new JsonArray(),
            ["ExcludeManagementEventSources"] = new JsonArray(),
        });
        return answer.With(shown);
    };
}
