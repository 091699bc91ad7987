using AiCloudSecurity.Checks.Gcp;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Exposure.Gcp;

/// <summary>How the AI resources of Google Cloud can be reached, and how far they reach out.</summary>
internal sealed class GcpExposures(GcpNetwork network, MachineRules machines, Perimeters perimeters, AccessLevels levels, Inventory<Network> networks, AiUse use, Inventory<ApiKey> keys, Inventory<SearchWidget> widgets, Inventory<SecurityPolicy> policies, Scope scope) : ICloudExposures
{
    private const int Ssh = 22;
    private const string Vertex = "aiplatform.googleapis.com";

    // "Using IAP for TCP forwarding": all of its connections come from there.
    private static readonly AddressSet s_proxy = AddressSet.Of("35.235.240.0/20");

    // Where notebooks answer beside SSH: JupyterLab, Jupyter, Remote Desktop.
    private static readonly int[] s_ports = [8080, 8888, 3389];

    /// <inheritdoc/>
    public static IReadOnlyList<Type> Subjects { get; } =
        [typeof(Project), typeof(WorkbenchInstance), typeof(NotebookRuntime), typeof(NotebookRuntimeTemplate), typeof(Endpoint), typeof(IndexEndpoint), typeof(FeatureOnlineStore), typeof(ReasoningEngine), typeof(CustomJob),
         typeof(SearchEngine), typeof(DialogflowAgent), typeof(ApiGateway), typeof(Machine)];

    /// <inheritdoc/>
    public IEnumerable<Exposed> Of(Resource resource) => resource switch
    {
        Project project => Of(project),
        WorkbenchInstance notebook => Of(notebook),
        NotebookRuntime runtime => [Colab(runtime, "runtime", "Colab URL", runtime.NetworkSpec, runtime.ServiceAccount)],
        NotebookRuntimeTemplate template => [Colab(template, "runtime template", "Runtimes made from it", template.NetworkSpec, template.ServiceAccount)],
        Endpoint endpoint => Of(endpoint),
        IndexEndpoint index => Of(index),
        FeatureOnlineStore store => Of(store),
        ReasoningEngine agent => Of(agent),
        CustomJob job => Of(job),
        SearchEngine engine => Of(engine),
        DialogflowAgent agent => [Api(agent, "agent", "detectIntent API", "dialogflow.googleapis.com").Because("Integrations that publish it are not read.")],
        ApiGateway gateway => Of(gateway),
        Machine machine => Of(machine),
        _ => [],
    };

