using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on the log group that takes Bedrock's prompts and answers.</summary>
internal static class InvocationLogGroupChecks
{
    [Check("AWS-DATA-024", Severity.High, "Log group of prompts and answers masks personal data",
        Risk = "Everybody who may read logs reads what users told the model.",
        Advice = "Put a data protection policy with a masking statement on the log group.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0057",
        Link = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html")]
    [Command("aws logs put-data-protection-policy --log-group-identifier {loggingConfig.cloudWatchConfig.logGroupName} --policy-document file://data-protection.json --region {Region}")]
    [Passes("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "bedrock" } } }""",
        """LogGroup { "logGroupArn": "lg", "logGroupName": "bedrock" }""",
        """DataProtectionPolicy { "@Parent": "lg", "policyDocument": "{ \"Statement\": [ { \"Operation\": { \"Audit\": { } } }, { \"Operation\": { \"Deidentify\": { \"MaskConfig\": { } } } } ] }" }""")]
    [Passes("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "bedrock" } } }""",
        """LogGroup { "logGroupArn": "lg", "logGroupName": "bedrock", "inheritedProperties": [ "ACCOUNT_DATA_PROTECTION" ] }""")]
    [Fails("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "bedrock" } } }""",
        """LogGroup { "logGroupArn": "lg", "logGroupName": "bedrock" }""")]
    [Fails("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "bedrock" } } }""",
        """LogGroup { "logGroupArn": "lg", "logGroupName": "bedrock" }""",
        """DataProtectionPolicy { "@Parent": "lg" }""")]
    [Fails("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "bedrock" } } }""",
        """LogGroup { "logGroupArn": "lg", "logGroupName": "bedrock" }""",
        """DataProtectionPolicy { "@Parent": "lg", "policyDocument": "{ \"Statement\": [ { \"Operation\": { \"Audit\": { } } } ] }" }""",
        Because = "An audit counts what it finds and leaves it readable.")]
    [Fails("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "bedrock" } } }""", Because = "A log group that does not exist masks nothing.")]
    [Skips("""{ "loggingConfig": { "s3Config": { "bucketName": "logs" } } }""")]
    [Skips("""{ }""")]
    public static Verdict MasksPersonalData(InvocationLogging logging, Inventory<LogGroup> groups, Inventory<DataProtectionPolicy> policies)
    {
        if (logging.LoggingConfig?.CloudWatchConfig?.LogGroupName is not { Length: > 0 } name)
        {
            return NotApplicable("Prompts and answers go to no log group.");
        }
        if (groups.Find(name) is not { } group)
        {
            return Fail($"The log group {name} does not exist.");
        }
        return group.InheritedProperties?.Contains("ACCOUNT_DATA_PROTECTION") is true ? Pass($"The account's data protection policy holds for {name}.")
            : policies.One(group)?.Masks() is true ? Pass($"The data protection policy of {name} masks what it finds.")
            : Fail($"The log group {name} has no data protection policy that masks.");
    }

    [Repair("AWS-DATA-024", "aws/logs/DataProtectionPolicy")]
    internal static IEnumerable<Wish> Mask(InvocationLogging logging, Inventory<LogGroup> groups, Scope scope) =>
        groups.Find(logging.LoggingConfig?.CloudWatchConfig?.LogGroupName) is { LogGroupName: { } name } group
            ? [Wish.Of(group, LogSettings.DataProtection, new() { ["logGroupIdentifier"] = name }, Wish.With(new() { ["policyDocument"] = LogSettings.Masking(scope.Partition) }))]
            : [];
}
