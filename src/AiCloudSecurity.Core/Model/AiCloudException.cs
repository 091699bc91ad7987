namespace AiCloudSecurity;

/// <summary>The closed list of what can go wrong, as PowerShell error ids.</summary>
public enum ErrorId
{
    /// <summary>The cloud refused a read or a write: a permission is missing.</summary>
    CloudAccessDenied,
    /// <summary>No credentials, expired ones, or ones that the cloud does not know.</summary>
    CloudAuthenticationFailed,
    /// <summary>The cloud answered "slow down" for longer than we wait.</summary>
    CloudThrottled,
    /// <summary>No answer: name, network, TLS or time-out.</summary>
    CloudUnreachable,
    /// <summary>The cloud answered with an error of its own.</summary>
    CloudRefused,
    /// <summary>A thing named by the caller does not exist.</summary>
    ResourceNotFound,
    /// <summary>A file is not an estate, or is damaged.</summary>
    EstateUnreadable,
    /// <summary>Nothing could be read, so nothing is judged.</summary>
    NothingAssessed,
    /// <summary>The cloud is not one that this operation knows.</summary>
    UnsupportedCloud,
    /// <summary>Findings are as bad as the caller said that they must not be.</summary>
    ThresholdReached,
    /// <summary>A resource is not as it was when it was judged or repaired, so it is left alone.</summary>
    ResourceChanged,
    /// <summary>More would be changed at once than is allowed without a word.</summary>
    LimitExceeded,
    /// <summary>A change may break something, and nobody has agreed to it.</summary>
    ConfirmationNeeded,
}

/// <summary>An error with a stable id, the thing that it is about, and a message that says the way out.</summary>
public sealed class AiCloudException : Exception
{
    /// <summary>An error about <paramref name="target"/>.</summary>
    /// <param name="id">Which of the closed list.</param>
    /// <param name="message">What happened, where, and the way out.</param>
    /// <param name="target">The resource, scope, file or name that it is about.</param>
    /// <param name="innerException">What caused it.</param>
    public AiCloudException(ErrorId id, string message, string target, Exception? innerException = null)
        // What a cloud or an SDK says may quote a secret: the message loses it, and a cause that has one is left out.
        : base(Redaction.InText(message), innerException is not null && Redaction.InText($"{innerException}") == $"{innerException}" ? innerException : null)
    {
        Id = id;
        Target = target;
    }

    /// <summary>Which of the closed list.</summary>
    public ErrorId Id { get; }

    /// <summary>The resource, scope, file or name that it is about.</summary>
    public string Target { get; }
}
