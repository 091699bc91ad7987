namespace AiCloudSecurity.Resources.Azure;

/// <summary>An account of Azure AI services that was deleted and can still be had back, with its data and keys.</summary>
[AzureResource("Microsoft.CognitiveServices/deletedAccounts", Of = typeof(Subscription), ApiVersion = "2025-12-01", Path = "providers/Microsoft.CognitiveServices/deletedAccounts", Supporting = true)]
public sealed record DeletedAccount : Resource
{
    /// <summary>What is set.</summary>
    public DeletedAccountProperties? Properties { get; init; }
}

/// <summary>When it goes.</summary>
public sealed record DeletedAccountProperties
{
    /// <summary>When it was deleted, as text of .NET's own format or ISO 8601.</summary>
    public string? DeletionDate { get; init; }

    /// <summary>When Azure purges it.</summary>
    public string? ScheduledPurgeDate { get; init; }
}
