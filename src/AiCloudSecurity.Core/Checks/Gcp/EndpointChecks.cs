using System.Globalization;
using System.Text.Json.Nodes;
using AiCloudSecurity.Iam.Google;
using AiCloudSecurity.Repairs.Gcp;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on endpoints of Vertex AI.</summary>
internal static class EndpointChecks
{
    private const string Private = "https://cloud.google.com/vertex-ai/docs/predictions/choose-endpoint-type";
    private const double LeastSample = 0.1;
    private const int MostReplicas = 10;
    private const string NothingDeployed = "No model is deployed.";

    [Check("GCP-IAM-008", Severity.Medium, "Deployed model runs as a service account with few rights",
        Risk = "Whoever brings a model brings code, and it has the rights of the account.",
        Advice = "Deploy the model anew with a service account that has only the roles its container needs.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Recreate, Owasp = "LLM06", Atlas = "AML.T0012", Link = "https://cloud.google.com/vertex-ai/docs/general/custom-service-account")]
    [Command("gcloud ai endpoints describe {endpoints} --region {locations} --project {Scope} && gcloud ai endpoints deploy-model {endpoints} --model MODEL_ID --display-name NEW_NAME --service-account SERVICE_ACCOUNT_EMAIL --region {locations} --project {Scope} && gcloud ai endpoints undeploy-model {endpoints} --deployed-model-id DEPLOYED_MODEL_ID --region {locations} --project {Scope}")]
    [Passes("""{ "deployedModels": [ { "id": "1" } ] }""", Because = "Without one the container runs as an account that may do nothing in the project.")]
    [Passes("""{ "deployedModels": [ { "id": "1", "serviceAccount": "serve@ai-project.iam.gserviceaccount.com" } ] }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/storage.objectViewer", "members": [ "serviceAccount:serve@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Fails("""{ "deployedModels": [ { "id": "1" }, { "id": "2", "serviceAccount": "123456789012-compute@developer.gserviceaccount.com" } ] }""")]
    [Fails("""{ "deployedModels": [ { "id": "1", "serviceAccount": "serve@ai-project.iam.gserviceaccount.com" } ] }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.admin", "members": [ "serviceAccount:serve@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Fails("""{ "deployedModels": [ { "id": "1", "serviceAccount": "serve@ai-project.iam.gserviceaccount.com" } ] }""", """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "bindings": [ { "role": "roles/editor", "members": [ "serviceAccount:serve@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Skips("{ }")]
    public static Verdict FewRights(Endpoint endpoint, HeldRoles roles) => OfModels(endpoint, model =>
        model.ServiceAccount is not { Length: > 0 } account ? Pass("It runs as an account without rights in the project.")
        : Members.IsDefault(account) ? Fail($"It runs as the default account {account}.")
        : PowerfulRole(roles, account) is { } held ? Fail($"It runs as {held}.")
        : Pass($"It runs as {account}."));

    [Check("GCP-NET-018", Severity.High, "Endpoint is reached through a private network only",
        Risk = "Whoever has a token or a stolen identity asks the model from anywhere, as often as he likes.",
        Advice = "Make the endpoint anew with Private Service Connect, and hold the project in a perimeter until then.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Owasp = "LLM10, ML05", Atlas = "AML.T0049, AML.T0040", Link = Private)]
    [Command("""curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/endpoints' -d '{"displayName":"NEW_NAME","privateServiceConnectConfig":{"enablePrivateServiceConnect":true,"projectAllowlist":["{Scope}"]}}'""")]
    [Passes("""{ "deployedModels": [ { "id": "1" } ], "network": "projects/123456789012/global/networks/ai" }""", Because = "A peered network makes it private.")]
    [Passes("""{ "deployedModels": [ { "id": "1" } ], "privateServiceConnectConfig": { "enablePrivateServiceConnect": true } }""", Because = "Private Service Connect makes it private without a network.")]
    [Passes("""{ "deployedModels": [ { "id": "1" } ], "enablePrivateServiceConnect": true }""", Because = "The older switch does, too.")]
    [Fails("""{ "deployedModels": [ { "id": "1" } ] }""")]
    [Fails("""{ "deployedModels": [ { "id": "1" } ], "dedicatedEndpointEnabled": true, "privateServiceConnectConfig": { "projectAllowlist": [ "p" ] } }""")]
    [Fails("{ }", Because = "Nothing is deployed yet, which is milder.", Severity = Severity.Info)]
    public static Verdict IsPrivate(Endpoint endpoint) =>
        endpoint.IsPrivate ? Pass(endpoint.Network is { Length: > 0 } network ? $"It is reached through {Names.Last(network)}." : "It is reached by Private Service Connect.")
        : endpoint.DeployedModels is { Count: > 0 } ? Fail("It is reached from the internet.")
        : Fail("It is reached from the internet; no model is deployed yet.", Severity.Info);

    [Check("GCP-NET-019", Severity.Low, "Public endpoint has a host name of its own",
        Risk = "Endpoints that share a host share its limits: the noise of others takes yours down.",
        Advice = "Make the endpoint anew as a dedicated endpoint.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.Recreate, Owasp = "LLM10", Atlas = "AML.T0029", Link = Private)]
    [Command("""curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/endpoints' -d '{"displayName":"NEW_NAME","dedicatedEndpointEnabled":true}'""")]
    [Passes("""{ "dedicatedEndpointEnabled": true }""")]
    [Fails("{ }")]
    [Skips("""{ "network": "projects/123456789012/global/networks/ai" }""")]
    public static Verdict IsDedicated(Endpoint endpoint) => endpoint.IsPrivate ? NotApplicable("It is private.")
        : endpoint.DedicatedEndpointEnabled ? Pass("It has a host name of its own.") : Fail("It shares its host name with others.");

    [Check("GCP-NET-020", Severity.Medium, "Private Service Connect takes this organisation's projects only",
        Risk = "A project of somebody else connects to the model.",
        Advice = "List the projects that may connect, and no others.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "ML05", Atlas = "AML.T0044", Link = "https://cloud.google.com/vertex-ai/docs/predictions/private-service-connect")]
    [Command("""curl -X PATCH -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/endpoints/{endpoints}?updateMask=privateServiceConnectConfig.projectAllowlist' -d '{"privateServiceConnectConfig":{"enablePrivateServiceConnect":true,"projectAllowlist":["PROJECT_ID"]}}'""")]
    [Passes("""{ "privateServiceConnectConfig": { "enablePrivateServiceConnect": true, "projectAllowlist": [ "ai-project", "123456789012" ] } }""")]
    [Fails("""{ "privateServiceConnectConfig": { "enablePrivateServiceConnect": true } }""")]
    [Fails("""{ "privateServiceConnectConfig": { "enablePrivateServiceConnect": true, "projectAllowlist": [] } }""")]
    [CannotSay("""{ "privateServiceConnectConfig": { "enablePrivateServiceConnect": true, "projectAllowlist": [ "ai-project", "shared-vpc" ] } }""", Because = "Whose project the other is, this project does not say.")]
    [Skips("""{ "network": "projects/123456789012/global/networks/ai" }""")]
    [Skips("""{ "privateServiceConnectConfig": { "projectAllowlist": [ "other" ] } }""")]
    [Passes("""{ "privateServiceConnectConfig": { "enablePrivateServiceConnect": true, "projectAllowlist": [ "projects/ai-project" ] } }""")]
    public static Verdict KnownProjects(Endpoint endpoint, Scope scope)
    {
        if (endpoint.PrivateServiceConnectConfig is not { EnablePrivateServiceConnect: true } connect)
        {
            return NotApplicable("It is not reached by Private Service Connect.");
        }
        var others = (connect.ProjectAllowlist ?? []).Select(project => project.StartsWith("projects/", StringComparison.Ordinal) ? project[9..] : project)
            .Where(project => project != scope.Id && project != scope.Number).ToList();
        return connect.ProjectAllowlist is not { Count: > 0 } ? Fail("No project is listed that may connect.")
            : others.Count == 0 ? Pass("Only the project itself may connect.")
            : Unknown($"Whether {Names.Some(others)} {(others.Count == 1 ? "is a project" : "are projects")} of the organisation was not read.");
    }

    [Check("GCP-MON-004", Severity.High, "Endpoint keeps requests and answers",
        Risk = "Theft of the model and attacks on it leave no trace of what was asked.",
        Advice = "Switch request-response logging on, with a sample of a tenth or more.",
        Tip = Tip.Audit | Tip.ModelMonitoring, Remedy = Remedy.Safe, Owasp = "ML03, ML05", Atlas = "AML.T0024", Link = "https://cloud.google.com/vertex-ai/docs/predictions/online-prediction-logging")]
    [Passes("""{ "deployedModels": [ { "id": "1" } ], "predictRequestResponseLoggingConfig": { "enabled": true, "samplingRate": 0.1, "bigqueryDestination": { "outputUri": "bq://ai-project.logs" } } }""")]
    [Fails("""{ "deployedModels": [ { "id": "1" } ], "predictRequestResponseLoggingConfig": { "enabled": true, "samplingRate": 0.09 } }""")]
    [Fails("""{ "deployedModels": [ { "id": "1" } ], "predictRequestResponseLoggingConfig": { "enabled": true } }""", Because = "No rate is none: zero is left out.")]
    [Fails("""{ "deployedModels": [ { "id": "1" } ], "predictRequestResponseLoggingConfig": { "samplingRate": 1 } }""")]
    [Fails("""{ "deployedModels": [ { "id": "1" } ] }""")]
    [Skips("{ }")]
    public static Verdict KeepsRequests(Endpoint endpoint) =>
        endpoint.DeployedModels is not { Count: > 0 } ? NotApplicable(NothingDeployed)
        : endpoint.PredictRequestResponseLoggingConfig is not { Enabled: true } log ? Fail("Requests and answers are not kept.")
        : log.SamplingRate is >= LeastSample and var rate ? Pass($"{Percent(rate)} of requests are kept.")
        : Fail($"Only {Percent(log.SamplingRate ?? 0)} of requests are kept.");

    [Repair("GCP-MON-004", "gcp/vertex/EndpointLog", Needs = "-LogDataset")]
    internal static IEnumerable<Wish> KeepRequests(Endpoint endpoint, RepairChoices choices)
    {
        var kept = endpoint.PredictRequestResponseLoggingConfig?.BigqueryDestination?.OutputUri;
        yield return VertexSettings.EndpointLog.Wish(endpoint, new()
        {
            ["predictRequestResponseLoggingConfig"] = new JsonObject
            {
                ["enabled"] = true,
                ["samplingRate"] = Math.Max(endpoint.PredictRequestResponseLoggingConfig?.SamplingRate ?? 0, LeastSample),
                ["bigqueryDestination"] = new JsonObject { ["outputUri"] = kept is { Length: > 0 } ? kept : RepairChoices.Of(choices.LogDataset, "-LogDataset") },
            },
        });
    }

    [Check("GCP-MON-006", Severity.Medium, "Deployed models log who asks and what their container says",
        Risk = "Who asks how often, and what goes wrong, cannot be seen afterwards.",
        Advice = "Deploy the model with access logging, and leave container logging on.",
        Tip = Tip.Audit, Remedy = Remedy.MayBreak, Owasp = "ML05", Atlas = "AML.T0024", Link = "https://cloud.google.com/vertex-ai/docs/predictions/online-prediction-logging")]
    [Command("gcloud ai endpoints deploy-model {endpoints} --model MODEL_ID --display-name NEW_NAME --enable-access-logging --region {locations} --project {Scope}")]
    [Passes("""{ "deployedModels": [ { "id": "1", "enableAccessLogging": true } ] }""")]
    [Fails("""{ "deployedModels": [ { "id": "1", "enableAccessLogging": true }, { "id": "2" } ] }""")]
    [Fails("""{ "deployedModels": [ { "id": "1", "enableAccessLogging": true, "disableContainerLogging": true } ] }""")]
    [Skips("{ }")]
    public static Verdict Logs(Endpoint endpoint) => OfModels(endpoint, model =>
        !model.EnableAccessLogging ? Fail("Access logging is off.") : model.DisableContainerLogging ? Fail("Container logging is off.") : Pass("Access and the container are logged."));

    [Check("GCP-MON-008", Severity.High, "Deployed models are monitored",
        Risk = "Poisoned or drifting models, and the search for what they know, are not noticed.",
        Advice = "Create a model monitoring job for the endpoint, or a model monitor for the model.",
        Tip = Tip.ModelMonitoring, Remedy = Remedy.Safe, Owasp = "ML03, ML08", Atlas = "AML.T0024", Link = "https://cloud.google.com/vertex-ai/docs/model-monitoring/overview")]
    [Command("gcloud ai model-monitoring-jobs create --display-name NEW_NAME --endpoint {endpoints} --emails EMAIL --prediction-sampling-rate 0.2 --feature-thresholds FEATURE=0.3 --region {locations} --project {Scope}")]
    [Passes("""{ "deployedModels": [ { "id": "1" } ] }""", """MonitoringJob { "state": "JOB_STATE_RUNNING", "scheduleState": "RUNNING", "endpoint": "projects/123456789012/locations/europe-west4/endpoints/example", "modelDeploymentMonitoringObjectiveConfigs": [ { "deployedModelId": "1" } ] }""")]
    [Passes("""{ "deployedModels": [ { "id": "1", "model": "projects/ai-project/locations/europe-west4/models/m" } ] }""", """ModelMonitor { "modelMonitoringTarget": { "vertexModel": { "model": "projects/123456789012/locations/europe-west4/models/m" } } }""", Because = "Monitors of the second kind are of the model.")]
    [Fails("""{ "deployedModels": [ { "id": "1" } ] }""")]
    [Fails("""{ "deployedModels": [ { "id": "1" } ], "modelDeploymentMonitoringJob": "projects/ai-project/locations/europe-west4/modelDeploymentMonitoringJobs/j" }""", Because = "The job that it names is not there.")]
    [Fails("""{ "deployedModels": [ { "id": "1" } ] }""", """MonitoringJob { "state": "JOB_STATE_PAUSED", "scheduleState": "OFFLINE", "endpoint": "projects/123456789012/locations/europe-west4/endpoints/example", "modelDeploymentMonitoringObjectiveConfigs": [ { "deployedModelId": "1" } ] }""")]
    [Fails("""{ "deployedModels": [ { "id": "1" } ] }""", """MonitoringJob { "state": "JOB_STATE_RUNNING", "scheduleState": "OFFLINE", "endpoint": "projects/123456789012/locations/europe-west4/endpoints/example", "modelDeploymentMonitoringObjectiveConfigs": [ { "deployedModelId": "1" } ] }""")]
    [Fails("""{ "deployedModels": [ { "id": "1" } ] }""", """MonitoringJob { "state": "JOB_STATE_RUNNING", "endpoint": "projects/123456789012/locations/europe-west4/endpoints/other", "modelDeploymentMonitoringObjectiveConfigs": [ { "deployedModelId": "1" } ] }""")]
    [Fails("""{ "deployedModels": [ { "id": "1" }, { "id": "2" } ] }""", """MonitoringJob { "state": "JOB_STATE_RUNNING", "endpoint": "projects/123456789012/locations/europe-west4/endpoints/example", "modelDeploymentMonitoringObjectiveConfigs": [ { "deployedModelId": "1" } ] }""", Because = "One of two is not looked at.")]
    [Fails("""{ "deployedModels": [ { "id": "1", "model": "projects/ai-project/locations/europe-west4/models/m" } ] }""", """ModelMonitor { "modelMonitoringTarget": { "vertexModel": { "model": "projects/ai-project/locations/europe-west4/models/other" } } }""")]
    [Skips("{ }")]
    [Passes("""{ "deployedModels": [ { "id": "1" } ] }""", """MonitoringJob { "state": "JOB_STATE_RUNNING", "scheduleState": "RUNNING", "endpoint": "projects/123456789012/locations/europe-west4/endpoints/example", "modelDeploymentMonitoringObjectiveConfigs": [ { "deployedModelId": "7" }, { "deployedModelId": "1" } ] }""")]
    public static Verdict Monitored(Endpoint endpoint, Inventory<MonitoringJob> jobs, Inventory<ModelMonitor> monitors, Scope scope) => OfModels(endpoint, model =>
    {
        var job = jobs.Known.FirstOrDefault(job => job.IsWatching && Same(job.Endpoint, endpoint.Identity.Id, scope)
            && job.ModelDeploymentMonitoringObjectiveConfigs?.Any(config => config.DeployedModelId == model.Id) is true);
        if (job is not null)
        {
            return Pass($"The job {job.Identity.Name} monitors it.");
        }
        var monitor = model.Model is { Length: > 0 } name ? monitors.Known.FirstOrDefault(monitor => Same(monitor.ModelMonitoringTarget?.VertexModel?.Model, name, scope)) : null;
        // What was not seen could be the one.
        return monitor is not null ? Pass($"The monitor {monitor.Identity.Name} watches it.")
            : jobs.All.Count + monitors.All.Count == 0 ? Fail("Nothing monitors it.") : Fail("No running job and no monitor is about it.");
    });

    [Check("GCP-MON-022", Severity.Low, "Deployed model cannot grow without bounds",
        Risk = "A flood of requests becomes a flood of machines on your invoice.",
        Advice = "Set the largest number of replicas to what the traffic needs.",
        Tip = Tip.Budget, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0034", Link = "https://cloud.google.com/vertex-ai/docs/predictions/autoscaling")]
    [Command("""curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/endpoints/{endpoints}:mutateDeployedModel' -d '{"deployedModel":{"id":"DEPLOYED_MODEL_ID","dedicatedResources":{"minReplicaCount":1,"maxReplicaCount":4}},"updateMask":"dedicatedResources.maxReplicaCount"}'""")]
    [Passes("""{ "deployedModels": [ { "id": "1", "dedicatedResources": { "minReplicaCount": 1, "maxReplicaCount": 10 } } ] }""")]
    [Passes("""{ "deployedModels": [ { "id": "1", "dedicatedResources": { "minReplicaCount": 1 } } ] }""", Because = "It is as many as at least.")]
    [Fails("""{ "deployedModels": [ { "id": "1", "dedicatedResources": { "minReplicaCount": 1, "maxReplicaCount": 11 } } ] }""")]
    [Fails("""{ "deployedModels": [ { "id": "1", "dedicatedResources": { "minReplicaCount": 12 } } ] }""")]
    [Fails("""{ "deployedModels": [ { "id": "1", "automaticResources": { "maxReplicaCount": 50 } } ] }""")]
    [Fails("""{ "deployedModels": [ { "id": "1", "automaticResources": { "minReplicaCount": 1 } } ] }""", Because = "Without a limit Google chooses one.")]
    [Skips("""{ "deployedModels": [ { "id": "1" } ] }""", Because = "It has no machines of its own.")]
    [Skips("{ }")]
    public static Verdict Bounded(Endpoint endpoint) => OfModels(endpoint, model =>
        (model.DedicatedResources is { } own ? own.MaxReplicaCount ?? own.MinReplicaCount ?? 1 : model.AutomaticResources is { } automatic ? automatic.MaxReplicaCount ?? int.MaxValue : (int?)null) switch
        {
            null => NotApplicable("It has no machines of its own."),
            int.MaxValue => Fail("The largest number of replicas is not set."),
            > MostReplicas and var most => Fail($"It may have {most} replicas."),
            var most => Pass($"It has {most} replicas at most."),
        });

    /// <summary>Whether a service account may do nearly everything, or everything in Vertex AI.</summary>
    public static GoogleBinding? PowerfulRole(HeldRoles roles, string account) =>
        roles.OfProject.FirstOrDefault(held => held.Member == Members.OfAccount(account) && (held.IsBasic || held.Role == "roles/aiplatform.admin"));

    private static bool Same(string? one, string other, Scope scope) => one is { Length: > 0 } && GcpIdentity.Relative(one, scope) == GcpIdentity.Relative(other, scope);

    private static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:0.##} per cent");

    // Each model counts; those that are wrong are named.
    private static Verdict OfModels(Endpoint endpoint, Func<DeployedModel, Verdict> judge) => Every.Of(NothingDeployed,
        (endpoint.DeployedModels ?? []).Select(model => new Func<Verdict>(() => judge(model) is var verdict ? verdict with { Reason = $"{model.Id}: {verdict.Reason}" } : default)));
}
