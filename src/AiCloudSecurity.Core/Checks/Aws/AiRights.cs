using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;
using PolicyCondition = AiCloudSecurity.Iam.PolicyCondition;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>
/// Judges what holders of policies may do with AI services: one role, group or user, or a user and the user's groups
/// together.
/// </summary>
internal static class AiRights
{
    /// <summary>The commands by which a user gets a narrower policy (New-AiIamPolicy proposes one) in place of a wide one.</summary>
    public const string NarrowUser = "aws iam list-attached-user-policies --user-name {Name} && aws iam list-user-policies --user-name {Name} && aws iam put-user-policy --user-name {Name} --policy-name ONLY_WHAT_IS_USED --policy-document file://policy.json && aws iam detach-user-policy --user-name {Name} --policy-arn WIDE_POLICY_ARN";

    /// <summary>The commands by which a role gets a narrower policy (New-AiIamPolicy proposes one) in place of a wide one.</summary>
    public const string NarrowRole = "aws iam list-attached-role-policies --role-name {Name} && aws iam list-role-policies --role-name {Name} && aws iam put-role-policy --role-name {Name} --policy-name ONLY_WHAT_IS_USED --policy-document file://policy.json && aws iam detach-role-policy --role-name {Name} --policy-arn WIDE_POLICY_ARN";

    /// <summary>The commands by which a group gets a narrower policy (New-AiIamPolicy proposes one) in place of a wide one.</summary>
    public const string NarrowGroup = "aws iam list-attached-group-policies --group-name {Name} && aws iam list-group-policies --group-name {Name} && aws iam put-group-policy --group-name {Name} --policy-name ONLY_WHAT_IS_USED --policy-document file://policy.json && aws iam detach-group-policy --group-name {Name} --policy-arn WIDE_POLICY_ARN";

    private static readonly string[] s_bedrock = ["AmazonBedrockFullAccess", "AmazonBedrockMantleFullAccess", "BedrockAgentCoreFullAccess"];
    private static readonly string[] s_sageMaker = ["AmazonSageMakerFullAccess"];

    private static readonly string[] s_others =
    [
        "ComprehendFullAccess", "ComprehendMedicalFullAccess", "AmazonTranscribeFullAccess", "AmazonRekognitionFullAccess", "AmazonRekognitionCustomLabelsFullAccess",
        "AmazonTextractFullAccess", "AmazonLexFullAccess", "AmazonPollyFullAccess", "TranslateFullAccess", "AmazonPersonalizeFullAccess", "AmazonKendraFullAccess",
        "AmazonQFullAccess", "AmazonSageMakerCanvasFullAccess",
    ];

    private static readonly (string Service, string Actions)[] s_services = Array.ConvertAll<string, (string, string)>(
    [
        "bedrock", "sagemaker", "bedrock-agentcore", "bedrock-mantle", "comprehend", "comprehendmedical", "rekognition", "transcribe", "textract", "translate", "polly",
        "lex", "kendra", "personalize", "forecast", "frauddetector", "qbusiness", "q",
    ], service => (service, service + ":*"));

    private const string BestPractices = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html";
    private const string NotYours = "AWS made it and keeps it.";

    // What their examples have in common.
    public const string AdminOfSageMaker = """IamRole { "Arn": "arn:aws:iam::111122223333:role/admin", "RoleName": "admin", "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole" } }, "RolePolicyList": [{ "PolicyName": "all", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""";
    public const string AdminOfMachines = """IamRole { "Arn": "arn:aws:iam::111122223333:role/admin", "RoleName": "admin", "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" } }, "RolePolicyList": [{ "PolicyName": "all", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""";
    public const string LabOfAdmin = """NotebookInstance { "NotebookInstanceArn": "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/lab", "NotebookInstanceName": "lab", "RoleArn": "arn:aws:iam::111122223333:role/admin" }""";
    public const string Ann = """UserProfile { "DomainId": "d-1", "UserProfileName": "ann" }""";
    public const string DomainOfAdmin = """Domain { "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/admin" } }""";

