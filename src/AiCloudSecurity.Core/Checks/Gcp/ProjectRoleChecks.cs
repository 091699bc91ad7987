using AiCloudSecurity.Iam.Google;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on who holds which roles in a project with AI services.</summary>
internal static class ProjectRoleChecks
{
    private const string NarrowCommand = "gcloud projects get-iam-policy {projects} && gcloud projects add-iam-policy-binding {projects} --member MEMBER --role roles/aiplatform.user --condition None && gcloud projects remove-iam-policy-binding {projects} --member MEMBER --role WIDE_ROLE --all";
    private const string RemoveCommand = "gcloud projects get-iam-policy {projects} && gcloud projects remove-iam-policy-binding {projects} --member MEMBER --role WIDE_ROLE --all";

    private const string Guide = "https://cloud.google.com/vertex-ai/docs/general/access-control";
    private const int MostAdministrators = 3;
    private static readonly string[] s_aiRoles = ["aiplatform", "automl", "dialogflow", "discoveryengine", "documentai", "ml", "notebooks"];
    private static readonly string[] s_notebookRoles =
        ["roles/aiplatform.user", "roles/aiplatform.admin", "roles/aiplatform.colabEnterpriseUser", "roles/aiplatform.colabEnterpriseAdmin", "roles/aiplatform.notebookRuntimeUser", "roles/aiplatform.notebookRuntimeAdmin", "roles/aiplatform.notebookServiceUser"];
    private static readonly string[] s_serviceAdmins =
        ["roles/dialogflow.admin", "roles/dialogflow.consoleAgentEditor", "roles/discoveryengine.admin", "roles/discoveryengine.editor", "roles/documentai.admin", "roles/documentai.editor"];

