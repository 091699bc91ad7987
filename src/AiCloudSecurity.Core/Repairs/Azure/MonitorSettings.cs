using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Azure;

/// <summary>Settings of logs and alerts, and of Defender.</summary>
internal static class MonitorSettings
{
    private const string Ours = "ai-security";
    private static readonly string[] s_logged = ["properties.logs", "properties.metrics"];

    /// <summary>How long a workspace keeps logs.</summary>
    public static readonly ArmSetting LogWorkspace = new()
    {
        Name = "azure/monitor/LogWorkspace",
        Type = "Microsoft.OperationalInsights/workspaces",
        ApiVersion = "2023-09-01",
        Members = ["properties.retentionInDays"],
    };

    /// <summary>Which logs of a resource go where.</summary>
    public static readonly ArmSetting Diagnostics = new()
    {
        Name = "azure/monitor/DiagnosticSetting",
        Type = "Microsoft.Insights/diagnosticSettings",
        ApiVersion = "2021-05-01-preview",
        IsWhole = true,
        ComesAndGoes = true,
        Members =
        [
            "properties.workspaceId", "properties.storageAccountId", "properties.eventHubAuthorizationRuleId", "properties.eventHubName", "properties.marketplacePartnerId",
            "properties.serviceBusRuleId", "properties.logAnalyticsDestinationType", "properties.logs", "properties.metrics",
        ],
        Normal = WithoutRetention,
    };

    /// <summary>Whom an alert tells.</summary>
    public static readonly ArmSetting ActionGroup = new()
    {
        Name = "azure/monitor/ActionGroup",
        Type = "Microsoft.Insights/actionGroups",
        ApiVersion = "2023-01-01",
        Members = ["properties.enabled"],
    };

    /// <summary>An alert on numbers.</summary>
    public static readonly ArmSetting MetricAlert = new()
    {
        Name = "azure/monitor/MetricAlert",
        Type = "Microsoft.Insights/metricAlerts",
        ApiVersion = "2018-03-01",
        IsWhole = true,
        ComesAndGoes = true,
        Members =
        [
            "location", "tags", "properties.description", "properties.severity", "properties.enabled", "properties.scopes", "properties.evaluationFrequency", "properties.windowSize",
            "properties.targetResourceType", "properties.targetResourceRegion", "properties.criteria", "properties.autoMitigate", "properties.actions",
        ],
    };

    /// <summary>An alert on what is done in a subscription.</summary>
    public static readonly ArmSetting ActivityAlert = new()
    {
        Name = "azure/monitor/ActivityAlert",
        Type = "Microsoft.Insights/activityLogAlerts",
        ApiVersion = "2020-10-01",
        IsWhole = true,
        ComesAndGoes = true,
        Members = ["location", "tags", "properties.description", "properties.enabled", "properties.scopes", "properties.condition", "properties.actions"],
    };

    /// <summary>A plan of Defender.</summary>
    public static readonly ArmSetting DefenderPlan = new()
    {
        Name = "azure/security/DefenderPlan",
        Type = "Microsoft.Security/pricings",
        ApiVersion = "2024-01-01",
        IsWhole = true,
        Members = ["properties.pricingTier", "properties.subPlan", "properties.extensions"],
        Normal = WithoutStatus,
    };

    /// <summary>All logs of a resource go to a workspace by a setting of ours.</summary>
    public static Wish Logs(Resource resource, string? workspace) => Diagnostics.Wish(resource, $"{resource.Identity.Id}/providers/Microsoft.Insights/diagnosticSettings/{Ours}", Wish.With(new()
    {
        ["properties.workspaceId"] = RepairChoices.Of(workspace, "-LogWorkspaceId"),
        ["properties.logs"] = new JsonArray(new JsonObject { ["categoryGroup"] = "allLogs", ["enabled"] = true }),
    }));

