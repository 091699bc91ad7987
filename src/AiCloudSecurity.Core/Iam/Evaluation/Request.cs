namespace AiCloudSecurity.Iam;

/// <summary>Who asks to do what on which resource.</summary>
public sealed class Request
{
    private static readonly IReadOnlyList<string> s_true = ["true"];
    private static readonly IReadOnlyList<string> s_false = ["false"];

    /// <summary>A request.</summary>
    /// <param name="principal">Who asks.</param>
    /// <param name="action">One action, as sagemaker:CreateEndpoint.</param>
    /// <param name="resource">The ARN of the resource; <c>*</c> for an action that knows no resources.</param>
    /// <exception cref="FormatException">The action names no service.</exception>
    public Request(Principal principal, string action, string resource)
    {
        ArgumentNullException.ThrowIfNull(principal);
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(resource);
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == action.Length - 1 || action.AsSpan().ContainsAny('*', '?'))
        {
            throw new FormatException($"{Display.Safe(action)} is not one action.");
        }
        Principal = principal;
        Action = action;
        Service = action[..colon];
        Operation = action[(colon + 1)..];
        Resource = resource;
        // What is AWS's own has no account, or "aws": asking for it is a matter of the principal's.
        ResourceAccount = resource.Split(':', 6) is ["arn", _, _, _, { Length: > 0 } account, _] && account.All(char.IsAsciiDigit) ? account : principal.Account;
    }

    /// <summary>Who asks.</summary>
    public Principal Principal { get; }

    /// <summary>The action.</summary>
    public string Action { get; }

    /// <summary>The resource, or a pattern of resources (<see cref="ResourceIsPattern"/>).</summary>
    public string Resource { get; }

    /// <summary>
    /// The account that owns the resource; unless it is set, the one in the ARN, or the principal's own where the ARN
    /// has none, as that of a bucket.
    /// </summary>
    public string? ResourceAccount { get; init; }

    /// <summary>
    /// Whether <see cref="Resource"/> is a pattern and the question is about all that match it. Where some of them are
    /// allowed and others may not be, the decision is <see cref="Decision.Conditional"/>.
    /// </summary>
    public bool ResourceIsPattern
    {
        get => ResourcePattern is not null;
        init => ResourcePattern = value ? PolicyText.Encode(Resource) : null;
    }

    /// <summary>The condition keys. What follows from principal and resource need not be said.</summary>
    public RequestContext Context { get; init; } = RequestContext.Empty;

    internal string Service { get; }

    internal string Operation { get; }

    internal string? ResourcePattern { get; private init; }

    /// <summary>Whether the key is in the request: True with its values, False, or Unknown.</summary>
    internal Truth Find(string key, out IReadOnlyList<string> values)
    {
        if (Context.TryGet(key, out values))
        {
            return Truth.True;
        }
        if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) && TryDerive(key.AsSpan(4), out var derived))
        {
            values = derived ?? [];
            return Truths.Of(derived is not null);
        }
        return Context.IsComplete ? Truth.False : Truth.Unknown;
    }

    // Null where such a request does not have the key.
    private bool TryDerive(ReadOnlySpan<char> key, out IReadOnlyList<string>? values)
    {
        values = null;
        switch (key)
        {
            case var _ when Is(key, "PrincipalArn"):
                values = Principal.Account is null ? null : [Principal.RoleArn ?? Principal.Name];
                return Principal.Type != PrincipalType.Group;
            case var _ when Is(key, "PrincipalAccount"):
                values = Principal.Account is null ? null : [Principal.Account];
                return true;
            case var _ when Is(key, "PrincipalType"):
                values = Principal.Type switch
                {
                    PrincipalType.Root => ["Account"],
                    PrincipalType.User => ["User"],
                    PrincipalType.Role or PrincipalType.RoleSession => ["AssumedRole"],
                    PrincipalType.FederatedUser => ["FederatedUser"],
                    PrincipalType.Anonymous => ["Anonymous"],
                    _ => null,
                };
                return values is not null;
            case var _ when Is(key, "PrincipalIsAWSService"):
                values = Principal.Type == PrincipalType.Service ? s_true : s_false;
                return true;
            case var _ when Is(key, "PrincipalServiceName"):
                values = Principal.Type == PrincipalType.Service ? [Principal.Name] : null;
                return true;
            case var _ when Is(key, "userid"):
                values = (Principal.Type, Principal.UniqueId) switch
                {
                    (PrincipalType.Root, _) => [Principal.Account!],
                    (PrincipalType.User, { } id) => [id],
                    (PrincipalType.RoleSession, { } id) => [$"{id}:{Principal.Name[(Principal.Name.LastIndexOf('/') + 1)..]}"],
                    (PrincipalType.FederatedUser, _) => [$"{Principal.Account}:{Principal.Name[(Principal.Name.LastIndexOf('/') + 1)..]}"],
                    _ => null,
                };
                return values is not null;
            case var _ when Is(key, "username"):
                values = Principal.Type == PrincipalType.User ? [Principal.Name[(Principal.Name.LastIndexOf('/') + 1)..]] : null;
                return Principal.Type != PrincipalType.Group;
            case var _ when Is(key, "ResourceAccount"):
                values = ResourceAccount is null ? null : [ResourceAccount];
                return ResourceAccount is not null;
            default:
                return false;
        }

        static bool Is(ReadOnlySpan<char> key, string name) => key.Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}
