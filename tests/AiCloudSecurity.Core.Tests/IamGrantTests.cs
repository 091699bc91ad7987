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

    private static Estate Estate(IReadOnlyList<Resource> resources) => new(
        new Scope { Cloud = Cloud.Aws, Id = Account, Name = Account, Caller = "test", Partition = "aws" }, default, [], resources,
        from type in new[] { ResourceType.Of<IamUser>(), ResourceType.Of<IamRole>(), ResourceType.Of<IamGroup>(), ResourceType.Of<IamPolicy>() }
        select new CoverageEntry { ResourceType = type.Name, Region = ResourceIdentity.Global, State = CoverageState.Read, Operation = "iam:GetAccountAuthorizationDetails", Permission = "iam:GetAccountAuthorizationDetails" });
}
