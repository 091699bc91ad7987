using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on AgentCore gateways, through which agents reach tools, and on the policy engines behind them.</summary>
internal static class AgentGatewayChecks
{
    [Check("AWS-IAM-032", Severity.Critical, "Gateway lets in only callers that prove who they are",
        Risk = "Anybody on the internet can use the tools behind the gateway.",
        Advice = "Set an IAM or JWT authorizer on the gateway.",
        Tip = Tip.LeastPrivilege | Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0049, AML.T0053",
        Link = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-inbound-auth.html")]
    [Command("aws bedrock-agentcore-control get-gateway --gateway-identifier {gatewayId} --region {Region} && aws bedrock-agentcore-control update-gateway --gateway-identifier {gatewayId} --name {Name} --role-arn {roleArn} --protocol-type {protocolType} --authorizer-type AWS_IAM --region {Region}")]
    [Passes("""{ "authorizerType": "CUSTOM_JWT" }""")]
    [Passes("""{ "authorizerType": "AWS_IAM" }""")]
    [Passes("""{ "authorizerType": "AUTHENTICATE_ONLY", "policyEngineConfiguration": { "arn": "p", "mode": "ENFORCE" } }""")]
    [Fails("""{ "authorizerType": "AUTHENTICATE_ONLY", "policyEngineConfiguration": { "arn": "p", "mode": "LOG_ONLY" } }""")]
    [Fails("""{ "authorizerType": "AUTHENTICATE_ONLY" }""")]
    [Fails("""{ "authorizerType": "NONE" }""")]
    [Fails("""{ "authorizerType": "NONE", "policyEngineConfiguration": { "arn": "p", "mode": "ENFORCE" } }""", Because = "A policy about nobody in particular keeps nobody out.")]
    [CannotSay("""{ }""")]
    [CannotSay("""{ "authorizerType": "SOMETHING_NEW" }""")]
    public static Verdict KnowsCallers(AgentGateway gateway) => gateway switch
    {
        { AuthorizerType: "CUSTOM_JWT" or "AWS_IAM" } => Pass($"Callers prove who they are by {gateway.AuthorizerType}."),
        { AuthorizerType: "AUTHENTICATE_ONLY", PolicyEngineConfiguration.Mode: "ENFORCE" } => Pass("Callers are known, and a policy engine decides what they may do."),
        { AuthorizerType: "AUTHENTICATE_ONLY" } => Fail("Callers are looked at, and let in whoever they are: no policy engine is enforced."),
        { AuthorizerType: "NONE" } => Fail("It has no authorizer: everybody is let in."),
        { AuthorizerType: null } => Unknown("AgentCore does not say how its callers prove who they are."),
        _ => Unknown($"Its authorizer {gateway.AuthorizerType} is not known here."),
    };

    [Check("AWS-IAM-033", Severity.High, "A policy engine decides which tools a gateway's callers use",
        Risk = "Every caller of the gateway can use every tool behind it, with every argument.",
        Advice = "Attach a policy engine to the gateway and set its mode to ENFORCE.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053, AML.T0086",
        Link = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy.html")]
    [Command("aws bedrock-agentcore-control get-gateway --gateway-identifier {gatewayId} --region {Region} && aws bedrock-agentcore-control update-gateway --gateway-identifier {gatewayId} --name {Name} --role-arn {roleArn} --protocol-type {protocolType} --authorizer-type {authorizerType} --policy-engine-configuration 'arn=POLICY_ENGINE_ARN,mode=ENFORCE' --region {Region}")]
    [Passes("""{ "policyEngineConfiguration": { "arn": "p", "mode": "ENFORCE" } }""")]
    [Fails("""{ "policyEngineConfiguration": { "arn": "p", "mode": "LOG_ONLY" } }""")]
    [Fails("""{ "policyEngineConfiguration": { "arn": "p" } }""")]
    [Fails("""{ }""")]
    public static Verdict PolicyEnforced(AgentGateway gateway) => gateway.PolicyEngineConfiguration switch
    {
        { Mode: "ENFORCE" } engine => Pass($"The policy engine {engine.Arn} decides which tools are used."),
        { } engine => Fail($"The policy engine {engine.Arn} only writes down what it would have decided."),
        null => Fail("No policy engine decides which tools are used."),
    };

    [Check("AWS-IAM-035", Severity.High, "Gateway is shared with nobody outside the organisation",
        Risk = "Somebody outside uses the tools behind the gateway.",
        Advice = "Remove foreign principals from the gateway's resource policy or demand your organisation of them.",
        Tip = Tip.LeastPrivilege | Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0049",
        Link = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/resource-based-policies.html")]
    [Command("aws bedrock-agentcore-control get-resource-policy --resource-arn {Id} --region {Region} && aws bedrock-agentcore-control put-resource-policy --resource-arn {Id} --policy file://policy.json --region {Region}")]
    [Passes("""{ "@Id": "g" }""")]
    [Passes("""{ "@Id": "g" }""", """AgentGatewayPolicy { "@Parent": "g", "policy": { "Statement": { "Effect": "Allow", "Principal": { "AWS": "999988887777" }, "Action": "bedrock-agentcore:InvokeGateway", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-abc" } } } } }""")]
    [Fails("""{ "@Id": "g" }""", """AgentGatewayPolicy { "@Parent": "g", "policy": { "Statement": { "Effect": "Allow", "Principal": { "AWS": "999988887777" }, "Action": "bedrock-agentcore:InvokeGateway", "Resource": "*" } } }""")]
    [Fails("""{ "@Id": "g" }""", """AgentGatewayPolicy { "@Parent": "g", "policy": { "Statement": { "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "bedrock-agentcore:InvokeGateway", "Resource": "*" } } }""")]
    public static Verdict SharedWithin(AgentGateway gateway, Inventory<AgentGatewayPolicy> policies, Scope scope) =>
        OutsideAccess.Judge(policies.One(gateway)?.Policy, scope);

    [Check("AWS-MON-033", Severity.Medium, "Gateway keeps the details of errors to itself",
        Risk = "Callers read how tools are built and where they stand from the errors that they provoke.",
        Advice = "Remove the exception level DEBUG from the gateway.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0084")]
    [Command("aws bedrock-agentcore-control get-gateway --gateway-identifier {gatewayId} --region {Region} && aws bedrock-agentcore-control update-gateway --gateway-identifier {gatewayId} --name {Name} --role-arn {roleArn} --protocol-type {protocolType} --authorizer-type {authorizerType} --region {Region}")]
    [Passes("""{ }""")]
    [Fails("""{ "exceptionLevel": "DEBUG" }""")]
    [CannotSay("""{ "exceptionLevel": "SOMETHING_NEW" }""")]
    public static Verdict ErrorDetail(AgentGateway gateway) => gateway.ExceptionLevel switch
    {
        null => Pass("Callers get a general message."),
        "DEBUG" => Fail("Callers are told what went wrong inside: its exception level is DEBUG."),
        var level => Unknown($"Its exception level {level} is not known here."),
    };

    [Check("AWS-DATA-032", Severity.Medium, "Gateway is encrypted with a customer-managed key",
        Risk = "Which tools there are and how they are reached lies under a key that no policy of yours governs.",
        Advice = "Set a customer-managed key on the gateway.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0083")]
    [Command("aws bedrock-agentcore-control get-gateway --gateway-identifier {gatewayId} --region {Region} && aws bedrock-agentcore-control update-gateway --gateway-identifier {gatewayId} --name {Name} --role-arn {roleArn} --protocol-type {protocolType} --authorizer-type {authorizerType} --kms-key-arn KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "kmsKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""")]
    [Fails("""{ "kmsKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    public static Verdict GatewayKey(AgentGateway gateway, Inventory<KmsKey> keys) => CustomerKey.Judge("The gateway", gateway.KmsKeyArn, keys);

    [Check("AWS-DATA-032", Severity.Medium, "Policy engine is encrypted with a customer-managed key",
        Risk = "The rules on who may use which tool lie under a key that no policy of yours governs.",
        Advice = "Make the policy engine anew with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0083")]
    [Command("aws bedrock-agentcore-control get-policy-engine --policy-engine-id {policyEngineId} --region {Region} && aws bedrock-agentcore-control create-policy-engine --name NEW_NAME --encryption-key-arn KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "policyEngineArn": "p", "encryptionKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "policyEngineArn": "p" }""")]
    [Fails("""{ "policyEngineArn": "p", "encryptionKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    public static Verdict EngineKey(PolicyEngine engine, Inventory<KmsKey> keys) => CustomerKey.Judge("The policy engine", engine.EncryptionKeyArn, keys);

    [Repair("AWS-IAM-032", "aws/bedrock-agentcore/Gateway")]
    internal static IEnumerable<Wish> DemandSignature(AgentGateway gateway) => gateway switch
    {
        { AuthorizerType: "NONE" } => [Written(gateway, Wish.With(new() { ["authorizerType"] = "AWS_IAM" }), "Callers that do not sign their requests are refused.")],
        { AuthorizerType: "AUTHENTICATE_ONLY", PolicyEngineConfiguration: not null } => Enforce(gateway),
        _ => [],
    };

    [Repair("AWS-IAM-033", "aws/bedrock-agentcore/Gateway")]
    internal static IEnumerable<Wish> Enforce(AgentGateway gateway) => gateway.PolicyEngineConfiguration?.Arn is { Length: > 0 } engine
        ? [Written(gateway, Wish.With(new() { ["policyEngineConfiguration"] = new JsonObject { ["arn"] = engine, ["mode"] = "ENFORCE" } }), "Calls of tools that the policy engine only wrote down as denied are refused.")]
        : [];

    [Repair("AWS-MON-033", "aws/bedrock-agentcore/Gateway")]
    internal static IEnumerable<Wish> KeepDetails(AgentGateway gateway) => gateway.ExceptionLevel is "DEBUG" ? [Written(gateway, state =>
    {
        state?.Remove("exceptionLevel");
        return state;
    })] : [];

    [Repair("AWS-DATA-032", "aws/bedrock-agentcore/Gateway", Needs = "-KmsKeyId")]
    internal static IEnumerable<Wish> Encrypt(AgentGateway gateway, RepairChoices choices)
    {
        var key = choices.Key;
        return [Written(gateway, Wish.With(new() { ["kmsKeyArn"] = key }), "Who edits the gateway needs kms:Decrypt on the key.")];
    }

    private static Wish Written(AgentGateway gateway, Func<JsonObject?, JsonObject?> after, string breaks = "") =>
        Wish.Of(gateway, AgentSettings.Gateway, new() { ["gatewayIdentifier"] = gateway.Identity.Id.Split('/')[^1] }, after, breaks);
}
