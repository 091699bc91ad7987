"""Fills an account with the services beside SageMaker and Bedrock's own; account.py calls it. The right verdicts are in
expected-services.json."""
import json

ACCOUNT = "123456789012"
US, EU = "us-east-1", "eu-west-1"
FOREIGN = "999999999999"


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def role_arn(name):
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def deliver(logs, name, arn, log_type, anywhere=True):
    logs.put_delivery_source(name=name, resourceArn=arn, logType=log_type)
    if anywhere:
        destination = logs.put_delivery_destination(name=f"{name}-to", deliveryDestinationConfiguration={
            "destinationResourceArn": f"arn:aws:logs:{US}:{ACCOUNT}:log-group:/ai/deliveries"})["deliveryDestination"]
        logs.create_delivery(deliverySourceName=name, deliveryDestinationArn=destination["arn"])


def make_agent_core(client, us_keys):
    core, logs = client("bedrock-agentcore-control", US), client("logs", US)
    key = us_keys["data"]["Arn"]
    inside = {"networkMode": "VPC", "networkModeConfig": {"subnets": ["subnet-0123456789abcdef0"], "securityGroups": ["sg-0123456789abcdef0"]}}
    vpc = {"networkMode": "VPC", "vpcConfig": inside["networkModeConfig"]}
    outside = {"networkMode": "PUBLIC"}

    def allow(principal, action, **condition):
        return policy({"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*",
                       **({"Condition": condition} if condition else {})})

    def runtime(core, name, network, metadata=None, shared=None, **more):
        what = {"agentRuntimeArtifact": {"containerConfiguration": {"containerUri": f"{ACCOUNT}.dkr.ecr.{US}.amazonaws.com/{name}:1"}},
                "roleArn": role_arn("agentcore-admin"), "networkConfiguration": network, **more}
        made = core.create_agent_runtime(agentRuntimeName=name, **what)
        if metadata is not None:
            made = core.update_agent_runtime(agentRuntimeId=made["agentRuntimeId"], metadataConfiguration={"requireMMDSV2": metadata}, **what)
        if shared:
            core.put_resource_policy(resourceArn=made["agentRuntimeArn"], policy=shared)
        return made["agentRuntimeArn"]

    def tokens(**who):
        return {"customJWTAuthorizer": {"discoveryUrl": "https://login.example.com/.well-known/openid-configuration", **who}}

    claims = runtime(core, "claims_agent", inside, metadata=True, authorizerConfiguration=tokens(allowedAudience=["claims"]),
                     environmentVariables={"LOG_LEVEL": "info"},
                     shared=allow({"AWS": role_arn("agentcore-admin")}, "bedrock-agentcore:InvokeAgentRuntime"))
    lab = runtime(core, "lab_agent", outside, environmentVariables={"CRM_API_KEY": "not-a-real-key-1"},
                  shared=allow("*", "bedrock-agentcore:InvokeAgentRuntime"))
    partner = runtime(core, "partner_agent", inside, metadata=False, authorizerConfiguration=tokens(allowedScopes=["agents"]),
                      shared=allow({"AWS": f"arn:aws:iam::{FOREIGN}:root"}, "bedrock-agentcore:InvokeAgentRuntime"))
    runtime(client("bedrock-agentcore-control", EU), "eu_agent", inside, metadata=True, authorizerConfiguration=tokens(allowedClients=["portal"]),
            shared=allow("*", "bedrock-agentcore:InvokeAgentRuntime", StringEquals={"aws:SourceVpc": "vpc-0123456789abcdef0"}))
    deliver(logs, "claims-logs", claims, "APPLICATION_LOGS")
    deliver(logs, "partner-traces", partner, "TRACES", anywhere=False)
    assert lab != partner

    def gateway(name, authorizer, shared=None, **more):
        made = core.create_gateway(name=name, roleArn=role_arn("agentcore-admin"), protocolType="MCP", authorizerType=authorizer, **more)
        if shared:
            core.put_resource_policy(resourceArn=made["gatewayArn"], policy=shared)

    engines = [core.create_policy_engine(name=name, **more)["policyEngineArn"]
               for name, more in [("tool_rules", {"encryptionKeyArn": key}), ("tool_rules_draft", {})]]
    gateway("claims-tools", "CUSTOM_JWT", authorizerConfiguration=tokens(allowedAudience=["claims"]), kmsKeyArn=key,
            policyEngineConfiguration={"arn": engines[0], "mode": "ENFORCE"})
    gateway("open-tools", "NONE", exceptionLevel="DEBUG", kmsKeyArn=us_keys["aws"]["Arn"],
            shared=allow({"AWS": FOREIGN}, "bedrock-agentcore:InvokeGateway"))
    gateway("half-open-tools", "AUTHENTICATE_ONLY", policyEngineConfiguration={"arn": engines[1], "mode": "LOG_ONLY"})

    core.create_memory(name="claims_memory", eventExpiryDuration=30, encryptionKeyArn=key)
    core.create_memory(name="lab_memory", eventExpiryDuration=365)
    core.create_browser(name="research_browser", networkConfiguration=vpc,
                        recording={"enabled": True, "s3Location": {"bucket": "corp-training-data", "prefix": "sessions"}})
    core.create_browser(name="quick_browser", networkConfiguration=outside)
    core.create_code_interpreter(name="reports", networkConfiguration=vpc)
    core.create_code_interpreter(name="quick_sums", networkConfiguration={"networkMode": "SANDBOX"})
    core.create_code_interpreter(name="scraper", networkConfiguration=outside)
    core.create_api_key_credential_provider(name="crm", apiKey="not-a-real-key-2")
    europe = client("bedrock-agentcore-control", EU)
    europe.create_oauth2_credential_provider(name="calendar", credentialProviderVendor="GoogleOauth2", oauth2ProviderConfigInput={
        "googleOauth2ProviderConfig": {"clientId": "calendar", "clientSecret": "not-a-real-secret"}})
    core.set_token_vault_cmk(tokenVaultId="default", kmsConfiguration={"keyType": "CustomerManagedKey", "kmsKeyArn": key})


def fill(client, us_keys):
    make_agent_core(client, us_keys)
