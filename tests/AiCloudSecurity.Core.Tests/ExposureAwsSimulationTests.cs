using AiCloudSecurity.Checks;
using AiCloudSecurity.Exposure;
using AiCloudSecurity.Exposure.Aws;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Core.Tests;

/// <summary>
/// Small random VPCs in which every packet is tried: a simulator that knows single packets and AWS's rules for them, and
/// nothing of address sets, must agree with the model on every connection.
/// </summary>
public sealed class ExposureAwsSimulationTests
{
    // So many networks lie in one account, and none may be taken for another.
    private const int Together = 50;

    [Fact]
    public void The_model_agrees_with_a_simulator_of_packets_on_random_networks()
    {
        var (connected, refused, left, transited) = (0, 0, 0, 0);
        for (var first = 0; first < Slices.Networks; first += Together)
        {
            List<AwsWorld> worlds = [.. Enumerable.Range(first, Together).Select(seed => new AwsWorld(seed))];
            var network = Check.View<AwsNetwork>(AwsWorld.ToEstate(worlds), "eu-west-1");
            foreach (var world in worlds)
            {
                foreach (var target in world.Interfaces)
                {
                    var place = AwsIngress.PlaceOf(target.ToResource());
                    foreach (var port in AwsWorld.Ports)
                    {
                        var reaching = network.Reaching(place, port);
                        Assert.DoesNotContain(reaching.Unseen, unseen => !unseen.Contains("lets security groups name", StringComparison.Ordinal));
                        var (all, connecting) = (reaching.All, world.Connecting(target, port));
                        for (var i = 0; i < world.Addresses.Count; i++)
                        {
                            var source = world.Addresses[i];
                            if (target.Address(source.IsSix) is not { } address || source == address)
                            {
                                continue;
                            }
                            var connects = (connecting >> i & 1) != 0;
                            if (connects != all.Contains(source.IsSix, source.Value))
                            {
                                Assert.Fail($"Network {world.Seed}: {source} to {target.Id} ({address}) port {port}: the packet {(connects ? "arrives" : "does not arrive")}, the model says {all}. {world}");
                            }
                            _ = connects ? connected++ : refused++;
                        }
                        transited += reaching.Through.Count(hop => hop.StartsWith("tgw-", StringComparison.Ordinal));
                    }
                    foreach (var port in AwsWorld.Ports)
                    {
                        var leaving = network.Leaving(place, port).Internet;
                        foreach (var destination in world.Outside)
                        {
                            var leaves = target.Address(destination.IsSix) is { } own && world.Leaves(target, own, destination, port);
                            if (leaves != leaving.Contains(destination.IsSix, destination.Value))
                            {
                                Assert.Fail($"Network {world.Seed}: {target.Id} to {destination} port {port}: the packet {(leaves ? "arrives" : "does not arrive")}, the model says {leaving}. {world}");
                            }
                            left += leaves ? 1 : 0;
                        }
                    }
                }
            }
        }
        // A generator of networks in which nothing is possible would prove nothing.
        Assert.True(connected > Slices.Networks * 4 / 5 && refused > Slices.Networks * 10 && left > Slices.Networks / 20 && transited > Slices.Networks / 250, $"{connected} connect, {refused} do not, {left} leave, {transited} pass a transit gateway.");
    }

    /// <summary>An address: of IPv4, or of IPv6 by its last 32 bits; the second VPC's are of a private range.</summary>
    private readonly record struct Address(bool IsSix, uint Bits)
    {
        public bool IsPrivateSix => IsSix && Bits >> 8 == 0x0A0001;

        /// <summary>As a number of its family: of IPv6 with the 32 bits before.</summary>
        public UInt128 Value => IsSix ? ((UInt128)(IsPrivateSix ? 0xfd00_0000u : 0x2001_0db8u) << 96) | Bits : Bits;

        public override string ToString() => IsSix ? $"{(IsPrivateSix ? "fd00" : "2001:db8")}::{Bits >> 16:x}:{Bits & 0xFFFF:x}" : $"{Bits >> 24}.{Bits >> 16 & 255}.{Bits >> 8 & 255}.{Bits & 255}";
    }

