"""Makes organization.json: an organisation of three projects as Google's services would give them, one thing well kept and one badly kept of most types."""
import json
import pathlib

ORG, FOLDER = "organizations/1000", "folders/2000"
PROJECTS = {"ai-prod": "111111111111", "ai-hub": "222222222222", "web-shop": "333333333333"}
REGION = "europe-west4"
NUMBER = PROJECTS["ai-prod"]
AI = f"projects/{NUMBER}/locations/{REGION}"
KEY = f"projects/ai-hub/locations/{REGION}/keyRings/ai/cryptoKeys/models"
ROBOT = "models@ai-prod.iam.gserviceaccount.com"
resources = []


def add(type, name, message=None, data=None, **members):
    """message is the name of the protocol buffer that the data is held to."""
    resource = {"type": type, "name": name, **members}
    if message:
        resource["message"] = message
    if data is not None:
        resource["data"] = data
    resources.append(resource)
    return name


def vertex(kind, collection, id, data, **members):
    return add(f"aiplatform.googleapis.com/{kind}", f"{AI}/{collection}/{id}", f"google.cloud.aiplatform.v1.{kind}",
               {"name": f"{AI}/{collection}/{id}", **data}, **members)


def policy(*bindings, **members):
    return {"version": 3, "etag": "BwYAAA==", "bindings": [{"role": role, "members": list(who)} for role, *who in bindings], **members}


# Who stands above.
add("cloudresourcemanager.googleapis.com/Organization", ORG, "google.cloud.resourcemanager.v3.Organization",
    {"name": ORG, "displayName": "example.com", "state": "ACTIVE"}, ancestors=[ORG],
    iamPolicy=policy(("roles/resourcemanager.organizationAdmin", "group:admins@example.com"), ("roles/viewer", "group:auditors@example.com")))
add("cloudresourcemanager.googleapis.com/Folder", FOLDER, "google.cloud.resourcemanager.v3.Folder",
    {"name": FOLDER, "parent": ORG, "displayName": "Production", "state": "ACTIVE"}, ancestors=[FOLDER, ORG],
    iamPolicy=policy(("roles/owner", "user:founder@example.com")))
for id, number in PROJECTS.items():
    above = [FOLDER, ORG] if id != "web-shop" else [ORG]
    add("cloudresourcemanager.googleapis.com/Project", f"projects/{number}", "google.cloud.resourcemanager.v3.Project",
        {"name": f"projects/{number}", "parent": above[0], "projectId": id, "state": "ACTIVE", "displayName": id.replace("-", " ").capitalize(),
         "labels": {"environment": "production"}}, ancestors=[f"projects/{number}", *above],
        iamPolicy=policy(("roles/editor", f"serviceAccount:{number}-compute@developer.gserviceaccount.com"), ("roles/aiplatform.user", "group:scientists@example.com"),
                       *([("roles/storage.objectViewer", f"serviceAccount:{ROBOT}")] if id == "ai-prod" else []),
                         **({"auditConfigs": [{"service": "aiplatform.googleapis.com", "auditLogConfigs": [{"logType": "DATA_READ"}, {"logType": "DATA_WRITE"}]}]}
                            if id == "ai-prod" else {})))
    add("cloudbilling.googleapis.com/ProjectBillingInfo", f"projects/{id}/billingInfo", "google.cloud.billing.v1.ProjectBillingInfo",
        {"name": f"projects/{id}/billingInfo", "projectId": id, "billingAccountName": "billingAccounts/00AA00-00BB00-00CC00", "billingEnabled": True}, project=id)