    [Check("GCP-IAM-001", Severity.High, "Nobody is owner or editor of a project with AI services",
        Risk = "A basic role changes every model, endpoint and bucket of the project, whatever its holder's task is.",
        Advice = "Replace owner and editor by roles for the task, as roles/aiplatform.user.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06, ML05", Atlas = "AML.T0012", Link = "https://cloud.google.com/iam/docs/roles-overview#basic")]
    [Command(NarrowCommand)]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "user:ann@example.com" ] }, { "role": "roles/viewer", "members": [ "group:all@example.com" ] } ] } }""")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/editor", "members": [ "serviceAccount:123456789012@cloudservices.gserviceaccount.com", "serviceAccount:service-123456789012@gcp-sa-aiplatform.iam.gserviceaccount.com", "deleted:user:ann@example.com?uid=1" ] } ] } }""", Because = "Agents of Google are not judged here.")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/owner", "members": [ "user:ann@example.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/editor", "members": [ "group:data@example.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/editor", "members": [ "serviceAccount:service-1@my-project.iam.gserviceaccount.com" ] } ] } }""", Because = "The customer's accounts may look like agents.")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "bindings": [ { "role": "roles/editor", "members": [ "user:ann@example.com" ] } ] } }""", Because = "What a folder gives is held in its projects.")]
    [Skips("{ }", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/owner", "members": [ "user:ann@example.com" ] } ] } }""", """EnabledService { "name": "projects/1/services/compute.googleapis.com", "state": "ENABLED" }""")]
    [Skips("{ }", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/owner", "members": [ "user:ann@example.com" ] } ] } }""", """EnabledService { "name": "projects/1/services/aiplatform.googleapis.com", "state": "DISABLED" }""")]
    public static Verdict NoBasicRoles(Project project, HeldRoles roles, AiUse use)
    {
        _ = project;
        return Judge(use, roles.OfProject.Where(held => held.IsBasic && !Members.IsAgent(held.Member) && !Members.IsDefaultCompute(held.Member)), "Nobody is owner or editor.");
    }

    [Check("GCP-IAM-002", Severity.High, "Vertex AI is administered by few, and by no single user or workload",
        Risk = "Whoever takes over one of these accounts replaces models, opens endpoints and reads all training data.",
        Advice = "Give the role to a small group, and roles/aiplatform.user or a custom role to everybody else.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06, ML05", Atlas = "AML.T0012, AML.T0044", Link = Guide)]
    [Command(NarrowCommand)]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.admin", "members": [ "group:ml-admins@example.com", "serviceAccount:service-1@gcp-sa-aiplatform.iam.gserviceaccount.com" ] } ] } }""")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "projects/ai-project/roles/caller", "members": [ "user:ann@example.com" ] } ] } }""", """CustomRole { "name": "projects/ai-project/roles/caller", "includedPermissions": [ "aiplatform.endpoints.predict" ] }""")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.admin", "members": [ "user:ann@example.com" ], "condition": { "expression": "request.time < timestamp('2026-10-01T00:00:00Z')" } } ] } }""", Because = "It has ended.")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.admin", "members": [ "user:ann@example.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.admin", "members": [ "user:ann@example.com" ], "condition": { "expression": "request.time < timestamp('2026-12-01T00:00:00Z')", "title": "until December" } } ] } }""", Because = "It still holds.")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Organization", "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.admin", "members": [ "serviceAccount:train@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.admin", "members": [ "group:a@example.com", "group:b@example.com", "group:c@example.com", "group:d@example.com" ] } ] } }""", Because = "These are too many.")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "projects/ai-project/roles/ml", "members": [ "user:ann@example.com" ] } ] } }""", """CustomRole { "name": "projects/ai-project/roles/ml", "includedPermissions": [ "aiplatform.endpoints.delete", "aiplatform.models.delete" ] }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "organizations/1/roles/ml", "members": [ "user:ann@example.com" ] } ] } }""", """CustomRole { "name": "organizations/1/roles/ml", "includedPermissions": [ "aiplatform.endpoints.setIamPolicy" ] }""")]
    [Skips("{ }", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.admin", "members": [ "user:ann@example.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "projects/ai-project/roles/ml", "members": [ "user:ann@example.com" ] } ] } }""", """CustomRole { "name": "projects/ai-project/roles/ml", "includedPermissions": [ "aiplatform.endpoints.get", "aiplatform.endpoints.setIamPolicy" ] }""")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "projects/ai-project/roles/ml", "members": [ "user:ann@example.com" ] } ] } }""", """CustomRole { "name": "projects/ai-project/roles/ml", "includedPermissions": [ "aiplatform.EACH.delete" ] }""", Each = ["endpoints", "models"], Because = "Who deletes one of both does not administer.")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.admin", "members": [ "user:ann@example.com" ], "condition": { "expression": "resource.name.endsWith('/endpoints/1')" } } ] } }""", Because = "It is for one endpoint.")]
    public static Verdict FewAdministrators(Project project, HeldRoles roles, AiUse use, Inventory<CustomRole> custom)
    {
        _ = project;
        if (!use.Any)
        {
            return NotApplicable(AiUse.None);
        }
        var holding = roles.OfProject.Where(held => held.IsWhole && !Members.IsAgent(held.Member)
            && (held.Role == "roles/aiplatform.admin" || held.Role.Contains("/roles/", StringComparison.Ordinal) && custom.Find(held.Role) is { Deleted: false } role && Administers(role)));
        var wrong = HeldRoles.Found(holding.Where(held => Members.IsUser(held.Member) || Members.IsWorkload(held.Member) || Members.IsBroad(held.Member)));
        var administrators = wrong.Count > 0 ? [] : holding.ToList();
        return wrong.Count > 0 ? Fail($"Vertex AI is administered by {Names.Some(wrong.Select(held => held.ToString()))}.")
            : administrators.Select(held => held.Member).Distinct().Count() is > MostAdministrators and var many ? Fail($"Vertex AI is administered by {many} groups: {Names.Some(administrators.Select(held => held.ToString()))}.")
            : Pass(administrators.Count == 0 ? "Nobody administers Vertex AI by a role of its own." : $"Vertex AI is administered by {Names.Some(administrators.Select(held => held.ToString()))}.");
    }

    [Check("GCP-IAM-003", Severity.Medium, "Roles for AI services are given in the project, not above it",
        Risk = "A role on a folder or the organisation reaches the models and notebooks of every project below, the next ones too.",
        Advice = "Bind the role in the projects, or on the resources, that the task needs.",
        Tip = Tip.LeastPrivilege | Tip.NotebookSharing, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = "https://cloud.google.com/iam/docs/resource-hierarchy-access-control")]
    [Command("gcloud projects get-iam-policy {projects} && gcloud projects add-iam-policy-binding {projects} --member MEMBER --role ROLE --condition None && gcloud organizations remove-iam-policy-binding ORGANIZATION_ID --member MEMBER --role ROLE --all")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "group:ml@example.com" ] } ] } }""")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "bindings": [ { "role": "roles/viewer", "members": [ "group:ml@example.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "group:ml@example.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Organization", "iamPolicy": { "bindings": [ { "role": "roles/notebooks.admin", "members": [ "user:ann@example.com" ] } ] } }""")]
    [Skips("{ }", """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "group:ml@example.com" ] } ] } }""")]
    public static Verdict GivenInProject(Project project, HeldRoles roles, AiUse use)
    {
        _ = project;
        return Judge(use, roles.OfProject.Where(held => held.IsInherited && IsOfAi(held.Role) && !Members.IsAgent(held.Member)), "No role for AI services is given above the project.");
    }

    [Check("GCP-IAM-010", Severity.High, "Default account of Compute Engine is no editor of the project",
        Risk = "Every notebook and job that names no account may then change everything in the project.",
        Advice = "Remove the basic role from the default account, and give jobs and notebooks accounts of their own.",
        Tip = Tip.LeastPrivilege | Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = "https://cloud.google.com/compute/docs/access/service-accounts#default_service_account")]
    [Command(RemoveCommand)]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "serviceAccount:123456789012-compute@developer.gserviceaccount.com" ] } ] } }""")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/editor", "members": [ "user:123456789012-compute@example.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/editor", "members": [ "serviceAccount:123456789012-compute@developer.gserviceaccount.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "bindings": [ { "role": "roles/owner", "members": [ "serviceAccount:123456789012-compute@developer.gserviceaccount.com" ] } ] } }""")]
    [Skips("{ }", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/editor", "members": [ "serviceAccount:123456789012-compute@developer.gserviceaccount.com" ] } ] } }""")]
    public static Verdict DefaultAccountIsNoEditor(Project project, HeldRoles roles, AiUse use)
    {
        _ = project;
        return Judge(use, roles.OfProject.Where(held => held.IsBasic && Members.IsDefaultCompute(held.Member)), "The default account has no basic role.");
    }

    [Check("GCP-IAM-011", Severity.High, "Users of notebooks may not act as every service account of the project",
        Risk = "Whoever may open a notebook as any account has the rights of the strongest of them.",
        Advice = "Bind roles/iam.serviceAccountUser on the one account that the notebooks run as.",
        Tip = Tip.LeastPrivilege | Tip.NotebookSharing, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = "https://cloud.google.com/iam/docs/service-account-permissions")]
    [Command("gcloud iam service-accounts add-iam-policy-binding SERVICE_ACCOUNT_EMAIL --member MEMBER --role roles/iam.serviceAccountUser --condition None --project {Scope} && gcloud projects remove-iam-policy-binding {projects} --member MEMBER --role WIDE_ROLE --all")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/iam.serviceAccountUser", "members": [ "group:ops@example.com" ] }, { "role": "roles/notebooks.runner", "members": [ "group:ml@example.com" ] } ] } }""")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/iam.serviceAccountUser", "members": [ "group:ml@example.com" ], "condition": { "expression": "resource.name.endsWith('/train@ai-project.iam.gserviceaccount.com')" } }, { "role": "roles/aiplatform.user", "members": [ "group:ml@example.com" ] } ] } }""", Because = "It is for one account.")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/iam.serviceAccountUser", "members": [ "group:ml@example.com" ] }, { "role": "roles/aiplatform.user", "members": [ "group:ml@example.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/notebooks.runner", "members": [ "user:ann@example.com" ] } ] } }""", """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "bindings": [ { "role": "roles/iam.serviceAccountTokenCreator", "members": [ "user:ann@example.com" ] } ] } }""")]
    [Skips("{ }", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/iam.serviceAccountUser", "members": [ "group:ml@example.com" ] }, { "role": "roles/aiplatform.user", "members": [ "group:ml@example.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/iam.serviceAccountUser", "members": [ "group:ml@example.com" ] }, { "role": "roles/aiplatform.EACH", "members": [ "group:ml@example.com" ] } ] } }""", Each = ["admin", "colabEnterpriseUser", "colabEnterpriseAdmin", "notebookRuntimeUser", "notebookRuntimeAdmin", "notebookServiceUser"])]
    public static Verdict ActAsNotAll(Project project, HeldRoles roles, AiUse use)
    {
        _ = project;
        if (!use.Any)
        {
            return NotApplicable(AiUse.None);
        }
        var users = HeldRoles.Found(roles.OfProject).Where(role => s_notebookRoles.Contains(role.Role) || role.Role.StartsWith("roles/notebooks.", StringComparison.Ordinal)).Select(role => role.Member).ToHashSet();
        return Judge(use, roles.OfProject.Where(role => role.Role is "roles/iam.serviceAccountUser" or "roles/iam.serviceAccountTokenCreator" && role.IsWhole && users.Contains(role.Member) && !Members.IsAgent(role.Member)),
            "No user of notebooks may act as all service accounts.");
    }

    [Check("GCP-IAM-012", Severity.Medium, "Agents of AI services have their own roles only, and nobody else has these",
        Risk = "Whoever may start a job borrows what its service's agent may do, and an agent's role is wider than any task.",
        Advice = "Remove other roles from the agents, and roles of agents from everybody else.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = "https://cloud.google.com/iam/docs/service-agents")]
    [Command(RemoveCommand)]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.serviceAgent", "members": [ "serviceAccount:service-1@gcp-sa-aiplatform.iam.gserviceaccount.com" ] }, { "role": "roles/aiplatform.customCodeServiceAgent", "members": [ "serviceAccount:service-1@gcp-sa-aiplatform-cc.iam.gserviceaccount.com" ] } ] } }""")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/cloudkms.cryptoKeyEncrypterDecrypter", "members": [ "serviceAccount:service-1@gcp-sa-aiplatform.iam.gserviceaccount.com" ] }, { "role": "roles/storage.admin", "members": [ "serviceAccount:service-1@gcp-sa-pubsub.iam.gserviceaccount.com" ] } ] } }""", Because = "It needs the customer's key; the other is no agent of AI.")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/storage.admin", "members": [ "serviceAccount:service-1@gcp-sa-aiplatform-cc.iam.gserviceaccount.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Organization", "iamPolicy": { "bindings": [ { "role": "roles/owner", "members": [ "serviceAccount:service-1@gcp-sa-notebooks.iam.gserviceaccount.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.customCodeServiceAgent", "members": [ "user:ann@example.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/notebooks.serviceAgent", "members": [ "serviceAccount:train@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Skips("{ }", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/notebooks.serviceAgent", "members": [ "user:ann@example.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/EACH.serviceAgent", "members": [ "user:ann@example.com" ] } ] } }""", Each = ["automl", "dialogflow", "discoveryengine", "documentai", "ml"])]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/EACH", "members": [ "user:ann@example.com" ] } ] } }""", Each = ["aiplatform.user", "compute.serviceAgent"], Because = "It is no role of an agent of an AI service.")]
    public static Verdict AgentsHaveTheirRoles(Project project, HeldRoles roles, AiUse use)
    {
        _ = project;
        return Judge(use, roles.OfProject.Where(held => Members.IsAiAgent(held.Member) ? !IsOfAgent(held.Role) && held.Role != "roles/cloudkms.cryptoKeyEncrypterDecrypter"
            : IsOfAgent(held.Role) && IsOfAi(held.Role) && !Members.IsAgent(held.Member)), "Agents of AI services have their own roles only.");
    }

    [Check("GCP-IAM-028", Severity.Medium, "Conversation, search and document services are administered from within",
        Risk = "A stranger changes what a bot says, what search finds and where documents go.",
        Advice = "Remove strangers, workloads and whole domains from these roles.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = "https://cloud.google.com/dialogflow/cx/docs/concept/access-control")]
    [Command(RemoveCommand)]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/dialogflow.admin", "members": [ "group:bots@example.com" ] } ] } }""", """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Organization", "iamPolicy": { "bindings": [ { "role": "roles/resourcemanager.organizationAdmin", "members": [ "group:admins@example.com" ] } ] } }""")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/dialogflow.reader", "members": [ "user:bob@gmail.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/dialogflow.admin", "members": [ "user:bob@gmail.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/discoveryengine.admin", "members": [ "user:bob@partner.example" ] } ] } }""", """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Organization", "iamPolicy": { "bindings": [ { "role": "roles/resourcemanager.organizationAdmin", "members": [ "group:admins@example.com" ] } ] } }""", Because = "The organisation's people are of another domain.")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "bindings": [ { "role": "roles/documentai.admin", "members": [ "domain:example.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/documentai.editor", "members": [ "serviceAccount:web@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Skips("{ }", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/dialogflow.admin", "members": [ "user:bob@gmail.com" ] } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/EACH", "members": [ "domain:example.com" ] } ] } }""", Each = ["dialogflow.consoleAgentEditor", "discoveryengine.editor"])]
    public static Verdict AdministeredFromWithin(Project project, HeldRoles roles, AiUse use)
    {
        _ = project;
        return Judge(use, roles.OfProject.Where(held => s_serviceAdmins.Contains(held.Role) && (Members.IsBroad(held.Member) || Members.IsWorkload(held.Member) || roles.IsStranger(held.Member))),
            "No stranger, workload or whole domain administers them.");
    }

    /// <summary>Whether a role is one of an AI service.</summary>
    public static bool IsOfAi(string role) => role.StartsWith("roles/", StringComparison.Ordinal) && role.IndexOf('.', StringComparison.Ordinal) is > 6 and var dot && s_aiRoles.Contains(role[6..dot]);

    /// <summary>Whether a role lets its holder change what an AI service has, or run something in it.</summary>
    public static bool IsWriting(string role) => IsOfAi(role) && !role.EndsWith("iewer", StringComparison.Ordinal) && !role.EndsWith("eader", StringComparison.Ordinal) && !IsOfAgent(role);

    private static bool IsOfAgent(string role) => role.EndsWith("erviceAgent", StringComparison.Ordinal);

    private static bool Administers(CustomRole role) => role.IncludedPermissions is { } given
        && (given.Any(permission => permission.StartsWith("aiplatform.", StringComparison.Ordinal) && permission.EndsWith(".setIamPolicy", StringComparison.Ordinal))
            || given.Contains("aiplatform.endpoints.delete") && given.Contains("aiplatform.models.delete"));

    private static Verdict Judge(AiUse use, IEnumerable<GoogleBinding> wrong, string good)
    {
        if (!use.Any)
        {
            return NotApplicable(AiUse.None);
        }
        var held = HeldRoles.Found(wrong).Select(role => role.ToString()).ToList();
        return held.Count == 0 ? Pass(good) : Fail($"Held by {Names.Some(held)}.");
    }
}
