using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Gcp;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on alerts about models, and on where the logs of AI services go.</summary>
internal static class AlertChecks
{
    private const string Guide = "https://cloud.google.com/vertex-ai/docs/general/monitoring-metrics";
    private const string VertexApi = "aiplatform.googleapis.com";
    private const string NoVertex = "Vertex AI is not enabled in the project.";
    private const int LeastDays = 90;
    private static readonly string[] s_services = ["aiplatform", "notebooks", "dialogflow", "discoveryengine", "documentai", "generativelanguage", "modelarmor"];
    private static readonly string[] s_volume =
        ["prediction/online/prediction_count", "publisher/online_serving/model_invocation_count", "publisher/online_serving/token_count", "publisher/online_serving/consumed_throughput", "publisher/online_serving/tokens"];

    private static readonly string[] s_errors = ["prediction/online/error_count", "quota/exceeded"];

    [Check("GCP-MON-011", Severity.High, "Somebody is told when models are asked unusually often",
        Risk = "Theft of a model and of its training data looks like many requests, and nobody looks.",
        Advice = "Create an alert on the number of predictions, invocations or tokens.",
        Tip = Tip.ModelMonitoring | Tip.TheftSignature | Tip.Audit, Remedy = Remedy.Safe, Owasp = "ML03, ML05, LLM10", Atlas = "AML.T0024.002, AML.T0034", Link = Guide)]
    [Passes("{ }", AiUse.Vertex, """AlertPolicy { "enabled": true, "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"aiplatform.googleapis.com/prediction/online/prediction_count\"" } } ] }""")]
    [Passes("{ }", AiUse.Vertex, """AlertPolicy { "conditions": [ { }, { "conditionMonitoringQueryLanguage": { "query": "fetch aiplatform.googleapis.com/PublisherModel | metric 'aiplatform.googleapis.com/publisher/online_serving/token_count'" } } ] }""")]
    [Passes("{ }", AiUse.Vertex, """AlertPolicy { "conditions": [ { "conditionPrometheusQueryLanguage": { "query": "sum(rate(aiplatform_googleapis_com:publisher_online_serving_model_invocation_count[5m])) > 9" } } ] }""", Because = "Prometheus writes the name with underscores.")]
    [Fails("{ }", AiUse.Vertex, """AlertPolicy { "enabled": false, "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"aiplatform.googleapis.com/prediction/online/prediction_count\"" } } ] }""")]
    [Fails("{ }", AiUse.Vertex, """AlertPolicy { "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"aiplatform.googleapis.com/prediction/online/cpu/utilization\"" } } ] }""")]
    [Fails("{ }", AiUse.Vertex)]
    [Skips("{ }")]
    [Passes("{ }", AiUse.Vertex, """AlertPolicy { "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"aiplatform.googleapis.com/EACH\"" } } ] }""", Each = ["publisher/online_serving/consumed_throughput", "publisher/online_serving/tokens"])]
    public static Verdict OnVolume(Project project, Inventory<AlertPolicy> alerts, AiUse use)
    {
        _ = project;
        return Alert(alerts, use, s_volume, "the number of predictions, invocations or tokens");
    }

    [Repair("GCP-MON-011", "gcp/monitoring/Alert", Needs = "-NotificationChannel")]
    internal static IEnumerable<Wish> WatchVolume(Project project, RepairChoices choices) => [AlertSettings.OnVolume(project, Channel(choices))];

    [Check("GCP-MON-012", Severity.Medium, "Somebody is told when models refuse requests or reach their quota",
        Risk = "An attack that fails, and a flood that takes the model down, go unnoticed.",
        Advice = "Create an alert on errors of predictions or on exceeded quotas of Vertex AI.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0029", Link = Guide)]
    [Passes("{ }", AiUse.Vertex, """AlertPolicy { "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"aiplatform.googleapis.com/prediction/online/error_count\"" } } ] }""")]
    [Passes("{ }", AiUse.Vertex, """AlertPolicy { "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"serviceruntime.googleapis.com/quota/exceeded\" AND resource.labels.service=\"aiplatform.googleapis.com\"" } } ] }""")]
    [Fails("{ }", AiUse.Vertex, """AlertPolicy { "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"serviceruntime.googleapis.com/quota/exceeded\" AND resource.labels.service=\"compute.googleapis.com\"" } } ] }""")]
    [Fails("{ }", AiUse.Vertex, """AlertPolicy { "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"aiplatform.googleapis.com/prediction/online/prediction_count\"" } } ] }""")]
    [Fails("{ }", AiUse.Vertex, """AlertPolicy { "enabled": false, "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"aiplatform.googleapis.com/prediction/online/error_count\"" } } ] }""")]
    [Fails("{ }", AiUse.Vertex)]
    [Skips("{ }")]
    public static Verdict OnErrors(Project project, Inventory<AlertPolicy> alerts, AiUse use)
    {
        _ = project;
        return Alert(alerts, use, s_errors, "errors or exceeded quotas");
    }