    /// <summary>A prefix of either family.</summary>
    private readonly record struct Prefix(bool IsSix, uint Bits, int Length)
    {
        public bool Has(Address address) => address.IsSix == IsSix && (Length == 0 || address.Bits >> (32 - Length) == Bits >> (32 - Length));

        public override string ToString() => IsSix && Length == 0 ? "::/0" : $"{new Address(IsSix, Length == 0 ? 0 : Bits >> (32 - Length) << (32 - Length))}/{(IsSix ? 96 : 0) + Length}";
    }

    private sealed record Rule(bool IsEgress, int Number, bool IsAllow, Prefix? From, string? Group, string? List, string Protocol, int First, int Last)
    {
        public bool Knows(int port) => Protocol == "-1" || Protocol is "6" or "tcp" && First <= port && port <= Last;
    }

    private sealed record Hop(Prefix? To, string? List, string Target, bool IsActive);

    private sealed record Place(string Id, string VpcId, int Vpc, Prefix Four, Prefix Six, List<Hop> Table, List<Rule> Acl, string? Mode)
    {
        public bool Has(Address address) => Four.Has(address) || Six.Has(address);
    }

    private sealed record Card(string Id, Place Subnet, Address? Four, Address? Six, bool IsPublic, List<string> Groups)
    {
        public Address? Address(bool six) => six ? Six : Four;

        public NetworkInterface ToResource() => new()
        {
            NetworkInterfaceId = Id,
            SubnetId = Subnet.Id,
            VpcId = $"{Subnet.VpcId}",
            Groups = [.. Groups.Select(group => new InterfaceGroup { GroupId = group })],
            PrivateIpAddresses = Four is { } four ? [new() { PrivateIpAddress = four.ToString(), Association = IsPublic ? new() { PublicIp = "198.51.100.1" } : null }] : [],
            Ipv6Addresses = Six is { } six ? [new() { Ipv6Address = six.ToString() }] : [],
        };
    }

    /// <summary>One or two VPCs with everything in them that decides about packets, at random.</summary>
    private sealed class AwsWorld
    {
        public static readonly int[] Ports = [22, 443];
        private static readonly int[] s_bounds = [0, 22, 23, 443, 444, 1024, 2000, 32768, 65535];
        // Between the bounds of rules all ports are alike: one of each stretch, and both ends.
        private static readonly int[] s_clients = [1024, 1025, 2000, 2001, 32768, 32769, 65535];
        private readonly Random _random;
        private readonly List<Place> _subnets = [];
        private readonly List<string> _acls = [];
        private readonly Dictionary<string, List<Rule>> _groups = [];
        private readonly List<Prefix> _list = [];
        private readonly bool _isPeered;
        private readonly int _vpcs;
        private readonly (string Id, Place Subnet, bool IsPublic, bool IsAvailable) _nat;
        // What a transit gateway routes for each VPC: to one of them, or nowhere. Null where a VPC's attachment has no table.
        private readonly List<(Prefix To, int? Vpc, bool IsStatic)>?[] _transit = [null, null];
        private readonly string _joint;
        private readonly Dictionary<(Place, bool, int), ulong> _passing = [];

