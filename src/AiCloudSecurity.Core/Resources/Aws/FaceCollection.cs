namespace AiCloudSecurity.Resources.Aws;

/// <summary>Faces by which Rekognition knows people again, as DescribeCollection gives it.</summary>
[AwsResource("AWS::Rekognition::Collection", "rekognition",
    List = "ListCollections", Items = "CollectionIds", Describe = "DescribeCollection", Key = "CollectionId=Name",
    Id = "arn:{partition}:rekognition:{region}:{account}:collection/{Name}", NameMember = "Name")]
public sealed record FaceCollection : Resource
{
    /// <summary>How many faces it holds.</summary>
    public long? FaceCount { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreationTimestamp { get; init; }
}
