namespace AiCloudSecurity.Resources.Azure;

/// <summary>A storage account.</summary>
[AzureResource("Microsoft.Storage/storageAccounts", Supporting = true)]
public sealed record StorageAccount : Resource, IReadWhereUsed
{
    /// <summary>What is set.</summary>
    public StorageAccountProperties? Properties { get; init; }

    bool IReadWhereUsed.IsUsed(ILookup<ResourceType, Resource> all) =>
        all[ResourceType.Of<MlWorkspace>()].Cast<MlWorkspace>().Select(workspace => workspace.Properties?.StorageAccount)
            .Concat(all[ResourceType.Of<CognitiveAccount>()].Cast<CognitiveAccount>().SelectMany(account => account.Properties?.UserOwnedStorage ?? []).Select(storage => storage.ResourceId))
            .Contains(Identity.Id, StringComparer.OrdinalIgnoreCase)
        || all[ResourceType.Of<MlDatastore>()].Cast<MlDatastore>().Any(datastore => Identity.Name.Equals(datastore.Properties?.AccountName, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What is set on a storage account.</summary>
public sealed record StorageAccountProperties
{
    /// <summary>Enabled (the default), Disabled or SecuredByPerimeter.</summary>
    public string? PublicNetworkAccess { get; init; }

    /// <summary>Whether containers may be opened to everybody; true for old accounts that never said.</summary>
    public bool? AllowBlobPublicAccess { get; init; }

    /// <summary>Whether account keys are taken; true without.</summary>
    public bool? AllowSharedKeyAccess { get; init; }

    /// <summary>Who may come in; everybody without.</summary>
    public NetworkAcls? NetworkAcls { get; init; }

    /// <summary>The key that data at rest is encrypted with.</summary>
    public StorageEncryption? Encryption { get; init; }
}

/// <summary>The key that data at rest is encrypted with.</summary>
public sealed record StorageEncryption
{
    /// <summary>Microsoft.Storage (the default) or Microsoft.Keyvault.</summary>
    public string? KeySource { get; init; }
}
