using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>A trail without selectors of its own logs management events; moto shows it as logging nothing.</summary>
internal static class TrailGaps
{
    public static void AddTo(Dictionary<string, GapHandler> handlers) => handlers["cloudtrail:GetEventSelectors"] = async call =>
    {
        var answer = await call.NextAsync();
        if (!answer.IsSuccess || answer.Json() is not { } shown
            || shown["EventSelectors"] is JsonArray { Count: > 0 } || shown["AdvancedEventSelectors"] is JsonArray { Count: > 0 })
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
