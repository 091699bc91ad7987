namespace AiCloudSecurity.Iam.Azure;

/// <summary>An operation of Azure that decides over AI.</summary>
/// <param name="Name">As Microsoft.CognitiveServices/accounts/listKeys/action.</param>
/// <param name="Class">What it lets its caller do.</param>
/// <param name="IsData">Whether a role gives it as a data action.</param>
public sealed record AzureAction(string Name, ActionClass Class, bool IsData)
{
    private static readonly string[] s_extensions = ["Microsoft.Authorization/", "Microsoft.Insights/diagnosticSettings/"];

    /// <summary>Whether it is one of an AI service; else it matters to AI for what it does elsewhere.</summary>
    public bool IsAi => AzureActions.Providers.Any(provider => Name.StartsWith(provider + "/", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it can be done at that scope: on the resource, or on something below it.</summary>
    public bool IsPossibleAt(string scope) =>
        AzureScope.TypeOf(scope) is not { } type || Name.StartsWith(type + "/", StringComparison.OrdinalIgnoreCase) || Array.Exists(s_extensions, extension => Name.StartsWith(extension, StringComparison.OrdinalIgnoreCase));
}

/// <summary>The operations of Azure that decide over AI: those of its AI services that matter, and of others who gives roles, keeps logs, holds keys and data. Names are taken whatever their case.</summary>
public static class AzureActions
{
    private const string Cognitive = "Microsoft.CognitiveServices/accounts/";
    private const string Ml = "Microsoft.MachineLearningServices/workspaces/";

    /// <summary>The providers of AI services.</summary>
    public static IReadOnlyList<string> Providers { get; } = ["Microsoft.CognitiveServices", "Microsoft.MachineLearningServices", "Microsoft.Search", "Microsoft.BotService"];

    /// <summary>All of them, in alphabetical order.</summary>
    public static IReadOnlyList<AzureAction> All { get; } = [.. ((IEnumerable<AzureAction>)
    [
        .. Of(ActionClass.Credentials, false, Cognitive, "listKeys/action", "regenerateKey/action", "connections/listsecrets/action", "projects/connections/listsecrets/action"),
        .. Of(ActionClass.Credentials, false, Ml, "listKeys/action", "listNotebookAccessToken/action", "listNotebookKeys/action", "listStorageAccountKeys/action", "connections/listsecrets/action",
            "datastores/listSecrets/action", "computes/listKeys/action", "onlineEndpoints/listKeys/action", "onlineEndpoints/regenerateKeys/action", "onlineEndpoints/token/action",
            "batchEndpoints/listKeys/action", "serverlessEndpoints/listKeys/action", "serverlessEndpoints/regenerateKeys/action", "metadata/secrets/read"),
        .. Of(ActionClass.Credentials, false, "Microsoft.Search/searchServices/", "listAdminKeys/action", "regenerateAdminKey/action", "listQueryKeys/action", "createQueryKey/action"),
        .. Of(ActionClass.Credentials, false, "Microsoft.BotService/botServices/", "channels/listchannelwithkeys/action", "channels/regeneratekeys/action", "connections/listwithsecrets/write"),

        .. Of(ActionClass.Invoke, true, Cognitive, "OpenAI/deployments/chat/completions/action", "OpenAI/deployments/completions/action", "OpenAI/deployments/embeddings/action", "OpenAI/deployments/audio/action",
            "OpenAI/deployments/realtime/action", "OpenAI/deployments/extensions/chat/completions/action", "OpenAI/deployments/search/action", "OpenAI/images/generations/action", "OpenAI/responses/write", "OpenAI/assistants/write",
            "AIServices/agents/endpoints/UserIdentityImpersonation/action", "AIServices/endpoints/interact/action", "AIServices/responses/write", "MaaS/chat/completions/action", "ContentSafety/text:analyze/action",
            "Language/analyze-text/action", "Language/analyze-conversations/action", "Language/generate/action", "Language/query-text/action", "Language/query-knowledgebases/action",
            "Face/detect/action", "Face/identify/action", "CustomVision/projects/predictions/query/action", "MultiModalIntelligence/analyzers:analyze/action", "SpeechServices/speechrest/transcriptions/write"),
        .. Of(ActionClass.Invoke, false, Ml, "onlineEndpoints/score/action", "batchEndpoints/jobs/write"),

        .. Of(ActionClass.Train, true, Cognitive, "OpenAI/fine-tunes/write", "OpenAI/files/import/action", "AIServices/evaluations/write"),
        .. Of(ActionClass.Train, false, Ml, "jobs/write", "experiments/runs/submit/action", "schedules/write"),

        .. Of(ActionClass.Deploy, false, Cognitive, "write", "deployments/write", "projects/write", "projects/applications/write", "projects/capabilityHosts/write", "commitmentPlans/write", "raiPolicies/write", "connections/write"),
        .. Of(ActionClass.Deploy, true, Cognitive, "AIServices/agents/write", "AIServices/fine_tuning_deployments/write", "OpenAI/fine-tunes-deployments/write", "LanguageAuthoring/projects/publish/action", "ConversationalLanguageUnderstanding/projects/deployments/write"),
        .. Of(ActionClass.Deploy, false, Ml, "write", "computes/write", "computes/start/action", "onlineEndpoints/write", "onlineEndpoints/deployments/write", "batchEndpoints/write", "serverlessEndpoints/write",
            "environments/versions/write", "codes/versions/write", "models/versions/write", "connections/write"),
        .. Of(ActionClass.Deploy, false, "Microsoft.Search/searchServices/", "write"),
        .. Of(ActionClass.Deploy, false, "Microsoft.BotService/botServices/", "write", "channels/write"),

        .. Of(ActionClass.PassRole, false, "Microsoft.ManagedIdentity/userAssignedIdentities/", "assign/action"),
        .. Of(ActionClass.Identity, false, "Microsoft.ManagedIdentity/userAssignedIdentities/", "federatedIdentityCredentials/write"),
        .. Of(ActionClass.Identity, false, "Microsoft.Authorization/", "roleAssignments/write", "roleDefinitions/write", "roleEligibilityScheduleRequests/write", "denyAssignments/delete"),

        .. Of(ActionClass.Share, false, Ml, "computes/applicationaccess/action", "computes/enableSso/action", "privateEndpointConnectionsApproval/action"),
        .. Of(ActionClass.Share, false, Cognitive, "privateEndpointConnectionsApproval/action", "networkSecurityPerimeterAssociationProxies/write"),
        .. Of(ActionClass.Share, false, "Microsoft.Search/searchServices/", "privateEndpointConnectionsApproval/action", "sharedPrivateLinkResources/write"),

        .. Of(ActionClass.LoggingControl, false, "Microsoft.Insights/", "diagnosticSettings/write", "diagnosticSettings/delete", "metricAlerts/delete", "activityLogAlerts/delete", "scheduledQueryRules/delete", "actionGroups/delete"),
        .. Of(ActionClass.LoggingControl, false, "Microsoft.OperationalInsights/workspaces/", "delete", "write"),
        .. Of(ActionClass.LoggingControl, false, Cognitive, "defenderForAISettings/write"),
        .. Of(ActionClass.LoggingControl, false, "Microsoft.Security/pricings/", "write"),
        .. Of(ActionClass.LoggingControl, false, "Microsoft.Consumption/budgets/", "write", "delete"),
        .. Of(ActionClass.LoggingControl, false, "Microsoft.Authorization/policyAssignments/", "write", "delete"),

        .. Of(ActionClass.KeyAccess, true, "Microsoft.KeyVault/vaults/", "keys/wrap/action", "keys/unwrap/action", "keys/decrypt/action", "keys/delete", "keys/purge/action"),
        .. Of(ActionClass.Credentials, true, "Microsoft.KeyVault/vaults/", "secrets/getSecret/action"),
        .. Of(ActionClass.Credentials, false, "Microsoft.KeyVault/vaults/", "accessPolicies/write"),
        .. Of(ActionClass.Credentials, false, "Microsoft.Storage/storageAccounts/", "listKeys/action"),

        .. Of(ActionClass.Read, false, Cognitive, "read", "deployments/read"),
        .. Of(ActionClass.Read, true, Cognitive, "OpenAI/files/read", "OpenAI/stored-completions/read", "AIServices/agents/read", "AIServices/assets/read"),
        .. Of(ActionClass.Read, false, Ml, "read", "jobs/read", "models/versions/read", "datastores/read"),
        .. Of(ActionClass.Read, true, "Microsoft.Search/searchServices/indexes/", "documents/read", "contentSecurity/elevatedOperations/read"),
        .. Of(ActionClass.Read, true, "Microsoft.Storage/storageAccounts/blobServices/containers/", "blobs/read"),
        .. Of(ActionClass.Write, false, Cognitive, "delete", "deployments/delete", "raiPolicies/delete"),
        .. Of(ActionClass.Write, false, Ml, "delete", "computes/delete", "datastores/write", "data/versions/write"),
        .. Of(ActionClass.Write, false, "Microsoft.Search/searchServices/", "delete"),
        .. Of(ActionClass.Write, true, "Microsoft.Search/searchServices/indexes/", "documents/write", "documents/delete"),
        .. Of(ActionClass.Write, true, "Microsoft.Storage/storageAccounts/blobServices/containers/", "blobs/write", "blobs/delete"),
    ]).OrderBy(action => action.Name, StringComparer.OrdinalIgnoreCase)];

    private static readonly Dictionary<string, AzureAction> s_byName = All.ToDictionary(action => action.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The operation of that name; null where the table does not know it.</summary>
    public static AzureAction? Find(string name) => s_byName.GetValueOrDefault(name);

    private static IEnumerable<AzureAction> Of(ActionClass @class, bool isData, string prefix, params string[] names) => names.Select(name => new AzureAction(prefix + name, @class, isData));
}
