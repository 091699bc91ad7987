using AiCloudSecurity.Checks;
using AiCloudSecurity.Exposure;
using AiCloudSecurity.Exposure.Azure;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Core.Tests;

/// <summary>
/// Small random virtual networks in which every packet is tried: a simulator that knows single packets and Azure's rules for
/// them, and nothing of address sets, must agree with the model on every connection.
/// </summary>
public sealed class ExposureAzureSimulationTests
{
    // So many networks lie in one subscription, and none may be taken for another.
    private const int Together = 50;

    [Fact]
    public void The_model_agrees_with_a_simulator_of_packets_on_random_networks()
    {
        var (connected, refused, left) = (0, 0, 0);
        for (var first = 0; first < Slices.Networks; first += Together)
        {
            List<AzureWorld> worlds = [.. Enumerable.Range(first, Together).Select(seed => new AzureWorld(seed))];
            var network = Check.View<AzureNetwork>(AzureWorld.ToEstate(worlds), null);
            foreach (var world in worlds)
            {
                foreach (var machine in world.Machines)
                {
                    var own = AddressSet.Of(machine.Own.ToString());
                    foreach (var port in AzureWorld.Ports)
                    {
                        var reaching = network.Reaching(machine.Subnet.Id, own, port, machine.IsPublic, ownGroup: world.GroupOf(machine));
                        Assert.Empty(reaching.Unseen);
                        var all = reaching.All;
                        foreach (var source in world.Addresses)
                        {
                            if (source == machine.Own)
                            {
                                continue;
                            }
                            var connects = world.Connects(source, machine, port);
                            if (connects != all.Contains(source.IsSix, source.Value))
                            {
                                Assert.Fail($"Network {world.Seed}: {source} to {machine.Own} in {machine.Subnet.Id} port {port}: the packet {(connects ? "arrives" : "does not arrive")}, the model says {all}. {world}");
                            }
                            _ = connects ? connected++ : refused++;
                        }
                        var leaving = network.Leaving(machine.Subnet.Id, own, port, machine.IsPublic, world.GroupOf(machine)).Internet;
                        foreach (var destination in world.Outside)
                        {
                            var leaves = world.Leaves(machine, destination, port);
                            if (leaves != leaving.Contains(destination.IsSix, destination.Value))
                            {
                                Assert.Fail($"Network {world.Seed}: {machine.Own} in {machine.Subnet.Id} to {destination} port {port}: the packet {(leaves ? "arrives" : "does not arrive")}, the model says {leaving}. {world}");
                            }
                            left += leaves ? 1 : 0;
                        }
                    }
                }
            }
        }
        Assert.True(connected > Slices.Networks * 4 && refused > Slices.Networks * 10 && left > Slices.Networks, $"{connected} connect, {refused} do not, {left} leave.");
    }

    /// <summary>An address: of IPv4, or of IPv6 by its last 32 bits; networks have private ones.</summary>
    private readonly record struct Address(bool IsSix, uint Bits)
    {
        /// <summary>As a number of its family: of IPv6 with the 32 bits before.</summary>
        public UInt128 Value => IsSix ? ((UInt128)(Bits >> 24 == 0x0A ? 0xfd00_0000u : 0x2001_0db8u) << 96) | Bits : Bits;

        public override string ToString() => IsSix ? $"{(Bits >> 24 == 0x0A ? "fd00" : "2001:db8")}::{Bits >> 16:x}:{Bits & 0xFFFF:x}" : $"{Bits >> 24}.{Bits >> 16 & 255}.{Bits >> 8 & 255}.{Bits & 255}";
    }

    private readonly record struct Prefix(bool IsSix, uint Bits, int Length)
    {
        public bool Has(Address address) => address.IsSix == IsSix && (Length == 0 || address.Bits >> (32 - Length) == Bits >> (32 - Length));

        public override string ToString() => IsSix && Length == 0 ? "::/0" : $"{new Address(IsSix, Length == 0 ? 0 : Bits >> (32 - Length) << (32 - Length))}/{(IsSix ? 96 : 0) + Length}";
    }

