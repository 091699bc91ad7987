namespace AiCloudSecurity.Resources.Aws;

/// <summary>A version of a project's model, as DescribeProjectVersions gives it.</summary>
[AwsResource("AWS::Rekognition::ProjectVersion", "rekognition", Of = typeof(RekognitionProject),
    List = "DescribeProjectVersions", Items = "ProjectVersionDescriptions", Key = "ProjectArn", Input = """{ "MaxResults": 100 }""",
    Id = "ProjectVersionArn", NameMember = "{ProjectVersionArn/1}/{ProjectVersionArn/3}")]
public sealed record RekognitionModel : Resource
{
    /// <summary>TRAINING_COMPLETED, RUNNING and others.</summary>
    public string? Status { get; init; }

    /// <summary>The key of the model and of the pictures it learned from; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }
}
