using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>An IAM group with its policies, as GetAccountAuthorizationDetails gives it.</summary>
[AwsResource("AWS::IAM::Group", "iam",
    List = "GetAccountAuthorizationDetails", Items = "GroupDetailList", Input = """{ "MaxItems": 1000 }""",
    NameMember = "GroupName", Global = true)]
public sealed record IamGroup : IamPrincipal
{
    /// <summary>The name.</summary>
    public string? GroupName { get; init; }

    /// <summary>The policies that are a part of it.</summary>
    public IReadOnlyList<InlinePolicy>? GroupPolicyList { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<InlinePolicy>? InlinePolicies => GroupPolicyList;
}
