namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A VPC network.</summary>
[GcpResource("compute.googleapis.com/Network", Supporting = true)]
public sealed record Network : Resource
{
    /// <summary>Google makes a subnet in each region, as in the default network.</summary>
    public bool AutoCreateSubnetworks { get; init; }
}
