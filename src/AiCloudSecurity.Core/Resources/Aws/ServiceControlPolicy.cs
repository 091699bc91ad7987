namespace AiCloudSecurity.Resources.Aws;

/// <summary>A service control policy of the organisation: what its accounts' principals may do at most.</summary>
[AwsResource("AWS::Organizations::Policy:ServiceControl", "organizations",
    List = "ListPolicies", Input = """{ "Filter": "SERVICE_CONTROL_POLICY" }""", Items = "Policies", Describe = "DescribePolicy", Key = "PolicyId=Id", Unwrap = "Policy",
    Id = "{Arn}{PolicySummary.Arn}", NameMember = "{Name}{PolicySummary.Name}", None = "AWSOrganizationsNotInUseException", Global = true)]
public sealed record ServiceControlPolicy : AuthorizationPolicy;

/// <summary>A root, organisational unit or account to which it is attached.</summary>
[AwsResource("AWS::Organizations::Policy:ServiceControlTarget", "organizations", Of = typeof(ServiceControlPolicy),
    List = "ListTargetsForPolicy", Items = "Targets", Key = "PolicyId=PolicySummary.Id", Id = "{parent}#{TargetId}", NameMember = "Name", Global = true)]
public sealed record ServiceControlPolicyTarget : PolicyTarget;
