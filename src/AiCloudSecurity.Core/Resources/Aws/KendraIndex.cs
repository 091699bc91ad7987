namespace AiCloudSecurity.Resources.Aws;

/// <summary>A search index of Kendra, as DescribeIndex gives it.</summary>
[AwsResource("AWS::Kendra::Index", "kendra",
    List = "ListIndices", Items = "IndexConfigurationSummaryItems", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeIndex", Key = "Id",
    Id = "arn:{partition}:kendra:{region}:{account}:index/{Id}", NameMember = "Name")]
public sealed record KendraIndex : Resource
{
    /// <summary>DEVELOPER_EDITION, ENTERPRISE_EDITION or GEN_AI_ENTERPRISE_EDITION, which takes no tokens.</summary>
    public string? Edition { get; init; }

    /// <summary>USER_TOKEN, or ATTRIBUTE_FILTER: whoever searches says himself who he is.</summary>
    public string? UserContextPolicy { get; init; }

    /// <summary>The tokens that it takes.</summary>
    public IReadOnlyList<KendraUserToken>? UserTokenConfigurations { get; init; }

    /// <summary>The key; absent with a key of AWS.</summary>
    public KendraKey? ServerSideEncryptionConfiguration { get; init; }
}

/// <summary>A kind of token that an index takes.</summary>
public sealed record KendraUserToken;

/// <summary>The key of an index.</summary>
public sealed record KendraKey
{
    /// <summary>The key.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }
}
