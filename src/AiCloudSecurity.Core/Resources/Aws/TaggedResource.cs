namespace AiCloudSecurity.Resources.Aws;

/// <summary>The tags of an AI resource, as the tagging API gives them for all at once; what never had a tag is not there.</summary>
[AwsResource("AWS::Tag::Resource", "resourcegroupstaggingapi",
    List = "GetResources", Items = "ResourceTagMappingList",
    Input = """{ "ResourceTypeFilters": ["sagemaker", "bedrock"], "ResourcesPerPage": 100 }""",
    Id = "arn:{partition}:tag:{region}:{account}:{ResourceARN}", NameMember = "ResourceARN", Supporting = true)]
public sealed record TaggedResource : Resource
{
    /// <summary>The resource.</summary>
    public string? ResourceARN { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<ResourceTag>? Tags { get; init; }
}

/// <summary>A tag.</summary>
public sealed record ResourceTag
{
    /// <summary>The name.</summary>
    public string? Key { get; init; }

    /// <summary>The value.</summary>
    public string? Value { get; init; }
}
