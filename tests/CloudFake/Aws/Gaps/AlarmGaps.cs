using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>moto has no anomaly detectors; an account without any says so. Only for callers in JSON, as ours is.</summary>
internal static class AlarmGaps
{
    public static void AddTo(Dictionary<string, GapHandler> handlers) => handlers["cloudwatch:DescribeAnomalyDetectors"] = call =>
        call.Request.Protocol is AwsProtocol.Json ? Task.FromResult(call.Ok(new JsonObject { ["AnomalyDetectors"] = new JsonArray() })) : call.NextAsync();
}
