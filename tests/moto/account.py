"""Fills an AWS account the way accounts fill up: some of it careful, some of it in a hurry.

    python3 account.py --endpoint-url http://127.0.0.1:5001

Plain boto3, and nothing of the module that is tested with it. It wants an empty account behind the endpoint (CloudFake
in front of moto) and makes the same one every time. The right verdicts for what it makes, worked out by hand from each
check's condition, are in expected.json; users who get their rights from a group only are left out there.
"""
import argparse
import json
import types

import boto3
from botocore.config import Config

import account_estate
import account_services

ACCOUNT = "123456789012"
US, EU, AP = "us-east-1", "eu-west-1", "ap-southeast-2"

parser = argparse.ArgumentParser()
parser.add_argument("--endpoint-url", required=True)
arguments = parser.parse_args()
session = boto3.session.Session()
clients = {}


def client(service, region=US):
    """One client for each service and region: making them is the slow part."""
    if (service, region) not in clients:
        clients[service, region] = session.client(
            service, region_name=region, endpoint_url=arguments.endpoint_url,
            config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}))
    return clients[service, region]


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def tags(**pairs):
    return [{"Key": key, "Value": value} for key, value in pairs.items()]


def role_arn(name):
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


# --- who ---------------------------------------------------------------------------------------------------------------

