using System.Text.Json.Serialization;
using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>An IAM role with its policies, as GetAccountAuthorizationDetails gives it.</summary>
[AwsResource("AWS::IAM::Role", "iam",
    List = "GetAccountAuthorizationDetails", Items = "RoleDetailList", Input = """{ "MaxItems": 1000 }""",
    NameMember = "RoleName", Global = true)]
public sealed record IamRole : IamPrincipal
{
    /// <summary>The name.</summary>
    public string? RoleName { get; init; }

    /// <summary>Who may take the role.</summary>
    public PolicyDocument? AssumeRolePolicyDocument { get; init; }

    /// <summary>The policies that are a part of it.</summary>
    public IReadOnlyList<InlinePolicy>? RolePolicyList { get; init; }

    /// <summary>The instance profiles by which machines have it.</summary>
    public IReadOnlyList<InstanceProfile>? InstanceProfileList { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreateDate { get; init; }

    /// <summary>The policy that limits it; absent where there is none.</summary>
    public PermissionsBoundary? PermissionsBoundary { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<InlinePolicy>? InlinePolicies => RolePolicyList;
}