        public AwsWorld(int seed)
        {
            Seed = seed;
            _random = new Random(seed);
            _vpcs = _random.Next(5) < 2 ? 2 : 1;
            _isPeered = _vpcs == 2 && _random.Next(5) > 0;
            for (uint i = 0; i < 2; i++)
            {
                Outside.Add(new(false, 0x08000000 + i * 5));
                Outside.Add(new(true, 0xF0000000 + i * 5));
            }
            _joint = _random.Next(3) == 0 ? Peering : Transit;
            for (var vpc = 0; vpc < _vpcs; vpc++)
            {
                _transit[vpc] = _vpcs == 1 || _random.Next(10) == 0 ? null
                    : [.. Enumerable.Range(0, 2).Where(_ => _random.Next(5) > 0).Select(to => (new Prefix(_random.Next(6) == 0, (uint)(0x0A000000 + to * 0x100), 24), (int?)to, false))
                        .Concat(Enumerable.Range(0, _random.Next(3)).Select(_ => (new Prefix(_random.Next(4) == 0, (uint)(0x0A000000 + _random.Next(2) * 0x100 + _random.Next(16)), _random.Next(24, 33)), _random.Next(3) == 0 ? (int?)null : _random.Next(2), true)))
                        .DistinctBy(route => route.Item1.ToString())];
            }
            for (var i = _random.Next(3); i > 0; i--)
            {
                _list.Add(AnyPrefix());
            }
            for (var vpc = 0; vpc < _vpcs; vpc++)
            {
                for (var i = _random.Next(1, 3); i > 0; i--)
                {
                    // Subnets of four addresses.
                    var bits = (uint)(0x0A000000 + vpc * 0x100 + i * 4);
                    _subnets.Add(new($"subnet-{seed}-{vpc}{i}", $"vpc-{seed}-{vpc}", vpc, new(false, bits, 30), new(true, bits, 30), Table(vpc), Acl(), _random.Next(6) switch { 0 => "block-bidirectional", 1 => "block-ingress", 2 => "off", _ => null }));
                }
            }
            _nat = ($"nat-{seed}", _subnets[_random.Next(_subnets.Count)], _random.Next(5) > 0, _random.Next(6) > 0);
            for (var i = _random.Next(1, 4); i > 0; i--)
            {
                _groups[$"sg-{seed}-{i}"] = [];
            }
            foreach (var rules in _groups.Values)
            {
                for (var i = _random.Next(4); i > 0; i--)
                {
                    rules.Add(GroupRule(egress: false));
                }
                if (_random.Next(2) == 0)
                {
                    // As a new group has it.
                    rules.Add(new(true, 0, true, new(false, 0, 0), null, null, "-1", 0, 0));
                    rules.Add(new(true, 0, true, new(true, 0, 0), null, null, "-1", 0, 0));
                }
                for (var i = _random.Next(3); i > 0; i--)
                {
                    rules.Add(GroupRule(egress: true));
                }
            }
            foreach (var subnet in _subnets)
            {
                for (uint i = 1; i <= 2; i++)
                {
                    Address? four = _random.Next(4) > 0 ? new(false, subnet.Four.Bits + i) : null, six = _random.Next(3) == 0 ? new(true, subnet.Six.Bits + i) : null;
                    if (_random.Next(5) < 2 && (four ?? six) is not null)
                    {
                        Interfaces.Add(new($"eni-{subnet.Id}-{i}", subnet, four, six, four is not null && _random.Next(2) == 0, [.. _groups.Keys.Where(_ => _random.Next(2) == 0).DefaultIfEmpty(_groups.Keys.First())]));
                    }
                }
                for (uint i = 0; i < 4; i++)
                {
                    Addresses.Add(new(false, subnet.Four.Bits + i));
                    Addresses.Add(new(true, subnet.Six.Bits + i));
                }
            }
            Addresses.AddRange(Outside);
        }

        public int Seed { get; }

        public List<Card> Interfaces { get; } = [];

        /// <summary>All addresses that packets are sent from.</summary>
        public List<Address> Addresses { get; } = [];

        /// <summary>Those of the internet.</summary>
        public List<Address> Outside { get; } = [];

        // ---- packets ----

        /// <summary>Who opens a connection to a port of an interface, from some port of his: a bit for each of the addresses.</summary>
        public ulong Connecting(Card target, int port)
        {
            // Security groups keep state: only the first packet is asked about.
            var rules = target.Groups.SelectMany(group => _groups[group]).Where(rule => !rule.IsEgress && rule.Knows(port)).ToList();
            ulong connecting = 0;
            for (var i = 0; i < Addresses.Count; i++)
            {
                var source = Addresses[i];
                if (rules.Count > 0 && target.Address(source.IsSix) is { } to && source != to && Connects(i, source, target, to, port, rules))
                {
                    connecting |= 1UL << i;
                }
            }
            return connecting;
        }

