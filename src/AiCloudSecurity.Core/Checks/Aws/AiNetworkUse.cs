using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Which AI workload stands in a subnet or holds a security group.</summary>
internal sealed class AiNetworkUse(
    Inventory<NotebookInstance> notebooks, Inventory<Domain> domains, Inventory<UserProfile> profiles, Inventory<Model> models,
    Inventory<EndpointConfig> configs, Inventory<TrainingJob> trainingJobs, Inventory<ProcessingJob> processingJobs, JobWindow window)
{
    private Dictionary<string, string>? _users;
    private string? _unseen;

    /// <summary>A workload that uses that subnet or security group, null where none does.</summary>
    /// <exception cref="UnseenException">No workload that was seen uses it, and not all were seen.</exception>
    public string? UserOf(string? place)
    {
        _users ??= Look();
        return place is not null && _users.TryGetValue(place, out var user) ? user
            : _unseen is null ? null
            : throw new UnseenException(_unseen);
    }

    private Dictionary<string, string> Look()
    {
        Dictionary<string, string> users = new(StringComparer.Ordinal);
        Add(notebooks, "notebook", notebook => [notebook.SubnetId, .. notebook.SecurityGroups ?? []]);
        Add(domains, "Studio domain", domain =>
        [
            domain.SecurityGroupIdForDomainBoundary, .. domain.SubnetIds ?? [], .. domain.DomainSettings?.SecurityGroupIds ?? [],
            .. domain.DefaultUserSettings?.SecurityGroups ?? [], .. domain.DefaultSpaceSettings?.SecurityGroups ?? [],
        ]);
        Add(profiles, "user profile", profile => [.. profile.UserSettings?.SecurityGroups ?? []]);
        Add(models, "model", model => Of(model.VpcConfig));
        Add(configs, "endpoint configuration", config => Of(config.VpcConfig));
        Add(trainingJobs, "training job", job => job.History(window) is null ? Of(job.VpcConfig) : []);
        Add(processingJobs, "processing job", job => job.History(window) is null ? Of(job.NetworkConfig?.VpcConfig) : []);
        return users;

        void Add<T>(Inventory<T> workloads, string kind, Func<T, IEnumerable<string?>> places) where T : Resource
        {
            try
            {
                foreach (var workload in workloads.All)
                {
                    foreach (var place in places(workload).OfType<string>())
                    {
                        users.TryAdd(place, $"the {kind} {workload.Identity.Name}");
                    }
                }
            }
            catch (UnseenException unseen)
            {
                _unseen ??= unseen.Message;
            }
        }
    }

    private static IEnumerable<string?> Of(VpcConfig? vpc) => [.. vpc?.Subnets ?? [], .. vpc?.SecurityGroupIds ?? []];
}
