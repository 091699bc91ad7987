using AiCloudSecurity.Iam;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on the customer's keys that AI resources use.</summary>
internal static class KmsKeyChecks
{
    // A statement about everybody that demands one of these is about somebody. kms:ViaService says through which
    // service, not for whom.
    private static readonly string[] s_callers =
    [
        "kms:CallerAccount", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths",
        "aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:userid", "aws:SourceVpce",
    ];

    [Check("AWS-DATA-050", Severity.High, "Key of an AI resource is enabled, rotated and closed to strangers",
        Risk = "A key that is lost takes the data with it, and a key that everybody may use protects nothing.",
        Advice = "Enable the key and its rotation, and name in its policy who may use it.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Atlas = "AML.T0029",
        Link = "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html")]
    [Command("aws kms enable-key --key-id {Id} --region {Region} && aws kms enable-key-rotation --key-id {Id} --region {Region} && aws kms put-key-policy --key-id {Id} --policy-name default --policy file://policy.json --region {Region}")]
    [Passes("""{ "Arn": "k", "KeyManager": "CUSTOMER", "KeyState": "Enabled", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS" }""",
        """KeyRotation { "@Parent": "k", "KeyRotationEnabled": true }""",
        """KeyPolicy { "@Parent": "k", "Policy": "{ \"Statement\": [ { \"Effect\": \"Allow\", \"Principal\": { \"AWS\": \"arn:aws:iam::111122223333:root\" }, \"Action\": \"kms:*\", \"Resource\": \"*\" } ] }" }""")]
    [Passes("""{ "Arn": "k", "KeyManager": "CUSTOMER", "KeyState": "Enabled", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "EXTERNAL" }""",
        """KeyPolicy { "@Parent": "k", "Policy": "{ \"Statement\": [ { \"Effect\": \"Allow\", \"Principal\": { \"AWS\": \"111122223333\" }, \"Action\": \"kms:*\", \"Resource\": \"*\" } ] }" }""",
        Because = "KMS cannot rotate key material that the customer brought.")]
    [Passes("""{ "Arn": "k", "KeyManager": "CUSTOMER", "KeyState": "Enabled", "KeySpec": "RSA_2048", "Origin": "AWS_KMS" }""",
        """KeyPolicy { "@Parent": "k", "Policy": "{ \"Statement\": [ { \"Effect\": \"Allow\", \"Principal\": { \"AWS\": \"111122223333\" }, \"Action\": \"kms:*\", \"Resource\": \"*\" } ] }" }""",
        Because = "KMS does not rotate asymmetric keys.")]
    [Passes("""{ "Arn": "k", "KeyManager": "CUSTOMER", "KeyState": "Enabled", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS" }""",
        """KeyRotation { "@Parent": "k", "KeyRotationEnabled": true }""",
        """KeyPolicy { "@Parent": "k", "Policy": "{ \"Statement\": [ { \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"kms:Decrypt\", \"Resource\": \"*\", \"Condition\": { \"StringEquals\": { \"kms:CallerAccount\": \"111122223333\" } } } ] }" }""")]
    [Passes("""{ "Arn": "k", "KeyManager": "CUSTOMER", "KeyState": "Enabled", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS" }""",
        """KeyRotation { "@Parent": "k", "KeyRotationEnabled": true }""",
        """KeyPolicy { "@Parent": "k", "Policy": "{ \"Statement\": [ { \"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"kms:*\", \"Resource\": \"*\" } ] }" }""")]
    [Fails("""{ "Arn": "k", "KeyManager": "CUSTOMER", "KeyState": "PendingDeletion" }""")]
    [Fails("""{ "Arn": "k", "KeyManager": "CUSTOMER" }""")]
    [Fails("""{ "Arn": "k", "KeyManager": "CUSTOMER", "KeyState": "Enabled", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS" }""",
        """KeyRotation { "@Parent": "k", "KeyRotationEnabled": false }""",
        """KeyPolicy { "@Parent": "k", "Policy": "{ \"Statement\": [ { \"Effect\": \"Allow\", \"Principal\": { \"AWS\": \"111122223333\" }, \"Action\": \"kms:*\", \"Resource\": \"*\" } ] }" }""", Severity = Severity.Medium)]
    [Fails("""{ "Arn": "k", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""", """KeyRotation { "@Parent": "k" }""", Severity = Severity.Medium)]
    [Fails("""{ "Arn": "k", "KeyManager": "CUSTOMER", "KeyState": "Enabled", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS" }""",
        """KeyRotation { "@Parent": "k", "KeyRotationEnabled": true }""",
        """KeyPolicy { "@Parent": "k", "Policy": "{ \"Statement\": [ { \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"kms:*\", \"Resource\": \"*\" } ] }" }""")]
    [Fails("""{ "Arn": "k", "KeyManager": "CUSTOMER", "KeyState": "Enabled", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS" }""",
        """KeyRotation { "@Parent": "k", "KeyRotationEnabled": true }""",
        """KeyPolicy { "@Parent": "k", "Policy": "{ \"Statement\": [ { \"Effect\": \"Allow\", \"Principal\": { \"AWS\": \"*\" }, \"Action\": \"kms:Decrypt\", \"Resource\": \"*\", \"Condition\": { \"StringEquals\": { \"kms:ViaService\": \"s3.eu-west-1.amazonaws.com\" } } } ] }" }""",
        Because = "Every account can come through S3.")]
    [Fails("""{ "Arn": "k", "KeyManager": "CUSTOMER", "KeyState": "Enabled", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS" }""",
        """KeyRotation { "@Parent": "k", "KeyRotationEnabled": true }""",
        """KeyPolicy { "@Parent": "k", "Policy": "{ \"Statement\": [ { \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"kms:Decrypt\", \"Resource\": \"*\", \"Condition\": { \"StringLike\": { \"aws:PrincipalArn\": \"*\" } } } ] }" }""",
        Because = "A pattern for everybody is no condition.")]
    [Fails("""{ "Arn": "k", "KeyManager": "CUSTOMER", "KeyState": "Enabled", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS" }""",
        """KeyRotation { "@Parent": "k", "KeyRotationEnabled": true }""",
        """KeyPolicy { "@Parent": "k", "Policy": "{ \"Statement\": [ { \"Effect\": \"Allow\", \"NotPrincipal\": { \"AWS\": \"arn:aws:iam::111122223333:user/eve\" }, \"Action\": \"kms:*\", \"Resource\": \"*\" } ] }" }""",
        Because = "Everybody but one is everybody.")]
    [CannotSay("""{ "Arn": "k", "KeyManager": "CUSTOMER", "KeyState": "Enabled", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS" }""",
        """KeyRotation { "@Parent": "k", "KeyRotationEnabled": true }""", """KeyPolicy { "@Parent": "k" }""")]
    [Skips("""{ "Arn": "k", "KeyManager": "AWS", "KeyState": "Enabled" }""", Because = "The checks on what it encrypts speak of it.")]
    [Passes("""{ "Arn": "k", "KeyManager": "CUSTOMER", "KeyState": "Enabled", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS" }""",
        """KeyRotation { "@Parent": "k", "KeyRotationEnabled": true }""",
        """KeyPolicy { "@Parent": "k", "Policy": "{ \"Statement\": [ { \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"kms:Decrypt\", \"Resource\": \"*\", \"Condition\": { \"StringEquals\": { \"EACH\": \"111122223333\" } } } ] }" }""", Each = ["aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:userid", "aws:SourceVpce"])]
    [Fails("""{ "Arn": "k", "KeyManager": "CUSTOMER", "KeyState": "Enabled", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS" }""",
        """KeyRotation { "@Parent": "k", "KeyRotationEnabled": true }""",
        """KeyPolicy { "@Parent": "k", "Policy": "{ \"Statement\": [ { \"Effect\": \"Allow\", \"Principal\": { \"AWS\": [ \"arn:aws:iam::111122223333:root\", \"*\" ] }, \"Action\": \"kms:Decrypt\", \"Resource\": \"*\" } ] }" }""")]
    public static Verdict KeyIsSound(KmsKey key, Inventory<KeyRotation> rotations, Inventory<KeyPolicy> policies)
    {
        if (!key.IsCustomerManaged)
        {
            return NotApplicable("It is a key of AWS.");
        }
        return key.KeyState != "Enabled"
            ? Fail($"The key is {key.KeyState ?? "in no known state"}.")
            : Every.Of([() => Rotation(key, rotations), () => Strangers(key, policies)]);
    }

