using AiCloudSecurity.Iam;
using AiCloudSecurity.Iam.Azure;
using static AiCloudSecurity.Core.Tests.AzureRoles;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Who may do what in Azure.</summary>
public sealed class AzureRoleTests
{
    private const string Keys = """{ "actions": [ "Microsoft.CognitiveServices/accounts/listkeys/action" ] }""";
    private const string Everything = """{ "actions": [ "*" ] }""";
    private const string Everybody = """{ "id": "00000000-0000-0000-0000-000000000000", "type": "SystemDefined" }""";

    [Theory]
    [InlineData("/", true)]
    [InlineData("/providers/Microsoft.Management/managementGroups/any", true)]
    [InlineData(Root, true)]
    [InlineData("/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/resourcegroups/AI", true)]
    [InlineData(Account, true)]
    [InlineData(Group + "2", false)]
    [InlineData(Account + "/projects/p", false)]
    [InlineData("/subscriptions/00000000-0000-0000-0000-000000000002", false)]
    public void A_role_holds_at_its_scope_and_below(string scope, bool holds) =>
        Assert.Equal(holds, new AzureRoles().Role("keys", Keys).Give("u", "keys", scope).Ask("u", ListKeys, Account).Exists);

    [Fact]
    public void Actions_are_taken_whatever_their_case_and_data_actions_are_apart()
    {
        var roles = new AzureRoles().Role("all", """{ "actions": [ "MICROSOFT.cognitiveservices/*" ] }""").Give("u", "all", Root);
        Assert.Equal(Decision.Allowed, roles.Ask("u", ListKeys, Account).Decision);
        Assert.Equal(Decision.ImplicitlyDenied, roles.Ask("u", Chat, Account, isData: true).Decision);
        Assert.Equal(Decision.ImplicitlyDenied, roles.Ask("other", ListKeys, Account).Decision);
    }

    [Fact]
    public void What_one_role_leaves_out_another_may_give()
    {
        var roles = new AzureRoles().Role("some", """{ "actions": [ "*" ], "notActions": [ "*/listKeys/action" ] }""").Role("keys", Keys).Give("u", "some", Root);
        Assert.Equal(Decision.ImplicitlyDenied, roles.Ask("u", ListKeys, Account).Decision);
        Assert.Equal("keys", Assert.Single(roles.Give("u", "keys", Account).Ask("u", ListKeys, Account).By).Name);
    }

    [Fact]
    public void Whether_a_wildcard_between_slashes_can_be_empty_is_left_open()
    {
        // AzureML Data Scientist.
        var roles = new AzureRoles().Role("scientist", """{ "actions": [ "Microsoft.MachineLearningServices/workspaces/*/write" ], "notActions": [ "Microsoft.MachineLearningServices/workspaces/computes/*/write" ] }""").Give("u", "scientist", Root);
        var answer = roles.Ask("u", "Microsoft.MachineLearningServices/workspaces/computes/write", Group);
        Assert.Equal(Decision.Conditional, answer.Decision);
        Assert.Contains("workspaces/computes/*/write", Assert.Single(answer.Conditions), StringComparison.Ordinal);
        Assert.Equal(Decision.Allowed, roles.Ask("u", "Microsoft.MachineLearningServices/workspaces/jobs/write", Group).Decision);
        Assert.Equal(Decision.ImplicitlyDenied, roles.Ask("u", "Microsoft.MachineLearningServices/workspaces/computes/x/write", Group).Decision);
    }

    [Fact]
    public void A_role_of_a_group_counts_for_who_is_known_to_be_in_it()
    {
        var roles = new AzureRoles().Role("keys", Keys).Give("g", "keys", Root, "Group");
        Assert.False(roles.Ask("u", ListKeys, Account).Exists);
        Assert.True(roles.Ask("u", ListKeys, Account, groups: ["G"]).Exists);
        Assert.True(roles.Ask("g", ListKeys, Account).Exists);
    }

