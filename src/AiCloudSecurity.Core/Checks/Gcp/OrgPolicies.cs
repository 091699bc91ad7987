using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>What a list constraint of the organisation allows in a project.</summary>
/// <param name="Allowed">Values that are allowed; where there are some, no others are.</param>
/// <param name="Denied">Values that are denied.</param>
/// <param name="AllowsAll">Everything is allowed, and somebody has said so.</param>
/// <param name="DeniesAll">Nothing is allowed.</param>
internal sealed record ListConstraint(IReadOnlySet<string> Allowed, IReadOnlySet<string> Denied, bool AllowsAll, bool DeniesAll)
{
    /// <summary>Only what is named, or nothing, is allowed.</summary>
    public bool IsClosed => DeniesAll || Allowed.Count > 0 && !AllowsAll;

    /// <summary>Somebody has set it.</summary>
    public bool IsSet => AllowsAll || DeniesAll || Allowed.Count > 0 || Denied.Count > 0;
}

/// <summary>
/// Which organisation policies hold in a project: the nearest of the project, the folders and the organisation above it
/// decides, unless it says that what is set above holds, too. What is tried without being enforced does not count.
/// </summary>
internal sealed class OrgPolicies(Inventory<OrgPolicy> policies, Scope scope)
{
    /// <summary>Whether a boolean constraint holds, as ainotebooks.disableRootAccess.</summary>
    /// <exception cref="UnseenException">It depends on tags, or the policies were not read.</exception>
    public bool IsEnforced(string constraint)
    {
        foreach (var spec in From(constraint))
        {
            if (spec.Reset)
            {
                return false;
            }
            var rules = spec.Rules ?? [];
            if (rules.Count == 0 && spec.InheritFromParent)
            {
                continue;
            }
            var always = rules.FirstOrDefault(rule => rule.Condition is null)?.Enforce is true;
            return rules.Any(rule => rule.Condition is not null && (rule.Enforce is true) != always)
                ? throw new UnseenException($"Whether {constraint} is enforced depends on tags, which are not read.")
                : always;
        }
        return false;
    }

    /// <summary>What a list constraint allows, as vertexai.allowedModels.</summary>
    /// <exception cref="UnseenException">It depends on tags, or the policies were not read.</exception>
    public ListConstraint ListOf(string constraint)
    {
        HashSet<string> allowed = new(StringComparer.Ordinal), denied = new(StringComparer.Ordinal);
        var (allowsAll, deniesAll) = (false, false);
        foreach (var spec in From(constraint).TakeWhile(spec => !spec.Reset))
        {
            foreach (var rule in spec.Rules ?? [])
            {
                if (rule.Condition is not null)
                {
                    throw new UnseenException($"What {constraint} allows depends on tags, which are not read.");
                }
                allowsAll |= rule.AllowAll;
                deniesAll |= rule.DenyAll;
                allowed.UnionWith(rule.Values?.AllowedValues ?? []);
                denied.UnionWith(rule.Values?.DeniedValues ?? []);
            }
            if (!spec.InheritFromParent)
            {
                break;
            }
        }
        return new(allowed, denied, allowsAll && !deniesAll, deniesAll);
    }

    // The nearest first. What the project says itself decides, whatever could not be read above it.
    private IEnumerable<OrgPolicySpec> From(string constraint)
    {
        foreach (var spec in policies.Known.Where(policy => IsOn(policy, constraint) && Distance(policy) == 0).Select(policy => policy.Spec!))
        {
            yield return spec;
        }
        foreach (var spec in policies.All.Where(policy => IsOn(policy, constraint) && Distance(policy) > 0).OrderBy(Distance).Select(policy => policy.Spec!))
        {
            yield return spec;
        }
    }

    private static bool IsOn(OrgPolicy policy, string constraint) => policy.Spec is not null && policy.Identity.Id.EndsWith($"/policies/{constraint}", StringComparison.Ordinal);

    private int Distance(OrgPolicy policy) =>
        Hierarchy.Distance(scope, policy.Identity.Id[(policy.Identity.Id.IndexOf('/', 2) + 1)..policy.Identity.Id.IndexOf("/policies/", StringComparison.Ordinal)]);
}
