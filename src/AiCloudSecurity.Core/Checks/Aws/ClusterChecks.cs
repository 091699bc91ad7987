using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on SageMaker HyperPod clusters.</summary>
internal static class ClusterChecks
{
    [Check("AWS-NET-022", Severity.High, "HyperPod cluster stands in a VPC of yours",
        Risk = "On SageMaker's own network none of your firewalls, flow logs or endpoint policies see what the cluster sends.",
        Advice = "Recreate the cluster in subnets of your own.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Atlas = "AML.T0049",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateCluster.html")]
    [Command("aws sagemaker describe-cluster --cluster-name {Name} --region {Region} && aws sagemaker create-cluster --cluster-name NEW_NAME --instance-groups file://groups.json --vpc-config 'SecurityGroupIds=SECURITY_GROUP_ID,Subnets=SUBNET_ID' --region {Region}")]
    [Passes("""{ "VpcConfig": { "Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"] } }""")]
    [Passes("""{ "InstanceGroups": [{ "InstanceGroupName": "a", "OverrideVpcConfig": { "Subnets": ["subnet-1"] } }] }""")]
    [Fails("""{ "InstanceGroups": [{ "InstanceGroupName": "a", "OverrideVpcConfig": { "Subnets": ["subnet-1"] } }, { "InstanceGroupName": "b" }] }""")]
    [Fails("""{ "InstanceGroups": [{ "InstanceGroupName": "a", "OverrideVpcConfig": { "Subnets": ["subnet-1"] } }], "RestrictedInstanceGroups": [{ "InstanceGroupName": "b" }] }""")]
    [Fails("""{ "VpcConfig": { "Subnets": [] } }""")]
    [Fails("""{ }""")]
    public static Verdict Vpc(Cluster cluster)
    {
        if (cluster.VpcConfig is { IsSet: true } vpc)
        {
            return Pass($"It stands in {string.Join(", ", vpc.Subnets!)}.");
        }
        var groups = cluster.AllGroups.ToList();
        return groups.Find(group => group.OverrideVpcConfig is not { IsSet: true }) is { } outside ? Fail($"Its instances {outside.InstanceGroupName} are on SageMaker's own network.")
            : groups.Count > 0 ? Pass("Each group of its instances has a place in a VPC.")
            : Fail("It is on SageMaker's own network.");
    }

    [Check("AWS-DATA-013", Severity.Medium, "HyperPod volumes are encrypted with a customer-managed key",
        Risk = "Training data and checkpoints lie on volumes under a key that no policy of yours governs.",
        Advice = "Name a customer-managed key for the volumes of each instance group.",
        Tip = Tip.CustomerKey, Remedy = Remedy.MayBreak, Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClusterEbsVolumeConfig.html")]
    [Command("aws sagemaker describe-cluster --cluster-name {Name} --region {Region} && aws sagemaker update-cluster --cluster-name {Name} --instance-groups file://groups.json --region {Region}")]
    [Passes("""{ "InstanceGroups": [{ "InstanceGroupName": "a", "InstanceStorageConfigs": [{ "EbsVolumeConfig": { "RootVolume": true, "VolumeKmsKeyId": "k-1" } }, { "EbsVolumeConfig": { "VolumeKmsKeyId": "k-1" } }] }] }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "InstanceGroups": [{ "InstanceGroupName": "a", "InstanceStorageConfigs": [{ "EbsVolumeConfig": { "VolumeKmsKeyId": "k-1" } }, { "FsxLustreConfig": { "DnsName": "fs" } }] }] }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""", Because = "A file system has a key of its own.")]
    [Fails("""{ "InstanceGroups": [{ "InstanceGroupName": "a", "InstanceStorageConfigs": [{ "EbsVolumeConfig": { "VolumeKmsKeyId": "k-1" } }] }] }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "InstanceGroups": [{ "InstanceGroupName": "a", "InstanceStorageConfigs": [{ "EbsVolumeConfig": { "VolumeKmsKeyId": "k-1" } }] }, { "InstanceGroupName": "b", "InstanceStorageConfigs": [{ "EbsVolumeConfig": { "VolumeSizeInGB": 100 } }] }] }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "RestrictedInstanceGroups": [{ "InstanceGroupName": "a", "InstanceStorageConfigs": [{ "EbsVolumeConfig": { } }] }] }""")]
    [Fails("""{ "InstanceGroups": [{ "InstanceGroupName": "a" }] }""", Because = "The volume that every instance has is under a key of AWS.")]
    [Skips("""{ }""")]
    public static Verdict VolumeKeys(Cluster cluster, Inventory<KmsKey> keys) => Every.Of("It has no instances.",
        from storedGroup in cluster.AllGroups
        let volumes = (storedGroup.InstanceStorageConfigs ?? []).Select(storage => storage.EbsVolumeConfig).OfType<ClusterVolume>().Select(volume => volume.VolumeKmsKeyId).DefaultIfEmpty(null)
        from key in volumes
        select (Func<Verdict>)(() => CustomerKey.Judge($"A volume of {storedGroup.InstanceGroupName}", key, keys)));
}
