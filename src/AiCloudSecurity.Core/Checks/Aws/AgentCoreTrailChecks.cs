using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on whether what AgentCore does is logged.</summary>
internal static class AgentCoreTrailChecks
{
    [Check("AWS-MON-007", Severity.Medium, "Calls of AgentCore's runtimes, gateways and memories are logged",
        Risk = "Who made an agent do what, with which tool, cannot be found out.",
        Advice = "Add data event selectors for AgentCore's resources to a trail.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM06", Atlas = "AML.T0053",
        Link = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html")]
    [Command("""aws cloudtrail get-event-selectors --trail-name TRAIL_NAME --region {Region} && aws cloudtrail put-event-selectors --trail-name TRAIL_NAME --advanced-event-selectors '[{"Name":"Management events","FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]}]},{"Name":"Runtimes","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::BedrockAgentCore::Runtime"]}]},{"Name":"Gateways","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::BedrockAgentCore::Gateway"]}]}]' --region {Region}""")]
    [Passes("{}", """AgentRuntime { "agentRuntimeArn": "arn:r" }""", """AgentGateway { "gatewayId": "g" }""", """AgentMemory { "arn": "arn:m", "id": "m" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::BedrockAgentCore::Runtime"] }] }, { "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::BedrockAgentCore::Gateway"] }] }, { "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::BedrockAgentCore::Memory"] }] }] }""")]
    [Passes("{}", """AgentRuntime { "agentRuntimeArn": "arn:r" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::BedrockAgentCore::Runtime"] }] }] }""", Because = "There is no gateway and no memory.")]
    [Fails("{}", """AgentRuntime { "agentRuntimeArn": "arn:r" }""", """AgentGateway { "gatewayId": "g" }""", """Trail { "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t" }""", """TrailStatus { "@Parent": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::BedrockAgentCore::Runtime"] }] }] }""")]
    [Fails("{}", """AgentMemory { "arn": "arn:m", "id": "m" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::BedrockAgentCore::Runtime"] }] }, { "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::BedrockAgentCore::Gateway"] }] }] }""")]
    [Fails("{}", """AgentRuntime { "agentRuntimeArn": "arn:r" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""",
        """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::BedrockAgentCore::Runtime"] }, { "Field": "readOnly", "Equals": ["true"] }] }] }""")]
    [Fails("{}", """AgentRuntime { "agentRuntimeArn": "arn:r" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": false }""",
        """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::BedrockAgentCore::Runtime"] }] }] }""")]
    [Fails("{}", """AgentRuntime { "agentRuntimeArn": "arn:r" }""")]
    [Skips("{}")]
    public static Verdict Logged(RegionItself region, Inventory<AgentRuntime> runtimes, Inventory<AgentGateway> gateways, Inventory<AgentMemory> memories, Trails trails) =>
        Every.Of("There is nothing of AgentCore here that has data events.",
        [
            () => Kind(runtimes.Any(), "Runtime", trails),
            () => Kind(gateways.Any(), "Gateway", trails),
            () => Kind(memories.Any(), "Memory", trails),
        ]);

    [Repair("AWS-MON-007", "aws/cloudtrail/EventSelectors")]
    internal static IEnumerable<Wish> LogAgents(RegionItself region, Inventory<AgentRuntime> runtimes, Inventory<AgentGateway> gateways, Inventory<AgentMemory> memories, Trails trails, Scope scope) =>
        Trails.Log(trails.Own(scope.Id),
        [
            .. new[] { (runtimes.Any(), "Runtime"), (gateways.Any(), "Gateway"), (memories.Any(), "Memory") }
                .Where(kind => kind.Item1 && Kind(true, kind.Item2, trails).Status != Status.Pass).Select(kind => $"AWS::BedrockAgentCore::{kind.Item2}"),
        ]);

    private static Verdict Kind(bool used, string name, Trails trails)
    {
        var type = $"AWS::BedrockAgentCore::{name}";
        return !used ? NotApplicable($"There is no {type} here.") : trails.Best(selectors => EventSelection.Data(selectors, type)) switch
        {
            { Logged: Aws.Logged.Everything } => Pass($"Data events of {type} are logged."),
            { } => Fail($"Only some data events of {type} are logged."),
            null => Fail($"No trail is logging data events of {type}."),
        };
    }
}
