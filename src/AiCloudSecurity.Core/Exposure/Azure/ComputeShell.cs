using AiCloudSecurity.Checks.Azure;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Exposure.Azure;

/// <summary>
/// Who reaches SSH of notebook VMs and clusters of Machine Learning. The port of a cluster's nodes differs from node to node; the
/// security group decides either way. Rules: Azure Machine Learning REST reference, "RemoteLoginPortPublicAccess", "SshPublicAccess".
/// </summary>
internal sealed class ComputeShell(AzureNetwork network)
{
    /// <summary>The port that is asked about.</summary>
    public const int Port = 22;

    /// <summary>Who can open a connection; null where SSH is closed.</summary>
    /// <exception cref="UnseenException">Its subnet is not in the estate.</exception>
    public Connections? Of(MlCompute compute)
    {
        var settings = compute.Properties?.Properties;
        var subnet = settings?.Subnet?.Id;
        // What a cluster does not say is open where it stands in no subnet of the customer's.
        var isOpen = compute.IsInstance ? settings?.SshSettings?.SshPublicAccess.Is("Enabled") is true
            : compute.IsCluster && (settings?.RemoteLoginPortPublicAccess.Is("Enabled") is true || subnet is null && settings?.RemoteLoginPortPublicAccess.Is("Disabled") is not true);
        var isPublic = settings?.EnableNodePublicIp is not false;
        return !isOpen ? null
            : subnet is null ? new() { Internet = isPublic ? AddressSet.All : AddressSet.Empty }
            : network.Reaching(subnet, network.AddressesOf(subnet), Port, isPublic);
    }
}
