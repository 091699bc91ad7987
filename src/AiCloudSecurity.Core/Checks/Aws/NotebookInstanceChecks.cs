using System.Text.Json.Nodes;
using AiCloudSecurity.Exposure;
using AiCloudSecurity.Exposure.Aws;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on SageMaker notebook instances.</summary>
internal static class NotebookInstanceChecks
{
    private const string AnewCommand = "aws sagemaker describe-notebook-instance --notebook-instance-name {Name} --region {Region} && aws sagemaker create-notebook-instance --notebook-instance-name NEW_NAME --instance-type {InstanceType} --role-arn {RoleArn} --subnet-id SUBNET_ID --security-group-ids SECURITY_GROUP_ID --direct-internet-access Disabled --root-access Disabled --instance-metadata-service-configuration MinimumInstanceMetadataServiceVersion=2 --region {Region}";

    [Check("AWS-NET-001", Severity.High, "Notebook has no direct internet access",
        Risk = "Code in the notebook can send training data anywhere, past every firewall.",
        Advice = "Recreate the notebook in a subnet of your own with direct internet access off.",
        Tip = Tip.PublicExposure | Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0049, AML.T0025",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html")]
    [Command(AnewCommand)]
    [Passes("""{ "DirectInternetAccess": "Disabled", "SubnetId": "subnet-1" }""")]
    [Passes("""{ "DirectInternetAccess": "Disabled", "SubnetId": "subnet-1", "RootAccess": "Enabled" }""",
        Because = "Another tool judges this by RootAccess.")]
    [Fails("""{ "DirectInternetAccess": "Enabled", "SubnetId": "subnet-1", "RootAccess": "Disabled" }""")]
    [Fails("""{ }""",
        Because = "AWS turns it on unless it is told otherwise.")]
    public static Verdict DirectInternetAccess(NotebookInstance notebook) =>
        notebook.DirectInternetAccess is "Disabled"
            ? Pass($"Traffic leaves through {notebook.SubnetId}.")
            : Fail("Direct internet access is on.");

