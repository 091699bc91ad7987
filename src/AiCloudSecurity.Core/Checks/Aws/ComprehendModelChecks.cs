using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on Comprehend's custom models and the flywheels that keep them in training.</summary>
internal static class ComprehendModelChecks
{
    [Check("AWS-DATA-036", Severity.Medium, "Flywheel encrypts models, volumes and data lake with your keys",
        Risk = "Models and the documents that they learn from lie under keys that no policy of yours governs.",
        Advice = "Set customer-managed keys for models, volumes and data lake on the flywheel.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/comprehend/latest/dg/kms-in-comprehend.html")]
    [Command("aws comprehend update-flywheel --flywheel-arn {Id} --data-security-config 'ModelKmsKeyId=KMS_KEY_ARN,VolumeKmsKeyId=KMS_KEY_ARN' --region {Region}")]
    [Passes("""{ "DataSecurityConfig": { "ModelKmsKeyId": "k-1", "VolumeKmsKeyId": "k-1", "DataLakeKmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "DataSecurityConfig": { "ModelKmsKeyId": "k-1", "VolumeKmsKeyId": "k-1", "DataLakeKmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "DataSecurityConfig": { "VolumeKmsKeyId": "k-1", "DataLakeKmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "DataSecurityConfig": { "ModelKmsKeyId": "k-1", "DataLakeKmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "DataSecurityConfig": { "ModelKmsKeyId": "k-1", "VolumeKmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""")]
    public static Verdict FlywheelKeys(Flywheel flywheel, Inventory<KmsKey> keys) => Every.Of(
    [
        () => CustomerKey.Judge("Its model", flywheel.DataSecurityConfig?.ModelKmsKeyId, keys),
        () => CustomerKey.Judge("Its volume", flywheel.DataSecurityConfig?.VolumeKmsKeyId, keys),
        () => CustomerKey.Judge("Its data lake", flywheel.DataSecurityConfig?.DataLakeKmsKeyId, keys),
    ]);