SERVICES = {
    "ai-prod": ["aiplatform", "notebooks", "compute", "storage", "modelarmor", "dialogflow", "dlp", "apikeys", "generativelanguage", "monitoring", "logging", "orgpolicy", "bigquery", "discoveryengine", "securitycentermanagement", "recommender"],
    "ai-hub": ["cloudkms", "logging"],
    "web-shop": ["compute", "storage"],
}
for id, services in SERVICES.items():
    for service in services:
        add("serviceusage.googleapis.com/Service", f"projects/{PROJECTS[id]}/services/{service}.googleapis.com", "google.api.serviceusage.v1.Service",
            {"name": f"projects/{PROJECTS[id]}/services/{service}.googleapis.com", "parent": f"projects/{PROJECTS[id]}", "state": "ENABLED"})

# What takes from what roles give, and what was used of it.
DENY = "policies/cloudresourcemanager.googleapis.com%2Ffolders%2F2000/denypolicies/no-keys"
add("iam.googleapis.com/DenyPolicy", DENY, "google.iam.v2.Policy",
    {"name": DENY, "uid": "d1", "kind": "DenyPolicy", "displayName": "no keys", "etag": "1", "rules": [{"description": "Keys of accounts are made by one administrator.", "denyRule": {
        "deniedPrincipals": ["principalSet://goog/public:all"], "exceptionPrincipals": ["principal://goog/subject/admin@example.com"],
        "deniedPermissions": ["iam.googleapis.com/serviceAccountKeys.create"]}}]})
BOUNDARY = f"{ORG}/locations/global/principalAccessBoundaryPolicies/within"
add("iam.googleapis.com/PrincipalAccessBoundaryPolicy", BOUNDARY, "google.iam.v3.PrincipalAccessBoundaryPolicy",
    {"name": BOUNDARY, "uid": "b1", "displayName": "within", "details": {"enforcementVersion": "3", "rules": [{"description": "The organisation.", "effect": "ALLOW",
                                                                                                              "resources": [f"//cloudresourcemanager.googleapis.com/{ORG}"]}]}})
add("iam.googleapis.com/PolicyBinding", f"{ORG}/locations/global/policyBindings/everybody", "google.iam.v3.PolicyBinding",
    {"name": f"{ORG}/locations/global/policyBindings/everybody", "policy": BOUNDARY, "policyKind": "PRINCIPAL_ACCESS_BOUNDARY", "target": {"principalSet": f"//cloudresourcemanager.googleapis.com/{ORG}"}})
for id, role, member, used in (("i1", "roles/aiplatform.user", "group:scientists@example.com", ["aiplatform.endpoints.predict"]),
                               ("i2", "roles/editor", f"serviceAccount:{NUMBER}-compute@developer.gserviceaccount.com", [])):
    name = f"projects/{NUMBER}/locations/global/insightTypes/google.iam.policy.Insight/insights/{id}"
    add("recommender.googleapis.com/Insight", name, "google.cloud.recommender.v1.Insight",
        {"name": name, "insightSubtype": "PERMISSIONS_USAGE", "category": "SECURITY", "stateInfo": {"state": "ACTIVE"}, "lastRefreshTime": "2026-10-31T07:00:00Z", "observationPeriod": "7776000s",
         "targetResources": [f"//cloudresourcemanager.googleapis.com/projects/{NUMBER}"],
         "content": {"role": role, "member": member, "condition": {"expression": "", "title": ""}, "exercisedPermissions": [{"permission": permission} for permission in used], "inferredPermissions": [], "currentTotalPermissionsCount": "300"}})

# What others lean on.
add("cloudkms.googleapis.com/CryptoKey", KEY, "google.cloud.kms.v1.CryptoKey",
    {"name": KEY, "purpose": "ENCRYPT_DECRYPT", "rotationPeriod": "7776000s", "nextRotationTime": "2027-01-01T00:00:00Z", "createTime": "2026-01-01T00:00:00Z",
     "primary": {"name": f"{KEY}/cryptoKeyVersions/1", "state": "ENABLED", "protectionLevel": "HSM", "algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION"}},
    iamPolicy=policy(("roles/cloudkms.cryptoKeyEncrypterDecrypter", f"serviceAccount:service-{NUMBER}@gcp-sa-aiplatform.iam.gserviceaccount.com")))
