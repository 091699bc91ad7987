using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on load balancers that stand in front of models.</summary>
internal static class LoadBalancerChecks
{
    [Check("AWS-NET-032", Severity.High, "Load balancer in front of a model has a web ACL that limits callers",
        Risk = "Floods of requests and of text reach the model, and cost what the model costs.",
        Advice = "Associate a web ACL with a rate-based rule and a limit of the body's size with the load balancer.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0029, AML.T0024.002",
        Link = "https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html")]
    [Command("aws wafv2 list-web-acls --scope REGIONAL --region {Region} && aws wafv2 associate-web-acl --web-acl-arn WEB_ACL_ARN --resource-arn {Id} --region {Region}")]
    [Passes("""{ "LoadBalancerArn": "arn:lb", "LoadBalancerName": "lb" }""",
        """TargetGroup { "TargetGroupArn": "arn:tg", "TargetType": "lambda", "LoadBalancerArns": ["arn:lb"] }""",
        """TargetOfGroup { "@Parent": "arn:tg", "Target": { "Id": "arn:aws:lambda:eu-west-1:111122223333:function:ask" } }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""",
        """WebAcl { "ARN": "arn:w", "Name": "w", "Rules": [{ "Name": "rate", "Statement": { "RateBasedStatement": { "Limit": 500 } }, "Action": { "Block": { } } }, { "Name": "size", "Statement": { "SizeConstraintStatement": { "FieldToMatch": { "Body": { } } } }, "Action": { "Block": { } } }] }""",
        """WebAclAssociation { "@Parent": "arn:w", "Name": "arn:lb" }""")]
    [Fails("""{ "LoadBalancerArn": "arn:lb", "LoadBalancerName": "lb" }""",
        """TargetGroup { "TargetGroupArn": "arn:tg", "TargetType": "lambda", "LoadBalancerArns": ["arn:lb"] }""",
        """TargetOfGroup { "@Parent": "arn:tg", "Target": { "Id": "arn:aws:lambda:eu-west-1:111122223333:function:ask" } }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""",
        """WebAcl { "ARN": "arn:w", "Name": "w", "Rules": [{ "Name": "size", "Statement": { "SizeConstraintStatement": { "FieldToMatch": { "Body": { } } } }, "Action": { "Block": { } } }] }""",
        """WebAclAssociation { "@Parent": "arn:w", "Name": "arn:lb" }""")]
    [Fails("""{ "LoadBalancerArn": "arn:lb", "LoadBalancerName": "lb" }""",
        """TargetGroup { "TargetGroupArn": "arn:tg", "TargetType": "lambda", "LoadBalancerArns": ["arn:lb"] }""",
        """TargetOfGroup { "@Parent": "arn:tg", "Target": { "Id": "arn:aws:lambda:eu-west-1:111122223333:function:ask" } }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:p" }] }""", """IamPolicy { "Arn": "arn:p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""",
        """WebAcl { "ARN": "arn:w", "Name": "w", "Rules": [{ "Name": "rate", "Statement": { "RateBasedStatement": { "Limit": 500 } }, "Action": { "Block": { } } }, { "Name": "size", "Statement": { "SizeConstraintStatement": { "FieldToMatch": { "Body": { } } } }, "Action": { "Block": { } } }] }""",
        """WebAclAssociation { "@Parent": "arn:w", "Name": "arn:other" }""")]
    [Fails("""{ "LoadBalancerArn": "arn:lb", "LoadBalancerName": "lb" }""",
        """TargetGroup { "TargetGroupArn": "arn:tg", "TargetType": "lambda", "LoadBalancerArns": ["arn:lb"] }""",
        """TargetOfGroup { "@Parent": "arn:tg", "Target": { "Id": "arn:aws:lambda:eu-west-1:111122223333:function:ask" } }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""")]
    [Skips("""{ "LoadBalancerArn": "arn:lb", "LoadBalancerName": "lb" }""",
        """TargetGroup { "TargetGroupArn": "arn:tg", "TargetType": "lambda", "LoadBalancerArns": ["arn:lb"] }""",
        """TargetOfGroup { "@Parent": "arn:tg", "Target": { "Id": "arn:aws:lambda:eu-west-1:111122223333:function:ask" } }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } } }] }""")]
    [Skips("""{ "LoadBalancerArn": "arn:lb", "LoadBalancerName": "lb" }""",
        """TargetGroup { "TargetGroupArn": "arn:tg", "TargetType": "lambda", "LoadBalancerArns": ["arn:other"] }""",
        """TargetOfGroup { "@Parent": "arn:tg", "Target": { "Id": "arn:aws:lambda:eu-west-1:111122223333:function:ask" } }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""")]
    [Skips("""{ "LoadBalancerArn": "arn:lb", "LoadBalancerName": "lb" }""")]
    public static Verdict Filtered(LoadBalancer balancer, Fronts fronts, Associations associations) =>
        fronts.Of(balancer) is not { } backend ? NotApplicable("No function that calls a model stands behind it.")
        : WebAclRules.Judge($"{backend}, which stands behind it,", associations.Of(balancer));

    /// <summary>What of AI stands behind a load balancer: of machines nobody can say what they call.</summary>
    internal sealed class Fronts(Inventory<TargetGroup> groups, Inventory<TargetOfGroup> targets, AiBackends backends)
    {
        private ILookup<string, TargetGroup>? _byBalancer;

        public string? Of(LoadBalancer balancer) =>
            (_byBalancer ??= (from known in groups.All from arn in known.LoadBalancerArns ?? [] select (arn, known)).ToLookup(pair => pair.arn, pair => pair.known, StringComparer.Ordinal))[balancer.Identity.Id]
                .Where(known => known.TargetType is "lambda").SelectMany(targets.Of).Select(target => backends.Of(target.Target?.Id)).FirstOrDefault(backend => backend is not null);
    }

    /// <summary>The web ACL in front of a load balancer.</summary>
    internal sealed class Associations(Inventory<WebAcl> acls, Inventory<WebAclAssociation> associations)
    {
        private Dictionary<string, WebAcl>? _byResource;

        public WebAcl? Of(LoadBalancer balancer) =>
            (_byResource ??= (from acl in acls.All from association in associations.Of(acl) select (association.Identity.Name, acl))
                .GroupBy(pair => pair.Name, StringComparer.Ordinal).ToDictionary(pairs => pairs.Key, pairs => pairs.First().acl, StringComparer.Ordinal)).GetValueOrDefault(balancer.Identity.Id);
    }
}
