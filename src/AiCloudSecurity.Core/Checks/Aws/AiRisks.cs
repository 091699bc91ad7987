using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>
/// Judges what holders of policies could do to AI services and come to through them, beyond what the catalogue's rows
/// ask: one role, group or user, or a user and the user's groups together.
/// </summary>
internal static class AiRisks
{
    private const int Listed = 3;

    public const string AdministratorRisk = "Every model, key, log and role of the account is theirs to use and change.";
    public const string AdministratorAdvice = "Give daily work a role that holds only what it needs and keep administration for emergencies.";
    public const string AdministratorLink = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html";

    public const string ScriptRisk = "A script in somebody else's notebook runs with that notebook's role and data, at each start.";
    public const string ScriptAdvice = "Limit who may change lifecycle configurations and attach them to the owners of notebooks and domains.";
    public const string ScriptLink = "https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-lifecycle-config.html";

    public const string SessionRisk = "Code in a session can read the credentials of the role that works there and use them anywhere.";
    public const string SessionAdvice = "Name the code interpreters and runtimes that may be used as the policy's resources.";
    public const string SessionLink = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/security-credentials-management.html";

    public const string AgentRisk = "Who gives an agent other tools decides what it does for everybody who talks to it.";
    public const string AgentAdvice = "Limit the actions that change agents and their functions to the agents that a team owns.";
    public const string AgentLink = "https://docs.aws.amazon.com/bedrock/latest/userguide/security_iam_id-based-policy-examples-agent.html";

    public const string LogsRisk = "Stolen prompts and models leave no trace where the log can be switched off or deleted first.";
    public const string LogsAdvice = "Leave the logs' settings and groups to a role that does not use models.";
    public const string LogsLink = "https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html";

    public const string ShareRisk = "One call lets another account copy a model or call an agent, and nothing is taken away that anybody would miss.";
    public const string ShareAdvice = "Name the resources whose policies may be changed, or leave the actions out.";
    public const string ShareLink = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html";

    public const string TokensRisk = "Who can fetch every agent's tokens and keys speaks for each agent, and for its users, to the outside.";
    public const string TokensAdvice = "Name the workload identities and credential providers that may be used as the policy's resources.";
    public const string TokensLink = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity.html";

    public const string CostRisk = "A stolen identity can run up bills of thousands a day, and capacity that was bought stays bought.";
    public const string CostAdvice = "Limit instance types by condition and leave the purchase of capacity to few.";
    public const string CostLink = "https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html";

    public const string TrainingRisk = "Whoever changes the data that models learn from changes what the models will say.";
    public const string TrainingAdvice = "Name the buckets that may be written as the policy's resources.";
    public const string TrainingLink = "https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html";

    private static readonly (string Action, string Resources, string What)[] s_logs =
    [
        ("bedrock:DeleteModelInvocationLoggingConfiguration", "*", "switch off the log of model invocations"),
        ("bedrock:PutModelInvocationLoggingConfiguration", "*", "redirect the log of model invocations"),
        ("logs:DeleteLogGroup", "arn:{p}:logs:{region}:{a}:log-group:*", "delete every log group"),
        ("cloudtrail:StopLogging", "arn:{p}:cloudtrail:{region}:{a}:trail/*", "stop every trail"),
    ];

    private static readonly (string Action, string Resources, string What)[] s_shares =
    [
        ("sagemaker:PutModelPackageGroupPolicy", "arn:{p}:sagemaker:{region}:{a}:model-package-group/*", "let other accounts have every registered model"),
        ("bedrock:PutResourcePolicy", "arn:{p}:bedrock:{region}:{a}:custom-model/*", "let other accounts have every custom model of Bedrock"),
        ("bedrock-agentcore:PutResourcePolicy", "arn:{p}:bedrock-agentcore:{region}:{a}:runtime/*", "let other accounts call every agent runtime"),
        ("bedrock-agentcore:PutResourcePolicy", "arn:{p}:bedrock-agentcore:{region}:{a}:gateway/*", "let other accounts call every gateway"),
        ("comprehend:PutResourcePolicy", "arn:{p}:comprehend:{region}:{a}:document-classifier/*", "let other accounts copy every custom model of Comprehend"),
        ("rekognition:PutProjectPolicy", "arn:{p}:rekognition:{region}:{a}:project/*", "let other accounts copy every custom model of Rekognition"),
        ("lex:CreateResourcePolicy", "arn:{p}:lex:{region}:{a}:bot/*", "let other accounts talk to every bot"),
    ];

