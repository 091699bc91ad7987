using System.Management.Automation;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Clouds;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Clouds.Gcp;
using AiCloudSecurity.Completers;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Commands;

/// <summary>The parameters of cmdlets that read a cloud.</summary>
public abstract class ReadingCommand : AiCommand
{
    /// <summary>The name of the parameter set that reads a cloud.</summary>
    private protected const string Reading = "Cloud";

    private readonly List<Scope> _scopes = [];
    private bool _asked;

    private protected static readonly ResourceType[] Usage = [ResourceType.Of<RoleLastAccess>(), ResourceType.Of<UserLastAccess>(), ResourceType.Of<IamRole>(), ResourceType.Of<IamUser>(), ResourceType.Of<ApiEvent>()];

    /// <summary>The clouds to read. Without, those of -Scope, those that the other parameters are about, or each in which the caller is signed in.</summary>
    [Parameter(ParameterSetName = Reading)]
    public Cloud[]? Cloud { get; set; }

    /// <summary>What Get-AiScope wrote, or ids of AWS accounts; what the credentials reach without.</summary>
    [Parameter(ParameterSetName = Reading, ValueFromPipeline = true)]
    public Scope[]? Scope { get; set; }

    /// <summary>AWS profiles of the shared configuration, one account each; the environment's credentials without.</summary>
    [Parameter(ParameterSetName = Reading)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string[]? ProfileName { get; set; }

    /// <summary>The name of a role that every account has, with its path where it has one: it is assumed in each. The account of the credentials is read with these where it lacks the role.</summary>
    [Parameter(ParameterSetName = Reading)]
    [ValidatePattern(@"^[\w+=,.@/-]{1,576}$")]
    public string? RoleName { get; set; }

    /// <summary>The external id that the role's trust policy asks for.</summary>
    [Parameter(ParameterSetName = Reading)]
    [ValidateLength(2, 1224)]
    public string? ExternalId { get; set; }

    /// <summary>An aggregator of AWS Config: all accounts that it knows are read from it by one question, without a role in each. What Config does not record is Unknown.</summary>
    [Parameter(ParameterSetName = Reading)]
    [ValidatePattern(@"^[\w\-]{1,256}$")]
    public string? ConfigurationAggregatorName { get; set; }

    /// <summary>Names or ids of Azure subscriptions; wildcards are allowed. All that the caller can see without.</summary>
    [Parameter(ParameterSetName = Reading), SupportsWildcards]
    [ArgumentCompleter(typeof(SubscriptionCompleter))]
    public string[]? Subscription { get; set; }

    /// <summary>Names or display names of Azure management groups; wildcards are allowed. Only subscriptions below them are taken.</summary>
    [Parameter(ParameterSetName = Reading), SupportsWildcards]
    public string[]? ManagementGroup { get; set; }

    /// <summary>The Azure tenant to sign in to; the session's own without.</summary>
    [Parameter(ParameterSetName = Reading)]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string? Tenant { get; set; }

    /// <summary>The cloud of Azure: AzureCloud, or a sovereign one.</summary>
    [Parameter(ParameterSetName = Reading)]
    [ValidateSet("AzureCloud", "AzureUSGovernment", "AzureChinaCloud")]
    public string? AzureEnvironment { get; set; }

    /// <summary>Ids or names of Google Cloud projects; wildcards are allowed. All that the caller can see without.</summary>
    [Parameter(ParameterSetName = Reading), SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public string[]? Project { get; set; }

    /// <summary>The number of a Google Cloud organisation: its projects are read together, in few requests.</summary>
    [Parameter(ParameterSetName = Reading)]
    [Alias("Organization")]
    public string? OrganizationId { get; set; }

    /// <summary>The number of a Google Cloud folder: the projects below it are read together.</summary>
    [Parameter(ParameterSetName = Reading)]
    [Alias("Folder")]
    public string? FolderId { get; set; }

    /// <summary>A token for Google Cloud that somebody else has signed in for; Application Default Credentials without.</summary>
    [Parameter(ParameterSetName = Reading)]
    public SecureString? AccessToken { get; set; }

    /// <summary>The Google Cloud project that requests are counted for; the credentials' own without.</summary>
    [Parameter(ParameterSetName = Reading)]
    public string? QuotaProject { get; set; }

    /// <summary>Regions; wildcards are allowed. Without, all that an AWS account has enabled are searched, and those in use are read; Google Cloud says itself which are in use.</summary>
    [Parameter(ParameterSetName = Reading), SupportsWildcards]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string[]? Region { get; set; }

    /// <summary>The most requests under way at once, whatever the number of accounts; of these, up to eight are read side by side.</summary>
    [Parameter(ParameterSetName = Reading), ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>Where requests go instead of the cloud: a private endpoint, a proxy, an emulator. AWS_ENDPOINT_URL does the same for AWS, CLOUDSDK_API_ENDPOINT_OVERRIDES_… for a service of Google Cloud.</summary>
    [Parameter(ParameterSetName = Reading)]
    public Uri? EndpointUrl { get; set; }

    /// <summary>Finished jobs that were created before are history, and neither read nor judged; 90 days back without. Jobs that still run are judged whatever their age.</summary>
    [Parameter]
    public DateTimeOffset? JobsSince { get; set; }

    /// <summary>Reads, too, what users and roles have used: a report for each of them, and the calls of AI services that CloudTrail's event history holds. It takes long.</summary>
    [Parameter(ParameterSetName = Reading)]
    public SwitchParameter IncludeUsage { get; set; }

    /// <summary>Takes the scopes of an input object: they are read side by side once all have come.</summary>
    private protected void Collect()
    {
        _asked = true;
        _scopes.AddRange(Scope ?? []);
    }

    /// <summary>Reads what was collected; nothing where no input came.</summary>
    private protected IAsyncEnumerable<object> Read(IEnumerable<Check> checks, CancellationToken cancellationToken) =>
        Read(checks, usage: IncludeUsage, cancellationToken);

    private protected IAsyncEnumerable<object> Read(IEnumerable<Check> checks, bool usage, CancellationToken cancellationToken) =>
        Read(checks.SelectMany(check => check.Types).Where(type => usage || !type.Read.OnRequest).Union(usage ? Usage : []), cancellationToken);

    private protected IAsyncEnumerable<object> Read(IEnumerable<ResourceType> types, CancellationToken cancellationToken)
    {
        if (!_asked)
        {
            return Nothing();
        }
        var clouds = _scopes.Count > 0 ? [.. _scopes.Select(scope => scope.Cloud).Distinct()] : Cloud ?? Clouds();
        ResourceType[] wanted = [.. types.Distinct()];
        List<IAsyncEnumerable<object>> readings = [];
        // What asks the session is asked here: only the pipeline's thread may.
        foreach (var cloud in clouds.Distinct().OrderDescending())
        {
            readings.Add(cloud switch
            {
                AiCloudSecurity.Cloud.Azure => new JointReading("Azure", [.. AzureSignIns().Select(options => (Func<CancellationToken, Task<IJointConnection>>)(async stop => await AzureConnection.OpenAsync(options, stop).ConfigureAwait(false)))], wanted).ReadAsync(cancellationToken),
                AiCloudSecurity.Cloud.Gcp => new JointReading("Google Cloud", [async stop => await GcpConnection.OpenAsync(GcpSignIn(), stop).ConfigureAwait(false)], wanted).ReadAsync(cancellationToken),
                _ when ConfigurationAggregatorName is { } aggregator => Aggregated(aggregator, wanted, cancellationToken),
                _ => Aws(wanted).ReadAsync(cancellationToken),
            });
        }
        return readings.Count == 1 ? readings[0] : OneByOne(readings, cancellationToken);
    }

    private AwsOptions AwsSignIn => new() { Regions = Region ?? [], ThrottleLimit = ThrottleLimit, EndpointUrl = EndpointUrl, JobsSince = JobsSince };

    private EstateReading Aws(ResourceType[] wanted) => new(
        AwsSignIn, ProfileName,
        [.. _scopes.Where(scope => scope.Cloud == AiCloudSecurity.Cloud.Aws)], RoleName is null ? null : new(RoleName.TrimStart('/'), ExternalId), wanted);

    // No read is refused here: what the aggregator lacks is in the coverage of each estate, and one line says so.
    private async IAsyncEnumerable<object> Aggregated(string aggregator, ResourceType[] wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var connection = await AwsConnection.OpenAsync(AwsSignIn with { ProfileName = ProfileName is [var profile, ..] ? profile : null }, cancellationToken).ConfigureAwait(false);
        yield return new ProgressRecord(1, "Reading AWS", $"Asking the aggregator {aggregator}");
        var regions = Region is null ? [] : await connection.GetRegionsAsync(cancellationToken).ConfigureAwait(false);
        var named = _scopes.Select(scope => scope.Id).ToHashSet();
        var estates = await AwsAggregator.ReadAsync(connection, aggregator, wanted, regions, cancellationToken).ConfigureAwait(false);
        yield return new ProgressRecord(1, "Reading AWS", "Done") { RecordType = ProgressRecordType.Completed };
        yield return new WarningRecord($"AWS Config records only a part of what is judged: what it lacks of {estates.Count} accounts is Unknown. Reading them with -RoleName sees all.");
        foreach (var estate in estates.Where(estate => named.Count == 0 || named.Contains(estate.Scope.Id)))
        {
            yield return estate;
        }
        foreach (var missing in named.Except(estates.Select(estate => estate.Scope.Id)))
        {
            yield return new AiCloudException(ErrorId.NothingAssessed, $"The aggregator '{aggregator}' knows nothing of account {missing}.", missing);
        }
    }

    private GcpOptions GcpSignIn() => new()
    {
        Organization = OrganizationId,
        Folder = FolderId,
        Projects = Project ?? [.. _scopes.Where(scope => scope.Cloud == AiCloudSecurity.Cloud.Gcp).Select(scope => scope.Id)],
        Regions = Region ?? [],
        AccessToken = AccessToken is null ? null : new NetworkCredential("", AccessToken).Password,
        QuotaProject = QuotaProject,
        EndpointUrl = EndpointUrl,
        ThrottleLimit = ThrottleLimit,
    };

    // Where no cloud is named, the parameters may say which is meant; else whoever is signed in is.
    private Cloud[] Clouds()
    {
        Cloud[] meant =
        [
            .. ProfileName is not null || RoleName is not null ? [AiCloudSecurity.Cloud.Aws] : Array.Empty<Cloud>(),
            .. Subscription is not null || ManagementGroup is not null || Tenant is not null || AzureEnvironment is not null ? [AiCloudSecurity.Cloud.Azure] : Array.Empty<Cloud>(),
            .. Project is not null || OrganizationId is not null || FolderId is not null || AccessToken is not null || QuotaProject is not null ? [AiCloudSecurity.Cloud.Gcp] : Array.Empty<Cloud>(),
        ];
        // An endpoint is one cloud's.
        return meant.Length > 0 ? meant : EndpointUrl is not null ? [AiCloudSecurity.Cloud.Aws] : SignedIn.Clouds;
    }

    // One sign-in for each tenant: a token is good for one.
    private AzureOptions[] AzureSignIns()
    {
        var options = new AzureOptions { Tenant = Tenant, Subscriptions = Subscription ?? [], ManagementGroups = ManagementGroup ?? [], Environment = AzureEnvironment, EndpointUrl = EndpointUrl, ThrottleLimit = ThrottleLimit };
        var named = _scopes.Where(scope => scope.Cloud == AiCloudSecurity.Cloud.Azure).ToList();
        return named.Count == 0
            ? [AzureSession.AddTo(options)]
            : [.. named.GroupBy(scope => (scope.Tenant, scope.Partition)).Select(tenant => AzureSession.AddTo(options with
            {
                Tenant = Tenant ?? tenant.Key.Tenant,
                Environment = AzureEnvironment ?? tenant.Key.Partition,
                Subscriptions = [.. tenant.Select(scope => scope.Id)],
            }))];
    }

    // One cloud's failure does not stop the rest.
    private static async IAsyncEnumerable<object> OneByOne(IEnumerable<IAsyncEnumerable<object>> readings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var reading in readings)
        {
            await using var items = reading.GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                object? item;
                try
                {
                    item = await items.MoveNextAsync().ConfigureAwait(false) ? items.Current : null;
                }
                catch (AiCloudException failure)
                {
                    item = failure;
                }
                if (item is null)
                {
                    break;
                }
                yield return item;
            }
        }
    }
}
