using AiCloudSecurity.Iam;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>
/// Checks on what the organisation forbids in an account. Policies are not searched for words: representative requests
/// of an ordinary role are evaluated against all service control policies from the root down to the account.
/// </summary>
internal static class ServiceControlChecks
{
    private const string Examples = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples.html";
    private const string Foundation = "arn:{partition}:bedrock:{region}::foundation-model/";
    // A name that no list of approved models, and a region that no list of approved regions, has.
    private const string SomeModel = Foundation + "nobody.approved-this-v1:0";
    private const string SomeRegion = "xx-nowhere-1";
    // What AWS says of requests to global inference profiles, which may be answered anywhere.
    private const string AnyRegion = "unspecified";

    // For the examples: an organisation that another account manages, and this account in a unit of it.
    private const string Member = """Organization { "Id": "o-1", "Arn": "arn:o", "MasterAccountId": "999988887777", "FeatureSet": "ALL" }""";
    private const string Managing = """Organization { "Id": "o-1", "Arn": "arn:o", "MasterAccountId": "111122223333", "FeatureSet": "ALL" }""";
    private const string Account = """OrganizationAccount { "Id": "111122223333", "Arn": "arn:a", "Paths": ["o-1/r-1/ou-1/111122223333/"] }""";
    private const string Used = """NotebookInstance { "NotebookInstanceArn": "arn:n" }""";
    private const string Full = """ServiceControlPolicy { "@Id": "arn:full", "PolicySummary": { "Name": "Full" }, "Content": { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }""";
    private const string FullAtRoot = """ServiceControlPolicyTarget { "@Parent": "arn:full", "TargetId": "r-1" }""";
    private const string FullAtUnit = """ServiceControlPolicyTarget { "@Parent": "arn:full", "TargetId": "ou-1" }""";
    private const string AtUnit = """ServiceControlPolicyTarget { "@Parent": "arn:p", "TargetId": "ou-1" }""";
    private const string AtAccount = """ServiceControlPolicyTarget { "@Parent": "arn:p", "TargetId": "111122223333" }""";
    private const string Elsewhere = """ServiceControlPolicyTarget { "@Parent": "arn:p", "TargetId": "ou-2" }""";
    private const string P = """ServiceControlPolicy { "@Id": "arn:p", "PolicySummary": { "Name": "Limits" }, "Content": { "Version": "2012-10-17", "Statement": """;

