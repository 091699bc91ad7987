using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on whether somebody's rights span test and production.</summary>
internal static class PrincipalSegregationChecks
{
    private const string Risk = "A slip in a test, or one stolen identity of a tester, changes what production answers.";
    private const string Advice = "Give test and production a policy each, by name or by the tag of their environment.";
    private const string Link = "https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/organizing-your-aws-environment.html";

    private const string Lab = """NotebookInstance { "NotebookInstanceArn": "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/lab", "NotebookInstanceName": "lab" }""";
    private const string LabIsTest = """TaggedResource { "ResourceARN": "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/lab", "Tags": [{ "Key": "env", "Value": "test" }] }""";
    private const string LabIsProduction = """TaggedResource { "ResourceARN": "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/lab", "Tags": [{ "Key": "env", "Value": "prod" }] }""";
    private const string Churn = """Endpoint { "EndpointArn": "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/churn", "EndpointName": "churn" }""";
    private const string ChurnIsProduction = """TaggedResource { "ResourceARN": "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/churn", "Tags": [{ "Key": "env", "Value": "prod" }] }""";

    [Check("AWS-IAM-112", Severity.Medium, "Role does not change AI of both test and production", Risk = Risk, Advice = Advice,
        Tip = Tip.Segregation | Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM04", Atlas = "AML.T0012", Link = Link)]
    [Command(AiRights.NarrowRole)]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""", Lab, LabIsTest, Churn, ChurnIsProduction)]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:CreatePresignedNotebookInstanceUrl", "sagemaker:DeleteEndpoint"], "Resource": "*" } } }] }""", Lab, LabIsTest, Churn, ChurnIsProduction)]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""", """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""", Lab, LabIsTest, Churn, ChurnIsProduction)]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:UpdateDomain", "bedrock:UpdateAgent"], "Resource": "*" } } }] }""", """Domain { "DomainArn": "arn:aws:sagemaker:eu-west-1:111122223333:domain/d-1", "DomainId": "d-1" }""", """TaggedResource { "ResourceARN": "arn:aws:sagemaker:eu-west-1:111122223333:domain/d-1", "Tags": [{ "Key": "env", "Value": "test" }] }""",
        """Agent { "agentId": "A1", "agentName": "helpdesk" }""", """TaggedResource { "ResourceARN": "arn:aws:bedrock:eu-west-1:111122223333:agent/A1", "Tags": [{ "Key": "env", "Value": "prod" }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:UpdateNotebookInstance", "bedrock:UpdateKnowledgeBase"], "Resource": "*" } } }] }""", Lab, LabIsTest,
        """KnowledgeBase { "knowledgeBaseId": "K1", "name": "wiki" }""", """TaggedResource { "ResourceARN": "arn:aws:bedrock:eu-west-1:111122223333:knowledge-base/K1", "Tags": [{ "Key": "env", "Value": "prod" }] }""")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "arn:aws:sagemaker:*:*:notebook-instance/*" } } }] }""", Lab, LabIsTest, Churn, ChurnIsProduction)]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/env": "test" } } } } }] }""", Lab, LabIsTest, Churn, ChurnIsProduction, Because = "The tag keeps it out of production.")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:Describe*", "sagemaker:InvokeEndpoint"], "Resource": "*" } } }] }""", Lab, LabIsTest, Churn, ChurnIsProduction, Because = "It changes nothing.")]
    [Passes("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""", Because = "Whatever there is.")]
    [Skips("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""", Lab, LabIsProduction, Churn, ChurnIsProduction, Because = "All of it is production.")]
    [Skips("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""", Lab, Churn, Because = "Nothing says which is what.")]
    [Skips("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] }""", Lab, LabIsTest, Churn, ChurnIsProduction, Because = "It is an administrator, which another check says.")]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/" }""", Lab, LabIsTest, Churn, ChurnIsProduction)]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:DeleteDomain", "bedrock:DeleteAgent"], "Resource": "*" } } }] }""", """Domain { "DomainArn": "arn:aws:sagemaker:eu-west-1:111122223333:domain/d-1", "DomainId": "d-1" }""", """TaggedResource { "ResourceARN": "arn:aws:sagemaker:eu-west-1:111122223333:domain/d-1", "Tags": [{ "Key": "env", "Value": "test" }] }""", """Agent { "agentId": "A1", "agentName": "helpdesk" }""", """TaggedResource { "ResourceARN": "arn:aws:bedrock:eu-west-1:111122223333:agent/A1", "Tags": [{ "Key": "env", "Value": "prod" }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": ["sagemaker:DeleteNotebookInstance", "bedrock:DeleteKnowledgeBase"], "Resource": "*" } } }] }""", Lab, LabIsTest, """KnowledgeBase { "knowledgeBaseId": "K1", "name": "wiki" }""", """TaggedResource { "ResourceARN": "arn:aws:bedrock:eu-west-1:111122223333:knowledge-base/K1", "Tags": [{ "Key": "env", "Value": "prod" }] }""")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""", Lab, LabIsTest, Churn, ChurnIsProduction, "TaggedResource { }", Because = "A tag of nothing changes nothing.")]
    [Fails("""{ "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/env": ["test", "prod"] } } } } }] }""", Lab, Churn, ChurnIsProduction, """TaggedResource { "ResourceARN": "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/lab", "Tags": [{ "Key": "team" }, { "Key": "env", "Value": "test" }] }""", Because = "The tag lets it into both.")]
    public static Verdict OfRole(IamRole role, Accesses accesses, TwoEnvironments workloads) => Judge([role], accesses, workloads);

    [Check("AWS-IAM-112", Severity.Medium, "Group does not change AI of both test and production", Risk = Risk, Advice = Advice,
        Tip = Tip.Segregation | Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM04", Atlas = "AML.T0012", Link = Link)]
    [Command(AiRights.NarrowGroup)]
    [Fails("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""", Lab, LabIsTest, Churn, ChurnIsProduction)]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""", """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""", Lab, LabIsTest, Churn, ChurnIsProduction)]
    [Passes("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "arn:aws:sagemaker:*:*:endpoint/*" } } }] }""", Lab, LabIsTest, Churn, ChurnIsProduction)]
    [Skips("""{ "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""", Lab, LabIsTest, Churn)]
    public static Verdict OfGroup(IamGroup group, Accesses accesses, TwoEnvironments workloads) => Judge([group], accesses, workloads);

    [Check("AWS-IAM-112", Severity.Medium, "User does not change AI of both test and production", Risk = Risk, Advice = Advice,
        Tip = Tip.Segregation | Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM04", Atlas = "AML.T0012", Link = Link)]
    [Command(AiRights.NarrowUser)]
    [Fails("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""", Lab, LabIsTest, Churn, ChurnIsProduction)]
    [Fails("""{ "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""", """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""", Lab, LabIsTest, Churn, ChurnIsProduction)]
    [Fails("""{ "GroupList": ["g"], "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:UpdateEndpoint", "Resource": "*" } } }] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:UpdateNotebookInstance", "Resource": "*" } } }] }""", Lab, LabIsTest, Churn, ChurnIsProduction, Because = "Together they span both.")]
    [Passes("""{ "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:UpdateEndpoint", "Resource": "*" } } }] }""", Lab, LabIsTest, Churn, ChurnIsProduction)]
    [Skips("""{ "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } }] }""", Lab, LabIsTest, Churn, ChurnIsProduction, Because = "The group holds it, and the group is judged.")]
    [CannotSay("""{ "GroupList": ["g"] }""", Lab, LabIsTest, Churn, ChurnIsProduction)]
    public static Verdict OfUser(IamUser user, Inventory<IamGroup> groups, Accesses accesses, TwoEnvironments workloads) => UserAndGroups.Judge(user, groups, holders => Judge(holders, accesses, workloads));

    private static Verdict Judge(IReadOnlyList<IamPrincipal> holders, Accesses accesses, TwoEnvironments workloads)
    {
        if (AiRisks.WhyNot(holders, accesses) is { } reason)
        {
            return NotApplicable(reason);
        }
        var access = accesses.Of(holders);
        if (!TwoEnvironments.MayChange(access))
        {
            return Pass("It changes no notebook, domain, endpoint, agent or knowledge base.");
        }
        if (workloads.WhyNotBoth is { } why)
        {
            return NotApplicable(why);
        }
        return workloads.Changed(access, production: true) is { } production && workloads.Changed(access, production: false) is { } other
            ? Fail($"It can {production.Does} (production by {production.By}) and {other.Does} (not production, by {other.By}).{accesses.Limits.Caveat}")
            : Pass("It changes nothing in one of the two.");
    }

    /// <summary>AI workloads by whether they are production.</summary>
    internal sealed class TwoEnvironments(AccountSegregationChecks.Workloads workloads, AiEnvironment environment, Inventory<TaggedResource> tags)
    {
        private static readonly Dictionary<Type, (string Kind, string[] Actions)> s_changes = new()
        {
            [typeof(NotebookInstance)] = ("notebook", ["sagemaker:UpdateNotebookInstance", "sagemaker:CreatePresignedNotebookInstanceUrl", "sagemaker:DeleteNotebookInstance"]),
            [typeof(Domain)] = ("domain", ["sagemaker:UpdateDomain", "sagemaker:DeleteDomain"]),
            [typeof(Endpoint)] = ("endpoint", ["sagemaker:UpdateEndpoint", "sagemaker:DeleteEndpoint"]),
            [typeof(Agent)] = ("agent", ["bedrock:UpdateAgent", "bedrock:DeleteAgent"]),
            [typeof(KnowledgeBase)] = ("knowledge base", ["bedrock:UpdateKnowledgeBase", "bedrock:DeleteKnowledgeBase"]),
        };

        private ILookup<bool, Workload>? _byProduction;

        /// <summary>Whether somebody may change anything of such a kind, wherever it belongs.</summary>
        public static bool MayChange(PrincipalAccess access) => s_changes.Values.Any(change => Array.Exists(change.Actions, action => access.May(action).Exists));

        /// <summary>Why there are not both; null where there are.</summary>
        /// <exception cref="UnseenException">The workloads or their tags were not read.</exception>
        public string? WhyNotBoth => ByProduction.Contains(true) && ByProduction.Contains(false) ? null : "Test and production AI are not seen in the account together.";

        private ILookup<bool, Workload> ByProduction => _byProduction ??= workloads.All.Where(workload => s_changes.ContainsKey(workload.GetType()))
            .Select(workload => (Workload: workload, In: environment.Of(workload))).Where(known => known.In is not null)
            .ToLookup(known => known.In!.IsProduction, known => new Workload(known.Workload, known.In!.By, TagsOf(known.Workload)));

        /// <summary>What somebody can do to one of them, by which action; null where there is none.</summary>
        public (string Does, string By)? Changed(PrincipalAccess access, bool production)
        {
            foreach (var workload in ByProduction[production])
            {
                var (kind, actions) = s_changes[workload.Resource.GetType()];
                foreach (var action in actions)
                {
                    if (access.May(action).Exists && access.May(action, workload.Resource.Identity.Id, workload.Tags).IsFree)
                    {
                        var verb = action.Contains(":Update", StringComparison.Ordinal) ? "change" : action.Contains(":Delete", StringComparison.Ordinal) ? "delete" : "open";
                        return ($"{verb} the {kind} {workload.Resource.Identity.Name} with {action}", workload.By);
                    }
                }
            }
            return null;
        }

        // What conditions on tags come to; the tags are known where the environment is known by them.
        private RequestContext TagsOf(Resource resource) => PrincipalAccess.Direct(
        [
            .. (Tagged.GetValueOrDefault(resource.Identity.Id)?.Tags ?? []).Where(tag => tag is { Key: not null, Value: not null })
                .SelectMany(tag => new[] { $"aws:ResourceTag/{tag.Key}", $"sagemaker:ResourceTag/{tag.Key}" }.Select(key => KeyValuePair.Create<string, IReadOnlyList<string>>(key, [tag.Value!])))
                .DistinctBy(key => key.Key, StringComparer.OrdinalIgnoreCase),
        ]);

        private Dictionary<string, TaggedResource> Tagged => field ??= tags.Known.Where(tagged => tagged.ResourceARN is not null)
            .DistinctBy(tagged => tagged.ResourceARN, StringComparer.Ordinal).ToDictionary(tagged => tagged.ResourceARN!, StringComparer.Ordinal);

        private sealed record Workload(Resource Resource, string By, RequestContext Tags);
    }
}
