using System.Globalization;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>Who is told when a budget is passed: moto keeps notifications but not their subscribers, and has no budget actions.</summary>
internal static class BudgetGaps
{
    private const string Notifications = "budget-notifications";
    private const string Actions = "budget-actions";
    private const string Updates = "budget-updates";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["budgets:CreateBudget"] = CreateBudgetAsync;
        handlers["budgets:DeleteBudget"] = DeleteBudgetAsync;
        handlers["budgets:CreateNotification"] = CreateNotificationAsync;
        handlers["budgets:DeleteNotification"] = DeleteNotificationAsync;
        handlers["budgets:CreateSubscriber"] = call => Task.FromResult(CreateSubscriber(call));
        handlers["budgets:DeleteSubscriber"] = DeleteSubscriberAsync;
        handlers["budgets:DescribeSubscribersForNotification"] = call => Task.FromResult(Subscribers(call));
        handlers["budgets:DescribeBudgetNotificationsForAccount"] = call => Task.FromResult(ForAccount(call));
        handlers["budgets:UpdateBudget"] = UpdateBudgetAsync;
        handlers["budgets:DescribeBudget"] = async call => Renewed(call, await call.NextAsync());
        handlers["budgets:DescribeBudgets"] = async call => Renewed(call, await call.NextAsync());
        handlers["budgets:DeleteBudgetAction"] = call =>
        {
            call.GlobalTable(Actions)[call.Text("ActionId")] = null;
            return Task.FromResult(call.Ok(call.Input.Pick("AccountId", "BudgetName")));
        };
        handlers["budgets:CreateBudgetAction"] = call => Task.FromResult(CreateAction(call));
        handlers["budgets:DescribeBudgetActionsForAccount"] = call => Task.FromResult(ActionsOf(call, everyBudget: true));
        handlers["budgets:DescribeBudgetActionsForBudget"] = call => Task.FromResult(ActionsOf(call, everyBudget: false));
    }

    private static async Task<AwsAnswer> CreateBudgetAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (answer.IsSuccess)
        {
            foreach (var item in call.Input["NotificationsWithSubscribers"]?.AsArray() ?? [])
            {
                Keep(call, call.Input["Budget"].Text("BudgetName"), item!["Notification"], item["Subscribers"]);
            }
        }

        return answer;
    }

    // moto keeps a budget as it was made.
    private static async Task<AwsAnswer> UpdateBudgetAsync(GapCall call)
    {
        var name = call.Input["NewBudget"].Text("BudgetName");
        var known = await call.AskAsync("DescribeBudget", new JsonObject { ["AccountId"] = call.Text("AccountId"), ["BudgetName"] = name });
        if (known.IsSuccess)
        {
            call.GlobalTable(Updates)[name] = (JsonObject)call.Input["NewBudget"]!.DeepClone();
            return call.Ok(new JsonObject());
        }

        return known;
    }

    private static AwsAnswer Renewed(GapCall call, AwsAnswer answer)
    {
        if (!answer.IsSuccess || answer.Json() is not { } shown)
        {
            return answer;
        }

        foreach (var budget in (shown["Budgets"] as JsonArray ?? [shown["Budget"]?.DeepClone()]).OfType<JsonObject>().ToList())
        {
            if (call.GlobalTable(Updates)[budget.Text("BudgetName")] is { } update)
            {
                var renewed = budget.Pick("CalculatedSpend", "LastUpdatedTime", "TimePeriod");
                renewed.Take(update, update.Select(member => member.Key));
                if (shown["Budgets"] is JsonArray budgets)
                {
                    budgets[budgets.IndexOf(budget)] = renewed;
                }
                else
                {
                    shown["Budget"] = renewed;
                }
            }
        }

        // As moto 5.2 spells it.
        shown.Remove("nextToken");
        return answer.With(shown);
    }

    private static async Task<AwsAnswer> DeleteBudgetAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (answer.IsSuccess)
        {
            call.GlobalTable(Updates)[call.Text("BudgetName")] = null;
            foreach (var kept in Of(call, call.Text("BudgetName")))
            {
                call.GlobalTable(Notifications)[Key(call.Text("BudgetName"), kept["Notification"])] = null;
            }
        }

        return answer;
    }

    private static async Task<AwsAnswer> CreateNotificationAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (answer.IsSuccess)
        {
            Keep(call, call.Text("BudgetName"), call.Input["Notification"], call.Input["Subscribers"]);
        }

        return answer;
    }

    private static async Task<AwsAnswer> DeleteNotificationAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (answer.IsSuccess)
        {
            call.GlobalTable(Notifications)[Key(call.Text("BudgetName"), call.Input["Notification"])] = null;
        }

        return answer;
    }

    private static AwsAnswer CreateSubscriber(GapCall call)
    {
        var key = Key(call.Text("BudgetName"), call.Input["Notification"]);
        if (call.GlobalTable(Notifications)[key] is not { } kept)
        {
            return Missing(call);
        }

        var subscribers = kept["Subscribers"]!.AsArray();
        if (subscribers.Any(s => JsonNode.DeepEquals(s, call.Input["Subscriber"])))
        {
            return call.Error(400, "DuplicateRecordException", "The subscriber already exists.");
        }

        subscribers.Add(call.Input["Subscriber"]?.DeepClone());
        call.GlobalTable(Notifications)[key] = kept;
        return call.Ok(new JsonObject());
    }

    private static async Task<AwsAnswer> DeleteSubscriberAsync(GapCall call)
    {
        var key = Key(call.Text("BudgetName"), call.Input["Notification"]);
        var kept = call.GlobalTable(Notifications)[key];
        var subscribers = kept?["Subscribers"]!.AsArray();
        if (subscribers?.FirstOrDefault(s => JsonNode.DeepEquals(s, call.Input["Subscriber"])) is not { } there)
        {
            return Missing(call);
        }

        subscribers.Remove(there);
        if (subscribers.Count > 0)
        {
            call.GlobalTable(Notifications)[key] = kept;
            return call.Ok(new JsonObject());
        }

        // With its last subscriber the notification goes.
        call.GlobalTable(Notifications)[key] = null;
        return await call.AskAsync("DeleteNotification", call.Input.Pick("AccountId", "BudgetName", "Notification"));
    }

    private static AwsAnswer Subscribers(GapCall call) =>
        call.GlobalTable(Notifications)[Key(call.Text("BudgetName"), call.Input["Notification"])] is { } kept
            ? call.Ok(AwsPaging.Page(call.Input, "Subscribers", kept["Subscribers"]!.AsArray().Select(s => s!.DeepClone()), "MaxResults", "NextToken"))
            : Missing(call);

    private static AwsAnswer ForAccount(GapCall call) => call.Ok(AwsPaging.Page(call.Input, "BudgetNotificationsForAccount",
        call.GlobalTable(Notifications).All.GroupBy(kept => kept.Text("BudgetName")).Select(budget => new JsonObject
        {
            ["BudgetName"] = budget.Key,
            ["Notifications"] = new JsonArray([.. budget.Select(kept => kept["Notification"]!.DeepClone())]),
        }),
        "MaxResults", "NextToken", 50));

    private static AwsAnswer CreateAction(GapCall call)
    {
        var action = call.Input.Pick("BudgetName", "NotificationType", "ActionType", "ActionThreshold", "Definition", "ExecutionRoleArn", "ApprovalModel", "Subscribers");
        action["ActionId"] = new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(action.ToJsonString())).AsSpan(0, 16)).ToString();
        action["Status"] = "STANDBY";
        call.GlobalTable(Actions)[action.Text("ActionId")] = action;
        var made = call.Input.Pick("AccountId", "BudgetName");
        made.Take(action, "ActionId");
        return call.Ok(made);
    }

    private static AwsAnswer ActionsOf(GapCall call, bool everyBudget) => call.Ok(AwsPaging.Page(call.Input, "Actions",
        call.GlobalTable(Actions).All.Where(a => everyBudget || a.Text("BudgetName") == call.Text("BudgetName")), "MaxResults", "NextToken"));

    private static void Keep(GapCall call, string budget, JsonNode? notification, JsonNode? subscribers) =>
        call.GlobalTable(Notifications)[Key(budget, notification)] = new JsonObject
        {
            ["BudgetName"] = budget,
            ["Notification"] = notification?.DeepClone(),
            ["Subscribers"] = subscribers?.DeepClone() ?? new JsonArray(),
        };

    private static IEnumerable<JsonObject> Of(GapCall call, string budget) =>
        call.GlobalTable(Notifications).All.Where(kept => kept.Text("BudgetName") == budget);

    private static string Key(string budget, JsonNode? notification)
    {
        var threshold = double.TryParse(notification.Text("Threshold"), CultureInfo.InvariantCulture, out var number) ? number : 0;
        var type = notification.Text("ThresholdType") is { Length: > 0 } given ? given : "PERCENTAGE";
        return string.Create(CultureInfo.InvariantCulture, $"{budget}\n{notification.Text("NotificationType")} {notification.Text("ComparisonOperator")} {threshold} {type}");
    }

    private static AwsAnswer Missing(GapCall call) => call.Error(400, "NotFoundException", "Unable to find the notification.");
}
