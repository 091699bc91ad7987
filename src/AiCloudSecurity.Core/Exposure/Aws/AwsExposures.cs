using AiCloudSecurity.Checks.Aws;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Exposure.Aws;

/// <summary>What all of AWS's exposures have in common: networks, and what the organisation denies.</summary>
internal sealed class AwsWays(AwsNetwork network, ServiceControl control, Scope scope)
{
    private const int Ssh = 22;
    private readonly Dictionary<string, bool?> _closed = new(StringComparer.Ordinal);

    /// <summary>The networks.</summary>
    public AwsNetwork Network => network;

    /// <summary>The account.</summary>
    public Scope Scope => scope;

    /// <summary>By the public API of a service, where requests are signed.</summary>
    /// <param name="resource">What is reached.</param>
    /// <param name="what">What it is in a word.</param>
    /// <param name="entry">The way in.</param>
    /// <param name="host">The service's host, as runtime.sagemaker.</param>
    /// <param name="isCall">Whether what is asked for is a call of a model, which organisations deny from outside.</param>
    public Exposed Api(Resource resource, string what, string entry, string host, bool isCall = true)
    {
        var region = resource.Identity.Region;
        var exposed = new Exposed(resource, what, entry) { Authentication = Authentication.Iam };
        if (isCall && IsClosed(region) is true)
        {
            exposed.Reach = Reach.Organisation;
            exposed.From = $"networks that the organisation approves, principals of {scope.Id}";
            return exposed.Via(HopKind.Source, "organisation").Via(HopKind.Api, $"{host}.{region}", "signed requests").Because("The organisation's policies deny calls that come through the internet.");
        }
        exposed.ByEverybody().From = $"0.0.0.0/0, ::/0; principals of {scope.Id}";
        exposed.Via(HopKind.Api, $"{host}.{region}", "signed requests").Because("The service answers on the internet whoever signs requests and is allowed to.");
        return isCall && IsClosed(region) is null ? exposed.Because("Whether the organisation's policies narrow that was not read.") : exposed;
    }

    /// <summary>By the network, on some ports of places in a VPC.</summary>
    public Exposed Places(Exposed exposed, IReadOnlyList<VpcPlace> places, params IEnumerable<int> ports)
    {
        var (port, by) = ports.Select(port => (port, By: Connections.Of([.. places.Select(place => network.Reaching(place, port))]))).MaxBy(reached => reached.By.Reach);
        return exposed.By(by, "VPC", places.SelectMany(place => place.Groups), port);
    }

    /// <summary>By a shell on machines in a VPC.</summary>
    public Exposed Shell(Exposed exposed, IReadOnlyList<VpcPlace> places) => Places(exposed, places, Ssh);

    /// <summary>How far something with a place in a VPC reaches out.</summary>
    public void LeaveBy(Exposed exposed, IReadOnlyList<string>? subnets, IReadOnlyList<string>? groups) => LeaveBy(exposed, network.Places(subnets ?? [], groups ?? []));

    /// <summary>How far something with places in a VPC reaches out.</summary>
    public void LeaveBy(Exposed exposed, IReadOnlyList<VpcPlace> places)
    {
        try
        {
            if (network.IsDefault(places.Select(place => place.SubnetId)))
            {
                exposed.IsInDefaultNetwork = true;
                exposed.Because("It stands in a default VPC.");
            }
            var by = Connections.Of([.. places.Select(place => network.Leaving(place, 443))]);
            exposed.Leave(by);
        }
        catch (UnseenException unseen)
        {
            exposed.Egress = Egress.Unknown;
            exposed.Because($"How far it reaches out is not known: {unseen.Message}");
        }
    }

    /// <summary>How far something on the network of the service reaches out.</summary>
    public static void LeaveFreely(Exposed exposed, string why)
    {
        exposed.Egress = Egress.Internet;
        exposed.Because(why);
    }

