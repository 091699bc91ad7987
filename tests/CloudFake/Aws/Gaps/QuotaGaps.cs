using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// A few quotas of Bedrock, which moto does not know. An increase is granted at once: RequestServiceQuotaIncrease sets
/// what holds.
/// </summary>
internal static class QuotaGaps
{
    private const string Table = "quotas";

    private static readonly (string Code, string Name, double Value, string? Counted)[] Defaults =
    [
        ("L-1A2B3C4D", "(Model customization) Custom models per account", 100, null),
        ("L-2B3C4D5E", "On-demand model inference requests per minute for Anthropic Claude 3 Haiku", 1000, "InvokeModel"),
        ("L-3C4D5E6F", "On-demand Converse requests per minute", 500, "Converse"),
    ];

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["service-quotas:ListServiceQuotas"] = call => Task.FromResult(List(call, applied: true));
        handlers["service-quotas:ListAWSDefaultServiceQuotas"] = call => call.Text("ServiceCode") == "bedrock" ? Task.FromResult(List(call, applied: false)) : call.NextAsync();
        handlers["service-quotas:RequestServiceQuotaIncrease"] = call =>
        {
            call.Table(Table)[call.Text("QuotaCode")] = call.Input.Pick("DesiredValue");
            return Task.FromResult(call.Ok(new JsonObject { ["RequestedQuota"] = call.Input.Pick("ServiceCode", "QuotaCode", "DesiredValue") }));
        };
    }

    private static AwsAnswer List(GapCall call, bool applied) => call.Ok(AwsPaging.Page(call.Input, "Quotas", Defaults.Select(quota =>
    {
        JsonObject shown = new()
        {
            ["ServiceCode"] = "bedrock", ["ServiceName"] = "Amazon Bedrock", ["QuotaArn"] = call.Arn("servicequotas", $"bedrock/{quota.Code}"), ["QuotaCode"] = quota.Code,
            ["QuotaName"] = quota.Name, ["Value"] = applied && call.Table(Table)[quota.Code]?["DesiredValue"] is { } asked ? asked.DeepClone() : quota.Value,
            ["Unit"] = "None", ["Adjustable"] = true, ["GlobalQuota"] = false,
        };
        if (quota.Counted is { } counted)
        {
            shown["UsageMetric"] = new JsonObject
            {
                ["MetricNamespace"] = "AWS/Usage", ["MetricName"] = "CallCount", ["MetricStatisticRecommendation"] = "Sum",
                ["MetricDimensions"] = new JsonObject { ["Class"] = "None", ["Resource"] = counted, ["Service"] = "Bedrock", ["Type"] = "API" },
            };
        }

        return shown;
    }), "MaxResults", "NextToken"));
}
