using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// SageMaker's Search for what moto cannot search or gives in part: what List names, as Describe shows it, without what
/// the record of a search does not have.
/// </summary>
internal static class SageMakerSearchGaps
{
    private static readonly Dictionary<string, (string Plural, string List, string[]? Members)> Kinds = new(StringComparer.Ordinal)
    {
        ["Model"] = ("Models", "Models", null),
        ["Endpoint"] = ("Endpoints", "Endpoints", ["EndpointName", "EndpointArn", "EndpointConfigName", "ProductionVariants", "DataCaptureConfig", "EndpointStatus",
            "FailureReason", "CreationTime", "LastModifiedTime", "ShadowProductionVariants"]),
        ["FeatureGroup"] = ("FeatureGroups", "FeatureGroupSummaries", ["FeatureGroupArn", "FeatureGroupName", "RecordIdentifierFeatureName", "EventTimeFeatureName",
            "FeatureDefinitions", "CreationTime", "LastModifiedTime", "OnlineStoreConfig", "OfflineStoreConfig", "RoleArn", "FeatureGroupStatus", "OfflineStoreStatus",
            "LastUpdateStatus", "FailureReason", "Description"]),
    };

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        var others = handlers["sagemaker:Search"];
        handlers["sagemaker:Search"] = call => Kinds.TryGetValue(call.Text("Resource"), out var kind) ? SearchAsync(handlers, call, call.Text("Resource"), kind) : others(call);
    }

    private static async Task<AwsAnswer> SearchAsync(Dictionary<string, GapHandler> handlers, GapCall call, string noun, (string Plural, string List, string[]? Members) kind)
    {
        List<JsonNode> found = [];
        for (var token = ""; token is not null;)
        {
            JsonObject input = token.Length == 0 ? new() { ["MaxResults"] = 100 } : new() { ["MaxResults"] = 100, ["NextToken"] = token };
            var page = (await AskAsync($"List{kind.Plural}", input)).Json()!;
            foreach (var summary in page[kind.List]!.AsArray())
            {
                var one = (await AskAsync($"Describe{noun}", new() { [$"{noun}Name"] = summary.Text($"{noun}Name") })).Json()!;
                var record = kind.Members is null ? one : one.Pick(kind.Members);
                // moto has an empty one where AWS has none.
                if (record["VpcConfig"] is JsonObject { Count: 0 })
                {
                    record.Remove("VpcConfig");
                }

                found.Add(new JsonObject { [noun] = noun == "Model" ? new JsonObject { [noun] = record } : record });
            }

            token = page.Text("NextToken") is { Length: > 0 } next ? next : null;
        }

        return call.Ok(AwsPaging.Page(call.Input, "Results", found, "MaxResults", "NextToken", 10));

        Task<AwsAnswer> AskAsync(string operation, JsonObject input) =>
            handlers.TryGetValue($"sagemaker:{operation}", out var gap) ? gap(call.As(operation, input)) : call.AskAsync(operation, input);
    }
}