    private static readonly (string Action, string Resources, string What)[] s_tokens =
    [
        ("bedrock-agentcore:GetResourceApiKey", "arn:{p}:bedrock-agentcore:{region}:{a}:token-vault/*", "fetch every API key of the agents' vault"),
        ("bedrock-agentcore:GetResourceOauth2Token", "arn:{p}:bedrock-agentcore:{region}:{a}:token-vault/*", "fetch OAuth tokens from the agents' vault"),
        ("bedrock-agentcore:GetWorkloadAccessTokenForUserId", "arn:{p}:bedrock-agentcore:{region}:{a}:workload-identity-directory/*", "get tokens of every agent for any user"),
        ("bedrock-agentcore:GetWorkloadAccessToken", "arn:{p}:bedrock-agentcore:{region}:{a}:workload-identity-directory/*", "get tokens of every agent"),
        ("iam:CreateServiceSpecificCredential", "arn:{p}:iam::{a}:user/*", "make API keys of Bedrock for every user"),
        ("datazone:GetEnvironmentCredentials", "arn:{p}:datazone:{region}:{a}:domain/*", "get the credentials of every environment of DataZone"),
    ];

    private static readonly (string Action, string Resources, string What)[] s_purchases =
    [
        ("bedrock:CreateProvisionedModelThroughput", "arn:{p}:bedrock:{region}::foundation-model/*", "buy throughput for any model"),
        ("bedrock:CreateFoundationModelAgreement", "*", "subscribe to any model of Bedrock"),
        ("sagemaker:CreateTrainingPlan", "arn:{p}:sagemaker:{region}:{a}:training-plan/*", "buy training capacity"),
        ("sagemaker:CreateCluster", "arn:{p}:sagemaker:{region}:{a}:cluster/*", "start clusters of any instance type"),
    ];

    private static readonly (string Action, string Resources, string What)[] s_instances =
    [
        ("sagemaker:CreateTrainingJob", "arn:{p}:sagemaker:{region}:{a}:training-job/*", "train on any instance type"),
        ("sagemaker:CreateEndpointConfig", "arn:{p}:sagemaker:{region}:{a}:endpoint-config/*", "serve on any instance type"),
    ];

    public static Verdict Administrator(IReadOnlyList<IamPrincipal> holders, Accesses accesses) =>
        AiRights.WhoseElse(holders) is { } reason ? NotApplicable(reason)
        : accesses.Of(holders).Powers.Rule is { } rule ? Fail(rule + accesses.Limits.Caveat)
        : Pass("It is no administrator and cannot make itself one.");

    public static Verdict Script(IReadOnlyList<IamPrincipal> holders, Accesses accesses, WorkplacePaths paths) =>
        Path(holders, accesses, paths.ByScript, "It cannot put a script into the notebook or Studio of somebody who may do more.");

    public static Verdict Session(IReadOnlyList<IamPrincipal> holders, Accesses accesses, AgentCorePaths paths) =>
        Path(holders, accesses, paths.Of, "It cannot run code in a session of AgentCore whose role may do more.");

    public static Verdict Agents(IReadOnlyList<IamPrincipal> holders, Accesses accesses, AgentPaths paths) =>
        Path(holders, accesses, paths.Of, "It cannot change what agents do.");

    public static Verdict Logs(IReadOnlyList<IamPrincipal> holders, Accesses accesses) => OnAll(holders, accesses, s_logs, null, "It cannot take away the logs of AI services.");

    public static Verdict Share(IReadOnlyList<IamPrincipal> holders, Accesses accesses) => OnAll(holders, accesses, s_shares, null, "It cannot share every AI resource of a kind.");

    public static Verdict Tokens(IReadOnlyList<IamPrincipal> holders, Accesses accesses) => OnAll(holders, accesses, s_tokens, null, "It cannot fetch everybody's tokens and keys.");

    public static Verdict Cost(IReadOnlyList<IamPrincipal> holders, Accesses accesses)
    {
        var all = OnAll(holders, accesses, [.. s_purchases, .. s_instances], IsLimit, "It cannot run up costs without a limit of kind.");
        // Jobs end by themselves; capacity that was bought is paid for.
        return all.Status == Status.Fail && OnAll(holders, accesses, s_purchases, IsLimit, "").Status == Status.Pass ? Fail(all.Reason, Severity.Low) : all;

        static bool IsLimit(PolicyCondition condition) => condition.IsOn("sagemaker:InstanceTypes") || condition.Key.Contains("Tag/", StringComparison.OrdinalIgnoreCase);
    }

    public static Verdict TrainingData(IReadOnlyList<IamPrincipal> holders, Accesses accesses, TrainingData data)
    {
        if (WhyNot(holders, accesses) is { } reason)
        {
            return NotApplicable(reason);
        }
        var access = accesses.Of(holders);
        return access.Allowing("s3:PutObject", $"arn:{accesses.Scope.Partition}:s3:::*/*") is not { } policy ? Pass("It cannot write to every bucket.")
            : data.First(access) is { } first ? Fail($"{policy} lets it change every object in S3, so {first}.{accesses.Limits.Caveat}")
            : Pass("It can write to every bucket, but to none that is known to be one that models learn from.");
    }

