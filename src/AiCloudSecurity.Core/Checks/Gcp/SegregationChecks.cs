using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on test and production being kept apart, as far as one project shows it.</summary>
internal static class SegregationChecks
{
    [Check("GCP-IAM-017", Severity.Medium, "Nobody changes AI in production with what works in test",
        Risk = "What is taken over in test, where little is guarded, reaches the models of production.",
        Advice = "Keep test and production in projects of their own, and give each its own accounts and groups.",
        Tip = Tip.Segregation, Remedy = Remedy.MayBreak, Owasp = "LLM06, ML10", Atlas = "AML.T0012", Link = "https://cloud.google.com/architecture/landing-zones/decide-resource-hierarchy")]
    [Command("gcloud projects get-iam-policy {projects} && gcloud projects remove-iam-policy-binding {projects} --member MEMBER --role WIDE_ROLE --all")]
    [Passes("""{ "labels": { "env": "prod" } }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "serviceAccount:ci@ml-prod.iam.gserviceaccount.com" ] } ] } }""")]
    [Passes("""{ "labels": { "env": "prod" } }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.viewer", "members": [ "serviceAccount:ci@ml-dev.iam.gserviceaccount.com" ] } ] } }""", Because = "Looking on is no change.")]
    [Passes("""{ "labels": { "env": "prod" } }""", """Endpoint { "labels": { "env": "prod" } }""", """WorkbenchInstance { "gceSetup": { } }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "group:ml@example.com" ] } ] } }""")]
    [Fails("""{ "labels": { "env": "prod" } }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "serviceAccount:ci@ml-dev.iam.gserviceaccount.com" ] } ] } }""")]
    [Fails("""{ "labels": { "environment": "test" } }""", """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "bindings": [ { "role": "roles/notebooks.admin", "members": [ "serviceAccount:nb@ml-prod.iam.gserviceaccount.com" ] } ] } }""")]
    [Fails("{ }", """Endpoint { "labels": { "env": "prod" } }""", """WorkbenchInstance { "gceSetup": { }, "labels": { "env": "test" } }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "group:ml@example.com" ] } ] } }""", Because = "Both are in one project, and the role is for all of it.")]
    [Skips("{ }", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "group:ml@example.com" ] } ] } }""", Because = "Nothing says which environment it is.")]
    [Passes("""{ "labels": { "env": "prod" } }""", """WorkbenchInstance { "labels": { "env": "test" } }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "group:ml@example.com" ] } ] } }""", Because = "The notebook is gone.")]
    [Passes("""{ "labels": { "env": "prod" } }""", """WorkbenchInstance { "gceSetup": { }, "labels": { "env": "test" } }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.viewer", "members": [ "group:ml@example.com" ] } ] } }""", Because = "Both are in one project, and nobody changes all of it.")]
    public static Verdict RightsApart(Project project, HeldRoles roles, ProjectEnvironment environment, Inventory<Endpoint> endpoints, Inventory<WorkbenchInstance> notebooks)
    {
        _ = project;
        var known = endpoints.All.Select(endpoint => environment.Of(endpoint, endpoint.Labels)).Concat(notebooks.All.Where(notebook => !notebook.IsGone).Select(notebook => environment.Of(notebook, notebook.Labels)))
            .Append(environment.OfProject).OfType<KnownEnvironment>().ToList();
        if (known.Count == 0)
        {
            return NotApplicable("Nothing says whether this is test or production.");
        }
        var writing = roles.OfProject.Where(held => ProjectRoleChecks.IsWriting(held.Role) && held.IsWhole && !Members.IsAgent(held.Member)).ToList();
        if (known.Exists(one => one.IsProduction) && known.Find(one => !one.IsProduction) is { } test)
        {
            return writing.Count == 0 ? Pass("Nobody has a role for AI in the project as a whole.")
                : Fail($"Test ({test.By}) and production ({known.Find(one => one.IsProduction)!.By}) are in one project, and all of it is changed by {Names.Some(writing.Select(held => held.ToString()))}.");
        }
        var strangers = writing.Where(held => environment.OfAccount(Members.AccountOf(held.Member)) is { } other && other.IsProduction != known[0].IsProduction).Select(held => held.ToString()).ToList();
        return strangers.Count == 0 ? Pass($"{known[0].By} says where it is, and no account of the other side changes it.")
            : Fail($"{known[0].By} says where it is, and it is changed from the other side by {Names.Some(strangers)}.");
    }

    [Check("GCP-IAM-018", Severity.High, "AI work in production runs as no account of test",
        Risk = "Whoever takes over the account in test is in production.",
        Advice = "Give the work of each environment a service account of its own, in its own project.",
        Tip = Tip.Segregation, Remedy = Remedy.Recreate, Owasp = "ML06", Atlas = "AML.T0012", Link = "https://cloud.google.com/iam/docs/best-practices-service-accounts")]
    [Command("gcloud iam service-accounts create NEW_NAME --project {Scope}")]
    [Passes("""{ "labels": { "env": "prod" } }""", """WorkbenchInstance { "gceSetup": { "serviceAccounts": [ { "email": "nb@ml-prod.iam.gserviceaccount.com" } ] } }""")]
    [Passes("{ }", """WorkbenchInstance { "labels": { "env": "test" }, "gceSetup": { "serviceAccounts": [ { "email": "nb@ai-project.iam.gserviceaccount.com" } ] } }""", """Endpoint { "labels": { "env": "prod" }, "deployedModels": [ { "serviceAccount": "serve@ai-project.iam.gserviceaccount.com" } ] }""")]
    [Fails("""{ "labels": { "env": "prod" } }""", """WorkbenchInstance { "gceSetup": { "serviceAccounts": [ { "email": "nb@ml-dev.iam.gserviceaccount.com" } ] } }""")]
    [Fails("""{ "labels": { "env": "prod" } }""", """PipelineJob { "serviceAccount": "pipe@ml-dev.iam.gserviceaccount.com" }""")]
    [Fails("{ }", """CustomJob { "labels": { "env": "test" }, "jobSpec": { "serviceAccount": "ml@ai-project.iam.gserviceaccount.com" } }""", """Endpoint { "labels": { "env": "prod" }, "deployedModels": [ { "serviceAccount": "ml@ai-project.iam.gserviceaccount.com" } ] }""")]
    [Skips("{ }", """WorkbenchInstance { "gceSetup": { "serviceAccounts": [ { "email": "nb@ml-dev.iam.gserviceaccount.com" } ] } }""", Because = "Nothing says which environment it is.")]
    [Skips("""{ "labels": { "env": "prod" } }""", """WorkbenchInstance { "gceSetup": { } }""", Because = "No work names an account.")]
    public static Verdict AccountsApart(Project project, ProjectEnvironment environment, Inventory<WorkbenchInstance> notebooks, Inventory<Endpoint> endpoints, Inventory<CustomJob> jobs, Inventory<PipelineJob> pipelines)
    {
        _ = project;
        var work = (notebooks.All.SelectMany(notebook => (notebook.GceSetup?.ServiceAccounts ?? []).Select(account => (Email: account.Email, At: environment.Of(notebook, notebook.Labels)))))
            .Concat(endpoints.All.SelectMany(endpoint => (endpoint.DeployedModels ?? []).Select(model => (Email: model.ServiceAccount, At: environment.Of(endpoint, endpoint.Labels)))))
            .Concat(jobs.All.Select(job => (Email: job.JobSpec?.ServiceAccount, At: environment.Of(job, job.Labels))))
            .Concat(pipelines.All.Select(job => (Email: job.ServiceAccount, At: environment.Of(job, job.Labels))))
            .Where(one => one.Email is { Length: > 0 } && one.At is not null).ToList();
        if (work.Count == 0)
        {
            return NotApplicable("No AI work of a known environment names an account.");
        }
        var shared = work.GroupBy(one => one.Email!).Where(account => account.Select(one => one.At!.IsProduction).Concat(environment.OfAccount(account.Key) is { } own ? [own.IsProduction] : Array.Empty<bool>()).Distinct().Count() > 1)
            .Select(account => account.Key).ToList();
        return shared.Count == 0 ? Pass("No account works in test and in production.") : Fail($"Used in test and production: {Names.Some(shared)}.");
    }
}