        private bool Connects(int index, Address source, Card target, Address to, int port, List<Rule> rules)
        {
            var subnet = target.Subnet;
            var from = _subnets.Find(subnet => subnet.Has(source));
            if (from is null)
            {
                // From the internet through the internet gateway, and back the way the table says.
                return (to.IsSix ? !to.IsPrivateSix : target.IsPublic) && subnet.Mode is null or "off" && rules.Exists(rule => Matches(rule, source)) && Route(subnet, source) == $"igw-{Seed}-{subnet.Vpc}"
                    && Passes(subnet, egress: false, index, port) && s_clients.Any(client => Passes(subnet, egress: true, index, client));
            }
            var gateway = from.Vpc == subnet.Vpc ? "local" : Route(from, to);
            // A transit gateway takes groups for nothing unless it is told otherwise.
            var isTransit = gateway == Transit;
            if (gateway is null || gateway != "local" && gateway != Peering && !isTransit || Route(from, to) != gateway || Route(subnet, source) != gateway
                || isTransit && (Transits(from.Vpc, to) != subnet.Vpc || Transits(subnet.Vpc, source) != from.Vpc)
                || !rules.Exists(rule => (!isTransit || rule.Group is null) && Matches(rule, source)))
            {
                return false;
            }
            var sender = Interfaces.Find(card => card.Four == source || card.Six == source);
            if (sender is not null && !sender.Groups.Exists(group => _groups[group].Exists(rule => rule.IsEgress && rule.Knows(port) && Matches(rule, to))))
            {
                return false;
            }
            var own = Addresses.IndexOf(to);
            return from == subnet
                || Passes(from, egress: true, own, port) && Passes(subnet, egress: false, index, port)
                    && s_clients.Any(client => Passes(subnet, egress: true, index, client) && Passes(from, egress: false, own, client));
        }

        private string Peering => $"pcx-{Seed}";

        private string Transit => $"tgw-{Seed}";

        // The VPC to which the transit gateway leads what one of them sends: of the routes that know the address the longest, static ones first.
        private int? Transits(int vpc, Address to) =>
            _transit[vpc]?.Where(route => route.To.Has(to)).OrderByDescending(route => route.To.Length).ThenBy(route => route.IsStatic ? 0 : 1).Select(route => route.Vpc).FirstOrDefault();

        /// <summary>Whether an interface opens a connection to a port of an address on the internet.</summary>
        public bool Leaves(Card card, Address own, Address to, int port)
        {
            if (!card.Groups.Exists(group => _groups[group].Exists(rule => rule.IsEgress && rule.Knows(port) && Matches(rule, to))))
            {
                return false;
            }
            var subnet = card.Subnet;
            var route = Route(subnet, to);
            if (route is null || !Passes(subnet, egress: true, Addresses.IndexOf(to), port))
            {
                return false;
            }
            var (at, here) = (Addresses.IndexOf(to), Addresses.IndexOf(own));
            if (route.StartsWith("igw-", StringComparison.Ordinal) || route == "eigw-1")
            {
                var isOpen = route == "eigw-1" ? to.IsSix && !own.IsPrivateSix && subnet.Mode is not "block-bidirectional" : (to.IsSix ? !own.IsPrivateSix : card.IsPublic) && subnet.Mode is null or "off";
                return isOpen && s_clients.Any(client => Passes(subnet, egress: false, at, client));
            }
            if (route != _nat.Id || to.IsSix || !_nat.IsPublic || !_nat.IsAvailable)
            {
                return false;
            }
            var beyond = _nat.Subnet;
            if (beyond.Mode is "block-bidirectional" || Route(beyond, to) is not ['i', 'g', 'w', ..] || !Passes(beyond, egress: true, at, port) || !s_clients.Any(client => Passes(beyond, egress: false, at, client)))
            {
                return false;
            }
            return beyond == subnet
                || Passes(beyond, egress: false, here, port) && s_clients.Any(client => Passes(beyond, egress: true, here, client) && Passes(subnet, egress: false, at, client));
        }

