using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>
/// What the principals of an account are granted by their policies, their groups' policies and their boundaries. What
/// an organisation forbids and what resources grant by their own policies is not known here.
/// </summary>
public static class AiGrants
{
    /// <summary>The grants of each user, role and group of an estate, one principal after the other.</summary>
    /// <param name="estate">An AWS account.</param>
    /// <param name="actions">The actions to ask for.</param>
    /// <exception cref="UnseenException">Users, roles or groups were not read. Thrown when that is come to.</exception>
    public static IEnumerable<PrincipalGrants> Of(Estate estate, IReadOnlyList<AiAction> actions)
    {
        ArgumentNullException.ThrowIfNull(estate);
        ArgumentNullException.ThrowIfNull(actions);
        return Read();

        IEnumerable<PrincipalGrants> Read()
        {
            var (users, roles, groups, policies) = (estate.Inventory<IamUser>(), estate.Inventory<IamRole>(), estate.Inventory<IamGroup>(), estate.Inventory<IamPolicy>());
            var userPolicies = new UserPolicies(users, groups, policies);
            var compiled = new CompiledPolicies();
            AskedAction[] asked = [.. actions.Select(action => new AskedAction(action.Name, action.Patterns(estate.Scope.Partition, estate.Scope.Id)))];
            foreach (var user in users.All)
            {
                yield return Grants(user, () => userPolicies.Of(user));
            }
            foreach (var role in roles.All)
            {
                yield return Grants(role, () => PolicyLookup.Of(policies, [role]));
            }
            foreach (var group in groups.All)
            {
                yield return Grants(group, () => PolicyLookup.Of(policies, [group]));
            }

            PrincipalGrants Grants(IamPrincipal holder, Func<IdentityPolicies> held)
            {
                var principal = Principal.FromArn(holder.Arn ?? holder.Identity.Id);
                try
                {
                    var question = new GrantQuestion(principal, held(), compiled);
                    return new(principal.Name, principal.Type, [.. asked.SelectMany(question.Ask)]);
                }
                catch (UnseenException unseen)
                {
                    return new(principal.Name, principal.Type, [], unseen.Message);
                }
            }
        }
    }
}

/// <summary>An action that is asked for, with patterns of the resources that it knows.</summary>
internal sealed record AskedAction(string Name, IReadOnlyList<string>? Resources);
