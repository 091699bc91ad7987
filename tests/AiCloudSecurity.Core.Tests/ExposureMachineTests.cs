using AiCloudSecurity.Exposure;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Machines that run AI, of which no service says so: which they are, and who reaches them.</summary>
public sealed class ExposureMachineTests
{
    private const string Azure = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network";
    private const string Gcp = "//compute.googleapis.com/projects/ai-project";

    // ---- AWS ----

    private static readonly string[] s_vpc =
    [
        """Vpc { "VpcId": "vpc-1" }""", """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "Associations": [{ "SubnetId": "subnet-1" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1" }] }""",
    ];

    private const string Open = """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{ "CidrIp": "0.0.0.0/1" }, { "CidrIp": "128.0.0.0/1" }] }, { "IpProtocol": "tcp", "FromPort": 8000, "ToPort": 8888, "IpRanges": [{ "CidrIp": "198.51.100.0/24" }] }], "IpPermissionsEgress": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""";

    private static string Instance(string more) => $$"""Instance { "InstanceId": "i-1", {{more}}, "NetworkInterfaces": [{ "SubnetId": "subnet-1", "Groups": [{ "GroupId": "sg-1" }], "PrivateIpAddresses": [{ "PrivateIpAddress": "10.0.0.5", "Association": { "PublicIp": "198.51.100.9" } }] }] }""";

    private static List<AiExposure> Of(Cloud cloud, IEnumerable<string> texts, string type) => [.. Exposures.Of(ExposureEstate.Of(cloud, texts)).Where(exposure => exposure.ResourceType == type)];

    [Theory]
    [InlineData("\"InstanceType\": \"p5.48xlarge\"", true)]
    [InlineData("\"InstanceType\": \"g4dn.xlarge\"", true)]
    [InlineData("\"InstanceType\": \"gr6.4xlarge\"", true)]
    [InlineData("\"InstanceType\": \"inf2.xlarge\"", true)]
    [InlineData("\"InstanceType\": \"trn1n.32xlarge\"", true)]
    [InlineData("\"InstanceType\": \"dl2q.24xlarge\"", true)]
    [InlineData("\"InstanceType\": \"m5.large\"", false)]
    [InlineData("\"InstanceType\": \"c7gn.large\"", false)]
    [InlineData("\"InstanceType\": \"t3.micro\", \"Tags\": [{ \"Key\": \"Name\", \"Value\": \"ollama-server\" }]", true)]
    [InlineData("\"InstanceType\": \"t3.micro\", \"Tags\": [{ \"Key\": \"Name\", \"Value\": \"mail\" }]", false)]
    [InlineData("\"InstanceType\": \"t3.micro\", \"IamInstanceProfile\": { \"Arn\": \"arn:aws:iam::111122223333:instance-profile/asks\" }", true)]
    [InlineData("\"InstanceType\": \"t3.micro\", \"IamInstanceProfile\": { \"Arn\": \"arn:aws:iam::111122223333:instance-profile/reads\" }", false)]
    public void A_machine_of_ec2_is_for_ai_by_hardware_tags_or_what_its_role_may_call(string more, bool isForAi) =>
        Assert.Equal(isForAi, Of(Cloud.Aws, [Instance(more), Open, Role("asks", "bedrock:InvokeModel"), Role("reads", "s3:GetObject"), .. s_vpc], "AWS::EC2::Instance").Count > 0);

    [Fact]
    public void A_deep_learning_image_shows_what_a_machine_is_for()
    {
        var machine = Instance("\"InstanceType\": \"m5.large\"");
        Assert.NotEmpty(Of(Cloud.Aws, [machine, Open, """InstanceImage { "InstanceId": "i-1", "ImageMetadata": { "Name": "Deep Learning OSS Nvidia Driver AMI GPU PyTorch 2.7 (Ubuntu 22.04)" } }""", .. s_vpc], "AWS::EC2::Instance"));
        Assert.Empty(Of(Cloud.Aws, [machine, Open, """InstanceImage { "InstanceId": "i-1", "ImageMetadata": { "Name": "al2023-ami-2023.7" } }""", .. s_vpc], "AWS::EC2::Instance"));
    }

