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

    /// <summary>The number of a Google Cloud project: some services name it so.</summary>
    public string? Number { get; init; }

    /// <summary>The tenant of an Azure subscription; the organisation of a Google Cloud project, as organizations/1.</summary>
    public string? Tenant { get; init; }

    /// <summary>The profile that gave the credentials, where one was named.</summary>
    public string? ProfileName { get; init; }

    /// <summary>ACTIVE, SUSPENDED and others, where the organisation was asked for its accounts.</summary>
    public string? Status { get; init; }

    /// <summary>Where it stands in its organisation, as Root/Workloads/Production, where that was asked.</summary>
    public string? Path { get; init; }

    /// <summary>The folders and the organisation above a Google Cloud project, nearest first, as folders/2, organizations/1; null where that is not known.</summary>
    public IReadOnlyList<string>? Ancestors { get; init; }

    /// <summary>The region that the credentials' configuration names, where it does.</summary>
    public string? DefaultRegion { get; init; }

    /// <summary>A scope that is named and not yet asked about: an AWS account by its twelve digits. Lets PowerShell take text for a scope.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Scope Parse(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Length == 12 && id.All(char.IsAsciiDigit)
            ? new() { Cloud = Cloud.Aws, Id = id, Name = id, Caller = "", Partition = "" }
            : throw new FormatException($"'{Display.Safe(id)}' is no AWS account: that has twelve digits.");
    }

    /// <summary>The id: so it binds where a scope is asked for by name.</summary>
    public override string ToString() => Id;
}
