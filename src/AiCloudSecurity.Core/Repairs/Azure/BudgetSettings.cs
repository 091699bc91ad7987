using System.Globalization;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Azure;

/// <summary>Budgets of Azure.</summary>
internal static class BudgetSettings
{
    private const string Notifications = "properties.notifications";
    private const int MostNotifications = 5;
    // What begins so is the brake: whom it sets off is told of nothing else.
    private const string Brake = "stop_";

    /// <summary>A budget of a subscription with whom it tells. Azure takes it from who says which version he has seen.</summary>
    public static readonly ArmSetting Budget = new()
    {
        Name = "azure/consumption/Budget",
        Type = "Microsoft.Consumption/budgets",
        ApiVersion = "2024-08-01",
        IsWhole = true,
        ComesAndGoes = true,
        VersionMember = "eTag",
        Members = ["properties.category", "properties.amount", "properties.timeGrain", "properties.timePeriod", "properties.filter", Notifications],
    };

    /// <summary>What AI services are called in Azure's bills.</summary>
    public static readonly string[] Services = ["Cognitive Services", "Azure OpenAI", "Foundry Models", "Azure Machine Learning", "Azure Cognitive Search"];

    /// <summary>What an alert wants of a budget. What it does not say stays as it is.</summary>
    /// <param name="scope">The subscription.</param>
    /// <param name="alert">What is wanted.</param>
    /// <param name="now">When: a budget begins with its month.</param>
    public static Wish Alert(Scope scope, BudgetAlert alert, DateTimeOffset now)
    {
        var id = $"/subscriptions/{scope.Id}/providers/{Budget.Type}/{alert.Name}";
        var breaks = alert.StopAt is { } percent ? $"At {percent} % the action group {alert.StopPolicy} sets off what it is made for: what it stops, stops for everybody." : "";
        return new(Budget, new(scope.Id, scope.Partition, ResourceIdentity.Global, id, ArmSetting.Key(id).ToJsonString()), Budget.Type, alert.Name, state => After(state, alert, now), breaks);
    }

    private static JsonObject After(JsonObject? state, BudgetAlert alert, DateTimeOffset now)
    {
        var isNew = state is null;
        var wanted = state ?? new()
        {
            ["properties.category"] = "Cost",
            ["properties.timeGrain"] = "Monthly",
            ["properties.timePeriod"] = new JsonObject { ["startDate"] = string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM}-01T00:00:00Z") },
        };
        if (alert.Amount is { } amount)
        {
            wanted["properties.amount"] = amount;
        }
        else if (isNew)
        {
            throw new ChoiceNeededException("-Amount");
        }
        if (alert.Services is { } services || isNew)
        {
            wanted["properties.filter"] = new JsonObject
            {
                ["dimensions"] = new JsonObject { ["name"] = "ServiceName", ["operator"] = "In", ["values"] = new JsonArray([.. (alert.Services ?? Services).Select(name => JsonValue.Create(name))]) },
            };
        }
        var there = wanted[Notifications]?.DeepClone() as JsonObject ?? [];
        var told = there.Where(pair => !IsBrake(pair.Key)).Select(pair => pair.Value).OfType<JsonObject>().ToList();
        string[] emails = alert.Emails.Count > 0 ? [.. alert.Emails] : Told(told, "contactEmails"), groups = alert.Topics.Count > 0 ? [.. alert.Topics] : Told(told, "contactGroups");
        var roles = Told(told, "contactRoles");
        if (emails.Length + groups.Length + roles.Length == 0)
        {
            throw new ChoiceNeededException("-Email or -Topic");
        }
        JsonObject notifications = [];
        foreach (var (name, notification) in there)
        {
            if (IsBrake(name))
            {
                if (alert.StopAt is null)
                {
                    notifications[name] = notification!.DeepClone();
                }
                continue;
            }
            // Thresholds that are named take the place of others; who is told of forecasts stays told.
            if (alert.Percents is null || notification.Text("thresholdType") is "Forecasted")
            {
                notifications[name] = Telling(notification!.DeepClone().AsObject());
            }
        }
        foreach (var percent in isNew || alert.Percents is not null ? (alert.Percents ?? [50, 80, 100]).Distinct() : [])
        {
            notifications[$"actual_GreaterThan_{percent}_Percent"] = Notification(percent, "Actual");
        }
        if (alert.Forecast)
        {
            notifications["forecasted_GreaterThan_100_Percent"] = Notification(100, "Forecasted");
        }
        if (alert.StopAt is { } stop)
        {
            var brake = Notification(stop, "Actual");
            brake["contactGroups"] = new JsonArray(RepairChoices.Of(alert.StopPolicy, "-StopPolicy (an action group)"));
            notifications[$"{Brake}GreaterThan_{stop}_Percent"] = brake;
        }
        wanted[Notifications] = notifications.Count <= MostNotifications ? notifications
            : throw new CloudCallException(ErrorId.LimitExceeded, null, $"a budget of Azure tells at {MostNotifications} thresholds at most, and these are {notifications.Count}", isCertain: true);
        return wanted;

        JsonObject Notification(int percent, string kind) => Telling(new() { ["enabled"] = true, ["operator"] = "GreaterThan", ["threshold"] = percent, ["thresholdType"] = kind });

        JsonObject Telling(JsonObject notification)
        {
            foreach (var (member, whom) in new[] { ("contactEmails", emails), ("contactGroups", groups), ("contactRoles", roles) })
            {
                if (whom.Length > 0 || notification[member] is not null || member == "contactEmails")
                {
                    notification[member] = new JsonArray([.. whom.Select(name => JsonValue.Create(name))]);
                }
            }
            return notification;
        }
    }

    private static bool IsBrake(string name) => name.StartsWith(Brake, StringComparison.Ordinal);

    private static string[] Told(List<JsonObject> notifications, string member) =>
        [.. notifications.SelectMany(one => (one[member] as JsonArray)?.Select(name => name!.ToString()) ?? []).Distinct(StringComparer.OrdinalIgnoreCase)];
}
