namespace AiCloudSecurity;

/// <summary>
/// How a resource type of AWS is read, as data: listed (and then described one by one), described where another
/// resource refers to it, or described for each resource that it is a part of.
/// An operation may carry its REST route: <c>GetGuardrail GET /guardrails/{guardrailIdentifier}</c>; members that a
/// route other than GET takes in its query stand there too: <c>ListBrowsers POST /browsers?{type}&amp;{nextToken}</c>.
/// </summary>
/// <param name="name">The CloudFormation or AWS Config name of the type, where there is one.</param>
/// <param name="service">The service, by botocore's name: sagemaker, bedrock-agent.</param>
public sealed class AwsResourceAttribute(string name, string service) : ResourceAttribute(name)
{
    /// <inheritdoc/>
    public override Cloud Cloud => Cloud.Aws;

    /// <summary>The service, by botocore's name.</summary>
    public override string Service => service;

    /// <summary>The operation that lists them; with <see cref="ResourceAttribute.Of"/>, for one parent.</summary>
    public string? List { get; init; }

    /// <summary>
    /// Members of the list's request, or of the job's, as JSON. Besides {account}, {region} and {partition} it may name
    /// times, as a string alone: "{now}", "{now-24h}", "{now-15d}" as the protocol writes them, "{today-30d}" as a date.
    /// </summary>
    public string Input { get; init; } = "{}";

    /// <summary>Values, separated by commas, for each of which the list is asked: they stand for <c>{each}</c> in the input.</summary>
    public string? Each { get; init; }

    /// <summary>
    /// The operation that starts a report, which the list then gives: its request is made of <see cref="Input"/> and
    /// <see cref="Key"/>, and its answer is the list's request. The report is waited for by its JobStatus.
    /// </summary>
    public string? Job { get; init; }

    /// <summary>How many pages of a list are read; what lies beyond is said to be missing. Zero for all.</summary>
    public int PagesAtMost { get; init; }

    /// <summary>
    /// The member of an item whose text is the JSON of the resource. It may hold anything, so only what the record
    /// knows is kept of it.
    /// </summary>
    public string? Within { get; init; }

    /// <summary>The member of the list's answer that holds the items; dots lead into members.</summary>
    public string? Items { get; init; }

    /// <summary>The operation that gives one whole.</summary>
    public string? Describe { get; init; }

    /// <summary>
    /// The request's members that name one, and where they come from: <c>NotebookInstanceName</c> takes the item's
    /// member of that name, <c>guardrailIdentifier=id</c> another, <c>findingIds=[id]</c> makes a list of one; commas
    /// separate several. Where the source is a reference it is <c>=$</c>, or <c>=$/</c> for its last part; a text in quotes stands
    /// for itself, with the parts of the reference's ARN by their numbers and its partition's domain as {dns}.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>
    /// The operation that gives many at once, as <see cref="Describe"/> would give them one by one, or as <see cref="List"/>
    /// would for each parent. It is asked where there are several, and saves requests without deciding anything: what it
    /// does not give, or gives otherwise than the list does, is asked for one by one.
    /// </summary>
    public string? Bulk { get; init; }

    /// <summary>Members of the bulk operation's request, as JSON.</summary>
    public string BulkInput { get; init; } = "{}";

    /// <summary>
    /// Where the bulk operation's answer holds them; dots lead into members, and into those of each item of a list.
    /// They are told apart by the member that <see cref="Key"/> names.
    /// </summary>
    public string? BulkItems { get; init; }

    /// <summary>The member of the describe operation's answer that is the resource, or a list of it alone; the answer itself without.</summary>
    public string? Unwrap { get; init; }

    /// <summary>The member that identifies one, or a template such as <c>arn:{partition}:transcribe:{region}:{account}:transcription-job/{TranscriptionJobName}</c>.</summary>
    public string Id { get; init; } = "Arn";

    /// <summary>The member that people know it by, or a template, in which <c>{ProjectArn/1}</c> is a part of a member; the last part of the id without.</summary>
    public string? NameMember { get; init; }

    /// <summary>Which items of the list are none of the type, as <c>agentVersion=DRAFT</c>: the draft is the agent itself.</summary>
    public string? Without { get; init; }

    /// <summary>
    /// Error codes, separated by commas, by which the service says that there is none; <c>code: text</c> where the code
    /// alone may mean something else, and the message has that text.
    /// </summary>
    public string None { get; init; } = "";

    /// <summary>The request's member that takes the earliest creation time: finished jobs are history after <see cref="Checks.JobWindow"/>.</summary>
    public string? Since { get; init; }