    public const string AdminOfAgents = """IamRole { "Arn": "arn:aws:iam::111122223333:role/admin", "RoleName": "admin", "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock-agentcore.amazonaws.com" }, "Action": "sts:AssumeRole" } }, "RolePolicyList": [{ "PolicyName": "all", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""";
    public const string Sandbox = """CodeInterpreter { "codeInterpreterArn": "arn:aws:bedrock-agentcore:eu-west-1:111122223333:code-interpreter-custom/c-1", "codeInterpreterId": "c-1", "name": "sandbox", "executionRoleArn": "arn:aws:iam::111122223333:role/admin" }""";
    public const string Travel = """AgentRuntime { "agentRuntimeArn": "arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/t-1", "agentRuntimeId": "t-1", "agentRuntimeName": "travel", "roleArn": "arn:aws:iam::111122223333:role/admin" }""";
    public const string TravelLetsIn = """AgentRuntimePolicy { "@Parent": "arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/t-1", "policy": { "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/r" }, "Action": "bedrock-agentcore:InvokeAgentRuntimeCommand", "Resource": "*" } } }""";
    public const string TravelDenies = """AgentRuntimePolicy { "@Parent": "arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/t-1", "policy": { "Statement": { "Effect": "Deny", "Principal": "*", "Action": "bedrock-agentcore:InvokeAgentRuntimeCommand", "Resource": "*" } } }""";
    public const string Helpdesk = """Agent { "agentId": "A1", "agentName": "helpdesk" }""";
    public const string HelpdeskTools = """AgentActionGroup { "@Parent": "arn:aws:bedrock:eu-west-1:111122223333:agent/A1", "actionGroupId": "G1", "actionGroupExecutor": { "lambda": "arn:aws:lambda:eu-west-1:111122223333:function:tools" } }""";
    public const string Tools = """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:tools", "FunctionName": "tools" }""";
    public const string ToolsDeny = """LambdaPolicy { "@Parent": "arn:aws:lambda:eu-west-1:111122223333:function:tools", "Policy": { "Statement": { "Effect": "Deny", "Principal": "*", "Action": "lambda:UpdateFunctionCode", "Resource": "*" } } }""";
    public const string WikiBucket = """Bucket { "@Id": "arn:aws:s3:::wiki", "@Name": "wiki" }""";
    public const string WikiBucketDenies = """BucketPolicy { "@Parent": "arn:aws:s3:::wiki", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::wiki/*" } }""";
    public const string Churn = """TrainingJob { "TrainingJobArn": "arn:aws:sagemaker:eu-west-1:111122223333:training-job/churn", "TrainingJobName": "churn", "InputDataConfig": [{ "ChannelName": "train" }] }""";
    public const string Wiki = """KnowledgeBase { "knowledgeBaseId": "K1", "name": "wiki" }""";
    public const string WikiPages = """DataSource { "@Parent": "arn:aws:bedrock:eu-west-1:111122223333:knowledge-base/K1", "dataSourceId": "D1", "name": "pages", "dataSourceConfiguration": { "type": "S3", "s3Configuration": { "bucketArn": "arn:aws:s3:::wiki" } } }""";

    // What the checks on users, groups and roles say alike.
    public const string BedrockFullAccessRisk = "One stolen identity can call every model, change every guardrail and switch the logs off.";
    public const string BedrockFullAccessAdvice = "Replace the full access policy by one that names actions and models.";
    public const string BedrockFullAccessLink = "https://docs.aws.amazon.com/bedrock/latest/userguide/security-iam-awsmanpol.html";

    public const string SageMakerFullAccessRisk = "Every role that SageMaker may take is theirs: the policy lets them pass any role to it.";
    public const string SageMakerFullAccessAdvice = "Replace the full access policy by one that names actions, resources and roles.";
    public const string SageMakerFullAccessLink = "https://docs.aws.amazon.com/sagemaker/latest/dg/security-iam-awsmanpol.html";

    public const string OtherFullAccessRisk = "Everything that the service knows and can do is theirs, far beyond what a task needs.";
    public const string OtherFullAccessAdvice = "Replace the full access policy by one that names actions and resources.";
    public const string OtherFullAccessLink = BestPractices;

    public const string EveryActionRisk = "Whoever holds it can read, change, delete and run up costs without limit.";
    public const string EveryActionAdvice = "Name the actions and resources that the task needs in the policy.";
    public const string EveryActionLink = BestPractices;

    public const string AnyModelRisk = "A stolen identity can call the dearest models, and unvetted ones find their way into applications.";
    public const string AnyModelAdvice = "List the models or inference profiles that may be called as the policy's resources.";
    public const string AnyModelLink = "https://docs.aws.amazon.com/bedrock/latest/userguide/security_iam_id-based-policy-examples.html";

    public const string AnyEndpointRisk = "Endpoints have no policy of their own: whoever may call every endpoint can copy any of the models.";
    public const string AnyEndpointAdvice = "List the endpoints that may be called as the policy's resources.";
    public const string AnyEndpointLink = "https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html";

    public const string PassAnyRoleRisk = "Who can start a notebook, job or agent with a role has that role's rights, an administrator's too.";
    public const string PassAnyRoleAdvice = "Limit iam:PassRole to the roles that the AI service may have, by name and by iam:PassedToService.";
    public const string PassAnyRoleLink = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html";

