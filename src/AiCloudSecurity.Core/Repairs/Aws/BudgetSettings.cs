using System.Globalization;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Aws;

/// <summary>Budgets of AWS.</summary>
internal static class BudgetSettings
{
    /// <summary>A budget with its notifications, whom they tell, and what it does by itself.</summary>
    public static readonly Setting Budget = new BudgetSetting { Name = "aws/budgets/Budget" };

    /// <summary>What AI services are called in bills. Models of other makers are billed under their own names.</summary>
    public static readonly string[] Services =
        ["Amazon Bedrock", "Amazon SageMaker", "Amazon Comprehend", "Amazon Rekognition", "Amazon Textract", "Amazon Transcribe", "Amazon Translate", "Amazon Polly", "Amazon Lex", "Amazon Kendra", "Amazon Personalize"];

    /// <summary>What is counted: with credits and refunds left out, a thief's spending shows though a credit pays for it.</summary>
    public static JsonObject CostTypes(bool net) => new()
    {
        ["IncludeTax"] = true, ["IncludeSubscription"] = true, ["UseBlended"] = false, ["IncludeRefund"] = net, ["IncludeCredit"] = net, ["IncludeUpfront"] = true,
        ["IncludeRecurring"] = true, ["IncludeOtherSubscription"] = true, ["IncludeSupport"] = true, ["IncludeDiscount"] = true, ["UseAmortized"] = false,
    };

    /// <summary>What an alert wants of a budget. What it does not say stays as it is.</summary>
    public static Wish Alert(Scope scope, BudgetAlert alert)
    {
        var breaks = alert.StopAt is { } percent ? $"At {percent} % the policy {alert.StopPolicy} is attached to {string.Join(", ", alert.StopRoles.Concat(alert.StopUsers).Concat(alert.StopGroups))}: what it denies stops working for them." : "";
        return new(Budget, new(scope.Id, scope.Partition, ResourceIdentity.Global, $"arn:{scope.Partition}:budgets::{scope.Id}:budget/{alert.Name}", new JsonObject { ["AccountId"] = scope.Id, ["BudgetName"] = alert.Name }.ToJsonString()),
            "AWS::Budgets::Budget", alert.Name, state => After(state, alert), breaks);
    }

