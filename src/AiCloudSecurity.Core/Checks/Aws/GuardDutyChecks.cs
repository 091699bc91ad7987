using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on GuardDuty in regions where AI is used.</summary>
internal static class GuardDutyChecks
{
    private static readonly string[] s_needed = ["S3_DATA_EVENTS", "LAMBDA_NETWORK_LOGS", "RUNTIME_MONITORING"];

    [Check("AWS-MON-029", Severity.High, "GuardDuty watches regions where AI is used",
        Risk = "Stolen credentials that call models, and theft of training data, go unnoticed.",
        Advice = "Enable GuardDuty with its protection of S3, Lambda and runtimes in each region that holds AI services.",
        Tip = Tip.ModelMonitoring | Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0012, AML.T0040",
        Link = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html")]
    [Command("aws guardduty list-detectors --region {Region} && aws guardduty create-detector --enable --features 'Name=S3_DATA_EVENTS,Status=ENABLED' 'Name=LAMBDA_NETWORK_LOGS,Status=ENABLED' 'Name=RUNTIME_MONITORING,Status=ENABLED' --region {Region}")]
    [Passes("{}", """GuardDutyDetector { "Name": "d", "status": "ENABLED", "features": [{ "name": "S3_DATA_EVENTS", "status": "ENABLED" }, { "name": "LAMBDA_NETWORK_LOGS", "status": "ENABLED" }, { "name": "RUNTIME_MONITORING", "status": "ENABLED" }] }""")]
    [Fails("{}", """GuardDutyDetector { "Name": "d", "status": "DISABLED", "features": [{ "name": "S3_DATA_EVENTS", "status": "ENABLED" }, { "name": "LAMBDA_NETWORK_LOGS", "status": "ENABLED" }, { "name": "RUNTIME_MONITORING", "status": "ENABLED" }] }""")]
    [Fails("{}", """GuardDutyDetector { "Name": "d", "status": "ENABLED", "features": [{ "name": "S3_DATA_EVENTS", "status": "DISABLED" }, { "name": "LAMBDA_NETWORK_LOGS", "status": "ENABLED" }, { "name": "RUNTIME_MONITORING", "status": "ENABLED" }] }""")]
    [Fails("{}", """GuardDutyDetector { "Name": "d", "status": "ENABLED", "features": [{ "name": "S3_DATA_EVENTS", "status": "ENABLED" }, { "name": "LAMBDA_NETWORK_LOGS", "status": "DISABLED" }, { "name": "RUNTIME_MONITORING", "status": "ENABLED" }] }""")]
    [Fails("{}", """GuardDutyDetector { "Name": "d", "status": "ENABLED", "features": [{ "name": "S3_DATA_EVENTS", "status": "ENABLED" }, { "name": "LAMBDA_NETWORK_LOGS", "status": "ENABLED" }, { "name": "RUNTIME_MONITORING", "status": "DISABLED" }] }""")]
    [Fails("{}", """GuardDutyDetector { "Name": "d", "status": "ENABLED", "features": [{ "name": "S3_DATA_EVENTS", "status": "ENABLED" }, { "name": "LAMBDA_NETWORK_LOGS", "status": "ENABLED" }] }""")]
    [Fails("{}", """GuardDutyDetector { "Name": "d", "status": "ENABLED" }""")]
    [Fails("{}")]
    public static Verdict Watches(RegionItself region, Inventory<GuardDutyDetector> detectors)
    {
        if (detectors.All.FirstOrDefault(detector => detector.Status is "ENABLED") is not { } active)
        {
            return Fail(detectors.All.Count > 0 ? $"GuardDuty is suspended in {region.Identity.Name}." : $"GuardDuty is off in {region.Identity.Name}.");
        }
        var off = s_needed.Where(name => active.Features?.Any(feature => feature.Name == name && feature.Status is "ENABLED") is not true).ToList();
        return off.Count == 0 ? Pass($"GuardDuty is on in {region.Identity.Name}, and so are {string.Join(", ", s_needed)}.") : Fail($"GuardDuty is on in {region.Identity.Name} without {string.Join(", ", off)}.");
    }

    [Check("AWS-MON-030", Severity.High, "GuardDuty has no open high findings on calls of AI services",
        Risk = "What GuardDuty found goes on until somebody looks at it.",
        Advice = "Investigate the findings, and archive those that are dealt with.",
        Tip = Tip.ModelMonitoring, Remedy = Remedy.None, Owasp = "LLM10", Atlas = "AML.T0034",
        Link = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html")]
    [Command("aws guardduty list-detectors --region {Region} && aws guardduty list-findings --detector-id DETECTOR_ID --region {Region} && aws guardduty archive-findings --detector-id DETECTOR_ID --finding-ids FINDING_ID --region {Region}")]
    [Passes("{}", """GuardDutyDetector { "Name": "d", "status": "ENABLED" }""")]
    [Fails("{}", """GuardDutyDetector { "Name": "d", "status": "ENABLED" }""",
        """GuardDutyFinding { "@Parent": "d", "arn": "arn:f", "id": "f", "type": "UnauthorizedAccess:IAMUser/MaliciousIPCaller", "severity": 8, "title": "API InvokeModel was called from a malicious address." }""")]
    [Skips("{}")]
    public static Verdict Findings(RegionItself region, Inventory<GuardDutyDetector> detectors, Inventory<GuardDutyFinding> findings)
    {
        if (detectors.All.Count == 0)
        {
            return NotApplicable($"GuardDuty is off in {region.Identity.Name}.");
        }
        return findings.All.OrderByDescending(finding => finding.Severity).ToList() is [var worst, ..] open
            ? Fail($"{open.Count} open, as {worst.FindingType} of severity {worst.Severity}: {worst.Title}")
            : Pass("No finding of severity 7 or more on calls of Bedrock or SageMaker is open.");
    }
}
