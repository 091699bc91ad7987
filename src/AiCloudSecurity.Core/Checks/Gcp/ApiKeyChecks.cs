using AiCloudSecurity.Iam.Google;
using AiCloudSecurity.Repairs.Gcp;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on API keys and keys of service accounts that lead to AI services.</summary>
internal static class ApiKeyChecks
{
    private const string Gemini = "generativelanguage.googleapis.com";
    private const string Guide = "https://cloud.google.com/docs/authentication/api-keys";
    private const string GeminiOn = """EnabledService { "name": "projects/1/services/generativelanguage.googleapis.com", "state": "ENABLED" }""";
    private static readonly TimeSpan s_old = TimeSpan.FromDays(90);

    [Check("GCP-IAM-019", Severity.High, "API key that is for other things cannot call Gemini",
        Risk = "A key that was made for maps and stands in a web page calls Gemini at your cost since somebody enabled it.",
        Advice = "Restrict the key to the services that it is for.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10, ML05", Atlas = "AML.T0055, AML.T0034", Link = Guide)]
    [Command("gcloud services api-keys update {keys} --api-target service=generativelanguage.googleapis.com --project {Scope}")]
    [Passes("""{ "restrictions": { "apiTargets": [ { "service": "maps-backend.googleapis.com" } ] } }""", GeminiOn)]
    [Fails("""{ }""", GeminiOn, Because = "Without restriction it is for everything that is enabled.")]
    [Fails("""{ "restrictions": { "browserKeyRestrictions": { "allowedReferrers": [ "example.com" ] } } }""", GeminiOn, Because = "Who may use it says nothing of what for.")]
    [Fails("""{ "restrictions": { "apiTargets": [ { "service": "cloudapis.googleapis.com" } ] } }""", GeminiOn)]
    [Skips("""{ }""", """EnabledService { "name": "projects/1/services/generativelanguage.googleapis.com", "state": "DISABLED" }""")]
    [Skips("""{ "deleteTime": "2026-10-20T00:00:00Z" }""", GeminiOn)]
    public static Verdict Restricted(ApiKey key, AiUse use) =>
        key.DeleteTime is not null ? NotApplicable(Deleted)
        : !use.Uses(Gemini) ? NotApplicable("The Gemini API is not enabled in the project.")
        : IsForAll(key) ? Fail("The key is for every service that is enabled, and the Gemini API is.")
        : Pass($"The key is for {Names.Some(Targets(key))}.");

