using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>An IAM user with its policies, as GetAccountAuthorizationDetails gives it.</summary>
[AwsResource("AWS::IAM::User", "iam",
    List = "GetAccountAuthorizationDetails", Items = "UserDetailList", Input = """{ "MaxItems": 1000 }""",
    NameMember = "UserName", Global = true)]
public sealed record IamUser : IamPrincipal
{
    /// <summary>The name.</summary>
    public string? UserName { get; init; }

    /// <summary>Names of the groups that it is in; what they hold, it holds.</summary>
    public IReadOnlyList<string>? GroupList { get; init; }

    /// <summary>The policies that are a part of it.</summary>
    public IReadOnlyList<InlinePolicy>? UserPolicyList { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreateDate { get; init; }

    /// <summary>The policy that limits it; absent where there is none.</summary>
    public PermissionsBoundary? PermissionsBoundary { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<InlinePolicy>? InlinePolicies => UserPolicyList;
}
