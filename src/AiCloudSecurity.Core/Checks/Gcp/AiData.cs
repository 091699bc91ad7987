using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Which buckets hold training data and models of Vertex AI.</summary>
internal sealed class AiBuckets(Inventory<VertexModel> models, Inventory<Dataset> datasets, Inventory<CustomJob> jobs, Inventory<PipelineJob> pipelines, Inventory<TuningJob> tunings, Scope scope)
{
    private readonly Lazy<Dictionary<string, string>> _buckets = new(() =>
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        Add(models.All, "a model", model => [model.ArtifactUri]);
        Add(datasets.All, "a dataset", dataset => [dataset.Metadata?.GcsBucket, .. dataset.Metadata?.InputConfig?.GcsSource?.Uri ?? []]);
        Add(jobs.All, "a training job", job => [job.JobSpec?.BaseOutputDirectory?.OutputUriPrefix]);
        Add(pipelines.All, "a pipeline", job => [job.RuntimeConfig?.GcsOutputDirectory]);
        Add(tunings.All, "a tuning job", job => [job.SupervisedTuningSpec?.TrainingDatasetUri, job.SupervisedTuningSpec?.ValidationDatasetUri]);
        return found;

        void Add<T>(IEnumerable<T> resources, string what, Func<T, IEnumerable<string?>> places) where T : Resource
        {
            foreach (var resource in resources)
            {
                foreach (var place in places(resource).Where(place => place is { Length: > 0 }))
                {
                    found.TryAdd(GcpIdentity.Relative(place!, scope), $"{what}, {resource.Identity.Name}");
                }
            }
        }
    });

    /// <summary>What of AI lies in a bucket, as "a model, churn"; null where nothing does.</summary>
    public string? UseOf(Bucket bucket) => _buckets.Value.GetValueOrDefault(GcpIdentity.Relative(bucket.Identity.Id, scope));
}

/// <summary>Which keys encrypt what AI services keep.</summary>
internal sealed class AiKeys(
    Inventory<Dataset> datasets, Inventory<VertexModel> models, Inventory<Endpoint> endpoints, Inventory<VectorIndex> indexes, Inventory<FeatureOnlineStore> stores,
    Inventory<WorkbenchInstance> notebooks, Inventory<NotebookRuntimeTemplate> templates, Inventory<DocumentProcessor> processors, Inventory<SearchDataStore> search, Scope scope)
{
    private readonly Lazy<Dictionary<string, string>> _keys = new(() =>
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (var (key, name) in Encrypted(datasets.All).Concat(Encrypted(models.All)).Concat(Encrypted(endpoints.All)).Concat(Encrypted(indexes.All)).Concat(Encrypted(stores.All)).Concat(Encrypted(templates.All))
            .Concat(notebooks.All.SelectMany(notebook => (notebook.GceSetup?.DataDisks ?? []).Append(notebook.GceSetup?.BootDisk).Select(disk => (disk?.KmsKey, notebook.Identity.Name))))
            .Concat(processors.All.Select(processor => (processor.KmsKeyName, processor.Identity.Name))).Concat(search.All.Select(store => (store.CmekConfig?.KmsKey, store.Identity.Name))))
        {
            if (key is { Length: > 0 })
            {
                found.TryAdd(GcpIdentity.Relative(key, scope), name);
            }
        }
        return found;

        static IEnumerable<(string?, string)> Encrypted<T>(IEnumerable<T> resources) where T : Resource, IEncrypted => resources.Select(resource => (resource.EncryptionSpec?.KmsKeyName, resource.Identity.Name));
    });

    /// <summary>What a key encrypts, by its name; null where it is nothing of AI.</summary>
    public string? UseOf(CryptoKey key) => _keys.Value.GetValueOrDefault(GcpIdentity.Relative(key.Identity.Id, scope));
}

/// <summary>Which datasets of BigQuery hold requests and answers of models.</summary>
internal sealed class AiLogDatasets(Inventory<Endpoint> endpoints, Scope scope)
{
    /// <summary>The endpoint that writes into a dataset; null where none does.</summary>
    public string? WriterOf(BigQueryDataset dataset) => endpoints.All.FirstOrDefault(endpoint => endpoint.PredictRequestResponseLoggingConfig?.BigqueryDestination?.OutputUri is { Length: > 0 } address
        && GcpIdentity.Relative(address, scope) == GcpIdentity.Relative(dataset.Identity.Id, scope))?.Identity.Name;
}
