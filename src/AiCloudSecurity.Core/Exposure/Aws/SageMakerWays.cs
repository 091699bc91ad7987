using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Exposure.Aws;

/// <summary>The ways to SageMaker's notebooks, endpoints and machines.</summary>
internal sealed class SageMakerWays(AwsWays ways, Inventory<EndpointConfig> configs, Inventory<Model> models, Inventory<ScalableTarget> targets)
{
    private HashSet<string>? _scaled;

    public IEnumerable<Exposed> Of(NotebookInstance notebook)
    {
        var exposed = ways.Api(notebook, "notebook", "Notebook URL", "notebook", isCall: false).Because("Whoever may make a presigned URL opens it.");
        exposed.IsNotebook = true;
        if (notebook.DirectInternetAccess is not "Disabled" || notebook.SubnetId is null)
        {
            AwsWays.LeaveFreely(exposed, notebook.SubnetId is null ? "It stands on SageMaker's own network, with the internet open." : "Direct internet access is on.");
        }
        else
        {
            ways.LeaveBy(exposed, [notebook.SubnetId], notebook.SecurityGroups);
        }
        yield return exposed;
    }

    public IEnumerable<Exposed> Of(Domain domain)
    {
        var exposed = ways.Api(domain, "domain", "Studio URL", "studio", isCall: false);
        // What people start in a domain has its network.
        exposed.IsNotebook = exposed.IsTemplate = true;
        if (domain.AuthMode is "SSO")
        {
            exposed.Authentication = Authentication.Token;
            exposed.Because("People sign in through IAM Identity Center.");
        }
        else
        {
            exposed.Because("Whoever may make a presigned URL opens it.");
        }
        if (domain.AppNetworkAccessType is "VpcOnly")
        {
            ways.LeaveBy(exposed, domain.SubnetIds, [.. (domain.DefaultUserSettings?.SecurityGroups ?? []).Append(domain.SecurityGroupIdForDomainBoundary).OfType<string>().Distinct(StringComparer.Ordinal)]);
        }
        else
        {
            AwsWays.LeaveFreely(exposed, "Its apps use SageMaker's own network, with the internet open: that is the default.");
        }
        yield return exposed;
    }

    public IEnumerable<Exposed> Of(Space space)
    {
        if (space.SpaceSettings?.RemoteAccess is "ENABLED")
        {
            var exposed = ways.Api(space, "space", "SSH (remote IDE)", "ssm", isCall: false).Because("Remote access is on: a session of Systems Manager opens a shell in it.");
            exposed.Egress = Egress.Unknown;
            exposed.IsNotebook = true;
            yield return exposed.Because("Its domain says how far it reaches out.");
        }
    }

    public IEnumerable<Exposed> Of(Endpoint endpoint)
    {
        if (!endpoint.IsServing)
        {
            yield break;
        }
        var exposed = ways.Api(endpoint, "endpoint", "InvokeEndpoint API", "runtime.sagemaker");
        exposed.IsInference = true;
        exposed.Because("No gateway stands between callers and it that was seen: whoever may call the service reaches it.");
        Limit(exposed, endpoint);
        Leave(exposed, endpoint);
        yield return exposed;
    }

    public IEnumerable<Exposed> Of(Cluster cluster)
    {
        var shell = ways.Api(cluster, "cluster", "Shell (SSM)", "ssm", isCall: false).Because("A session of Systems Manager opens a shell on its nodes.");
        LeaveBy(shell, cluster.VpcConfig, "Its nodes stand on SageMaker's own network, with the internet open.");
        yield return shell;
        if (cluster.VpcConfig is { IsSet: true } vpc)
        {
            var ssh = new Exposed(cluster, "cluster", "SSH") { Authentication = Authentication.Key, Egress = shell.Egress };
            yield return ways.Shell(ssh, ways.Network.Places(vpc.Subnets!, vpc.SecurityGroupIds ?? []));
        }
    }

    public IEnumerable<Exposed> Of(TrainingJob job) => !job.IsRunning ? [] :
        [Job(job, "training job", job.RemoteDebugConfig?.EnableRemoteDebug is true, job.EnableNetworkIsolation is true, job.VpcConfig)];

