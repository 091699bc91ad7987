using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on model cards, packages and groups of packages in SageMaker's registry.</summary>
internal static class ModelRegistryChecks
{
    [Check("AWS-DATA-012", Severity.Low, "Model card is encrypted with a customer-managed key",
        Risk = "What the model is made of and where it fails lies under a key that no policy of yours governs.",
        Advice = "Create the card anew with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelCardSecurityConfig.html")]
    [Command("aws sagemaker describe-model-card --model-card-name {Name} --region {Region} && aws sagemaker create-model-card --model-card-name NEW_NAME --content file://card.json --model-card-status {ModelCardStatus} --security-config KmsKeyId=KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "SecurityConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "SecurityConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "SecurityConfig": { } }""")]
    [Fails("""{ }""")]
    public static Verdict CardKey(ModelCard card, Inventory<KmsKey> keys) => CustomerKey.Judge("It", card.SecurityConfig?.KmsKeyId, keys);

    [Check("AWS-DATA-012", Severity.Low, "Model package is encrypted with a customer-managed key",
        Risk = "What the model is made of and how it was judged lies under a key that no policy of yours governs.",
        Advice = "Register the next version with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelPackageSecurityConfig.html")]
    [Command("aws sagemaker describe-model-package --model-package-name {Id} --region {Region} && aws sagemaker create-model-package --model-package-group-name {ModelPackage.ModelPackageGroupName} --inference-specification file://specification.json --security-config KmsKeyId=KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "ModelPackage": { "SecurityConfig": { "KmsKeyId": "k-1" } } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "ModelPackage": { "SecurityConfig": { "KmsKeyId": "k-1" } } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "ModelPackage": { "SecurityConfig": { } } }""")]
    [Fails("""{ "ModelPackage": { } }""")]
    [CannotSay("""{ }""")]
    public static Verdict PackageKey(ModelPackage package, Inventory<KmsKey> keys) =>
        package.Details is { } details ? CustomerKey.Judge("It", details.SecurityConfig?.KmsKeyId, keys) : Unknown("The search gave no package.");

    [Check("AWS-IAM-042", Severity.High, "Model package group is not open to others",
        Risk = "Others read the models or register ones that your deployments then take for approved.",
        Advice = "Limit the group's policy to your accounts, or demand your organisation of everybody else.",
        Tip = Tip.LeastPrivilege | Tip.Segregation, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0010.003, AML.T0035",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-deploy-xaccount.html")]
    [Passes("""{ "ModelPackageGroupArn": "arn:g" }""", Because = "Without a policy it is the account's alone.")]
    [Passes("""{ "ModelPackageGroupArn": "arn:g" }""", """ModelPackageGroupPolicy { "@Parent": "arn:g", "ResourcePolicy": "{ \"Statement\": { \"Effect\": \"Allow\", \"Principal\": { \"AWS\": \"arn:aws:iam::111122223333:root\" }, \"Action\": \"sagemaker:*\", \"Resource\": \"*\" } }" }""")]
    [Passes("""{ "ModelPackageGroupArn": "arn:g" }""", """ModelPackageGroupPolicy { "@Parent": "arn:g", "ResourcePolicy": "{ \"Statement\": { \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"sagemaker:DescribeModelPackage\", \"Resource\": \"*\", \"Condition\": { \"StringEquals\": { \"aws:PrincipalOrgID\": \"o-1\" } } } }" }""")]
    [Passes("""{ "ModelPackageGroupArn": "arn:g" }""", """ModelPackageGroupPolicy { "@Parent": "arn:g", "ResourcePolicy": "{ \"Statement\": { \"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"sagemaker:*\", \"Resource\": \"*\" } }" }""")]
    [Fails("""{ "ModelPackageGroupArn": "arn:g" }""", """ModelPackageGroupPolicy { "@Parent": "arn:g", "ResourcePolicy": "{ \"Statement\": { \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"sagemaker:DescribeModelPackage\", \"Resource\": \"*\" } }" }""")]
    [Fails("""{ "ModelPackageGroupArn": "arn:g" }""", """ModelPackageGroupPolicy { "@Parent": "arn:g", "ResourcePolicy": "{ \"Statement\": { \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"sagemaker:DescribeModelPackage\", \"Resource\": \"*\", \"Condition\": { \"StringLike\": { \"aws:PrincipalOrgID\": \"*\" } } } }" }""",
        Because = "A pattern for everybody is no condition.")]
    [Fails("""{ "ModelPackageGroupArn": "arn:g" }""", """ModelPackageGroupPolicy { "@Parent": "arn:g", "ResourcePolicy": "{ \"Statement\": { \"Effect\": \"Allow\", \"Principal\": { \"AWS\": [\"111122223333\", \"arn:aws:iam::444455556666:root\"] }, \"Action\": \"sagemaker:CreateModel\", \"Resource\": \"*\" } }" }""")]
    [Fails("""{ "ModelPackageGroupArn": "arn:g" }""", """ModelPackageGroupPolicy { "@Parent": "arn:g", "ResourcePolicy": "{ \"Statement\": { \"Effect\": \"Allow\", \"NotPrincipal\": { \"AWS\": \"111122223333\" }, \"Action\": \"sagemaker:*\", \"Resource\": \"*\" } }" }""")]
    [CannotSay("""{ "ModelPackageGroupArn": "arn:g" }""", """ModelPackageGroupPolicy { "@Parent": "arn:g" }""")]
    [CannotSay("""{ "ModelPackageGroupArn": "arn:g" }""", """ModelPackageGroupPolicy { "@Parent": "arn:g", "ResourcePolicy": "{ half of" }""")]
    public static Verdict GroupPolicy(ModelPackageGroup group, Inventory<ModelPackageGroupPolicy> policies, Scope scope) =>
        policies.One(group) is { } policy ? Strangers.Judge(policy.ResourcePolicy, scope) : Pass("It has no policy, so it is the account's alone.");

    [Repair("AWS-IAM-042", "aws/sagemaker/ModelPackageGroupPolicy")]
    internal static IEnumerable<Wish> Unshare(ModelPackageGroup group) =>
        [Wish.Of(group, SageMakerSettings.ModelPackageGroupPolicy, new() { ["ModelPackageGroupName"] = group.Identity.Name }, _ => null, "Other accounts can no longer use the group's models; all of its policy goes.")];
}
