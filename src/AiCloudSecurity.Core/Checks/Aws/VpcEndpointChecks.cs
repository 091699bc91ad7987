using AiCloudSecurity.Exposure;
using AiCloudSecurity.Exposure.Aws;
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
    [Command("aws ec2 modify-vpc-endpoint --vpc-endpoint-id {Name} --policy-document file://policy.json --region {Region}")]
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
    [Command("aws ec2 modify-vpc-endpoint --vpc-endpoint-id {Name} --private-dns-enabled --region {Region} && aws ec2 authorize-security-group-ingress --group-id SECURITY_GROUP_ID --protocol tcp --port 443 --cidr SUBNET_CIDR --region {Region} && aws ec2 revoke-security-group-ingress --group-id SECURITY_GROUP_ID --protocol tcp --port 443 --cidr WIDE_CIDR --region {Region}")]
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
    [Fails("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "PrivateDnsEnabled": true, "Groups": [{ "GroupId": "sg-0" }, { "GroupId": "sg-1" }] }""",
        """SecurityGroup { "GroupId": "sg-0", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "0.0.0.0/1" }] }] }""",
        """SecurityGroup { "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 400, "ToPort": 500, "IpRanges": [{ "CidrIp": "128.0.0.0/1" }] }] }""", Because = "Two halves are the whole.")]
    [Skips("""{ "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.ec2", "PrivateDnsEnabled": false, "Groups": [{ "GroupId": "sg-1" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }, { "CidrIp": "0.0.0.0/0" }] }] }""")]
    public static Verdict Reach(VpcEndpoint endpoint, Inventory<SecurityGroup> groups) =>
        NotAi(endpoint)
        ?? Every.Of(
            () => endpoint.PrivateDnsEnabled is true ? Pass("Private DNS is on.") : Fail("Private DNS is off."),
            () => AddressSet.UnionOf((endpoint.Groups ?? []).Select(held => held.GroupId).SelectMany(id => groups.Find(id)?.IpPermissions ?? []).Where(rule => rule.Covers(443)).Select(rule => rule.Ranges)) is { IsWholeInternet: true } all
                ? Fail($"Its security groups let {all} in on port 443.") : Pass("Its security groups are closed to the internet."));

    [Check("AWS-NET-102", Severity.Low, "Endpoint of an AI service is reached from its own VPC only",
        Risk = "Whoever gets into a network that is joined to this one calls the service past the public endpoint's defences.",
        Advice = "Allow port 443 in the endpoint's security group only from the subnets of its own VPC that need it.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Atlas = "AML.T0040",
        Link = "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html")]
    [Command("aws ec2 authorize-security-group-ingress --group-id SECURITY_GROUP_ID --protocol tcp --port 443 --cidr SUBNET_CIDR --region {Region} && aws ec2 revoke-security-group-ingress --group-id SECURITY_GROUP_ID --protocol tcp --port 443 --cidr WIDE_CIDR --region {Region}")]
    [Passes("""{ "VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "VpcId": "vpc-1", "SubnetIds": ["subnet-1"], "Groups": [{ "GroupId": "sg-1" }] }""",
        """Vpc { "VpcId": "vpc-1" }""",
        """Vpc { "VpcId": "vpc-2" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-3", "VpcId": "vpc-2", "CidrBlock": "10.1.0.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-3" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """VpcPeering { "VpcPeeringConnectionId": "pcx-1", "Status": { "Code": "active" }, "RequesterVpcInfo": { "VpcId": "vpc-1", "OwnerId": "111122223333" }, "AccepterVpcInfo": { "VpcId": "vpc-2", "OwnerId": "111122223333" } }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "10.1.0.0/16", "VpcPeeringConnectionId": "pcx-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-3", "VpcId": "vpc-2", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.1.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "10.0.0.0/16", "VpcPeeringConnectionId": "pcx-1", "State": "active" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/16" }] }] }""")]
    [Passes("""{ "VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "VpcId": "vpc-1", "SubnetIds": ["subnet-1"], "Groups": [{ "GroupId": "sg-1" }] }""",
        """Vpc { "VpcId": "vpc-1" }""",
        """Vpc { "VpcId": "vpc-2" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-3", "VpcId": "vpc-2", "CidrBlock": "10.1.0.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-3" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """VpcPeering { "VpcPeeringConnectionId": "pcx-1", "Status": { "Code": "active" }, "RequesterVpcInfo": { "VpcId": "vpc-1", "OwnerId": "111122223333" }, "AccepterVpcInfo": { "VpcId": "vpc-2", "OwnerId": "111122223333" } }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "10.1.0.0/16", "VpcPeeringConnectionId": "pcx-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-3", "VpcId": "vpc-2", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.1.0.0/16", "GatewayId": "local", "State": "active" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }] }] }""",
        Because = "The other VPC has no way back.")]
    [Passes("""{ "VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "VpcId": "vpc-1", "SubnetIds": ["subnet-1"], "Groups": [{ "GroupId": "sg-1" }] }""",
        """Vpc { "VpcId": "vpc-1" }""",
        """Vpc { "VpcId": "vpc-2" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-3", "VpcId": "vpc-2", "CidrBlock": "10.1.0.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-3" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """VpcPeering { "VpcPeeringConnectionId": "pcx-1", "Status": { "Code": "active" }, "RequesterVpcInfo": { "VpcId": "vpc-1", "OwnerId": "111122223333" }, "AccepterVpcInfo": { "VpcId": "vpc-2", "OwnerId": "111122223333" } }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "10.1.0.0/16", "VpcPeeringConnectionId": "pcx-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-3", "VpcId": "vpc-2", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.1.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "10.0.0.0/16", "VpcPeeringConnectionId": "pcx-1", "State": "active" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [{ "GroupId": "sg-2" }] }] }""",
        """SecurityGroup { "GroupId": "sg-2", "VpcId": "vpc-2", "IpPermissionsEgress": [] }""",
        """NetworkInterface { "NetworkInterfaceId": "eni-1", "SubnetId": "subnet-3", "VpcId": "vpc-2", "Groups": [{ "GroupId": "sg-2" }], "PrivateIpAddresses": [{ "PrivateIpAddress": "10.1.0.9" }] }""",
        Because = "Who holds that group may not send anything.")]
    [Passes("""{ "VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "VpcId": "vpc-1", "SubnetIds": ["subnet-1"], "Groups": [{ "GroupId": "sg-1" }] }""",
        """Vpc { "VpcId": "vpc-1" }""",
        """Vpc { "VpcId": "vpc-2" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-3", "VpcId": "vpc-2", "CidrBlock": "10.1.0.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-3" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """VpcPeering { "VpcPeeringConnectionId": "pcx-1", "Status": { "Code": "active" }, "RequesterVpcInfo": { "VpcId": "vpc-1", "OwnerId": "111122223333" }, "AccepterVpcInfo": { "VpcId": "vpc-2", "OwnerId": "111122223333" } }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "10.1.0.0/16", "VpcPeeringConnectionId": "pcx-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-3", "VpcId": "vpc-2", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.1.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "10.0.0.0/16", "VpcPeeringConnectionId": "pcx-1", "State": "active" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "PrefixListIds": [{ "PrefixListId": "pl-1" }] }] }""",
        """PrefixList { "PrefixListId": "pl-1", "PrefixListArn": "arn:pl" }""",
        """PrefixListEntry { "@Parent": "arn:pl", "Cidr": "10.0.0.0/24" }""")]
    [Fails("""{ "VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "VpcId": "vpc-1", "SubnetIds": ["subnet-1"], "Groups": [{ "GroupId": "sg-1" }] }""",
        """Vpc { "VpcId": "vpc-1" }""",
        """Vpc { "VpcId": "vpc-2" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-3", "VpcId": "vpc-2", "CidrBlock": "10.1.0.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-3" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """VpcPeering { "VpcPeeringConnectionId": "pcx-1", "Status": { "Code": "active" }, "RequesterVpcInfo": { "VpcId": "vpc-1", "OwnerId": "111122223333" }, "AccepterVpcInfo": { "VpcId": "vpc-2", "OwnerId": "111122223333" } }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "10.1.0.0/16", "VpcPeeringConnectionId": "pcx-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-3", "VpcId": "vpc-2", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.1.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "10.0.0.0/16", "VpcPeeringConnectionId": "pcx-1", "State": "active" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }] }] }""")]
    [Fails("""{ "VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "VpcId": "vpc-1", "SubnetIds": ["subnet-1"], "Groups": [{ "GroupId": "sg-1" }] }""",
        """Vpc { "VpcId": "vpc-1" }""",
        """Vpc { "VpcId": "vpc-2" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-3", "VpcId": "vpc-2", "CidrBlock": "10.1.0.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-3" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """VpcPeering { "VpcPeeringConnectionId": "pcx-1", "Status": { "Code": "active" }, "RequesterVpcInfo": { "VpcId": "vpc-1", "OwnerId": "111122223333" }, "AccepterVpcInfo": { "VpcId": "vpc-2", "OwnerId": "111122223333" } }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "10.1.0.0/16", "VpcPeeringConnectionId": "pcx-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-3", "VpcId": "vpc-2", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.1.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "10.0.0.0/16", "VpcPeeringConnectionId": "pcx-1", "State": "active" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [{ "GroupId": "sg-2" }] }] }""",
        """SecurityGroup { "GroupId": "sg-2", "VpcId": "vpc-2", "IpPermissionsEgress": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""",
        """NetworkInterface { "NetworkInterfaceId": "eni-1", "SubnetId": "subnet-3", "VpcId": "vpc-2", "Groups": [{ "GroupId": "sg-2" }], "PrivateIpAddresses": [{ "PrivateIpAddress": "10.1.0.9" }] }""")]
    [Fails("""{ "VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "VpcId": "vpc-1", "SubnetIds": ["subnet-1"], "Groups": [{ "GroupId": "sg-1" }] }""",
        """Vpc { "VpcId": "vpc-1" }""",
        """Vpc { "VpcId": "vpc-2" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-3", "VpcId": "vpc-2", "CidrBlock": "10.1.0.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-3" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """VpcPeering { "VpcPeeringConnectionId": "pcx-1", "Status": { "Code": "active" }, "RequesterVpcInfo": { "VpcId": "vpc-1", "OwnerId": "111122223333" }, "AccepterVpcInfo": { "VpcId": "vpc-2", "OwnerId": "111122223333" } }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "10.1.0.0/16", "VpcPeeringConnectionId": "pcx-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-3", "VpcId": "vpc-2", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.1.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "10.0.0.0/16", "VpcPeeringConnectionId": "pcx-1", "State": "active" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "PrefixListIds": [{ "PrefixListId": "pl-1" }] }] }""",
        """PrefixList { "PrefixListId": "pl-1", "PrefixListArn": "arn:pl" }""",
        """PrefixListEntry { "@Parent": "arn:pl", "Cidr": "10.0.0.0/8" }""")]
    [CannotSay("""{ "VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "VpcId": "vpc-1", "SubnetIds": ["subnet-1"], "Groups": [{ "GroupId": "sg-1" }] }""",
        """Vpc { "VpcId": "vpc-1" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-3" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """VpcPeering { "VpcPeeringConnectionId": "pcx-1", "Status": { "Code": "active" }, "RequesterVpcInfo": { "VpcId": "vpc-1", "OwnerId": "111122223333" }, "AccepterVpcInfo": { "VpcId": "vpc-9", "OwnerId": "999988887777" } }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "10.1.0.0/16", "VpcPeeringConnectionId": "pcx-1", "State": "active" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }] }] }""",
        Because = "The other VPC is of another account.")]
    [CannotSay("""{ "VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "VpcId": "vpc-1", "Groups": [{ "GroupId": "sg-1" }] }""")]
    [Skips("""{ "VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.ec2", "VpcId": "vpc-1", "SubnetIds": ["subnet-1"], "Groups": [{ "GroupId": "sg-1" }] }""")]
    public static Verdict OwnVpc(VpcEndpoint endpoint, AwsIngress ingress)
    {
        if (NotAi(endpoint) is { } other)
        {
            return other;
        }
        if (endpoint.SubnetIds is not { Count: > 0 } subnets)
        {
            return Unknown("In which subnets it stands is not in the estate.");
        }
        var by = Connections.Of([.. ingress.Rules.Places(subnets, [.. (endpoint.Groups ?? []).Select(group => group.GroupId).OfType<string>()]).Select(place => ingress.Reaching(place, 443))]);
        return !by.Peered.IsEmpty ? Fail($"{by.Peered} reach it through {string.Join(", ", by.Through)}.")
            : by.Unseen.Count > 0 ? Unknown(by.Unseen[0])
            : Pass(by.Network.IsEmpty ? "Nobody reaches it." : $"{by.Network} reach it, in its own VPC.");
    }

    private static readonly Glob s_everything = Glob.Action("*");

    private static Verdict? NotAi(VpcEndpoint endpoint) =>
        endpoint.VpcEndpointType is not "Interface" ? NotApplicable("It is no interface endpoint.")
        : endpoint.AiService() is null ? NotApplicable($"{endpoint.ServiceName} is no AI service.")
        : !endpoint.IsAvailable ? NotApplicable($"It carries no traffic: it is {endpoint.State}.")
        : null;
}
