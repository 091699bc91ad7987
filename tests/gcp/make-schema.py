"""Writes schema.json: which members Google's own clients know of the resource types that AiCloudSecurity reads.

Facts only: names of members, and values of enumerations. Taken from what generates Google's clients, in three forms:
  g  gcloud's generated clients (the Cloud SDK's lib/googlecloudsdk/generated_clients)
  n  declarations of the npm package googleapis
  p  protos of the npm packages @google-cloud/*
A member that one of them knows exists; versions differ a little. A branch is followed where a record has a member of
that name, so that the file stays small.

    python3 make-schema.py /usr/lib/google-cloud-sdk path/to/node_modules
"""
import ast
import functools
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
RECORDS = os.path.join(HERE, "../../src/AiCloudSecurity.Core/Resources/Gcp")
SDK, NPM = sys.argv[1], sys.argv[2]

V = "GoogleCloudAiplatformV1"


def vertex(kind):
    # gcloud lacks what it has no command for.
    return ([] if kind == "CacheConfig" else [("g", "aiplatform", "v1", V + kind)]) + [("n", "aiplatform", "v1", V + kind)]


DLP = "GooglePrivacyDlpV2"
TYPES = {
    **{f"aiplatform.googleapis.com/{kind}": vertex(kind) for kind in (
        "Endpoint", "Model", "Dataset", "CustomJob", "HyperparameterTuningJob", "TuningJob", "BatchPredictionJob",
        "TrainingPipeline", "PipelineJob", "Schedule", "PersistentResource", "Featurestore", "FeatureOnlineStore",
        "Index", "IndexEndpoint", "Tensorboard", "MetadataStore", "NotebookRuntimeTemplate", "NotebookRuntime",
        "ModelDeploymentMonitoringJob", "ReasoningEngine", "RagCorpus", "CachedContent", "CacheConfig")},
    "aiplatform.googleapis.com/ModelMonitor": [("n", "aiplatform", "v1beta1", "GoogleCloudAiplatformV1beta1ModelMonitor")],
    "aiplatform.googleapis.com/PublisherModelConfig": [("n", "aiplatform", "v1beta1", "GoogleCloudAiplatformV1beta1PublisherModelConfig")],
    "notebooks.googleapis.com/Instance": [("g", "notebooks", "v2", "Instance"), ("n", "notebooks", "v2", "Instance")],
    "apikeys.googleapis.com/Key": [("g", "apikeys", "v2", "V2Key")],
    "serviceusage.googleapis.com/Service": [("g", "serviceusage", "v1", "GoogleApiServiceusageV1Service")],
    "iam.googleapis.com/ServiceAccount": [("g", "iam", "v1", "ServiceAccount")],
    "iam.googleapis.com/ServiceAccountKey": [("g", "iam", "v1", "ServiceAccountKey")],
    "iam.googleapis.com/Role": [("g", "iam", "v1", "Role")],
    "iam.googleapis.com/DenyPolicy": [("p", "iam", ".google.iam.v2", "Policy")],
    "iam.googleapis.com/DenyPolicyRules": [("p", "iam", ".google.iam.v2", "Policy"), ("g", "iam", "v2", "GoogleIamV2Policy")],
    "iam.googleapis.com/PrincipalAccessBoundaryPolicy": [("p", "iam", ".google.iam.v3", "PrincipalAccessBoundaryPolicy"), ("g", "iam", "v3", "GoogleIamV3PrincipalAccessBoundaryPolicy")],
    "iam.googleapis.com/PolicyBinding": [("p", "iam", ".google.iam.v3", "PolicyBinding"), ("g", "iam", "v3", "GoogleIamV3PolicyBinding")],
    # What is in content is no part of the interface's description, but of the guide to this type of insight.
    "recommender.googleapis.com/Insight": [("p", "recommender", ".google.cloud.recommender.v1", "Insight"), ("g", "recommender", "v1", "GoogleCloudRecommenderV1Insight")],
    "cloudresourcemanager.googleapis.com/Project": [("g", "cloudresourcemanager", "v3", "Project"), ("g", "cloudresourcemanager", "v1", "Project")],
    "cloudasset.googleapis.com/IamPolicy": [("g", "cloudasset", "v1", "Asset")],
    "orgpolicy.googleapis.com/Policy": [("g", "orgpolicy", "v2", "GoogleCloudOrgpolicyV2Policy")],
    "identity.accesscontextmanager.googleapis.com/ServicePerimeter": [("g", "accesscontextmanager", "v1", "ServicePerimeter")],
    "identity.accesscontextmanager.googleapis.com/AccessLevel": [("g", "accesscontextmanager", "v1", "AccessLevel")],
    "compute.googleapis.com/Network": [("g", "compute", "v1", "Network")],
    "compute.googleapis.com/Subnetwork": [("g", "compute", "v1", "Subnetwork")],
    "compute.googleapis.com/Instance": [("g", "compute", "v1", "Instance")],
    "compute.googleapis.com/Firewall": [("g", "compute", "v1", "Firewall")],
    "compute.googleapis.com/FirewallPolicy": [("g", "compute", "v1", "FirewallPolicy")],
    "compute.googleapis.com/Route": [("g", "compute", "v1", "Route")],
    "compute.googleapis.com/Router": [("g", "compute", "v1", "Router")],
    "compute.googleapis.com/SecurityPolicy": [("g", "compute", "v1", "SecurityPolicy")],
    "apigateway.googleapis.com/Gateway": [("g", "apigateway", "v1", "ApigatewayGateway")],
    "storage.googleapis.com/Bucket": [("g", "storage", "v1", "Bucket")],
    "bigquery.googleapis.com/Dataset": [("g", "bigquery", "v2", "Dataset")],
    "cloudkms.googleapis.com/CryptoKey": [("g", "cloudkms", "v1", "CryptoKey")],
    "monitoring.googleapis.com/AlertPolicy": [("g", "monitoring", "v3", "AlertPolicy")],
    "logging.googleapis.com/LogMetric": [("g", "logging", "v2", "LogMetric")],
    "logging.googleapis.com/LogSink": [("g", "logging", "v2", "LogSink")],
    "logging.googleapis.com/LogBucket": [("g", "logging", "v2", "LogBucket")],
    "pubsub.googleapis.com/Subscription": [("g", "pubsub", "v1", "Subscription")],
    "dialogflow.googleapis.com/Agent": [("n", "dialogflow", "v2", "GoogleCloudDialogflowV2Agent"), ("p", "dialogflow-cx", ".google.cloud.dialogflow.cx.v3", "Agent"), ("n", "dialogflow", "v3", "GoogleCloudDialogflowCxV3Agent")],
    "dialogflow.googleapis.com/ConversationProfile": [("n", "dialogflow", "v2", "GoogleCloudDialogflowV2ConversationProfile")],
    "dialogflow.googleapis.com/SecuritySettings": [("p", "dialogflow-cx", ".google.cloud.dialogflow.cx.v3", "SecuritySettings")],
    "dialogflow.googleapis.com/Webhook": [("p", "dialogflow-cx", ".google.cloud.dialogflow.cx.v3", "Webhook"), ("n", "dialogflow", "v3", "GoogleCloudDialogflowCxV3Webhook")],
    "dialogflow.googleapis.com/EncryptionSpec": [("n", "dialogflow", "v2", "GoogleCloudDialogflowV2EncryptionSpec")],
    "dlp.googleapis.com/InspectTemplate": [("g", "dlp", "v2", DLP + "InspectTemplate")],
    "dlp.googleapis.com/DeidentifyTemplate": [("g", "dlp", "v2", DLP + "DeidentifyTemplate")],
    "dlp.googleapis.com/DiscoveryConfig": [("g", "dlp", "v2", DLP + "DiscoveryConfig")],
    "dlp.googleapis.com/JobTrigger": [("g", "dlp", "v2", DLP + "JobTrigger")],
    "documentai.googleapis.com/Processor": [("g", "documentai", "v1", "GoogleCloudDocumentaiV1Processor")],
    "discoveryengine.googleapis.com/DataStore": [("n", "discoveryengine", "v1", "GoogleCloudDiscoveryengineV1DataStore")],
    "discoveryengine.googleapis.com/Engine": [("n", "discoveryengine", "v1", "GoogleCloudDiscoveryengineV1Engine")],
    "discoveryengine.googleapis.com/WidgetConfig": [("n", "discoveryengine", "v1", "GoogleCloudDiscoveryengineV1WidgetConfig")],
    "speech.googleapis.com/Config": [("g", "speech", "v2", "Config")],
    "modelarmor.googleapis.com/Template": [("p", "modelarmor", ".google.cloud.modelarmor.v1", "Template")],
    "modelarmor.googleapis.com/FloorSetting": [("p", "modelarmor", ".google.cloud.modelarmor.v1", "FloorSetting")],
    "billingbudgets.googleapis.com/Budget": [("g", "billingbudgets", "v1", "GoogleCloudBillingBudgetsV1Budget")],
    "cloudbilling.googleapis.com/ProjectBillingInfo": [("g", "cloudbilling", "v1", "ProjectBillingInfo")],
    "cloudquotas.googleapis.com/QuotaPreference": [("g", "cloudquotas", "v1", "QuotaPreference")],
    **{f"{service}.googleapis.com/ConsumerQuotaMetric": [("g", "serviceusage", "v1beta1", "ConsumerQuotaMetric")] for service in ("aiplatform", "generativelanguage")},
    "securityposture.googleapis.com/PostureDeployment": [("g", "securityposture", "v1", "PostureDeployment")],
    "securitycentermanagement.googleapis.com/SecurityCenterService": [("g", "securitycentermanagement", "v1", "SecurityCenterService")],
}