        private bool Matches(Rule rule, Address other) =>
            rule.From?.Has(other) is true
            || rule.List is not null && _list.Exists(prefix => prefix.Has(other))
            || rule.Group is { } group && Interfaces.Exists(card => (card.Four == other || card.Six == other) && card.Groups.Contains(group));

        // What each address gets past an ACL is found out once: packet by packet, the first rule of those that know it.
        private bool Passes(Place subnet, bool egress, int other, int port)
        {
            if (!_passing.TryGetValue((subnet, egress, port), out var passing))
            {
                for (var i = 0; i < Addresses.Count; i++)
                {
                    passing |= Passes(subnet, egress, Addresses[i], port) ? 1UL << i : 0;
                }
                _passing[(subnet, egress, port)] = passing;
            }
            return (passing >> other & 1) != 0;
        }

        private static bool Passes(Place subnet, bool egress, Address other, int port)
        {
            // In the order of their numbers; the first that matches decides, and behind the last is a deny.
            Rule? first = null;
            foreach (var rule in subnet.Acl)
            {
                if (rule.IsEgress == egress && (first is null || rule.Number < first.Number) && rule.From!.Value.Has(other) && rule.Knows(port))
                {
                    first = rule;
                }
            }
            return first is { IsAllow: true };
        }

        private string? Route(Place subnet, Address to)
        {
            (int Length, Hop Hop)? best = null;
            foreach (var hop in subnet.Table)
            {
                foreach (var prefix in hop.List is null ? [hop.To!.Value] : _list)
                {
                    if (prefix.Has(to) && (best is null || prefix.Length > best.Value.Length || prefix.Length == best.Value.Length && hop.List is null && best.Value.Hop.List is not null))
                    {
                        best = (prefix.Length, hop);
                    }
                }
            }
            return best is { Hop: { IsActive: true, Target: var target } } && (target != Peering || _isPeered) ? target : null;
        }

        // ---- at random ----

        private List<Hop> Table(int vpc)
        {
            List<Hop> table = [new(new(false, (uint)(0x0A000000 + vpc * 0x100), 24), null, "local", true), new(new(true, (uint)(0x0A000000 + vpc * 0x100), 24), null, "local", true)];
            HashSet<string> known = [.. table.Select(hop => hop.To!.Value.ToString())];
            for (var i = _random.Next(5); i > 0; i--)
            {
                var to = _random.Next(2) == 0 ? new Prefix(_random.Next(2) == 0, 0, 0) : _random.Next(3) == 0 && _vpcs == 2 ? new Prefix(_random.Next(3) == 0, (uint)(0x0A000000 + (1 - vpc) * 0x100), _random.Next(24, 31)) : OutsidePrefix();
                var target = _random.Next(7) switch { 0 => $"nat-{Seed}", 1 when to.IsSix => "eigw-1", 2 when _vpcs == 2 => Peering, 3 when _vpcs == 2 => Transit, _ => $"igw-{Seed}-{vpc}" };
                // A table has one route to a prefix; those that lead to the list's are told apart by the list.
                if (known.Add(to.ToString()) && (target != $"nat-{Seed}" || !to.IsSix))
                {
                    table.Add(new(to, null, target, _random.Next(8) > 0));
                }
            }
            if (_vpcs == 2 && _random.Next(4) > 0)
            {
                var peer = new Prefix(_random.Next(5) == 0, (uint)(0x0A000000 + (1 - vpc) * 0x100), 24);
                if (known.Add(peer.ToString()))
                {
                    table.Add(new(peer, null, _random.Next(6) > 0 ? _joint : _joint == Peering ? Transit : Peering, true));
                }
            }
            if (_list.Count > 0 && _list.TrueForAll(prefix => prefix.Length < 24 || prefix.Bits < 0x0A000000 || prefix.Bits > 0x0A000200) && _random.Next(4) == 0)
            {
                table.Add(new(null, $"pl-{Seed}", $"igw-{Seed}-{vpc}", true));
            }
            return table;
        }