add("iam.googleapis.com/ServiceAccount", f"projects/ai-prod/serviceAccounts/{ROBOT}", "google.iam.admin.v1.ServiceAccount",
    {"name": f"projects/ai-prod/serviceAccounts/{ROBOT}", "projectId": "ai-prod", "uniqueId": "100", "email": ROBOT, "displayName": "models"},
    iamPolicy=policy(("roles/iam.serviceAccountUser", "group:scientists@example.com")))
add("iam.googleapis.com/ServiceAccount", f"projects/ai-prod/serviceAccounts/{NUMBER}-compute@developer.gserviceaccount.com", "google.iam.admin.v1.ServiceAccount",
    {"name": f"projects/ai-prod/serviceAccounts/{NUMBER}-compute@developer.gserviceaccount.com", "projectId": "ai-prod", "uniqueId": "101",
     "email": f"{NUMBER}-compute@developer.gserviceaccount.com", "displayName": "Compute Engine default service account"},
    iamPolicy=policy(("roles/iam.serviceAccountUser", "group:scientists@example.com")))
add("iam.googleapis.com/ServiceAccountKey", f"projects/ai-prod/serviceAccounts/{ROBOT}/keys/0a1b", "google.iam.admin.v1.ServiceAccountKey",
    {"name": f"projects/ai-prod/serviceAccounts/{ROBOT}/keys/0a1b", "keyType": "USER_MANAGED", "keyOrigin": "GOOGLE_PROVIDED",
     "validAfterTime": "2025-01-01T00:00:00Z", "validBeforeTime": "9999-12-31T23:59:59Z"})
NETWORK = "projects/ai-prod/global/networks/ai"
for network, auto in (("ai", False), ("default", True)):
    add("compute.googleapis.com/Network", f"projects/ai-prod/global/networks/{network}", None,
        {"name": network, "selfLink": f"https://www.googleapis.com/compute/v1/projects/ai-prod/global/networks/{network}", "autoCreateSubnetworks": auto})
add("compute.googleapis.com/Subnetwork", f"projects/ai-prod/regions/{REGION}/subnetworks/ai", None,
    {"name": "ai", "network": f"https://www.googleapis.com/compute/v1/{NETWORK}", "privateIpGoogleAccess": True, "ipCidrRange": "10.0.0.0/24",
     "enableFlowLogs": True, "logConfig": {"enable": True}}, location=REGION)
add("compute.googleapis.com/Firewall", "projects/ai-prod/global/firewalls/default-allow-ssh", None,
    {"name": "default-allow-ssh", "network": "https://www.googleapis.com/compute/v1/projects/ai-prod/global/networks/default", "direction": "INGRESS",
     "sourceRanges": ["0.0.0.0/0"], "allowed": [{"IPProtocol": "tcp", "ports": ["22"]}], "disabled": False})
add("storage.googleapis.com/Bucket", "ai-prod-models", None,
    {"name": "ai-prod-models", "location": "EUROPE-WEST4", "iamConfiguration": {"uniformBucketLevelAccess": {"enabled": True}, "publicAccessPrevention": "enforced"},
     "encryption": {"defaultKmsKeyName": KEY}, "versioning": {"enabled": True}}, project="ai-prod", location=REGION,
    iamPolicy=policy(("roles/storage.objectViewer", f"serviceAccount:{ROBOT}")))
add("bigquery.googleapis.com/Dataset", "projects/ai-prod/datasets/predictions", None,
    {"id": "ai-prod:predictions", "datasetReference": {"datasetId": "predictions", "projectId": "ai-prod"}, "location": REGION}, location=REGION)

