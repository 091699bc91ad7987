using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on alarms and anomaly detectors that watch models.</summary>
internal static class AlarmChecks
{
    private static readonly string[] s_bedrockMetrics = ["Invocations", "InputTokenCount", "OutputTokenCount", "InvocationThrottles", "InvocationClientErrors"];
    private static readonly string[] s_endpointMetrics = ["Invocations", "InvocationsPerInstance", "Invocation4XXErrors", "ConcurrentRequestsPerModel"];
    private static readonly string[] s_bedrockVolume = ["Invocations", "InputTokenCount", "OutputTokenCount"];
    private static readonly string[] s_endpointVolume = ["Invocations", "InvocationsPerInstance"];

    [Check("AWS-MON-012", Severity.High, "An alarm watches Bedrock's invocations, tokens or throttles",
        Risk = "A stolen key can run up costs or copy a model for days before somebody looks.",
        Advice = "Create an alarm on Bedrock's invocations or tokens that tells somebody.",
        Tip = Tip.ModelMonitoring | Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring.html")]
    [Command("aws cloudwatch put-metric-alarm --alarm-name ai-bedrock-invocations --namespace AWS/Bedrock --metric-name Invocations --statistic Sum --period 300 --evaluation-periods 1 --threshold 1000 --comparison-operator GreaterThanThreshold --treat-missing-data notBreaching --alarm-actions TOPIC_ARN --region {Region}")]
    [Passes("{}", """BedrockMetric { }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Bedrock", "MetricName": "InputTokenCount", "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Passes("{}", """BedrockMetric { }""", """Alarm { "AlarmArn": "arn:a", "Metrics": [{ "Expression": "m1 * 2" }, { "MetricStat": { "Metric": { "Namespace": "AWS/Bedrock", "MetricName": "Invocations" } } }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Fails("{}", """BedrockMetric { }""")]
    [Fails("{}", """BedrockMetric { }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Bedrock", "MetricName": "InvocationLatency", "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Fails("{}", """BedrockMetric { }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/SageMaker", "MetricName": "Invocations", "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Fails("{}", """BedrockMetric { }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Bedrock", "MetricName": "Invocations", "ActionsEnabled": false, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Fails("{}", """BedrockMetric { }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Bedrock", "MetricName": "Invocations", "ActionsEnabled": true }""", Because = "An alarm without actions tells nobody.")]
    [Fails("{}", """Agent { "agentId": "A1" }""")]
    [Fails("{}", """KnowledgeBase { "knowledgeBaseId": "K1" }""")]
    [Fails("{}", """CustomModel { "modelArn": "m" }""")]
    [Skips("{}")]
    [Passes("{}", """BedrockMetric { }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Bedrock", "MetricName": "EACH", "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""", Each = ["OutputTokenCount", "InvocationThrottles", "InvocationClientErrors"])]
    public static Verdict Bedrock(RegionItself region, BedrockUse bedrock, Inventory<Alarm> alarms)
    {
        if (!bedrock.Any)
        {
            return NotApplicable("Bedrock is not in use here.");
        }
        var watching = alarms.All.Where(alarm => alarm.Watched.Any(metric => metric.Namespace is "AWS/Bedrock" && s_bedrockMetrics.Contains(metric.MetricName))).ToList();
        return Heard(watching, "Bedrock's invocations or tokens");
    }

    [Repair("AWS-MON-012", "aws/cloudwatch/Alarm", Needs = "-Topic")]
    internal static IEnumerable<Wish> WatchBedrock(RegionItself region, Inventory<Alarm> alarms, RepairChoices choices) =>
    [
        WatchSettings.Watching(region, alarms.All.FirstOrDefault(alarm => alarm.Watched.Any(metric => metric.Namespace is "AWS/Bedrock" && s_bedrockMetrics.Contains(metric.MetricName))),
            "AWS/Bedrock", "Invocations", [], RepairChoices.Of(choices.Topic, "-Topic")),
    ];

    [Check("AWS-MON-013", Severity.Medium, "An alarm watches what guardrails stop",
        Risk = "Somebody can try one prompt injection after the other, and nobody hears of it.",
        Advice = "Create an alarm on the guardrails' interventions that tells somebody.",
        Tip = Tip.ModelMonitoring, Remedy = Remedy.Safe, Owasp = "LLM01", Atlas = "AML.T0051, AML.T0054",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring-guardrails-cw-metrics.html")]
    [Command("aws cloudwatch put-metric-alarm --alarm-name ai-guardrail-interventions --namespace AWS/Bedrock/Guardrails --metric-name InvocationsIntervened --statistic Sum --period 300 --evaluation-periods 1 --threshold 1000 --comparison-operator GreaterThanThreshold --treat-missing-data notBreaching --alarm-actions TOPIC_ARN --region {Region}")]
    [Passes("{}", """Guardrail { "arn": "g" }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Bedrock/Guardrails", "MetricName": "InvocationsIntervened", "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Fails("{}", """Guardrail { "arn": "g" }""")]
    [Fails("{}", """Guardrail { "arn": "g" }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Bedrock/Guardrails", "MetricName": "TextUnitCount", "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Fails("{}", """Guardrail { "arn": "g" }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Bedrock", "MetricName": "InvocationsIntervened", "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Fails("{}", """Guardrail { "arn": "g" }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/Bedrock/Guardrails", "MetricName": "InvocationsIntervened", "ActionsEnabled": true, "AlarmActions": [] }""")]
    [Skips("{}")]
    [Passes("{}", """Guardrail { "arn": "g" }""", """Alarm { "AlarmArn": "arn:a", "Metrics": [{ "MetricStat": { "Metric": { "Namespace": "AWS/Bedrock/Guardrails", "MetricName": "Invocations" } } }, { "MetricStat": { "Metric": { "Namespace": "AWS/Bedrock/Guardrails", "MetricName": "InvocationsIntervened" } } }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    public static Verdict Guardrails(RegionItself region, Inventory<Guardrail> guardrails, Inventory<Alarm> alarms) =>
        guardrails.All.Count == 0 ? NotApplicable("There is no guardrail here.")
        : Heard([.. alarms.All.Where(alarm => alarm.Watched.Any(metric => metric is { Namespace: "AWS/Bedrock/Guardrails", MetricName: "InvocationsIntervened" }))], "what guardrails stop");

    [Repair("AWS-MON-013", "aws/cloudwatch/Alarm", Needs = "-Topic")]
    internal static IEnumerable<Wish> WatchGuardrails(RegionItself region, Inventory<Alarm> alarms, RepairChoices choices) =>
    [
        WatchSettings.Watching(region, alarms.All.FirstOrDefault(alarm => alarm.Watched.Any(metric => metric is { Namespace: "AWS/Bedrock/Guardrails", MetricName: "InvocationsIntervened" })),
            "AWS/Bedrock/Guardrails", "InvocationsIntervened", [], RepairChoices.Of(choices.Topic, "-Topic")),
    ];

    [Check("AWS-MON-014", Severity.High, "An alarm watches the endpoint's invocations",
        Risk = "Nobody notices the many questions by which a model is copied or its training data drawn out.",
        Advice = "Create an alarm on the endpoint's invocations that tells somebody.",
        Tip = Tip.TheftSignature | Tip.ModelMonitoring, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0024.002",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html")]
    [Command("aws cloudwatch put-metric-alarm --alarm-name ai-endpoint-invocations --namespace AWS/SageMaker --metric-name Invocations --statistic Sum --period 300 --evaluation-periods 1 --threshold 1000 --comparison-operator GreaterThanThreshold --treat-missing-data notBreaching --alarm-actions TOPIC_ARN --dimensions 'Name=EndpointName,Value={Name}' 'Name=VariantName,Value=VARIANT_NAME' --region {Region}")]
    [Passes("""{ "EndpointName": "e", "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v" }] }""",
        """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/SageMaker", "MetricName": "Invocations", "Dimensions": [{ "Name": "VariantName", "Value": "v" }, { "Name": "EndpointName", "Value": "e" }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Passes("""{ "EndpointName": "e", "EndpointStatus": "Updating" }""",
        """Alarm { "AlarmArn": "arn:a", "Metrics": [{ "MetricStat": { "Metric": { "Namespace": "AWS/SageMaker", "MetricName": "InvocationsPerInstance", "Dimensions": [{ "Name": "EndpointName", "Value": "e" }] } } }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v" }] }""")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v" }, { "VariantName": "w" }] }""",
        """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/SageMaker", "MetricName": "Invocations", "Dimensions": [{ "Name": "VariantName", "Value": "v" }, { "Name": "EndpointName", "Value": "e" }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""",
        Because = "The other variant is not watched.")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService" }""",
        """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/SageMaker", "MetricName": "Invocations", "Dimensions": [{ "Name": "EndpointName", "Value": "other" }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService" }""",
        """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/SageMaker", "MetricName": "ModelLatency", "Dimensions": [{ "Name": "EndpointName", "Value": "e" }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService" }""",
        """Alarm { "AlarmArn": "arn:a", "Namespace": "Custom", "MetricName": "Invocations", "Dimensions": [{ "Name": "EndpointName", "Value": "e" }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService" }""",
        """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/SageMaker", "MetricName": "InvocationsPerInstance", "Dimensions": [{ "Name": "EndpointName", "Value": "e" }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:autoscaling:eu-west-1:111122223333:scalingPolicy:p"] }""",
        Because = "Auto scaling's own alarm adds instances for the thief and tells nobody.")]
    [Skips("""{ "EndpointName": "e", "EndpointStatus": "Failed" }""")]
    [Passes("""{ "EndpointName": "e", "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v" }] }""", """Alarm { "AlarmArn": "arn:a", "Namespace": "AWS/SageMaker", "MetricName": "EACH", "Dimensions": [{ "Name": "EndpointName", "Value": "e" }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""", Each = ["Invocation4XXErrors", "ConcurrentRequestsPerModel"], Because = "What names no variant watches all.")]
    public static Verdict Endpoint(Endpoint endpoint, EndpointAlarms alarms)
    {
        if (!endpoint.IsServing)
        {
            return NotApplicable($"It is {endpoint.EndpointStatus}.");
        }
        var variants = (endpoint.ProductionVariants ?? []).Select(variant => variant.VariantName).DefaultIfEmpty(null);
        foreach (var variant in variants)
        {
            var watching = alarms.Of(endpoint).Where(watch => variant is null || watch.Variant is null || watch.Variant == variant).Select(watch => watch.Alarm).ToList();
            if (Heard(watching, variant is null ? "its invocations" : $"the invocations of its variant {variant}") is { Status: not Status.Pass } unheard)
            {
                return unheard;
            }
        }
        return Pass("Alarms watch its invocations.");
    }

    [Repair("AWS-MON-014", "aws/cloudwatch/Alarm", Needs = "-Topic")]
    internal static IEnumerable<Wish> WatchEndpoint(Endpoint endpoint, EndpointAlarms alarms, RepairChoices choices)
    {
        var topic = RepairChoices.Of(choices.Topic, "-Topic");
        foreach (var variant in (endpoint.ProductionVariants ?? []).Select(variant => variant.VariantName).DefaultIfEmpty(null))
        {
            var watching = alarms.Of(endpoint).Where(watch => variant is null || watch.Variant is null || watch.Variant == variant).Select(watch => watch.Alarm).ToList();
            if (!watching.Exists(alarm => alarm.IsHeard))
            {
                // Auto scaling keeps its own alarms as it wants them.
                var silent = watching.Find(alarm => alarm.AlarmActions is not { Count: > 0 });
                yield return WatchSettings.Watching(endpoint, silent, "AWS/SageMaker", "Invocations",
                    [("EndpointName", endpoint.Identity.Name), .. variant is null ? [] : new[] { ("VariantName", variant) }], topic);
            }
        }
    }

    [Check("AWS-MON-015", Severity.Medium, "Anomaly detection watches how much models are used",
        Risk = "A slow theft stays below every fixed threshold.",
        Advice = "Create an anomaly detector on invocations or tokens, with an alarm on it.",
        Tip = Tip.TheftSignature, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0024.002",
        Link = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html")]
    [Command("""aws cloudwatch put-anomaly-detector --single-metric-anomaly-detector 'Namespace=AWS/Bedrock,MetricName=Invocations,Stat=Sum' --region {Region} && aws cloudwatch put-metric-alarm --alarm-name ai-invocation-anomalies --comparison-operator GreaterThanUpperThreshold --evaluation-periods 2 --threshold-metric-id band --alarm-actions TOPIC_ARN --metrics '[{"Id":"calls","MetricStat":{"Metric":{"Namespace":"AWS/Bedrock","MetricName":"Invocations"},"Period":300,"Stat":"Sum"}},{"Id":"band","Expression":"ANOMALY_DETECTION_BAND(calls, 3)"}]' --region {Region}""")]
    [Passes("{}", """BedrockMetric { }""", """AnomalyDetector { "SingleMetricAnomalyDetector": { "Namespace": "AWS/Bedrock", "MetricName": "InputTokenCount" } }""")]
    [Passes("{}", """BedrockMetric { }""", """AnomalyDetector { "Namespace": "AWS/Bedrock", "MetricName": "Invocations" }""")]
    [Passes("{}", """BedrockMetric { }""", """Endpoint { "EndpointArn": "arn:e", "EndpointStatus": "InService" }""",
        """AnomalyDetector { "@Id": "1", "MetricMathAnomalyDetector": { "MetricDataQueries": [{ "MetricStat": { "Metric": { "Namespace": "AWS/Bedrock", "MetricName": "Invocations" } } }] } }""",
        """AnomalyDetector { "@Id": "2", "SingleMetricAnomalyDetector": { "Namespace": "AWS/SageMaker", "MetricName": "Invocations" } }""")]
    [Fails("{}", """BedrockMetric { }""")]
    [Fails("{}", """BedrockMetric { }""", """AnomalyDetector { "SingleMetricAnomalyDetector": { "Namespace": "AWS/Bedrock", "MetricName": "InvocationLatency" } }""")]
    [Fails("{}", """BedrockMetric { }""", """Endpoint { "EndpointArn": "arn:e", "EndpointStatus": "InService" }""",
        """AnomalyDetector { "SingleMetricAnomalyDetector": { "Namespace": "AWS/Bedrock", "MetricName": "Invocations" } }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""")]
    [Fails("{}", """KnowledgeBase { "knowledgeBaseId": "K1" }""")]
    [Fails("{}", """CustomModel { "modelArn": "m" }""")]
    [Skips("{}")]
    [Passes("{}", """BedrockMetric { }""", """AnomalyDetector { "Namespace": "AWS/Bedrock", "MetricName": "OutputTokenCount" }""")]
    [Passes("{}", """Endpoint { "EndpointArn": "arn:e", "EndpointStatus": "InService" }""", """AnomalyDetector { "Namespace": "AWS/SageMaker", "MetricName": "InvocationsPerInstance" }""")]
    public static Verdict Anomalies(RegionItself region, BedrockUse bedrock, Inventory<Endpoint> endpoints, Inventory<AnomalyDetector> detectors)
    {
        List<string> used = [.. bedrock.Any ? ["AWS/Bedrock"] : (string[])[], .. endpoints.All.Any(endpoint => endpoint.IsServing) ? ["AWS/SageMaker"] : (string[])[]];
        if (used.Count == 0)
        {
            return NotApplicable("Neither Bedrock nor an endpoint is in use here.");
        }
        var unwatched = used.Where(space => !detectors.All.SelectMany(detector => detector.Watched).Any(metric =>
            metric.Namespace == space && (space is "AWS/Bedrock" ? s_bedrockVolume : s_endpointVolume).Contains(metric.MetricName))).ToList();
        return unwatched.Count == 0
            ? Pass($"Anomaly detectors watch {string.Join(" and ", used)}.")
            : Fail($"No anomaly detector watches invocations or tokens in {string.Join(" and ", unwatched)}.");
    }

    private static Verdict Heard(List<Alarm> watching, string what) =>
        watching.Find(alarm => alarm.IsHeard) is { } heard ? Pass($"The alarm {heard.Identity.Name} watches {what}.")
        : watching is [var unheard, ..] ? Fail($"The alarm {unheard.Identity.Name} watches {what} but tells nobody.")
        : Fail($"No alarm watches {what}.");

    /// <summary>Which alarms watch the invocations of which endpoint.</summary>
    internal sealed class EndpointAlarms(Inventory<Alarm> alarms)
    {
        private ILookup<string, (Alarm Alarm, string? Variant)>? _byEndpoint;

        /// <summary>Its alarms, each with the variant that it is limited to; null where it watches all.</summary>
        public IEnumerable<(Alarm Alarm, string? Variant)> Of(Endpoint endpoint)
        {
            _byEndpoint ??= (from alarm in alarms.All
                             from metric in alarm.Watched
                             where metric.Namespace is "AWS/SageMaker" && s_endpointMetrics.Contains(metric.MetricName)
                             let name = Value(metric, "EndpointName")
                             where name is not null
                             select (name, watch: (alarm, Value(metric, "VariantName")))).ToLookup(pair => pair.name, pair => pair.watch, StringComparer.Ordinal);
            return _byEndpoint[endpoint.Identity.Name].Distinct();
        }

        private static string? Value(Metric metric, string dimension) => metric.Dimensions?.FirstOrDefault(of => of.Name == dimension)?.Value;
    }
}
