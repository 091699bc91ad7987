using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Judges from which network AgentCore's runtimes and tools work.</summary>
internal static class AgentNetworks
{
    public static Verdict Judge(AgentNetwork? network) => network?.NetworkMode switch
    {
        "VPC" => Pass("It works from subnets of yours."),
        "PUBLIC" => Fail("It works from a network of AWS with the whole internet open."),
        "SANDBOX" => Fail("It works from a network of AWS, off the internet but with S3 and DNS open.", Severity.Medium),
        null => Unknown("AgentCore does not say from which network it works."),
        var mode => Unknown($"Its network mode {mode} is not known here."),
    };
}
