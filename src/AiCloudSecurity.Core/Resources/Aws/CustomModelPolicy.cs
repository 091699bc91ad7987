using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Who else may copy and use a custom model of Bedrock, as GetResourcePolicy gives it.</summary>
[AwsResource("AWS::Bedrock::CustomModelResourcePolicy", "bedrock", Of = typeof(CustomModel),
    Describe = "GetResourcePolicy GET /resource-policy/{resourceArn}", Key = "resourceArn=@id", None = "ResourceNotFoundException")]
public sealed record CustomModelPolicy : Resource
{
    /// <summary>What it says; absent where there is none.</summary>
    public PolicyDocument? ResourcePolicy { get; init; }
}
