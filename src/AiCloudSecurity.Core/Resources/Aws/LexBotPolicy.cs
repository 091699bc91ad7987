using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Whom a bot lets in beside its own account's identities, as DescribeResourcePolicy gives it.</summary>
[AwsResource("AWS::Lex::BotResourcePolicy", "lexv2-models", Of = typeof(LexBot),
    Describe = "DescribeResourcePolicy GET /policy/{resourceArn}/", Key = "resourceArn=@id", None = "ResourceNotFoundException")]
public sealed record LexBotPolicy : Resource
{
    /// <summary>What it says.</summary>
    public PolicyDocument? Policy { get; init; }
}
