using System.Globalization;
using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Gcp;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on jobs that monitor models, and on detectors of Security Command Center.</summary>
internal static class MonitoringChecks
{
    private const string Guide = "https://cloud.google.com/vertex-ai/docs/model-monitoring/using-model-monitoring";
    private const double LeastSample = 0.1;
    private static readonly string[] s_detectors = ["event-threat-detection", "vertex-ai-threat-detection", "ai-protection", "agent-engine-threat-detection"];

    [Check("GCP-MON-009", Severity.Medium, "Monitoring of a model tells somebody, and logs",
        Risk = "The model drifts or is probed, the job sees it, and nobody reads it.",
        Advice = "Give the job recipients or channels, and let it log anomalies.",
        Tip = Tip.ModelMonitoring, Remedy = Remedy.Safe, Owasp = "ML03", Atlas = "AML.T0024", Link = Guide)]
    [Command("gcloud ai model-monitoring-jobs update {modelDeploymentMonitoringJobs} --emails EMAIL --notification-channels NOTIFICATION_CHANNEL --anomaly-cloud-logging --region {locations} --project {Scope}")]
    [Passes("""{ "state": "JOB_STATE_RUNNING", "modelMonitoringAlertConfig": { "enableLogging": true, "emailAlertConfig": { "userEmails": [ "ann@example.com" ] } } }""")]
    [Passes("""{ "state": "JOB_STATE_RUNNING", "modelMonitoringAlertConfig": { "enableLogging": true, "notificationChannels": [ "projects/p/notificationChannels/1" ] } }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING", "modelMonitoringAlertConfig": { "enableLogging": true, "emailAlertConfig": { "userEmails": [] } } }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING", "modelMonitoringAlertConfig": { "emailAlertConfig": { "userEmails": [ "ann@example.com" ] } } }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING" }""")]
    [Skips("""{ "state": "JOB_STATE_PAUSED" }""", Because = "That nothing monitors the model GCP-MON-008 says.")]
    public static Verdict TellsSomebody(MonitoringJob job) => !job.IsWatching ? NotApplicable("The job does not run.")
        : job.ModelMonitoringAlertConfig is not { } alert || alert.EmailAlertConfig?.UserEmails is not { Count: > 0 } && alert.NotificationChannels is not { Count: > 0 } ? Fail("It tells nobody.")
        : alert.EnableLogging ? Pass("It tells somebody, and logs.") : Fail("It logs no anomalies.");

    [Repair("GCP-MON-009", "gcp/vertex/MonitoringJob")]
    internal static IEnumerable<Wish> Log(MonitoringJob job) =>
        // Whom it tells is a person's choice.
        job.ModelMonitoringAlertConfig is { EnableLogging: false } alert && (alert.EmailAlertConfig?.UserEmails is { Count: > 0 } || alert.NotificationChannels is { Count: > 0 })
            ? [VertexSettings.MonitoringJob.Wish(job, new() { ["modelMonitoringAlertConfig.enableLogging"] = true })] : [];

    [Check("GCP-MON-010", Severity.Low, "Monitoring of a model looks at enough, for skew and for drift",
        Risk = "Few samples and one question miss what somebody tries out on the model.",
        Advice = "Sample a tenth or more, and detect both skew and drift.",
        Tip = Tip.ModelMonitoring, Remedy = Remedy.Safe, Owasp = "ML03, ML08", Atlas = "AML.T0024", Link = Guide)]
    [Command("gcloud ai model-monitoring-jobs update {modelDeploymentMonitoringJobs} --prediction-sampling-rate 0.2 --feature-thresholds FEATURE=0.3 --region {locations} --project {Scope}")]
    [Passes("""{ "state": "JOB_STATE_RUNNING", "loggingSamplingStrategy": { "randomSampleConfig": { "sampleRate": 0.1 } }, "modelDeploymentMonitoringObjectiveConfigs": [ { "deployedModelId": "1", "objectiveConfig": { "trainingPredictionSkewDetectionConfig": { }, "predictionDriftDetectionConfig": { } } } ] }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING", "loggingSamplingStrategy": { "randomSampleConfig": { "sampleRate": 0.05 } }, "modelDeploymentMonitoringObjectiveConfigs": [ { "deployedModelId": "1", "objectiveConfig": { "trainingPredictionSkewDetectionConfig": { }, "predictionDriftDetectionConfig": { } } } ] }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING", "loggingSamplingStrategy": { "randomSampleConfig": { "sampleRate": 1 } }, "modelDeploymentMonitoringObjectiveConfigs": [ { "deployedModelId": "1", "objectiveConfig": { "predictionDriftDetectionConfig": { } } } ] }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING", "loggingSamplingStrategy": { "randomSampleConfig": { "sampleRate": 1 } }, "modelDeploymentMonitoringObjectiveConfigs": [ { "deployedModelId": "1", "objectiveConfig": { "trainingPredictionSkewDetectionConfig": { } } } ] }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING", "loggingSamplingStrategy": { "randomSampleConfig": { "sampleRate": 1 } } }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING", "modelDeploymentMonitoringObjectiveConfigs": [ { "deployedModelId": "1", "objectiveConfig": { "trainingPredictionSkewDetectionConfig": { }, "predictionDriftDetectionConfig": { } } } ] }""")]
    [Skips("""{ "state": "JOB_STATE_PAUSED" }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING", "loggingSamplingStrategy": { "randomSampleConfig": { "sampleRate": 1 } }, "modelDeploymentMonitoringObjectiveConfigs": [ { "deployedModelId": "1", "objectiveConfig": { "trainingPredictionSkewDetectionConfig": { }, "predictionDriftDetectionConfig": { } } }, { "deployedModelId": "2", "objectiveConfig": { "EACH": { } } } ] }""", Each = ["trainingPredictionSkewDetectionConfig", "predictionDriftDetectionConfig"], Because = "One of two models is looked at for less.")]
    public static Verdict LooksAtEnough(MonitoringJob job)
    {
        if (!job.IsWatching)
        {
            return NotApplicable("The job does not run.");
        }
        var rate = job.LoggingSamplingStrategy?.RandomSampleConfig?.SampleRate ?? 0;
        var objectives = job.ModelDeploymentMonitoringObjectiveConfigs ?? [];
        return rate < LeastSample ? Fail(string.Create(CultureInfo.InvariantCulture, $"It looks at {rate * 100:0.##} per cent of requests only."))
            : objectives.Count == 0 || objectives.Any(config => config.Objective?.TrainingPredictionSkewDetectionConfig is null) ? Fail("It does not look for skew.")
            : objectives.Any(config => config.Objective?.PredictionDriftDetectionConfig is null) ? Fail("It does not look for drift.")
            : Pass(string.Create(CultureInfo.InvariantCulture, $"It looks at {rate * 100:0.##} per cent of requests, for skew and drift."));
    }

