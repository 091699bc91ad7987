using AiCloudSecurity.Checks.Gcp;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Exposure.Gcp;

/// <summary>How the AI resources of Google Cloud can be reached, and how far they reach out.</summary>
internal sealed class GcpExposures(GcpNetwork network, Perimeters perimeters, Inventory<Network> networks, AiUse use, Inventory<ApiKey> keys, Scope scope) : ICloudExposures
{
    private const int Ssh = 22;
    private const string Vertex = "aiplatform.googleapis.com";

    // "Using IAP for TCP forwarding": all of its connections come from there.
    private static readonly AddressSet s_proxy = AddressSet.Of("35.235.240.0/20");

    // Where notebooks answer beside SSH: JupyterLab, Jupyter, Remote Desktop.
    private static readonly int[] s_ports = [8080, 8888, 3389];

    /// <inheritdoc/>
    public static IReadOnlyList<Type> Subjects { get; } =
        [typeof(Project), typeof(WorkbenchInstance), typeof(NotebookRuntime), typeof(Endpoint), typeof(IndexEndpoint), typeof(FeatureOnlineStore), typeof(ReasoningEngine), typeof(CustomJob)];

    /// <inheritdoc/>
    public IEnumerable<Exposed> Of(Resource resource) => resource switch
    {
        Project project => Of(project),
        WorkbenchInstance notebook => Of(notebook),
        NotebookRuntime runtime => Of(runtime),
        Endpoint endpoint => Of(endpoint),
        IndexEndpoint index => Of(index),
        FeatureOnlineStore store => Of(store),
        ReasoningEngine agent => Of(agent),
        CustomJob job => Of(job),
        _ => [],
    };

    private IEnumerable<Exposed> Of(Project project)
    {
        if (use.Uses(Vertex))
        {
            var models = Api(project, "models of", "generateContent API", Vertex);
            models.RateLimit = "the project's quota, all callers together";
            yield return models;
        }
        if (use.Uses("generativelanguage.googleapis.com"))
        {
            var gemini = Api(project, "models of", "Gemini API", "generativelanguage.googleapis.com");
            // Without a restriction a key is for every service that takes keys.
            if (keys.FirstOrDefault(key => key.DeleteTime is null && (key.Restrictions?.ApiTargets is not { Count: > 0 } targets || targets.Any(target => target.Service is "generativelanguage.googleapis.com"))) is { } key)
            {
                gemini.Authentication = Authentication.Key;
                gemini.Because($"The API key {key.Identity.Name} is enough.");
            }
            yield return gemini;
        }
    }

    private IEnumerable<Exposed> Of(WorkbenchInstance notebook)
    {
        if (notebook.IsGone)
        {
            yield break;
        }
        var setup = notebook.GceSetup!;
        var at = setup.NetworkInterfaces is [var first, ..] ? first : null;
        GcpPlace? place = null;
        string? missing = null;
        try
        {
            place = network.Place(at?.Network, at?.Subnet, setup.Tags ?? [], setup.ServiceAccounts is [var account, ..] ? account.Email : null, !setup.DisablePublicIp);
        }
        catch (UnseenException unseen)
        {
            missing = unseen.Message;
        }
        if (!notebook.DisableProxyAccess)
        {
            var proxy = Api(notebook, "notebook", "Proxy URL", "notebooks.googleapis.com").Because(notebook.InstanceOwners is [var owner, ..] ? $"Google's proxy opens it to {owner}." : "Google's proxy opens it to whoever may act as its service account.");
            Leave(proxy, place, missing);
            yield return proxy;
        }
        foreach (var (entry, port) in s_ports.Select(port => ($"Port {port}", port)).Prepend(("SSH", Ssh)))
        {
            var exposed = new Exposed(notebook, "notebook", entry) { Authentication = port == Ssh ? Authentication.Key : Authentication.Unknown };
            if (place is null)
            {
                if (port == Ssh)
                {
                    Leave(exposed, place, missing);
                    yield return exposed.Unseen(missing!);
                }
                continue;
            }
            Connections by;
            try
            {
                by = network.Reaching(place, port);
            }
            catch (UnseenException unseen)
            {
                missing = unseen.Message;
                place = null;
                Leave(exposed, place, missing);
                exposed.Unseen(missing);
                by = new();
            }
            if (place is not null)
            {
                // The proxy's connections are its callers', who must sign in: that is another way.
                var isProxied = by.Internet.Overlaps(s_proxy) || !place.HasExternalAddress && network.Reaching(place with { HasExternalAddress = true }, port).Internet.Overlaps(s_proxy);
                by = by with { Internet = by.Internet.Except(s_proxy) };
                if (port == Ssh && isProxied)
                {
                    var proxied = Api(notebook, "notebook", "SSH through IAP", "iap.googleapis.com").Because("Firewall rules let Identity-Aware Proxy in on port 22.");
                    Leave(proxied, place, missing);
                    yield return proxied;
                }
                if (port != Ssh && by.Reach is Reach.None or Reach.PrivateNetwork)
                {
                    continue;
                }
                exposed.By(by, "VPC network", network.Openings(place, port), port);
                Leave(exposed, place, missing);
            }
            yield return exposed;
        }
    }

