"""Makes tenant.json: two subscriptions as Resource Manager would give them, one well kept and badly kept of most types."""
import json
import pathlib

PROD, HUB = "11111111-0000-0000-0000-000000000001", "22222222-0000-0000-0000-000000000002"
# Object ids of identities, as Azure gives them out.
SYSTEM = {"type": "SystemAssigned", "principalId": "eeeeeeee-0000-0000-0000-000000000001", "tenantId": "72f988bf-0000-0000-0000-000000000000"}
TENANT = "72f988bf-0000-0000-0000-000000000000"
resources = []


def add(version, id, type, properties=None, **members):
    resource = {"id": id, "name": id.rsplit("/", 1)[1], "type": type, **({"apiVersion": version} if version else {}), **members}
    if properties is not None:
        resource["properties"] = properties
    resources.append(resource)
    return id


def group(subscription, name):
    return f"/subscriptions/{subscription}/resourceGroups/{name}/providers"


for id, name, above in ((PROD, "AI production", "production"), (HUB, "Hub", "platform")):
    resources.append({"id": f"/subscriptions/{id}", "name": name, "type": "Microsoft.Resources/subscriptions",
                      "subscriptionId": id, "tenantId": TENANT,
                      "properties": {"state": "Enabled", "managementGroupAncestorsChain": [{"displayName": above.capitalize(), "name": above}, {"displayName": "Landing zones", "name": "landing"}, {"displayName": "Tenant Root Group", "name": TENANT}]}})

logs = add("2023-09-01", f"{group(HUB, 'logs')}/Microsoft.OperationalInsights/workspaces/central",
           "Microsoft.OperationalInsights/workspaces", {"retentionInDays": 365}, location="westeurope")
vault = add("2023-07-01", f"{group(PROD, 'AI')}/Microsoft.KeyVault/vaults/aivault", "Microsoft.KeyVault/vaults",
            {"tenantId": TENANT, "sku": {"family": "A", "name": "standard"}, "vaultUri": "https://aivault.vault.azure.net/",
             "enableRbacAuthorization": True, "enablePurgeProtection": True, "enableSoftDelete": True}, location="westeurope")
storage = add("2023-05-01", f"{group(PROD, 'AI')}/Microsoft.Storage/storageAccounts/aidata", "Microsoft.Storage/storageAccounts",
              {"publicNetworkAccess": "Enabled", "allowBlobPublicAccess": False, "allowSharedKeyAccess": True,
               "networkAcls": {"defaultAction": "Deny", "bypass": "AzureServices", "ipRules": [], "virtualNetworkRules": []},
               "encryption": {"keySource": "Microsoft.Storage"}}, location="westeurope", kind="StorageV2", sku={"name": "Standard_LRS"})
add("2024-01-01", f"{storage}/blobServices/default", "Microsoft.Storage/storageAccounts/blobServices",
    {"deleteRetentionPolicy": {"enabled": True, "days": 7}, "isVersioningEnabled": True})


def diagnostics(of, *entries, **to):
    add("2021-05-01-preview", f"{of}/providers/Microsoft.Insights/diagnosticSettings/kept", "Microsoft.Insights/diagnosticSettings",
        {"logs": list(entries), **to})


ACCOUNTS = "Microsoft.CognitiveServices/accounts"
closed = add("2025-12-01", f"{group(PROD, 'AI')}/{ACCOUNTS}/closed", ACCOUNTS, {
    "endpoint": "https://closed.openai.azure.com/", "customSubDomainName": "closed", "publicNetworkAccess": "Disabled",
    "disableLocalAuth": True, "restrictOutboundNetworkAccess": True, "allowedFqdnList": [], "storedCompletionsDisabled": True,
    "allowProjectManagement": True, "networkInjections": [{"scenario": "agent", "useMicrosoftManagedNetwork": True}],
    "capabilities": [{"name": "CustomerManagedKey"}, {"name": "CustomerManagedStorage"}],
    "encryption": {"keySource": "Microsoft.KeyVault", "keyVaultProperties": {"keyVaultUri": "https://aivault.vault.azure.net/", "keyName": "ai", "keyVersion": "1"}},
    "userOwnedStorage": [{"resourceId": storage}], "raiMonitorConfig": {"adxStorageResourceId": storage},
    "networkAcls": {"defaultAction": "Deny", "bypass": "None", "ipRules": [{"value": "203.0.113.0/24"}], "virtualNetworkRules": []},
    "privateEndpointConnections": [{"properties": {
        "privateEndpoint": {"id": f"{group(PROD, 'AI')}/Microsoft.Network/privateEndpoints/pe"},
        "privateLinkServiceConnectionState": {"status": "Approved"}}}]},
    location="westeurope", kind="AIServices", sku={"name": "S0"}, identity=SYSTEM)
