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
    public RolesOfService By(string service) => _all.ByService.GetOrAdd(service, name =>
    {
        var (named, any) = _all.Named ??= Name();
        return new([.. named[name].Concat(any).Distinct(ReferenceEqualityComparer.Instance).Cast<IamRole>().Where(role => Admits(role, name)).Select(Of).OrderByDescending(role => role.Strength).ThenBy(role => role.Name, StringComparer.Ordinal)]);
    });

    /// <summary>The role of that ARN; null where there is none.</summary>
    public TakenRole? Find(string? arn) => _roles.Find(arn) is { } role ? Of(role) : null;

    private TakenRole Of(IamRole role) => _all.Roles.GetOrAdd(role, known => TakenRole.Of((IamRole)known, _accesses));

    // By the services that their trust policies name, and those that may be anybody's: most are another service's.
    private (ILookup<string, IamRole> Named, IReadOnlyList<IamRole> Any) Name()
    {
        List<(string Service, IamRole Role)> named = [];
        List<IamRole> any = [];
        foreach (var role in _roles.All.Where(role => !role.IsServiceLinked))
        {
            if (RoleTrust.Services(role) is not { } services)
            {
                any.Add(role);
                continue;
            }
            named.AddRange(services.Select(service => (service, role)));
        }
        return (named.ToLookup(one => one.Service, one => one.Role, StringComparer.Ordinal), any);
    }

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
        public (ILookup<string, IamRole> Named, IReadOnlyList<IamRole> Any)? Named { get; set; }

        public ConcurrentDictionary<string, RolesOfService> ByService { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<IamPrincipal, TakenRole> Roles { get; } = new(ReferenceEqualityComparer.Instance);
    }
}
