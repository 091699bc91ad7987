using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Iam.Azure;

/// <summary>What the roles of a subscription give: to users, groups and the identities of applications and resources.</summary>
internal static class AzureGrants
{
    /// <summary>The grants, one principal after the other.</summary>
    /// <exception cref="UnseenException">Roles or what is denied were not read. Thrown when that is come to.</exception>
    public static IEnumerable<PrincipalGrants> Of(Estate estate, GrantQuery query)
    {
        var access = SubscriptionAccess.In(estate);
        var principals = new PrincipalRoles(access, new(estate.Inventory<DirectoryPrincipal>(), estate.Inventory<GroupMember>()));
        var patterns = query.Actions.Select(Glob.Action).ToList();
        var actions = AzureActions.All.Where(action => (patterns.Count == 0 || patterns.Exists(pattern => pattern.Matches(action.Name))) && (query.Classes.Count == 0 || query.Classes.Contains(action.Class))).ToList();
        var eligible = access.Roles.Eligible(estate.Inventory<RoleEligibility>()).ToLookup(role => role.Principal, StringComparer.OrdinalIgnoreCase);
        foreach (var principal in principals.All.Concat(eligible.Select(held => held.Key)).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var known = principals.Directory.Known(principal);
            if (query.Principals?.Invoke(known?.DisplayName ?? principal, principal) is false)
            {
                continue;
            }
            List<HeldRole> held = [.. principals.Of(principal), .. eligible[principal], .. principals.In(principal).SelectMany(group => eligible[group])];
            var type = TypeOf(principals, principal, held);
            List<AiGrant> grants = [];
            string? unseen = null;
            foreach (var role in held.Where(role => IsAsked(role.Scope, query.Resources)))
            {
                unseen ??= role.Unseen;
                var group = role.Principal.Equals(principal, StringComparison.OrdinalIgnoreCase) ? null : principals.Directory.Known(role.Principal)?.DisplayName ?? role.Principal;
                foreach (var action in actions.Where(action => action.IsPossibleAt(role.Scope)))
                {
                    var answer = RoleEvaluator.Evaluate(principals.Request(principal, action, role.Scope), [role], access.Denies);
                    unseen ??= answer.Unseen;
                    var row = new AiGrant(principal, type, action.Name, Display.Safe(role.Scope), answer.Decision, Display.Safe(string.Join("; ", answer.Conditions)), role.Name, Display.Safe(role.Source.Identity.Id), group) { Class = action.Class };
                    if (answer.Decision == Decision.ExplicitlyDenied)
                    {
                        grants.Add(row with { PolicyName = answer.DeniedBy[0].Name, StatementSid = answer.DeniedBy[0].Source.Identity.Id });
                    }
                    else if (answer.Decision >= Decision.Conditional)
                    {
                        grants.Add(row);
                    }
                }
            }
            yield return new(principal, type, grants, unseen) { WhyMembersUnknown = type == PrincipalType.Group ? principals.Directory.WhyNotKnown(principal) : null };
        }
    }

    // What is asked for may lie at the scope, above it or below it; * stands for any text.
    private static bool IsAsked(string scope, IReadOnlyList<string> resources) => resources.Count == 0 || resources.Any(wanted =>
        Glob.Overlap(Pattern(wanted), Pattern(scope.TrimEnd('/'))) || Glob.Overlap(Pattern(wanted), Pattern(scope.TrimEnd('/') + "/*")));

    private static string Pattern(string text) => text.ToLowerInvariant().Replace('*', Glob.Any).Replace('?', Glob.One);

    // The directory knows better than the assignment, which says what was there when it was made.
    private static PrincipalType TypeOf(PrincipalRoles principals, string principal, IEnumerable<HeldRole> held)
    {
        try
        {
            if (principals.Directory.Find(principal) is { } known)
            {
                return known.IsGroup ? PrincipalType.Group : known.IsUser ? OfUser(known.UserType) : OfIdentity(known.ServicePrincipalType);
            }
            if (principals.In(principal).SelectMany(principals.Directory.MembersOf).FirstOrDefault(member => principal.Equals(member.Id, StringComparison.OrdinalIgnoreCase)) is { } member)
            {
                return member.IsUser ? OfUser(member.UserType) : "#microsoft.graph.group".Equals(member.Kind, StringComparison.OrdinalIgnoreCase) ? PrincipalType.Group : OfIdentity(member.ServicePrincipalType);
            }
            return PrincipalType.Unknown;
        }
        catch (UnseenException)
        {
            return held.Where(role => role.Principal.Equals(principal, StringComparison.OrdinalIgnoreCase)).Select(role => role.PrincipalType?.ToUpperInvariant()).FirstOrDefault(type => type is not null) switch
            {
                "USER" => PrincipalType.User,
                "GROUP" or "FOREIGNGROUP" => PrincipalType.Group,
                "SERVICEPRINCIPAL" => PrincipalType.ServicePrincipal,
                _ => PrincipalType.Unknown,
            };
        }
    }

    private static PrincipalType OfUser(string? type) => "Guest".Equals(type, StringComparison.OrdinalIgnoreCase) ? PrincipalType.Guest : PrincipalType.User;

    private static PrincipalType OfIdentity(string? type) => "ManagedIdentity".Equals(type, StringComparison.OrdinalIgnoreCase) ? PrincipalType.ManagedIdentity : PrincipalType.ServicePrincipal;
}
