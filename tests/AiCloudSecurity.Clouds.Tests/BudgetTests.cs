using System.Text.Json.Nodes;
using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Clouds.Gcp;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>Budgets of Azure and Google Cloud: made once, changed, and taken away again.</summary>
public sealed class BudgetTests(AzureTenant tenant, GcpOrganization organization) : IClassFixture<AzureTenant>, IClassFixture<GcpOrganization>
{
    private readonly Lines _journal = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_budget_of_azure_is_made_once_is_changed_gets_a_brake_and_comes_back()
    {
        const string Group = "/subscriptions/11111111-0000-0000-0000-000000000001/resourceGroups/ops/providers/Microsoft.Insights/actionGroups/stop";
        tenant.Fill();
        using var connection = await AzureConnection.OpenAsync(tenant.Options with { Subscriptions = [AzureTenant.Production] }, Token);
        var writer = new AzureWriter(connection, connection.Scopes[0]);
        var before = tenant.Fake.State();
        await SetAsync(writer, new() { Name = "ai-services", Amount = 500, Emails = ["a@example.com"], Forecast = true });
        var budget = Budget();
        Assert.Equal("500", budget["properties"]!["amount"]!.ToJsonString());
        Assert.Equal("2026-11-01T00:00:00Z", (string)budget["properties"]!["timePeriod"]!["startDate"]!);
        Assert.Equal(["Actual 50", "Actual 80", "Actual 100", "Forecasted 100"], Thresholds(budget));
        Assert.False(await SetAsync(writer, new() { Name = "ai-services", Amount = 500, Emails = ["a@example.com"], Forecast = true }));
        await SetAsync(writer, new() { Name = "ai-services", Percents = [90] });
        Assert.Equal(["Forecasted 100", "Actual 90"], Thresholds(Budget()));
        Assert.Equal(["Cognitive Services", "Azure OpenAI", "Foundry Models", "Azure Machine Learning", "Azure Cognitive Search"], Counted());
        await SetAsync(writer, new() { Name = "ai-services", Services = ["Azure OpenAI"] });
        Assert.Equal(["Azure OpenAI"], Counted());
        await SetAsync(writer, new() { Name = "ai-services", StopAt = 120, StopPolicy = Group });
        Assert.Equal(Group, (string)Budget()["properties"]!["notifications"]!["stop_GreaterThan_120_Percent"]!["contactGroups"]![0]!);
        Assert.Equal("a@example.com", (string)Budget()["properties"]!["notifications"]!["stop_GreaterThan_120_Percent"]!["contactEmails"]![0]!);
        // The brake stays, and is set off by nothing but its own threshold.
        await SetAsync(writer, new() { Name = "ai-services", Percents = [70], Emails = ["b@example.com"] });
        Assert.Equal(["forecasted_GreaterThan_100_Percent", "stop_GreaterThan_120_Percent", "actual_GreaterThan_70_Percent"], Budget()["properties"]!["notifications"]!.AsObject().Select(pair => pair.Key));
        Assert.Equal(1, tenant.Fake.State().Split(Group).Length - 1);
        await Assert.ThrowsAsync<CloudCallException>(() => SetAsync(writer, new() { Name = "ai-services", Percents = [10, 20, 30, 40, 50] }));
        await Assert.ThrowsAsync<ChoiceNeededException>(() => SetAsync(writer, new() { Name = "other", Amount = 1 }));
        await UndoAsync(writer);
        Assert.Equal(before, tenant.Fake.State());

        JsonObject Budget() => JsonNode.Parse(tenant.Fake.State())!.AsArray().OfType<JsonObject>().Single(resource => (string?)resource["name"] == "ai-services");
        IEnumerable<string> Counted() => Budget()["properties"]!["filter"]!["dimensions"]!["values"]!.AsArray().Select(name => (string)name!);
        static IEnumerable<string> Thresholds(JsonObject budget) => budget["properties"]!["notifications"]!.AsObject().Select(pair => $"{pair.Value!["thresholdType"]} {pair.Value["threshold"]}");
    }