        private List<Rule> Acl()
        {
            List<Rule> rules = [];
            foreach (var egress in (bool[])[false, true])
            {
                HashSet<int> numbers = [];
                if (_random.Next(3) > 0)
                {
                    rules.Add(new(egress, 50 + _random.Next(2) * 100, true, new(false, 0, 0), null, null, "-1", 0, 0));
                    rules.Add(new(egress, 51 + _random.Next(2) * 100, true, new(true, 0, 0), null, null, "-1", 0, 0));
                    numbers.UnionWith(rules.Select(rule => rule.Number));
                }
                for (var i = _random.Next(4); i > 0; i--)
                {
                    var (first, last) = PortRange();
                    var number = _random.Next(1, 200);
                    if (numbers.Add(number))
                    {
                        rules.Add(new(egress, number, _random.Next(2) == 0, AnyPrefix(), null, null, _random.Next(4) switch { 0 => "-1", 1 => "17", _ => "6" }, first, last));
                    }
                }
            }
            return rules;
        }

        private Rule GroupRule(bool egress)
        {
            var (first, last) = PortRange();
            var kind = _random.Next(_list.Count > 0 ? 4 : 3);
            return new(egress, 0, true, kind < 2 ? AnyPrefix() : null, kind == 2 ? _groups.Keys.ElementAt(_random.Next(_groups.Count)) : null, kind == 3 ? $"pl-{Seed}" : null, _random.Next(4) switch { 0 => "-1", 1 when _random.Next(2) == 0 => "udp", _ => "tcp" }, first, last);
        }

        private (int First, int Last) PortRange()
        {
            var (a, b) = (s_bounds[_random.Next(s_bounds.Length)], s_bounds[_random.Next(s_bounds.Length)]);
            return (Math.Min(a, b), Math.Max(a, b));
        }

        private Prefix OutsidePrefix() => _random.Next(2) == 0 ? new(false, 0x08000000 + (uint)_random.Next(8), _random.Next(6) == 0 ? 4 : _random.Next(28, 33)) : new(true, 0xF0000000 + (uint)_random.Next(8), _random.Next(28, 33));

        private Prefix AnyPrefix() => _random.Next(7) switch
        {
            0 or 6 => new(_random.Next(2) == 0, 0, 0),
            1 => OutsidePrefix(),
            2 => new(true, (uint)(0x0A000000 + _random.Next(2) * 0x100 + _random.Next(16)), _random.Next(24, 33)),
            _ => new(false, (uint)(0x0A000000 + _random.Next(2) * 0x100 + _random.Next(16)), _random.Next(5) == 0 ? 16 : _random.Next(3) == 0 ? 24 : _random.Next(24, 33)),
        };

        // ---- as AWS describes it ----

        /// <summary>An account with all of them in it.</summary>
        public static Estate ToEstate(IReadOnlyList<AwsWorld> worlds) => new(s_scope, s_now, ["eu-west-1"], worlds.SelectMany(world => world.ToResources()), worlds.SelectMany(world => (IEnumerable<CoverageEntry>)
            [Covered(s_entry, $"pl-{world.Seed}"), Covered(s_route, $"tgw-rtb-{world.Seed}-0"), Covered(s_route, $"tgw-rtb-{world.Seed}-1")]).Concat(s_coverage));

