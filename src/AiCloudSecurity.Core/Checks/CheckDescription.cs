namespace AiCloudSecurity.Checks;

/// <summary>What a check says of itself: flat and scalar, ready for CSV.</summary>
public sealed record CheckDescription
{
    /// <summary>The catalogue's id, as AWS-NET-001.</summary>
    public required string CheckId { get; init; }

    /// <summary>The pillar that it belongs to.</summary>
    public required Pillar Pillar { get; init; }

    /// <summary>How much a failure matters.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The good state.</summary>
    public required string Title { get; init; }

    /// <summary>The advice of the methodology that it serves, as T2a, T2d.</summary>
    public required string Tip { get; init; }

    /// <summary>The cloud that it judges.</summary>
    public required Cloud Cloud { get; init; }

    /// <summary>The service of what it judges, as sagemaker.</summary>
    public required string Service { get; init; }

    /// <summary>What it judges.</summary>
    public required string ResourceType { get; init; }

    /// <summary>The reads that its verdict rests on.</summary>
    public required string Reads { get; init; }

    /// <summary>The permissions that those reads need.</summary>
    public required string Permissions { get; init; }

    /// <summary>What can happen.</summary>
    public required string Risk { get; init; }

    /// <summary>What to do.</summary>
    public required string Advice { get; init; }

    /// <summary>What setting it right takes.</summary>
    public required Remedy Remedy { get; init; }

    /// <summary>OWASP Top 10.</summary>
    public required string Owasp { get; init; }

    /// <summary>MITRE ATLAS.</summary>
    public required string Atlas { get; init; }

    /// <summary>The entries of frameworks that it serves, as OWASP-LLM:LLM02.</summary>
    public required string Frameworks { get; init; }

    /// <summary>Where the vendor documents the fact.</summary>
    public required string Link { get; init; }

    /// <summary>The description of a check.</summary>
    public static CheckDescription Of(Check check)
    {
        ArgumentNullException.ThrowIfNull(check);
        return new()
        {
            CheckId = check.Id,
            Pillar = check.Pillar,
            Severity = check.Severity,
            Title = check.Title,
            Tip = check.About.Tip.Numbers(),
            Cloud = check.Cloud,
            Service = check.Service,
            ResourceType = check.Subject.Name,
            Reads = string.Join(", ", check.Reads.Select(read => read.Operation)),
            Permissions = string.Join(", ", check.Reads.Select(read => read.Permission).Distinct(StringComparer.Ordinal)),
            Risk = check.About.Risk,
            Advice = check.About.Advice,
            Remedy = check.About.Remedy,
            Owasp = check.About.Owasp,
            Atlas = check.About.Atlas,
            Frameworks = string.Join(", ", Checks.Frameworks.Of(check).Select(entry => entry.Name)),
            Link = check.About.Link,
        };
    }
}
