using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on Kendra's indexes.</summary>
internal static class KendraIndexChecks
{
    [Check("AWS-IAM-048", Severity.High, "Index shows each user only the documents that are his to read",
        Risk = "A search, or a model that searches for a user, finds what only the board may read.",
        Advice = "Set the user context policy of the index to USER_TOKEN and configure the token.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM02, LLM08", Atlas = "AML.T0085.000",
        Link = "https://docs.aws.amazon.com/kendra/latest/dg/user-context-filter.html")]
    [Command("aws kendra describe-index --id {index} --region {Region} && aws kendra update-index --id {index} --user-context-policy USER_TOKEN --user-token-configurations file://tokens.json --region {Region}")]
    [Passes("""{ "Id": "i", "UserContextPolicy": "USER_TOKEN", "UserTokenConfigurations": [ { "JwtTokenTypeConfiguration": { "KeyLocation": "URL" } } ] }""")]
    [Fails("""{ "Id": "i", "UserContextPolicy": "ATTRIBUTE_FILTER", "UserTokenConfigurations": [ { "JwtTokenTypeConfiguration": { "KeyLocation": "URL" } } ] }""")]
    [Fails("""{ "Id": "i", "UserTokenConfigurations": [ { "JwtTokenTypeConfiguration": { "KeyLocation": "URL" } } ] }""")]
    [Fails("""{ "Id": "i", "UserContextPolicy": "USER_TOKEN", "UserTokenConfigurations": [ ] }""")]
    [Fails("""{ "Id": "i", "UserContextPolicy": "USER_TOKEN" }""")]
    [Fails("""{ "Id": "i", "Edition": "ENTERPRISE_EDITION" }""")]
    [Skips("""{ "Id": "i", "Edition": "GEN_AI_ENTERPRISE_EDITION", "UserContextPolicy": "ATTRIBUTE_FILTER" }""", Because = "That edition refuses tokens.")]
    public static Verdict OwnDocuments(KendraIndex index) => index switch
    {
        { Edition: "GEN_AI_ENTERPRISE_EDITION" } => NotApplicable("Its edition takes no tokens: who searches is said in each search."),
        { UserContextPolicy: not "USER_TOKEN" } => Fail($"Whoever searches says himself who he is: its user context policy is {index.UserContextPolicy ?? "not set"}."),
        { UserTokenConfigurations: null or [] } => Fail("It wants tokens, and none is configured."),
        _ => Pass("Who searches is known by a token."),
    };

    [Check("AWS-DATA-047", Severity.Medium, "Index is encrypted with a customer-managed key",
        Risk = "Copies of the documents lie under a key that no policy of yours governs.",
        Advice = "Make the index anew with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM08", Atlas = "AML.T0085.000",
        Link = "https://docs.aws.amazon.com/kendra/latest/dg/encryption-at-rest.html")]
    [Command("aws kendra describe-index --id {index} --region {Region} && aws kendra create-index --name NEW_NAME --role-arn {RoleArn} --edition {Edition} --server-side-encryption-configuration KmsKeyId=KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "Id": "i", "ServerSideEncryptionConfiguration": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "Id": "i", "ServerSideEncryptionConfiguration": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "Id": "i", "ServerSideEncryptionConfiguration": { } }""")]
    [Fails("""{ "Id": "i" }""")]
    public static Verdict IndexKey(KendraIndex index, Inventory<KmsKey> keys) =>
        CustomerKey.Judge("The index", index.ServerSideEncryptionConfiguration?.KmsKeyId, keys);
}
