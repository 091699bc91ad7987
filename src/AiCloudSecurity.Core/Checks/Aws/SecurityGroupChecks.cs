using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on the security groups that AI workloads use.</summary>
internal static class SecurityGroupChecks
{
    [Check("AWS-NET-004", Severity.High, "Security group of AI workloads is closed to the internet",
        Risk = "The workload can be reached from anywhere, or can send data anywhere.",
        Advice = "Remove the rules for all addresses and allow only the ones that are needed.",
        Tip = Tip.PublicExposure | Tip.DefaultNetwork, Remedy = Remedy.MayBreak, Atlas = "AML.T0049, AML.T0025",
        Link = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html")]
    [Command("aws ec2 describe-security-groups --group-ids {Name} --region {Region} && aws ec2 authorize-security-group-egress --group-id {Name} --protocol tcp --port 443 --cidr NEEDED_CIDR --region {Region} && aws ec2 revoke-security-group-egress --group-id {Name} --protocol all --cidr 0.0.0.0/0 --region {Region}")]
    [Passes("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }], "Ipv6Ranges": [{ "CidrIpv6": "fd00::/8" }] }], "IpPermissionsEgress": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""")]
    [Passes("""{ "GroupId": "sg-1", "IpPermissions": [], "IpPermissionsEgress": [] }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""")]
    [Passes("""{ "GroupId": "sg-1", "IpPermissionsEgress": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "10.0.0.0/8" }] }] }""", """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""")]
    [Fails("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "0.0.0.0/1" }, { "CidrIp": "128.0.0.0/1" }] }], "IpPermissionsEgress": [] }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""", Because = "Two halves are the whole.")]
    [Fails("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }, { "CidrIp": "0.0.0.0/0" }] }], "IpPermissionsEgress": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""")]
    [Fails("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "Ipv6Ranges": [{ "CidrIpv6": "::/0" }] }], "IpPermissionsEgress": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""")]
    [Fails("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }], "Ipv6Ranges": [{ "CidrIpv6": "fd00::/8" }] }], "IpPermissionsEgress": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""",
        Because = "All outbound traffic is what a new group allows.", Severity = Severity.Medium)]
    [Fails("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }, { "CidrIp": "0.0.0.0/0" }] }], "IpPermissionsEgress": [] }""",
        """Domain { "DomainName": "d", "SecurityGroupIdForDomainBoundary": "sg-1" }""")]
    [Fails("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }, { "CidrIp": "0.0.0.0/0" }] }], "IpPermissionsEgress": [] }""",
        """Domain { "DomainName": "d", "DefaultUserSettings": { "SecurityGroups": ["sg-1"] } }""")]
    [Fails("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }, { "CidrIp": "0.0.0.0/0" }] }], "IpPermissionsEgress": [] }""",
        """Domain { "DomainName": "d", "DefaultSpaceSettings": { "SecurityGroups": ["sg-1"] } }""")]
    [Fails("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }, { "CidrIp": "0.0.0.0/0" }] }], "IpPermissionsEgress": [] }""",
        """Domain { "DomainName": "d", "DomainSettings": { "SecurityGroupIds": ["sg-1"] } }""")]
    [Fails("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }, { "CidrIp": "0.0.0.0/0" }] }], "IpPermissionsEgress": [] }""",
        """UserProfile { "UserProfileName": "a", "UserSettings": { "SecurityGroups": ["sg-1"] } }""")]
    [Fails("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }, { "CidrIp": "0.0.0.0/0" }] }], "IpPermissionsEgress": [] }""",
        """Model { "ModelName": "m", "VpcConfig": { "SecurityGroupIds": ["sg-1"] } }""")]
    [Fails("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }, { "CidrIp": "0.0.0.0/0" }] }], "IpPermissionsEgress": [] }""",
        """EndpointConfig { "EndpointConfigName": "c", "VpcConfig": { "SecurityGroupIds": ["sg-1"] } }""")]
    [Fails("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }, { "CidrIp": "0.0.0.0/0" }] }], "IpPermissionsEgress": [] }""",
        """TrainingJob { "TrainingJobName": "t", "CreationTime": "2026-10-20T00:00:00Z", "VpcConfig": { "SecurityGroupIds": ["sg-1"] } }""")]
    [Fails("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }, { "CidrIp": "0.0.0.0/0" }] }], "IpPermissionsEgress": [] }""",
        """ProcessingJob { "ProcessingJobName": "p", "NetworkConfig": { "VpcConfig": { "SecurityGroupIds": ["sg-1"] } } }""")]
    [Skips("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }, { "CidrIp": "0.0.0.0/0" }] }], "IpPermissionsEgress": [] }""",
        """TrainingJob { "TrainingJobName": "t", "CreationTime": "2026-01-20T00:00:00Z", "VpcConfig": { "SecurityGroupIds": ["sg-1"] } }""")]
    [Skips("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }, { "CidrIp": "0.0.0.0/0" }] }], "IpPermissionsEgress": [] }""",
        """ProcessingJob { "ProcessingJobName": "p", "CreationTime": "2026-01-20T00:00:00Z", "NetworkConfig": { "VpcConfig": { "SecurityGroupIds": ["sg-1"] } } }""")]
    [Skips("""{ "GroupId": "sg-1", "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }, { "CidrIp": "0.0.0.0/0" }] }], "IpPermissionsEgress": [] }""",
        """NotebookInstance { "NotebookInstanceName": "nb-1", "SecurityGroups": ["sg-2"] }""")]
    public static Verdict Open(SecurityGroup group, AiNetworkUse use) =>
        use.UserOf(group.GroupId) is not { } user ? NotApplicable("No AI workload uses it.")
        : group.IpPermissions?.FirstOrDefault(rule => rule.Everybody is not null) is { } inbound
            ? Fail($"It lets {inbound.Everybody} in on {inbound.Ports}, to {user}.")
        : group.IpPermissionsEgress?.FirstOrDefault(rule => rule.IpProtocol is "-1" && rule.Everybody is not null) is { } outbound
            ? Fail($"It lets {user} send to {outbound.Everybody} on all ports.", Severity.Medium)
        : Pass($"It lets nobody in from the internet, and {user} not out on all ports.");

    // What goes out is left to a person: without it a workload reaches no service of AWS either.
    [Repair("AWS-NET-004", "aws/ec2/SecurityGroupIngress")]
    internal static IEnumerable<Wish> Close(SecurityGroup group) =>
        group.IpPermissions?.Any(rule => rule.Everybody is not null) is true
            ? [Wish.Of(group, NetworkSettings.SecurityGroupIngress, new() { ["GroupId"] = group.GroupId }, state => state is null ? null : NetworkSettings.WithoutEverybody(state),
                "Whoever comes in from the internet by these rules is shut out.")]
            : [];
}
