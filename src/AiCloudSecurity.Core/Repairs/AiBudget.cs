using System.Globalization;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Checks.Aws;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Repairs;

/// <summary>A budget: what it counts, what is spent, and whom it tells. Flat and scalar, ready for CSV.</summary>
public sealed record AiBudget
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The cloud.</summary>
    public required Cloud Cloud { get; init; }

    /// <summary>The account, subscription or project.</summary>
    public required string Scope { get; init; }

    /// <summary>The limit of its period; null where limits are planned period by period.</summary>
    public required decimal? Amount { get; init; }

    /// <summary>The currency of the amounts; empty where the cloud does not say it.</summary>
    public required string Currency { get; init; }

    /// <summary>What is spent in this period; null where the cloud does not say it.</summary>
    public required decimal? Spent { get; init; }

    /// <summary>What is forecast for this period; null where the cloud does not say it.</summary>
    public required decimal? Forecast { get; init; }

    /// <summary>What of AI it counts: All, Part or Nothing.</summary>
    public required string Covers { get; init; }

    /// <summary>The services that it is narrowed to; empty for everything.</summary>
    public required string Services { get; init; }

    /// <summary>Whether credits are taken off what is spent: then a thief's spending does not show while a credit pays for it. Null where the cloud does not say it.</summary>
    public required bool? IsNet { get; init; }

    /// <summary>When somebody is told, as "ACTUAL 80, FORECASTED 100".</summary>
    public required string Alerts { get; init; }

    /// <summary>Whom it tells.</summary>
    public required string Subscribers { get; init; }

    /// <summary>What it does by itself, as "APPLY_IAM_POLICY at 120".</summary>
    public required string Actions { get; init; }

    /// <summary>The kind of resource.</summary>
    public required string ResourceType { get; init; }

    /// <summary>What identifies it.</summary>
    public required string ResourceId { get; init; }

    /// <summary>The types that must be read for it.</summary>
    public static IReadOnlyList<ResourceType> Types { get; } =
    [
        AiCloudSecurity.ResourceType.Of<Budget>(), AiCloudSecurity.ResourceType.Of<BudgetNotification>(), AiCloudSecurity.ResourceType.Of<BudgetSubscriber>(), AiCloudSecurity.ResourceType.Of<BudgetAction>(),
        AiCloudSecurity.ResourceType.Of<Resources.Azure.Budget>(), AiCloudSecurity.ResourceType.Of<Resources.Azure.Subscription>(),
        AiCloudSecurity.ResourceType.Of<Resources.Gcp.ProjectBilling>(), AiCloudSecurity.ResourceType.Of<Resources.Gcp.Budget>(),
    ];

    /// <summary>The budgets of an estate. What could not be read of one is said in its place.</summary>
    public static IEnumerable<AiBudget> Of(Estate estate)
    {
        ArgumentNullException.ThrowIfNull(estate);
        return estate.Scope.Cloud switch
        {
            Cloud.Aws => estate.Inventory<Budget>().Known.Select(budget => Of(budget, estate)),
            Cloud.Azure => estate.Inventory<Resources.Azure.Budget>().Known.Select(budget => Of(budget, estate)),
            _ => OfGoogle(estate),
        };
    }

    private static AiBudget Of(Budget budget, Estate estate)
    {
        var (alerts, subscribers) = ("", "");
        try
        {
            var notifications = estate.Inventory<BudgetNotification>().Of(budget);
            alerts = string.Join(", ", notifications.OrderBy(one => one.NotificationType, StringComparer.Ordinal).ThenBy(one => one.Threshold).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.NotificationType} {one.Threshold}")));
            var told = estate.Inventory<BudgetSubscriber>();
            subscribers = string.Join(", ", notifications.SelectMany(told.Of).Select(one => one.Address).Distinct().Order(StringComparer.Ordinal));
        }
        catch (UnseenException unseen)
        {
            (alerts, subscribers) = (alerts.Length > 0 ? alerts : $"unknown: {unseen.Message}", $"unknown: {unseen.Message}");
        }
        string actions;
        try
        {
            actions = string.Join(", ", estate.Inventory<BudgetAction>().All.Where(action => action.BudgetName == budget.BudgetName).Select(action => $"{action.ActionType} {action.ApprovalModel} {action.Status}"));
        }
        catch (UnseenException unseen)
        {
            actions = $"unknown: {unseen.Message}";
        }
        var services = (budget.CostFilters ?? new Dictionary<string, IReadOnlyList<string>>()).Where(filter => filter.Key.Equals("Service", StringComparison.OrdinalIgnoreCase)).SelectMany(filter => filter.Value);
        return new()
        {
            Name = Display.Safe(budget.Identity.Name),
            Cloud = Cloud.Aws,
            Scope = estate.Scope.Id,
            Amount = budget.BudgetLimit?.Value,
            Currency = Display.Safe(budget.BudgetLimit?.Unit ?? budget.CalculatedSpend?.ActualSpend?.Unit),
            Spent = budget.CalculatedSpend?.ActualSpend?.Value,
            Forecast = budget.CalculatedSpend?.ForecastedSpend?.Value,
            Covers = BudgetCoverage.IsWhole(budget, estate.Scope.Id) ? "All" : BudgetCoverage.IsSome(budget, estate.Scope.Id) ? "Part" : "Nothing",
            Services = Display.Safe(string.Join(", ", services)),
            IsNet = budget.CostTypes?.IncludeCredit,
            Alerts = Display.Safe(alerts),
            Subscribers = Display.Safe(subscribers),
            Actions = Display.Safe(actions),
            ResourceType = budget.Type.Name,
            ResourceId = budget.Identity.Id,
        };
    }

    private static AiBudget Of(Resources.Azure.Budget budget, Estate estate)
    {
        var notifications = budget.Properties?.Notifications?.Values.Where(one => one.Enabled is true).ToList() ?? [];
        var parts = new[] { budget.Properties?.Filter?.Dimensions }.Concat(budget.Properties?.Filter?.And?.Select(part => part.Dimensions) ?? []).OfType<Resources.Azure.BudgetDimension>().ToList();
        return new()
        {
            Name = Display.Safe(budget.Identity.Name),
            Cloud = Cloud.Azure,
            Scope = estate.Scope.Id,
            Amount = budget.Properties?.Amount,
            Currency = Display.Safe(budget.Properties?.CurrentSpend?.Unit),
            Spent = budget.Properties?.CurrentSpend?.Amount,
            Forecast = budget.Properties?.ForecastSpend?.Amount,
            Covers = budget.Properties?.Filter is null ? "All" : "Part",
            Services = Display.Safe(string.Join(", ", parts.SelectMany(part => part.Values ?? []))),
            IsNet = null,
            Alerts = Display.Safe(string.Join(", ", notifications.OrderBy(one => one.Threshold).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.ThresholdType ?? "Actual"} {one.Threshold}")))),
            Subscribers = Display.Safe(string.Join(", ", notifications.SelectMany(one => (one.ContactEmails ?? []).Concat(one.ContactGroups ?? [])).Distinct().Order(StringComparer.Ordinal))),
            Actions = "",
            ResourceType = budget.Type.Name,
            ResourceId = budget.Identity.Id,
        };
    }

    // What is spent Google says to subscribers only, not with the budget.
    private static IEnumerable<AiBudget> OfGoogle(Estate estate)
    {
        var covering = Check.View<Checks.Gcp.AiBudgets>(estate, null).Covering.Select(budget => budget.Identity.Id).ToHashSet(StringComparer.Ordinal);
        return estate.Inventory<Resources.Gcp.Budget>().Known.Select(budget =>
        {
            var told = budget.NotificationsRule;
            var limit = budget.Amount?.SpecifiedAmount;
            return new AiBudget
            {
                Name = Display.Safe(budget.Identity.Name),
                Cloud = Cloud.Gcp,
                Scope = estate.Scope.Id,
                Amount = limit?.Value,
                Currency = Display.Safe(limit?.CurrencyCode),
                Spent = null,
                Forecast = null,
                Covers = !covering.Contains(budget.Identity.Id) ? "Nothing" : budget.BudgetFilter?.Services is { Count: > 0 } services && !Gcp.BudgetSettings.Services.All(services.Contains) ? "Part" : "All",
                Services = Display.Safe(string.Join(", ", budget.BudgetFilter?.Services ?? [])),
                IsNet = budget.BudgetFilter?.CreditTypesTreatment is not "EXCLUDE_ALL_CREDITS",
                Alerts = Display.Safe(string.Join(", ", (budget.ThresholdRules ?? []).OrderBy(rule => rule.ThresholdPercent).Select(rule => string.Create(CultureInfo.InvariantCulture, $"{rule.SpendBasis ?? "CURRENT_SPEND"} {rule.ThresholdPercent * 100:0.##}")))),
                Subscribers = Display.Safe(string.Join(", ", new[] { told?.DisableDefaultIamRecipients is true ? null : "billing administrators", told?.EnableProjectLevelRecipients is true ? "project owners" : null }
                    .Concat(told?.MonitoringNotificationChannels ?? []).Append(told?.PubsubTopic).Where(one => !string.IsNullOrEmpty(one)))),
                Actions = "",
                ResourceType = budget.Type.Name,
                ResourceId = budget.Identity.Id,
            };
        });
    }
}
