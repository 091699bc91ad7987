using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>
/// What the principals of an account are granted by their policies and their groups' policies, within their boundaries
/// and what their organisation forbids, as far as that was read.
/// </summary>
public static class AiGrants
{
    /// <summary>The grants of each user, role and group of an estate, one principal after the other.</summary>
    /// <param name="estate">An AWS account.</param>
    /// <param name="actions">The actions to ask for.</param>
    /// <param name="asked">Which principals are asked for, by name and ARN; without it, all.</param>
    /// <param name="resources">Patterns of resources, of which one must be able to mean what the grant is on; without them, all are.</param>
    /// <param name="usedSince">Says of each grant of a user or role whether the action was used since then; without it, nothing.</param>
    /// <exception cref="UnseenException">Users, roles or groups were not read, or what they used where that is asked for. Thrown when that is come to.</exception>
    public static IEnumerable<PrincipalGrants> Of(Estate estate, IReadOnlyList<AiAction> actions, Func<string, string, bool>? asked = null, IReadOnlyList<string>? resources = null, DateTimeOffset? usedSince = null)
    {
        ArgumentNullException.ThrowIfNull(estate);
        ArgumentNullException.ThrowIfNull(actions);
        return Read();

        IEnumerable<PrincipalGrants> Read()
        {
            if (usedSince is not null && !PrincipalUse.WasRead(estate))
            {
                throw new UnseenException($"What users and roles of {estate.Scope.Id} have used was not read.");
            }
            var own = OwnPolicies.Of(estate);
            var (users, roles, groups, policies) = (estate.Inventory<IamUser>(), estate.Inventory<IamRole>(), estate.Inventory<IamGroup>(), estate.Inventory<IamPolicy>());
            var accesses = new Accesses(policies, AccountLimits.Of(estate), estate.Scope);
            AskedAction[] questions = [.. actions.Select(action => new AskedAction(action.Name, action.Patterns(estate.Scope.Partition, estate.Scope.Id)))];
            var services = questions.GroupBy(question => question.Service, StringComparer.OrdinalIgnoreCase).ToList();
            foreach (var user in users.All.Where(IsAsked))
            {
                yield return Grants(user, () => accesses.Of(PolicyLookup.WithGroups(user, groups)));
            }
            foreach (var role in roles.All.Where(IsAsked))
            {
                yield return Grants(role, () => accesses.Of(role));
            }
            foreach (var group in groups.All.Where(IsAsked))
            {
                yield return Grants(group, () => accesses.Of(group));
            }

            foreach (var (principal, grants) in ResourceGrants.Of(estate, questions, Holder))
            {
                if (asked?.Invoke(principal.Name[(principal.Name.LastIndexOf('/') + 1)..], principal.Name) is not false && grants.Where(grant => IsOn(grant.Resource)).ToList() is { Count: > 0 } on)
                {
                    yield return new(principal.Name, principal.Type, on);
                }
            }

            PrincipalAccess? Holder(string arn)
            {
                try
                {
                    return users.Find(arn) is { } user ? accesses.Of(PolicyLookup.WithGroups(user, groups)) : roles.Find(arn) is { } role ? accesses.Of(role) : null;
                }
                catch (UnseenException)
                {
                    return null;
                }
            }

            bool IsAsked(IamPrincipal holder) => asked?.Invoke(holder.Identity.Name, holder.Arn ?? holder.Identity.Id) is not false;

            bool IsOn(string pattern) => resources is not { Count: > 0 } || resources.Any(wanted => ResourcePattern.Overlap(PolicyText.Encode(wanted), PolicyText.Encode(pattern)));

            PrincipalGrants Grants(IamPrincipal holder, Func<PrincipalAccess> access)
            {
                var principal = Accesses.PrincipalOf(holder, estate.Scope);
                try
                {
                    var question = new GrantQuestion(access(), own);
                    var grants = services.SelectMany(service => question.Ask(service.Key, service)).Where(grant => IsOn(grant.Resource));
                    return new(principal.Name, principal.Type, [.. usedSince is { } since && holder is not IamGroup ? Used(grants.ToList(), holder, access().Held, estate, since) : grants]);
                }
                catch (UnseenException unseen)
                {
                    return new(principal.Name, principal.Type, [], unseen.Message);
                }
            }
        }
    }

    private static IEnumerable<AiGrant> Used(List<AiGrant> grants, IamPrincipal holder, IdentityPolicies held, Estate estate, DateTimeOffset since)
    {
        PrincipalUse? use = null;
        try
        {
            use = grants.Count == 0 ? null : PrincipalUse.Of(estate, holder, held, since);
        }
        catch (UnseenException)
        {
            // Nobody can say, and that is what is said.
        }
        return grants.Select(grant => AiActions.Find(grant.Action) is { } action && use is not null ? grant with { Use = use.Of(action), LastUsed = use.Last(action) } : grant with { Use = Use.Unknown });
    }
}

/// <summary>An action that is asked for, with patterns of the resources that it knows.</summary>
internal sealed record AskedAction(string Name, IReadOnlyList<string>? Resources)
{
    private readonly Dictionary<string, List<string>> _targets = new(StringComparer.Ordinal);

    /// <summary>The prefix, as sagemaker.</summary>
    public string Service { get; } = Name[..Name.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>What follows it, as CreateEndpoint.</summary>
    public string Operation { get; } = Name[(Name.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>What to ask about where a statement names a resource: of a pattern that is wider than what the action knows, only that.</summary>
    // Many principals hold the same patterns.
    public List<string> Targets(string resource) => _targets.TryGetValue(resource, out var known) ? known : _targets[resource] = Find(resource);

    private List<string> Find(string resource)
    {
        if (Resources is null)
        {
            return [resource];
        }
        var pattern = Glob.Resource(resource, escapes: false);
        if (Resources is [])
        {
            // A request for such an action names a star. AWS's own policies grant it on all resources of the service, too.
            return pattern.Matches("*") ? ["*"]
                : resource.Split(':', 6) is ["arn", _, var service, "*", _, "*"] && service.Equals(Service, StringComparison.OrdinalIgnoreCase) ? [resource] : [];
        }
        return Resources.Where(kind => ResourcePattern.Overlap(PolicyText.Encode(resource), PolicyText.Encode(kind)))
            .Select(kind => pattern.Covers(Glob.Resource(kind, escapes: false)) ? kind : resource).Distinct(StringComparer.Ordinal).ToList();
    }
}
