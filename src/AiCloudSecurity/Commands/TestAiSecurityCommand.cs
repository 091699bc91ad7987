using System.Management.Automation;

namespace AiCloudSecurity.Commands;

/// <summary>Judges the AI services of an account and writes one finding for each check and resource.</summary>
/// <remarks>
/// <para>Takes estates from the pipeline, or reads the account of the current credentials. Findings come scope by scope while the rest is still read. What could not be seen is Unknown, with the permission that is missing; it is never a Pass.</para>
/// <para>Several accounts are read side by side: pipe what Get-AiScope writes, and say with -RoleName by which role. An account that cannot be read is an error of its own and does not stop the rest.</para>
/// <para>With -ExceptionPath, accepted risks show as Accepted until their last day; then they fail again, with a warning.</para>
/// <para>Checks without anything to judge write nothing; -IncludeNotApplicable shows what they found not to judge. Checks that rest on what users and roles have used are left out unless -IncludeUsage or their id asks for them, or the estate has it.</para>
/// </remarks>
/// <example>
/// <code>Test-AiSecurity -Region eu-west-1 | Where-Object Status -EQ Fail</code>
/// <para>Shows what is wrong in one region of the current account.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate samples/aws.aiestate | Test-AiSecurity -Severity Critical, High | Export-AiReport -Path report.html</code>
/// <para>Judges a saved estate, without credentials, and writes a report.</para>
/// </example>
/// <example>
/// <code>if (-not (Test-AiSecurity -CheckId AWS-MON-* -Quiet)) { throw 'The monitoring of our AI services has gaps.' }</code>
/// <para>Stops a runbook where a monitoring check fails or could not see what it needs.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "AiSecurity", DefaultParameterSetName = Reading)]
[OutputType(typeof(Finding), typeof(bool))]
public sealed class TestAiSecurityCommand : JudgingCommand
{
    /// <summary>Only checks of these pillars.</summary>
    [Parameter]
    public Pillar[]? Pillar { get; set; }

    private protected override Pillar[]? Pillars => Pillar;
}
