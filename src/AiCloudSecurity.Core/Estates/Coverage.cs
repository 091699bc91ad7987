namespace AiCloudSecurity;

/// <summary>What became of one read.</summary>
public enum CoverageState
{
    /// <summary>Read to the end.</summary>
    Read,
    /// <summary>The service does not exist in that region.</summary>
    Absent,
    /// <summary>Not read, because the region holds no AI service.</summary>
    Unused,
    /// <summary>The cloud refused: a permission is missing.</summary>
    Refused,
    /// <summary>The read failed: throttled, timed out, malformed, or refused for another reason.</summary>
    Failed,
}

/// <summary>What became of one read: of all resources of a type in a region, or of one of them. Every text in it is safe to show.</summary>
public sealed record CoverageEntry
{
    /// <summary>The account, subscription or project: that of the estate.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Scope { get; init => field = Display.Safe(value); } = "";

    /// <summary>The resource type.</summary>
    public required string ResourceType { get; init => field = Display.Safe(value); }

    /// <summary>The region, or <see cref="ResourceIdentity.Global"/>.</summary>
    public required string Region { get; init => field = Display.Safe(value); }

    /// <summary>What became of it.</summary>
    public required CoverageState State { get; init; }

    /// <summary>The read, as sagemaker:ListNotebookInstances.</summary>
    public required string Operation { get; init => field = Display.Safe(value); }

    /// <summary>What the caller must be granted for it.</summary>
    public required string Permission { get; init => field = Display.Safe(value); }

    /// <summary>The resource, reference or parent that was read; null where it is all of the type.</summary>
    public string? Subject { get; init => field = value is null ? null : Display.Id(value); }

    /// <summary>The id of the resource that the reference means, where it was found under another name.</summary>
    public string? Means { get; init => field = value is null ? null : Display.Id(value); }

    /// <summary>What the cloud said.</summary>
    public string? Message { get; init => field = value is null ? null : Display.Safe(Redaction.InText(value)); }

    /// <summary>Which error it was, where it was one.</summary>
    public ErrorId? Error { get; init; }

    /// <summary>Nothing more is to be had: what was not found is not there.</summary>
    public bool IsComplete => State is CoverageState.Read or CoverageState.Absent or CoverageState.Unused;

    internal Refusal Refusal() => new(State, Operation, Permission, Message ?? State.ToString());
}

/// <summary>A verdict rests on something that was not read.</summary>
/// <param name="reason">The read, what came back and the way out.</param>
public sealed class UnseenException(string reason) : Exception(reason);
