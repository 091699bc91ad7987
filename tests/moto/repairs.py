"""An account in which much can be repaired, and what a vendor's client sees of it.

    python3 repairs.py --endpoint-url http://127.0.0.1:5001 make     fills an empty account
    python3 repairs.py --endpoint-url http://127.0.0.1:5001 show     prints, as JSON, the settings that repairs may change

Plain boto3, and nothing of the module that is tested with it.
"""
import argparse
import io
import json
import zipfile

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ACCOUNT, REGION = "123456789012", "us-east-1"
# A region for each process that is killed.
KILLED = ["eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "us-west-2"]

# A region in which Bedrock is used and nothing is logged.
UNLOGGED = "ap-southeast-2"

parser = argparse.ArgumentParser()
parser.add_argument("--endpoint-url", required=True)
parser.add_argument("what", choices=["make", "show"])
arguments = parser.parse_args()
session = boto3.session.Session()
clients = {}


def client(service, region=REGION):
    if (service, region) not in clients:
        clients[service, region] = session.client(
            service, region_name=region, endpoint_url=arguments.endpoint_url,
            config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}))
    return clients[service, region]


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def make():
    iam, s3, logs, bedrock, sagemaker, ec2 = (client(name) for name in ["iam", "s3", "logs", "bedrock", "sagemaker", "ec2"])
    key = client("kms").create_key(Description="notebooks")["KeyMetadata"]["Arn"]
    client("kms").enable_key_rotation(KeyId=client("kms").create_key(Description="new")["KeyMetadata"]["KeyId"])

    iam.create_role(RoleName="caller", AssumeRolePolicyDocument=policy(
        {"Effect": "Allow", "Principal": {"Service": ["lambda.amazonaws.com", "sagemaker.amazonaws.com"]}, "Action": "sts:AssumeRole"}))
    iam.put_role_policy(RoleName="caller", PolicyName="call", PolicyDocument=policy({"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*"}))
    role = f"arn:aws:iam::{ACCOUNT}:role/caller"
    iam.create_user(UserName="carol")
    iam.create_service_specific_credential(UserName="carol", ServiceName="bedrock.amazonaws.com")

    s3.create_bucket(Bucket="prompts")
    s3.put_bucket_policy(Bucket="prompts", Policy=policy(
        {"Sid": "Open", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::prompts/*"}))
    s3.put_bucket_versioning(Bucket="prompts", VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_versioning(Bucket="prompts", VersioningConfiguration={"Status": "Suspended"})
    s3.create_bucket(Bucket="half-open")
    s3.put_public_access_block(Bucket="half-open", PublicAccessBlockConfiguration={
        "BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": False, "RestrictPublicBuckets": False})
    s3.put_bucket_policy(Bucket="half-open", Policy=policy(
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::half-open/*"}))

    logs.create_log_group(logGroupName="prompts")
    logs.put_retention_policy(logGroupName="prompts", retentionInDays=7)
    logs.create_log_group(logGroupName="prompts-other")
    bedrock.put_model_invocation_logging_configuration(loggingConfig={
        "cloudWatchConfig": {"logGroupName": "prompts", "roleArn": role, "largeDataDeliveryS3Config": {"bucketName": "prompts", "keyPrefix": "large"}},
        "s3Config": {"bucketName": "prompts", "keyPrefix": "logs"},
        "textDataDeliveryEnabled": True, "imageDataDeliveryEnabled": False, "embeddingDataDeliveryEnabled": False, "videoDataDeliveryEnabled": True, "audioDataDeliveryEnabled": True})
    bedrock.create_guardrail(name="open", description="filters hate", blockedInputMessaging="No.", blockedOutputsMessaging="No answer.", contentPolicyConfig={
        "filtersConfig": [{"type": "HATE", "inputStrength": "LOW", "outputStrength": "NONE"}]}, topicPolicyConfig={
        "topicsConfig": [{"name": "advice", "definition": "Advice on money.", "examples": ["Buy?"], "type": "DENY"}]})

    for number, region in enumerate(KILLED):
        client("bedrock", region).create_guardrail(name=f"kill-{number}", blockedInputMessaging="No.", blockedOutputsMessaging="No answer.")

    network = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=network, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
    ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
    group = ec2.create_security_group(GroupName="notebooks", Description="notebooks", VpcId=network)["GroupId"]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 8888, "ToPort": 8888, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "everybody"}, {"CidrIp": "10.0.0.0/8"}]},
        {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}])
    ec2.revoke_security_group_egress(GroupId=group, IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
    sagemaker.create_notebook_instance_lifecycle_config(NotebookInstanceLifecycleConfigName="harden")
    sagemaker.create_notebook_instance(
        NotebookInstanceName="lab", InstanceType="ml.t3.medium", RoleArn=role, SubnetId=subnet, SecurityGroupIds=[group],
        KmsKeyId=key, RootAccess="Enabled", DirectInternetAccess="Disabled", PlatformIdentifier="notebook-al2-v2",
        InstanceMetadataServiceConfiguration={"MinimumInstanceMetadataServiceVersion": "1"})
    sagemaker.create_notebook_instance(NotebookInstanceName="asleep", InstanceType="ml.t3.medium", RoleArn=role, PlatformIdentifier="notebook-al2023-v1",
        InstanceMetadataServiceConfiguration={"MinimumInstanceMetadataServiceVersion": "1"})
    client("bedrock-agent", UNLOGGED).create_agent(agentName="unlogged", agentResourceRoleArn=role, foundationModel="amazon.nova-lite-v1:0", instruction="Answer what people ask about their orders, briefly.")
    sagemaker.stop_notebook_instance(NotebookInstanceName="asleep")
    sagemaker.create_model_package_group(ModelPackageGroupName="scores")
    sagemaker.put_model_package_group_policy(ModelPackageGroupName="scores", ResourcePolicy=policy(
        {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sagemaker:DescribeModelPackage", "Resource": "*"}))
    client("ecr").create_repository(repositoryName="serving")
    client("ecr").create_repository(repositoryName="sealed", encryptionConfiguration={"encryptionType": "KMS", "kmsKey": key})
    sagemaker.create_model(ModelName="sealed", ExecutionRoleArn=role, PrimaryContainer={
        "Image": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/sealed:1", "ModelDataUrl": "s3://half-open/model.tar.gz"})
    sagemaker.create_model(ModelName="serving", ExecutionRoleArn=role, PrimaryContainer={
        "Image": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/serving:1", "ModelDataUrl": "s3://half-open/model.tar.gz"})

    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.py", "def handler(event, context): return 1")
    client("lambda").create_function(FunctionName="ask", Runtime="python3.13", Role=role, Handler="index.handler", Code={"ZipFile": code.getvalue()})
    client("lambda").create_function_url_config(FunctionName="ask", AuthType="NONE")

    # What watches models, and what nobody watches yet.
    agent = client("bedrock-agent")
    agent.create_agent(agentName="helper", agentResourceRoleArn=role, foundationModel="amazon.nova-lite-v1:0", instruction="Answer what people ask about their orders, briefly.")
    sagemaker.create_endpoint_config(EndpointConfigName="ranking", ProductionVariants=[
        {"VariantName": "blue", "ModelName": "serving", "InitialInstanceCount": 1, "InstanceType": "ml.t2.medium"}])
    sagemaker.create_endpoint(EndpointName="ranking", EndpointConfigName="ranking")
    client("sns").create_topic(Name="security")
    s3.create_bucket(Bucket="audit")
    s3.put_bucket_policy(Bucket="audit", Policy=policy({"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::audit/*"}))
    s3.put_public_access_block(Bucket="audit", PublicAccessBlockConfiguration={name: True for name in ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]})
    trail = client("cloudtrail")
    trail.create_trail(Name="audit", S3BucketName="audit", IsMultiRegionTrail=True)
    trail.put_event_selectors(TrailName="audit", EventSelectors=[
        {"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": [{"Type": "AWS::Lambda::Function", "Values": ["arn:aws:lambda"]}]}])
    trail.start_logging(Name="audit")
    client("cloudwatch").put_metric_alarm(AlarmName="stopped prompts", Namespace="AWS/Bedrock/Guardrails", MetricName="InvocationsIntervened", Statistic="Sum", Period=60,
        EvaluationPeriods=1, Threshold=5, ComparisonOperator="GreaterThanThreshold", ActionsEnabled=False)
    iam.create_user(UserName="dave")
    iam.put_user_policy(UserName="dave", PolicyName="call", PolicyDocument=policy({"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*"}))
    iam.create_access_key(UserName="dave")

    client("budgets").create_budget(AccountId=ACCOUNT, Budget={
        "BudgetName": "everything", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": {"Amount": "1000.0", "Unit": "USD"}})
    iam.create_policy(PolicyName="no-models", PolicyDocument=policy({"Effect": "Deny", "Action": "bedrock:Invoke*", "Resource": "*"}))

    s3.create_bucket(Bucket="speech")
    s3.put_public_access_block(Bucket="speech", PublicAccessBlockConfiguration={name: True for name in ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]})
    client("polly").start_speech_synthesis_task(OutputFormat="mp3", OutputS3BucketName="speech", Text="News.", VoiceId="Joanna")
    client("bedrock-agentcore-control").create_memory(name="notes", eventExpiryDuration=30)

    comprehend = client("comprehend")
    classifier = comprehend.create_document_classifier(
        DocumentClassifierName="mail", DataAccessRoleArn=role, LanguageCode="en", InputDataConfig={"S3Uri": "s3://half-open/mail"})["DocumentClassifierArn"]
    comprehend.put_resource_policy(ResourceArn=classifier, ResourcePolicy=policy(
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::999988887777:root"}, "Action": "comprehend:ImportModel", "Resource": "*"}))


def seen(call, *errors, **input):
    """The answer without what belongs to the request; null where there is none."""
    try:
        answer = call(**input)
        answer.pop("ResponseMetadata", None)
        return answer
    except ClientError as error:
        if error.response["Error"]["Code"] not in errors:
            raise
        return None


def show():
    s3, logs, bedrock, sagemaker, ec2 = (client(name) for name in ["s3", "logs", "bedrock", "sagemaker", "ec2"])
    state = {}
    for bucket in ["prompts", "half-open", "speech"]:
        state[f"block {bucket}"] = seen(s3.get_public_access_block, "NoSuchPublicAccessBlockConfiguration", Bucket=bucket)
        state[f"encryption {bucket}"] = seen(s3.get_bucket_encryption, Bucket=bucket)
        state[f"versioning {bucket}"] = seen(s3.get_bucket_versioning, Bucket=bucket)
        # A document is the same however it is spaced.
        state[f"policy {bucket}"] = json.loads((seen(s3.get_bucket_policy, "NoSuchBucketPolicy", Bucket=bucket) or {"Policy": "null"})["Policy"])
    state["groups"] = [{name: group.get(name) for name in ["logGroupName", "retentionInDays", "kmsKeyId"]} for group in logs.describe_log_groups()["logGroups"]]
    policy = seen(logs.get_data_protection_policy, "ResourceNotFoundException", logGroupIdentifier="prompts") or {}
    state["protection"] = policy.get("policyDocument")
    state["logging"] = bedrock.get_model_invocation_logging_configuration().get("loggingConfig")
    for region in [REGION, *KILLED]:
        for item in client("bedrock", region).list_guardrails()["guardrails"]:
            guardrail = seen(client("bedrock", region).get_guardrail, guardrailIdentifier=item["id"])
            state[f"guardrail {item['name']}"] = {name: value for name, value in guardrail.items() if name not in ["createdAt", "updatedAt"]}
    for name in ["lab", "asleep"]:
        notebook = sagemaker.describe_notebook_instance(NotebookInstanceName=name)
        state[f"notebook {name}"] = {member: notebook.get(member) for member in [
            "NotebookInstanceStatus", "RootAccess", "PlatformIdentifier", "NotebookInstanceLifecycleConfigName", "InstanceMetadataServiceConfiguration", "SubnetId", "RoleArn"]}
    state["packages"] = (seen(sagemaker.get_model_package_group_policy, "ValidationException", ModelPackageGroupName="scores") or {}).get("ResourcePolicy")
    state["keys"] = {key["KeyArn"]: client("kms").get_key_rotation_status(KeyId=key["KeyId"])["KeyRotationEnabled"] for key in client("kms").list_keys()["Keys"]}
    state["credentials"] = [credential["Status"] for credential in client("iam").list_service_specific_credentials(UserName="carol")["ServiceSpecificCredentials"]]
    state["ingress"] = sorted(
        (json.dumps({"protocol": rule["IpProtocol"], "from": rule.get("FromPort"), "to": rule.get("ToPort"), **range}, sort_keys=True)
         for group in ec2.describe_security_groups()["SecurityGroups"] if group["GroupName"] == "notebooks"
         for rule in group["IpPermissions"] for range in rule["IpRanges"] + rule["Ipv6Ranges"]))
    state["subnets"] = [subnet["MapPublicIpOnLaunch"] for subnet in ec2.describe_subnets()["Subnets"] if subnet["CidrBlock"] == "10.0.1.0/24"]
    state["alarms"] = [{name: value for name, value in alarm.items() if not name.startswith("State") and name not in ["AlarmArn", "AlarmConfigurationUpdatedTimestamp"]}
                       for alarm in client("cloudwatch").describe_alarms()["MetricAlarms"]]
    selectors = client("cloudtrail").get_event_selectors(TrailName="audit")
    # A trail has one kind or the other; moto keeps advanced ones beside classic ones that are put after them.
    classic = selectors.get("EventSelectors") or None
    state["selectors"] = {"EventSelectors": classic, "AdvancedEventSelectors": None if classic else selectors.get("AdvancedEventSelectors")}
    state["trust"] = client("iam").get_role(RoleName="caller")["Role"]["AssumeRolePolicyDocument"]
    state["access keys"] = [key["Status"] for key in client("iam").list_access_keys(UserName="dave")["AccessKeyMetadata"]]
    state["repositories"] = {repository["repositoryName"]: [repository["imageTagMutability"], repository["imageScanningConfiguration"]] for repository in client("ecr").describe_repositories()["repositories"]}
    state["logging elsewhere"] = client("bedrock", UNLOGGED).get_model_invocation_logging_configuration().get("loggingConfig")
    state["access log"] = seen(s3.get_bucket_logging, Bucket="prompts")
    state["url"] = client("lambda").get_function_url_config(FunctionName="ask")["AuthType"]
    budgets = client("budgets")
    for budget in budgets.describe_budgets(AccountId=ACCOUNT)["Budgets"]:
        name = budget["BudgetName"]
        told = budgets.describe_notifications_for_budget(AccountId=ACCOUNT, BudgetName=name)["Notifications"]
        state[f"budget {name}"] = {
            **{member: budget.get(member) for member in ["BudgetLimit", "CostFilters", "CostTypes", "TimeUnit", "BudgetType"]},
            "Notifications": sorted([one["NotificationType"], one["Threshold"], sorted(subscriber["Address"] for subscriber in budgets.describe_subscribers_for_notification(
                AccountId=ACCOUNT, BudgetName=name, Notification={key: one[key] for key in ["NotificationType", "ComparisonOperator", "Threshold"]})["Subscribers"])] for one in told),
            "Actions": [action["Definition"] for action in budgets.describe_budget_actions_for_budget(AccountId=ACCOUNT, BudgetName=name)["Actions"]]}
    for classifier in client("comprehend").list_document_classifiers()["DocumentClassifierPropertiesList"]:
        shared = seen(client("comprehend").describe_resource_policy, "ResourceNotFoundException", ResourceArn=classifier["DocumentClassifierArn"]) or {}
        state["classifier"] = shared.get("ResourcePolicy")
    print(json.dumps(state, sort_keys=True, default=str))


make() if arguments.what == "make" else show()
