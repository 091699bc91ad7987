using System.Globalization;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Gcp;

/// <summary>Budgets of Google Cloud. They are of a billing account, and Google names them: they are known by what people call them.</summary>
internal static class BudgetSettings
{
    private const string Host = "billingbudgets.googleapis.com";
    private const string Named = "@name";

    /// <summary>A budget with whom it tells.</summary>
    public static readonly Setting Budget = new BudgetSetting { Name = "gcp/billing/Budget" };

    /// <summary>Vertex AI and the Gemini API, as the price list names them.</summary>
    public static readonly string[] Services = ["services/C7E2-9256-1C43", "services/AEFD-7695-64FA"];

    /// <summary>The billing account that pays for a project, as billingAccounts/0.</summary>
    /// <exception cref="CloudCallException">It cannot be read, or nobody pays.</exception>
    public static async Task<string> AccountAsync(ICloudWriter cloud, CancellationToken cancellationToken)
    {
        var info = JsonNode.Parse(await cloud.CallAsync(new("cloudbilling.googleapis.com", $"GET v1/projects/{Uri.EscapeDataString(cloud.Scope.Id)}/billingInfo", ResourceIdentity.Global, "{}"), cancellationToken).ConfigureAwait(false));
        return info.Text("billingAccountName") is { Length: > 0 } account ? account
            : throw new CloudCallException(ErrorId.ResourceNotFound, null, $"no billing account pays for the project {cloud.Scope.Id}", isCertain: true);
    }

    /// <summary>What an alert wants of a budget. What it does not say stays as it is.</summary>
    /// <param name="scope">The project.</param>
    /// <param name="account">The billing account.</param>
    /// <param name="alert">What is wanted.</param>
    public static Wish Alert(Scope scope, string account, BudgetAlert alert) =>
        new(Budget, new(scope.Id, scope.Partition, ResourceIdentity.Global, $"//{Host}/{account}/budgets/{alert.Name}", new JsonObject { ["account"] = account, ["displayName"] = alert.Name }.ToJsonString()),
            "billingbudgets.googleapis.com/Budget", alert.Name, state => After(state, scope, alert),
            alert.StopAt is { } percent ? $"At {percent} % whoever listens to the budget's topic is told; a listener that lowers the quota of Vertex AI stops calls of models in the project." : "");

    private static JsonObject After(JsonObject? state, Scope scope, BudgetAlert alert)
    {
        var isNew = state is null;
        var wanted = state ?? [];
        if (alert.Amount is { } amount)
        {
            var (units, nanos) = (decimal.Truncate(amount), (int)((amount - decimal.Truncate(amount)) * 1_000_000_000));
            JsonObject money = new() { ["units"] = units.ToString("0", CultureInfo.InvariantCulture) };
            if (nanos > 0)
            {
                money["nanos"] = nanos;
            }
            if ((alert.Currency ?? wanted["amount"]?["specifiedAmount"].Text("currencyCode")) is { Length: > 0 } currency)
            {
                money["currencyCode"] = currency.ToUpperInvariant();
            }
            wanted["amount"] = new JsonObject { ["specifiedAmount"] = money };
        }
        else if (isNew)
        {
            throw new ChoiceNeededException("-Amount");
        }
        var filter = wanted["budgetFilter"]?.DeepClone() as JsonObject ?? new() { ["projects"] = new JsonArray($"projects/{scope.Number}"), ["calendarPeriod"] = "MONTH" };
        if (alert.Services is { } services || isNew)
        {
            filter["services"] = new JsonArray([.. (alert.Services ?? Services).Select(name => JsonValue.Create(name))]);
        }
        // Gross: what a thief spends shows though a credit pays for it.
        if (isNew || alert.Net is not null)
        {
            filter["creditTypesTreatment"] = alert.Net is true ? "INCLUDE_ALL_CREDITS" : "EXCLUDE_ALL_CREDITS";
        }
        wanted["budgetFilter"] = filter;
        List<JsonNode> rules = [.. (wanted["thresholdRules"] as JsonArray ?? []).Where(rule => alert.Percents is null || rule.Text("spendBasis") == "FORECASTED_SPEND").Select(rule => rule!.DeepClone())];
        foreach (var percent in isNew || alert.Percents is not null ? (alert.Percents ?? [50, 80, 100]).Distinct() : [])
        {
            rules.Add(new JsonObject { ["thresholdPercent"] = percent / 100.0, ["spendBasis"] = "CURRENT_SPEND" });
        }
        if (alert.Forecast && !rules.Exists(rule => rule.Text("spendBasis") == "FORECASTED_SPEND"))
        {
            rules.Add(new JsonObject { ["thresholdPercent"] = 1.0, ["spendBasis"] = "FORECASTED_SPEND" });
        }
        if (alert.StopAt is { } stop && !rules.Exists(rule => rule.Text("spendBasis") != "FORECASTED_SPEND" && rule["thresholdPercent"]?.GetValue<double>() == stop / 100.0))
        {
            rules.Add(new JsonObject { ["thresholdPercent"] = stop / 100.0, ["spendBasis"] = "CURRENT_SPEND" });
        }
        wanted["thresholdRules"] = new JsonArray([.. rules]);
        if (alert.Emails.Count > 0)
        {
            throw new ChoiceNeededException("a notification channel with -Topic projects/p/notificationChannels/1 in place of -Email");
        }
        if (alert.Topics.Count > 0)
        {
            var rule = wanted["notificationsRule"]?.DeepClone() as JsonObject ?? [];
            if (alert.Topics.Where(topic => topic.Contains("/notificationChannels/", StringComparison.Ordinal)).ToList() is { Count: > 0 } channels)
            {
                rule["monitoringNotificationChannels"] = new JsonArray([.. channels.Select(channel => JsonValue.Create(channel))]);
            }
            if (alert.Topics.FirstOrDefault(topic => topic.Contains("/topics/", StringComparison.Ordinal)) is { } told)
            {
                (rule["pubsubTopic"], rule["schemaVersion"]) = (told, "1.0");
            }
            wanted["notificationsRule"] = rule;
        }
        // A budget of Google Cloud stops nothing by itself: who listens to its topic does.
        if (alert.StopAt is not null && wanted["notificationsRule"].Text("pubsubTopic").Length == 0)
        {
            throw new ChoiceNeededException("-Topic projects/p/topics/t, whose listener lowers the quota at -StopAt");
        }
        return wanted;
    }

