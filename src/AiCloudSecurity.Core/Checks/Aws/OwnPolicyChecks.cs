using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on whom the own policies of what AI services work with let in: rights that no identity's policy shows.</summary>
internal static class OwnPolicyChecks
{
    private const string Id = "AWS-IAM-114";
    private const string Risk = "Another account's identities get at it without anything in this account's own policies that says so.";
    private const string Advice = "Name single accounts or roles in its policy and demand the organisation with aws:PrincipalOrgID.";
    private const string Link = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html";
    private const string ModelsLink = "https://docs.aws.amazon.com/bedrock/latest/userguide/share-model.html";
    private const string SharesLink = "https://docs.aws.amazon.com/ram/latest/userguide/getting-started-sharing.html";
    private const string Runs = """Model { "ModelArn": "arn:m", "PrimaryContainer": { "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn:1" } }""";
    private const string Churn = """{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn" }""";

    [Check(Id, Severity.High, "Secret of an AI service is for its own account", Risk = Risk, Advice = Advice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0055", Link = Link)]
    [Command("aws secretsmanager get-resource-policy --secret-id {Id} --region {Region} && aws secretsmanager put-resource-policy --secret-id {Id} --resource-policy file://policy.json --block-public-policy --region {Region}")]
    [Passes("""{ "ARN": "arn:s", "Name": "wiki" }""", Because = "It has no policy.")]
    [Passes("""{ "ARN": "arn:s", "ResourcePolicy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:role/r\"},\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\"}}" }""")]
    [Passes("""{ "ARN": "arn:s", "ResourcePolicy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"999988887777\"},\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-abc\"}}}}" }""")]
    [Fails("""{ "ARN": "arn:s", "ResourcePolicy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"999988887777\"},\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\"}}" }""")]
    [Fails("""{ "ARN": "arn:s", "ResourcePolicy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"secretsmanager:*\",\"Resource\":\"*\"}}" }""")]
    [CannotSay("""{ "ARN": "arn:s", "ResourcePolicy": "{ half of" }""")]
    public static Verdict OfSecret(SecretPolicy secret, Scope scope) => OutsideAccess.Judge(secret.ResourcePolicy, scope);

    [Check(Id, Severity.Medium, "Topic of an AI service is for its own account", Risk = Risk, Advice = Advice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0024", Link = Link)]
    [Command("aws sns get-topic-attributes --topic-arn {Id} --region {Region} && aws sns set-topic-attributes --topic-arn {Id} --attribute-name Policy --attribute-value file://policy.json --region {Region}")]
    [Passes("""{ "TopicArn": "arn:t", "Policy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":[\"SNS:Subscribe\",\"SNS:Publish\"],\"Resource\":\"arn:t\",\"Condition\":{\"StringEquals\":{\"AWS:SourceOwner\":\"111122223333\"}}}}" }""", Because = "SNS gives each topic such a policy.")]
    [Passes("""{ "TopicArn": "arn:t", "Policy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"events.amazonaws.com\"},\"Action\":\"sns:Publish\",\"Resource\":\"arn:t\"}}" }""")]
    [Fails("""{ "TopicArn": "arn:t", "Policy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"SNS:Subscribe\",\"Resource\":\"arn:t\",\"Condition\":{\"StringEquals\":{\"AWS:SourceOwner\":\"999988887777\"}}}}" }""")]
    [Fails("""{ "TopicArn": "arn:t", "Policy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"SNS:Subscribe\",\"Resource\":\"arn:t\"}}" }""")]
    public static Verdict OfTopic(TopicPolicy topic, Scope scope) => OutsideAccess.Judge(topic.Policy, scope);

    [Check(Id, Severity.Medium, "Queue of what watches AI services is for its own account", Risk = Risk, Advice = Advice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0024", Link = Link)]
    [Command("aws sqs get-queue-url --queue-name {Name} --region {Region} && aws sqs set-queue-attributes --queue-url QUEUE_URL --attributes file://attributes.json --region {Region}")]
    [Passes("""{ "QueueArn": "arn:q" }""")]
    [Passes("""{ "QueueArn": "arn:q", "Policy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"events.amazonaws.com\"},\"Action\":\"sqs:SendMessage\",\"Resource\":\"arn:q\"}}" }""")]
    [Fails("""{ "QueueArn": "arn:q", "Policy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:*\",\"Resource\":\"arn:q\"}}" }""")]
    public static Verdict OfQueue(QueuePolicy queue, Scope scope) => OutsideAccess.Judge(queue.Policy, scope);

    [Check(Id, Severity.High, "Repository of AI images is for its own account", Risk = "Whoever can push puts code into models and agents; whoever can pull has what is in their images.", Advice = Advice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0010.003", Link = Link)]
    [Command("aws ecr get-repository-policy --repository-name {repositoryName} --region {Region} && aws ecr set-repository-policy --repository-name {repositoryName} --policy-text file://policy.json --region {Region}")]
    [Passes(Churn, Runs)]
    [Passes(Churn, Runs, """EcrRepositoryPolicy { "@Parent": "arn:r", "policyText": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:role/r\"},\"Action\":\"ecr:BatchGetImage\"}}" }""")]
    [Fails(Churn, Runs, """EcrRepositoryPolicy { "@Parent": "arn:r", "policyText": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::999988887777:root\"},\"Action\":\"ecr:PutImage\"}}" }""")]
    [Fails(Churn, Runs, """EcrRepositoryPolicy { "@Parent": "arn:r", "policyText": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"ecr:BatchGetImage\"}}" }""")]
    [Skips(Churn, """EcrRepositoryPolicy { "@Parent": "arn:r", "policyText": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"ecr:BatchGetImage\"}}" }""", Because = "No AI runs an image of it.")]
    public static Verdict OfRepository(EcrRepository repository, EcrRepositoryChecks.ImageUse use, Inventory<EcrRepositoryPolicy> policies, Scope scope) =>
        use.Of(repository) is null ? NotApplicable("No AI workload runs an image of it.") : OutsideAccess.Judge(policies.One(repository)?.PolicyText, scope);

    [Check(Id, Severity.High, "Vector bucket is for its own account", Risk = Risk, Advice = Advice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM08", Atlas = "AML.T0085.000", Link = Link)]
    [Command("aws s3vectors get-vector-bucket-policy --vector-bucket-arn {Id} --region {Region} && aws s3vectors put-vector-bucket-policy --vector-bucket-arn {Id} --policy file://policy.json --region {Region}")]
    [Passes("""{ "vectorBucketArn": "arn:v" }""")]
    [Passes("""{ "vectorBucketArn": "arn:v" }""", """VectorBucketPolicy { "@Parent": "arn:v", "policy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:role/r\"},\"Action\":\"s3vectors:QueryVectors\",\"Resource\":\"*\"}}" }""")]
    [Fails("""{ "vectorBucketArn": "arn:v" }""", """VectorBucketPolicy { "@Parent": "arn:v", "policy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"999988887777\"},\"Action\":\"s3vectors:QueryVectors\",\"Resource\":\"*\"}}" }""")]
    public static Verdict OfVectors(VectorBucket bucket, Inventory<VectorBucketPolicy> policies, Scope scope) => OutsideAccess.Judge(policies.One(bucket)?.Policy, scope);

    [Check(Id, Severity.High, "Custom model of Bedrock is for its own account", Risk = "Another account can copy the model and ask it for what it was trained on.", Advice = Advice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0024.001", Link = ModelsLink)]
    [Command("aws bedrock get-resource-policy --resource-arn {Id} --region {Region} && aws bedrock put-resource-policy --resource-arn {Id} --resource-policy file://policy.json --region {Region}")]
    [Passes("""{ "modelArn": "arn:m" }""")]
    [Passes("""{ "modelArn": "arn:m" }""", """CustomModelPolicy { "@Parent": "arn:m" }""")]
    [Passes("""{ "modelArn": "arn:m" }""", """CustomModelPolicy { "@Parent": "arn:m", "resourcePolicy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"999988887777\"},\"Action\":\"bedrock:GetCustomModel\",\"Resource\":\"arn:m\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-abc\"}}}}" }""")]
    [Fails("""{ "modelArn": "arn:m" }""", """CustomModelPolicy { "@Parent": "arn:m", "resourcePolicy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"999988887777\"},\"Action\":\"bedrock:CreateModelCopyJob\",\"Resource\":\"arn:m\"}}" }""")]
    public static Verdict OfCustomModel(CustomModel model, Inventory<CustomModelPolicy> policies, Scope scope) => OutsideAccess.Judge(policies.One(model)?.ResourcePolicy, scope);

    [Check(Id, Severity.High, "AI resource is not shared outside the organisation", Risk = Risk, Advice = "Allow sharing within the organisation only, and take other accounts off the share.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0024.001", Link = SharesLink)]
    [Command("aws ram list-resources --resource-owner SELF --resource-arns {Id} --region {Region} && aws ram disassociate-resource-share --resource-share-arn RESOURCE_SHARE_ARN --principals PRINCIPAL --region {Region}")]
    [Passes("""{ "arn": "arn:aws:sagemaker:eu-west-1:111122223333:feature-group/f", "resourceShareArn": "arn:s" }""", """SharedResourcePolicy { "@Parent": "arn:s/arn:aws:sagemaker:eu-west-1:111122223333:feature-group/f", "policies": ["{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sagemaker:GetRecord\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-abc\"}}}}"] }""")]
    [Fails("""{ "arn": "arn:aws:sagemaker:eu-west-1:111122223333:feature-group/f", "resourceShareArn": "arn:s" }""", """SharedResourcePolicy { "@Parent": "arn:s/arn:aws:sagemaker:eu-west-1:111122223333:feature-group/f", "policies": ["{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"999988887777\"},\"Action\":\"sagemaker:GetRecord\",\"Resource\":\"*\"}}"] }""")]
    [Fails("""{ "arn": "arn:aws:sagemaker:eu-west-1:111122223333:hub/h", "resourceShareArn": "arn:s" }""", """SharedResourcePolicy { "@Parent": "arn:s/arn:aws:sagemaker:eu-west-1:111122223333:hub/h", "policies": ["{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"111122223333\"},\"Action\":\"sagemaker:DescribeHub\",\"Resource\":\"*\"}}", "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"999988887777\"},\"Action\":\"sagemaker:DescribeHub\",\"Resource\":\"*\"}}"] }""")]
    [Skips("""{ "arn": "arn:aws:ec2:eu-west-1:111122223333:subnet/s", "resourceShareArn": "arn:s" }""")]
    public static Verdict OfShare(SharedResource resource, Inventory<SharedResourcePolicy> policies, Scope scope) =>
        !resource.IsAi ? NotApplicable("It is no resource of an AI service.")
        : Every.Of("Its policies let in nobody outside.", [.. (policies.One(resource)?.Policies ?? []).Select(policy => (Func<Verdict>)(() => OutsideAccess.Judge(policy, scope)))]);
}
