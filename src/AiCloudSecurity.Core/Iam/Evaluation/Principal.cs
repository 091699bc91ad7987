namespace AiCloudSecurity.Iam;

/// <summary>The kinds of principals, as the clouds tell them apart.</summary>
public enum PrincipalType
{
    /// <summary>Nobody: the request is not signed.</summary>
    Anonymous,
    /// <summary>The root user of an account.</summary>
    Root,
    /// <summary>An IAM user.</summary>
    User,
    /// <summary>An IAM group. It makes no requests; it is asked what it gives its members.</summary>
    Group,
    /// <summary>An IAM role: any session of it.</summary>
    Role,
    /// <summary>One session of a role.</summary>
    RoleSession,
    /// <summary>A session of GetFederationToken.</summary>
    FederatedUser,
    /// <summary>An identity of a SAML or OpenID Connect provider that has no role yet.</summary>
    Federated,
    /// <summary>A service of the cloud's own.</summary>
    Service,
    /// <summary>The identity of an application or resource in Azure's directory.</summary>
    ServicePrincipal,
    /// <summary>The managed identity of a resource in Azure's directory.</summary>
    ManagedIdentity,
    /// <summary>A user of Azure's directory whose account another organisation keeps.</summary>
    Guest,
    /// <summary>A service account of Google Cloud.</summary>
    ServiceAccount,
    /// <summary>Everybody in a domain of Google Workspace or Cloud Identity.</summary>
    Domain,
    /// <summary>Everybody who has any account with the cloud's maker.</summary>
    Authenticated,
    /// <summary>One that was deleted, or of which the cloud does not say what it is.</summary>
    Unknown,
}

/// <summary>Who makes a request.</summary>
public sealed class Principal
{
    private const string ServiceLinkedPath = ":role/aws-service-role/";

    private readonly bool _hasPath = true;

    private Principal(PrincipalType type, string name, string? account = null, string? roleArn = null, string? uniqueId = null)
    {
        Type = type;
        Name = name;
        Account = account;
        RoleArn = roleArn;
        UniqueId = uniqueId;
    }

    private Principal(Principal session, bool hasPath) : this(session.Type, session.Name, session.Account, session.RoleArn, session.UniqueId) => _hasPath = hasPath;

    /// <summary>Nobody: the request is not signed.</summary>
    public static Principal Anonymous { get; } = new(PrincipalType.Anonymous, "*");

    /// <summary>The kind.</summary>
    public PrincipalType Type { get; }

    /// <summary>The ARN; of a service its name, as sagemaker.amazonaws.com; of a federated identity its provider.</summary>
    public string Name { get; }

    /// <summary>The twelve digits of its account; null where it has none.</summary>
    public string? Account { get; }

    /// <summary>The ARN of the role, path included, where it is a role or a session of one.</summary>
    public string? RoleArn { get; }

    /// <summary>The ARN of the user whose session it is, where GetFederationToken made it and that is known.</summary>
    public string? UserArn { get; private init; }

    /// <summary>The id that AWS never gives again, as AIDA… of a user and AROA… of a role; null where it is not known.</summary>
    public string? UniqueId { get; }

    /// <summary>Whether AWS made the role for a service: organisation policies do not limit it.</summary>
    public bool IsServiceLinked => RoleArn?.Contains(ServiceLinkedPath, StringComparison.Ordinal) is true;

