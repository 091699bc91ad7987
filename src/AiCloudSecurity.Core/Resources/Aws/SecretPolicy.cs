using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Who else may read a secret that an AI resource signs in with, as GetResourcePolicy gives it. The secret itself is never read.</summary>
[AwsResource("AWS::SecretsManager::ResourcePolicy", "secretsmanager",
    Describe = "GetResourcePolicy", Key = "SecretId=$", None = "ResourceNotFoundException", Id = "ARN", NameMember = "Name", Supporting = true)]
public sealed record SecretPolicy : Resource
{
    /// <summary>What it says; absent where the secret has none.</summary>
    public PolicyDocument? ResourcePolicy { get; init; }
}