    // Who can make himself an administrator is judged as one.
    public static string? WhyNot(IReadOnlyList<IamPrincipal> holders, Accesses accesses) =>
        AiRights.WhyNot(holders, accesses) ?? (accesses.Of(holders).Powers.Rule is null ? null : "It can make itself an administrator (AWS-IAM-101).");

    private static Verdict Path(IReadOnlyList<IamPrincipal> holders, Accesses accesses, Func<PrincipalAccess, EscalationPath?> find, string good) =>
        WhyNot(holders, accesses) is { } reason ? NotApplicable(reason)
        : find(accesses.Of(holders)) is { } path ? Fail(path + accesses.Limits.Caveat, path.Severity)
        : Pass(good);

    private static Verdict OnAll(IReadOnlyList<IamPrincipal> holders, Accesses accesses, (string Action, string Resources, string What)[] rights, Func<PolicyCondition, bool>? limits, string good)
    {
        if (WhyNot(holders, accesses) is { } reason)
        {
            return NotApplicable(reason);
        }
        var access = accesses.Of(holders);
        var held = Array.FindAll(rights, right => access.Speaks(right.Action) && access.Allowing(right.Action,
            right.Resources.Replace("{p}", accesses.Scope.Partition, StringComparison.Ordinal).Replace("{a}", accesses.Scope.Id, StringComparison.Ordinal), limits) is not null);
        return held.Length == 0 ? Pass(good)
            : Fail($"It can {Words(held)}.{accesses.Limits.Caveat}");
    }

    // As "do this, do that and do the other", or "and 2 more such things".
    private static string Words((string Action, string Resources, string What)[] held)
    {
        string[] said = [.. held.Take(Listed).Select(right => $"{right.What} ({right.Action})")];
        return held.Length > Listed ? $"{string.Join(", ", said)} and {held.Length - Listed} more such thing{(held.Length > Listed + 1 ? "s" : "")}"
            : said.Length == 1 ? said[0] : $"{string.Join(", ", said[..^1])} and {said[^1]}";
    }
}

/// <summary>The buckets that models learn from: what training jobs and knowledge bases read.</summary>
internal sealed class TrainingData(Inventory<TrainingJob> jobs, Inventory<DataSource> sources, Inventory<Bucket> buckets, Inventory<BucketPolicy> policies, Scope scope)
{
    private readonly Dictionary<string, PolicyDocument?> _policies = new(StringComparer.Ordinal);

    /// <summary>
    /// What models learn from a bucket that somebody may write to, as "what the training job churn learned from"; null
    /// where there is none. Whoever may write everywhere may not where a bucket's own policy denies it.
    /// </summary>
    /// <exception cref="UnseenException">None was seen, and some were not read.</exception>
    public string? First(PrincipalAccess access)
    {
        string? first = null;
        Seen.Any(
            () => (first = First(access, jobs.All.Where(job => job.InputDataConfig is { Count: > 0 }), "what the training job {0} learned from")) is not null,
            () => (first = First(access, sources.All.Where(source => source.DataSourceConfiguration?.S3Configuration is not null), "what the knowledge base's source {0} reads")) is not null);
        return first;
    }

    private string? First(PrincipalAccess access, IEnumerable<Resource> learning, string what)
    {
        UnseenException? unseen = null;
        foreach (var resource in learning)
        {
            try
            {
                if (Sources(resource).Any(bucket => bucket is null || access.May("s3:PutObject", $"arn:{scope.Partition}:s3:::{bucket}/*", Policy(bucket)).Exists))
                {
                    return string.Format(System.Globalization.CultureInfo.InvariantCulture, what, resource.Identity.Name);
                }
            }
            catch (UnseenException hidden)
            {
                unseen ??= hidden;
            }
        }
        return unseen is null ? null : throw unseen;
    }

    // A channel that names no bucket reads a file system or a table: whoever writes to all of S3 may be behind it.
    private static IEnumerable<string?> Sources(Resource resource) => (resource switch
    {
        TrainingJob job => job.InputDataConfig!.Select(channel => channel.DataSource?.S3DataSource?.S3Uri),
        DataSource source => [source.DataSourceConfiguration?.S3Configuration?.BucketArn],
        _ => [],
    }).Select(place => place is null ? null : References.Bucket(place));

    private PolicyDocument? Policy(string bucket) => _policies.TryGetValue(bucket, out var known) ? known
        : _policies[bucket] = buckets.Find(bucket) is { } found && policies.One(found) is { } policy ? PolicyDocument.Lazily(policy.Json) : null;
}
