using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on how long logs are kept, on what watches models, and on connections of workspaces.</summary>
internal static class MonitoringChecks
{
    private const int KeptDays = 90;

    [Check("AZ-MON-007", Severity.Medium, "Logs of AI services are kept for 90 days",
        Risk = "When theft is noticed, after months as a rule, the logs are gone.",
        Advice = "Set the retention of the Log Analytics workspace to 90 days or more.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0024",
        Link = "https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure")]
    [Passes("{ }", """AccountDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.OperationalInsights/workspaces/example" } }""", """LogWorkspace { "properties": { "retentionInDays": 90 } }""")]
    [Passes("{ }", """AccountDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.OperationalInsights/workspaces/short" } }""", """AccountDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.OperationalInsights/workspaces/long" } }""", """LogWorkspace { "name": "short", "properties": { "retentionInDays": 30 } }""", """LogWorkspace { "name": "long", "properties": { "retentionInDays": 365 } }""", Because = "One of two is enough.")]
    [Fails("{ }", """AccountDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.OperationalInsights/workspaces/example" } }""", """LogWorkspace { "properties": { "retentionInDays": 89 } }""")]
    [CannotSay("{ }", """AccountDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.OperationalInsights/workspaces/example" } }""", """LogWorkspace { "properties": { } }""")]
    [Skips("{ }", """AccountDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa" } }""")]
    [Skips("{ }", """AccountDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.OperationalInsights/workspaces/gone" } }""", Because = "The workspace is gone, which AZ-MON-001 says.")]
    [Skips("{ }")]
    public static Verdict Kept(CognitiveAccount account, Inventory<AccountDiagnosticSetting> settings, Inventory<LogWorkspace> workspaces)
    {
        var kept = settings.Of(account).Select(setting => workspaces.Find(setting.Properties?.WorkspaceId)).OfType<LogWorkspace>().ToList();
        return kept.Count == 0 ? NotApplicable("The account sends no logs to a workspace.")
            : kept.Max(workspace => workspace.Properties?.RetentionInDays) is not { } days ? Unknown("The workspace does not say how long it keeps logs.")
            : days >= KeptDays ? Pass($"Logs are kept for {days} days.") : Fail($"Logs are kept for {days} days.");
    }

    [Repair("AZ-MON-007", "azure/monitor/LogWorkspace")]
    internal static IEnumerable<Wish> KeepLonger(CognitiveAccount account, Inventory<AccountDiagnosticSetting> settings, Inventory<LogWorkspace> workspaces) =>
        settings.Of(account).Select(setting => workspaces.Find(setting.Properties?.WorkspaceId)).OfType<LogWorkspace>().MaxBy(workspace => workspace.Properties?.RetentionInDays) is { } longest
            ? [MonitorSettings.LogWorkspace.Wish(longest, new() { ["properties.retentionInDays"] = KeptDays })]
            : [];

    [Check("AZ-MON-009", Severity.Medium, "Model of an online endpoint is monitored",
        Risk = "Drift, and data that somebody poisons the model with, are noticed by its users.",
        Advice = "Schedule a monitor for the endpoint's model.",
        Tip = Tip.ModelMonitoring, Remedy = Remedy.Safe, Owasp = "ML03, ML08", Atlas = "AML.T0024",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-monitor-model-performance")]
    [Command("az rest --method put --url '{ParentId}/schedules/NEW_NAME?api-version=2025-06-01' --body '@schedule.json'")]
    [Passes("""{ "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.MachineLearningServices/workspaces/example/onlineEndpoints/score", "name": "example/score" }""", "MlWorkspace { }", """MlSchedule { "properties": { "isEnabled": true, "action": { "actionType": "CreateMonitor", "monitorDefinition": { "monitoringTarget": { "deploymentId": "azureml:Score:blue" } } } } }""")]
    [Passes("""{ "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.MachineLearningServices/workspaces/example/onlineEndpoints/score" }""", "MlWorkspace { }", """MlSchedule { "properties": { "action": { "actionType": "createMonitor", "monitorDefinition": { "monitoringTarget": { "deploymentId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.MachineLearningServices/workspaces/example/onlineEndpoints/score/deployments/blue" } } } } }""")]
    [Fails("""{ "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.MachineLearningServices/workspaces/example/onlineEndpoints/score" }""", "MlWorkspace { }", """MlSchedule { "properties": { "isEnabled": false, "action": { "actionType": "CreateMonitor", "monitorDefinition": { "monitoringTarget": { "deploymentId": "azureml:score:blue" } } } } }""")]
    [Fails("""{ "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.MachineLearningServices/workspaces/example/onlineEndpoints/score" }""", "MlWorkspace { }", """MlSchedule { "properties": { "isEnabled": true, "action": { "actionType": "CreateMonitor", "monitorDefinition": { "monitoringTarget": { "deploymentId": "azureml:other:blue" } } } } }""")]
    [Fails("""{ "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.MachineLearningServices/workspaces/example/onlineEndpoints/score" }""", "MlWorkspace { }", """MlSchedule { "properties": { "isEnabled": true, "action": { "actionType": "CreateJob" } } }""")]
    [Fails("""{ "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.MachineLearningServices/workspaces/example/onlineEndpoints/score" }""", "MlWorkspace { }")]
    [CannotSay("""{ }""", Because = "The workspace is not there.")]
    public static Verdict Monitored(OnlineEndpoint endpoint, Inventory<MlWorkspace> workspaces, Inventory<MlSchedule> schedules)
    {
        if (workspaces.Find(AzureIdentity.Whole(endpoint.Identity.Id, "onlineEndpoints")) is not { } workspace)
        {
            return Unknown("The workspace of the endpoint was not found.");
        }
        var monitor = schedules.Of(workspace).FirstOrDefault(schedule => schedule.Properties is { } set && set.IsEnabled is not false && set.Action?.ActionType.Is("CreateMonitor") is true
            && IsOf(endpoint, set.Action.MonitorDefinition?.MonitoringTarget?.DeploymentId ?? ""));
        return monitor is not null ? Pass($"{monitor.Identity.Name} monitors it.") : Fail("No enabled schedule monitors it.");
    }

    [Check("AZ-IAM-011", Severity.High, "Connection of a Machine Learning workspace signs in with Entra ID",
        Risk = "Everybody in the workspace can use the stored key.",
        Advice = "Change the connection to Entra ID or a managed identity.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0055",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-connection")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-06-01' && az rest --method put --url '{Id}?api-version=2025-06-01' --body '{"properties":{"authType":"AAD","category":"{properties.category}","target":"{properties.target}"}}'""")]
    [Passes("""{ "properties": { "authType": "ManagedIdentity" } }""")]
    [Fails("""{ "properties": { "authType": "PAT" } }""")]
    [Skips("""{ "properties": { "authType": "None" } }""")]
    [CannotSay("""{ "properties": { } }""")]
    public static Verdict ConnectionByIdentity(WorkspaceConnection connection) => AccountPartChecks.ByIdentity(connection.Properties);

    private static bool IsOf(OnlineEndpoint endpoint, string deployment) =>
        deployment.StartsWith($"azureml:{endpoint.Identity.Name}:", StringComparison.OrdinalIgnoreCase)
        || deployment.StartsWith(endpoint.Identity.Id + "/deployments/", StringComparison.OrdinalIgnoreCase);
}
