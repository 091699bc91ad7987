using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Who may call a function and change it, by the function's own policy; a function without one has none.</summary>
[AwsResource("AWS::Lambda::Policy", "lambda", Of = typeof(LambdaFunction),
    Describe = "GetPolicy GET /2015-03-31/functions/{FunctionName}/policy", Key = "FunctionName=FunctionArn", None = "ResourceNotFoundException", Supporting = true)]
public sealed record LambdaPolicy : Resource
{
    /// <summary>What it says.</summary>
    public PolicyDocument? Policy { get; init; }
}
