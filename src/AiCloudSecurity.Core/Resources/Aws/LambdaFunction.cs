namespace AiCloudSecurity.Resources.Aws;

/// <summary>A Lambda function, as ListFunctions gives it.</summary>
[AwsResource("AWS::Lambda::Function", "lambda", List = "ListFunctions GET /2015-03-31/functions", Items = "Functions",
    Id = "FunctionArn", NameMember = "FunctionName", Supporting = true)]
public sealed record LambdaFunction : Resource
{
    /// <summary>The ARN of the role that it works as.</summary>
    public string? Role { get; init; }

    /// <summary>What it finds in its environment.</summary>
    public FunctionEnvironment? Environment { get; init; }
}

/// <summary>What a function finds in its environment.</summary>
public sealed record FunctionEnvironment
{
    /// <summary>Environment variables.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? Variables { get; init; }
}

/// <summary>The URL at which a function answers by itself, as GetFunctionUrlConfig gives it.</summary>
[AwsResource("AWS::Lambda::Url", "lambda", Of = typeof(LambdaFunction),
    Describe = "GetFunctionUrlConfig GET /2021-10-31/functions/{FunctionName}/url", Key = "FunctionName",
    None = "ResourceNotFoundException", Supporting = true)]
public sealed record FunctionUrl : Resource
{
    /// <summary>AWS_IAM, or NONE where everybody may call.</summary>
    public string? AuthType { get; init; }
}