    [Fact]
    public async Task A_budget_of_google_cloud_is_made_once_is_changed_and_comes_back()
    {
        organization.Fill();
        organization.Fake.Load($$"""[{ "type": "serviceusage.googleapis.com/Service", "name": "projects/{{GcpOrganization.Number}}/services/cloudbilling.googleapis.com", "message": "google.api.serviceusage.v1.Service", "data": { "name": "projects/{{GcpOrganization.Number}}/services/cloudbilling.googleapis.com", "parent": "projects/{{GcpOrganization.Number}}", "state": "ENABLED" } }]""");
        using var connection = await GcpConnection.OpenAsync(organization.Options with { Organization = null, Projects = [GcpOrganization.Production] }, Token);
        var writer = new GcpWriter(connection, connection.Scopes[0]);
        var before = organization.Fake.State();
        await SetAsync(writer, new() { Name = "ai-services", Amount = 500.5m, Currency = "eur", Topics = ["projects/ai-prod/topics/spending"], Forecast = true });
        var budget = Budget();
        Assert.Equal("""{"units":"500","nanos":500000000,"currencyCode":"EUR"}""", budget["amount"]!["specifiedAmount"]!.ToJsonString());
        // A thief's spending shows though a credit pays for it.
        Assert.Equal("EXCLUDE_ALL_CREDITS", (string)budget["budgetFilter"]!["creditTypesTreatment"]!);
        Assert.Equal($"projects/{GcpOrganization.Number}", (string)budget["budgetFilter"]!["projects"]![0]!);
        Assert.Equal(4, budget["thresholdRules"]!.AsArray().Count);
        Assert.Equal("projects/ai-prod/topics/spending", (string)budget["notificationsRule"]!["pubsubTopic"]!);
        Assert.False(await SetAsync(writer, new() { Name = "ai-services", Amount = 500.5m, Forecast = true }));
        await SetAsync(writer, new() { Name = "ai-services", Percents = [90], Net = true });
        Assert.Equal(["1 FORECASTED_SPEND", "0.9 CURRENT_SPEND"], Budget()["thresholdRules"]!.AsArray().Select(rule => $"{rule!["thresholdPercent"]!.ToJsonString()} {rule["spendBasis"]}"));
        Assert.Equal("INCLUDE_ALL_CREDITS", (string)Budget()["budgetFilter"]!["creditTypesTreatment"]!);
        // Who listens to the topic is the brake: without one there is none.
        await SetAsync(writer, new() { Name = "ai-services", StopAt = 120 });
        Assert.Equal(["1 FORECASTED_SPEND", "0.9 CURRENT_SPEND", "1.2 CURRENT_SPEND"], Budget()["thresholdRules"]!.AsArray().Select(rule => $"{rule!["thresholdPercent"]!.ToJsonString()} {rule["spendBasis"]}"));
        await Assert.ThrowsAsync<ChoiceNeededException>(() => SetAsync(writer, new() { Name = "other", Amount = 1, StopAt = 100 }));
        var shown = Assert.Single(AiBudget.Of((await connection.ReadAsync(AiBudget.Types, null, Token))[0].Estate!), budget => budget.Name == "ai-services");
        Assert.Equal((500.5m, "EUR", "All", false, "projects/ai-prod/topics/spending"), (shown.Amount!.Value, shown.Currency, shown.Covers, !shown.IsNet, shown.Subscribers.Split(", ")[^1]));
        await UndoAsync(writer);
        Assert.Equal(before, organization.Fake.State());

        JsonObject Budget() => JsonNode.Parse(organization.Fake.State())!.AsArray().Select(resource => resource!["data"]).OfType<JsonObject>().Single(data => (string?)data["displayName"] == "ai-services");
    }

