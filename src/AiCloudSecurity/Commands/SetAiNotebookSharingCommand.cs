using System.Management.Automation;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>Takes notebooks and runtime templates away from those beyond their team: whole domains, everybody, and people of elsewhere.</summary>
/// <remarks>
/// <para>Bindings of the notebook's or template's own policy are changed; what is given in the project stays, and Revoke-AiIamGrant takes that away. Notebooks of AWS and Azure have their user when they are made: their findings say so.</para>
/// </remarks>
/// <example>
/// <code>Test-AiIamLeastPrivilege -Cloud Gcp -CheckId GCP-IAM-014, GCP-IAM-015 | Where-Object Status -EQ Fail | Set-AiNotebookSharing -WhatIf</code>
/// <para>Shows who would lose what.</para>
/// </example>
/// <example>
/// <code>Set-AiNotebookSharing //notebooks.googleapis.com/projects/research/locations/europe-west4-a/instances/lab -Scope research -Force</code>
/// <para>Keeps one notebook to its team.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "AiNotebookSharing", SupportsShouldProcess = true)]
[OutputType(typeof(AiRepair), typeof(Finding))]
public sealed class SetAiNotebookSharingCommand : ResourceRepairingCommand
{
    private protected override IReadOnlyList<string> CheckIds => RepairPolicy.NotebookSharing;
}