# As the service makes it where nothing is said.
open_ = add("2025-12-01", f"{group(PROD, 'AI')}/{ACCOUNTS}/open", ACCOUNTS, {
    "endpoint": "https://westus2.api.cognitive.microsoft.com/", "publicNetworkAccess": "Enabled", "privateEndpointConnections": [],
    "capabilities": [{"name": "CustomerManagedKey"}, {"name": "CustomerManagedStorage"}, {"name": "ContentLogging", "value": "false"}],
    "networkAcls": {"defaultAction": "Allow", "ipRules": [{"value": "0.0.0.0/0"}]},
    "abusePenalty": {"action": "Throttle"},
    "apiProperties": {"storageAccountConnectionString": "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=c2VjcmV0c2VjcmV0"}},
    location="westus2", kind="OpenAI", sku={"name": "S0"})
add("2025-12-01", f"{group(PROD, 'AI')}/{ACCOUNTS}/speech", ACCOUNTS, {
    "customSubDomainName": "speech", "publicNetworkAccess": "Enabled", "capabilities": [{"name": "VirtualNetworks"}],
    "networkAcls": {"defaultAction": "Deny", "ipRules": [{"value": "198.51.100.7"}], "virtualNetworkRules": []}},
    location="West Europe", kind="SpeechServices", sku={"name": "S0"})
diagnostics(closed, {"categoryGroup": "allLogs", "enabled": True}, workspaceId=logs)
diagnostics(open_, {"categoryGroup": "allLogs", "enabled": False}, storageAccountId=storage)

HARM = ["Hate", "Sexual", "Violence", "Selfharm"]


def policy(account, name, blocking, extra=(), kind="SystemManaged", mode="Blocking", **members):
    filters = [{"name": harm, "source": source, "enabled": True, "blocking": blocking, "severityThreshold": "Medium"}
               for harm in HARM for source in ("Prompt", "Completion")]
    filters += [{"name": name_, "source": "Prompt", "enabled": True, "blocking": True} for name_ in extra]
    add("2025-12-01", f"{account}/raiPolicies/{name}", f"{ACCOUNTS}/raiPolicies", {"type": kind, "mode": mode, "contentFilters": filters, **members})


for account in (closed, open_):
    policy(account, "Microsoft.Default", True)
    policy(account, "Microsoft.DefaultV2", True, ["Jailbreak"])
    policy(account, "Microsoft.Nil", False)
    add("2025-12-01", f"{account}/defenderForAISettings/Default", f"{ACCOUNTS}/defenderForAISettings", {"state": "Enabled" if account == closed else "Disabled"})
policy(closed, "strict", True, ["Jailbreak", "Indirect Attack"], "UserManaged", customBlocklists=[{"source": "Prompt", "blocklistName": "pii", "blocking": True}])
policy(open_, "late", True, [], "UserManaged", "Asynchronous_filter")


def deployment(account, name, sku, **properties):
    add("2025-12-01", f"{account}/deployments/{name}", f"{ACCOUNTS}/deployments",
        {"model": {"format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14"}, **properties}, sku=sku)


deployment(closed, "chat", {"name": "DataZoneStandard", "capacity": 50}, raiPolicyName="strict")
deployment(open_, "chat", {"name": "GlobalStandard", "capacity": 5000}, raiPolicyName="Microsoft.Nil", dynamicThrottlingEnabled=True)
deployment(open_, "late", {"name": "Standard", "capacity": 10}, raiPolicyName="late", spilloverDeploymentName="chat")

add("2025-12-01", f"{closed}/managedNetworks/default", f"{ACCOUNTS}/managedNetworks", {"managedNetwork": {"isolationMode": "AllowOnlyApprovedOutbound"}})
project = add("2025-12-01", f"{closed}/projects/research", f"{ACCOUNTS}/projects", {}, location="westeurope", identity=SYSTEM)
add("2025-12-01", f"{closed}/connections/search", f"{ACCOUNTS}/connections", {"category": "CognitiveSearch", "authType": "AAD", "target": "https://index.search.windows.net", "isSharedToAll": True})
add("2025-12-01", f"{project}/connections/blob", f"{ACCOUNTS}/projects/connections", {"category": "AzureBlob", "authType": "AccountKey", "credentials": {"key": "c2VjcmV0LWtleS1vZi1ibG9i"}, "isSharedToAll": True})
add("2025-12-01", f"{project}/applications/helper", f"{ACCOUNTS}/projects/applications", {"isEnabled": True, "authorizationPolicy": {"type": "OrganizationScope"}})

SEARCH = "Microsoft.Search/searchServices"
index = add("2025-05-01", f"{group(PROD, 'AI')}/{SEARCH}/index", SEARCH, {
    "publicNetworkAccess": "Disabled", "disableLocalAuth": True, "dataExfiltrationProtections": ["BlockAll"],
    "encryptionWithCmk": {"enforcement": "Enabled", "encryptionComplianceStatus": "Compliant"}, "privateEndpointConnections": [{"properties": {"privateLinkServiceConnectionState": {"status": "Approved"}}}]},
    location="westeurope", sku={"name": "standard"}, identity=SYSTEM)
add("2025-05-01", f"{group(PROD, 'AI')}/{SEARCH}/toy", SEARCH, {
    "publicNetworkAccess": "Enabled", "networkRuleSet": {"ipRules": []}, "authOptions": {"apiKeyOnly": {}}, "encryptionWithCmk": {"enforcement": "Unspecified"}},
    location="westeurope", sku={"name": "free"})
