namespace AiCloudSecurity.Resources.Aws;

/// <summary>A VPC.</summary>
[AwsResource("AWS::EC2::VPC", "ec2", List = "DescribeVpcs", Items = "Vpcs", Input = """{ "MaxResults": 1000 }""",
    Id = "arn:{partition}:ec2:{region}:{OwnerId}:vpc/{VpcId}", NameMember = "VpcId", Supporting = true)]
public sealed record Vpc : Resource
{
    /// <summary>The id.</summary>
    public string? VpcId { get; init; }

    /// <summary>Whether it is the one that came with the account.</summary>
    public bool? IsDefault { get; init; }
}
