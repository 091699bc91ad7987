using AiCloudSecurity.Exposure;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on the people who label data.</summary>
internal static class WorkforceChecks
{
    [Check("AWS-NET-023", Severity.Medium, "Workforce signs in from your network only",
        Risk = "With a worker's password anybody on the internet sees the training data and poisons its labels.",
        Advice = "Limit the workforce to your own addresses or to a VPC.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM04", Atlas = "AML.T0020",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Workforce.html")]
    [Command("aws sagemaker update-workforce --workforce-name {Name} --source-ip-config Cidrs=OWN_CIDR --region {Region}")]
    [Passes("""{ "WorkforceName": "w", "SourceIpConfig": { "Cidrs": ["203.0.113.0/24"] } }""")]
    [Passes("""{ "WorkforceName": "w", "SourceIpConfig": { "Cidrs": [] }, "WorkforceVpcConfig": { "VpcId": "vpc-1" } }""")]
    [Passes("""{ "WorkforceName": "w", "WorkforceVpcConfig": { "VpcId": "vpc-1" } }""")]
    [Fails("""{ "WorkforceName": "w", "SourceIpConfig": { "Cidrs": ["203.0.113.0/24", "0.0.0.0/0"] } }""")]
    [Fails("""{ "WorkforceName": "w", "SourceIpConfig": { "Cidrs": ["::/0"] } }""")]
    [Fails("""{ "WorkforceName": "w", "SourceIpConfig": { "Cidrs": ["0.0.0.0/1", "128.0.0.0/1"] } }""", Because = "Two halves are the whole.")]
    [CannotSay("""{ "WorkforceName": "w", "SourceIpConfig": { "Cidrs": ["office"] } }""")]
    [Fails("""{ "WorkforceName": "w", "SourceIpConfig": { "Cidrs": [] } }""")]
    [Fails("""{ "WorkforceName": "w", "WorkforceVpcConfig": { } }""")]
    [Fails("""{ "WorkforceName": "w" }""")]
    public static Verdict Source(Workforce workforce) =>
        workforce.WorkforceVpcConfig?.VpcId is { Length: > 0 } vpc ? Pass($"It works through {vpc}.")
        : workforce.SourceIpConfig?.Cidrs is not { Count: > 0 } ranges ? Fail("It may sign in from every address.")
        : AddressSet.Of(ranges) is { IsWholeInternet: true } all ? Fail($"It may sign in from {all}.")
        : Pass($"It may sign in from {string.Join(", ", ranges)} only.");

    [Check("AWS-NET-024", Severity.Low, "Workers' links to the data work at their own address only",
        Risk = "Whoever gets hold of a link reads the training data with it, from anywhere.",
        Advice = "Bind the team's presigned URLs to the worker's address.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM04", Atlas = "AML.T0020",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3Presign.html")]
    [Command("""aws sagemaker update-workteam --workteam-name {Name} --worker-access-configuration '{"S3Presign":{"IamPolicyConstraints":{"SourceIp":"Enabled","VpcSourceIp":"Enabled"}}}' --region {Region}""")]
    [Passes("""{ "WorkteamName": "t", "WorkerAccessConfiguration": { "S3Presign": { "IamPolicyConstraints": { "SourceIp": "Enabled", "VpcSourceIp": "Disabled" } } } }""")]
    [Passes("""{ "WorkteamName": "t", "WorkerAccessConfiguration": { "S3Presign": { "IamPolicyConstraints": { "SourceIp": "Disabled", "VpcSourceIp": "Enabled" } } } }""")]
    [Fails("""{ "WorkteamName": "t", "WorkerAccessConfiguration": { "S3Presign": { "IamPolicyConstraints": { "SourceIp": "Disabled", "VpcSourceIp": "Disabled" } } } }""")]
    [Fails("""{ "WorkteamName": "t", "WorkerAccessConfiguration": { "S3Presign": { "IamPolicyConstraints": { } } } }""")]
    [Fails("""{ "WorkteamName": "t" }""", Because = "Links are bound to nothing unless AWS is told otherwise.")]
    public static Verdict Links(Workteam team) =>
        team.WorkerAccessConfiguration?.S3Presign?.IamPolicyConstraints is { } bound && (bound.SourceIp is "Enabled" || bound.VpcSourceIp is "Enabled")
            ? Pass(bound.SourceIp is "Enabled" ? "Links work at the worker's own address only." : "Links work at the worker's own address within the VPC only.")
            : Fail("Links to the data work from every address.");
}