diagnostics(index, {"category": "OperationLogs", "enabled": True}, workspaceId=logs)

ML = "Microsoft.MachineLearningServices/workspaces"
workspace = add("2025-06-01", f"{group(PROD, 'AI')}/{ML}/lab", ML, {
    "keyVault": vault, "storageAccount": storage, "publicNetworkAccess": "Disabled", "systemDatastoresAuthMode": "Identity", "primaryUserAssignedIdentity": f"{group(PROD, 'AI')}/Microsoft.ManagedIdentity/userAssignedIdentities/lab",
    "managedNetwork": {"isolationMode": "AllowOnlyApprovedOutbound", "outboundRules": {"pypi": {"type": "FQDN", "destination": "pypi.org"}}}, "serverlessComputeSettings": {"serverlessComputeNoPublicIP": True},
    "encryption": {"status": "Enabled", "keyVaultProperties": {"keyVaultArmId": vault, "keyIdentifier": "https://aivault.vault.azure.net/keys/ml/1"}},
    "privateEndpointConnections": [{"properties": {"privateLinkServiceConnectionState": {"status": "Approved"}}}]},
    location="westeurope", kind="Default", sku={"name": "Basic"}, identity=SYSTEM | {"type": "SystemAssigned,UserAssigned", "userAssignedIdentities": {f"{group(PROD, 'AI')}/Microsoft.ManagedIdentity/userAssignedIdentities/trainer": {"principalId": "eeeeeeee-0000-0000-0000-000000000002", "clientId": "eeeeeeee-0000-0000-0000-00000000000c"}}})
loose = add("2025-06-01", f"{group(PROD, 'AI')}/{ML}/loose", ML, {"keyVault": vault, "storageAccount": storage, "publicNetworkAccess": "Enabled"},
            location="westeurope", kind="Default", sku={"name": "Basic"}, identity=SYSTEM)
diagnostics(workspace, {"categoryGroup": "audit", "enabled": True}, workspaceId=logs)
add("2025-06-01", f"{workspace}/computes/mine", f"{ML}/computes", {"computeType": "ComputeInstance", "disableLocalAuth": True, "properties": {
    "applicationSharingPolicy": "Personal", "computeInstanceAuthorizationType": "personal", "enableNodePublicIp": False,
    "sshSettings": {"sshPublicAccess": "Disabled"}, "osImageMetadata": {"isLatestOsImageVersion": True},
    "schedules": {"computeStartStop": [{"action": "Stop", "status": "Enabled", "triggerType": "Cron"}]}}}, location="westeurope")
add("2025-06-01", f"{loose}/computes/shared", f"{ML}/computes", {"computeType": "ComputeInstance", "disableLocalAuth": False, "properties": {
    "applicationSharingPolicy": "Shared", "enableNodePublicIp": True, "sshSettings": {"sshPublicAccess": "Enabled"}, "osImageMetadata": {"isLatestOsImageVersion": False},
    "customServices": [{"name": "rstudio", "endpoints": [{"protocol": "tcp", "name": "connect", "target": 8787, "published": 8787}]}]}}, location="westeurope")
add("2025-06-01", f"{loose}/computes/cluster", f"{ML}/computes", {"computeType": "AmlCompute", "properties": {
    "scaleSettings": {"minNodeCount": 4, "maxNodeCount": 8, "nodeIdleTimeBeforeScaleDown": "PT2H"}, "remoteLoginPortPublicAccess": "Enabled", "enableNodePublicIp": True}}, location="westeurope")
for of, kind in ((workspace, "None"), (loose, "AccountKey")):
    add("2025-06-01", f"{of}/datastores/workspaceblobstore", f"{ML}/datastores", {"datastoreType": "AzureBlob", "accountName": "aidata", "credentials": {"credentialsType": kind}})
for of, auth, access in ((workspace, "AADToken", "Disabled"), (loose, "Key", "Enabled")):
    endpoint = add("2025-06-01", f"{of}/onlineEndpoints/score", f"{ML}/onlineEndpoints", {"authMode": auth, "publicNetworkAccess": access}, location="westeurope", kind="Managed", identity=SYSTEM)
    add("2025-06-01", f"{endpoint}/deployments/blue", f"{ML}/onlineEndpoints/deployments", {
        "endpointComputeType": "Managed", "egressPublicNetworkAccess": access, "environmentVariables": {} if auth == "AADToken" else {"API_KEY": "sk-proj-abcdefghijklmnopqrstuvwx"},
        "dataCollector": {"collections": {name: {"dataCollectionMode": access.replace("Disabled", "On").replace("Enabled", "Disabled").replace("On", "Enabled")} for name in ("model_inputs", "model_outputs")}}},
        location="westeurope", kind="Managed")
    diagnostics(endpoint, {"categoryGroup": "allLogs", "enabled": auth == "AADToken"}, workspaceId=logs)
add("2025-06-01", f"{loose}/serverlessEndpoints/llama", f"{ML}/serverlessEndpoints", {"authMode": "Key", "contentSafety": {"contentSafetyStatus": "Disabled"}, "modelSettings": {"modelId": "azureml://registries/azureml-meta/models/Llama-3"}}, location="westeurope", sku={"name": "Consumption"})
add("2025-06-01", f"{group(PROD, 'AI')}/Microsoft.MachineLearningServices/registries/models", "Microsoft.MachineLearningServices/registries", {"publicNetworkAccess": "Enabled"}, location="westeurope", identity=SYSTEM)

