using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Who else may pull and push the images of a repository that something of AI runs, as GetRepositoryPolicy gives it.</summary>
[AwsResource("AWS::ECR::RepositoryPolicy", "ecr", Of = typeof(EcrRepository),
    Describe = "GetRepositoryPolicy", Key = "repositoryName=@name", None = "RepositoryPolicyNotFoundException", Supporting = true)]
public sealed record EcrRepositoryPolicy : Resource
{
    /// <summary>What it says.</summary>
    public PolicyDocument? PolicyText { get; init; }
}
