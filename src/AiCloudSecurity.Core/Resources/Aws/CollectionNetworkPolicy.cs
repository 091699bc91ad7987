namespace AiCloudSecurity.Resources.Aws;

/// <summary>From where collections of OpenSearch Serverless are reached, as GetSecurityPolicy gives it.</summary>
[AwsResource("AWS::OpenSearchServerless::NetworkPolicy", "opensearchserverless",
    List = "ListSecurityPolicies", Items = "securityPolicySummaries", Input = """{ "type": "network", "maxResults": 100 }""",
    Describe = "GetSecurityPolicy", Key = "type,name", Unwrap = "securityPolicyDetail",
    Id = "arn:{partition}:aoss:{region}:{account}:network-policy/{name}", NameMember = "name", Supporting = true)]
public sealed record CollectionNetworkPolicy : Resource
{
    /// <summary>What it allows.</summary>
    public IReadOnlyList<CollectionNetwork>? Policy { get; init; }
}

/// <summary>From where some collections are reached.</summary>
public sealed record CollectionNetwork
{
    /// <summary>Which.</summary>
    public IReadOnlyList<CollectionPolicyRule>? Rules { get; init; }

    /// <summary>Whether the internet is open. It wins over every other policy.</summary>
    public bool? AllowFromPublic { get; init; }

    /// <summary>Endpoints of OpenSearch Serverless in VPCs.</summary>
    public IReadOnlyList<string>? SourceVPCEs { get; init; }

    /// <summary>Services of AWS, as bedrock.amazonaws.com.</summary>
    public IReadOnlyList<string>? SourceServices { get; init; }
}
