"""The rest of the account that account.py makes: jobs, registries, people, gateways, activity and what watches it all.

account.py calls make() when the rest is there; everything that it needs comes as an argument.
"""


def make(account):
    """Makes it. The account has client, role_arn, policy, allow and tags of account.py, its networks and its keys."""
    make_sagemaker(account)
    make_data(account)
    make_watchers(account)
    make_activity(account)
    make_use(account)
    make_gateways(account)


# --- SageMaker ---------------------------------------------------------------------------------------------------------

def make_sagemaker(a):
    sm, key, aws_key = a.client("sagemaker"), a.us_keys["data"]["Arn"], a.us_keys["aws"]["Arn"]
    role = a.role_arn("sagemaker-execution")
    inside = {"SecurityGroupIds": [a.us["closed"]], "Subnets": [a.us["private"]]}
    image = f"{a.ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/train:1"

    def auto_ml(name, **more):
        sm.create_auto_ml_job_v2(
            AutoMLJobName=name, RoleArn=role, OutputDataConfig={"S3OutputPath": "s3://corp-training-data/auto"},
            AutoMLJobInputDataConfig=[{"ChannelType": "training", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://corp-training-data/in"}}}],
            AutoMLProblemTypeConfig={"TabularJobConfig": {
                "TargetAttributeName": "y", "ProblemType": "Regression", "CompletionCriteria": {"MaxCandidates": 1}}}, **more)

    auto_ml("auto-inside", SecurityConfig={"VpcConfig": inside})
    auto_ml("auto-open", SecurityConfig={"EnableInterContainerTrafficEncryption": True})

    def tuning(name, **training):
        sm.create_hyper_parameter_tuning_job(
            HyperParameterTuningJobName=name, HyperParameterTuningJobConfig={"Strategy": "Bayesian", "ResourceLimits": {"MaxParallelTrainingJobs": 1}},
            TrainingJobDefinition={"AlgorithmSpecification": {"TrainingImage": image, "TrainingInputMode": "File"}, "RoleArn": role,
                                   "OutputDataConfig": {"S3OutputPath": "s3://corp-training-data/tune"}, "StoppingCondition": {"MaxRuntimeInSeconds": 60}, **training})

    tuning("tune-isolated", EnableNetworkIsolation=True)
    tuning("tune-open", EnableInterContainerTrafficEncryption=True, VpcConfig=inside)

    # People who label, and what they are shown.
    sm.create_workforce(WorkforceName="office", SourceIpConfig={"Cidrs": ["203.0.113.0/24"]}, CognitoConfig={"UserPool": "us-east-1_pool", "ClientId": "c"})
    sm.create_workforce(WorkforceName="anywhere", CognitoConfig={"UserPool": "us-east-1_pool", "ClientId": "c"})
    sm.create_workforce(WorkforceName="by-vpc", CognitoConfig={"UserPool": "us-east-1_pool", "ClientId": "c"},
                        WorkforceVpcConfig={"VpcId": a.us["vpc"], "Subnets": [a.us["private"]], "SecurityGroupIds": [a.us["closed"]]})
    members = [{"CognitoMemberDefinition": {"UserPool": "us-east-1_pool", "UserGroup": "g", "ClientId": "c"}}]
    sm.create_workteam(WorkteamName="bound", WorkforceName="office", MemberDefinitions=members, Description="bound",
                       WorkerAccessConfiguration={"S3Presign": {"IamPolicyConstraints": {"SourceIp": "Enabled", "VpcSourceIp": "Disabled"}}})
    sm.create_workteam(WorkteamName="unbound", WorkforceName="anywhere", MemberDefinitions=members, Description="unbound")
    team = f"arn:aws:sagemaker:us-east-1:{a.ACCOUNT}:workteam/private-crowd/bound"

    def labeling(name, output, **more):
        sm.create_labeling_job(
            LabelingJobName=name, LabelAttributeName="label", RoleArn=role, InputConfig={"DataSource": {"S3DataSource": {"ManifestS3Uri": "s3://corp-training-data/m"}}},
            OutputConfig={"S3OutputPath": "s3://corp-training-data/labels", **output}, HumanTaskConfig={
                "WorkteamArn": team, "UiConfig": {"UiTemplateS3Uri": "s3://corp-training-data/ui"}, "TaskTitle": "t", "TaskDescription": "d",
                "NumberOfHumanWorkersPerDataObject": 1, "TaskTimeLimitInSeconds": 60}, **more)

    algorithm = "arn:aws:sagemaker:us-east-1:027400017018:labeling-job-algorithm-specification/image-classification"
    labeling("label-inside", {"KmsKeyId": key}, LabelingJobAlgorithmsConfig={
        "LabelingJobAlgorithmSpecificationArn": algorithm, "LabelingJobResourceConfig": {"VpcConfig": inside}})
    labeling("label-open", {}, LabelingJobAlgorithmsConfig={"LabelingJobAlgorithmSpecificationArn": algorithm})
    labeling("label-by-hand", {"KmsKeyId": aws_key})
    for name, output in [("review-own-key", {"KmsKeyId": key}), ("review-no-key", {})]:
        sm.create_flow_definition(
            FlowDefinitionName=name, RoleArn=role, OutputConfig={"S3OutputPath": "s3://corp-training-data/reviews", **output},
            HumanLoopConfig={"WorkteamArn": team, "HumanTaskUiArn": f"arn:aws:sagemaker:us-east-1:{a.ACCOUNT}:human-task-ui/ui",
                             "TaskTitle": "t", "TaskDescription": "d", "TaskCount": 1})
    for name, volume, storage in [("shadow-own-keys", key, key), ("shadow-volume-only", key, None), ("shadow-no-keys", None, None)]:
        sm.create_inference_experiment(
            Name=name, Type="ShadowMode", RoleArn=role, EndpointName="fraud",
            ModelVariants=[{"ModelName": "fraud-model", "VariantName": "v", "InfrastructureConfig": {
                "InfrastructureType": "RealTimeInference", "RealTimeInferenceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1}}}],
            DataStorageConfig={"Destination": "s3://corp-training-data/shadow", **({"KmsKey": storage} if storage else {})},
            ShadowModeConfig={"SourceModelVariantName": "v", "ShadowModelVariants": [{"ShadowModelVariantName": "w", "SamplingPercentage": 50}]},
            **({"KmsKey": volume} if volume else {}))

    def cluster(name, volume, **more):
        sm.create_cluster(ClusterName=name, InstanceGroups=[{
            "InstanceCount": 1, "InstanceGroupName": "workers", "InstanceType": "ml.p4d.24xlarge", "ExecutionRole": role, "ThreadsPerCore": 1,
            "LifeCycleConfig": {"SourceS3Uri": "s3://sagemaker-corp", "OnCreate": "on.sh"},
            "InstanceStorageConfigs": [{"EbsVolumeConfig": {"VolumeSizeInGB": 100, **volume}}]}], **more)

    cluster("pod-inside", {"VolumeKmsKeyId": key}, VpcConfig=inside)
    cluster("pod-open", {})

    # What watches models: defined for schedules to name. fraud-quality is of account.py.
    machine = {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 10}
    endpoint = {"EndpointInput": {"EndpointName": "fraud", "LocalPath": "/opt/ml/processing/input"}}
    outputs = {"MonitoringOutputs": [{"S3Output": {"S3Uri": "s3://corp-training-data/watch", "LocalPath": "/opt/ml/processing/output"}}]}

    def definition(kind, name, good, **more):
        getattr(sm, f"create_{kind}_job_definition")(
            JobDefinitionName=name, RoleArn=role, JobResources={"ClusterConfig": {**machine, **({"VolumeKmsKeyId": key} if good else {})}},
            **({"NetworkConfig": {"EnableNetworkIsolation": True, "EnableInterContainerTrafficEncryption": True, "VpcConfig": inside}} if good else {}), **more)

    for good in [True, False]:
        kept = {**outputs, **({"KmsKeyId": key} if good else {})}
        definition("model_quality", f"quality-{'good' if good else 'bad'}", good, ModelQualityAppSpecification={"ImageUri": image, "ProblemType": "Regression"},
                   ModelQualityJobInput={**endpoint, "GroundTruthS3Input": {"S3Uri": "s3://corp-training-data/truth"}}, ModelQualityJobOutputConfig=kept)
        definition("model_bias", f"bias-{'good' if good else 'bad'}", good, ModelBiasAppSpecification={"ImageUri": image, "ConfigUri": "s3://corp-training-data/c"},
                   ModelBiasJobInput={**endpoint, "GroundTruthS3Input": {"S3Uri": "s3://corp-training-data/truth"}}, ModelBiasJobOutputConfig=kept)
        definition("model_explainability", f"explain-{'good' if good else 'bad'}", good,
                   ModelExplainabilityAppSpecification={"ImageUri": image, "ConfigUri": "s3://corp-training-data/c"},
                   ModelExplainabilityJobInput=endpoint, ModelExplainabilityJobOutputConfig=kept)
    sm.create_monitoring_schedule(MonitoringScheduleName="churn-inline", MonitoringScheduleConfig={
        "ScheduleConfig": {"ScheduleExpression": "cron(0 5 ? * * *)"},
        "MonitoringJobDefinition": {
            "MonitoringInputs": [{"EndpointInput": {"EndpointName": "churn", "LocalPath": "/opt/ml/processing/input"}}],
            "MonitoringOutputConfig": outputs, "MonitoringResources": {"ClusterConfig": {**machine, "VolumeKmsKeyId": key}},
            "MonitoringAppSpecification": {"ImageUri": image}, "RoleArn": role, "NetworkConfig": {"EnableNetworkIsolation": True}}})

    # The registry.
    for name, secured in [("card-own-key", {"SecurityConfig": {"KmsKeyId": key}}), ("card-no-key", {})]:
        sm.create_model_card(ModelCardName=name, Content="{}", ModelCardStatus="Draft", **secured)
    for name in ["partners", "public", "own"]:
        sm.create_model_package_group(ModelPackageGroupName=name)
    specification = {"Containers": [{"Image": image}], "SupportedContentTypes": ["text/csv"], "SupportedResponseMIMETypes": ["text/csv"]}
    sm.create_model_package(ModelPackageGroupName="own", InferenceSpecification=specification, SecurityConfig={"KmsKeyId": key})
    sm.create_model_package(ModelPackageGroupName="own", InferenceSpecification=specification)
    share = {"Effect": "Allow", "Action": "sagemaker:DescribeModelPackage", "Resource": "*"}
    sm.put_model_package_group_policy(ModelPackageGroupName="partners", ResourcePolicy=a.policy({**share, "Principal": {"AWS": "arn:aws:iam::999999999999:root"}}))
    sm.put_model_package_group_policy(ModelPackageGroupName="public", ResourcePolicy=a.policy(
        {**share, "Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-corp"}}}))

    sm.create_mlflow_tracking_server(TrackingServerName="runs", ArtifactStoreUri="s3://corp-training-data/mlflow", RoleArn=role, S3BucketOwnerVerification=True)
    sm.create_mlflow_tracking_server(TrackingServerName="shared-runs", ArtifactStoreUri="s3://corp-model-share/mlflow", RoleArn=role, S3BucketOwnerVerification=True)
    sm.create_mlflow_tracking_server(TrackingServerName="unverified-runs", ArtifactStoreUri="s3://corp-training-data/mlflow", RoleArn=role)

    # Endpoints: bounded, asked, and writing logs.
    a.client("application-autoscaling").register_scalable_target(
        ServiceNamespace="sagemaker", ResourceId="endpoint/fraud/variant/blue", ScalableDimension="sagemaker:variant:DesiredInstanceCount", MinCapacity=1, MaxCapacity=3)
    a.client("logs").create_log_group(logGroupName="/aws/sagemaker/Endpoints/fraud")
    a.client("cloudwatch").put_metric_data(Namespace="AWS/SageMaker", MetricData=[
        {"MetricName": "Invocations", "Value": 7, "Dimensions": [{"Name": "EndpointName", "Value": "fraud"}, {"Name": "VariantName", "Value": "blue"}]}])
    bedrock = a.client("bedrock")
    busy = bedrock.create_provisioned_model_throughput(
        provisionedModelName="busy", modelId="amazon.titan-text-express-v1", modelUnits=1)["provisionedModelArn"]
    bedrock.create_provisioned_model_throughput(provisionedModelName="forgotten", modelId="amazon.titan-text-express-v1", modelUnits=1, commitmentDuration="OneMonth")
    a.client("cloudwatch").put_metric_data(Namespace="AWS/Bedrock", MetricData=[
        {"MetricName": "Invocations", "Value": 3, "Dimensions": [{"Name": "ModelId", "Value": busy}]}])

    # One role for a notebook in production (account.py tags them all so) and one of the test environment.
    for name, role_name, env in [("lab", "notebook-reader", "test"), ("live", "training-pipeline", "prod")]:
        sm.create_notebook_instance(
            NotebookInstanceName=name, InstanceType="ml.t3.medium", RoleArn=a.role_arn(role_name), DirectInternetAccess="Disabled", SubnetId=a.us["private"],
            SecurityGroupIds=[a.us["closed"]], RootAccess="Disabled", KmsKeyId=key, Tags=a.tags(env=env))
    sm.create_model(ModelName="churn-lab", ExecutionRoleArn=role, EnableNetworkIsolation=True, PrimaryContainer={"Image": image}, VpcConfig=inside, Tags=a.tags(Environment="dev"))


# --- data --------------------------------------------------------------------------------------------------------------

def make_data(a):
    import json
    key = a.us_keys["data"]["Arn"]
    macie = a.client("macie2")
    macie.enable_macie()
    macie.create_classification_job(clientToken="1", name="search", jobType="ONE_TIME", s3JobDefinition={
        "bucketDefinitions": [{"accountId": a.ACCOUNT, "buckets": ["corp-training-data"]}]})

    glue = a.client("glue")
    tables = [{"DatabaseName": "d", "TableName": "t"}]
    matches = {"TransformType": "FIND_MATCHES", "FindMatchesParameters": {"PrimaryKeyColumnName": "id"}}
    for name, mode in [("matches-encrypted", {"MlUserDataEncryptionMode": "SSE-KMS", "KmsKeyId": key}), ("matches-open", {"MlUserDataEncryptionMode": "DISABLED"})]:
        glue.create_ml_transform(Name=name, InputRecordTables=tables, Parameters=matches, Role=a.role_arn("notebook-reader"),
                                 TransformEncryption={"MlUserDataEncryption": mode})
    brew = a.client("databrew")
    brew.create_dataset(Name="customers", Input={"S3InputDefinition": {"Bucket": "corp-training-data", "Key": "in.csv"}})
    for name, encryption in [("prepare-encrypted", {"EncryptionMode": "SSE-KMS", "EncryptionKeyArn": key}), ("prepare-open", {})]:
        brew.create_profile_job(Name=name, DatasetName="customers", RoleArn=a.role_arn("notebook-reader"), OutputLocation={"Bucket": "corp-training-data"}, **encryption)

    # fraud-model and churn-model are models of account.py, train is the image of its training jobs.
    ecr = a.client("ecr")
    good = {"imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": {"scanOnPush": True}, "encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": key}}
    ecr.create_repository(repositoryName="fraud-model", **good)
    ecr.create_repository(repositoryName="churn-model")
    ecr.create_repository(repositoryName="train", **{**good, "imageTagMutability": "MUTABLE"})
    ecr.create_repository(repositoryName="web-shop")
    partner = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::999988887777:root"}, "Action": ["ecr:BatchGetImage", "ecr:PutImage"]}]})
    for name in ["churn-model", "web-shop"]:
        ecr.set_repository_policy(repositoryName=name, policyText=partner)
    a.client("ram").create_resource_share(
        name="features", resourceArns=[f"arn:aws:sagemaker:us-east-1:{a.ACCOUNT}:feature-group/clicks"], principals=["999988887777"])


# --- what watches ------------------------------------------------------------------------------------------------------

def make_watchers(a):
    import json
    duty = a.client("guardduty")
    detector = duty.create_detector(Enable=True, Features=[
        {"Name": name, "Status": "ENABLED"} for name in ["S3_DATA_EVENTS", "LAMBDA_NETWORK_LOGS", "RUNTIME_MONITORING"]])["DetectorId"]
    duty.create_sample_findings(DetectorId=detector, FindingTypes=["UnauthorizedAccess:IAMUser/MaliciousIPCaller"])
    a.client("guardduty", "eu-west-1").create_detector(Enable=True)

    hub = a.client("securityhub")
    hub.enable_security_hub(EnableDefaultStandards=False)
    hub.batch_enable_standards(StandardsSubscriptionRequests=[{"StandardsArn": "arn:aws:securityhub:us-east-1::standards/ai-security-best-practices/v/1.0.0"}])
    hub_eu = a.client("securityhub", "eu-west-1")
    hub_eu.enable_security_hub(EnableDefaultStandards=False)
    hub_eu.batch_enable_standards(StandardsSubscriptionRequests=[{"StandardsArn": "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0"}])

    events = a.client("events")
    calls = ["DeleteGuardrail", "UpdateGuardrail", "DeleteModelInvocationLoggingConfiguration", "PutModelInvocationLoggingConfiguration"]
    events.put_rule(Name="ai-controls", State="ENABLED", EventPattern=json.dumps({
        "source": ["aws.bedrock"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventSource": ["bedrock.amazonaws.com"], "eventName": calls}}))
    a.client("sns").create_topic(Name="security")
    everybody = {"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": f"arn:aws:sqs:us-east-1:{a.ACCOUNT}:ai-controls"}
    a.client("sqs").create_queue(QueueName="ai-controls", Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [everybody]})})
    events.put_targets(Rule="ai-controls", Targets=[{"Id": "security", "Arn": f"arn:aws:sns:us-east-1:{a.ACCOUNT}:security"},
                                                    {"Id": "audit", "Arn": f"arn:aws:sqs:us-east-1:{a.ACCOUNT}:ai-controls"}])
    a.client("events", "eu-west-1").put_rule(Name="ai-controls-untold", State="ENABLED", EventPattern=json.dumps({"source": ["aws.bedrock"]}))
    a.client("logs").put_metric_filter(logGroupName="/ai/bedrock", filterName="guardrails", filterPattern="{ $.eventName = DeleteGuardrail }",
                                       metricTransformations=[{"metricName": "guardrails", "metricNamespace": "Corp", "metricValue": "1"}])


# --- what was done -----------------------------------------------------------------------------------------------------

def make_activity(a):
    """CloudTrail's history, as the fake in front of moto is told it: AWS has no operation that makes the past."""
    import datetime
    import json
    import urllib.request
    now = datetime.datetime.now(datetime.timezone.utc)

    def happened(number, region, name, minutes, user, source="bedrock.amazonaws.com", error=None):
        record = {"eventID": f"{number:08d}-0000-4000-8000-000000000000", "awsRegion": region, "eventName": name, "eventSource": source,
                  "eventTime": (now - datetime.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ"), "readOnly": False,
                  "userIdentity": {"type": "IAMUser", "arn": f"arn:aws:iam::{a.ACCOUNT}:user/{user}"}, **({"errorCode": error} if error else {})}
        request = urllib.request.Request(a.endpoint + "/fake-api/events", json.dumps(record).encode(), {"Content-Type": "application/json"})
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request).close()

    for number, (name, minutes) in enumerate([("ListFoundationModels", 300), ("GetFoundationModelAvailability", 299), ("CreateFoundationModelAgreement", 298), ("Converse", 290)]):
        happened(number + 1, "eu-west-1", name, minutes, "dave")
    happened(5, "us-east-1", "InvokeModel", 60, "alice")
    happened(6, "us-east-1", "DeleteGuardrail", 60 * 24 * 2, "alice")
    happened(7, "us-east-1", "PutResourcePolicy", 60, "alice", "secretsmanager.amazonaws.com")
    happened(8, "eu-west-1", "DeleteGuardrail", 60 * 24 * 20, "alice")


# --- how much of it, and what it costs ---------------------------------------------------------------------------------

def make_use(a):
    import datetime
    import json
    import urllib.request
    now = datetime.datetime.now(datetime.timezone.utc)

    def used(region, model, recent, usual):
        """Invocations of a model: so many within the last hours, and so many on each of the 14 days before."""
        for day, count in [(0, recent), *((day, usual) for day in range(1, 15))]:
            a.client("cloudwatch", region).put_metric_data(Namespace="AWS/Bedrock", MetricData=[{
                "MetricName": "Invocations", "Value": count, "Timestamp": now - datetime.timedelta(days=day, hours=3),
                "Dimensions": [{"Name": "ModelId", "Value": model}]}])

    used("us-east-1", "amazon.nova-lite-v1:0", 300, 250)
    used("eu-west-1", "amazon.nova-lite-v1:0", 9000, 250)

    quotas = a.client("service-quotas")
    quotas.request_service_quota_increase(ServiceCode="bedrock", QuotaCode="L-2B3C4D5E", DesiredValue=2000)
    quotas_eu = a.client("service-quotas", "eu-west-1")
    quotas_eu.request_service_quota_increase(ServiceCode="bedrock", QuotaCode="L-3C4D5E6F", DesiredValue=100000)
    for region in ["us-east-1", "eu-west-1"]:
        a.client("cloudwatch", region).put_metric_data(Namespace="AWS/Usage", MetricData=[{
            "MetricName": "CallCount", "Value": 400, "Timestamp": now - datetime.timedelta(days=2),
            "Dimensions": [{"Name": name, "Value": value} for name, value in
                           [("Class", "None"), ("Resource", "InvokeModel"), ("Service", "Bedrock"), ("Type", "API")]]}])
        a.client("cloudwatch", region).put_metric_alarm(
            AlarmName="bedrock-quota", Namespace="AWS/Usage", MetricName="CallCount", Statistic="Sum", Period=300, EvaluationPeriods=1, Threshold=900,
            ComparisonOperator="GreaterThanThreshold", AlarmActions=[f"arn:aws:sns:{region}:{a.ACCOUNT}:security"],
            Dimensions=[{"Name": "Service", "Value": "Bedrock"}, {"Name": "Resource", "Value": "InvokeModel"}])

    costs = a.client("ce")
    monitor = costs.create_anomaly_monitor(AnomalyMonitor={"MonitorName": "services", "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE"})["MonitorArn"]
    costs.create_anomaly_subscription(AnomalySubscription={
        "SubscriptionName": "finops", "MonitorArnList": [monitor], "Frequency": "DAILY", "Subscribers": [{"Address": "finops@example.com", "Type": "EMAIL"}]})

    # What moto answers when it is asked for costs: one for each period that is asked for, if midnight comes between.
    month = {"results": [{"ResultsByTime": [{
        "TimePeriod": {"Start": "2026-10-01", "End": "2026-11-01"}, "Total": {}, "Estimated": True,
        "Groups": [{"Keys": [service], "Metrics": {"UnblendedCost": {"Amount": amount, "Unit": "USD"}}}
                   for service, amount in [("Amazon Bedrock", "400.5"), ("Amazon SageMaker", "300"), ("Amazon Elastic Compute Cloud - Compute", "9000")]]}]}]}
    for _ in range(2):
        request = urllib.request.Request(a.endpoint + "/moto-api/static/ce/cost-and-usage-results", json.dumps(month).encode(), {"Content-Type": "application/json"})
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request).close()


# --- in front of it ----------------------------------------------------------------------------------------------------

def make_gateways(a):
    import io
    import zipfile
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.py", "def handler(event, context): return {}")
    functions = a.client("lambda")

    def function(name, role):
        return functions.create_function(
            FunctionName=name, Runtime="python3.12", Role=a.role_arn(role), Handler="index.handler", Code={"ZipFile": code.getvalue()},
            Environment={"Variables": {"DB_PASSWORD": "not-a-real-password"}})["FunctionArn"]

    # bedrock-admin holds AmazonBedrockFullAccess, notebook-reader may call nothing.
    ask, shop = function("ask", "bedrock-admin"), function("shop", "notebook-reader")
    function("ask-signed", "bedrock-admin")
    functions.create_function_url_config(FunctionName="ask", AuthType="NONE")
    functions.create_function_url_config(FunctionName="ask-signed", AuthType="AWS_IAM")
    functions.create_function_url_config(FunctionName="shop", AuthType="NONE")

    gateway = a.client("apigateway")

    def rest_api(name, uri, authorization, throttled):
        api = gateway.create_rest_api(name=name)["id"]
        root = gateway.get_resources(restApiId=api)["items"][0]["id"]
        path = gateway.create_resource(restApiId=api, parentId=root, pathPart="ask")["id"]
        gateway.put_method(restApiId=api, resourceId=path, httpMethod="POST", authorizationType=authorization)
        gateway.put_integration(restApiId=api, resourceId=path, httpMethod="POST", type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
        gateway.create_deployment(restApiId=api, stageName="prod")
        if throttled:
            gateway.update_stage(restApiId=api, stageName="prod", patchOperations=[
                {"op": "replace", "path": "/*/*/throttling/rateLimit", "value": "10"}, {"op": "replace", "path": "/*/*/throttling/burstLimit", "value": "20"}])
        return api

    def invoke(arn):
        return f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations"

    rest_api("ask-guarded", invoke(ask), "AWS_IAM", True)
    rest_api("ask-open", invoke(ask), "NONE", False)
    rest_api("ask-direct", "arn:aws:apigateway:us-east-1:bedrock-runtime:path/model/m/invoke", "NONE", True)
    rest_api("shop-front", invoke(shop), "NONE", False)

    http = a.client("apigatewayv2")

    def http_api(name, arn, throttle, **route):
        api = http.create_api(Name=name, ProtocolType="HTTP")["ApiId"]
        integration = http.create_integration(ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=arn, PayloadFormatVersion="2.0")["IntegrationId"]
        http.create_route(ApiId=api, RouteKey="POST /ask", Target=f"integrations/{integration}", **route)
        http.create_stage(ApiId=api, StageName="live", **({"DefaultRouteSettings": {"ThrottlingRateLimit": 20.0, "ThrottlingBurstLimit": 10}} if throttle else {}))

    http_api("chat-guarded", ask, True, AuthorizationType="AWS_IAM")
    http_api("chat-open", ask, False, AuthorizationType="NONE")
    http_api("chat-shop", shop, False, AuthorizationType="NONE")

    def rule(name, priority, statement):
        return {"Name": name, "Priority": priority, "Statement": statement, "Action": {"Block": {}},
                "VisibilityConfig": {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": name}}

    wall = a.client("wafv2").create_web_acl(
        Name="wall", Scope="REGIONAL", DefaultAction={"Allow": {}},
        VisibilityConfig={"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "wall"}, Rules=[
            rule("often", 1, {"RateBasedStatement": {"Limit": 500, "AggregateKeyType": "IP"}}),
            rule("large", 2, {"SizeConstraintStatement": {"FieldToMatch": {"Body": {}}, "ComparisonOperator": "GT", "Size": 8192,
                                                          "TextTransformations": [{"Priority": 0, "Type": "NONE"}]}})])["Summary"]["ARN"]
    balancers = a.client("elbv2")

    def balancer(name, arn):
        made = balancers.create_load_balancer(Name=name, Subnets=[a.us["private"], a.us["public"]])["LoadBalancers"][0]["LoadBalancerArn"]
        group = balancers.create_target_group(Name=name, TargetType="lambda")["TargetGroups"][0]["TargetGroupArn"]
        balancers.register_targets(TargetGroupArn=group, Targets=[{"Id": arn}])
        balancers.create_listener(LoadBalancerArn=made, Protocol="HTTP", Port=80, DefaultActions=[{"Type": "forward", "TargetGroupArn": group}])
        return made

    a.client("wafv2").associate_web_acl(WebACLArn=wall, ResourceArn=balancer("ask-walled", ask))
    balancer("ask-bare", ask)
    balancer("shop-bare", shop)
