using System.Text.Json.Serialization;
using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>
/// A managed policy, as GetAccountAuthorizationDetails gives it: the account's own and, because no filter is set,
/// those of AWS that are attached.
/// </summary>
[AwsResource("AWS::IAM::Policy", "iam",
    List = "GetAccountAuthorizationDetails", Items = "Policies", Input = """{ "MaxItems": 1000 }""",
    NameMember = "PolicyName", Global = true)]
public sealed record IamPolicy : Resource
{
    /// <summary>The name.</summary>
    public string? PolicyName { get; init; }

    /// <summary>The ARN.</summary>
    public string? Arn { get; init; }

    /// <summary>The version that counts.</summary>
    public string? DefaultVersionId { get; init; }

    /// <summary>The versions that are kept, up to five.</summary>
    public IReadOnlyList<PolicyVersion>? PolicyVersionList { get; init; }

    /// <summary>What the version that counts says; null where it was not sent.</summary>
    [JsonIgnore]
    public PolicyDocument? Document =>
        (PolicyVersionList?.FirstOrDefault(version => version.IsDefaultVersion is true)
            ?? PolicyVersionList?.FirstOrDefault(version => version.VersionId is not null && version.VersionId == DefaultVersionId))?.Document;
}

/// <summary>One version of a managed policy.</summary>
public sealed record PolicyVersion
{
    /// <summary>As v1.</summary>
    public string? VersionId { get; init; }

    /// <summary>Whether it is the one that counts.</summary>
    public bool? IsDefaultVersion { get; init; }

    /// <summary>What it says.</summary>
    public PolicyDocument? Document { get; init; }
}
