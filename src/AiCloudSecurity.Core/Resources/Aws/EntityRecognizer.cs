namespace AiCloudSecurity.Resources.Aws;

/// <summary>A custom recognizer of Comprehend, as ListEntityRecognizers gives it.</summary>
[AwsResource("AWS::Comprehend::EntityRecognizer", "comprehend",
    List = "ListEntityRecognizers", Items = "EntityRecognizerPropertiesList",
    Id = "EntityRecognizerArn")]
public sealed record EntityRecognizer : Resource
{
    /// <summary>The key of the model; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? ModelKmsKeyId { get; init; }

    /// <summary>The key of the training machines' volumes; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? VolumeKmsKeyId { get; init; }

    /// <summary>The network from which it was trained; absent on the network of AWS.</summary>
    public VpcConfig? VpcConfig { get; init; }

    /// <summary>The model that it is a copy of; absent where it was trained here.</summary>
    public string? SourceModelArn { get; init; }
}
