namespace AiCloudSecurity.Resources.Aws;

/// <summary>An Aurora cluster that a knowledge base keeps its vectors in, as DescribeDBClusters gives it.</summary>
[AwsResource("AWS::RDS::DBCluster", "rds",
    Describe = "DescribeDBClusters", Key = "DBClusterIdentifier=$", Items = "DBClusters", None = "DBClusterNotFoundFault,DBClusterNotFound",
    Id = "DBClusterArn", NameMember = "DBClusterIdentifier", Supporting = true)]
public sealed record DatabaseCluster : Resource
{
    /// <summary>Whether it answers queries through the public API of RDS, signed and with a secret.</summary>
    public bool? HttpEndpointEnabled { get; init; }

    /// <summary>Whether it is encrypted.</summary>
    public bool? StorageEncrypted { get; init; }

    /// <summary>The key; aws/rds where none was named.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }
}
