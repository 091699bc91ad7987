using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on from where models and endpoints may be called.</summary>
internal static class PerimeterChecks
{
    private static readonly (string Action, string Resources)[] s_calls =
    [
        ("bedrock:InvokeModel", "arn:{partition}:bedrock:*:*:*"), ("bedrock:InvokeModelWithResponseStream", "arn:{partition}:bedrock:*:*:*"),
        ("sagemaker:InvokeEndpoint", "arn:{partition}:sagemaker:*:{account}:endpoint/*"), ("sagemaker:InvokeEndpointAsync", "arn:{partition}:sagemaker:*:{account}:endpoint/*"),
    ];

    private const string Member = """Organization { "Id": "o-1", "Arn": "arn:o", "MasterAccountId": "999988887777", "FeatureSet": "ALL" }""";
    private const string Account = """OrganizationAccount { "Id": "111122223333", "Arn": "arn:a", "Paths": ["o-1/r-1/111122223333/"] }""";
    private const string Used = """NotebookInstance { "NotebookInstanceArn": "arn:n" }""";
    private const string AtRoot = """ServiceControlPolicyTarget { "@Parent": "arn:p", "TargetId": "r-1" }""";
    private const string Caller = """IamRole { "Arn": "arn:aws:iam::111122223333:role/app", "RoleName": "app", "RolePolicyList": [{ "PolicyName": "call", "PolicyDocument": { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:*::foundation-model/anthropic.*" } } }] }""";
    private const string Inside = """IamRole { "Arn": "arn:aws:iam::111122223333:role/inside", "RoleName": "inside", "RolePolicyList": [{ "PolicyName": "call", "PolicyDocument": { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "bedrock:*", "Resource": "*", "Condition": { "StringEquals": { "aws:SourceVpce": "vpce-1" } } } } }] }""";

    [Check("AWS-NET-029", Severity.Medium, "Models and endpoints can be called from your networks only",
        Risk = "A stolen key works from anywhere in the world, past every gateway, filter and log of your own.",
        Advice = "Deny calls of models and endpoints from elsewhere by aws:SourceVpce, aws:SourceVpc, aws:VpceOrgID or aws:SourceIp, in a service control policy or in the policies of those who call.",
        Tip = Tip.PublicExposure | Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0040, AML.T0091", Link = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html")]
    [Command("""aws organizations create-policy --type SERVICE_CONTROL_POLICY --name NEW_POLICY_NAME --description 'AI services' --content '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["bedrock:InvokeModel","bedrock:InvokeModelWithResponseStream","sagemaker:InvokeEndpoint"],"Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:SourceVpc":["VPC_ID"]},"BoolIfExists":{"aws:ViaAWSService":"false"}}}]}' && aws organizations attach-policy --policy-id POLICY_ID --target-id {Scope}""")]
    [Passes("{}", Used, Member, Account, Caller, AtRoot, """ServiceControlPolicy { "@Id": "arn:p", "PolicySummary": { "Name": "Perimeter" }, "Content": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }, { "Effect": "Deny", "Action": ["bedrock:InvokeModel*", "sagemaker:InvokeEndpoint*"], "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:SourceVpce": "vpce-1" }, "BoolIfExists": { "aws:ViaAWSService": "false" } } }] } }""")]
    [Passes("{}", Used, Inside)]
    [Passes("{}", Used, """IamUser { "Arn": "arn:aws:iam::111122223333:user/u", "UserName": "u", "GroupList": ["g"], "UserPolicyList": [{ "PolicyName": "net", "PolicyDocument": { "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": { "NotIpAddress": { "aws:SourceIp": "198.51.100.0/24" } } } } }] }""",
        """IamGroup { "Arn": "arn:g", "GroupName": "g", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""")]
    [Passes("{}", Used, """IamRole { "Arn": "arn:aws:iam::111122223333:role/aws-service-role/sagemaker.amazonaws.com/r", "RoleName": "r", "Path": "/aws-service-role/sagemaker.amazonaws.com/", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""", Because = "It is AWS's own.")]
    [Fails("{}", Used, Caller)]
    [Fails("{}", Used, Caller, Inside)]
    [Fails("{}", Used, """IamUser { "Arn": "arn:aws:iam::111122223333:user/u", "UserName": "u", "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpointAsync", "Resource": "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/e" } } }] }""")]
    [Fails("{}", Used, """IamUser { "Arn": "arn:aws:iam::111122223333:user/u", "UserName": "u", "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""")]
    [Fails("{}", Used, """IamUser { "Arn": "arn:aws:iam::111122223333:user/u", "UserName": "u", "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModelWithResponseStream", "Resource": "*" } } }] }""")]
    [Fails("{}", Used, Member, Account, Caller, AtRoot, """ServiceControlPolicy { "@Id": "arn:p", "PolicySummary": { "Name": "Perimeter" }, "Content": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }, { "Effect": "Deny", "Action": "sagemaker:*", "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:SourceVpce": "vpce-1" } } }] } }""", Because = "Bedrock can be called from anywhere.")]
    [Fails("{}", Used, """Organization { "Id": "o-1", "Arn": "arn:o", "MasterAccountId": "111122223333", "FeatureSet": "ALL" }""", Account, Caller, AtRoot, """ServiceControlPolicy { "@Id": "arn:p", "Content": { "Version": "2012-10-17", "Statement": [{ "Effect": "Deny", "Action": "*", "Resource": "*" }] } }""", Because = "No such policy limits the management account.")]
    [Skips("{}", Caller, Because = "No AI service is used.")]
    [CannotSay("{}", Used, Member, Caller)]
    public static Verdict FromYourNetworks(
        ScopeItself account, AiUsage usage, ServiceControl control, UserAccess userAccess, RoleAccess roleAccess, Inventory<IamUser> users, Inventory<IamRole> roles, Scope scope)
    {
        if (!usage.Any)
        {
            return NotApplicable("No AI service is in use.");
        }
        string? unseen = null;
        IReadOnlyList<IReadOnlyList<CompiledPolicy>> organisation = [];
        string? organisationId = null;
        try
        {
            organisation = control.Levels;
            organisationId = control.Organization?.Id;
        }
        catch (UnseenException missing)
        {
            unseen = missing.Message;
        }
        var perimeter = new Perimeter(usage.Regions.DefaultIfEmpty("us-east-1"), organisation, organisationId, scope);
        if (organisation.Count > 0 && perimeter.IsClosed)
        {
            return Pass("The organisation's policies deny calls that come through the internet.");
        }
        List<string> open = [];
        string? unread = null;
        foreach (var (of, held) in Callers())
        {
            try
            {
                if (perimeter.IsOpen(held()))
                {
                    open.Add(of.Identity.Name);
                }
            }
            catch (UnseenException missing)
            {
                unread ??= missing.Message;
            }
        }
        return open.Count > 0
            ? unseen is not null ? Unknown($"{Few(open)} may call them through the internet by their own policies, and whether the organisation denies that is not known: {unseen}")
                : Fail($"Through the internet {Few(open)} may call models or endpoints.")
            : unread is not null ? Unknown(unread)
            : Pass("Nobody's policies allow to call models or endpoints through the internet.");

        IEnumerable<(IamPrincipal Of, Func<PrincipalAccess> Held)> Callers() =>
            users.All.Select(user => ((IamPrincipal)user, (Func<PrincipalAccess>)(() => userAccess.Of(user))))
                .Concat(roles.All.Where(role => !role.IsServiceLinked).Select(role => ((IamPrincipal)role, (Func<PrincipalAccess>)(() => roleAccess.Of(role)))));
    }

