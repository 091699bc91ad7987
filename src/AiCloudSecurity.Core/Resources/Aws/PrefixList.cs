namespace AiCloudSecurity.Resources.Aws;

/// <summary>A list of address ranges that rules and routes name, of the customer or of AWS.</summary>
[AwsResource("AWS::EC2::PrefixList", "ec2", List = "DescribeManagedPrefixLists", Items = "PrefixLists", Input = """{ "MaxResults": 100 }""",
    Id = "PrefixListArn", NameMember = "PrefixListId", Supporting = true)]
public sealed record PrefixList : Resource
{
    /// <summary>The id, as pl-1.</summary>
    public string? PrefixListId { get; init; }

    /// <summary>The name, as com.amazonaws.global.cloudfront.origin-facing.</summary>
    public string? PrefixListName { get; init; }
}

/// <summary>A range of a prefix list, as GetManagedPrefixListEntries gives it.</summary>
[AwsResource("AWS::EC2::PrefixListEntry", "ec2", Of = typeof(PrefixList), List = "GetManagedPrefixListEntries", Items = "Entries", Key = "PrefixListId",
    Input = """{ "MaxResults": 100 }""", Id = "{parent}#{Cidr}", NameMember = "Cidr", Supporting = true)]
public sealed record PrefixListEntry : Resource
{
    /// <summary>The range.</summary>
    public string? Cidr { get; init; }
}