    // One side of a rule: a tag, prefixes, or a group of machines.
    private sealed record Side(string? Tag, List<Prefix> Prefixes, string? Group = null)
    {
        public override string ToString() => Tag ?? Group ?? string.Join(",", Prefixes);
    }

    private sealed record Machine(Place Subnet, Address Own, bool IsPublic, List<Rule>? Rules, List<string> Groups);

    private sealed record Rule(bool IsInbound, int Priority, bool IsAllow, string Protocol, Side From, Side To, string Ports)
    {
        private readonly int _first = Ports == "*" ? 0 : int.Parse(Ports.Split('-')[0], null);
        private readonly int _last = Ports == "*" ? 65_535 : int.Parse(Ports.Split('-')[^1], null);

        public bool Knows(int port)
        {
            if (Protocol is not ("*" or "Tcp"))
            {
                return false;
            }
            if (Ports == "*")
            {
                return true;
            }
            return _first <= port && port <= _last;
        }
    }

    private sealed record Hop(Prefix To, string Kind);

    private sealed record Place(string Id, int Net, Prefix Four, Prefix Six, List<Rule>? Rules, List<Hop> Routes, bool HasNat, bool? DefaultOutbound)
    {
        public bool Has(Address address) => Four.Has(address) || Six.Has(address);
    }

    private sealed class AzureWorld
    {
        public static readonly int[] Ports = [22, 443];
        private static readonly string[] s_groups = ["web", "models"];
        private static readonly string[] s_ports = ["*", "22", "443", "0-442", "23-443", "22-65535", "80"];
        private readonly Random _random;
        private readonly List<Place> _subnets = [];
        // Whether a network lets the other one in, each its own switch; and whether both have agreed.
        private readonly bool[] _allows;
        private readonly bool _isConnected;
        private readonly int _nets;

        public AzureWorld(int seed)
        {
            Seed = seed;
            _random = new Random(seed);
            _nets = _random.Next(2) + 1;
            _allows = [_random.Next(6) > 0, _random.Next(6) > 0];
            _isConnected = _nets == 2 && _random.Next(6) > 0;
            for (uint i = 0; i < 2; i++)
            {
                Outside.Add(new(false, 0x08000000 + i * 5));
                Outside.Add(new(true, 0xF0000000 + i * 5));
            }
            // Of the machine that balances load, and of a network that nobody has.
            Addresses.Add(new(false, 0xA83F8110));
            Addresses.Add(new(false, 0x0A090001));
            for (var net = 0; net < _nets; net++)
            {
                for (var i = _random.Next(1, 3); i > 0; i--)
                {
                    var bits = (uint)(0x0A000000 + net * 0x100 + i * 4);
                    _subnets.Add(new($"{Root}/virtualNetworks/vnet-{net}/subnets/s{i}", net, new(false, bits, 30), new(true, bits, 30), _random.Next(6) == 0 ? null : Rules(net), Routes(net), _random.Next(2) == 0, _random.Next(3) switch { 0 => false, 1 => true, _ => null }));
                }
            }
            foreach (var subnet in _subnets)
            {
                for (uint i = 0; i < 4; i++)
                {
                    Addresses.Add(new(false, subnet.Four.Bits + i));
                    Addresses.Add(new(true, subnet.Six.Bits + i));
                }
                Machines.Add(new(subnet, new(_random.Next(3) == 0, subnet.Four.Bits + (uint)_random.Next(1, 4)), _random.Next(2) == 0, _random.Next(3) == 0 ? Rules(subnet.Net) : null, [.. s_groups.Where(_ => _random.Next(3) == 0)]));
            }
            Addresses.AddRange(Outside);
        }

        public List<Address> Addresses { get; } = [];

        public List<Address> Outside { get; } = [];

        public List<Machine> Machines { get; } = [];

        public int Seed { get; }

        private string Root => $"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg{Seed}/providers/Microsoft.Network";

        /// <summary>The security group of a machine's own interface.</summary>
        public string? GroupOf(Machine machine) => machine.Rules is null ? null : $"{Root}/networkSecurityGroups/machine-{Machines.IndexOf(machine)}";

