using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on online and serverless endpoints, and on what runs behind them.</summary>
internal static class EndpointChecks
{
    [Check("AZ-MON-006", Severity.Medium, "Registry logs who reads and writes models",
        Risk = "Who replaced a model that all workspaces use cannot be said afterwards.",
        Advice = "Send the logs of reads and writes to a Log Analytics workspace with a diagnostic setting.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM03", Atlas = "AML.T0010",
        Link = "https://learn.microsoft.com/azure/machine-learning/monitor-azure-machine-learning-reference")]
    [Passes("{ }", """RegistryDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "RegistryAssetReadEvent", "enabled": true }, { "category": "RegistryAssetWriteEvent", "enabled": true } ] } }""")]
    [Passes("{ }", """RegistryDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.OperationalInsights/workspaces/example", "logs": [ { "categoryGroup": "audit", "enabled": true } ] } }""", "LogWorkspace { }")]
    [Fails("{ }", """RegistryDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "RegistryAssetReadEvent", "enabled": true }, { "category": "RegistryAssetWriteEvent", "enabled": false } ] } }""")]
    [Fails("{ }")]
    public static Verdict RegistryLogged(MlRegistry registry, Inventory<RegistryDiagnosticSetting> settings, Inventory<LogWorkspace> workspaces) =>
        DiagnosticLogs.Judge(settings.Of(registry), workspaces, ("RegistryAssetReadEvent", "audit"), ("RegistryAssetWriteEvent", "audit"));

    [Repair("AZ-MON-006", "azure/monitor/DiagnosticSetting", Needs = "-LogWorkspaceId")]
    internal static IEnumerable<Wish> LogRegistry(MlRegistry registry, RepairChoices choices) => [MonitorSettings.Logs(registry, choices.LogWorkspaceId)];

