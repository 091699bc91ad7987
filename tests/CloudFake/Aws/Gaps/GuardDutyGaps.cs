using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>Findings of GuardDuty, which moto does not have: samples of high severity on calls of Bedrock.</summary>
internal static class GuardDutyGaps
{
    private const string Table = "guardduty-findings";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["guardduty:CreateSampleFindings"] = call =>
        {
            foreach (var type in call.Input["FindingTypes"]?.AsArray() ?? call.Input["findingTypes"]?.AsArray() ?? [])
            {
                var id = GapJson.IdOf($"{call.Region}{type}", 32, "0123456789abcdef");
                call.Table(Table)[id] = new JsonObject
                {
                    ["accountId"] = call.Account, ["arn"] = call.Arn("guardduty", $"detector/{call.Text("DetectorId")}/finding/{id}"), ["id"] = id,
                    ["createdAt"] = GapCall.NowText, ["updatedAt"] = GapCall.NowText, ["region"] = call.Region, ["schemaVersion"] = "2.0", ["partition"] = "aws",
                    ["severity"] = 8.0, ["title"] = "InvokeModel was called from a known malicious address.", ["type"] = type!.ToString(),
                    ["resource"] = new JsonObject { ["resourceType"] = "AccessKey" },
                    ["service"] = new JsonObject { ["archived"] = false, ["action"] = new JsonObject { ["awsApiCallAction"] = new JsonObject { ["api"] = "InvokeModel", ["serviceName"] = "bedrock.amazonaws.com" } } },
                };
            }

            return Task.FromResult(call.Ok(new JsonObject()));
        };
        handlers["guardduty:ListFindings"] = call => Task.FromResult(call.Ok(AwsPaging.Page(call.Input, "findingIds",
            call.Table(Table).All.Select(finding => finding["id"]!.DeepClone()), "maxResults", "nextToken", 50)));
        handlers["guardduty:GetFindings"] = call => Task.FromResult(call.Ok(new JsonObject
        {
            ["findings"] = new JsonArray([.. (call.Input["findingIds"]?.AsArray() ?? []).Select(id => call.Table(Table)[id!.ToString()]).OfType<JsonObject>()]),
        }));
    }
}
