namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A posture of Security Command Center on an organisation, folder or project.</summary>
[GcpResource("securityposture.googleapis.com/PostureDeployment", Path = "v1/{organization}/locations/global/postureDeployments", Content = GcpContent.None, Permission = "securityposture.postureDeployments.list", Supporting = true)]
public sealed record PostureDeployment : Resource
{
    /// <summary>ACTIVE and others.</summary>
    public string? State { get; init; }

    /// <summary>The posture.</summary>
    public string? PostureId { get; init; }

    /// <summary>As projects/1, folders/2 or organizations/3.</summary>
    public string? TargetResource { get; init; }

    /// <summary>AI and others.</summary>
    public IReadOnlyList<string>? Categories { get; init; }
}

/// <summary>A detector of Security Command Center.</summary>
[GcpResource("securitycentermanagement.googleapis.com/SecurityCenterService", Path = "v1/projects/{project}/locations/global/securityCenterServices", Unsettled = true, Api = "aiplatform.googleapis.com", Permission = "securitycentermanagement.securityCenterServices.list", Supporting = true)]
public sealed record SecurityCenterService : Resource
{
    /// <summary>As projects/1/locations/global/securityCenterServices/event-threat-detection.</summary>
    public string? Name { get; init; }

    /// <summary>ENABLED, DISABLED and others.</summary>
    public string? EffectiveEnablementState { get; init; }
}