    [Check("AZ-IAM-020", Severity.High, "Online endpoint takes Entra tokens only",
        Risk = "Whoever finds the key calls the model, and nobody can tell callers apart.",
        Advice = "Set the endpoint's authentication to AADToken.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10, ML05", Atlas = "AML.T0040, AML.T0055",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-authenticate-online-endpoint")]
    [Passes("""{ "properties": { "authMode": "aadToken" } }""")]
    [Fails("""{ "properties": { "authMode": "Key" } }""")]
    [Fails("""{ "properties": { "authMode": "AMLToken" } }""")]
    [CannotSay("""{ "properties": { } }""")]
    public static Verdict EntraOnly(OnlineEndpoint endpoint) =>
        endpoint.Properties?.AuthMode is not { Length: > 0 } mode ? Unknown("The endpoint does not say how callers sign in.")
        : mode.Is("AADToken") ? Pass("Callers sign in with Entra ID.")
        : Fail($"Callers sign in by {mode}.");

    [Repair("AZ-IAM-020", "azure/ml/OnlineEndpoint")]
    internal static IEnumerable<Wish> TakeEntraOnly(OnlineEndpoint endpoint) =>
        [MachineLearningSettings.OnlineEndpoint.Wish(endpoint, new() { ["properties.authMode"] = "AADToken" }, "Whoever calls with a key or a token of the workspace is refused.")];

    [Check("AZ-NET-020", Severity.High, "Online endpoint is not reachable from the internet",
        Risk = "Anybody with a key queries the model from anywhere, until he has a copy of it.",
        Advice = "Disable public network access to the endpoint.",
        Tip = Tip.PublicExposure | Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM10, ML05, ML03", Atlas = "AML.T0040, AML.T0024",
        Link = "https://learn.microsoft.com/azure/machine-learning/concept-secure-online-endpoint")]
    [Passes("""{ "properties": { "publicNetworkAccess": "Disabled" } }""")]
    [Fails("""{ "properties": { "publicNetworkAccess": "Enabled" } }""")]
    [Fails("""{ "properties": { } }""")]
    public static Verdict NotPublic(OnlineEndpoint endpoint) =>
        Networks.IsClosed(endpoint.Properties?.PublicNetworkAccess) ? Pass("Public network access is off.") : Fail("Public network access is on.");

    [Repair("AZ-NET-020", "azure/ml/OnlineEndpoint")]
    internal static IEnumerable<Wish> Close(OnlineEndpoint endpoint) =>
        [MachineLearningSettings.OnlineEndpoint.Wish(endpoint, new() { ["properties.publicNetworkAccess"] = "Disabled" }, "Whoever does not come by a private endpoint of the workspace is shut out.")];

    [Check("AZ-MON-004", Severity.Medium, "Online endpoint logs its traffic",
        Risk = "Theft of the model by many queries leaves no trace.",
        Advice = "Send the traffic, console and event logs to a Log Analytics workspace.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "ML03, ML05", Atlas = "AML.T0024, AML.T0040",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-monitor-online-endpoints")]
    [Passes("""{ }""", """EndpointDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "AmlOnlineEndpointTrafficLog", "enabled": true }, { "category": "AmlOnlineEndpointConsoleLog", "enabled": true }, { "category": "AmlOnlineEndpointEventLog", "enabled": true } ] } }""")]
    [Passes("""{ }""", """EndpointDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.OperationalInsights/workspaces/example", "logs": [ { "categoryGroup": "allLogs", "enabled": true } ] } }""", "LogWorkspace { }")]
    [Fails("""{ }""", """EndpointDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "AmlOnlineEndpointConsoleLog", "enabled": true }, { "category": "AmlOnlineEndpointEventLog", "enabled": true } ] } }""")]
    [Fails("""{ }""", """EndpointDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "AmlOnlineEndpointTrafficLog", "enabled": true }, { "category": "AmlOnlineEndpointEventLog", "enabled": true } ] } }""")]
    [Fails("""{ }""", """EndpointDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "AmlOnlineEndpointTrafficLog", "enabled": true }, { "category": "AmlOnlineEndpointConsoleLog", "enabled": true } ] } }""")]
    [Fails("""{ }""")]
    public static Verdict Logged(OnlineEndpoint endpoint, Inventory<EndpointDiagnosticSetting> settings, Inventory<LogWorkspace> workspaces) =>
        DiagnosticLogs.Judge(settings.Of(endpoint), workspaces, ("AmlOnlineEndpointTrafficLog", null), ("AmlOnlineEndpointConsoleLog", null), ("AmlOnlineEndpointEventLog", null));

    [Repair("AZ-MON-004", "azure/monitor/DiagnosticSetting", Needs = "-LogWorkspaceId")]
    internal static IEnumerable<Wish> Log(OnlineEndpoint endpoint, RepairChoices choices) => [MonitorSettings.Logs(endpoint, choices.LogWorkspaceId)];

    [Check("AZ-NET-021", Severity.Medium, "Model behind an online endpoint cannot call the internet",
        Risk = "The scoring code, or a library of it, sends requests and data anywhere.",
        Advice = "Create the deployment anew without public egress, or give the workspace a managed network.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0025",
        Link = "https://learn.microsoft.com/azure/machine-learning/concept-secure-online-endpoint")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-06-01' && az rest --method put --url '{ParentId}/deployments/NEW_NAME?api-version=2025-06-01' --body '{"location":"{location}","sku":{"name":"Default","capacity":1},"properties":{"endpointComputeType":"Managed","instanceType":"{properties.instanceType}","model":"{properties.model}","egressPublicNetworkAccess":"Disabled"}}'""")]
    [Passes("""{ "properties": { "egressPublicNetworkAccess": "Disabled" } }""")]
    [Passes("""{ "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.MachineLearningServices/workspaces/example/onlineEndpoints/e/deployments/blue", "properties": { } }""",
        """MlWorkspace { "properties": { "managedNetwork": { "isolationMode": "AllowOnlyApprovedOutbound" } } }""")]
    [Fails("""{ "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.MachineLearningServices/workspaces/example/onlineEndpoints/e/deployments/blue", "properties": { } }""",
        """MlWorkspace { "properties": { "managedNetwork": { "isolationMode": "AllowInternetOutbound" } } }""")]
    [Fails("""{ "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.MachineLearningServices/workspaces/example/onlineEndpoints/e/deployments/blue", "properties": { "egressPublicNetworkAccess": "Enabled" } }""", "MlWorkspace { }")]
    [Skips("""{ "properties": { "endpointComputeType": "Kubernetes" } }""", Because = "The cluster's own network decides.")]
    [CannotSay("""{ "properties": { "egressPublicNetworkAccess": "Enabled" } }""", Because = "The workspace is not there.")]
    public static Verdict NoEgress(OnlineDeployment deployment, Inventory<MlWorkspace> workspaces) =>
        deployment.Properties?.EndpointComputeType.Is("Kubernetes") is true ? NotApplicable("The cluster's own network decides.")
        : deployment.Properties?.EgressPublicNetworkAccess.Is("Disabled") is true ? Pass("Public egress is off.")
        : workspaces.Find(AzureIdentity.Whole(deployment.Identity.Id, "onlineEndpoints")) is not { } workspace ? Unknown("The workspace of the deployment was not found.")
        : workspace.Properties?.ManagedNetwork?.IsolationMode.Is("AllowOnlyApprovedOutbound") is true ? Pass("The workspace's managed network lets only approved traffic out.")
        : Fail("Public egress is on, and no managed network limits it.");

    [Check("AZ-MON-008", Severity.Medium, "Inputs and outputs of the model behind an online endpoint are collected",
        Risk = "Drift, inversion and theft show in what is asked and answered, which nobody keeps.",
        Advice = "Collect the model's inputs and outputs with the data collector.",
        Tip = Tip.TheftSignature | Tip.ModelMonitoring, Remedy = Remedy.MayBreak, Owasp = "ML03, ML05, ML08", Atlas = "AML.T0024",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-collect-production-data")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-06-01' && az rest --method put --url '{ParentId}/deployments/NEW_NAME?api-version=2025-06-01' --body '{"location":"{location}","sku":{"name":"Default","capacity":1},"properties":{"endpointComputeType":"Managed","instanceType":"{properties.instanceType}","model":"{properties.model}","dataCollector":{"collections":{"model_inputs":{"dataCollectionMode":"Enabled"},"model_outputs":{"dataCollectionMode":"Enabled"}}}}}'""")]
    [Passes("""{ "properties": { "dataCollector": { "collections": { "model_inputs": { "dataCollectionMode": "Enabled" }, "model_outputs": { "dataCollectionMode": "enabled" } } } } }""")]
    [Passes("""{ "properties": { "dataCollector": { "collections": { "request": { "dataCollectionMode": "Enabled" }, "response": { "dataCollectionMode": "Enabled" } } } } }""")]
    [Fails("""{ "properties": { "dataCollector": { "collections": { "model_inputs": { "dataCollectionMode": "Enabled" }, "model_outputs": { "dataCollectionMode": "Disabled" } } } } }""")]
    [Fails("""{ "properties": { "dataCollector": { "collections": { "model_outputs": { "dataCollectionMode": "Enabled" } } } } }""")]
    [Fails("""{ "properties": { } }""")]
    [Skips("""{ "properties": { "endpointComputeType": "Kubernetes", "dataCollector": null } }""", Because = "The data collector is there on managed endpoints.")]
    public static Verdict Collected(OnlineDeployment deployment)
    {
        if (deployment.Properties?.EndpointComputeType.Is("Kubernetes") is true)
        {
            return NotApplicable("The data collector is there on managed endpoints.");
        }
        var kept = (deployment.Properties?.DataCollector?.Collections ?? new Dictionary<string, DataCollection>())
            .Where(collection => collection.Value?.DataCollectionMode.Is("Enabled") is true).Select(collection => collection.Key).ToList();
        var (inputs, outputs) = (kept.Exists(name => name.Is("model_inputs", "request")), kept.Exists(name => name.Is("model_outputs", "response")));
        return inputs && outputs ? Pass($"Collected: {string.Join(", ", kept)}.")
            : Fail(inputs ? "Outputs are not collected." : outputs ? "Inputs are not collected." : "Neither inputs nor outputs are collected.");
    }

    [Check("AZ-DATA-016", Severity.High, "Model behind an online endpoint has no secret in its settings",
        Risk = "Everybody who may look at the deployment reads the key.",
        Advice = "Move the secret to a key vault, rotate it, and let the endpoint's identity read it.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0055",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-deploy-online-endpoint-with-secret-injection")]
    [Command("""az keyvault secret set --vault-name VAULT_NAME --name NEW_SECRET_NAME --file secret.txt && az rest --method get --url '{Id}?api-version=2025-06-01' && az rest --method put --url '{ParentId}/deployments/NEW_NAME?api-version=2025-06-01' --body '{"location":"{location}","sku":{"name":"Default","capacity":1},"properties":{"endpointComputeType":"Managed","instanceType":"{properties.instanceType}","model":"{properties.model}","environmentVariables":{"SECRET_URI":"KEY_VAULT_SECRET_URI"}}}'""")]
    [Passes("""{ "properties": { "environmentVariables": { "LOG_LEVEL": "debug" } } }""")]
    [Passes("""{ "properties": { "environmentVariables": { "API_KEY": "${{azureml://connections/openai/credentials/api_key}}" } } }""", Because = "The secret is injected.")]
    [Fails("""{ "properties": { "environmentVariables": { "LOG_LEVEL": "debug", "OPENAI_API_KEY": "sk-proj-abcdefghijklmnopqrstuvwx" } } }""")]
    [Skips("""{ "properties": { "environmentVariables": {} } }""")]
    [Skips("""{ "properties": { } }""")]
    public static Verdict NoSecret(OnlineDeployment deployment) =>
        deployment.Properties?.EnvironmentVariables is not { Count: > 0 } variables ? NotApplicable("There are no environment variables.")
        : variables.Where(variable => Redaction.IsSecret(variable.Value)).Select(variable => $"{variable.Key} ({variable.Value![1..^1]})").ToList() is { Count: > 0 } secrets
            ? Fail($"Environment variables look like secrets: {string.Join(", ", secrets)}.")
        : Pass($"None of {variables.Count} environment variables looks like a secret.");

    [Check("AZ-IAM-021", Severity.High, "Serverless model takes no keys",
        Risk = "Whoever finds the key uses the model at your cost.",
        Advice = "Create the endpoint anew with Entra ID.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0040",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-deploy-models-serverless")]
    [Passes("""{ "properties": { "authMode": "AAD" } }""")]
    [Fails("""{ "properties": { "authMode": "Key" } }""")]
    [Fails("""{ "properties": { "authMode": "keyAndAAD" } }""")]
    [CannotSay("""{ "properties": { } }""")]
    public static Verdict ServerlessNoKeys(ServerlessEndpoint endpoint) =>
        endpoint.Properties?.AuthMode is not { Length: > 0 } mode ? Unknown("The endpoint does not say how callers sign in.")
        : mode.Is("AAD") ? Pass("Callers sign in with Entra ID.") : Fail($"Callers sign in by {mode}.");

    [Repair("AZ-IAM-021", "azure/ml/ServerlessEndpoint")]
    internal static IEnumerable<Wish> ServerlessRefuseKeys(ServerlessEndpoint endpoint) =>
        [MachineLearningSettings.ServerlessEndpoint.Wish(endpoint, new() { ["properties.authMode"] = "AAD" }, "Whoever calls with a key is refused.")];

    [Check("AZ-MON-016", Severity.High, "Serverless model has content safety",
        Risk = "The model answers what it should refuse.",
        Advice = "Enable content safety on the endpoint.",
        Tip = Tip.TheftSignature, Remedy = Remedy.MayBreak, Owasp = "LLM01, LLM05", Atlas = "AML.T0054",
        Link = "https://learn.microsoft.com/azure/machine-learning/concept-model-catalog")]
    [Passes("""{ "properties": { "contentSafety": { "contentSafetyStatus": "enabled" } } }""")]
    [Fails("""{ "properties": { "contentSafety": { "contentSafetyStatus": "Disabled" } } }""")]
    [Fails("""{ "properties": { } }""")]
    public static Verdict ServerlessSafe(ServerlessEndpoint endpoint) =>
        endpoint.Properties?.ContentSafety?.ContentSafetyStatus.Is("Enabled") is true ? Pass("Content safety is on.") : Fail("Content safety is off.");

    [Repair("AZ-MON-016", "azure/ml/ServerlessEndpoint")]
    internal static IEnumerable<Wish> ServerlessFilter(ServerlessEndpoint endpoint) =>
        [MachineLearningSettings.ServerlessEndpoint.Wish(endpoint, new() { ["properties.contentSafety"] = new JsonObject { ["contentSafetyStatus"] = "Enabled" } }, "What is found harmful is refused, be it rightly or not.")];

    [Check("AZ-NET-022", Severity.Medium, "Machine Learning registry is not reachable from the internet",
        Risk = "Models and environments that many workspaces trust can be reached from anywhere.",
        Advice = "Disable public network access to the registry.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0010",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-registry-network-isolation")]
    [Passes("""{ "properties": { "publicNetworkAccess": "Disabled" } }""")]
    [Fails("""{ "properties": { "publicNetworkAccess": "Enabled" } }""")]
    [Fails("""{ "properties": { } }""")]
    public static Verdict RegistryNotPublic(MlRegistry registry) =>
        Networks.IsClosed(registry.Properties?.PublicNetworkAccess) ? Pass("Public network access is off.") : Fail("Public network access is on.");

    [Repair("AZ-NET-022", "azure/ml/Registry")]
    internal static IEnumerable<Wish> CloseRegistry(MlRegistry registry) =>
        [MachineLearningSettings.Registry.Wish(registry, new() { ["properties.publicNetworkAccess"] = "Disabled" }, "Workspaces and people who do not come by a private endpoint are shut out.")];
}