# What a record can have a member of; a branch is followed under no other name.
FOLLOWED = set()
for name in os.listdir(RECORDS):
    with open(os.path.join(RECORDS, name), encoding="utf-8") as source:
        FOLLOWED |= {word.lower() for word in re.findall(r"public [^(]*? (\w+) \{ get;|JsonPropertyName\(\"(\w+)\"\)", source.read()) for word in word if word}


@functools.lru_cache(None)
def gcloud(api, version):
    path = f"{SDK}/lib/googlecloudsdk/generated_clients/apis/{api}/{version}/{api}_{version}_messages.py"
    with open(path, encoding="utf-8") as source:
        tree = ast.parse(source.read())
    found = {}

    def visit(node, prefix):
        name, members, enums = prefix + node.name, {}, {}
        for part in node.body:
            if isinstance(part, ast.ClassDef):
                if any("Enum" in ast.unparse(base) for base in part.bases):
                    enums[part.name] = [line.targets[0].id for line in part.body if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, int)]
                else:
                    visit(part, name + ".")
            elif isinstance(part, ast.Assign) and isinstance(part.value, ast.Call) and "Field" in ast.unparse(part.value.func):
                kind = ast.unparse(part.value.func).split(".")[-1].replace("Field", "")
                first = part.value.args[0] if part.value.args else None
                members[part.targets[0].id] = (kind, first.value if isinstance(first, ast.Constant) else ast.unparse(first) if first else None)
        found[name] = (members, enums)

    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            visit(node, "")
    return found


