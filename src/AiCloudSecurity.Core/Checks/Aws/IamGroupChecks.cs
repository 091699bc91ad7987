using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on what groups let their users do with AI services.</summary>
internal static class IamGroupChecks
{
    [Check("AWS-IAM-001", Severity.High, "Group does not hold full access to Bedrock", Risk = AiRights.BedrockFullAccessRisk, Advice = AiRights.BedrockFullAccessAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = AiRights.BedrockFullAccessLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "AttachedManagedPolicies": [{ "PolicyName": "ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess" }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonBedrockFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonBedrockFullAccess" }] }""")]
    public static Verdict BedrockFullAccess(IamGroup group) => AiRights.BedrockFullAccess([group]);

    [Check("AWS-IAM-002", Severity.High, "Group does not hold full access to SageMaker", Risk = AiRights.SageMakerFullAccessRisk, Advice = AiRights.SageMakerFullAccessAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = AiRights.SageMakerFullAccessLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "AttachedManagedPolicies": [{ "PolicyName": "ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess" }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonSageMakerFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess" }] }""")]
    public static Verdict SageMakerFullAccess(IamGroup group) => AiRights.SageMakerFullAccess([group]);

    [Check("AWS-IAM-003", Severity.Medium, "Group does not hold full access to another AI service", Risk = AiRights.OtherFullAccessRisk, Advice = AiRights.OtherFullAccessAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = AiRights.OtherFullAccessLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "AttachedManagedPolicies": [{ "PolicyName": "ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess" }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "AmazonKendraFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonKendraFullAccess" }] }""")]
    public static Verdict OtherFullAccess(IamGroup group) => AiRights.OtherFullAccess([group]);

    [Check("AWS-IAM-004", Severity.High, "Group holds no policy of yours with every action of an AI service", Risk = AiRights.EveryActionRisk, Advice = AiRights.EveryActionAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012", Link = AiRights.EveryActionLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "other", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "kendra:*", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "kendra:*", "Resource": "*" } } }] }""")]
    public static Verdict EveryAction(IamGroup group, Accesses accesses) => AiRights.EveryAction([group], accesses);

    [Check("AWS-IAM-005", Severity.High, "Group may call models by name only", Risk = AiRights.AnyModelRisk, Advice = AiRights.AnyModelAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10, LLM03", Atlas = "AML.T0040, AML.T0034", Link = AiRights.AnyModelLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "other", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""")]
    public static Verdict AnyModel(IamGroup group, Accesses accesses) => AiRights.AnyModel([group], accesses);

    [Check("AWS-IAM-006", Severity.High, "Group may call endpoints by name only", Risk = AiRights.AnyEndpointRisk, Advice = AiRights.AnyEndpointAdvice,
        Tip = Tip.LeastPrivilege | Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0040", Link = AiRights.AnyEndpointLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "other", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""")]
    public static Verdict AnyEndpoint(IamGroup group, Accesses accesses) => AiRights.AnyEndpoint([group], accesses);

    [Check("AWS-IAM-007", Severity.Critical, "Group gains no rights by passing a role to an AI service", Risk = AiRights.PassAnyRoleRisk, Advice = AiRights.PassAnyRoleAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012, AML.T0053", Link = AiRights.PassAnyRoleLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "other", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["iam:PassRole", "bedrock:CreateAgent"], "Resource": "*" } } }] }""", Severity = Severity.High)]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": ["iam:PassRole", "bedrock:CreateAgent"], "Resource": "*" } } }] }""", Severity = Severity.High)]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*" }, { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/admin" }] } }] }""",
        AiRights.AdminOfSageMaker, Because = "Its own training job works as an administrator.")]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*" }, { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/admin" }] } }] }""",
        AiRights.AdminOfMachines, Because = "SageMaker may not take that role.")]
    public static Verdict PassAnyRole(IamGroup group, Accesses accesses, PassedRolePaths paths) => AiRights.PassAnyRole([group], accesses, paths);

    [Check("AWS-IAM-008", Severity.High, "Group gains no rights by opening a notebook or Studio by URL", Risk = AiRights.PresignedUrlRisk, Advice = AiRights.PresignedUrlAdvice,
        Tip = Tip.NotebookSharing, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012, AML.T0091", Link = AiRights.PresignedUrlLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "other", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedDomainUrl", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedDomainUrl", "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedNotebookInstanceUrl", "Resource": "arn:aws:sagemaker:*:*:notebook-instance/lab" } } }] }""",
        AiRights.AdminOfSageMaker, AiRights.LabOfAdmin, Because = "That notebook works as an administrator.", Severity = Severity.Critical)]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:CreatePresignedDomainUrl", "Resource": "arn:aws:sagemaker:*:*:user-profile/d-1/ann" } } }] }""",
        AiRights.AdminOfSageMaker, AiRights.Ann, AiRights.DomainOfAdmin, Because = "That user has the domain's role, an administrator's.", Severity = Severity.Critical)]
    public static Verdict PresignedUrl(IamGroup group, Accesses accesses, WorkplacePaths paths) => AiRights.PresignedUrl([group], accesses, paths);

    [Check("AWS-IAM-025", Severity.Medium, "Group cannot buy any model of the marketplace", Risk = AiRights.AnyProductRisk, Advice = AiRights.AnyProductAdvice,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0010", Link = AiRights.AnyProductLink)]
    [Command(AiRights.NarrowGroup)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "other", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" } } }] }""")]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "aws-marketplace:Subscribe", "Resource": "*" } } }] }""")]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "aws-marketplace:Subscribe", "Resource": "*" } } }] }""")]
    public static Verdict AnyProduct(IamGroup group, Accesses accesses) => AiRights.AnyProduct([group], accesses);
}
