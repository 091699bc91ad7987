namespace AiCloudSecurity.Resources.Aws;

/// <summary>A project of Rekognition, in which models for one's own pictures are made, as DescribeProjects gives it.</summary>
[AwsResource("AWS::Rekognition::Project", "rekognition", List = "DescribeProjects", Items = "ProjectDescriptions", Input = """{ "MaxResults": 100 }""",
    Id = "ProjectArn", NameMember = "{ProjectArn/1}")]
public sealed record RekognitionProject : Resource;
