using AiCloudSecurity.Exposure;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Core.Tests;

public sealed class ExposureAwsTests
{
    private const string Subnet = """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""";
    private const string PublicSubnet = """Subnet { "SubnetId": "subnet-2", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24" }""";
    private const string Acl = """NetworkAcl { "NetworkAclId": "acl-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-2" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""";
    private const string Private = """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local" }, { "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1" }] }""";
    private const string Public = """RouteTable { "RouteTableId": "rtb-2", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-2" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1" }] }""";
    private const string Nat = """NatGateway { "NatGatewayId": "nat-1", "SubnetId": "subnet-2", "State": "available" }""";
    private const string Vpc = """Vpc { "VpcId": "vpc-1" }""";
    private const string Out = """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }], "IpPermissionsEgress": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""";
    private const string Listener = """Listener { "@Parent": "arn:lb", "ListenerArn": "arn:ls", "Port": 443, "Protocol": "HTTPS", "DefaultActions": [{ "Type": "forward", "TargetGroupArn": "arn:tg" }] }""";
    private const string Backend = """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""";
    private const string Role = """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RoleName": "r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""";
    private static readonly string[] s_network = [Vpc, Subnet, PublicSubnet, Acl, Private, Public, Nat, Out];

    [Fact]
    public void A_notebook_without_a_subnet_reaches_the_internet_and_is_opened_by_a_presigned_url()
    {
        var notebook = ExposureEstate.One(Aws("""NotebookInstance { "NotebookInstanceName": "nb" }"""), "nb");
        Assert.Equal(("Notebook URL", Reach.Internet, Authentication.Iam, Egress.Internet), (notebook.Entry, notebook.Reach, notebook.Authentication, notebook.Egress));
        Assert.Equal("internet → notebook.eu-west-1 (signed requests) → notebook nb", notebook.Path);
    }

    [Fact]
    public void A_notebook_in_a_vpc_reaches_what_routes_and_groups_let_it()
    {
        const string notebook = """NotebookInstance { "NotebookInstanceName": "nb", "DirectInternetAccess": "Disabled", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""";
        var open = ExposureEstate.One(Aws([notebook, .. s_network]), "nb");
        Assert.Equal(Egress.Internet, open.Egress);
        Assert.Contains("nat-1", open.Because, StringComparison.Ordinal);
        Assert.Equal(Egress.Restricted, ExposureEstate.One(Aws([notebook, .. s_network.Where(text => text != Private), """RouteTable { "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local" }] }"""]), "nb").Egress);
        Assert.Equal(Egress.None, ExposureEstate.One(Aws([notebook, .. s_network.Where(text => text != Out), """SecurityGroup { "GroupId": "sg-1", "IpPermissionsEgress": [] }"""]), "nb").Egress);
    }

