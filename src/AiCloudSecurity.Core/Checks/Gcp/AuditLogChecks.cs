using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Gcp;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Which calls of a project are logged: what the project, its folders and the organisation say adds up, for a service and for all services.</summary>
internal sealed class AuditLogs(Inventory<IamPolicy> policies)
{
    private const string All = "allServices";

    /// <summary>Whether reads and writes of data of a service are logged.</summary>
    /// <exception cref="UnseenException">Not by what was read, and something was not.</exception>
    public bool HasData(string service)
    {
        var types = Of(service).Select(config => config.LogType).ToHashSet();
        if (types.Contains("DATA_READ") && types.Contains("DATA_WRITE"))
        {
            return true;
        }
        // One that was not seen may say it.
        _ = policies.All;
        return false;
    }

    /// <summary>Whose calls of a service are left out.</summary>
    /// <exception cref="UnseenException">Nobody's by what was read, and something was not.</exception>
    public IReadOnlyList<string> Exempted(string service)
    {
        var exempted = Of(service).SelectMany(config => config.ExemptedMembers ?? []).ToList();
        if (exempted.Count == 0)
        {
            _ = policies.All;
        }
        return exempted;
    }

    /// <summary>Whether the project's own policy leaves somebody out.</summary>
    public bool ExemptedBy(Project project) => policies.Known.Any(policy => policy.Identity.Id == project.Identity.Id && policy.Policy?.AuditConfigs?.Any(config => config.AuditLogConfigs?.Any(log => log.ExemptedMembers is { Count: > 0 }) is true) is true);

    private IEnumerable<AuditLogConfig> Of(string service) => policies.Known.Where(HeldRoles.IsScope).SelectMany(policy => policy.Policy?.AuditConfigs ?? [])
        .Where(config => config.Service == service || config.Service == All).SelectMany(config => config.AuditLogConfigs ?? []);
}

/// <summary>Checks on logs of calls of AI services.</summary>
internal static class AuditLogChecks
{
    private const string Guide = "https://cloud.google.com/logging/docs/audit/configure-data-access";
    private const string VertexApi = "aiplatform.googleapis.com";

