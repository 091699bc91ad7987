using System.Globalization;
using AiCloudSecurity.Checks.Aws;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Exposure.Aws;

/// <summary>What of AI stands behind the target groups of load balancers: functions that may call models, and machines that show that they run some.</summary>
internal sealed class BalancedTargets(Inventory<TargetGroup> groups, Inventory<TargetOfGroup> targets, AiBackends backends, Inventory<Instance> instances, AiInstances machines)
{
    private ILookup<string, TargetGroup>? _byBalancer;
    private Dictionary<string, Instance>? _byAddress;

    /// <summary>The groups behind a load balancer that lead to AI, each with what stands there.</summary>
    /// <exception cref="UnseenException">What stands there was not read.</exception>
    public IReadOnlyDictionary<string, string> Of(LoadBalancer balancer)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        _byBalancer ??= (from known in groups.All from arn in known.LoadBalancerArns ?? [] select (arn, known)).ToLookup(pair => pair.arn, pair => pair.known, StringComparer.Ordinal);
        foreach (var group in _byBalancer[balancer.Identity.Id])
        {
            if (targets.Of(group).Select(target => Behind(group, target.Target?.Id)).FirstOrDefault(behind => behind is not null) is { } behind)
            {
                found[group.Identity.Id] = behind;
            }
        }
        return found;
    }

    private string? Behind(TargetGroup group, string? target)
    {
        if (group.TargetType is "lambda")
        {
            return backends.Of(target);
        }
        _byAddress ??= (from instance in instances.All from card in instance.NetworkInterfaces ?? [] from address in card.PrivateIpAddresses ?? [] where address.PrivateIpAddress is not null select (address.PrivateIpAddress, instance))
            .GroupBy(pair => pair.PrivateIpAddress!, StringComparer.Ordinal).ToDictionary(pairs => pairs.Key, pairs => pairs.First().instance, StringComparer.Ordinal);
        var machine = group.TargetType is "instance" ? instances.Find(target) : _byAddress.GetValueOrDefault(target ?? "");
        return machine is not null && machines.SignOfMachine(machine) is { } sign ? $"the machine {machine.Called}. {sign.TrimEnd('.')}" : null;
    }
}

/// <summary>The ways through load balancers: each listener that leads to AI, with what it asks of callers and what stands in front.</summary>
internal sealed class BalancerWays(AwsWays ways, BalancedTargets balanced, LoadBalancerChecks.Associations associations, Inventory<Listener> listeners, Inventory<ListenerRule> rules)
{
    public IEnumerable<Exposed> Of(LoadBalancer balancer)
    {
        var behind = balanced.Of(balancer);
        if (behind.Count == 0)
        {
            yield break;
        }
        var places = ways.Network.Places((balancer.AvailabilityZones ?? []).Select(zone => zone.SubnetId).OfType<string>(), balancer.SecurityGroups ?? [], isPublic: balancer.Scheme is "internet-facing")
            .Select(place => place with { IsUnfiltered = balancer.Kind is "network" }).ToList();
        IReadOnlyList<Listener> heard = [];
        string? missing = null;
        try
        {
            heard = listeners.Of(balancer);
        }
        catch (UnseenException unseen)
        {
            missing = unseen.Message;
        }
        if (missing is not null)
        {
            yield return Unheard(balancer, places, behind.Values.First(), missing);
            yield break;
        }
        var leads = false;
        foreach (var listener in heard)
        {
            var exposed = Of(balancer, listener, places, behind);
            leads |= exposed is not null;
            if (exposed is not null)
            {
                yield return exposed;
            }
        }
        if (!leads)
        {
            yield return New(balancer, "none").Because($"No listener leads to {behind.Values.First()}.");
        }
    }

