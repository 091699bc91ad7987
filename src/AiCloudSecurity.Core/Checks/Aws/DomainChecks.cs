using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on SageMaker Studio domains.</summary>
internal static class DomainChecks
{
    [Check("AWS-NET-006", Severity.High, "Studio domain sends all traffic through your VPC",
        Risk = "Code in Studio can send training data anywhere, past every firewall.",
        Advice = "Set the network access of the domain to VpcOnly, when none of its apps runs.",
        Tip = Tip.PublicExposure | Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Atlas = "AML.T0049, AML.T0025",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html")]
    [Command("aws sagemaker list-apps --domain-id-equals {DomainId} --region {Region} && aws sagemaker update-domain --domain-id {DomainId} --app-network-access-type VpcOnly --region {Region}")]
    [Passes("""{ "AppNetworkAccessType": "VpcOnly", "VpcId": "vpc-1" }""")]
    [Fails("""{ "AppNetworkAccessType": "PublicInternetOnly", "VpcId": "vpc-1" }""")]
    [Fails("""{ "VpcId": "vpc-1" }""",
        Because = "PublicInternetOnly is the default.")]
    public static Verdict VpcOnly(Domain domain) =>
        domain.AppNetworkAccessType is "VpcOnly"
            ? Pass($"Traffic goes through {domain.VpcId}.")
            : Fail("Its apps reach the internet through SageMaker's own network.");

    [Check("AWS-NET-007", Severity.High, "Studio domain is off the default VPC",
        Risk = "The default VPC has only public subnets, and nobody designed it for AI.",
        Advice = "Recreate the domain in a VPC that is made for it.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.Recreate, Atlas = "AML.T0049",
        Link = "https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html")]
    [Command("aws sagemaker describe-domain --domain-id {DomainId} --region {Region} && aws sagemaker create-domain --domain-name NEW_NAME --auth-mode {AuthMode} --default-user-settings ExecutionRole=ROLE_ARN --subnet-ids SUBNET_ID --vpc-id VPC_ID --app-network-access-type VpcOnly --region {Region}")]
    [Passes("""{ "VpcId": "vpc-1" }""", """Vpc { "VpcId": "vpc-1", "IsDefault": false }""")]
    [Fails("""{ "VpcId": "vpc-1" }""", """Vpc { "VpcId": "vpc-1", "IsDefault": true }""")]
    [CannotSay("""{ "VpcId": "vpc-9" }""", """Vpc { "VpcId": "vpc-1", "IsDefault": false }""")]
    [Skips("""{ }""", """Vpc { "VpcId": "vpc-1", "IsDefault": true }""")]
    public static Verdict DefaultVpc(Domain domain, Inventory<Vpc> vpcs) =>
        string.IsNullOrEmpty(domain.VpcId) ? NotApplicable("It has no VPC.") : vpcs.Find(domain.VpcId) switch
        {
            null => Unknown($"{domain.VpcId} is not known."),
            { IsDefault: true } => Fail($"It stands in {domain.VpcId}, the default VPC."),
            _ => Pass($"It stands in {domain.VpcId}."),
        };

    [Check("AWS-NET-008", Severity.Medium, "Studio domain runs containers only from trusted accounts",
        Risk = "A container from anywhere can bring malicious code to where the models and the data are.",
        Advice = "Disable Docker access, or name the trusted accounts in a domain that is VpcOnly.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0010",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DockerSettings.html")]
    [Command("""aws sagemaker describe-domain --domain-id {DomainId} --region {Region} && aws sagemaker update-domain --domain-id {DomainId} --domain-settings-for-update '{"DockerSettings":{"EnableDockerAccess":"DISABLED"}}' --region {Region}""")]
    [Passes("""{ "AppNetworkAccessType": "VpcOnly", "DomainSettings": { "DockerSettings": { "EnableDockerAccess": "ENABLED", "VpcOnlyTrustedAccounts": ["111122223333"] } } }""")]
    [Passes("""{ "DomainSettings": { "DockerSettings": { "EnableDockerAccess": "DISABLED" } } }""")]
    [Passes("""{ }""",
        Because = "Docker access is off unless AWS is told otherwise.")]
    [Fails("""{ "DomainId": "d-1", "AppNetworkAccessType": "VpcOnly", "DomainSettings": { "DockerSettings": { "EnableDockerAccess": "ENABLED", "VpcOnlyTrustedAccounts": [] } } }""")]
    [Fails("""{ "AppNetworkAccessType": "VpcOnly", "DomainSettings": { "DockerSettings": { "EnableDockerAccess": "ENABLED" } } }""")]
    [Fails("""{ "AppNetworkAccessType": "PublicInternetOnly", "DomainSettings": { "DockerSettings": { "EnableDockerAccess": "ENABLED", "VpcOnlyTrustedAccounts": ["111122223333"] } } }""",
        Because = "The list counts only in a domain that is VpcOnly.")]
    public static Verdict Docker(Domain domain) => domain.DomainSettings?.DockerSettings switch
    {
        not { EnableDockerAccess: "ENABLED" } => Pass("Docker access is off."),
        _ when domain.AppNetworkAccessType is not "VpcOnly" => Fail("Docker access is on, and the domain is not VpcOnly."),
        { VpcOnlyTrustedAccounts: { Count: > 0 } accounts } => Pass($"Images of {string.Join(", ", accounts)} are trusted."),
        _ => Fail("Docker access is on, and no trusted accounts are named."),
    };

    [Check("AWS-NET-011", Severity.Low, "Studio domain hardens its apps or stops them when idle",
        Risk = "Forgotten apps go on costing, and apps without a script at their start have no baseline.",
        Advice = "Enable idle shutdown in the domain's JupyterLab and Code Editor settings.",
        Tip = Tip.HardenedTemplate | Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-idle-shutdown.html")]
    [Command("""aws sagemaker describe-domain --domain-id {DomainId} --region {Region} && aws sagemaker update-domain --domain-id {DomainId} --default-user-settings '{"JupyterLabAppSettings":{"AppLifecycleManagement":{"IdleSettings":{"LifecycleManagement":"ENABLED","IdleTimeoutInMinutes":120}}},"CodeEditorAppSettings":{"AppLifecycleManagement":{"IdleSettings":{"LifecycleManagement":"ENABLED","IdleTimeoutInMinutes":120}}}}' --region {Region}""")]
    [Passes("""{ "DefaultUserSettings": { "JupyterLabAppSettings": { "AppLifecycleManagement": { "IdleSettings": { "LifecycleManagement": "ENABLED" } } } } }""")]
    [Passes("""{ "DefaultUserSettings": { "CodeEditorAppSettings": { "AppLifecycleManagement": { "IdleSettings": { "LifecycleManagement": "ENABLED" } } } } }""")]
    [Passes("""{ "DefaultUserSettings": { "JupyterLabAppSettings": { "LifecycleConfigArns": ["arn:1"] } } }""")]
    [Passes("""{ "DefaultUserSettings": { "CodeEditorAppSettings": { "LifecycleConfigArns": ["arn:1"] } } }""")]
    [Passes("""{ "DefaultUserSettings": { "JupyterServerAppSettings": { "LifecycleConfigArns": ["arn:1"] } } }""")]
    [Passes("""{ "DefaultUserSettings": { "KernelGatewayAppSettings": { "LifecycleConfigArns": ["arn:1"] } } }""")]
    [Fails("""{ "DefaultUserSettings": { "JupyterLabAppSettings": { "LifecycleConfigArns": [], "AppLifecycleManagement": { "IdleSettings": { "LifecycleManagement": "DISABLED" } } } } }""")]
    [Fails("""{ }""")]
    public static Verdict IdleShutdown(Domain domain)
    {
        var settings = domain.DefaultUserSettings;
        var apps = new[] { settings?.JupyterLabAppSettings, settings?.CodeEditorAppSettings, settings?.JupyterServerAppSettings, settings?.KernelGatewayAppSettings };
        return apps.Any(app => app?.AppLifecycleManagement?.IdleSettings?.LifecycleManagement is "ENABLED") ? Pass("Idle apps are shut down.")
            : apps.Any(app => app?.LifecycleConfigArns is { Count: > 0 }) ? Pass("A script runs at the start of apps.")
            : Fail("No script runs at the start of apps, and idle ones go on running.");
    }

    [Check("AWS-IAM-011", Severity.Medium, "Studio users have execution roles of their own",
        Risk = "With one role for all, each user holds the rights of every other, and nobody can be told apart.",
        Advice = "Create a role for each team or task and set it in the user profiles.",
        Tip = Tip.LeastPrivilege | Tip.NotebookSharing, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html")]
    [Command("aws sagemaker list-user-profiles --domain-id-equals {DomainId} --region {Region} && aws sagemaker update-user-profile --domain-id {DomainId} --user-profile-name USER_PROFILE_NAME --user-settings ExecutionRole=NEW_ROLE_ARN --region {Region}")]
    [Passes("""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "role-1" } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "a", "UserSettings": {  } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "b", "UserSettings": { "ExecutionRole": "role-2" } }""")]
    [Fails("""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "role-1" } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "a", "UserSettings": {  } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "b", "UserSettings": {  } }""")]
    [Fails("""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "role-1" } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "a", "UserSettings": { "ExecutionRole": "role-2" } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "b", "UserSettings": { "ExecutionRole": "role-2" } }""")]
    [Fails("""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "role-1" } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "a" }""", """UserProfile { "DomainId": "d-1", "UserProfileName": "b", "UserSettings": { "ExecutionRole": "role-1" } }""")]
    [Skips("""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "role-1" } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "a", "UserSettings": {  } }""")]
    [Skips("""{ "DomainId": "d-2" }""", """UserProfile { "DomainId": "d-1", "UserProfileName": "a", "UserSettings": {  } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "b", "UserSettings": {  } }""")]
    public static Verdict SharedRole(Domain domain, DomainProfiles profiles)
    {
        var own = profiles.Of(domain).ToList();
        if (own.Count < 2)
        {
            return NotApplicable($"It has {own.Count} user profile{(own.Count == 1 ? "" : "s")}.");
        }
        var roles = own.Select(profile => profile.UserSettings?.ExecutionRole ?? domain.DefaultUserSettings?.ExecutionRole).Distinct().ToList();
        return roles.Count > 1
            ? Pass($"Its {own.Count} user profiles have {roles.Count} roles.")
            : Fail($"All {own.Count} user profiles run as {roles[0] ?? "the same role"}.");
    }

    [Check("AWS-IAM-012", Severity.Medium, "Studio domain puts the user profile into the role session",
        Risk = "CloudTrail shows the role but not the person, so nobody can be held to what was done.",
        Advice = "Set the domain's execution role identity to USER_PROFILE_NAME, when none of its apps runs.",
        Tip = Tip.NotebookSharing | Tip.ModelMonitoring, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitor-user-access.html")]
    [Command("aws sagemaker list-apps --domain-id-equals {DomainId} --region {Region} && aws sagemaker update-domain --domain-id {DomainId} --domain-settings-for-update ExecutionRoleIdentityConfig=USER_PROFILE_NAME --region {Region}")]
    [Passes("""{ "DomainSettings": { "ExecutionRoleIdentityConfig": "USER_PROFILE_NAME" } }""")]
    [Fails("""{ "DomainSettings": { "ExecutionRoleIdentityConfig": "DISABLED" } }""")]
    [Fails("""{ "DomainSettings": { } }""")]
    [Fails("""{ }""")]
    public static Verdict SourceIdentity(Domain domain) =>
        domain.DomainSettings?.ExecutionRoleIdentityConfig is "USER_PROFILE_NAME"
            ? Pass("The user profile is the session's source identity.")
            : Fail("The role's sessions do not say which user profile acts.");

    [Check("AWS-IAM-013", Severity.Medium, "Studio domain authenticates through IAM Identity Center",
        Risk = "With IAM whoever may mint a presigned URL can enter as any user profile.",
        Advice = "Recreate the domain with IAM Identity Center as its authentication.",
        Tip = Tip.NotebookSharing, Remedy = Remedy.Recreate, Atlas = "AML.T0012",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDomain.html")]
    [Command("aws sagemaker describe-domain --domain-id {DomainId} --region {Region} && aws sagemaker create-domain --domain-name NEW_NAME --auth-mode SSO --default-user-settings ExecutionRole=ROLE_ARN --subnet-ids SUBNET_ID --vpc-id VPC_ID --app-network-access-type VpcOnly --region {Region}")]
    [Passes("""{ "AuthMode": "SSO", "SingleSignOnApplicationArn": "arn:aws:sso::111122223333:application/ssoins-1/apl-1" }""")]
    [Passes("""{ "AuthMode": "SSO", "SingleSignOnManagedApplicationInstanceId": "ins-1" }""")]
    [Fails("""{ "AuthMode": "SSO" }""")]
    [Fails("""{ "AuthMode": "IAM", "SingleSignOnApplicationArn": "arn:aws:sso::111122223333:application/ssoins-1/apl-1" }""")]
    [Fails("""{ "SingleSignOnManagedApplicationInstanceId": "ins-1" }""")]
    [Skips("""{ "AuthMode": "IAM", "DomainSettings": { "UnifiedStudioSettings": { "DomainId": "dzd-1" } } }""",
        Because = "People sign in to Unified Studio, whose domain decides how.")]
    public static Verdict Authentication(Domain domain) =>
        domain.DomainSettings?.UnifiedStudioSettings?.DomainId is { Length: > 0 } unified ? NotApplicable($"People sign in to the Unified Studio domain {unified}.")
        : domain.AuthMode is not "SSO" ? Fail("People sign in through IAM.")
        : string.IsNullOrEmpty(domain.SingleSignOnApplicationArn) && string.IsNullOrEmpty(domain.SingleSignOnManagedApplicationInstanceId)
            ? Fail("It has no application in IAM Identity Center.")
            : Pass("People sign in through IAM Identity Center.");

    [Check("AWS-IAM-015", Severity.Medium, "Studio does not share notebook output",
        Risk = "Output holds data and secrets that go to S3 with each shared notebook, for all who read the bucket.",
        Advice = "Disable notebook output in the sharing settings of the domain and its user profiles.",
        Tip = Tip.NotebookSharing | Tip.CustomerKey, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0035, AML.T0036",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_SharingSettings.html")]
    [Command("""aws sagemaker describe-domain --domain-id {DomainId} --region {Region} && aws sagemaker update-domain --domain-id {DomainId} --default-user-settings '{"SharingSettings":{"NotebookOutputOption":"Disabled"}}' --region {Region}""")]
    [Passes("""{ "DomainId": "d-1", "DefaultUserSettings": { "SharingSettings": { "NotebookOutputOption": "Disabled" } } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "a", "UserSettings": { "SharingSettings": { "NotebookOutputOption": "Disabled" } } }""")]
    [Passes("""{ "DomainId": "d-1" }""", """UserProfile { "DomainId": "d-1", "UserProfileName": "a", "UserSettings": {  } }""",
        Because = "It is off unless AWS is told otherwise.")]
    [Fails("""{ "DomainId": "d-1", "DefaultUserSettings": { "SharingSettings": { "NotebookOutputOption": "Allowed" } } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "a", "UserSettings": {  } }""")]
    [Fails("""{ "DomainId": "d-1" }""", """UserProfile { "DomainId": "d-1", "UserProfileName": "a", "UserSettings": {  } }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "b", "UserSettings": { "SharingSettings": { "NotebookOutputOption": "Allowed" } } }""")]
    [Passes("""{ "DomainId": "d-2" }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "b", "UserSettings": { "SharingSettings": { "NotebookOutputOption": "Allowed" } } }""",
        Because = "That profile is of another domain.")]
    public static Verdict OutputSharing(Domain domain, DomainProfiles profiles)
    {
        if (domain.DefaultUserSettings?.SharingSettings?.NotebookOutputOption is "Allowed")
        {
            return Fail("Sharing a notebook shares its output.");
        }
        var sharing = profiles.Of(domain).Where(profile => profile.UserSettings?.SharingSettings?.NotebookOutputOption is "Allowed")
            .Select(profile => profile.UserProfileName).ToList();
        return sharing.Count > 0
            ? Fail($"Sharing a notebook shares its output for {string.Join(", ", sharing)}.")
            : Pass("Sharing a notebook leaves its output out.");
    }

    [Check("AWS-DATA-002", Severity.High, "Studio domain is encrypted with a customer-managed key",
        Risk = "Home directories and volumes hold code, data and credentials, and no policy of yours can stop a reader.",
        Advice = "Recreate the domain with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest-studio.html")]
    [Command("aws sagemaker describe-domain --domain-id {DomainId} --region {Region} && aws sagemaker create-domain --domain-name NEW_NAME --auth-mode {AuthMode} --default-user-settings ExecutionRole=ROLE_ARN --subnet-ids SUBNET_ID --vpc-id VPC_ID --app-network-access-type VpcOnly --kms-key-id KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "KmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "KmsKeyId": "k-1", "DefaultUserSettings": { "SharingSettings": { "NotebookOutputOption": "Disabled" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "KmsKeyId": "k-1", "DefaultUserSettings": { "SharingSettings": { "NotebookOutputOption": "Allowed", "S3KmsKeyId": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "DomainId": "d-1", "KmsKeyId": "k-1", "DefaultUserSettings": { "SharingSettings": { "NotebookOutputOption": "Allowed" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "DefaultUserSettings": { "SharingSettings": { "NotebookOutputOption": "Allowed", "S3KmsKeyId": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""")]
    [Fails("""{ "KmsKeyId": "alias/aws/sagemaker" }""", """KmsKey { "@Name": "alias/aws/sagemaker", "KeyManager": "AWS" }""",
        Because = "A key of AWS is not a customer's.")]
    public static Verdict StorageKey(Domain domain, Inventory<KmsKey> keys) => Every.Of(
        () => CustomerKey.Judge("Its storage", domain.KmsKeyId, keys),
        () => domain.DefaultUserSettings?.SharingSettings is { NotebookOutputOption: "Allowed" } sharing
            ? CustomerKey.Judge("Shared notebook output", sharing.S3KmsKeyId, keys)
            : NotApplicable("Notebook output is not shared."));

    [Repair("AWS-NET-008", "aws/sagemaker/Domain")]
    internal static IEnumerable<Wish> StopDocker(Domain domain) =>
    [
        Wish.Of(domain, SageMakerSettings.Domain, Key(domain), state =>
        {
            if (state?["DockerSettings"]?.DeepClone() is not JsonObject docker)
            {
                return state;
            }
            docker["EnableDockerAccess"] = "DISABLED";
            return Wish.With(new() { ["DockerSettings"] = docker })(state);
        }, "People who build or run containers in Studio no longer can."),
    ];

    [Repair("AWS-IAM-015", "aws/sagemaker/Domain", "aws/sagemaker/UserProfile")]
    internal static IEnumerable<Wish> ShareNoOutput(Domain domain, DomainProfiles profiles)
    {
        const string Breaks = "Notebooks that are shared from now on come without what their cells put out.";
        if (domain.DefaultUserSettings?.SharingSettings?.NotebookOutputOption is "Allowed")
        {
            yield return Wish.Of(domain, SageMakerSettings.Domain, Key(domain), SageMakerSettings.Sharing("DefaultUserSettings", "NotebookOutputOption", "Disabled"), Breaks);
        }
        foreach (var profile in profiles.Of(domain).Where(profile => profile.UserSettings?.SharingSettings?.NotebookOutputOption is "Allowed"))
        {
            yield return Wish.Of(profile, SageMakerSettings.UserProfile, new() { ["DomainId"] = profile.DomainId, ["UserProfileName"] = profile.UserProfileName },
                SageMakerSettings.Sharing("UserSettings", "NotebookOutputOption", "Disabled"), Breaks);
        }
    }

    // The key of the file system is chosen when a domain is made; that of shared output is a setting.
    [Repair("AWS-DATA-002", "aws/sagemaker/Domain", Needs = "-KmsKeyId")]
    internal static IEnumerable<Wish> EncryptShared(Domain domain, Inventory<KmsKey> keys, RepairChoices choices) =>
        CustomerKey.Judge("Its storage", domain.KmsKeyId, keys).Status == Status.Pass
            ? [Wish.Of(domain, SageMakerSettings.Domain, Key(domain), SageMakerSettings.Sharing("DefaultUserSettings", "S3KmsKeyId", choices.Key), "Who opens shared notebooks needs kms:Decrypt on the key.")]
            : [];

    private static JsonObject Key(Domain domain) => new() { ["DomainId"] = domain.DomainId };
}