    [Fact]
    public void A_deny_assignment_takes_what_a_role_gives_but_not_from_who_is_excluded()
    {
        var roles = new AzureRoles().Role("all", Everything).Give("u", "all", Root).Give("x", "all", Root).Deny(Keys, Group, Everybody, """{ "id": "x", "type": "ServicePrincipal" }""");
        Assert.Equal(Decision.ExplicitlyDenied, roles.Ask("u", ListKeys, Account).Decision);
        Assert.Equal(Decision.Allowed, roles.Ask("x", ListKeys, Account).Decision);
        Assert.Equal(Decision.Allowed, roles.Ask("u", ListKeys, Root + "/resourceGroups/other/providers/Microsoft.CognitiveServices/accounts/b").Decision);
        Assert.Equal(Decision.Allowed, roles.Ask("u", "Microsoft.CognitiveServices/accounts/write", Account).Decision);
    }

    [Fact]
    public void One_that_is_asked_about_a_whole_group_is_denied_in_a_part_of_it_only()
    {
        var answer = new AzureRoles().Role("all", Everything).Give("u", "all", Root).Deny(Keys, Account, Everybody).Ask("u", ListKeys, Group);
        Assert.Equal((Decision.Conditional, $"unless on {Account}"), (answer.Decision, Assert.Single(answer.Conditions)));
    }

    [Fact]
    public void A_deny_assignment_that_spares_child_scopes_holds_at_its_scope_alone()
    {
        var roles = new AzureRoles().Role("all", Everything).Give("u", "all", Root).Deny(Everything, Account, Everybody, onlyHere: true).Deny(Everything, Root, Everybody, onlyHere: true);
        Assert.Equal(Decision.ExplicitlyDenied, roles.Ask("u", ListKeys, Account).Decision);
        Assert.Equal(Decision.Allowed, roles.Ask("u", ListKeys, Group + "/providers/Microsoft.CognitiveServices/accounts/b").Decision);
        Assert.Equal(Decision.Conditional, roles.Ask("u", "Microsoft.CognitiveServices/accounts/deployments/write", Account).Decision);
    }

    [Fact]
    public void Where_a_group_is_denied_it_hangs_on_who_is_in_it()
    {
        var roles = new AzureRoles().Role("all", Everything).Give("u", "all", Root).Deny(Everything, Root, """{ "id": "g", "type": "Group" }""");
        Assert.Equal((Decision.Conditional, "who is in the group g"), (roles.Ask("u", ListKeys, Account).Decision, Assert.Single(roles.Ask("u", ListKeys, Account).Conditions)));
        Assert.Equal(Decision.Allowed, roles.Ask("u", ListKeys, Account, groups: []).Decision);
        Assert.Equal(Decision.ExplicitlyDenied, roles.Ask("u", ListKeys, Account, groups: ["g"]).Decision);
    }

    [Fact]
    public void A_built_in_condition_lets_give_some_roles_only()
    {
        // Foundry Account Owner, shortened.
        const string condition = "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals{53ca6127-db72-4b80-b1b0-d745d6d5456d,eed3b665-ab3a-47b6-8f48-c9382fb1dad6}))";
        var roles = new AzureRoles().Role("owner", $$"""{ "actions": [ "Microsoft.CognitiveServices/*" ] }, { "actions": [ "Microsoft.Authorization/roleAssignments/write" ], "condition": "{{condition}}", "conditionVersion": "2.0" }""").Give("u", "owner", Account);
        const string write = "Microsoft.Authorization/roleAssignments/write", attribute = "@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId]";
        Assert.Equal((Decision.Conditional, attribute), (roles.Ask("u", write, Account).Decision, Assert.Single(roles.Ask("u", write, Account).Conditions)));
        Assert.Equal(Decision.Allowed, roles.Ask("u", write, Account, attributes: (attribute, "53CA6127-db72-4b80-b1b0-d745d6d5456d")).Decision);
        Assert.Equal(Decision.ImplicitlyDenied, roles.Ask("u", write, Account, attributes: (attribute, "8e3af657-a8ff-443c-a75c-2fe8c4bcb635")).Decision);
        Assert.Equal(Decision.Allowed, roles.Ask("u", ListKeys, Account).Decision);
    }

