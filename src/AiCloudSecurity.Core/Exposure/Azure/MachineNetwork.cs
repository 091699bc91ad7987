using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Exposure.Azure;

/// <summary>The ways to virtual machines of Azure that run AI: their interfaces, each with a security group of its own beside the subnet's.</summary>
internal sealed class MachineNetwork(AzureNetwork network, Inventory<NetworkInterface> interfaces)
{
    public IEnumerable<Exposed> Of(VirtualMachine machine)
    {
        if (machine.Sign is not { } sign)
        {
            yield break;
        }
        var addresses = (machine.Properties?.NetworkProfile?.NetworkInterfaces ?? []).SelectMany(reference => (interfaces.Find(reference.Id) ?? throw new UnseenException($"Its network interface {reference.Id} is not in the estate.")) is var card
            ? (card.Properties?.IpConfigurations ?? []).Select(address => (Group: card.Properties?.NetworkSecurityGroup?.Id, Address: address.Properties!)) : []).Where(at => at.Address?.Subnet?.Id is not null).ToList();
        if (addresses.Count == 0)
        {
            yield return new Exposed(machine, "machine", "SSH") { Authentication = Authentication.Key, Egress = Egress.Unknown }.Unseen("Its network interfaces are not in the estate.").Because(sign);
            yield break;
        }
        foreach (var exposed in MachineWays.Of(machine, "machine", "virtual network", port => Reaching(addresses, port), _ => Filters(addresses), sign))
        {
            Leave(exposed, addresses);
            yield return exposed;
        }
    }

    private Connections Reaching(List<(string? Group, IpConfigurationProperties Address)> addresses, int port)
    {
        List<Connections> all = [];
        foreach (var (group, address) in addresses)
        {
            var subnet = address.Subnet!.Id!;
            var by = network.Reaching(subnet, Own(address), port, isPublic: address.PublicIpAddress?.Id is not null, ownGroup: group);
            // What a load balancer sends here it may have from the internet.
            if (address.PublicIpAddress?.Id is null && Balancers(address) is [var balancer, ..] && network.Reaching(subnet, Own(address), port, isPublic: true, ownGroup: group).Internet.HasInternet)
            {
                by = by with { Unseen = [.. by.Unseen, $"What {balancer} sends to it is not in the estate."] };
            }
            all.Add(by);
        }
        return Connections.Of(all);
    }

    private void Leave(Exposed exposed, List<(string? Group, IpConfigurationProperties Address)> addresses)
    {
        try
        {
            exposed.IsInDefaultNetwork = addresses.Exists(at => network.IsDefault(at.Address.Subnet!.Id!));
            exposed.Leave(Connections.Of([.. addresses.Select(at => network.Leaving(at.Address.Subnet!.Id!, Own(at.Address), 443, at.Address.PublicIpAddress?.Id is not null, at.Group))]));
        }
        catch (UnseenException unseen)
        {
            exposed.Egress = Egress.Unknown;
            exposed.Because($"How far it reaches out is not known: {unseen.Message}");
        }
    }

    private AddressSet Own(IpConfigurationProperties address) => AddressSet.TryParse(address.PrivateIpAddress) ?? network.AddressesOf(address.Subnet!.Id!);

    private static List<string> Balancers(IpConfigurationProperties address) =>
        [.. (address.LoadBalancerInboundNatRules ?? []).Concat(address.LoadBalancerBackendAddressPools ?? []).Concat(address.ApplicationGatewayBackendAddressPools ?? []).Select(reference => reference.Id).OfType<string>()
            .Select(id => id.Split('/') is [_, _, _, _, _, _, _, _, var name, ..] ? $"the load balancer {name}" : "a load balancer")];

    private IEnumerable<string> Filters(List<(string? Group, IpConfigurationProperties Address)> addresses) =>
        addresses.SelectMany(at => new[] { network.FilterOf(at.Address.Subnet!.Id!), at.Group?[(at.Group.LastIndexOf('/') + 1)..] }).OfType<string>();
}