    [Check("AWS-DATA-036", Severity.Medium, "Document classifier is encrypted with customer-managed keys",
        Risk = "The model and copies of what it learned from lie under keys that no policy of yours governs.",
        Advice = "Train the classifier anew with customer-managed keys for model and volume.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/comprehend/latest/dg/kms-in-comprehend.html")]
    [Command("aws comprehend describe-document-classifier --document-classifier-arn {Id} --region {Region} && aws comprehend create-document-classifier --document-classifier-name NEW_NAME --data-access-role-arn {DataAccessRoleArn} --language-code {LanguageCode} --input-data-config S3Uri={InputDataConfig.S3Uri} --model-kms-key-id KMS_KEY_ARN --volume-kms-key-id KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "ModelKmsKeyId": "k-1", "VolumeKmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "ModelKmsKeyId": "k-1", "SourceModelArn": "m" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""", Because = "A copy was trained elsewhere.")]
    [Fails("""{ "ModelKmsKeyId": "k-1", "VolumeKmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "ModelKmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "VolumeKmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "SourceModelArn": "m" }""")]
    public static Verdict ClassifierKeys(DocumentClassifier classifier, Inventory<KmsKey> keys) =>
        Keys(classifier.ModelKmsKeyId, classifier.VolumeKmsKeyId, classifier.SourceModelArn, keys);

    [Check("AWS-DATA-036", Severity.Medium, "Entity recognizer is encrypted with customer-managed keys",
        Risk = "The model and copies of what it learned from lie under keys that no policy of yours governs.",
        Advice = "Train the recognizer anew with customer-managed keys for model and volume.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/comprehend/latest/dg/kms-in-comprehend.html")]
    [Command("aws comprehend describe-entity-recognizer --entity-recognizer-arn {Id} --region {Region} && aws comprehend create-entity-recognizer --recognizer-name NEW_NAME --data-access-role-arn {DataAccessRoleArn} --language-code {LanguageCode} --input-data-config file://inputs.json --model-kms-key-id KMS_KEY_ARN --volume-kms-key-id KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "ModelKmsKeyId": "k-1", "VolumeKmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "ModelKmsKeyId": "k-1", "SourceModelArn": "m" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""", Because = "A copy was trained elsewhere.")]
    [Fails("""{ "ModelKmsKeyId": "k-1", "VolumeKmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "ModelKmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "VolumeKmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "SourceModelArn": "m" }""")]
    public static Verdict RecognizerKeys(EntityRecognizer recognizer, Inventory<KmsKey> keys) =>
        Keys(recognizer.ModelKmsKeyId, recognizer.VolumeKmsKeyId, recognizer.SourceModelArn, keys);

    [Check("AWS-NET-041", Severity.Medium, "Flywheel trains in a network of yours",
        Risk = "Training documents are read past your network, where no endpoint policy and no flow log sees them.",
        Advice = "Set subnets and security groups of your own on the flywheel.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Atlas = "AML.T0025",
        Link = "https://docs.aws.amazon.com/comprehend/latest/dg/usingVPC.html")]
    [Command("aws comprehend update-flywheel --flywheel-arn {Id} --data-security-config 'VpcConfig={SecurityGroupIds=[SECURITY_GROUP_ID],Subnets=[SUBNET_ID]}' --region {Region}")]
    [Passes("""{ "DataSecurityConfig": { "VpcConfig": { "Subnets": [ "subnet-1" ] } } }""")]
    [Fails("""{ "DataSecurityConfig": { "VpcConfig": { "Subnets": [ ] } } }""")]
    [Fails("""{ "DataSecurityConfig": { } }""")]
    [Fails("""{ }""")]
    public static Verdict FlywheelNetwork(Flywheel flywheel) => Network(flywheel.DataSecurityConfig?.VpcConfig);

    [Check("AWS-NET-041", Severity.Medium, "Document classifier was trained in a network of yours",
        Risk = "Training documents were read past your network, where no endpoint policy and no flow log sees them.",
        Advice = "Train the classifier anew with subnets and security groups of your own.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Atlas = "AML.T0025",
        Link = "https://docs.aws.amazon.com/comprehend/latest/dg/usingVPC.html")]
    [Command("aws comprehend describe-document-classifier --document-classifier-arn {Id} --region {Region} && aws comprehend create-document-classifier --document-classifier-name NEW_NAME --data-access-role-arn {DataAccessRoleArn} --language-code {LanguageCode} --input-data-config S3Uri={InputDataConfig.S3Uri} --vpc-config 'SecurityGroupIds=SECURITY_GROUP_ID,Subnets=SUBNET_ID' --region {Region}")]
    [Passes("""{ "VpcConfig": { "Subnets": [ "subnet-1" ] } }""")]
    [Fails("""{ "VpcConfig": { "Subnets": [ ] } }""")]
    [Fails("""{ }""")]
    [Skips("""{ "SourceModelArn": "m" }""", Because = "A copy was trained elsewhere.")]
    public static Verdict ClassifierNetwork(DocumentClassifier classifier) =>
        classifier.SourceModelArn is null ? Network(classifier.VpcConfig) : NotApplicable("It is a copy: it was not trained here.");

    [Check("AWS-NET-041", Severity.Medium, "Entity recognizer was trained in a network of yours",
        Risk = "Training documents were read past your network, where no endpoint policy and no flow log sees them.",
        Advice = "Train the recognizer anew with subnets and security groups of your own.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Atlas = "AML.T0025",
        Link = "https://docs.aws.amazon.com/comprehend/latest/dg/usingVPC.html")]
    [Command("aws comprehend describe-entity-recognizer --entity-recognizer-arn {Id} --region {Region} && aws comprehend create-entity-recognizer --recognizer-name NEW_NAME --data-access-role-arn {DataAccessRoleArn} --language-code {LanguageCode} --input-data-config file://inputs.json --vpc-config 'SecurityGroupIds=SECURITY_GROUP_ID,Subnets=SUBNET_ID' --region {Region}")]
    [Passes("""{ "VpcConfig": { "Subnets": [ "subnet-1" ] } }""")]
    [Fails("""{ "VpcConfig": { "Subnets": [ ] } }""")]
    [Fails("""{ }""")]
    [Skips("""{ "SourceModelArn": "m" }""", Because = "A copy was trained elsewhere.")]
    public static Verdict RecognizerNetwork(EntityRecognizer recognizer) =>
        recognizer.SourceModelArn is null ? Network(recognizer.VpcConfig) : NotApplicable("It is a copy: it was not trained here.");

    [Check("AWS-IAM-044", Severity.High, "Document classifier is shared within the organisation only",
        Risk = "Somebody outside copies the model and learns from it what your documents say.",
        Advice = "Delete the resource policy of the classifier or name only accounts of your organisation in it.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Safe, Owasp = "LLM03", Atlas = "AML.T0035, AML.T0044",
        Link = "https://docs.aws.amazon.com/comprehend/latest/dg/custom-copy.html")]
    [Passes("""{ "DocumentClassifierArn": "m" }""")]
    [Passes("""{ "DocumentClassifierArn": "m" }""", """DocumentClassifierPolicy { "@Parent": "m", "ResourcePolicy": { "Statement": { "Effect": "Allow", "Principal": { "AWS": "999988887777" }, "Action": "comprehend:ImportModel", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-abc" } } } } }""")]
    [Fails("""{ "DocumentClassifierArn": "m" }""", """DocumentClassifierPolicy { "@Parent": "m", "ResourcePolicy": { "Statement": { "Effect": "Allow", "Principal": { "AWS": "999988887777" }, "Action": "comprehend:ImportModel", "Resource": "*" } } }""")]
    [Fails("""{ "DocumentClassifierArn": "m" }""", """DocumentClassifierPolicy { "@Parent": "m", "ResourcePolicy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"comprehend:ImportModel\",\"Resource\":\"*\"}}" }""")]
    public static Verdict ClassifierSharedWithin(DocumentClassifier classifier, Inventory<DocumentClassifierPolicy> policies, Scope scope) =>
        OutsideAccess.Judge(policies.One(classifier)?.ResourcePolicy, scope);

    [Check("AWS-IAM-044", Severity.High, "Entity recognizer is shared within the organisation only",
        Risk = "Somebody outside copies the model and learns from it what your documents say.",
        Advice = "Delete the resource policy of the recognizer or name only accounts of your organisation in it.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Safe, Owasp = "LLM03", Atlas = "AML.T0035, AML.T0044",
        Link = "https://docs.aws.amazon.com/comprehend/latest/dg/custom-copy.html")]
    [Passes("""{ "EntityRecognizerArn": "m" }""")]
    [Fails("""{ "EntityRecognizerArn": "m" }""", """EntityRecognizerPolicy { "@Parent": "m", "ResourcePolicy": { "Statement": { "Effect": "Allow", "Principal": { "AWS": "999988887777" }, "Action": "comprehend:ImportModel", "Resource": "*" } } }""")]
    [Fails("""{ "EntityRecognizerArn": "m" }""", """EntityRecognizerPolicy { "@Parent": "m", "ResourcePolicy": { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "comprehend:ImportModel", "Resource": "*" } } }""")]
    public static Verdict RecognizerSharedWithin(EntityRecognizer recognizer, Inventory<EntityRecognizerPolicy> policies, Scope scope) =>
        OutsideAccess.Judge(policies.One(recognizer)?.ResourcePolicy, scope);

    [Repair("AWS-IAM-044", "aws/comprehend/ResourcePolicy")]
    internal static IEnumerable<Wish> Unshare(DocumentClassifier classifier) => [Unshared(classifier)];

    [Repair("AWS-IAM-044", "aws/comprehend/ResourcePolicy")]
    internal static IEnumerable<Wish> Unshare(EntityRecognizer recognizer) => [Unshared(recognizer)];

    private static Wish Unshared(Resource model) => Wish.Of(model, IdentitySettings.ComprehendPolicy, new() { ["ResourceArn"] = model.Identity.Id }, _ => null,
        "Other accounts can no longer import the model; all of its policy goes.");

    private static Verdict Keys(string? model, string? volume, string? source, Inventory<KmsKey> keys) => Every.Of(
    [
        () => CustomerKey.Judge("Its model", model, keys),
        () => source is null ? CustomerKey.Judge("Its volume", volume, keys) : NotApplicable("It is a copy: it was not trained here."),
    ]);

    private static Verdict Network(VpcConfig? vpc) =>
        vpc?.IsSet is true ? Pass($"It trains from {vpc.Subnets![0]}.") : Fail("It trains from the network of AWS: no subnet is set.");
}
