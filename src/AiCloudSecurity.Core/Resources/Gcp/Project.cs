namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A project.</summary>
[GcpResource("cloudresourcemanager.googleapis.com/Project", Supporting = true)]
public sealed record Project : Resource
{
    /// <summary>The id that people write.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The number, in the first version of the interface.</summary>
    public string? ProjectNumber { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
