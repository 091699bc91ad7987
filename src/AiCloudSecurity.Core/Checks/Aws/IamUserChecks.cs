using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on what users may do with AI services, by themselves or by themselves and their groups together.</summary>
internal static class IamUserChecks
{
    [Check("AWS-IAM-001", Severity.High, "User does not hold full access to Bedrock", Risk = AiRights.BedrockFullAccessRisk, Advice = AiRights.BedrockFullAccessAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = AiRights.BedrockFullAccessLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserName": "carol" }""")]
    [Passes("""{ "AttachedManagedPolicies": [{ "PolicyName": "ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess" }], "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g" }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonBedrockFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonBedrockFullAccess" }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonBedrockFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonBedrockFullAccess" }], "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "AttachedManagedPolicies": [{ "PolicyName": "AmazonBedrockFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonBedrockFullAccess" }] }""", Because = "Leaving the group would not take it away.")]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "AttachedManagedPolicies": [{ "PolicyName": "AmazonBedrockFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonBedrockFullAccess" }] }""", Because = "The group holds it, and the group is judged.")]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g" }""")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    public static Verdict BedrockFullAccess(IamUser user, Inventory<IamGroup> groups) =>
        UserAndGroups.Judge(user, groups, holders => AiRights.BedrockFullAccess(holders));

    [Check("AWS-IAM-002", Severity.High, "User does not hold full access to SageMaker", Risk = AiRights.SageMakerFullAccessRisk, Advice = AiRights.SageMakerFullAccessAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = AiRights.SageMakerFullAccessLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserName": "carol" }""")]
    [Passes("""{ "AttachedManagedPolicies": [{ "PolicyName": "ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess" }], "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g" }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonSageMakerFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess" }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonSageMakerFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess" }], "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "AttachedManagedPolicies": [{ "PolicyName": "AmazonSageMakerFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess" }] }""", Because = "Leaving the group would not take it away.")]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "AttachedManagedPolicies": [{ "PolicyName": "AmazonSageMakerFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess" }] }""", Because = "The group holds it, and the group is judged.")]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g" }""")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    public static Verdict SageMakerFullAccess(IamUser user, Inventory<IamGroup> groups) =>
        UserAndGroups.Judge(user, groups, holders => AiRights.SageMakerFullAccess(holders));

    [Check("AWS-IAM-003", Severity.Medium, "User does not hold full access to another AI service", Risk = AiRights.OtherFullAccessRisk, Advice = AiRights.OtherFullAccessAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = AiRights.OtherFullAccessLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserName": "carol" }""")]
    [Passes("""{ "AttachedManagedPolicies": [{ "PolicyName": "ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess" }], "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g" }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonKendraFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonKendraFullAccess" }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonKendraFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonKendraFullAccess" }], "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "AttachedManagedPolicies": [{ "PolicyName": "AmazonKendraFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonKendraFullAccess" }] }""", Because = "Leaving the group would not take it away.")]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "AttachedManagedPolicies": [{ "PolicyName": "AmazonKendraFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonKendraFullAccess" }] }""", Because = "The group holds it, and the group is judged.")]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g" }""")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    public static Verdict OtherFullAccess(IamUser user, Inventory<IamGroup> groups) =>
        UserAndGroups.Judge(user, groups, holders => AiRights.OtherFullAccess(holders));

    [Check("AWS-IAM-004", Severity.High, "User holds no policy of yours with every action of an AI service", Risk = AiRights.EveryActionRisk, Advice = AiRights.EveryActionAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = AiRights.EveryActionLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserName": "carol" }""")]
    [Passes("""{ "GroupList": ["g"], "UserPolicyList": [{ "PolicyName": "deny", "PolicyDocument": { "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*" } } }] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "kendra:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "kendra:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }], "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g" }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "kendra:*", "Resource": "*" } } }] }""")]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "kendra:*", "Resource": "*" } } }] }""", Because = "The group holds it, and the group is judged.")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    public static Verdict EveryAction(IamUser user, Inventory<IamGroup> groups, Accesses accesses) =>
        UserAndGroups.Judge(user, groups, holders => AiRights.EveryAction(holders, accesses));

    [Check("AWS-IAM-005", Severity.High, "User may call models by name only", Risk = AiRights.AnyModelRisk, Advice = AiRights.AnyModelAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10, LLM03", Atlas = "AML.T0040, AML.T0034", Link = AiRights.AnyModelLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserName": "carol" }""")]
    [Passes("""{ "GroupList": ["g"], "UserPolicyList": [{ "PolicyName": "deny", "PolicyDocument": { "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*" } } }] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }], "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g" }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""")]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""", Because = "The group holds it, and the group is judged.")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    public static Verdict AnyModel(IamUser user, Inventory<IamGroup> groups, Accesses accesses) =>
        UserAndGroups.Judge(user, groups, holders => AiRights.AnyModel(holders, accesses));

    [Check("AWS-IAM-006", Severity.High, "User may call endpoints by name only", Risk = AiRights.AnyEndpointRisk, Advice = AiRights.AnyEndpointAdvice,
        Tip = Tip.LeastPrivilege | Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0040", Link = AiRights.AnyEndpointLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserName": "carol" }""")]
    [Passes("""{ "GroupList": ["g"], "UserPolicyList": [{ "PolicyName": "deny", "PolicyDocument": { "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*" } } }] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }], "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g" }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""")]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""", Because = "The group holds it, and the group is judged.")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    public static Verdict AnyEndpoint(IamUser user, Inventory<IamGroup> groups, Accesses accesses) =>
        UserAndGroups.Judge(user, groups, holders => AiRights.AnyEndpoint(holders, accesses));

    [Check("AWS-IAM-007", Severity.Critical, "User gains no rights by passing a role to an AI service", Risk = AiRights.PassAnyRoleRisk, Advice = AiRights.PassAnyRoleAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012, AML.T0053", Link = AiRights.PassAnyRoleLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserName": "carol" }""")]
    [Passes("""{ "GroupList": ["g"], "UserPolicyList": [{ "PolicyName": "deny", "PolicyDocument": { "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*" } } }] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["iam:PassRole", "bedrock:CreateAgent"], "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["iam:PassRole", "bedrock:CreateAgent"], "Resource": "*" } } }] }""", Severity = Severity.High)]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }], "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g" }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": ["iam:PassRole", "bedrock:CreateAgent"], "Resource": "*" } } }] }""", Severity = Severity.High)]
    [Fails("""{ "GroupList": ["g"], "UserPolicyList": [{ "PolicyName": "agents", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:CreateAgent", "Resource": "*" } } }] }""",
        """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "pass", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" } } }] }""",
        Because = "Half of the right is its own, half the group's.", Severity = Severity.High)]
    [Fails("""{ "GroupList": ["g", "h"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "pass", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" } } }] }""",
        """IamGroup { "Arn": "arn:h", "GroupName": "h", "GroupPolicyList": [{ "PolicyName": "agents", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:CreateAgent", "Resource": "*" } } }] }""",
        Because = "No group holds the whole of it.", Severity = Severity.High)]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["iam:PassRole", "bedrock:CreateAgent"], "Resource": "*" } } }] }""", Because = "The group holds it, and the group is judged.")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*" }, { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/admin" }] } }] }""",
        AiRights.AdminOfSageMaker, Because = "Its own training job works as an administrator.")]
    [Passes("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*" }, { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/admin" }] } }] }""",
        AiRights.AdminOfMachines, Because = "SageMaker may not take that role.")]
    public static Verdict PassAnyRole(IamUser user, Inventory<IamGroup> groups, Accesses accesses, PassedRolePaths paths) =>
        UserAndGroups.Judge(user, groups, holders => AiRights.PassAnyRole(holders, accesses, paths));

    [Check("AWS-IAM-008", Severity.High, "User gains no rights by opening a notebook or Studio by URL", Risk = AiRights.PresignedUrlRisk, Advice = AiRights.PresignedUrlAdvice,
        Tip = Tip.NotebookSharing, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012, AML.T0091", Link = AiRights.PresignedUrlLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserName": "carol" }""")]
    [Passes("""{ "GroupList": ["g"], "UserPolicyList": [{ "PolicyName": "deny", "PolicyDocument": { "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*" } } }] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedDomainUrl", "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedDomainUrl", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }], "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g" }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedDomainUrl", "Resource": "*" } } }] }""")]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedDomainUrl", "Resource": "*" } } }] }""", Because = "The group holds it, and the group is judged.")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedNotebookInstanceUrl", "Resource": "arn:aws:sagemaker:*:*:notebook-instance/lab" } } }] }""",
        AiRights.AdminOfSageMaker, AiRights.LabOfAdmin, Because = "That notebook works as an administrator.", Severity = Severity.Critical)]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedDomainUrl", "Resource": "arn:aws:sagemaker:*:*:user-profile/d-1/ann" } } }] }""",
        AiRights.AdminOfSageMaker, AiRights.Ann, AiRights.DomainOfAdmin, Because = "That user has the domain's role, an administrator's.", Severity = Severity.Critical)]
    public static Verdict PresignedUrl(IamUser user, Inventory<IamGroup> groups, Accesses accesses, WorkplacePaths paths) =>
        UserAndGroups.Judge(user, groups, holders => AiRights.PresignedUrl(holders, accesses, paths));

    [Check("AWS-IAM-025", Severity.Medium, "User cannot buy any model of the marketplace", Risk = AiRights.AnyProductRisk, Advice = AiRights.AnyProductAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0010", Link = AiRights.AnyProductLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserName": "carol" }""")]
    [Passes("""{ "GroupList": ["g"], "UserPolicyList": [{ "PolicyName": "deny", "PolicyDocument": { "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*" } } }] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "aws-marketplace:Subscribe", "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "aws-marketplace:Subscribe", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }], "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g" }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "aws-marketplace:Subscribe", "Resource": "*" } } }] }""")]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "aws-marketplace:Subscribe", "Resource": "*" } } }] }""", Because = "The group holds it, and the group is judged.")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    public static Verdict AnyProduct(IamUser user, Inventory<IamGroup> groups, Accesses accesses) =>
        UserAndGroups.Judge(user, groups, holders => AiRights.AnyProduct(holders, accesses));
}
