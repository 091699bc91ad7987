using System.Management.Automation;

namespace AiCloudSecurity.Commands;

/// <summary>Judges whether the AI services of an account can be reached, or reach out, past its networks.</summary>
/// <remarks>
/// <para>Takes estates from the pipeline, or reads the accounts that are named, as Test-AiSecurity does; it runs the checks of one pillar. What could not be seen is Unknown, with the permission that is missing; it is never a Pass.</para>
/// <para>It is about public access, networks of one's own, ways out, direct inference without a gateway, and hardened settings.</para>
/// </remarks>
/// <example>
/// <code>Test-AiNetworkIsolation -Region eu-west-1 | Where-Object Status -EQ Fail</code>
/// <para>Shows what is open in one region of the current account.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate samples/aws.aiestate | Test-AiNetworkIsolation -Severity Critical, High</code>
/// <para>Judges a saved estate by the checks that matter most.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate assets.json | Test-AiNetworkIsolation -SecureAiPosture</code>
/// <para>Holds what an export of Cloud Asset Inventory shows against Google's posture for AI, notebooks that were made before it, too.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "AiNetworkIsolation", DefaultParameterSetName = Reading)]
[OutputType(typeof(Finding), typeof(bool))]
public sealed class TestAiNetworkIsolationCommand : JudgingCommand
{
    /// <summary>Instead of isolation, what Google's predefined posture "secure AI, extended" is about: its eight constraints for notebooks, and the same, with the keys that its detectors look for, asked of what exists.</summary>
    [Parameter]
    public SwitchParameter SecureAiPosture { get; set; }

    private protected override Pillar[]? Pillars => SecureAiPosture ? null : [Pillar.Isolation];

    private protected override bool IsAbout(Checks.Check check) => !SecureAiPosture || check.About.SecureAiPosture;
}
