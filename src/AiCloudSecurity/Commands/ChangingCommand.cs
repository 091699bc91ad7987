using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.Completers;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>The parameters of cmdlets that change a cloud, and the journal without which nothing is changed.</summary>
public abstract class ChangingCommand : AiCommand
{
    private IJournal? _journal;

    /// <summary>The AWS profile of the shared configuration; the environment's credentials without.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>The name of a role that every account has, with its path where it has one: it is assumed in accounts other than that of the credentials.</summary>
    [Parameter]
    [ValidatePattern(@"^[\w+=,.@/-]{1,576}$")]
    public string? RoleName { get; set; }

    /// <summary>The external id that the role's trust policy asks for.</summary>
    [Parameter]
    [ValidateLength(2, 1224)]
    public string? ExternalId { get; set; }

    /// <summary>Where requests go instead of the cloud: a private endpoint, a proxy, an emulator. AWS_ENDPOINT_URL does the same for AWS.</summary>
    [Parameter]
    public Uri? EndpointUrl { get; set; }

    /// <summary>The journal that changes are written to before they are made, and that Undo-AiRepair reads. Without it, a file of the user's own: AiCloudSecurity/repairs.jsonl in the folder for local application data.</summary>
    [Parameter]
    public string? JournalPath { get; set; }

    /// <summary>The run: all changes of one command have the same.</summary>
    private protected string CurrentRun { get; } = Guid.NewGuid().ToString("N")[..16];

    /// <summary>The journal's full path.</summary>
    private protected string Journal => JournalPath is null ? JournalFile.DefaultPath : FullPath(JournalPath);

    /// <summary>Whether nothing is to be changed.</summary>
    private protected bool IsWhatIf => IsOn("WhatIf") ?? LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    // Whether ShouldProcess will ask a person.
    private protected bool IsAsked => IsOn("Confirm") ?? LanguagePrimitives.ConvertTo<ConfirmImpact>(SessionState.PSVariable.GetValue("ConfirmPreference", ConfirmImpact.High)) is ConfirmImpact.Low or ConfirmImpact.Medium;

    private protected override void Begin()
    {
        // Before anything is read: who waited for a scan should not hear then that nothing can be done.
        _journal = IsWhatIf ? new NoJournal() : new JournalFile(Journal);
    }

    /// <summary>What makes changes in an account, subscription or project.</summary>
    private protected RepairEngine Engine(ICloudWriter writer) => new(writer, _journal!, TimeProvider.System, CurrentRun, MyInvocation.MyCommand.Name);

    /// <summary>Signs in.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="scope">The account, subscription or project; that of the credentials without.</param>
    /// <param name="regions">The regions that are to be read; all without.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    private protected async Task<CloudAccess> OpenAsync(Cloud cloud, string? scope, IReadOnlyList<string> regions, CancellationToken cancellationToken)
    {
        if (cloud != Cloud.Aws)
        {
            throw new AiCloudException(ErrorId.UnsupportedCloud, $"{cloud} cannot be changed in this version; Aws can.", cloud.ToString());
        }
        var connection = await AwsConnection.OpenAsync(new AwsOptions { ProfileName = ProfileName, Regions = regions, EndpointUrl = EndpointUrl }, cancellationToken).ConfigureAwait(false);
        if (scope is null || scope == connection.Scope.Id)
        {
            return new AwsAccess(connection, null);
        }
        try
        {
            return RoleName is null
                ? throw new AiCloudException(ErrorId.CloudAccessDenied, $"The credentials are of account {connection.Scope.Id}, not of {Display.Safe(scope)}. Name with -RoleName the role by which it is changed.", scope)
                : new AwsAccess(await connection.AssumeAsync(Scope.Parse(scope), new(RoleName.TrimStart('/'), ExternalId), cancellationToken).ConfigureAwait(false), connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Asks, and makes one change: yields the question, then what was made, would be made, or the error.</summary>
    private protected async IAsyncEnumerable<object> MakeAsync(RepairEngine engine, Change change, bool force, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (change.Safety == Remedy.MayBreak && !IsWhatIf && !force && !IsAsked)
        {
            yield return new AiCloudException(ErrorId.ConfirmationNeeded, $"{change.Setting.Name} of {Display.Safe(change.ResourceName)} was not changed, because that may break something: {change.Breaks} Say -Force, or -Confirm to be asked.", change.Place.ResourceId);
            yield break;
        }
        var what = $"{change.ResourceType} {Display.Safe(change.ResourceName)} ({Display.Safe(change.Place.ResourceId)})";
        var fields = string.Join(Environment.NewLine + "  ", change.Fields());
        var breaks = change.Breaks.Length > 0 ? $"{Environment.NewLine}May break: {change.Breaks}" : "";
        var consent = new Consent($"Set {change.Setting.Name} of {what}:{Environment.NewLine}  {fields}{breaks}",
            $"Set {change.Setting.Name} of {what}?{Environment.NewLine}  {fields}{breaks}", $"{MyInvocation.MyCommand.Name} ({change.Safety})");
        yield return consent;
        if (!consent.IsGiven)
        {
            if (IsWhatIf)
            {
                yield return engine.Planned(change);
            }
            yield break;
        }
        object made;
        try
        {
            made = await engine.ApplyAsync(change, cancellationToken).ConfigureAwait(false);
        }
        catch (AiCloudException failure)
        {
            made = failure;
        }
        yield return made;
    }

    private bool? IsOn(string parameter) => MyInvocation.BoundParameters.TryGetValue(parameter, out var value) ? LanguagePrimitives.IsTrue(value) : null;

    /// <summary>Signed in to one account, subscription or project, to read and to change it.</summary>
    private protected abstract class CloudAccess : IDisposable
    {
        public abstract ICloudWriter Writer { get; }

        public abstract Task<Estate> ReadAsync(IEnumerable<ResourceType> types, CancellationToken cancellationToken);

        public abstract void Dispose();
    }

    private sealed class AwsAccess(AwsConnection connection, AwsConnection? source) : CloudAccess
    {
        public override ICloudWriter Writer { get; } = new AwsWriter(connection);

        public override Task<Estate> ReadAsync(IEnumerable<ResourceType> types, CancellationToken cancellationToken) => connection.ReadAsync(types, null, cancellationToken);

        public override void Dispose()
        {
            connection.Dispose();
            source?.Dispose();
        }
    }

    // Under -WhatIf nothing is written down, because nothing is done.
    private sealed class NoJournal : IJournal
    {
        public void Add(JournalLine line) => throw new InvalidOperationException("Nothing is changed under -WhatIf.");
    }
}
