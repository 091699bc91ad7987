using AiCloudSecurity.Iam.Google;
using AiCloudSecurity.Repairs.Gcp;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on whom AI resources are shared with.</summary>
internal static class SharingChecks
{
    private const string Everybody = "shared with everybody";

    [Check("GCP-IAM-004", Severity.Critical, "AI resource is not shared with everybody",
        Risk = "Anybody on the internet calls, copies or changes it.",
        Advice = "Remove allUsers and allAuthenticatedUsers from the policy.",
        Tip = Tip.LeastPrivilege | Tip.NotebookSharing, Remedy = Remedy.Safe, Owasp = "LLM02, ML05", Atlas = "AML.T0044, AML.T0035", Link = "https://cloud.google.com/iam/docs/principals-overview#all-users")]
    [Command("gcloud asset search-all-iam-policies --scope projects/{Scope} --query policy:allUsers")]
    [Passes("""{ "assetType": "aiplatform.googleapis.com/Endpoint", "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "group:ml@example.com" ] } ] } }""")]
    [Passes("""{ "assetType": "cloudresourcemanager.googleapis.com/Project", "iamPolicy": { "bindings": [ { "role": "roles/browser", "members": [ "allAuthenticatedUsers" ] }, { "role": "roles/aiplatform.user", "members": [ "group:ml@example.com" ] } ] } }""", Because = "Other roles than those of AI are not judged here.")]
    [Fails("""{ "assetType": "aiplatform.googleapis.com/Endpoint", "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "group:ml@example.com", "allUsers" ] } ] } }""")]
    [Fails("""{ "assetType": "notebooks.googleapis.com/Instance", "iamPolicy": { "bindings": [ { "role": "roles/viewer", "members": [ "allAuthenticatedUsers" ] } ] } }""")]
    [Fails("""{ "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "bindings": [ { "role": "roles/discoveryengine.viewer", "members": [ "allUsers" ] } ] } }""")]
    [Skips("""{ "assetType": "compute.googleapis.com/Instance", "iamPolicy": { "bindings": [ { "role": "roles/viewer", "members": [ "allUsers" ] } ] } }""")]
    public static Verdict NotWithEverybody(IamPolicy policy)
    {
        var service = policy.Identity.Id.IndexOf('/', 2) is > 0 and var end ? policy.Identity.Id[2..end] : "";
        var scope = HeldRoles.IsScope(policy);
        if (!scope && !AiUse.IsAi(service))
        {
            return NotApplicable("The policy is of no AI resource.");
        }
        var wrong = (policy.Policy?.Bindings ?? []).Where(binding => (!scope || ProjectRoleChecks.IsOfAi(binding.Role ?? "")) && binding.Members?.Any(Members.IsEverybody) is true).ToList();
        return wrong.Count > 0 ? Fail($"{Names.Some(wrong.Select(binding => binding.Role ?? ""))}: {Everybody}.") : Pass("It is shared with nobody unknown.");
    }

    [Repair("GCP-IAM-004", "gcp/iam/Policy")]
    internal static IEnumerable<Wish> ShareWithNobodyUnknown(IamPolicy policy) =>
        HeldRoles.IsInherited(policy) ? []
        : [PolicySettings.Policy(policy, policy.Identity.Id, PolicySettings.Without(role => !HeldRoles.IsScope(policy) || ProjectRoleChecks.IsOfAi(role), Members.IsEverybody), "Whoever uses the resource as one of everybody is refused.")];

