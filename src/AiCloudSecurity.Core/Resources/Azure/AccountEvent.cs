namespace AiCloudSecurity.Resources.Azure;

/// <summary>A change of an account of AI services that the activity log of 90 days tells of.</summary>
[AzureResource("Microsoft.Insights/eventtypes/values", Of = typeof(Subscription), ApiVersion = "2015-04-01",
    Path = "providers/Microsoft.Insights/eventtypes/management/values",
    Filter = "$filter=eventTimestamp ge '{90 days ago}' and resourceProvider eq 'Microsoft.CognitiveServices'&$select=eventTimestamp,operationName,resourceId,status",
    Supporting = true)]
public sealed record AccountEvent : Resource
{
    /// <summary>When.</summary>
    public DateTimeOffset? EventTimestamp { get; init; }

    /// <summary>As Microsoft.CognitiveServices/accounts/regenerateKey/action.</summary>
    public EventName? OperationName { get; init; }

    /// <summary>Of which resource.</summary>
    public string? ResourceId { get; init; }

    /// <summary>Started, Accepted, Succeeded or Failed.</summary>
    public EventName? Status { get; init; }
}

/// <summary>A word of the activity log.</summary>
public sealed record EventName
{
    /// <summary>For programs.</summary>
    public string? Value { get; init; }
}
