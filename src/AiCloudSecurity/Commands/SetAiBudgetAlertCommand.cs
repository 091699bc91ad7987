using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>Makes or changes a budget for AI services, so that somebody hears of it before a thief has spent your money.</summary>
/// <remarks>
/// <para>The same command twice changes nothing the second time. What is not named stays as it is; a budget that is new counts the AI services, tells at 50, 80 and 100 per cent, and leaves credits out, so that spending shows though a credit pays for it.</para>
/// <para>In Azure and Google Cloud name the subscription or project with -Scope, where the credentials reach more than one. A budget of Google Cloud is of the billing account that pays for the project, and counts that project only.</para>
/// <para>In AWS, models of other makers are billed under names of their own, as "Claude … (Amazon Bedrock Edition)": name them with -Service as the bill does, or watch everything with a budget of the account.</para>
/// <para>-StopAt is a real brake: when so much is spent, AWS attaches the policy to the roles, users and groups. What it denies then stops working for them, also for who did nothing wrong. Without it a budget only tells; it stops nothing. In Google Cloud a budget only tells in any case: -StopAt demands a topic, whose listener lowers the quota of Vertex AI.</para>
/// <para>-MaxRequestsPerMinute is a brake in Google Cloud that needs no listener, and no money to be spent first: the project lowers its own quotas, and Google refuses calls of a model above them from now on, until Undo-AiRepair takes that back. Google counts by model and region; what it has no quota on calls for, as capacity that is bought ahead, it does not limit.</para>
/// <para>The budget with its alerts is one change, which Undo-AiRepair takes back.</para>
/// </remarks>
/// <example>
/// <code>Set-AiBudgetAlert -Amount 500 -Email finance@example.com -Forecast</code>
/// <para>Makes the budget ai-services of 500 USD a month in the account of the credentials.</para>
/// </example>
/// <example>
/// <code>Get-AiBudget ai-* | Set-AiBudgetAlert -Percent 25,50,100 -WhatIf</code>
/// <para>Shows how the alerts of budgets would change.</para>
/// </example>
/// <example>
/// <code>Test-AiMonitoring -CheckId AWS-MON-021, AWS-MON-022 | Where-Object Status -EQ Fail | Set-AiBudgetAlert -Amount 500 -Topic arn:aws:sns:us-east-1:111122223333:spending -Forecast</code>
/// <para>Makes the budgets and alerts that checks found missing.</para>
/// </example>
/// <example>
/// <code>Set-AiBudgetAlert -Cloud Azure -Scope 11111111-0000-0000-0000-000000000001 -Amount 500 -Email finance@example.com -Forecast; Set-AiBudgetAlert -Cloud Gcp -Scope research -Amount 500 -Currency EUR -Topic projects/research/topics/spending</code>
/// <para>Makes budgets in the other clouds.</para>
/// </example>
/// <example>
/// <code>Set-AiBudgetAlert -Name ai-services -StopAt 120 -StopPolicy arn:aws:iam::111122223333:policy/no-models -StopRole chatbot -RoleArn arn:aws:iam::111122223333:role/budget-actions -Force</code>
/// <para>Takes the right to call models away from a role when the budget is exceeded by a fifth.</para>
/// </example>
/// <example>
/// <code>Set-AiBudgetAlert -Cloud Gcp -Scope research -MaxRequestsPerMinute 60 -WhatIf</code>
/// <para>Shows which quotas of the project would be lowered, so that no model answers more than 60 calls a minute and region.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "AiBudgetAlert", SupportsShouldProcess = true)]
[OutputType(typeof(AiRepair), typeof(AiBudget))]
public sealed class SetAiBudgetAlertCommand : ChangingCommand
{
    private static readonly string[] s_types = ["AWS::Budgets::Budget", "Microsoft.Consumption/budgets", "billingbudgets.googleapis.com/Budget"];
    private static readonly string[] s_ofBudget = [nameof(Amount), nameof(Currency), nameof(Percent), nameof(Forecast), nameof(Email), nameof(Topic), nameof(Service), nameof(Net), nameof(StopAt), nameof(StopPolicy)];
    private readonly List<(Cloud Cloud, string? Scope, string Name)> _wanted = [];

    /// <summary>The budget; ai-services without.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ResourceName")]
    public string? Name { get; set; }

    /// <summary>The limit of a month.</summary>
    [Parameter, ValidateRange(0.01, 1e12)]
    public decimal? Amount { get; set; }

    /// <summary>The currency of the limit. AWS counts in USD, Azure in the currency of the bill; that of Google Cloud must be that of the billing account.</summary>
    [Parameter, ValidatePattern("^[A-Za-z]{3}$")]
    public string? Currency { get; set; }

    /// <summary>The parts of the limit at which somebody is told, in per cent of what is spent; they take the place of others.</summary>
    [Parameter, ValidateRange(1, 1000), ValidateCount(1, 5)]
    public int[]? Percent { get; set; }

