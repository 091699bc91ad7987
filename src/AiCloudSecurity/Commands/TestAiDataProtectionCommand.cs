using System.Management.Automation;

namespace AiCloudSecurity.Commands;

/// <summary>Judges whether the data of the AI services of an account is encrypted with keys of one's own, and kept from those whom it does not concern.</summary>
/// <remarks>
/// <para>Takes estates from the pipeline, or reads the accounts that are named, as Test-AiSecurity does; it runs the checks of one pillar. What could not be seen is Unknown, with the permission that is missing; it is never a Pass.</para>
/// <para>It is about customer-managed keys, personal data in prompts, answers and logs, and where copies of data go.</para>
/// </remarks>
/// <example>
/// <code>Test-AiDataProtection -Service sagemaker, bedrock</code>
/// <para>Judges two services of the current account.</para>
/// </example>
/// <example>
/// <code>Get-AiEstate -Region eu-* | Test-AiDataProtection | Measure-AiSecurity</code>
/// <para>Reads the European regions and counts the findings.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "AiDataProtection", DefaultParameterSetName = Reading)]
[OutputType(typeof(Finding), typeof(bool))]
public sealed class TestAiDataProtectionCommand : JudgingCommand
{
    private protected override Pillar[]? Pillars => [Pillar.DataProtection];
}
