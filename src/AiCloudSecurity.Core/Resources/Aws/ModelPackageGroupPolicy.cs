using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Who else may use a group's model packages, as GetModelPackageGroupPolicy gives it.</summary>
[AwsResource("AWS::SageMaker::ModelPackageGroupPolicy", "sagemaker", Of = typeof(ModelPackageGroup),
    Describe = "GetModelPackageGroupPolicy", Key = "ModelPackageGroupName", None = "ValidationException: Cannot find resource policy")]
public sealed record ModelPackageGroupPolicy : Resource
{
    /// <summary>What it says.</summary>
    public PolicyDocument? ResourcePolicy { get; init; }
}