    /// <summary>A principal of an account by its ARN: root, user, group, role, session of a role, or federated user.</summary>
    /// <remarks>
    /// The ARN of a session lacks the path of its role. Names of roles are unique in an account, so that a policy that
    /// names the role is found to; for conditions on the role's ARN, say the path with <see cref="Session"/>.
    /// </remarks>
    /// <param name="arn">The ARN.</param>
    /// <param name="uniqueId">The id of the user or role, where it is known.</param>
    /// <exception cref="FormatException">It is no such ARN.</exception>
    public static Principal FromArn(string arn, string? uniqueId = null)
    {
        ArgumentNullException.ThrowIfNull(arn);
        return arn.Split(':', 6) switch
        {
            ["arn", _, "iam", "", { Length: > 0 } account, "root"] => new(PrincipalType.Root, arn, account),
            ["arn", _, "iam", "", { Length: > 0 } account, var name] when Within(name, "user/") => new(PrincipalType.User, arn, account, uniqueId: uniqueId),
            ["arn", _, "iam", "", { Length: > 0 } account, var name] when Within(name, "group/") => new(PrincipalType.Group, arn, account),
            ["arn", _, "iam", "", { Length: > 0 } account, var name] when Within(name, "role/") => new(PrincipalType.Role, arn, account, arn, uniqueId),
            ["arn", var partition, "sts", "", { Length: > 0 } account, var name] when name.Split('/') is ["assumed-role", { Length: > 0 } role, { Length: > 0 }] =>
                new(new(PrincipalType.RoleSession, arn, account, $"arn:{partition}:iam::{account}:role/{role}", uniqueId), hasPath: false),
            ["arn", _, "sts", "", { Length: > 0 } account, var name] when Within(name, "federated-user/") => new(PrincipalType.FederatedUser, arn, account),
            _ => throw new FormatException($"{Display.Safe(arn)} is not the ARN of a principal."),
        };

        static bool Within(string name, string kind) => name.Length > kind.Length && name.StartsWith(kind, StringComparison.Ordinal);
    }

    /// <summary>One session of a role.</summary>
    /// <param name="roleArn">The ARN of the role, path included.</param>
    /// <param name="sessionName">The name of the session.</param>
    /// <param name="uniqueId">The id of the role, where it is known.</param>
    /// <exception cref="FormatException">That is not the ARN of a role.</exception>
    public static Principal Session(string roleArn, string sessionName, string? uniqueId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionName);
        var role = FromArn(roleArn);
        return role.Type == PrincipalType.Role
            ? new(PrincipalType.RoleSession, $"arn:{roleArn.Split(':')[1]}:sts::{role.Account}:assumed-role/{LastPart(roleArn)}/{sessionName}", role.Account, roleArn, uniqueId)
            : throw new FormatException($"{Display.Safe(roleArn)} is not the ARN of a role.");
    }

    /// <summary>A session that a user made with GetFederationToken.</summary>
    /// <exception cref="FormatException">That is not the ARN of a user.</exception>
    public static Principal FederatedSession(string userArn, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var user = FromArn(userArn);
        return user.Type == PrincipalType.User
            ? new(PrincipalType.FederatedUser, $"arn:{userArn.Split(':')[1]}:sts::{user.Account}:federated-user/{name}", user.Account) { UserArn = userArn }
            : throw new FormatException($"{Display.Safe(userArn)} is not the ARN of a user.");
    }

    /// <summary>An AWS service, as sagemaker.amazonaws.com.</summary>
    public static Principal Service(string name) => new(PrincipalType.Service, name);

    /// <summary>An identity of a provider: its ARN for SAML and OpenID Connect, or its name, as accounts.google.com.</summary>
    public static Principal Federated(string provider) => new(PrincipalType.Federated, provider);

    /// <summary>The role or user whose session it is.</summary>
    internal string? IssuerArn => RoleArn ?? UserArn;

    /// <summary>Whether that is the ARN of the role or user whose session it is.</summary>
    internal bool IsIssuedBy(string arn) =>
        IssuerArn is { } issuer
        && (arn == issuer || !_hasPath && arn.StartsWith(issuer[..(issuer.IndexOf('/', StringComparison.Ordinal) + 1)], StringComparison.Ordinal) && LastPart(arn) == LastPart(issuer));

    // Whom a policy names, in its words.
    internal static Principal Named(PrincipalType type, string name) => new(type, name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static string LastPart(string arn) => arn[(arn.LastIndexOf('/') + 1)..];
}
