using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on what CloudTrail logs of AI services, region by region.</summary>
internal static class TrailChecks
{
    [Check("AWS-MON-004", Severity.High, "A trail of all regions logs management events",
        Risk = "Who called which model, and who changed what, cannot be told afterwards.",
        Advice = "Create a trail of all regions that logs management events, reads and writes.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0040",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html")]
    [Command("aws cloudtrail create-trail --name AI_TRAIL --s3-bucket-name LOG_BUCKET_NAME --is-multi-region-trail --enable-log-file-validation --region {Region} && aws cloudtrail start-logging --name AI_TRAIL --region {Region}")]
    [Passes("{}", """Trail { "TrailARN": "arn:t", "IsMultiRegionTrail": true }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t" }""",
        Because = "A trail that was told nothing logs management events.")]
    [Passes("{}", """Trail { "TrailARN": "arn:t", "IsMultiRegionTrail": true }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "EventSelectors": [{ "ReadWriteType": "ReadOnly", "IncludeManagementEvents": true }, { "ReadWriteType": "WriteOnly" }] }""")]
    [Passes("{}", """Trail { "TrailARN": "arn:t", "IsMultiRegionTrail": true }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Management"] }, { "Field": "eventSource", "NotEquals": ["kms.amazonaws.com"] }] }] }""")]
    [Fails("{}")]
    [Fails("{}", """Trail { "TrailARN": "arn:t", "IsMultiRegionTrail": false }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t" }""")]
    [Fails("{}", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t" }""")]
    [Fails("{}", """Trail { "TrailARN": "arn:t", "IsMultiRegionTrail": true }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": false }""", """TrailEventSelectors { "@Parent": "arn:t" }""")]
    [Fails("{}", """Trail { "TrailARN": "arn:t", "IsMultiRegionTrail": true }""", """TrailStatus { "@Parent": "arn:t" }""", """TrailEventSelectors { "@Parent": "arn:t" }""")]
    [Fails("{}", """Trail { "TrailARN": "arn:t", "IsMultiRegionTrail": true }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "EventSelectors": [{ "IncludeManagementEvents": false }] }""")]
    [Fails("{}", """Trail { "TrailARN": "arn:t", "IsMultiRegionTrail": true }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "EventSelectors": [{ "ReadWriteType": "WriteOnly" }] }""", Because = "Model invocations are reads.")]
    [Fails("{}", """Trail { "TrailARN": "arn:t", "IsMultiRegionTrail": true }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Management"] }, { "Field": "eventSource", "NotEquals": ["bedrock.amazonaws.com"] }] }] }""")]
    public static Verdict ManagementEvents(RegionItself region, Trails trails) =>
        trails.Best(EventSelection.Management, trail => trail.IsMultiRegionTrail is true) switch
        {
            null => Fail("No trail of all regions is logging management events."),
            { Logged: Logged.Everything, Trail: var trail } => Pass($"The trail {trail.Identity.Name} logs them."),
            { Trail: var trail } => Fail($"The trail {trail.Identity.Name} logs only some management events."),
        };

    [Check("AWS-MON-005", Severity.High, "Data events of Bedrock are logged",
        Risk = "What agents, knowledge bases and flows are asked and do leaves no trace.",
        Advice = "Add advanced event selectors for data events of Bedrock to a trail.",
        Tip = Tip.ModelMonitoring | Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM08, LLM06", Atlas = "AML.T0024, AML.T0085",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html")]
    [Command("""aws cloudtrail get-event-selectors --trail-name TRAIL_NAME --region {Region} && aws cloudtrail put-event-selectors --trail-name TRAIL_NAME --advanced-event-selectors '[{"Name":"Management events","FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]}]},{"Name":"Models","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::Bedrock::Model"]}]},{"Name":"Agents","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::Bedrock::AgentAlias"]}]},{"Name":"Knowledge bases","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::Bedrock::KnowledgeBase"]}]},{"Name":"Guardrails","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::Bedrock::Guardrail"]}]}]' --region {Region}""")]
    [Passes("{}", """Agent { "agentId": "A1" }""", """KnowledgeBase { "knowledgeBaseId": "K1" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::Bedrock::AgentAlias", "AWS::Bedrock::KnowledgeBase"] }] }] }""")]
    [Passes("{}", """Flow { "arn": "f" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """Trail { "TrailARN": "arn:u" }""", """TrailStatus { "@Parent": "arn:u", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t" }""",
        """TrailEventSelectors { "@Parent": "arn:u", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::Bedrock::FlowAlias"] }, { "Field": "readOnly", "Equals": ["true"] }] }, { "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::Bedrock::FlowAlias"] }, { "Field": "readOnly", "Equals": ["false"] }] }] }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""", """Trail { "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t", "IsMultiRegionTrail": true }""", """TrailStatus { "@Parent": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t" }""",
        Because = "Management events alone say nothing of what agents are asked; another tool passes this.")]
    [Fails("{}", """KnowledgeBase { "knowledgeBaseId": "K1" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::Bedrock::AgentAlias"] }] }] }""")]
    [Fails("{}", """Flow { "arn": "f" }""")]
    [Fails("{}", """Guardrail { "arn": "g" }""")]
    [Fails("{}", """Prompt { "arn": "p" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::Bedrock::Prompt"] }] }] }""",
        Because = "CloudTrail calls the type PromptVersion.")]
    [Fails("{}", """Agent { "agentId": "A1" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Management"] }, { "Field": "resources.type", "Equals": ["AWS::Bedrock::AgentAlias"] }] }] }""")]
    [Skips("{}")]
    public static Verdict BedrockData(RegionItself region, BedrockResources bedrock, Trails trails) => DataEvents(trails, "Bedrock", bedrock.Kinds);

    /// <summary>What there is of Bedrock that has data events, by CloudTrail's names.</summary>
    internal sealed class BedrockResources(
        Inventory<Agent> agents, Inventory<KnowledgeBase> knowledgeBases, Inventory<Flow> flows, Inventory<Guardrail> guardrails, Inventory<Prompt> prompts)
    {
        public (Func<bool> InUse, string Type)[] Kinds =>
        [
            (agents.Any, "AWS::Bedrock::AgentAlias"), (knowledgeBases.Any, "AWS::Bedrock::KnowledgeBase"), (flows.Any, "AWS::Bedrock::FlowAlias"),
            (guardrails.Any, "AWS::Bedrock::Guardrail"), (prompts.Any, "AWS::Bedrock::PromptVersion"),
        ];
    }

    [Repair("AWS-MON-005", "aws/cloudtrail/EventSelectors")]
    internal static IEnumerable<Wish> LogBedrock(RegionItself region, BedrockResources bedrock, Trails trails, Scope scope) => LogData(trails, scope, bedrock.Kinds);

    [Check("AWS-MON-006", Severity.Medium, "Data events of SageMaker are logged",
        Risk = "Poisoned features and streamed answers leave no trace.",
        Advice = "Add advanced event selectors for data events of SageMaker to a trail.",
        Tip = Tip.ModelMonitoring | Tip.TheftSignature, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0024.002",
        Link = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html")]
    [Command("""aws cloudtrail get-event-selectors --trail-name TRAIL_NAME --region {Region} && aws cloudtrail put-event-selectors --trail-name TRAIL_NAME --advanced-event-selectors '[{"Name":"Management events","FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]}]},{"Name":"Endpoints","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::SageMaker::Endpoint"]}]},{"Name":"Feature groups","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::SageMaker::FeatureGroup"]}]}]' --region {Region}""")]
    [Passes("{}", """Endpoint { "EndpointArn": "arn:e" }""", """FeatureGroup { "FeatureGroupArn": "arn:f" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::SageMaker::Endpoint"] }] }, { "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::SageMaker::FeatureGroup"] }, { "Field": "readOnly", "Equals": ["true", "false"] }] }] }""")]
    [Fails("{}", """Endpoint { "EndpointArn": "arn:e" }""", """Trail { "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t" }""", """TrailStatus { "@Parent": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t" }""", Because = "Data events are logged only where a trail is told to.")]
    [Fails("{}", """FeatureGroup { "FeatureGroupArn": "arn:f" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::SageMaker::Endpoint"] }] }] }""")]
    [Fails("{}", """FeatureGroup { "FeatureGroupArn": "arn:f" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::SageMaker::FeatureGroup"] }, { "Field": "readOnly", "Equals": ["true"] }] }] }""",
        Because = "Writes are what poisons.")]
    [Fails("{}", """FeatureGroup { "FeatureGroupArn": "arn:f" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::SageMaker::FeatureGroup"] }, { "Field": "resources.ARN", "StartsWith": ["arn:f"] }] }] }""")]
    [Fails("{}", """FeatureGroup { "FeatureGroupArn": "arn:f" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": false }""",
        """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::SageMaker::FeatureGroup"] }] }] }""")]
    [Skips("{}")]
    public static Verdict SageMakerData(RegionItself region, Inventory<Endpoint> endpoints, Inventory<FeatureGroup> features, Trails trails) =>
        DataEvents(trails, "SageMaker", (endpoints.Any, "AWS::SageMaker::Endpoint"), (features.Any, "AWS::SageMaker::FeatureGroup"));

    [Repair("AWS-MON-006", "aws/cloudtrail/EventSelectors")]
    internal static IEnumerable<Wish> LogSageMaker(RegionItself region, Inventory<Endpoint> endpoints, Inventory<FeatureGroup> features, Trails trails, Scope scope) =>
        LogData(trails, scope, (endpoints.Any, "AWS::SageMaker::Endpoint"), (features.Any, "AWS::SageMaker::FeatureGroup"));

    private static IEnumerable<Wish> LogData(Trails trails, Scope scope, params IReadOnlyList<(Func<bool> InUse, string Type)> kinds) =>
        Trails.Log(trails.Own(scope.Id), [.. kinds.Where(kind => kind.InUse() && trails.Best(selectors => EventSelection.Data(selectors, kind.Type)) is not { Logged: Logged.Everything }).Select(kind => kind.Type)]);

    private static Verdict DataEvents(Trails trails, string service, params IReadOnlyList<(Func<bool> InUse, string Type)> kinds)
    {
        var used = kinds.Where(kind => kind.InUse()).Select(kind => kind.Type).ToList();
        if (used.Count == 0)
        {
            return NotApplicable($"There is nothing of {service} here that has data events.");
        }
        var logged = used.Select(type => (Type: type, Best: trails.Best(selectors => EventSelection.Data(selectors, type)))).ToList();
        var missing = logged.Where(kind => kind.Best is null).Select(kind => kind.Type).ToList();
        var partial = logged.Where(kind => kind.Best is { Logged: Logged.Some }).Select(kind => kind.Type).ToList();
        return missing.Count > 0 ? Fail($"No trail is logging data events of {string.Join(", ", missing)}.")
            : partial.Count > 0 ? Fail($"Only some data events of {string.Join(", ", partial)} are logged.")
            : Pass($"Data events of {string.Join(", ", used)} are logged.");
    }
}