    public IEnumerable<Exposed> Of(ProcessingJob job) => !job.IsRunning ? [] :
        [Job(job, "processing job", hasShell: false, job.NetworkConfig?.EnableNetworkIsolation is true, job.NetworkConfig?.VpcConfig)];

    private Exposed Job(Resource job, string what, bool hasShell, bool isIsolated, VpcConfig? vpc)
    {
        var exposed = hasShell ? ways.Api(job, what, "Shell (SSM)", "ssm", isCall: false).Because("Remote debugging is on: a session of Systems Manager opens a shell in its containers.")
            : new Exposed(job, what, "none") { Reach = Reach.None, Authentication = Authentication.Iam }.Because("Nothing leads into its containers.");
        Leave(exposed, isIsolated, vpc);
        return exposed;
    }

    private void Leave(Exposed exposed, bool isIsolated, VpcConfig? vpc)
    {
        if (isIsolated)
        {
            exposed.Egress = Egress.None;
            exposed.Because("Its containers have no network.");
        }
        else
        {
            LeaveBy(exposed, vpc, "Its containers use SageMaker's own network, with the internet open: that is the default.");
        }
    }

    private void LeaveBy(Exposed exposed, VpcConfig? vpc, string freely)
    {
        if (vpc is { IsSet: true })
        {
            ways.LeaveBy(exposed, vpc.Subnets, vpc.SecurityGroupIds);
        }
        else
        {
            AwsWays.LeaveFreely(exposed, freely);
        }
    }

    // The widest way out of one of its models.
    private void Leave(Exposed exposed, Endpoint endpoint)
    {
        try
        {
            var config = configs.Find(endpoint.EndpointConfigName) ?? throw new UnseenException($"The configuration {endpoint.EndpointConfigName} no longer exists.");
            var served = config.AllVariants.Select(variant => variant.ModelName).OfType<string>().Distinct(StringComparer.Ordinal).Select(name => models.Find(name)).ToList();
            if (served.Count == 0)
            {
                LeaveBy(exposed, config.VpcConfig, "Its models use SageMaker's own network, with the internet open: that is the default.");
            }
            else if (served.Contains(null))
            {
                throw new UnseenException("A model of it no longer exists.");
            }
            else if (served.Find(model => model!.EnableNetworkIsolation is not true && model.VpcConfig is not { IsSet: true }) is { } open)
            {
                AwsWays.LeaveFreely(exposed, $"The model {open.Identity.Name} uses SageMaker's own network, with the internet open: that is the default.");
            }
            else if (served.Find(model => model!.EnableNetworkIsolation is not true) is { } placed)
            {
                Leave(exposed, isIsolated: false, placed.VpcConfig);
            }
            else
            {
                Leave(exposed, isIsolated: true, null);
            }
        }
        catch (UnseenException unseen)
        {
            exposed.Egress = Egress.Unknown;
            exposed.Because($"How far it reaches out is not known: {unseen.Message}");
        }
    }

    // Concurrency bounds all callers together, not one of them.
    private void Limit(Exposed exposed, Endpoint endpoint)
    {
        try
        {
            _scaled ??= targets.All.Where(target => target.MaxCapacity is not null).Select(target => target.ResourceId).OfType<string>().ToHashSet(StringComparer.Ordinal);
            var variants = endpoint.ProductionVariants ?? [];
            var concurrency = variants.Select(variant => (variant.DesiredServerlessConfig ?? variant.CurrentServerlessConfig)?.MaxConcurrency ?? 0).Sum();
            if (concurrency > 0)
            {
                exposed.RateLimit = $"{concurrency} at a time, all callers together";
            }
            else if (variants.Count > 0 && variants.All(variant => variant.ManagedInstanceScaling?.MaxInstanceCount is not null || _scaled.Contains($"endpoint/{endpoint.Identity.Name}/variant/{variant.VariantName}")))
            {
                exposed.Because("Auto scaling bounds what all callers together get.");
            }
        }
        catch (UnseenException)
        {
            exposed.RateLimit = "unknown";
        }
    }
}
