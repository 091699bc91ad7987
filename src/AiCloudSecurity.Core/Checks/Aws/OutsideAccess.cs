using AiCloudSecurity.Iam;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>
/// Judges a resource's own policy: whether it lets in everybody, or another account without naming an organisation,
/// account or network that the request must come from.
/// </summary>
internal static class OutsideAccess
{
    private static readonly string[] s_group = ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceVpc", "aws:SourceVpce"];
    // AWS:SourceOwner is what SNS puts into the policy of each new topic.
    private static readonly string[] s_account = ["aws:PrincipalAccount", "aws:SourceAccount", "aws:SourceOwner"];
    private static readonly string[] s_arn = ["aws:PrincipalArn", "aws:SourceArn"];

    /// <summary>Judges whether it lets in everybody or another account; a resource without a policy is its own account's only.</summary>
    public static Verdict Judge(PolicyDocument? policy, Scope scope) => Judge(policy, account => account == scope.Id, open =>
        open.Exists(statement => statement.Principals is null)
            ? Unknown("A statement of its policy does not say whom it lets in.")
            : open.SelectMany(statement => statement.Principals!).Select(principal => principal.Account)
                .FirstOrDefault(account => account is not null && account != scope.Id) is { } foreign
                ? Fail($"Its policy lets in account {foreign} and names no organisation.")
                : Pass("Its policy lets in nobody outside."));

    /// <summary>Judges whether it lets in everybody.</summary>
    public static Verdict JudgePublic(PolicyDocument? policy) =>
        Judge(policy, account => account.Length == 12 && account.All(char.IsAsciiDigit), _ => Pass("Its policy names whom it lets in."));

    private static Verdict Judge(PolicyDocument? policy, Func<string, bool> isKnown, Func<List<PolicyStatement>, Verdict> judge)
    {
        if (policy is null)
        {
            return Pass("It has no policy: only identities of this account may be allowed to use it.");
        }
        try
        {
            var open = policy.Statements.Where(statement => statement.IsAllow && !IsGuarded(statement, policy, isKnown)).ToList();
            return open.Exists(LetsInEverybody) ? Fail("Its policy lets in everybody.") : judge(open);
        }
        catch (MalformedPolicyException malformed)
        {
            return Unknown($"Its policy cannot be understood. {malformed.Message}.");
        }
    }

    private static bool LetsInEverybody(PolicyStatement statement) =>
        statement.ExceptPrincipals || statement.Principals?.Any(principal => principal.IsEverybody) is true;

    // By a condition of its own, or because the policy denies to everybody what does not meet one.
    private static bool IsGuarded(PolicyStatement allow, PolicyDocument policy, Func<string, bool> isKnown) =>
        allow.Conditions.Any(condition => condition is { Demands: true, IsTrivial: false } && Names(condition, isKnown))
        || policy.Statements.Any(deny => !deny.IsAllow && !deny.ExceptPrincipals && LetsInEverybody(deny) && allow.Actions.All(deny.IsOnAll) && !allow.ExceptActions
            && deny.Conditions is [{ Quantifier: ConditionQuantifier.None } condition]
            && condition.Operator.ToUpperInvariant() is "STRINGNOTEQUALS" or "STRINGNOTLIKE" or "ARNNOTEQUALS" or "ARNNOTLIKE" && Names(condition, isKnown));

    // An organisation or a network is somebody's own; of an account that is to be seen.
    private static bool Names(PolicyCondition condition, Func<string, bool> isKnown) =>
        s_group.Any(condition.IsOn) ? condition.Values.All(value => value is not ['*', ..])
        : s_account.Any(condition.IsOn) ? condition.Values.All(isKnown)
        : s_arn.Any(condition.IsOn) && condition.Values.All(value => value.Split(':') is [_, _, _, _, var account, ..] && isKnown(account));
}
