using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on applications of Amazon Q Business.</summary>
internal static class QBusinessChecks
{
    [Check("AWS-IAM-047", Severity.High, "Q Business application knows who asks",
        Risk = "Whoever has the address reads what the company's documents say, and no document's own permissions hold.",
        Advice = "Make the application anew with IAM Identity Center or an identity provider.",
        Tip = Tip.LeastPrivilege | Tip.PublicExposure, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0085.000",
        Link = "https://docs.aws.amazon.com/amazonq/latest/qbusiness-ug/create-application.html")]
    [Command("aws qbusiness get-application --application-id {applicationId} --region {Region} && aws qbusiness create-application --display-name NEW_NAME --identity-type AWS_IAM_IDC --identity-center-instance-arn IDENTITY_CENTER_INSTANCE_ARN --region {Region}")]
    [Passes("""{ "identityType": "AWS_IAM_IDC" }""")]
    [Passes("""{ "identityType": "AWS_QUICKSIGHT_IDP" }""")]
    [Fails("""{ "identityType": "ANONYMOUS" }""")]
    [CannotSay("""{ }""")]
    public static Verdict KnowsUsers(QBusinessApplication application) => application.IdentityType switch
    {
        null => Unknown("Q Business does not say how users sign in."),
        "ANONYMOUS" => Fail("Users do not sign in."),
        var type => Pass($"Users sign in by {type}."),
    };

    [Check("AWS-IAM-047", Severity.Medium, "No vendor reads what a Q Business application knows",
        Risk = "A vendor's software reads the company's documents, and what the vendor does with them is out of sight.",
        Advice = "Delete the data accessor, or write down who needs it until when as an exception.",
        Tip = Tip.LeastPrivilege | Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0085.000",
        Link = "https://docs.aws.amazon.com/amazonq/latest/qbusiness-ug/isv-info-to-provide.html")]
    [Command("aws qbusiness list-data-accessors --application-id {Parent} --region {Region} && aws qbusiness delete-data-accessor --application-id {Parent} --data-accessor-id {dataAccessorId} --region {Region}")]
    [Passes("""{ "@Parent": "a", "dataAccessorId": "d", "principal": "arn:aws:iam::111122223333:role/reader" }""")]
    [Fails("""{ "@Parent": "a", "dataAccessorId": "d", "principal": "arn:aws:iam::999988887777:role/vendor" }""")]
    [CannotSay("""{ "@Parent": "a", "dataAccessorId": "d" }""")]
    public static Verdict NoVendors(QBusinessDataAccessor accessor, Scope scope) => accessor.Principal?.Split(':') switch
    {
        [_, _, _, _, var account, ..] when account == scope.Id => Pass($"{accessor.Principal} is of this account."),
        [_, _, _, _, var account, ..] => Fail($"{accessor.Principal} of account {account} reads what the application knows."),
        _ => Unknown("Q Business does not say who reads."),
    };

