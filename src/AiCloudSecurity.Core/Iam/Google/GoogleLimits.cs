using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Iam.Google;

/// <summary>What takes from what bindings give, on a project and above it. What was read counts, whatever was not.</summary>
internal sealed class GoogleLimits(Inventory<DenyPolicyRules> denies, Inventory<PrincipalAccessBoundary> boundaries, Inventory<BoundaryBinding> bindings, Scope scope)
{
    /// <summary>Deny rules.</summary>
    public IReadOnlyList<GoogleDeny> Denies { get; } =
    [
        .. from policy in denies.Known
           where policy.Name is not null
           let parts = policy.Name!.Split('/')
           from rule in policy.Rules ?? []
           where parts.Length > 1 && rule.DenyRule is not null
           let deny = rule.DenyRule!
           select new GoogleDeny(parts[^1], $"//cloudresourcemanager.googleapis.com/{GcpIdentity.Relative("//" + Uri.UnescapeDataString(parts[1]), scope)}",
               deny.DeniedPrincipals, deny.ExceptionPrincipals, deny.DeniedPermissions, deny.ExceptionPermissions, deny.DenialCondition?.Expression, scope),
    ];

    /// <summary>Principal access boundaries that bind somebody.</summary>
    public IReadOnlyList<GoogleBoundary> Boundaries { get; } =
    [
        .. from boundary in boundaries.Known
           let bound = bindings.Known.Where(binding => binding.Identity.Parent == boundary.Identity.Id && binding.Target?.PrincipalSet is not null).Select(binding => (binding.Target!.PrincipalSet!, binding.Condition?.Expression)).ToList()
           where bound.Count > 0
           select new GoogleBoundary(boundary.Identity.Name, boundary.Details?.EnforcementVersion, (boundary.Details?.Rules ?? []).SelectMany(rule => rule.Resources ?? []), bound, scope),
    ];

    /// <summary>What was not read and could take something; null where everything was.</summary>
    public string? Unread { get; } = Why(() => denies.All) ?? Why(() => bindings.All);

    private static string? Why<T>(Func<IReadOnlyList<T>> read)
    {
        try
        {
            _ = read();
            return null;
        }
        catch (UnseenException unseen)
        {
            return unseen.Message.TrimEnd('.');
        }
    }
}
