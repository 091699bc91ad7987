using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on single rights that nobody uses, by what AWS tracks of actions and by CloudTrail's event history.</summary>
internal static class UnusedActionChecks
{
    private const string Risk = "A stolen identity can start, change and share what its owner never does.";
    private const string Advice = "Take New-AiIamPolicy's proposal: it keeps what was used.";
    private const string Link = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html";
    private const int Listed = 3;

    // What matters if somebody else does it, the worst first. That somebody reads or tags what he may see is not missed.
    private static readonly (ActionClass Class, string Words, bool Grave)[] s_classes =
    [
        (ActionClass.Credentials, "get credentials", true), (ActionClass.Share, "share", true), (ActionClass.LoggingControl, "decide what is logged", true), (ActionClass.Deploy, "put into service", true),
        (ActionClass.Train, "start jobs", true), (ActionClass.Invoke, "call", false), (ActionClass.Write, "change", false),
    ];

    private const string Role = """{ "Arn": "arn:aws:iam::111122223333:role/r", "CreateDate": "2026-01-01T12:00:00Z", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:CreateEndpoint", "sagemaker:DeleteTags", "sagemaker:ListEndpoints"], "Resource": "*" } } }] }""";
    private const string Used = """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "sagemaker", "LastAuthenticated": "2026-10-20T12:00:00Z", "TrackedActionsLastAccessed": [{ "ActionName": "CreateEndpoint", "LastAccessedTime": "2026-10-20T12:00:00Z" }] }""";
    private const string Unused = """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "sagemaker", "LastAuthenticated": "2026-10-20T12:00:00Z", "TrackedActionsLastAccessed": [{ "ActionName": "CreateEndpoint", "LastAccessedTime": "2026-05-20T12:00:00Z" }] }""";
    private const string Untracked = """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "sagemaker", "LastAuthenticated": "2026-10-20T12:00:00Z" }""";
    private const string Created = """ApiEvent { "EventId": "1", "EventName": "CreateEndpoint", "EventSource": "sagemaker.amazonaws.com", "EventTime": "2026-10-20T12:00:00Z", "UserIdentity": { "Arn": "arn:aws:iam::111122223333:role/r" } }""";

