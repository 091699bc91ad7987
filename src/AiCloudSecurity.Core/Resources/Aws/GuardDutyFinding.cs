namespace AiCloudSecurity.Resources.Aws;

/// <summary>What GuardDuty found of high severity in calls of Bedrock and SageMaker and nobody has archived, as GetFindings gives it.</summary>
[AwsResource("AWS::GuardDuty::Finding", "guardduty", Of = typeof(GuardDutyDetector),
    List = "ListFindings POST /detector/{DetectorId}/findings", Items = "findingIds",
    Input = """{ "findingCriteria": { "criterion": { "severity": { "greaterThanOrEqual": 7 }, "service.archived": { "equals": ["false"] }, "service.action.awsApiCallAction.serviceName": { "equals": ["bedrock.amazonaws.com", "sagemaker.amazonaws.com"] } } }, "maxResults": 50 }""",
    Describe = "GetFindings POST /detector/{DetectorId}/findings/get", Key = "DetectorId=@name, findingIds=[Name]", Unwrap = "findings",
    Id = "arn:{partition}:guardduty:{region}:{account}:detector/{parent}/finding/{id}{Name}", NameMember = "{id}{Name}", Supporting = true)]
public sealed record GuardDutyFinding : Resource
{
    /// <summary>As UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("type")]
    public string? FindingType { get; init; }

    /// <summary>What it says.</summary>
    public string? Title { get; init; }

    /// <summary>From 1 to 10; 7 and more is high.</summary>
    public double? Severity { get; init; }
}
