using System.Management.Automation;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security;
using AiCloudSecurity.Clouds;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Clouds.Gcp;
using AiCloudSecurity.Completers;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>The parameters of cmdlets that change a cloud, and the journal without which nothing is changed.</summary>
public abstract class ChangingCommand : AiCommand
{
    private IJournal? _journal;
    private Lazy<AzureOptions>? _azure;

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

    /// <summary>The Azure tenant to sign in to; the session's own without.</summary>
    [Parameter]
    public string? Tenant { get; set; }

    /// <summary>The cloud of Azure: AzureCloud, or a sovereign one.</summary>
    [Parameter]
    [ValidateSet("AzureCloud", "AzureUSGovernment", "AzureChinaCloud")]
    public string? AzureEnvironment { get; set; }

    /// <summary>A token for Google Cloud that somebody else has signed in for; Application Default Credentials without.</summary>
    [Parameter]
    public SecureString? AccessToken { get; set; }

    /// <summary>The Google Cloud project that requests are counted for; the credentials' own without.</summary>
    [Parameter]
    public string? QuotaProject { get; set; }

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

    /// <summary>Takes the session's sign-in to a cloud, where there is one. To be called on the pipeline's thread: only there the session can be asked.</summary>
    private protected void UseSession(Cloud cloud)
    {
        if (cloud == Cloud.Azure && _azure is null)
        {
            _azure = new(() => AzureSession.AddTo(new AzureOptions { Tenant = Tenant, Environment = AzureEnvironment, EndpointUrl = EndpointUrl }));
            try
            {
                _ = _azure.Value;
            }
            catch (AiCloudException)
            {
                // It is told where the sign-in is needed.
            }
        }
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
            IJointConnection joint = cloud == Cloud.Azure
                ? await AzureConnection.OpenAsync(_azure!.Value with { Subscriptions = scope is null ? [] : [scope] }, cancellationToken).ConfigureAwait(false)
                : await GcpConnection.OpenAsync(new GcpOptions
                {
                    Projects = scope is null ? [.. GcpConnection.NamedProjects.Take(1)] : [scope],
                    // What is changed is there, whatever else is.
                    Places = regions,
                    AccessToken = AccessToken is null ? null : new NetworkCredential("", AccessToken).Password,
                    QuotaProject = QuotaProject,
                    EndpointUrl = EndpointUrl,
                }, cancellationToken).ConfigureAwait(false);
            if (joint.Scopes.Count == 1)
            {
                return new JointAccess(joint);
            }
            joint.Dispose();
            throw new AiCloudException(ErrorId.ResourceNotFound, $"The credentials reach {joint.Scopes.Count} {(cloud == Cloud.Azure ? "subscriptions" : "projects")}. Name with -Scope the one that is changed.", cloud.ToString());
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

    private sealed class JointAccess(IJointConnection connection) : CloudAccess
    {
        public override ICloudWriter Writer { get; } = connection is AzureConnection azure ? new AzureWriter(azure, connection.Scopes[0]) : new GcpWriter((GcpConnection)connection, connection.Scopes[0]);

        public override async Task<Estate> ReadAsync(IEnumerable<ResourceType> types, CancellationToken cancellationToken)
        {
            var (estate, failure) = (await connection.ReadAsync(types, null, cancellationToken).ConfigureAwait(false))[0];
            return estate ?? throw failure!;
        }

        public override void Dispose() => connection.Dispose();
    }

    // Under -WhatIf nothing is written down, because nothing is done.
    private sealed class NoJournal : IJournal
    {
        public void Add(JournalLine line) => throw new InvalidOperationException("Nothing is changed under -WhatIf.");
    }
}
