using System.Management.Automation;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>Switches logs of model invocations on: of Bedrock, of Azure's AI services by diagnostic settings, of Vertex AI by data access logs and by its own log of requests and answers, of endpoints and of foundation models.</summary>
/// <remarks>
/// <para>In AWS data events of Bedrock, SageMaker, AgentCore and of buckets of AI resources are added to a trail, too, where a finding says that they are not logged; they are billed. Aliases of Lex's bots keep the words of conversations in the log group.</para>
/// <para>Prompts and answers are logged whole: keep the log group and the bucket as closely as the data that people put into prompts.</para>
/// </remarks>
/// <example>
/// <code>Test-AiMonitoring -CheckId AWS-MON-001 -Region eu-west-1 | Where-Object Status -EQ Fail | Enable-AiInvocationLog -LogGroupName bedrock -RoleArn arn:aws:iam::111122223333:role/bedrock-logs</code>
/// <para>Logs to a log group that is there, by a role that may write to it.</para>
/// </example>
/// <example>
/// <code>Test-AiMonitoring -Cloud Azure -CheckId AZ-MON-001 | Where-Object Status -EQ Fail | Enable-AiInvocationLog -LogWorkspaceId /subscriptions/11111111-0000-0000-0000-000000000001/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/central</code>
/// <para>Sends the logs of Azure AI services to a workspace.</para>
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

    /// <summary>The Log Analytics workspace that takes logs of Azure, by its resource id.</summary>
    [Parameter, ValidatePattern("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.OperationalInsights/workspaces/[^/]+$")]
    public string? LogWorkspaceId { get; set; }

    /// <summary>The data set or table of BigQuery that takes requests and answers of Vertex AI, as bq://project.dataset.</summary>
    [Parameter, ValidatePattern("^bq://.+$")]
    public string? LogDataset { get; set; }

    private protected override IReadOnlyList<string> CheckIds => RepairPolicy.InvocationLog;

    private protected override RepairChoices Choices => new() { LogGroupName = LogGroupName, RoleArn = RoleArn, LogBucketName = LogBucketName, LogWorkspaceId = LogWorkspaceId, LogDataset = LogDataset };
}
