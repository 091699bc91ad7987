using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on the browsers and code interpreters that agents use as tools. Those of AWS itself have no settings.</summary>
internal static class AgentToolChecks
{
    [Check("AWS-NET-038", Severity.High, "Browser tool works from a network of yours",
        Risk = "A page that tricks the agent makes it carry data to any address on the internet.",
        Advice = "Make the browser anew in VPC mode, with subnets and security groups of your own.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Owasp = "LLM06", Atlas = "AML.T0086",
        Link = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agentcore-vpc.html")]
    [Command("""aws bedrock-agentcore-control get-browser --browser-id {browserId} --region {Region} && aws bedrock-agentcore-control create-browser --name NEW_NAME --network-configuration '{"networkMode":"VPC","vpcConfig":{"subnets":["SUBNET_ID"],"securityGroups":["SECURITY_GROUP_ID"]}}' --region {Region}""")]
    [Passes("""{ "networkConfiguration": { "networkMode": "VPC" } }""")]
    [Fails("""{ "networkConfiguration": { "networkMode": "PUBLIC" } }""")]
    [CannotSay("""{ }""")]
    public static Verdict BrowserNetwork(AgentBrowser browser) => AgentNetworks.Judge(browser.NetworkConfiguration);

    [Check("AWS-NET-039", Severity.High, "Code interpreter works from a network of yours",
        Risk = "Code that the agent was tricked into writing carries data to any address on the internet.",
        Advice = "Make the code interpreter anew in VPC mode, with subnets and security groups of your own.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Owasp = "LLM06, LLM05", Atlas = "AML.T0086, AML.T0050",
        Link = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agentcore-vpc.html")]
    [Command("""aws bedrock-agentcore-control get-code-interpreter --code-interpreter-id {codeInterpreterId} --region {Region} && aws bedrock-agentcore-control create-code-interpreter --name NEW_NAME --network-configuration '{"networkMode":"VPC","vpcConfig":{"subnets":["SUBNET_ID"],"securityGroups":["SECURITY_GROUP_ID"]}}' --region {Region}""")]
    [Passes("""{ "networkConfiguration": { "networkMode": "VPC" } }""")]
    [Fails("""{ "networkConfiguration": { "networkMode": "PUBLIC" } }""")]
    [Fails("""{ "networkConfiguration": { "networkMode": "SANDBOX" } }""", Because = "Buckets of anybody can be written to from there.", Severity = Severity.Medium)]
    [CannotSay("""{ }""")]
    public static Verdict InterpreterNetwork(CodeInterpreter interpreter) => AgentNetworks.Judge(interpreter.NetworkConfiguration);

    [Check("AWS-MON-032", Severity.Medium, "Browser tool records its sessions",
        Risk = "Nobody can say what the agent saw and clicked in somebody's name.",
        Advice = "Make the browser anew with recording to a bucket of yours.",
        Tip = Tip.ModelMonitoring, Remedy = Remedy.Recreate, Owasp = "LLM06", Atlas = "AML.T0053",
        Link = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/browser-session-recording.html")]
    [Command("""aws bedrock-agentcore-control get-browser --browser-id {browserId} --region {Region} && aws bedrock-agentcore-control create-browser --name NEW_NAME --network-configuration '{"networkMode":"VPC","vpcConfig":{"subnets":["SUBNET_ID"],"securityGroups":["SECURITY_GROUP_ID"]}}' --execution-role-arn ROLE_ARN --recording '{"enabled":true,"s3Location":{"bucket":"BUCKET_NAME","prefix":"recordings"}}' --region {Region}""")]
    [Passes("""{ "recording": { "enabled": true, "s3Location": { "bucket": "recordings", "prefix": "b" } } }""")]
    [Fails("""{ "recording": { "enabled": false, "s3Location": { "bucket": "recordings", "prefix": "b" } } }""")]
    [Fails("""{ "recording": { "s3Location": { "bucket": "recordings", "prefix": "b" } } }""")]
    [Fails("""{ "recording": { "enabled": true } }""")]
    [Fails("""{ "recording": { "enabled": true, "s3Location": { } } }""")]
    [Fails("""{ }""")]
    public static Verdict Records(AgentBrowser browser) => browser.Recording switch
    {
        { Enabled: true, S3Location.Bucket: { Length: > 0 } bucket } => Pass($"Sessions are recorded in {bucket}."),
        { Enabled: true } => Fail("Sessions are to be recorded, and no bucket is named for it."),
        _ => Fail("Sessions are not recorded."),
    };
}
