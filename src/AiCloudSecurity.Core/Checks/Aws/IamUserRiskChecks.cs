using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on what users could do to AI services and come to through them, by themselves or by themselves and their groups together.</summary>
internal static class IamUserRiskChecks
{
    [Check("AWS-IAM-101", Severity.Medium, "User is no administrator", Risk = AiRisks.AdministratorRisk, Advice = AiRisks.AdministratorAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = AiRisks.AdministratorLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "iam:PutRolePolicy", "Resource": "*" } } }] }""", Because = "It can make itself one.")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""")]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""", Because = "The group holds it, and the group is judged.")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    public static Verdict Administrator(IamUser user, Inventory<IamGroup> groups, Accesses accesses) => UserAndGroups.Judge(user, groups, holders => AiRisks.Administrator(holders, accesses));

    [Check("AWS-IAM-102", Severity.High, "User puts no script into somebody else's notebook", Risk = AiRisks.ScriptRisk, Advice = AiRisks.ScriptAdvice,
        Tip = Tip.NotebookSharing, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012, AML.T0011", Link = AiRisks.ScriptLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:CreateNotebookInstanceLifecycleConfig", "sagemaker:StartNotebookInstance"], "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:*NotebookInstance*"], "Resource": "*" } } }] }""", Severity = Severity.Low)]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:*NotebookInstance*"], "Resource": ["arn:aws:sagemaker:*:*:notebook-instance/lab", "arn:aws:sagemaker:*:*:notebook-instance-lifecycle-config/*"] } } }] }""", AiRights.AdminOfSageMaker, AiRights.LabOfAdmin, Because = "That notebook works as an administrator.", Severity = Severity.Critical)]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:CreateStudioLifecycleConfig", "sagemaker:UpdateUserProfile"], "Resource": ["arn:aws:sagemaker:*:*:user-profile/d-1/ann", "arn:aws:sagemaker:*:*:studio-lifecycle-config/*"] } } }] }""", AiRights.AdminOfSageMaker, AiRights.Ann, AiRights.DomainOfAdmin, Because = "That user works as an administrator.", Severity = Severity.Critical)]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:*NotebookInstance*"], "Resource": "*" } } }] }""", Severity = Severity.Low)]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:*NotebookInstance*"], "Resource": "*" } } }] }""", Because = "The group holds it, and the group is judged.")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    public static Verdict Script(IamUser user, Inventory<IamGroup> groups, Accesses accesses, WorkplacePaths paths) => UserAndGroups.Judge(user, groups, holders => AiRisks.Script(holders, accesses, paths));

    [Check("AWS-IAM-103", Severity.High, "User gains no rights in sessions of AgentCore", Risk = AiRisks.SessionRisk, Advice = AiRisks.SessionAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012, AML.T0053", Link = AiRisks.SessionLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:StartCodeInterpreterSession", "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"], "Resource": "*" } } }] }""", AiRights.AdminOfAgents, AiRights.Sandbox, Severity = Severity.Critical)]
    [Passes("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"], "Resource": "*" } } }] }""", AiRights.AdminOfAgents, Because = "No code interpreter is there.")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:InvokeAgentRuntimeCommand", "Resource": "*" } } }] }""", AiRights.AdminOfAgents, AiRights.Travel, Severity = Severity.Critical)]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"], "Resource": "*" } } }] }""", AiRights.AdminOfAgents, AiRights.Sandbox, Severity = Severity.Critical)]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"], "Resource": "*" } } }] }""", AiRights.AdminOfAgents, Because = "The group holds it, and the group is judged.")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    public static Verdict Session(IamUser user, Inventory<IamGroup> groups, Accesses accesses, AgentCorePaths paths) => UserAndGroups.Judge(user, groups, holders => AiRisks.Session(holders, accesses, paths));

    [Check("AWS-IAM-104", Severity.High, "User cannot decide what agents do", Risk = AiRisks.AgentRisk, Advice = AiRisks.AgentAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053", Link = AiRisks.AgentLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["lambda:UpdateFunctionCode", "bedrock:InvokeAgent"], "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["lambda:UpdateFunctionCode", "bedrock:InvokeAgent"], "Resource": "*" } } }] }""", AiRights.Helpdesk, AiRights.HelpdeskTools, Because = "The agent runs the function.")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["bedrock:UpdateAgentActionGroup", "bedrock:PrepareAgent"], "Resource": "*" } } }] }""", AiRights.Helpdesk, Severity = Severity.Medium)]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": ["lambda:UpdateFunctionCode", "bedrock:InvokeAgent"], "Resource": "*" } } }] }""", AiRights.Helpdesk, AiRights.HelpdeskTools)]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["lambda:UpdateFunctionCode", "bedrock:InvokeAgent"], "Resource": "*" } } }] }""", AiRights.Helpdesk, AiRights.HelpdeskTools, Because = "The group holds it, and the group is judged.")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    public static Verdict Agents(IamUser user, Inventory<IamGroup> groups, Accesses accesses, AgentPaths paths) => UserAndGroups.Judge(user, groups, holders => AiRisks.Agents(holders, accesses, paths));

    [Check("AWS-IAM-105", Severity.Medium, "User cannot take away the logs of AI services", Risk = AiRisks.LogsRisk, Advice = AiRisks.LogsAdvice,
        Tip = Tip.ModelMonitoring, Remedy = Remedy.MayBreak, Atlas = "AML.T0107", Link = AiRisks.LogsLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:GetModelInvocationLoggingConfiguration", "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:*ModelInvocationLogging*", "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "cloudtrail:StopLogging", "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "logs:DeleteLogGroup", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "bedrock:*ModelInvocationLogging*", "Resource": "*" } } }] }""")]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:*ModelInvocationLogging*", "Resource": "*" } } }] }""", Because = "The group holds it, and the group is judged.")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    public static Verdict Logs(IamUser user, Inventory<IamGroup> groups, Accesses accesses) => UserAndGroups.Judge(user, groups, holders => AiRisks.Logs(holders, accesses));

    [Check("AWS-IAM-106", Severity.Medium, "User cannot write to every bucket that models learn from", Risk = AiRisks.TrainingRisk, Advice = AiRisks.TrainingAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM04", Atlas = "AML.T0020", Link = AiRisks.TrainingLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::results/*" } } }] }""")]
    [Passes("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } } }] }""", AiRights.Churn)]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" } } }] }""", AiRights.Wiki, AiRights.WikiPages)]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } } }] }""", AiRights.Churn)]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } } }] }""", AiRights.Churn, Because = "The group holds it, and the group is judged.")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    public static Verdict TrainingData(IamUser user, Inventory<IamGroup> groups, Accesses accesses, TrainingData data) => UserAndGroups.Judge(user, groups, holders => AiRisks.TrainingData(holders, accesses, data));

    [Check("AWS-IAM-107", Severity.Medium, "User cannot share every AI resource with other accounts", Risk = AiRisks.ShareRisk, Advice = AiRisks.ShareAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0035", Link = AiRisks.ShareLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:PutModelPackageGroupPolicy", "Resource": "arn:aws:sagemaker:*:*:model-package-group/churn" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:PutModelPackageGroupPolicy", "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:Put*", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:PutModelPackageGroupPolicy", "Resource": "*" } } }] }""")]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:PutModelPackageGroupPolicy", "Resource": "*" } } }] }""", Because = "The group holds it, and the group is judged.")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    public static Verdict Share(IamUser user, Inventory<IamGroup> groups, Accesses accesses) => UserAndGroups.Judge(user, groups, holders => AiRisks.Share(holders, accesses));

    [Check("AWS-IAM-108", Severity.Medium, "User cannot fetch every agent's tokens and keys", Risk = AiRisks.TokensRisk, Advice = AiRisks.TokensAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0055", Link = AiRisks.TokensLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:GetResourceApiKey", "Resource": "arn:aws:bedrock-agentcore:*:*:token-vault/default/apikeycredentialprovider/crm" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:GetResource*", "Resource": "*" } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "iam:CreateServiceSpecificCredential", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:GetResource*", "Resource": "*" } } }] }""")]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:GetResource*", "Resource": "*" } } }] }""", Because = "The group holds it, and the group is judged.")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    public static Verdict Tokens(IamUser user, Inventory<IamGroup> groups, Accesses accesses) => UserAndGroups.Judge(user, groups, holders => AiRisks.Tokens(holders, accesses));

    [Check("AWS-IAM-109", Severity.Medium, "User cannot run up AI costs without a limit", Risk = AiRisks.CostRisk, Advice = AiRisks.CostAdvice,
        Tip = Tip.Budget, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0034", Link = AiRisks.CostLink)]
    [Command(AiRights.NarrowUser)]
    [Passes("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*", "Condition": { "ForAllValues:StringLike": { "sagemaker:InstanceTypes": "ml.m5.*" } } } } }] }""")]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*" } } }] }""", Severity = Severity.Low)]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:CreateProvisionedModelThroughput", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*" } } }] }""", Severity = Severity.Low)]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*" } } }] }""", Because = "The group holds it, and the group is judged.")]
    [CannotSay("""{ "GroupList": ["g"] }""")]
    public static Verdict Cost(IamUser user, Inventory<IamGroup> groups, Accesses accesses) => UserAndGroups.Judge(user, groups, holders => AiRisks.Cost(holders, accesses));
}
