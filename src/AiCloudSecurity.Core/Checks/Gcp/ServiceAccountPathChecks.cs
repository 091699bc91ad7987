using AiCloudSecurity.Iam;
using AiCloudSecurity.Iam.Google;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on who comes to act as another through what runs AI work.</summary>
internal static class ServiceAccountPathChecks
{
    private const string Rule = "resourcemanager.projects.setIamPolicy";
    private static readonly string[] s_worst = [Rule, "iam.serviceAccounts.setIamPolicy", "iam.serviceAccountKeys.create", "iam.serviceAccounts.getAccessToken", "secretmanager.versions.access", "cloudkms.cryptoKeyVersions.useToDecrypt", "storage.objects.get", "bigquery.tables.getData", "storage.objects.delete", "logging.sinks.delete"];

    [Check("GCP-IAM-101", Severity.High, "Nobody comes to act as a stronger service account through AI work",
        Risk = "Code in a notebook, a job or an agent runs as the account that is attached to it, and has all its rights.",
        Advice = "Give the right to act as accounts on single, weak accounts, and take strong roles from accounts that run AI work.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012",
        Link = "https://cloud.google.com/iam/docs/service-account-permissions#user-role")]
    [Command("gcloud iam service-accounts add-iam-policy-binding SERVICE_ACCOUNT_EMAIL --member MEMBER --role roles/iam.serviceAccountUser --condition None --project {Scope} && gcloud projects remove-iam-policy-binding {projects} --member MEMBER --role WIDE_ROLE --all")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "user:ann@example.com" ] } ] } }""", Strong)]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "user:ann@example.com" ] }, { "role": "roles/iam.serviceAccountUser", "members": [ "user:ann@example.com" ] } ] } }""", """ServiceAccount { "email": "weak@ai-project.iam.gserviceaccount.com" }""")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/owner", "members": [ "group:admins@example.com" ] } ] } }""", Strong, Editor, Because = "Who rules the project gains nothing.")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/iam.serviceAccountUser", "members": [ "user:ann@example.com" ] } ] } }""", Strong, Editor, Because = "Without a sink there is nothing that runs.")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "user:ann@example.com" ] }, { "role": "roles/iam.serviceAccountUser", "members": [ "user:ann@example.com" ], "condition": { "expression": "request.time < timestamp('2020-01-01T00:00:00Z')" } } ] } }""", Strong, Editor, Because = "It has ended.")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "user:ann@example.com" ] }, { "role": "roles/iam.serviceAccountUser", "members": [ "user:ann@example.com" ] } ] } }""", Strong, Editor)]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/notebooks.admin", "members": [ "group:lab@example.com" ] } ] } }""", Strong, Editor,
        """IamPolicy { "name": "//iam.googleapis.com/projects/ai-project/serviceAccounts/117", "@Id": "//iam.googleapis.com/projects/ai-project/serviceAccounts/117", "assetType": "iam.googleapis.com/ServiceAccount", "iamPolicy": { "bindings": [ { "role": "roles/iam.serviceAccountUser", "members": [ "group:lab@example.com" ] } ] } }""", Because = "By the account's own policy.")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "projects/ai-project/roles/trainer", "members": [ "user:ann@example.com" ] } ] } }""", Strong, Editor, """CustomRole { "name": "projects/ai-project/roles/trainer", "includedPermissions": [ "aiplatform.customJobs.create", "iam.serviceAccounts.actAs" ] }""")]
    [Passes("{ }", AiUse.Vertex, Ann, Strong, Editor,
        """DenyPolicy { }""", """DenyPolicyRules { "name": "policies/cloudresourcemanager.googleapis.com%2Fprojects%2F123456789012/denypolicies/d", "rules": [ { "denyRule": { "deniedPrincipals": [ "principalSet://goog/public:all" ], "deniedPermissions": [ "iam.googleapis.com/serviceAccounts.actAs" ] } } ] }""", Because = "A deny policy takes it from everybody.")]
    [Fails("{ }", AiUse.Vertex, Ann, Strong, Editor,
        """DenyPolicy { }""", """DenyPolicyRules { "name": "policies/cloudresourcemanager.googleapis.com%2Fprojects%2F123456789012/denypolicies/d", "rules": [ { "denyRule": { "deniedPrincipals": [ "principalSet://goog/public:all" ], "exceptionPrincipals": [ "principal://goog/subject/ann@example.com" ], "deniedPermissions": [ "iam.googleapis.com/serviceAccounts.actAs" ] } } ] }""", Because = "She is excepted.")]
    [CannotSay("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "projects/ai-project/roles/gone", "members": [ "user:ann@example.com" ] } ] } }""", Strong, Editor)]
    [Skips("{ }", Strong)]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "user:ann@example.com" ] }, { "role": "roles/iam.serviceAccountUser", "members": [ "user:ann@example.com" ] }, { "role": "projects/ai-project/roles/worst", "members": [ "serviceAccount:strong@ai-project.iam.gserviceaccount.com" ] } ] } }""", Strong, """CustomRole { "name": "projects/ai-project/roles/worst", "includedPermissions": [ "EACH" ] }""", Each = ["iam.serviceAccounts.setIamPolicy", "iam.serviceAccounts.getAccessToken", "secretmanager.versions.access", "cloudkms.cryptoKeyVersions.useToDecrypt", "storage.objects.get", "bigquery.tables.getData", "storage.objects.delete", "logging.sinks.delete"])]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "user:ann@example.com" ] }, { "role": "roles/iam.serviceAccountUser", "members": [ "user:ann@example.com" ], "condition": { "expression": "resource.matchTag('1/env', 'test')" } } ] } }""", Strong, Editor, Because = "Whether the condition holds is not known, and it may.")]
    [Passes("{ }", AiUse.Vertex, Ann, """ServiceAccount { "email": "strong@ai-project.iam.gserviceaccount.com", "uniqueId": "117", "disabled": true }""", Editor, Because = "The account is disabled.")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "user:ann@example.com" ] }, { "role": "roles/iam.serviceAccountUser", "members": [ "user:ann@example.com" ] }, { "role": "roles/secretmanager.secretAccessor", "members": [ "user:ann@example.com", "serviceAccount:strong@ai-project.iam.gserviceaccount.com" ] } ] } }""", Strong, Because = "She has the right herself.")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "serviceAccount:service-1@gcp-sa-aiplatform.iam.gserviceaccount.com" ] }, { "role": "roles/iam.serviceAccountUser", "members": [ "serviceAccount:service-1@gcp-sa-aiplatform.iam.gserviceaccount.com" ] } ] } }""", Strong, Editor, Because = "Google's own agents are not judged here.")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "user:ann@example.com" ] } ] } }""", "DenyPolicy { }", Because = "What is denied could only take more away.")]
    public static Verdict NoPath(Project project, AiUse use, GoogleAccess access, Inventory<ServiceAccount> accounts)
    {
        _ = project;
        if (!use.Any)
        {
            return NotApplicable(AiUse.None);
        }
        List<string> paths = [];
        string? unseen = null;
        var severity = Severity.High;
        bool Has(string member, string permission, string? on = null)
        {
            var answer = access.Ask(member, permission, on);
            unseen ??= answer.Unseen;
            return answer.Decision >= Decision.Conditional;
        }
        var strong = accounts.All.Where(account => !account.Disabled && account.Email is not null)
            .Select(account => (Account: account, Gains: s_worst.Where(permission => Has(Members.OfAccount(account.Email!), permission)).ToList()))
            .Where(account => account.Gains.Count > 0).ToList();
        foreach (var member in access.Bindings.Select(binding => binding.Member).Distinct(StringComparer.OrdinalIgnoreCase).Where(member => !Members.IsAgent(member)))
        {
            if (Has(member, Rule) || GoogleActions.Sinks.FirstOrDefault(sink => Has(member, sink.Permission)) is not { What: { } what })
            {
                continue;
            }
            foreach (var (account, gains) in strong.Where(account => Members.AccountOf(member)?.Equals(account.Account.Email, StringComparison.OrdinalIgnoreCase) is not true))
            {
                var gained = gains.Where(permission => !Has(member, permission)).ToList();
                if (gained.Count > 0 && NamesOf(account).Any(name => Has(member, GoogleActions.ActAs, name)))
                {
                    severity = gained[0] == Rule ? Severity.Critical : severity;
                    paths.Add($"{member} makes {what} that runs as {account.Email}, which has {gained[0]}{(gained.Count > 1 ? $" and {gained.Count - 1} more such rights" : "")}");
                    break;
                }
            }
        }
        var found = $"{string.Join("; ", paths.Take(3))}{(paths.Count > 3 ? $"; and {paths.Count - 3} more" : "")}";
        return paths.Count > 0 && access.Limits.Unread is { } unread ? Unknown($"{found}, unless what was not read takes it: {unread}.")
            : paths.Count > 0 ? Fail($"{found}.", severity)
            : unseen is not null ? Unknown(unseen)
            : Pass("Nobody who runs AI work can act as an account that has more of the rights that matter.");
    }

    // Policies of accounts are attached by number or by address.
    private static IEnumerable<string> NamesOf(ServiceAccount account) =>
        new[] { account.Identity.Id, $"//iam.googleapis.com/projects/{account.Identity.Scope}/serviceAccounts/{account.Email}", $"//iam.googleapis.com/projects/{account.Identity.Scope}/serviceAccounts/{account.UniqueId}" }.Distinct(StringComparer.Ordinal);

    private const string Ann = """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "user:ann@example.com" ] }, { "role": "roles/iam.serviceAccountUser", "members": [ "user:ann@example.com" ] } ] } }""";
    private const string Strong = """ServiceAccount { "email": "strong@ai-project.iam.gserviceaccount.com", "uniqueId": "117" }""";
    private const string Editor = """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "bindings": [ { "role": "roles/editor", "members": [ "serviceAccount:strong@ai-project.iam.gserviceaccount.com" ] } ] } }""";
}
