using AiCloudSecurity.Checks;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Iam.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Core.Tests.AzureRoles;

namespace AiCloudSecurity.Core.Tests;

/// <summary>By which steps somebody in Azure comes to act as an identity, or to what he was not given; and what closes each.</summary>
public sealed class AzurePathTests
{
    private const string Workspace = $"{Group}/providers/Microsoft.MachineLearningServices/workspaces/lab";
    private const string Identity = $"{Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/trainer";
    private const string Storage = $"{Group}/providers/Microsoft.Storage/storageAccounts/code";
    private const string Data = $"{Root}/resourceGroups/data";
    private const string Assign = "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", Federate = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write", GiveRoles = "Microsoft.Authorization/roleAssignments/write";
    private const string Ml = "Microsoft.MachineLearningServices/workspaces/", Agents = "Microsoft.CognitiveServices/accounts/AIServices/agents/write";
    private const string StorageKeys = "Microsoft.Storage/storageAccounts/listKeys/action", Blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write";

    /// <summary>What each way takes, and how its sentence ends.</summary>
    public static TheoryData<string, string, Severity> Ways => new()
    {
        { $"{Assign} {Ml}computes/write {Ml}jobs/write", "It can make a cluster in lab that acts as trainer, and run a job on it", Severity.High },
        { $"{Assign} {Ml}onlineEndpoints/write {Ml}onlineEndpoints/deployments/write", "It can make an endpoint in lab that acts as trainer, and run code behind it", Severity.High },
        { Federate, "It can add a federated credential to the identity trainer", Severity.High },
        { $"{Ml}jobs/write", "It can run a job on the cluster gpu", Severity.High },
        { $"{Ml}schedules/write", "It can schedule a job on the cluster gpu", Severity.High },
        { $"{Ml}onlineEndpoints/deployments/write", "It can run code behind the endpoint scoring", Severity.High },
        { Agents, "It can make an agent in the project p", Severity.Medium },
        { StorageKeys, "It can list the keys of code, change the code that lies there", Severity.Medium },
        { Blobs, "It can change the code that lies in code", Severity.Medium },
        { ListKeys, "It can list the keys of a and call it with them", Severity.Medium },
        { GiveRoles, "It can give itself Owner at", Severity.High },
    };

