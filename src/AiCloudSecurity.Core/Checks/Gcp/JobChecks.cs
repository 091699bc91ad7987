using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on training, tuning, prediction and pipeline jobs of Vertex AI. What is over and older than the window is history.</summary>
internal static class JobChecks
{
    private const string Accounts = "https://cloud.google.com/vertex-ai/docs/general/custom-service-account";
    private const string Cmek = "https://cloud.google.com/vertex-ai/docs/general/cmek";
    private const string OwnKeyAdvice = "Name a customer-managed key when the next job is made.";
    private const string OwnKeyRisk = "Training data and models lie in Google's disks under a key that nobody else can take away.";
    private const string OwnAccountRisk = "Code of the job has the rights of an account that all jobs share and that may often change everything.";
    private const string NetworkRisk = "Code of the job reaches the internet and sends training data anywhere.";

    [Check("GCP-IAM-006", Severity.High, "Training job runs as a service account of its own",
        Risk = OwnAccountRisk, Advice = "Name a service account with only the roles that the training needs when the next job is made.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Recreate, Owasp = "LLM06, ML06", Atlas = "AML.T0012", Link = Accounts)]
    [Command("gcloud ai custom-jobs describe {customJobs} --region {locations} --project {Scope} && gcloud ai custom-jobs create --display-name NEW_NAME --config job.yaml --service-account SERVICE_ACCOUNT_EMAIL --region {locations} --project {Scope}")]
    [Passes("""{ "state": "JOB_STATE_RUNNING", "jobSpec": { "serviceAccount": "train@ai-project.iam.gserviceaccount.com" } }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING", "jobSpec": { } }""")]
    [Fails("""{ "state": "JOB_STATE_QUEUED", "jobSpec": { "serviceAccount": "123456789012-compute@developer.gserviceaccount.com" } }""")]
    [Fails("""{ "state": "JOB_STATE_SUCCEEDED", "createTime": "2026-10-20T00:00:00Z", "jobSpec": { "serviceAccount": "ai-project@appspot.gserviceaccount.com" } }""", Because = "It shows how jobs are run now.")]
    [Skips("""{ "state": "JOB_STATE_SUCCEEDED", "createTime": "2026-05-01T00:00:00Z", "jobSpec": { } }""", Because = "Nobody can change it any more.")]
    [Skips("""{ "state": "JOB_STATE_CANCELLED", "jobSpec": { } }""")]
    public static Verdict TrainingAccount(CustomJob job, JobWindow window) => job.History(window) ?? Account(job.JobSpec?.ServiceAccount);

    [Check("GCP-IAM-006", Severity.High, "Search for hyperparameters runs as a service account of its own",
        Risk = OwnAccountRisk, Advice = "Name a service account with only the roles that the trials need when the next job is made.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Recreate, Owasp = "LLM06, ML06", Atlas = "AML.T0012", Link = Accounts)]
    [Command("gcloud ai hp-tuning-jobs describe {hyperparameterTuningJobs} --region {locations} --project {Scope} && gcloud ai hp-tuning-jobs create --display-name NEW_NAME --config job.yaml --service-account SERVICE_ACCOUNT_EMAIL --region {locations} --project {Scope}")]
    [Passes("""{ "state": "JOB_STATE_RUNNING", "trialJobSpec": { "serviceAccount": "train@ai-project.iam.gserviceaccount.com" } }""")]
    [Fails("""{ "state": "JOB_STATE_PENDING", "trialJobSpec": { } }""")]
    [Skips("""{ "state": "JOB_STATE_FAILED", "createTime": "2026-05-01T00:00:00Z" }""")]
    public static Verdict TrialAccount(HyperparameterTuningJob job, JobWindow window) => job.History(window) ?? Account(job.TrialJobSpec?.ServiceAccount);

    [Check("GCP-IAM-007", Severity.High, "Pipeline runs as a service account of its own",
        Risk = OwnAccountRisk, Advice = "Name a service account with only the roles that the pipeline needs when it is run next.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Recreate, Owasp = "LLM06", Atlas = "AML.T0012", Link = "https://cloud.google.com/vertex-ai/docs/pipelines/configure-project")]
    [Command("""curl -X GET -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/pipelineJobs/{pipelineJobs}' && curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/pipelineJobs' -d '{"displayName":"NEW_NAME","templateUri":"{templateUri}","runtimeConfig":{"gcsOutputDirectory":"{runtimeConfig.gcsOutputDirectory}"},"serviceAccount":"SERVICE_ACCOUNT_EMAIL"}'""")]
    [Passes("""{ "state": "PIPELINE_STATE_RUNNING", "serviceAccount": "pipe@ai-project.iam.gserviceaccount.com" }""")]
    [Fails("""{ "state": "PIPELINE_STATE_RUNNING" }""")]
    [Fails("""{ "state": "PIPELINE_STATE_PAUSED", "createTime": "2026-05-01T00:00:00Z", "serviceAccount": "123456789012-compute@developer.gserviceaccount.com" }""", Because = "It can go on.")]
    [Skips("""{ "state": "PIPELINE_STATE_SUCCEEDED", "createTime": "2026-05-01T00:00:00Z" }""")]
    public static Verdict PipelineAccount(PipelineJob job, JobWindow window) => job.History(window) ?? Account(job.ServiceAccount);

    [Check("GCP-IAM-007", Severity.High, "Scheduled pipeline runs as a service account of its own",
        Risk = OwnAccountRisk, Advice = "Name a service account with only the roles that the pipeline needs in the schedule.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = "https://cloud.google.com/vertex-ai/docs/pipelines/schedule-pipeline-run")]
    [Command("""curl -X GET -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/schedules/{schedules}' && curl -X PATCH -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/schedules/{schedules}?updateMask=createPipelineJobRequest' -d '@schedule.json'""")]
    [Passes("""{ "state": "ACTIVE", "createPipelineJobRequest": { "pipelineJob": { "serviceAccount": "pipe@ai-project.iam.gserviceaccount.com" } } }""")]
    [Fails("""{ "state": "ACTIVE", "createPipelineJobRequest": { "pipelineJob": { } } }""")]
    [Fails("""{ "state": "PAUSED", "createPipelineJobRequest": { "pipelineJob": { "serviceAccount": "123456789012-compute@developer.gserviceaccount.com" } } }""")]
    [Skips("""{ "state": "COMPLETED", "createPipelineJobRequest": { "pipelineJob": { } } }""")]
    [Skips("""{ "state": "ACTIVE" }""", Because = "It runs a notebook.")]
    public static Verdict ScheduleAccount(Schedule schedule) => schedule.State is "COMPLETED" ? NotApplicable("It runs nothing any more.")
        : schedule.CreatePipelineJobRequest is not { } request ? NotApplicable("It runs no pipeline.") : Account(request.PipelineJob?.ServiceAccount);

    [Check("GCP-NET-024", Severity.Medium, "Training job works in a network of the customer's own",
        Risk = NetworkRisk, Advice = "Name a network or a network attachment when the next job is made.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0025", Link = "https://cloud.google.com/vertex-ai/docs/training/using-private-ip")]
    [Command("gcloud ai custom-jobs describe {customJobs} --region {locations} --project {Scope} && gcloud ai custom-jobs create --display-name NEW_NAME --config job.yaml --network NETWORK --region {locations} --project {Scope}")]
    [Passes("""{ "state": "JOB_STATE_RUNNING", "jobSpec": { "network": "projects/1/global/networks/ai" } }""")]
    [Passes("""{ "state": "JOB_STATE_RUNNING", "jobSpec": { "pscInterfaceConfig": { "networkAttachment": "projects/1/regions/europe-west4/networkAttachments/ai" } } }""", Because = "An interface by Private Service Connect is as good.")]
    [Fails("""{ "state": "JOB_STATE_RUNNING", "jobSpec": { "pscInterfaceConfig": { } } }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING", "jobSpec": { } }""")]
    [Skips("""{ "state": "JOB_STATE_RUNNING", "jobSpec": { "persistentResourceId": "pool" } }""", Because = "The network is the persistent resource's, which is judged by itself.")]
    [Skips("""{ "state": "JOB_STATE_FAILED", "createTime": "2026-05-01T00:00:00Z", "jobSpec": { } }""")]
    public static Verdict TrainingNetwork(CustomJob job, JobWindow window) => job.History(window) ?? OwnNetwork(job.JobSpec);

    [Check("GCP-NET-024", Severity.Medium, "Search for hyperparameters works in a network of the customer's own",
        Risk = NetworkRisk, Advice = "Name a network or a network attachment when the next job is made.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0025", Link = "https://cloud.google.com/vertex-ai/docs/training/using-private-ip")]
    [Command("gcloud ai hp-tuning-jobs describe {hyperparameterTuningJobs} --region {locations} --project {Scope} && gcloud ai hp-tuning-jobs create --display-name NEW_NAME --config job.yaml --network NETWORK --region {locations} --project {Scope}")]
    [Passes("""{ "state": "JOB_STATE_RUNNING", "trialJobSpec": { "network": "projects/1/global/networks/ai" } }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING", "trialJobSpec": { } }""")]
    [Skips("""{ "state": "JOB_STATE_EXPIRED", "createTime": "2026-05-01T00:00:00Z" }""")]
    public static Verdict TrialNetwork(HyperparameterTuningJob job, JobWindow window) => job.History(window) ?? OwnNetwork(job.TrialJobSpec);

    [Check("GCP-NET-024", Severity.Medium, "Persistent resource works in a network of the customer's own",
        Risk = NetworkRisk, Advice = "Make the resource anew with a network or a network attachment.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0025", Link = "https://cloud.google.com/vertex-ai/docs/training/persistent-resource-create")]
    [Command("gcloud ai persistent-resources describe {persistentResources} --region {locations} --project {Scope} && gcloud ai persistent-resources create --persistent-resource-id NEW_NAME --display-name NEW_NAME --network NETWORK --config resource.yaml --region {locations} --project {Scope}")]
    [Passes("""{ "network": "projects/1/global/networks/ai" }""")]
    [Passes("""{ "pscInterfaceConfig": { "networkAttachment": "projects/1/regions/europe-west4/networkAttachments/ai" } }""")]
    [Fails("{ }")]
    public static Verdict PersistentNetwork(PersistentResource resource) => OwnNetwork(resource.Network, resource.PscInterfaceConfig);

    [Check("GCP-NET-026", Severity.Medium, "Pipeline works in a network of the customer's own",
        Risk = NetworkRisk, Advice = "Name a network or a network attachment when the pipeline is run next.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0025", Link = "https://cloud.google.com/vertex-ai/docs/pipelines/run-pipeline")]
    [Command("""curl -X GET -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/pipelineJobs/{pipelineJobs}' && curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/pipelineJobs' -d '{"displayName":"NEW_NAME","templateUri":"{templateUri}","runtimeConfig":{"gcsOutputDirectory":"{runtimeConfig.gcsOutputDirectory}"},"network":"NETWORK"}'""")]
    [Passes("""{ "state": "PIPELINE_STATE_RUNNING", "network": "projects/1/global/networks/ai" }""")]
    [Passes("""{ "state": "PIPELINE_STATE_RUNNING", "pscInterfaceConfig": { "networkAttachment": "projects/1/regions/europe-west4/networkAttachments/ai" } }""")]
    [Fails("""{ "state": "PIPELINE_STATE_RUNNING" }""")]
    [Skips("""{ "state": "PIPELINE_STATE_CANCELLED", "createTime": "2026-05-01T00:00:00Z" }""")]
    public static Verdict PipelineNetwork(PipelineJob job, JobWindow window) => job.History(window) ?? OwnNetwork(job.Network, job.PscInterfaceConfig);

    [Check("GCP-NET-025", Severity.High, "Training job opens no shell and no dashboard",
        Risk = "Whoever may read the job runs commands as its account, beside its data.",
        Advice = "Cancel the job, and make it anew without web access and dashboard access.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Owasp = "LLM06", Atlas = "AML.T0050", Link = "https://cloud.google.com/vertex-ai/docs/training/monitor-debug-interactive-shell")]
    [Command("gcloud ai custom-jobs cancel {customJobs} --region {locations} --project {Scope} && gcloud ai custom-jobs create --display-name NEW_NAME --config job.yaml --region {locations} --project {Scope}")]
    [Passes("""{ "state": "JOB_STATE_RUNNING", "jobSpec": { } }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING", "jobSpec": { "enableWebAccess": true } }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING", "jobSpec": { "enableDashboardAccess": true } }""")]
    [Skips("""{ "state": "JOB_STATE_SUCCEEDED", "createTime": "2026-05-01T00:00:00Z", "jobSpec": { "enableWebAccess": true } }""")]
    public static Verdict NoShell(CustomJob job, JobWindow window) => job.History(window) ?? (job.JobSpec is { EnableWebAccess: true } ? Fail("A shell can be opened in its containers.")
        : job.JobSpec is { EnableDashboardAccess: true } ? Fail("A dashboard of its containers can be opened.") : Pass("Neither shell nor dashboard can be opened."));

    [Check("GCP-DATA-004", Severity.Medium, "Training job uses a customer-managed key",
        Risk = OwnKeyRisk, Advice = OwnKeyAdvice, Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, ML05", Atlas = "AML.T0035", Link = Cmek, SecureAiPosture = true)]
    [Command("gcloud ai custom-jobs describe {customJobs} --region {locations} --project {Scope} && gcloud ai custom-jobs create --display-name NEW_NAME --config job.yaml --kms-key KMS_KEY --kms-keyring KEY_RING --kms-location {locations} --region {locations} --project {Scope}")]
    [Passes("""{ "state": "JOB_STATE_RUNNING", "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING" }""")]
    [Skips("""{ "state": "JOB_STATE_SUCCEEDED", "createTime": "2026-05-01T00:00:00Z" }""", Because = "Nobody can change it any more.")]
    public static Verdict TrainingKey(CustomJob job, JobWindow window) => Key(job, window);

    [Check("GCP-DATA-004", Severity.Medium, "Search for hyperparameters uses a customer-managed key",
        Risk = OwnKeyRisk, Advice = OwnKeyAdvice, Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, ML05", Atlas = "AML.T0035", Link = Cmek, SecureAiPosture = true)]
    [Command("gcloud ai hp-tuning-jobs describe {hyperparameterTuningJobs} --region {locations} --project {Scope} && gcloud ai hp-tuning-jobs create --display-name NEW_NAME --config job.yaml --kms-key KMS_KEY --kms-keyring KEY_RING --kms-location {locations} --region {locations} --project {Scope}")]
    [Passes("""{ "state": "JOB_STATE_RUNNING", "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING", "encryptionSpec": { } }""")]
    [Skips("""{ "state": "JOB_STATE_SUCCEEDED", "createTime": "2026-05-01T00:00:00Z" }""")]
    public static Verdict TrialKey(HyperparameterTuningJob job, JobWindow window) => Key(job, window);

    [Check("GCP-DATA-004", Severity.Medium, "Tuning job uses a customer-managed key",
        Risk = OwnKeyRisk, Advice = OwnKeyAdvice, Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, ML05", Atlas = "AML.T0035", Link = Cmek, SecureAiPosture = true)]
    [Command("""curl -X GET -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/tuningJobs/{tuningJobs}' && curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/tuningJobs' -d '{"baseModel":"{baseModel}","supervisedTuningSpec":{"trainingDatasetUri":"GCS_URI"},"encryptionSpec":{"kmsKeyName":"KMS_KEY_NAME"}}'""")]
    [Passes("""{ "state": "JOB_STATE_RUNNING", "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING" }""")]
    [Skips("""{ "state": "JOB_STATE_SUCCEEDED", "createTime": "2026-05-01T00:00:00Z" }""")]
    public static Verdict TuningKey(TuningJob job, JobWindow window) => Key(job, window);

    [Check("GCP-DATA-004", Severity.Medium, "Batch prediction uses a customer-managed key",
        Risk = OwnKeyRisk, Advice = OwnKeyAdvice, Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, ML05", Atlas = "AML.T0035", Link = Cmek)]
    [Command("""curl -X GET -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/batchPredictionJobs/{batchPredictionJobs}' && curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/batchPredictionJobs' -d '@job.json'""")]
    [Passes("""{ "state": "JOB_STATE_RUNNING", "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "state": "JOB_STATE_RUNNING" }""")]
    [Skips("""{ "state": "JOB_STATE_PARTIALLY_SUCCEEDED", "createTime": "2026-05-01T00:00:00Z" }""")]
    public static Verdict PredictionKey(BatchPredictionJob job, JobWindow window) => Key(job, window);

    [Check("GCP-DATA-004", Severity.Medium, "Training pipeline uses a customer-managed key",
        Risk = OwnKeyRisk, Advice = OwnKeyAdvice, Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, ML05", Atlas = "AML.T0035", Link = Cmek, SecureAiPosture = true)]
    [Command("""curl -X GET -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/trainingPipelines/{trainingPipelines}' && curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/trainingPipelines' -d '@pipeline.json'""")]
    [Passes("""{ "state": "PIPELINE_STATE_RUNNING", "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "state": "PIPELINE_STATE_PENDING" }""")]
    [Skips("""{ "state": "PIPELINE_STATE_FAILED", "createTime": "2026-05-01T00:00:00Z" }""")]
    public static Verdict TrainingPipelineKey(TrainingPipeline job, JobWindow window) => Key(job, window);

    [Check("GCP-DATA-004", Severity.Medium, "Pipeline uses a customer-managed key",
        Risk = OwnKeyRisk, Advice = OwnKeyAdvice, Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, ML05", Atlas = "AML.T0035", Link = Cmek)]
    [Command("""curl -X GET -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/pipelineJobs/{pipelineJobs}' && curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/pipelineJobs' -d '{"displayName":"NEW_NAME","templateUri":"{templateUri}","runtimeConfig":{"gcsOutputDirectory":"{runtimeConfig.gcsOutputDirectory}"},"encryptionSpec":{"kmsKeyName":"KMS_KEY_NAME"}}'""")]
    [Passes("""{ "state": "PIPELINE_STATE_RUNNING", "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "state": "PIPELINE_STATE_RUNNING" }""")]
    [Skips("""{ "state": "PIPELINE_STATE_SUCCEEDED", "createTime": "2026-05-01T00:00:00Z" }""")]
    public static Verdict PipelineKey(PipelineJob job, JobWindow window) => Key(job, window);

    [Check("GCP-DATA-029", Severity.High, "Training job holds no secret in its environment or arguments",
        Risk = "Everybody who may read the job reads the secret, and jobs stay listed for years.",
        Advice = "Keep the secret in Secret Manager and read it from there.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0055", Link = "https://cloud.google.com/secret-manager/docs/overview")]
    [Command("gcloud secrets create NEW_SECRET_NAME --data-file secret.txt --project {Scope} && gcloud ai custom-jobs create --display-name NEW_NAME --config job.yaml --region {locations} --project {Scope}")]
    [Passes("""{ "jobSpec": { "workerPoolSpecs": [ { "containerSpec": { "env": [ { "name": "EPOCHS", "value": "10" } ], "args": [ "--epochs=10" ] } } ] } }""")]
    [Fails("""{ "jobSpec": { "workerPoolSpecs": [ { "containerSpec": { } }, { "containerSpec": { "env": [ { "name": "API_KEY", "value": "hunter2hunter2" } ] } } ] } }""")]
    [Fails("""{ "jobSpec": { "workerPoolSpecs": [ { "pythonPackageSpec": { "env": [ { "name": "HF", "value": "hf_0123456789012345678901234567890" } ] } } ] } }""")]
    [Fails("""{ "state": "JOB_STATE_SUCCEEDED", "createTime": "2026-05-01T00:00:00Z", "jobSpec": { "workerPoolSpecs": [ { "containerSpec": { "args": [ "--password=hunter2hunter2" ] } } ] } }""", Because = "A secret stays one when the job is over.")]
    public static Verdict NoSecrets(CustomJob job)
    {
        var specs = (job.JobSpec?.WorkerPoolSpecs ?? []).SelectMany(pool => new[] { pool.ContainerSpec, pool.PythonPackageSpec }).OfType<ContainerSpec>().ToList();
        return Secrets.Judge(specs.SelectMany(spec => spec.Env ?? []), specs.SelectMany(spec => spec.Args ?? []));
    }

    private static Verdict Account(string? email) => string.IsNullOrEmpty(email) ? Fail("No service account is named, so it runs as one that all share.")
        : Members.IsDefault(email) ? Fail($"It runs as the default account {email}.") : Pass($"It runs as {email}.");

    private static Verdict OwnNetwork(JobSpec? spec) => spec?.PersistentResourceId is { Length: > 0 } resource
        ? NotApplicable($"It runs on the persistent resource {resource}.") : OwnNetwork(spec?.Network, spec?.PscInterfaceConfig);

    private static Verdict OwnNetwork(string? network, PscInterfaceConfig? attached) => network is { Length: > 0 } ? Pass($"The network is {Names.Last(network)}.")
        : attached?.NetworkAttachment is { Length: > 0 } attachment ? Pass($"It is attached by {Names.Last(attachment)}.")
        : Fail("It works in Google's network, with a way to the internet.");

    private static Verdict Key<T>(T job, JobWindow window) where T : IVertexJob, IEncrypted => job.History(window) ?? CustomerKeys.Judge(job);
}
