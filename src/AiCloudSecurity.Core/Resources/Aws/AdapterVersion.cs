namespace AiCloudSecurity.Resources.Aws;

/// <summary>What Textract learned from documents of one's own, as GetAdapterVersion gives it.</summary>
[AwsResource("AWS::Textract::AdapterVersion", "textract",
    List = "ListAdapterVersions", Items = "AdapterVersions", Describe = "GetAdapterVersion", Key = "AdapterId,AdapterVersion",
    Id = "arn:{partition}:textract:{region}:{account}:/adapters/{AdapterId}/versions/{AdapterVersion}", NameMember = "{AdapterId}/{AdapterVersion}")]
public sealed record AdapterVersion : Resource
{
    /// <summary>ACTIVE, AT_RISK, DEPRECATED, CREATION_ERROR or CREATION_IN_PROGRESS.</summary>
    public string? Status { get; init; }

    /// <summary>The key of the documents; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? KMSKeyId { get; init; }
}