    [Theory, MemberData(nameof(Ways))]
    public void A_way_is_told_step_by_step_and_with_what_is_gained(string actions, string text, Severity severity)
    {
        var (path, _) = Assert.Single(Paths(Estate(actions)));
        Assert.StartsWith(text, path.Text, StringComparison.Ordinal);
        Assert.Equal((severity, "u"), (path.Severity, path.Principal));
        Assert.All(actions.Split(' '), action => Assert.Contains(action, path.Actions));
        if (path.Target is not null)
        {
            Assert.Contains("acts as p, which may", path.Text, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public void Each_of_its_steps_closes_it_where_it_is_denied(string actions, string text, Severity severity)
    {
        _ = (text, severity);
        foreach (var action in actions.Split(' '))
        {
            Assert.Empty(Paths(Estate(actions).Deny(Permission(action), Root, """{ "id": "u", "type": "User" }""")));
            // From everybody but him it is taken in vain.
            Assert.NotEmpty(Paths(Estate(actions).Deny(Permission(action), Root, """{ "id": "00000000-0000-0000-0000-000000000000", "type": "SystemDefined" }""", """{ "id": "u", "type": "User" }""").Give("other", "strong", Root)));
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public void Each_of_its_steps_closes_it_where_the_role_leaves_it_out(string actions, string text, Severity severity)
    {
        _ = (text, severity);
        foreach (var action in actions.Split(' '))
        {
            Assert.Empty(Paths(Estate(actions, without: action)));
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public void Each_of_its_steps_closes_it_where_a_condition_excludes_it_and_makes_it_milder_where_that_is_open(string actions, string text, Severity severity)
    {
        _ = text;
        foreach (var action in actions.Split(' '))
        {
            Assert.Empty(Paths(Estate(actions, condition: $"!(ActionMatches{{'{action}'}})")));
            var (path, _) = Assert.Single(Paths(Estate(actions, condition: $"!(ActionMatches{{'{action}'}}) OR @Environment[isPrivateLink] BoolEquals true")));
            Assert.Equal(severity.Less(), path.Severity);
            Assert.Contains("That hangs on @Environment[isPrivateLink]", path.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Who_may_do_all_that_the_identity_may_gains_nothing() =>
        Assert.Empty(Paths(Estate($"{Ml}jobs/write").Give("u", "strong", Data)));

    [Fact]
    public void A_role_of_a_group_that_he_is_in_is_a_step_and_one_that_may_be_taken_is_a_milder_one()
    {
        var estate = Estate(Assign).Role("jobs", $$"""{ "actions": [ "{{Ml}}computes/write", "{{Ml}}jobs/write" ] }""").Give("g", "jobs", Group, "Group").Know("g", "group").Know("u", "user");
        Assert.DoesNotContain(Paths(estate), path => path.Path.Text.Contains("trainer", StringComparison.Ordinal));
        Assert.Contains(Paths(estate.Join("g", "u")), path => path.Path.Text.StartsWith("It can make a cluster in lab that acts as trainer", StringComparison.Ordinal) && path.First.Principal == "u");
        var (taken, _) = Assert.Single(Paths(Estate("Microsoft.Search/searchServices/read").Role("jobs", $$"""{ "actions": [ "{{Ml}}jobs/write" ] }""").Allow("u", "jobs", Group)));
        Assert.Equal((Severity.Medium, "jobs is taken first, until 2027-01-01"), (taken.Severity, Assert.Single(taken.Conditions)));
    }

    [Fact]
    public void Where_it_is_not_known_who_is_in_a_group_nothing_is_said_to_be_closed()
    {
        var estate = Estate(Assign).Role("jobs", $$"""{ "actions": [ "{{Ml}}computes/write", "{{Ml}}jobs/write" ] }""").Give("g", "jobs", Group, "Group");
        Assert.Empty(PathsOf(estate.Estate, out var unseen));
        Assert.Contains("Who is in the group g is not known", unseen, StringComparison.Ordinal);
    }

    // "Allow user to assign all roles except privileged administrator roles", as the portal writes it.
    [Theory]
    [InlineData("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "It can give itself Contributor")]
    [InlineData("8e3af657-a8ff-443c-a75c-2fe8c4bcb635, b24988ac-6180-42a0-ab88-20f7382dd24c", "It can give itself Cognitive Services User")]
    [InlineData("8e3af657-a8ff-443c-a75c-2fe8c4bcb635, b24988ac-6180-42a0-ab88-20f7382dd24c, a97b65f3-24c7-4388-baec-2e87135dc908", null)]
    public void A_condition_on_which_roles_may_be_given_leaves_the_strongest_of_the_rest(string excluded, string? expected)
    {
        var paths = Paths(Estate(GiveRoles, condition: $"!(ActionMatches{{'{GiveRoles}'}}) OR @Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAllValues:GuidNotEquals {{{excluded}}}"));
        Assert.Equal(expected is null ? 0 : 1, paths.Count);
        Assert.All(paths, path => Assert.StartsWith(expected!, path.Path.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_told_of_the_role_that_gives_the_first_step_and_of_no_other()
    {
        var estate = Estate(Assign).Role("jobs", $$"""{ "actions": [ "{{Ml}}computes/write", "{{Ml}}onlineEndpoints/read" ] }""").Give("u", "jobs", Group).Role("run", $$"""{ "actions": [ "{{Ml}}onlineEndpoints/write", "{{Ml}}onlineEndpoints/deployments/write" ] }""").Give("u", "run", Group).Estate;
        var findings = Check.All.Single(check => check.Id == "AZ-IAM-102").Judge(estate).Where(finding => finding.ResourceName == "u").ToList();
        Assert.Equal([Status.Fail, Status.Pass, Status.Pass], findings.Select(finding => finding.Status));
        Assert.Contains("trainer", findings[0].Reason, StringComparison.Ordinal);
    }

    // A subscription where each way leads to p, who may read secrets elsewhere, and where u has some actions in the group of AI.
    private static AzureRoles Estate(string actions, string? without = null, string? condition = null)
    {
        var used = actions.Split(' ').ToHashSet();
        var roles = new AzureRoles().Role("strong", """{ "actions": [ "Microsoft.KeyVault/vaults/accessPolicies/write" ] }""").Give("p", "strong", Data, "ServicePrincipal")
            .Role("some", Permission([.. used], without)).Give("u", "some", Group, condition: condition)
            .Add<MlWorkspace>($$"""{ "properties": { "storageAccount": "{{Storage}}" } }""", Workspace)
            .Add<CognitiveAccount>(used.Contains(ListKeys) ? "{ }" : """{ "properties": { "disableLocalAuth": true } }""", Account);
        if (used.Contains(Assign) || used.Contains(Federate))
        {
            roles.Add<AssignableIdentity>("""{ "properties": { "principalId": "p" } }""", Identity);
        }
        if (used.Contains(Agents))
        {
            roles.Add<FoundryProject>("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Account + "/projects/p", Account);
        }
        if (!used.Contains(Assign) && !used.Contains(Federate))
        {
            roles.Add<OnlineEndpoint>("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Workspace + "/onlineEndpoints/scoring");
            roles.Add<MlCompute>("""{ "identity": { "type": "SystemAssigned", "principalId": "p" }, "properties": { "computeType": "AmlCompute" } }""", Workspace + "/computes/gpu", Workspace);
        }
        return roles;
    }

    private static string Permission(params string[] actions) => Permission(actions, null);

    private static string Permission(string[] actions, string? without)
    {
        string List(bool isData) => string.Join(", ", actions.Where(action => AzureActions.Find(action)?.IsData is true == isData).Select(action => $"\"{action}\""));
        var isDataLeftOut = without is not null && AzureActions.Find(without)!.IsData;
        return $$"""{ "actions": [ {{List(false)}} ], "dataActions": [ {{List(true)}} ], "notActions": [ {{(without is null || isDataLeftOut ? "" : $"\"{without}\"")}} ], "notDataActions": [ {{(isDataLeftOut ? $"\"{without}\"" : "")}} ] }""";
    }

    private static IReadOnlyList<(EscalationPath Path, HeldRole First)> Paths(AzureRoles roles) => PathsOf(roles.Estate, out _);

    private static IReadOnlyList<(EscalationPath Path, HeldRole First)> PathsOf(Estate estate, out string? unseen) => Check.View<AzurePaths>(estate, null).Of("u", out unseen);
}
