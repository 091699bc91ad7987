using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Iam.Google;

/// <summary>What the IAM policies of a project, of what is in it and of what is above it give.</summary>
internal static class GoogleGrants
{
    /// <summary>The grants, one member after the other.</summary>
    /// <exception cref="UnseenException">The policies or the customer's own roles were not read, or what was used where that is asked for. Thrown when that is come to.</exception>
    public static IEnumerable<PrincipalGrants> Of(Estate estate, GrantQuery query)
    {
        if (query.UsedSince is not null && !GoogleUse.WasRead(estate))
        {
            throw new UnseenException($"What members of {estate.Scope.Id} have used was not read.");
        }
        var used = query.UsedSince is null ? null : Check.View<GoogleUse>(estate, null);
        var access = Check.View<GoogleAccess>(estate, null);
        var patterns = query.Actions.Select(Glob.Action).ToList();
        var actions = GoogleActions.All.Where(action => (patterns.Count == 0 || patterns.Exists(pattern => pattern.Matches(action.Name))) && (query.Classes.Count == 0 || query.Classes.Contains(action.Class))).ToList();
        foreach (var held in access.Bindings.GroupBy(binding => binding.Member, StringComparer.OrdinalIgnoreCase))
        {
            if (query.Principals?.Invoke(held.Key[(held.Key.IndexOf(':', StringComparison.Ordinal) + 1)..], held.Key) is false)
            {
                continue;
            }
            var type = TypeOf(held.Key);
            List<AiGrant> grants = [];
            string? unseen = null;
            foreach (var binding in held.Where(binding => IsAsked(binding.On, query.Resources)))
            {
                unseen ??= binding.Unseen;
                foreach (var action in actions)
                {
                    var answer = access.Ask(binding, action.Name);
                    unseen ??= answer.Unseen;
                    if (answer.Decision is Decision.ExplicitlyDenied or >= Decision.Conditional)
                    {
                        grants.Add(new(held.Key, type, action.Name, Display.Safe(binding.On), answer.Decision, Display.Safe(string.Join("; ", answer.Conditions)),
                            Display.Safe(answer.DeniedBy?.Policy ?? binding.Role), Display.Safe(GoogleEvaluator.Short(answer.DeniedBy?.On ?? binding.On)), Use: used?.Of(binding, action.Name, query.UsedSince!.Value)) { Class = action.Class });
                    }
                }
            }
            yield return new(held.Key, type, grants, unseen);
        }
    }

    private static bool IsAsked(string on, IReadOnlyList<string> resources) => resources.Count == 0 || resources.Any(wanted => new[] { on, GoogleEvaluator.Short(on) }.Any(name =>
        Glob.Overlap(Pattern(wanted), Pattern(name)) || Glob.Overlap(Pattern(wanted), Pattern(name + "/*"))) || GoogleEvaluator.Covers(on, wanted) && wanted.StartsWith("//", StringComparison.Ordinal));

    private static string Pattern(string text) => text.Replace('*', Glob.Any).Replace('?', Glob.One);

    private static PrincipalType TypeOf(string member) => member.Split(':')[0] switch
    {
        "user" => PrincipalType.User,
        "group" => PrincipalType.Group,
        "serviceAccount" => PrincipalType.ServiceAccount,
        "domain" => PrincipalType.Domain,
        "allUsers" => PrincipalType.Anonymous,
        "allAuthenticatedUsers" => PrincipalType.Authenticated,
        "principal" or "principalSet" => PrincipalType.Federated,
        "projectOwner" or "projectEditor" or "projectViewer" => PrincipalType.Group,
        _ => PrincipalType.Unknown,
    };
}
