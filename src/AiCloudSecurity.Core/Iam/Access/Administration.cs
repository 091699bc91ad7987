namespace AiCloudSecurity.Iam;

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

    // An organisation may leave so little of "everything" that nothing is left to rule.
    private static readonly (string Action, string Resources)[] s_signs =
        [("iam:PutRolePolicy", "arn:{p}:iam::{a}:role/*"), ("s3:GetObject", "arn:{p}:s3:::*/*"), ("ec2:RunInstances", "arn:{p}:ec2:*:{a}:instance/*"), ("bedrock:InvokeModel", "arn:{p}:bedrock:*::foundation-model/*")];

    private static readonly Glob s_everything = Glob.Action("*");

    /// <summary>Why it does, as a sentence; null where it does not.</summary>
    public static string? Why(PrincipalAccess access)
    {
        if (Everything(access) is { } all)
        {
            return all.Statements.Any(statement => statement is { IsAllow: true, ExceptActions: false } && statement.IsOnAll(s_everything))
                ? $"{all} allows every action on every resource."
                : $"{all} allows every action but a few on every resource.";
        }
        return Escalation(access) switch
        {
            null => null,
            { Action: "iam:*" } way => $"{way.Policy} allows every action of IAM.",
            { } way => $"{way.Policy} allows {way.Action} on every {way.Kind}, which leads to every other right.",
        };
    }

    /// <summary>Whether it may do everything, or everything but a few things.</summary>
    public static bool IsEverything(PrincipalAccess access) => Everything(access) is not null;

    /// <summary>The action by which it can take every other right; null where there is none.</summary>
    public static string? Way(PrincipalAccess access) => Escalation(access)?.Action;

    private static HeldPolicy? Everything(PrincipalAccess access) =>
        access.Allowing("*", "*") is { } all && Array.Exists(s_signs, sign => access.May(sign.Action, Of(access, sign.Resources)).IsFull) ? all : null;

    private static (HeldPolicy Policy, string Action, string Kind)? Escalation(PrincipalAccess access)
    {
        // A wildcard says nothing of what an organisation takes from it: one of its actions does.
        if (access.Allowing("iam:*", "*") is { } iam && access.May("iam:PutRolePolicy", Of(access, "arn:{p}:iam::{a}:role/*")).IsFull)
        {
            return (iam, "iam:*", "");
        }
        foreach (var (kind, actions) in s_escalations)
        {
            foreach (var action in actions)
            {
                if (access.Speaks(action) && access.Allowing(action, Of(access, $"arn:{{p}}:iam::{{a}}:{kind}/*")) is { } policy)
                {
                    return (policy, action, kind);
                }
            }
        }
        return null;
    }

    private static string Of(PrincipalAccess access, string resources) => resources
        .Replace("{p}", access.Principal.Name.Split(':') is ["arn", var partition, ..] ? partition : "aws", StringComparison.Ordinal)
        .Replace("{a}", access.Principal.Account ?? "*", StringComparison.Ordinal);
}
