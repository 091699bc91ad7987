using AiCloudSecurity.Iam.Azure;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>The AI services of a subscription, as roles reach them.</summary>
internal sealed class AiTargets(Inventory<CognitiveAccount> accounts, Inventory<MlWorkspace> workspaces, Inventory<SearchService> services)
{
    private IReadOnlyList<Resource>? _all;

    /// <summary>All of them.</summary>
    public IReadOnlyList<Resource> All => _all ??= [.. accounts.All, .. workspaces.All, .. services.All];

    /// <summary>Those that a role reaches.</summary>
    public IEnumerable<Resource> Below(string scope) => All.Where(target => AzureScope.Covers(scope, target.Identity.Id));

    /// <summary>Whether a scope is an AI service, something in one, or the resource group of one.</summary>
    public bool IsAt(string scope) => All.Any(target => AzureScope.Covers(target.Identity.Id, scope)) || AzureScope.IsGroup(scope) && Below(scope).Any();

    /// <summary>The keys that a service still takes, as operations that return or make them.</summary>
    public static IEnumerable<AzureAction> Keys(Resource target) => (target switch
    {
        CognitiveAccount { Properties.DisableLocalAuth: true } or SearchService { Properties.DisableLocalAuth: true } => (string[])[],
        CognitiveAccount => ["Microsoft.CognitiveServices/accounts/listKeys/action", "Microsoft.CognitiveServices/accounts/regenerateKey/action"],
        SearchService => ["Microsoft.Search/searchServices/listAdminKeys/action", "Microsoft.Search/searchServices/regenerateAdminKey/action"],
        MlWorkspace => ["Microsoft.MachineLearningServices/workspaces/listKeys/action", "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/listKeys/action", "Microsoft.MachineLearningServices/workspaces/connections/listsecrets/action"],
        _ => [],
    }).Select(name => AzureActions.Find(name)!);

    /// <summary>Whether a role lets whoever has it do more than read.</summary>
    public static bool DoesMoreThanRead(HeldRole role) => role.Permissions is { } permissions && permissions.Patterns.Any(pattern => !pattern.Text.EndsWith("/read", StringComparison.OrdinalIgnoreCase));
}
