using System.Management.Automation;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>Sets what keeps new AI resources safe: organisation policies and detectors of Google Cloud, plans of Defender in Azure, the opt-out of an organisation of AWS.</summary>
/// <remarks>
/// <para>Organisation policies are set in the project, and hold for what is made from then on. Lists, as of networks and images, are left to a person. Plans of Defender are billed, so they take -Force or -Confirm.</para>
/// <para>In Azure, Microsoft's policies against keys and open networks of AI services are assigned to the subscription. They report what they would refuse; see what that is, and run the command once more with -Enforce.</para>
/// <para>In the account that manages an organisation of AWS, a policy is made and attached to the root by which AI services may not keep content to improve themselves, where there is none yet.</para>
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
    /// <summary>Lets policies of Azure refuse what they would only report without it.</summary>
    [Parameter]
    public SwitchParameter Enforce { get; set; }

    private protected override IReadOnlyList<string> CheckIds => RepairPolicy.SecurityPosture;

    private protected override RepairChoices Choices => new() { Enforce = Enforce };
}
