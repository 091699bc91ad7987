namespace AiCloudSecurity.CloudFake;

/// <summary>The IAM action that an operation asks for, as a denial names it.</summary>
internal static class AwsPermissions
{
    public static string Of(string service, string operation) => (service, operation) switch
    {
        ("bedrock-agent" or "bedrock-runtime", _) => $"bedrock:{operation}",
        ("bedrock-agentcore-control", _) => $"bedrock-agentcore:{operation}",
        ("lexv2-models", _) => $"lex:{operation}",
        ("apigateway" or "apigatewayv2", _) when operation.StartsWith("Get", StringComparison.Ordinal) => "apigateway:GET",
        ("elbv2", _) => $"elasticloadbalancing:{operation}",
        ("opensearchserverless", _) => $"aoss:{operation}",
        ("resourcegroupstaggingapi", _) => $"tag:{operation}",
        ("budgets", "DescribeBudgetActionsForAccount") => $"budgets:{operation}",
        ("budgets", _) when operation.StartsWith("Describe", StringComparison.Ordinal) => "budgets:ViewBudget",
        ("budgets", _) => "budgets:ModifyBudget",
        ("s3", "GetBucketEncryption") => "s3:GetEncryptionConfiguration",
        ("s3", "GetPublicAccessBlock") => "s3:GetBucketPublicAccessBlock",
        ("s3control", "GetPublicAccessBlock") => "s3:GetAccountPublicAccessBlock",
        ("service-quotas", _) => $"servicequotas:{operation}",
        ("s3", "ListBuckets") => "s3:ListAllMyBuckets",
        ("s3", "HeadBucket" or "ListObjects" or "ListObjectsV2") => "s3:ListBucket",
        _ => $"{service}:{operation}",
    };
}
