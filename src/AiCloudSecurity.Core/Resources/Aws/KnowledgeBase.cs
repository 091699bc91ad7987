namespace AiCloudSecurity.Resources.Aws;

/// <summary>A Bedrock knowledge base, as GetKnowledgeBase gives it.</summary>
[AwsResource("AWS::Bedrock::KnowledgeBase", "bedrock-agent",
    List = "ListKnowledgeBases POST /knowledgebases/", Items = "knowledgeBaseSummaries",
    Describe = "GetKnowledgeBase GET /knowledgebases/{knowledgeBaseId}", Key = "knowledgeBaseId", Unwrap = "knowledgeBase",
    Id = "arn:{partition}:bedrock:{region}:{account}:knowledge-base/{knowledgeBaseId}", NameMember = "name")]
public sealed record KnowledgeBase : Resource
{
    /// <summary>The role with which it reads its sources.</summary>
    public string? RoleArn { get; init; }
}
