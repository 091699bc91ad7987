using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on Security Hub in regions where AI is used.</summary>
internal static class SecurityHubChecks
{
    [Check("AWS-MON-031", Severity.Low, "Security Hub checks AI against AWS's own best practices",
        Risk = "What AWS itself calls unsafe is not looked for between two audits.",
        Advice = "Enable the standard for AI security in Security Hub.",
        Tip = Tip.Audit, Remedy = Remedy.Safe,
        Link = "https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html")]
    [Command("aws securityhub enable-security-hub --region {Region} && aws securityhub batch-enable-standards --standards-subscription-requests StandardsArn=arn:{Partition}:securityhub:{Region}::standards/ai-security-best-practices/v/1.0.0 --region {Region}")]
    [Passes("{}", """SecurityStandard { "StandardsSubscriptionArn": "arn:s", "StandardsArn": "arn:aws:securityhub:eu-west-1::standards/ai-security-best-practices/v/1.0.0", "StandardsStatus": "READY" }""")]
    [Passes("{}", """SecurityStandard { "StandardsSubscriptionArn": "arn:s", "StandardsArn": "arn:aws:securityhub:eu-west-1::standards/ai-security-best-practices/v/1.0.0", "StandardsStatus": "INCOMPLETE" }""",
        Because = "Some of its controls are on.")]
    [Fails("{}", """SecurityStandard { "StandardsSubscriptionArn": "arn:s", "StandardsArn": "arn:aws:securityhub:eu-west-1::standards/ai-security-best-practices/v/1.0.0", "StandardsStatus": "FAILED" }""")]
    [Fails("{}", """SecurityStandard { "StandardsSubscriptionArn": "arn:s", "StandardsArn": "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0", "StandardsStatus": "READY" }""")]
    [Fails("{}")]
    [Passes("{}", """SecurityStandard { "StandardsSubscriptionArn": "arn:s", "StandardsArn": "arn:aws:securityhub:eu-west-1::standards/ai-security-best-practices/v/1.0.0", "StandardsStatus": "PENDING" }""")]
    public static Verdict Standard(RegionItself region, Inventory<SecurityStandard> standards) =>
        standards.All.FirstOrDefault(standard => standard.StandardsArn?.Contains("standards/ai-security-best-practices/", StringComparison.Ordinal) is true) switch
        {
            { StandardsStatus: "READY" or "PENDING" or "INCOMPLETE" } => Pass($"The standard is on in {region.Identity.Name}."),
            { StandardsStatus: var status } => Fail($"The standard is {status ?? "in no known state"} in {region.Identity.Name}."),
            null when standards.All.Count > 0 => Fail($"Security Hub has other standards only in {region.Identity.Name}."),
            null => Fail($"Security Hub has no standard in {region.Identity.Name}, or is off."),
        };
}