    [Fact]
    public async Task Calls_of_models_are_capped_by_quotas_of_the_project_and_are_free_again()
    {
        organization.Fill();
        organization.Fake.Load(GcpQuotas.Json);
        using var connection = await GcpConnection.OpenAsync(organization.Options with { Organization = null, Projects = [GcpOrganization.Production] }, Token);
        var writer = new GcpWriter(connection, connection.Scopes[0]);
        var before = organization.Fake.State();
        Assert.Equal(4, await CapAsync(60));
        // Everywhere where more was allowed, and there only; what counts tokens, or a month, is no call of a model.
        Assert.Equal(
        [
            "generate_content {\"base_model\":\"gemini-2.5-pro\",\"region\":\"us-central1\"} 60 of -1", "generate_content {\"base_model\":\"gemini-nano\",\"region\":\"us-central1\"} 5 of 5",
            "generate_content {\"base_model\":\"imagen\",\"region\":\"us-central1\"} 20 of 100", "generate_content {\"model\":\"gemini-2.5-pro\"} 60 of 150", "generate_content {} 60 of 1000", "generate_content {} 60 of 200", "generate_content_input_tokens_per_minute_per_base_model {} -1 of -1",
            "global_online_prediction {} 60 of 100", "online_prediction {} 60 of 300",
        ], Quotas().Order(StringComparer.Ordinal));
        Assert.Equal(0, await CapAsync(60));
        // What limits itself so passes.
        Assert.Equal(Status.Pass, await JudgedAsync());
        Assert.Equal(4, await CapAsync(10));
        Assert.Contains("generate_content {\"base_model\":\"imagen\",\"region\":\"us-central1\"} 10 of 100", Quotas());
        await UndoAsync(writer);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(before), JsonNode.Parse(organization.Fake.State())));

        organization.Fake.Denied.Add("serviceusage.quotas.get");
        Assert.Equal(Status.Unknown, await JudgedAsync());
        Assert.Equal(ErrorId.CloudAccessDenied, (await Assert.ThrowsAsync<CloudCallException>(() => CapAsync(5))).Id);
        organization.Fill();
        Assert.Equal(Status.Fail, await JudgedAsync());
        Assert.Equal(ErrorId.ResourceNotFound, (await Assert.ThrowsAsync<CloudCallException>(() => CapAsync(5))).Id);

        async Task<Status> JudgedAsync()
        {
            var check = Check.All.Single(check => check.Id == "GCP-MON-021");
            return check.Judge((await connection.ReadAsync([.. check.Types], null, Token))[0].Estate!).Single().Status;
        }

        async Task<int> CapAsync(int perMinute)
        {
            var engine = new RepairEngine(writer, _journal, TimeProvider.System, "run", "Set-AiBudgetAlert");
            var made = 0;
            foreach (var wish in await BudgetAlert.CapAsync(writer, perMinute, Token))
            {
                if (await engine.PlanAsync([wish], "", Token) is { } change)
                {
                    Assert.Contains("From now on", change.Breaks, StringComparison.Ordinal);
                    await engine.ApplyAsync(change, Token);
                    made++;
                }
            }
            Assert.All(_journal.All, line => Assert.Null(line.Message));
            return made;
        }

        IEnumerable<string> Quotas() => from resource in JsonNode.Parse(organization.Fake.State())!.AsArray()
                                        where (string?)resource!["type"] == "serviceusage.googleapis.com/ConsumerQuotaLimit"
                                        from bucket in resource["data"]!["quotaBuckets"]!.AsArray()
                                        let metric = (string)resource["data"]!["metric"]!
                                        let text = $"{metric[(metric.IndexOf('/', StringComparison.Ordinal) + 1)..].Split("_requests")[0]} {bucket["dimensions"]?.ToJsonString() ?? "{}"} {bucket["effectiveLimit"]} of {bucket["defaultLimit"]}"
                                        select text;
    }

    private async Task<bool> SetAsync(ICloudWriter cloud, BudgetAlert alert)
    {
        var engine = new RepairEngine(cloud, _journal, TimeProvider.System, "run", "Set-AiBudgetAlert");
        if (await engine.PlanAsync([await alert.InAsync(cloud, new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero), Token)], "", Token) is not { } change)
        {
            return false;
        }
        await engine.ApplyAsync(change, Token);
        Assert.All(_journal.All, line => Assert.Null(line.Message));
        return true;
    }

    private async Task UndoAsync(ICloudWriter cloud)
    {
        var engine = new RepairEngine(cloud, _journal, TimeProvider.System, "undo", "Undo-AiRepair");
        foreach (var entry in Journal.Read((byte[])[.. _journal.All.SelectMany(Journal.Write)], "journal").Reverse())
        {
            await engine.UndoAsync(entry, await engine.PlanUndoAsync(entry, Token), Token);
        }
    }

    private sealed class Lines : IJournal
    {
        public List<JournalLine> All { get; } = [];

        public void Add(JournalLine line) => All.Add(line);
    }
}