    private Exposed? Of(LoadBalancer balancer, Listener listener, List<VpcPlace> places, IReadOnlyDictionary<string, string> behind)
    {
        var exposed = New(balancer, $"{listener.Protocol} port {listener.Port?.ToString(CultureInfo.InvariantCulture)}");
        List<(IReadOnlyList<ListenerAction> Actions, AddressSet From)> ways = [(listener.DefaultActions ?? [], AddressSet.All)];
        try
        {
            // Behind a load balancer of the network there is only the default.
            ways.AddRange(balancer.Kind is "network" ? [] : rules.Of(listener).Where(rule => rule.IsDefault is not true).Select(rule => (rule.Actions ?? [], Sources(rule))));
        }
        catch (UnseenException unseen)
        {
            exposed.Authentication = Authentication.Unknown;
            Reached(exposed, places, listener.Port ?? 443, AddressSet.All);
            return exposed.Because($"What its listener asks of callers is not known: {unseen.Message}");
        }
        var leading = ways.Where(way => way.Actions.SelectMany(action => action.Targets).Any(behind.ContainsKey)).ToList();
        if (leading.Count == 0)
        {
            return null;
        }
        var isByCertificate = listener.MutualAuthentication?.Mode is "verify";
        exposed.Authentication = leading.Min(way => way.Actions.Any(action => action.AsksForToken) ? Authentication.Token : isByCertificate ? Authentication.Mtls : Authentication.None);
        Reached(exposed, places, listener.Port ?? 443, AddressSet.UnionOf(leading.Select(way => way.From)));
        return exposed.Because($"It leads to {behind[leading[0].Actions.SelectMany(action => action.Targets).First(behind.ContainsKey)]}.")
            .Because(exposed.Authentication switch { Authentication.Token => "Callers must sign in first.", Authentication.Mtls => "Callers must show a certificate.", _ => "It asks nobody who he is." });
    }

    // Where listeners were not read, another port may let in more than these.
    private Exposed Unheard(LoadBalancer balancer, List<VpcPlace> places, string behind, string missing)
    {
        var exposed = New(balancer, "HTTP and HTTPS");
        exposed.Authentication = Authentication.Unknown;
        Reached(exposed, places, 443, AddressSet.All);
        return (exposed.Reach == Reach.Internet ? exposed.Because($"What its listeners ask of callers is not known: {missing}") : exposed.Unseen(missing)).Because($"It leads to {behind}.");
    }

    private static Exposed New(LoadBalancer balancer, string entry) => new(balancer, "load balancer", entry) { Gateway = "Load balancer", IsInference = true, Authentication = Authentication.None };

    private void Reached(Exposed exposed, List<VpcPlace> places, int port, AddressSet only)
    {
        var balancer = (LoadBalancer)exposed.Of;
        if (places.Count == 0)
        {
            exposed.Unseen("The load balancer's subnets are not in the estate.");
        }
        else
        {
            var by = Connections.Of([.. places.Select(place => ways.Network.Reaching(place, port))]);
            exposed.By(by with { Internet = by.Internet.Intersect(only), Network = by.Network.Intersect(only), Peered = by.Peered.Intersect(only) }, "VPC", places.SelectMany(place => place.Groups), port);
        }
        if (associations.Of(balancer) is { } acl)
        {
            exposed.Gateway = $"Load balancer with WAF {acl.Identity.Name}";
            exposed.RateLimit = FrontWays.LimitOf(acl) ?? Exposed.Nothing;
            exposed.Via(HopKind.Front, acl.Identity.Name, FrontWays.LimitOf(acl) ?? "no rate rule");
        }
        exposed.Via(HopKind.Front, $"listener {exposed.Entry}", $"{exposed.Authentication}");
    }

    private static AddressSet Sources(ListenerRule rule) => (rule.Conditions ?? []).Where(condition => condition.Field is "source-ip").Aggregate(AddressSet.All, (sum, condition) =>
        sum.Intersect(AddressSet.UnionOf((condition.SourceIpConfig?.Values ?? []).Select(value => AddressSet.TryParse(value) ?? throw new UnseenException("A rule of its listener names a range that is not understood.")))));
}