    [Check("AWS-NET-002", Severity.High, "Notebook stands in a subnet of yours",
        Risk = "On SageMaker's own network none of your firewalls, flow logs or endpoint policies see the notebook's traffic.",
        Advice = "Recreate the notebook in a subnet of your own.",
        Tip = Tip.PublicExposure | Tip.DefaultNetwork, Remedy = Remedy.Recreate, Atlas = "AML.T0049",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html")]
    [Command(AnewCommand)]
    [Passes("""{ "SubnetId": "subnet-1", "DirectInternetAccess": "Enabled" }""")]
    [Fails("""{ "DirectInternetAccess": "Enabled" }""")]
    [Fails("""{ "SubnetId": "" }""")]
    public static Verdict Subnet(NotebookInstance notebook) =>
        string.IsNullOrEmpty(notebook.SubnetId)
            ? Fail("It stands on SageMaker's own network.")
            : Pass($"It stands in {notebook.SubnetId}.");

    [Check("AWS-NET-003", Severity.High, "Notebook is off the default VPC and the default security group",
        Risk = "Default networks are open to the internet or to all that shares them, and nobody designed them for AI.",
        Advice = "Recreate the notebook in a VPC and with a security group that are made for it.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.Recreate, Atlas = "AML.T0049",
        Link = "https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html")]
    [Command(AnewCommand)]
    [Passes("""{ "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""", """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1" }""",
        """Vpc { "VpcId": "vpc-1", "IsDefault": false }""",
        """SecurityGroup { "GroupId": "sg-1", "GroupName": "notebooks" }""")]
    [Fails("""{ "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""", """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1" }""",
        """Vpc { "VpcId": "vpc-1", "IsDefault": true }""",
        """SecurityGroup { "GroupId": "sg-1", "GroupName": "notebooks" }""")]
    [Fails("""{ "SubnetId": "subnet-1", "SecurityGroups": ["sg-0", "sg-1"] }""", """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1" }""",
        """Vpc { "VpcId": "vpc-1", "IsDefault": false }""",
        """SecurityGroup { "GroupId": "sg-0", "GroupName": "notebooks" }""",
        """SecurityGroup { "GroupId": "sg-1", "GroupName": "default" }""")]
    [CannotSay("""{ "SubnetId": "subnet-9", "SecurityGroups": ["sg-1"] }""", """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1" }""",
        """Vpc { "VpcId": "vpc-1", "IsDefault": false }""",
        """SecurityGroup { "GroupId": "sg-1", "GroupName": "notebooks" }""")]
    [Skips("""{ }""",
        Because = "There it is on no network of the account; AWS-NET-002 says so.")]
    public static Verdict DefaultNetwork(NotebookInstance notebook, VpcView network, Inventory<SecurityGroup> groups) =>
        string.IsNullOrEmpty(notebook.SubnetId)
            ? NotApplicable("It stands on SageMaker's own network.")
            : Every.Of(
                () => network.Of(notebook.SubnetId) switch
                {
                    null => Unknown($"The VPC of {notebook.SubnetId} is not known."),
                    { IsDefault: true } vpc => Fail($"It stands in {vpc.VpcId}, the default VPC."),
                    var vpc => Pass($"It stands in {vpc.VpcId}."),
                },
                () => notebook.SecurityGroups?.FirstOrDefault(id => groups.Find(id)?.GroupName is "default") is { } id
                    ? Fail($"Its security group {id} is the default one.")
                    : Pass("None of its security groups is a default one."));

    [Check("AWS-NET-009", Severity.Medium, "Notebook answers only version 2 of the metadata service",
        Risk = "A forged request from inside the notebook can fetch the role's credentials from version 1.",
        Advice = "Set the minimum version of the metadata service to 2.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Atlas = "AML.T0106",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InstanceMetadataServiceConfiguration.html")]
    [Passes("""{ "InstanceMetadataServiceConfiguration": { "MinimumInstanceMetadataServiceVersion": "2" } }""")]
    [Fails("""{ "InstanceMetadataServiceConfiguration": { "MinimumInstanceMetadataServiceVersion": "1" } }""")]
    [Fails("""{ }""",
        Because = "Version 1 answers unless AWS is told otherwise.")]
    public static Verdict MetadataService(NotebookInstance notebook) =>
        notebook.InstanceMetadataServiceConfiguration?.MinimumInstanceMetadataServiceVersion is "2"
            ? Pass("Version 1 of the metadata service is off.")
            : Fail("Version 1 of the metadata service answers.");

    [Check("AWS-NET-010", Severity.Medium, "Notebook runs on a supported platform",
        Risk = "An unsupported operating system and JupyterLab get no security fixes.",
        Advice = "Update the notebook to a supported platform, such as notebook-al2023-v1.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Atlas = "AML.T0106",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-al2.html")]
    [Passes("""{ "PlatformIdentifier": "notebook-al2023-v1" }""")]
    [Passes("""{ "PlatformIdentifier": "notebook-al2-v3" }""")]
    [Fails("""{ "PlatformIdentifier": "notebook-al2-v2" }""")]
    [Fails("""{ "PlatformIdentifier": "notebook-al1-v1" }""")]
    [Fails("""{ }""",
        Because = "The default is notebook-al2-v2.")]
    public static Verdict Platform(NotebookInstance notebook) =>
        (notebook.PlatformIdentifier ?? "notebook-al2-v2") is var platform && s_supported.Contains(platform)
            ? Pass($"{platform} is supported.")
            : Fail($"{platform} is no longer supported.");

    [Check("AWS-NET-011", Severity.Low, "Notebook has a lifecycle configuration",
        Risk = "Without a script at its start nothing hardens the notebook and nothing stops it when it is idle.",
        Advice = "Attach a lifecycle configuration that hardens the notebook and stops it when idle.",
        Tip = Tip.HardenedTemplate | Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-lifecycle-config.html")]
    [Passes("""{ "NotebookInstanceLifecycleConfigName": "harden" }""")]
    [Fails("""{ }""")]
    [Fails("""{ "NotebookInstanceLifecycleConfigName": "" }""")]
    public static Verdict LifecycleConfig(NotebookInstance notebook) =>
        string.IsNullOrEmpty(notebook.NotebookInstanceLifecycleConfigName)
            ? Fail("No script runs at its start.")
            : Pass($"{notebook.NotebookInstanceLifecycleConfigName} runs at its start.");

    [Check("AWS-IAM-017", Severity.High, "Notebook users have no root access",
        Risk = "Root can change the notebook's defences and read what other users leave on it.",
        Advice = "Disable root access while the notebook is stopped.",
        Tip = Tip.NotebookSharing | Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Atlas = "AML.T0012",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-root-access.html")]
    [Passes("""{ "RootAccess": "Disabled", "DirectInternetAccess": "Enabled" }""")]
    [Fails("""{ "RootAccess": "Enabled", "DirectInternetAccess": "Disabled" }""")]
    [Fails("""{ }""",
        Because = "AWS gives it unless it is told otherwise.")]
    public static Verdict RootAccess(NotebookInstance notebook) =>
        notebook.RootAccess is "Disabled" ? Pass("Root access is off.") : Fail("Users have root access.");

    [Check("AWS-DATA-001", Severity.High, "Notebook volume is encrypted with a customer-managed key",
        Risk = "Whoever can restore or reach the volume can read the data, and no policy of yours can stop it.",
        Advice = "Recreate the notebook with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035, AML.T0037",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest-nbi.html")]
    [Command("aws sagemaker describe-notebook-instance --notebook-instance-name {Name} --region {Region} && aws sagemaker create-notebook-instance --notebook-instance-name NEW_NAME --instance-type {InstanceType} --role-arn {RoleArn} --subnet-id SUBNET_ID --security-group-ids SECURITY_GROUP_ID --direct-internet-access Disabled --root-access Disabled --instance-metadata-service-configuration MinimumInstanceMetadataServiceVersion=2 --kms-key-id KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "KmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""")]
    [Fails("""{ "KmsKeyId": "alias/aws/sagemaker" }""", """KmsKey { "@Name": "alias/aws/sagemaker", "KeyManager": "AWS" }""",
        Because = "A key of AWS is not a customer's.")]
    [Fails("""{ "KmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "PendingDeletion" }""")]
    public static Verdict VolumeKey(NotebookInstance notebook, Inventory<KmsKey> keys) =>
        CustomerKey.Judge("Its volume", notebook.KmsKeyId, keys);

    // Security Hub, SageMaker.8, and the Amazon Linux 2023 platform that came after it.
    private static readonly string[] s_supported = ["notebook-al2-v3", "notebook-al2023-v1"];

    [Check("AWS-NET-101", Severity.Medium, "Notebook in a VPC does not reach the whole internet",
        Risk = "Code in the notebook sends training data anywhere, and fetches what attackers left for it.",
        Advice = "Route the notebook's subnet to endpoints in the VPC, or let its security group out to the addresses that it needs only.",
        Tip = Tip.DefaultNetwork | Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0025",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html")]
    [Command("aws ec2 create-vpc-endpoint --vpc-id VPC_ID --vpc-endpoint-type Interface --service-name com.amazonaws.{Region}.sagemaker.api --subnet-ids {SubnetId} --security-group-ids SECURITY_GROUP_ID --region {Region} && aws ec2 delete-route --route-table-id ROUTE_TABLE_ID --destination-cidr-block 0.0.0.0/0 --region {Region}")]
    [Passes("""{ "NotebookInstanceName": "nb", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"], "DirectInternetAccess": "Disabled" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-2", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-2" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "Main": true }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissionsEgress": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""",
        Because = "Nothing leads out of the VPC.")]
    [Passes("""{ "NotebookInstanceName": "nb", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"], "DirectInternetAccess": "Disabled" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-2", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-2" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-2", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-2" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""",
        """NatGateway { "NatGatewayId": "nat-1", "SubnetId": "subnet-2", "State": "available" }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissionsEgress": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "198.51.100.0/24" }] }] }""")]
    [Passes("""{ "NotebookInstanceName": "nb", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"], "DirectInternetAccess": "Disabled" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-2", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-2" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 90, "Egress": true, "Protocol": "6", "RuleAction": "deny", "CidrBlock": "0.0.0.0/0", "PortRange": { "From": 443, "To": 443 } }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-2", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-2" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""",
        """NatGateway { "NatGatewayId": "nat-1", "SubnetId": "subnet-2", "State": "available" }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissionsEgress": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""",
        Because = "The network ACL denies port 443 before it allows everything.")]
    [Passes("""{ "NotebookInstanceName": "nb", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"], "DirectInternetAccess": "Disabled" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-2", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-2" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-2", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-2" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""",
        """NatGateway { "NatGatewayId": "nat-1", "SubnetId": "subnet-2", "State": "available", "ConnectivityType": "private" }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissionsEgress": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""",
        Because = "A private NAT gateway leads to networks only.")]
    [Passes("""{ "NotebookInstanceName": "nb", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"], "DirectInternetAccess": "Disabled" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-2", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-2" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-2", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-2" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""",
        """NatGateway { "NatGatewayId": "nat-1", "SubnetId": "subnet-2", "State": "available" }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissionsEgress": [{ "IpProtocol": "-1", "PrefixListIds": [{ "PrefixListId": "pl-1" }] }] }""",
        """PrefixList { "PrefixListId": "pl-1", "PrefixListArn": "arn:pl" }""",
        """PrefixListEntry { "@Parent": "arn:pl", "Cidr": "10.0.0.0/8" }""")]
    [Passes("""{ "NotebookInstanceName": "nb", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"], "DirectInternetAccess": "Disabled" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-2", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-2" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """RouteTable { "RouteTableId": "rtb-2", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissionsEgress": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""",
        Because = "It has no public address, and so an internet gateway is no way out.")]
    [Fails("""{ "NotebookInstanceName": "nb", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"], "DirectInternetAccess": "Disabled" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-2", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-2" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-2", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-2" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""",
        """NatGateway { "NatGatewayId": "nat-1", "SubnetId": "subnet-2", "State": "available" }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissionsEgress": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""")]
    [Fails("""{ "NotebookInstanceName": "nb", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"], "DirectInternetAccess": "Disabled" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-2", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-2" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-2", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-2" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""",
        """NatGateway { "NatGatewayId": "nat-1", "SubnetId": "subnet-2", "State": "available" }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissionsEgress": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "0.0.0.0/1" }, { "CidrIp": "128.0.0.0/1" }] }] }""",
        Because = "Two halves are the whole.")]
    [Fails("""{ "NotebookInstanceName": "nb", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"], "DirectInternetAccess": "Disabled" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-2", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-2" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-2", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-2" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""",
        """NatGateway { "NatGatewayId": "nat-1", "SubnetId": "subnet-2", "State": "available" }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissionsEgress": [{ "IpProtocol": "-1", "PrefixListIds": [{ "PrefixListId": "pl-1" }] }] }""",
        """PrefixList { "PrefixListId": "pl-1", "PrefixListArn": "arn:pl" }""",
        """PrefixListEntry { "@Parent": "arn:pl", "Cidr": "0.0.0.0/0" }""")]
    [CannotSay("""{ "NotebookInstanceName": "nb", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"], "DirectInternetAccess": "Disabled" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-2", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-2" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "TransitGatewayId": "tgw-1", "State": "active" }] }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissionsEgress": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""",
        Because = "Nobody can see what lies behind the transit gateway.")]
    [Skips("""{ "NotebookInstanceName": "nb", "DirectInternetAccess": "Enabled" }""",
        Because = "It stands on SageMaker's own network.")]
    [Skips("""{ "NotebookInstanceName": "nb", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"], "DirectInternetAccess": "Enabled" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24" }""",
        """Subnet { "SubnetId": "subnet-2", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24" }""",
        """NetworkAcl { "NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }, { "SubnetId": "subnet-2" }], "Entries": [{ "RuleNumber": 100, "Egress": false, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }, { "RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0" }] }""",
        """RouteTable { "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-1" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active" }] }""",
        """RouteTable { "RouteTableId": "rtb-2", "VpcId": "vpc-1", "Associations": [{ "SubnetId": "subnet-2" }], "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active" }, { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active" }] }""",
        """NatGateway { "NatGatewayId": "nat-1", "SubnetId": "subnet-2", "State": "available" }""",
        """SecurityGroup { "GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissionsEgress": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""",
        Because = "AWS-NET-001 says so.")]
    public static Verdict ReachesOut(NotebookInstance notebook, AwsEgress egress)
    {
        if (notebook.SubnetId is not { } subnet || notebook.DirectInternetAccess is not "Disabled")
        {
            return NotApplicable("It has direct internet access.");
        }
        var by = Connections.Of([.. egress.Rules.Places([subnet], notebook.SecurityGroups ?? []).Select(place => egress.Leaving(place, 443))]);
        return by.Internet.IsWholeInternet ? Fail($"It reaches the internet through {string.Join(", ", by.Through)}.")
            : by.Unseen.Count > 0 ? Unknown(by.Unseen[0])
            : Pass(by.Internet.IsEmpty ? "Nothing leads from its subnet to the internet." : $"On the internet it reaches {by.Internet} only.");
    }

    [Repair("AWS-IAM-017", "aws/sagemaker/NotebookInstance")]
    internal static IEnumerable<Wish> DropRoot(NotebookInstance notebook) => [Stopped(notebook, new() { ["RootAccess"] = "Disabled" }, "Users can no longer install what needs root.")];

    [Repair("AWS-NET-009", "aws/sagemaker/NotebookInstance")]
    internal static IEnumerable<Wish> DemandTokens(NotebookInstance notebook) =>
        [Stopped(notebook, new() { ["InstanceMetadataServiceConfiguration"] = new JsonObject { ["MinimumInstanceMetadataServiceVersion"] = "2" } }, "Old SDKs that ask the metadata service without a token get no credentials.")];

    [Repair("AWS-NET-010", "aws/sagemaker/NotebookInstance")]
    internal static IEnumerable<Wish> Renew(NotebookInstance notebook) =>
        [Stopped(notebook, new() { ["PlatformIdentifier"] = "notebook-al2023-v1" }, "What was installed for the old platform may not run on Amazon Linux 2023.")];

    [Repair("AWS-NET-011", "aws/sagemaker/NotebookInstance", Needs = "-LifecycleConfig")]
    internal static IEnumerable<Wish> RunScript(NotebookInstance notebook, RepairChoices choices) =>
        [Stopped(notebook, new() { ["NotebookInstanceLifecycleConfigName"] = RepairChoices.Of(choices.LifecycleConfig, "-LifecycleConfig") }, "The script runs at each start.")];

    private static Wish Stopped(NotebookInstance notebook, JsonObject members, string breaks) =>
        Wish.Of(notebook, SageMakerSettings.Notebook, SageMakerSettings.Key(notebook.Identity.Name), Wish.With(members), $"A notebook that runs is stopped and started again, and what its kernels hold is lost. {breaks}");
}
