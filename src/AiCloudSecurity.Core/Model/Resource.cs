using System.Text;
using System.Text.Json.Serialization;

namespace AiCloudSecurity;

/// <summary>Where and what a resource is.</summary>
/// <param name="Cloud">The cloud.</param>
/// <param name="Scope">The AWS account, Azure subscription or GCP project.</param>
/// <param name="Region">The region, or <see cref="Global"/>.</param>
/// <param name="Id">What identifies it: an ARN, an Azure resource id, a full resource name.</param>
/// <param name="Name">The name that people know it by.</param>
/// <param name="Parent">The id of the resource that it is a part or setting of.</param>
public sealed record ResourceIdentity(Cloud Cloud, string Scope, string Region, string Id, string Name, string? Parent = null)
{
    /// <summary>The region of what has none.</summary>
    public const string Global = "global";
}

/// <summary>Why something was not seen.</summary>
/// <param name="State">Refused or Failed.</param>
/// <param name="Operation">The read, as sagemaker:DescribeNotebookInstance.</param>
/// <param name="Permission">What the caller must be granted to do it.</param>
/// <param name="Message">What the cloud said.</param>
public sealed record Refusal(CoverageState State, string Operation, string Permission, string Message)
{
    /// <summary>What the cloud said, without secrets that it may quote.</summary>
    public string Message { get; init; } = Redaction.InText(Message);

    /// <summary>A sentence that names the read, what came back and the way out.</summary>
    public override string ToString() => State == CoverageState.Refused
        ? $"{Operation} was refused ({Message}). Grant {Permission}.{(AwsPermission.IsOfManagement(Operation) ? " Only the management account and delegated administrators may read it." : "")}"
        : $"{Operation} failed ({Message}).";
}

/// <summary>
/// One object of a cloud in the cloud's own wire shape. Derived records have only the members that some check
/// needs; the whole JSON is kept beside them, so that an old estate can be judged by new checks.
/// </summary>
public abstract record Resource
{
    /// <summary>Where and what it is.</summary>
    [JsonIgnore]
    public ResourceIdentity Identity { get; internal set; } = null!;

    /// <summary>The kind of resource.</summary>
    [JsonIgnore]
    public ResourceType Type { get; internal set; } = null!;

    /// <summary>What the cloud sent, as UTF-8 JSON, with secrets replaced.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Wire { get; internal set; }

    /// <summary>What the cloud sent, as text.</summary>
    [JsonIgnore]
    public string Json => Encoding.UTF8.GetString(Wire.Span);

    /// <summary>The read that should have completed it and did not: its members are not to be trusted.</summary>
    [JsonIgnore]
    public Refusal? Unread { get; internal set; }
}