    private IEnumerable<Exposed> Of(Project project)
    {
        if (use.Uses(Vertex))
        {
            var models = Api(project, "models of", "generateContent API", Vertex);
            models.IsInference = true;
            models.RateLimit = "the project's quota, all callers together";
            yield return models;
        }
        if (use.Uses("generativelanguage.googleapis.com"))
        {
            var gemini = Api(project, "models of", "Gemini API", "generativelanguage.googleapis.com");
            gemini.IsInference = true;
            // Without a restriction a key is for every service that takes keys.
            if (keys.FirstOrDefault(key => key.DeleteTime is null && (key.Restrictions?.ApiTargets is not { Count: > 0 } targets || targets.Any(target => target.Service is "generativelanguage.googleapis.com"))) is { } key)
            {
                gemini.Authentication = Authentication.Key;
                gemini.Because($"The API key {key.Identity.Name} is enough.");
            }
            gemini.RateLimit = "the project's quota, all callers together";
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
            place = network.Ingress.Place(at?.Network, at?.Subnet, setup.Tags ?? [], setup.ServiceAccounts is [var account, ..] ? account.Email : null, !setup.DisablePublicIp);
        }
        catch (UnseenException unseen)
        {
            missing = unseen.Message;
        }
        if (!notebook.DisableProxyAccess)
        {
            var proxy = Api(notebook, "notebook", "Proxy URL", "notebooks.googleapis.com").Because(notebook.InstanceOwners is [var owner, ..] ? $"Google's proxy opens it to {owner}." : "Google's proxy opens it to whoever may act as its service account.");
            Leave(proxy, place, missing);
            proxy.IsNotebook = true;
            yield return proxy;
        }
        foreach (var (entry, port) in s_ports.Select(port => ($"Port {port}", port)).Prepend(("SSH", Ssh)))
        {
            var exposed = new Exposed(notebook, "notebook", entry) { Authentication = port == Ssh ? Authentication.Key : Authentication.Unknown, IsNotebook = true };
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
                by = network.Ingress.Reaching(place, port);
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
                var isProxied = by.Internet.Overlaps(s_proxy) || !place.HasExternalAddress && network.Ingress.Reaching(place with { HasExternalAddress = true }, port).Internet.Overlaps(s_proxy);
                by = by with { Internet = by.Internet.Except(s_proxy) };
                if (port == Ssh && isProxied)
                {
                    var proxied = Api(notebook, "notebook", "SSH through IAP", "iap.googleapis.com").Because("Firewall rules let Identity-Aware Proxy in on port 22.");
                    proxied.IsNotebook = true;
                    Leave(proxied, place, missing);
                    yield return proxied;
                }
                if (port != Ssh && by.Reach is Reach.None or Reach.PrivateNetwork)
                {
                    continue;
                }
                exposed.By(by, "VPC network", network.Ingress.Openings(place, port), port);
                Leave(exposed, place, missing);
            }
            yield return exposed;
        }
    }

    private IEnumerable<Exposed> Of(Machine machine)
    {
        if (machines.SignOf(machine) is not { } sign)
        {
            yield break;
        }
        var places = (machine.NetworkInterfaces ?? []).Select(card => machines.Place(machine, card)).ToList();
        if (places.Count == 0)
        {
            yield return new Exposed(machine, "machine", "SSH") { Authentication = Authentication.Key, Egress = Egress.Unknown }.Unseen("Its network interfaces are not in the estate.").Because(sign);
            yield break;
        }
        if (places.Exists(place => network.Ingress.Reaching(place with { HasExternalAddress = true }, Ssh).Internet.Overlaps(s_proxy)))
        {
            var proxied = Api(machine, "machine", "SSH through IAP", "iap.googleapis.com").Because("Firewall rules let Identity-Aware Proxy in on port 22.").Because(sign);
            Leave(proxied, places[0], null);
            yield return proxied;
        }
        foreach (var exposed in MachineWays.Of(machine, "machine", "VPC network",
            port => Connections.Of([.. places.Select(place => network.Ingress.Reaching(place, port)).Select(by => by with { Internet = by.Internet.Except(s_proxy) })]),
            port => places.SelectMany(place => network.Ingress.Openings(place, port)), sign))
        {
            Leave(exposed, places[0], null);
            yield return exposed.Because("Load balancers that lead to it are not read.");
        }
    }

    private Exposed Colab(Resource resource, string what, string entry, ColabNetwork? spec, string? account)
    {
        var exposed = Api(resource, what, entry, Vertex);
        (exposed.IsNotebook, exposed.IsTemplate) = (true, resource is NotebookRuntimeTemplate);
        exposed.IsInDefaultNetwork = spec?.Network is { Length: > 0 } named && AiNetworks.IsDefault(named);
        if (spec?.EnableInternetAccess is true)
        {
            exposed.Egress = Egress.Internet;
            return exposed.Because("Internet access is on.");
        }
        if (spec?.Network is not { Length: > 0 } joined)
        {
            exposed.Egress = Egress.Restricted;
            return exposed.Because("Internet access is off.");
        }
        try
        {
            return exposed.Leave(network.Leaving(network.Ingress.Place(joined, spec.Subnetwork, [], account, hasExternalAddress: false), 443));
        }
        catch (UnseenException unseen)
        {
            exposed.Egress = Egress.Unknown;
            return exposed.Because($"How far it reaches out is not known: {unseen.Message}");
        }
    }

    private IEnumerable<Exposed> Of(SearchEngine engine)
    {
        const string service = "discoveryengine.googleapis.com";
        yield return Api(engine, "search application", "search API", service);
        var page = new Exposed(engine, "search application", "Widget");
        WidgetAccess? access;
        try
        {
            access = widgets.One(engine)?.AccessSettings;
        }
        catch (UnseenException unseen)
        {
            access = null;
            page.Unseen(unseen.Message);
        }
        if (access is { AllowPublicAccess: true } or { EnableWebApp: true })
        {
            page.Authentication = access is { AllowPublicAccess: true } or { WorkforceIdentityPoolProvider: null or "" } ? Authentication.None : Authentication.Token;
            yield return page.ByEverybody().Via(HopKind.Api, "vertexaisearch.cloud.google.com").Because(access.AllowPublicAccess ? "Everybody may use it without signing in."
                : page.Authentication == Authentication.None ? "Its page is on, and no provider of identities is named." : "Its page asks people to sign in.");
        }
        else if (page.Reach == Reach.Unknown)
        {
            yield return page;
        }
    }

    // What it leads to, and what it asks of callers, is in its configuration, which is not read.
    private static IEnumerable<Exposed> Of(ApiGateway gateway) => gateway.State is not "ACTIVE" ? [] :
        [new Exposed(gateway, "gateway", "Gateway URL") { Gateway = "API Gateway", RateLimit = "unknown" }.ByEverybody().Via(HopKind.Front, gateway.Identity.Name, "configuration not read").Because("Where it leads, and what it asks of callers, its configuration says, which is not read.")];

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
            exposed.IsInference = true;
            exposed.Because(Fronts());
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

    private Exposed ByPerimeter(Exposed exposed, ServicePerimeter perimeter, string service)
    {
        var name = Perimeters.NameOf(perimeter);
        // An ingress rule is for services and for projects.
        var sources = (perimeter.Status?.IngressPolicies ?? []).Where(rule => rule.IngressTo?.Operations?.Any(operation => operation.ServiceName is "*" || operation.ServiceName == service) is true
                && (rule.IngressTo.Resources is not { Count: > 0 } to || to.Any(project => project == "*" || project == $"projects/{scope.Number}" || project == $"projects/{scope.Id}")))
            .SelectMany(rule => rule.IngressFrom?.Sources ?? []).ToList();
        if (sources.Exists(source => source.AccessLevel is "*"))
        {
            return exposed.ByEverybody().Via(HopKind.Filter, $"perimeter {name}", "every network").Via(HopKind.Api, service, "tokens").Because($"An ingress rule of the perimeter {name} lets every network in.");
        }
        var named = sources.Select(source => source.AccessLevel).Concat(perimeter.Status?.AccessLevels ?? []).Where(level => level is { Length: > 0 }).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        string? missing = null;
        var from = AddressSet.Empty;
        foreach (var level in named)
        {
            try
            {
                from = from.Union(levels.Of(level));
            }
            catch (UnseenException unseen)
            {
                missing ??= unseen.Message;
            }
        }
        if (!from.IsEmpty)
        {
            exposed.Addresses = from;
        }
        exposed.From = string.Join(", ", (from.IsEmpty ? [] : new[] { from.ToString() }).Append($"projects of {name}").Concat(named.Select(level => level[(level.LastIndexOf('/') + 1)..])).Concat(sources.Select(source => source.Resource)).OfType<string>().Distinct(StringComparer.Ordinal));
        exposed.Via(HopKind.Source, from.HasInternet ? "internet" : "perimeter").Via(HopKind.Filter, $"perimeter {name}", exposed.From).Via(HopKind.Api, service, "tokens");
        exposed.Reach = from.IsWholeInternet ? Reach.Internet : from.HasInternet ? Reach.InternetRestricted : Reach.Organisation;
        return missing is not null && exposed.Reach != Reach.Internet ? exposed.Unseen(missing)
            : exposed.Because(named.Count > 0 ? $"The perimeter {name} lets in who has {string.Join(" or ", named.Select(level => level[(level.LastIndexOf('/') + 1)..]))}." : $"The perimeter {name} keeps others out.");
    }

    // What could limit callers; who goes straight to the endpoint passes it by.
    private string? Fronts()
    {
        try
        {
            return (from policy in policies.All
                    from rule in policy.Rules ?? []
                    where !rule.Preview && rule.Action is "throttle" or "rate_based_ban"
                    let limit = rule.RateLimitOptions?.RateLimitThreshold
                    select $"Cloud Armor {policy.Identity.Name} limits callers of a load balancer{(limit?.Count is null ? "" : $" to {limit.Count} requests in {limit.IntervalSec} s")}; whoever calls the service directly passes it by.").FirstOrDefault();
        }
        catch (UnseenException)
        {
            return null;
        }
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
        exposed.IsInDefaultNetwork = place is not null && AiNetworks.IsDefault(place.Network);
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