    private IEnumerable<Exposed> Of(NotebookRuntime runtime)
    {
        var exposed = Api(runtime, "runtime", "Colab URL", Vertex);
        if (runtime.NetworkSpec?.EnableInternetAccess is true)
        {
            exposed.Egress = Egress.Internet;
            exposed.Because("Internet access is on.");
        }
        else if (runtime.NetworkSpec?.Network is { Length: > 0 } joined)
        {
            try
            {
                exposed.Leave(network.Leaving(network.Place(joined, runtime.NetworkSpec.Subnetwork, [], runtime.ServiceAccount, hasExternalAddress: false), 443));
            }
            catch (UnseenException unseen)
            {
                exposed.Egress = Egress.Unknown;
                exposed.Because($"How far it reaches out is not known: {unseen.Message}");
            }
        }
        else
        {
            exposed.Egress = Egress.Restricted;
            exposed.Because("Internet access is off.");
        }
        yield return exposed;
    }

    private IEnumerable<Exposed> Of(Endpoint endpoint)
    {
        if (endpoint.PrivateServiceConnectConfig is { EnablePrivateServiceConnect: true } || endpoint.EnablePrivateServiceConnect)
        {
            yield return ByConnect(new Exposed(endpoint, "endpoint", "Private Service Connect"), endpoint.PrivateServiceConnectConfig);
        }
        else if (endpoint.Network is { Length: > 0 } joined)
        {
            yield return Joined(new Exposed(endpoint, "endpoint", "Private endpoint"), joined);
        }
        else
        {
            var exposed = Api(endpoint, "endpoint", "predict API", Vertex);
            yield return exposed.Because(endpoint.DedicatedEndpointEnabled ? "It has a host name of its own." : "It shares its host name with others, and so their limits.")
                .Because(endpoint.DeployedModels is { Count: > 0 } ? null : "No model answers at it.");
        }
    }

    private IEnumerable<Exposed> Of(IndexEndpoint index)
    {
        if (index.PublicEndpointEnabled)
        {
            yield return Api(index, "index endpoint", "findNeighbors API", Vertex).Because("Its public endpoint is on.");
            yield break;
        }
        var hasTokens = index.DeployedIndexes is { Count: > 0 } deployed && deployed.All(one => one.DeployedIndexAuthConfig?.AuthProvider is not null);
        var exposed = new Exposed(index, "index endpoint", "Private endpoint") { Authentication = hasTokens ? Authentication.Token : Authentication.None, Reach = Reach.PeeredNetwork };
        exposed.From = "the network that it is joined with";
        yield return exposed.Via(HopKind.Source, "VPC network").Via(HopKind.PrivateEndpoint, "private endpoint").Because(hasTokens ? "It takes tokens." : "It asks nobody who he is.");
    }

    private IEnumerable<Exposed> Of(FeatureOnlineStore store)
    {
        if (store.DedicatedServingEndpoint is { PrivateServiceConnectConfig.EnablePrivateServiceConnect: true } connected)
        {
            yield return ByConnect(new Exposed(store, "feature store", "Private Service Connect"), connected.PrivateServiceConnectConfig);
        }
        else
        {
            yield return Api(store, "feature store", "fetchFeatureValues API", Vertex);
        }
    }

    private IEnumerable<Exposed> Of(ReasoningEngine agent)
    {
        var exposed = Api(agent, "agent", "query API", Vertex);
        var isAttached = agent.Spec?.DeploymentSpec?.PscInterfaceConfig?.NetworkAttachment is { Length: > 0 };
        exposed.Egress = isAttached ? Egress.Unknown : Egress.Internet;
        yield return exposed.Because(isAttached ? "It works from a network of yours by an attachment, whose routes are not read." : "It works from a network of Google with the internet open.");
    }

