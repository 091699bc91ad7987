"""Makes an organisation: the management account, a unit for workloads with two units below it, and accounts in them.

Prints the accounts as JSON.
"""
import argparse
import json

import boto3

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("--endpoint-url", required=True)
endpoint = arguments.parse_args().endpoint_url
org = boto3.client("organizations", region_name="us-east-1", endpoint_url=endpoint)

org.create_organization(FeatureSet="ALL")
root = org.list_roots()["Roots"][0]["Id"]
for kind in ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "AISERVICES_OPT_OUT_POLICY"):
    org.enable_policy_type(RootId=root, PolicyType=kind)


def unit(name, parent):
    return org.create_organizational_unit(ParentId=parent, Name=name)["OrganizationalUnit"]["Id"]


def account(name, parent):
    made = org.create_account(AccountName=name, Email=f"{name.lower()}@example.com")["CreateAccountStatus"]
    org.move_account(AccountId=made["AccountId"], SourceParentId=root, DestinationParentId=parent)
    return made["AccountId"]


def policy(name, kind, content, *targets):
    made = org.create_policy(Name=name, Description=name, Type=kind, Content=json.dumps(content))["Policy"]["PolicySummary"]["Id"]
    for target in targets:
        org.attach_policy(PolicyId=made, TargetId=target)


def deny(action, resource="*", condition=None, **more):
    statement = {"Effect": "Deny", "Action": action, "Resource": resource, **more}
    return {**statement, "Condition": condition} if condition else statement


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


workloads = unit("Workloads", root)
production = unit("Production", workloads)
sandbox = unit("Sandbox", root)
accounts = {"Prod": account("Prod", production), "Dev": account("Dev", workloads), "Play": account("Play", sandbox)}
closed = account("Closed", sandbox)
org.close_account(AccountId=closed)

policy("WorkloadLimits", "SERVICE_CONTROL_POLICY", document(
    deny("iam:CreateServiceSpecificCredential", condition={"StringEquals": {"iam:ServiceSpecificCredentialServiceName": "bedrock.amazonaws.com"}}),
    deny("bedrock:CallWithBearerToken", condition={"StringEquals": {"bedrock:bearerTokenType": "LONG_TERM"}}),
), workloads)
policy("ProductionLimits", "SERVICE_CONTROL_POLICY", document(
    {"Effect": "Deny", "Action": "bedrock:InvokeModel*", "NotResource": ["arn:aws:bedrock:*::foundation-model/anthropic.*"]},
    deny(["bedrock:*ModelInvocationLoggingConfiguration", "bedrock:DeleteGuardrail", "bedrock:UpdateGuardrail", "budgets:ModifyBudget"],
         condition={"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Security"}}),
    deny("sagemaker:CreateNotebookInstance", condition={"StringEquals": {"sagemaker:DirectInternetAccess": "Enabled"}}),
    deny(["sagemaker:CreateTrainingJob"], condition={"Null": {"sagemaker:VpcSubnets": "true"}}),
    deny(["sagemaker:CreateTrainingJob"], condition={"Null": {"sagemaker:VolumeKmsKey": "true"}}),
    deny(["bedrock:*", "sagemaker:*"], condition={"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1"]}}),
    deny(["bedrock:InvokeModel*", "sagemaker:InvokeEndpoint*"], condition={"StringNotEqualsIfExists": {"aws:SourceVpce": "vpce-1"}}),
), production)
# Attached to Dev, these look the part and stop nothing that matters.
policy("LooksLikeLimits", "SERVICE_CONTROL_POLICY", document(
    deny("bedrock:InvokeModel*", "arn:aws:bedrock:*::foundation-model/deepseek.*"),
    deny(["bedrock:DeleteGuardrail"], condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Intern"}}),
    deny("sagemaker:CreateNotebookInstance", condition={"StringEquals": {"sagemaker:RootAccess": "Enabled"}}),
    deny(["bedrock:*", "sagemaker:*"], condition={"StringEquals": {"aws:RequestedRegion": ["us-west-1"]}}),
), accounts["Dev"])
policy("KeepOrganisation", "SERVICE_CONTROL_POLICY", document(deny("organizations:LeaveOrganization")), root)
policy("OptOut", "AISERVICES_OPT_OUT_POLICY", {"services": {"default": {"opt_out_policy": {"@@assign": "optOut"}}}}, root)
# The root does not forbid it, so that a unit can opt in again.
policy("OptIn", "AISERVICES_OPT_OUT_POLICY", {"services": {"lex": {"opt_out_policy": {"@@assign": "optIn"}}}}, sandbox)
policy("Guarded", "BEDROCK_POLICY", {"bedrock": {"guardrail_inference": {"eu-west-1": {"config_1": {
    "identifier": {"@@assign": "arn:aws:bedrock:eu-west-1:123456789012:guardrail/abcdefghijkl:1"}, "input_tags": {"@@assign": "honor"}}}}}}, production)

# Whoever may call models: in Dev from one network only.
CALL = {"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*"}
CALLERS = {"Prod": CALL, "Dev": {**CALL, "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}}, "Play": CALL}

# A notebook in each account; only that of production keeps to its network.
sts = boto3.client("sts", region_name="us-east-1", endpoint_url=endpoint)
for name, number in accounts.items():
    keys = sts.assume_role(RoleArn=f"arn:aws:iam::{number}:role/Builder", RoleSessionName="builder")["Credentials"]
    session = boto3.session.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], region_name="eu-west-1")
    iam = session.client("iam", endpoint_url=endpoint)
    iam.create_user(UserName="caller")
    iam.put_user_policy(UserName="caller", PolicyName="call", PolicyDocument=json.dumps(document(CALLERS[name])))
    session.client("sagemaker", endpoint_url=endpoint).create_notebook_instance(
        NotebookInstanceName=f"lab-{name.lower()}", InstanceType="ml.t3.medium", RoleArn=f"arn:aws:iam::{number}:role/lab",
        SubnetId="subnet-1", DirectInternetAccess="Disabled" if name == "Prod" else "Enabled")

print(json.dumps({**accounts, "Closed": closed}))
