using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace AiCloudSecurity.Commands;

/// <summary>The base of cmdlets that set one thing right on resources that are named: what their checks find on them.</summary>
public abstract class ResourceRepairingCommand : RepairingCommand
{
    /// <summary>The resource: an ARN, or the id that a finding or an exposure has.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string[] ResourceId { get; set; } = [];

    /// <summary>The cloud; told by the id without.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Cloud? Cloud { get; set; }

    /// <summary>The account, subscription or project; that of the id, or of the credentials, without.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Scope { get; set; }

    /// <summary>The region where it is used; all regions are searched without, where the id does not say it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Region { get; set; }

    /// <summary>The checks whose findings the cmdlet sets right.</summary>
    private protected abstract IReadOnlyList<string> CheckIds { get; }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var id in ResourceId)
        {
            var arn = id.Split(':') is ["arn", _, _, var region, var account, ..] ? (Region: region, Account: account) : default;
            var cloud = Cloud ?? (id.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) ? AiCloudSecurity.Cloud.Azure
                : id.StartsWith("arn:", StringComparison.Ordinal) || id.StartsWith("aws:", StringComparison.Ordinal) ? AiCloudSecurity.Cloud.Aws
                : id.StartsWith("//", StringComparison.Ordinal) ? AiCloudSecurity.Cloud.Gcp
                : throw new AiCloudException(ErrorId.ResourceNotFound, $"Of which cloud '{Display.Safe(id)}' is nobody can tell. Name an ARN, an Azure resource id or a full resource name.", id));
            var scope = Scope is { Length: > 0 } ? Scope : arn.Account is { Length: 12 } ? arn.Account : id.Split('/') is ["", "subscriptions", var subscription, ..] ? subscription : null;
            Collect(new(cloud, scope, Region is { Length: > 0 } ? Region : arn.Region is { Length: > 0 } ? arn.Region : null, id, CheckIds, null));
        }
        yield break;
    }
}
