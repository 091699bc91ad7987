using AiCloudSecurity.Iam;
using AiCloudSecurity.Iam.Azure;
using CsCheck;

namespace AiCloudSecurity.Core.Tests;

public sealed class AzureRolePropertyTests
{
    private static readonly string[] s_scopes = ["/", "/providers/Microsoft.Management/managementGroups/m", AzureRoles.Root, AzureRoles.Group, AzureRoles.Account, AzureRoles.Account + "/projects/p", AzureRoles.Root + "/resourceGroups/web"];
    private static readonly string[] s_operations = [AzureRoles.ListKeys, AzureRoles.Chat, "Microsoft.CognitiveServices/accounts/write", "Microsoft.MachineLearningServices/workspaces/computes/write", "Microsoft.Authorization/roleAssignments/write"];
    private static readonly string[] s_patterns = ["*", "*/action", "*/write", "Microsoft.CognitiveServices/*", "microsoft.cognitiveservices/accounts/listkeys/action", "Microsoft.MachineLearningServices/workspaces/computes/*/write", "Microsoft.Authorization/*/Write"];
    private static readonly string?[] s_conditions = [null, null, null, "@Resource[n:p] StringEquals 'red'", "!(ActionMatches{'*/write'}) OR @Request[n:q] StringLike 'x*'", "@Principal[a:b] BoolEquals true AND Exists @Environment[e]"];
    private static readonly string[] s_principals = ["u", "g", "s"];

    private static readonly Gen<string> s_list = Gen.OneOf(s_patterns).List[0, 2].Select(patterns => $"[{string.Join(',', patterns.Select(pattern => $"\"{pattern}\""))}]");

    private static readonly Gen<string> s_permission =
        from actions in s_list
        from notActions in s_list
        from data in s_list
        from notData in s_list
        from condition in Gen.OneOf(s_conditions)
        select $$"""{ "actions": {{actions}}, "notActions": {{notActions}}, "dataActions": {{data}}, "notDataActions": {{notData}}, "condition": {{System.Text.Json.JsonSerializer.Serialize(condition)}} }""";

    private static readonly Gen<Given> s_given =
        from principal in Gen.OneOf(s_principals)
        from scope in Gen.OneOf(s_scopes)
        from permission in s_permission
        from condition in Gen.OneOf(s_conditions)
        from eligible in Gen.Int[0, 4]
        select new Given(principal, scope, permission, condition, eligible == 0);

    private static readonly Gen<Denied> s_denied =
        from principal in Gen.OneOf("u", "g", "00000000-0000-0000-0000-000000000000")
        from type in Gen.OneOf("User", "Group")
        from excluded in Gen.OneOf("u", "h", "")
        from scope in Gen.OneOf(s_scopes)
        from permission in s_permission
        from only in Gen.Bool
        select new Denied(principal, type, excluded, scope, permission, only);

    private static readonly Gen<RoleRequest> s_requests =
        from principal in Gen.OneOf(s_principals)
        from operation in Gen.OneOf(s_operations)
        from data in Gen.Bool
        from resource in Gen.OneOf(s_scopes)
        from groups in Gen.OneOf<string[]?>(null, [], ["g"])
        from red in Gen.Bool
        select new RoleRequest(principal, operation, data, resource)
        {
            Groups = groups?.ToHashSet(),
            Attributes = red ? new Dictionary<string, IReadOnlyList<string>> { ["@Resource[n:p]"] = ["red"], ["@Request[n:q]"] = ["y"] } : new Dictionary<string, IReadOnlyList<string>>(),
        };

    [Fact]
    public void Adding_an_assignment_never_removes_access() => Gen.Select(s_requests, s_given.Array[0, 4], s_denied.Array[0, 2], s_given).Sample((request, given, denied, more) =>
        Access(request, [.. given, more], denied) >= Access(request, given, denied), iter: SampleEstates.IsFullRun ? 100_000 : 300, threads: 1);

    [Fact]
    public void Adding_a_deny_assignment_never_adds_access() => Gen.Select(s_requests, s_given.Array[0, 4], s_denied.Array[0, 2], s_denied).Sample((request, given, denied, more) =>
        Access(request, given, [.. denied, more]) <= Access(request, given, denied), iter: SampleEstates.IsFullRun ? 100_000 : 300, threads: 1);

    [Fact]
    public void Taking_actions_out_of_a_role_never_adds_access() => Gen.Select(s_requests, s_given, s_denied.Array[0, 2], Gen.OneOf(s_patterns)).Sample((request, given, denied, pattern) =>
    {
        var less = System.Text.Json.Nodes.JsonNode.Parse(given.Permission)!.AsObject();
        less["notActions"]!.AsArray().Add(pattern);
        less["notDataActions"]!.AsArray().Add(pattern);
        return Access(request, [given with { Permission = less.ToJsonString() }], denied) <= Access(request, [given], denied);
    }, iter: SampleEstates.IsFullRun ? 100_000 : 300, threads: 1);

    [Fact]
    public void Order_never_matters() => Gen.Select(s_requests, s_given.Array[0, 4], s_denied.Array[0, 3]).Sample((request, given, denied) =>
        Access(request, given, denied) == Access(request, [.. given.Reverse()], [.. denied.Reverse()]), iter: SampleEstates.IsFullRun ? 100_000 : 300, threads: 1);

    [Fact]
    public void No_text_is_a_condition_that_crashes() => Gen.OneOf(
            Gen.String[Gen.Char["()!'{}@[]|&,:\\ aANDORnotStringEquals0-9é"], 0, 40],
            Gen.OneOf("(", ")", "!", "AND", "OR", "@Resource[a]", "StringEquals", "'x'", "{", "}", ",", "ActionMatches", "Exists", "ForAnyOfAnyValues", ":", "NOT").Array[0, 14].Select(words => string.Join(' ', words)))
        .Sample(text =>
        {
            try
            {
                RoleCondition.Parse(text).Holds(new("u", "a/b", false, "/"), new HashSet<string>());
            }
            catch (FormatException malformed)
            {
                Assert.Contains("at character", malformed.Message, StringComparison.Ordinal);
            }
        }, iter: 3000, threads: 1);

    [Fact]
    public void A_condition_is_not_nested_for_ever() => Assert.Throws<FormatException>(() => RoleCondition.Parse(new string('(', 30_000)));

    private static int Access(RoleRequest request, Given[] given, Denied[] denied)
    {
        var roles = new AzureRoles();
        for (var number = 0; number < given.Length; number++)
        {
            var one = given[number];
            roles.Role($"r{number}", one.Permission);
            _ = one.IsEligible ? roles.Allow(one.Principal, $"r{number}", one.Scope) : roles.Give(one.Principal, $"r{number}", one.Scope, condition: one.Condition);
        }
        foreach (var one in denied)
        {
            roles.Deny(one.Permission, one.Scope, $$"""{ "id": "{{one.Principal}}", "type": "{{one.Type}}" }""", one.Excluded.Length == 0 ? "" : $$"""{ "id": "{{one.Excluded}}", "type": "User" }""", one.OnlyHere);
        }
        return roles.All(request).Decision switch { Decision.Allowed => 2, Decision.Conditional => 1, _ => 0 };
    }

    private sealed record Given(string Principal, string Scope, string Permission, string? Condition, bool IsEligible);

    private sealed record Denied(string Principal, string Type, string Excluded, string Scope, string Permission, bool OnlyHere);
}
