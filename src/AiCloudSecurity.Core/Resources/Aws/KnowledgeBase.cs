using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>A Bedrock knowledge base, as GetKnowledgeBase gives it.</summary>
[AwsResource("AWS::Bedrock::KnowledgeBase", "bedrock-agent",
    List = "ListKnowledgeBases POST /knowledgebases/", Items = "knowledgeBaseSummaries",
    Describe = "GetKnowledgeBase GET /knowledgebases/{knowledgeBaseId}", Key = "knowledgeBaseId", Unwrap = "knowledgeBase",
    Id = "arn:{partition}:bedrock:{region}:{account}:knowledge-base/{knowledgeBaseId}", NameMember = "name")]
public sealed record KnowledgeBase : Resource
{
    /// <summary>The role with which it reads its sources.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Where its vectors lie; absent where it has none of its own.</summary>
    public VectorStore? StorageConfiguration { get; init; }
}

/// <summary>Where the vectors of a knowledge base lie.</summary>
public sealed record VectorStore
{
    /// <summary>OPENSEARCH_SERVERLESS, RDS, S3_VECTORS, OPENSEARCH_MANAGED_CLUSTER, NEPTUNE_ANALYTICS, PINECONE, REDIS_ENTERPRISE_CLOUD or MONGO_DB_ATLAS.</summary>
    public string? Type { get; init; }

    /// <summary>The collection.</summary>
    public CollectionUse? OpensearchServerlessConfiguration { get; init; }

    /// <summary>The database.</summary>
    public DatabaseUse? RdsConfiguration { get; init; }

    /// <summary>The vector bucket.</summary>
    public VectorIndexUse? S3VectorsConfiguration { get; init; }

    /// <summary>The store at Pinecone.</summary>
    public StoreLogin? PineconeConfiguration { get; init; }

    /// <summary>The store at Redis.</summary>
    public StoreLogin? RedisEnterpriseCloudConfiguration { get; init; }

    /// <summary>The store at MongoDB.</summary>
    public StoreLogin? MongoDbAtlasConfiguration { get; init; }
}

/// <summary>A collection that a knowledge base uses.</summary>
public sealed record CollectionUse
{
    /// <summary>The collection.</summary>
    [Refers(typeof(VectorCollection))]
    public string? CollectionArn { get; init; }
}

/// <summary>A database that a knowledge base uses.</summary>
public sealed record DatabaseUse
{
    /// <summary>The Aurora cluster.</summary>
    [Refers(typeof(DatabaseCluster))]
    public string? ResourceArn { get; init; }

    /// <summary>The secret that it signs in with.</summary>
    [Refers(typeof(SecretPolicy))]
    public string? CredentialsSecretArn { get; init; }
}

/// <summary>A store outside AWS that a knowledge base uses.</summary>
public sealed record StoreLogin
{
    /// <summary>The secret that it signs in with.</summary>
    [Refers(typeof(SecretPolicy))]
    public string? CredentialsSecretArn { get; init; }
}

/// <summary>An index of S3 Vectors that a knowledge base uses: named by its ARN, or by its bucket's and its name.</summary>
public sealed record VectorIndexUse
{
    /// <summary>The bucket.</summary>
    public string? VectorBucketArn { get; init; }

    /// <summary>The index.</summary>
    public string? IndexArn { get; init; }

    /// <summary>The index's name in its bucket.</summary>
    public string? IndexName { get; init; }

    /// <summary>The ARN of the index, however it was named.</summary>
    [JsonIgnore, Refers(typeof(VectorIndex))]
    public string? Index => IndexArn ?? (VectorBucketArn is null || IndexName is null ? null : $"{VectorBucketArn}/index/{IndexName}");

    /// <summary>The ARN of the bucket, however it was named.</summary>
    [JsonIgnore, Refers(typeof(VectorBucket))]
    public string? Bucket => VectorBucketArn ?? IndexArn?.Split("/index/")[0];
}
