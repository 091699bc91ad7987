using System.Management.Automation;

namespace AiCloudSecurity.Commands;

/// <summary>Judges whether anybody would notice what is done to and with the AI services of an account.</summary>
/// <remarks>
/// <para>Takes estates from the pipeline, or reads the accounts that are named, as Test-AiSecurity does; it runs the checks of one pillar. What could not be seen is Unknown, with the permission that is missing; it is never a Pass.</para>
/// <para>It is about model monitoring, signs of theft and inversion, budgets, logs and audit trails.</para>
/// </remarks>
/// <example>
/// <code>if (-not (Test-AiMonitoring -Quiet)) { throw 'The monitoring of our AI services has gaps.' }</code>
/// <para>Stops a runbook where a check fails or could not see what it needs.</para>
/// </example>
/// <example>
/// <code>Get-AiScope -Organization | Test-AiMonitoring -RoleName Audit -CheckId AWS-MON-02* | Export-AiReport -Path budgets.html</code>
/// <para>Writes a report on the budgets of all accounts of the organisation.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "AiMonitoring", DefaultParameterSetName = Reading)]
[OutputType(typeof(Finding), typeof(bool))]
public sealed class TestAiMonitoringCommand : JudgingCommand
{
    private protected override Pillar[]? Pillars => [Pillar.Monitoring];
}
