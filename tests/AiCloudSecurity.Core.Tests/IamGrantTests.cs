using System.Text;
using System.Text.Json;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Core.Tests;

public sealed class IamGrantTests
{
    private const string Account = "111122223333";
    private const string All = """{ "Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*" }""";
    private static readonly AiAction s_endpoint = new("sagemaker:CreateEndpoint", ["arn:${Partition}:sagemaker:${Region}:${Account}:endpoint/${EndpointName}"]);
    private static readonly AiAction s_invoke = new("bedrock:InvokeModel", ["arn:${Partition}:bedrock:${Region}::foundation-model/${ModelId}", "arn:${Partition}:bedrock:${Region}:${Account}:custom-model/${ResourceId}"]);
    private static readonly AiAction s_list = new("bedrock:ListFoundationModels", []);

    [Fact]
    public void An_unconditional_Allow_is_a_grant()
    {
        var grant = Assert.Single(Of(Role(All), s_endpoint));
        Assert.Equal(new AiGrant($"arn:aws:iam::{Account}:role/r", PrincipalType.Role, "sagemaker:CreateEndpoint", "*", Decision.Allowed, "", "inline", "All"), grant);
    }

    [Fact]
    public void A_user_has_what_its_groups_hold()
    {
        var grants = Of(
            [
                Resource<IamUser>("user/u", """{ "UserName": "u", "GroupList": ["g"], "AttachedManagedPolicies": [] }"""),
                Resource<IamGroup>("group/g", $$"""{ "GroupName": "g", "AttachedManagedPolicies": [{ "PolicyName": "m", "PolicyArn": "arn:aws:iam::{{Account}}:policy/m" }], "GroupPolicyList": [] }"""),
                Managed("m", All),
            ], s_list);
        Assert.Equal([(PrincipalType.User, "g"), (PrincipalType.Group, null)], grants.Select(grant => (grant.PrincipalType, grant.Group)));
        Assert.All(grants, grant => Assert.Equal((Decision.Allowed, "m"), (grant.Decision, grant.PolicyName)));
    }

    [Fact]
    public void A_boundary_that_does_not_allow_is_what_decides()
    {
        var grant = Assert.Single(Of([.. Role(All, "b"), Managed("b", """{ "Effect": "Allow", "Action": "bedrock:*", "Resource": "*" }""")], s_endpoint));
        Assert.Equal((Decision.ImplicitlyDenied, "b", ""), (grant.Decision, grant.PolicyName, grant.StatementSid));
        Assert.Equal(Decision.Allowed, Assert.Single(Of([.. Role(All, "b"), Managed("b", """{ "Effect": "Allow", "Action": "bedrock:*", "Resource": "*" }""")], s_list)).Decision);
    }

    [Fact]
    public void A_Deny_is_what_decides()
    {
        var grant = Assert.Single(Of(Role($$"""{{All}}, { "Effect": "Deny", "Action": "sagemaker:Create*", "Resource": "*" }"""), s_endpoint));
        Assert.Equal((Decision.ExplicitlyDenied, "$.Statement[1]"), (grant.Decision, grant.StatementSid));
    }

    [Fact]
    public void On_what_a_grant_hangs_is_said()
    {
        var grant = Assert.Single(Of(Role("""
            { "Sid": "Some", "Effect": "Allow", "Action": "sagemaker:*", "Resource": "arn:aws:sagemaker:*:*:endpoint/*", "Condition": { "StringEquals": { "aws:RequestedRegion": "eu-west-1", "aws:PrincipalAccount": "111122223333" } } },
            { "Effect": "Deny", "Action": "sagemaker:*", "Resource": "arn:aws:sagemaker:*:*:endpoint/prod-*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "false" } } }
            """), s_endpoint));
        Assert.Equal((Decision.Conditional, "Some"), (grant.Decision, grant.StatementSid));
        Assert.Equal("StringEquals aws:RequestedRegion eu-west-1; unless on arn:aws:sagemaker:*:*:endpoint/prod-* with Bool aws:MultiFactorAuthPresent false", grant.Conditions);
    }

