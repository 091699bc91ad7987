using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on what groups could do to AI services and come to through them.</summary>
internal static class IamGroupRiskChecks
{
    [Check("AWS-IAM-101", Severity.Medium, "Group is no administrator", Risk = AiRisks.AdministratorRisk, Advice = AiRisks.AdministratorAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = AiRisks.AdministratorLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "iam:PutRolePolicy", "Resource": "*" } } }] }""", Because = "It can make itself one.")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""")]
    public static Verdict Administrator(IamGroup group, Accesses accesses) => AiRisks.Administrator([group], accesses);

    [Check("AWS-IAM-102", Severity.High, "Group puts no script into somebody else's notebook", Risk = AiRisks.ScriptRisk, Advice = AiRisks.ScriptAdvice,
        Tip = Tip.NotebookSharing, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012, AML.T0011", Link = AiRisks.ScriptLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:CreateNotebookInstanceLifecycleConfig", "sagemaker:StartNotebookInstance"], "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:*NotebookInstance*"], "Resource": "*" } } }] }""", Severity = Severity.Low)]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:*NotebookInstance*"], "Resource": ["arn:aws:sagemaker:*:*:notebook-instance/lab", "arn:aws:sagemaker:*:*:notebook-instance-lifecycle-config/*"] } } }] }""", AiRights.AdminOfSageMaker, AiRights.LabOfAdmin, Because = "That notebook works as an administrator.", Severity = Severity.Critical)]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:CreateStudioLifecycleConfig", "sagemaker:UpdateUserProfile"], "Resource": ["arn:aws:sagemaker:*:*:user-profile/d-1/ann", "arn:aws:sagemaker:*:*:studio-lifecycle-config/*"] } } }] }""", AiRights.AdminOfSageMaker, AiRights.Ann, AiRights.DomainOfAdmin, Because = "That user works as an administrator.", Severity = Severity.Critical)]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:*NotebookInstance*"], "Resource": "*" } } }] }""", Severity = Severity.Low)]
    public static Verdict Script(IamGroup group, Accesses accesses, WorkplacePaths paths) => AiRisks.Script([group], accesses, paths);

    [Check("AWS-IAM-103", Severity.High, "Group gains no rights in sessions of AgentCore", Risk = AiRisks.SessionRisk, Advice = AiRisks.SessionAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012, AML.T0053", Link = AiRisks.SessionLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:StartCodeInterpreterSession", "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"], "Resource": "*" } } }] }""", AiRights.AdminOfAgents, AiRights.Sandbox, Severity = Severity.Critical)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"], "Resource": "*" } } }] }""", AiRights.AdminOfAgents, Because = "No code interpreter is there.")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:InvokeAgentRuntimeCommand", "Resource": "*" } } }] }""", AiRights.AdminOfAgents, AiRights.Travel, Severity = Severity.Critical)]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"], "Resource": "*" } } }] }""", AiRights.AdminOfAgents, AiRights.Sandbox, Severity = Severity.Critical)]
    public static Verdict Session(IamGroup group, Accesses accesses, AgentCorePaths paths) => AiRisks.Session([group], accesses, paths);

    [Check("AWS-IAM-104", Severity.High, "Group cannot decide what agents do", Risk = AiRisks.AgentRisk, Advice = AiRisks.AgentAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053", Link = AiRisks.AgentLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["lambda:UpdateFunctionCode", "bedrock:InvokeAgent"], "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["lambda:UpdateFunctionCode", "bedrock:InvokeAgent"], "Resource": "*" } } }] }""", AiRights.Helpdesk, AiRights.HelpdeskTools, Because = "The agent runs the function.")]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["lambda:UpdateFunctionCode", "bedrock:InvokeAgent"], "Resource": "*" } } }] }""", AiRights.Helpdesk, AiRights.HelpdeskTools, AiRights.Tools, AiRights.ToolsDeny, Because = "The function's own policy denies it.")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["bedrock:UpdateAgentActionGroup", "bedrock:PrepareAgent"], "Resource": "*" } } }] }""", AiRights.Helpdesk, Severity = Severity.Medium)]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": ["lambda:UpdateFunctionCode", "bedrock:InvokeAgent"], "Resource": "*" } } }] }""", AiRights.Helpdesk, AiRights.HelpdeskTools)]
    public static Verdict Agents(IamGroup group, Accesses accesses, AgentPaths paths) => AiRisks.Agents([group], accesses, paths);

    [Check("AWS-IAM-105", Severity.Medium, "Group cannot take away the logs of AI services", Risk = AiRisks.LogsRisk, Advice = AiRisks.LogsAdvice,
        Tip = Tip.ModelMonitoring, Remedy = Remedy.MayBreak, Atlas = "AML.T0107", Link = AiRisks.LogsLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:GetModelInvocationLoggingConfiguration", "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:*ModelInvocationLogging*", "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "cloudtrail:StopLogging", "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "logs:DeleteLogGroup", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "bedrock:*ModelInvocationLogging*", "Resource": "*" } } }] }""")]
    public static Verdict Logs(IamGroup group, Accesses accesses) => AiRisks.Logs([group], accesses);

    [Check("AWS-IAM-106", Severity.Medium, "Group cannot write to every bucket that models learn from", Risk = AiRisks.TrainingRisk, Advice = AiRisks.TrainingAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM04", Atlas = "AML.T0020", Link = AiRisks.TrainingLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::results/*" } } }] }""")]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } } }] }""", AiRights.Churn)]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" } } }] }""", AiRights.Wiki, AiRights.WikiPages)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" } } }] }""", AiRights.Wiki, AiRights.WikiPages, AiRights.WikiBucket, AiRights.WikiBucketDenies, Because = "The bucket's own policy denies it.")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } } }] }""", AiRights.Churn)]
    public static Verdict TrainingData(IamGroup group, Accesses accesses, TrainingData data) => AiRisks.TrainingData([group], accesses, data);

    [Check("AWS-IAM-107", Severity.Medium, "Group cannot share every AI resource with other accounts", Risk = AiRisks.ShareRisk, Advice = AiRisks.ShareAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0035", Link = AiRisks.ShareLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:PutModelPackageGroupPolicy", "Resource": "arn:aws:sagemaker:*:*:model-package-group/churn" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:PutModelPackageGroupPolicy", "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:Put*", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:PutModelPackageGroupPolicy", "Resource": "*" } } }] }""")]
    public static Verdict Share(IamGroup group, Accesses accesses) => AiRisks.Share([group], accesses);

    [Check("AWS-IAM-108", Severity.Medium, "Group cannot fetch every agent's tokens and keys", Risk = AiRisks.TokensRisk, Advice = AiRisks.TokensAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0055", Link = AiRisks.TokensLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:GetResourceApiKey", "Resource": "arn:aws:bedrock-agentcore:*:*:token-vault/default/apikeycredentialprovider/crm" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:GetResource*", "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "iam:CreateServiceSpecificCredential", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:GetResource*", "Resource": "*" } } }] }""")]
    public static Verdict Tokens(IamGroup group, Accesses accesses) => AiRisks.Tokens([group], accesses);

    [Check("AWS-IAM-109", Severity.Medium, "Group cannot run up AI costs without a limit", Risk = AiRisks.CostRisk, Advice = AiRisks.CostAdvice,
        Tip = Tip.Budget, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0034", Link = AiRisks.CostLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*", "Condition": { "ForAllValues:StringLike": { "sagemaker:InstanceTypes": "ml.m5.*" } } } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*" } } }] }""", Severity = Severity.Low)]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:CreateProvisionedModelThroughput", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*" } } }] }""", Severity = Severity.Low)]
    public static Verdict Cost(IamGroup group, Accesses accesses) => AiRisks.Cost([group], accesses);
}
