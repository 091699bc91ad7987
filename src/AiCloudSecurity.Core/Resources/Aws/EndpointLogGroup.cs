namespace AiCloudSecurity.Resources.Aws;

/// <summary>A log group in which the containers of SageMaker endpoints write, as DescribeLogGroups gives it.</summary>
[AwsResource("AWS::SageMaker::EndpointLogGroup", "logs",
    List = "DescribeLogGroups", Items = "logGroups", Input = """{ "logGroupNamePrefix": "/aws/sagemaker/Endpoints/" }""",
    Id = "arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}", NameMember = "logGroupName", Supporting = true)]
public sealed record EndpointLogGroup : Resource;
