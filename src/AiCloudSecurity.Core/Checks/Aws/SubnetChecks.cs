using AiCloudSecurity.Exposure.Aws;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on the subnets that AI workloads stand in.</summary>
internal static class SubnetChecks
{
    [Check("AWS-NET-005", Severity.Medium, "Subnet of AI workloads is private",
        Risk = "A route to an internet gateway and public addresses put the workload one mistake away from the internet.",
        Advice = "Move the workload to a subnet without a route to an internet gateway, and turn public addresses off.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Atlas = "AML.T0049",
        Link = "https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html")]
    [Command("aws ec2 modify-subnet-attribute --subnet-id {Name} --no-map-public-ip-on-launch --region {Region} && aws ec2 associate-route-table --subnet-id {Name} --route-table-id PRIVATE_ROUTE_TABLE_ID --region {Region}")]
    [Passes("""{ "SubnetId": "subnet-1", "VpcId": "vpc-1", "MapPublicIpOnLaunch": false }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active" }] }""")]
    [Fails("""{ "SubnetId": "subnet-1", "VpcId": "vpc-1", "MapPublicIpOnLaunch": false }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local" }, { "DestinationCidrBlock": "0.0.0.0/1", "GatewayId": "igw-1", "State": "active" }, { "DestinationCidrBlock": "128.0.0.0/1", "GatewayId": "igw-1", "State": "active" }] }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1" }""", Because = "Two halves are the whole.")]
    [Fails("""{ "SubnetId": "subnet-1", "VpcId": "vpc-1", "MapPublicIpOnLaunch": true }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active" }] }""")]
    [Fails("""{ "SubnetId": "subnet-1", "VpcId": "vpc-1", "MapPublicIpOnLaunch": false }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""")]
    [Fails("""{ "SubnetId": "subnet-1", "VpcId": "vpc-1", "MapPublicIpOnLaunch": false }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationIpv6CidrBlock": "::/0", "GatewayId": "igw-1", "State": "active" }] }""")]
    [Fails("""{ "SubnetId": "subnet-1", "VpcId": "vpc-1", "MapPublicIpOnLaunch": false }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": false, "SubnetId": "subnet-1" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-2", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active" }] }""")]
    [Passes("""{ "SubnetId": "subnet-1", "VpcId": "vpc-1", "MapPublicIpOnLaunch": false }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": false, "SubnetId": "subnet-1" }], "Routes": [{ "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-2", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""",
        Because = "A table of its own replaces the main one.")]
    [Passes("""{ "SubnetId": "subnet-1", "VpcId": "vpc-1", "MapPublicIpOnLaunch": false }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "blackhole" }] }""")]
    [Passes("""{ "SubnetId": "subnet-1", "VpcId": "vpc-1", "MapPublicIpOnLaunch": false }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "192.0.2.0/24", "GatewayId": "igw-1", "State": "active" }] }""")]
    [Passes("""{ "SubnetId": "subnet-1", "VpcId": "vpc-1", "BlockPublicAccessStates": { "InternetGatewayBlockMode": "block-bidirectional" } }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""",
        Because = "VPC block public access overrides the route.")]
    [Fails("""{ "SubnetId": "subnet-1", "VpcId": "vpc-1", "BlockPublicAccessStates": { "InternetGatewayBlockMode": "block-ingress" } }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""")]
    [Fails("""{ "SubnetId": "subnet-1", "VpcId": "vpc-1" }""", """Domain { "DomainName": "d", "SubnetIds": ["subnet-1"] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""")]
    [Fails("""{ "SubnetId": "subnet-1", "VpcId": "vpc-1" }""", """Model { "ModelName": "m", "VpcConfig": { "Subnets": ["subnet-1"] } }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""")]
    [Fails("""{ "SubnetId": "subnet-1", "VpcId": "vpc-1" }""", """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1" }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": false, "SubnetId": "subnet-2" }, { "Main": true }], "Routes": [{ "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1" }] }""")]
    [CannotSay("""{ "SubnetId": "subnet-1", "VpcId": "vpc-2" }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active" }] }""")]
    [Skips("""{ "SubnetId": "subnet-2", "VpcId": "vpc-1", "MapPublicIpOnLaunch": true }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""")]
    public static Verdict Private(Subnet subnet, AiNetworkUse use, Routing routing)
    {
        if (use.UserOf(subnet.SubnetId) is not { } user)
        {
            return NotApplicable("No AI workload stands in it.");
        }
        if (subnet.BlockPublicAccessStates?.InternetGatewayBlockMode is "block-bidirectional")
        {
            return Pass("VPC block public access keeps it off the internet gateway.");
        }
        var verdict = Every.Of(
            () => subnet.MapPublicIpOnLaunch is true ? Fail("It gives public addresses.") : Pass("It gives no public addresses."),
            () => routing.Of(subnet) switch
            {
                null => Unknown($"How {subnet.VpcId} routes is not known."),
                var table when new RoutePlan(table, static _ => []).To(AwsRules.IsInternet) is { IsWholeInternet: true } open => Fail($"{table.RouteTableId} routes {open} to {table.Routes!.First(AwsRules.IsInternet).GatewayId}."),
                var table => Pass($"{table.RouteTableId} has no route to an internet gateway."),
            });
        return verdict.Status == Status.Fail ? Fail($"{verdict.Reason} In it stands {user}.") : verdict;
    }

    [Repair("AWS-NET-005", "aws/ec2/SubnetPublicAddresses")]
    internal static IEnumerable<Wish> GiveNoAddresses(Subnet subnet) =>
        subnet.MapPublicIpOnLaunch is true
            ? [Wish.Of(subnet, NetworkSettings.SubnetAddresses, new() { ["SubnetId"] = subnet.SubnetId }, Wish.With(new() { ["MapPublicIpOnLaunch"] = "false" }),
                "What starts in the subnet from now on has no public address; without a NAT gateway it does not reach the internet.")]
            : [];
}
