using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on whether somebody is told when what guards AI services is changed.</summary>
internal static class ControlAlertChecks
{
    private static readonly string[] s_changes = ["DeleteGuardrail", "UpdateGuardrail", "DeleteModelInvocationLoggingConfiguration", "PutModelInvocationLoggingConfiguration"];

    [Check("AWS-MON-011", Severity.Medium, "Changes to guardrails and invocation logging are told to somebody",
        Risk = "Guardrails or logs are switched off, and nobody asks why until the damage is done.",
        Advice = "Create an EventBridge rule on these calls of Bedrock with a target that somebody reads.",
        Tip = Tip.ModelMonitoring, Remedy = Remedy.Safe, Atlas = "AML.T0107",
        Link = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html")]
    [Command("""aws events put-rule --name ai-changes --event-pattern '{"source":["aws.bedrock","aws.sagemaker"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventName":["DeleteModelInvocationLoggingConfiguration","PutModelInvocationLoggingConfiguration","DeleteGuardrail","UpdateGuardrail"]}}' --region {Region} && aws events put-targets --rule ai-changes --targets 'Id=somebody,Arn=TOPIC_ARN' --region {Region}""")]
    [Passes("{}", """Agent { "agentId": "A1" }""",
        """EventRule { "Arn": "arn:r1", "Name": "r1", "State": "ENABLED", "EventPattern": "{\"source\": [\"aws.bedrock\"], \"detail-type\": [\"AWS API Call via CloudTrail\"], \"detail\": {\"eventSource\": [\"bedrock.amazonaws.com\"], \"eventName\": [\"DeleteGuardrail\", \"UpdateGuardrail\", \"DeleteModelInvocationLoggingConfiguration\", \"PutModelInvocationLoggingConfiguration\"]}}" }""",
        """EventTarget { "@Parent": "arn:r1", "Id": "t" }""")]
    [Passes("{}", """Agent { "agentId": "A1" }""",
        """EventRule { "Arn": "arn:r1", "Name": "r1", "State": "ENABLED", "EventPattern": "{\"source\": [\"aws.bedrock\"]}" }""",
        """EventTarget { "@Parent": "arn:r1", "Id": "t" }""")]
    [Passes("{}", """Agent { "agentId": "A1" }""",
        """EventRule { "Arn": "arn:r1", "Name": "r1", "State": "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", "EventPattern": "{\"source\": [{\"prefix\": \"aws.bed\"}], \"detail\": {\"eventName\": [{\"anything-but\": [\"InvokeModel\"]}]}}" }""",
        """EventTarget { "@Parent": "arn:r1", "Id": "t" }""")]
    [Passes("{}", """Agent { "agentId": "A1" }""",
        """EventRule { "Arn": "arn:r1", "Name": "r1", "State": "ENABLED", "EventPattern": "{\"source\": [\"aws.bedrock\"], \"detail\": {\"eventName\": [{\"prefix\": \"Delete\"}, {\"wildcard\": \"*dateGuardrail\"}], \"errorCode\": [{\"exists\": false}]}}" }""",
        """EventTarget { "@Parent": "arn:r1", "Id": "t" }""",
        """EventRule { "Arn": "arn:r2", "Name": "r2", "State": "ENABLED", "EventPattern": "{\"$or\": [{\"detail\": {\"eventName\": [\"PutModelInvocationLoggingConfiguration\"]}}]}" }""",
        """EventTarget { "@Parent": "arn:r2", "Id": "t" }""", Because = "Two rules share the work.")]
    [Passes("{}", """Agent { "agentId": "A1" }""",
        """MetricFilter { "filterName": "f", "logGroupName": "trail", "filterPattern": "{ ($.eventName = DeleteGuardrail) || ($.eventName = UpdateGuardrail) || ($.eventName = DeleteModelInvocationLoggingConfiguration) || ($.eventName = PutModelInvocationLoggingConfiguration) }", "metricTransformations": [{ "metricName": "ai-controls", "metricNamespace": "Corp" }] }""",
        """Alarm { "AlarmArn": "arn:a", "Namespace": "Corp", "MetricName": "ai-controls", "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""",
        """MetricFilter { "filterName": "f", "logGroupName": "trail", "filterPattern": "{ ($.eventName = DeleteGuardrail) || ($.eventName = UpdateGuardrail) || ($.eventName = DeleteModelInvocationLoggingConfiguration) || ($.eventName = PutModelInvocationLoggingConfiguration) }", "metricTransformations": [{ "metricName": "ai-controls", "metricNamespace": "Corp" }] }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""",
        """MetricFilter { "filterName": "f", "logGroupName": "trail", "filterPattern": "{ ($.eventName = DeleteGuardrail) || ($.eventName = UpdateAgent) || ($.eventName = DeleteModelInvocationLoggingConfiguration) || ($.eventName = PutModelInvocationLoggingConfiguration) }", "metricTransformations": [{ "metricName": "ai-controls", "metricNamespace": "Corp" }] }""",
        """Alarm { "AlarmArn": "arn:a", "Namespace": "Corp", "MetricName": "ai-controls", "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""",
        """MetricFilter { "filterName": "f", "logGroupName": "trail", "filterPattern": "{ ($.eventName = DeleteGuardrail) || ($.eventName = UpdateGuardrail) || ($.eventName = DeleteModelInvocationLoggingConfiguration) || ($.eventName = PutModelInvocationLoggingConfiguration) }", "metricTransformations": [{ "metricName": "ai-controls", "metricNamespace": "Corp" }] }""",
        """Alarm { "AlarmArn": "arn:a", "Namespace": "Corp", "MetricName": "other", "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""",
        """MetricFilter { "filterName": "f", "logGroupName": "trail", "filterPattern": "{ ($.eventName = DeleteGuardrail) || ($.eventName = UpdateGuardrail) || ($.eventName = DeleteModelInvocationLoggingConfiguration) || ($.eventName = PutModelInvocationLoggingConfiguration) }", "metricTransformations": [{ "metricName": "ai-controls", "metricNamespace": "Corp" }] }""",
        """Alarm { "AlarmArn": "arn:a", "Namespace": "Corp", "MetricName": "ai-controls", "ActionsEnabled": false, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""",
        """EventRule { "Arn": "arn:r1", "Name": "r1", "State": "DISABLED", "EventPattern": "{\"source\": [\"aws.bedrock\"], \"detail-type\": [\"AWS API Call via CloudTrail\"], \"detail\": {\"eventSource\": [\"bedrock.amazonaws.com\"], \"eventName\": [\"DeleteGuardrail\", \"UpdateGuardrail\", \"DeleteModelInvocationLoggingConfiguration\", \"PutModelInvocationLoggingConfiguration\"]}}" }""",
        """EventTarget { "@Parent": "arn:r1", "Id": "t" }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""",
        """EventRule { "Arn": "arn:r1", "Name": "r1", "State": "ENABLED", "EventPattern": "{\"source\": [\"aws.bedrock\"], \"detail-type\": [\"AWS API Call via CloudTrail\"], \"detail\": {\"eventSource\": [\"bedrock.amazonaws.com\"], \"eventName\": [\"DeleteGuardrail\", \"UpdateGuardrail\", \"DeleteModelInvocationLoggingConfiguration\", \"PutModelInvocationLoggingConfiguration\"]}}" }""", Because = "It tells nobody.")]
    [Fails("{}", """Agent { "agentId": "A1" }""",
        """EventRule { "Arn": "arn:r1", "Name": "r1", "State": "ENABLED", "EventPattern": "{\"source\": [\"aws.bedrock\"], \"detail-type\": [\"AWS API Call via CloudTrail\"], \"detail\": {\"eventName\": [\"UpdateGuardrail\", \"DeleteModelInvocationLoggingConfiguration\", \"PutModelInvocationLoggingConfiguration\"]}}" }""",
        """EventTarget { "@Parent": "arn:r1", "Id": "t" }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""",
        """EventRule { "Arn": "arn:r1", "Name": "r1", "State": "ENABLED", "EventPattern": "{\"source\": [\"aws.bedrock\"], \"detail-type\": [\"AWS API Call via CloudTrail\"], \"detail\": {\"eventName\": [\"DeleteGuardrail\", \"DeleteModelInvocationLoggingConfiguration\", \"PutModelInvocationLoggingConfiguration\"]}}" }""",
        """EventTarget { "@Parent": "arn:r1", "Id": "t" }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""",
        """EventRule { "Arn": "arn:r1", "Name": "r1", "State": "ENABLED", "EventPattern": "{\"source\": [\"aws.bedrock\"], \"detail-type\": [\"AWS API Call via CloudTrail\"], \"detail\": {\"eventName\": [\"DeleteGuardrail\", \"UpdateGuardrail\", \"PutModelInvocationLoggingConfiguration\"]}}" }""",
        """EventTarget { "@Parent": "arn:r1", "Id": "t" }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""",
        """EventRule { "Arn": "arn:r1", "Name": "r1", "State": "ENABLED", "EventPattern": "{\"source\": [\"aws.bedrock\"], \"detail-type\": [\"AWS API Call via CloudTrail\"], \"detail\": {\"eventName\": [\"DeleteGuardrail\", \"UpdateGuardrail\", \"DeleteModelInvocationLoggingConfiguration\"]}}" }""",
        """EventTarget { "@Parent": "arn:r1", "Id": "t" }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""",
        """EventRule { "Arn": "arn:r1", "Name": "r1", "State": "ENABLED", "EventPattern": "{\"source\": [\"aws.sagemaker\"], \"detail-type\": [\"AWS API Call via CloudTrail\"], \"detail\": {\"eventSource\": [\"bedrock.amazonaws.com\"], \"eventName\": [\"DeleteGuardrail\", \"UpdateGuardrail\", \"DeleteModelInvocationLoggingConfiguration\", \"PutModelInvocationLoggingConfiguration\"]}}" }""",
        """EventTarget { "@Parent": "arn:r1", "Id": "t" }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""",
        """EventRule { "Arn": "arn:r1", "Name": "r1", "State": "ENABLED", "EventPattern": "{\"source\": [\"aws.bedrock\"], \"detail-type\": [\"AWS API Call via CloudTrail\"], \"detail\": {\"eventSource\": [\"bedrock.amazonaws.com\"], \"eventName\": [\"DeleteGuardrail\", \"UpdateGuardrail\", \"DeleteModelInvocationLoggingConfiguration\", \"PutModelInvocationLoggingConfiguration\"], \"userIdentity\": {\"type\": [\"Root\"]}}}" }""",
        """EventTarget { "@Parent": "arn:r1", "Id": "t" }""", Because = "Only some callers are told of.")]
    [Fails("{}", """Agent { "agentId": "A1" }""",
        """EventRule { "Arn": "arn:r1", "Name": "r1", "State": "ENABLED", "EventPattern": "{\"source\": [\"aws.bedrock\"], \"detail-type\": [\"AWS Console Sign In via CloudTrail\"], \"detail\": {\"eventSource\": [\"bedrock.amazonaws.com\"], \"eventName\": [\"DeleteGuardrail\", \"UpdateGuardrail\", \"DeleteModelInvocationLoggingConfiguration\", \"PutModelInvocationLoggingConfiguration\"]}}" }""",
        """EventTarget { "@Parent": "arn:r1", "Id": "t" }""")]
    [Fails("{}", """BedrockMetric { }""")]
    [Fails("{}", """KnowledgeBase { "knowledgeBaseId": "K1" }""")]
    [Fails("{}", """CustomModel { "modelArn": "m" }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""")]
    [Skips("{}")]
    [Passes("{}", """Agent { "agentId": "A1" }""",
        """MetricFilter { "filterName": "f", "logGroupName": "trail", "filterPattern": "{ ($.eventName = DeleteGuardrail) || ($.eventName = UpdateGuardrail) || ($.eventName = DeleteModelInvocationLoggingConfiguration) || ($.eventName = PutModelInvocationLoggingConfiguration) }", "metricTransformations": [{ "metricName": "other", "metricNamespace": "Corp" }, { "metricName": "ai-controls", "metricNamespace": "Corp" }] }""",
        """Alarm { "AlarmArn": "arn:a", "Namespace": "Corp", "MetricName": "ai-controls", "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""", Because = "One of its counts is watched.")]
    [Passes("{}", """Agent { "agentId": "A1" }""",
        """MetricFilter { "filterName": "f", "logGroupName": "trail", "filterPattern": "{ ($.eventName = DeleteGuardrail) || ($.eventName = UpdateGuardrail) || ($.eventName = DeleteModelInvocationLoggingConfiguration) || ($.eventName = PutModelInvocationLoggingConfiguration) }", "metricTransformations": [{ "metricName": "ai-controls", "metricNamespace": "Corp" }] }""",
        """Alarm { "AlarmArn": "arn:a", "Metrics": [{ "MetricStat": { "Metric": { "Namespace": "Corp", "MetricName": "other" } } }, { "MetricStat": { "Metric": { "Namespace": "Corp", "MetricName": "ai-controls" } } }], "ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:t"] }""", Because = "One of its metrics is the count.")]
    public static Verdict Told(RegionItself region, BedrockUse bedrock, Alerts alerts)
    {
        if (!bedrock.Any)
        {
            return NotApplicable("Bedrock is not used here.");
        }
        var untold = s_changes.Where(change => !Seen.Any(() => alerts.ByRule(change), () => alerts.ByFilter(change))).ToList();
        return untold.Count == 0 ? Pass($"Somebody is told of {string.Join(", ", s_changes)} in {region.Identity.Name}.") : Fail($"Nobody is told of {string.Join(", ", untold)} in {region.Identity.Name}.");
    }

    /// <summary>Who is told of which calls of Bedrock.</summary>
    internal sealed class Alerts(Inventory<EventRule> rules, Inventory<EventTarget> targets, Inventory<MetricFilter> filters, Inventory<Alarm> alarms)
    {
        /// <summary>Whether a rule tells of all calls of an operation.</summary>
        public bool ByRule(string operation) => rules.All.Any(rule => rule.State is "ENABLED" or "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
            && rule.EventPattern is { } pattern && EventPattern.Takes(pattern, "aws.bedrock", "bedrock.amazonaws.com", operation) && targets.Of(rule).Count > 0);

        /// <summary>Whether a filter counts calls of an operation in a trail's log, and an alarm on the count is heard.</summary>
        public bool ByFilter(string operation) => filters.All.Any(filter => filter.FilterPattern?.Contains(operation, StringComparison.Ordinal) is true
            && filter.MetricTransformations?.Any(metric => alarms.All.Any(alarm => alarm.IsHeard
                && alarm.Watched.Any(watched => watched.MetricName == metric.MetricName && watched.Namespace == metric.MetricNamespace))) is true);
    }
}