    /// <summary>Read where another resource refers to it, not listed.</summary>
    public bool IsReferenced => List is null && Of is null && Key is not null;

    /// <summary>There is one of it in each region.</summary>
    public bool IsSingleton => List is null && Of is null && Key is null;

    /// <inheritdoc/>
    public override IReadOnlyList<ReadOperation> Operations =>
        [.. new[] { Job, List, Bulk, Describe }.OfType<string>().Select(operation => AwsPermission.Of(service, operation.Split(' ')[0]))];
}

/// <summary>Marks a member that names a resource which is read because of it: a key, a bucket, a log group.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RefersAttribute(Type record) : Attribute
{
    /// <summary>The record of the resource that is named.</summary>
    public Type Record => record;
}

/// <summary>What an AWS operation needs to be granted, where IAM calls it otherwise.</summary>
public static class AwsPermission
{
    // Service Authorization Reference: "Actions defined by" Amazon S3, AWS Budgets, Amazon Bedrock.
    private static readonly Dictionary<string, string> s_otherName = new(StringComparer.Ordinal)
    {
        ["s3:GetBucketEncryption"] = "s3:GetEncryptionConfiguration",
        ["s3:GetPublicAccessBlock"] = "s3:GetBucketPublicAccessBlock",
        ["s3:HeadBucket"] = "s3:ListBucket",
        ["s3:ListBuckets"] = "s3:ListAllMyBuckets",
        ["budgets:DescribeBudgets"] = "budgets:ViewBudget",
        ["budgets:DescribeNotificationsForBudget"] = "budgets:ViewBudget",
        ["budgets:DescribeSubscribersForNotification"] = "budgets:ViewBudget",
        ["budgets:DescribeBudgetNotificationsForAccount"] = "budgets:ViewBudget",
        ["s3control:GetPublicAccessBlock"] = "s3:GetAccountPublicAccessBlock",
        ["s3:PutPublicAccessBlock"] = "s3:PutBucketPublicAccessBlock",
        ["s3:DeletePublicAccessBlock"] = "s3:PutBucketPublicAccessBlock",
        ["s3:PutBucketEncryption"] = "s3:PutEncryptionConfiguration",
        ["s3:DeleteBucketEncryption"] = "s3:PutEncryptionConfiguration",
        ["budgets:CreateBudget"] = "budgets:ModifyBudget",
        ["budgets:UpdateBudget"] = "budgets:ModifyBudget",
        ["budgets:DeleteBudget"] = "budgets:ModifyBudget",
        ["budgets:CreateNotification"] = "budgets:ModifyBudget",
        ["budgets:DeleteNotification"] = "budgets:ModifyBudget",
        ["budgets:CreateSubscriber"] = "budgets:ModifyBudget",
        ["budgets:DeleteSubscriber"] = "budgets:ModifyBudget",
        ["budgets:DescribeBudget"] = "budgets:ViewBudget",
    };

    // Services that IAM does not know by botocore's name.
    private static readonly Dictionary<string, string> s_prefix = new(StringComparer.Ordinal)
    {
        ["bedrock-agent"] = "bedrock",
        ["bedrock-agentcore-control"] = "bedrock-agentcore",
        ["lexv2-models"] = "lex",
        ["opensearchserverless"] = "aoss",
        ["resourcegroupstaggingapi"] = "tag",
        ["service-quotas"] = "servicequotas",
        ["elbv2"] = "elasticloadbalancing",
    };

    // AWS Organizations API Reference: these "can be called from any account in an organization"; everything else
    // "only from the management account or a member account that is a delegated administrator".
    private static readonly string[] s_ofAnyMember = ["organizations:DescribeOrganization", "organizations:DescribeEffectivePolicy"];

    /// <summary>Whether only the management account of an organisation and its delegated administrators may do the read.</summary>
    public static bool IsOfManagement(string operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return operation.StartsWith("organizations:", StringComparison.Ordinal) && !s_ofAnyMember.Contains(operation);
    }

    /// <summary>The read and its permission.</summary>
    /// <param name="service">botocore's name.</param>
    /// <param name="operation">As in the API reference.</param>
    public static ReadOperation Of(string service, string operation)
    {
        var name = $"{service}:{operation}";
        return new(name, s_otherName.GetValueOrDefault(name)
            ?? (service is "apigateway" or "apigatewayv2" ? "apigateway:GET" : $"{s_prefix.GetValueOrDefault(service, service)}:{operation}"));
    }
}
