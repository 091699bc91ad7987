"""Fills an account with the services beside SageMaker and Bedrock's own; account.py calls it. The right verdicts are in
expected-services.json."""
import itertools
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


def make_vectors(client, us_keys):
    """Knowledge bases on each kind of store, and collections that are no knowledge base's."""
    serverless, vectors, databases, logs = client("opensearchserverless", US), client("s3vectors", US), client("rds", US), client("logs", US)
    key = us_keys["data"]["Arn"]
    tokens = itertools.count()

    def security(kind, name, document):
        serverless.create_security_policy(type=kind, name=name, policy=json.dumps(document), clientToken=f"token-{next(tokens):032}")

    def network(name, collection, public):
        security("network", name, [{"Rules": [{"ResourceType": "collection", "Resource": [f"collection/{collection}"]}],
                                    **({"AllowFromPublic": True} if public else {"AllowFromPublic": False, "SourceServices": ["bedrock.amazonaws.com"]})}])

    def access(name, collection, principals, *permissions):
        serverless.create_access_policy(type="data", name=name, policy=json.dumps([
            {"Rules": [{"ResourceType": "index", "Resource": [f"index/{collection}/*"], "Permission": list(permissions)}], "Principal": principals}]))

    security("encryption", "own-key", {"Rules": [{"ResourceType": "collection", "Resource": ["collection/handbook"]}], "AWSOwnedKey": False, "KmsARN": key})
    security("encryption", "aws-key", {"Rules": [{"ResourceType": "collection", "Resource": ["collection/press", "collection/shop"]}], "AWSOwnedKey": True})
    collections = {name: serverless.create_collection(name=name, type="VECTORSEARCH")["createCollectionDetail"]["arn"] for name in ["handbook", "press", "shop"]}
    network("inside", "handbook", False)
    network("press-open", "pre*", True)
    network("shop-open", "shop", True)
    access("handbook-readers", "handbook", [role_arn("bedrock-admin")], "aoss:ReadDocument", "aoss:WriteDocument")
    access("press-everybody", "press", [f"arn:aws:iam::{ACCOUNT}:root"], "aoss:*")
    access("shop-everybody", "shop", [f"arn:aws:iam::{ACCOUNT}:root"], "aoss:*")

    vectors.create_vector_bucket(vectorBucketName="contract-vectors", encryptionConfiguration={"sseType": "aws:kms", "kmsKeyArn": key})
    vectors.create_vector_bucket(vectorBucketName="blog-vectors")
    for bucket in ["contract-vectors", "blog-vectors"]:
        vectors.create_index(vectorBucketName=bucket, indexName="docs", dataType="float32", dimension=1024, distanceMetric="cosine")

    def cluster(name, **more):
        return databases.create_db_cluster(DBClusterIdentifier=name, Engine="aurora-postgresql", MasterUsername="admin1",
                                           MasterUserPassword="not-a-real-password", **more)["DBCluster"]["DBClusterArn"]

    fields = {"vectorField": "v", "textField": "t", "metadataField": "m"}

    def database(arn):
        return {"type": "RDS", "rdsConfiguration": {
            "resourceArn": arn, "databaseName": "kb", "tableName": "docs", "credentialsSecretArn": f"arn:aws:secretsmanager:{US}:{ACCOUNT}:secret:kb",
            "fieldMapping": {"primaryKeyField": "id", **fields}}}

    def serverless_store(name):
        return {"type": "OPENSEARCH_SERVERLESS", "opensearchServerlessConfiguration": {
            "collectionArn": collections[name], "vectorIndexName": "docs", "fieldMapping": fields}}

    def vector_bucket(name):
        return {"type": "S3_VECTORS", "s3VectorsConfiguration": {
            "vectorBucketArn": f"arn:aws:s3vectors:{US}:{ACCOUNT}:bucket/{name}", "indexName": "docs"}}

    stores = {
        "handbook-kb": serverless_store("handbook"), "press-kb": serverless_store("press"),
        "contracts-kb": vector_bucket("contract-vectors"), "blog-kb": vector_bucket("blog-vectors"),
        "claims-kb": database(cluster("claims-vectors", StorageEncrypted=True, KmsKeyId=key)), "notes-kb": database(cluster("notes-vectors")),
        "partner-kb": {"type": "PINECONE", "pineconeConfiguration": {
            "connectionString": "https://example.pinecone.io", "credentialsSecretArn": f"arn:aws:secretsmanager:{US}:{ACCOUNT}:secret:pinecone",
            "fieldMapping": {"textField": "t", "metadataField": "m"}}},
    }
    arns = {name: client("bedrock-agent", US).create_knowledge_base(
        name=name, roleArn=role_arn("bedrock-admin"), storageConfiguration=store,
        knowledgeBaseConfiguration={"type": "VECTOR", "vectorKnowledgeBaseConfiguration": {
            "embeddingModelArn": f"arn:aws:bedrock:{US}::foundation-model/amazon.titan-embed-text-v2:0"}})["knowledgeBase"]["knowledgeBaseArn"]
        for name, store in stores.items()}
    secrets = client("secretsmanager", US)
    for name, reader in [("kb", f"arn:aws:iam::{ACCOUNT}:root"), ("pinecone", "arn:aws:iam::999988887777:root")]:
        secrets.create_secret(Name=name, SecretString="not-a-real-secret")
        secrets.put_resource_policy(SecretId=name, ResourcePolicy=policy(
            {"Effect": "Allow", "Principal": {"AWS": reader}, "Action": "secretsmanager:GetSecretValue", "Resource": "*"}))
    vectors.put_vector_bucket_policy(vectorBucketName="blog-vectors", policy=policy(
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::999988887777:root"}, "Action": "s3vectors:QueryVectors", "Resource": "*"}))
    deliver(logs, "handbook-logs", arns["handbook-kb"], "APPLICATION_LOGS")
    deliver(logs, "press-logs", arns["press-kb"], "APPLICATION_LOGS", anywhere=False)


def make_bedrock_rest(client):
    bedrock, agents = client("bedrock", US), client("bedrock-agent", US)
    machines = {"initialInstanceCount": 1, "instanceType": "ml.g5.xlarge", "executionRole": role_arn("sagemaker-execution")}
    for name, vpc in [("summaries", {"vpc": {"subnetIds": ["subnet-0123456789abcdef0"], "securityGroupIds": ["sg-0123456789abcdef0"]}}), ("try-out", {})]:
        bedrock.create_marketplace_model_endpoint(
            modelSourceIdentifier="arn:aws:sagemaker:us-east-1:aws:hub-content/SageMakerPublicHub/Model/example/1.0.0", endpointName=name,
            endpointConfig={"sageMaker": {**machines, **vpc}}, acceptEula=True)

    # The first leads from its input to its answer; in the second nothing leads to the answer.
    nodes = [{"name": "Question", "type": "Input", "configuration": {"input": {}}, "outputs": [{"name": "document", "type": "String"}]},
             {"name": "Answer", "type": "Output", "configuration": {"output": {}}, "inputs": [{"name": "document", "type": "String", "expression": "$.data"}]}]
    connection = {"type": "Data", "name": "all", "source": "Question", "target": "Answer",
                  "configuration": {"data": {"sourceOutput": "document", "targetInput": "document"}}}
    for name, connections in [("echo", [connection]), ("echo-broken", [])]:
        agents.create_flow(name=name, executionRoleArn=role_arn("bedrock-admin"), definition={"nodes": nodes, "connections": connections})


def make_search(client, us_keys):
    business, kendra = client("qbusiness", US), client("kendra", US)
    key = us_keys["data"]["Arn"]

    def application(name, mode, creator, phrases, **more):
        made = business.create_application(displayName=name, attachmentsConfiguration={"attachmentsControlMode": mode}, **more)["applicationId"]
        business.update_chat_controls_configuration(
            applicationId=made, creatorModeConfiguration={"creatorModeControl": creator},
            **({"blockedPhrasesConfigurationUpdate": {"blockedPhrasesToCreateOrUpdate": phrases}} if phrases else {}))
        return made

    staff = application("staff-search", "DISABLED", "DISABLED", ["salary"], identityType="AWS_IAM_IDC", encryptionConfiguration={"kmsKeyId": key})
    visitors = application("visitor-search", "ENABLED", "ENABLED", [], identityType="ANONYMOUS")
    business.create_web_experience(applicationId=staff, title="Staff search", origins=["https://intranet.example.com"])
    business.create_web_experience(applicationId=visitors, title="Visitor search", origins=["*"])

    def accessor(application, name, account):
        business.create_data_accessor(applicationId=application, displayName=name, principal=f"arn:aws:iam::{account}:role/reader",
                                      actionConfigurations=[{"action": "qbusiness:SearchRelevantContent"}])

    accessor(staff, "own-portal", ACCOUNT)
    accessor(visitors, "vendor-portal", FOREIGN)

    tokens = [{"JwtTokenTypeConfiguration": {"KeyLocation": "URL", "URL": "https://login.example.com/keys"}}]
    kendra.create_index(Name="policies-index", RoleArn=role_arn("notebook-reader"), UserContextPolicy="USER_TOKEN", UserTokenConfigurations=tokens,
                        ServerSideEncryptionConfiguration={"KmsKeyId": key})
    kendra.create_index(Name="everything-index", RoleArn=role_arn("notebook-reader"), ServerSideEncryptionConfiguration={"KmsKeyId": us_keys["aws"]["Arn"]})
    kendra.create_index(Name="assistant-index", RoleArn=role_arn("notebook-reader"), Edition="GEN_AI_ENTERPRISE_EDITION")


def make_bots(client, us_keys):
    lex = client("lexv2-models", US)

    def bot(name, obfuscation, shared=None):
        made = lex.create_bot(botName=name, roleArn=role_arn("notebook-reader"), dataPrivacy={"childDirected": False}, idleSessionTTLInSeconds=300)["botId"]
        lex.create_bot_locale(botId=made, botVersion="DRAFT", localeId="en_US", nluIntentConfidenceThreshold=0.4)
        intent = lex.create_intent(botId=made, botVersion="DRAFT", localeId="en_US", intentName="Contact")["intentId"]
        for slot, kind in [("Mail", "AMAZON.EmailAddress"), ("Number", "AMAZON.Number")]:
            lex.create_slot(botId=made, botVersion="DRAFT", localeId="en_US", intentId=intent, slotName=slot, slotTypeId=kind,
                            valueElicitationSetting={"slotConstraint": "Required"}, obfuscationSetting={"obfuscationSettingType": obfuscation})
        lex.create_bot_version(botId=made, botVersionLocaleSpecification={"en_US": {"sourceBotVersion": "DRAFT"}})
        if shared:
            lex.create_resource_policy(resourceArn=f"arn:aws:lex:{US}:{ACCOUNT}:bot/{made}", policy=shared)
        return made

    def alias(made, name, text, audio_key=None, shared=None):
        audio = {"enabled": True, "destination": {"s3Bucket": {
            "s3BucketArn": "arn:aws:s3:::corp-training-data", "logPrefix": "voices", **({"kmsKeyArn": audio_key} if audio_key else {})}}}
        words = {"enabled": text, "destination": {"cloudWatch": {"cloudWatchLogGroupArn": f"arn:aws:logs:{US}:{ACCOUNT}:log-group:/ai/lex", "logPrefix": name}}}
        made_alias = lex.create_bot_alias(botId=made, botAliasName=name, botVersion="1", conversationLogSettings={"textLogSettings": [words], "audioLogSettings": [audio]})
        if shared:
            lex.create_resource_policy(resourceArn=f"arn:aws:lex:{US}:{ACCOUNT}:bot-alias/{made}/{made_alias['botAliasId']}", policy=shared)

    def allow(principal):
        return policy({"Effect": "Allow", "Principal": principal, "Action": "lex:RecognizeText", "Resource": "*"})

    orders = bot("orders", "DefaultObfuscation", allow({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))
    alias(orders, "orders-live", True, us_keys["data"]["Arn"], allow({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))
    hotline = bot("hotline", "None", allow("*"))
    alias(hotline, "hotline-live", False, shared=allow({"AWS": "*"}))


def make_pictures(client, us_keys):
    rekognition = client("rekognition", US)
    key = us_keys["data"]["Arn"]
    for project, version, shared, version_key in [("parts", "v1", ACCOUNT, {"KmsKeyId": key}), ("badges", "v1", FOREIGN, {})]:
        arn = rekognition.create_project(ProjectName=project)["ProjectArn"]
        rekognition.create_project_version(ProjectArn=arn, VersionName=version, OutputConfig={"S3Bucket": "corp-training-data", "S3KeyPrefix": project}, **version_key)
        rekognition.put_project_policy(ProjectArn=arn, PolicyName=f"copy-{project}", PolicyDocument=policy(
            {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{shared}:root"}, "Action": "rekognition:CopyProjectVersion", "Resource": arn}))

    def stream(name, settings, **more):
        rekognition.create_stream_processor(
            Name=name, Settings=settings, RoleArn=role_arn("notebook-reader"), Output={"S3Destination": {"Bucket": "corp-training-data", "KeyPrefix": name}},
            Input={"KinesisVideoStream": {"Arn": f"arn:aws:kinesisvideo:{US}:{ACCOUNT}:stream/{name}/1"}}, **more)

    labels = {"ConnectedHome": {"Labels": ["PERSON"]}}
    stream("gate", labels, KmsKeyId=key, DataSharingPreference={"OptIn": False})
    stream("yard", labels, DataSharingPreference={"OptIn": True})
    stream("lobby", {"FaceSearch": {"CollectionId": "staff-faces"}})

    for name, job_key in [("moderate-own", {"KmsKeyId": key}), ("moderate-plain", {})]:
        rekognition.start_media_analysis_job(
            JobName=name, OperationsConfig={"DetectModerationLabels": {}}, Input={"S3Object": {"Bucket": "corp-training-data", "Name": "manifest.jsonl"}},
            OutputConfig={"S3Bucket": "corp-training-data"}, **job_key)

    for name, collection_tags, faces in [
            ("staff-faces", {"Owner": "security", "created-on": "2024-02-01"}, 2), ("visitor-faces", {"created-on": "2023-05-01"}, 1),
            ("new-faces", {}, 1), ("empty-faces", {"created-on": "2023-05-01"}, 0)]:
        rekognition.create_collection(CollectionId=name, Tags=collection_tags)
        for _ in range(faces):
            rekognition.index_faces(CollectionId=name, Image={"S3Object": {"Bucket": "corp-training-data", "Name": "face.jpg"}})


def make_words(client, us_keys):
    textract, translate, polly, personalize, comprehend = (client(service, US) for service in ["textract", "translate", "polly", "personalize", "comprehend"])
    key = us_keys["data"]["Arn"]
    for name, adapter_key in [("invoices", {"KMSKeyId": key}), ("receipts", {})]:
        adapter = textract.create_adapter(AdapterName=name, FeatureTypes=["QUERIES"])["AdapterId"]
        textract.create_adapter_version(AdapterId=adapter, DatasetConfig={"ManifestS3Object": {"Bucket": "corp-training-data", "Name": "m.jsonl"}},
                                        OutputConfig={"S3Bucket": "corp-training-data"}, **adapter_key)

    for name, kms in [("own", {"EncryptionKey": {"Type": "KMS", "Id": key}}), ("plain", {})]:
        translate.start_text_translation_job(
            JobName=f"manuals-{name}", InputDataConfig={"S3Uri": "s3://corp-training-data/manuals", "ContentType": "text/plain"},
            OutputDataConfig={"S3Uri": "s3://corp-training-data/translated", **kms}, DataAccessRoleArn=role_arn("notebook-reader"),
            SourceLanguageCode="en", TargetLanguageCodes=["de"])
        translate.import_terminology(Name=f"terms-{name}", MergeStrategy="OVERWRITE", TerminologyData={"File": b"en,de\nclaim,Schaden\n", "Format": "CSV"}, **kms)
        translate.create_parallel_data(Name=f"examples-{name}", ParallelDataConfig={"S3Uri": "s3://corp-training-data/examples.tsv", "Format": "TSV"}, **kms)

    # One to a bucket with a key of one's own, one to a bucket without.
    for bucket in ["corp-training-data", "corp-model-share"]:
        polly.start_speech_synthesis_task(OutputFormat="mp3", OutputS3BucketName=bucket, Text=f"To {bucket}", VoiceId="Joanna")
    personalize.create_dataset_group(name="shop-own", kmsKeyArn=key, roleArn=role_arn("notebook-reader"))
    personalize.create_dataset_group(name="shop-plain")

    def classifier(name, shared):
        arn = comprehend.create_document_classifier(
            DocumentClassifierName="letters", VersionName=name, DataAccessRoleArn=role_arn("notebook-reader"), InputDataConfig={"S3Uri": "s3://corp-training-data/labelled"},
            LanguageCode="en", VolumeKmsKeyId=key, ModelKmsKeyId=key)["DocumentClassifierArn"]
        if shared:
            comprehend.put_resource_policy(ResourceArn=arn, ResourcePolicy=policy(
                {"Effect": "Allow", "Principal": {"AWS": shared}, "Action": "comprehend:ImportModel", "Resource": "*"}))

    classifier("letters", None)
    classifier("letters-shared", f"arn:aws:iam::{FOREIGN}:root")
    recognizers = {arn.split("/")[-1]: arn for arn in (made["EntityRecognizerArn"] for made in comprehend.list_entity_recognizers()["EntityRecognizerPropertiesList"])}
    comprehend.put_resource_policy(ResourceArn=recognizers["invoices"], ResourcePolicy=policy(
        {"Effect": "Allow", "Principal": "*", "Action": "comprehend:ImportModel", "Resource": "*"}))


def fill(client, us_keys):
    make_agent_core(client, us_keys)
    make_vectors(client, us_keys)
    make_bedrock_rest(client)
    make_search(client, us_keys)
    make_bots(client, us_keys)
    make_pictures(client, us_keys)
    make_words(client, us_keys)
