using System.Text.Json.Serialization;
using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>A machine of EC2 that runs, as DescribeInstances gives it.</summary>
[AwsResource("AWS::EC2::Instance", "ec2", List = "DescribeInstances", Items = "Reservations.Instances", Input = """{ "MaxResults": 1000, "Filter": [{ "Name": "instance-state-name", "Value": ["pending", "running"] }] }""",
    Id = "arn:{partition}:ec2:{region}:{account}:instance/{InstanceId}", NameMember = "InstanceId", Supporting = true)]
public sealed record Instance : Resource
{
    // Amazon EC2 User Guide, "Amazon EC2 instance type naming conventions": GPUs of NVIDIA and AMD, Inferentia, Trainium, Gaudi and Qualcomm's AI 100.
    private static readonly string[] s_families = ["p", "g", "gr", "inf", "trn", "dl"];

    /// <summary>The id.</summary>
    public string? InstanceId { get; init; }

    /// <summary>As p5.48xlarge.</summary>
    public string? InstanceType { get; init; }

    /// <summary>The subnet of its first interface.</summary>
    public string? SubnetId { get; init; }

    /// <summary>Its interfaces.</summary>
    public IReadOnlyList<InstanceInterface>? NetworkInterfaces { get; init; }

    /// <summary>What it works as; absent where it has no role.</summary>
    public InstanceProfile? IamInstanceProfile { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<InstanceTag>? Tags { get; init; }

    /// <summary>The name that people gave it by a tag; its id without.</summary>
    [JsonIgnore]
    public string Called => Tags?.FirstOrDefault(tag => tag.Key is "Name")?.Value is { Length: > 0 } name ? name : InstanceId ?? Identity.Name;

    /// <summary>What shows that it is for AI, by its hardware and its tags; null where neither does.</summary>
    [JsonIgnore]
    public string? Sign =>
        InstanceType?.Split('.')[0] is { } kind && Array.Exists(s_families, family => kind.Length > family.Length && kind.StartsWith(family, StringComparison.Ordinal) && char.IsAsciiDigit(kind[family.Length]))
            ? $"Its hardware, {InstanceType}, is made for models." : AiSigns.InTags((Tags ?? []).Select(tag => (tag.Key, tag.Value)));
}

/// <summary>An interface of a machine.</summary>
public sealed record InstanceInterface
{
    /// <summary>The subnet.</summary>
    public string? SubnetId { get; init; }

    /// <summary>Its security groups.</summary>
    public IReadOnlyList<InterfaceGroup>? Groups { get; init; }

    /// <summary>Its private addresses of IPv4.</summary>
    public IReadOnlyList<InterfaceAddress>? PrivateIpAddresses { get; init; }

    /// <summary>Its addresses of IPv6.</summary>
    public IReadOnlyList<InterfaceIpv6Address>? Ipv6Addresses { get; init; }
}

/// <summary>An instance profile, by which a machine has a role.</summary>
public sealed record InstanceProfile
{
    /// <summary>Its ARN.</summary>
    public string? Arn { get; init; }
}

/// <summary>A tag.</summary>
public sealed record InstanceTag
{
    /// <summary>The key.</summary>
    public string? Key { get; init; }

    /// <summary>The value.</summary>
    public string? Value { get; init; }
}

/// <summary>The image that a machine was started from, as DescribeInstanceImageMetadata gives it for all machines at once.</summary>
[AwsResource("AWS::EC2::InstanceImage", "ec2", List = "DescribeInstanceImageMetadata", Items = "InstanceImageMetadata", Input = """{ "MaxResults": 1000, "Filter": [{ "Name": "instance-state-name", "Value": ["pending", "running"] }] }""",
    Id = "arn:{partition}:ec2:{region}:{account}:instance/{InstanceId}#image", NameMember = "InstanceId", Supporting = true)]
public sealed record InstanceImage : Resource
{
    /// <summary>The machine.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The image.</summary>
    public ImageMetadata? ImageMetadata { get; init; }

    /// <summary>Whether it is one of AWS's Deep Learning images, or named as they are.</summary>
    [JsonIgnore]
    public bool IsDeepLearning => ImageMetadata?.Name is { } name && (name.StartsWith("Deep Learning", StringComparison.OrdinalIgnoreCase) || name.Contains("DLAMI", StringComparison.OrdinalIgnoreCase));
}

/// <summary>What is known of an image.</summary>
public sealed record ImageMetadata
{
    /// <summary>Its name, as Deep Learning OSS Nvidia Driver AMI GPU PyTorch 2.7 (Ubuntu 22.04).</summary>
    public string? Name { get; init; }
}
