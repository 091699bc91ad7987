using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Whether an identity rules the account, or can make itself its ruler.</summary>
internal static class Administration
{
    // One of these on anything is enough to take every other right: the known ways of IAM itself.
    private static readonly (string Kind, string[] Actions)[] s_escalations =
    [
        ("policy", ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"]),
        ("role", ["iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"]),
        ("user", ["iam:AttachUserPolicy", "iam:PutUserPolicy", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"]),
        ("group", ["iam:AttachGroupPolicy", "iam:PutGroupPolicy", "iam:AddUserToGroup"]),
    ];

    private static readonly Glob s_everything = Glob.Action("*");

    /// <summary>Why it does, as a sentence; null where it does not.</summary>
    public static string? Why(IdentityPolicies policies, Scope scope)
    {
        if (policies.Allowing("*", "*") is { } all)
        {
            return all.Statements.Any(statement => statement is { IsAllow: true, ExceptActions: false } && statement.IsOnAll(s_everything))
                ? $"{all} allows every action on every resource."
                : $"{all} allows every action but a few on every resource.";
        }
        if (policies.Allowing("iam:*", "*") is { } iam)
        {
            return $"{iam} allows every action of IAM.";
        }
        foreach (var (kind, actions) in s_escalations)
        {
            foreach (var action in actions)
            {
                if (policies.Allowing(action, $"arn:{scope.Partition}:iam::{scope.Id}:{kind}/*") is { } policy)
                {
                    return $"{policy} allows {action} on every {kind}, which leads to every other right.";
                }
            }
        }
        return null;
    }
}