    public const string PresignedUrlRisk = "Whoever opens somebody else's notebook works with that notebook's role and data.";
    public const string PresignedUrlAdvice = "Limit presigned URLs to one's own notebook or profile, or to the corporate network.";
    public const string PresignedUrlLink = "https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html";

    public const string AnyProductRisk = "Anybody can bring unvetted models, and their bills, into the account.";
    public const string AnyProductAdvice = "Limit aws-marketplace:Subscribe to the products that were approved.";
    public const string AnyProductLink = "https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html";

    public static Verdict BedrockFullAccess(IReadOnlyList<IamPrincipal> holders) => Attached(holders, s_bedrock);

    public static Verdict SageMakerFullAccess(IReadOnlyList<IamPrincipal> holders) => Attached(holders, s_sageMaker);

    public static Verdict OtherFullAccess(IReadOnlyList<IamPrincipal> holders) => Attached(holders, s_others);

    public static Verdict EveryAction(IReadOnlyList<IamPrincipal> holders, Accesses accesses)
    {
        if (WhyNot(holders, accesses) is { } reason)
        {
            return NotApplicable(reason);
        }
        var held = accesses.Of(holders);
        foreach (var (service, actions) in s_services)
        {
            if (held.Speaks(actions) && held.Allowing(actions, $"arn:{accesses.Scope.Partition}:{service}:{{region}}:{accesses.Scope.Id}:*", among: policy => !policy.IsAws) is { } policy)
            {
                return Fail($"{policy} allows every action of {service} on every resource.{accesses.Limits.Caveat}");
            }
        }
        return Pass("None of its own policies allows every action of an AI service.");
    }

    public static Verdict AnyModel(IReadOnlyList<IamPrincipal> holders, Accesses accesses) =>
        OnEvery(holders, accesses, "call any model", condition => NamesOne(condition, "bedrock:InferenceProfileArn", "bedrock:PromptRouterArn", "bedrock-mantle:Model"),
            ("bedrock:InvokeModel", $"arn:{accesses.Scope.Partition}:bedrock:{{region}}::foundation-model/*"),
            ("bedrock:InvokeModelWithResponseStream", $"arn:{accesses.Scope.Partition}:bedrock:{{region}}::foundation-model/*"),
            ("bedrock-mantle:CreateInference", $"arn:{accesses.Scope.Partition}:bedrock-mantle:{{region}}:{accesses.Scope.Id}:project/*"));

    public static Verdict AnyEndpoint(IReadOnlyList<IamPrincipal> holders, Accesses accesses) =>
        OnEvery(holders, accesses, "call any endpoint", condition => NamesOne(condition),
            ("sagemaker:InvokeEndpoint", $"arn:{accesses.Scope.Partition}:sagemaker:{{region}}:{accesses.Scope.Id}:endpoint/*"),
            ("sagemaker:InvokeEndpointAsync", $"arn:{accesses.Scope.Partition}:sagemaker:{{region}}:{accesses.Scope.Id}:endpoint/*"),
            ("sagemaker:InvokeEndpointWithResponseStream", $"arn:{accesses.Scope.Partition}:sagemaker:{{region}}:{accesses.Scope.Id}:endpoint/*"));

    public static Verdict PassAnyRole(IReadOnlyList<IamPrincipal> holders, Accesses accesses, PassedRolePaths paths) =>
        WhyNot(holders, accesses) is { } reason ? NotApplicable(reason)
        : Judge(paths.Of(accesses.Of(holders)), accesses) is { } verdict ? verdict
        : paths.Unfinished(accesses.Of(holders)) is { } unfinished ? Fail(unfinished + accesses.Limits.Caveat, unfinished.Severity)
        : Pass("It gains nothing by passing a role to an AI service.");

    public static Verdict PresignedUrl(IReadOnlyList<IamPrincipal> holders, Accesses accesses, WorkplacePaths paths)
    {
        var any = OnEvery(holders, accesses, "open any notebook or user of Studio by URL", condition => NamesOne(condition, "aws:SourceVpce", "aws:SourceVpc") || NamesNetwork(condition),
            ("sagemaker:CreatePresignedNotebookInstanceUrl", $"arn:{accesses.Scope.Partition}:sagemaker:{{region}}:{accesses.Scope.Id}:notebook-instance/*"),
            ("sagemaker:CreatePresignedDomainUrl", $"arn:{accesses.Scope.Partition}:sagemaker:{{region}}:{accesses.Scope.Id}:user-profile/*"),
            ("sagemaker:CreatePresignedMlflowTrackingServerUrl", $"arn:{accesses.Scope.Partition}:sagemaker:{{region}}:{accesses.Scope.Id}:mlflow-tracking-server/*"));
        if (any.Status == Status.NotApplicable)
        {
            return any;
        }
        try
        {
            return paths.ByUrl(accesses.Of(holders)) is not { } path ? any
                : any.Status != Status.Fail ? Fail(path + accesses.Limits.Caveat, path.Severity)
                : Fail($"{any.Reason} {path}", path.Severity > Severity.High ? path.Severity : Severity.High);
        }
        catch (UnseenException) when (any.Status == Status.Fail)
        {
            return any;
        }
    }

