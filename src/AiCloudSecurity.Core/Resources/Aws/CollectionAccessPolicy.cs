namespace AiCloudSecurity.Resources.Aws;

/// <summary>Who may do what with data in OpenSearch Serverless, as GetAccessPolicy gives it.</summary>
[AwsResource("AWS::OpenSearchServerless::AccessPolicy", "opensearchserverless",
    List = "ListAccessPolicies", Items = "accessPolicySummaries", Input = """{ "type": "data", "maxResults": 100 }""",
    Describe = "GetAccessPolicy", Key = "type,name", Unwrap = "accessPolicyDetail",
    Id = "arn:{partition}:aoss:{region}:{account}:access-policy/{name}", NameMember = "name", Supporting = true)]
public sealed record CollectionAccessPolicy : Resource
{
    /// <summary>What it allows.</summary>
    public IReadOnlyList<CollectionAccess>? Policy { get; init; }
}

/// <summary>Who may do what with some collections.</summary>
public sealed record CollectionAccess
{
    /// <summary>What, with which.</summary>
    public IReadOnlyList<CollectionPolicyRule>? Rules { get; init; }

    /// <summary>Who: ARNs of users and roles, or <c>saml/…</c>.</summary>
    public IReadOnlyList<string>? Principal { get; init; }
}
