using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on whether test and production work as the same role.</summary>
internal static class RoleSegregationChecks
{
    [Check("AWS-IAM-041", Severity.Medium, "Test and production AI workloads have roles of their own",
        Risk = "What gets out of hand in an experiment reaches production's data and models.",
        Advice = "Give production a role of its own, and tag resources with their environment.",
        Tip = Tip.Segregation, Remedy = Remedy.Recreate, Atlas = "AML.T0012",
        Link = "https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/organizing-your-aws-environment.html")]
    [Command("aws iam create-role --role-name NEW_ROLE_NAME --assume-role-policy-document file://trust.json && aws iam put-role-policy --role-name NEW_ROLE_NAME --policy-name PRODUCTION_ONLY --policy-document file://policy.json")]
    [Passes("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """NotebookInstance { "NotebookInstanceArn": "arn:2", "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """TaggedResource { "ResourceARN": "arn:1", "Tags": [{ "Key": "env", "Value": "prod" }] }""", """TaggedResource { "ResourceARN": "arn:2", "Tags": [{ "Key": "Environment", "Value": "production" }] }""")]
    [Passes("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """NotebookInstance { "NotebookInstanceArn": "arn:2", "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """TaggedResource { "ResourceARN": "arn:1", "Tags": [{ "Key": "env", "Value": "test" }] }""", """TaggedResource { "ResourceARN": "arn:2", "Tags": [{ "Key": "stage", "Value": "dev" }] }""", Because = "Neither is production.")]
    [Passes("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """TaggedResource { "ResourceARN": "arn:1", "Tags": [{ "Key": "env", "Value": "prod" }] }""",
        """NotebookInstance { "NotebookInstanceArn": "arn:2", "RoleArn": "arn:aws:iam::111122223333:role/r2" }""", """TaggedResource { "ResourceARN": "arn:2", "Tags": [{ "Key": "env", "Value": "test" }] }""",
        Because = "The other has a role of its own.")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """NotebookInstance { "NotebookInstanceArn": "arn:2", "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """TaggedResource { "ResourceARN": "arn:1", "Tags": [{ "Key": "Env", "Value": "Staging" }] }""", """TaggedResource { "ResourceARN": "arn:2", "Tags": [{ "Key": "ENVIRONMENT", "Value": "PRD" }] }""")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """Model { "ModelArn": "arn:2", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """TaggedResource { "ResourceARN": "arn:1", "Tags": [{ "Key": "env", "Value": "test" }] }""", """TaggedResource { "ResourceARN": "arn:2", "Tags": [{ "Key": "env", "Value": "prod" }] }""")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """TrainingJob { "TrainingJobArn": "arn:2", "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """TaggedResource { "ResourceARN": "arn:1", "Tags": [{ "Key": "env", "Value": "test" }] }""", """TaggedResource { "ResourceARN": "arn:2", "Tags": [{ "Key": "env", "Value": "prod" }] }""")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """ProcessingJob { "ProcessingJobArn": "arn:2", "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """TaggedResource { "ResourceARN": "arn:1", "Tags": [{ "Key": "env", "Value": "test" }] }""", """TaggedResource { "ResourceARN": "arn:2", "Tags": [{ "Key": "env", "Value": "prod" }] }""")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """Agent { "@Id": "arn:2", "agentResourceRoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """TaggedResource { "ResourceARN": "arn:1", "Tags": [{ "Key": "env", "Value": "test" }] }""", """TaggedResource { "ResourceARN": "arn:2", "Tags": [{ "Key": "env", "Value": "prod" }] }""")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """KnowledgeBase { "@Id": "arn:2", "roleArn": "arn:aws:iam::111122223333:role/r" }""",
        """TaggedResource { "ResourceARN": "arn:1", "Tags": [{ "Key": "env", "Value": "test" }] }""", """TaggedResource { "ResourceARN": "arn:2", "Tags": [{ "Key": "env", "Value": "prod" }] }""")]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """TaggedResource { "ResourceARN": "arn:1", "Tags": [{ "Key": "owner", "Value": "prod" }] }""",
        Because = "The tag says nothing of the environment.")]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""", """TaggedResource { "ResourceARN": "arn:1", "Tags": [{ "Key": "env", "Value": "blue" }] }""")]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """NotebookInstance { "NotebookInstanceArn": "arn:1", "RoleArn": "arn:aws:iam::111122223333:role/r" }""")]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""")]
    public static Verdict OwnRoles(IamRole role, RoleUse use) => use.Of(role) is not { Count: > 0 } users
        ? NotApplicable("No AI workload works as it.")
        : use.Environments(users) is not { Count: > 0 } known ? NotApplicable("Neither a tag nor the account's name says in which environment it is used.")
        : known.Find(user => user.In.IsProduction) is { Name: { } production, In: { } one } && known.Find(user => !user.In.IsProduction) is { Name: { } other, In: { } another }
            ? Fail($"{production} (production by {one.By}) and {other} (not production, by {another.By}) both work as it.")
            : Pass($"Those that work as it are all {(known[0].In.IsProduction ? "production" : "outside production")}, by {string.Join(", ", known.Select(user => user.In.By).Distinct(StringComparer.Ordinal).Take(4))}.");

    /// <summary>Which AI workloads work as a role, and in which environment they are.</summary>
    internal sealed class RoleUse(SharedRoleChecks.RoleWork work, AiEnvironment environment)
    {
        /// <summary>What works as a role.</summary>
        /// <exception cref="UnseenException">Some of what may work as one could not be read.</exception>
        public IReadOnlyList<Resource> Of(IamRole role) => [.. work.Of(role)];

        /// <summary>Those of which something says the environment.</summary>
        public List<(string Name, KnownEnvironment In)> Environments(IReadOnlyList<Resource> users) =>
            [.. from user in users
                let known = environment.Of(user)
                where known is not null
                select (user.Identity.Name, known)];
    }
}
