namespace AiCloudSecurity.Resources.Aws;

/// <summary>A resource control policy of the organisation: what anybody may do at most with its accounts' resources, of services that know such policies.</summary>
[AwsResource("AWS::Organizations::Policy:ResourceControl", "organizations",
    List = "ListPolicies", Input = """{ "Filter": "RESOURCE_CONTROL_POLICY" }""", Items = "Policies", Describe = "DescribePolicy", Key = "PolicyId=Id", Unwrap = "Policy",
    Id = "{Arn}{PolicySummary.Arn}", NameMember = "{Name}{PolicySummary.Name}", None = "AWSOrganizationsNotInUseException", Global = true)]
public sealed record ResourceControlPolicy : AuthorizationPolicy;

/// <summary>A root, organisational unit or account to which it is attached.</summary>
[AwsResource("AWS::Organizations::Policy:ResourceControlTarget", "organizations", Of = typeof(ResourceControlPolicy),
    List = "ListTargetsForPolicy", Items = "Targets", Key = "PolicyId=PolicySummary.Id", Id = "{parent}#{TargetId}", NameMember = "Name", Global = true)]
public sealed record ResourceControlPolicyTarget : PolicyTarget;
