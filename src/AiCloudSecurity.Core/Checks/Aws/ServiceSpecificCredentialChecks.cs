using System.Text.Json.Nodes;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on long-term API keys of Bedrock.</summary>
internal static class ServiceSpecificCredentialChecks
{
    private const string Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html";

    [Check("AWS-IAM-020", Severity.High, "No long-term Bedrock API key is active",
        Risk = "Whoever finds the key can call models at your cost until somebody notices, without any sign-in.",
        Advice = "Replace the key by short-term keys or roles and switch it off.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0055", Link = Link)]
    [Passes("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Inactive" }""")]
    [Passes("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Expired" }""")]
    [Passes("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active", "ExpirationDate": "2026-10-31T12:00:00Z" }""", Because = "It expired a day before the estate was read.")]
    [Fails("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active", "ExpirationDate": "2026-11-02T12:00:00Z" }""")]
    [Fails("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active" }""", Because = "A key without an expiration date never expires: the worst kind, which others leave out.", Severity = Severity.Critical)]
    [Fails("""{ "ServiceName": "bedrock.amazonaws.com" }""", Severity = Severity.Critical)]
    [Skips("""{ "ServiceName": "codecommit.amazonaws.com", "Status": "Active" }""")]
    [Skips("""{ "Status": "Active" }""")]
    public static Verdict LongTermKey(ServiceSpecificCredential key, DateTimeOffset now) =>
        !IsBedrock(key) ? NotApplicable($"It is for {key.ServiceName ?? "another service"}.")
        : WhyOff(key, now) is { } off ? Pass(off)
        : key.ExpirationDate is { } end ? Fail($"It is active until {end:yyyy-MM-dd}.")
        : Fail("It is active and never expires.", Severity.Critical);

    [Check("AWS-IAM-021", Severity.Medium, "Bedrock API key is replaced within 90 days",
        Risk = "The older a key, the more places hold a copy of it.",
        Advice = "Reset the key or give it an expiration date.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0055", Link = Link)]
    [Command("aws iam create-service-specific-credential --user-name {UserName} --service-name bedrock.amazonaws.com --credential-age-days 30 && aws iam delete-service-specific-credential --user-name {UserName} --service-specific-credential-id {ServiceSpecificCredentialId}")]
    [Passes("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active", "CreateDate": "2026-10-01T12:00:00Z", "ExpirationDate": "2026-12-01T12:00:00Z" }""")]
    [Passes("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Inactive", "CreateDate": "2025-01-01T12:00:00Z" }""")]
    [Fails("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active", "CreateDate": "2026-08-01T12:00:00Z", "ExpirationDate": "2026-12-01T12:00:00Z" }""", Because = "It is 92 days old.")]
    [Fails("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active", "CreateDate": "2026-10-01T12:00:00Z" }""", Because = "Nothing will end it.")]
    [CannotSay("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active", "ExpirationDate": "2026-12-01T12:00:00Z" }""")]
    [Skips("""{ "ServiceName": "codecommit.amazonaws.com", "Status": "Active", "CreateDate": "2025-01-01T12:00:00Z" }""")]
    [Passes("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active", "CreateDate": "2026-08-03T12:00:00Z", "ExpirationDate": "2026-12-01T12:00:00Z" }""", Because = "It is 90 days old to the second.")]
    [Passes("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active", "CreateDate": "2025-01-01T12:00:00Z", "ExpirationDate": "2026-11-01T12:00:00Z" }""", Because = "It expires this second.")]
    public static Verdict Age(ServiceSpecificCredential key, DateTimeOffset now) =>
        !IsBedrock(key) ? NotApplicable($"It is for {key.ServiceName ?? "another service"}.")
        : WhyOff(key, now) is { } off ? Pass(off)
        : key.ExpirationDate is null ? Fail("It may grow as old as it likes: it never expires.")
        : key.CreateDate is not { } made ? Unknown("AWS does not say when it was made.")
        : now - made > TimeSpan.FromDays(90) ? Fail($"It is {(now - made).Days} days old.")
        : Pass($"It is {(now - made).Days} days old and expires on {key.ExpirationDate:yyyy-MM-dd}.");

    [Check("AWS-IAM-022", Severity.Critical, "Owner of a Bedrock API key is no administrator",
        Risk = "Who finds the key speaks for its owner wherever Bedrock lets him, with all that the owner may do there.",
        Advice = "Limit the policies of the key's owner to the models that the key is for.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = Link)]
    [Command("aws iam put-user-policy --user-name {UserName} --policy-name ONLY_THESE_MODELS --policy-document file://policy.json && aws iam detach-user-policy --user-name {UserName} --policy-arn WIDE_POLICY_ARN")]
    [Passes("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active", "UserName": "key" }""",
        """IamUser { "Arn": "arn:aws:iam::111122223333:user/key", "UserName": "key", "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:*::foundation-model/m" } } }] }""")]
    [Passes("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active", "UserName": "key" }""",
        """IamUser { "Arn": "arn:aws:iam::111122223333:user/key", "UserName": "key", "PermissionsBoundary": { "PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/b" }, "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:*", "Resource": "*" } } }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/b", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""",
        Because = "Its boundary leaves it no more than to call models.")]
    [Passes("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Inactive", "UserName": "key" }""")]
    [Fails("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active", "UserName": "key" }""",
        """IamUser { "Arn": "arn:aws:iam::111122223333:user/key", "UserName": "key", "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active", "UserName": "key" }""",
        """IamUser { "Arn": "arn:aws:iam::111122223333:user/key", "UserName": "key", "GroupList": ["admins"] }""",
        """IamGroup { "Arn": "arn:aws:iam::111122223333:group/admins", "GroupName": "admins", "AttachedManagedPolicies": [{ "PolicyName": "AdministratorAccess", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::aws:policy/AdministratorAccess", "DefaultVersionId": "v1", "PolicyVersionList": [{ "VersionId": "v1", "Document": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""",
        Because = "What its groups hold, it holds; others look at its own policies only.")]
    [Fails("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active", "UserName": "key" }""",
        """IamUser { "Arn": "arn:aws:iam::111122223333:user/key", "UserName": "key", "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "iam:PutUserPolicy", "Resource": "*" } } }] }""")]
    [CannotSay("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active", "UserName": "key" }""")]
    [CannotSay("""{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active", "UserName": "key" }""",
        """IamUser { "Arn": "arn:aws:iam::111122223333:user/key", "UserName": "key", "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": "not a policy" }] }""")]
    [Skips("""{ "ServiceName": "codecommit.amazonaws.com", "Status": "Active", "UserName": "key" }""")]
    public static Verdict Owner(ServiceSpecificCredential key, UserAccess users, DateTimeOffset now)
    {
        if (!IsBedrock(key))
        {
            return NotApplicable($"It is for {key.ServiceName ?? "another service"}.");
        }
        if (WhyOff(key, now) is { } off)
        {
            return Pass(off);
        }
        if (users.Find(key.UserName) is not { } user)
        {
            return Unknown($"Its owner {key.UserName} was not found.");
        }
        var held = users.Of(user);
        return Administration.Why(held) is { } why ? Fail($"Its owner is {user.Identity.Name}. {why}")
            : held.Allowing("bedrock:*", "*") is { } all ? Fail($"Its owner is {user.Identity.Name}. {all} allows every action of Bedrock.")
            : Pass($"Its owner {user.Identity.Name} is no administrator.");
    }

    private static bool IsBedrock(ServiceSpecificCredential key) => key.ServiceName is "bedrock.amazonaws.com";

    private static string? WhyOff(ServiceSpecificCredential key, DateTimeOffset now) =>
        key.Status is "Inactive" ? "It is switched off."
        : key.Status is "Expired" || key.ExpirationDate <= now ? "It has expired."
        : null;

    [Repair("AWS-IAM-020", "aws/iam/ServiceSpecificCredential")]
    internal static IEnumerable<Wish> SwitchOff(ServiceSpecificCredential key) =>
        [Wish.Of(key, IdentitySettings.ServiceSpecificCredential, new JsonObject { ["UserName"] = key.UserName, ["ServiceSpecificCredentialId"] = key.Identity.Name },
            Wish.With(new() { ["Status"] = "Inactive" }), $"Whoever calls Bedrock with this key of {key.UserName} is refused.")];
}