    [Theory]
    [InlineData("@Resource[n:p] StringEquals 'red'", Decision.Allowed)]
    [InlineData("@Resource[n:p] StringEquals 'Red'", Decision.ImplicitlyDenied)]
    [InlineData("@Resource[n:p] StringEqualsIgnoreCase 'RED'", Decision.Allowed)]
    [InlineData("@Resource[n:p] StringNotEquals 'red'", Decision.ImplicitlyDenied)]
    [InlineData("@Resource[n:p] StringLike 'r*'", Decision.Allowed)]
    [InlineData("@Resource[n:p] StringNotStartsWith 'r'", Decision.ImplicitlyDenied)]
    [InlineData("'red' StringEquals @Resource[n:p]", Decision.Allowed)]
    [InlineData("@Resource[n:p] ForAnyOfAnyValues:StringEquals {'blue', 'red'}", Decision.Allowed)]
    [InlineData("@Resource[n:p] ForAllOfAllValues:StringNotEquals {'blue', 'green'}", Decision.Allowed)]
    [InlineData("@Resource[n:count] NumericLessThanEquals 5", Decision.Allowed)]
    [InlineData("@Resource[n:count] NumericGreaterThan 5", Decision.ImplicitlyDenied)]
    [InlineData("@Resource[n:flag] BoolEquals true", Decision.Allowed)]
    [InlineData("@Resource[n:when] DateTimeLessThan '2027-01-01T00:00:00Z'", Decision.Allowed)]
    [InlineData("Exists @Resource[n:p] AND NOT Exists @Resource[n:none]", Decision.Conditional)]
    [InlineData("@Resource[n:p] StringEquals 'blue' AND @Environment[UtcNow] DateTimeLessThan '2027-01-01'", Decision.ImplicitlyDenied)]
    [InlineData("@Resource[n:p] StringEquals 'red' || @Principal[x:y] StringEquals 'z'", Decision.Allowed)]
    [InlineData("@Principal[x:y] StringEquals @Resource[n:p]", Decision.Conditional)]
    [InlineData("!(@Resource[n:p] StringEquals 'blue') && ActionMatches{'Microsoft.*'}", Decision.Allowed)]
    [InlineData("SubOperationMatches{'Blob.List'}", Decision.Conditional)]
    public void Conditions_are_evaluated_as_far_as_attributes_are_known(string condition, Decision decision) => Assert.Equal(decision, new AzureRoles().Role("all", Everything)
        .Give("u", "all", Root, condition: condition).Ask("u", ListKeys, Account, attributes: [("@Resource[n:p]", "red"), ("@Resource[n:count]", "5"), ("@Resource[n:flag]", "True"), ("@Resource[n:when]", "2026-06-01T00:00:00Z")]).Decision);

    [Theory]
    [InlineData("@Resource[")]
    [InlineData("@Resource[a] StringSounds 'x'")]
    [InlineData("(@Resource[a] StringEquals 'x'")]
    [InlineData("@Resource[a] StringEquals 'x")]
    [InlineData("ActionMatches{'a'} ActionMatches{'b'}")]
    [InlineData("@Nobody[a] StringEquals 'x'")]
    public void A_malformed_condition_is_unknown_and_says_where(string condition)
    {
        var answer = new AzureRoles().Role("all", Everything).Give("u", "all", Root, condition: condition).Ask("u", ListKeys, Account);
        Assert.Equal(Decision.ImplicitlyDenied, answer.Decision);
        Assert.Contains("at character", answer.Unseen, StringComparison.Ordinal);
        Assert.Throws<UnseenException>(() => answer.Exists);
        // Another role allows it all the same.
        Assert.Equal(Decision.Allowed, new AzureRoles().Role("all", Everything).Give("u", "all", Root, condition: condition).Give("u", "all", Group).Ask("u", ListKeys, Account).Decision);
    }

