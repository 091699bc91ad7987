using AiCloudSecurity.Checks;
using AiCloudSecurity.Exposure;
using AiCloudSecurity.Exposure.Gcp;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Core.Tests;

/// <summary>
/// Small random VPC networks in which every packet is tried, from machines of every tag and service account: a simulator that
/// knows single packets and Google Cloud's rules for them, and nothing of address sets, must agree with the model on every
/// connection.
/// </summary>
public sealed class ExposureGcpSimulationTests
{
    // So many networks lie in one project, below the same folder and organisation, and none may be taken for another.
    private const int Together = 20;

    [Fact]
    public void The_model_agrees_with_a_simulator_of_packets_on_random_networks()
    {
        var (connected, refused, left) = (0, 0, 0);
        for (var first = 0; first < Slices.Networks; first += Together)
        {
            List<GcpWorld> worlds = [.. Enumerable.Range(first, Together).Select(seed => new GcpWorld(seed))];
            var network = Check.View<GcpNetwork>(GcpWorld.ToEstate(worlds), null);
            foreach (var world in worlds)
            {
                foreach (var machine in world.Machines)
                {
                    var place = new GcpPlace($"projects/p/global/networks/net-{world.Seed}-0", $"projects/p/regions/r/subnetworks/s{world.Seed}-{machine.Subnet}", AddressSet.Of(machine.Own.ToString()), machine.Tags, machine.Account, machine.IsExternal);
                    foreach (var port in GcpWorld.Ports)
                    {
                        var reaching = network.Ingress.Reaching(place, port);
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
                                Assert.Fail($"Network {world.Seed}: {source} to {machine} port {port}: the packet {(connects ? "arrives" : "does not arrive")}, the model says {all}. {world}");
                            }
                            _ = connects ? connected++ : refused++;
                        }
                        var leaving = network.Leaving(place, port).Internet;
                        foreach (var destination in world.Outside)
                        {
                            var leaves = world.Leaves(machine, destination, port);
                            if (leaves != leaving.Contains(destination.IsSix, destination.Value))
                            {
                                Assert.Fail($"Network {world.Seed}: {machine} to {destination} port {port}: the packet {(leaves ? "arrives" : "does not arrive")}, the model says {leaving}. {world}");
                            }
                            left += leaves ? 1 : 0;
                        }
                    }
                }
            }
        }
        Assert.True(connected > Slices.Networks * 2 && refused > Slices.Networks * 10 && left > Slices.Networks, $"{connected} connect, {refused} do not, {left} leave.");
    }

    /// <summary>An address: of IPv4, or of IPv6 by its last 32 bits.</summary>
    private readonly record struct Address(bool IsSix, uint Bits)
    {
        /// <summary>As a number of its family: of IPv6 with the 32 bits before.</summary>
        public UInt128 Value => IsSix ? ((UInt128)0x2600_0db8u << 96) | Bits : Bits;

        public override string ToString() => IsSix ? $"2600:db8::{Bits >> 16:x}:{Bits & 0xFFFF:x}" : $"{Bits >> 24}.{Bits >> 16 & 255}.{Bits >> 8 & 255}.{Bits & 255}";
    }

    private readonly record struct Prefix(bool IsSix, uint Bits, int Length)
    {
        public bool Has(Address address) => address.IsSix == IsSix && (Length == 0 || address.Bits >> (32 - Length) == Bits >> (32 - Length));

        public override string ToString() => IsSix && Length == 0 ? "::/0" : $"{new Address(IsSix, Length == 0 ? 0 : Bits >> (32 - Length) << (32 - Length))}/{(IsSix ? 96 : 0) + Length}";
    }

    // A rule of a firewall, or of a policy, which can leave it to the next (null).
    private sealed record Rule(bool IsIngress, bool? Allows, int Priority, string Protocol, string? Ports, List<Prefix> Ranges, List<string> Tags, List<string> Accounts, List<string> TargetTags, List<string> TargetAccounts, bool IsDisabled)
    {
        private readonly int _first = Ports is null ? 0 : int.Parse(Ports.Split('-')[0], null);
        private readonly int _last = Ports is null ? 65_535 : int.Parse(Ports.Split('-')[^1], null);

        public bool Knows(Machine machine, bool ingress, int port) => !IsDisabled && IsIngress == ingress && Protocol is "tcp" or "all"
            && _first <= port && port <= _last
            && (TargetTags.Count == 0 || TargetTags.Exists(machine.Tags.Contains)) && (TargetAccounts.Count == 0 || TargetAccounts.Contains(machine.Account));

        public override string ToString() => $"{(IsIngress ? "in" : "out")} {Priority} {Allows} {Protocol}:{Ports} [{string.Join(",", Ranges)}] {string.Join(",", Tags)} {string.Join(",", Accounts)} to {string.Join(",", TargetTags)} {string.Join(",", TargetAccounts)} {(IsDisabled ? "off" : "")}";
    }

    private sealed record Machine(int Subnet, Address Own, List<string> Tags, string Account, bool IsExternal);

    private sealed record Way(Prefix To, int Priority, string? Tag, bool IsInternet);

    private sealed class GcpWorld
    {
        public static readonly int[] Ports = [22, 443];
        private static readonly string?[] s_ports = [null, "22", "443", "1-442", "23-65535", "80"];
        private static readonly string[] s_tags = ["a", "b"];
        private static readonly string[] s_accounts = ["x@p", "y@p"];
        private readonly Random _random;
        private readonly List<Rule> _rules = [];
        private readonly List<List<Rule>> _above = [];
        private readonly List<Rule>? _policy;
        private readonly bool _isPolicyFirst;
        private readonly bool _isPeered;
        private readonly List<Way> _ways = [];
        // Null: none; empty: of all subnets; else of these.
        private readonly List<int>? _nat;
        private readonly bool _isNatPrivate;

        public GcpWorld(int seed)
        {
            Seed = seed;
            _random = new Random(seed);
            for (uint i = 0; i < 2; i++)
            {
                Outside.Add(new(false, 0x08000000 + i * 5));
                Outside.Add(new(true, 0xF0000000 + i * 5));
            }
            _isPeered = _random.Next(2) == 0;
            for (var i = _random.Next(6); i > 0; i--)
            {
                _rules.Add(OneRule(isPolicy: false, _random.Next(3) * 500 + 500));
            }
            for (var i = _random.Next(3); i > 0; i--)
            {
                _above.Add(Policy());
            }
            _policy = _random.Next(3) == 0 ? Policy() : null;
            _isPolicyFirst = _random.Next(2) == 0;
            HashSet<string> known = [];
            foreach (var way in new[] { new Way(new(false, 0, 0), 1000, null, true), new Way(new(true, 0, 0), 1000, null, true) }.Where(_ => _random.Next(6) > 0)
                .Concat(Enumerable.Range(0, _random.Next(3)).Select(i => new Way(Outer(), 900 + i, _random.Next(2) == 0 ? "a" : null, true))))
            {
                _ways.Add(way);
            }
            _nat = _random.Next(3) switch { 0 => null, 1 => [], _ => [_random.Next(2)] };
            _isNatPrivate = _random.Next(5) == 0;
            for (var subnet = 0; subnet < 2; subnet++)
            {
                Machines.Add(new(subnet, new(_random.Next(4) == 0, (uint)(0x0A000000 + subnet * 4 + _random.Next(1, 4))), [.. s_tags.Where(_ => _random.Next(2) == 0)], s_accounts[_random.Next(2)], _random.Next(2) == 0));
            }
            for (uint i = 0; i < 4; i++)
            {
                foreach (var at in (uint[])[0x0A000000, 0x0A000004, 0x0A000100])
                {
                    Addresses.Add(new(false, at + i));
                    Addresses.Add(new(true, at + i));
                }
            }
            Addresses.AddRange(Outside);
        }

        public List<Address> Addresses { get; } = [];

        public List<Address> Outside { get; } = [];

        public List<Machine> Machines { get; } = [];

        public int Seed { get; }

        // ---- packets ----

        /// <summary>Whether somebody at an address opens a connection: of the machines that can stand there, one of some tags and some service account is enough.</summary>
        public bool Connects(Address source, Machine machine, int port)
        {
            if (source.IsSix != machine.Own.IsSix)
            {
                return false;
            }
            if (source.Bits >> 8 == 0x0A0000)
            {
                return IdentitiesOf().Any(identity => Passes(machine, true, source, port, identity.Tags, identity.Account));
            }
            if (source.Bits >> 8 == 0x0A0001)
            {
                // Tags and service accounts of a network that is joined mean nothing here. Its addresses of IPv6 are on the internet, too.
                return _isPeered && Passes(machine, true, source, port, [], null) || source.IsSix && FromInternet(source, machine, port);
            }
            return FromInternet(source, machine, port);
        }

        private bool FromInternet(Address source, Machine machine, int port) => (source.IsSix || machine.IsExternal) && Passes(machine, true, source, port, [], null) && RoutesToInternet(machine, source);

        public bool Leaves(Machine machine, Address to, int port) =>
            Passes(machine, false, to, port, [], null) && RoutesToInternet(machine, to) && (to.IsSix ? machine.Own.IsSix
                : !machine.Own.IsSix && ( machine.IsExternal || _nat is not null && !_isNatPrivate && (_nat.Count == 0 || _nat.Contains(machine.Subnet))));

        private static (List<string> Tags, string? Account)[] IdentitiesOf() => s_identities;

        private static readonly (List<string> Tags, string? Account)[] s_identities =
        [..
            from tags in (List<string>[])[[], ["a"], ["b"], ["a", "b"]] from account in (string?[])[null, "x@p", "y@p"] select (tags, account)
        ];

        private bool Passes(Machine machine, bool ingress, Address other, int port, List<string> tags, string? account)
        {
            foreach (var policy in _above)
            {
                if (Ask(policy) is { } decided)
                {
                    return decided;
                }
            }
            if (_isPolicyFirst && _policy is not null && Ask(_policy) is { } first)
            {
                return first;
            }
            // Lower numbers first; of equal ones, one that denies wins.
            Rule? best = null;
            foreach (var rule in _rules)
            {
                if ((best is null || rule.Priority < best.Priority || rule.Priority == best.Priority && rule.Allows is false) && rule.Knows(machine, ingress, port) && Matches(rule))
                {
                    best = rule;
                }
            }
            if (best is not null)
            {
                return best.Allows is true;
            }
            if (!_isPolicyFirst && _policy is not null && Ask(_policy) is { } last)
            {
                return last;
            }
            return !ingress;

            bool? Ask(List<Rule> policy)
            {
                Rule? first = null;
                foreach (var rule in policy)
                {
                    if ((first is null || rule.Priority < first.Priority) && rule.Knows(machine, ingress, port) && Matches(rule))
                    {
                        first = rule;
                    }
                }
                return first?.Allows;
            }

            bool Matches(Rule rule) => rule.Ranges.Exists(range => range.Has(other)) || rule.Tags.Exists(tags.Contains) || account is not null && rule.Accounts.Contains(account);
        }

        private bool RoutesToInternet(Machine machine, Address to)
        {
            var best = (Length: -1, Priority: int.MaxValue, IsInternet: false);
            foreach (var way in _ways.Where(way => way.To.Has(to) && (way.Tag is null || machine.Tags.Contains(way.Tag))))
            {
                if (way.To.Length > best.Length || way.To.Length == best.Length && way.Priority < best.Priority)
                {
                    best = (way.To.Length, way.Priority, way.IsInternet);
                }
            }
            return best.IsInternet;
        }

        // ---- at random ----

        private List<Rule> Policy()
        {
            List<Rule> rules = [];
            HashSet<int> priorities = [];
            for (var i = _random.Next(1, 4); i > 0; i--)
            {
                var priority = _random.Next(100);
                if (priorities.Add(priority))
                {
                    rules.Add(OneRule(isPolicy: true, priority));
                }
            }
            return rules;
        }

        private Rule OneRule(bool isPolicy, int priority)
        {
            var ingress = _random.Next(3) > 0;
            var six = _random.Next(4) == 0;
            var byMachine = !isPolicy && ingress && _random.Next(3) == 0;
            var accounts = !isPolicy && _random.Next(3) == 0;
            return new(ingress, isPolicy && _random.Next(3) == 0 ? null : _random.Next(2) == 0, priority, _random.Next(4) switch { 0 => "all", 1 => "udp", _ => "tcp" }, s_ports[_random.Next(s_ports.Length)],
                byMachine && _random.Next(2) == 0 ? [] : [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Any(six))],
                byMachine && !accounts ? [s_tags[_random.Next(2)]] : [], byMachine && accounts ? [s_accounts[_random.Next(2)]] : [],
                !isPolicy && !accounts && _random.Next(3) == 0 ? [s_tags[_random.Next(2)]] : [], (isPolicy || accounts) && _random.Next(3) == 0 ? [s_accounts[_random.Next(2)]] : [], _random.Next(10) == 0);
        }

        private Prefix Any(bool six) => _random.Next(4) switch
        {
            0 => new(six, 0, 0),
            1 => new(six, (six ? 0xF0000000 : 0x08000000) + (uint)_random.Next(8), _random.Next(28, 33)),
            _ => new(six, (uint)(0x0A000000 + _random.Next(2) * 0x100 + _random.Next(8)), _random.Next(24, 33)),
        };

        private Prefix Outer() => _random.Next(3) == 0 ? new(true, 0xF0000000 + (uint)_random.Next(8), _random.Next(28, 33)) : new(false, 0x08000000 + (uint)_random.Next(8), _random.Next(28, 33));

        // ---- as Google describes it ----

        /// <summary>A project with all of them in it, below one policy of the organisation and one of the folder, whose rules each name their network.</summary>
        public static Estate ToEstate(IReadOnlyList<GcpWorld> worlds)
        {
            List<Resource> resources = [.. worlds.SelectMany(world => world.ToResources())];
            foreach (var (node, i) in s_nodes.Select((node, i) => (node, i)))
            {
                Add(resources, Described([.. worlds.Where(world => world._above.Count > i).SelectMany(world => world._above[i].Select(rule => (rule, (string?)world.Net)))], node), $"locations/global/firewallPolicies/{i}");
            }
            return new Estate(s_scope, s_now, ["global"], resources, s_coverage);
        }

        private static readonly string[] s_nodes = ["organizations/1", "folders/2"];

        private string Net => $"https://www.googleapis.com/compute/v1/projects/p/global/networks/net-{Seed}-0";

        private List<Resource> ToResources()
        {
            var net = Net;
            List<Resource> resources = [];
            void Add<T>(T resource, string name) where T : Resource => GcpWorld.Add(resources, resource, name);
            Add(new Network
            {
                NetworkFirewallPolicyEnforcementOrder = _isPolicyFirst ? "BEFORE_CLASSIC_FIREWALL" : "AFTER_CLASSIC_FIREWALL",
                Peerings = [new() { Name = "peer", Network = "https://www.googleapis.com/compute/v1/projects/p/global/networks/net-" + $"{Seed}-1", State = _isPeered ? "ACTIVE" : "INACTIVE" }],
            }, $"projects/p/global/networks/net-{Seed}-0");
            Add(new Network(), $"projects/p/global/networks/net-{Seed}-1");
            for (var subnet = 0; subnet < 3; subnet++)
            {
                var at = subnet == 2 ? 0x0A000100u : (uint)(0x0A000000 + subnet * 4);
                Add(new Subnetwork { Network = $"projects/p/global/networks/net-{Seed}-{subnet / 2}", IpCidrRange = new Prefix(false, at, 30).ToString(), ExternalIpv6Prefix = new Prefix(true, at, 30).ToString() }, $"projects/p/regions/r/subnetworks/s{Seed}-{subnet}");
            }
            foreach (var (rule, i) in _rules.Select((rule, i) => (rule, i)))
            {
                List<FirewallTraffic> traffic = [new() { IPProtocol = rule.Protocol, Ports = rule.Ports is null ? null : [rule.Ports] }];
                List<string> ranges = [.. rule.Ranges.Select(range => range.ToString())];
                Add(new Firewall
                {
                    Network = net, Direction = rule.IsIngress ? "INGRESS" : "EGRESS", Priority = rule.Priority, Disabled = rule.IsDisabled, Allowed = rule.Allows is true ? traffic : null, Denied = rule.Allows is true ? null : traffic,
                    SourceRanges = rule.IsIngress ? ranges : null, DestinationRanges = rule.IsIngress ? null : ranges, SourceTags = rule.Tags, SourceServiceAccounts = rule.Accounts, TargetTags = rule.TargetTags, TargetServiceAccounts = rule.TargetAccounts,
                }, $"projects/p/global/firewalls/f{Seed}-{i}");
            }
            if (_policy is not null)
            {
                Add(Described([.. _policy.Select(rule => (rule, (string?)null))], net), $"projects/p/global/firewallPolicies/own{Seed}");
            }
            foreach (var (way, i) in _ways.Select((way, i) => (way, i)))
            {
                Add(new Route { Network = net, DestRange = way.To.ToString(), Priority = way.Priority, Tags = way.Tag is null ? null : [way.Tag], NextHopGateway = "https://www.googleapis.com/compute/v1/projects/p/global/gateways/default-internet-gateway" }, $"projects/p/global/routes/r{Seed}-{i}");
            }
            if (_nat is not null)
            {
                Add(new Router
                {
                    Network = net, Region = "https://www.googleapis.com/compute/v1/projects/p/regions/r",
                    Nats = [new() { Kind = _isNatPrivate ? "PRIVATE" : "PUBLIC", SourceSubnetworkIpRangesToNat = _nat.Count == 0 ? "ALL_SUBNETWORKS_ALL_IP_RANGES" : "LIST_OF_SUBNETWORKS", Subnetworks = [.. _nat.Select(subnet => new NatSubnet { Name = $"https://www.googleapis.com/compute/v1/projects/p/regions/r/subnetworks/s{Seed}-{subnet}" })] }],
                }, $"projects/p/regions/r/routers/router{Seed}");
            }
            return resources;
        }

        private static FirewallPolicy Described(List<(Rule Rule, string? Only)> rules, string at) => new()
        {
            Associations = [new() { AttachmentTarget = at }],
            Rules = [.. rules.Select(one => new FirewallPolicyRule
            {
                Priority = one.Rule.Priority, Direction = one.Rule.IsIngress ? "INGRESS" : "EGRESS", Action = one.Rule.Allows switch { true => "allow", false => "deny", _ => "goto_next" }, Disabled = one.Rule.IsDisabled,
                TargetServiceAccounts = one.Rule.TargetAccounts, TargetResources = one.Only is null ? null : [one.Only],
                Match = new()
                {
                    Layer4Configs = [new() { IpProtocol = one.Rule.Protocol, Ports = one.Rule.Ports is null ? null : [one.Rule.Ports] }],
                    SrcIpRanges = one.Rule.IsIngress ? [.. one.Rule.Ranges.Select(range => range.ToString())] : null, DestIpRanges = one.Rule.IsIngress ? null : [.. one.Rule.Ranges.Select(range => range.ToString())],
                },
            })],
        };

        private static void Add<T>(List<Resource> resources, T resource, string name) where T : Resource
        {
            resource.Type = ResourceType.Of<T>();
            resource.Identity = new(Cloud.Gcp, "p", "global", $"//compute.googleapis.com/{name}", name[(name.LastIndexOf('/') + 1)..]);
            resource.Wire = "{}"u8.ToArray();
            resources.Add(resource);
        }

        private static readonly Scope s_scope = new() { Cloud = Cloud.Gcp, Id = "p", Number = "1", Name = "test", Caller = "test", Partition = "googleapis.com", Ancestors = ["folders/2", "organizations/1"] };
        private static readonly DateTimeOffset s_now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
        private static readonly List<CoverageEntry> s_coverage = [.. Check.TypesOf<GcpNetwork>().SelectMany(type => (IEnumerable<string?>)[null, "organizations/1", "folders/2"], (type, subject) => new CoverageEntry
        {
            ResourceType = type.Name, Region = "global", State = CoverageState.Read, Operation = type.Read.Operations[0].Operation, Permission = type.Read.Operations[0].Permission, Subject = subject,
        })];

        public override string ToString() => $"joined {_isPeered} nat {(_nat is null ? "none" : string.Join(",", _nat))} private {_isNatPrivate} rules [{string.Join("; ", _rules)}] above [{string.Join(" | ", _above.Select(policy => string.Join("; ", policy)))}] policy {_isPolicyFirst} [{string.Join("; ", _policy ?? [])}] ways [{string.Join(", ", _ways)}]";
    }
}
