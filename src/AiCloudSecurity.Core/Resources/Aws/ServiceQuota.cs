namespace AiCloudSecurity.Resources.Aws;

/// <summary>A quota of Bedrock as it holds for the account, as ListServiceQuotas gives it.</summary>
[AwsResource("AWS::ServiceQuotas::Quota", "service-quotas", List = "ListServiceQuotas", Items = "Quotas", Input = """{ "ServiceCode": "bedrock", "MaxResults": 100 }""",
    Id = "QuotaArn", NameMember = "QuotaName", Supporting = true)]
public sealed record ServiceQuota : Resource
{
    /// <summary>As L-1234ABCD.</summary>
    public string? QuotaCode { get; init; }

    /// <summary>The limit.</summary>
    public double? Value { get; init; }

    /// <summary>Where CloudWatch counts what is used of it; absent where it does not.</summary>
    public QuotaMetric? UsageMetric { get; init; }
}

/// <summary>Where CloudWatch counts what is used of a quota.</summary>
public sealed record QuotaMetric
{
    /// <summary>As AWS/Usage.</summary>
    public string? MetricNamespace { get; init; }

    /// <summary>As CallCount.</summary>
    public string? MetricName { get; init; }

    /// <summary>The dimensions; Resource tells quotas of a service apart.</summary>
    public IReadOnlyDictionary<string, string>? MetricDimensions { get; init; }
}

/// <summary>A quota of Bedrock as AWS gives it to everybody, as ListAWSDefaultServiceQuotas gives it.</summary>
[AwsResource("AWS::ServiceQuotas::DefaultQuota", "service-quotas", List = "ListAWSDefaultServiceQuotas", Items = "Quotas", Input = """{ "ServiceCode": "bedrock", "MaxResults": 100 }""",
    Id = "arn:{partition}:servicequotas:{region}:{account}:default/{QuotaCode}", NameMember = "QuotaCode", Supporting = true)]
public sealed record DefaultQuota : Resource
{
    /// <summary>The limit.</summary>
    public double? Value { get; init; }
}

/// <summary>The most that was used of a quota of Bedrock on each of the last 30 days, as GetMetricData finds it for all of them at once.</summary>
[AwsResource("AWS::ServiceQuotas::Usage", "cloudwatch", List = "GetMetricData", Items = "MetricDataResults",
    Input = """
        { "StartTime": "{now-30d}", "EndTime": "{now}", "MetricDataQueries": [
          { "Id": "usage", "Expression": "SEARCH('{AWS/Usage,Class,Resource,Service,Type} Service=\"Bedrock\"', 'Maximum', 86400)", "Label": "${PROP('MetricName')}/${PROP('Dim.Resource')}" }] }
        """,
    Id = "arn:{partition}:cloudwatch:{region}:{account}:quota-usage/{Label}", NameMember = "Label", Supporting = true)]
public sealed record QuotaUsage : Resource
{
    /// <summary>The most of each day.</summary>
    public IReadOnlyList<double>? Values { get; init; }
}
