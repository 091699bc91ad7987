using System.Management.Automation;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>Sets what keeps new AI resources safe: organisation policies and detectors of Google Cloud, plans of Defender in Azure.</summary>
/// <remarks>
/// <para>Organisation policies are set in the project, and hold for what is made from then on. Lists, as of networks and images, are left to a person. Plans of Defender are billed, so they take -Force or -Confirm.</para>
/// </remarks>
/// <example>
/// <code>Test-AiSecurity -Cloud Gcp -Project research -CheckId GCP-NET-034, GCP-IAM-027, GCP-MON-024 | Where-Object Status -EQ Fail | Enable-AiSecurityPosture -WhatIf</code>
/// <para>Shows which constraints would be enforced.</para>
/// </example>
/// <example>
/// <code>Enable-AiSecurityPosture /subscriptions/11111111-0000-0000-0000-000000000001 -Force</code>
/// <para>Switches the plans of Defender for AI services and for what they rest on on.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Enable, "AiSecurityPosture", SupportsShouldProcess = true)]
[OutputType(typeof(AiRepair), typeof(Finding))]
public sealed class EnableAiSecurityPostureCommand : ResourceRepairingCommand
{
    private protected override IReadOnlyList<string> CheckIds => RepairPolicy.SecurityPosture;
}