add("2024-08-01", f"/subscriptions/{PROD}/providers/Microsoft.Consumption/budgets/all", "Microsoft.Consumption/budgets", {
    "category": "Cost", "amount": 5000, "timeGrain": "Monthly", "timePeriod": {"startDate": "2024-01-01T00:00:00Z", "endDate": "2034-01-01T00:00:00Z"},
    "notifications": {"actual": {"enabled": True, "operator": "GreaterThan", "threshold": 80, "thresholdType": "Actual", "contactEmails": ["owner@example.com"]},
                      "forecast": {"enabled": True, "operator": "GreaterThan", "threshold": 100, "thresholdType": "Forecasted", "contactEmails": ["owner@example.com"]}}})
for plan, tier in (("AI", "Free"), ("CloudPosture", "Standard"), ("StorageAccounts", "Standard"), ("KeyVaults", "Standard")):
    add("2024-01-01", f"/subscriptions/{PROD}/providers/Microsoft.Security/pricings/{plan}", "Microsoft.Security/pricings", {"pricingTier": tier})

BOT = "Microsoft.BotService/botServices"
add("2022-09-15", f"{group(PROD, 'AI')}/{BOT}/desk", BOT, {
    "displayName": "desk", "endpoint": "https://bot.example.com/api/messages", "msaAppId": "a", "msaAppType": "UserAssignedMSI", "disableLocalAuth": True, "isCmekEnabled": True,
    "publicNetworkAccess": "Disabled", "privateEndpointConnections": [{"properties": {"privateLinkServiceConnectionState": {"status": "Approved"}}}]},
    location="global", kind="azurebot", sku={"name": "S1"})
add("2022-09-15", f"{group(PROD, 'AI')}/{BOT}/toy", BOT, {
    "displayName": "toy", "endpoint": "http://bot.example.com/api/messages", "msaAppId": "a", "msaAppType": "MultiTenant", "luisKey": "c2VjcmV0LWtleS1vZi1ib3Q="},
    location="global", kind="azurebot", sku={"name": "F0"})

team = add("2023-01-01", f"{group(PROD, 'AI')}/Microsoft.Insights/actionGroups/team", "Microsoft.Insights/actionGroups", {
    "groupShortName": "team", "enabled": True, "emailReceivers": [{"name": "team", "emailAddress": "team@example.com"}],
    "webhookReceivers": [{"name": "hook", "serviceUri": "https://hooks.example.com/?sig=c2VjcmV0"}]}, location="global")
add("2023-01-01", f"{group(PROD, 'AI')}/Microsoft.Insights/actionGroups/nobody", "Microsoft.Insights/actionGroups", {
    "groupShortName": "nobody", "enabled": True, "emailReceivers": []}, location="global")
for metric in ("TokenTransaction", "RAIRejectedRequests"):
    add("2018-03-01", f"{group(PROD, 'AI')}/Microsoft.Insights/metricAlerts/{metric}", "Microsoft.Insights/metricAlerts", {
        "enabled": True, "severity": 2, "scopes": [closed], "evaluationFrequency": "PT5M", "windowSize": "PT15M", "actions": [{"actionGroupId": team}],
        "criteria": {"odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria", "allOf": [{
            "criterionType": "StaticThresholdCriterion", "name": "high", "metricName": metric, "operator": "GreaterThan", "threshold": 1000, "timeAggregation": "Total"}]}}, location="global")
add("2020-10-01", f"{group(PROD, 'AI')}/Microsoft.Insights/activityLogAlerts/keys", "Microsoft.Insights/activityLogAlerts", {
    "enabled": True, "scopes": [f"/subscriptions/{PROD}"], "actions": {"actionGroups": [{"actionGroupId": team}]},
    "condition": {"allOf": [{"field": "category", "equals": "Administrative"}, {"field": "operationName", "equals": "Microsoft.CognitiveServices/accounts/listKeys/action"}]}}, location="global")
add("2025-03-01", f"/subscriptions/{PROD}/providers/Microsoft.CostManagement/scheduledActions/anomalies", "Microsoft.CostManagement/scheduledActions", {
    "displayName": "anomalies", "status": "Enabled", "viewId": f"/subscriptions/{PROD}/providers/Microsoft.CostManagement/views/ms:DailyAnomalyByResourceGroup",
    "notification": {"subject": "anomaly", "to": ["owner@example.com"]}, "schedule": {"frequency": "Daily", "startDate": "2024-01-01T00:00:00Z", "endDate": "2034-01-01T00:00:00Z"}}, kind="InsightAlert")
add("2025-06-01", f"{workspace}/schedules/drift", f"{ML}/schedules", {
    "isEnabled": True, "trigger": {"triggerType": "Recurrence", "frequency": "Day", "interval": 1},
    "action": {"actionType": "CreateMonitor", "monitorDefinition": {
        "monitoringTarget": {"deploymentId": "azureml:score:blue", "taskType": "Classification"},
        "computeConfiguration": {"computeType": "ServerlessSpark", "computeIdentity": {"computeIdentityType": "AmlToken"}, "instanceType": "standard_e4s_v3", "runtimeVersion": "3.4"},
        "signals": {}}}})
