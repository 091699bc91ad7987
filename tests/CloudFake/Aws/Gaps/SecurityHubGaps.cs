using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>Standards of Security Hub, which moto does not have. A region without a hub refuses the question.</summary>
internal static class SecurityHubGaps
{
    private const string Table = "security-standards";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["securityhub:BatchEnableStandards"] = call =>
        {
            List<JsonNode> made = [];
            foreach (var request in call.Input["StandardsSubscriptionRequests"]!.AsArray())
            {
                var arn = request.Text("StandardsArn");
                var subscription = new JsonObject
                {
                    ["StandardsSubscriptionArn"] = call.Arn("securityhub", $"subscription/{arn[(arn.IndexOf("standards/", StringComparison.Ordinal) + "standards/".Length)..]}"),
                    ["StandardsArn"] = arn, ["StandardsInput"] = new JsonObject(), ["StandardsStatus"] = "READY",
                };
                call.Table(Table)[arn] = subscription;
                made.Add(subscription);
            }

            return Task.FromResult(call.Ok(new JsonObject { ["StandardsSubscriptions"] = new JsonArray([.. made]) }));
        };
        handlers["securityhub:GetEnabledStandards"] = call => Task.FromResult(call.Table(Table).All is { Count: > 0 } enabled
            ? call.Ok(AwsPaging.Page(call.Input, "StandardsSubscriptions", enabled, "MaxResults", "NextToken"))
            : call.Error(401, "InvalidAccessException", $"Account {call.Account} is not subscribed to AWS Security Hub"));
    }
}