        // ---- packets ----

        /// <summary>Whether somebody at an address opens a connection to a port of a machine. Security groups keep state: answers pass.</summary>
        public bool Connects(Address source, Machine machine, int port)
        {
            var (subnet, own) = (machine.Subnet, machine.Own);
            if (source.IsSix != own.IsSix || !Passes(subnet.Rules, subnet.Net, inbound: true, source, own, port) || !Passes(machine.Rules, subnet.Net, inbound: true, source, own, port))
            {
                return false;
            }
            var from = _subnets.Find(place => place.Has(source));
            if (from is null)
            {
                return Outside.Contains(source) && machine.IsPublic && Route(subnet, source) == "Internet";
            }
            var way = from.Net == subnet.Net ? "VnetLocal" : "VirtualNetworkPeering";
            return Passes(from.Rules, from.Net, inbound: false, source, own, port) && Route(from, own) == way && Route(subnet, source) == way;
        }

        public bool Leaves(Machine machine, Address to, int port) =>
            machine.Own.IsSix == to.IsSix && Passes(machine.Subnet.Rules, machine.Subnet.Net, inbound: false, machine.Own, to, port) && Passes(machine.Rules, machine.Subnet.Net, inbound: false, machine.Own, to, port)
                && Route(machine.Subnet, to) == "Internet" && (machine.IsPublic || machine.Subnet.HasNat || machine.Subnet.DefaultOutbound is not false);

        // Rules in the order of their priority, Azure's three last; the first that matches decides.
        private bool Passes(List<Rule>? rules, int net, bool inbound, Address source, Address destination, int port)
        {
            if (rules is null)
            {
                return true;
            }
            Rule? first = null;
            foreach (var rule in rules)
            {
                if (rule.IsInbound == inbound && (first is null || rule.Priority < first.Priority) && rule.Knows(port) && Matches(rule.From, source, net) && Matches(rule.To, destination, net))
                {
                    first = rule;
                }
            }
            return first is not null ? first.IsAllow : IsVirtualNetwork(source, net) && IsVirtualNetwork(destination, net)
                || (inbound ? source == new Address(false, 0xA83F8110) : IsInternet(destination, net));
        }

        private bool Matches(Side side, Address address, int net) => side.Tag switch
        {
            "*" => true,
            "VirtualNetwork" => IsVirtualNetwork(address, net),
            "Internet" => IsInternet(address, net),
            "AzureLoadBalancer" => address == new Address(false, 0xA83F8110),
            _ => side.Group is { } group ? Machines.Exists(machine => machine.Own == address && machine.Groups.Contains(group)) : side.Prefixes.Exists(prefix => prefix.Has(address)),
        };

        // The network, what it is joined with, and the host's own address.
        private bool IsVirtualNetwork(Address address, int net) => Space(net).Exists(prefix => prefix.Has(address)) || IsJoined && Space(1 - net).Exists(prefix => prefix.Has(address)) || address == new Address(false, 0xA83F8110);

        private bool IsInternet(Address address, int net) =>
            (address == new Address(false, 0xA83F8110) || Outside.Contains(address)) && !Space(net).Exists(prefix => prefix.Has(address)) && !(IsJoined && Space(1 - net).Exists(prefix => prefix.Has(address)));

        private bool IsJoined => _nets == 2 && _isConnected && _allows[0] && _allows[1];

        private static List<Prefix> Space(int net) => s_space[net];

        private static readonly List<Prefix>[] s_space = [.. Enumerable.Range(0, 2).Select(net => (List<Prefix>)[new(false, (uint)(0x0A000000 + net * 0x100), 24), new(true, (uint)(0x0A000000 + net * 0x100), 24)])];

