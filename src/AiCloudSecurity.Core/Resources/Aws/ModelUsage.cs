namespace AiCloudSecurity.Resources.Aws;

/// <summary>
/// How much one model of Bedrock was used in each hour of the last 15 days, as GetMetricData finds it for all models of
/// a region at once: invocations, and tokens that came out.
/// </summary>
[AwsResource("AWS::Bedrock::ModelUsage", "cloudwatch",
    List = "GetMetricData", Items = "MetricDataResults",
    Input = """
        { "StartTime": "{now-15d}", "EndTime": "{now}", "MetricDataQueries": [
          { "Id": "invocations", "Expression": "SEARCH('{AWS/Bedrock,ModelId} MetricName=\"Invocations\"', 'Sum', 3600)", "Label": "${PROP('Dim.ModelId')}" },
          { "Id": "tokens", "Expression": "SEARCH('{AWS/Bedrock,ModelId} MetricName=\"OutputTokenCount\"', 'Sum', 3600)", "Label": "${PROP('Dim.ModelId')}" }] }
        """,
    Id = "arn:{partition}:cloudwatch:{region}:{account}:usage/{Id}/{Label}", NameMember = "Label", Supporting = true)]
public sealed record ModelUsage : Resource
{
    /// <summary>Of what: invocations or tokens.</summary>
    public string? Id { get; init; }

    /// <summary>The model.</summary>
    public string? Label { get; init; }

    /// <summary>The hours, where something was counted.</summary>
    public IReadOnlyList<DateTimeOffset>? Timestamps { get; init; }

    /// <summary>What was counted in each.</summary>
    public IReadOnlyList<double>? Values { get; init; }
}