for of, auth in ((workspace, "AAD"), (loose, "PAT")):
    add("2025-06-01", f"{of}/connections/git", f"{ML}/connections", {"category": "Git", "authType": auth, "target": "https://git.example.com"})

# Roles: as the fact files have them, built in and of the customer's own.
AUTHORIZATION = "Microsoft.Authorization"
GROUPS = "/providers/Microsoft.Management/managementGroups"


def guid(number):
    return f"aaaaaaaa-0000-0000-0000-{number:012d}"


def role(id, name, actions, not_actions=(), data=(), not_data=(), kind="BuiltInRole", scopes=("/",), condition=None):
    permission = {"actions": list(actions), "notActions": list(not_actions), "dataActions": list(data), "notDataActions": list(not_data)}
    if condition:
        permission |= {"condition": condition, "conditionVersion": "2.0"}
    add("2022-04-01", f"/providers/{AUTHORIZATION}/roleDefinitions/{id}", f"{AUTHORIZATION}/roleDefinitions",
        {"roleName": name, "type": kind, "description": name, "permissions": [permission], "assignableScopes": list(scopes)})
    return id


OWNER = role("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner", ["*"])
CONTRIBUTOR = role("b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor", ["*"], ["Microsoft.Authorization/*/Delete", "Microsoft.Authorization/*/Write", "Microsoft.Authorization/elevateAccess/Action"])
READER = role("acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", ["*/read"])
AI_USER = role("a97b65f3-24c7-4388-baec-2e87135dc908", "Cognitive Services User", ["Microsoft.CognitiveServices/*/read", "Microsoft.CognitiveServices/accounts/listkeys/action"], (), ["Microsoft.CognitiveServices/*"])
OPENAI_USER = role("5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", "Cognitive Services OpenAI User", ["Microsoft.CognitiveServices/*/read"], (), ["Microsoft.CognitiveServices/accounts/OpenAI/*/action"])
BLOB = role("ba92f5b4-2d11-453d-a403-e96b0029c9fe", "Storage Blob Data Contributor", [], (), ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write"])
role("f1a07417-d97a-45cb-824c-7a7467783830", "Managed Identity Operator", ["Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action"])
OWN = role("cccccccc-0000-0000-0000-000000000001", "AI operator", ["Microsoft.CognitiveServices/*"], kind="CustomRole", scopes=[f"{GROUPS}/landing"])
role("cccccccc-0000-0000-0000-000000000002", "Elsewhere", ["Microsoft.Search/*"], kind="CustomRole", scopes=[f"{GROUPS}/sandbox"])
role("cccccccc-0000-0000-0000-000000000003", "Model reader", ["Microsoft.CognitiveServices/accounts/deployments/read"], kind="CustomRole", scopes=[f"/subscriptions/{PROD}"])


def give(number, scope, who, kind, what, condition=None):
    properties = {"principalId": who, "principalType": kind, "roleDefinitionId": f"/providers/{AUTHORIZATION}/roleDefinitions/{what}", "scope": scope}
    if condition:
        properties |= {"condition": condition, "conditionVersion": "2.0"}
    add("2022-04-01", f"{scope.rstrip('/')}/providers/{AUTHORIZATION}/roleAssignments/{guid(number)}", f"{AUTHORIZATION}/roleAssignments", properties)


ADMINS, ANN, PIPELINE, SEARCHER = (f"dddddddd-0000-0000-0000-00000000000{n}" for n in range(4))
give(1, f"{GROUPS}/{TENANT}", ADMINS, "Group", OWNER)
give(2, f"/subscriptions/{PROD}/resourceGroups/AI", ANN, "User", CONTRIBUTOR)
give(3, f"/subscriptions/{PROD}", PIPELINE, "ServicePrincipal", AI_USER)
give(4, open_, SEARCHER, "ServicePrincipal", OPENAI_USER)
give(5, storage, SEARCHER, "ServicePrincipal", BLOB)
give(6, f"{GROUPS}/sandbox", ANN, "User", OWNER)
give(7, closed, "dddddddd-0000-0000-0000-00000000000f", "Unknown", READER)
give(8, f"/subscriptions/{HUB}", ANN, "User", READER)
LAB = "dddddddd-0000-0000-0000-000000000010"
give(11, open_, LAB, "Group", OPENAI_USER)
# What Azure alone makes has no published type to hold it to.
add(None, f"/subscriptions/{PROD}/providers/{AUTHORIZATION}/roleEligibilityScheduleInstances/{guid(9)}", f"{AUTHORIZATION}/roleEligibilityScheduleInstances",
    {"principalId": ANN, "principalType": "User", "roleDefinitionId": f"/subscriptions/{PROD}/providers/{AUTHORIZATION}/roleDefinitions/{OWNER}", "scope": f"/subscriptions/{PROD}", "memberType": "Direct", "status": "Provisioned"})
add(None, f"/subscriptions/{PROD}/resourceGroups/AI/providers/{AUTHORIZATION}/denyAssignments/{guid(10)}", f"{AUTHORIZATION}/denyAssignments",
    {"denyAssignmentName": "Kept by the stack", "permissions": [{"actions": ["Microsoft.CognitiveServices/accounts/delete"], "notActions": [], "dataActions": [], "notDataActions": []}], "scope": closed,
     "doNotApplyToChildScopes": False, "principals": [{"id": "00000000-0000-0000-0000-000000000000", "type": "SystemDefined"}], "excludePrincipals": [{"id": PIPELINE, "type": "ServicePrincipal"}], "isSystemProtected": True})
add("2024-04-01", f"{GROUPS}/landing/providers/{AUTHORIZATION}/policyAssignments/no-keys", f"{AUTHORIZATION}/policyAssignments",
    {"displayName": "No keys", "policyDefinitionId": f"/providers/{AUTHORIZATION}/policyDefinitions/71ef260a-8f18-47b7-abcb-62d0673d94dc", "scope": f"{GROUPS}/landing", "enforcementMode": "Default", "parameters": {"effect": {"value": "Deny"}}})
# The activity log is no resource: it has no schema here.
speech = f"{group(PROD, 'AI')}/{ACCOUNTS}/speech"
resources.append({"id": f"/subscriptions/{PROD}/providers/Microsoft.Insights/eventtypes/management/values/e1", "type": "Microsoft.Insights/eventtypes/values", "eventTimestamp": "2099-01-01T00:00:00Z", "resourceId": speech,
                  "operationName": {"value": "Microsoft.CognitiveServices/accounts/regenerateKey/action"}, "status": {"value": "Succeeded"}})

# Networks: one well kept, and one that somebody clicked together. Names and logs are kept in the hub.
NET = "Microsoft.Network"
net = f"{group(PROD, 'AI')}/{NET}"
hub = f"{group(HUB, 'net')}/{NET}"


def rule(name, priority, access, source, direction="Inbound"):
    return {"name": name, "properties": {"priority": priority, "access": access, "direction": direction, "protocol": "*", "sourceAddressPrefix": source,
                                         "sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRange": "*"}}


guard = add("2024-10-01", f"{net}/networkSecurityGroups/guard", f"{NET}/networkSecurityGroups", {
    "securityRules": [rule("inside", 100, "Allow", "VirtualNetwork"), rule("none", 4096, "Deny", "*")]}, location="westeurope")
holes = add("2024-10-01", f"{net}/networkSecurityGroups/holes", f"{NET}/networkSecurityGroups", {
    "securityRules": [rule("jupyter", 100, "Allow", "Internet")]}, location="westeurope")
routes = add("2024-10-01", f"{net}/routeTables/out", f"{NET}/routeTables", {
    "routes": [{"name": "out", "properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.0.0.4"}}]}, location="westeurope")
