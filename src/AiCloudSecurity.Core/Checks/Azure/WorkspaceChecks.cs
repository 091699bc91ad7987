using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on Machine Learning workspaces and hubs. Projects take most settings from their hub.</summary>
internal static class WorkspaceChecks
{
    private const string OfHub = "A project takes this from its hub.";
    private static readonly string[] s_classTags = ["dataclass", "classification", "sensitivity", "confidentiality"];
    private static readonly string[] s_sensitive = ["sensitive", "confidential", "restricted", "secret", "pii", "phi", "high"];

    [Check("AZ-IAM-014", Severity.Low, "Machine Learning workspace acts as an identity of yours",
        Risk = "The identity that the service makes gets wide roles by itself, and cannot be prepared or reused.",
        Advice = "Assign a user-assigned identity to the workspace and make it the primary one.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0012",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-identity-based-service-authentication")]
    [Command("""az identity create --name NEW_IDENTITY_NAME --resource-group {resourceGroups} --subscription {Scope} && az rest --method patch --url '{Id}?api-version=2025-06-01' --body '{"identity":{"type":"SystemAssigned,UserAssigned","userAssignedIdentities":{"IDENTITY_ID":{}}},"properties":{"primaryUserAssignedIdentity":"IDENTITY_ID"}}'""")]
    [Passes("""{ "identity": { "type": "UserAssigned" }, "properties": { "primaryUserAssignedIdentity": "/subscriptions/s/id" } }""")]
    [Passes("""{ "identity": { "type": "SystemAssigned,UserAssigned" }, "properties": { "primaryUserAssignedIdentity": "/subscriptions/s/id" } }""")]
    [Fails("""{ "identity": { "type": "UserAssigned" }, "properties": { } }""")]
    [Fails("""{ "identity": { "type": "SystemAssigned" }, "properties": { "primaryUserAssignedIdentity": "/subscriptions/s/id" } }""")]
    [Fails("""{ }""")]
    public static Verdict OwnIdentity(MlWorkspace workspace) =>
        workspace.ActsAs is not { IsUserAssigned: true } ? Fail($"The identity is {workspace.ActsAs?.Type ?? "None"}.")
        : workspace.Properties?.PrimaryUserAssignedIdentity is { Length: > 0 } primary ? Pass($"It acts as {primary}.")
        : Fail("None of the user-assigned identities is the primary one.");

    [Check("AZ-IAM-015", Severity.High, "Machine Learning workspace reaches its own storage by identity",
        Risk = "The storage account's key lies in the workspace, and everybody in it reads and changes everybody's data.",
        Advice = "Set the authentication of system datastores to Identity.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM02, ML02", Atlas = "AML.T0055, AML.T0035",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-disable-local-auth-storage")]
    [Passes("""{ "properties": { "systemDatastoresAuthMode": "identity" } }""")]
    [Fails("""{ "properties": { "systemDatastoresAuthMode": "AccessKey" } }""")]
    [Fails("""{ "properties": { "systemDatastoresAuthMode": "UserDelegationSAS" } }""", Because = "Better than a key, and still a token that can be passed on: Low.", Severity = Severity.Low)]
    [Fails("""{ "properties": { } }""")]
    [Skips("""{ "kind": "Project", "properties": { } }""")]
    public static Verdict DatastoresByIdentity(MlWorkspace workspace) =>
        workspace.IsProject ? NotApplicable(OfHub)
        : workspace.Properties?.SystemDatastoresAuthMode.Is("Identity") is true ? Pass("System datastores are reached by identity.")
        : workspace.Properties?.SystemDatastoresAuthMode.Is("UserDelegationSAS") is true ? Fail("System datastores are reached by tokens of users.", Severity.Low)
        : Fail($"System datastores are reached by {workspace.Properties?.SystemDatastoresAuthMode ?? "AccessKey"}.");

    [Repair("AZ-IAM-015", "azure/ml/Workspace")]
    internal static IEnumerable<Wish> ReachByIdentity(MlWorkspace workspace) =>
        [MachineLearningSettings.Workspace.Wish(workspace, new() { ["properties.systemDatastoresAuthMode"] = "Identity" }, "Users and computes without a role on the data of the storage account do not reach it.")];

    [Check("AZ-NET-009", Severity.High, "Machine Learning workspace is not reachable from the internet",
        Risk = "Notebooks, data and keys are one stolen sign-in away, from anywhere.",
        Advice = "Disable public network access to the workspace.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM02, ML05", Atlas = "AML.T0049",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-configure-private-link")]
    [Passes("""{ "properties": { "publicNetworkAccess": "Disabled" } }""")]
    [Fails("""{ "properties": { "publicNetworkAccess": "Disabled", "allowPublicAccessWhenBehindVnet": true } }""")]
    [Fails("""{ "properties": { "publicNetworkAccess": "Enabled" } }""")]
    [Fails("""{ "properties": { } }""")]
    [Skips("""{ "kind": "project", "properties": { "publicNetworkAccess": "Enabled" } }""")]
    public static Verdict NotPublic(MlWorkspace workspace) =>
        workspace.IsProject ? NotApplicable(OfHub)
        : workspace.Properties?.AllowPublicAccessWhenBehindVnet is true ? Fail("The public may come in although there are private endpoints.")
        : Networks.IsClosed(workspace.Properties?.PublicNetworkAccess) ? Pass($"Public network access is {workspace.Properties!.PublicNetworkAccess}.")
        : Fail("Public network access is on.");

    [Repair("AZ-NET-009", "azure/ml/Workspace", First = "AZ-NET-010")]
    internal static IEnumerable<Wish> Close(MlWorkspace workspace) =>
        [MachineLearningSettings.Workspace.Wish(workspace, new() { ["properties.publicNetworkAccess"] = "Disabled", ["properties.allowPublicAccessWhenBehindVnet"] = false }, "Whoever does not come by a private endpoint is shut out.")];

    [Check("AZ-NET-010", Severity.Medium, "Machine Learning workspace has an approved private endpoint",
        Risk = "Everybody works over public addresses, and public access cannot be switched off.",
        Advice = "Create a private endpoint for the workspace, with its private DNS zones.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0049",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-configure-private-link")]
    [Command("az network private-endpoint create --name NEW_ENDPOINT_NAME --resource-group {resourceGroups} --vnet-name VNET_NAME --subnet SUBNET_NAME --private-connection-resource-id {Id} --group-id amlworkspace --connection-name NEW_CONNECTION_NAME --subscription {Scope} && az network private-dns zone create --resource-group {resourceGroups} --name privatelink.api.azureml.ms --subscription {Scope} && az network private-dns link vnet create --resource-group {resourceGroups} --zone-name privatelink.api.azureml.ms --name NEW_LINK_NAME --virtual-network VNET_ID --registration-enabled false --subscription {Scope} && az network private-endpoint dns-zone-group create --resource-group {resourceGroups} --endpoint-name NEW_ENDPOINT_NAME --name default --private-dns-zone privatelink.api.azureml.ms --zone-name account --subscription {Scope}")]
    [Passes("""{ "properties": { "privateEndpointConnections": [ { "properties": { "privateLinkServiceConnectionState": { "status": "Approved" } } } ] } }""")]
    [Fails("""{ "properties": { "privateEndpointConnections": [ { "properties": { "privateLinkServiceConnectionState": { "status": "Pending" } } } ] } }""")]
    [Fails("""{ "properties": { "publicNetworkAccess": "Disabled" } }""")]
    [Skips("""{ "kind": "Project", "properties": { } }""")]
    public static Verdict PrivateEndpoint(MlWorkspace workspace) =>
        workspace.IsProject ? NotApplicable(OfHub) : Networks.PrivateEndpoint(workspace.Properties?.PrivateEndpointConnections);

    [Check("AZ-NET-011", Severity.High, "Machine Learning workspace lets only approved traffic out",
        Risk = "Code in a notebook or a job sends training data anywhere.",
        Advice = "Switch the managed network on with AllowOnlyApprovedOutbound.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.MayBreak, Owasp = "LLM02, LLM03", Atlas = "AML.T0025",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-managed-network")]
    [Command("""az rest --method patch --url '{Id}?api-version=2025-06-01' --body '{"properties":{"managedNetwork":{"isolationMode":"AllowOnlyApprovedOutbound"}}}' && az rest --method post --url '{Id}/provisionManagedNetwork?api-version=2025-06-01' --body '{"includeSpark":true}'""")]
    [Passes("""{ "properties": { "managedNetwork": { "isolationMode": "AllowOnlyApprovedOutbound" } } }""")]
    [Fails("""{ "properties": { "managedNetwork": { "isolationMode": "allowInternetOutbound" } } }""", Because = "Nobody comes in, everything goes out: Medium.", Severity = Severity.Medium)]
    [Fails("""{ "properties": { "managedNetwork": { "isolationMode": "Disabled" } } }""")]
    [Fails("""{ "properties": { } }""")]
    [Skips("""{ "kind": "Project", "properties": { } }""")]
    public static Verdict ApprovedOnly(MlWorkspace workspace) =>
        workspace.IsProject ? NotApplicable(OfHub)
        : workspace.Properties?.ManagedNetwork?.IsolationMode.Is("AllowOnlyApprovedOutbound") is true ? Pass("Only approved traffic leaves.")
        : workspace.Properties?.ManagedNetwork?.IsolationMode.Is("AllowInternetOutbound") is true ? Fail("The managed network lets everything out.", Severity.Medium)
        : Fail("There is no managed network.");

    [Check("AZ-NET-012", Severity.Medium, "Managed network of a workspace has no rule for the whole internet",
        Risk = "One rule for every host, and approval means nothing.",
        Advice = "Replace the rule by the hosts that are really needed.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0025",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-managed-network")]
    [Command("""az rest --method get --url '{Id}/outboundRules?api-version=2025-06-01' && az rest --method put --url '{Id}/outboundRules/NEW_RULE_NAME?api-version=2025-06-01' --body '{"properties":{"type":"FQDN","category":"UserDefined","destination":"HOST_NAME"}}' && az rest --method delete --url '{Id}/outboundRules/WIDE_RULE_NAME?api-version=2025-06-01'""")]
    [Passes("""{ "properties": { "managedNetwork": { "isolationMode": "AllowOnlyApprovedOutbound", "outboundRules": { "pypi": { "type": "FQDN", "destination": "pypi.org" }, "kv": { "type": "ServiceTag", "destination": { "serviceTag": "AzureKeyVault" } } } } } }""")]
    [Fails("""{ "properties": { "managedNetwork": { "isolationMode": "AllowOnlyApprovedOutbound", "outboundRules": { "all": { "type": "FQDN", "destination": "*" } } } } }""")]
    [Fails("""{ "properties": { "managedNetwork": { "isolationMode": "AllowOnlyApprovedOutbound", "outboundRules": { "all": { "type": "fqdn", "destination": "*.*" } } } } }""")]
    [Fails("""{ "properties": { "managedNetwork": { "isolationMode": "AllowOnlyApprovedOutbound", "outboundRules": { "all": { "type": "ServiceTag", "destination": { "serviceTag": "internet" } } } } } }""")]
    [Skips("""{ "properties": { "managedNetwork": { "isolationMode": "AllowInternetOutbound", "outboundRules": { "all": { "type": "FQDN", "destination": "*" } } } } }""", Because = "Everything goes out anyway, which AZ-NET-011 says.")]
    [Skips("""{ "properties": { } }""")]
    [CannotSay("""{ "properties": { "managedNetwork": { "isolationMode": "AllowOnlyApprovedOutbound" } } }""")]
    [Passes("""{ "properties": { "managedNetwork": { "isolationMode": "AllowOnlyApprovedOutbound", "outboundRules": { "all": { "type": "PrivateEndpoint", "destination": EACH } } } } }""", Each = ["\"*\"", "{ \"serviceTag\": \"Internet\" }"], Because = "A private endpoint leads to one resource.")]
    public static Verdict NoRuleForAll(MlWorkspace workspace)
    {
        if (workspace.Properties?.ManagedNetwork is not { } network || !network.IsolationMode.Is("AllowOnlyApprovedOutbound"))
        {
            return NotApplicable("Traffic is not limited to rules.");
        }
        if (network.OutboundRules is not { } rules)
        {
            return Unknown("The workspace does not show its rules.");
        }
        var wide = rules.Where(rule => IsForAll(rule.Value)).Select(rule => rule.Key).ToList();
        return wide.Count > 0 ? Fail($"{string.Join(", ", wide)} lets everything out.") : Pass($"None of {rules.Count} rules is for the whole internet.");
    }

    [Check("AZ-NET-019", Severity.Medium, "Serverless compute of a workspace has no public address",
        Risk = "Jobs that nobody gave a compute run on nodes that the internet can reach.",
        Advice = "Switch public addresses of serverless compute off.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0049",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-use-serverless-compute")]
    [Passes("""{ "properties": { "serverlessComputeSettings": { "serverlessComputeNoPublicIP": true } } }""")]
    [Passes("""{ "properties": { "managedNetwork": { "isolationMode": "AllowOnlyApprovedOutbound" } } }""", Because = "In a managed network nodes have none.")]
    [Fails("""{ "properties": { "serverlessComputeSettings": { "serverlessComputeNoPublicIP": false } } }""")]
    [Fails("""{ "properties": { "managedNetwork": { "isolationMode": "Disabled" } } }""")]
    [Skips("""{ "kind": "Project", "properties": { } }""")]
    [Passes("""{ "properties": { "managedNetwork": { "isolationMode": "AllowInternetOutbound" } } }""")]
    public static Verdict ServerlessPrivate(MlWorkspace workspace) =>
        workspace.IsProject ? NotApplicable(OfHub)
        : workspace.Properties?.ServerlessComputeSettings?.ServerlessComputeNoPublicIP is true ? Pass("Serverless compute has no public address.")
        : IsManaged(workspace) ? Pass("Serverless compute runs in the managed network.")
        : Fail("Serverless compute has public addresses.");

    [Repair("AZ-NET-019", "azure/ml/Workspace")]
    internal static IEnumerable<Wish> NoAddresses(MlWorkspace workspace) =>
        [MachineLearningSettings.Workspace.Wish(workspace, workspace.Identity.Id, state => Private(state))];

    private static JsonObject Private(JsonObject? state)
    {
        state ??= [];
        var settings = state["properties.serverlessComputeSettings"]?.DeepClone() as JsonObject ?? [];
        settings["serverlessComputeNoPublicIP"] = true;
        state["properties.serverlessComputeSettings"] = settings;
        return state;
    }

    [Check("AZ-MON-003", Severity.High, "Machine Learning workspace logs its events",
        Risk = "Nobody can say afterwards who ran which job on which data.",
        Advice = "Send the audit logs to a Log Analytics workspace with a diagnostic setting.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0024",
        Link = "https://learn.microsoft.com/azure/machine-learning/monitor-azure-machine-learning")]
    [Passes("""{ }""", """WorkspaceDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "AmlRunStatusChangedEvent", "enabled": true } ] } }""")]
    [Passes("""{ }""", """WorkspaceDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.OperationalInsights/workspaces/example", "logs": [ { "categoryGroup": "audit", "enabled": true } ] } }""", "LogWorkspace { }")]
    [Fails("""{ }""", """WorkspaceDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "AmlRunStatusChangedEvent", "enabled": false } ] } }""")]
    [Fails("""{ }""")]
    public static Verdict Logged(MlWorkspace workspace, Inventory<WorkspaceDiagnosticSetting> settings, Inventory<LogWorkspace> workspaces) =>
        DiagnosticLogs.Judge(settings.Of(workspace), workspaces, ("AmlRunStatusChangedEvent", "audit"));

    [Repair("AZ-MON-003", "azure/monitor/DiagnosticSetting", Needs = "-LogWorkspaceId")]
    internal static IEnumerable<Wish> Log(MlWorkspace workspace, RepairChoices choices) => [MonitorSettings.Logs(workspace, choices.LogWorkspaceId)];

    [Check("AZ-DATA-003", Severity.Medium, "Machine Learning workspace encrypts with a key of yours",
        Risk = "Experiments, models and metadata cannot be locked by you, whatever happens.",
        Advice = "Create the workspace anew with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://learn.microsoft.com/azure/machine-learning/concept-customer-managed-keys")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-06-01' && az rest --method put --url '/subscriptions/{Scope}/resourceGroups/{resourceGroups}/providers/Microsoft.MachineLearningServices/workspaces/NEW_NAME?api-version=2025-06-01' --body '{"location":"{location}","identity":{"type":"SystemAssigned"},"properties":{"storageAccount":"STORAGE_ACCOUNT_ID","keyVault":"KEY_VAULT_ID","applicationInsights":"APPLICATION_INSIGHTS_ID","encryption":{"status":"Enabled","keyVaultProperties":{"keyVaultArmId":"KEY_VAULT_ID","keyIdentifier":"KEY_URI"}}}}'""")]
    [Passes("""{ "properties": { "encryption": { "status": "Enabled" } } }""")]
    [Fails("""{ "properties": { "encryption": { "status": "Disabled" } } }""")]
    [Fails("""{ "properties": { } }""")]
    [Skips("""{ "kind": "Project", "properties": { } }""")]
    public static Verdict OwnKey(MlWorkspace workspace) =>
        workspace.IsProject ? NotApplicable(OfHub)
        : workspace.Properties?.Encryption?.Status.Is("Enabled") is true ? Pass("The key is yours.") : Fail("The key is Microsoft's.");

    [Check("AZ-DATA-004", Severity.Low, "Workspace for sensitive data is marked as of high business impact",
        Risk = "Microsoft gets telemetry about sensitive data, and local disks of clusters are not encrypted.",
        Advice = "Create the workspace anew with the flag for high business impact.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://learn.microsoft.com/azure/machine-learning/concept-data-encryption")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-06-01' && az rest --method put --url '/subscriptions/{Scope}/resourceGroups/{resourceGroups}/providers/Microsoft.MachineLearningServices/workspaces/NEW_NAME?api-version=2025-06-01' --body '{"location":"{location}","identity":{"type":"SystemAssigned"},"properties":{"storageAccount":"STORAGE_ACCOUNT_ID","keyVault":"KEY_VAULT_ID","applicationInsights":"APPLICATION_INSIGHTS_ID","hbiWorkspace":true}}'""")]
    [Passes("""{ "tags": { "Data-Classification": "Highly Confidential" }, "properties": { "hbiWorkspace": true } }""")]
    [Fails("""{ "tags": { "sensitivity": "restricted" }, "properties": { "hbiWorkspace": false } }""")]
    [Fails("""{ "tags": { "dataClass": "PII" }, "properties": { } }""")]
    [Skips("""{ "tags": { "dataClass": "public" }, "properties": { } }""")]
    [Skips("""{ "tags": { "team": "sensitive" }, "properties": { } }""")]
    [Skips("""{ "properties": { } }""", Because = "No tag says what data it holds.")]
    [Skips("""{ "kind": "Project", "tags": { "dataClass": "secret" }, "properties": { } }""")]
    [Fails("""{ "tags": { "EACH": "restricted" }, "properties": { } }""", Each = ["classification", "confidentiality"])]
    [Fails("""{ "tags": { "dataClass": "EACH" }, "properties": { } }""", Each = ["sensitive", "confidential", "secret", "phi", "high"])]
    public static Verdict HighImpact(MlWorkspace workspace)
    {
        var sensitive = (workspace.Tags ?? new Dictionary<string, string?>()).FirstOrDefault(tag =>
            s_classTags.Any(name => tag.Key.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).Contains(name, StringComparison.OrdinalIgnoreCase))
            && s_sensitive.Any(word => tag.Value?.Contains(word, StringComparison.OrdinalIgnoreCase) is true));
        return workspace.IsProject ? NotApplicable(OfHub)
            : sensitive.Key is null ? NotApplicable("No tag says that its data are sensitive.")
            : workspace.Properties?.HbiWorkspace is true ? Pass("The workspace is of high business impact.")
            : Fail($"The tag {sensitive.Key} says {sensitive.Value}, and the flag is off.");
    }

    /// <summary>Whether Microsoft manages a network for it.</summary>
    public static bool IsManaged(MlWorkspace? workspace) =>
        workspace?.Properties?.ManagedNetwork?.IsolationMode.Is("AllowOnlyApprovedOutbound", "AllowInternetOutbound") is true;

    private static bool IsForAll(OutboundRule rule) =>
        rule.Destination is { } destination && (rule.Type.Is("FQDN") && destination.ValueKind == System.Text.Json.JsonValueKind.String && destination.GetString() is "*" or "*.*"
            || rule.Type.Is("ServiceTag") && destination.ValueKind == System.Text.Json.JsonValueKind.Object && destination.TryGetProperty("serviceTag", out var tag) && tag.ToString().Is("Internet"));
}
