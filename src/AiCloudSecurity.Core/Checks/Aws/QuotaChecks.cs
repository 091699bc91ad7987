using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on how far Bedrock's quotas let use grow.</summary>
internal static class QuotaChecks
{
    private const int Times = 10;

    [Check("AWS-MON-027", Severity.Low, "Bedrock's quotas are near what is used, and an alarm watches them",
        Risk = "A quota far above what is used lets a thief use the difference.",
        Advice = "Create an alarm on the use of the quotas, and ask AWS to lower those that were raised for nothing.",
        Tip = Tip.Budget | Tip.InferenceGateway, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034, AML.T0029",
        Link = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Quotas-Visualize-Alarms.html")]
    [Command("""aws cloudwatch put-metric-alarm --alarm-name ai-quota --comparison-operator GreaterThanThreshold --threshold 80 --evaluation-periods 1 --alarm-actions TOPIC_ARN --metrics '[{"Id":"used","ReturnData":false,"MetricStat":{"Metric":{"Namespace":"AWS/Usage","MetricName":"CallCount","Dimensions":[{"Name":"Service","Value":"Bedrock"},{"Name":"Type","Value":"API"},{"Name":"Resource","Value":"InvokeModel"},{"Name":"Class","Value":"None"}]},"Period":300,"Stat":"Sum"}},{"Id":"share","Expression":"used/SERVICE_QUOTA(used)*100"}]' --region {Region}""")]
    [Passes("{}", """Agent { "agentId": "A1" }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Usage", "MetricName": "CallCount", "Dimensions": [{ "Name": "Service", "Value": "Bedrock" }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""", """ServiceQuota { "QuotaArn": "arn:q", "QuotaName": "Requests of M per minute", "QuotaCode": "L-1", "Value": 500, "UsageMetric": { "MetricNamespace": "AWS/Usage", "MetricName": "CallCount", "MetricDimensions": { "Service": "Bedrock", "Resource": "InvokeModel" } } }""", """DefaultQuota { "QuotaCode": "L-1", "Value": 100 }""", """QuotaUsage { "Label": "CallCount/InvokeModel", "Values": [1, 50, 2] }""")]
    [Passes("{}", """Agent { "agentId": "A1" }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Usage", "MetricName": "CallCount", "Dimensions": [{ "Name": "Service", "Value": "Bedrock" }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""", """ServiceQuota { "QuotaArn": "arn:q", "QuotaName": "Requests of M per minute", "QuotaCode": "L-1", "Value": 100, "UsageMetric": { "MetricNamespace": "AWS/Usage", "MetricName": "CallCount", "MetricDimensions": { "Service": "Bedrock", "Resource": "InvokeModel" } } }""", """DefaultQuota { "QuotaCode": "L-1", "Value": 100 }""", Because = "It was never raised.")]
    [Passes("{}", """Agent { "agentId": "A1" }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Usage", "MetricName": "CallCount", "Dimensions": [{ "Name": "Service", "Value": "Bedrock" }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""", """ServiceQuota { "QuotaArn": "arn:q", "QuotaCode": "L-1", "Value": 500 }""", """DefaultQuota { "QuotaCode": "L-1", "Value": 100 }""", Because = "CloudWatch does not count what is used of it.")]
    [Fails("{}", """Agent { "agentId": "A1" }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Usage", "MetricName": "CallCount", "Dimensions": [{ "Name": "Service", "Value": "Bedrock" }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""", """ServiceQuota { "QuotaArn": "arn:q", "QuotaName": "Requests of M per minute", "QuotaCode": "L-1", "Value": 501, "UsageMetric": { "MetricNamespace": "AWS/Usage", "MetricName": "CallCount", "MetricDimensions": { "Service": "Bedrock", "Resource": "InvokeModel" } } }""", """DefaultQuota { "QuotaCode": "L-1", "Value": 100 }""", """QuotaUsage { "Label": "CallCount/InvokeModel", "Values": [1, 50, 2] }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Usage", "MetricName": "CallCount", "Dimensions": [{ "Name": "Service", "Value": "Bedrock" }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""", """ServiceQuota { "QuotaArn": "arn:q", "QuotaName": "Requests of M per minute", "QuotaCode": "L-1", "Value": 500, "UsageMetric": { "MetricNamespace": "AWS/Usage", "MetricName": "CallCount", "MetricDimensions": { "Service": "Bedrock", "Resource": "InvokeModel" } } }""", """DefaultQuota { "QuotaCode": "L-1", "Value": 100 }""", """QuotaUsage { "Label": "CallCount/Converse", "Values": [1, 50, 2] }""", Because = "It was raised and is not used.")]
    [Fails("{}", """Agent { "agentId": "A1" }""", """ServiceQuota { "QuotaArn": "arn:q", "QuotaName": "Requests of M per minute", "QuotaCode": "L-1", "Value": 500, "UsageMetric": { "MetricNamespace": "AWS/Usage", "MetricName": "CallCount", "MetricDimensions": { "Service": "Bedrock", "Resource": "InvokeModel" } } }""", """DefaultQuota { "QuotaCode": "L-1", "Value": 100 }""", """QuotaUsage { "Label": "CallCount/InvokeModel", "Values": [1, 50, 2] }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Usage", "MetricName": "CallCount", "Dimensions": [{ "Name": "Service", "Value": "EC2" }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""", """ServiceQuota { "QuotaArn": "arn:q", "QuotaName": "Requests of M per minute", "QuotaCode": "L-1", "Value": 500, "UsageMetric": { "MetricNamespace": "AWS/Usage", "MetricName": "CallCount", "MetricDimensions": { "Service": "Bedrock", "Resource": "InvokeModel" } } }""", """DefaultQuota { "QuotaCode": "L-1", "Value": 100 }""", """QuotaUsage { "Label": "CallCount/InvokeModel", "Values": [1, 50, 2] }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "Corp", "MetricName": "CallCount", "Dimensions": [{ "Name": "Service", "Value": "Bedrock" }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""", """ServiceQuota { "QuotaArn": "arn:q", "QuotaName": "Requests of M per minute", "QuotaCode": "L-1", "Value": 500, "UsageMetric": { "MetricNamespace": "AWS/Usage", "MetricName": "CallCount", "MetricDimensions": { "Service": "Bedrock", "Resource": "InvokeModel" } } }""", """DefaultQuota { "QuotaCode": "L-1", "Value": 100 }""", """QuotaUsage { "Label": "CallCount/InvokeModel", "Values": [1, 50, 2] }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Usage", "MetricName": "CallCount", "Dimensions": [{ "Name": "Service", "Value": "Bedrock" }], "ActionsEnabled": false, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""", """ServiceQuota { "QuotaArn": "arn:q", "QuotaName": "Requests of M per minute", "QuotaCode": "L-1", "Value": 500, "UsageMetric": { "MetricNamespace": "AWS/Usage", "MetricName": "CallCount", "MetricDimensions": { "Service": "Bedrock", "Resource": "InvokeModel" } } }""", """DefaultQuota { "QuotaCode": "L-1", "Value": 100 }""", """QuotaUsage { "Label": "CallCount/InvokeModel", "Values": [1, 50, 2] }""")]
    [CannotSay("{}", """Agent { "agentId": "A1" }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Usage", "MetricName": "CallCount", "Dimensions": [{ "Name": "Service", "Value": "Bedrock" }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""", """ServiceQuota { "QuotaArn": "arn:q", "QuotaName": "Requests of M per minute", "QuotaCode": "L-1", "Value": 501, "UsageMetric": { "MetricNamespace": "AWS/Usage", "MetricName": "CallCount", "MetricDimensions": { "Service": "Bedrock", "Resource": "InvokeModel" } } }""", """DefaultQuota { "QuotaCode": "L-2", "Value": 100 }""", Because = "Whether it was raised nobody says.")]
    [Fails("{}", """BedrockMetric { }""")]
    [Fails("{}", """KnowledgeBase { "knowledgeBaseId": "K1" }""")]
    [Fails("{}", """CustomModel { "modelArn": "m" }""")]
    [Skips("{}")]
    [Passes("{}", """Agent { "agentId": "A1" }""", """Alarm { "AlarmArn": "arn:a", "Metrics": [{ "MetricStat": { "Metric": { "Namespace": "AWS/Bedrock", "MetricName": "Invocations" } } }, { "MetricStat": { "Metric": { "Namespace": "AWS/Usage", "MetricName": "CallCount", "Dimensions": [{ "Name": "Type", "Value": "API" }, { "Name": "Service", "Value": "Bedrock" }] } } }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""", """ServiceQuota { "QuotaArn": "arn:q", "QuotaName": "Requests of M per minute", "QuotaCode": "L-1", "Value": 500, "UsageMetric": { "MetricNamespace": "AWS/Usage", "MetricName": "CallCount", "MetricDimensions": { "Service": "Bedrock", "Resource": "InvokeModel" } } }""", """DefaultQuota { "QuotaCode": "L-1", "Value": 100 }""", """QuotaUsage { "Label": "CallCount/InvokeModel", "Values": [1, 50, 2] }""", Because = "One of its metrics and one of its dimensions is enough.")]
    public static Verdict Near(RegionItself region, BedrockUse bedrock, Inventory<Alarm> alarms, Quotas quotas) => !bedrock.Any ? NotApplicable("Bedrock is not used here.") : Every.Of(
        () => alarms.All.FirstOrDefault(alarm => alarm.IsHeard && alarm.Watched.Any(IsOfBedrock)) is { } alarm
            ? Pass($"The alarm {alarm.Identity.Name} watches the use of quotas.") : Fail($"No alarm watches the use of Bedrock's quotas in {region.Identity.Name}."),
        () => quotas.FarAboveUse(Times).ToLookup(quota => quota.IsRaised, quota => quota.What) is var all && all[true].ToList() is [var first, ..] far
            ? Fail($"{far.Count} of the quotas that were raised {(far.Count == 1 ? "is" : "are")} more than {Times} times what was used within 30 days, as {first}.")
            : all[false].FirstOrDefault() is { } unknown ? Unknown($"AWS does not say the default of {unknown}.")
            : Pass($"No quota that was raised is more than {Times} times what was used within 30 days, as far as CloudWatch counts it."));

    private static bool IsOfBedrock(Metric metric) =>
        metric.Namespace is "AWS/Usage" && metric.Dimensions?.Any(dimension => dimension is { Name: "Service", Value: "Bedrock" }) is true;

    /// <summary>The quotas that were raised, and what is used of them.</summary>
    internal sealed class Quotas(Inventory<ServiceQuota> quotas, Inventory<DefaultQuota> defaults, Inventory<QuotaUsage> usage)
    {
        /// <summary>Those that are more than so many times what was used; whether they were raised, nobody knows without their default.</summary>
        public IEnumerable<(bool IsRaised, string What)> FarAboveUse(int times) =>
            from quota in quotas.All
            let standard = defaults.Find(quota.QuotaCode)?.Value
            where quota.UsageMetric is { MetricNamespace: "AWS/Usage" } && (standard is null || quota.Value > standard)
            let peak = usage.Find($"{quota.UsageMetric!.MetricName}/{quota.UsageMetric.MetricDimensions?.GetValueOrDefault("Resource")}")?.Values?.DefaultIfEmpty(0).Max() ?? 0
            where quota.Value > times * peak
            orderby quota.Value / Math.Max(peak, 1) descending
            select (standard is not null, $"{quota.Identity.Name}: {quota.Value:0}, and {peak:0} used");
    }
}
