using System.Management.Automation;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>Closes what is open to everybody: buckets of AI resources, security groups, firewall rules and subnets, function URLs, AI services of Azure, and what is shared with strangers.</summary>
/// <remarks>
/// <para>The resource is judged first; what is not public is left as it is. Every change may shut somebody out, so it takes -Force or -Confirm; what nobody could reach any more is left as it is, unless -SkipPrecheck is said. Undo-AiRepair takes it back.</para>
/// </remarks>
/// <example>
/// <code>Disable-AiPublicAccess arn:aws:s3:::training-data -Region eu-west-1 -WhatIf</code>
/// <para>Shows what would be set to close a bucket.</para>
/// </example>
/// <example>
/// <code>Test-AiNetworkIsolation -Region eu-west-1 | Where-Object Status -EQ Fail | Disable-AiPublicAccess -Force -ErrorAction SilentlyContinue</code>
/// <para>Closes everything public that can be closed in place.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Disable, "AiPublicAccess", SupportsShouldProcess = true)]
[OutputType(typeof(AiRepair), typeof(Finding))]
public sealed class DisableAiPublicAccessCommand : ResourceRepairingCommand
{
    private protected override IReadOnlyList<string> CheckIds => RepairPolicy.PublicAccess;
}
