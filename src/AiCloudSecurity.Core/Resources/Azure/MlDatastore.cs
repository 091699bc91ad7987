namespace AiCloudSecurity.Resources.Azure;

/// <summary>A datastore of a workspace: where training data come from.</summary>
[AzureResource("Microsoft.MachineLearningServices/workspaces/datastores", Of = typeof(MlWorkspace), ApiVersion = "2025-06-01")]
public sealed record MlDatastore : Resource
{
    /// <summary>What is set.</summary>
    public MlDatastoreProperties? Properties { get; init; }
}

/// <summary>What is set on a datastore.</summary>
public sealed record MlDatastoreProperties
{
    /// <summary>The storage account's name.</summary>
    public string? AccountName { get; init; }

    /// <summary>How it signs in.</summary>
    public DatastoreCredentials? Credentials { get; init; }
}

/// <summary>How a datastore signs in.</summary>
public sealed record DatastoreCredentials
{
    /// <summary>None (by the user's or workspace's identity), AccountKey, Sas, ServicePrincipal or Certificate.</summary>
    public string? CredentialsType { get; init; }

    /// <summary>Secrets.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, System.Text.Json.JsonElement>? Secrets { get; init; }
}
