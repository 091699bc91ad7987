namespace AiCloudSecurity;

/// <summary>One AWS account, Azure subscription or GCP project that can be read.</summary>
public sealed record Scope
{
    /// <summary>The cloud.</summary>
    public required Cloud Cloud { get; init; }

    /// <summary>The account, subscription or project id.</summary>
    public required string Id { get; init; }

    /// <summary>The name that people know it by; the id where there is none.</summary>
    public required string Name { get; init; }

    /// <summary>Who reads: the ARN, object id or e-mail address of the caller.</summary>
    public required string Caller { get; init; }

    /// <summary>AWS partition, Azure cloud or GCP universe.</summary>
    public required string Partition { get; init; }

    /// <summary>The profile that gave the credentials, where one was named.</summary>
    public string? ProfileName { get; init; }

    /// <summary>The region that the credentials' configuration names, where it does.</summary>
    public string? DefaultRegion { get; init; }
}