# Vertex AI.
closed = vertex("Endpoint", "endpoints", "1", {
    "displayName": "closed", "encryptionSpec": {"kmsKeyName": KEY}, "privateServiceConnectConfig": {"enablePrivateServiceConnect": True, "projectAllowlist": ["ai-prod"]},
    "predictRequestResponseLoggingConfig": {"enabled": True, "samplingRate": 1, "bigqueryDestination": {"outputUri": "bq://ai-prod.predictions.closed"}},
    "deployedModels": [{"id": "1", "model": f"{AI}/models/1", "serviceAccount": ROBOT, "enableAccessLogging": True,
                        "dedicatedResources": {"machineSpec": {"machineType": "n1-standard-4"}, "minReplicaCount": 1, "maxReplicaCount": 2}}]})
vertex("Endpoint", "endpoints", "2", {
    "displayName": "open", "deployedModels": [{"id": "2", "model": f"{AI}/models/2", "disableContainerLogging": True}]},
    iamPolicy=policy(("roles/aiplatform.user", "allAuthenticatedUsers")))
vertex("Model", "models", "1", {"displayName": "kept", "encryptionSpec": {"kmsKeyName": KEY}, "artifactUri": "gs://ai-prod-models/1"})
vertex("Model", "models", "2", {"displayName": "plain", "artifactUri": "gs://ai-prod-models/2"})
vertex("Dataset", "datasets", "1", {"displayName": "people", "metadataSchemaUri": "gs://google-cloud-aiplatform/schema/dataset/metadata/tabular_1.0.0.yaml", "metadata": {}})
vertex("CustomJob", "customJobs", "1", {
    "displayName": "train", "state": "JOB_STATE_RUNNING", "createTime": "2026-10-30T00:00:00Z",
    "jobSpec": {"workerPoolSpecs": [{"machineSpec": {"machineType": "n1-standard-4"}, "replicaCount": "1",
                                     "containerSpec": {"imageUri": "europe-west4-docker.pkg.dev/ai-prod/train/image:1", "env": [{"name": "API_KEY", "value": "example"}]}}]}})
vertex("NotebookRuntimeTemplate", "notebookRuntimeTemplates", "1", {
    "displayName": "hard", "encryptionSpec": {"kmsKeyName": KEY}, "networkSpec": {"network": f"projects/{NUMBER}/global/networks/ai"},
    "idleShutdownConfig": {"idleTimeout": "3600s"}, "eucConfig": {}, "shieldedVmConfig": {"enableSecureBoot": True}})
vertex("NotebookRuntimeTemplate", "notebookRuntimeTemplates", "2", {
    "displayName": "soft", "networkSpec": {"enableInternetAccess": True}, "idleShutdownConfig": {"idleShutdownDisabled": True}, "eucConfig": {"eucDisabled": True}})
vertex("ReasoningEngine", "reasoningEngines", "1", {"displayName": "agent", "spec": {"serviceAccount": ROBOT}})
# Models of Google's that somebody called, as Cloud Monitoring counts them; of one the calls are kept.
for model in ("gemini-2.5-pro", "gemini-2.5-flash"):
    add("monitoring.googleapis.com/TimeSeries", f"projects/ai-prod/timeSeries/{model}", None,
        {"metric": {"type": "aiplatform.googleapis.com/publisher/online_serving/model_invocation_count"},
         "resource": {"type": "aiplatform.googleapis.com/PublisherModel", "labels": {"resource_container": NUMBER, "location": REGION, "publisher": "google", "model_user_id": model}}})
add("aiplatform.googleapis.com/PublisherModelConfig", f"projects/ai-prod/locations/{REGION}/publishers/google/models/gemini-2.5-pro", None,
    {"loggingConfig": {"enabled": True, "samplingRate": 1, "bigqueryDestination": {"outputUri": "bq://ai-prod.predictions.gemini"}}})
