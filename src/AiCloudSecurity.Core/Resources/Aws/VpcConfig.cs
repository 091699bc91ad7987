namespace AiCloudSecurity.Resources.Aws;

/// <summary>Where in a VPC a model or job has its network interfaces.</summary>
public sealed record VpcConfig
{
    /// <summary>The security groups.</summary>
    public IReadOnlyList<string>? SecurityGroupIds { get; init; }

    /// <summary>The subnets.</summary>
    public IReadOnlyList<string>? Subnets { get; init; }

    /// <summary>Whether it names a place: some servers send an empty object for none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsSet => Subnets is { Count: > 0 };
}
