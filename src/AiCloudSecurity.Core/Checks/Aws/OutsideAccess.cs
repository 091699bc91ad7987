using AiCloudSecurity.Iam;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>
/// Judges a resource's own policy: whether it lets in everybody, or another account without naming an organisation,
/// account or network that the request must come from.
/// </summary>
internal static class OutsideAccess
{
    private static readonly string[] s_organisation = ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceVpc", "aws:SourceVpce"];
    private static readonly string[] s_account = ["aws:PrincipalAccount", "aws:SourceAccount"];
    private static readonly string[] s_arn = ["aws:PrincipalArn", "aws:SourceArn"];

    /// <summary>Judges it; a resource without a policy is its own account's only.</summary>
    public static Verdict Judge(PolicyDocument? policy, Scope scope)
    {
        if (policy is null)
        {
            return Pass("It has no policy: only identities of this account may be allowed to use it.");
        }
        try
        {
            var open = policy.Statements.Where(statement => statement.IsAllow && !IsGuarded(statement, policy, scope)).ToList();
            if (open.Exists(LetsInEverybody))
            {
                return Fail("Its policy lets in everybody.");
            }
            if (open.Exists(statement => statement.Principals is null))
            {
                return Unknown("A statement of its policy does not say whom it lets in.");
            }
            return open.SelectMany(statement => statement.Principals!).Select(principal => principal.Account)
                .FirstOrDefault(account => account is not null && account != scope.Id) is { } foreign
                ? Fail($"Its policy lets in account {foreign} and names no organisation.")
                : Pass("Its policy lets in nobody outside.");
        }
        catch (MalformedPolicyException malformed)
        {
            return Unknown($"Its policy cannot be understood. {malformed.Message}.");
        }
    }

    /// <summary>Whether a statement speaks of everybody, signed in or not.</summary>
    public static bool LetsInEverybody(PolicyStatement statement) =>
        statement.ExceptPrincipals || statement.Principals?.Any(principal => principal.IsEverybody) is true;

    // By a condition of its own, or because the policy denies to everybody what does not meet one.
    private static bool IsGuarded(PolicyStatement allow, PolicyDocument policy, Scope scope) =>
        allow.Conditions.Any(condition => condition is { Demands: true, IsTrivial: false } && NamesOurs(condition, scope))
        || policy.Statements.Any(deny => !deny.IsAllow && !deny.ExceptPrincipals && LetsInEverybody(deny) && allow.Actions.All(deny.IsOnAll) && !allow.ExceptActions
            && deny.Conditions is [{ Quantifier: ConditionQuantifier.None } condition]
            && condition.Operator.ToUpperInvariant() is "STRINGNOTEQUALS" or "STRINGNOTLIKE" or "ARNNOTEQUALS" or "ARNNOTLIKE" && NamesOurs(condition, scope));

    private static bool NamesOurs(PolicyCondition condition, Scope scope) =>
        s_organisation.Any(condition.IsOn) ? condition.Values.All(value => value is not ['*', ..])
        : s_account.Any(condition.IsOn) ? condition.Values.All(value => value == scope.Id)
        : s_arn.Any(condition.IsOn) && condition.Values.All(value => value.Split(':') is [_, _, _, _, var account, ..] && account == scope.Id);
}