    [Repair("GCP-MON-010", "gcp/vertex/MonitoringJob")]
    internal static IEnumerable<Wish> LookAtMore(MonitoringJob job) =>
        // What a model's features should look like only who trained it knows.
        job.ModelDeploymentMonitoringObjectiveConfigs is { Count: > 0 } objectives && objectives.All(config => config.Objective is { TrainingPredictionSkewDetectionConfig: not null, PredictionDriftDetectionConfig: not null })
            ? [VertexSettings.MonitoringJob.Wish(job, new() { ["loggingSamplingStrategy"] = new JsonObject { ["randomSampleConfig"] = new JsonObject { ["sampleRate"] = LeastSample } } })] : [];

    [Check("GCP-MON-024", Severity.Medium, "Threat detection for AI is on",
        Risk = "Stolen identities that call models from new places raise no finding.",
        Advice = "Switch Event Threat Detection and AI Protection of Security Command Center on.",
        Tip = Tip.Audit | Tip.TheftSignature, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0040", Link = "https://cloud.google.com/security-command-center/docs/concepts-event-threat-detection-overview")]
    [Command("gcloud scc manage services update event-threat-detection --enablement-state enabled --project {Scope}")]
    [Passes("{ }", AiUse.Vertex, """SecurityCenterService { "name": "projects/123456789012/locations/global/securityCenterServices/event-threat-detection", "effectiveEnablementState": "ENABLED" }""")]
    [Fails("{ }", AiUse.Vertex, """SecurityCenterService { "name": "projects/123456789012/locations/global/securityCenterServices/event-threat-detection", "effectiveEnablementState": "DISABLED" }""")]
    [Fails("{ }", AiUse.Vertex, """SecurityCenterService { "name": "projects/123456789012/locations/global/securityCenterServices/event-threat-detection", "effectiveEnablementState": "ENABLED" }""", """SecurityCenterService { "name": "projects/123456789012/locations/global/securityCenterServices/vertex-ai-threat-detection", "effectiveEnablementState": "DISABLED" }""", Because = "What is there for AI must be on, too.")]
    [Fails("{ }", AiUse.Vertex, """SecurityCenterService { "name": "projects/123456789012/locations/global/securityCenterServices/web-security-scanner", "effectiveEnablementState": "ENABLED" }""")]
    [Fails("{ }", AiUse.Vertex)]
    [Skips("{ }", """SecurityCenterService { "name": "projects/123456789012/locations/global/securityCenterServices/event-threat-detection", "effectiveEnablementState": "ENABLED" }""")]
    [Fails("{ }", AiUse.Vertex, """SecurityCenterService { "name": "projects/123456789012/locations/global/securityCenterServices/event-threat-detection", "effectiveEnablementState": "ENABLED" }""", """SecurityCenterService { "name": "projects/123456789012/locations/global/securityCenterServices/EACH", "effectiveEnablementState": "DISABLED" }""", Each = ["ai-protection", "agent-engine-threat-detection"])]
    [Passes("{ }", AiUse.Vertex, """SecurityCenterService { "name": "projects/123456789012/locations/global/securityCenterServices/event-threat-detection", "effectiveEnablementState": "ENABLED" }""", """SecurityCenterService { "name": "projects/123456789012/locations/global/securityCenterServices/web-security-scanner", "effectiveEnablementState": "DISABLED" }""", Because = "It looks at websites.")]
    public static Verdict Detected(Project project, Inventory<SecurityCenterService> services, AiUse use)
    {
        _ = project;
        if (!use.Any)
        {
            return NotApplicable(AiUse.None);
        }
        var detectors = services.All.Select(service => (Name: Names.Last(service.Name ?? service.Identity.Id), On: service.EffectiveEnablementState is "ENABLED")).Where(service => s_detectors.Contains(service.Name)).ToList();
        var off = detectors.Where(service => !service.On).Select(service => service.Name).ToList();
        return !detectors.Exists(service => service.Name == s_detectors[0]) ? Fail("Event Threat Detection is not there.")
            : off.Count > 0 ? Fail($"Off: {string.Join(", ", off)}.") : Pass($"On: {string.Join(", ", detectors.Select(service => service.Name))}.");
    }

    [Repair("GCP-MON-024", "gcp/scc/Detector")]
    internal static IEnumerable<Wish> Detect(Project project, Inventory<SecurityCenterService> services)
    {
        _ = project;
        return services.All.Where(service => s_detectors.Contains(Names.Last(service.Name ?? service.Identity.Id)) && service.EffectiveEnablementState is not "ENABLED")
            .Select(service => PlatformSettings.Detector.Wish(service, new() { ["intendedEnablementState"] = "ENABLED" }));
    }
}