    [Theory]
    [InlineData("""{ "actions": [ "*" ] }""", true)]
    [InlineData("""{ "actions": [ "Microsoft.Search/*", "*" ] }""", true)]
    [InlineData("""{ "actions": [ "*/read", "*" ], "notActions": [ "Microsoft.Authorization/*/Write" ] }""", true)]
    [InlineData("""{ "actions": [ "Microsoft.Authorization/*" ] }""", true)]
    [InlineData("""{ "actions": [ "Microsoft.CognitiveServices/*" ] }""", false)]
    [InlineData("""{ "dataActions": [ "Microsoft.Authorization/*" ] }""", false)]
    [InlineData("""{ "actions": [ "Microsoft.Authorization/*" ], "condition": "@Request[n:k] StringEquals 'a'", "conditionVersion": "2.0" }""", false)]
    public void Who_does_everything_or_gives_every_role_administers(string permissions, bool administers) =>
        Assert.Equal(administers, Assert.Single(SubscriptionAccess.In(new AzureRoles().Role("r", permissions).Give("u", "r", Root).Estate).Roles.All).Administers);

    [Fact]
    public void What_a_role_gives_is_its_actions_and_those_on_data() =>
        Assert.Equal("a/read b/read c/action", string.Join(' ', new RolePermissions([new() { Actions = ["a/read"], DataActions = ["b/read"], NotActions = ["a/x/read"] }, new() { Actions = ["c/action"] }]).Patterns.Select(pattern => pattern.Text)));

    [Fact]
    public void A_deny_assignment_names_groups_beside_others()
    {
        var deny = Assert.Single(SubscriptionAccess.In(new AzureRoles().Deny(Keys, Root, """{ "id": "g", "type": "Group" }, { "id": "u", "type": "User" }, { "id": "old" }""", """{ "id": "x", "type": "Group" }, { "id": "s", "type": "ServicePrincipal" }""").Estate).Denies);
        Assert.Equal(["g", "old", "x"], deny.Groups);
    }

    [Theory]
    [InlineData("Group")]
    [InlineData("ForeignGroup")]
    public void What_is_given_freely_hangs_on_denials_only(string type)
    {
        var roles = new AzureRoles().Role("all", Everything).Give("u", "all", Root).Give("u", "all", Group, condition: "@Resource[n:none] StringEquals 'a'").Deny(Keys, Root, $$"""{ "id": "g", "type": "{{type}}" }""");
        Assert.Equal("who is in the group g", Assert.Single(roles.Ask("u", ListKeys, Account).Conditions));
    }

    [Fact]
    public void A_malformed_condition_of_a_deny_assignment_leaves_everything_open_that_it_may_take()
    {
        var roles = new AzureRoles().Role("all", Everything).Give("u", "all", Root).Deny(Keys, Root, Everybody, condition: "?");
        Assert.NotNull(roles.Ask("u", ListKeys, Account).Unseen);
        Assert.Equal(Decision.Allowed, roles.Ask("u", ListKeys, "/subscriptions/00000000-0000-0000-0000-000000000001").Unseen is null ? Decision.ImplicitlyDenied : Decision.Allowed);
    }

    [Fact]
    public void Grants_name_the_role_the_scope_and_on_what_they_hang()
    {
        var roles = new AzureRoles().Role("Reader of keys", Keys).Role("Owner", Everything).Give("u", "Reader of keys", Account).Give("s", "Owner", Group, "ServicePrincipal").Allow("u", "Owner", Root)
            .Deny(Keys, Group, """{ "id": "s", "type": "ServicePrincipal" }""");
        var grants = CloudGrants.Of(roles.Estate, new() { Actions = ["Microsoft.CognitiveServices/accounts/listKeys/*"] }).ToList();
        Assert.Equal(
            [
                ("u", PrincipalType.User, Account, Decision.Allowed, "Reader of keys", ""), ("u", PrincipalType.User, Root, Decision.Conditional, "Owner", "Owner is taken first, until 2027-01-01"),
                ("s", PrincipalType.ServicePrincipal, Group, Decision.ExplicitlyDenied, "deny", ""),
            ],
            grants.SelectMany(principal => principal.Grants).Select(grant => (grant.Principal, grant.PrincipalType, grant.Resource, grant.Decision, grant.PolicyName, grant.Conditions)));
        Assert.All(grants.SelectMany(principal => principal.Grants), grant => Assert.Equal(ActionClass.Credentials, grant.Class));
    }

