namespace AiCloudSecurity.Resources.Aws;

/// <summary>The tags of a face collection, as ListTagsForResource gives them.</summary>
[AwsResource("AWS::Rekognition::CollectionTags", "rekognition", Of = typeof(FaceCollection), Describe = "ListTagsForResource", Key = "ResourceArn=@id")]
public sealed record FaceCollectionTags : Resource
{
    /// <summary>Them.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