        private string Route(Place subnet, Address to)
        {
            var best = (Length: -1, IsOwn: false, Kind: "None");
            foreach (var hop in subnet.Routes)
            {
                Take(hop.To, true, hop.Kind);
            }
            Space(subnet.Net).ForEach(prefix => Take(prefix, false, "VnetLocal"));
            if (IsJoined)
            {
                Space(1 - subnet.Net).ForEach(prefix => Take(prefix, false, "VirtualNetworkPeering"));
            }
            Take(new(false, 0x0A000000, 8), false, "None");
            Take(new(false, 0, 0), false, "Internet");
            Take(new(true, 0, 0), false, "Internet");
            return best.Kind;

            void Take(Prefix prefix, bool own, string kind)
            {
                if (prefix.Has(to) && (prefix.Length > best.Length || prefix.Length == best.Length && own && !best.IsOwn))
                {
                    best = (prefix.Length, own, kind);
                }
            }
        }

        // ---- at random ----

        private List<Rule> Rules(int net)
        {
            List<Rule> rules = [];
            foreach (var inbound in (bool[])[true, false])
            {
                HashSet<int> priorities = [];
                for (var i = _random.Next(5); i > 0; i--)
                {
                    var priority = _random.Next(100, 120);
                    if (priorities.Add(priority))
                    {
                        rules.Add(new(inbound, priority, _random.Next(2) == 0, _random.Next(4) switch { 0 => "*", 1 => "Udp", _ => "Tcp" }, OneSide(net), OneSide(net), s_ports[_random.Next(s_ports.Length)]));
                    }
                }
            }
            return rules;
        }

        private Side OneSide(int net) => _random.Next(7) switch
        {
            6 => new(null, [], s_groups[_random.Next(s_groups.Length)]),
            0 or 1 => new("*", []),
            2 => new("VirtualNetwork", []),
            3 => new(_random.Next(4) == 0 ? "AzureLoadBalancer" : "Internet", []),
            _ => new(null, [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => AnyPrefix())]),
        };

        private Prefix AnyPrefix() => _random.Next(5) switch
        {
            0 => new(_random.Next(2) == 0, 0, 0),
            1 => new(false, 0x08000000 + (uint)_random.Next(8), _random.Next(28, 33)),
            2 => new(true, 0xF0000000 + (uint)_random.Next(8), _random.Next(28, 33)),
            _ => new(_random.Next(3) == 0, (uint)(0x0A000000 + _random.Next(2) * 0x100 + _random.Next(16)), _random.Next(24, 33)),
        };

        private List<Hop> Routes(int net)
        {
            List<Hop> routes = [];
            HashSet<string> known = [];
            for (var i = _random.Next(3) == 0 ? _random.Next(1, 4) : 0; i > 0; i--)
            {
                var to = AnyPrefix();
                if (known.Add(to.ToString()))
                {
                    routes.Add(new(to, _random.Next(3) switch { 0 => "None", 1 when to.Bits >> 24 == 0x0A => "VnetLocal", _ => "Internet" }));
                }
            }
            return routes;
        }

        // ---- as Azure describes it ----

        /// <summary>A subscription with all of them in it.</summary>
        public static Estate ToEstate(IReadOnlyList<AzureWorld> worlds) => new(s_scope, s_now, ["global"], worlds.SelectMany(world => world.ToResources()), s_coverage);