    /// <summary>An alert where a metric of an account is far above what is usual there.</summary>
    /// <param name="account">The account.</param>
    /// <param name="what">What the alert is called after.</param>
    /// <param name="metric">The metric; its sum of five minutes is looked at.</param>
    /// <param name="actionGroup">Whom it tells.</param>
    public static Wish Watch(Resource account, string what, string metric, string? actionGroup) =>
        MetricAlert.Wish(account, $"{Group(account.Identity.Id)}/providers/Microsoft.Insights/metricAlerts/{Ours}-{account.Identity.Name}-{what}", Wish.With(new()
        {
            ["location"] = "global",
            ["properties.description"] = $"{what} of {account.Identity.Name} are far above what is usual",
            ["properties.severity"] = 2,
            ["properties.enabled"] = true,
            ["properties.scopes"] = new JsonArray(account.Identity.Id),
            ["properties.evaluationFrequency"] = "PT5M",
            ["properties.windowSize"] = "PT5M",
            ["properties.autoMitigate"] = true,
            ["properties.criteria"] = new JsonObject
            {
                ["odata.type"] = "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria",
                ["allOf"] = new JsonArray(new JsonObject
                {
                    ["criterionType"] = "DynamicThresholdCriterion",
                    ["name"] = what,
                    ["metricNamespace"] = "Microsoft.CognitiveServices/accounts",
                    ["metricName"] = metric,
                    ["operator"] = "GreaterThan",
                    ["timeAggregation"] = "Total",
                    ["alertSensitivity"] = "Medium",
                    ["failingPeriods"] = new JsonObject { ["numberOfEvaluationPeriods"] = 4, ["minFailingPeriodsToAlert"] = 4 },
                }),
            },
            ["properties.actions"] = new JsonArray(new JsonObject { ["actionGroupId"] = RepairChoices.Of(actionGroup, "-ActionGroupId") }),
        }));

    /// <summary>An alert on operations of a subscription.</summary>
    public static Wish WatchActivity(Resource subscription, string group, IEnumerable<string> operations, string? actionGroup) =>
        ActivityAlert.Wish(subscription, $"{group}/providers/Microsoft.Insights/activityLogAlerts/{Ours}-changes", Wish.With(new()
        {
            ["location"] = "global",
            ["properties.description"] = "Keys of AI services are listed, or models and filters are changed",
            ["properties.enabled"] = true,
            ["properties.scopes"] = new JsonArray(subscription.Identity.Id),
            ["properties.condition"] = new JsonObject
            {
                ["allOf"] = new JsonArray(
                    new JsonObject { ["field"] = "category", ["equals"] = "Administrative" },
                    new JsonObject { ["anyOf"] = new JsonArray([.. operations.Select(operation => new JsonObject { ["field"] = "operationName", ["equals"] = operation })]) }),
            },
            ["properties.actions"] = new JsonObject { ["actionGroups"] = new JsonArray(new JsonObject { ["actionGroupId"] = RepairChoices.Of(actionGroup, "-ActionGroupId") }) },
        }));

    private static string Group(string id) => string.Join('/', id.Split('/')[..5]);

    // Retention was a matter of settings once: what Azure shows of it is nothing.
    private static JsonObject WithoutRetention(JsonObject state)
    {
        foreach (var log in s_logged.SelectMany(member => (state[member] as JsonArray)?.OfType<JsonObject>() ?? []))
        {
            if (log["retentionPolicy"].Text("enabled") is "false")
            {
                log.Remove("retentionPolicy");
            }
            foreach (var absent in log.Where(member => member.Value is null).Select(member => member.Key).ToList())
            {
                log.Remove(absent);
            }
        }
        if (state["properties.metrics"] is JsonArray { Count: 0 })
        {
            state.Remove("properties.metrics");
        }
        return state;
    }

    private static JsonObject WithoutStatus(JsonObject state)
    {
        foreach (var extension in (state["properties.extensions"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            extension.Remove("operationStatus");
        }
        return state;
    }
}