    /// <summary>Tells, too, when the limit is forecast to be exceeded.</summary>
    [Parameter]
    public SwitchParameter Forecast { get; set; }

    /// <summary>E-mail addresses that are told; in Google Cloud a notification channel is (-Topic).</summary>
    [Parameter, ValidatePattern(@"^[^\s@]+@[^\s@]+$")]
    public string[] Email { get; set; } = [];

    /// <summary>What is told beside people: topics of SNS by their ARNs (whose policy must let budgets.amazonaws.com publish), action groups of Azure by their resource ids, topics of Pub/Sub and notification channels of Google Cloud, as projects/p/topics/t.</summary>
    [Parameter, ValidatePattern("^(arn:[^:]+:sns:[^:]+:[0-9]{12}:.+|/subscriptions/.+/actionGroups/[^/]+|projects/[^/]+/(topics|notificationChannels)/[^/]+)$")]
    public string[] Topic { get; set; } = [];

    /// <summary>The services that are counted, as bills call them; those of AI without.</summary>
    [Parameter]
    public string[]? Service { get; set; }

    /// <summary>Takes credits and refunds off what is spent. A thief's spending does not show then while a credit pays for it. Budgets of Azure count before credits, and cannot do so.</summary>
    [Parameter]
    public SwitchParameter Net { get; set; }

    /// <summary>The account, subscription or project; that of the credentials without.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Scope { get; set; }

    /// <summary>The cloud; Aws without.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Cloud Cloud { get; set; } = Cloud.Aws;

    /// <summary>The kind of resource that an input object is about: a budget is changed, for anything else one is made.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ResourceType { get; set; }

    /// <summary>At which part of the limit spending is stopped, in per cent.</summary>
    [Parameter, ValidateRange(1, 1000)]
    public int? StopAt { get; set; }

    /// <summary>What is set off then: in AWS the policy that is attached, by its ARN; in Azure the action group whose runbook or function pauses deployments, by its resource id.</summary>
    [Parameter, ValidatePattern("^(arn:[^:]+:iam::[^:]*:policy/.+|/subscriptions/.+/actionGroups/[^/]+)$")]
    public string? StopPolicy { get; set; }

    /// <summary>The roles that it is attached to.</summary>
    [Parameter]
    public string[] StopRole { get; set; } = [];

    /// <summary>The users that it is attached to.</summary>
    [Parameter]
    public string[] StopUser { get; set; } = [];

    /// <summary>The groups that it is attached to.</summary>
    [Parameter]
    public string[] StopGroup { get; set; } = [];

    /// <summary>The role by which AWS Budgets attaches it.</summary>
    [Parameter, ValidatePattern("^arn:[^:]+:iam::[0-9]{12}:role/.+$")]
    public string? RoleArn { get; set; }

    /// <summary>How many calls a minute each model of a project of Google Cloud answers in a region, at most; 0 for none. It holds from now on, not when so much is spent, and leaves budgets alone where nothing else is asked for.</summary>
    [Parameter, ValidateRange(0, int.MaxValue)]
    public int? MaxRequestsPerMinute { get; set; }

