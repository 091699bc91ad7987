using System.Text.Json.Serialization;
using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A machine of Compute Engine.</summary>
[GcpResource("compute.googleapis.com/Instance", Supporting = true)]
public sealed record Machine : Resource, ILabelled
{
    // Compute Engine documentation, "Accelerator-optimized machine family", and Cloud TPU's machine types.
    private static readonly string[] s_families = ["a2", "a3", "a4", "a4x", "g2", "g4", "ct3", "ct3p", "ct5l", "ct5lp", "ct5p", "ct6e", "tpu7x"];

    /// <summary>As https://www.googleapis.com/compute/v1/projects/p/zones/z/machineTypes/g2-standard-4.</summary>
    public string? MachineType { get; init; }

    /// <summary>RUNNING, TERMINATED and others.</summary>
    public string? Status { get; init; }

    /// <summary>Accelerators that were added.</summary>
    public IReadOnlyList<MachineAccelerator>? GuestAccelerators { get; init; }

    /// <summary>Its disks.</summary>
    public IReadOnlyList<MachineDisk>? Disks { get; init; }

    /// <summary>Its interfaces.</summary>
    public IReadOnlyList<MachineInterface>? NetworkInterfaces { get; init; }

    /// <summary>Tags by which firewall rules find it.</summary>
    public MachineTags? Tags { get; init; }

    /// <summary>What it works as.</summary>
    public IReadOnlyList<NotebookAccount>? ServiceAccounts { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Settings and scripts.</summary>
    public MachineMetadata? Metadata { get; init; }

    /// <summary>Whether it runs, or is about to.</summary>
    [JsonIgnore]
    public bool IsRunning => Status is null or "RUNNING" or "STAGING" or "PROVISIONING" or "REPAIRING";

    /// <summary>What shows that it is for AI, by its hardware, its image, its name, labels and tags, as a sentence; null where nothing does.</summary>
    [JsonIgnore]
    public string? Sign =>
        GuestAccelerators?.FirstOrDefault(accelerator => accelerator.AcceleratorCount is not 0)?.AcceleratorType is { } added ? $"It has {added[(added.LastIndexOf('/') + 1)..]}."
        : MachineType is { } type && s_families.Contains(type[(type.LastIndexOf('/') + 1)..].Split('-')[0]) ? $"Its hardware, {type[(type.LastIndexOf('/') + 1)..]}, is made for models."
        : (Disks ?? []).SelectMany(disk => disk.Licenses ?? []).Any(licence => licence.Contains("/deeplearning-platform", StringComparison.Ordinal) || licence.Contains("/ml-images/", StringComparison.Ordinal)) ? "Its image is one for deep learning."
        : AiSigns.InTags((Labels ?? new Dictionary<string, string>()).Select(label => ((string?)label.Key, (string?)label.Value)).Concat((Tags?.Items ?? []).Select(tag => ((string?)tag, (string?)null))))
            ?? (AiSigns.HasWord(Identity.Name) ? "Its name has a word of AI." : null);
}

/// <summary>Accelerators of a machine.</summary>
public sealed record MachineAccelerator
{
    /// <summary>As https://www.googleapis.com/compute/v1/projects/p/zones/z/acceleratorTypes/nvidia-l4.</summary>
    public string? AcceleratorType { get; init; }

    /// <summary>How many.</summary>
    public int? AcceleratorCount { get; init; }
}

/// <summary>A disk of a machine.</summary>
public sealed record MachineDisk
{
    /// <summary>Licences of the image that it was made from.</summary>
    public IReadOnlyList<string>? Licenses { get; init; }
}

/// <summary>An interface of a machine.</summary>
public sealed record MachineInterface
{
    /// <summary>The network.</summary>
    [Refers(typeof(Network))]
    public string? Network { get; init; }

    /// <summary>The subnet.</summary>
    [Refers(typeof(Subnetwork))]
    public string? Subnetwork { get; init; }

    /// <summary>Its address of IPv4.</summary>
    public string? NetworkIP { get; init; }

    /// <summary>Its external addresses of IPv4; none where there is no such entry.</summary>
    public IReadOnlyList<MachineAccess>? AccessConfigs { get; init; }

    /// <summary>Its external addresses of IPv6.</summary>
    public IReadOnlyList<MachineAccess>? Ipv6AccessConfigs { get; init; }
}

/// <summary>An external address of a machine.</summary>
public sealed record MachineAccess
{
    /// <summary>Of IPv6.</summary>
    public string? ExternalIpv6 { get; init; }
}

/// <summary>Tags of a machine.</summary>
public sealed record MachineTags
{
    /// <summary>The tags.</summary>
    public IReadOnlyList<string>? Items { get; init; }
}

/// <summary>Settings and scripts of a machine.</summary>
public sealed record MachineMetadata
{
    /// <summary>The settings.</summary>
    public IReadOnlyList<MachineSetting>? Items { get; init; }
}

/// <summary>A setting of a machine.</summary>
public sealed record MachineSetting
{
    /// <summary>Its name, as startup-script.</summary>
    public string? Key { get; init; }

    /// <summary>Its value.</summary>
    [Sensitive]
    public string? Value { get; init; }
}
