using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>A role that a service may take.</summary>
internal sealed class TakenRole
{
    private TakenRole(IamRole role, PrincipalAccess? access, string? unseen) => (Role, Access, Unseen) = (role, access, unseen);

    public IamRole Role { get; }

    public string Arn => Role.Arn ?? Role.Identity.Id;

    public string Name => Display.Safe(Role.Identity.Name);

    /// <summary>What it may do; null where that could not be seen.</summary>
    public PrincipalAccess? Access { get; }

    /// <summary>Why it is not known what it may do, or who may take it.</summary>
    public string? Unseen { get; }

    public int Strength => Access?.Powers.Strength ?? 0;

    public static TakenRole Of(IamRole role, Accesses accesses)
    {
        try
        {
            return new(role, accesses.Of(role), null);
        }
        catch (UnseenException unseen)
        {
            return new(role, null, $"{role.Identity.Name}: {unseen.Message}");
        }
    }
}

/// <summary>Which roles a service may take, the strongest first: what an account's trust policies come to.</summary>
internal sealed class TakenRoles
{
    private static readonly ConditionalWeakTable<Inventory<IamRole>, Known> s_known = [];
    private readonly Inventory<IamRole> _roles;
    private readonly Accesses _accesses;
    private readonly Known _all;

    public TakenRoles(Inventory<IamRole> roles, Accesses accesses)
    {
        (_roles, _accesses) = (roles, accesses);
        _all = s_known.GetValue(roles, _ => new());
    }

    /// <summary>The roles that the service may take, the strongest first.</summary>
    /// <exception cref="UnseenException">The roles were not read.</exception>
    public IReadOnlyList<TakenRole> By(string service) => _all.ByService.GetOrAdd(service, name =>
        [.. _roles.All.Where(role => !role.IsServiceLinked && MayName(role, name) && Admits(role, name)).Select(Of).OrderByDescending(role => role.Strength).ThenBy(role => role.Name, StringComparer.Ordinal)]);

    /// <summary>The role of that ARN; null where there is none.</summary>
    public TakenRole? Find(string? arn) => _roles.Find(arn) is { } role ? Of(role) : null;

    private TakenRole Of(IamRole role) => _all.Roles.GetOrAdd(role, known => TakenRole.Of((IamRole)known, _accesses));

    // Most roles are another service's: that shows without reading their policies.
    private static bool MayName(IamRole role, string service) => role.AssumeRolePolicyDocument?.Text is not { } text
        || text.Contains(service, StringComparison.Ordinal) || text.Contains("NotPrincipal", StringComparison.Ordinal)
        || text.Contains("\"*\"", StringComparison.Ordinal) || text.Contains("%22%2A%22", StringComparison.OrdinalIgnoreCase);

    // A trust policy that cannot be understood may admit anybody.
    private bool Admits(IamRole role, string service)
    {
        try
        {
            return RoleTrust.Admits(role, Principal.Service(service), _accesses) >= Decision.Conditional;
        }
        catch (UnseenException)
        {
            return true;
        }
    }

    private sealed class Known
    {
        public ConcurrentDictionary<string, IReadOnlyList<TakenRole>> ByService { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<IamPrincipal, TakenRole> Roles { get; } = new(ReferenceEqualityComparer.Instance);
    }
}
