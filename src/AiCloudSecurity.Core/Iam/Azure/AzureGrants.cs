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
        var patterns = query.Actions.Select(Glob.Action).ToList();
        var actions = AzureActions.All.Where(action => (patterns.Count == 0 || patterns.Exists(pattern => pattern.Matches(action.Name))) && (query.Classes.Count == 0 || query.Classes.Contains(action.Class))).ToList();
        foreach (var held in access.Roles.All.Concat(access.Roles.Eligible(estate.Inventory<RoleEligibility>())).GroupBy(role => role.Principal, StringComparer.OrdinalIgnoreCase))
        {
            if (query.Principals?.Invoke(held.Key, held.Key) is false)
            {
                continue;
            }
            var type = TypeOf(held.Select(role => role.PrincipalType).FirstOrDefault(known => known is not null));
            List<AiGrant> grants = [];
            string? unseen = null;
            foreach (var role in held.Where(role => IsAsked(role.Scope, query.Resources)))
            {
                unseen ??= role.Unseen;
                foreach (var action in actions.Where(action => action.IsPossibleAt(role.Scope)))
                {
                    var answer = access.Ask(role, action, role.Scope);
                    unseen ??= answer.Unseen;
                    if (answer.Decision == Decision.ExplicitlyDenied)
                    {
                        grants.Add(Row(role, action, type, answer) with { PolicyName = answer.DeniedBy[0].Name, StatementSid = answer.DeniedBy[0].Source.Identity.Id });
                    }
                    else if (answer.Decision >= Decision.Conditional)
                    {
                        grants.Add(Row(role, action, type, answer));
                    }
                }
            }
            yield return new(held.Key, type, grants, unseen);
        }
    }

    private static AiGrant Row(HeldRole role, AzureAction action, PrincipalType type, RoleAnswer answer) => new(
        role.Principal, type, action.Name, Display.Safe(role.Scope), answer.Decision, Display.Safe(string.Join("; ", answer.Conditions)), role.Name, Display.Safe(role.Source.Identity.Id)) { Class = action.Class };

    // What is asked for may lie at the scope, above it or below it; * stands for any text.
    private static bool IsAsked(string scope, IReadOnlyList<string> resources) => resources.Count == 0 || resources.Any(wanted =>
        Glob.Overlap(Pattern(wanted), Pattern(scope.TrimEnd('/'))) || Glob.Overlap(Pattern(wanted), Pattern(scope.TrimEnd('/') + "/*")));

    private static string Pattern(string text) => text.ToLowerInvariant().Replace('*', Glob.Any).Replace('?', Glob.One);

    private static PrincipalType TypeOf(string? type) => type?.ToUpperInvariant() switch
    {
        "USER" => PrincipalType.User,
        "GROUP" or "FOREIGNGROUP" => PrincipalType.Group,
        "SERVICEPRINCIPAL" => PrincipalType.ServicePrincipal,
        _ => PrincipalType.Unknown,
    };
}
