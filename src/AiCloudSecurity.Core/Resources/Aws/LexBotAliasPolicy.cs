using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Whom an alias of a bot lets in beside its own account's identities, as DescribeResourcePolicy gives it.</summary>
[AwsResource("AWS::Lex::BotAliasResourcePolicy", "lexv2-models", Of = typeof(LexBotAlias),
    Describe = "DescribeResourcePolicy GET /policy/{resourceArn}/", Key = "resourceArn=@id", None = "ResourceNotFoundException")]
public sealed record LexBotAliasPolicy : Resource
{
    /// <summary>What it says.</summary>
    public PolicyDocument? Policy { get; init; }
}