def from_gcloud(api, version, name, seen=()):
    known = gcloud(api, version)
    members, enums = known[name]
    if "additionalProperties" in members:
        return "map"
    result = {}
    for member, (kind, refers) in members.items():
        target = refers if kind != "Message" else f"{name}.{refers}" if f"{name}.{refers}" in known else refers
        if kind == "Enum":
            result[member] = "|".join(enums.get(refers, []))
        elif kind == "Message" and target in known and "additionalProperties" in known[target][0]:
            result[member] = "map"
        elif kind == "Message" and target in known and member.lower() in FOLLOWED and target not in seen:
            result[member] = from_gcloud(api, version, target, seen + (target,))
        else:
            result[member] = "object" if kind == "Message" else ""
    return result


@functools.lru_cache(None)
def googleapis(api, version):
    found, current = {}, None
    with open(f"{NPM}/googleapis/build/src/apis/{api}/{version}.d.ts", encoding="utf-8") as source:
        for line in source:
            if start := re.match(r"\s*export interface Schema\$(\w+)", line):
                current = found.setdefault(start.group(1), {})
            elif re.match(r"    }", line):
                current = None
            elif current is not None and (member := re.match(r"\s{8}'?([\w$@]+)'?\?: (.*)$", line)):
                current[member.group(1)] = member.group(2)
    return found


def from_googleapis(api, version, name, seen=()):
    result = {}
    for member, kind in googleapis(api, version)[name].items():
        refers = re.search(r"Schema\$(\w+)", kind)
        if kind.startswith("{"):
            result[member] = "map"
        elif refers and member.lower() in FOLLOWED and refers.group(1) not in seen:
            result[member] = from_googleapis(api, version, refers.group(1), seen + (refers.group(1),))
        else:
            result[member] = "object" if refers or kind.startswith("any") else ""
    return result


@functools.lru_cache(None)
def protos(package):
    with open(f"{NPM}/@google-cloud/{package}/build/protos/protos.json", encoding="utf-8") as source:
        return json.load(source)


def in_protos(package, path):
    node = protos(package)
    for word in path.strip(".").split("."):
        node = node.get("nested", {}).get(word)
        if node is None:
            return None
    return node


def from_protos(package, space, name, seen=()):
    result = {}
    for member, field in in_protos(package, f"{space}.{name}").get("fields", {}).items():
        scopes = [f"{space}.{name}"] + [f"{space}.{name}".rsplit(".", depth)[0] for depth in range(1, name.count(".") + 2)]
        target = next((scope for scope in scopes if in_protos(package, f"{scope}.{field['type']}")), None)
        refers = target and in_protos(package, f"{target}.{field['type']}")
        full = target and f"{target}.{field['type']}"[len(space) + 1:]
        if "keyType" in field:
            result[member] = "map"
        elif refers and "values" in refers:
            result[member] = "|".join(refers["values"])
        elif refers and member.lower() in FOLLOWED and full not in seen:
            result[member] = from_protos(package, space, full, seen + (full,))
        else:
            result[member] = "object" if refers or "." in field["type"] else ""
    return result


def merged(one, other):
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return one if isinstance(one, dict) or not isinstance(other, dict) and one else other
    return {name: merged(one[name], other[name]) if name in one and name in other else one.get(name, other.get(name)) for name in sorted({**one, **other})}


READ = {"g": from_gcloud, "n": from_googleapis, "p": from_protos}
schema = {}
for resource, sources in sorted(TYPES.items()):
    schema[resource] = functools.reduce(merged, (READ[form](*where) for form, *where in sources))
with open(os.path.join(HERE, "schema.json"), "w", encoding="utf-8") as target:
    json.dump(schema, target, indent=None, separators=(",", ":"), sort_keys=True)
    target.write("\n")
print(len(schema), "types,", os.path.getsize(os.path.join(HERE, "schema.json")), "bytes")
