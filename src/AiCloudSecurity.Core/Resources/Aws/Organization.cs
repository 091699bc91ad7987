namespace AiCloudSecurity.Resources.Aws;

/// <summary>The organisation that the account belongs to, as DescribeOrganization gives it to any of its accounts. An account outside one has none.</summary>
[AwsResource("AWS::Organizations::Organization", "organizations",
    Describe = "DescribeOrganization", Unwrap = "Organization", None = "AWSOrganizationsNotInUseException", Global = true)]
public sealed record Organization : Resource
{
    /// <summary>As o-exampleorgid.</summary>
    public string? Id { get; init; }

    /// <summary>The management account: no service or resource control policy limits it.</summary>
    public string? MasterAccountId { get; init; }

    /// <summary>ALL, or CONSOLIDATED_BILLING: then there are no policies.</summary>
    public string? FeatureSet { get; init; }

    /// <summary>An address of a person.</summary>
    [Sensitive]
    public string? MasterAccountEmail { get; init; }
}