    [Check("GCP-MON-001", Severity.High, "Calls of models of Vertex AI are logged",
        Risk = "Who asked a model, copied a dataset or deployed a model cannot be found out.",
        Advice = "Switch the data access logs DATA_READ and DATA_WRITE of Vertex AI on.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "ML03, ML05, LLM10", Atlas = "AML.T0024", Link = Guide)]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "auditConfigs": [ { "service": "aiplatform.googleapis.com", "auditLogConfigs": [ { "logType": "DATA_READ" }, { "logType": "DATA_WRITE" } ] } ] } }""")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "auditConfigs": [ { "service": "aiplatform.googleapis.com", "auditLogConfigs": [ { "logType": "DATA_READ" } ] } ] } }""", """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Organization", "iamPolicy": { "auditConfigs": [ { "service": "allServices", "auditLogConfigs": [ { "logType": "DATA_WRITE" } ] } ] } }""", Because = "What the organisation says adds up with the project's own.")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "auditConfigs": [ { "service": "allServices", "auditLogConfigs": [ { "logType": "ADMIN_READ" }, { "logType": "DATA_WRITE" } ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "auditConfigs": [ { "service": "aiplatform.googleapis.com", "auditLogConfigs": [ { "logType": "DATA_READ" } ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "auditConfigs": [ { "service": "storage.googleapis.com", "auditLogConfigs": [ { "logType": "DATA_READ" }, { "logType": "DATA_WRITE" } ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex)]
    [Skips("{ }", """IamPolicy { "iamPolicy": { "bindings": [] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "name": "//storage.googleapis.com/data", "assetType": "storage.googleapis.com/Bucket", "iamPolicy": { "auditConfigs": [ { "service": "allServices", "auditLogConfigs": [ { "logType": "DATA_READ" }, { "logType": "DATA_WRITE" } ] } ] } }""", Because = "A bucket does not say what the project logs.")]
    public static Verdict VertexIsLogged(Project project, AuditLogs logs, AiUse use)
    {
        _ = project;
        return !use.Uses(VertexApi) ? NotApplicable("Vertex AI is not enabled in the project.") : logs.HasData(VertexApi) ? Pass("Reads and writes of data are logged.") : Fail("Data access logs of Vertex AI are off, in whole or in part.");
    }

    [Repair("GCP-MON-001", "gcp/iam/Policy")]
    internal static IEnumerable<Wish> LogVertex(Project project) => [PolicySettings.Policy(project, project.Identity.Id, PolicySettings.Logged([VertexApi]))];

    [Check("GCP-MON-002", Severity.Medium, "Nobody's calls of AI services are left out of the logs",
        Risk = "Whoever is left out, or takes that identity over, works unseen.",
        Advice = "Remove the exempted members from the audit configuration.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "ML05", Atlas = "AML.T0024", Link = Guide)]
    [Command("gcloud projects get-iam-policy {projects} && gcloud projects set-iam-policy {projects} policy.json")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "auditConfigs": [ { "service": "allServices", "auditLogConfigs": [ { "logType": "DATA_READ" } ] }, { "service": "storage.googleapis.com", "auditLogConfigs": [ { "logType": "DATA_READ", "exemptedMembers": [ "user:ann@example.com" ] } ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "auditConfigs": [ { "service": "aiplatform.googleapis.com", "auditLogConfigs": [ { "logType": "DATA_READ", "exemptedMembers": [ "user:ann@example.com" ] } ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "auditConfigs": [ { "service": "allServices", "auditLogConfigs": [ { "logType": "DATA_WRITE", "exemptedMembers": [ "serviceAccount:app@ai-project.iam.gserviceaccount.com" ] } ] } ] } }""")]
    [Skips("{ }", """IamPolicy { "iamPolicy": { "auditConfigs": [ { "service": "allServices", "auditLogConfigs": [ { "logType": "DATA_READ", "exemptedMembers": [ "user:ann@example.com" ] } ] } ] } }""")]
    public static Verdict NobodyIsExempt(Project project, AuditLogs logs, AiUse use)
    {
        _ = project;
        if (!use.Any)
        {
            return NotApplicable(AiUse.None);
        }
        var exempted = use.Services.SelectMany(logs.Exempted).Distinct().ToList();
        return exempted.Count == 0 ? Pass("Nobody is left out.") : Fail($"Left out: {Names.Some(exempted)}.");
    }

    // What is said above the project is changed there, by who may.
    [Repair("GCP-MON-002", "gcp/iam/Policy")]
    internal static IEnumerable<Wish> ExemptNobody(Project project, AuditLogs logs, AiUse use) =>
        logs.ExemptedBy(project) ? [PolicySettings.Policy(project, project.Identity.Id, PolicySettings.WithoutExemptions([.. use.Services]))] : [];

    [Check("GCP-MON-003", Severity.Medium, "Calls of the other AI services are logged",
        Risk = "Who read conversations, documents and notebooks cannot be found out.",
        Advice = "Switch the data access logs DATA_READ and DATA_WRITE of these services on.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0024", Link = Guide)]
    [Passes("{ }", Dialogflow, """IamPolicy { "iamPolicy": { "auditConfigs": [ { "service": "dialogflow.googleapis.com", "auditLogConfigs": [ { "logType": "DATA_READ" }, { "logType": "DATA_WRITE" } ] } ] } }""")]
    [Passes("{ }", Dialogflow, """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Organization", "iamPolicy": { "auditConfigs": [ { "service": "allServices", "auditLogConfigs": [ { "logType": "DATA_READ" }, { "logType": "DATA_WRITE" } ] } ] } }""")]
    [Fails("{ }", Dialogflow, """EnabledService { "name": "projects/1/services/speech.googleapis.com", "state": "ENABLED" }""", """IamPolicy { "iamPolicy": { "auditConfigs": [ { "service": "dialogflow.googleapis.com", "auditLogConfigs": [ { "logType": "DATA_READ" }, { "logType": "DATA_WRITE" } ] } ] } }""", Because = "One of two is logged.")]
    [Fails("{ }", """EnabledService { "name": "projects/1/services/dlp.googleapis.com", "state": "ENABLED" }""", AiUse.Vertex)]
    [Skips("{ }", AiUse.Vertex, Because = "GCP-MON-001 says it.")]
    [Skips("{ }")]
    [Passes("{ }", """EnabledService { "name": "projects/1/services/dlp.googleapis.com", "state": "ENABLED" }""", AiUse.Vertex, """IamPolicy { "iamPolicy": { "auditConfigs": [ { "service": "dlp.googleapis.com", "auditLogConfigs": [ { "logType": "DATA_READ" }, { "logType": "DATA_WRITE" } ] } ] } }""")]
    public static Verdict OthersAreLogged(Project project, AuditLogs logs, AiUse use)
    {
        _ = project;
        var others = use.Services.Where(service => service != VertexApi).Concat(use.Any && use.Uses("dlp.googleapis.com") ? ["dlp.googleapis.com"] : Array.Empty<string>()).ToList();
        var unlogged = others.Where(service => !logs.HasData(service)).ToList();
        return others.Count == 0 ? NotApplicable("No AI service beside Vertex AI is enabled.") : unlogged.Count == 0 ? Pass($"Logged: {Names.Some(others)}.") : Fail($"Not logged: {string.Join(", ", unlogged)}.");
    }

    [Repair("GCP-MON-003", "gcp/iam/Policy")]
    internal static IEnumerable<Wish> LogOthers(Project project, AuditLogs logs, AiUse use) =>
        [PolicySettings.Policy(project, project.Identity.Id, PolicySettings.Logged(use.Services.Append("dlp.googleapis.com").Distinct().Where(service => service != VertexApi && use.Uses(service) && !logs.HasData(service)).ToList()))];

    private const string Dialogflow = """EnabledService { "name": "projects/1/services/dialogflow.googleapis.com", "state": "ENABLED" }""";
}
