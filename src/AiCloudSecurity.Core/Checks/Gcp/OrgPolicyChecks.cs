using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Gcp;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on what the organisation's policies let happen in a project with AI services.</summary>
internal static class OrgPolicyChecks
{
    private const string Guide = "https://cloud.google.com/security-command-center/docs/security-posture-extended-secure-ai-template";
    private const string OwnGrants = "iam.automaticIamGrantsForDefaultServiceAccounts";
    private const string NoPrivilegedGrants = "iam.managed.preventPrivilegedBasicRolesForDefaultServiceAccounts";
    private static readonly string[] s_switches =
        ["ainotebooks.disableFileDownloads", "ainotebooks.disableRootAccess", "ainotebooks.disableTerminal", "ainotebooks.requireAutoUpgradeSchedule", "ainotebooks.restrictPublicIp"];

    private static readonly string[] s_lists = ["ainotebooks.accessMode", "ainotebooks.environmentOptions", "ainotebooks.restrictVpcNetworks"];
    private static readonly string[] s_guardrails = ["gcp.resourceLocations", "gcp.restrictServiceUsage", "gcp.restrictTLSVersion"];
    private static readonly string[] s_encrypting = ["aiplatform.googleapis.com", "dialogflow.googleapis.com", "discoveryengine.googleapis.com", "documentai.googleapis.com", "notebooks.googleapis.com"];

    [Check("GCP-IAM-025", Severity.Medium, "Organisation says which models of Model Garden may be used",
        Risk = "Anybody deploys a model that nobody has looked at, with whatever its weights and licence hold.",
        Advice = "Set vertexai.allowedModels to the models that are approved.",
        Tip = Tip.LeastPrivilege | Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Owasp = "LLM03, ML06", Atlas = "AML.T0010", Link = "https://cloud.google.com/vertex-ai/generative-ai/docs/control-model-access")]
    [Command("gcloud resource-manager org-policies allow vertexai.allowedModels publishers/google/models/MODEL:predict --project {Scope}")]
    [Passes("{ }", AiUse.Vertex, """OrgPolicy { "name": "projects/1/policies/vertexai.allowedModels", "spec": { "rules": [ { "values": { "allowedValues": [ "publishers/google/models/gemini-2.5-pro:predict" ] } } ] } }""")]
    [Passes("{ }", AiUse.Vertex, """OrgPolicy { "name": "organizations/1/policies/vertexai.allowedModels", "spec": { "rules": [ { "denyAll": true } ] } }""")]
    [Passes("{ }", AiUse.Vertex, """OrgPolicy { "name": "folders/2/policies/vertexai.allowedModels", "spec": { "inheritFromParent": true } }""", """OrgPolicy { "name": "organizations/1/policies/vertexai.allowedModels", "spec": { "rules": [ { "denyAll": true } ] } }""")]
    [Fails("{ }", AiUse.Vertex)]
    [Fails("{ }", AiUse.Vertex, """OrgPolicy { "name": "projects/1/policies/vertexai.allowedModels", "spec": { "rules": [ { "allowAll": true } ] } }""", """OrgPolicy { "name": "organizations/1/policies/vertexai.allowedModels", "spec": { "rules": [ { "denyAll": true } ] } }""", Because = "The project's own policy decides.")]
    [Fails("{ }", AiUse.Vertex, """OrgPolicy { "name": "projects/1/policies/vertexai.allowedModels", "spec": { "rules": [ { "values": { "deniedValues": [ "publishers/deepseek/*" ] } } ] } }""", Because = "What is not on the list, the next model too, is allowed.")]
    [Fails("{ }", AiUse.Vertex, """OrgPolicy { "name": "projects/1/policies/vertexai.allowedModels", "spec": { "reset": true } }""", """OrgPolicy { "name": "organizations/1/policies/vertexai.allowedModels", "spec": { "rules": [ { "denyAll": true } ] } }""")]
    [CannotSay("{ }", AiUse.Vertex, """OrgPolicy { "name": "projects/1/policies/vertexai.allowedModels", "spec": { "rules": [ { "denyAll": true, "condition": { "expression": "resource.matchTag('1/env', 'prod')" } } ] } }""")]
    [Skips("{ }", """OrgPolicy { "name": "organizations/1/policies/vertexai.allowedModels", "spec": { "rules": [ { "denyAll": true } ] } }""")]
    public static Verdict ModelsAreChosen(Project project, OrgPolicies policies, AiUse use)
    {
        _ = project;
        return !use.Uses("aiplatform.googleapis.com") ? NotApplicable(NoVertex)
            : policies.ListOf("vertexai.allowedModels") is { IsClosed: true } list ? Pass(list.DeniesAll ? "No model of Model Garden is allowed." : $"Allowed: {Names.Some(list.Allowed)}.")
            : Fail("vertexai.allowedModels does not limit which models may be used.");
    }

