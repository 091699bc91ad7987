using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Abuse;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>Sets right what checks found, in place, so that it can be taken back.</summary>
/// <remarks>
/// <para>Each finding is judged again first: what has changed since, or does not fail any more, is not touched. All changes are planned before the first is made. Each is written to the journal, on disk, before it is sent, with what restores it; Undo-AiRepair takes it back. What was changed is judged once more, and a warning says what fails still.</para>
/// <para>-WhatIf shows each field before and after, and sends nothing but reads. A change that may break something is made with -Force, or with -Confirm after a question that names what may break.</para>
/// <para>What cannot be changed in place is an error for each finding, which ends with the commands of the cloud's own command line for it; a finding has them as Command.</para>
/// </remarks>
/// <example>
/// <code>Test-AiSecurity -CheckId AWS-NET-045 -Region eu-west-1 | Where-Object Status -EQ Fail | Repair-AiFinding -WhatIf</code>
/// <para>Shows which buckets would be closed, field by field.</para>
/// </example>
/// <example>
/// <code>Test-AiSecurity -Region eu-west-1 | Where-Object Fix -Like 'Repair-AiFinding (Safe)' | Repair-AiFinding -Limit 40 -PassThru | Where-Object Status -NE Pass</code>
/// <para>Repairs what nobody relies on being wrong, and shows what is not right still.</para>
/// </example>
/// <example>
/// <code>$findings | Repair-AiFinding -KmsKeyId arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab -Force | Export-Csv changes.csv</code>
/// <para>Repairs what takes a key, too, and keeps a list of what was changed, with the ids by which it can be undone.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Repair, "AiFinding", SupportsShouldProcess = true)]
[OutputType(typeof(AiRepair), typeof(Finding))]
public sealed class RepairAiFindingCommand : RepairingCommand
{
    /// <summary>What Test-AiSecurity and its kin wrote; those that do not fail are left out.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public Finding[] Finding { get; set; } = [];

    /// <summary>The key that encrypts: an ARN of KMS, the address of a key in a vault of Azure, or the name of a key of Cloud KMS.</summary>
    [Parameter, ValidatePattern(KeyPattern)]
    public string? KmsKeyId { get; set; }

    /// <summary>How many days a log group keeps logs.</summary>
    [Parameter, ValidateSet("1", "3", "5", "7", "14", "30", "60", "90", "120", "150", "180", "365", "400", "545", "731", "1096", "1827", "2192", "2557", "2922", "3288", "3653")]
    public int RetentionDays { get; set; } = 365;

    /// <summary>The log group that takes invocation logs, and the words of conversations with bots of Lex.</summary>
    [Parameter]
    public string? LogGroupName { get; set; }

    /// <summary>The role by which Bedrock writes to the log group.</summary>
    [Parameter, ValidatePattern("^arn:[^:]+:iam::[0-9]{12}:role/.+$")]
    public string? RoleArn { get; set; }

    /// <summary>The bucket that takes logs.</summary>
    [Parameter]
    public string? LogBucketName { get; set; }

    /// <summary>The lifecycle configuration that notebooks get.</summary>
    [Parameter]
    public string? LifecycleConfig { get; set; }

    /// <summary>The guardrail of Bedrock that steps of flows get, by its id or ARN, with its version behind a colon; the working draft without.</summary>
    [Parameter, ValidatePattern("^(arn:[^:]+:bedrock:[^:]+:[0-9]{12}:guardrail/)?[a-z0-9]+(:([1-9][0-9]{0,7}|DRAFT))?$")]
    public string? Guardrail { get; set; }

    /// <summary>Lets policies of Azure refuse what they would only report without it.</summary>
    [Parameter]
    public SwitchParameter Enforce { get; set; }

    /// <summary>The topic of SNS that alarms of AWS tell, by its ARN.</summary>
    [Parameter, ValidatePattern("^arn:[^:]+:sns:[^:]+:[0-9]{12}:[^:]+$")]
    public string? Topic { get; set; }

    /// <summary>The Log Analytics workspace that takes logs of Azure, by its resource id.</summary>
    [Parameter, ValidatePattern("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.OperationalInsights/workspaces/[^/]+$")]
    public string? LogWorkspaceId { get; set; }

    /// <summary>The action group that alerts of Azure tell, by its resource id.</summary>
    [Parameter, ValidatePattern("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Insights/actionGroups/[^/]+$")]
    public string? ActionGroupId { get; set; }

    /// <summary>The data set or table of BigQuery that takes requests and answers, as bq://project.dataset.</summary>
    [Parameter, ValidatePattern("^bq://.+$")]
    public string? LogDataset { get; set; }

    /// <summary>The notification channel that alerts of Google Cloud tell, as projects/p/notificationChannels/1.</summary>
    [Parameter, ValidatePattern("^projects/[^/]+/notificationChannels/[^/]+$")]
    public string? NotificationChannel { get; set; }

    /// <summary>The security settings that agents and conversation profiles of Dialogflow get.</summary>
    [Parameter, ValidatePattern("^projects/[^/]+/locations/[^/]+/securitySettings/[^/]+$")]
    public string? SecuritySettings { get; set; }

    /// <summary>The inspect template that says to Dialogflow what is personal data.</summary>
    [Parameter, ValidatePattern("^(projects|organizations)/[^/]+/(locations/[^/]+/)?inspectTemplates/[^/]+$")]
    public string? InspectTemplate { get; set; }

    private protected override RepairChoices Choices => new()
    {
        LogWorkspaceId = LogWorkspaceId,
        ActionGroupId = ActionGroupId,
        LogDataset = LogDataset,
        NotificationChannel = NotificationChannel,
        SecuritySettings = SecuritySettings,
        InspectTemplate = InspectTemplate,
        KmsKeyId = KmsKeyId,
        RetentionDays = RetentionDays,
        LogGroupName = LogGroupName,
        RoleArn = RoleArn,
        LogBucketName = LogBucketName,
        LifecycleConfig = LifecycleConfig,
        Guardrail = Guardrail,
        Topic = Topic,
        Enforce = Enforce,
    };

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var finding in Finding)
        {
            if (finding.Status != Status.Fail)
            {
                yield return new VerboseRecord($"{finding.CheckId} of {finding.ResourceName} is {finding.Status}, so there is nothing to repair.");
                continue;
            }
            if (finding is AbuseFinding)
            {
                // Whose key is disabled, and what may be spent, is for a person to say: nothing is read, and nothing changed.
                yield return new AiCloudException(ErrorId.ConfirmationNeeded, $"{finding.CheckId} of {finding.ResourceName} takes a person's decision. {finding.Advice}", finding.ResourceId);
                continue;
            }
            Collect(new(finding.Cloud, finding.Scope, finding.Region, finding.ResourceId, [finding.CheckId], finding));
        }
    }
}