    // As in files that people made, or that somebody made for them.
    [Theory, InlineData("=cmd"), InlineData("arn:aws:iam::111122223333:group/r"), InlineData("arn:aws:iam:eu-west-1:111122223333:role/r"), InlineData("arn:aws:iam::111122223333:role/")]
    public void A_role_whose_ARN_is_none_is_known_by_its_name(string arn)
    {
        var account = new IamEstate().AddWhole<IamRole>("arn:aws:iam::111122223333:role/r", $$"""{ "Arn": "{{arn}}", "RoleName": "r", "Path": "/of/", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": {{All}} } }] }""");
        var granted = AiGrants.Of(account.Estate, [s_endpoint]).Single();
        Assert.Equal(("arn:aws:iam::111122223333:role/of/r", PrincipalType.Role), (granted.Principal, granted.PrincipalType));
        Assert.Single(granted.Grants);
    }

    [Fact]
    public void Only_resources_that_the_action_knows_count()
    {
        var policies = Role("""{ "Effect": "Allow", "Action": "*", "Resource": ["arn:aws:s3:::b", "arn:aws:bedrock:*:*:custom-model/mine-*", "arn:aws:bedrock:eu-*::foundation-model/*"] }""");
        Assert.Equal([("arn:aws:bedrock:*:*:custom-model/mine-*", Decision.Allowed), ("arn:aws:bedrock:eu-*::foundation-model/*", Decision.Allowed)],
            Of(policies, s_invoke).Select(grant => (grant.Resource, grant.Decision)));
        Assert.Empty(Of(policies, s_list));
        Assert.Equal(3, Of(policies, new AiAction("bedrock:InvokeModel")).Count);
    }

    [Fact]
    public void An_action_without_resources_is_granted_on_all_resources_of_its_service_too()
    {
        Assert.Equal(("arn:aws:bedrock:*:*:*", Decision.Allowed), Of(Role("""{ "Effect": "Allow", "Action": "bedrock:*", "Resource": "arn:aws:bedrock:*:*:*" }"""), s_list).Select(grant => (grant.Resource, grant.Decision)).Single());
        Assert.Empty(Of(Role("""{ "Effect": "Allow", "Action": "bedrock:*", "Resource": "arn:aws:bedrock:*:*:guardrail/*" }"""), s_list));
        Assert.Empty(Of(Role("""{ "Effect": "Allow", "Action": "bedrock:*", "Resource": "arn:aws:s3:*:*:*" }"""), s_list));
    }

    [Fact]
    public void A_Deny_on_resources_that_the_action_does_not_know_changes_nothing() =>
        Assert.Equal(Decision.Allowed, Assert.Single(Of(Role($$"""{{All}}, { "Effect": "Deny", "Action": "*", "Resource": "arn:aws:s3:::b/*" }"""), s_invoke)).Decision);

    [Fact]
    public void A_statement_that_another_makes_needless_is_no_grant() =>
        Assert.Equal("All", Assert.Single(Of(Role($$"""{{All}}, { "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "Bool": { "aws:ViaAWSService": "true" } } }"""), s_invoke)).StatementSid);

    [Fact]
    public void What_another_account_owns_needs_its_consent()
    {
        var grant = Assert.Single(Of(Role("""{ "Effect": "Allow", "Action": "bedrock:*", "Resource": "arn:aws:bedrock:us-east-1:444455556666:custom-model/m" }"""), new AiAction("bedrock:InvokeModel")));
        Assert.Equal((Decision.Conditional, "account 444455556666 must allow it too"), (grant.Decision, grant.Conditions));
    }

    [Fact]
    public void Variables_are_filled_in_for_the_principal()
    {
        const string own = """{ "Effect": "Allow", "Action": "sagemaker:*", "Resource": "arn:aws:sagemaker:*:111122223333:endpoint/${aws:username}-*" }""";
        var user = Resource<IamUser>("user/u", $$"""{ "UserName": "u", "GroupList": [], "AttachedManagedPolicies": [], "UserPolicyList": [{{Inline(own)}}] }""");
        Assert.Equal(("arn:aws:sagemaker:*:111122223333:endpoint/u-*", Decision.Allowed), Assert.Single(Of([user], s_endpoint).Select(grant => (grant.Resource, grant.Decision))));
        Assert.Empty(Of(Role(own), s_endpoint));
    }