def make_identities():
    iam = client("iam")

    def role(name, service, managed=(), **inline):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(
            {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}), Tags=tags(team="ai"))
        for arn in managed:
            iam.attach_role_policy(RoleName=name, PolicyArn=arn)
        for policy_name, document in inline.items():
            iam.put_role_policy(RoleName=name, PolicyName=policy_name, PolicyDocument=document)

    aws = "arn:aws:iam::aws:policy/"
    role("sagemaker-execution", "sagemaker.amazonaws.com", [aws + "AmazonSageMakerFullAccess"])
    role("bedrock-admin", "lambda.amazonaws.com", [aws + "AmazonBedrockFullAccess"])
    role("agentcore-admin", "lambda.amazonaws.com", [aws + "BedrockAgentCoreFullAccess"])
    role("auditor", "ec2.amazonaws.com", [aws + "AmazonBedrockReadOnly", aws + "AmazonSageMakerReadOnly"])
    role("administrator", "ec2.amazonaws.com", [aws + "AdministratorAccess"])

    role("training-pipeline", "states.amazonaws.com",
         train=policy(allow(["sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob"]), allow("iam:PassRole")))
    role("notebook-portal", "lambda.amazonaws.com",
         notebooks=policy(allow("sagemaker:CreateNotebookInstance"),
                          allow("iam:PassRole", Condition={"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}})))
    role("function-deployer", "codebuild.amazonaws.com",
         deploy=policy(allow("sagemaker:CreateNotebookInstance"),
                       allow("iam:PassRole", Condition={"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}})))
    role("scoped-pipeline", "states.amazonaws.com",
         train=policy(allow("sagemaker:CreateTrainingJob"), allow("iam:PassRole", role_arn("sagemaker-execution"))))
    role("passer-only", "codebuild.amazonaws.com", passing=policy(allow("iam:PassRole")))
    role("guarded-pipeline", "states.amazonaws.com",
         train=policy(allow(["iam:PassRole", "sagemaker:CreateTrainingJob"]),
                      {"Effect": "Deny", "Action": "iam:PassRole", "Resource": "*"}))
    role("wildcard-lab", "ec2.amazonaws.com", lab=policy(allow(["iam:Pass*", "sagemaker:*"])))
    role("notebook-reader", "sagemaker.amazonaws.com",
         data=policy(allow(["s3:GetObject"], "arn:aws:s3:::corp-training-data/*"), allow("sagemaker:DescribeModel")))
    role("bedrock-logging", "bedrock.amazonaws.com",
         logs=policy(allow(["logs:CreateLogStream", "logs:PutLogEvents"], f"arn:aws:logs:*:{ACCOUNT}:log-group:/ai/bedrock:*")))

    # Half of the right in a managed policy, half in an inline one.
    passing = iam.create_policy(PolicyName="pass-any-role", PolicyDocument=policy(allow("iam:PassRole")))["Policy"]["Arn"]
    role("agent-builder", "lambda.amazonaws.com", [passing], agents=policy(allow("bedrock:CreateAgent")))

    for name in ["ml-engineers", "analysts", "platform"]:
        iam.create_group(GroupName=name)
    iam.attach_group_policy(GroupName="ml-engineers", PolicyArn=aws + "AmazonBedrockFullAccess")
    iam.put_group_policy(GroupName="analysts", PolicyName="ask", PolicyDocument=policy(
        allow("bedrock:InvokeModel", "arn:aws:bedrock:*::foundation-model/anthropic.claude-3-haiku-20240307-v1:0")))
    iam.put_group_policy(GroupName="platform", PolicyName="platform", PolicyDocument=policy(allow(["iam:*", "bedrock:*"])))

    for name in ["alice", "bob", "carol", "dave", "erin", "frank", "=cmd+calc@example.com"]:
        iam.create_user(UserName=name, Tags=tags(team="a & b <c>", note="@SUM(1+1)*cmd"))
    iam.attach_user_policy(UserName="alice", PolicyArn=aws + "AmazonBedrockFullAccess")
    iam.add_user_to_group(GroupName="ml-engineers", UserName="bob")
    iam.add_user_to_group(GroupName="platform", UserName="frank")
    iam.put_user_policy(UserName="dave", PolicyName="ask", PolicyDocument=policy(allow("bedrock:InvokeModel")))

    # Bedrock API keys: for ever, for a month, switched off; and one of another service.
    def key(user, service="bedrock.amazonaws.com", off=False, **age):
        made = iam.create_service_specific_credential(UserName=user, ServiceName=service, **age)["ServiceSpecificCredential"]
        if off:
            iam.update_service_specific_credential(
                UserName=user, ServiceSpecificCredentialId=made["ServiceSpecificCredentialId"], Status="Inactive")

    key("carol")
    key("carol", CredentialAgeDays=30)
    key("dave", CredentialAgeDays=90, off=True)
    key("erin", off=True)
    key("erin", service="codecommit.amazonaws.com")


# --- where -------------------------------------------------------------------------------------------------------------

def make_network(region):
    ec2 = client("ec2", region)
    vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16", TagSpecifications=[{"ResourceType": "vpc", "Tags": tags(Name="ai-private")}])["Vpc"]["VpcId"]
    private = ec2.create_subnet(VpcId=vpc, CidrBlock="10.20.1.0/24", AvailabilityZone=region + "a")["Subnet"]["SubnetId"]
    public = ec2.create_subnet(VpcId=vpc, CidrBlock="10.20.2.0/24", AvailabilityZone=region + "b")["Subnet"]["SubnetId"]

    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    routes = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=routes, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    ec2.associate_route_table(RouteTableId=routes, SubnetId=public)
    inside = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.associate_route_table(RouteTableId=inside, SubnetId=private)

    def group(name, description):
        return ec2.create_security_group(GroupName=name, Description=description, VpcId=vpc)["GroupId"]

    closed = group("notebooks", "Only what is inside")
    ec2.revoke_security_group_egress(GroupId=closed, IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
    ec2.authorize_security_group_egress(GroupId=closed, IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.20.0.0/16"}]}])
    opened = group("jupyter-open", "<img src=x onerror=alert(1)>" if region == US else "Open to everybody")
    ec2.authorize_security_group_ingress(GroupId=opened, IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 8888, "ToPort": 8888, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "for now"}]},
        {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}])

    ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=f"com.amazonaws.{region}.sagemaker.api", VpcEndpointType="Interface",
                            SubnetIds=[private], SecurityGroupIds=[closed], PrivateDnsEnabled=True)
    ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=f"com.amazonaws.{region}.bedrock-runtime", VpcEndpointType="Interface",
                            SubnetIds=[private], SecurityGroupIds=[closed], PrivateDnsEnabled=False,
                            PolicyDocument=policy({"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                                                   "Action": "bedrock:InvokeModel", "Resource": "*"}))
    ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=f"com.amazonaws.{region}.s3", VpcEndpointType="Gateway", RouteTableIds=[inside])

    default_vpc = ec2.describe_vpcs(Filters=[{"Name": "isDefault", "Values": ["true"]}])["Vpcs"][0]["VpcId"]
    default_group = ec2.describe_security_groups(Filters=[
        {"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}])["SecurityGroups"][0]["GroupId"]
    lab = ec2.create_security_group(GroupName="lab", Description="Lab", VpcId=default_vpc)["GroupId"]
    default_subnet = min(s["SubnetId"] for s in ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [default_vpc]}])["Subnets"])
    return {"vpc": vpc, "private": private, "public": public, "closed": closed, "open": opened,
            "default_group": default_group, "default_subnet": default_subnet, "lab": lab}


def make_keys(region):
    kms = client("kms", region)

    def key(alias, rotate=False):
        made = kms.create_key(Description=alias, Tags=[{"TagKey": "use", "TagValue": "ai"}])["KeyMetadata"]
        kms.create_alias(AliasName=f"alias/{alias}", TargetKeyId=made["KeyId"])
        if rotate:
            kms.enable_key_rotation(KeyId=made["KeyId"])
        return made

    keys = {"data": key("ml-data", rotate=True), "unrotated": key("ml-unrotated")}
    if region == US:
        keys["disabled"] = key("ml-retired")
        kms.disable_key(KeyId=keys["disabled"]["KeyId"])
        keys["aws"] = kms.describe_key(KeyId="alias/aws/sagemaker")["KeyMetadata"]
    return keys


def make_buckets(keys):
    s3 = client("s3")
    every = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
    encryption = {"Rules": [{"ApplyServerSideEncryptionByDefault": {
        "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": keys["data"]["Arn"]}, "BucketKeyEnabled": True}]}

    s3.create_bucket(Bucket="corp-access-logs")
    s3.put_bucket_policy(Bucket="corp-access-logs", Policy=policy(
        {"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject",
         "Resource": "arn:aws:s3:::corp-access-logs/*", "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}}}))
    s3.create_bucket(Bucket="corp-training-data")
    s3.put_public_access_block(Bucket="corp-training-data", PublicAccessBlockConfiguration=every)
    s3.put_bucket_encryption(Bucket="corp-training-data", ServerSideEncryptionConfiguration=encryption)
    s3.put_bucket_versioning(Bucket="corp-training-data", VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_logging(Bucket="corp-training-data", BucketLoggingStatus={
        "LoggingEnabled": {"TargetBucket": "corp-access-logs", "TargetPrefix": "training/"}})
    s3.put_bucket_policy(Bucket="corp-training-data", Policy=policy(
        {"Sid": "TlsOnly", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
         "Resource": ["arn:aws:s3:::corp-training-data", "arn:aws:s3:::corp-training-data/*"],
         "Condition": {"Bool": {"aws:SecureTransport": "false"}}}))

    s3.create_bucket(Bucket="corp-invocation-logs")
    s3.put_public_access_block(Bucket="corp-invocation-logs", PublicAccessBlockConfiguration=every)
    s3.put_bucket_policy(Bucket="corp-invocation-logs", Policy=policy(
        {"Effect": "Allow", "Principal": {"Service": "bedrock.amazonaws.com"}, "Action": "s3:PutObject",
         "Resource": "arn:aws:s3:::corp-invocation-logs/*", "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}}},
        {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:*",
         "Resource": ["arn:aws:s3:::corp-invocation-logs", "arn:aws:s3:::corp-invocation-logs/*"]}))

    # Handed to a vendor in 2019, and to everybody else.
    s3.create_bucket(Bucket="corp-model-share")
    s3.put_bucket_policy(Bucket="corp-model-share", Policy=policy(
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::corp-model-share/*"}))
    client("s3", EU).create_bucket(Bucket="corp-eu-lake", CreateBucketConfiguration={"LocationConstraint": EU})


# --- SageMaker ---------------------------------------------------------------------------------------------------------

NAME = "NotebookInstanceName"


def make_notebooks(us, us_keys, eu, eu_keys):
    def notebook(region, name, internet=None, subnet=None, group=None, root=None, key=None, **more):
        options = {"DirectInternetAccess": internet, "SubnetId": subnet, "SecurityGroupIds": [group] if group else None,
                   "RootAccess": root, "KmsKeyId": key, **more}
        client("sagemaker", region).create_notebook_instance(
            NotebookInstanceName=name, InstanceType="ml.t3.medium", RoleArn=role_arn("sagemaker-execution"),
            Tags=tags(env="prod", owner="=1+1"), **{option: value for option, value in options.items() if value is not None})

    on, off = "Enabled", "Disabled"
    inside = {"internet": off, "subnet": us["private"], "group": us["closed"], "root": off}
    own = us_keys["data"]["Arn"]
    notebook(US, "fraud-research", **inside, key=own, PlatformIdentifier="notebook-al2-v3",
             InstanceMetadataServiceConfiguration={"MinimumInstanceMetadataServiceVersion": "2"})
    notebook(US, "churn-default", LifecycleConfigName="install-tools")
    notebook(US, "pricing-shared", **{**inside, "internet": on}, key=own)
    notebook(US, "vision-default-vpc", off, us["default_subnet"], us["lab"], on, us_keys["aws"]["Arn"])
    notebook(US, "nlp-default-group", **{**inside, "group": us["default_group"]}, key=us_keys["unrotated"]["KeyId"])
    notebook(US, "legacy-alias-key", **inside, key="alias/ml-data", PlatformIdentifier="notebook-al1-v1")
    notebook(US, "retired-key", **inside, key=us_keys["disabled"]["Arn"])
    notebook(US, "rooted-only", **{**inside, "root": on}, key=own)
    notebook(US, "aws-managed-key", **inside, key="alias/aws/sagemaker")
    notebook(US, "partner-key", **inside, key="arn:aws:kms:us-east-1:999999999999:key/0e1f2a3b-4c5d-4e6f-8a9b-0c1d2e3f4a5b")
    notebook(US, "stopped-lab", **{**inside, "internet": on})
    client("sagemaker").stop_notebook_instance(NotebookInstanceName="stopped-lab")

    notebook(EU, "recsys", off, eu["private"], eu["closed"], off, eu_keys["data"]["Arn"])
    notebook(EU, "sandbox")
    notebook(EU, "quick-test", on, eu["default_subnet"], None, off, eu_keys["data"]["Arn"])

    ec2 = client("ec2", AP)
    subnet = min(s["SubnetId"] for s in ec2.describe_subnets()["Subnets"])
    group = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["default"]}])["SecurityGroups"][0]["GroupId"]
    notebook(AP, "pilot", on, subnet, group, on)


def make_lifecycle_configs():
    import base64
    sm = client("sagemaker")

    def script(text):
        return base64.b64encode(text.encode()).decode()

    sm.create_notebook_instance_lifecycle_config(
        NotebookInstanceLifecycleConfigName="install-tools",
        OnStart=[{"Content": script("#!/bin/bash\nexport AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nexport DB_PASSWORD=not-a-real-password\n")}])
    sm.create_notebook_instance_lifecycle_config(
        NotebookInstanceLifecycleConfigName="auto-stop", OnCreate=[{"Content": script("#!/bin/bash\nset -e\necho idle timeout\n")}])
    sm.create_studio_lifecycle_config(
        StudioLifecycleConfigName="studio-setup", StudioLifecycleConfigAppType="JupyterLab",
        StudioLifecycleConfigContent=script("pip install --quiet pandas\n"))


def make_studios(us, us_keys, eu):
    def domain(region, net, name, **more):
        made = client("sagemaker", region).create_domain(
            DomainName=name, AuthMode="IAM", VpcId=net["vpc"], SubnetIds=[net["private"]],
            DefaultUserSettings={"ExecutionRole": role_arn("sagemaker-execution"), "SecurityGroups": [net["closed"]]}, **more)
        return made["DomainArn"].split("/")[-1]

    sm = client("sagemaker")
    main = domain(US, us, "studio-main", AppNetworkAccessType="VpcOnly", KmsKeyId=us_keys["data"]["Arn"])
    opened = domain(US, us, "studio-open", AppNetworkAccessType="PublicInternetOnly")
    domain(US, us, "studio-unset")
    domain(EU, eu, "studio-eu", AppNetworkAccessType="VpcOnly")

    for name, user_role in [("ana", "notebook-reader"), ("ben", "sagemaker-execution"), ("cho", "sagemaker-execution")]:
        sm.create_user_profile(DomainId=main, UserProfileName=name, UserSettings={"ExecutionRole": role_arn(user_role)}, Tags=tags(team="fraud"))
    sm.create_user_profile(DomainId=opened, UserProfileName="guest")
    sm.create_space(DomainId=main, SpaceName="ana-private", SpaceSettings={"AppType": "JupyterLab"},
                    OwnershipSettings={"OwnerUserProfileName": "ana"}, SpaceSharingSettings={"SharingType": "Private"})
    sm.create_space(DomainId=opened, SpaceName="everybody", SpaceSettings={"AppType": "JupyterLab"},
                    OwnershipSettings={"OwnerUserProfileName": "guest"}, SpaceSharingSettings={"SharingType": "Shared"})


def make_models(us, us_keys, eu):
    def model(region, name, **more):
        client("sagemaker", region).create_model(
            ModelName=name, ExecutionRoleArn=role_arn("sagemaker-execution"),
            PrimaryContainer={"Image": f"{ACCOUNT}.dkr.ecr.{region}.amazonaws.com/{name}:1", "ModelDataUrl": f"s3://corp-training-data/{name}.tar.gz"}, **more)

    def capture(percentage=100, modes=("Input", "Output"), enabled=True):
        return {"EnableCapture": enabled, "InitialSamplingPercentage": percentage, "DestinationS3Uri": "s3://corp-training-data/capture",
                "CaptureOptions": [{"CaptureMode": mode} for mode in modes]}

    def endpoint(region, name, model_name, data_capture=None, **more):
        options = {"DataCaptureConfig": data_capture, **more}
        client("sagemaker", region).create_endpoint_config(
            EndpointConfigName=f"{name}-config", ProductionVariants=[
                {"VariantName": "blue", "ModelName": model_name, "InitialInstanceCount": 1, "InstanceType": "ml.m5.large", "InitialVariantWeight": 1}],
            **{option: value for option, value in options.items() if value is not None})
        client("sagemaker", region).create_endpoint(EndpointName=name, EndpointConfigName=f"{name}-config", Tags=tags(env="prod"))

    model(US, "fraud-model", EnableNetworkIsolation=True, VpcConfig={"SecurityGroupIds": [us["closed"]], "Subnets": [us["private"]]})
    model(US, "churn-model", EnableNetworkIsolation=False)
    model(US, "vision-model")
    model(EU, "recsys-model", EnableNetworkIsolation=True, VpcConfig={"SecurityGroupIds": [eu["closed"]], "Subnets": [eu["private"]]})
    model(EU, "legacy-model")

    endpoint(US, "fraud", "fraud-model", capture(), KmsKeyId=us_keys["data"]["Arn"])
    endpoint(US, "churn", "churn-model")
    endpoint(US, "vision", "vision-model", capture(modes=["Input"]))
    endpoint(EU, "recsys", "recsys-model", capture())
    endpoint(EU, "legacy", "legacy-model", capture(percentage=0))
    client("sagemaker").create_endpoint_config(EndpointConfigName="shadow-config", DataCaptureConfig=capture(enabled=False), ProductionVariants=[
        {"VariantName": "green", "ModelName": "churn-model", "InitialInstanceCount": 1, "InstanceType": "ml.m5.large", "InitialVariantWeight": 1}])


def make_jobs(us, us_keys):
    sm = client("sagemaker")
    image = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/train:1"
    key = us_keys["data"]["Arn"]
    machine = {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 10}
    inside = {"VpcConfig": {"SecurityGroupIds": [us["closed"]], "Subnets": [us["private"]]}}

    sm.create_training_job(
        TrainingJobName="fraud-train-1", AlgorithmSpecification={"TrainingImage": image, "TrainingInputMode": "File"},
        RoleArn=role_arn("sagemaker-execution"), OutputDataConfig={"S3OutputPath": "s3://corp-training-data/out", "KmsKeyId": key},
        ResourceConfig={**machine, "VolumeKmsKeyId": key}, StoppingCondition={"MaxRuntimeInSeconds": 3600},
        EnableNetworkIsolation=True, EnableInterContainerTrafficEncryption=True, **inside)
    sm.create_training_job(
        TrainingJobName="churn-train-1", AlgorithmSpecification={"TrainingImage": image, "TrainingInputMode": "File"},
        RoleArn=role_arn("sagemaker-execution"), OutputDataConfig={"S3OutputPath": "s3://corp-training-data/out"},
        ResourceConfig={**machine, "InstanceCount": 2}, StoppingCondition={"MaxRuntimeInSeconds": 3600},
        Environment={"DB_PASSWORD": "not-a-real-password"}, RemoteDebugConfig={"EnableRemoteDebug": True})
    sm.create_processing_job(
        ProcessingJobName="fraud-prepare-1", AppSpecification={"ImageUri": image}, RoleArn=role_arn("sagemaker-execution"),
        ProcessingResources={"ClusterConfig": {**machine, "VolumeKmsKeyId": key}},
        NetworkConfig={"EnableNetworkIsolation": True, "EnableInterContainerTrafficEncryption": True, **inside})
    sm.create_processing_job(
        ProcessingJobName="churn-prepare-1", AppSpecification={"ImageUri": image}, RoleArn=role_arn("sagemaker-execution"),
        ProcessingResources={"ClusterConfig": machine})
    for name, transform_key in [("fraud-score-1", {"VolumeKmsKeyId": key}), ("churn-score-1", {})]:
        sm.create_transform_job(
            TransformJobName=name, ModelName=name.split("-", maxsplit=1)[0] + "-model",
            TransformInput={"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://corp-training-data/in"}}},
            TransformOutput={"S3OutputPath": "s3://corp-training-data/scores", **({"KmsKeyId": key} if transform_key else {})},
            TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1, **transform_key})

    features = [{"FeatureName": "id", "FeatureType": "String"}, {"FeatureName": "at", "FeatureType": "Fractional"}]
    for name, store_key in [("customers", key), ("clicks", None)]:
        secured = {"KmsKeyId": store_key} if store_key else {}
        sm.create_feature_group(
            FeatureGroupName=name, RecordIdentifierFeatureName="id", EventTimeFeatureName="at", FeatureDefinitions=features,
            RoleArn=role_arn("sagemaker-execution"),
            OnlineStoreConfig={"EnableOnlineStore": True, **({"SecurityConfig": secured} if secured else {})},
            OfflineStoreConfig={"S3StorageConfig": {"S3Uri": "s3://corp-training-data/features", **secured}})

    sm.create_data_quality_job_definition(
        JobDefinitionName="fraud-quality", DataQualityAppSpecification={"ImageUri": image},
        DataQualityJobInput={"EndpointInput": {"EndpointName": "fraud", "LocalPath": "/opt/ml/processing/input"}},
        DataQualityJobOutputConfig={"MonitoringOutputs": [{"S3Output": {"S3Uri": "s3://corp-training-data/quality", "LocalPath": "/opt/ml/processing/output"}}]},
        JobResources={"ClusterConfig": {**machine, "VolumeKmsKeyId": key}}, RoleArn=role_arn("sagemaker-execution"),
        NetworkConfig={"EnableNetworkIsolation": True, **inside})
    sm.create_monitoring_schedule(MonitoringScheduleName="fraud-quality-hourly", MonitoringScheduleConfig={
        "ScheduleConfig": {"ScheduleExpression": "cron(0 * ? * * *)"},
        "MonitoringJobDefinitionName": "fraud-quality", "MonitoringType": "DataQuality"})
    sm.create_monitoring_schedule(MonitoringScheduleName="vision-inline", MonitoringScheduleConfig={
        "ScheduleConfig": {"ScheduleExpression": "cron(0 3 ? * * *)"},
        "MonitoringJobDefinition": {
            "MonitoringInputs": [{"EndpointInput": {"EndpointName": "vision", "LocalPath": "/opt/ml/processing/input"}}],
            "MonitoringOutputConfig": {"MonitoringOutputs": [{"S3Output": {"S3Uri": "s3://corp-training-data/q", "LocalPath": "/opt/ml/processing/output"}}]},
            "MonitoringResources": {"ClusterConfig": machine}, "MonitoringAppSpecification": {"ImageUri": image},
            "RoleArn": role_arn("sagemaker-execution")}})
    sm.stop_monitoring_schedule(MonitoringScheduleName="vision-inline")


# --- Bedrock -----------------------------------------------------------------------------------------------------------

def make_bedrock(us_keys, eu_keys):
    us, eu = client("bedrock", US), client("bedrock", EU)
    us.put_model_invocation_logging_configuration(loggingConfig={
        "s3Config": {"bucketName": "corp-invocation-logs", "keyPrefix": "bedrock"},
        "cloudWatchConfig": {"logGroupName": "/ai/bedrock", "roleArn": role_arn("bedrock-logging")},
        "textDataDeliveryEnabled": True, "imageDataDeliveryEnabled": True, "embeddingDataDeliveryEnabled": False})

    kinds = ["SEXUAL", "VIOLENCE", "HATE", "INSULTS", "MISCONDUCT"]
    strong = us.create_guardrail(
        name="support-strong", description="For everything that customers see", blockedInputMessaging="No.", blockedOutputsMessaging="No.",
        kmsKeyId=us_keys["data"]["Arn"],
        contentPolicyConfig={"filtersConfig": [{"type": kind, "inputStrength": "HIGH", "outputStrength": "HIGH"} for kind in kinds]
                             + [{"type": "PROMPT_ATTACK", "inputStrength": "HIGH", "outputStrength": "NONE"}]},
        sensitiveInformationPolicyConfig={
            "piiEntitiesConfig": [{"type": kind, "action": "ANONYMIZE"} for kind in ["EMAIL", "PHONE", "NAME"]]
                                 + [{"type": "CREDIT_DEBIT_CARD_NUMBER", "action": "BLOCK"}],
            "regexesConfig": [{"name": "ticket", "pattern": "T-[0-9]{6}", "action": "ANONYMIZE"}]},
        topicPolicyConfig={"topicsConfig": [{"name": "advice", "definition": "Advice on investments", "type": "DENY"}]},
        wordPolicyConfig={"managedWordListsConfig": [{"type": "PROFANITY"}]},
        contextualGroundingPolicyConfig={"filtersConfig": [{"type": "GROUNDING", "threshold": 0.8}]})
    us.create_guardrail_version(guardrailIdentifier=strong["guardrailId"], description="first")
    us.create_guardrail(
        name="support-weak", blockedInputMessaging="No.", blockedOutputsMessaging="No.",
        contentPolicyConfig={"filtersConfig": [{"type": "HATE", "inputStrength": "LOW", "outputStrength": "NONE"}]})
    eu.create_guardrail(name="eu-words", blockedInputMessaging="Non.", blockedOutputsMessaging="Non.",
                        wordPolicyConfig={"wordsConfig": [{"text": "competitor"}]})

    def custom_model(bedrock, name, **more):
        bedrock.create_model_customization_job(
            jobName=f"{name}-job", customModelName=name, roleArn=role_arn("sagemaker-execution"), baseModelIdentifier="amazon.titan-text-express-v1",
            trainingDataConfig={"s3Uri": "s3://corp-training-data/tune.jsonl"}, outputDataConfig={"s3Uri": "s3://corp-training-data/tuned"},
            hyperParameters={"epochCount": "2"}, **more)

    custom_model(us, "contracts-tuned", customModelKmsKeyId=us_keys["data"]["Arn"])
    custom_model(eu, "prices-tuned")
    prices = next(model["modelArn"] for model in eu.list_custom_models()["modelSummaries"] if model["modelName"] == "prices-tuned")
    eu.put_resource_policy(resourceArn=prices, resourcePolicy=policy(
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::999988887777:root"}, "Action": "bedrock:CreateModelCopyJob", "Resource": prices}))

    def agent(region, name, **more):
        return client("bedrock-agent", region).create_agent(
            agentName=name, agentResourceRoleArn=role_arn("bedrock-admin"), foundationModel="anthropic.claude-3-haiku-20240307-v1:0",
            instruction="Answer questions about claims, and about nothing else at all.", **more)["agent"]["agentId"]

    claims = agent(US, "claims", idleSessionTTLInSeconds=600, customerEncryptionKeyArn=us_keys["data"]["Arn"],
          guardrailConfiguration={"guardrailIdentifier": strong["guardrailId"], "guardrailVersion": "1"})
    agent(US, "returns", idleSessionTTLInSeconds=3600)
    agent(EU, "helpdesk")
    agents = client("bedrock-agent")
    agents.create_agent_action_group(
        agentId=claims, agentVersion="DRAFT", actionGroupName="pay-out", description="=1+1",
        actionGroupExecutor={"lambda": f"arn:aws:lambda:{US}:{ACCOUNT}:function:pay-out"},
        functionSchema={"functions": [{"name": "pay", "requireConfirmation": "DISABLED", "parameters": {"amount": {"type": "number"}}}]})
    agents.create_agent_alias(agentId=claims, agentAliasName="live")
    agents.create_prompt(name="letter", description="<img src=x onerror=alert(1)>", variants=[{
        "name": "first", "templateType": "TEXT", "templateConfiguration": {"text": {"text": "Write to {{name}}.", "inputVariables": [{"name": "name"}]}}}])
    agents.create_flow(name="triage", executionRoleArn=role_arn("bedrock-admin"))
    us.create_model_invocation_job(
        jobName="nightly-summaries", modelId="anthropic.claude-3-haiku-20240307-v1:0", roleArn=role_arn("notebook-reader"),
        inputDataConfig={"s3InputDataConfig": {"s3Uri": "s3://corp-training-data/in.jsonl"}},
        outputDataConfig={"s3OutputDataConfig": {"s3Uri": "s3://corp-training-data/out/"}})

    def knowledge_base(region, name, **source):
        agents = client("bedrock-agent", region)
        made = agents.create_knowledge_base(
            name=name, roleArn=role_arn("bedrock-admin"),
            knowledgeBaseConfiguration={"type": "VECTOR", "vectorKnowledgeBaseConfiguration": {
                "embeddingModelArn": f"arn:aws:bedrock:{region}::foundation-model/amazon.titan-embed-text-v2:0"}},
            storageConfiguration={"type": "OPENSEARCH_SERVERLESS", "opensearchServerlessConfiguration": {
                "collectionArn": f"arn:aws:aoss:{region}:{ACCOUNT}:collection/abcdefghij0123456789", "vectorIndexName": "docs",
                "fieldMapping": {"vectorField": "v", "textField": "t", "metadataField": "m"}}})["knowledgeBase"]
        agents.create_data_source(knowledgeBaseId=made["knowledgeBaseId"], name=f"{name}-files", dataSourceConfiguration={
            "type": "S3", "s3Configuration": {"bucketArn": "arn:aws:s3:::corp-training-data", "inclusionPrefixes": ["docs/"]}}, **source)

    knowledge_base(US, "policies", serverSideEncryptionConfiguration={"kmsKeyArn": us_keys["data"]["Arn"]}, dataDeletionPolicy="DELETE")
    knowledge_base(EU, "wiki")


# --- watch -------------------------------------------------------------------------------------------------------------

def make_watch(us_keys):
    logs = client("logs")
    logs.create_log_group(logGroupName="/ai/bedrock", kmsKeyId=us_keys["data"]["Arn"])
    logs.put_retention_policy(logGroupName="/ai/bedrock", retentionInDays=365)
    logs.put_data_protection_policy(logGroupIdentifier="/ai/bedrock", policyDocument=json.dumps({
        "Name": "mask", "Version": "2021-06-01", "Statement": [
            {"Sid": "audit", "DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"], "Operation": {"Audit": {"FindingsDestination": {}}}},
            {"Sid": "redact", "DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"], "Operation": {"Deidentify": {"MaskConfig": {}}}}]}))
    logs.create_log_group(logGroupName="/aws/sagemaker/NotebookInstances")
    client("logs", EU).create_log_group(logGroupName="/aws/sagemaker/Endpoints/legacy")

    trails = client("cloudtrail")
    trails.create_trail(Name="organisation", S3BucketName="corp-invocation-logs", IsMultiRegionTrail=True,
                        EnableLogFileValidation=True, KmsKeyId=us_keys["data"]["Arn"])
    trails.put_event_selectors(TrailName="organisation", AdvancedEventSelectors=[
        {"Name": "management", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]},
        {"Name": "models", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::Bedrock::Model"]}]},
        {"Name": "agents", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::Bedrock::AgentAlias"]}]}])
    trails.start_logging(Name="organisation")
    trails.create_trail(Name="old-and-off", S3BucketName="corp-invocation-logs", IsMultiRegionTrail=False)

    def alarm(region, name, namespace, metric, **dimensions):
        client("cloudwatch", region).put_metric_alarm(
            AlarmName=name, Namespace=namespace, MetricName=metric, Statistic="Sum", Period=300, EvaluationPeriods=1, Threshold=1000,
            ComparisonOperator="GreaterThanThreshold", AlarmActions=[f"arn:aws:sns:{region}:{ACCOUNT}:security"],
            Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()])

    alarm(US, "fraud-invocations", "AWS/SageMaker", "Invocations", EndpointName="fraud", VariantName="blue")
    alarm(US, "churn-latency", "AWS/SageMaker", "ModelLatency", EndpointName="churn", VariantName="blue")
    alarm(US, "vision-own-metric", "Corp/Vision", "Invocations", EndpointName="vision")
    alarm(US, "recsys-in-the-wrong-region", "AWS/SageMaker", "Invocations", EndpointName="recsys", VariantName="blue")
    alarm(EU, "legacy-errors", "AWS/SageMaker", "Invocation4XXErrors", EndpointName="legacy", VariantName="blue")
    alarm(US, "bedrock-invocations", "AWS/Bedrock", "Invocations")
    alarm(US, "=HYPERLINK(\"x\")", "AWS/EC2", "CPUUtilization")
    client("cloudwatch").put_metric_data(Namespace="AWS/Bedrock", MetricData=[
        {"MetricName": "Invocations", "Value": 12, "Dimensions": [{"Name": "ModelId", "Value": "anthropic.claude-3-haiku-20240307-v1:0"}]}])


def make_budgets():
    budgets = client("budgets")
    mail = {"SubscriptionType": "EMAIL", "Address": "finops@example.com"}
    topic = {"SubscriptionType": "SNS", "Address": f"arn:aws:sns:us-east-1:{ACCOUNT}:security"}

    def notification(kind):
        return {"NotificationType": kind, "ComparisonOperator": "GREATER_THAN", "Threshold": 80, "ThresholdType": "PERCENTAGE"}

    def budget(name, told, *kinds, **scope):
        budgets.create_budget(AccountId=ACCOUNT, Budget={
            "BudgetName": name, "BudgetLimit": {"Amount": "1000", "Unit": "USD"}, "TimeUnit": "MONTHLY", "BudgetType": "COST", **scope},
            NotificationsWithSubscribers=[{"Notification": notification(kind), "Subscribers": told} for kind in kinds])

    bedrock = {"CostFilters": {"Service": ["Amazon Bedrock"]}}
    budget("ai-monthly", [mail, topic], "ACTUAL", "FORECASTED", CostFilters={"Service": ["Amazon Bedrock", "Amazon SageMaker"]})
    budget("bedrock-by-expression", [topic], "ACTUAL", "FORECASTED", FilterExpression={"Dimensions": {"Key": "SERVICE", "Values": ["Amazon Bedrock"]}})
    budget('=HYPERLINK("x")', [], **bedrock)
    budget("sagemaker-after-the-fact", [mail], "ACTUAL", CostFilters={"Service": ["Amazon SageMaker"]})
    budget("<img src=x onerror=alert(1)>", [mail], "ACTUAL", CostFilters={"Service": ["Amazon Elastic Compute Cloud - Compute"]})

    # Whoever was told has left, and with the last subscriber AWS takes the notification away.
    budget("bedrock-muted", [mail], "ACTUAL", **bedrock)
    budgets.delete_subscriber(AccountId=ACCOUNT, BudgetName="bedrock-muted", Notification=notification("ACTUAL"), Subscriber=mail)


def make_language(us_keys):
    def transcription(region, name, language="en-US", redaction=None, **more):
        client("transcribe", region).start_transcription_job(
            TranscriptionJobName=name, LanguageCode=language, Media={"MediaFileUri": f"s3://corp-training-data/{name}.wav"},
            OutputBucketName="corp-training-data",
            **({"ContentRedaction": {"RedactionType": "PII", "RedactionOutput": redaction}} if redaction else {}), **more)

    transcription(US, "support-calls", redaction="redacted", OutputEncryptionKMSKeyId=us_keys["data"]["Arn"])
    transcription(US, "sales-calls")
    transcription(US, "board-meeting", redaction="redacted_and_unredacted")
    transcription(EU, "hotline-en", redaction="redacted")
    transcription(EU, "hotline-de", "de-DE")

    def call_analysis(name, **settings):
        client("transcribe").start_call_analytics_job(
            CallAnalyticsJobName=name, Media={"MediaFileUri": f"s3://corp-training-data/{name}.wav"}, OutputLocation="s3://corp-training-data/calls",
            DataAccessRoleArn=role_arn("notebook-reader"), ChannelDefinitions=[{"ChannelId": 0, "ParticipantRole": "AGENT"}, {"ChannelId": 1, "ParticipantRole": "CUSTOMER"}],
            Settings=settings)

    call_analysis("calls-redacted", ContentRedaction={"RedactionType": "PII", "RedactionOutput": "redacted"})
    call_analysis("calls-plain", VocabularyFilterName="none")

    comprehend = client("comprehend")
    data = {"EntityTypes": [{"Type": "CONTRACT"}], "Documents": {"S3Uri": "s3://corp-training-data/docs"}, "EntityList": {"S3Uri": "s3://corp-training-data/list"}}
    comprehend.create_entity_recognizer(RecognizerName="contracts", DataAccessRoleArn=role_arn("notebook-reader"), InputDataConfig=data, LanguageCode="en",
                                        VolumeKmsKeyId=us_keys["data"]["Arn"], ModelKmsKeyId=us_keys["data"]["Arn"])
    comprehend.create_entity_recognizer(RecognizerName="invoices", DataAccessRoleArn=role_arn("notebook-reader"), InputDataConfig=data, LanguageCode="en")
    comprehend.start_pii_entities_detection_job(
        JobName="redact-tickets", InputDataConfig={"S3Uri": "s3://corp-training-data/tickets"}, OutputDataConfig={"S3Uri": "s3://corp-training-data/redacted"},
        Mode="ONLY_REDACTION", RedactionConfig={"PiiEntityTypes": ["ALL"], "MaskMode": "MASK", "MaskCharacter": "*"},
        DataAccessRoleArn=role_arn("notebook-reader"), LanguageCode="en")


if __name__ == "__main__":
    make_identities()
    us, eu = make_network(US), make_network(EU)
    us_keys, eu_keys = make_keys(US), make_keys(EU)
    make_buckets(us_keys)
    make_lifecycle_configs()
    make_notebooks(us, us_keys, eu, eu_keys)
    make_studios(us, us_keys, eu)
    make_models(us, us_keys, eu)
    make_jobs(us, us_keys)
    make_bedrock(us_keys, eu_keys)
    make_watch(us_keys)
    make_budgets()
    make_language(us_keys)
    account_services.fill(client, us_keys)
    account_estate.make(types.SimpleNamespace(
        endpoint=arguments.endpoint_url, ACCOUNT=ACCOUNT, client=client, role_arn=role_arn, policy=policy, allow=allow, tags=tags, us=us, eu=eu, us_keys=us_keys, eu_keys=eu_keys))