    /// <summary>Whether an organisation denies even an ordinary role that may do everything to call models and endpoints through the internet.</summary>
    internal static bool IsClosed(IEnumerable<string> regions, IReadOnlyList<IReadOnlyList<CompiledPolicy>> organisation, string? organisationId, Scope scope) =>
        organisation.Count > 0 && new Perimeter(regions, organisation, organisationId, scope).IsClosed;

    private static string Few(List<string> names) =>
        names.Count <= 4 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";

    /// <summary>Asks who may call from outside.</summary>
    private sealed class Perimeter(IEnumerable<string> regions, IReadOnlyList<IReadOnlyList<CompiledPolicy>> organisation, string? organisationId, Scope scope)
    {
        private static readonly CompiledPolicy s_everything = CompiledPolicy.Compile("everything", PolicyType.Identity,
            PolicyDocument.Parse("""{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }"""));

        private readonly (string Region, RequestContext Context)[] _from = [.. regions.Select(region => (region, OrdinaryRole.Elsewhere(region, organisationId)))];

        /// <summary>Whether not even an ordinary role that may do everything can call from outside.</summary>
        public bool IsClosed
        {
            get
            {
                var role = Principal.FromArn($"arn:{scope.Partition}:iam::{scope.Id}:role/ordinary-ai-workload");
                ApplicablePolicies policies = new() { Identity = [s_everything], ServiceControl = organisation };
                return !IsOpen((action, resources, context) => PolicyEvaluator.Evaluate(new(role, action, resources) { ResourceIsPattern = true, Context = context }, policies).Decision);
            }
        }

        /// <summary>Whether somebody may call some model or endpoint from outside.</summary>
        public bool IsOpen(PrincipalAccess access) => IsOpen((action, resources, context) => access.Ask(action, resources, context).Decision);

        // Some model or endpoint is enough.
        private bool IsOpen(Func<string, string, RequestContext, Decision> ask) => Array.Exists(_from, from => Array.Exists(s_calls, call =>
            ask(call.Action, OrdinaryRole.Fill(call.Resources, scope, from.Region), from.Context) is Decision.Allowed or Decision.Conditional));
    }
}
