using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on rights that nobody uses, by what IAM says was last accessed.</summary>
internal static class LastAccessChecks
{
    private const string Risk = "A right that nobody misses is one more that a stolen identity brings.";
    private const string Advice = "Take the services that are not used out of the policies.";
    private const string Link = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html";

    [Check("AWS-IAM-037", Severity.Medium, "Role uses the AI services that it may use", Risk = Risk, Advice = Advice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Atlas = "AML.T0012", Link = Link)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "bedrock", "LastAuthenticated": "2026-10-20T12:00:00Z" }""")]
    [Passes("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "bedrock", "LastAuthenticated": "2026-10-20T12:00:00Z" }""",
        """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "ec2" }""", Because = "Unused rights in other services are not about AI.")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "sagemaker" }""")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r", "CreateDate": "2026-01-01T12:00:00Z" }""", """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "sagemaker", "LastAuthenticated": "2026-08-02T12:00:00Z" }""", Because = "That is 91 days ago.")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""", """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "sagemaker" }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""")]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:role/r", "CreateDate": "2026-10-01T12:00:00Z" }""", """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "sagemaker" }""", Because = "It is a month old.")]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "ec2" }""")]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:role/r", "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    [Passes("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "sagemaker", "LastAuthenticated": "2026-08-03T12:00:00Z" }""", Because = "It is 90 days ago to the second.")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r", "CreateDate": "2026-08-03T12:00:00Z" }""", """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "sagemaker" }""", Because = "It was made 90 days ago to the second.")]
    public static Verdict OfRole(IamRole role, Inventory<RoleLastAccess> used, Accesses accesses, UsePeriod period) =>
        AiRights.WhyNot([role], accesses) is { } reason ? NotApplicable(reason) : Judge(() => used.Of(role), role.CreateDate, period);

    [Check("AWS-IAM-037", Severity.Medium, "User uses the AI services that it may use", Risk = Risk, Advice = Advice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Atlas = "AML.T0012", Link = Link)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "Arn": "arn:aws:iam::111122223333:user/u", "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g" }""", """UserLastAccess { "@Parent": "arn:aws:iam::111122223333:user/u", "ServiceNamespace": "bedrock", "LastAuthenticated": "2026-10-20T12:00:00Z" }""")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:user/u" }""", """UserLastAccess { "@Parent": "arn:aws:iam::111122223333:user/u", "ServiceNamespace": "lex" }""", """UserLastAccess { "@Parent": "arn:aws:iam::111122223333:user/u", "ServiceNamespace": "bedrock", "LastAuthenticated": "2026-10-20T12:00:00Z" }""")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:user/u", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""", """UserLastAccess { "@Parent": "arn:aws:iam::111122223333:user/u", "ServiceNamespace": "lex", "LastAuthenticated": "2026-01-20T12:00:00Z" }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "lex:*", "Resource": "*" } } }] }""")]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:user/u", "CreateDate": "2026-10-01T12:00:00Z" }""", """UserLastAccess { "@Parent": "arn:aws:iam::111122223333:user/u", "ServiceNamespace": "lex" }""")]
    [CannotSay("""{ "Arn": "arn:aws:iam::111122223333:user/u", "GroupList": ["g"] }""", """UserLastAccess { "@Parent": "arn:aws:iam::111122223333:user/u", "ServiceNamespace": "lex" }""")]
    public static Verdict OfUser(IamUser user, Inventory<UserLastAccess> used, Inventory<IamGroup> groups, Accesses accesses, UsePeriod period) =>
        AiRights.WhyNot(PolicyLookup.WithGroups(user, groups), accesses) is { } reason ? NotApplicable(reason) : Judge(() => used.Of(user), user.CreateDate, period);

    private static Verdict Judge<T>(Func<IReadOnlyList<T>> used, DateTimeOffset? made, UsePeriod period) where T : ServiceLastAccess
    {
        var services = used().Where(service => service.ServiceNamespace is { } name && AiActions.IsService(name)).OrderBy(service => service.ServiceNamespace, StringComparer.Ordinal).ToList();
        if (services.Count == 0)
        {
            return NotApplicable("It may use no AI service.");
        }
        var unused = services.FindAll(service => service.LastAuthenticated is not { } last || last < period.Since);
        return unused.Count == 0 ? Pass($"It has used all of them since {period.Since:yyyy-MM-dd}: {string.Join(", ", services.Select(service => service.ServiceNamespace))}.")
            : made > period.Since ? NotApplicable($"It was made on {made:yyyy-MM-dd}.")
            : Fail($"It may use and has not used since {period.Since:yyyy-MM-dd}: {string.Join(", ", unused.Select(service => $"{service.ServiceNamespace} ({(service.LastAuthenticated is { } last ? $"last {last:yyyy-MM-dd}" : "never")})"))}.");
    }
}

/// <summary>Since when rights must have been used.</summary>
internal sealed class UsePeriod(JudgeSettings settings, DateTimeOffset now)
{
    private const int Days = 90;

    /// <summary>The first moment that counts.</summary>
    public DateTimeOffset Since { get; } = settings.UsedSince ?? (now - DateTimeOffset.MinValue < TimeSpan.FromDays(Days) ? DateTimeOffset.MinValue : now.AddDays(-Days));

    /// <summary>Whether CloudTrail's event history reaches back to it.</summary>
    public bool IsInHistory => now - Since <= TimeSpan.FromDays(PrincipalUse.HistoryDays + 1);
}