    private static JsonObject After(JsonObject? state, BudgetAlert alert)
    {
        var isNew = state is null;
        var wanted = state ?? new() { ["BudgetType"] = "COST", ["TimeUnit"] = "MONTHLY" };
        if (alert.Amount is { } amount)
        {
            wanted["BudgetLimit"] = new JsonObject { ["Amount"] = amount.ToString("0.##########", CultureInfo.InvariantCulture), ["Unit"] = "USD" };
            wanted.Remove("PlannedBudgetLimits");
        }
        else if (isNew)
        {
            throw new ChoiceNeededException("-Amount");
        }
        if (alert.Services is { } services || isNew)
        {
            wanted["CostFilters"] = new JsonObject { ["Service"] = new JsonArray([.. (alert.Services ?? Services).Select(name => JsonValue.Create(name))]) };
            wanted.Remove("FilterExpression");
            wanted.Remove("Metrics");
        }
        if (isNew || alert.Net is not null && wanted["CostTypes"] is not null)
        {
            wanted["CostTypes"] = CostTypes(alert.Net ?? false);
        }
        var there = wanted["Notifications"]?.DeepClone() as JsonObject ?? [];
        List<string> told = [.. alert.Emails.Select(address => $"EMAIL {address}"), .. alert.Topics.Select(arn => $"SNS {arn}")];
        if (told.Count == 0)
        {
            told = [.. there.SelectMany(pair => (pair.Value as JsonArray)?.Select(text => text!.ToString()) ?? []).Distinct()];
        }
        if (told.Count == 0)
        {
            throw new ChoiceNeededException("-Email or -Topic");
        }
        told.Sort(StringComparer.Ordinal);
        var notifications = alert.Percents is null && !isNew ? there.Select(pair => pair.Key).ToList() : [.. (alert.Percents ?? [50, 80, 100]).Distinct().Select(percent => $"ACTUAL GREATER_THAN {percent} PERCENTAGE")];
        if (alert.Forecast)
        {
            notifications.Add("FORECASTED GREATER_THAN 100 PERCENTAGE");
        }
        else if (alert.Percents is not null)
        {
            // Who is told of forecasts stays told.
            notifications.AddRange(there.Select(pair => pair.Key).Where(key => key.StartsWith("FORECASTED", StringComparison.Ordinal)));
        }
        wanted["Notifications"] = new JsonObject(notifications.Distinct().Order(StringComparer.Ordinal).Select(key => KeyValuePair.Create(key, (JsonNode?)new JsonArray([.. told.Select(text => JsonValue.Create(text))]))));
        if (alert.StopAt is { } stop)
        {
            var definition = new JsonObject { ["PolicyArn"] = RepairChoices.Of(alert.StopPolicy, "-StopPolicy") };
            foreach (var (member, names) in new[] { ("Roles", alert.StopRoles), ("Users", alert.StopUsers), ("Groups", alert.StopGroups) })
            {
                if (names.Count > 0)
                {
                    definition[member] = new JsonArray([.. names.Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]);
                }
            }
            var action = new JsonObject
            {
                ["NotificationType"] = "ACTUAL",
                ["ActionType"] = "APPLY_IAM_POLICY",
                ["ActionThreshold"] = new JsonObject { ["ActionThresholdValue"] = stop, ["ActionThresholdType"] = "PERCENTAGE" },
                ["Definition"] = new JsonObject { ["IamActionDefinition"] = definition.Count > 1 ? definition : throw new ChoiceNeededException("-StopRole, -StopUser or -StopGroup") },
                ["ExecutionRoleArn"] = RepairChoices.Of(alert.RoleArn, "-RoleArn"),
                ["ApprovalModel"] = "AUTOMATIC",
                ["Subscribers"] = new JsonArray([.. told.Select(text => new JsonObject { ["SubscriptionType"] = text.Split(' ')[0], ["Address"] = text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..] })]),
            };
            JsonArray actions = [.. (wanted["Actions"] as JsonArray ?? []).Where(other => other?["Definition"]?["IamActionDefinition"].Text("PolicyArn") != alert.StopPolicy).Select(other => other!.DeepClone()), action];
            wanted["Actions"] = actions;
        }
        return wanted;
    }

    /// <summary>A number as text, the same however the cloud writes it.</summary>
    public static string Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("0.##########", CultureInfo.InvariantCulture) : text;

    private sealed class BudgetSetting : Setting
    {
        private const string Service = "budgets";
        private const string Ids = "ActionIds";
        private static readonly string[] s_members = ["BudgetLimit", "PlannedBudgetLimits", "CostFilters", "FilterExpression", "Metrics", "CostTypes", "TimeUnit", "TimePeriod", "BudgetType", "AutoAdjustData", "BillingViewArn"];
        private static readonly string[] s_action = ["NotificationType", "ActionType", "ActionThreshold", "Definition", "ExecutionRoleArn", "ApprovalModel", "Subscribers"];

        public override Cloud Cloud => Cloud.Aws;

        public override IReadOnlyList<string> Permissions => ["budgets:ViewBudget", "budgets:ModifyBudget", "budgets:DescribeBudgetActionsForBudget", "budgets:CreateBudgetAction", "budgets:DeleteBudgetAction", "iam:PassRole"];

        internal override async Task<JsonObject?> ReadAsync(ICloudWriter cloud, SettingPlace place, CancellationToken cancellationToken)
        {
            JsonObject answer;
            try
            {
                var input = place.Names();
                input["ShowFilterExpression"] = true;
                answer = await AskAsync("DescribeBudget", input).ConfigureAwait(false);
            }
            catch (CloudCallException none) when (none.Code == "NotFoundException")
            {
                return null;
            }
            var budget = answer["Budget"] as JsonObject ?? throw new CloudCallException(ErrorId.CloudRefused, null, "the answer has no budget", isCertain: false);
            var state = budget.Pick(s_members);
            if (state["CostFilters"] is JsonObject { Count: > 0 })
            {
                // AWS shows the same filter in both forms, and takes one.
                state.Remove("FilterExpression");
                state.Remove("Metrics");
            }
            if (state["BudgetLimit"] is JsonObject limit)
            {
                limit["Amount"] = Number(limit.Text("Amount"));
            }
            JsonObject notifications = [];
            foreach (var notification in await ItemsAsync("DescribeNotificationsForBudget", place.Names(), "Notifications").ConfigureAwait(false))
            {
                var named = place.Names();
                named["Notification"] = notification.Pick("NotificationType", "ComparisonOperator", "Threshold", "ThresholdType");
                List<string> told = [];
                foreach (var subscriber in await ItemsAsync("DescribeSubscribersForNotification", named, "Subscribers").ConfigureAwait(false))
                {
                    told.Add($"{subscriber.Text("SubscriptionType")} {subscriber.Text("Address")}");
                }
                notifications[KeyOf(notification)] = new JsonArray([.. told.Order(StringComparer.Ordinal).Select(text => JsonValue.Create(text))]);
            }
            state["Notifications"] = new JsonObject(notifications.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
            JsonArray actions = [];
            JsonObject ids = [];
            foreach (var action in await ItemsAsync("DescribeBudgetActionsForBudget", place.Names(), "Actions").ConfigureAwait(false))
            {
                var what = action.Pick(s_action);
                actions.Add(what);
                ids[what.ToJsonString()] = action.Text("ActionId");
            }
            state["Actions"] = actions;
            // An action that is made anew has another id: it is found by what it does.
            state[Ids] = ids;
            return state;

            async Task<JsonObject> AskAsync(string operation, JsonObject input) =>
                JsonNode.Parse(await cloud.CallAsync(new(Service, operation, ResourceIdentity.Global, input.ToJsonString()), cancellationToken).ConfigureAwait(false))!.AsObject();

            async Task<List<JsonObject>> ItemsAsync(string operation, JsonObject input, string member)
            {
                try
                {
                    return await AwsPages.AllAsync(cloud, new(Service, operation, ResourceIdentity.Global, input.ToJsonString()), member, "NextToken", "NextToken", cancellationToken).ConfigureAwait(false);
                }
                catch (CloudCallException none) when (none.Code == "NotFoundException")
                {
                    return [];
                }
            }
        }

        internal override IEnumerable<CloudCall> Write(SettingPlace place, JsonObject? state, JsonObject? wanted, IReadOnlyCollection<string> changed)
        {
            if (wanted is null)
            {
                foreach (var (_, id) in state?[Ids] as JsonObject ?? [])
                {
                    yield return Call("DeleteBudgetAction", new() { ["ActionId"] = id!.DeepClone() });
                }
                yield return Call("DeleteBudget", []);
                yield break;
            }
            var budget = wanted.Pick(s_members);
            budget["BudgetName"] = place.Names()["BudgetName"]!.DeepClone();
            var (there, shall) = (state?["Notifications"] as JsonObject ?? [], wanted["Notifications"] as JsonObject ?? []);
            if (state is null)
            {
                yield return new(Service, "CreateBudget", ResourceIdentity.Global, new JsonObject
                {
                    ["AccountId"] = place.Names()["AccountId"]!.DeepClone(),
                    ["Budget"] = budget,
                    ["NotificationsWithSubscribers"] = new JsonArray([.. shall.Select(pair => new JsonObject { ["Notification"] = NotificationOf(pair.Key), ["Subscribers"] = Subscribers(pair.Value) })]),
                }.ToJsonString());
            }
            else
            {
                if (s_members.Any(member => !States.Same(state[member], wanted[member])))
                {
                    yield return new(Service, "UpdateBudget", ResourceIdentity.Global, new JsonObject { ["AccountId"] = place.Names()["AccountId"]!.DeepClone(), ["NewBudget"] = budget }.ToJsonString());
                }
                // First who is told more, then who is told less: at no time nobody.
                foreach (var (key, told) in shall)
                {
                    if (!there.ContainsKey(key))
                    {
                        yield return Call("CreateNotification", new() { ["Notification"] = NotificationOf(key), ["Subscribers"] = Subscribers(told) });
                        continue;
                    }
                    foreach (var one in Texts(told).Except(Texts(there[key])))
                    {
                        yield return Call("CreateSubscriber", new() { ["Notification"] = NotificationOf(key), ["Subscriber"] = Subscriber(one) });
                    }
                    foreach (var one in Texts(there[key]).Except(Texts(told)))
                    {
                        yield return Call("DeleteSubscriber", new() { ["Notification"] = NotificationOf(key), ["Subscriber"] = Subscriber(one) });
                    }
                }
                foreach (var (key, _) in there.Where(pair => !shall.ContainsKey(pair.Key)))
                {
                    yield return Call("DeleteNotification", new() { ["Notification"] = NotificationOf(key) });
                }
            }
            List<JsonObject> had = [.. (state?["Actions"] as JsonArray)?.OfType<JsonObject>() ?? []], want = [.. (wanted["Actions"] as JsonArray)?.OfType<JsonObject>() ?? []];
            foreach (var action in want.Where(action => !had.Exists(other => States.Same(action, other))))
            {
                yield return Call("CreateBudgetAction", action.DeepClone().AsObject());
            }
            foreach (var action in had.Where(action => !want.Exists(other => States.Same(action, other))))
            {
                yield return Call("DeleteBudgetAction", new() { ["ActionId"] = state![Ids].Text(action.ToJsonString()) });
            }

            CloudCall Call(string operation, JsonObject input)
            {
                foreach (var (member, value) in place.Names())
                {
                    input[member] = value?.DeepClone();
                }
                return new(Service, operation, ResourceIdentity.Global, input.ToJsonString());
            }
        }

        // "FORECASTED GREATER_THAN 100 PERCENTAGE"
        private static string KeyOf(JsonObject notification) =>
            $"{notification.Text("NotificationType")} {notification.Text("ComparisonOperator")} {Number(notification.Text("Threshold"))} {(notification.Text("ThresholdType") is { Length: > 0 } type ? type : "PERCENTAGE")}";

        private static JsonObject NotificationOf(string key)
        {
            var parts = key.Split(' ');
            return new() { ["NotificationType"] = parts[0], ["ComparisonOperator"] = parts[1], ["Threshold"] = double.Parse(parts[2], CultureInfo.InvariantCulture), ["ThresholdType"] = parts[3] };
        }

        private static JsonArray Subscribers(JsonNode? told) => [.. Texts(told).Select(Subscriber)];

        private static JsonObject Subscriber(string text) => new() { ["SubscriptionType"] = text.Split(' ')[0], ["Address"] = text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..] };

        private static IEnumerable<string> Texts(JsonNode? told) => (told as JsonArray)?.Select(text => text!.ToString()) ?? [];
    }
}
