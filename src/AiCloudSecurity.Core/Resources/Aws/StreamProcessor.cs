namespace AiCloudSecurity.Resources.Aws;

/// <summary>What looks for faces or labels in a video stream, as DescribeStreamProcessor gives it.</summary>
[AwsResource("AWS::Rekognition::StreamProcessor", "rekognition",
    List = "ListStreamProcessors", Items = "StreamProcessors", Describe = "DescribeStreamProcessor", Key = "Name",
    Id = "arn:{partition}:rekognition:{region}:{account}:streamprocessor/{Name}", NameMember = "Name")]
public sealed record StreamProcessor : Resource
{
    /// <summary>What it looks for.</summary>
    public StreamProcessorSettings? Settings { get; init; }

    /// <summary>The key; absent with a key of AWS. A search for faces has none.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }

    /// <summary>Whether AWS learns from the pictures.</summary>
    public DataSharing? DataSharingPreference { get; init; }

    /// <summary>Who is told of what it sees.</summary>
    public StreamNotification? NotificationChannel { get; init; }
}

/// <summary>Who is told of what a stream processor sees.</summary>
public sealed record StreamNotification
{
    /// <summary>The topic.</summary>
    [Refers(typeof(TopicPolicy))]
    public string? SNSTopicArn { get; init; }
}

/// <summary>What a stream processor looks for.</summary>
public sealed record StreamProcessorSettings
{
    /// <summary>Faces that a collection holds.</summary>
    public FaceSearch? FaceSearch { get; init; }
}

/// <summary>A search for faces.</summary>
public sealed record FaceSearch;

/// <summary>Whether AWS learns from what it is given.</summary>
public sealed record DataSharing
{
    /// <summary>Whether it does.</summary>
    public bool? OptIn { get; init; }
}
