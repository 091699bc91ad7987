using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>A security group.</summary>
[AwsResource("AWS::EC2::SecurityGroup", "ec2", List = "DescribeSecurityGroups", Items = "SecurityGroups", Input = """{ "MaxResults": 1000 }""",
    Id = "arn:{partition}:ec2:{region}:{OwnerId}:security-group/{GroupId}", NameMember = "GroupId", Supporting = true)]
public sealed record SecurityGroup : Resource
{
    /// <summary>The id.</summary>
    public string? GroupId { get; init; }

    /// <summary>The name; the one that came with the VPC is called default.</summary>
    public string? GroupName { get; init; }

    /// <summary>The VPC.</summary>
    public string? VpcId { get; init; }

    /// <summary>What may come in.</summary>
    public IReadOnlyList<IpPermission>? IpPermissions { get; init; }

    /// <summary>What may go out.</summary>
    public IReadOnlyList<IpPermission>? IpPermissionsEgress { get; init; }
}

/// <summary>A rule of a security group.</summary>
public sealed record IpPermission
{
    /// <summary>tcp, udp, icmp, icmpv6, a number, or -1 for all protocols and ports.</summary>
    public string? IpProtocol { get; init; }

    /// <summary>The first port; absent where all are meant.</summary>
    public int? FromPort { get; init; }

    /// <summary>The last port; absent where all are meant.</summary>
    public int? ToPort { get; init; }

    /// <summary>Addresses of IPv4.</summary>
    public IReadOnlyList<IpRange>? IpRanges { get; init; }

    /// <summary>Addresses of IPv6.</summary>
    public IReadOnlyList<Ipv6Range>? Ipv6Ranges { get; init; }

    /// <summary>Security groups: whoever holds one of them.</summary>
    public IReadOnlyList<GroupPair>? UserIdGroupPairs { get; init; }

    /// <summary>Lists of addresses.</summary>
    public IReadOnlyList<PrefixListUse>? PrefixListIds { get; init; }

    /// <summary>The addresses that the rule names as ranges.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public AddressSet Ranges =>
        AddressSet.UnionOf((IpRanges ?? []).Select(range => range.CidrIp).Concat((Ipv6Ranges ?? []).Select(range => range.CidrIpv6)).Select(AddressSet.TryParse).OfType<AddressSet>());

    /// <summary>The addresses, as 0.0.0.0/0, where the rule is for everybody: its ranges together, as two halves are the whole.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Everybody => Ranges is { IsWholeInternet: true } all ? all.ToString() : null;

    /// <summary>Whether the rule is for that port of TCP.</summary>
    public bool Covers(int port) =>
        IpProtocol is "-1" || IpProtocol is "tcp" or "6" && (FromPort ?? 0) <= port && port <= (ToPort ?? 65535);

    /// <summary>The rule's ports in words.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Ports =>
        IpProtocol is "-1" ? "all ports" : FromPort is null or -1 ? $"all of {IpProtocol}" : FromPort == ToPort ? $"port {FromPort}" : $"ports {FromPort} to {ToPort}";
}

/// <summary>Addresses of IPv4.</summary>
public sealed record IpRange
{
    /// <summary>As 10.0.0.0/8.</summary>
    public string? CidrIp { get; init; }
}

/// <summary>Addresses of IPv6.</summary>
public sealed record Ipv6Range
{
    /// <summary>As fd00::/8.</summary>
    public string? CidrIpv6 { get; init; }
}

/// <summary>A security group in a rule.</summary>
public sealed record GroupPair
{
    /// <summary>The group.</summary>
    public string? GroupId { get; init; }

    /// <summary>Its account.</summary>
    public string? UserId { get; init; }
}

/// <summary>A list of addresses in a rule.</summary>
public sealed record PrefixListUse
{
    /// <summary>The list, as pl-1.</summary>
    public string? PrefixListId { get; init; }
}
