namespace AiCloudSecurity.Resources.Aws;

/// <summary>A group of model packages in SageMaker's registry.</summary>
[AwsResource("AWS::SageMaker::ModelPackageGroup", "sagemaker",
    List = "ListModelPackageGroups", Items = "ModelPackageGroupSummaryList", Input = """{ "MaxResults": 100 }""",
    Id = "ModelPackageGroupArn", NameMember = "ModelPackageGroupName")]
public sealed record ModelPackageGroup : Resource;