spoke = f"{net}/virtualNetworks/spoke"
add("2024-10-01", spoke, f"{NET}/virtualNetworks", {
    "addressSpace": {"addressPrefixes": ["10.1.0.0/16"]},
    "subnets": [
        {"id": f"{spoke}/subnets/endpoints", "name": "endpoints", "properties": {"addressPrefix": "10.1.1.0/24", "networkSecurityGroup": {"id": guard}, "privateEndpointNetworkPolicies": "Enabled",
                                                                                 "privateEndpoints": [{"id": f"{net}/privateEndpoints/pe"}]}},
        {"id": f"{spoke}/subnets/train", "name": "train", "properties": {"addressPrefix": "10.1.2.0/24", "networkSecurityGroup": {"id": guard}, "routeTable": {"id": routes},
                                                                         "serviceEndpoints": [{"service": "Microsoft.Storage"}]}}],
    "virtualNetworkPeerings": [{"name": "hub", "properties": {"remoteVirtualNetwork": {"id": f"{hub}/virtualNetworks/hub"}, "peeringState": "Connected", "allowVirtualNetworkAccess": True}}]}, location="westeurope")
flat = f"{net}/virtualNetworks/default-westeurope"
add("2024-10-01", flat, f"{NET}/virtualNetworks", {
    "addressSpace": {"addressPrefixes": ["10.2.0.0/16"]},
    "subnets": [{"id": f"{flat}/subnets/default", "name": "default", "properties": {"addressPrefix": "10.2.0.0/24", "networkSecurityGroup": {"id": holes}}}]}, location="westeurope")
for compute in resources:
    if compute["type"] == f"{ML}/computes" and compute["name"] in ("mine", "cluster"):
        compute["properties"]["properties"]["subnet"] = {"id": f"{spoke}/subnets/train" if compute["name"] == "mine" else f"{flat}/subnets/default"}


def endpoint(name, service, part, zone):
    made = add("2024-10-01", f"{net}/privateEndpoints/{name}", f"{NET}/privateEndpoints", {
        "subnet": {"id": f"{spoke}/subnets/endpoints"}, "networkInterfaces": [{"id": f"{net}/networkInterfaces/{name}"}],
        "privateLinkServiceConnections": [{"name": name, "properties": {"privateLinkServiceId": service, "groupIds": [part], "privateLinkServiceConnectionState": {"status": "Approved"}}}]}, location="westeurope")
    if zone:
        add("2024-10-01", f"{made}/privateDnsZoneGroups/default", f"{NET}/privateEndpoints/privateDnsZoneGroups", {
            "privateDnsZoneConfigs": [{"name": "zone", "properties": {"privateDnsZoneId": zone}}]})


