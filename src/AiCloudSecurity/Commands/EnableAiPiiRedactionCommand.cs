using System.Management.Automation;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>Lets guardrails mask personal data and block passwords and keys, log groups mask what they show, content policies block, Model Armor and inspect templates look for personal data, and Dialogflow redact it.</summary>
/// <remarks>
/// <para>A guardrail's working draft is changed; callers of a version get it when a version is made of it. What a guardrail does about other kinds of data stays.</para>
/// </remarks>
/// <example>
/// <code>Test-AiDataProtection -CheckId AWS-DATA-026, AWS-DATA-024 -Region eu-west-1 | Where-Object Status -EQ Fail | Enable-AiPiiRedaction -WhatIf</code>
/// <para>Shows which guardrails and log groups would be changed, and how.</para>
/// </example>
/// <example>
/// <code>Enable-AiPiiRedaction arn:aws:bedrock:eu-west-1:111122223333:guardrail/abcdef123456 -Force -PassThru</code>
/// <para>Changes one guardrail, and writes how it is judged then.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Enable, "AiPiiRedaction", SupportsShouldProcess = true)]
[OutputType(typeof(AiRepair), typeof(Finding))]
public sealed class EnableAiPiiRedactionCommand : ResourceRepairingCommand
{
    /// <summary>The security settings that agents and conversation profiles of Dialogflow get.</summary>
    [Parameter, ValidatePattern("^projects/[^/]+/locations/[^/]+/securitySettings/[^/]+$")]
    public string? SecuritySettings { get; set; }

    /// <summary>The inspect template that says to Dialogflow what is personal data.</summary>
    [Parameter, ValidatePattern("^(projects|organizations)/[^/]+/(locations/[^/]+/)?inspectTemplates/[^/]+$")]
    public string? InspectTemplate { get; set; }

    private protected override IReadOnlyList<string> CheckIds => RepairPolicy.PiiRedaction;

    private protected override RepairChoices Choices => new() { SecuritySettings = SecuritySettings, InspectTemplate = InspectTemplate };
}