    [Check("GCP-IAM-026", Severity.Low, "Organisation has not allowed all features of partners' models",
        Risk = "Prompts go to the web and to partners by features that nobody has decided on.",
        Advice = "Name the features that are needed in vertexai.allowedPartnerModelFeatures.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053", Link = "https://cloud.google.com/vertex-ai/generative-ai/docs/control-model-access")]
    [Command("gcloud resource-manager org-policies allow vertexai.allowedPartnerModelFeatures FEATURE --project {Scope}")]
    [Passes("{ }", AiUse.Vertex, """OrgPolicy { "name": "projects/1/policies/vertexai.allowedPartnerModelFeatures", "spec": { "rules": [ { "values": { "allowedValues": [ "publishers/anthropic/models/claude-sonnet-4:web_search" ] } } ] } }""")]
    [Passes("{ }", AiUse.Vertex, """OrgPolicy { "name": "projects/1/policies/vertexai.allowedPartnerModelFeatures", "spec": { "rules": [ { "denyAll": true } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """OrgPolicy { "name": "organizations/1/policies/vertexai.allowedPartnerModelFeatures", "spec": { "rules": [ { "allowAll": true } ] } }""")]
    [Skips("{ }", AiUse.Vertex, Because = "Google decides by itself.")]
    [Skips("{ }", """OrgPolicy { "name": "organizations/1/policies/vertexai.allowedPartnerModelFeatures", "spec": { "rules": [ { "allowAll": true } ] } }""")]
    public static Verdict PartnerFeaturesAreChosen(Project project, OrgPolicies policies, AiUse use)
    {
        _ = project;
        return !use.Uses("aiplatform.googleapis.com") ? NotApplicable(NoVertex)
            : policies.ListOf("vertexai.allowedPartnerModelFeatures") switch
            {
                { AllowsAll: true } => Fail("All features of partners' models are allowed."),
                { IsSet: true } => Pass("Features of partners' models are chosen."),
                _ => NotApplicable("No policy says anything of partners' models."),
            };
    }

    [Check("GCP-IAM-027", Severity.Medium, "Default service accounts get no editor role by themselves",
        Risk = "Each new project starts with an account that may change everything, and notebooks and jobs run as it.",
        Advice = "Enforce iam.automaticIamGrantsForDefaultServiceAccounts in the organisation.",
        Tip = Tip.LeastPrivilege | Tip.HardenedTemplate, Remedy = Remedy.Safe, Owasp = "LLM06", Atlas = "AML.T0012", Link = "https://cloud.google.com/resource-manager/docs/organization-policy/restricting-service-accounts")]
    [Passes("{ }", AiUse.Vertex, """OrgPolicy { "name": "organizations/1/policies/iam.automaticIamGrantsForDefaultServiceAccounts", "spec": { "rules": [ { "enforce": true } ] } }""")]
    [Passes("{ }", AiUse.Vertex, """OrgPolicy { "name": "folders/2/policies/iam.managed.preventPrivilegedBasicRolesForDefaultServiceAccounts", "spec": { "rules": [ { "enforce": true } ] } }""")]
    [Fails("{ }", AiUse.Vertex)]
    [Fails("{ }", AiUse.Vertex, """OrgPolicy { "name": "projects/1/policies/iam.automaticIamGrantsForDefaultServiceAccounts", "spec": { "rules": [ { "enforce": false } ] } }""", """OrgPolicy { "name": "organizations/1/policies/iam.automaticIamGrantsForDefaultServiceAccounts", "spec": { "rules": [ { "enforce": true } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """OrgPolicy { "name": "organizations/1/policies/iam.automaticIamGrantsForDefaultServiceAccounts", "spec": { "rules": [ { } ] } }""")]
    [CannotSay("{ }", AiUse.Vertex, """OrgPolicy { "name": "organizations/1/policies/iam.automaticIamGrantsForDefaultServiceAccounts", "spec": { "rules": [ { "enforce": true }, { "enforce": false, "condition": { "expression": "resource.matchTag('1/env', 'lab')" } } ] } }""")]
    [Skips("{ }")]
    public static Verdict NoAutomaticGrants(Project project, OrgPolicies policies, AiUse use)
    {
        _ = project;
        return !use.Any ? NotApplicable(AiUse.None)
            : policies.IsEnforced(OwnGrants) || policies.IsEnforced(NoPrivilegedGrants) ? Pass("Default accounts get no editor role.")
            : Fail($"{OwnGrants} is not enforced.");
    }

    [Repair("GCP-IAM-027", "gcp/orgpolicy/Policy")]
    internal static IEnumerable<Wish> NoGrants(Project project) => [PolicySettings.Enforce(project, OwnGrants)];

    [Check("GCP-NET-034", Severity.High, "Constraints of the secure AI posture hold for notebooks of the project", SecureAiPosture = true,
        Risk = "The next notebook is made with root, terminal, downloads and a public address.",
        Advice = "Set the eight ainotebooks constraints, or deploy the posture secure AI, extended.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.Safe, Owasp = "LLM03, LLM06", Atlas = "AML.T0012", Link = Guide)]
    [Command("gcloud resource-manager org-policies enable-enforce ainotebooks.restrictPublicIp --project {Scope} && gcloud resource-manager org-policies enable-enforce ainotebooks.disableFileDownloads --project {Scope} && gcloud resource-manager org-policies enable-enforce ainotebooks.disableRootAccess --project {Scope} && gcloud resource-manager org-policies enable-enforce ainotebooks.disableTerminal --project {Scope} && gcloud resource-manager org-policies enable-enforce ainotebooks.requireAutoUpgradeSchedule --project {Scope}")]
    [Passes("{ }", Notebooks, Root, Downloads, Terminal, Upgrade, PublicIp, Mode, Environment, Networks)]
    [Passes("{ }", AiUse.Vertex, Root, Downloads, Terminal, Upgrade, PublicIp, """OrgPolicy { "name": "projects/1/policies/ainotebooks.accessMode", "spec": { "rules": [ { "values": { "deniedValues": [ "service-account" ] } } ] } }""", Environment, Networks, Because = "Denying a mode chooses the other.")]
    [Fails("{ }", Notebooks)]
    [Fails("{ }", Notebooks, Downloads, Terminal, Upgrade, PublicIp, Mode, Environment, Networks)]
    [Fails("{ }", Notebooks, Root, Terminal, Upgrade, PublicIp, Mode, Environment, Networks)]
    [Fails("{ }", Notebooks, Root, Downloads, Upgrade, PublicIp, Mode, Environment, Networks)]
    [Fails("{ }", Notebooks, Root, Downloads, Terminal, PublicIp, Mode, Environment, Networks)]
    [Fails("{ }", Notebooks, Root, Downloads, Terminal, Upgrade, Mode, Environment, Networks)]
    [Fails("{ }", Notebooks, Root, Downloads, Terminal, Upgrade, PublicIp, Environment, Networks)]
    [Fails("{ }", Notebooks, Root, Downloads, Terminal, Upgrade, PublicIp, Mode, Networks)]
    [Fails("{ }", Notebooks, Root, Downloads, Terminal, Upgrade, PublicIp, Mode, Environment)]
    [Fails("{ }", Notebooks, Root, Downloads, Terminal, Upgrade, PublicIp, Mode, Environment, Networks, """OrgPolicy { "name": "projects/1/policies/ainotebooks.disableRootAccess", "spec": { "rules": [ { "enforce": false } ] } }""")]
    [Skips("{ }", """EnabledService { "name": "projects/1/services/speech.googleapis.com", "state": "ENABLED" }""")]
    public static Verdict Posture(Project project, OrgPolicies policies, AiUse use)
    {
        _ = project;
        if (!use.Uses("notebooks.googleapis.com") && !use.Uses("aiplatform.googleapis.com"))
        {
            return NotApplicable("Neither Vertex AI nor its notebooks are enabled in the project.");
        }
        var open = s_switches.Where(constraint => !policies.IsEnforced(constraint))
            .Concat(s_lists.Where(constraint => policies.ListOf(constraint) is not { AllowsAll: false, IsSet: true })).ToList();
        return open.Count == 0 ? Pass("All eight constraints hold.") : Fail($"Not enforced or not set: {string.Join(", ", open)}.");
    }

    // Which modes, images and networks are right nobody but the customer knows: the lists are left to a person.
    [Repair("GCP-NET-034", "gcp/orgpolicy/Policy")]
    internal static IEnumerable<Wish> EnforcePosture(Project project, OrgPolicies policies) =>
        s_switches.Where(constraint => !policies.IsEnforced(constraint)).Select(constraint => PolicySettings.Enforce(project, constraint));

    [Check("GCP-NET-035", Severity.Low, "Locations, TLS versions and services are limited for the project",
        Risk = "AI work moves to regions, protocols and services that nobody has decided on.",
        Advice = "Set gcp.resourceLocations, gcp.restrictTLSVersion and gcp.restrictServiceUsage.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Owasp = "LLM02", Link = "https://cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints")]
    [Command("gcloud resource-manager org-policies allow gcp.resourceLocations in:eu-locations --project {Scope} && gcloud resource-manager org-policies deny gcp.restrictTLSVersion TLS_VERSION_1 TLS_VERSION_1_1 --project {Scope} && gcloud resource-manager org-policies allow gcp.restrictServiceUsage aiplatform.googleapis.com --project {Scope}")]
    [Passes("{ }", AiUse.Vertex, """OrgPolicy { "name": "organizations/1/policies/gcp.resourceLocations", "spec": { "rules": [ { "values": { "allowedValues": [ "in:eu-locations" ] } } ] } }""", """OrgPolicy { "name": "folders/2/policies/gcp.restrictTLSVersion", "spec": { "rules": [ { "values": { "deniedValues": [ "TLS_VERSION_1" ] } } ] } }""", """OrgPolicy { "name": "projects/1/policies/gcp.restrictServiceUsage", "spec": { "rules": [ { "values": { "allowedValues": [ "aiplatform.googleapis.com" ] } } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """OrgPolicy { "name": "organizations/1/policies/gcp.resourceLocations", "spec": { "rules": [ { "values": { "allowedValues": [ "in:eu-locations" ] } } ] } }""", """OrgPolicy { "name": "projects/1/policies/gcp.restrictServiceUsage", "spec": { "rules": [ { "values": { "allowedValues": [ "aiplatform.googleapis.com" ] } } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """OrgPolicy { "name": "organizations/1/policies/gcp.resourceLocations", "spec": { "rules": [ { "allowAll": true } ] } }""", """OrgPolicy { "name": "folders/2/policies/gcp.restrictTLSVersion", "spec": { "rules": [ { "values": { "deniedValues": [ "TLS_VERSION_1" ] } } ] } }""", """OrgPolicy { "name": "projects/1/policies/gcp.restrictServiceUsage", "spec": { "rules": [ { "values": { "allowedValues": [ "aiplatform.googleapis.com" ] } } ] } }""")]
    [Fails("{ }", AiUse.Vertex)]
    [Skips("{ }")]
    public static Verdict Guardrails(Project project, OrgPolicies policies, AiUse use)
    {
        _ = project;
        if (!use.Any)
        {
            return NotApplicable(AiUse.None);
        }
        var open = s_guardrails.Where(constraint => policies.ListOf(constraint) is not { AllowsAll: false, IsSet: true }).ToList();
        return open.Count == 0 ? Pass("Locations, TLS versions and services are limited.") : Fail($"Not set: {string.Join(", ", open)}.");
    }

    [Check("GCP-DATA-011", Severity.Medium, "Organisation demands customer keys of the project's AI services",
        Risk = "The next dataset or model is encrypted with Google's key, which nobody can take away.",
        Advice = "Deny the services without customer keys in gcp.restrictNonCmekServices, and name the projects of keys in gcp.restrictCmekCryptoKeyProjects.",
        Tip = Tip.CustomerKey | Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0035", Link = "https://cloud.google.com/kms/docs/cmek-org-policy")]
    [Command("gcloud resource-manager org-policies deny gcp.restrictNonCmekServices aiplatform.googleapis.com --project {Scope} && gcloud resource-manager org-policies allow gcp.restrictCmekCryptoKeyProjects projects/KEY_PROJECT_ID --project {Scope}")]
    [Passes("{ }", AiUse.Vertex, """OrgPolicy { "name": "organizations/1/policies/gcp.restrictNonCmekServices", "spec": { "rules": [ { "values": { "deniedValues": [ "aiplatform.googleapis.com", "storage.googleapis.com", "bigquery.googleapis.com" ] } } ] } }""", KeyProjects)]
    [Fails("{ }", AiUse.Vertex, """OrgPolicy { "name": "organizations/1/policies/gcp.restrictNonCmekServices", "spec": { "rules": [ { "values": { "deniedValues": [ "storage.googleapis.com", "bigquery.googleapis.com" ] } } ] } }""", KeyProjects)]
    [Fails("{ }", AiUse.Vertex, """OrgPolicy { "name": "organizations/1/policies/gcp.restrictNonCmekServices", "spec": { "rules": [ { "values": { "deniedValues": [ "aiplatform.googleapis.com", "bigquery.googleapis.com" ] } } ] } }""", KeyProjects, Because = "Training data lies in buckets.")]
    [Fails("{ }", Notebooks, """OrgPolicy { "name": "organizations/1/policies/gcp.restrictNonCmekServices", "spec": { "rules": [ { "values": { "deniedValues": [ "aiplatform.googleapis.com", "storage.googleapis.com", "bigquery.googleapis.com" ] } } ] } }""", KeyProjects, Because = "Notebooks are enabled and not on the list.")]
    [Fails("{ }", AiUse.Vertex, """OrgPolicy { "name": "organizations/1/policies/gcp.restrictNonCmekServices", "spec": { "rules": [ { "values": { "deniedValues": [ "aiplatform.googleapis.com", "storage.googleapis.com", "bigquery.googleapis.com" ] } } ] } }""", Because = "Keys may lie in any project.")]
    [Skips("{ }", """EnabledService { "name": "projects/1/services/vision.googleapis.com", "state": "ENABLED" }""")]
    [Fails("{ }", """EnabledService { "name": "projects/1/services/EACH.googleapis.com", "state": "ENABLED" }""", """OrgPolicy { "name": "organizations/1/policies/gcp.restrictNonCmekServices", "spec": { "rules": [ { "values": { "deniedValues": [ "aiplatform.googleapis.com", "storage.googleapis.com", "bigquery.googleapis.com" ] } } ] } }""", KeyProjects, Each = ["dialogflow", "discoveryengine", "documentai"])]
    public static Verdict KeysAreDemanded(Project project, OrgPolicies policies, AiUse use)
    {
        _ = project;
        var encrypting = use.Services.Where(service => s_encrypting.Contains(service)).ToList();
        if (encrypting.Count == 0)
        {
            return NotApplicable("No AI service that takes customer keys is enabled in the project.");
        }
        var list = policies.ListOf("gcp.restrictNonCmekServices");
        var open = list.DeniesAll ? [] : encrypting.Concat(["storage.googleapis.com", "bigquery.googleapis.com"]).Where(service => !list.Denied.Contains(service)).ToList();
        var anywhere = policies.ListOf("gcp.restrictCmekCryptoKeyProjects") is not { IsClosed: true };
        return open.Count == 0 && !anywhere ? Pass("Customer keys are demanded, and their projects are named.")
            : Fail($"{(open.Count > 0 ? $"Customer keys are not demanded of {string.Join(", ", open)}. " : "")}{(anywhere ? "Keys may lie in any project." : "")}".TrimEnd());
    }

    private const string NoVertex = "Vertex AI is not enabled in the project.";
    private const string Notebooks = """EnabledService { "name": "projects/1/services/notebooks.googleapis.com", "state": "ENABLED" }""";
    private const string Root = """OrgPolicy { "name": "organizations/1/policies/ainotebooks.disableRootAccess", "spec": { "rules": [ { "enforce": true } ] } }""";
    private const string Downloads = """OrgPolicy { "name": "organizations/1/policies/ainotebooks.disableFileDownloads", "spec": { "rules": [ { "enforce": true } ] } }""";
    private const string Terminal = """OrgPolicy { "name": "organizations/1/policies/ainotebooks.disableTerminal", "spec": { "rules": [ { "enforce": true } ] } }""";
    private const string Upgrade = """OrgPolicy { "name": "organizations/1/policies/ainotebooks.requireAutoUpgradeSchedule", "spec": { "rules": [ { "enforce": true } ] } }""";
    private const string PublicIp = """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictPublicIp", "spec": { "rules": [ { "enforce": true } ] } }""";
    private const string Mode = """OrgPolicy { "name": "organizations/1/policies/ainotebooks.accessMode", "spec": { "rules": [ { "values": { "allowedValues": [ "single-user" ] } } ] } }""";
    private const string Environment = """OrgPolicy { "name": "organizations/1/policies/ainotebooks.environmentOptions", "spec": { "rules": [ { "values": { "allowedValues": [ "is:ainotebooks-vm/deeplearning-platform-release/image-family/*" ] } } ] } }""";
    private const string Networks = """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictVpcNetworks", "spec": { "rules": [ { "values": { "allowedValues": [ "under:projects/net/global/networks/ai" ] } } ] } }""";
    private const string KeyProjects = """OrgPolicy { "name": "organizations/1/policies/gcp.restrictCmekCryptoKeyProjects", "spec": { "rules": [ { "values": { "allowedValues": [ "under:projects/keys" ] } } ] } }""";
}
