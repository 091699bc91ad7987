using System.Management.Automation;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>Switches the log of model invocations on: where Bedrock is used and logs nothing, or leaves kinds of content out.</summary>
/// <remarks>
/// <para>Prompts and answers are logged whole: keep the log group and the bucket as closely as the data that people put into prompts.</para>
/// </remarks>
/// <example>
/// <code>Test-AiMonitoring -CheckId AWS-MON-001 -Region eu-west-1 | Where-Object Status -EQ Fail | Enable-AiInvocationLog -LogGroupName bedrock -RoleArn arn:aws:iam::111122223333:role/bedrock-logs</code>
/// <para>Logs to a log group that is there, by a role that may write to it.</para>
/// </example>
/// <example>
/// <code>Enable-AiInvocationLog arn:aws:bedrock:eu-west-1:111122223333:model-invocation-logging -LogBucketName prompt-logs -WhatIf</code>
/// <para>Shows what would be set to log to a bucket.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Enable, "AiInvocationLog", SupportsShouldProcess = true)]
[OutputType(typeof(AiRepair), typeof(Finding))]
public sealed class EnableAiInvocationLogCommand : ResourceRepairingCommand
{
    /// <summary>The log group that takes the log.</summary>
    [Parameter]
    public string? LogGroupName { get; set; }

    /// <summary>The role by which Bedrock writes to the log group.</summary>
    [Parameter, ValidatePattern("^arn:[^:]+:iam::[0-9]{12}:role/.+$")]
    public string? RoleArn { get; set; }

    /// <summary>The bucket that takes the log; its policy must let Bedrock write.</summary>
    [Parameter]
    public string? LogBucketName { get; set; }

    private protected override IReadOnlyList<string> CheckIds => AwsRepairPolicy.InvocationLog;

    private protected override RepairChoices Choices => new() { LogGroupName = LogGroupName, RoleArn = RoleArn, LogBucketName = LogBucketName };
}