    [Fact]
    public void What_a_refused_read_hides_is_unknown_and_names_the_read()
    {
        const string notebook = """NotebookInstance { "NotebookInstanceName": "nb", "DirectInternetAccess": "Disabled", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""";
        var exposure = ExposureEstate.One(ExposureEstate.Of(Cloud.Aws, typeof(RouteTable), [notebook, .. s_network]), "nb");
        Assert.Equal(Egress.Unknown, exposure.Egress);
        Assert.Contains("ec2:DescribeRouteTables", exposure.Because, StringComparison.Ordinal);
        var hidden = Assert.Single(Exposures.Of(ExposureEstate.Of(Cloud.Aws, typeof(NotebookInstance), s_network)), exposure => exposure.ResourceType == "AWS::SageMaker::NotebookInstance");
        Assert.Equal((Reach.Unknown, "*"), (hidden.Reach, hidden.ResourceName));
        Assert.Contains("sagemaker:ListNotebookInstances", hidden.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void No_refused_read_makes_a_reach_narrower()
    {
        string[] texts = ["""VpcEndpoint { "VpcEndpointId": "vpce-1", "OwnerId": "1", "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "SubnetIds": ["subnet-1"], "Groups": [{ "GroupId": "sg-1" }] }""",
            """LoadBalancer { "LoadBalancerArn": "arn:lb", "LoadBalancerName": "lb", "Scheme": "internet-facing", "Type": "application", "SecurityGroups": ["sg-1"], "AvailabilityZones": [{ "SubnetId": "subnet-2" }] }""",
            """TargetGroup { "TargetGroupArn": "arn:tg", "TargetType": "lambda", "LoadBalancerArns": ["arn:lb"] }""",
            """TargetOfGroup { "@Parent": "arn:tg", "Target": { "Id": "arn:aws:lambda:eu-west-1:111122223333:function:ask" } }""", Listener, Backend, Role, .. s_network];
        var whole = Exposures.Of(Aws(texts)).ToDictionary(exposure => exposure.ResourceId);
        Assert.Equal(Reach.Internet, whole["arn:lb"].Reach);
        foreach (var type in Exposures.Types(Cloud.Aws))
        {
            foreach (var exposure in Exposures.Of(ExposureEstate.Of(Cloud.Aws, type.Record, texts)))
            {
                Assert.True(!whole.TryGetValue(exposure.ResourceId, out var before) || exposure.Reach >= before.Reach, $"Without {type.Name} {exposure.ResourceId} is {exposure.Reach}: {exposure.Because}");
            }
        }
    }

    [Theory]
    [InlineData("internet-facing", "0.0.0.0/0", Reach.Internet)]
    [InlineData("internet-facing", "198.51.100.0/24", Reach.InternetRestricted)]
    [InlineData("internet-facing", "10.0.0.0/16", Reach.PrivateNetwork)]
    [InlineData("internal", "0.0.0.0/0", Reach.PrivateNetwork)]
    [InlineData("internal", "192.168.0.0/16", Reach.None)]
    public void A_load_balancer_is_reached_as_its_scheme_and_its_groups_say(string scheme, string from, Reach reach)
    {
        var balancer = ExposureEstate.One(Aws([
            $$"""LoadBalancer { "LoadBalancerArn": "arn:lb", "LoadBalancerName": "lb", "Scheme": "{{scheme}}", "Type": "application", "SecurityGroups": ["sg-1"], "AvailabilityZones": [{ "SubnetId": "subnet-2" }] }""",
            """TargetGroup { "TargetGroupArn": "arn:tg", "TargetType": "lambda", "LoadBalancerArns": ["arn:lb"] }""",
            """TargetOfGroup { "@Parent": "arn:tg", "Target": { "Id": "arn:aws:lambda:eu-west-1:111122223333:function:ask" } }""",
            """WebAcl { "ARN": "arn:w", "Name": "w", "Rules": [{ "Name": "rate", "Statement": { "RateBasedStatement": { "Limit": 500 } }, "Action": { "Block": { } } }] }""",
            """WebAclAssociation { "@Parent": "arn:w", "Name": "arn:lb" }""", Listener, Backend, Role,
            .. s_network.Where(text => text != Out), $$"""SecurityGroup { "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "{{from}}" }] }] }"""]), "lb");
        Assert.Equal(reach, balancer.Reach);
        Assert.Equal(("Load balancer with WAF w", "500 requests in 300 s for each caller"), (balancer.Gateway, balancer.RateLimit));
        Assert.EndsWith("load balancer lb", balancer.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rest_api_is_reached_from_where_its_policy_says_and_limited_by_its_usage_plan()
    {
        var api = ExposureEstate.One(Aws(
            """RestApi { "@Id": "arn:api", "id": "a1", "name": "ask-api", "policy": "{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":\\\"*\\\",\\\"Action\\\":\\\"execute-api:Invoke\\\",\\\"Resource\\\":\\\"*\\\"},{\\\"Effect\\\":\\\"Deny\\\",\\\"Principal\\\":\\\"*\\\",\\\"Action\\\":\\\"execute-api:Invoke\\\",\\\"Resource\\\":\\\"*\\\",\\\"Condition\\\":{\\\"NotIpAddress\\\":{\\\"aws:SourceIp\\\":[\\\"198.51.100.0\\/24\\\"]}}}]}" }""",
            """RestPath { "@Parent": "arn:api", "id": "p", "path": "/ask", "resourceMethods": { "POST": { "authorizationType": "NONE", "apiKeyRequired": true, "methodIntegration": { "uri": "arn:aws:apigateway:eu-west-1:bedrock-runtime:path/model/m/invoke" } } } }""",
            """RestStage { "@Parent": "arn:api", "stageName": "prod" }""",
            """UsagePlan { "id": "u", "name": "plan", "apiStages": [{ "apiId": "a1", "stage": "prod" }], "throttle": { "rateLimit": 10, "burstLimit": 20 } }"""), "ask-api");
        Assert.Equal((Reach.InternetRestricted, "198.51.100.0/24", Authentication.Key), (api.Reach, api.From, api.Authentication));
        Assert.Equal(("API Gateway with usage plan plan", "10 requests/s for each API key"), (api.Gateway, api.RateLimit));
        Assert.True(api.IsWithin(AddressSet.Of("198.51.0.0/16")));
        Assert.False(api.IsWithin(AddressSet.Of("203.0.113.0/24")));
    }

    [Fact]
    public void A_function_url_for_everybody_asks_for_nothing()
    {
        var function = ExposureEstate.One(Aws(Backend, Role, """FunctionUrl { "@Parent": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "AuthType": "NONE" }"""), "ask");
        Assert.Equal((Reach.Internet, Authentication.None, "none", "none"), (function.Reach, function.Authentication, function.Gateway, function.RateLimit));
    }

    [Fact]
    public void A_peer_of_another_account_is_unknown_and_not_guessed()
    {
        var endpoint = ExposureEstate.One(Aws([
            """VpcEndpoint { "VpcEndpointId": "vpce-1", "OwnerId": "1", "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime", "SubnetIds": ["subnet-1"], "Groups": [{ "GroupId": "sg-1" }] }""",
            """VpcPeering { "VpcPeeringConnectionId": "pcx-1", "Status": { "Code": "active" }, "RequesterVpcInfo": { "VpcId": "vpc-1", "OwnerId": "111122223333" }, "AccepterVpcInfo": { "VpcId": "vpc-9", "OwnerId": "999988887777" } }""",
            .. s_network.Where(text => text != Private), """RouteTable { "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local" }, { "DestinationCidrBlock": "10.9.0.0/16", "VpcPeeringConnectionId": "pcx-1" }] }"""]), "vpce-1");
        Assert.Equal(Reach.Unknown, endpoint.Reach);
        Assert.Contains("999988887777", endpoint.Because, StringComparison.Ordinal);
        Assert.Contains("?", endpoint.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_collection_that_a_policy_opens_is_on_the_internet()
    {
        string[] texts = ["""KnowledgeBase { "knowledgeBaseId": "kb", "name": "kb", "storageConfiguration": { "type": "OPENSEARCH_SERVERLESS", "opensearchServerlessConfiguration": { "collectionArn": "arn:aws:aoss:eu-west-1:111122223333:collection/c1" } } }""",
            """VectorCollection { "@Id": "arn:aws:aoss:eu-west-1:111122223333:collection/c1", "arn": "arn:aws:aoss:eu-west-1:111122223333:collection/c1", "name": "vectors" }"""];
        const string policy = """CollectionNetworkPolicy { "name": "n", "policy": [{ "Rules": [{ "ResourceType": "collection", "Resource": ["collection/vec*"] }], "AllowFromPublic": PUBLIC, "SourceVPCEs": ["vpce-7"] }] }""";
        Assert.Equal(Reach.Internet, ExposureEstate.One(Aws([.. texts, policy.Replace("PUBLIC", "true", StringComparison.Ordinal)]), "vectors").Reach);
        var closed = ExposureEstate.One(Aws([.. texts, policy.Replace("PUBLIC", "false", StringComparison.Ordinal)]), "vectors");
        Assert.Equal((Reach.PrivateNetwork, "vpce-7"), (closed.Reach, closed.From));
        Assert.Equal(Reach.None, ExposureEstate.One(Aws(texts), "vectors").Reach);
    }

    [Theory]
    [InlineData("OPENSEARCH_MANAGED_CLUSTER", true)]
    [InlineData("PINECONE", true)]
    [InlineData("S3_VECTORS", false)]
    public void Vectors_that_lie_where_nobody_looked_are_unknown(string type, bool isUnknown)
    {
        var ways = Exposures.Of(Aws($$"""KnowledgeBase { "knowledgeBaseId": "kb", "name": "kb", "storageConfiguration": { "type": "{{type}}" } }""")).Where(exposure => exposure.ResourceName == "kb");
        Assert.Equal(isUnknown, ways.Any(way => way is { Entry: "Vector store", Reach: Reach.Unknown }));
    }

    [Fact]
    public void Hostile_names_stay_inside_their_labels()
    {
        var exposures = Exposures.Of(Aws("""NotebookInstance { "NotebookInstanceName": "a\"];\n x --> y[\"`<script>" }""")).ToList();
        var mermaid = ExposureGraph.Of(exposures, ExposureGraphFormat.Mermaid);
        Assert.Equal(1 + 3 + 2, mermaid.TrimEnd().Split('\n').Length);
        Assert.DoesNotContain("<script>", mermaid, StringComparison.Ordinal);
        var dot = ExposureGraph.Of(exposures, ExposureGraphFormat.Dot);
        Assert.Equal(3 + 3 + 2 + 1, dot.TrimEnd().Split('\n').Length);
        Assert.Contains("\\\"]; ", dot.Replace("\\\\u000A", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(exposures.SelectMany(exposure => new[] { exposure.ResourceName, exposure.Path, exposure.Because }), text => Assert.True(Display.IsSafe(text)));
    }

    [Fact]
    public void Every_property_is_scalar_and_in_the_order_of_the_table() =>
        Assert.Equal(["Cloud", "Scope", "Region", "ResourceType", "ResourceName", "ResourceId", "Entry", "Reach", "From", "Authentication", "Gateway", "RateLimit", "Egress", "Path", "Because", "Concerns", "Severity"],
            typeof(AiExposure).GetProperties().Where(property => property.PropertyType == typeof(string) || property.PropertyType.IsEnum).Select(property => property.Name));

    private static Estate Aws(params IEnumerable<string> texts) => ExposureEstate.Of(Cloud.Aws, texts);
}
