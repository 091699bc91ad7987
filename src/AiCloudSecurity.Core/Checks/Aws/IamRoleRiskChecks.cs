using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on what roles could do to AI services and come to through them.</summary>
internal static class IamRoleRiskChecks
{
    [Check("AWS-IAM-101", Severity.Medium, "Role is no administrator", Risk = AiRisks.AdministratorRisk, Advice = AiRisks.AdministratorAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = AiRisks.AdministratorLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "iam:PutRolePolicy", "Resource": "*" } } }] }""", Because = "It can make itself one.")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""")]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    public static Verdict Administrator(IamRole role, Accesses accesses) => AiRisks.Administrator([role], accesses);

    [Check("AWS-IAM-102", Severity.High, "Role puts no script into somebody else's notebook", Risk = AiRisks.ScriptRisk, Advice = AiRisks.ScriptAdvice,
        Tip = Tip.NotebookSharing, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012, AML.T0011", Link = AiRisks.ScriptLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:CreateNotebookInstanceLifecycleConfig", "sagemaker:StartNotebookInstance"], "Resource": "*" } } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:*NotebookInstance*"], "Resource": ["arn:aws:sagemaker:*:*:notebook-instance/lab", "arn:aws:sagemaker:*:*:notebook-instance-lifecycle-config/*"] } } }] }""", Because = "There is no such notebook.")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:CreateStudioLifecycleConfig", "sagemaker:UpdateUserProfile"], "Resource": ["arn:aws:sagemaker:*:*:user-profile/d-1/ann", "arn:aws:sagemaker:*:*:studio-lifecycle-config/*"] } } }] }""", Because = "There is no such user.")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:*NotebookInstance*"], "Resource": "*" } } }] }""", Severity = Severity.Low)]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:*NotebookInstance*"], "Resource": ["arn:aws:sagemaker:*:*:notebook-instance/lab", "arn:aws:sagemaker:*:*:notebook-instance-lifecycle-config/*"] } } }] }""", AiRights.AdminOfSageMaker, AiRights.LabOfAdmin, Because = "That notebook works as an administrator.", Severity = Severity.Critical)]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:CreateStudioLifecycleConfig", "sagemaker:UpdateUserProfile"], "Resource": ["arn:aws:sagemaker:*:*:user-profile/d-1/ann", "arn:aws:sagemaker:*:*:studio-lifecycle-config/*"] } } }] }""", AiRights.AdminOfSageMaker, AiRights.Ann, AiRights.DomainOfAdmin, Because = "That user works as an administrator.", Severity = Severity.Critical)]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:*NotebookInstance*"], "Resource": "*" } } }] }""", Severity = Severity.Low)]
    [Skips("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""", Because = "It is an administrator, which another check says.")]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    public static Verdict Script(IamRole role, Accesses accesses, WorkplacePaths paths) => AiRisks.Script([role], accesses, paths);

    [Check("AWS-IAM-103", Severity.High, "Role gains no rights in sessions of AgentCore", Risk = AiRisks.SessionRisk, Advice = AiRisks.SessionAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012, AML.T0053", Link = AiRisks.SessionLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:StartCodeInterpreterSession", "Resource": "*" } } }] }""")]
    [Passes("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"], "Resource": "*" } } }] }""", Because = "AgentCore may take no role of the account.")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"], "Resource": "*" } } }] }""", AiRights.AdminOfAgents, AiRights.Sandbox, Severity = Severity.Critical)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"], "Resource": "arn:aws:bedrock-agentcore:*:*:code-interpreter-custom/c-2" } } }] }""", AiRights.AdminOfAgents, AiRights.Sandbox, Because = "It is another one.")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"], "Resource": "*" } } }] }""", AiRights.AdminOfAgents, Because = "No code interpreter is there.")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:InvokeAgentRuntimeCommand", "Resource": "*" } } }] }""", AiRights.AdminOfAgents, AiRights.Travel, Severity = Severity.Critical)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:InvokeAgentRuntimeCommand", "Resource": "*" } } }] }""", Because = "There is no runtime.")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:InvokeAgentRuntimeCommand", "Resource": "*" } } }] }""", AiRights.AdminOfAgents, AiRights.Travel, AiRights.TravelDenies, Because = "The runtime's own policy denies it.")]
    [Passes("""{ "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:InvokeAgentRuntimeCommand", "Resource": "*" } } }] }""",
        """AgentRuntime { "agentRuntimeArn": "arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/t-2", "agentRuntimeId": "t-2", "roleArn": "arn:aws:iam::111122223333:role/r" }""", Because = "It is the runtime's own role.")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:role/r" }""", AiRights.AdminOfAgents, AiRights.Travel, AiRights.TravelLetsIn, Because = "The runtime's own policy lets it in.", Severity = Severity.Critical)]
    [Passes("""{ "Arn": "arn:aws:iam::111122223333:role/other" }""", AiRights.AdminOfAgents, AiRights.Travel, AiRights.TravelLetsIn)]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"], "Resource": "*" } } }] }""", AiRights.AdminOfAgents, AiRights.Sandbox, Severity = Severity.Critical)]
    [Skips("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""", Because = "It is an administrator, which another check says.")]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    public static Verdict Session(IamRole role, Accesses accesses, AgentCorePaths paths) => AiRisks.Session([role], accesses, paths);

    [Check("AWS-IAM-104", Severity.High, "Role cannot decide what agents do", Risk = AiRisks.AgentRisk, Advice = AiRisks.AgentAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053", Link = AiRisks.AgentLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["lambda:UpdateFunctionCode", "bedrock:InvokeAgent"], "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["lambda:UpdateFunctionCode", "bedrock:InvokeAgent"], "Resource": "*" } } }] }""", AiRights.Helpdesk, AiRights.HelpdeskTools, Because = "The agent runs the function.")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["lambda:UpdateFunctionCode", "bedrock:InvokeAgent"], "Resource": "*" } } }] }""", AiRights.Helpdesk, AiRights.HelpdeskTools, AiRights.Tools, AiRights.ToolsDeny, Because = "The function's own policy denies it.")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["bedrock:UpdateAgentActionGroup", "bedrock:PrepareAgent"], "Resource": "*" } } }] }""", AiRights.Helpdesk, Severity = Severity.Medium)]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": ["lambda:UpdateFunctionCode", "bedrock:InvokeAgent"], "Resource": "*" } } }] }""", AiRights.Helpdesk, AiRights.HelpdeskTools)]
    [Skips("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""", Because = "It is an administrator, which another check says.")]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    public static Verdict Agents(IamRole role, Accesses accesses, AgentPaths paths) => AiRisks.Agents([role], accesses, paths);

    [Check("AWS-IAM-105", Severity.Medium, "Role cannot take away the logs of AI services", Risk = AiRisks.LogsRisk, Advice = AiRisks.LogsAdvice,
        Tip = Tip.ModelMonitoring, Remedy = Remedy.MayBreak, Atlas = "AML.T0107", Link = AiRisks.LogsLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:GetModelInvocationLoggingConfiguration", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:*ModelInvocationLogging*", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "cloudtrail:StopLogging", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "logs:DeleteLogGroup", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "bedrock:*ModelInvocationLogging*", "Resource": "*" } } }] }""")]
    [Skips("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""", Because = "It is an administrator, which another check says.")]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    public static Verdict Logs(IamRole role, Accesses accesses) => AiRisks.Logs([role], accesses);

    [Check("AWS-IAM-106", Severity.Medium, "Role cannot write to every bucket that models learn from", Risk = AiRisks.TrainingRisk, Advice = AiRisks.TrainingAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM04", Atlas = "AML.T0020", Link = AiRisks.TrainingLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::results/*" } } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } } }] }""", AiRights.Churn)]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" } } }] }""", AiRights.Wiki, AiRights.WikiPages)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" } } }] }""", AiRights.Wiki, AiRights.WikiPages, AiRights.WikiBucket, AiRights.WikiBucketDenies, Because = "The bucket's own policy denies it.")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } } }] }""", AiRights.Churn)]
    [Skips("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""", Because = "It is an administrator, which another check says.")]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    public static Verdict TrainingData(IamRole role, Accesses accesses, TrainingData data) => AiRisks.TrainingData([role], accesses, data);

    [Check("AWS-IAM-107", Severity.Medium, "Role cannot share every AI resource with other accounts", Risk = AiRisks.ShareRisk, Advice = AiRisks.ShareAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0035", Link = AiRisks.ShareLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:PutModelPackageGroupPolicy", "Resource": "arn:aws:sagemaker:*:*:model-package-group/churn" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:PutModelPackageGroupPolicy", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:Put*", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:PutModelPackageGroupPolicy", "Resource": "*" } } }] }""")]
    [Skips("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""", Because = "It is an administrator, which another check says.")]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    public static Verdict Share(IamRole role, Accesses accesses) => AiRisks.Share([role], accesses);

    [Check("AWS-IAM-108", Severity.Medium, "Role cannot fetch every agent's tokens and keys", Risk = AiRisks.TokensRisk, Advice = AiRisks.TokensAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0055", Link = AiRisks.TokensLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:GetResourceApiKey", "Resource": "arn:aws:bedrock-agentcore:*:*:token-vault/default/apikeycredentialprovider/crm" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:GetResource*", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "iam:CreateServiceSpecificCredential", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:GetResource*", "Resource": "*" } } }] }""")]
    [Skips("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""", Because = "It is an administrator, which another check says.")]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    public static Verdict Tokens(IamRole role, Accesses accesses) => AiRisks.Tokens([role], accesses);

    [Check("AWS-IAM-109", Severity.Medium, "Role cannot run up AI costs without a limit", Risk = AiRisks.CostRisk, Advice = AiRisks.CostAdvice,
        Tip = Tip.Budget, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0034", Link = AiRisks.CostLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*", "Condition": { "ForAllValues:StringLike": { "sagemaker:InstanceTypes": "ml.m5.*" } } } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*" } } }] }""", Severity = Severity.Low)]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:CreateProvisionedModelThroughput", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*" } } }] }""", Severity = Severity.Low)]
    [Skips("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""", Because = "It is an administrator, which another check says.")]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    public static Verdict Cost(IamRole role, Accesses accesses) => AiRisks.Cost([role], accesses);
}
