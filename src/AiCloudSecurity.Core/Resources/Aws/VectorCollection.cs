namespace AiCloudSecurity.Resources.Aws;

/// <summary>A collection of OpenSearch Serverless that a knowledge base uses, as BatchGetCollection gives it.</summary>
[AwsResource("AWS::OpenSearchServerless::Collection", "opensearchserverless",
    Describe = "BatchGetCollection", Key = "ids=[$/]", Items = "collectionDetails", Id = "arn", NameMember = "name", Supporting = true)]
public sealed record VectorCollection : Resource
{
    /// <summary>The name, by which policies name it.</summary>
    public string? Name { get; init; }

    /// <summary>The ARN of its key, or <c>auto</c> for a key of AWS.</summary>
    public string? KmsKeyArn { get; init; }

    /// <summary>The key, where one is named.</summary>
    [System.Text.Json.Serialization.JsonIgnore, Refers(typeof(KmsKey))]
    public string? Key => KmsKeyArn is "auto" ? null : KmsKeyArn;
}