    [Fact]
    public void Who_is_in_a_group_has_what_the_group_is_granted_but_for_what_is_denied_to_another_group()
    {
        var roles = new AzureRoles().Role("keys", Keys).Give("g", "keys", Account, "Group").Know("g", "group").Know("trainees", "group")
            .Join("g", "ann", """, "userType": "Guest" """).Join("g", "bob", """, "userType": "Member" """).Join("trainees", "BOB").Deny(Keys, Root, """{ "id": "trainees", "type": "Group" }""");
        var grants = CloudGrants.Of(roles.Estate, new() { Actions = [ListKeys] }).SelectMany(principal => principal.Grants).Select(grant => (grant.Principal, grant.PrincipalType, grant.Decision, grant.Group));
        Assert.Equal([("g", PrincipalType.Group, Decision.Allowed, null), ("ann", PrincipalType.Guest, Decision.Allowed, "g"), ("bob", PrincipalType.User, Decision.ExplicitlyDenied, "g")], grants);
    }

    [Fact]
    public void A_group_of_which_nobody_knows_who_is_in_it_says_so()
    {
        var group = Assert.Single(CloudGrants.Of(new AzureRoles().Role("keys", Keys).Give("g", "keys", Account, "Group").Estate, new()));
        Assert.Contains("Who is in the group g is not known", group.WhyMembersUnknown, StringComparison.Ordinal);
        Assert.NotEmpty(group.Grants);
    }

    [Fact]
    public void Grants_are_chosen_by_class_principal_and_resource()
    {
        var roles = new AzureRoles().Role("Owner", Everything).Give("u", "Owner", Account).Give("v", "Owner", Root + "/resourceGroups/web");
        Assert.Equal(["Microsoft.CognitiveServices/accounts/connections/listsecrets/action", ListKeys, "Microsoft.CognitiveServices/accounts/projects/connections/listsecrets/action", "Microsoft.CognitiveServices/accounts/regenerateKey/action"],
            CloudGrants.Of(roles.Estate, new() { Classes = [ActionClass.Credentials], Resources = [Account.ToUpperInvariant()] }).SelectMany(principal => principal.Grants).Select(grant => grant.Action));
        Assert.Equal("v", Assert.Single(CloudGrants.Of(roles.Estate, new() { Principals = (name, _) => name == "v" })).Principal);
        Assert.Contains(CloudGrants.Of(roles.Estate, new() { Classes = [ActionClass.PassRole] }).Single(principal => principal.Principal == "v").Grants, grant => grant.Action.EndsWith("/assign/action", StringComparison.Ordinal));
    }

    [Fact]
    public void Grants_that_cannot_be_said_are_said_to_be_unknown()
    {
        var grants = Assert.Single(CloudGrants.Of(new AzureRoles().Give("u", "gone", Root).Estate, new()));
        Assert.Empty(grants.Grants);
        Assert.Contains("was not found", grants.Unseen, StringComparison.Ordinal);
        Assert.Throws<UnseenException>(() => CloudGrants.Of(new AzureRoles().Refuse<Resources.Azure.DenyAssignment>().Role("a", Everything).Give("u", "a", Root).Estate, new()).ToList());
        Assert.Throws<UnseenException>(() => CloudGrants.Of(new AzureRoles().Refuse<Resources.Azure.RoleEligibility>().Estate, new()).ToList());
    }
}
