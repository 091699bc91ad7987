using AiCloudSecurity.Checks.Aws;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Iam.Google;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on rights that nobody uses, by what Recommender observed.</summary>
internal static class UnusedRightChecks
{
    [Check("GCP-IAM-102", Severity.Medium, "Members use the AI services that their roles give",
        Risk = "A right that nobody misses is one more that a stolen identity brings.",
        Advice = "Replace the role by one for the services that are used, or remove it.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Atlas = "AML.T0012", Link = "https://cloud.google.com/policy-intelligence/docs/policy-insights")]
    [Command("gcloud projects get-iam-policy {projects} && gcloud projects add-iam-policy-binding {projects} --member MEMBER --role roles/aiplatform.user --condition None && gcloud projects remove-iam-policy-binding {projects} --member MEMBER --role WIDE_ROLE --all")]
    [Passes("{ }", AiUse.Vertex, User, """PolicyInsight { "lastRefreshTime": "2026-10-31T12:00:00Z", "observationPeriod": "7776000s", "targetResources": [ "//cloudresourcemanager.googleapis.com/projects/123456789012" ], "content": { "role": "roles/aiplatform.user", "member": "user:ann@example.com", "exercisedPermissions": [ { "permission": "aiplatform.endpoints.predict" } ] } }""")]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/compute.viewer", "members": [ "user:ann@example.com" ] } ] } }""", Because = "It is no right over AI.")]
    [Fails("{ }", AiUse.Vertex, User, """PolicyInsight { "lastRefreshTime": "2026-10-31T12:00:00Z", "observationPeriod": "7776000s", "targetResources": [ "//cloudresourcemanager.googleapis.com/projects/123456789012" ], "content": { "role": "roles/aiplatform.user", "member": "user:ann@example.com", "condition": { "expression": "" } } }""")]
    [Fails("{ }", AiUse.Vertex, """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "bindings": [ { "role": "roles/dialogflow.admin", "members": [ "group:bots@example.com" ] } ] } }""", """PolicyInsight { "lastRefreshTime": "2026-10-31T12:00:00Z", "observationPeriod": "7776000s", "targetResources": [ "//cloudresourcemanager.googleapis.com/folders/2" ], "content": { "role": "roles/dialogflow.admin", "member": "group:bots@example.com", "exercisedPermissions": [ { "permission": "resourcemanager.projects.get" } ] } }""")]
    [CannotSay("{ }", AiUse.Vertex, User, Because = "There is no insight: it is young, or nobody pays for them.")]
    [CannotSay("{ }", AiUse.Vertex, User, """PolicyInsight { "lastRefreshTime": "2026-10-31T12:00:00Z", "observationPeriod": "604800s", "targetResources": [ "//cloudresourcemanager.googleapis.com/projects/123456789012" ], "content": { "role": "roles/aiplatform.user", "member": "user:ann@example.com" } }""", Because = "It looks back a week only.")]
    [Skips("{ }", User)]
    [Passes("{ }", AiUse.Vertex, """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.serviceAgent", "members": [ "serviceAccount:service-1@gcp-sa-aiplatform.iam.gserviceaccount.com" ] } ] } }""", Because = "Google's own agents are not judged here.")]
    public static Verdict RightsAreUsed(Project project, AiUse use, GoogleAccess access, GoogleUse used, UsePeriod period)
    {
        _ = project;
        if (!use.Any)
        {
            return NotApplicable(AiUse.None);
        }
        // Each service of which a role gives rights, and whether one of them was used.
        var rights = (from binding in access.Bindings
                      where binding.IsOnScope && !Members.IsAgent(binding.Member)
                      from action in GoogleActions.All
                      where binding.Permissions?.Contains(action.Name) is true
                      let service = GoogleEvaluator.ServiceOf(action.Name)
                      where AiUse.IsAi(service)
                      group used.Of(binding, action.Name, period.Since) by (binding, service) into uses
                      select (Right: $"{uses.Key.binding} ({uses.Key.service})", Use: uses.Contains(Use.Used) ? Use.Used : uses.Contains(Use.Unknown) ? Use.Unknown : Use.Unused)).ToList();
        var (unused, unknown) = (rights.FindAll(right => right.Use == Use.Unused), rights.FindAll(right => right.Use == Use.Unknown));
        return rights.Count == 0 ? Pass("Nobody's role gives rights over AI.")
            : unused.Count > 0 ? Fail($"Not used since {period.Since:yyyy-MM-dd}: {Names.Some(unused.Select(right => right.Right))}.")
            : unknown.Count > 0 ? Unknown(used.Unread ?? $"Recommender has not observed for long enough what is used of {Names.Some(unknown.Select(right => right.Right))}.")
            : Pass($"All of them were used since {period.Since:yyyy-MM-dd}.");
    }

    private const string User = """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "user:ann@example.com" ] } ] } }""";
}
