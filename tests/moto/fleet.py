"""Fills an AWS account with many AI resources in two regions: for counting requests and measuring, not for judging.

    python3 fleet.py --endpoint-url http://127.0.0.1:5001 [--size 30]

Size 30 is about 500 AI resources; everything grows with it. It wants an empty account behind the endpoint (CloudFake in
front of moto) and prints how many resources of each kind it made. Every member that a verdict hangs on varies for itself,
so that a tool which judges one by another is seen to: notebooks have direct internet access by threes, root access by
twos, a key by fives.
"""
import argparse
import collections
import json

import boto3
from botocore.config import Config

ACCOUNT = "123456789012"
REGIONS = ["us-east-1", "eu-west-1"]

parser = argparse.ArgumentParser()
parser.add_argument("--endpoint-url", required=True)
parser.add_argument("--size", type=int, default=30)
arguments = parser.parse_args()
session = boto3.session.Session()
clients = {}
made = collections.Counter()


def client(service, region=REGIONS[0]):
    if (service, region) not in clients:
        clients[service, region] = session.client(
            service, region_name=region, endpoint_url=arguments.endpoint_url,
            config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}))
    return clients[service, region]


def each(kind, most):
    """Numbers of the resources to make, and counts them."""
    count = max(1, most * arguments.size // 30)
    made[kind] += count
    return range(count)


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*"):
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def role_arn(name):
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def make_identities():
    iam = client("iam")
    bedrock = "arn:aws:iam::aws:policy/AmazonBedrockFullAccess"

    def trust(principal):
        return policy({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"})

    iam.create_role(RoleName="execution", AssumeRolePolicyDocument=trust({"Service": ["sagemaker.amazonaws.com", "bedrock.amazonaws.com"]}))
    iam.put_role_policy(RoleName="execution", PolicyName="data", PolicyDocument=policy(allow("s3:GetObject", "arn:aws:s3:::fleet-*/*")))
    for i in each("roles", 20):
        iam.create_role(RoleName=f"role-{i}", AssumeRolePolicyDocument=trust(
            {"Service": "sagemaker.amazonaws.com"} if i % 2 else {"AWS": "arn:aws:iam::999999999999:root"}))
        if i % 5 == 0:
            iam.attach_role_policy(RoleName=f"role-{i}", PolicyArn=bedrock)
    for i in each("groups", 3):
        iam.create_group(GroupName=f"group-{i}")
        iam.attach_group_policy(GroupName=f"group-{i}", PolicyArn=bedrock)
    for i in each("users", 20):
        iam.create_user(UserName=f"user-{i}")
        if i % 7 == 0:
            iam.attach_user_policy(UserName=f"user-{i}", PolicyArn=bedrock)


def make_budgets():
    for i in each("budgets", 6):
        client("budgets").create_budget(
            AccountId=ACCOUNT, Budget={"BudgetName": f"budget-{i}", "BudgetLimit": {"Amount": "1000", "Unit": "USD"}, "TimeUnit": "MONTHLY", "BudgetType": "COST"},
            NotificationsWithSubscribers=[{
                "Notification": {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80, "ThresholdType": "PERCENTAGE"},
                "Subscribers": [{"SubscriptionType": "EMAIL", "Address": "finops@example.com"}]}])


def make_region(region):
    ec2, kms, s3 = client("ec2", region), client("kms", region), client("s3", region)
    vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.20.1.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="ai", Description="ai", VpcId=vpc)["GroupId"]
    place = {"SecurityGroupIds": [group], "Subnets": [subnet]}
    keys = [kms.create_key(Description="ai")["KeyMetadata"]["Arn"] for _ in each("keys", 3)]
    bucket = f"fleet-{region}"
    s3.create_bucket(Bucket=bucket, **({} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}))
    data = f"s3://{bucket}"

    def key(i, name, by=5):
        return {name: keys[i % len(keys)]} if i % by == 0 else {}

    sm = client("sagemaker", region)
    machine = {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 10}
    for i in each("notebooks", 30):
        sm.create_notebook_instance(
            NotebookInstanceName=f"notebook-{i}", InstanceType="ml.t3.medium", RoleArn=role_arn("execution"), SubnetId=subnet, SecurityGroupIds=[group],
            DirectInternetAccess="Disabled" if i % 3 else "Enabled", RootAccess="Disabled" if i % 2 else "Enabled", **key(i, "KmsKeyId"))
    for i in each("models", 40):
        sm.create_model(ModelName=f"model-{i}", ExecutionRoleArn=role_arn("execution"), EnableNetworkIsolation=i % 2 == 0,
                        PrimaryContainer={"Image": f"{ACCOUNT}.dkr.ecr.{region}.amazonaws.com/m:1", "ModelDataUrl": f"{data}/m.tar.gz"},
                        **({"VpcConfig": place} if i % 3 else {}))
    for i in each("endpoints", 20):
        sm.create_endpoint_config(
            EndpointConfigName=f"config-{i}", **key(i, "KmsKeyId"),
            ProductionVariants=[{"VariantName": "v", "ModelName": "model-0", "InitialInstanceCount": 1 + i % 2, "InstanceType": "ml.m5.large", "InitialVariantWeight": 1}])
        sm.create_endpoint(EndpointName=f"endpoint-{i}", EndpointConfigName=f"config-{i}")
    made["endpoint configs"] = made["endpoints"]
    for i in each("feature groups", 20):
        sm.create_feature_group(
            FeatureGroupName=f"features-{i}", RecordIdentifierFeatureName="id", EventTimeFeatureName="at", RoleArn=role_arn("execution"),
            FeatureDefinitions=[{"FeatureName": "id", "FeatureType": "String"}, {"FeatureName": "at", "FeatureType": "Fractional"}],
            OfflineStoreConfig={"S3StorageConfig": {"S3Uri": f"{data}/features", **key(i, "KmsKeyId")}})
    for i in each("training jobs", 20):
        sm.create_training_job(
            TrainingJobName=f"train-{i}", AlgorithmSpecification={"TrainingImage": f"{ACCOUNT}.dkr.ecr.{region}.amazonaws.com/t:1", "TrainingInputMode": "File"},
            RoleArn=role_arn("execution"), OutputDataConfig={"S3OutputPath": f"{data}/out", **key(i, "KmsKeyId", 4)}, ResourceConfig={**machine, **key(i, "VolumeKmsKeyId", 3)},
            StoppingCondition={"MaxRuntimeInSeconds": 3600}, EnableNetworkIsolation=i % 2 == 0, EnableInterContainerTrafficEncryption=i % 3 == 0,
            **({"VpcConfig": place} if i % 5 else {}))
    for i in each("processing jobs", 5):
        sm.create_processing_job(ProcessingJobName=f"process-{i}", AppSpecification={"ImageUri": "image"}, RoleArn=role_arn("execution"),
                                 ProcessingResources={"ClusterConfig": {**machine, **key(i, "VolumeKmsKeyId", 2)}})
    for i in each("transform jobs", 5):
        sm.create_transform_job(
            TransformJobName=f"transform-{i}", ModelName="model-0", TransformInput={"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"{data}/in"}}},
            TransformOutput={"S3OutputPath": f"{data}/scores"}, TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1})
    for i in each("domains", 2):
        domain = sm.create_domain(DomainName=f"domain-{i}", AuthMode="IAM", VpcId=vpc, SubnetIds=[subnet], DefaultUserSettings={"ExecutionRole": role_arn("execution")},
                                  AppNetworkAccessType="VpcOnly" if i % 2 else "PublicInternetOnly")["DomainArn"].split("/")[-1]
    for i in each("user profiles", 8):
        sm.create_user_profile(DomainId=domain, UserProfileName=f"profile-{i}")

    bedrock, agents = client("bedrock", region), client("bedrock-agent", region)
    bedrock.put_model_invocation_logging_configuration(loggingConfig={"s3Config": {"bucketName": bucket}, "textDataDeliveryEnabled": True})
    for i in each("guardrails", 10):
        bedrock.create_guardrail(name=f"guardrail-{i}", blockedInputMessaging="No.", blockedOutputsMessaging="No.", contentPolicyConfig={
            "filtersConfig": [{"type": "PROMPT_ATTACK", "inputStrength": "HIGH" if i % 2 else "LOW", "outputStrength": "NONE"}]})
    for i in each("custom models", 12):
        bedrock.create_model_customization_job(
            jobName=f"tune-{i}", customModelName=f"tuned-{i}", roleArn=role_arn("execution"), baseModelIdentifier="amazon.titan-text-express-v1",
            trainingDataConfig={"s3Uri": f"{data}/tune.jsonl"}, outputDataConfig={"s3Uri": f"{data}/tuned"}, hyperParameters={"epochCount": "2"},
            **key(i, "customModelKmsKeyId", 2))
    for i in each("agents", 8):
        agents.create_agent(agentName=f"agent-{i}", agentResourceRoleArn=role_arn("execution"), foundationModel="anthropic.claude-3-haiku-20240307-v1:0",
                            idleSessionTTLInSeconds=600 if i % 2 else 3600, **key(i, "customerEncryptionKeyArn", 3))
    for i in each("prompts", 5):
        agents.create_prompt(name=f"prompt-{i}", **key(i, "customerEncryptionKeyArn", 2))
    for i in each("transcription jobs", 15):
        client("transcribe", region).start_transcription_job(TranscriptionJobName=f"call-{i}", LanguageCode="en-US", Media={"MediaFileUri": f"{data}/{i}.wav"},
                                                             OutputBucketName=bucket)
    for i in each("recognizers", 5):
        client("comprehend", region).create_entity_recognizer(
            RecognizerName=f"recognizer-{i}", DataAccessRoleArn=role_arn("execution"), LanguageCode="en", **key(i, "VolumeKmsKeyId", 2),
            InputDataConfig={"EntityTypes": [{"Type": "A"}], "Documents": {"S3Uri": f"{data}/docs"}, "EntityList": {"S3Uri": f"{data}/list"}})
    for i in each("alarms", 20):
        client("cloudwatch", region).put_metric_alarm(
            AlarmName=f"alarm-{i}", Namespace="AWS/SageMaker", MetricName="Invocations", Statistic="Sum", Period=300, EvaluationPeriods=1, Threshold=1000,
            ComparisonOperator="GreaterThanThreshold", AlarmActions=[f"arn:aws:sns:{region}:{ACCOUNT}:security"], Dimensions=[{"Name": "EndpointName", "Value": f"endpoint-{i}"}])
    if region == REGIONS[0]:
        client("cloudtrail").create_trail(Name="all", S3BucketName=bucket, IsMultiRegionTrail=True)
        client("cloudtrail").start_logging(Name="all")


if __name__ == "__main__":
    make_identities()
    make_budgets()
    for name in REGIONS:
        make_region(name)
    print(json.dumps(made))