    [Check("AWS-IAM-113", Severity.Medium, "Role uses the actions of AI services that it may use", Risk = Risk, Advice = Advice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Atlas = "AML.T0012", Link = Link)]
    [Command(AiRights.NarrowRole)]
    [Passes(Role, Used)]
    [Fails(Role, Unused)]
    [Passes(Role, Untracked, Created, Because = "CloudTrail has seen it.")]
    [Fails(Role, Untracked, Because = "CloudTrail would have seen it.")]
    [Fails(Role, Untracked, """ApiEvent { "EventId": "1", "EventName": "CreateEndpoint", "EventSource": "sagemaker.amazonaws.com", "EventTime": "2026-10-20T12:00:00Z", "ErrorCode": "AccessDenied", "UserIdentity": { "Arn": "arn:aws:iam::111122223333:role/r" } }""", Because = "It was refused.")]
    [Fails(Role, Untracked, """ApiEvent { "EventId": "1", "EventName": "CreateEndpoint", "EventSource": "sagemaker.amazonaws.com", "EventTime": "2026-10-20T12:00:00Z", "UserIdentity": { "Arn": "arn:aws:iam::111122223333:role/other" } }""")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r", "CreateDate": "2026-01-01T12:00:00Z", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""", Unused,
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:Create*", "Resource": "*" } } }] }""")]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:role/r", "CreateDate": "2026-10-01T12:00:00Z", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreateEndpoint", "Resource": "*" } } }] }""", Unused, Because = "It is a month old.")]
    [Skips(Role, """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "sagemaker", "LastAuthenticated": "2026-05-20T12:00:00Z" }""", Because = "It does not use the service at all, which another check says.")]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", Used, Because = "It may do nothing.")]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:role/r", "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r", "CreateDate": "2026-01-01T12:00:00Z", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:EACH", "Resource": "*" } } }] }""", """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "sagemaker", "LastAuthenticated": "2026-10-20T12:00:00Z" }""", Each = ["CreatePresignedDomainUrl", "PutModelPackageGroupPolicy", "CreateTrainingJob"])]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r", "CreateDate": "2026-01-01T12:00:00Z", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:PutModelInvocationLoggingConfiguration", "Resource": "*" } } }] }""", """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "bedrock", "LastAuthenticated": "2026-10-20T12:00:00Z" }""")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r", "CreateDate": "2026-01-01T12:00:00Z", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:DeleteEndpoint", "Resource": "*" } } }] }""", """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "sagemaker", "LastAuthenticated": "2026-10-20T12:00:00Z" }""", Severity = Severity.Low)]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r", "CreateDate": "2026-01-01T12:00:00Z", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""", """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "bedrock", "LastAuthenticated": "2026-10-20T12:00:00Z" }""", Severity = Severity.Low)]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r", "CreateDate": "2026-08-03T12:00:00Z", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreateEndpoint", "Resource": "*" } } }] }""", """RoleLastAccess { "@Parent": "arn:aws:iam::111122223333:role/r", "ServiceNamespace": "sagemaker", "LastAuthenticated": "2026-10-20T12:00:00Z" }""", Because = "It was made 90 days ago to the second.")]
    public static Verdict OfRole(IamRole role, Inventory<RoleLastAccess> used, Inventory<ApiEvent> calls, Accesses accesses, UsePeriod period) => Judge([role], () => used.Of(role), role.CreateDate, calls, accesses, period);

    private const string User = """{ "Arn": "arn:aws:iam::111122223333:user/u", "CreateDate": "2026-01-01T12:00:00Z", "GroupList": ["g"] }""";
    private const string Group = """IamGroup { "Arn": "arn:aws:iam::111122223333:group/g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreateEndpoint", "Resource": "*" } } }] }""";

    [Check("AWS-IAM-113", Severity.Medium, "User uses the actions of AI services that it may use", Risk = Risk, Advice = Advice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Atlas = "AML.T0012", Link = Link)]
    [Command(AiRights.NarrowUser)]
    [Passes(User, Group, """UserLastAccess { "@Parent": "arn:aws:iam::111122223333:user/u", "ServiceNamespace": "sagemaker", "LastAuthenticated": "2026-10-20T12:00:00Z", "TrackedActionsLastAccessed": [{ "ActionName": "CreateEndpoint", "LastAccessedTime": "2026-10-20T12:00:00Z" }] }""")]
    [Passes(User, Group, """UserLastAccess { "@Parent": "arn:aws:iam::111122223333:user/u", "ServiceNamespace": "sagemaker", "LastAuthenticated": "2026-10-20T12:00:00Z", "TrackedActionsLastAccessed": [] }""", """ApiEvent { "EventId": "1", "EventName": "CreateEndpoint", "EventSource": "sagemaker.amazonaws.com", "EventTime": "2026-10-20T12:00:00Z", "UserIdentity": { "Arn": "arn:aws:iam::111122223333:user/u" } }""")]
    [Fails(User, Group, """UserLastAccess { "@Parent": "arn:aws:iam::111122223333:user/u", "ServiceNamespace": "sagemaker", "LastAuthenticated": "2026-10-20T12:00:00Z", "TrackedActionsLastAccessed": [{ "ActionName": "CreateEndpoint" }] }""")]
    [Fails(User, Group, """UserLastAccess { "@Parent": "arn:aws:iam::111122223333:user/u", "ServiceNamespace": "sagemaker", "LastAuthenticated": "2026-10-20T12:00:00Z" }""")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:user/u", "CreateDate": "2026-01-01T12:00:00Z", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """UserLastAccess { "@Parent": "arn:aws:iam::111122223333:user/u", "ServiceNamespace": "sagemaker", "LastAuthenticated": "2026-10-20T12:00:00Z", "TrackedActionsLastAccessed": [{ "ActionName": "CreateEndpoint" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:Create*", "Resource": "*" } } }] }""")]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:user/u", "CreateDate": "2026-10-01T12:00:00Z", "GroupList": ["g"] }""", Group, """UserLastAccess { "@Parent": "arn:aws:iam::111122223333:user/u", "ServiceNamespace": "sagemaker", "LastAuthenticated": "2026-10-20T12:00:00Z", "TrackedActionsLastAccessed": [{ "ActionName": "CreateEndpoint" }] }""")]
    [CannotSay(User, """UserLastAccess { "@Parent": "arn:aws:iam::111122223333:user/u", "ServiceNamespace": "sagemaker" }""")]
    public static Verdict OfUser(IamUser user, Inventory<UserLastAccess> used, Inventory<ApiEvent> calls, Inventory<IamGroup> groups, Accesses accesses, UsePeriod period) =>
        Judge(PolicyLookup.WithGroups(user, groups), () => used.Of(user), user.CreateDate, calls, accesses, period);

    private static Verdict Judge<T>(IReadOnlyList<IamPrincipal> holders, Func<IReadOnlyList<T>> used, DateTimeOffset? made, Inventory<ApiEvent> calls, Accesses accesses, UsePeriod period) where T : ServiceLastAccess
    {
        if (AiRights.WhyNot(holders, accesses) is { } reason)
        {
            return NotApplicable(reason);
        }
        var access = accesses.Of(holders);
        var (events, unseen) = Seen(calls);
        var use = new PrincipalUse(used(), events[holders[0].Identity.Id], unseen is null && period.IsInHistory, period.Since, PrincipalUse.ServicesNamed(access.Held));
        var may = AiActions.All.Where(action => Array.Exists(s_classes, known => known.Class == action.Class) && use.Of(action.Service) == Use.Used && access.May(action.Name).Exists).ToList();
        if (may.Count == 0)
        {
            return NotApplicable("It may change, start or call nothing in an AI service that it uses.");
        }
        if (made > period.Since)
        {
            return NotApplicable($"It was made on {made:yyyy-MM-dd}.");
        }
        var unused = may.FindAll(action => use.Of(action) == Use.Unused);
        if (unused.Count == 0)
        {
            return unseen is null ? Pass($"Of what it may change, start or call nothing is known to be unused since {period.Since:yyyy-MM-dd}.") : throw unseen;
        }
        var words = from known in s_classes
                    let of = unused.FindAll(action => action.Class == known.Class)
                    where of.Count > 0
                    select $"{known.Words}: {string.Join(", ", of.Take(Listed).Select(action => action.Name))}{(of.Count > Listed ? $" and {of.Count - Listed} more" : "")}";
        return Fail($"Since {period.Since:yyyy-MM-dd} it has not used {unused.Count} of {may.Count} actions of {string.Join(", ", may.Select(action => action.Service).Distinct(StringComparer.Ordinal))} by which it can {string.Join("; ", words)}.",
            unused.Exists(action => Array.Exists(s_classes, known => known.Grave && known.Class == action.Class)) ? Severity.Medium : Severity.Low);
    }

    // A history with gaps shows only what it shows.
    private static (ILookup<string, ApiEvent> Calls, UnseenException? Unseen) Seen(Inventory<ApiEvent> calls)
    {
        try
        {
            return (PrincipalUse.ByPrincipal(calls.All), null);
        }
        catch (UnseenException unseen)
        {
            return (PrincipalUse.ByPrincipal(calls.Known), unseen);
        }
    }
}
