namespace AiCloudSecurity.Resources.Aws;

/// <summary>Where a knowledge base takes its documents from, as GetDataSource gives it.</summary>
[AwsResource("AWS::Bedrock::DataSource", "bedrock-agent", Of = typeof(KnowledgeBase),
    List = "ListDataSources POST /knowledgebases/{knowledgeBaseId}/datasources/", Items = "dataSourceSummaries",
    Describe = "GetDataSource GET /knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}",
    Key = "knowledgeBaseId,dataSourceId", Unwrap = "dataSource",
    Id = "{parent}/data-source/{dataSourceId}", NameMember = "name")]
public sealed record DataSource : Resource
{
    /// <summary>What it reads.</summary>
    public DataSourceConfiguration? DataSourceConfiguration { get; init; }

    /// <summary>How the copy is encrypted while it is taken in; absent with a key of AWS.</summary>
    public DataSourceEncryption? ServerSideEncryptionConfiguration { get; init; }
}

/// <summary>What a data source reads.</summary>
public sealed record DataSourceConfiguration
{
    /// <summary>S3, WEB, CONFLUENCE, SALESFORCE, SHAREPOINT, CUSTOM or REDSHIFT_METADATA.</summary>
    public string? Type { get; init; }

    /// <summary>The bucket.</summary>
    public DataSourceBucket? S3Configuration { get; init; }

    /// <summary>The web sites.</summary>
    public DataSourceWeb? WebConfiguration { get; init; }

    /// <summary>The pages of Confluence.</summary>
    public DataSourceLogin? ConfluenceConfiguration { get; init; }

    /// <summary>The records of Salesforce.</summary>
    public DataSourceLogin? SalesforceConfiguration { get; init; }

    /// <summary>The sites of SharePoint.</summary>
    public DataSourceLogin? SharePointConfiguration { get; init; }
}

/// <summary>A service that is read by signing in.</summary>
public sealed record DataSourceLogin
{
    /// <summary>Where, and with what.</summary>
    public DataSourceLoginSource? SourceConfiguration { get; init; }
}

/// <summary>How a data source signs in.</summary>
public sealed record DataSourceLoginSource
{
    /// <summary>The secret that it signs in with.</summary>
    [Refers(typeof(SecretPolicy))]
    public string? CredentialsSecretArn { get; init; }
}

/// <summary>A bucket that is read.</summary>
public sealed record DataSourceBucket
{
    /// <summary>The bucket's ARN.</summary>
    [Refers(typeof(Bucket))]
    public string? BucketArn { get; init; }

    /// <summary>The account that owns it; named where it is another one.</summary>
    public string? BucketOwnerAccountId { get; init; }
}

/// <summary>Web sites that are read.</summary>
public sealed record DataSourceWeb
{
    /// <summary>Where the crawler starts.</summary>
    public DataSourceWebStart? SourceConfiguration { get; init; }
}

/// <summary>Where the crawler starts.</summary>
public sealed record DataSourceWebStart
{
    /// <summary>The addresses.</summary>
    public DataSourceUrls? UrlConfiguration { get; init; }
}

/// <summary>The addresses that a crawler starts from.</summary>
public sealed record DataSourceUrls
{
    /// <summary>Each of them.</summary>
    public IReadOnlyList<DataSourceUrl>? SeedUrls { get; init; }
}

/// <summary>An address that a crawler starts from.</summary>
public sealed record DataSourceUrl
{
    /// <summary>The address.</summary>
    public string? Url { get; init; }
}

/// <summary>How the copy of a data source is encrypted.</summary>
public sealed record DataSourceEncryption
{
    /// <summary>The key.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyArn { get; init; }
}