    [Fact]
    public void What_would_show_it_and_was_not_read_is_unknown_once_for_all_machines()
    {
        string[] texts = [Instance("\"InstanceType\": \"m5.large\", \"IamInstanceProfile\": { \"Arn\": \"arn:aws:iam::111122223333:instance-profile/asks\" }"),
            """Instance { "InstanceId": "i-2", "IamInstanceProfile": { "Arn": "arn:aws:iam::111122223333:instance-profile/asks" } }""", Open, Role("asks", "bedrock:InvokeModel"), .. s_vpc];
        Assert.Equal(Reach.Unknown, Assert.Single(Exposures.Of(ExposureEstate.Of(Cloud.Aws, typeof(IamRole), texts)), exposure => exposure.ResourceType == "AWS::EC2::Instance").Reach);
        var image = Assert.Single(Exposures.Of(ExposureEstate.Of(Cloud.Aws, typeof(InstanceImage), texts)), exposure => exposure.ResourceType == "AWS::EC2::InstanceImage");
        Assert.Contains("ec2:DescribeInstanceImageMetadata", image.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Ssh_and_other_ports_of_a_machine_are_ways_of_their_own()
    {
        var ways = Of(Cloud.Aws, [Instance("\"InstanceType\": \"p5.48xlarge\""), Open, .. s_vpc], "AWS::EC2::Instance");
        var ssh = Assert.Single(ways, way => way.Entry == "SSH");
        Assert.Equal((Reach.Internet, Authentication.Key, Egress.Internet), (ssh.Reach, ssh.Authentication, ssh.Egress));
        Assert.StartsWith("internet → igw-1 → sg-1 (", ssh.Path, StringComparison.Ordinal);
        Assert.Equal(Reach.InternetRestricted, Assert.Single(ways, way => way.Entry == "Notebook (ports 8787, 8888)").Reach);
        var inference = Assert.Single(ways, way => way.Entry.StartsWith("Inference", StringComparison.Ordinal));
        Assert.Equal(("Inference (ports 8000, 8001, 8080, 8081, 8265, 8500, 8501)", Reach.InternetRestricted, "198.51.100.0/24"), (inference.Entry, inference.Reach, inference.From));
        Assert.DoesNotContain(ways, way => way.Entry == "Remote Desktop");
    }

    [Fact]
    public void A_machine_without_a_public_address_or_with_an_empty_group_is_not_on_the_internet()
    {
        var hidden = Instance("\"InstanceType\": \"p5.48xlarge\"").Replace(""", "Association": { "PublicIp": "198.51.100.9" }""", "", StringComparison.Ordinal);
        Assert.Equal(Reach.PrivateNetwork, Assert.Single(Of(Cloud.Aws, [hidden, Open, .. s_vpc], "AWS::EC2::Instance"), way => way.Entry == "SSH").Reach);
        Assert.Equal(Reach.None, Assert.Single(Of(Cloud.Aws, [Instance("\"InstanceType\": \"p5.48xlarge\""), """SecurityGroup { "GroupId": "sg-1", "IpPermissions": [] }""", .. s_vpc], "AWS::EC2::Instance")).Reach);
    }

    private static string Role(string name, string action) =>
        $$"""IamRole { "Arn": "arn:aws:iam::111122223333:role/{{name}}", "RoleName": "{{name}}", "InstanceProfileList": [{ "Arn": "arn:aws:iam::111122223333:instance-profile/{{name}}" }], "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "{{action}}", "Resource": "*" } } }] }""";

    // ---- what stands in front ----

    [Theory]
    [InlineData("""{ "Type": "forward", "TargetGroupArn": "arn:tg" }""", Authentication.None)]
    [InlineData("""{ "Type": "authenticate-oidc", "AuthenticateOidcConfig": { "OnUnauthenticatedRequest": "authenticate" } }, { "Type": "forward", "TargetGroupArn": "arn:tg" }""", Authentication.Token)]
    [InlineData("""{ "Type": "authenticate-cognito", "AuthenticateCognitoConfig": { "OnUnauthenticatedRequest": "allow" } }, { "Type": "forward", "ForwardConfig": { "TargetGroups": [{ "TargetGroupArn": "arn:tg" }] } }""", Authentication.None)]
    public void A_listener_asks_callers_to_sign_in_where_its_actions_say_so(string actions, Authentication authentication)
    {
        var way = Assert.Single(Balancer($$"""Listener { "@Parent": "arn:lb", "ListenerArn": "arn:ls", "Port": 8443, "Protocol": "HTTPS", "DefaultActions": [{{actions}}] }"""));
        Assert.Equal(("HTTPS port 8443", Reach.Internet, authentication, "Load balancer"), (way.Entry, way.Reach, way.Authentication, way.Gateway));
        Assert.Contains("i-1", way.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_of_a_listener_narrows_by_address_and_one_without_a_sign_in_decides()
    {
        const string listener = """Listener { "@Parent": "arn:lb", "ListenerArn": "arn:ls", "Port": 443, "Protocol": "HTTPS", "DefaultActions": [{ "Type": "fixed-response" }] }""";
        var narrowed = Assert.Single(Balancer(listener, """ListenerRule { "@Parent": "arn:ls", "RuleArn": "arn:r", "Conditions": [{ "Field": "source-ip", "SourceIpConfig": { "Values": ["203.0.113.0/24"] } }], "Actions": [{ "Type": "forward", "TargetGroupArn": "arn:tg" }] }"""));
        Assert.Equal((Reach.InternetRestricted, "203.0.113.0/24"), (narrowed.Reach, narrowed.From));
        Assert.Equal((Reach.None, "none"), Assert.Single(Balancer(listener)) is var none ? (none.Reach, none.Entry) : default);
    }

    [Fact]
    public void Listeners_that_were_not_read_leave_what_callers_must_show_unknown()
    {
        var estate = ExposureEstate.Of(Cloud.Aws, typeof(Listener), [.. s_balanced, .. s_vpc, Wide, """Listener { "@Parent": "arn:lb", "Port": 443 }"""]);
        var way = Assert.Single(Exposures.Of(estate), exposure => exposure.ResourceId == "arn:lb");
        Assert.Equal((Reach.Internet, Authentication.Unknown), (way.Reach, way.Authentication));
        Assert.Contains("elbv2:DescribeListeners", way.Because, StringComparison.Ordinal);
    }

    private const string Wide = """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""";

    private static readonly string[] s_balanced =
    [
        """LoadBalancer { "LoadBalancerArn": "arn:lb", "LoadBalancerName": "lb", "Scheme": "internet-facing", "Type": "application", "SecurityGroups": ["sg-1"], "AvailabilityZones": [{ "SubnetId": "subnet-1" }] }""",
        """TargetGroup { "TargetGroupArn": "arn:tg", "TargetType": "instance", "LoadBalancerArns": ["arn:lb"] }""",
        """TargetOfGroup { "@Parent": "arn:tg", "Target": { "Id": "i-1" } }""",
        """Instance { "InstanceId": "i-1", "InstanceType": "g5.xlarge" }""",
    ];

    private static List<AiExposure> Balancer(params IEnumerable<string> texts) => [.. Exposures.Of(ExposureEstate.Of(Cloud.Aws, [.. s_balanced, .. s_vpc, Wide, .. texts])).Where(exposure => exposure.ResourceId == "arn:lb")];

    // ---- transit gateways ----

    private static readonly string[] s_spokes =
    [
        """Vpc { "VpcId": "vpc-1" }""", """Vpc { "VpcId": "vpc-2" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""", """Subnet { "SubnetId": "subnet-2", "VpcId": "vpc-2", "CidrBlock": "10.1.0.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-2" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local" }, { "DestinationCidrBlock": "10.0.0.0/8", "TransitGatewayId": "tgw-1" }] }""",
        """RouteTable { "RouteTableId": "rtb-2", "VpcId": "vpc-2", "Associations": [{ "SubnetId": "subnet-2" }], "Routes": [{ "DestinationCidrBlock": "10.1.0.0/16", "GatewayId": "local" }, { "DestinationCidrBlock": "0.0.0.0/0", "TransitGatewayId": "tgw-1" }] }""",
        """Instance { "InstanceId": "i-1", "InstanceType": "p4d.24xlarge", "NetworkInterfaces": [{ "SubnetId": "subnet-1", "Groups": [{ "GroupId": "sg-1" }], "PrivateIpAddresses": [{ "PrivateIpAddress": "10.0.0.5" }] }] }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{ "CidrIp": "10.1.0.0/16" }] }], "IpPermissionsEgress": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""",
        Attached(1), Attached(2), """TransitGatewayRouteTable { "@Id": "arn:rtb", "TransitGatewayRouteTableId": "tgw-rtb-1" }""",
    ];

    private static string Attached(int vpc) => $$"""TransitGatewayAttachment { "TransitGatewayAttachmentId": "tgw-attach-{{vpc}}", "TransitGatewayId": "tgw-1", "ResourceType": "vpc", "ResourceId": "vpc-{{vpc}}", "State": "available", "Association": { "TransitGatewayRouteTableId": "tgw-rtb-1", "State": "associated" } }""";

    private static string Route(string to, int vpc, string state = "active", string kind = "vpc") =>
        $$"""TransitGatewayRoute { "@Parent": "arn:rtb", "DestinationCidrBlock": "{{to}}", "Type": "propagated", "State": "{{state}}", "TransitGatewayAttachments": [{ "TransitGatewayAttachmentId": "tgw-attach-{{vpc}}", "ResourceId": "{{(kind == "vpc" ? "vpc" : "vpn")}}-{{vpc}}", "ResourceType": "{{kind}}" }] }""";

    [Fact]
    public void A_transit_gateway_leads_as_its_tables_say_both_ways()
    {
        var ssh = Ssh([Route("10.0.0.0/16", 1), Route("10.1.0.0/16", 2), .. s_spokes]);
        Assert.Equal((Reach.PeeredNetwork, "10.1.0.0/24"), (ssh.Reach, ssh.From));
        Assert.Contains("tgw-1", ssh.Path, StringComparison.Ordinal);
        // Without a way back, or with one that drops, nobody gets there.
        Assert.Equal(Reach.None, Ssh([Route("10.0.0.0/16", 1), .. s_spokes]).Reach);
        Assert.Equal(Reach.None, Ssh([Route("10.0.0.0/16", 1), Route("10.1.0.0/16", 2), Route("10.1.0.0/24", 2, "blackhole"), .. s_spokes]).Reach);
    }

    [Fact]
    public void What_lies_behind_a_transit_gateway_beyond_the_account_is_unknown()
    {
        var vpn = Ssh([Route("10.0.0.0/16", 1), Route("10.1.0.0/16", 3, kind: "vpn"), .. s_spokes]);
        Assert.Equal(Reach.Unknown, vpn.Reach);
        Assert.Contains("tgw-attach-3 (vpn)", vpn.Because, StringComparison.Ordinal);
        var shared = Ssh([.. s_spokes.Where(text => !text.StartsWith("TransitGatewayRouteTable", StringComparison.Ordinal))]);
        Assert.Equal(Reach.Unknown, shared.Reach);
        Assert.Contains("tgw-rtb-1", shared.Because, StringComparison.Ordinal);
        Assert.Equal(Reach.Unknown, Exposures.Of(ExposureEstate.Of(Cloud.Aws, typeof(TransitGatewayRoute), [Route("10.0.0.0/16", 1), .. s_spokes])).Single(exposure => exposure is { ResourceName: "i-1" }).Reach);
    }

    private static AiExposure Ssh(IEnumerable<string> texts) => Assert.Single(Exposures.Of(ExposureEstate.Of(Cloud.Aws, texts)), exposure => exposure is { ResourceName: "i-1", Entry: "SSH" });

    // ---- Azure ----

    private static string AzureNetworkOf(string rules, string machineRules) => $$"""VirtualNetwork { "id": "{{Azure}}/virtualNetworks/vnet", "properties": { "addressSpace": { "addressPrefixes": ["10.0.0.0/16"] }, "subnets": [{ "id": "{{Azure}}/virtualNetworks/vnet/subnets/s", "name": "s", "properties": { "addressPrefix": "10.0.0.0/24", "networkSecurityGroup": { "id": "{{Azure}}/networkSecurityGroups/subnet" } } }] } }|NetworkSecurityGroup { "id": "{{Azure}}/networkSecurityGroups/subnet", "properties": { "securityRules": [{{rules}}] } }|NetworkSecurityGroup { "id": "{{Azure}}/networkSecurityGroups/machine", "properties": { "securityRules": [{{machineRules}}] } }""";

    private const string AllowAll = """{ "properties": { "access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "*", "sourceAddressPrefix": "*", "destinationAddressPrefix": "*", "destinationPortRange": "*" } }""";
    private const string AllowSsh = """{ "properties": { "access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "Tcp", "sourceAddressPrefixes": ["0.0.0.0/1", "128.0.0.0/1"], "destinationAddressPrefix": "*", "destinationPortRanges": ["20-22"] } }""";
    private const string DenySsh = """{ "properties": { "access": "Deny", "direction": "Inbound", "priority": 90, "protocol": "Tcp", "sourceAddressPrefix": "Internet", "destinationAddressPrefix": "*", "destinationPortRange": "22" } }""";

    private static IEnumerable<string> AzureMachine(string rules, string machineRules, string machine = "\"hardwareProfile\": { \"vmSize\": \"Standard_NC24ads_A100_v4\" }", string address = "\"publicIPAddress\": { \"id\": \"/x/publicIPAddresses/p\" }") =>
    [
        .. AzureNetworkOf(rules, machineRules).Split('|'),
        $$"""NetworkInterface { "id": "{{Azure}}/networkInterfaces/nic", "properties": { "networkSecurityGroup": { "id": "{{Azure}}/networkSecurityGroups/machine" }, "ipConfigurations": [{ "properties": { "privateIPAddress": "10.0.0.4", "subnet": { "id": "{{Azure}}/virtualNetworks/vnet/subnets/s" }, {{address}} } }] } }""",
        $$"""VirtualMachine { "name": "vm", "properties": { {{machine}}, "networkProfile": { "networkInterfaces": [{ "id": "{{Azure}}/networkInterfaces/nic" }] } } }""",
    ];

    [Theory]
    [InlineData(AllowAll, AllowSsh, Reach.Internet)]
    [InlineData(AllowAll, $"{AllowAll}, {DenySsh}", Reach.PrivateNetwork)]
    [InlineData(DenySsh, AllowAll, Reach.PrivateNetwork)]
    [InlineData("", AllowAll, Reach.PrivateNetwork)]
    public void Both_security_groups_of_a_machine_of_azure_must_let_pass(string rules, string machineRules, Reach reach) =>
        Assert.Equal(reach, Assert.Single(Of(Cloud.Azure, AzureMachine(rules, machineRules), "Microsoft.Compute/virtualMachines"), way => way.Entry == "SSH").Reach);

    [Theory]
    [InlineData(""" "hardwareProfile": { "vmSize": "standard_nd96isr_h100_v5" }""", true)]
    [InlineData(""" "hardwareProfile": { "vmSize": "Standard_D4s_v5" }""", false)]
    [InlineData(""" "storageProfile": { "imageReference": { "publisher": "microsoft-dsvm", "offer": "ubuntu-2204" } }""", true)]
    [InlineData(""" "storageProfile": { "imageReference": { "publisher": "Canonical", "offer": "ubuntu-24_04-lts" } }""", false)]
    public void A_machine_of_azure_is_for_ai_by_its_size_or_image(string properties, bool isForAi) =>
        Assert.Equal(isForAi, Of(Cloud.Azure, AzureMachine(AllowAll, AllowAll, properties), "Microsoft.Compute/virtualMachines").Count > 0);

    [Fact]
    public void What_a_load_balancer_sends_to_a_machine_is_unknown()
    {
        var way = Assert.Single(Of(Cloud.Azure, AzureMachine(AllowAll, AllowSsh, address: $"\"loadBalancerInboundNatRules\": [{{ \"id\": \"{Azure}/loadBalancers/lb/inboundNatRules/ssh\" }}]"), "Microsoft.Compute/virtualMachines"), way => way.Entry == "SSH");
        Assert.Equal(Reach.Unknown, way.Reach);
        Assert.Contains("load balancer lb", way.Because, StringComparison.Ordinal);
    }

    // ---- Google Cloud ----

    private static string GcpMachine(string more, string access = """, "accessConfigs": [{ "natIP": "198.51.100.7" }]""") => $$"""Machine { "name": "vm", {{more}}, "networkInterfaces": [{ "network": "{{Gcp}}/global/networks/ai", "subnetwork": "{{Gcp}}/regions/europe-west4/subnetworks/s", "networkIP": "10.0.0.2"{{access}} }] }""";

    private static IEnumerable<string> GcpNetworkOf(params IEnumerable<string> rules) =>
    [
        $$"""Network { "name": "ai" }""", $$"""Subnetwork { "name": "{{Gcp}}/regions/europe-west4/subnetworks/s", "network": "{{Gcp}}/global/networks/ai", "ipCidrRange": "10.0.0.0/24" }""",
        $$"""Route { "network": "{{Gcp}}/global/networks/ai", "destRange": "0.0.0.0/0", "nextHopGateway": "{{Gcp}}/global/gateways/default-internet-gateway" }""",
        .. rules.Select(rule => $$"""Firewall { "network": "{{Gcp}}/global/networks/ai", {{rule}} }"""),
    ];

    private const string Ssh22 = "\"sourceRanges\": [\"0.0.0.0/0\"], \"allowed\": [{ \"IPProtocol\": \"tcp\", \"ports\": [\"22\"] }]";

    [Theory]
    [InlineData("\"guestAccelerators\": [{ \"acceleratorType\": \"zones/z/acceleratorTypes/nvidia-l4\", \"acceleratorCount\": 1 }]", true)]
    [InlineData("\"machineType\": \"zones/z/machineTypes/a3-highgpu-8g\"", true)]
    [InlineData("\"machineType\": \"zones/z/machineTypes/g1-small\"", false)]
    [InlineData("\"disks\": [{ \"licenses\": [\"https://www.googleapis.com/compute/v1/projects/deeplearning-platform-release/global/licenses/x\"] }]", true)]
    [InlineData("\"labels\": { \"team\": \"web\" }", false)]
    [InlineData("\"labels\": { \"role\": \"llm-serving\" }", true)]
    [InlineData("\"guestAccelerators\": [{ \"acceleratorType\": \"nvidia-l4\", \"acceleratorCount\": 1 }], \"status\": \"TERMINATED\"", false)]
    public void A_machine_of_google_is_for_ai_by_hardware_image_or_labels(string more, bool isForAi) =>
        Assert.Equal(isForAi, Of(Cloud.Gcp, [GcpMachine(more), .. GcpNetworkOf(Ssh22)], "compute.googleapis.com/Instance").Count > 0);

    [Fact]
    public void Rules_that_come_first_or_do_not_count_decide_who_reaches_a_machine_of_google()
    {
        const string gpu = "\"guestAccelerators\": [{ \"acceleratorType\": \"nvidia-l4\", \"acceleratorCount\": 1 }], \"tags\": { \"items\": [\"gpu\"] }";
        AiExposure First(IEnumerable<string> rules, string more = gpu) => Assert.Single(Of(Cloud.Gcp, [GcpMachine(more), .. GcpNetworkOf(rules)], "compute.googleapis.com/Instance"), way => way.Entry == "SSH");
        Assert.Equal(Reach.Internet, First([Ssh22]).Reach);
        Assert.Equal(Reach.None, First([$"{Ssh22}, \"disabled\": true"]).Reach);
        Assert.Equal(Reach.None, First([Ssh22, "\"priority\": 900, \"sourceRanges\": [\"0.0.0.0/0\"], \"denied\": [{ \"IPProtocol\": \"all\" }]"]).Reach);
        Assert.Equal(Reach.Internet, First([Ssh22, "\"priority\": 1100, \"sourceRanges\": [\"0.0.0.0/0\"], \"denied\": [{ \"IPProtocol\": \"all\" }]"]).Reach);
        Assert.Equal(Reach.None, First([$"{Ssh22}, \"targetTags\": [\"web\"]"]).Reach);
        Assert.Equal(Reach.Internet, First([$"{Ssh22}, \"targetTags\": [\"gpu\"]"]).Reach);
    }

    [Fact]
    public void Identity_aware_proxy_is_a_way_of_its_own()
    {
        var ways = Of(Cloud.Gcp, [GcpMachine("\"labels\": { \"x\": \"ml\" }", ""), .. GcpNetworkOf("\"sourceRanges\": [\"35.235.240.0/20\"], \"allowed\": [{ \"IPProtocol\": \"tcp\" }]")], "compute.googleapis.com/Instance");
        Assert.Equal(Authentication.Iam, Assert.Single(ways, way => way.Entry == "SSH through IAP").Authentication);
        Assert.Equal(Reach.None, Assert.Single(ways, way => way.Entry == "SSH").Reach);
    }

    // ---- perimeters ----

    [Theory]
    [InlineData("""{ "conditions": [{ "ipSubnetworks": ["203.0.113.0/24"] }] }""", Reach.InternetRestricted)]
    [InlineData("""{ "conditions": [{ "ipSubnetworks": ["0.0.0.0/1"] }, { "ipSubnetworks": ["128.0.0.0/1"] }], "combiningFunction": "OR" }""", Reach.Internet)]
    [InlineData("""{ "conditions": [{ "ipSubnetworks": ["0.0.0.0/1"] }, { "ipSubnetworks": ["128.0.0.0/1"] }] }""", Reach.Organisation)]
    [InlineData("""{ "conditions": [{ "ipSubnetworks": ["203.0.113.0/24"], "negate": true }] }""", Reach.Internet)]
    [InlineData("""{ "conditions": [{ "members": ["user:a@example.com"] }] }""", Reach.Internet)]
    [InlineData("""{ "conditions": [{ "regions": ["CH"] }] }""", Reach.Unknown)]
    public void An_access_level_of_a_perimeter_lets_in_the_addresses_of_its_conditions(string basic, Reach reach)
    {
        var estate = ExposureEstate.Of(Cloud.Gcp, """Project { }""", """EnabledService { "name": "projects/1/services/aiplatform.googleapis.com", "state": "ENABLED" }""",
            """ServicePerimeter { "title": "ai", "status": { "resources": ["projects/123456789012"], "restrictedServices": ["aiplatform.googleapis.com"], "accessLevels": ["accessPolicies/1/accessLevels/office"] } }""",
            $$"""AccessLevel { "name": "accessPolicies/1/accessLevels/office", "basic": {{basic}} }""");
        Assert.Equal(reach, Assert.Single(Exposures.Of(estate), exposure => exposure.Entry == "generateContent API").Reach);
    }
}
