using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.Resources.Azure;

/// <summary>
/// What the other subscriptions that were read together with this one have to do with who works in it: their AI
/// services, and who has roles on these. Nothing is asked for it.
/// </summary>
[AzureResource("Microsoft.Resources/subscriptions/siblings", Of = typeof(Subscription), IsSetting = true, IsGathered = true, Action = "Microsoft.Authorization/roleAssignments/read", Supporting = true)]
public sealed record SiblingSubscriptions : Resource
{
    /// <summary>The AI services.</summary>
    public IReadOnlyList<SiblingService>? Services { get; init; }

    /// <summary>Roles that reach one of them and are set in their subscriptions.</summary>
    public IReadOnlyList<RoleAssignmentProperties>? Assignments { get; init; }

    /// <summary>These roles, by what identifies them.</summary>
    public IReadOnlyDictionary<string, RoleDefinitionProperties>? Roles { get; init; }

    /// <summary>Where something is denied to somebody.</summary>
    public IReadOnlyList<string>? Denied { get; init; }

    /// <summary>What is to be said of some subscriptions, as JSON; the same for each of them.</summary>
    /// <param name="subscriptions">The resources of each, with its name.</param>
    public static byte[] Gather(IEnumerable<(string Name, IReadOnlyCollection<Resource> Resources)> subscriptions)
    {
        ArgumentNullException.ThrowIfNull(subscriptions);
        var (services, assignments, roles, denied) = (new JsonArray(), new JsonArray(), new JsonObject(), new JsonArray());
        foreach (var (name, resources) in subscriptions)
        {
            var own = resources.Where(resource => resource is CognitiveAccount or MlWorkspace or SearchService).ToList();
            foreach (var service in own)
            {
                services.Add(new JsonObject { ["id"] = service.Identity.Id, ["name"] = service.Identity.Name, ["subscription"] = name, ["tags"] = JsonNode.Parse(service.Wire.Span) is JsonObject whole && whole["tags"] is JsonObject tags ? tags.DeepClone() : new JsonObject() });
            }
            foreach (var assignment in resources.OfType<RoleAssignment>().Where(assignment => assignment.Properties?.Scope is { } scope && AzureIdentity.SubscriptionOf(scope) is not null && own.Exists(service => AzureScope.Covers(scope, service.Identity.Id))))
            {
                assignments.Add(JsonSerializer.SerializeToNode(assignment.Properties));
                var guid = RoleDefinition.GuidOf(assignment.Properties!.RoleDefinitionId ?? "");
                if (!roles.ContainsKey(guid) && resources.OfType<RoleDefinition>().FirstOrDefault(role => role.Guid == guid) is { } role)
                {
                    roles[guid] = JsonSerializer.SerializeToNode(role.Properties);
                }
            }
            foreach (var deny in resources.OfType<DenyAssignment>())
            {
                denied.Add(deny.Properties?.Scope ?? AzureScope.OfExtension(deny.Identity.Id));
            }
        }
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["services"] = services, ["assignments"] = assignments, ["roles"] = roles, ["denied"] = denied });
    }

    /// <summary>The types that it is put together from.</summary>
    public static IReadOnlyList<Type> From { get; } = [typeof(CognitiveAccount), typeof(MlWorkspace), typeof(SearchService), typeof(RoleAssignment), typeof(RoleDefinition)];
}

/// <summary>An AI service of another subscription.</summary>
public sealed record SiblingService
{
    /// <summary>The id.</summary>
    public string? Id { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The name of its subscription.</summary>
    public string? Subscription { get; init; }

    /// <summary>The tags.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
