using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on what roles may do with AI services.</summary>
internal static class IamRoleChecks
{
    [Check("AWS-IAM-001", Severity.High, "Role does not hold full access to Bedrock", Risk = AiRights.BedrockFullAccessRisk, Advice = AiRights.BedrockFullAccessAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = AiRights.BedrockFullAccessLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonBedrockReadOnly", "PolicyArn": "arn:aws:iam::aws:policy/AmazonBedrockReadOnly" }] }""")]
    [Passes("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonBedrockFullAccess", "PolicyArn": "arn:aws:iam::111122223333:policy/AmazonBedrockFullAccess" }] }""", Because = "A policy of your own may be called like that and say something else.")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonBedrockFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonBedrockFullAccess" }] }""")]
    [Skips("""{ "Path": "/aws-service-role/bedrock.amazonaws.com/", "AttachedManagedPolicies": [{ "PolicyName": "AmazonBedrockFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonBedrockFullAccess" }] }""")]
    public static Verdict BedrockFullAccess(IamRole role) => AiRights.BedrockFullAccess([role]);

    [Check("AWS-IAM-002", Severity.High, "Role does not hold full access to SageMaker", Risk = AiRights.SageMakerFullAccessRisk, Advice = AiRights.SageMakerFullAccessAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = AiRights.SageMakerFullAccessLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonSageMakerReadOnly", "PolicyArn": "arn:aws:iam::aws:policy/AmazonSageMakerReadOnly" }] }""")]
    [Passes("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonSageMakerFullAccess", "PolicyArn": "arn:aws:iam::111122223333:policy/AmazonSageMakerFullAccess" }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonSageMakerFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess" }] }""")]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    public static Verdict SageMakerFullAccess(IamRole role) => AiRights.SageMakerFullAccess([role]);

    [Check("AWS-IAM-003", Severity.Medium, "Role does not hold full access to another AI service", Risk = AiRights.OtherFullAccessRisk, Advice = AiRights.OtherFullAccessAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = AiRights.OtherFullAccessLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "AttachedManagedPolicies": [{ "PolicyName": "ComprehendReadOnly", "PolicyArn": "arn:aws:iam::aws:policy/ComprehendReadOnly" }] }""")]
    [Passes("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonBedrockFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonBedrockFullAccess" }] }""", Because = "Another check judges it.")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonLexFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonLexFullAccess" }] }""")]
    [Skips("""{ "Path": "/aws-service-role/lex.amazonaws.com/" }""")]
    public static Verdict OtherFullAccess(IamRole role) => AiRights.OtherFullAccess([role]);

    [Check("AWS-IAM-004", Severity.High, "Role holds no policy of yours with every action of an AI service", Risk = AiRights.EveryActionRisk, Advice = AiRights.EveryActionAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = AiRights.EveryActionLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["bedrock:Invoke*", "sagemaker:Describe*"], "Resource": "*" } } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:*", "Resource": "arn:aws:bedrock:*:*:guardrail/g" } } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:*", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "ml" } } } } }] }""")]
    [Skips("""{ "AttachedManagedPolicies": [{ "PolicyName": "AdministratorAccess", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::aws:policy/AdministratorAccess", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""",
        Because = "That it is an administrator is one finding, not one for each right.")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "bedrock:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:*", "Resource": "*" } } }] }""")]
    [Skips("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" } } }] }""", Because = "Everything but IAM is an administrator's.")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "transcribe:*", "Resource": "arn:aws:transcribe:*:111122223333:*" } } }] }""")]
    [CannotSay("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "allow", "Action": "bedrock:*", "Resource": "*" } } }] }""", Because = "IAM accepts no such policy.")]
    [Skips("""{ "Path": "/aws-service-role/bedrock.amazonaws.com/" }""")]
    public static Verdict EveryAction(IamRole role, Accesses accesses) => AiRights.EveryAction([role], accesses);

    [Check("AWS-IAM-005", Severity.High, "Role may call models by name only", Risk = AiRights.AnyModelRisk, Advice = AiRights.AnyModelAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10, LLM03", Atlas = "AML.T0040, AML.T0034", Link = AiRights.AnyModelLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:*::foundation-model/anthropic.*" } } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*", "Condition": { "StringLike": { "bedrock:InferenceProfileArn": "arn:aws:bedrock:*:111122223333:application-inference-profile/a" } } } } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-mantle:CreateInference", "Resource": "*", "Condition": { "StringEquals": { "bedrock-mantle:Model": "m" } } } } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "bedrock:*", "Resource": "*" }, { "Effect": "Deny", "Action": "bedrock:InvokeModel*", "NotResource": "arn:aws:bedrock:*::foundation-model/m" }] } }] }""", Because = "The Deny is a list of the models that are allowed.")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "bedrock:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModelWithResponseStream", "Resource": "arn:aws:bedrock:us-east-1::foundation-model/*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-mantle:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:Invoke*", "Resource": "*", "Condition": { "StringEquals": { "aws:RequestedRegion": "eu-west-1" } } } } }] }""", Because = "That is any model of one region.")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*", "Condition": { "ArnLikeIfExists": { "bedrock:InferenceProfileArn": "arn:aws:bedrock:*:111122223333:application-inference-profile/a" } } } } }] }""",
        Because = "IfExists lets through every call that names no profile.")]
    [Skips("""{ "Path": "/aws-service-role/bedrock.amazonaws.com/" }""")]
    public static Verdict AnyModel(IamRole role, Accesses accesses) => AiRights.AnyModel([role], accesses);

    [Check("AWS-IAM-006", Severity.High, "Role may call endpoints by name only", Risk = AiRights.AnyEndpointRisk, Advice = AiRights.AnyEndpointAdvice,
        Tip = Tip.LeastPrivilege | Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0040", Link = AiRights.AnyEndpointLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "arn:aws:sagemaker:*:111122223333:endpoint/fraud" } } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "ml" } } } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpointAsync", "Resource": "arn:aws:sagemaker:*:*:endpoint/*" } } }] }""")]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    public static Verdict AnyEndpoint(IamRole role, Accesses accesses) => AiRights.AnyEndpoint([role], accesses);

    [Check("AWS-IAM-007", Severity.Critical, "Role gains no rights by passing a role to an AI service", Risk = AiRights.PassAnyRoleRisk, Advice = AiRights.PassAnyRoleAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012, AML.T0053", Link = AiRights.PassAnyRoleLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*" }, { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/training" }] } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" } } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" }, { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": { "StringEquals": { "iam:PassedToService": "lambda.amazonaws.com" } } }] } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": ["iam:PassRole", "sagemaker:*"], "Resource": "*" }, { "Effect": "Deny", "Action": "iam:PassRole", "Resource": "*", "Condition": { "StringNotEquals": { "iam:PassedToService": "lambda.amazonaws.com" } } }] } }] }""")]
    [Passes("""{ "PermissionsBoundary": { "PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/b" }, "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/b", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": ["iam:PassRole", "sagemaker:*"], "Resource": "*" } } }] }""", Severity = Severity.High)]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["iam:Pass*", "sagemaker:*"], "Resource": "*" } } }] }""", Severity = Severity.High)]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "sagemaker:CreateNotebookInstance", "Resource": "arn:aws:sagemaker:*:*:notebook-instance/lab" }, { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::*:role/*", "Condition": { "StringEquals": { "iam:PassedToService": ["glue.amazonaws.com", "sagemaker.amazonaws.com"] } } }] } }] }""", Because = "As AmazonSageMakerFullAccess does.", Severity = Severity.High)]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "bedrock-agentcore:CreateCodeInterpreter", "Resource": "*" }, { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": { "StringLike": { "iam:PassedToService": "bedrock-*" } } }] } }] }""", Severity = Severity.High)]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "pass", "PolicyArn": "arn:aws:iam::111122223333:policy/pass" }], "RolePolicyList": [{ "PolicyName": "agents", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:CreateAgent", "Resource": "*" } } }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/pass", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" } } }] }""",
        Because = "Half of the right is in one policy, half in another.", Severity = Severity.High)]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*" }, { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/admin" }] } }] }""",
        AiRights.AdminOfSageMaker, Because = "Its own training job works as an administrator.")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*" }, { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/admin" }] } }] }""",
        AiRights.AdminOfMachines, Because = "SageMaker may not take that role.")]
    public static Verdict PassAnyRole(IamRole role, Accesses accesses, PassedRolePaths paths) => AiRights.PassAnyRole([role], accesses, paths);

    [Check("AWS-IAM-008", Severity.High, "Role gains no rights by opening a notebook or Studio by URL", Risk = AiRights.PresignedUrlRisk, Advice = AiRights.PresignedUrlAdvice,
        Tip = Tip.NotebookSharing, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012, AML.T0091", Link = AiRights.PresignedUrlLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedDomainUrl", "Resource": "arn:aws:sagemaker:*:*:user-profile/*/${aws:username}" } } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } } } } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedNotebookInstanceUrl", "Resource": "*", "Condition": { "StringEquals": { "sagemaker:ResourceTag/owner": "ann" } } } } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedDomainUrl", "Resource": "*", "Condition": { "StringEquals": { "aws:SourceVpce": "vpce-1" } } } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedNotebookInstanceUrl", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedDomainUrl", "Resource": "arn:aws:sagemaker:*:*:user-profile/*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedMlflow*", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedDomainUrl", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "0.0.0.0/0" } } } } }] }""")]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedNotebookInstanceUrl", "Resource": "arn:aws:sagemaker:*:*:notebook-instance/lab" } } }] }""",
        AiRights.AdminOfSageMaker, AiRights.LabOfAdmin, Because = "That notebook works as an administrator.", Severity = Severity.Critical)]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedDomainUrl", "Resource": "arn:aws:sagemaker:*:*:user-profile/d-1/ann" } } }] }""",
        AiRights.AdminOfSageMaker, AiRights.Ann, AiRights.DomainOfAdmin, Because = "That user has the domain's role, an administrator's.", Severity = Severity.Critical)]
    public static Verdict PresignedUrl(IamRole role, Accesses accesses, WorkplacePaths paths) => AiRights.PresignedUrl([role], accesses, paths);

    [Check("AWS-IAM-025", Severity.Medium, "Role cannot buy any model of the marketplace", Risk = AiRights.AnyProductRisk, Advice = AiRights.AnyProductAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0010", Link = AiRights.AnyProductLink)]
    [Command(AiRights.NarrowRole)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "aws-marketplace:Subscribe", "Resource": "*", "Condition": { "ForAnyValue:StringEquals": { "aws-marketplace:ProductId": "prod-1" } } } } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "aws-marketplace:Subscribe", "Resource": "*", "Condition": { "StringEquals": { "aws:CalledViaLast": "bedrock.amazonaws.com" } } } } }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "aws-marketplace:ViewSubscriptions", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "aws-marketplace:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "aws-marketplace:Subscribe", "Resource": "*" } } }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "aws-marketplace:*", "Resource": "*", "Condition": { "StringNotEquals": { "aws-marketplace:ProductId": "prod-1" } } } } }] }""", Because = "Any but one is any.")]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""")]
    public static Verdict AnyProduct(IamRole role, Accesses accesses) => AiRights.AnyProduct([role], accesses);
}