        private List<Resource> ToResources()
        {
            List<Resource> resources = [];
            for (var vpc = 0; vpc < _vpcs; vpc++)
            {
                Add(new Vpc { VpcId = $"vpc-{Seed}-{vpc}" }, $"vpc-{Seed}-{vpc}");
                if (_vpcs == 2)
                {
                    Add(new TransitGatewayAttachment
                    {
                        TransitGatewayAttachmentId = $"tgw-attach-{Seed}-{vpc}", TransitGatewayId = Transit, ResourceType = "vpc", ResourceId = $"vpc-{Seed}-{vpc}", State = "available",
                        Association = _transit[vpc] is null ? null : new() { TransitGatewayRouteTableId = $"tgw-rtb-{Seed}-{vpc}", State = "associated" },
                    }, $"tgw-attach-{Seed}-{vpc}");
                    Add(new TransitGatewayRouteTable { TransitGatewayRouteTableId = $"tgw-rtb-{Seed}-{vpc}" }, $"tgw-rtb-{Seed}-{vpc}");
                    resources.AddRange((_transit[vpc] ?? []).Select(route => Finish(new TransitGatewayRoute
                    {
                        DestinationCidrBlock = route.To.ToString(), Kind = route.IsStatic ? "static" : "propagated", State = route.Vpc is null ? "blackhole" : "active",
                        TransitGatewayAttachments = route.Vpc is { } to ? [new() { TransitGatewayAttachmentId = $"tgw-attach-{Seed}-{to}", ResourceType = "vpc", ResourceId = $"vpc-{Seed}-{to}" }] : [],
                    }, $"tgw-rtb-{Seed}-{vpc}#{route.To}", $"tgw-rtb-{Seed}-{vpc}")));
                }
            }
            foreach (var subnet in _subnets)
            {
                Add(new Subnet
                {
                    SubnetId = subnet.Id, VpcId = subnet.VpcId, CidrBlock = subnet.Four.ToString(), Ipv6CidrBlockAssociationSet = [new() { Ipv6CidrBlock = subnet.Six.ToString(), Ipv6CidrBlockState = new() { State = "associated" } }],
                    BlockPublicAccessStates = subnet.Mode is null ? null : new() { InternetGatewayBlockMode = subnet.Mode },
                }, subnet.Id);
                Add(new RouteTable
                {
                    VpcId = subnet.VpcId, Associations = [new() { SubnetId = subnet.Id }],
                    Routes = [.. subnet.Table.Select(hop => new Route
                    {
                        DestinationCidrBlock = hop.To is { IsSix: false } four ? four.ToString() : null, DestinationIpv6CidrBlock = hop.To is { IsSix: true } six ? six.ToString() : null, DestinationPrefixListId = hop.List,
                        GatewayId = hop.Target.StartsWith("igw-", StringComparison.Ordinal) || hop.Target == "local" ? hop.Target : null,
                        NatGatewayId = hop.Target == _nat.Id ? hop.Target : null,
                        EgressOnlyInternetGatewayId = hop.Target == "eigw-1" ? hop.Target : null,
                        VpcPeeringConnectionId = hop.Target == Peering ? hop.Target : null,
                        TransitGatewayId = hop.Target == Transit ? hop.Target : null,
                        State = hop.IsActive ? "active" : "blackhole",
                    })],
                }, $"rtb-{subnet.Id}");
                Add(new NetworkAcl
                {
                    NetworkAclId = $"acl-{subnet.Id}", Associations = [new() { SubnetId = subnet.Id }],
                    Entries = [.. subnet.Acl.Select(rule => new NetworkAclEntry
                    {
                        RuleNumber = rule.Number, Egress = rule.IsEgress, Protocol = rule.Protocol, RuleAction = rule.IsAllow ? "allow" : "deny",
                        CidrBlock = rule.From is { IsSix: false } from ? from.ToString() : null, Ipv6CidrBlock = rule.From is { IsSix: true } from6 ? from6.ToString() : null,
                        PortRange = rule.Protocol == "-1" ? null : new() { From = rule.First, To = rule.Last },
                    })],
                }, $"acl-{subnet.Id}");
            }
            foreach (var (id, rules) in _groups)
            {
                Add(new SecurityGroup { GroupId = id, IpPermissions = [.. rules.Where(rule => !rule.IsEgress).Select(Permission)], IpPermissionsEgress = [.. rules.Where(rule => rule.IsEgress).Select(Permission)] }, id);
            }
            foreach (var card in Interfaces)
            {
                Add(card.ToResource(), card.Id);
            }
            Add(new NatGateway { NatGatewayId = _nat.Id, SubnetId = _nat.Subnet.Id, ConnectivityType = _nat.IsPublic ? "public" : "private", State = _nat.IsAvailable ? "available" : "failed" }, _nat.Id);
            Add(new PrefixList { PrefixListId = $"pl-{Seed}" }, $"pl-{Seed}");
            resources.AddRange(_list.Select(prefix => Finish(new PrefixListEntry { Cidr = prefix.ToString() }, $"pl-{Seed}#{prefix}", $"pl-{Seed}")));
            if (_vpcs == 2)
            {
                Add(new VpcPeering { VpcPeeringConnectionId = Peering, Status = new() { Code = _isPeered ? "active" : "deleted" }, RequesterVpcInfo = new() { VpcId = $"vpc-{Seed}-0" }, AccepterVpcInfo = new() { VpcId = $"vpc-{Seed}-1" } }, Peering);
            }
            return resources;

            void Add<T>(T resource, string id) where T : Resource => resources.Add(Finish(resource, id, null));
        }