zone = add("2024-06-01", f"{hub}/privateDnsZones/privatelink.openai.azure.com", f"{NET}/privateDnsZones", {}, location="global")
add("2024-06-01", f"{zone}/virtualNetworkLinks/spoke", f"{NET}/privateDnsZones/virtualNetworkLinks", {"virtualNetwork": {"id": spoke}, "registrationEnabled": False}, location="global")
endpoint("pe", closed, "account", zone)
endpoint("nameless", index, "searchService", None)
perimeter = add("2024-10-01", f"{net}/networkSecurityPerimeters/ring", f"{NET}/networkSecurityPerimeters", {}, location="westeurope")
profile = add("2024-10-01", f"{perimeter}/profiles/strict", f"{NET}/networkSecurityPerimeters/profiles", {})
add("2024-10-01", f"{profile}/accessRules/office", f"{NET}/networkSecurityPerimeters/profiles/accessRules", {"direction": "Inbound", "addressPrefixes": ["203.0.113.0/24"]})
add("2024-10-01", f"{perimeter}/resourceAssociations/closed", f"{NET}/networkSecurityPerimeters/resourceAssociations", {
    "privateLinkResource": {"id": closed}, "profile": {"id": profile}, "accessMode": "Enforced"})
for service in resources:
    if service["id"] == index:
        service["properties"]["sharedPrivateLinkResources"] = [{"name": "blob", "properties": {"privateLinkResourceId": storage, "groupId": "blob", "status": "Approved"}}]

# A gateway in the hub in front of the closed account.
APIM = "Microsoft.ApiManagement/service"
gateway = add("2024-05-01", f"{group(HUB, 'net')}/{APIM}/gate", APIM, {
    "publisherEmail": "api@example.com", "publisherName": "api", "gatewayUrl": "https://gate.azure-api.net", "virtualNetworkType": "Internal", "publicNetworkAccess": "Enabled"},
    location="westeurope", sku={"name": "Premium", "capacity": 1}, identity={"type": "SystemAssigned"})
diagnostics(gateway, {"category": "GatewayLogs", "enabled": True}, {"category": "GatewayLlmLogs", "enabled": True}, workspaceId=logs)
add("2024-05-01", f"{gateway}/backends/models", f"{APIM}/backends", {"url": "https://closed.openai.azure.com/openai", "protocol": "http"})
add("2024-05-01", f"{gateway}/backends/pool", f"{APIM}/backends", {"type": "Pool", "pool": {"services": [{"id": f"{gateway}/backends/models"}]}})
add("2024-05-01", f"{gateway}/policyFragments/limits", f"{APIM}/policyFragments", {
    "format": "xml", "value": "<fragment><llm-token-limit counter-key=\"@(context.Subscription.Id)\" tokens-per-minute=\"5000\" estimate-prompt-tokens=\"true\" /></fragment>"})
add("2024-05-01", f"{gateway}/policies/policy", f"{APIM}/policies", {
    "format": "xml", "value": "<policies><inbound><llm-content-safety backend-id=\"safety\" shield-prompt=\"true\" /></inbound><backend><forward-request /></backend><outbound /><on-error /></policies>"})
add("2024-06-01-preview", f"{gateway}/diagnostics/azuremonitor", f"{APIM}/diagnostics", {"loggerId": f"{gateway}/loggers/azuremonitor", "largeLanguageModel": {"logs": "enabled"}})


def api(name, policy, **properties):
    made = add("2024-05-01", f"{gateway}/apis/{name}", f"{APIM}/apis", {"displayName": name, "path": name, "protocols": ["https"], "isCurrent": True, **properties})
    add("2024-05-01", f"{made}/policies/policy", f"{APIM}/apis/policies", {"format": "xml", "value": policy})
    return made


chat = api("chat", "<policies><inbound><base /><include-fragment fragment-id=\"limits\" /><set-backend-service backend-id=\"pool\" /><authentication-managed-identity resource=\"https://cognitiveservices.azure.com\" />"
           "<send-request mode=\"new\"><set-url>https://language.cognitiveservices.azure.com/language/:analyze-text</set-url><set-body>{ \"kind\": \"PiiEntityRecognition\" }</set-body></send-request></inbound></policies>",
           subscriptionRequired=True)
operation = add("2024-05-01", f"{chat}/operations/completions", f"{APIM}/apis/operations", {"displayName": "completions", "method": "POST", "urlTemplate": "/chat/completions"})
add("2024-05-01", f"{operation}/policies/policy", f"{APIM}/apis/operations/policies", {"format": "xml", "value": "<policies><inbound><base /></inbound></policies>"})
naked = api("naked", "<policies><inbound><set-header name=\"api-key\" exists-action=\"override\"><value>c2VjcmV0LWtleS1vZi1nYXRl</value></set-header></inbound></policies>",
            serviceUrl="https://open.openai.azure.com/openai", subscriptionRequired=False)