    /// <summary>The worst of the paths, and what others there are; null where there are none.</summary>
    public static Verdict? Judge(IReadOnlyList<EscalationPath> paths, Accesses accesses)
    {
        if (paths is not [var worst, ..])
        {
            return null;
        }
        // Two as long as they may be shown; of three the last are counted.
        var both = paths.Count > 1 ? $"{worst} Also: {paths[1]}" : worst.ToString();
        var shown = paths.Count > 1 && both.Length + accesses.Limits.Caveat.Length < Display.MaxLength - 40 ? 2 : 1;
        var rest = paths.Count - shown;
        return Fail($"{(shown == 2 ? both : worst)}{(rest == 0 ? "" : $" And {rest} more such path{(rest == 1 ? "" : "s")}.")}{accesses.Limits.Caveat}", worst.Severity);
    }

    public static Verdict AnyProduct(IReadOnlyList<IamPrincipal> holders, Accesses accesses) =>
        OnEvery(holders, accesses, "buy any product", condition => NamesOne(condition, "aws-marketplace:ProductId", "aws:CalledViaLast", "aws:CalledVia"), ("aws-marketplace:Subscribe", "*"));

    private static Verdict Attached(IReadOnlyList<IamPrincipal> holders, string[] names)
    {
        if (holders[0].IsServiceLinked)
        {
            return NotApplicable(NotYours);
        }
        foreach (var holder in holders)
        {
            var full = holder.AttachedManagedPolicies?.FirstOrDefault(policy => policy is { IsAws: true, PolicyArn: { } arn } && names.Contains(arn[(arn.LastIndexOf('/') + 1)..]));
            if (full is not null)
            {
                return Fail($"It holds {full.PolicyName}.");
            }
        }
        return Pass($"It does not hold {string.Join(", ", names)}.");
    }

    private static Verdict OnEvery(IReadOnlyList<IamPrincipal> holders, Accesses accesses, string what, Func<PolicyCondition, bool> limits, params ReadOnlySpan<(string Action, string Resources)> rights)
    {
        if (WhyNot(holders, accesses) is { } reason)
        {
            return NotApplicable(reason);
        }
        var held = accesses.Of(holders);
        foreach (var (action, resources) in rights)
        {
            if (held.Allowing(action, resources, limits) is { } policy)
            {
                return Fail($"{policy} lets it {what} ({action}).{accesses.Limits.Caveat}");
            }
        }
        return Pass($"It cannot {what}.");
    }

    /// <summary>Why there is nothing to judge: whose it is, that nobody is it, or that it is judged as a whole; null where there is.</summary>
    public static string? WhyNot(IReadOnlyList<IamPrincipal> holders, Accesses accesses) =>
        WhoseElse(holders) ?? (accesses.Of(holders).Powers.IsAdministrator ? "It is an administrator (AWS-IAM-101)." : null);

    /// <summary>Why it is nobody's to judge: AWS's, or nobody's at all; null where it is somebody's.</summary>
    public static string? WhoseElse(IReadOnlyList<IamPrincipal> holders) =>
        holders[0].IsServiceLinked ? NotYours
        : holders[0] is IamRole role && RoleTrust.AdmitsNobody(role) ? "Nobody can take it: its trust policy names nobody who exists."
        : null;

    // A tag of the resource names one as a key of the service does.
    private static bool NamesOne(PolicyCondition condition, params ReadOnlySpan<string> keys)
    {
        var named = condition.Key.Contains(":ResourceTag/", StringComparison.OrdinalIgnoreCase);
        foreach (var key in keys)
        {
            named |= condition.IsOn(key);
        }
        return named && condition is { Demands: true, IsTrivial: false };
    }

    private static bool NamesNetwork(PolicyCondition condition) =>
        (condition.IsOn("aws:SourceIp") || condition.IsOn("aws:VpcSourceIp")) && condition.Operator.Equals("IpAddress", StringComparison.OrdinalIgnoreCase)
        && !condition.Values.Any(value => value.EndsWith("/0", StringComparison.Ordinal));
}