    [Check("AWS-IAM-023", Severity.Medium, "Organisation forbids long-term API keys of Bedrock",
        Risk = "A key that never expires and travels in a header is found in code, logs and notebooks, and works from anywhere.",
        Advice = "Deny iam:CreateServiceSpecificCredential for bedrock.amazonaws.com, and bedrock:CallWithBearerToken for long-term keys, by a service control policy.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0091", Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-permissions.html")]
    [Command("""aws organizations create-policy --type SERVICE_CONTROL_POLICY --name NEW_POLICY_NAME --description 'AI services' --content '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:CreateServiceSpecificCredential","Resource":"*","Condition":{"StringEquals":{"iam:ServiceSpecificCredentialServiceName":"bedrock.amazonaws.com"}}},{"Effect":"Deny","Action":"bedrock:CallWithBearerToken","Resource":"*","Condition":{"StringEquals":{"bedrock:bearerTokenType":"LONG_TERM"}}}]}' && aws organizations attach-policy --policy-id POLICY_ID --target-id {Scope}""")]
    [Passes("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "bedrock:CallWithBearerToken", "Resource": "*", "Condition": { "StringEquals": { "bedrock:bearerTokenType": "LONG_TERM" } } }] } }""")]
    [Passes("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "iam:CreateServiceSpecificCredential", "Resource": "*", "Condition": { "StringEquals": { "iam:ServiceSpecificCredentialServiceName": "bedrock.amazonaws.com" } } }] } }""")]
    [Passes("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "NotAction": ["sagemaker:*", "bedrock:Invoke*"], "Resource": "*", "Condition": { "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/Security*" } } }] } }""",
        Because = "What is denied but for a list holds it too, and an ordinary role is no exception.")]
    [Passes("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtAccount, P + """[{ "Effect": "Allow", "Action": ["bedrock:Invoke*", "sagemaker:*", "iam:Get*"], "Resource": "*" }] } }""",
        Because = "A level that does not allow it stops it.")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit)]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, Elsewhere, P + """[{ "Effect": "Deny", "Action": "bedrock:CallWithBearerToken", "Resource": "*" }] } }""", Because = "It is attached to another unit.")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "bedrock:CallWithBearerToken", "Resource": "*", "Condition": { "StringEquals": { "bedrock:bearerTokenType": "SHORT_TERM" } } }] } }""")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "iam:CreateServiceSpecificCredential", "Resource": "*", "Condition": { "StringEquals": { "iam:ServiceSpecificCredentialServiceName": "codecommit.amazonaws.com" } } }] } }""")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "bedrock:CallWithBearerToken", "Resource": "*", "Condition": { "StringEquals": { "aws:RequestedRegion": "us-east-1" } } }] } }""", Because = "Where AI is used it is not denied.")]
    [Fails("{}", Used, Managing, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "bedrock:CallWithBearerToken", "Resource": "*" }] } }""", Because = "No such policy limits the management account.")]
    [Skips("{}", Member, Account, Full, FullAtRoot, FullAtUnit, Because = "No AI service is used.")]
    [Skips("{}", Used, Because = "The account is in no organisation.")]
    [CannotSay("{}", Used, Member, """OrganizationAccount { "Id": "111122223333", "Arn": "arn:a" }""", Full, FullAtRoot, Because = "Where the account stands is not said.")]
    [CannotSay("{}", Used, Member, Account, """ServiceControlPolicy { "@Id": "arn:p", "Content": "{" }""", AtUnit)]
    public static Verdict LongTermKeys(ScopeItself account, AiUsage usage, ServiceControl control, Scope scope) => Limited(usage, control, scope, role =>
        role.Stopped("iam:CreateServiceSpecificCredential", "arn:{partition}:iam::{account}:user/somebody", "us-east-1", ("iam:ServiceSpecificCredentialServiceName", "bedrock.amazonaws.com")) is { } creating
            ? Pass($"{creating} denies making such keys.")
            : Everywhere(usage, region => role.Stopped("bedrock:CallWithBearerToken", "*", region, ("bedrock:bearerTokenType", "LONG_TERM"))) is { Allowed: null, Stopping: { } calling }
                ? Pass($"{calling} denies calling with such keys.")
                : Fail("No service control policy denies making long-term API keys of Bedrock, or calling with them."));

    [Check("AWS-IAM-024", Severity.Medium, "Organisation allows chosen models only",
        Risk = "Any model of any provider can be called, however dear, unvetted or licensed otherwise than you think.",
        Advice = "Deny bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream on all but a list of models by a service control policy.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM03, LLM10", Atlas = "AML.T0040, AML.T0010.003", Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/security_iam_id-based-policy-examples.html")]
    [Command("""aws organizations create-policy --type SERVICE_CONTROL_POLICY --name NEW_POLICY_NAME --description 'AI services' --content '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["bedrock:InvokeModel","bedrock:InvokeModelWithResponseStream"],"NotResource":["arn:{Partition}:bedrock:*::foundation-model/MODEL_ID","arn:{Partition}:bedrock:*:*:inference-profile/PROFILE_ID"]}]}' && aws organizations attach-policy --policy-id POLICY_ID --target-id {Scope}""")]
    [Passes("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"], "NotResource": ["arn:aws:bedrock:*::foundation-model/anthropic.*", "arn:aws:bedrock:*:*:inference-profile/*"] }] } }""")]
    [Passes("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "bedrock:InvokeModel*", "Resource": "*" }] } }""", Because = "None may be called at all.")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit)]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "bedrock:InvokeModel*", "Resource": "arn:aws:bedrock:*::foundation-model/deepseek.*" }] } }""", Because = "All others are still allowed.")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "bedrock:InvokeModel", "NotResource": "arn:aws:bedrock:*::foundation-model/anthropic.*" }] } }""", Because = "Answers that stream are not stopped.")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "bedrock:InvokeModelWithResponseStream", "NotResource": "arn:aws:bedrock:*::foundation-model/anthropic.*" }] } }""")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, Elsewhere, P + """[{ "Effect": "Deny", "Action": "bedrock:*", "Resource": "*" }] } }""")]
    [Fails("{}", Used, Managing, Account, Full, FullAtRoot)]
    [Skips("{}", Member, Account, Full, FullAtRoot)]
    [Skips("{}", Used)]
    [CannotSay("{}", Used, Member, Full, FullAtRoot)]
    public static Verdict ChosenModels(ScopeItself account, AiUsage usage, ServiceControl control, Scope scope) => Limited(usage, control, scope, role =>
        All(usage, role, "A model that is on no list cannot be called", "A model that is on no list can be called",
            new("bedrock:InvokeModel", SomeModel), new("bedrock:InvokeModelWithResponseStream", SomeModel)));

    [Check("AWS-IAM-050", Severity.Medium, "Organisation keeps guardrails, invocation logs and budgets from being changed",
        Risk = "Whoever takes an account over first switches off what would show or stop them.",
        Advice = "Deny changes of invocation logging, guardrails and budgets to all but a security role by a service control policy.",
        Tip = Tip.LeastPrivilege | Tip.ModelMonitoring, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0107", Link = Examples)]
    [Command("""aws organizations create-policy --type SERVICE_CONTROL_POLICY --name NEW_POLICY_NAME --description 'AI services' --content '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["bedrock:PutModelInvocationLoggingConfiguration","bedrock:DeleteModelInvocationLoggingConfiguration","bedrock:UpdateGuardrail","bedrock:DeleteGuardrail","budgets:ModifyBudget"],"Resource":"*","Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:{Partition}:iam::*:role/SECURITY_ROLE_NAME"}}}]}' && aws organizations attach-policy --policy-id POLICY_ID --target-id {Scope}""")]
    [Passes("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": ["bedrock:*ModelInvocationLoggingConfiguration", "bedrock:DeleteGuardrail", "bedrock:UpdateGuardrail", "budgets:ModifyBudget"], "Resource": "*", "Condition": { "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/Security*" } } }] } }""")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit)]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": ["bedrock:PutModelInvocationLoggingConfiguration", "bedrock:DeleteGuardrail", "bedrock:UpdateGuardrail", "budgets:ModifyBudget"], "Resource": "*" }] } }""", Because = "Logging can be deleted.")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": ["bedrock:DeleteModelInvocationLoggingConfiguration", "bedrock:DeleteGuardrail", "bedrock:UpdateGuardrail", "budgets:ModifyBudget"], "Resource": "*" }] } }""")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": ["bedrock:*ModelInvocationLoggingConfiguration", "bedrock:UpdateGuardrail", "budgets:ModifyBudget"], "Resource": "*" }] } }""")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": ["bedrock:*ModelInvocationLoggingConfiguration", "bedrock:DeleteGuardrail", "budgets:ModifyBudget"], "Resource": "*" }] } }""")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": ["bedrock:*ModelInvocationLoggingConfiguration", "bedrock:DeleteGuardrail", "bedrock:UpdateGuardrail"], "Resource": "*" }] } }""")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": ["bedrock:*", "budgets:*"], "Resource": "*", "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/Intern*" } } }] } }""", Because = "An ordinary role is not denied.")]
    [Fails("{}", Used, Managing, Account, Full, FullAtRoot)]
    [Skips("{}", Member, Account, Full, FullAtRoot)]
    [Skips("{}", Used)]
    [CannotSay("{}", Used, Member, Full, FullAtRoot)]
    public static Verdict ProtectedSettings(ScopeItself account, AiUsage usage, ServiceControl control, Scope scope) => Limited(usage, control, scope, role =>
        All(usage, role, "An ordinary role cannot change them", "An ordinary role may do",
            new("bedrock:DeleteModelInvocationLoggingConfiguration"), new("bedrock:PutModelInvocationLoggingConfiguration"),
            new("bedrock:DeleteGuardrail", "arn:{partition}:bedrock:{region}:{account}:guardrail/example"), new("bedrock:UpdateGuardrail", "arn:{partition}:bedrock:{region}:{account}:guardrail/example"),
            new("budgets:ModifyBudget", "arn:{partition}:budgets::{account}:budget/example")));

    [Check("AWS-IAM-051", Severity.Medium, "Organisation lets nobody make SageMaker resources without network and key",
        Risk = "One notebook that somebody opens to the internet, unencrypted and past every network control, undoes what all the others do right.",
        Advice = "Deny creating notebooks and training jobs by the condition keys sagemaker:DirectInternetAccess, sagemaker:VpcSubnets and sagemaker:VolumeKmsKey by a service control policy.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Atlas = "AML.T0008", Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html")]
    [Command("""aws organizations create-policy --type SERVICE_CONTROL_POLICY --name NEW_POLICY_NAME --description 'AI services' --content '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"sagemaker:CreateNotebookInstance","Resource":"*","Condition":{"StringNotEquals":{"sagemaker:DirectInternetAccess":"Disabled"}}},{"Effect":"Deny","Action":"sagemaker:CreateTrainingJob","Resource":"*","Condition":{"Null":{"sagemaker:VpcSubnets":"true"}}},{"Effect":"Deny","Action":"sagemaker:CreateTrainingJob","Resource":"*","Condition":{"Null":{"sagemaker:VolumeKmsKey":"true"}}}]}' && aws organizations attach-policy --policy-id POLICY_ID --target-id {Scope}""")]
    [Passes("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "sagemaker:CreateNotebookInstance", "Resource": "*", "Condition": { "StringEquals": { "sagemaker:DirectInternetAccess": "Enabled" } } }, { "Effect": "Deny", "Action": ["sagemaker:CreateTrainingJob"], "Resource": "*", "Condition": { "Null": { "sagemaker:VpcSubnets": "true" } } }, { "Effect": "Deny", "Action": ["sagemaker:CreateTrainingJob"], "Resource": "*", "Condition": { "Null": { "sagemaker:VolumeKmsKey": "true" } } }] } }""")]
    [Passes("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "sagemaker:Create*", "Resource": "*" }] } }""")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit)]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "sagemaker:CreateTrainingJob", "Resource": "*", "Condition": { "Null": { "sagemaker:VpcSubnets": "true" } } }, { "Effect": "Deny", "Action": "sagemaker:CreateTrainingJob", "Resource": "*", "Condition": { "Null": { "sagemaker:VolumeKmsKey": "true" } } }] } }""", Because = "A notebook with direct internet access can be made.")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "sagemaker:CreateNotebookInstance", "Resource": "*", "Condition": { "StringEquals": { "sagemaker:DirectInternetAccess": "Enabled" } } }, { "Effect": "Deny", "Action": "sagemaker:CreateTrainingJob", "Resource": "*", "Condition": { "Null": { "sagemaker:VolumeKmsKey": "true" } } }] } }""", Because = "A training job outside a network can be made.")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "sagemaker:CreateNotebookInstance", "Resource": "*", "Condition": { "StringEquals": { "sagemaker:DirectInternetAccess": "Enabled" } } }, { "Effect": "Deny", "Action": "sagemaker:CreateTrainingJob", "Resource": "*", "Condition": { "Null": { "sagemaker:VpcSubnets": "true" } } }] } }""", Because = "A training job without a key can be made.")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "sagemaker:CreateNotebookInstance", "Resource": "*", "Condition": { "StringEquals": { "sagemaker:RootAccess": "Enabled" } } }] } }""")]
    [Fails("{}", Used, Managing, Account, Full, FullAtRoot)]
    [Skips("{}", Member, Account, Full, FullAtRoot)]
    [Skips("{}", Used)]
    [CannotSay("{}", Used, Member, Full, FullAtRoot)]
    public static Verdict CreationGuarded(ScopeItself account, AiUsage usage, ServiceControl control, Scope scope) => Limited(usage, control, scope, role =>
        All(usage, role, "They cannot be made without network and key", "Nothing stops an ordinary role from",
            new("sagemaker:CreateNotebookInstance", Notebook, "making a notebook with direct internet access", Network, Key, ("sagemaker:DirectInternetAccess", "Enabled"), ("sagemaker:RootAccess", "Disabled")),
            new("sagemaker:CreateTrainingJob", Job, "making a training job outside a VPC", Key, ("sagemaker:NetworkIsolation", "true"), ("sagemaker:InterContainerTrafficEncryption", "true")),
            new("sagemaker:CreateTrainingJob", Job, "making a training job without a key of its volumes", Network, ("sagemaker:NetworkIsolation", "true"), ("sagemaker:InterContainerTrafficEncryption", "true"))));

    [Check("AWS-NET-044", Severity.Medium, "Organisation keeps AI in approved regions",
        Risk = "Models and data are taken to regions where nobody looks, and prompts to countries where they must not go.",
        Advice = "Deny Bedrock and SageMaker outside a list of regions, and global inference profiles, by aws:RequestedRegion in a service control policy.",
        Tip = Tip.PublicExposure | Tip.CustomerKey, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0040", Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html")]
    [Command("""aws organizations create-policy --type SERVICE_CONTROL_POLICY --name NEW_POLICY_NAME --description 'AI services' --content '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["bedrock:*","sagemaker:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["REGION"]}}}]}' && aws organizations attach-policy --policy-id POLICY_ID --target-id {Scope}""")]
    [Passes("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "NotAction": ["iam:*", "organizations:*"], "Resource": "*", "Condition": { "StringNotEquals": { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] } } }] } }""")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit)]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": ["bedrock:*", "sagemaker:*"], "Resource": "*", "Condition": { "StringNotEquals": { "aws:RequestedRegion": ["eu-west-1", "unspecified"] } } }] } }""", Because = "Global inference profiles may answer anywhere.")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "sagemaker:*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:RequestedRegion": "eu-west-1" } } }] } }""", Because = "Bedrock is not limited.")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": "bedrock:*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:RequestedRegion": "eu-west-1" } } }] } }""", Because = "SageMaker is not limited.")]
    [Fails("{}", Used, Member, Account, Full, FullAtRoot, FullAtUnit, AtUnit, P + """[{ "Effect": "Deny", "Action": ["bedrock:*", "sagemaker:*"], "Resource": "*", "Condition": { "StringEquals": { "aws:RequestedRegion": ["us-west-1", "unspecified"] } } }] } }""", Because = "A list of forbidden regions forgets those that AWS opens tomorrow.")]
    [Fails("{}", Used, Managing, Account, Full, FullAtRoot)]
    [Skips("{}", Member, Account, Full, FullAtRoot)]
    [Skips("{}", Used)]
    [CannotSay("{}", Used, Member, Full, FullAtRoot)]
    public static Verdict ApprovedRegions(ScopeItself account, AiUsage usage, ServiceControl control, Scope scope) => Limited(usage, control, scope, role =>
        All([SomeRegion], role, "Elsewhere they are denied", "Nothing stops an ordinary role from",
            new("bedrock:InvokeModel", SomeModel, "calling models in regions that nobody approved"),
            new("bedrock:InvokeModel", "arn:{partition}:bedrock:::foundation-model/nobody.approved-this-v1:0", "calling models through global inference profiles",
                ("aws:RequestedRegion", AnyRegion), ("bedrock:InferenceProfileArn", "arn:{partition}:bedrock:{region}:{account}:inference-profile/global.nobody.approved-this-v1:0")),
            new("sagemaker:CreateNotebookInstance", Notebook, "using SageMaker in regions that nobody approved")));

    private const string Notebook = "arn:{partition}:sagemaker:{region}:{account}:notebook-instance/example";
    private const string Job = "arn:{partition}:sagemaker:{region}:{account}:training-job/example";
    private static readonly (string, string) Network = ("sagemaker:VpcSubnets", "subnet-11111111");
    private static readonly (string, string) Key = ("sagemaker:VolumeKmsKey", "arn:{partition}:kms:{region}:{account}:key/11111111-1111-1111-1111-111111111111");

    private static Verdict Limited(AiUsage usage, ServiceControl control, Scope scope, Func<OrdinaryRole, Verdict> judge) =>
        !usage.Any ? NotApplicable("No AI service is in use.")
        : control.Organization is null ? NotApplicable("The account is in no organisation.")
        : control.IsManagement ? Fail("It is the management account of its organisation, which no service control policy limits.")
        : judge(new(control, scope));

    private static Verdict All(AiUsage usage, OrdinaryRole role, string good, string bad, params Asked[] requests) =>
        All(usage.Regions.DefaultIfEmpty("us-east-1"), role, good, bad, requests);

    private static Verdict All(IEnumerable<string> regions, OrdinaryRole role, string good, string bad, params Asked[] requests)
    {
        HashSet<string> stopping = new(StringComparer.Ordinal);
        List<string> allowed = [];
        foreach (var request in requests)
        {
            var (at, by) = Everywhere(regions, region => role.Stopped(request.Action, request.Resource, region, request.Context));
            if (at is not null)
            {
                allowed.Add(request.What ?? request.Action);
            }
            else if (by is not null)
            {
                stopping.Add(by);
            }
        }
        return allowed.Count > 0 ? Fail($"{bad}: {string.Join(", ", allowed)}.") : Pass($"{good}, by {string.Join(" and ", stopping)}.");
    }

    // Where it is allowed, and what stops it elsewhere.
    private static (string? Allowed, string? Stopping) Everywhere(AiUsage usage, Func<string, string?> stopped) => Everywhere(usage.Regions.DefaultIfEmpty("us-east-1"), stopped);

    private static (string? Allowed, string? Stopping) Everywhere(IEnumerable<string> regions, Func<string, string?> stopped)
    {
        string? stopping = null;
        foreach (var region in regions)
        {
            if (stopped(region) is not { } by)
            {
                return (region, null);
            }
            stopping = by;
        }
        return (null, stopping);
    }

    /// <summary>A request of an ordinary role.</summary>
    private sealed record Asked(string Action, string Resource = "*", string? What = null, params (string Key, string Value)[] Context);
}