    /// <summary>Sets a brake that may stop what works, without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the budgets as they are then, instead of the changes.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    // What a cloud cannot do; which one it is may come with each budget.
    private AiCloudException? Refusal(Cloud cloud) => cloud switch
    {
        Cloud.Aws when Currency is not null && !Currency.Equals("USD", StringComparison.OrdinalIgnoreCase) =>
            new(ErrorId.CloudRefused, $"AWS Budgets counts in USD, not in {Currency.ToUpperInvariant()}. Name the amount in USD.", Currency),
        Cloud.Azure when Currency is not null =>
            new(ErrorId.CloudRefused, "A budget of Azure counts in the currency of the bill, and takes no other. Name the amount in that, without -Currency.", Currency),
        Cloud.Azure when Net =>
            new(ErrorId.CloudRefused, "A budget of Azure counts before credits, and cannot take them off. Leave out -Net.", nameof(Net)),
        not Cloud.Gcp when MaxRequestsPerMinute is not null =>
            new(ErrorId.CloudRefused, $"-MaxRequestsPerMinute lowers quotas of Google Cloud. {(cloud == Cloud.Aws ? "AWS lets nobody lower one: -StopAt with -StopPolicy stops calls." : "In Azure a deployment has its own limit, its capacity: lower that.")}", nameof(MaxRequestsPerMinute)),
        _ => null,
    };

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        UseSession(Cloud);
        // What a finding is about is a budget, or an account that has none: its name is no budget's then.
        var name = Name is { Length: > 0 } && (ResourceType is null or "" || s_types.Contains(ResourceType)) ? Name! : "ai-services";
        if (!_wanted.Contains((Cloud, Scope, name)))
        {
            _wanted.Add((Cloud, Scope, name));
        }
        yield break;
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var scope in _wanted.GroupBy(wanted => (wanted.Cloud, wanted.Scope)))
        {
            if (Refusal(scope.Key.Cloud) is { } refusal)
            {
                yield return refusal;
                continue;
            }
            CloudAccess? access = null;
            AiCloudException? failed = null;
            try
            {
                access = await OpenAsync(scope.Key.Cloud, scope.Key.Scope, [], cancellationToken).ConfigureAwait(false);
            }
            catch (AiCloudException failure)
            {
                failed = failure;
            }
            if (access is null)
            {
                yield return failed!;
                continue;
            }
            using (access)
            {
                var engine = Engine(access.Writer);
                if (MaxRequestsPerMinute is { } perMinute)
                {
                    await foreach (var item in CapAsync(access, engine, perMinute, cancellationToken).ConfigureAwait(false))
                    {
                        yield return item;
                    }
                }
                // Quotas alone leave budgets alone.
                foreach (var (_, _, name) in scope.Where(_ => MaxRequestsPerMinute is null || s_ofBudget.Any(MyInvocation.BoundParameters.ContainsKey)))
                {
                    await foreach (var item in SetAsync(access, engine, name, cancellationToken).ConfigureAwait(false))
                    {
                        yield return item;
                    }
                }
                if (PassThru)
                {
                    var estate = await access.ReadAsync(AiBudget.Types, cancellationToken).ConfigureAwait(false);
                    foreach (var budget in AiBudget.Of(estate).Where(budget => scope.Any(wanted => Display.Safe(wanted.Name) == budget.Name)))
                    {
                        yield return budget;
                    }
                }
            }
        }
    }

    private async IAsyncEnumerable<object> CapAsync(CloudAccess access, RepairEngine engine, int perMinute, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Change> changes = [];
        AiCloudException? failed = null;
        try
        {
            // All are planned before the first is made.
            foreach (var wish in await BudgetAlert.CapAsync(access.Writer, perMinute, cancellationToken).ConfigureAwait(false))
            {
                if (await engine.PlanAsync([wish], "", cancellationToken).ConfigureAwait(false) is { } change)
                {
                    changes.Add(change);
                }
            }
        }
        catch (CloudCallException failure)
        {
            failed = new(failure.Id, $"The quotas of {Display.Safe(access.Writer.Scope.Id)} could not be read, so they are not changed ({Display.Safe(failure.Message)}).{(failure.Id == ErrorId.CloudAccessDenied ? " Grant serviceusage.quotas.get." : "")}", access.Writer.Scope.Id, failure);
        }
        if (failed is not null)
        {
            yield return failed;
            yield break;
        }
        if (changes.Count == 0)
        {
            yield return new VerboseRecord($"No quota of {Display.Safe(access.Writer.Scope.Id)} lets a model be called more than {perMinute} times a minute.");
        }
        foreach (var change in changes)
        {
            await foreach (var item in MakeAsync(engine, change, Force, cancellationToken).ConfigureAwait(false))
            {
                if (!PassThru || item is not AiRepair)
                {
                    yield return item;
                }
            }
        }
    }

    private async IAsyncEnumerable<object> SetAsync(CloudAccess access, RepairEngine engine, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var alert = new BudgetAlert
        {
            Name = name,
            Amount = Amount,
            Currency = Currency,
            Percents = Percent,
            Forecast = Forecast,
            Emails = Email,
            Topics = Topic,
            Services = Service,
            Net = MyInvocation.BoundParameters.ContainsKey(nameof(Net)) ? Net : null,
            StopAt = StopAt,
            StopPolicy = StopPolicy,
            StopRoles = StopRole,
            StopUsers = StopUser,
            StopGroups = StopGroup,
            RoleArn = RoleArn,
        };
        Change? change = null;
        AiCloudException? failed = null;
        try
        {
            change = await engine.PlanAsync([await alert.InAsync(access.Writer, DateTimeOffset.UtcNow, cancellationToken).ConfigureAwait(false)], "", cancellationToken).ConfigureAwait(false);
        }
        catch (ChoiceNeededException needed)
        {
            failed = new(ErrorId.ConfirmationNeeded, $"The budget {Display.Safe(name)} takes {needed.Parameter}.", name);
        }
        catch (CloudCallException failure)
        {
            failed = new(failure.Id, $"The budget {Display.Safe(name)} could not be read, so it is not changed ({Display.Safe(failure.Message)}).", name, failure);
        }
        if (failed is not null)
        {
            yield return failed;
            yield break;
        }
        if (change is null)
        {
            yield return new VerboseRecord($"The budget {Display.Safe(name)} is so already.");
            yield break;
        }
        if (change.Before is null && Service is null && Cloud == Cloud.Aws)
        {
            yield return new WarningRecord("Models of other makers are billed under names of their own, as 'Claude … (Amazon Bedrock Edition)'. Add those that you use with -Service.");
        }
        await foreach (var item in MakeAsync(engine, change, Force, cancellationToken).ConfigureAwait(false))
        {
            if (!PassThru || item is not AiRepair)
            {
                yield return item;
            }
        }
    }
}