    [Check("GCP-IAM-014", Severity.Medium, "Notebook is administered and run by its own team only",
        Risk = "Whoever is let in runs code with the notebook's rights on its data.",
        Advice = "Bind the role to a group of the team that owns the notebook.",
        Tip = Tip.NotebookSharing, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0012", Link = "https://cloud.google.com/vertex-ai/docs/workbench/instances/manage-access-jupyterlab")]
    [Passes("""{ "gceSetup": { } }""", """IamPolicy { "assetType": "notebooks.googleapis.com/Instance", "iamPolicy": { "bindings": [ { "role": "roles/notebooks.runner", "members": [ "group:ml@example.com" ] }, { "role": "roles/notebooks.viewer", "members": [ "domain:example.com" ] } ] } }""")]
    [Passes("""{ "gceSetup": { } }""")]
    [Fails("""{ "gceSetup": { } }""", """IamPolicy { "assetType": "notebooks.googleapis.com/Instance", "iamPolicy": { "bindings": [ { "role": "roles/notebooks.runner", "members": [ "domain:example.com" ] } ] } }""")]
    [Fails("""{ "gceSetup": { } }""", """IamPolicy { "assetType": "notebooks.googleapis.com/Instance", "iamPolicy": { "bindings": [ { "role": "roles/notebooks.admin", "members": [ "user:bob@gmail.com" ] } ] } }""")]
    [Fails("""{ "gceSetup": { } }""", """IamPolicy { "assetType": "notebooks.googleapis.com/Instance", "iamPolicy": { "bindings": [ { "role": "roles/notebooks.admin", "members": [ "user:bob@partner.example" ] } ] } }""", """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Organization", "iamPolicy": { "bindings": [ { "role": "roles/resourcemanager.organizationAdmin", "members": [ "group:admins@example.com" ] } ] } }""")]
    [Skips("""{ "state": "ACTIVE" }""", Because = "It was made by the first version of the interface, of which none is left.")]
    public static Verdict NotebookOfItsTeam(WorkbenchInstance notebook, HeldRoles roles) => notebook.IsGone ? NotApplicable(NotebookChecks.Gone)
        : Judge(roles.On(notebook).Where(held => held.Role is "roles/notebooks.admin" or "roles/notebooks.runner" && (Members.IsBroad(held.Member) || roles.IsStranger(held.Member))));

    [Repair("GCP-IAM-014", "gcp/iam/Policy")]
    internal static IEnumerable<Wish> KeepToTeam(WorkbenchInstance notebook, HeldRoles roles)
    {
        var others = HeldRoles.Found(roles.On(notebook).Where(held => held.Role is "roles/notebooks.admin" or "roles/notebooks.runner" && (Members.IsBroad(held.Member) || roles.IsStranger(held.Member)))).Select(held => held.Member).ToHashSet();
        yield return PolicySettings.Policy(notebook, notebook.Identity.Id, PolicySettings.Without(role => role is "roles/notebooks.admin" or "roles/notebooks.runner", others.Contains), $"{Names.Some(others)} cannot open the notebook any more.");
    }

    [Check("GCP-IAM-015", Severity.Medium, "Runtime template is not shared with a whole domain",
        Risk = "Everybody in the company starts machines from it, with its account and in its network.",
        Advice = "Bind the role to the groups that work with it.",
        Tip = Tip.NotebookSharing, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = "https://cloud.google.com/colab/docs/manage-runtime-template-access")]
    [Passes("{ }", """IamPolicy { "assetType": "aiplatform.googleapis.com/NotebookRuntimeTemplate", "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.notebookRuntimeUser", "members": [ "group:ml@example.com" ] } ] } }""")]
    [Fails("{ }", """IamPolicy { "assetType": "aiplatform.googleapis.com/NotebookRuntimeTemplate", "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.notebookRuntimeUser", "members": [ "domain:example.com" ] } ] } }""")]
    [Fails("{ }", """IamPolicy { "assetType": "aiplatform.googleapis.com/NotebookRuntimeTemplate", "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.colabEnterpriseUser", "members": [ "allAuthenticatedUsers" ] } ] } }""")]
    public static Verdict TemplateNotForAll(NotebookRuntimeTemplate template, HeldRoles roles) =>
        Judge(roles.On(template).Where(held => Members.IsBroad(held.Member)));

    [Repair("GCP-IAM-015", "gcp/iam/Policy")]
    internal static IEnumerable<Wish> ShareTemplateWithFew(NotebookRuntimeTemplate template, HeldRoles roles)
    {
        var others = HeldRoles.Found(roles.On(template).Where(held => Members.IsBroad(held.Member))).Select(held => held.Member).ToHashSet();
        yield return PolicySettings.Policy(template, template.Identity.Id, PolicySettings.Without(_ => true, others.Contains), $"{Names.Some(others)} cannot start runtimes from the template any more.");
    }

    [Check("GCP-IAM-013", Severity.High, "Notebook that runs as a service account is not open to a broad group",
        Risk = "All who may act as the account open the notebook and see each other's work and data.",
        Advice = "Make the notebook anew for a single user, or bind roles/iam.serviceAccountUser to the few who work in it.",
        Tip = Tip.NotebookSharing, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0012, AML.T0036", Link = "https://cloud.google.com/vertex-ai/docs/workbench/instances/manage-access-jupyterlab")]
    [Command("gcloud workbench instances describe {instances} --location {locations} --project {Scope} && gcloud workbench instances create NEW_NAME --machine-type {gceSetup.machineType} --network NETWORK --subnet SUBNET --disable-public-ip --service-account-email SERVICE_ACCOUNT_EMAIL --instance-owners USER_EMAIL --location {locations} --project {Scope}")]
    [Passes("""{ "instanceOwners": [ "ann@example.com" ], "gceSetup": { "serviceAccounts": [ { "email": "nb@ai-project.iam.gserviceaccount.com" } ] } }""", """ServiceAccount { "name": "nb", "email": "nb@ai-project.iam.gserviceaccount.com", "uniqueId": "42" }""", """IamPolicy { "name": "//iam.googleapis.com/projects/ai-project/serviceAccounts/42", "assetType": "iam.googleapis.com/ServiceAccount", "iamPolicy": { "bindings": [ { "role": "roles/iam.serviceAccountUser", "members": [ "group:ml@example.com" ] } ] } }""")]
    [Passes("""{ "gceSetup": { "serviceAccounts": [ { "email": "nb@ai-project.iam.gserviceaccount.com" } ] } }""", """ServiceAccount { "name": "nb", "email": "nb@ai-project.iam.gserviceaccount.com", "uniqueId": "42" }""", """IamPolicy { "name": "//iam.googleapis.com/projects/ai-project/serviceAccounts/42", "assetType": "iam.googleapis.com/ServiceAccount", "iamPolicy": { "bindings": [ { "role": "roles/iam.serviceAccountUser", "members": [ "user:ann@example.com" ] }, { "role": "roles/iam.serviceAccountViewer", "members": [ "group:ml@example.com" ] } ] } }""")]
    [Fails("""{ "gceSetup": { "serviceAccounts": [ { "email": "nb@ai-project.iam.gserviceaccount.com" } ] } }""", """ServiceAccount { "name": "nb", "email": "nb@ai-project.iam.gserviceaccount.com", "uniqueId": "42" }""", """IamPolicy { "name": "//iam.googleapis.com/projects/ai-project/serviceAccounts/42", "assetType": "iam.googleapis.com/ServiceAccount", "iamPolicy": { "bindings": [ { "role": "roles/iam.serviceAccountUser", "members": [ "group:ml@example.com" ] } ] } }""")]
    [Fails("""{ "gceSetup": { } }""", """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "bindings": [ { "role": "roles/iam.serviceAccountUser", "members": [ "domain:example.com" ] } ] } }""", """ServiceAccount { "name": "default", "email": "123456789012-compute@developer.gserviceaccount.com" }""", Because = "It runs as the default account, and they may act as all of the project's.")]
    [Skips("""{ "state": "ACTIVE" }""")]
    [Fails("""{ "gceSetup": { "serviceAccounts": [ { "email": "default" } ] } }""", """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "bindings": [ { "role": "roles/iam.serviceAccountUser", "members": [ "domain:example.com" ] } ] } }""", """ServiceAccount { "name": "default", "email": "123456789012-compute@developer.gserviceaccount.com" }""", Because = "That is the default account, too.")]
    public static Verdict NotebookNotForMany(WorkbenchInstance notebook, HeldRoles roles, Inventory<ServiceAccount> accounts, Scope scope)
    {
        if (notebook.IsGone)
        {
            return NotApplicable(NotebookChecks.Gone);
        }
        if (notebook.InstanceOwners is { Count: > 0 } owners)
        {
            return Pass($"It is open to {Names.Some(owners)} only.");
        }
        var email = notebook.GceSetup!.ServiceAccounts is [{ Email: { Length: > 0 } own }, ..] && own != "default" ? own : $"{scope.Number}-compute@developer.gserviceaccount.com";
        return Judge(roles.ActingAs(email, accounts.Find(email)).Where(held => !held.IsBasic && (Members.IsBroad(held.Member) || held.Member.StartsWith("group:", StringComparison.Ordinal))),
            $"No group or domain may act as {email}.");
    }

    private static Verdict Judge(IEnumerable<GoogleBinding> wrong, string good = "It is shared with nobody beyond.")
    {
        var held = HeldRoles.Found(wrong).Select(role => role.ToString()).ToList();
        return held.Count == 0 ? Pass(good) : Fail($"Held by {Names.Some(held)}.");
    }
}
