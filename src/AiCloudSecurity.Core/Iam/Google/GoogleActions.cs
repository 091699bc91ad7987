namespace AiCloudSecurity.Iam.Google;

/// <summary>A permission of Google Cloud that decides over AI.</summary>
/// <param name="Name">As aiplatform.endpoints.predict.</param>
/// <param name="Class">What it lets its holder do.</param>
public sealed record GoogleAction(string Name, ActionClass Class);

/// <summary>The permissions of Google Cloud that decide over AI: those of its AI services that matter, and of others who gives roles, acts as accounts, keeps logs, holds keys and data.</summary>
public static class GoogleActions
{
    /// <summary>Acting as a service account: by attaching it to what runs.</summary>
    public const string ActAs = "iam.serviceAccounts.actAs";

    /// <summary>All of them, in alphabetical order.</summary>
    public static IReadOnlyList<GoogleAction> All { get; } = [.. ((IEnumerable<GoogleAction>)
    [
        .. Of(ActionClass.Invoke,
            "aiplatform.endpoints.predict", "aiplatform.endpoints.explain", "aiplatform.reasoningEngines.query", "aiplatform.ragCorpora.query", "aiplatform.indexEndpoints.queryVectors", "aiplatform.memories.retrieve",
            "dialogflow.sessions.detectIntent", "dialogflow.sessions.streamingDetectIntent", "discoveryengine.servingConfigs.search", "discoveryengine.servingConfigs.answer", "discoveryengine.assistants.assist",
            "documentai.processors.processOnline", "documentai.processors.processBatch", "speech.recognizers.recognize", "cloudtranslate.generalModels.predict"),
        .. Of(ActionClass.Train,
            "aiplatform.customJobs.create", "aiplatform.tuningJobs.create", "aiplatform.hyperparameterTuningJobs.create", "aiplatform.pipelineJobs.create", "aiplatform.trainingPipelines.create",
            "aiplatform.batchPredictionJobs.create", "aiplatform.notebookExecutionJobs.create", "aiplatform.schedules.create", "aiplatform.nasJobs.create", "notebooks.executions.create", "notebooks.schedules.create"),
        .. Of(ActionClass.Deploy,
            "aiplatform.endpoints.create", "aiplatform.endpoints.deploy", "aiplatform.endpoints.update", "aiplatform.models.upload", "aiplatform.reasoningEngines.create", "aiplatform.reasoningEngines.update",
            "aiplatform.persistentResources.create", "aiplatform.notebookRuntimes.assign", "aiplatform.notebookRuntimeTemplates.create", "aiplatform.cachedContents.create", "aiplatform.featureOnlineStores.create",
            "aiplatform.indexEndpoints.deploy", "aiplatform.deploymentResourcePools.create", "notebooks.instances.create", "notebooks.instances.update", "notebooks.instances.start", "notebooks.runtimes.create",
            "dialogflow.agents.update", "discoveryengine.engines.create"),
        .. Of(ActionClass.PassRole, ActAs),
        .. Of(ActionClass.Credentials,
            "iam.serviceAccounts.getAccessToken", "iam.serviceAccounts.getOpenIdToken", "iam.serviceAccounts.implicitDelegation", "iam.serviceAccounts.signBlob", "iam.serviceAccounts.signJwt",
            "iam.serviceAccountKeys.create", "apikeys.keys.getKeyString", "apikeys.keys.create", "secretmanager.versions.access"),
        .. Of(ActionClass.Share,
            "aiplatform.endpoints.setIamPolicy", "aiplatform.entityTypes.setIamPolicy", "aiplatform.featureGroups.setIamPolicy", "aiplatform.featureOnlineStores.setIamPolicy", "aiplatform.featureViews.setIamPolicy",
            "aiplatform.featurestores.setIamPolicy", "aiplatform.notebookRuntimeTemplates.setIamPolicy", "aiplatform.reasoningEngines.setIamPolicy", "notebooks.instances.setIamPolicy", "notebooks.runtimes.setIamPolicy",
            "notebooks.instances.use", "storage.buckets.setIamPolicy"),
        .. Of(ActionClass.Identity,
            "resourcemanager.projects.setIamPolicy", "resourcemanager.folders.setIamPolicy", "resourcemanager.organizations.setIamPolicy", "iam.serviceAccounts.setIamPolicy", "iam.roles.update", "iam.denypolicies.update",
            "iam.denypolicies.delete", "orgpolicy.policy.set"),
        .. Of(ActionClass.KeyAccess, "cloudkms.cryptoKeyVersions.useToDecrypt", "cloudkms.cryptoKeyVersions.useToEncrypt", "cloudkms.cryptoKeyVersions.destroy", "cloudkms.cryptoKeys.setIamPolicy"),
        .. Of(ActionClass.LoggingControl,
            "logging.sinks.update", "logging.sinks.delete", "logging.exclusions.create", "logging.logs.delete", "logging.buckets.update", "billing.budgets.update", "billing.budgets.delete",
            "monitoring.alertPolicies.delete", "modelarmor.floorSettings.update", "modelarmor.templates.update", "aiplatform.modelMonitors.delete", "aiplatform.modelDeploymentMonitoringJobs.delete"),
        .. Of(ActionClass.Read,
            "aiplatform.models.export", "aiplatform.datasets.export", "aiplatform.entityTypes.exportFeatureValues", "aiplatform.featurestores.exportFeatures", "aiplatform.models.get", "aiplatform.endpoints.get",
            "aiplatform.ragFiles.get", "storage.objects.get", "bigquery.tables.getData"),
        .. Of(ActionClass.Write,
            "storage.objects.create", "storage.objects.delete", "aiplatform.models.delete", "aiplatform.endpoints.delete", "aiplatform.endpoints.undeploy", "aiplatform.datasets.import", "aiplatform.featurestores.importFeatures",
            "aiplatform.entityTypes.importFeatureValues", "aiplatform.ragFiles.upload", "aiplatform.ragFiles.import"),
    ]).OrderBy(action => action.Name, StringComparer.Ordinal)];

    /// <summary>
    /// What runs code or calls of its maker's choice as a service account that is attached to it: with
    /// <see cref="ActAs"/> on the account, its holder has the account's rights.
    /// </summary>
    public static IReadOnlyList<(string Permission, string What)> Sinks { get; } =
    [
        ("aiplatform.customJobs.create", "a training job"), ("aiplatform.hyperparameterTuningJobs.create", "a search for hyperparameters"), ("aiplatform.pipelineJobs.create", "a pipeline"),
        ("aiplatform.trainingPipelines.create", "a training pipeline"), ("aiplatform.batchPredictionJobs.create", "a batch prediction"), ("aiplatform.notebookExecutionJobs.create", "a run of a notebook"),
        ("aiplatform.schedules.create", "a schedule"), ("aiplatform.endpoints.deploy", "a model of its own"), ("aiplatform.reasoningEngines.create", "an agent"), ("aiplatform.persistentResources.create", "a persistent resource"),
        ("aiplatform.notebookRuntimes.assign", "a Colab runtime"), ("notebooks.instances.create", "a notebook"), ("notebooks.runtimes.create", "a managed notebook"), ("notebooks.executions.create", "a run of a notebook"),
    ];

    private static readonly Dictionary<string, GoogleAction> s_byName = All.ToDictionary(action => action.Name, StringComparer.Ordinal);

    /// <summary>The permission of that name; null where the table does not know it.</summary>
    public static GoogleAction? Find(string name) => s_byName.GetValueOrDefault(name);

    private static IEnumerable<GoogleAction> Of(ActionClass @class, params string[] names) => names.Select(name => new GoogleAction(name, @class));
}