        private static readonly Scope s_scope = new() { Cloud = Cloud.Aws, Id = "111122223333", Name = "test", Caller = "test", Partition = "aws" };
        private static readonly DateTimeOffset s_now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
        private static readonly ResourceType s_entry = ResourceType.Of<PrefixListEntry>();
        private static readonly ResourceType s_route = ResourceType.Of<TransitGatewayRoute>();
        private static readonly List<CoverageEntry> s_coverage = [.. Check.TypesOf<AwsNetwork>().Where(type => type.Parent is null).Select(type => Covered(type, null))];

        private static CoverageEntry Covered(ResourceType type, string? subject) => new()
        {
            ResourceType = type.Name, Region = "eu-west-1", State = CoverageState.Read, Operation = type.Read.Operations[0].Operation, Permission = type.Read.Operations[0].Permission, Subject = subject,
        };

        private static T Finish<T>(T resource, string id, string? parent) where T : Resource
        {
            resource.Type = ResourceType.Of<T>();
            resource.Identity = new(Cloud.Aws, "111122223333", "eu-west-1", id, id, parent);
            resource.Wire = "{}"u8.ToArray();
            return resource;
        }

        private static IpPermission Permission(Rule rule) => new()
        {
            IpProtocol = rule.Protocol,
            FromPort = rule.Protocol == "-1" ? null : rule.First,
            ToPort = rule.Protocol == "-1" ? null : rule.Last,
            IpRanges = rule.From is { IsSix: false } four ? [new() { CidrIp = four.ToString() }] : [],
            Ipv6Ranges = rule.From is { IsSix: true } six ? [new() { CidrIpv6 = six.ToString() }] : [],
            UserIdGroupPairs = rule.Group is { } group ? [new() { GroupId = group }] : [],
            PrefixListIds = rule.List is { } list ? [new() { PrefixListId = list }] : [],
        };

        public override string ToString() => string.Join("; ", _subnets.Select(subnet => $"{subnet.Id} mode {subnet.Mode} routes [{string.Join(", ", subnet.Table.Select(hop => $"{hop.To?.ToString() ?? hop.List}>{hop.Target}{(hop.IsActive ? "" : "!")}"))}] acl [{string.Join(", ", subnet.Acl)}]"))
            + $" groups {string.Join("; ", _groups.Select(group => $"{group.Key} [{string.Join(", ", group.Value)}]"))} cards [{string.Join("; ", Interfaces.Select(card => $"{card.Id} {card.Four} {card.Six} {card.IsPublic} {string.Join(",", card.Groups)}"))}] list [{string.Join(", ", _list)}] nat {_nat}";
    }
}