    [Check("AWS-NET-043", Severity.Medium, "Q Business web page shows itself only in named sites",
        Risk = "Any site can show the page inside itself and make a user who is signed in ask for what it wants.",
        Advice = "Name each site that may embed the web experience, or none.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Atlas = "AML.T0093")]
    [Command("aws qbusiness update-web-experience --application-id {Parent} --web-experience-id {webExperienceId} --origins https://SITE --region {Region}")]
    [Passes("""{ "@Parent": "a", "origins": [ "https://intranet.example.com" ] }""")]
    [Passes("""{ "@Parent": "a", "origins": [ ] }""")]
    [Passes("""{ "@Parent": "a" }""", Because = "Without an origin no site may embed it.")]
    [Fails("""{ "@Parent": "a", "origins": [ "*" ] }""")]
    [Fails("""{ "@Parent": "a", "origins": [ "https://intranet.example.com", "https://*.example.com" ] }""")]
    public static Verdict NamedOrigins(QBusinessWebExperience page) =>
        (page.Origins ?? []).FirstOrDefault(origin => origin.Contains('*', StringComparison.Ordinal)) is { } any ? Fail($"Every site of {any} may embed it.")
        : page.Origins is [_, ..] ? Pass($"Only {string.Join(", ", page.Origins)} may embed it.")
        : Pass("No site may embed it.");

    [Check("AWS-DATA-048", Severity.Medium, "Q Business application keeps to documents, files and words that it should",
        Risk = "Answers come from what the model made up or from files that nobody checked, and lie under a key of AWS.",
        Advice = "Switch creator mode and attachments off and block phrases; make the application anew with a customer-managed key.",
        Tip = Tip.CustomerKey | Tip.PiiRedaction, Remedy = Remedy.MayBreak, Owasp = "LLM02, LLM09", Atlas = "AML.T0085.000",
        Link = "https://docs.aws.amazon.com/amazonq/latest/qbusiness-ug/guardrails.html")]
    [Command("aws qbusiness get-chat-controls-configuration --application-id {applicationId} --region {Region} && aws qbusiness update-chat-controls-configuration --application-id {applicationId} --creator-mode-configuration creatorModeControl=DISABLED --region {Region} && aws qbusiness update-application --application-id {applicationId} --attachments-configuration attachmentsControlMode=DISABLED --region {Region}")]
    [Passes("""{ "@Id": "a", "encryptionConfiguration": { "kmsKeyId": "k-1" }, "attachmentsConfiguration": { "attachmentsControlMode": "DISABLED" } }""",
        """QBusinessChatControls { "@Parent": "a", "creatorModeConfiguration": { "creatorModeControl": "DISABLED" }, "blockedPhrases": { "blockedPhrases": [ "salary" ] } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "@Id": "a", "encryptionConfiguration": { "kmsKeyId": "k-1" }, "attachmentsConfiguration": { "attachmentsControlMode": "DISABLED" } }""",
        """QBusinessChatControls { "@Parent": "a", "blockedPhrases": { "blockedPhrases": [ "salary" ] } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        Because = "Creator mode is off unless it is switched on.")]
    [Fails("""{ "@Id": "a", "encryptionConfiguration": { "kmsKeyId": "k-1" }, "attachmentsConfiguration": { "attachmentsControlMode": "DISABLED" } }""",
        """QBusinessChatControls { "@Parent": "a", "creatorModeConfiguration": { "creatorModeControl": "ENABLED" }, "blockedPhrases": { "blockedPhrases": [ "salary" ] } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "@Id": "a", "encryptionConfiguration": { "kmsKeyId": "k-1" }, "attachmentsConfiguration": { "attachmentsControlMode": "ENABLED" } }""",
        """QBusinessChatControls { "@Parent": "a", "blockedPhrases": { "blockedPhrases": [ "salary" ] } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "@Id": "a", "encryptionConfiguration": { "kmsKeyId": "k-1" }, "attachmentsConfiguration": { "attachmentsControlMode": "DISABLED" } }""",
        """QBusinessChatControls { "@Parent": "a", "blockedPhrases": { "blockedPhrases": [ ] } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "@Id": "a", "encryptionConfiguration": { "kmsKeyId": "k-1" }, "attachmentsConfiguration": { "attachmentsControlMode": "DISABLED" } }""",
        """QBusinessChatControls { "@Parent": "a" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "@Id": "a", "attachmentsConfiguration": { "attachmentsControlMode": "DISABLED" } }""",
        """QBusinessChatControls { "@Parent": "a", "blockedPhrases": { "blockedPhrases": [ "salary" ] } }""")]
    [Fails("""{ "@Id": "a", "encryptionConfiguration": { "kmsKeyId": "k-1" }, "attachmentsConfiguration": { "attachmentsControlMode": "DISABLED" } }""",
        """QBusinessChatControls { "@Parent": "a", "blockedPhrases": { "blockedPhrases": [ "salary" ] } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [CannotSay("""{ "@Id": "a", "encryptionConfiguration": { "kmsKeyId": "k-1" } }""",
        """QBusinessChatControls { "@Parent": "a", "blockedPhrases": { "blockedPhrases": [ "salary" ] } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    public static Verdict KeepsTo(QBusinessApplication application, Inventory<QBusinessChatControls> controls, Inventory<KmsKey> keys) => Every.Of(
    [
        () => CustomerKey.Judge("The application", application.EncryptionConfiguration?.KmsKeyId, keys),
        () => application.AttachmentsConfiguration?.AttachmentsControlMode switch
        {
            "DISABLED" => Pass("Users add no files of their own."),
            "ENABLED" => Fail("Users add files of their own to a conversation."),
            _ => Unknown("Q Business does not say whether users add files of their own."),
        },
        () => controls.One(application)?.CreatorModeConfiguration?.CreatorModeControl is "ENABLED"
            ? Fail("Creator mode is on: the model answers from what it learned elsewhere.")
            : Pass("Creator mode is off."),
        () => controls.One(application)?.BlockedPhrases?.BlockedPhrases is { Count: > 0 and var count } ? Pass($"{count} phrases are blocked.") : Fail("No phrase is blocked."),
    ]);
}
