namespace AiCloudSecurity.Resources.Aws;

/// <summary>A flywheel that keeps a Comprehend model in training, as DescribeFlywheel gives it.</summary>
[AwsResource("AWS::Comprehend::Flywheel", "comprehend",
    List = "ListFlywheels", Items = "FlywheelSummaryList",
    Describe = "DescribeFlywheel", Key = "FlywheelArn", Unwrap = "FlywheelProperties",
    Id = "FlywheelArn")]
public sealed record Flywheel : Resource
{
    /// <summary>Where its data lies.</summary>
    [Refers(typeof(Bucket))]
    public string? DataLakeS3Uri { get; init; }

    /// <summary>Keys and network.</summary>
    public FlywheelSecurity? DataSecurityConfig { get; init; }
}

/// <summary>Keys and network of a flywheel.</summary>
public sealed record FlywheelSecurity
{
    /// <summary>The key of the models; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? ModelKmsKeyId { get; init; }

    /// <summary>The key of the training machines' volumes; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? VolumeKmsKeyId { get; init; }

    /// <summary>The key of the data lake; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? DataLakeKmsKeyId { get; init; }

    /// <summary>The network in which it trains; absent on the network of AWS.</summary>
    public VpcConfig? VpcConfig { get; init; }
}