        private List<Resource> ToResources()
        {
            List<Resource> resources = [];
            for (var net = 0; net < _nets; net++)
            {
                Add(new VirtualNetwork
                {
                    Properties = new()
                    {
                        AddressSpace = new() { AddressPrefixes = [.. Space(net).Select(prefix => prefix.ToString())] },
                        VirtualNetworkPeerings = _nets == 2 ? [new() { Properties = new() { RemoteVirtualNetwork = new() { Id = $"{Root}/virtualNetworks/vnet-{1 - net}" }, PeeringState = _isConnected ? "Connected" : "Disconnected", AllowVirtualNetworkAccess = _allows[net] } }] : [],
                        Subnets = [.. _subnets.Where(subnet => subnet.Net == net).Select((subnet, i) => new Subnet
                        {
                            Id = subnet.Id, Name = subnet.Id[(subnet.Id.LastIndexOf('/') + 1)..],
                            Properties = new()
                            {
                                AddressPrefixes = [subnet.Four.ToString(), subnet.Six.ToString()],
                                NetworkSecurityGroup = subnet.Rules is null ? null : new() { Id = Of(subnet, "networkSecurityGroups") },
                                RouteTable = subnet.Routes.Count == 0 ? null : new() { Id = Of(subnet, "routeTables") },
                                NatGateway = subnet.HasNat ? new() { Id = $"{Root}/natGateways/nat" } : null,
                                DefaultOutboundAccess = subnet.DefaultOutbound,
                            },
                        })],
                    },
                }, $"{Root}/virtualNetworks/vnet-{net}");
            }
            foreach (var subnet in _subnets)
            {
                Add(Described(subnet.Rules ?? []), Of(subnet, "networkSecurityGroups"));
                Add(new RouteTable { Properties = new() { Routes = [.. subnet.Routes.Select(hop => new Route { Properties = new() { AddressPrefix = hop.To.ToString(), NextHopType = hop.Kind } })] } }, Of(subnet, "routeTables"));
            }
            foreach (var machine in Machines)
            {
                Add(new NetworkInterface
                {
                    Properties = new() { IpConfigurations = [new() { Properties = new() { PrivateIpAddress = machine.Own.ToString(), Subnet = new() { Id = machine.Subnet.Id }, ApplicationSecurityGroups = [.. machine.Groups.Select(group => new ArmReference { Id = Application(group) })] } }] },
                }, $"{Root}/networkInterfaces/{Machines.IndexOf(machine)}");
                if (GroupOf(machine) is { } group)
                {
                    Add(Described(machine.Rules!), group);
                }
            }
            return resources;

            string Application(string group) => $"{Root}/applicationSecurityGroups/{group}";

            NetworkSecurityGroup Described(List<Rule> rules) => new()
            {
                Properties = new()
                {
                    SecurityRules = [.. rules.Select(rule => new SecurityRule
                    {
                        Properties = new()
                        {
                            Direction = rule.IsInbound ? "Inbound" : "Outbound", Priority = rule.Priority, Access = rule.IsAllow ? "Allow" : "Deny", Protocol = rule.Protocol, DestinationPortRange = rule.Ports,
                            SourceAddressPrefix = rule.From.Tag, SourceAddressPrefixes = [.. rule.From.Prefixes.Select(prefix => prefix.ToString())],
                            SourceApplicationSecurityGroups = rule.From.Group is { } from ? [new() { Id = Application(from) }] : null,
                            DestinationAddressPrefix = rule.To.Tag, DestinationAddressPrefixes = [.. rule.To.Prefixes.Select(prefix => prefix.ToString())],
                            DestinationApplicationSecurityGroups = rule.To.Group is { } to ? [new() { Id = Application(to) }] : null,
                        },
                    })],
                },
            };

            string Of(Place subnet, string type) => $"{Root}/{type}/of-{subnet.Net}-{subnet.Id[(subnet.Id.LastIndexOf('/') + 1)..]}";

            void Add<T>(T resource, string id) where T : Resource
            {
                resource.Type = ResourceType.Of<T>();
                resource.Identity = new(Cloud.Azure, s_scope.Id, "westeurope", id, id[(id.LastIndexOf('/') + 1)..]);
                resource.Wire = "{}"u8.ToArray();
                resources.Add(resource);
            }
        }

        private static readonly Scope s_scope = new() { Cloud = Cloud.Azure, Id = "00000000-0000-0000-0000-000000000001", Name = "test", Caller = "test", Partition = "AzureCloud" };
        private static readonly DateTimeOffset s_now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
        private static readonly List<CoverageEntry> s_coverage = [.. Check.TypesOf<AzureNetwork>().Select(type => new CoverageEntry
        {
            ResourceType = type.Name, Region = "global", State = CoverageState.Read, Operation = type.Read.Operations[0].Operation, Permission = type.Read.Operations[0].Permission,
        })];

        public override string ToString() => $"joined {IsJoined} " + string.Join("; ", _subnets.Select(subnet => $"{subnet.Id[^12..]} {subnet.Four} nat {subnet.HasNat} {subnet.DefaultOutbound} routes [{string.Join(", ", subnet.Routes)}] rules [{(subnet.Rules is null ? "no group" : string.Join(", ", subnet.Rules))}]"));
    }
}
