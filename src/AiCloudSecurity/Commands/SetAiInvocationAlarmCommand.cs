using System.Management.Automation;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>Makes alarms on calls of models, so that somebody hears of theft and of guessing while it goes on.</summary>
/// <remarks>
/// <para>In AWS each region in which Bedrock is used gets an alarm on invocations and, where it has guardrails, one on what they stop, and each endpoint one on its invocations: they go off where there is far more than usual. Alarms that are there and tell nobody are let tell the topic.</para>
/// <para>In Azure each account gets an alert on tokens and one on refused calls, where they are far above what is usual there, and the subscription one on keys that are listed and on filters that are changed. A project of Google Cloud gets an alert on calls of models and one on errors, where there are far more than in the week before, and one on changes of Vertex AI; alerts that are off or tell nobody are set right. Undo-AiRepair takes them away again.</para>
/// </remarks>
/// <example>
/// <code>Test-AiMonitoring -Cloud Azure -CheckId AZ-MON-020, AZ-MON-021, AZ-MON-022 | Where-Object Status -EQ Fail | Set-AiInvocationAlarm -ActionGroupId /subscriptions/11111111-0000-0000-0000-000000000001/resourceGroups/ops/providers/Microsoft.Insights/actionGroups/security</code>
/// <para>Lets an action group hear of it.</para>
/// </example>
/// <example>
/// <code>Test-AiMonitoring -Cloud Gcp -CheckId GCP-MON-011, GCP-MON-012, GCP-MON-013, GCP-MON-014 | Where-Object Status -EQ Fail | Set-AiInvocationAlarm -NotificationChannel projects/research/notificationChannels/1 -WhatIf</code>
/// <para>Shows which alerts would be made, switched on, or get a channel.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "AiInvocationAlarm", SupportsShouldProcess = true)]
[OutputType(typeof(AiRepair), typeof(Finding))]
public sealed class SetAiInvocationAlarmCommand : ResourceRepairingCommand
{
    /// <summary>The topic of SNS that alarms of AWS tell, by its ARN.</summary>
    [Parameter, ValidatePattern("^arn:[^:]+:sns:[^:]+:[0-9]{12}:[^:]+$")]
    public string? Topic { get; set; }

    /// <summary>The action group that alerts of Azure tell, by its resource id.</summary>
    [Parameter, ValidatePattern("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Insights/actionGroups/[^/]+$")]
    public string? ActionGroupId { get; set; }

    /// <summary>The notification channel that alerts of Google Cloud tell, as projects/p/notificationChannels/1.</summary>
    [Parameter, ValidatePattern("^projects/[^/]+/notificationChannels/[^/]+$")]
    public string? NotificationChannel { get; set; }

    private protected override IReadOnlyList<string> CheckIds => RepairPolicy.InvocationAlarm;

    private protected override RepairChoices Choices => new() { Topic = Topic, ActionGroupId = ActionGroupId, NotificationChannel = NotificationChannel };
}