    [Check("GCP-IAM-020", Severity.High, "Key of Gemini is for Gemini only, and for known callers",
        Risk = "Whoever finds the key uses it from anywhere.",
        Advice = "Restrict the key to the Gemini API and to addresses, web sites or applications.",
        Tip = Tip.LeastPrivilege | Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0055", Link = Guide)]
    [Command("gcloud services api-keys update {keys} --api-target service=generativelanguage.googleapis.com --allowed-ips IP_ADDRESS --project {Scope}")]
    [Passes("""{ "restrictions": { "apiTargets": [ { "service": "generativelanguage.googleapis.com" } ], "serverKeyRestrictions": { "allowedIps": [ "203.0.113.7" ] } } }""")]
    [Passes("""{ "restrictions": { "apiTargets": [ { "service": "generativelanguage.googleapis.com" } ], "browserKeyRestrictions": { "allowedReferrers": [ "example.com" ] } } }""")]
    [Passes("""{ "restrictions": { "apiTargets": [ { "service": "generativelanguage.googleapis.com" } ], "androidKeyRestrictions": { "allowedApplications": [ { "packageName": "com.example" } ] } } }""")]
    [Passes("""{ "restrictions": { "apiTargets": [ { "service": "generativelanguage.googleapis.com" } ], "iosKeyRestrictions": { "allowedBundleIds": [ "com.example" ] } } }""")]
    [Fails("""{ "restrictions": { "apiTargets": [ { "service": "generativelanguage.googleapis.com" } ] } }""")]
    [Fails("""{ "restrictions": { "apiTargets": [ { "service": "generativelanguage.googleapis.com" } ], "serverKeyRestrictions": { "allowedIps": [] } } }""")]
    [Fails("""{ "restrictions": { "apiTargets": [ { "service": "generativelanguage.googleapis.com" }, { "service": "maps-backend.googleapis.com" } ], "serverKeyRestrictions": { "allowedIps": [ "203.0.113.7" ] } } }""")]
    [Skips("""{ "restrictions": { "apiTargets": [ { "service": "maps-backend.googleapis.com" } ] } }""")]
    [Skips("{ }", Because = "GCP-IAM-019 says it.")]
    [Skips("""{ "deleteTime": "2026-10-20T00:00:00Z", "restrictions": { "apiTargets": [ { "service": "generativelanguage.googleapis.com" } ] } }""")]
    public static Verdict ForGeminiOnly(ApiKey key)
    {
        if (key.DeleteTime is not null)
        {
            return NotApplicable(Deleted);
        }
        var targets = Targets(key).ToList();
        if (!targets.Contains(Gemini))
        {
            return NotApplicable("The key is not restricted to the Gemini API.");
        }
        return targets.Count > 1 ? Fail($"The key is for {Names.Some(targets)}.")
            : key.Restrictions is { NamesCallers: true } ? Pass("The key is for Gemini, and for known callers.")
            : Fail("Anybody who has the key may use it, from anywhere.");
    }

    [Check("GCP-IAM-021", Severity.Medium, "Key of Gemini is younger than 90 days",
        Risk = "The longer a key lives, the more copies of it lie around.",
        Advice = "Make a new key, move the callers, and delete the old one.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0055", Link = Guide)]
    [Command("gcloud services api-keys create --display-name NEW_NAME --api-target service=generativelanguage.googleapis.com --project {Scope} && gcloud services api-keys delete {keys} --project {Scope}")]
    [Passes("""{ "createTime": "2026-10-01T00:00:00Z", "restrictions": { "apiTargets": [ { "service": "generativelanguage.googleapis.com" } ] } }""")]
    [Fails("""{ "createTime": "2026-07-01T00:00:00Z", "restrictions": { "apiTargets": [ { "service": "generativelanguage.googleapis.com" } ] } }""")]
    [Fails("""{ "createTime": "2026-07-01T00:00:00Z" }""", GeminiOn, Because = "Without restriction it is a key of Gemini, too.")]
    [CannotSay("""{ "restrictions": { "apiTargets": [ { "service": "generativelanguage.googleapis.com" } ] } }""")]
    [Skips("""{ "createTime": "2026-07-01T00:00:00Z" }""")]
    [Skips("""{ "createTime": "2026-07-01T00:00:00Z", "deleteTime": "2026-10-20T00:00:00Z" }""", GeminiOn)]
    [Passes("""{ "createTime": "2026-08-03T12:00:00Z", "restrictions": { "apiTargets": [ { "service": "generativelanguage.googleapis.com" } ] } }""", Because = "It is 90 days old to the second.")]
    public static Verdict Young(ApiKey key, AiUse use, DateTimeOffset now) =>
        key.DeleteTime is not null ? NotApplicable(Deleted)
        : !Targets(key).Contains(Gemini) && !(IsForAll(key) && use.Uses(Gemini)) ? NotApplicable("The key does not lead to the Gemini API.")
        : key.CreateTime is not { } made ? Unknown("The key does not say when it was made.")
        : now - made > s_old ? Fail($"The key is {(int)(now - made).TotalDays} days old.") : Pass($"The key is {(int)(now - made).TotalDays} days old.");

    [Check("GCP-IAM-022", Severity.Medium, "Gemini is called through Vertex AI, not by the consumers' API",
        Risk = "The consumers' API takes keys instead of identities, and knows neither perimeters nor customer keys.",
        Advice = "Move callers to Vertex AI and disable generativelanguage.googleapis.com.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM03, LLM02", Atlas = "AML.T0040", Link = "https://cloud.google.com/vertex-ai/generative-ai/docs/migrate/migrate-google-ai")]
    [Command("gcloud services disable generativelanguage.googleapis.com --project {Scope}")]
    [Passes("{ }", AiUse.Vertex)]
    [Passes("{ }", """EnabledService { "name": "projects/1/services/generativelanguage.googleapis.com", "state": "DISABLED" }""", AiUse.Vertex)]
    [Fails("{ }", GeminiOn)]
    [Skips("{ }")]
    public static Verdict NoConsumerApi(Project project, AiUse use)
    {
        _ = project;
        return !use.Any ? NotApplicable(AiUse.None) : use.Uses(Gemini) ? Fail("The consumers' Gemini API is enabled.") : Pass("The consumers' Gemini API is not enabled.");
    }

    [Check("GCP-IAM-023", Severity.Medium, "No API key stands for a service account that may use Vertex AI",
        Risk = "Whoever finds the key is the account, without sign-in and without an end.",
        Advice = "Delete the key and let callers sign in as themselves or as their workload.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0055", Link = "https://cloud.google.com/vertex-ai/generative-ai/docs/start/express-mode/overview")]
    [Command("gcloud services api-keys delete {keys} --project {Scope}")]
    [Passes("""{ "serviceAccountEmail": "web@ai-project.iam.gserviceaccount.com" }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/storage.objectViewer", "members": [ "serviceAccount:web@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Fails("""{ "serviceAccountEmail": "web@ai-project.iam.gserviceaccount.com" }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "serviceAccount:web@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Fails("""{ "serviceAccountEmail": "web@ai-project.iam.gserviceaccount.com" }""", """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "bindings": [ { "role": "roles/editor", "members": [ "serviceAccount:web@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Skips("{ }", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "serviceAccount:web@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Skips("""{ "serviceAccountEmail": "web@ai-project.iam.gserviceaccount.com", "deleteTime": "2026-10-20T00:00:00Z" }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "serviceAccount:web@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    public static Verdict NotBound(ApiKey key, HeldRoles roles) =>
        key.DeleteTime is not null ? NotApplicable(Deleted)
        : key.ServiceAccountEmail is not { Length: > 0 } email ? NotApplicable("The key stands for no service account.")
        : AiRole(roles, email) is { } held ? Fail($"The key stands for {held}.") : Pass($"The key stands for {email}, which may do nothing with Vertex AI.");

    [Check("GCP-IAM-024", Severity.High, "Service account of AI work has no keys that people keep",
        Risk = "A key in a file is copied, committed and never ends.",
        Advice = "Disable the key and, when nothing misses it, delete it.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0055", Link = "https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys")]
    [Passes("""{ "name": "projects/ai-project/serviceAccounts/train@ai-project.iam.gserviceaccount.com/keys/1", "keyType": "SYSTEM_MANAGED" }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "serviceAccount:train@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Passes("""{ "name": "projects/ai-project/serviceAccounts/train@ai-project.iam.gserviceaccount.com/keys/1", "keyType": "USER_MANAGED", "disabled": true }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "serviceAccount:train@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Passes("""{ "name": "projects/ai-project/serviceAccounts/train@ai-project.iam.gserviceaccount.com/keys/1", "keyType": "USER_MANAGED", "validBeforeTime": "2026-06-01T00:00:00Z" }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "serviceAccount:train@ai-project.iam.gserviceaccount.com" ] } ] } }""", Because = "It has ended.")]
    [Fails("""{ "name": "projects/ai-project/serviceAccounts/train@ai-project.iam.gserviceaccount.com/keys/1", "keyType": "USER_MANAGED", "validBeforeTime": "9999-12-31T23:59:59Z" }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "serviceAccount:train@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Fails("""{ "name": "projects/ai-project/serviceAccounts/train@ai-project.iam.gserviceaccount.com/keys/1", "keyType": "USER_MANAGED" }""", """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Organization", "iamPolicy": { "bindings": [ { "role": "roles/notebooks.runner", "members": [ "serviceAccount:train@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [CannotSay("""{ "keyType": "USER_MANAGED" }""", Because = "The key does not say whose it is.")]
    [Skips("""{ "name": "projects/ai-project/serviceAccounts/web@ai-project.iam.gserviceaccount.com/keys/1", "keyType": "USER_MANAGED" }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "serviceAccount:train@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Passes("""{ "name": "projects/ai-project/serviceAccounts/train@ai-project.iam.gserviceaccount.com/keys/1", "keyType": "USER_MANAGED", "validBeforeTime": "2026-11-01T12:00:00Z" }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "serviceAccount:train@ai-project.iam.gserviceaccount.com" ] } ] } }""", Because = "It ends this second.")]
    public static Verdict NoKeys(ServiceAccountKey key, HeldRoles roles, DateTimeOffset now)
    {
        if (GcpIdentity.After(key.Name ?? "", "serviceAccounts") is not { } email || !email.Contains('@', StringComparison.Ordinal))
        {
            return Unknown("The key does not say whose it is.");
        }
        return AiRole(roles, email) is not { } held ? NotApplicable($"{email} has no role of AI services.")
            : key.KeyType is not "USER_MANAGED" ? Pass("Google keeps the key.")
            : key.Disabled ? Pass("The key is disabled.")
            : key.ValidBeforeTime <= now ? Pass("The key has ended.")
            : Fail($"Somebody keeps a key of {held}.");
    }

    [Repair("GCP-IAM-024", "gcp/iam/ServiceAccountKey")]
    internal static IEnumerable<Wish> DisableKey(ServiceAccountKey key) =>
        [PlatformSettings.AccountKey.Wish(key, new() { ["disabled"] = true }, "Whoever signs in with the key is refused.")];

    private const string Deleted = "The key is deleted.";

    private static IEnumerable<string> Targets(ApiKey key) => (key.Restrictions?.ApiTargets ?? []).Select(target => target.Service).OfType<string>();

    private static bool IsForAll(ApiKey key) => Targets(key).ToList() is var targets && (targets.Count == 0 || targets.Contains("cloudapis.googleapis.com"));

    private static GoogleBinding? AiRole(HeldRoles roles, string email) =>
        roles.OfProject.FirstOrDefault(held => held.Member == Members.OfAccount(email) && (held.IsBasic || ProjectRoleChecks.IsOfAi(held.Role)));
}
