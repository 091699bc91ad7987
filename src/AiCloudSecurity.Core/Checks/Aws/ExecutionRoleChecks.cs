using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on the roles that AI workloads run as.</summary>
internal static class ExecutionRoleChecks
{
    [Check("AWS-IAM-009", Severity.Critical, "Notebook's role is no administrator",
        Risk = "Every cell of the notebook, and every package that it loads, rules the account.",
        Advice = "Give the notebook a role that holds only what its work needs.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html")]
    [Passes("""{ "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "VersionId": "v1", "Document": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }, { "VersionId": "v2", "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""",
        Because = "Only the default version counts.")]
    [Passes("""{ "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "iam:*", "Resource": "*" }, { "Effect": "Deny", "Action": "iam:*", "Resource": "*" }] } }] }""")]
    [Fails("""{ "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22iam%3A%2A%22%2C%22Resource%22%3A%22%2A%22%7D%7D" }] }""")]
    [Fails("""{ "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "PowerUserAccess", "PolicyArn": "arn:aws:iam::aws:policy/PowerUserAccess" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::aws:policy/PowerUserAccess", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "NotAction": ["iam:*", "organizations:*"], "Resource": "*" } } }] }""")]
    [Fails("""{ "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "iam:AttachRolePolicy", "Resource": "arn:aws:iam::*:role/*" } } }] }""")]
    [Skips("""{ "RoleArn": "arn:aws:iam::111122223333:role/gone" }""")]
    [CannotSay("""{ }""")]
    [CannotSay("""{ "RoleArn": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""")]
    public static Verdict Notebook(NotebookInstance notebook, RolePolicies roles, Scope scope) =>
        notebook.RoleArn is null ? Unknown("AWS does not say which role it has.")
        : roles.Find(notebook.RoleArn) is not { } role ? NotApplicable($"Its role {notebook.RoleArn} does not exist.")
        : Administration.Why(roles.Of(role), scope) is { } why ? Fail($"Its role is {role.Identity.Name}. {why}")
        : Pass($"Its role {role.Identity.Name} is no administrator.");

    [Check("AWS-IAM-010", Severity.High, "Studio's roles hold no more than Studio needs",
        Risk = "Everybody in Studio can do with models, data and roles what only a few should.",
        Advice = "Give the domain and its user profiles roles that hold only what their work needs.",
        Tip = Tip.LeastPrivilege | Tip.NotebookSharing, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html")]
    [Passes("""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/r" } }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""")]
    [Passes("""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/r" } }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r" }""",
        """UserProfile { "DomainId": "d-2", "UserProfileName": "ann", "UserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/admin" } }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/admin", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""",
        Because = "The profile is one of another domain.")]
    [Fails("""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/r" } }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "AmazonSageMakerFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess" }] }""")]
    [Fails("""{ "DomainId": "d-1", "DefaultSpaceSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/r" } }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""")]
    [Fails("""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/r" } }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r" }""",
        """UserProfile { "DomainId": "d-1", "UserProfileName": "ann", "UserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/admin" } }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/admin", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "iam:*", "Resource": "*" } } }] }""")]
    [Skips("""{ "DomainId": "d-1" }""")]
    [CannotSay("""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/r" } }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""")]
    public static Verdict Studio(Domain domain, Inventory<UserProfile> profiles, RolePolicies roles, Scope scope)
    {
        var uses = profiles.All.Where(profile => profile.DomainId == domain.DomainId)
            .Select(profile => (Who: $"the user profile {profile.UserProfileName}", Role: profile.UserSettings?.ExecutionRole))
            .Prepend(("spaces", domain.DefaultSpaceSettings?.ExecutionRole)).Prepend(("users", domain.DefaultUserSettings?.ExecutionRole));
        var seen = false;
        foreach (var (who, arn) in uses)
        {
            if (roles.Find(arn) is not { } role)
            {
                continue;
            }
            seen = true;
            if (role.AttachedManagedPolicies?.FirstOrDefault(policy => policy is { IsAws: true, PolicyName: "AmazonSageMakerFullAccess" }) is not null)
            {
                return Fail($"The role {role.Identity.Name} of {who} holds AmazonSageMakerFullAccess.");
            }
            if (Administration.Why(roles.Of(role), scope) is { } why)
            {
                return Fail($"It gives {who} the role {role.Identity.Name}. {why}");
            }
        }
        return seen ? Pass("None of its roles is an administrator or holds AmazonSageMakerFullAccess.") : NotApplicable("It names no role.");
    }
}