    // Null where the organisation's policies were not read.
    private bool? IsClosed(string region)
    {
        if (!_closed.TryGetValue(region, out var closed))
        {
            try
            {
                var levels = control.Levels;
                closed = PerimeterChecks.IsClosed([region], levels, control.Organization?.Id, scope);
            }
            catch (UnseenException)
            {
                closed = null;
            }
            _closed[region] = closed;
        }
        return closed;
    }
}

/// <summary>How the AI resources of AWS can be reached, and how far they reach out.</summary>
internal sealed class AwsExposures(AwsWays ways, SageMakerWays sageMaker, BedrockWays bedrock, FrontWays fronts, BalancerWays balancers, InstanceWays instances) : ICloudExposures
{
    /// <inheritdoc/>
    public static IReadOnlyList<Type> Subjects { get; } =
    [
        typeof(NotebookInstance), typeof(Domain), typeof(Space), typeof(Endpoint), typeof(MlflowTrackingServer), typeof(Cluster), typeof(TrainingJob), typeof(ProcessingJob),
        typeof(RegionItself), typeof(Agent), typeof(Flow), typeof(KnowledgeBase), typeof(VectorCollection), typeof(VectorIndex), typeof(DatabaseCluster),
        typeof(AgentRuntime), typeof(AgentGateway), typeof(AgentBrowser), typeof(CodeInterpreter),
        typeof(QBusinessWebExperience), typeof(KendraIndex), typeof(LexBotAlias),
        typeof(RestApi), typeof(HttpApi), typeof(LoadBalancer), typeof(LambdaFunction), typeof(VpcEndpoint), typeof(Instance), typeof(InstanceImage),
    ];

    /// <inheritdoc/>
    public IEnumerable<Exposed> Of(Resource resource) => resource switch
    {
        NotebookInstance notebook => sageMaker.Of(notebook),
        Domain domain => sageMaker.Of(domain),
        Space space => sageMaker.Of(space),
        Endpoint endpoint => sageMaker.Of(endpoint),
        MlflowTrackingServer server => [ways.Api(server, "tracking server", "MLflow URL", "mlflow.sagemaker", isCall: false).Because("Whoever may make a presigned URL opens it.")],
        Cluster cluster => sageMaker.Of(cluster),
        TrainingJob job => sageMaker.Of(job),
        ProcessingJob job => sageMaker.Of(job),
        RegionItself region => bedrock.Of(region),
        Agent agent => [ways.Api(agent, "agent", "InvokeAgent API", "bedrock-agent-runtime", isCall: false)],
        Flow flow => [ways.Api(flow, "flow", "InvokeFlow API", "bedrock-agent-runtime", isCall: false)],
        KnowledgeBase knowledge => bedrock.Of(knowledge),
        VectorCollection collection => bedrock.Of(collection),
        VectorIndex index => [ways.Api(index, "vector index", "S3 Vectors API", "s3vectors", isCall: false)],
        DatabaseCluster cluster => BedrockWays.Of(cluster, ways),
        AgentRuntime runtime => bedrock.Of(runtime),
        AgentGateway gateway => bedrock.Of(gateway),
        AgentBrowser browser => [bedrock.Tool(browser, "browser", "StartBrowserSession API", browser.NetworkConfiguration)],
        CodeInterpreter interpreter => [bedrock.Tool(interpreter, "code interpreter", "InvokeCodeInterpreter API", interpreter.NetworkConfiguration)],
        QBusinessWebExperience page => bedrock.Of(page),
        KendraIndex index => [ways.Api(index, "index", "Query API", "kendra", isCall: false)],
        LexBotAlias alias => [ways.Api(alias, "bot", "RecognizeText API", "runtime-v2-lex", isCall: false)],
        RestApi api => fronts.Of(api),
        HttpApi api => fronts.Of(api),
        LoadBalancer balancer => balancers.Of(balancer),
        LambdaFunction function => fronts.Of(function),
        VpcEndpoint endpoint => fronts.Of(endpoint),
        Instance instance => instances.Of(instance),
        _ => [],
    };
}
