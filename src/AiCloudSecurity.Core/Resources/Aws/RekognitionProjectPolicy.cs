using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Who may copy models of a project, as ListProjectPolicies gives it.</summary>
[AwsResource("AWS::Rekognition::ProjectPolicy", "rekognition", Of = typeof(RekognitionProject),
    List = "ListProjectPolicies", Items = "ProjectPolicies", Key = "ProjectArn",
    Id = "{parent}/policy/{PolicyName}", NameMember = "PolicyName")]
public sealed record RekognitionProjectPolicy : Resource
{
    /// <summary>What it says.</summary>
    public PolicyDocument? PolicyDocument { get; init; }
}
