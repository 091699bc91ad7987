namespace AiCloudSecurity.Resources.Aws;

/// <summary>Capacity of a Bedrock model that is paid for by the hour, as ListProvisionedModelThroughputs gives it.</summary>
[AwsResource("AWS::Bedrock::ProvisionedModelThroughput", "bedrock",
    List = "ListProvisionedModelThroughputs GET /provisioned-model-throughputs", Items = "provisionedModelSummaries",
    Id = "provisionedModelArn", NameMember = "provisionedModelName")]
public sealed record ProvisionedThroughput : Resource
{
    /// <summary>Creating, InService, Updating or Failed.</summary>
    public string? Status { get; init; }

    /// <summary>When it was bought.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When the commitment ends; absent where it is paid by the hour.</summary>
    public DateTimeOffset? CommitmentExpirationTime { get; init; }
}
