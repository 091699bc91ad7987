namespace AiCloudSecurity.Repairs.Gcp;

/// <summary>Settings of networks, keys, logs and alerts around AI work of Google Cloud.</summary>
internal static class PlatformSettings
{
    /// <summary>Whether a firewall rule holds.</summary>
    public static readonly GoogleSetting Firewall = new()
    {
        Name = "gcp/compute/Firewall",
        Host = "compute.googleapis.com",
        Root = "compute/v1",
        Pattern = "projects/*/global/firewalls/*",
        Permission = "compute.firewalls",
        IsMerged = true,
        AlsoNeeds = ["compute.networks.updatePolicy", "compute.globalOperations.get"],
        Members = ["disabled"],
        Defaults = new Dictionary<string, string> { ["disabled"] = "false" },
    };

    /// <summary>Whether machines of a subnet reach Google without an address of their own.</summary>
    public static readonly GoogleSetting PrivateAccess = new()
    {
        Name = "gcp/compute/PrivateGoogleAccess",
        Host = "compute.googleapis.com",
        Root = "compute/v1",
        Pattern = "projects/*/regions/*/subnetworks/*",
        Permission = "compute.subnetworks",
        Writes = ["compute.subnetworks.setPrivateIpGoogleAccess", "compute.regionOperations.get"],
        Members = ["privateIpGoogleAccess"],
        Defaults = new Dictionary<string, string> { ["privateIpGoogleAccess"] = "false" },
        Post = wanted => ("/setPrivateIpGoogleAccess", new() { ["privateIpGoogleAccess"] = wanted["privateIpGoogleAccess"]!.DeepClone() }),
    };

    /// <summary>Whether a key of a service account is taken.</summary>
    public static readonly GoogleSetting AccountKey = new()
    {
        Name = "gcp/iam/ServiceAccountKey",
        Host = "iam.googleapis.com",
        Root = "v1",
        Pattern = "projects/*/serviceAccounts/*/keys/*",
        Permission = "iam.serviceAccountKeys",
        CountedBy = name => $"metric.type=\"iam.googleapis.com/service_account/key/authn_events_count\" AND metric.labels.key_id=\"{name[(name.LastIndexOf('/') + 1)..]}\"",
        Writes = ["iam.serviceAccountKeys.disable", "iam.serviceAccountKeys.enable"],
        Members = ["disabled"],
        Defaults = new Dictionary<string, string> { ["disabled"] = "false" },
        Post = wanted => (wanted.Text("disabled") == "true" ? ":disable" : ":enable", []),
    };

    /// <summary>For how long a log bucket keeps logs.</summary>
    public static readonly GoogleSetting LogBucket = new()
    {
        Name = "gcp/logging/Bucket",
        Host = "logging.googleapis.com",
        Root = "v2",
        Pattern = "projects/*/locations/*/buckets/*",
        Permission = "logging.buckets",
        Members = ["retentionDays"],
    };

    /// <summary>Whether an alert is raised.</summary>
    public static readonly GoogleSetting AlertPolicy = new()
    {
        Name = "gcp/monitoring/AlertPolicy",
        Host = "monitoring.googleapis.com",
        Root = "v3",
        Pattern = "projects/*/alertPolicies/*",
        Permission = "monitoring.alertPolicies",
        Members = ["enabled", "notificationChannels"],
        Defaults = new Dictionary<string, string> { ["enabled"] = "true" },
    };

    /// <summary>Whether a detector of Security Command Center works in a project.</summary>
    public static readonly GoogleSetting Detector = new()
    {
        Name = "gcp/scc/Detector",
        Host = "securitycentermanagement.googleapis.com",
        Root = "v1",
        Pattern = "projects/*/locations/global/securityCenterServices/*",
        Permission = "securitycentermanagement.securityCenterServices",
        Members = ["intendedEnablementState"],
        Defaults = new Dictionary<string, string> { ["intendedEnablementState"] = "\"INHERITED\"" },
    };
}