    private IEnumerable<Exposed> Of(CustomJob job)
    {
        if (job.IsOver)
        {
            yield break;
        }
        var hasShell = job.JobSpec is { EnableWebAccess: true } or { EnableDashboardAccess: true };
        var exposed = hasShell ? Api(job, "job", job.JobSpec!.EnableWebAccess ? "Interactive shell" : "Dashboard", Vertex) : new Exposed(job, "job", "none") { Authentication = Authentication.Iam }.Because("Nothing leads into its containers.");
        exposed.Egress = job.JobSpec?.PscInterfaceConfig is not null ? Egress.Unknown : Egress.Internet;
        yield return exposed.Because(exposed.Egress == Egress.Unknown ? "It reaches out by an attachment, whose routes are not read." : "Google's network lets its containers out.");
    }

    // By the public interface of a service, where requests carry tokens of an identity; a perimeter may narrow it.
    private Exposed Api(Resource resource, string what, string entry, string service)
    {
        var exposed = new Exposed(resource, what, entry) { Authentication = Authentication.Iam };
        try
        {
            if (perimeters.Enforced.FirstOrDefault(perimeter => perimeter.Status?.RestrictedServices?.Any(restricted => restricted == service || restricted == "*") is true) is { } perimeter)
            {
                return ByPerimeter(exposed, perimeter, service);
            }
        }
        catch (UnseenException)
        {
            exposed.Because("Whether a perimeter narrows that was not read.");
        }
        exposed.ByEverybody().From = $"0.0.0.0/0, ::/0; principals that {scope.Id} allows";
        return exposed.Via(HopKind.Api, service, "tokens").Because("The service answers on the internet whoever has a token and is allowed to.");
    }

    private static Exposed ByPerimeter(Exposed exposed, ServicePerimeter perimeter, string service)
    {
        var name = Perimeters.NameOf(perimeter);
        var rules = (perimeter.Status?.IngressPolicies ?? []).Where(rule => rule.IngressTo?.Operations?.Any(operation => operation.ServiceName is "*" || operation.ServiceName == service) is true).ToList();
        var sources = rules.SelectMany(rule => rule.IngressFrom?.Sources ?? []).ToList();
        if (sources.Exists(source => source.AccessLevel is "*"))
        {
            return exposed.ByEverybody().Via(HopKind.Filter, $"perimeter {name}", "every network").Via(HopKind.Api, service, "tokens").Because($"An ingress rule of the perimeter {name} lets every network in.");
        }
        exposed.From = string.Join(", ", sources.Select(source => source.AccessLevel ?? source.Resource).OfType<string>().Distinct(StringComparer.Ordinal).Prepend($"projects of {name}"));
        exposed.Via(HopKind.Source, "perimeter").Via(HopKind.Filter, $"perimeter {name}", exposed.From).Via(HopKind.Api, service, "tokens");
        if (sources.Find(source => source.AccessLevel is { Length: > 0 }) is { AccessLevel: { } level })
        {
            return exposed.Unseen($"What the access level {level[(level.LastIndexOf('/') + 1)..]} asks for is not in the estate.");
        }
        exposed.Reach = Reach.Organisation;
        return exposed.Because($"The perimeter {name} keeps others out.");
    }

    private Exposed ByConnect(Exposed exposed, PrivateServiceConnectConfig? config)
    {
        var projects = config?.ProjectAllowlist is { Count: > 0 } listed ? listed : [scope.Id];
        exposed.Reach = projects.All(project => project == scope.Id || project == scope.Number) ? Reach.PrivateNetwork : Reach.PeeredNetwork;
        exposed.From = string.Join(", ", projects.Select(project => $"networks of {project}"));
        exposed.Authentication = Authentication.Iam;
        return exposed.Via(HopKind.Source, "VPC network").Via(HopKind.PrivateEndpoint, "Private Service Connect", exposed.From).Because("Networks of the projects that it lists connect to it.");
    }

    private Exposed Joined(Exposed exposed, string joined)
    {
        exposed.Authentication = Authentication.None;
        exposed.Reach = Reach.PeeredNetwork;
        exposed.From = joined;
        exposed.Via(HopKind.Source, "VPC network").Via(HopKind.Gateway, "peering of Google's network", joined[(joined.LastIndexOf('/') + 1)..]);
        exposed.Because("A private endpoint asks nobody who he is: whoever is in the network calls it.");
        try
        {
            _ = networks.Find(joined);
        }
        catch (UnseenException unseen)
        {
            exposed.Unseen(unseen.Message);
        }
        return exposed;
    }

    private void Leave(Exposed exposed, GcpPlace? place, string? missing)
    {
        try
        {
            exposed.Leave(network.Leaving(place ?? throw new UnseenException(missing ?? "Its network is not in the estate."), 443));
        }
        catch (UnseenException unseen)
        {
            exposed.Egress = Egress.Unknown;
            exposed.Because($"How far it reaches out is not known: {unseen.Message}");
        }
    }
}
