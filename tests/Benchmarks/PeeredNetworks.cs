using System.Text;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Benchmarks;

/// <summary>An account of VPCs that are peered two by two, with ten AI resources in each.</summary>
internal static class PeeredNetworks
{
    public const string Account = "111122223333";
    public const string Region = "eu-west-1";

    public static (List<Resource> Resources, List<CoverageEntry> Coverage) Fill(int networks)
    {
        List<Resource> resources = [];
        List<CoverageEntry> coverage = [.. ResourceType.All.Where(type => type.Read is AwsResourceAttribute).Select(type => Cover(type, null))];
        for (var i = 0; i < networks; i++)
        {
            // Two by two they are peered.
            var (vpc, other, at, beyond) = ($"vpc-{i}", $"vpc-{i ^ 1}", $"10.{i / 250}.{i % 250}", $"10.{(i ^ 1) / 250}.{(i ^ 1) % 250}");
            Add<Vpc>($$"""{ "VpcId": "{{vpc}}", "OwnerId": "{{Account}}" }""");
            Add<Subnet>($$"""{ "SubnetId": "subnet-{{i}}-a", "VpcId": "{{vpc}}", "OwnerId": "{{Account}}", "CidrBlock": "{{at}}.0/25" }""");
            Add<Subnet>($$"""{ "SubnetId": "subnet-{{i}}-b", "VpcId": "{{vpc}}", "OwnerId": "{{Account}}", "CidrBlock": "{{at}}.128/25" }""");
            Add<RouteTable>($$"""{ "RouteTableId": "rtb-{{i}}-a", "VpcId": "{{vpc}}", "OwnerId": "{{Account}}", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "{{at}}.0/24", "GatewayId": "local" }, { "DestinationCidrBlock": "{{beyond}}.0/24", "VpcPeeringConnectionId": "pcx-{{i / 2}}" }, { "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-{{i}}" }] }""");
            Add<RouteTable>($$"""{ "RouteTableId": "rtb-{{i}}-b", "VpcId": "{{vpc}}", "OwnerId": "{{Account}}", "Associations": [{ "SubnetId": "subnet-{{i}}-b" }], "Routes": [{ "DestinationCidrBlock": "{{at}}.0/24", "GatewayId": "local" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-{{i}}" }] }""");
            Add<NetworkAcl>($$"""{ "NetworkAclId": "acl-{{i}}", "VpcId": "{{vpc}}", "OwnerId": "{{Account}}", "Associations": [{ "SubnetId": "subnet-{{i}}-a" }, { "SubnetId": "subnet-{{i}}-b" }], "Entries": [{ "RuleNumber": 90, "Egress": false, "Protocol": "6", "RuleAction": "deny", "CidrBlock": "198.51.100.0/24", "PortRange": { "From": 443, "To": 443 } }, { "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""");
            Add<NatGateway>($$"""{ "NatGatewayId": "nat-{{i}}", "SubnetId": "subnet-{{i}}-b", "State": "available" }""");
            if (i % 2 == 0)
            {
                Add<VpcPeering>($$"""{ "VpcPeeringConnectionId": "pcx-{{i / 2}}", "Status": { "Code": "active" }, "RequesterVpcInfo": { "VpcId": "{{vpc}}" }, "AccepterVpcInfo": { "VpcId": "{{other}}" } }""");
            }
            for (var g = 0; g < 3; g++)
            {
                Add<SecurityGroup>($$"""{ "GroupId": "sg-{{i}}-{{g}}", "VpcId": "{{vpc}}", "OwnerId": "{{Account}}", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }], "UserIdGroupPairs": [{ "GroupId": "sg-{{i}}-{{(g + 1) % 3}}" }] }, { "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{ "CidrIp": "203.0.113.0/24" }] }], "IpPermissionsEgress": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""");
            }
            for (var n = 0; n < 8; n++)
            {
                Add<NetworkInterface>($$"""{ "NetworkInterfaceId": "eni-{{i}}-{{n}}", "SubnetId": "subnet-{{i}}-{{(n % 2 == 0 ? "a" : "b")}}", "VpcId": "{{vpc}}", "OwnerId": "{{Account}}", "Groups": [{ "GroupId": "sg-{{i}}-{{n % 3}}" }], "PrivateIpAddresses": [{ "PrivateIpAddress": "{{at}}.{{n % 2 * 128 + 10 + n}}" }] }""");
            }
            for (var n = 0; n < 4; n++)
            {
                Add<NotebookInstance>($$"""{ "NotebookInstanceArn": "arn:aws:sagemaker:{{Region}}:{{Account}}:notebook-instance/nb-{{i}}-{{n}}", "NotebookInstanceName": "nb-{{i}}-{{n}}", "DirectInternetAccess": "Disabled", "SubnetId": "subnet-{{i}}-a", "SecurityGroups": ["sg-{{i}}-{{n % 3}}"] }""");
            }
            for (var n = 0; n < 2; n++)
            {
                var name = $"m-{i}-{n}";
                Add<Model>($$"""{ "ModelArn": "arn:aws:sagemaker:{{Region}}:{{Account}}:model/{{name}}", "ModelName": "{{name}}", "VpcConfig": { "Subnets": ["subnet-{{i}}-a"], "SecurityGroupIds": ["sg-{{i}}-1"] } }""");
                Add<EndpointConfig>($$"""{ "EndpointConfigArn": "arn:aws:sagemaker:{{Region}}:{{Account}}:endpoint-config/{{name}}", "EndpointConfigName": "{{name}}", "ProductionVariants": [{ "VariantName": "v", "ModelName": "{{name}}" }] }""");
                Add<Endpoint>($$"""{ "EndpointArn": "arn:aws:sagemaker:{{Region}}:{{Account}}:endpoint/{{name}}", "EndpointName": "{{name}}", "EndpointStatus": "InService", "EndpointConfigName": "{{name}}", "ProductionVariants": [{ "VariantName": "v", "CurrentInstanceCount": 1 }] }""");
                Add<VpcEndpoint>($$"""{ "VpcEndpointId": "vpce-{{i}}-{{n}}", "OwnerId": "{{Account}}", "VpcEndpointType": "Interface", "State": "available", "ServiceName": "com.amazonaws.{{Region}}.sagemaker.runtime", "VpcId": "{{vpc}}", "SubnetIds": ["subnet-{{i}}-a", "subnet-{{i}}-b"], "Groups": [{ "GroupId": "sg-{{i}}-2" }] }""");
                Add<Cluster>($$"""{ "ClusterArn": "arn:aws:sagemaker:{{Region}}:{{Account}}:cluster/{{name}}", "ClusterName": "{{name}}", "VpcConfig": { "Subnets": ["subnet-{{i}}-a"], "SecurityGroupIds": ["sg-{{i}}-0"] } }""");
            }
        }
        return (resources, coverage);

        void Add<T>(string json) where T : Resource
        {
            var type = ResourceType.Of<T>();
            var wire = Encoding.UTF8.GetBytes(json);
            resources.Add(type.Create(AwsIdentity.Of((AwsResourceAttribute)type.Read, wire, new("aws", Account, Region)), wire));
        }
    }

    private static CoverageEntry Cover(ResourceType type, string? subject) => new()
    {
        ResourceType = type.Name,
        Region = type.Read.Global ? ResourceIdentity.Global : Region,
        State = CoverageState.Read,
        Operation = type.Read.Operations[0].Operation,
        Permission = type.Read.Operations[0].Permission,
        Subject = subject,
    };
}
