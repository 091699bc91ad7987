namespace AiCloudSecurity.Resources.Aws;

/// <summary>What Personalize knows of people and of what they chose, as DescribeDatasetGroup gives it.</summary>
[AwsResource("AWS::Personalize::DatasetGroup", "personalize",
    List = "ListDatasetGroups", Items = "datasetGroups", Input = """{ "maxResults": 100 }""",
    Describe = "DescribeDatasetGroup", Key = "datasetGroupArn", Unwrap = "datasetGroup",
    Id = "datasetGroupArn", NameMember = "name")]
public sealed record DatasetGroup : Resource
{
    /// <summary>The key; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyArn { get; init; }
}