    private sealed class BudgetSetting : Setting
    {
        private static readonly string[] s_members = ["amount", "budgetFilter", "thresholdRules", "notificationsRule", "ownershipScope"];

        public override Cloud Cloud => Cloud.Gcp;

        public override IReadOnlyList<string> Permissions =>
            ["resourcemanager.projects.get", "billing.budgets.list", "billing.budgets.get", "billing.budgets.create", "billing.budgets.update", "billing.budgets.delete"];

        internal override async Task<JsonObject?> ReadAsync(ICloudWriter cloud, SettingPlace place, CancellationToken cancellationToken)
        {
            for (var (pages, token) = (0, ""); pages < 100; pages++)
            {
                var page = JsonNode.Parse(await cloud.CallAsync(new(Host, $"GET v1/{Account(place)}/budgets?pageSize=100{(token.Length > 0 ? $"&pageToken={Uri.EscapeDataString(token)}" : "")}", ResourceIdentity.Global, "{}"), cancellationToken).ConfigureAwait(false));
                var found = (page?["budgets"] as JsonArray ?? []).OfType<JsonObject>().Where(budget => budget.Text("displayName") == place.Names().Text("displayName")).ToList();
                if (found.Count > 1)
                {
                    throw new CloudCallException(ErrorId.CloudRefused, null, $"{found.Count} budgets of {Account(place)} have the same name", isCertain: true);
                }
                if (found.Count == 1)
                {
                    var state = found[0].Pick(s_members);
                    (state[Named], state["@etag"]) = (found[0].Text("name"), found[0].Text("etag"));
                    return state;
                }
                if (page.Text("nextPageToken") is not { Length: > 0 } next)
                {
                    return null;
                }
                token = next;
            }
            throw new CloudCallException(ErrorId.CloudRefused, null, "the list of budgets does not end", isCertain: false);
        }

        internal override IEnumerable<CloudCall> Write(SettingPlace place, JsonObject? state, JsonObject? wanted, IReadOnlyCollection<string> changed)
        {
            if (wanted is null)
            {
                return [new(Host, $"DELETE v1/{state.Text(Named)}", ResourceIdentity.Global, "{}")];
            }
            var body = wanted.Pick(state is null ? s_members : changed);
            if (state is null)
            {
                body["displayName"] = place.Names().Text("displayName");
                return [new(Host, $"POST v1/{Account(place)}/budgets", ResourceIdentity.Global, body.ToJsonString())];
            }
            body["etag"] = state["@etag"]!.DeepClone();
            return [new(Host, $"PATCH v1/{state.Text(Named)}?updateMask={string.Join(',', changed.Order(StringComparer.Ordinal))}", ResourceIdentity.Global, body.ToJsonString())];
        }

        // A journal's place must lead to nothing but a billing account.
        private static string Account(SettingPlace place) => place.Names().Text("account") is var account && account.Split('/') is ["billingAccounts", { Length: > 0 } id] && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? account : throw new CloudCallException(ErrorId.ResourceNotFound, null, $"'{account}' is no billing account", isCertain: true);
    }
}