    [Theory]
    [InlineData("null", "was not read")]
    [InlineData("\"{ }\"", "there is no Statement")]
    public void Where_a_policy_was_not_read_or_understood_nothing_is_granted_and_the_reason_is_said(string document, string reason)
    {
        var role = Resource<IamRole>("role/r", $$"""{ "RoleName": "r", "AttachedManagedPolicies": [], "RolePolicyList": [{{Inline(All)}}, { "PolicyName": "other", "PolicyDocument": {{document}} }] }""");
        var grants = Assert.Single(AiGrants.Of(Estate([role]), [s_endpoint]));
        Assert.Empty(grants.Grants);
        Assert.Contains(reason, grants.Unseen, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_principals_were_not_read_it_is_not_said_that_there_are_none() =>
        Assert.Throws<UnseenException>(() => AiGrants.Of(new Estate(Estate([]).Scope, default, [], [], []), [s_endpoint]).ToList());

    private const string Key = "arn:aws:kms:eu-west-1:111122223333:key/k";
    private static readonly AiAction s_decrypt = AiActions.Find("kms:Decrypt")!;
    private static readonly AiAction s_read = AiActions.Find("s3:GetObject")!;
    private static readonly AiAction s_runtime = AiActions.Find("bedrock-agentcore:InvokeAgentRuntime")!;

    [Fact]
    public void The_policy_of_a_resource_is_enough_for_the_accounts_own_role() =>
        Assert.Equal(("arn:aws:s3:::data/*", Decision.Allowed, "policy of arn:aws:s3:::data"),
            Of([.. Role(Nothing), Bucket(Principal("role/r", "s3:GetObject", "arn:aws:s3:::data/*"))], s_read).Select(grant => (grant.Resource, grant.Decision, grant.PolicyName)).Single());

    [Fact]
    public void A_Deny_or_a_boundary_of_the_role_limits_what_the_policy_of_a_resource_grants()
    {
        var bucket = Bucket(Principal("role/r", "s3:GetObject", "arn:aws:s3:::data/*"));
        Assert.Equal((Decision.ExplicitlyDenied, "inline"), Of([.. Role("""{ "Effect": "Deny", "Action": "s3:*", "Resource": "*" }"""), bucket], s_read).Select(grant => (grant.Decision, grant.PolicyName)).Single());
        Assert.Equal((Decision.ImplicitlyDenied, "b"), Of([.. Role(Nothing, "b"), Managed("b", """{ "Effect": "Allow", "Action": "bedrock:*", "Resource": "*" }"""), bucket], s_read).Select(grant => (grant.Decision, grant.PolicyName)).Single());
    }

    [Fact]
    public void Across_accounts_both_must_allow()
    {
        var bucket = Bucket("""{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:role/partner" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }""");
        var grant = Assert.Single(Of([.. Role(Nothing), bucket], s_read));
        Assert.Equal(("arn:aws:iam::444455556666:role/partner", Decision.Conditional, "account 444455556666 must allow it too"), (grant.Principal, grant.Decision, grant.Conditions));
    }

    [Fact]
    public void Whom_the_policy_of_a_resource_denies_it_is_denied_whatever_he_holds()
    {
        const string deny = """{ "Sid": "NotR", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::data", "arn:aws:s3:::data/*"], "Condition": { "ArnEquals": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/r" } } }""";
        var exact = Assert.Single(Of([.. Role("""{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }"""), Bucket(deny)], s_read));
        Assert.Equal((Decision.ExplicitlyDenied, "policy of arn:aws:s3:::data", "NotR"), (exact.Decision, exact.PolicyName, exact.StatementSid));
        var wide = Assert.Single(Of([.. Role(All), Bucket(deny)], s_read));
        Assert.Equal((Decision.Conditional, "not on arn:aws:s3:::data, by its own policy"), (wide.Decision, wide.Conditions));
        Assert.Equal(Decision.Allowed, Assert.Single(Of([.. Role(All), Bucket(deny.Replace("role/r", "role/other", StringComparison.Ordinal))], s_read)).Decision);
    }

    [Fact]
    public void What_the_policy_of_a_resource_asks_of_requests_is_a_condition_of_grants_on_it()
    {
        const string deny = """{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::data/*", "Condition": { "StringNotEquals": { "aws:SourceVpce": "vpce-1" } } }""";
        var exact = Assert.Single(Of([.. Role("""{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }"""), Bucket(deny)], s_read));
        Assert.Equal((Decision.Conditional, "unless on arn:aws:s3:::data/* with StringNotEquals aws:SourceVpce vpce-1"), (exact.Decision, exact.Conditions));
        Assert.Equal(Decision.Allowed, Assert.Single(Of([.. Role(All), Bucket(deny)], s_read)).Decision);
    }

    [Fact]
    public void A_key_takes_both_its_own_policy_and_the_identitys()
    {
        const string use = """{ "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:111122223333:key/k" }""";
        const string delegates = """{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*", "Resource": "*" }""";
        Assert.Equal(Decision.Conditional, Of(Role(use), s_decrypt).Single().Decision);
        Assert.Equal(Decision.Allowed, Of([.. Role(use), KeyOf(delegates)], s_decrypt).Single(grant => grant.PrincipalType == PrincipalType.Role).Decision);
        Assert.Equal((Decision.Conditional, "an identity policy must allow it too"), Of([.. Role(use), KeyOf(delegates)], s_decrypt).Where(grant => grant.PrincipalType == PrincipalType.Root).Select(grant => (grant.Decision, grant.Conditions)).Single());
        Assert.Equal(Decision.ImplicitlyDenied, Of([.. Role(use), KeyOf(delegates.Replace("kms:*", "kms:Encrypt", StringComparison.Ordinal))], s_decrypt).Single().Decision);
        Assert.Equal("the resource's own policy must allow it too: of 1 that was read it does", Of([.. Role(All), KeyOf(delegates)], s_decrypt).Single(grant => grant.PrincipalType == PrincipalType.Role).Conditions);
    }

    [Fact]
    public void A_policy_of_a_resource_that_was_not_understood_is_no_grant_and_is_said()
    {
        var grant = Assert.Single(Of([.. Role("""{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }"""), Bucket("""{ "Effect": "What" }""")], s_read));
        Assert.Equal((Decision.Conditional, "its own policy could not be seen"), (grant.Decision, grant.Conditions));
    }

    [Fact]
    public void Policies_of_AI_resources_grant_too()
    {
        const string statement = """{ "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*" }""";
        var grant = Assert.Single(Of([.. Role(Nothing), Part<AgentRuntimePolicy>("arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/t-1", $$"""{ "policy": {{Document(statement)}} }""")], s_runtime));
        Assert.Equal(("444455556666", "arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/t-1", Decision.Conditional), (grant.Principal, grant.Resource, grant.Decision));
        var shared = Assert.Single(Of([.. Role(Nothing), Part<ModelPackageGroupPolicy>("arn:aws:sagemaker:eu-west-1:111122223333:model-package-group/churn", $$"""{ "ResourcePolicy": {{Document("""{ "Effect": "Allow", "Principal": "*", "Action": "sagemaker:CreateModel", "Resource": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/*" }""")}} }""")], AiActions.Find("sagemaker:CreateModel")!));
        Assert.Equal((PrincipalType.Anonymous, Decision.Allowed), (shared.PrincipalType, shared.Decision));
    }

    [Fact]
    public void Data_access_policies_and_data_accessors_grant_with_what_else_it_takes()
    {
        var vectors = Part<CollectionAccessPolicy>("arn:aws:aoss:eu-west-1:111122223333:access-policy/wiki", $$"""{ "policy": [{ "Rules": [{ "ResourceType": "index", "Resource": ["index/wiki/*"], "Permission": ["aoss:ReadDocument"] }], "Principal": ["arn:aws:iam::111122223333:role/r"] }] }""");
        var grant = Assert.Single(Of([.. Role(Nothing), vectors], AiActions.Find("aoss:APIAccessAll")!));
        Assert.Equal(("index/wiki/*", "aoss:ReadDocument only; an identity policy must allow it too"), (grant.Resource, grant.Conditions));
        var reader = Part<QBusinessDataAccessor>("arn:aws:qbusiness:eu-west-1:111122223333:application/a", """{ "principal": "arn:aws:iam::444455556666:role/vendor" }""");
        Assert.Equal("account 444455556666 must allow it too", Assert.Single(Of([.. Role(Nothing), reader], AiActions.Find("qbusiness:SearchRelevantContent")!)).Conditions);
    }

    [Fact]
    public void A_grant_says_whether_it_was_used()
    {
        Resource[] account =
        [
            .. Role("""{ "Effect": "Allow", "Action": ["sagemaker:CreateEndpoint", "sagemaker:CreateModel", "sagemaker:InvokeEndpoint", "bedrock:InvokeModel"], "Resource": "*" }"""),
            Part<RoleLastAccess>($"arn:aws:iam::{Account}:role/r", """{ "ServiceNamespace": "sagemaker", "LastAuthenticated": "2026-10-20T12:00:00Z", "TrackedActionsLastAccessed": [{ "ActionName": "CreateEndpoint", "LastAccessedTime": "2026-10-19T12:00:00Z" }, { "ActionName": "CreateModel", "LastAccessedTime": "2026-05-20T12:00:00Z" }] }"""),
        ];
        string[] names = ["sagemaker:CreateEndpoint", "sagemaker:CreateModel", "sagemaker:InvokeEndpoint"];
        var since = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);
        var used = Assert.Single(AiGrants.Of(Estate(account, typeof(RoleLastAccess)), [.. names.Select(name => AiActions.Find(name)!)], usedSince: since)).Grants;
        Assert.Equal([(names[0], Use.Used), (names[1], Use.Unused), (names[2], Use.Unknown)], used.Select(grant => (grant.Action, grant.Use!.Value)));
        Assert.Equal(new(2026, 10, 19, 12, 0, 0, TimeSpan.Zero), used[0].LastUsed);
        Assert.Throws<UnseenException>(() => AiGrants.Of(Estate(account), [s_endpoint], usedSince: since).ToList());
        Assert.All(AiGrants.Of(Estate(Role(All), typeof(RoleLastAccess)), [s_endpoint], usedSince: since).Single().Grants, grant => Assert.Equal(Use.Unknown, grant.Use));
    }

    /// <summary>Service control policies limit every account but the one that manages the organisation.</summary>
    [Theory]
    [InlineData("999988887777", false)]
    [InlineData(Account, true)]
    public void What_an_organisation_denies_its_management_account_may_do_still(string manager, bool may)
    {
        Resource[] account =
        [
            .. Role(All),
            Part<Organization>("org", $$"""{ "Id": "o-1", "MasterAccountId": "{{manager}}", "FeatureSet": "ALL" }"""),
            Part<OrganizationAccount>("account", $$"""{ "Id": "{{Account}}", "Paths": ["o-1/r-1/{{Account}}/"] }"""),
            Scp("arn:full", """{ "Effect": "Allow", "Action": "*", "Resource": "*" }"""), Part<ServiceControlPolicyTarget>("arn:full", """{ "TargetId": "r-1" }"""),
            Scp("arn:none", """{ "Effect": "Deny", "Action": "sagemaker:*", "Resource": "*" }"""), Part<ServiceControlPolicyTarget>("arn:none", """{ "TargetId": "r-1" }"""),
        ];
        var estate = Estate(account, typeof(Organization), typeof(OrganizationAccount), typeof(ServiceControlPolicy), typeof(ServiceControlPolicyTarget));
        var granted = AiGrants.Of(estate, [s_endpoint, s_list]).Single();
        Assert.Null(granted.Unseen);
        Assert.Equal(may ? ["bedrock:ListFoundationModels", "sagemaker:CreateEndpoint"] : ["bedrock:ListFoundationModels"],
            granted.Grants.Where(grant => grant.Decision == Decision.Allowed).Select(grant => grant.Action).Distinct().Order(StringComparer.Ordinal));
    }

    private const string Nothing = """{ "Effect": "Allow", "Action": "ec2:DescribeVpcs", "Resource": "*" }""";

    private static string Principal(string path, string action, string resource) => $$"""{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::{{Account}}:{{path}}" }, "Action": "{{action}}", "Resource": "{{resource}}" }""";

    private static Resource Bucket(string statement) => Part<BucketPolicy>("arn:aws:s3:::data", $$"""{ "Version": "2012-10-17", "Statement": [{{statement}}] }""");

    private static Resource Scp(string arn, string statement) => ResourceType.Of<ServiceControlPolicy>().Create(new(Cloud.Aws, Account, ResourceIdentity.Global, arn, arn),
        Encoding.UTF8.GetBytes($$"""{ "PolicySummary": { "Name": "{{arn}}" }, "Content": {{Document(statement)}} }"""));

    private static Resource KeyOf(string statement) => Part<KeyPolicy>(Key, $$"""{ "Policy": {{Document(statement)}} }""");

    private static Resource Part<T>(string parent, string wire) where T : Resource =>
        ResourceType.Of<T>().Create(new(Cloud.Aws, Account, ResourceType.Of<T>().Read.Global ? ResourceIdentity.Global : "eu-west-1", $"{parent}#part", "part", parent), Encoding.UTF8.GetBytes(wire));

    private static List<AiGrant> Of(IReadOnlyList<Resource> resources, AiAction action) =>
        [.. AiGrants.Of(Estate(resources), [action]).SelectMany(principal => principal.Unseen is null ? principal.Grants : throw new InvalidOperationException(principal.Unseen))];

    private static IReadOnlyList<Resource> Role(string statements, string? boundary = null) =>
    [
        Resource<IamRole>("role/r", $$"""
            { "RoleName": "r", "AttachedManagedPolicies": [], "RolePolicyList": [{{Inline(statements)}}]
              {{(boundary is null ? "" : $$""", "PermissionsBoundary": { "PermissionsBoundaryArn": "arn:aws:iam::{{Account}}:policy/{{boundary}}" }""")}} }
            """),
    ];

    private static string Inline(string statements) => $$"""{ "PolicyName": "inline", "PolicyDocument": {{Document(statements)}} }""";

    private static Resource Managed(string name, string statements) =>
        Resource<IamPolicy>($"policy/{name}", $$"""{ "PolicyName": "{{name}}", "DefaultVersionId": "v1", "PolicyVersionList": [{ "VersionId": "v1", "IsDefaultVersion": true, "Document": {{Document(statements)}} }] }""");

    private static string Document(string statements) => JsonSerializer.Serialize($$"""{ "Version": "2012-10-17", "Statement": [{{statements}}] }""");

    private static Resource Resource<T>(string path, string json) where T : Resource
    {
        var arn = $"arn:aws:iam::{Account}:{path}";
        var wire = $$"""{ "Arn": "{{arn}}", {{json.TrimStart()[1..]}}""";
        return ResourceType.Of<T>().Create(new(Cloud.Aws, Account, ResourceIdentity.Global, arn, path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..]), Encoding.UTF8.GetBytes(wire));
    }

    private static Estate Estate(IReadOnlyList<Resource> resources, params Type[] read) => new(
        new Scope { Cloud = Cloud.Aws, Id = Account, Name = Account, Caller = "test", Partition = "aws" }, default, [], resources,
        from type in new[] { ResourceType.Of<IamUser>(), ResourceType.Of<IamRole>(), ResourceType.Of<IamGroup>(), ResourceType.Of<IamPolicy>() }.Concat(read.Select(ResourceType.Of))
        select new CoverageEntry { ResourceType = type.Name, Region = ResourceIdentity.Global, State = CoverageState.Read, Operation = "iam:GetAccountAuthorizationDetails", Permission = "iam:GetAccountAuthorizationDetails" });
}