    [Repair("GCP-MON-012", "gcp/monitoring/Alert", Needs = "-NotificationChannel")]
    internal static IEnumerable<Wish> WatchErrors(Project project, RepairChoices choices) => [AlertSettings.OnErrors(project, Channel(choices))];

    [Check("GCP-MON-013", Severity.Medium, "Alert about AI is on and reaches somebody",
        Risk = "The alert is raised, and nobody reads of it.",
        Advice = "Enable the alert and give it a notification channel.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Link = "https://cloud.google.com/monitoring/support/notification-options")]
    [Passes("""{ "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"aiplatform.googleapis.com/prediction/online/error_count\"" } } ], "notificationChannels": [ "projects/p/notificationChannels/1" ] }""")]
    [Fails("""{ "enabled": false, "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"aiplatform.googleapis.com/prediction/online/error_count\"" } } ], "notificationChannels": [ "projects/p/notificationChannels/1" ] }""")]
    [Fails("""{ "enabled": true, "conditions": [ { "conditionAbsent": { "filter": "metric.type=\"aiplatform.googleapis.com/prediction/online/prediction_count\"" } } ] }""")]
    [Fails("""{ "conditions": [ { "conditionMatchedLog": { "filter": "protoPayload.serviceName=\"notebooks.googleapis.com\"" } } ], "notificationChannels": [] }""")]
    [Fails("""{ "conditions": [ { "conditionSql": { "query": "SELECT * FROM logs WHERE service = 'aiplatform.googleapis.com'" } } ] }""")]
    [Skips("""{ "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"compute.googleapis.com/instance/cpu/utilization\"" } } ] }""")]
    [Passes("""{ "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"compute.googleapis.com/instance/cpu/utilization\"" } }, { "conditionThreshold": { "filter": "metric.type=\"aiplatform.googleapis.com/prediction/online/error_count\"" } } ], "notificationChannels": [ "projects/p/notificationChannels/1" ] }""", Because = "One of its conditions is enough.")]
    [Fails("""{ "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"EACH.googleapis.com/request_count\"" } } ] }""", Each = ["dialogflow", "discoveryengine", "documentai", "generativelanguage", "modelarmor"])]
    public static Verdict ReachesSomebody(AlertPolicy alert) =>
        !(alert.Conditions ?? []).Any(condition => IsOfAi(condition.Text)) ? NotApplicable("The alert is not about AI.")
        : alert.Enabled is false ? Fail("The alert is off.")
        : alert.NotificationChannels is { Count: > 0 } channels ? Pass($"It is on, with {channels.Count} channels.") : Fail("The alert has no notification channel.");

    [Repair("GCP-MON-013", "gcp/monitoring/AlertPolicy", Needs = "-NotificationChannel")]
    internal static IEnumerable<Wish> Reach(AlertPolicy alert, RepairChoices choices)
    {
        JsonObject members = [];
        if (alert.Enabled is false)
        {
            members["enabled"] = true;
        }
        if (alert.NotificationChannels is not { Count: > 0 })
        {
            members["notificationChannels"] = new JsonArray(Channel(choices));
        }
        yield return PlatformSettings.AlertPolicy.Wish(alert, members);
    }

    [Check("GCP-MON-014", Severity.Medium, "Somebody is told when AI is administered",
        Risk = "A model that is swapped or shared by whoever got in stays so.",
        Advice = "Create a log metric on calls of Vertex AI with an alert, or an alert on the log itself.",
        Tip = Tip.Audit | Tip.TheftSignature, Remedy = Remedy.Safe, Owasp = "ML05", Atlas = "AML.T0018", Link = "https://cloud.google.com/logging/docs/alerting/log-based-alerts")]
    [Passes("{ }", AiUse.Vertex, Metric, """AlertPolicy { "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"logging.googleapis.com/user/ai-changes\" AND resource.type=\"audited_resource\"" } } ] }""")]
    [Passes("{ }", AiUse.Vertex, """AlertPolicy { "conditions": [ { "conditionMatchedLog": { "filter": "protoPayload.serviceName=\"aiplatform.googleapis.com\" protoPayload.methodName=~\"SetIamPolicy\"" } } ] }""", Because = "An alert on the log needs no metric.")]
    [Fails("{ }", AiUse.Vertex, Metric, Because = "It is counted, and nobody is told.")]
    [Fails("{ }", AiUse.Vertex, """LogMetric { "name": "ai-changes", "disabled": true, "filter": "protoPayload.serviceName=\"aiplatform.googleapis.com\"" }""", """AlertPolicy { "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"logging.googleapis.com/user/ai-changes\"" } } ] }""")]
    [Fails("{ }", AiUse.Vertex, """LogMetric { "name": "ai-changes", "filter": "protoPayload.serviceName=\"compute.googleapis.com\"" }""", """AlertPolicy { "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"logging.googleapis.com/user/ai-changes\"" } } ] }""")]
    [Fails("{ }", AiUse.Vertex, Metric, """AlertPolicy { "enabled": false, "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"logging.googleapis.com/user/ai-changes\"" } } ] }""")]
    [Fails("{ }", AiUse.Vertex, Metric, """AlertPolicy { "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"logging.googleapis.com/user/ai-changes-old\"" } } ] }""", Because = "It is about another metric.")]
    [Skips("{ }", Metric)]
    [Passes("""{ }""", AiUse.Vertex, """AlertPolicy { "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"compute.googleapis.com/instance/cpu/utilization\"" } }, { "conditionMatchedLog": { "filter": "protoPayload.serviceName=\"aiplatform.googleapis.com\"" } } ] }""")]
    [Passes("""{ }""", AiUse.Vertex, Metric, """AlertPolicy { "conditions": [ { "conditionThreshold": { "filter": "metric.type=\"compute.googleapis.com/instance/cpu/utilization\"" } }, { "conditionThreshold": { "filter": "metric.type=\"logging.googleapis.com/user/ai-changes\"" } } ] }""")]
    [Passes("{ }", AiUse.Vertex, Metric, """AlertPolicy { "conditions": [ { "conditionThreshold": { "filter": "logging.googleapis.com/user/ai-changes" } } ] }""", Because = "Its name is all that the condition says.")]
    public static Verdict OnChanges(Project project, Inventory<LogMetric> metrics, Inventory<AlertPolicy> alerts, AiUse use)
    {
        _ = project;
        if (!use.Uses(VertexApi))
        {
            return NotApplicable(NoVertex);
        }
        var on = alerts.All.Where(alert => alert.Enabled is not false).ToList();
        if (on.Find(alert => alert.Conditions?.Any(condition => condition.ConditionMatchedLog?.Filter is { } filter && IsOfAi(filter)) is true) is { } direct)
        {
            return Pass($"The alert {direct.Identity.Name} looks at the log.");
        }
        var counted = metrics.All.Where(metric => !metric.Disabled && IsOfAi(metric.Filter ?? "")).Select(metric => metric.Name ?? metric.Identity.Name).ToList();
        return counted.Find(name => on.Exists(alert => alert.Conditions?.Any(condition => Mentions(condition.Text, $"logging.googleapis.com/user/{name}")) is true)) is { } watched ? Pass($"An alert looks at the metric {watched}.")
            : Fail(counted.Count == 0 ? "No log metric is about calls of Vertex AI." : $"No alert looks at {Names.Some(counted)}.");
    }

    [Repair("GCP-MON-014", "gcp/monitoring/Alert", Needs = "-NotificationChannel")]
    internal static IEnumerable<Wish> WatchChanges(Project project, RepairChoices choices) => [AlertSettings.OnChanges(project, Channel(choices))];

    [Check("GCP-MON-015", Severity.Medium, "Logs of AI calls are kept for 90 days",
        Risk = "When theft is noticed after weeks, the log of it is gone.",
        Advice = "Route the data access logs to a bucket that keeps them for 90 days or more.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Link = "https://cloud.google.com/logging/docs/buckets#custom-retention")]
    [Command("gcloud logging buckets create ai-audit --location global --retention-days 400 --project {Scope} && gcloud logging sinks create ai-audit logging.googleapis.com/projects/{Scope}/locations/global/buckets/ai-audit --log-filter 'logName:cloudaudit.googleapis.com%2Fdata_access' --project {Scope}")]
    [Passes("{ }", AiUse.Vertex, DefaultSink, """LogBucket { "name": "projects/ai-project/locations/global/buckets/_Default", "retentionDays": 90 }""")]
    [Passes("{ }", AiUse.Vertex, """LogSink { "name": "all", "destination": "storage.googleapis.com/audit-logs" }""", Because = "There they stay.")]
    [Passes("{ }", AiUse.Vertex, """LogSink { "name": "ai", "destination": "bigquery.googleapis.com/projects/logs/datasets/audit", "filter": "protoPayload.serviceName=\"aiplatform.googleapis.com\"" }""")]
    [Fails("{ }", AiUse.Vertex, DefaultSink, """LogBucket { "name": "projects/ai-project/locations/global/buckets/_Default", "retentionDays": 30 }""")]
    [Fails("{ }", AiUse.Vertex, DefaultSink, """LogBucket { "name": "projects/ai-project/locations/global/buckets/_Default" }""", Because = "It is 30 days by default.")]
    [Fails("{ }", AiUse.Vertex, """LogSink { "name": "all", "disabled": true, "destination": "storage.googleapis.com/audit-logs" }""")]
    [Fails("{ }", AiUse.Vertex, """LogSink { "name": "web", "destination": "storage.googleapis.com/audit-logs", "filter": "resource.type=\"gae_app\"" }""")]
    [Fails("{ }", AiUse.Vertex, """LogSink { "name": "rest", "destination": "storage.googleapis.com/audit-logs", "filter": "NOT LOG_ID(\"cloudaudit.googleapis.com/data_access\")" }""")]
    [Fails("{ }", AiUse.Vertex, """LogSink { "name": "all", "destination": "storage.googleapis.com/audit-logs", "exclusions": [ { "filter": "protoPayload.serviceName=\"aiplatform.googleapis.com\"" } ] }""")]
    [Passes("{ }", AiUse.Vertex, """LogSink { "name": "all", "destination": "storage.googleapis.com/audit-logs", "exclusions": [ { "filter": "protoPayload.serviceName=\"aiplatform.googleapis.com\"", "disabled": true } ] }""")]
    [CannotSay("{ }", AiUse.Vertex, """LogSink { "name": "central", "destination": "logging.googleapis.com/projects/logs/locations/global/buckets/all" }""", Because = "The bucket lies in another project.")]
    [Fails("{ }", AiUse.Vertex)]
    [Skips("{ }", DefaultSink)]
    [Passes("{ }", AiUse.Vertex, """LogSink { "name": "central", "destination": "logging.googleapis.com/projects/logs" }""", Because = "What another project does with them it says itself.")]
    [Passes("{ }", AiUse.Vertex, """LogSink { "name": "audit", "destination": "storage.googleapis.com/audit-logs", "filter": "logName:\"cloudaudit.googleapis.com\"" }""")]
    [Fails("{ }", AiUse.Vertex, """LogSink { "name": "audit", "destination": "storage.googleapis.com/audit-logs", "filter": "LOG_ID(\"cloudaudit.googleapis.com/data_access\") AND NOT protoPayload.serviceName=\"storage.googleapis.com\"" }""", Because = "What an exception leaves is not worked out.")]
    public static Verdict AreKept(Project project, Inventory<LogSink> sinks, Inventory<LogBucket> buckets, AiUse use)
    {
        _ = project;
        if (!use.Any)
        {
            return NotApplicable(AiUse.None);
        }
        var taking = sinks.Known.Where(sink => !sink.Disabled && IsCovering(sink)).ToList();
        if (taking.Find(sink => !IsLogBucket(sink)) is { } export)
        {
            return Pass($"The sink {export.Name} keeps them in {export.Destination}.");
        }
        List<string> shortly = [];
        UnseenException? unseen = null;
        foreach (var sink in taking)
        {
            try
            {
                var bucket = buckets.Find(sink.Destination!["logging.googleapis.com/".Length..]);
                if ((bucket?.RetentionDays ?? 30) is >= LeastDays and var days)
                {
                    return Pass($"The sink {sink.Name} keeps them for {days} days.");
                }
                shortly.Add($"{sink.Name} for {bucket?.RetentionDays ?? 30} days");
            }
            catch (UnseenException missing)
            {
                unseen ??= missing;
            }
        }
        // One that was not seen may keep them for longer.
        _ = sinks.All;
        return unseen is not null ? throw unseen : Fail(shortly.Count == 0 ? "No sink takes data access logs of AI services." : $"They are kept by {Names.Some(shortly)} only.");
    }

    [Repair("GCP-MON-015", "gcp/logging/Bucket")]
    internal static IEnumerable<Wish> Keep(Project project, Inventory<LogSink> sinks, Inventory<LogBucket> buckets)
    {
        _ = project;
        // A bucket of another project is another's to change.
        return sinks.Known.Where(sink => !sink.Disabled && IsCovering(sink) && IsLogBucket(sink)).Select(sink => buckets.Find(sink.Destination!["logging.googleapis.com/".Length..])).OfType<LogBucket>().MaxBy(bucket => bucket.RetentionDays) is { } longest
            ? [PlatformSettings.LogBucket.Wish(longest, new() { ["retentionDays"] = LeastDays })] : [];
    }

    private const string Metric = """LogMetric { "name": "ai-changes", "filter": "protoPayload.serviceName=\"aiplatform.googleapis.com\"" }""";
    private const string DefaultSink = """LogSink { "name": "_Default", "destination": "logging.googleapis.com/projects/ai-project/locations/global/buckets/_Default", "filter": "NOT LOG_ID(\"cloudaudit.googleapis.com/activity\") AND NOT LOG_ID(\"cloudaudit.googleapis.com/system_event\")" }""";

    private static Verdict Alert(Inventory<AlertPolicy> alerts, AiUse use, string[] signs, string what) =>
        !use.Uses(VertexApi) ? NotApplicable(NoVertex)
        : alerts.All.FirstOrDefault(alert => alert.Enabled is not false && alert.Conditions?.Any(condition => IsOfAi(condition.Text) && signs.Any(sign => Has(condition.Text, sign))) is true) is { } found
            ? Pass($"The alert {found.Identity.Name} looks at {what}.")
            : Fail($"No alert that is on looks at {what}.");

    private static string Channel(RepairChoices choices) => RepairChoices.Of(choices.NotificationChannel, "-NotificationChannel");

    private static bool Has(string text, string sign) => text.Contains(sign, StringComparison.Ordinal) || text.Contains(sign.Replace('/', '_'), StringComparison.Ordinal);

    private static bool IsOfAi(string text) => s_services.Any(service => text.Contains($"{service}.googleapis.com", StringComparison.Ordinal) || text.Contains($"{service}_googleapis_com", StringComparison.Ordinal));

    // The name ends there: ai-changes is not ai-changes-old.
    private static bool Mentions(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if (at + name.Length == text.Length || !(char.IsAsciiLetterOrDigit(text[at + name.Length]) || text[at + name.Length] is '-' or '_' or '/' or '.'))
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsLogBucket(LogSink sink) => sink.Destination?.StartsWith("logging.googleapis.com/projects/", StringComparison.Ordinal) is true && sink.Destination.Contains("/buckets/", StringComparison.Ordinal);

    // What a sink takes can be any expression; only what certainly takes data access logs of Vertex AI counts.
    private static bool IsCovering(LogSink sink)
    {
        const string DataAccess = "data_access";
        if ((sink.Exclusions ?? []).Any(exclusion => !exclusion.Disabled && exclusion.Filter is { } left && (left.Contains(VertexApi, StringComparison.Ordinal) || left.Contains(DataAccess, StringComparison.Ordinal))))
        {
            return false;
        }
        var filter = sink.Filter ?? "";
        var parts = filter.Split(" AND ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.All(part => part.StartsWith("NOT LOG_ID(", StringComparison.Ordinal)) ? !filter.Contains(DataAccess, StringComparison.Ordinal)
            : !filter.Contains("NOT ", StringComparison.Ordinal) && (filter.Contains(DataAccess, StringComparison.Ordinal) || filter.Contains(VertexApi, StringComparison.Ordinal) || filter.Contains("logName:\"cloudaudit.googleapis.com\"", StringComparison.Ordinal));
    }
}
