using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>Provisioned throughput of Bedrock, which moto does not have. It is three weeks old when it is made: a new one says nothing of its use.</summary>
internal static class ThroughputGaps
{
    private const string Table = "provisioned-throughput";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["bedrock:CreateProvisionedModelThroughput"] = call =>
        {
            var name = call.Text("provisionedModelName");
            var arn = call.Arn("bedrock", $"provisioned-model/{GapJson.IdOf(name, 12, "abcdefghijklmnopqrstuvwxyz0123456789")}");
            var model = call.Text("modelId") is ['a', 'r', 'n', ':', ..] id ? id : $"arn:aws:bedrock:{call.Region}::foundation-model/{call.Text("modelId")}";
            var since = DateTimeOffset.UtcNow.AddDays(-21).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
            var made = call.Input.Pick("provisionedModelName", "modelUnits", "commitmentDuration");
            made["provisionedModelArn"] = arn;
            made["modelArn"] = model;
            made["desiredModelArn"] = model;
            made["foundationModelArn"] = model;
            made["desiredModelUnits"] = call.Input["modelUnits"]?.DeepClone();
            made["status"] = "InService";
            made["creationTime"] = since;
            made["lastModifiedTime"] = since;
            call.Table(Table)[name] = made;
            return Task.FromResult(call.Ok(new JsonObject { ["provisionedModelArn"] = arn }, 201));
        };
        handlers["bedrock:ListProvisionedModelThroughputs"] = call =>
            Task.FromResult(call.Ok(AwsPaging.Page(call.Input, "provisionedModelSummaries", call.Table(Table).All, "maxResults", "nextToken")));
    }
}
