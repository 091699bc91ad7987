using System.Text.Json.Serialization;
using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Resources.Azure;

/// <summary>A virtual machine.</summary>
[AzureResource("Microsoft.Compute/virtualMachines", Supporting = true)]
public sealed record VirtualMachine : Resource
{
    // Azure documentation, "GPU accelerated virtual machine sizes": NC, ND, NG, NP (FPGAs for inference) and NV, and MI300X among ND.
    private const string Accelerated = "Standard_N";

    /// <summary>What is set.</summary>
    public VirtualMachineProperties? Properties { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>What shows that it is for AI, by its size, its image, its name and its tags, as a sentence; null where nothing does.</summary>
    [JsonIgnore]
    public string? Sign =>
        Properties?.HardwareProfile?.VmSize is { } size && size.StartsWith(Accelerated, StringComparison.OrdinalIgnoreCase) ? $"Its size, {size}, has accelerators."
        : Properties?.StorageProfile?.ImageReference is { } image && IsForAi(image) ? $"Its image is {image.Publisher} {image.Offer}."
        : AiSigns.InTags((Tags ?? new Dictionary<string, string>()).Select(tag => ((string?)tag.Key, (string?)tag.Value)))
            ?? (AiSigns.HasWord(Identity.Name) ? "Its name has a word of AI." : null);

    // The Data Science Virtual Machine, and images of the marketplace that are named after frameworks.
    private static bool IsForAi(ImageReference image) => image.Publisher?.StartsWith("microsoft-dsvm", StringComparison.OrdinalIgnoreCase) is true || AiSigns.HasWord(image.Offer) || AiSigns.HasWord(image.Sku);
}

/// <summary>What is set on a virtual machine.</summary>
public sealed record VirtualMachineProperties
{
    /// <summary>Its hardware.</summary>
    public HardwareProfile? HardwareProfile { get; init; }

    /// <summary>Its disks.</summary>
    public StorageProfile? StorageProfile { get; init; }

    /// <summary>Its interfaces.</summary>
    public NetworkProfile? NetworkProfile { get; init; }

    /// <summary>The machine's administrator.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, System.Text.Json.JsonElement>? OsProfile { get; init; }

    /// <summary>What it is given at its start.</summary>
    [Sensitive]
    public string? UserData { get; init; }
}

/// <summary>Hardware of a machine.</summary>
public sealed record HardwareProfile
{
    /// <summary>As Standard_NC24ads_A100_v4.</summary>
    public string? VmSize { get; init; }
}

/// <summary>Disks of a machine.</summary>
public sealed record StorageProfile
{
    /// <summary>What it was made from.</summary>
    public ImageReference? ImageReference { get; init; }
}

/// <summary>An image.</summary>
public sealed record ImageReference
{
    /// <summary>As microsoft-dsvm.</summary>
    public string? Publisher { get; init; }

    /// <summary>As ubuntu-2204.</summary>
    public string? Offer { get; init; }

    /// <summary>The variant.</summary>
    public string? Sku { get; init; }
}

/// <summary>Interfaces of a machine.</summary>
public sealed record NetworkProfile
{
    /// <summary>The interfaces.</summary>
    public IReadOnlyList<NetworkInterfaceReference>? NetworkInterfaces { get; init; }
}

/// <summary>A network interface by its id.</summary>
public sealed record NetworkInterfaceReference
{
    /// <summary>The id.</summary>
    [Refers(typeof(NetworkInterface))]
    public string? Id { get; init; }
}

/// <summary>A network interface.</summary>
[AzureResource("Microsoft.Network/networkInterfaces", Supporting = true)]
public sealed record NetworkInterface : Resource
{
    /// <summary>What is set.</summary>
    public NetworkInterfaceProperties? Properties { get; init; }
}

/// <summary>What is set on a network interface.</summary>
public sealed record NetworkInterfaceProperties
{
    /// <summary>What filters its traffic beside the subnet's; nothing without.</summary>
    public SecurityGroupReference? NetworkSecurityGroup { get; init; }

    /// <summary>Its addresses.</summary>
    public IReadOnlyList<IpConfiguration>? IpConfigurations { get; init; }
}

/// <summary>An address of a network interface.</summary>
public sealed record IpConfiguration
{
    /// <summary>What is set.</summary>
    public IpConfigurationProperties? Properties { get; init; }
}

/// <summary>An address of a network interface.</summary>
public sealed record IpConfigurationProperties
{
    /// <summary>The subnet.</summary>
    public SubnetReference? Subnet { get; init; }

    /// <summary>The address.</summary>
    [JsonPropertyName("privateIPAddress")]
    public string? PrivateIpAddress { get; init; }

    /// <summary>The public address that leads to it; absent where none does.</summary>
    [JsonPropertyName("publicIPAddress")]
    public ArmReference? PublicIpAddress { get; init; }

    /// <summary>Groups by which rules of security groups find it.</summary>
    public IReadOnlyList<ArmReference>? ApplicationSecurityGroups { get; init; }

    /// <summary>Load balancers that send to it.</summary>
    public IReadOnlyList<ArmReference>? LoadBalancerBackendAddressPools { get; init; }

    /// <summary>Ports of load balancers that lead to it.</summary>
    public IReadOnlyList<ArmReference>? LoadBalancerInboundNatRules { get; init; }

    /// <summary>Application gateways that send to it.</summary>
    public IReadOnlyList<ArmReference>? ApplicationGatewayBackendAddressPools { get; init; }
}
