namespace AiCloudSecurity.Resources.Aws;

/// <summary>A SageMaker HyperPod cluster, as DescribeCluster gives it.</summary>
[AwsResource("AWS::SageMaker::Cluster", "sagemaker",
    List = "ListClusters", Items = "ClusterSummaries", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeCluster", Key = "ClusterName",
    Id = "ClusterArn", NameMember = "ClusterName")]
public sealed record Cluster : Resource
{
    /// <summary>Its place in a VPC; absent on SageMaker's own network.</summary>
    public VpcConfig? VpcConfig { get; init; }

    /// <summary>Its instances.</summary>
    public IReadOnlyList<ClusterGroup>? InstanceGroups { get; init; }

    /// <summary>Instances that only AWS's own recipes run on.</summary>
    public IReadOnlyList<ClusterGroup>? RestrictedInstanceGroups { get; init; }

    /// <summary>All its instances.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<ClusterGroup> AllGroups => (InstanceGroups ?? []).Concat(RestrictedInstanceGroups ?? []);
}

/// <summary>Instances of one kind in a cluster.</summary>
public sealed record ClusterGroup
{
    /// <summary>The name.</summary>
    public string? InstanceGroupName { get; init; }

    /// <summary>The role that they work as.</summary>
    public string? ExecutionRole { get; init; }

    /// <summary>A place in a VPC of their own; absent in the cluster's.</summary>
    public VpcConfig? OverrideVpcConfig { get; init; }

    /// <summary>Their volumes, and what else they mount.</summary>
    public IReadOnlyList<ClusterStorage>? InstanceStorageConfigs { get; init; }
}

/// <summary>A volume of a cluster's instances, or another thing that they mount.</summary>
public sealed record ClusterStorage
{
    /// <summary>The volume; absent where it is another thing.</summary>
    public ClusterVolume? EbsVolumeConfig { get; init; }
}

/// <summary>A volume of a cluster's instances.</summary>
public sealed record ClusterVolume
{
    /// <summary>Whether it is the root volume; else it is a second one.</summary>
    public bool? RootVolume { get; init; }

    /// <summary>The key; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? VolumeKmsKeyId { get; init; }
}
