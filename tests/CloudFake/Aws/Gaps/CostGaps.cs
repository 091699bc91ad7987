using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>Cost Anomaly Detection, which moto does not have.</summary>
internal static class CostGaps
{
    private const string Monitors = "anomaly-monitors";
    private const string Subscriptions = "anomaly-subscriptions";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["ce:CreateAnomalyMonitor"] = call => Task.FromResult(Create(call, "AnomalyMonitor", "MonitorName", "MonitorArn", "anomalymonitor", Monitors));
        handlers["ce:CreateAnomalySubscription"] = call => Task.FromResult(Create(call, "AnomalySubscription", "SubscriptionName", "SubscriptionArn", "anomalysubscription", Subscriptions));
        handlers["ce:GetAnomalyMonitors"] = call => Task.FromResult(List(call, "AnomalyMonitors", Monitors));
        handlers["ce:GetAnomalySubscriptions"] = call => Task.FromResult(List(call, "AnomalySubscriptions", Subscriptions));
    }

    private static AwsAnswer Create(GapCall call, string member, string name, string arn, string path, string table)
    {
        var made = (JsonObject)call.Input[member]!.DeepClone();
        made[arn] = $"arn:aws:ce::{call.Account}:{path}/{GapJson.IdOf(made.Text(name), 12, "0123456789abcdef")}";
        foreach (var subscriber in made["Subscribers"]?.AsArray() ?? [])
        {
            subscriber!["Status"] ??= "CONFIRMED";
        }

        call.GlobalTable(table)[made.Text(arn)] = made;
        return call.Ok(made.Pick(arn));
    }

    private static AwsAnswer List(GapCall call, string list, string table) =>
        call.Ok(AwsPaging.Page(call.Input, list, call.GlobalTable(table).All, "MaxResults", "NextPageToken"));
}