add("2024-06-01-preview", f"{naked}/diagnostics/applicationinsights", f"{APIM}/apis/diagnostics", {"loggerId": f"{gateway}/loggers/insights", "frontend": {"request": {"body": {"bytes": 8192}}}})
product = add("2024-05-01", f"{gateway}/products/gold", f"{APIM}/products", {"displayName": "gold", "subscriptionRequired": True, "state": "published"})
add("2024-05-01", f"{product}/apiLinks/chat", f"{APIM}/products/apiLinks", {"apiId": chat})
add("2024-05-01", f"{product}/policies/policy", f"{APIM}/products/policies", {"format": "xml", "value": "<policies><inbound><base /></inbound></policies>"})
add("2024-05-01", f"{gateway}/subscriptions/team", f"{APIM}/subscriptions", {"displayName": "team", "scope": product, "state": "active"})

# Keys, models, deleted accounts and rules.
for name, rotates in (("ai", True), ("ml", False)):
    add("2024-11-01", f"{vault}/keys/{name}", "Microsoft.KeyVault/vaults/keys", {
        "kty": "RSA", "keySize": 3072, "attributes": {"enabled": True},
        **({"rotationPolicy": {"lifetimeActions": [{"trigger": {"timeAfterCreate": "P90D"}, "action": {"type": "rotate"}}]}} if rotates else {})}, location="westeurope")
for account in (closed, open_):
    resources.append({"id": f"{account}/models/gpt-4.1", "name": "gpt-4.1", "type": f"{ACCOUNTS}/models", "properties": {
        "format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14", "lifecycleStatus": "GenerallyAvailable", "deprecation": {"inference": "2099-04-14T00:00:00Z"}, "maxCapacity": 3}})
add("2025-12-01", f"/subscriptions/{PROD}/providers/Microsoft.CognitiveServices/locations/westeurope/resourceGroups/AI/deletedAccounts/old",
    "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts", {"deletionDate": "2026-11-01T10:00:00Z", "scheduledPurgeDate": "2026-11-03T10:00:00Z"})
add("2025-09-01", f"{logs}/providers/Microsoft.SecurityInsights/alertRules/theft", "Microsoft.SecurityInsights/alertRules", {
    "displayName": "theft", "enabled": True, "suppressionDuration": "PT1H", "suppressionEnabled": False,
    "query": "AzureDiagnostics | where ResourceProvider == 'MICROSOFT.COGNITIVESERVICES' and OperationName == 'ListKey' | summarize count() by CallerIPAddress"}, kind="Scheduled")
add("2023-12-01", f"{group(PROD, 'AI')}/Microsoft.Insights/scheduledQueryRules/beats", "Microsoft.Insights/scheduledQueryRules", {
    "enabled": True, "scopes": [logs], "criteria": {"allOf": [{"query": "Heartbeat | count", "timeAggregation": "Count", "operator": "LessThan", "threshold": 1}]},
    "actions": {"actionGroups": [team]}}, location="westeurope", kind="LogAlert")
desk = f"{group(PROD, 'AI')}/{BOT}/desk"
diagnostics(desk, {"category": "BotRequest", "enabled": True}, workspaceId=logs)
registry = f"{group(PROD, 'AI')}/Microsoft.MachineLearningServices/registries/models"
diagnostics(registry, {"categoryGroup": "audit", "enabled": True}, workspaceId=logs)
for budget in resources:
    if budget["type"] == "Microsoft.Consumption/budgets":
        budget["properties"]["notifications"]["actual"]["contactGroups"] = [team]

# Whom the directory knows, as Microsoft Graph shows them; the members of a group are ids here. 0f is nobody any more.
BOB, EVE = "dddddddd-0000-0000-0000-000000000011", "dddddddd-0000-0000-0000-000000000012"


def known(id, kind, name, **members):
    resources.append({"@odata.type": f"#microsoft.graph.{kind}", "id": id, "displayName": name, **members})


known(ANN, "user", "Ann", userPrincipalName="ann@contoso.com", userType="Member", accountEnabled=True)
known(BOB, "user", "Bob", userPrincipalName="bob@contoso.com", userType="Member", accountEnabled=True)
known(EVE, "user", "Eve", userPrincipalName="eve_fabrikam.com#EXT#@contoso.onmicrosoft.com", userType="Guest", accountEnabled=True)
known(ADMINS, "group", "Cloud admins", securityEnabled=True, groupTypes=[], members=[BOB])
known(LAB, "group", "Lab", securityEnabled=True, groupTypes=[], members=[ADMINS, EVE])
known(PIPELINE, "servicePrincipal", "pipeline", appId="dddddddd-0000-0000-0000-0000000000a2", servicePrincipalType="Application", accountEnabled=True)
known(SEARCHER, "servicePrincipal", "index", appId="dddddddd-0000-0000-0000-0000000000a3", servicePrincipalType="ManagedIdentity", accountEnabled=True)

pathlib.Path(__file__).with_name("tenant.json").write_text(json.dumps(resources, indent=1) + "\n")
