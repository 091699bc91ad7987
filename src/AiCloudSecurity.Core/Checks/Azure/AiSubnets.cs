using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>The subnets that AI services use: where their computes and agents run, and where their private endpoints lie.</summary>
internal sealed class AiSubnets(Inventory<PrivateEndpoint> endpoints, Inventory<MlCompute> computes, Inventory<CognitiveAccount> accounts)
{
    private readonly Lazy<HashSet<string>> _ofEndpoints = new(() => Set(endpoints.All.Where(endpoint => endpoint.LeadsToAi).Select(endpoint => endpoint.Properties?.Subnet?.Id)));

    private readonly Lazy<HashSet<string>> _ofCode = new(() => Set(
        computes.All.Select(compute => compute.Properties?.Properties?.Subnet?.Id)
            .Concat(accounts.All.SelectMany(account => account.Properties?.NetworkInjections ?? []).Select(injection => injection.SubnetArmId))));

    private readonly Lazy<HashSet<string>> _interfaces = new(() => Set(endpoints.All.SelectMany(endpoint => endpoint.Properties?.NetworkInterfaces ?? []).Select(one => one.Id)));

    /// <summary>Those of a network.</summary>
    public List<Subnet> Of(VirtualNetwork network) =>
        [.. (network.Properties?.Subnets ?? []).Where(subnet => RunsCode(subnet) || subnet.Id is { } id && _ofEndpoints.Value.Contains(id))];

    /// <summary>Whether code of AI services runs in a subnet.</summary>
    public bool RunsCode(Subnet subnet) => subnet.Id is { } id && _ofCode.Value.Contains(id);

    /// <summary>Network interfaces in a subnet that are no private endpoint's.</summary>
    public IEnumerable<string> Others(Subnet subnet) =>
        (subnet.Properties?.IpConfigurations ?? []).Select(address => AzureIdentity.Whole(address.Id, "ipConfigurations")).OfType<string>()
            .Where(one => one.Contains("/networkInterfaces/", StringComparison.OrdinalIgnoreCase) && !_interfaces.Value.Contains(one));

    private static HashSet<string> Set(IEnumerable<string?> ids) => new(ids.OfType<string>(), StringComparer.OrdinalIgnoreCase);
}