    [Repair("AWS-DATA-050", "aws/kms/KeyRotation")]
    internal static IEnumerable<Wish> Rotate(KmsKey key, Inventory<KeyRotation> rotations) =>
        key is { KeyState: "Enabled", Arn: { } arn } && Rotation(key, rotations).Status == Status.Fail
            ? [Wish.Of(key, IdentitySettings.KeyRotation, new() { ["KeyId"] = arn }, Wish.With(new() { ["KeyRotationEnabled"] = true }))]
            : [];

    private static Verdict Rotation(KmsKey key, Inventory<KeyRotation> rotations) =>
        key is { KeySpec: not (null or "SYMMETRIC_DEFAULT") } or { Origin: not (null or "AWS_KMS") } ? NotApplicable("KMS cannot rotate it.")
            : rotations.One(key)?.KeyRotationEnabled is true ? Pass("Its rotation is on.")
            : Fail("Its rotation is off.", Severity.Medium);

    private static Verdict Strangers(KmsKey key, Inventory<KeyPolicy> policies)
    {
        if (policies.One(key)?.Policy is not { } policy)
        {
            return Unknown("KMS gave no policy of the key.");
        }
        try
        {
            return policy.Statements.FirstOrDefault(IsOpen) is { } open
                ? Fail($"Its policy lets everybody {string.Join(", ", open.Actions)}{(open.Sid is null ? "" : $", in {open.Sid}")}.", Severity.High)
                : Pass("Its policy names who may use it.");
        }
        catch (MalformedPolicyException malformed)
        {
            return Unknown($"Its policy cannot be understood. {malformed.Message}.");
        }
    }

    private static bool IsOpen(PolicyStatement statement) =>
        statement.IsAllow
        && (statement.ExceptPrincipals || statement.Principals?.Any(principal => principal.IsEverybody) is true)
        && !statement.Conditions.Any(condition => condition is { Demands: true, IsTrivial: false } && s_callers.Any(condition.IsOn));
}
