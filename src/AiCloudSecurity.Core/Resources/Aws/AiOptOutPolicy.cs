namespace AiCloudSecurity.Resources.Aws;

/// <summary>A policy by which the organisation's accounts keep AWS from using their content to improve AI services.</summary>
[AwsResource("AWS::Organizations::Policy:AiOptOut", "organizations",
    List = "ListPolicies", Input = """{ "Filter": "AISERVICES_OPT_OUT_POLICY" }""", Items = "Policies", Describe = "DescribePolicy", Key = "PolicyId=Id", Unwrap = "Policy",
    Id = "{Arn}{PolicySummary.Arn}", NameMember = "{Name}{PolicySummary.Name}", None = "AWSOrganizationsNotInUseException", Global = true)]
public sealed record AiOptOutPolicy : Resource
{
    /// <summary>What is said of it without its content.</summary>
    public OrganizationPolicySummary? PolicySummary { get; init; }

    /// <summary>JSON with inheritance operators, as @@assign.</summary>
    public string? Content { get; init; }
}

/// <summary>A root, organisational unit or account to which it is attached.</summary>
[AwsResource("AWS::Organizations::Policy:AiOptOutTarget", "organizations", Of = typeof(AiOptOutPolicy),
    List = "ListTargetsForPolicy", Items = "Targets", Key = "PolicyId=PolicySummary.Id", Id = "{parent}#{TargetId}", NameMember = "Name", Global = true)]
public sealed record AiOptOutPolicyTarget : PolicyTarget;