for id, setup in {
    "closed": {"disablePublicIp": True, "serviceAccounts": [{"email": ROBOT}], "shieldedInstanceConfig": {"enableSecureBoot": True, "enableVtpm": True, "enableIntegrityMonitoring": True},
               "networkInterfaces": [{"network": NETWORK, "subnet": f"projects/ai-prod/regions/{REGION}/subnetworks/ai"}],
               "bootDisk": {"diskEncryption": "CMEK", "kmsKey": KEY, "diskSizeGb": "150"}, "dataDisks": [{"diskEncryption": "CMEK", "kmsKey": KEY}],
               "metadata": {"notebook-disable-root": "true", "notebook-disable-downloads": "true", "notebook-disable-terminal": "true",
                            "notebook-upgrade-schedule": "00 19 * * MON", "idle-timeout-seconds": "3600"}},
    "open": {"serviceAccounts": [{"email": f"{NUMBER}-compute@developer.gserviceaccount.com"}], "networkInterfaces": [{"network": "projects/ai-prod/global/networks/default"}],
             "bootDisk": {"diskEncryption": "GMEK"}, "metadata": {}},
}.items():
    name = f"projects/ai-prod/locations/{REGION}-a/instances/{id}"
    add("notebooks.googleapis.com/Instance", name, "google.cloud.notebooks.v2.Instance",
        {"name": name, "state": "ACTIVE", "createTime": "2026-09-01T00:00:00Z", "instanceOwners": ["ada@example.com"] if id == "closed" else [], "gceSetup": setup})

# What watches, limits and hides.
add("billingbudgets.googleapis.com/Budget", "billingAccounts/00AA00-00BB00-00CC00/budgets/ai", "google.cloud.billing.budgets.v1.Budget",
    {"name": "billingAccounts/00AA00-00BB00-00CC00/budgets/ai", "displayName": "AI", "etag": "1", "budgetFilter": {"projects": [f"projects/{NUMBER}"], "calendarPeriod": "MONTH", "creditTypesTreatment": "EXCLUDE_ALL_CREDITS"},
     "amount": {"specifiedAmount": {"currencyCode": "EUR", "units": "500"}}, "thresholdRules": [{"thresholdPercent": 0.5}, {"thresholdPercent": 1, "spendBasis": "FORECASTED_SPEND"}]})
ARMOR = f"projects/ai-prod/locations/{REGION}/templates/strict"
add("modelarmor.googleapis.com/Template", ARMOR, "google.cloud.modelarmor.v1.Template",
    {"name": ARMOR, "filterConfig": {"piAndJailbreakFilterSettings": {"filterEnforcement": "ENABLED", "confidenceLevel": "MEDIUM_AND_ABOVE"},
                                     "maliciousUriFilterSettings": {"filterEnforcement": "ENABLED"}, "sdpSettings": {"basicConfig": {"filterEnforcement": "ENABLED"}}},
     "templateMetadata": {"logSanitizeOperations": True}})
for node in ("projects/ai-prod", FOLDER, ORG):
    add("modelarmor.googleapis.com/FloorSetting", f"{node}/locations/global/floorSetting", "google.cloud.modelarmor.v1.FloorSetting",
        {"name": f"{node}/locations/global/floorSetting", "filterConfig": {}, "enableFloorSettingEnforcement": node == ORG})
for node, above, constraint, rules in (
        (ORG, [ORG], "ainotebooks.restrictPublicIp", [{"enforce": True}]),
        (f"projects/{NUMBER}", [f"projects/{NUMBER}", FOLDER, ORG], "ainotebooks.disableRootAccess", [{"enforce": False}]),
        (FOLDER, [FOLDER, ORG], "gcp.resourceLocations", [{"values": {"allowedValues": ["in:europe-locations"]}}])):
    add("orgpolicy.googleapis.com/Policy", f"{node}/policies/{constraint}", "google.cloud.orgpolicy.v2.Policy",
        {"name": f"{node}/policies/{constraint}", "spec": {"etag": "1", "rules": rules}}, ancestors=above)
add("identity.accesscontextmanager.googleapis.com/ServicePerimeter", "accessPolicies/10/servicePerimeters/ai", "google.identity.accesscontextmanager.v1.ServicePerimeter",
    {"name": "accessPolicies/10/servicePerimeters/ai", "title": "ai", "perimeterType": "PERIMETER_TYPE_REGULAR",
     "status": {"resources": [f"projects/{NUMBER}"], "restrictedServices": ["aiplatform.googleapis.com", "storage.googleapis.com", "notebooks.googleapis.com"]}}, ancestors=[ORG])
