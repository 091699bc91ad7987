using AiCloudSecurity.Iam;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Judges a resource's own policy: whether it lets in everybody, or other accounts without asking for the organisation.</summary>
internal static class Strangers
{
    /// <summary>The verdict on a policy that is there.</summary>
    public static Verdict Judge(PolicyDocument? policy, Scope scope)
    {
        if (policy is null)
        {
            return Unknown("Its policy was not sent.");
        }
        try
        {
            var open = policy.Statements.Where(statement => statement.IsAllow && !statement.Conditions.Any(condition => NamesCaller(condition, scope))).ToList();
            if (open.Exists(statement => statement.ExceptPrincipals || statement.Principals?.Any(principal => principal.IsEverybody) is true))
            {
                return Fail("Its policy lets in everybody.");
            }
            return open.SelectMany(statement => statement.Principals ?? []).Select(principal => principal.Account).FirstOrDefault(account => account is not null && account != scope.Id) is { } foreign
                ? Fail($"Its policy lets in the account {foreign} without asking for the organisation.")
                : Pass("Its policy lets in nobody unknown.");
        }
        catch (MalformedPolicyException malformed)
        {
            return Unknown($"Its policy cannot be understood. {malformed.Message}.");
        }
    }

    private static bool NamesCaller(Iam.PolicyCondition condition, Scope scope) => condition is { Demands: true, IsTrivial: false }
        && (condition.IsOn("aws:PrincipalOrgID") || condition.IsOn("aws:PrincipalOrgPaths") || condition.IsOn("aws:PrincipalAccount") && condition.Values.All(value => value == scope.Id));
}
