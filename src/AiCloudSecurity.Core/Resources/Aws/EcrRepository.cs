using System.Runtime.CompilerServices;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>A repository of container images, as DescribeRepositories gives it.</summary>
[AwsResource("AWS::ECR::Repository", "ecr",
    List = "DescribeRepositories", Items = "repositories", Input = """{ "maxResults": 1000 }""",
    Id = "repositoryArn", NameMember = "repositoryName", Supporting = true)]
public sealed record EcrRepository : Resource, IReadWhereUsed
{
    private static readonly ConditionalWeakTable<ILookup<ResourceType, Resource>, HashSet<string>> s_run = [];

    /// <summary>The path of its images without a tag.</summary>
    public string? RepositoryUri { get; init; }

    /// <summary>MUTABLE, IMMUTABLE, or one of them WITH_EXCLUSION.</summary>
    public string? ImageTagMutability { get; init; }

    /// <summary>The repository's own setting, which the registry's replaces where it has one.</summary>
    public EcrScanning? ImageScanningConfiguration { get; init; }

    /// <summary>How images are encrypted.</summary>
    public EcrEncryption? EncryptionConfiguration { get; init; }

    // A registry holds what the whole company builds; its policies are read of what AI runs.
    bool IReadWhereUsed.IsUsed(ILookup<ResourceType, Resource> all) => RepositoryUri is { } uri && s_run.GetValue(all, static all => [.. Images(all).OfType<string>().Select(RepositoryOf)]).Contains(uri);

    /// <summary>An image's path without its tag or digest.</summary>
    internal static string RepositoryOf(string image) =>
        image.Split('@')[0] is var path && path.LastIndexOf(':') is var colon && colon > path.LastIndexOf('/') ? path[..colon] : path;

    private static IEnumerable<string?> Images(ILookup<ResourceType, Resource> all) =>
        all[ResourceType.Of<Model>()].Cast<Model>().SelectMany(model => model.AllContainers.Select(container => container.Image))
            .Concat(all[ResourceType.Of<TrainingJob>()].Cast<TrainingJob>().Select(job => job.AlgorithmSpecification?.TrainingImage))
            .Concat(all[ResourceType.Of<AgentRuntime>()].Cast<AgentRuntime>().Select(agent => agent.AgentRuntimeArtifact?.ContainerConfiguration?.ContainerUri));
}

/// <summary>Whether images are scanned.</summary>
public sealed record EcrScanning
{
    /// <summary>Whether they are when they come in.</summary>
    public bool? ScanOnPush { get; init; }
}

/// <summary>How images are encrypted.</summary>
public sealed record EcrEncryption
{
    /// <summary>AES256 (a key of S3), KMS or KMS_DSSE.</summary>
    public string? EncryptionType { get; init; }

    /// <summary>The key; aws/ecr where KMS is used and none is named.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKey { get; init; }
}
