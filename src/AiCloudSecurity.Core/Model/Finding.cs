using System.Security.Cryptography;
using System.Text;

namespace AiCloudSecurity;

/// <summary>
/// A verdict about one resource: flat and scalar, ready for CSV, and bound by name to the next cmdlet's parameters.
/// Every text in it is safe to show (<see cref="Display"/>); <see cref="ResourceId"/> is what identifies.
/// </summary>
public record Finding
{
    /// <summary>The check that judged, as AWS-NET-001.</summary>
    public required string CheckId { get; init; }

    /// <summary>The pillar that the check belongs to.</summary>
    public required Pillar Pillar { get; init; }

    /// <summary>How much it matters when it fails.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The verdict.</summary>
    public required Status Status { get; init; }

    /// <summary>The cloud of the resource.</summary>
    public required Cloud Cloud { get; init; }

    /// <summary>The AWS account, Azure subscription or GCP project.</summary>
    public required string Scope { get; init; }

    /// <summary>The region, or <c>global</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The cloud's name for the kind of resource, as AWS::SageMaker::NotebookInstance.</summary>
    public required string ResourceType { get; init; }

    /// <summary>The name that people know the resource by.</summary>
    public required string ResourceName { get; init; }

    /// <summary>What identifies the resource: an ARN, an Azure resource id, a full resource name.</summary>
    public required string ResourceId { get; init; }

    /// <summary>The fact that decided.</summary>
    public required string Reason { get; init; }

    /// <summary>What to do about a failure.</summary>
    public required string Advice { get; init; }

    /// <summary>Who can set it right: None, Manual, or the cmdlet that repairs it with what must be decided first; and what it takes (Safe, MayBreak, Recreate).</summary>
    public required string Fix { get; init; }

    /// <summary>
    /// What a person runs where no cmdlet sets it right: commands of the cloud's own command line, for bash and
    /// PowerShell, with the resource in place; words in capitals are to be chosen. Empty where there is nothing to run.
    /// </summary>
    public string Command { get; init; } = "";

    /// <summary>When the estate was read (UTC).</summary>
    public required DateTimeOffset CollectedAt { get; init; }

    /// <summary>The same over runs for the same check and resource: for baselines and SARIF.</summary>
    // Worked out when it is asked: most findings that there are in an account are never written anywhere.
    public string Fingerprint
    {
        get => _fingerprint ?? FingerprintOf(CheckId, Identifies ?? ResourceId);
        init => _fingerprint = value;
    }

    // What identifies the resource, where that is not fit to be shown.
    internal string? Identifies { get; init; }

    private readonly string? _fingerprint;

    // The check, where a user has written it: nobody else knows its title.
    internal Checks.Check? OwnCheck { get; init; }

    // Who accepted the risk, until when and why; the reason says it, too.
    internal string AcceptedBy { get; init; } = "";

    /// <summary>The same with every text safe to show: itself where all are, as in what our checks find.</summary>
    internal Finding Shown()
    {
        // Worked out only where somebody set it.
        var texts = new[] { CheckId, Scope, Region, ResourceType, ResourceName, Reason, Advice, Fix, _fingerprint ?? "" };
        return Array.TrueForAll(texts, text => ReferenceEquals(text, Display.Safe(text))) && ReferenceEquals(ResourceId, Display.Id(ResourceId)) && ReferenceEquals(Command, Display.Id(Command)) ? this : this with
        {
            CheckId = Display.Safe(CheckId),
            Scope = Display.Safe(Scope),
            Region = Display.Safe(Region),
            ResourceType = Display.Safe(ResourceType),
            ResourceName = Display.Safe(ResourceName),
            ResourceId = Display.Id(ResourceId),
            Reason = Display.Safe(Reason),
            Advice = Display.Safe(Advice),
            Fix = Display.Safe(Fix),
            Command = Display.Id(Command),
            Fingerprint = Display.Safe(Fingerprint),
        };
    }

    /// <summary>The fingerprint of a check and a resource: 128 bits of a SHA-256, in hexadecimal.</summary>
    public static string FingerprintOf(string checkId, string resourceId)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(checkId + "\n" + resourceId), hash);
        return Convert.ToHexString(hash[..16]);
    }
}
