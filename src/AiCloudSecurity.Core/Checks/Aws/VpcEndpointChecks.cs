using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on interface endpoints that lead to AI services.</summary>
internal static class VpcEndpointChecks
{
    [Check("AWS-NET-027", Severity.High, "Endpoint of an AI service has a policy of its own",
        Risk = "Through an endpoint that allows everything, a stolen key of any account can carry data out or use your network for its models.",
        Advice = "Set an endpoint policy that names your organisation, the actions and the models.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0040, AML.T0025",
        Link = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html")]
    [Passes("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"bedrock:InvokeModel\",\"Resource\":\"*\"}]}" }""")]
    [Passes("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},\"Action\":\"*\",\"Resource\":\"*\"}]}" }""")]
    [Passes("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0\"}]}" }""")]
    [Passes("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-1\"}}}]}" }""")]
    [Passes("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringNotEquals\":{\"aws:PrincipalOrgID\":\"o-1\"}}}]}" }""",
        Because = "What is denied to others narrows what is allowed to all.")]
    [Fails("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}" }""")]
    [Fails("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"*\",\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"bedrock:DeleteCustomModel\",\"Resource\":\"*\"}]}" }""")]
    [Fails("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"},{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"bedrock:InvokeModel\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-1\"}}}]}" }""")]
    [Fails("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime" }""",
        Because = "Everybody may do everything unless AWS is told otherwise.")]
    [Passes("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}" }""")]
    [Passes("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}" }""")]
    [Passes("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"},\"StringNotEquals\":{\"aws:PrincipalOrgID\":\"o-1\"}}}]}" }""")]
    [Fails("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"111122223333\",\"*\"]},\"Action\":\"*\",\"Resource\":\"*\"}]}" }""")]
    [Fails("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"},{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-1\"}}}]}" }""")]
    [Fails("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}]}" }""",
        Because = "Everybody encrypts; that shuts nobody out.")]
    [CannotSay("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime", "PolicyDocument": "not a policy" }""")]
    [Fails("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "aws.sagemaker.eu-west-1.notebook", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}" }""")]
    [Skips("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.ec2", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}" }""")]
    [Skips("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.vpce.eu-west-1.vpce-svc-1", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}" }""")]
    [Skips("""{ "VpcEndpointType": "Gateway", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.s3", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}" }""")]
    [Skips("""{ "VpcEndpointType": "Interface", "State": "deleted", "ServiceName": "com.amazonaws.eu-west-1.bedrock-runtime", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}" }""")]
    public static Verdict Policy(VpcEndpoint endpoint)
    {
        if (NotAi(endpoint) is { } other)
        {
            return other;
        }
        if (endpoint.PolicyDocument is not { } policy)
        {
            return Fail("It has the default policy, which allows everything.");
        }
        var all = policy.Statements.Where(statement => statement.IsOnAll(s_everything) && statement.IsOnAllResources(s_everything)).ToList();
        return all.Exists(statement => statement.IsAllow && statement.Principals?.Any(principal => principal.IsEverybody) is true && statement.Conditions.All(condition => condition.IsTrivial))
            && !all.Exists(statement => !statement.IsAllow && (statement.Conditions is [] || statement.Conditions.Any(condition => !condition.IsOn("aws:SecureTransport"))))
            ? Fail("Its policy allows everybody everything.")
            : Pass("Its policy narrows who may do what.");
    }

    [Check("AWS-NET-028", Severity.Medium, "Endpoint of an AI service has private DNS and a closed security group",
        Risk = "Without private DNS calls go to the public endpoint, and an open group lets any peer of the network use it.",
        Advice = "Enable private DNS, and allow port 443 only from the subnets that need it.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Atlas = "AML.T0040",
        Link = "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html")]
    [Passes("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "PrivateDnsEnabled": true, "Groups": [{ "GroupId": "sg-1" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }], "Ipv6Ranges": [{ "CidrIpv6": "fd00::/8" }] }] }""")]
    [Passes("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "PrivateDnsEnabled": true, "Groups": [{ "GroupId": "sg-1" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "Ipv6Ranges": [{ "CidrIpv6": "::/0" }] }] }""",
        Because = "That rule is for another port.")]
    [Fails("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "PrivateDnsEnabled": false, "Groups": [{ "GroupId": "sg-1" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }], "Ipv6Ranges": [{ "CidrIpv6": "fd00::/8" }] }] }""")]
    [Fails("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime" }""")]
    [Fails("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "PrivateDnsEnabled": true, "Groups": [{ "GroupId": "sg-0" }, { "GroupId": "sg-1" }] }""",
        """SecurityGroup { "GroupId": "sg-0", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }], "Ipv6Ranges": [{ "CidrIpv6": "fd00::/8" }] }] }""",
        """SecurityGroup { "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }, { "CidrIp": "0.0.0.0/0" }] }] }""")]
    [Fails("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "PrivateDnsEnabled": true, "Groups": [{ "GroupId": "sg-1" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "-1", "Ipv6Ranges": [{ "CidrIpv6": "::/0" }] }] }""")]
    [Fails("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "PrivateDnsEnabled": true, "Groups": [{ "GroupId": "sg-1" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 0, "ToPort": 1024, "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""")]
    [Passes("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "PrivateDnsEnabled": true, "Groups": [{ "GroupId": "sg-1" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "udp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""")]
    [Skips("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.ec2", "PrivateDnsEnabled": false, "Groups": [{ "GroupId": "sg-1" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }, { "CidrIp": "0.0.0.0/0" }] }] }""")]
    public static Verdict Reach(VpcEndpoint endpoint, Inventory<SecurityGroup> groups) =>
        NotAi(endpoint)
        ?? Every.Of(
            () => endpoint.PrivateDnsEnabled is true ? Pass("Private DNS is on.") : Fail("Private DNS is off."),
            () => (from id in (endpoint.Groups ?? []).Select(held => held.GroupId)
                   let rule = groups.Find(id)?.IpPermissions?.FirstOrDefault(rule => rule.Covers(443) && rule.Everybody is not null)
                   where rule is not null
                   select (Verdict?)Fail($"{id} lets {rule.Everybody} in on {rule.Ports}.")).FirstOrDefault() ?? Pass("Its security groups are closed to the internet."));

    private static readonly Glob s_everything = Glob.Action("*");

    private static Verdict? NotAi(VpcEndpoint endpoint) =>
        endpoint.VpcEndpointType is not "Interface" ? NotApplicable("It is no interface endpoint.")
        : endpoint.AiService() is null ? NotApplicable($"{endpoint.ServiceName} is no AI service.")
        : !endpoint.IsAvailable ? NotApplicable($"It carries no traffic: it is {endpoint.State}.")
        : null;
}
