using System.Text;
using System.Text.Json;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Iam.Azure;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Makes a small subscription of roles, assignments and deny assignments.</summary>
internal sealed class AzureRoles
{
    public const string Subscription = "00000000-0000-0000-0000-000000000001";
    public const string Root = $"/subscriptions/{Subscription}";
    public const string Group = $"{Root}/resourceGroups/ai";
    public const string Account = $"{Group}/providers/Microsoft.CognitiveServices/accounts/a";
    public const string ListKeys = "Microsoft.CognitiveServices/accounts/listKeys/action";
    public const string Chat = "Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action";
    private readonly List<Resource> _resources = [];
    private readonly HashSet<ResourceType> _refused = [ResourceType.Of<DirectoryPrincipal>(), ResourceType.Of<GroupMember>()];

    public AzureRoles() => Add<Subscription>("{}", Root);

    public AzureRoles Role(string guid, string permissions, string type = "BuiltInRole") =>
        Add<RoleDefinition>($$"""{ "properties": { "roleName": "{{guid}}", "type": "{{type}}", "permissions": [{{permissions}}] } }""", $"/providers/Microsoft.Authorization/roleDefinitions/{guid}");

    public AzureRoles Give(string principal, string role, string scope, string type = "User", string? condition = null) => Add<RoleAssignment>(
        $$"""{ "properties": { "principalId": "{{principal}}", "principalType": "{{type}}", "roleDefinitionId": "{{Root}}/providers/Microsoft.Authorization/roleDefinitions/{{role}}", "scope": "{{scope}}", "condition": {{JsonSerializer.Serialize(condition)}} } }""",
        $"{scope.TrimEnd('/')}/providers/Microsoft.Authorization/roleAssignments/{_resources.Count}");

    public AzureRoles Allow(string principal, string role, string scope) => Add<RoleEligibility>(
        $$"""{ "properties": { "principalId": "{{principal}}", "principalType": "User", "roleDefinitionId": "/x/{{role}}", "scope": "{{scope}}", "endDateTime": "2027-01-01T00:00:00Z" } }""", $"{Root}/providers/Microsoft.Authorization/roleEligibilityScheduleInstances/{_resources.Count}");

    public AzureRoles Deny(string permissions, string scope, string principals, string excluded = "", bool onlyHere = false, string? condition = null) => Add<DenyAssignment>(
        $$"""{ "properties": { "denyAssignmentName": "deny", "permissions": [{{permissions}}], "scope": "{{scope}}", "doNotApplyToChildScopes": {{(onlyHere ? "true" : "false")}}, "principals": [{{principals}}], "excludePrincipals": [{{excluded}}], "isSystemProtected": true, "condition": {{JsonSerializer.Serialize(condition)}} } }""",
        $"{Root}/providers/Microsoft.Authorization/denyAssignments/{_resources.Count}");

    /// <summary>Somebody whom the directory knows; it is not read where nobody is.</summary>
    public AzureRoles Know(string id, string kind, string members = "")
    {
        _refused.Remove(ResourceType.Of<DirectoryPrincipal>());
        _refused.Remove(ResourceType.Of<GroupMember>());
        return Add<DirectoryPrincipal>($$"""{ "@odata.type": "#microsoft.graph.{{kind}}"{{members}} }""", id);
    }

    public AzureRoles Join(string group, string member, string members = "")
    {
        _resources.Add(ResourceType.Of<GroupMember>().Create(new(Cloud.Azure, Subscription, ResourceIdentity.Global, $"{group}/transitiveMembers/{member}", member, group), Encoding.UTF8.GetBytes($$"""{ "id": "{{member}}", "@odata.type": "#microsoft.graph.user"{{members}} }""")));
        return this;
    }

    public AzureRoles Refuse<T>() where T : Resource
    {
        _refused.Add(ResourceType.Of<T>());
        return this;
    }

    public RoleAnswer Ask(string principal, string operation, string resource, bool isData = false, string[]? groups = null, params (string Name, string Value)[] attributes) => RoleEvaluator.Evaluate(
        new(principal, operation, isData, resource) { Groups = groups?.ToHashSet(StringComparer.OrdinalIgnoreCase), Attributes = attributes.ToDictionary(attribute => attribute.Name, attribute => (IReadOnlyList<string>)[attribute.Value]) },
        Access.Roles.All, Access.Denies);

    public Estate Estate => new(new() { Cloud = Cloud.Azure, Id = Subscription, Name = "s", Caller = "c", Partition = "AzureCloud" }, DateTimeOffset.UnixEpoch, [], _resources.Where(resource => !_refused.Contains(resource.Type)),
        ResourceType.All.Where(type => type.Cloud == Cloud.Azure).SelectMany(type => type.Parent is null ? [Entry(type, null)] : _resources.Where(whole => whole.Type == type.Parent).Select(whole => Entry(type, whole.Identity.Id)).Append(Entry(type, Root)).ToArray()));

    /// <summary>What Azure answers by all roles, those that may be taken, too.</summary>
    public RoleAnswer All(RoleRequest request)
    {
        var estate = Estate;
        var access = SubscriptionAccess.In(estate);
        return RoleEvaluator.Evaluate(request, access.Roles.All.Concat(access.Roles.Eligible(estate.Inventory<RoleEligibility>())), access.Denies);
    }

    private SubscriptionAccess Access => SubscriptionAccess.In(Estate);

    public AzureRoles Add<T>(string json, string id, string? whole = null) where T : Resource
    {
        var type = ResourceType.Of<T>();
        var node = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        node["id"] = id;
        var wire = Encoding.UTF8.GetBytes(node.ToJsonString());
        var parent = type.Parent is null ? null : new ResourceIdentity(Cloud.Azure, Subscription, "global", whole ?? Root, "s");
        _resources.Add(type.Create(AzureIdentity.Of((AzureResourceAttribute)type.Read, wire, Subscription, parent) with { Scope = Subscription }, wire));
        return this;
    }

    private CoverageEntry Entry(ResourceType type, string? subject) => new()
    {
        ResourceType = type.Name, Region = ResourceIdentity.Global, State = _refused.Contains(type) ? CoverageState.Refused : CoverageState.Read, Operation = "read", Permission = "p", Subject = subject,
    };
}
