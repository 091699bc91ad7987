using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on AgentCore runtimes, as their latest version is.</summary>
internal static class AgentRuntimeChecks
{
    [Check("AWS-IAM-034", Severity.Medium, "Runtime knows its users by tokens meant for it",
        Risk = "The agent acts for every caller with the same rights, because it does not know for whom it works.",
        Advice = "Set a JWT authorizer with allowed audiences or clients on the runtime.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053",
        Link = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-oauth.html")]
    [Command("""aws bedrock-agentcore-control get-agent-runtime --agent-runtime-id {agentRuntimeId} --region {Region} && aws bedrock-agentcore-control update-agent-runtime --agent-runtime-id {agentRuntimeId} --agent-runtime-artifact 'containerConfiguration={containerUri=IMAGE_URI}' --role-arn {roleArn} --network-configuration 'networkMode={networkConfiguration.networkMode}' --authorizer-configuration '{"customJWTAuthorizer":{"discoveryUrl":"DISCOVERY_URL","allowedAudience":["AUDIENCE"]}}' --region {Region}""")]
    [Passes("""{ "authorizerConfiguration": { "customJWTAuthorizer": { "discoveryUrl": "https://idp", "allowedAudience": [ "agents" ] } } }""")]
    [Passes("""{ "authorizerConfiguration": { "customJWTAuthorizer": { "discoveryUrl": "https://idp", "allowedClients": [ "portal" ] } } }""")]
    [Fails("""{ "authorizerConfiguration": { "customJWTAuthorizer": { "discoveryUrl": "https://idp" } } }""", Because = "A token that the same provider gave out for something else will do.")]
    [Fails("""{ "authorizerConfiguration": { "customJWTAuthorizer": { "discoveryUrl": "https://idp", "allowedAudience": [ ], "allowedClients": [ ] } } }""")]
    [Fails("""{ "authorizerConfiguration": { } }""")]
    [Fails("""{ }""")]
    public static Verdict KnowsUsers(AgentRuntime runtime) => runtime.AuthorizerConfiguration?.CustomJWTAuthorizer switch
    {
        null => Fail("It has no JWT authorizer: users come in on the AWS credentials of whoever calls."),
        { AllowedAudience: [var audience, ..] } => Pass($"It takes tokens that are meant for {audience}."),
        { AllowedClients: [var client, ..] } => Pass($"It takes tokens that {client} asked for."),
        _ => Fail("It takes every token of its identity provider: neither audience nor client is named."),
    };

    [Check("AWS-IAM-035", Severity.High, "Runtime is shared with nobody outside the organisation",
        Risk = "Somebody outside makes the agent work for him, with its tools and its role.",
        Advice = "Remove foreign principals from the runtime's resource policy or demand your organisation of them.",
        Tip = Tip.LeastPrivilege | Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0049",
        Link = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/resource-based-policies.html")]
    [Command("aws bedrock-agentcore-control get-resource-policy --resource-arn {Id} --region {Region} && aws bedrock-agentcore-control put-resource-policy --resource-arn {Id} --policy file://policy.json --region {Region}")]
    [Passes("""{ "agentRuntimeArn": "r" }""")]
    [Passes("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r" }""")]
    [Passes("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r", "policy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:role/app\"},\"Action\":\"bedrock-agentcore:InvokeAgentRuntime\",\"Resource\":\"*\"}}" }""")]
    [Passes("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r", "policy": { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-abc" } } } } }""")]
    [Passes("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r", "policy": { "Statement": { "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*", "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } } } } }""")]
    [Passes("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r", "policy": { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*", "Condition": { "ArnLike": { "aws:SourceArn": "arn:aws:lambda:*:111122223333:function:*" } } } } }""")]
    [Passes("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r", "policy": { "Statement": [ { "Effect": "Allow", "Principal": "*", "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*" }, { "Effect": "Deny", "Principal": "*", "Action": "bedrock-agentcore:*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:SourceVpc": "vpc-1" } } } ] } }""",
        Because = "What does not come from the network is denied.")]
    [Passes("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r", "policy": { "Statement": { "Effect": "Deny", "Principal": "*", "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*" } } }""")]
    [Fails("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r", "policy": { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*" } } }""")]
    [Fails("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r", "policy": { "Statement": { "Effect": "Allow", "NotPrincipal": { "AWS": "999988887777" }, "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*" } } }""")]
    [Fails("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r", "policy": { "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::999988887777:root" }, "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*" } } }""")]
    [Fails("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r", "policy": { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*", "Condition": { "StringEquals": { "aws:SourceAccount": "999988887777" } } } } }""")]
    [Fails("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r", "policy": { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*", "Condition": { "StringLike": { "aws:PrincipalOrgID": "*" } } } } }""")]
    [Fails("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r", "policy": { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*", "Condition": { "StringEqualsIfExists": { "aws:PrincipalOrgID": "o-abc" } } } } }""")]
    [Fails("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r", "policy": { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*", "Condition": { "ArnLike": { "aws:SourceArn": "arn:aws:lambda:*:*:function:*" } } } } }""")]
    [Fails("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r", "policy": { "Statement": [ { "Effect": "Allow", "Principal": "*", "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*" }, { "Effect": "Deny", "Principal": "*", "Action": "bedrock-agentcore:GetAgentRuntime", "Resource": "*", "Condition": { "StringNotEquals": { "aws:SourceVpc": "vpc-1" } } } ] } }""",
        Because = "Something else is denied.")]
    [CannotSay("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r", "policy": "{ half of" }""")]
    [CannotSay("""{ "agentRuntimeArn": "r" }""", """AgentRuntimePolicy { "@Parent": "r", "policy": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*" } } }""")]
    public static Verdict SharedWithin(AgentRuntime runtime, Inventory<AgentRuntimePolicy> policies, Scope scope) =>
        OutsideAccess.Judge(policies.One(runtime)?.Policy, scope);

    [Check("AWS-IAM-036", Severity.Medium, "Runtime hands out credentials only to who asks for a token first",
        Risk = "An agent that is made to fetch an address hands over the credentials of its role.",
        Advice = "Require version 2 of the metadata service on the runtime.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Atlas = "AML.T0106")]
    [Command("aws bedrock-agentcore-control get-agent-runtime --agent-runtime-id {agentRuntimeId} --region {Region} && aws bedrock-agentcore-control update-agent-runtime --agent-runtime-id {agentRuntimeId} --agent-runtime-artifact 'containerConfiguration={containerUri=IMAGE_URI}' --role-arn {roleArn} --network-configuration 'networkMode={networkConfiguration.networkMode}' --metadata-configuration 'requireMMDSV2=true' --region {Region}")]
    [Passes("""{ "metadataConfiguration": { "requireMMDSV2": true } }""")]
    [Fails("""{ "metadataConfiguration": { "requireMMDSV2": false } }""")]
    [Fails("""{ "metadataConfiguration": { } }""")]
    [Fails("""{ }""")]
    public static Verdict MetadataVersion(AgentRuntime runtime) => runtime.MetadataConfiguration?.RequireMMDSV2 is true
        ? Pass("Its metadata service answers only with a token.")
        : Fail("Its metadata service answers without a token: version 2 is not required.");

    [Check("AWS-NET-037", Severity.High, "Runtime works from a network of yours",
        Risk = "What the agent learns can go anywhere on the internet, past every firewall.",
        Advice = "Set the network mode of the runtime to VPC, with subnets and security groups of your own.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0049, AML.T0025",
        Link = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/agentcore-vpc.html")]
    [Command("""aws bedrock-agentcore-control get-agent-runtime --agent-runtime-id {agentRuntimeId} --region {Region} && aws bedrock-agentcore-control update-agent-runtime --agent-runtime-id {agentRuntimeId} --agent-runtime-artifact 'containerConfiguration={containerUri=IMAGE_URI}' --role-arn {roleArn} --network-configuration '{"networkMode":"VPC","networkModeConfig":{"subnets":["SUBNET_ID"],"securityGroups":["SECURITY_GROUP_ID"]}}' --region {Region}""")]
    [Passes("""{ "networkConfiguration": { "networkMode": "VPC" } }""")]
    [Fails("""{ "networkConfiguration": { "networkMode": "PUBLIC" } }""")]
    [CannotSay("""{ "networkConfiguration": { } }""")]
    [CannotSay("""{ }""")]
    public static Verdict Network(AgentRuntime runtime) => AgentNetworks.Judge(runtime.NetworkConfiguration);

    [Check("AWS-MON-034", Severity.Medium, "Runtime delivers its logs or traces",
        Risk = "Nobody can say what an agent did, for whom and with which tool.",
        Advice = "Create a delivery source for the runtime and a delivery to a log group or bucket.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM06", Atlas = "AML.T0053",
        Link = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/observability-configure.html")]
    [Command("aws logs put-delivery-source --name NEW_SOURCE_NAME --resource-arn {Id} --log-type APPLICATION_LOGS --region {Region} && aws logs put-delivery-destination --name NEW_DESTINATION_NAME --delivery-destination-configuration destinationResourceArn=LOG_GROUP_ARN --region {Region} && aws logs create-delivery --delivery-source-name NEW_SOURCE_NAME --delivery-destination-arn DELIVERY_DESTINATION_ARN --region {Region}")]
    [Passes("""{ "agentRuntimeArn": "r" }""", """DeliverySource { "arn": "s", "name": "s1", "resourceArns": [ "r" ], "logType": "APPLICATION_LOGS" }""", """Delivery { "arn": "d", "deliverySourceName": "s1" }""")]
    [Passes("""{ "agentRuntimeArn": "r" }""", """DeliverySource { "arn": "s", "name": "s1", "resourceArns": [ "q", "r" ], "logType": "TRACES" }""", """Delivery { "arn": "d", "deliverySourceName": "s1" }""")]
    [Fails("""{ "agentRuntimeArn": "r" }""", """DeliverySource { "arn": "s", "name": "s1", "resourceArns": [ "r" ], "logType": "TRACES" }""")]
    [Fails("""{ "agentRuntimeArn": "r" }""", """DeliverySource { "arn": "s", "name": "s1", "resourceArns": [ "r" ], "logType": "TRACES" }""", """Delivery { "arn": "d", "deliverySourceName": "s2" }""")]
    [Fails("""{ "agentRuntimeArn": "r" }""", """DeliverySource { "arn": "s", "name": "s1", "resourceArns": [ "q" ], "logType": "TRACES" }""", """Delivery { "arn": "d", "deliverySourceName": "s1" }""")]
    [Fails("""{ "agentRuntimeArn": "r" }""")]
    public static Verdict Logs(AgentRuntime runtime, LogDeliveries deliveries) => deliveries.Judge(runtime.Identity.Id);

    [Check("AWS-DATA-033", Severity.High, "No secret stands in a runtime's environment variables",
        Risk = "Whoever may describe the runtime, or makes the agent print its environment, reads the secret.",
        Advice = "Move the secret to Secrets Manager or a credential provider, replace it there and take it out of the environment.",
        Tip = Tip.LeastPrivilege | Tip.PiiRedaction, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0083",
        Link = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity.html")]
    [Command("aws secretsmanager create-secret --name NEW_SECRET_NAME --secret-string file://secret.txt --region {Region} && aws bedrock-agentcore-control get-agent-runtime --agent-runtime-id {agentRuntimeId} --region {Region} && aws bedrock-agentcore-control update-agent-runtime --agent-runtime-id {agentRuntimeId} --agent-runtime-artifact 'containerConfiguration={containerUri=IMAGE_URI}' --role-arn {roleArn} --network-configuration 'networkMode={networkConfiguration.networkMode}' --environment-variables 'SECRET_NAME=NEW_SECRET_NAME' --region {Region}")]
    [Passes("""{ "environmentVariables": { "LOG_LEVEL": "debug" } }""")]
    [Passes("""{ }""")]
    [Fails("""{ "environmentVariables": { "CRM_API_KEY": "not-a-real-key-1" } }""")]
    [Fails("""{ "environmentVariables": { "HELLO": "AKIAIOSFODNN7EXAMPLE" } }""")]
    public static Verdict SecretsInEnvironment(AgentRuntime runtime) => Secrets.Judge("environment variable", runtime.EnvironmentVariables);
}
