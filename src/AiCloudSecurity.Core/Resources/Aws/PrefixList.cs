using System.Runtime.CompilerServices;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>A list of address ranges that rules and routes name, of the customer or of AWS.</summary>
[AwsResource("AWS::EC2::PrefixList", "ec2", List = "DescribeManagedPrefixLists", Items = "PrefixLists", Input = """{ "MaxResults": 100 }""",
    Id = "PrefixListArn", NameMember = "PrefixListId", Supporting = true)]
public sealed record PrefixList : Resource, IReadWhereUsed
{
    private static readonly ConditionalWeakTable<ILookup<ResourceType, Resource>, HashSet<string>> s_named = [];

    /// <summary>The id, as pl-1.</summary>
    public string? PrefixListId { get; init; }

    /// <summary>The name, as com.amazonaws.global.cloudfront.origin-facing.</summary>
    public string? PrefixListName { get; init; }

    // AWS has several in each region: what they hold matters where a rule or a route names them.
    bool IReadWhereUsed.IsUsed(ILookup<ResourceType, Resource> all) => PrefixListId is { } id && s_named.GetValue(all, static all =>
    [
        .. all[ResourceType.Of<SecurityGroup>()].Cast<SecurityGroup>().SelectMany(group => (group.IpPermissions ?? []).Concat(group.IpPermissionsEgress ?? []))
            .SelectMany(rule => rule.PrefixListIds ?? []).Select(list => list.PrefixListId)
            .Concat(all[ResourceType.Of<RouteTable>()].Cast<RouteTable>().SelectMany(table => table.Routes ?? []).Select(route => route.DestinationPrefixListId)).OfType<string>(),
    ]).Contains(id);
}

/// <summary>A range of a prefix list, as GetManagedPrefixListEntries gives it.</summary>
[AwsResource("AWS::EC2::PrefixListEntry", "ec2", Of = typeof(PrefixList), List = "GetManagedPrefixListEntries", Items = "Entries", Key = "PrefixListId",
    Input = """{ "MaxResults": 100 }""", Id = "{parent}#{Cidr}", NameMember = "Cidr", Supporting = true)]
public sealed record PrefixListEntry : Resource
{
    /// <summary>The range.</summary>
    public string? Cidr { get; init; }
}
