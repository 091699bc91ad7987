namespace AiCloudSecurity.Iam;

/// <summary>A policy that an identity holds: attached, inline, or through a group.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Document">What it says; null where that was not read.</param>
/// <param name="IsAws">AWS wrote it and keeps it.</param>
/// <param name="Group">The group through which it is held.</param>
public sealed record HeldPolicy(string Name, PolicyDocument? Document, bool IsAws = false, string? Group = null)
{
    /// <summary>Its statements.</summary>
    /// <exception cref="UnseenException">It was not read or cannot be understood.</exception>
    public IReadOnlyList<PolicyStatement> Statements
    {
        get
        {
            if (Document is null)
            {
                throw new UnseenException($"What {this} says was not read.");
            }
            try
            {
                return Document.Statements;
            }
            catch (MalformedPolicyException malformed)
            {
                throw new UnseenException($"{this} cannot be understood. {malformed.Message}.");
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Group is null ? $"The policy {Name}" : $"The policy {Name} of the group {Group}";
}
