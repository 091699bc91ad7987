using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>
/// What the account shares by Resource Access Manager, as ListResources gives it. Feature groups, hubs and pipelines
/// of SageMaker have no other read that says whom they are shared with.
/// </summary>
[AwsResource("AWS::RAM::Resource", "ram",
    List = "ListResources POST /listresources", Items = "resources", Input = """{ "resourceOwner": "SELF", "maxResults": 500 }""",
    Id = "{resourceShareArn}/{arn}", NameMember = "arn", Supporting = true)]
public sealed record SharedResource : Resource, IPartlyRead
{
    /// <summary>The resource that is shared.</summary>
    public string? Arn { get; init; }

    // A subnet is shared, too, and is no matter of AI.
    bool IPartlyRead.HasParts => IsAi;

    /// <summary>Whether it is one of an AI service.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsAi => Arn?.Split(':') is [_, _, var service, ..] && AiActions.IsService(service);
}

/// <summary>With whom a resource is shared, as GetResourcePolicies gives it.</summary>
[AwsResource("AWS::RAM::ResourcePolicy", "ram", Of = typeof(SharedResource),
    Describe = "GetResourcePolicies POST /getresourcepolicies", Key = "resourceArns=[arn]", None = "ResourceArnNotFoundException", Supporting = true)]
public sealed record SharedResourcePolicy : Resource
{
    /// <summary>What they say.</summary>
    public IReadOnlyList<PolicyDocument>? Policies { get; init; }
}
