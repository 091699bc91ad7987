namespace AiCloudSecurity.Iam;

/// <summary>Whom a statement of a resource's own policy speaks of.</summary>
/// <param name="Kind">AWS, Service, Federated or CanonicalUser.</param>
/// <param name="Value">An account, an ARN, a service, an identity provider, or <c>*</c> for all.</param>
public sealed record PolicyPrincipal(string Kind, string Value)
{
    /// <summary>Everybody, signed in or not; a star for all services or all providers counts too.</summary>
    public bool IsEverybody => Value == "*";

    /// <summary>The twelve digits of the account that it belongs to; null where it says none.</summary>
    public string? Account => Value switch
    {
        _ when !Kind.Equals("AWS", StringComparison.OrdinalIgnoreCase) => null,
        { Length: 12 } when Value.All(char.IsAsciiDigit) => Value,
        _ when Value.Split(':') is ["arn", _, _, _, { Length: > 0 } account, ..] => account,
        _ => null,
    };
}

/// <summary>One statement of a policy.</summary>
public sealed class PolicyStatement
{
    /// <summary>The name that its author gave it.</summary>
    public string? Sid { get; internal init; }

    /// <summary>Where it stands in its document, as <c>$.Statement[0]</c>.</summary>
    public string Place { get; internal init; } = "$.Statement";

    /// <summary>Whether it allows; else it denies.</summary>
    public required bool IsAllow { get; init; }

    /// <summary>Action or, with <see cref="ExceptActions"/>, NotAction.</summary>
    public required IReadOnlyList<Glob> Actions { get; init; }

    /// <summary>It speaks of all actions but <see cref="Actions"/>.</summary>
    public bool ExceptActions { get; internal init; }

    /// <summary>Resource or, with <see cref="ExceptResources"/>, NotResource; null in a policy that belongs to one resource.</summary>
    public IReadOnlyList<Glob>? Resources { get; internal init; }

    /// <summary>It speaks of all resources but <see cref="Resources"/>.</summary>
    public bool ExceptResources { get; internal init; }

    /// <summary>Principal or, with <see cref="ExceptPrincipals"/>, NotPrincipal; null in a policy of an identity.</summary>
    public IReadOnlyList<PolicyPrincipal>? Principals { get; internal init; }

    /// <summary>It speaks of everybody but <see cref="Principals"/>.</summary>
    public bool ExceptPrincipals { get; internal init; }

    /// <summary>What must hold, all of it, for the statement to count.</summary>
    public IReadOnlyList<PolicyCondition> Conditions { get; internal init; } = [];

    /// <summary>Whether it speaks of that action.</summary>
    public bool IsOnAction(ReadOnlySpan<char> action)
    {
        foreach (var pattern in Actions)
        {
            if (pattern.Matches(action))
            {
                return !ExceptActions;
            }
        }
        return ExceptActions;
    }

    /// <summary>
    /// Whether it speaks of all of those actions: of <c>bedrock:*</c> as a whole. A statement about all but some of
    /// them counts, one about all but these does not.
    /// </summary>
    public bool IsOnAll(Glob actions) => ExceptActions != Actions.Any(pattern => pattern.Covers(actions));

    /// <summary>
    /// Whether it speaks of all of those resources: of <c>arn:aws:sagemaker:*:111122223333:endpoint/*</c>. A statement
    /// about all but some of them counts, one about all but these does not.
    /// </summary>
    public bool IsOnAllResources(Glob resources) =>
        Resources is not null && ExceptResources != Resources.Any(pattern => pattern.Covers(resources));
}