add("apikeys.googleapis.com/Key", f"projects/{NUMBER}/locations/global/keys/k1", "google.api.apikeys.v2.Key",
    {"name": f"projects/{NUMBER}/locations/global/keys/k1", "uid": "k1", "displayName": "gemini", "createTime": "2025-01-01T00:00:00Z", "etag": "W/\"1\""})
add("dlp.googleapis.com/InspectTemplate", f"projects/ai-prod/locations/{REGION}/inspectTemplates/pii", "google.privacy.dlp.v2.InspectTemplate",
    {"name": f"projects/ai-prod/locations/{REGION}/inspectTemplates/pii", "displayName": "pii", "inspectConfig": {"infoTypes": [{"name": "EMAIL_ADDRESS"}, {"name": "PERSON_NAME"}]}})
AGENT = f"projects/ai-prod/locations/{REGION}/agents/a1"
add("dialogflow.googleapis.com/Agent", AGENT, "google.cloud.dialogflow.cx.v3.Agent",
    {"name": AGENT, "displayName": "help", "defaultLanguageCode": "en", "timeZone": "Europe/Amsterdam"})
add("dialogflow.googleapis.com/Webhook", f"{AGENT}/webhooks/w1", "google.cloud.dialogflow.cx.v3.Webhook",
    {"name": f"{AGENT}/webhooks/w1", "displayName": "orders", "genericWebService": {"uri": "https://orders.example.com/hook"}})
ENGINE = f"projects/{NUMBER}/locations/global/collections/default_collection/engines/search"
add("discoveryengine.googleapis.com/Engine", ENGINE, "google.cloud.discoveryengine.v1.Engine",
    {"name": ENGINE, "displayName": "search", "solutionType": "SOLUTION_TYPE_SEARCH", "dataStoreIds": ["docs"]})
add("discoveryengine.googleapis.com/WidgetConfig", f"{ENGINE}/widgetConfigs/default_search_widget_config", None,
    {"name": f"{ENGINE}/widgetConfigs/default_search_widget_config", "accessSettings": {"enableWebApp": True, "allowPublicAccess": True}})
add("securitycentermanagement.googleapis.com/SecurityCenterService", "projects/ai-prod/locations/global/securityCenterServices/security-health-analytics", None,
    {"name": "projects/ai-prod/locations/global/securityCenterServices/security-health-analytics", "intendedEnablementState": "ENABLED", "effectiveEnablementState": "ENABLED"})
add("monitoring.googleapis.com/AlertPolicy", "projects/ai-prod/alertPolicies/1", "google.monitoring.v3.AlertPolicy",
    {"name": "projects/ai-prod/alertPolicies/1", "displayName": "tokens", "enabled": True, "conditions": [{"displayName": "tokens", "conditionThreshold": {
        "filter": "metric.type=\"aiplatform.googleapis.com/publisher/online_serving/token_count\" AND resource.type=\"aiplatform.googleapis.com/PublisherModel\"", "comparison": "COMPARISON_GT", "thresholdValue": 1000000}}],
     "notificationChannels": ["projects/ai-prod/notificationChannels/1"]})
add("logging.googleapis.com/LogSink", "projects/ai-prod/sinks/_Default", "google.logging.v2.LogSink",
    {"name": "_Default", "destination": "logging.googleapis.com/projects/ai-prod/locations/global/buckets/_Default"})
add("logging.googleapis.com/LogBucket", "projects/ai-prod/locations/global/buckets/_Default", "google.logging.v2.LogBucket",
    {"name": "projects/ai-prod/locations/global/buckets/_Default", "retentionDays": 30, "lifecycleState": "ACTIVE"})

pathlib.Path(__file__).with_name("organization.json").write_text(json.dumps(resources, indent=1) + "\n")
