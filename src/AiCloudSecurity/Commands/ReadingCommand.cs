using System.Management.Automation;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.Clouds.Azure;
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

    private static readonly ResourceType[] Usage = [ResourceType.Of<RoleLastAccess>(), ResourceType.Of<UserLastAccess>(), ResourceType.Of<IamRole>(), ResourceType.Of<IamUser>(), ResourceType.Of<ApiEvent>()];

    /// <summary>The clouds to read: Aws and Azure can be; Aws, or those of -Scope, without.</summary>
    [Parameter(ParameterSetName = Reading)]
    public Cloud[] Cloud { get; set; } = [AiCloudSecurity.Cloud.Aws];

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

    /// <summary>Names or ids of Azure subscriptions; wildcards are allowed. All that the caller can see without.</summary>
    [Parameter(ParameterSetName = Reading), SupportsWildcards]
    public string[]? Subscription { get; set; }

    /// <summary>The Azure tenant to sign in to; the session's own without.</summary>
    [Parameter(ParameterSetName = Reading)]
    public string? Tenant { get; set; }

    /// <summary>The cloud of Azure: AzureCloud, or a sovereign one.</summary>
    [Parameter(ParameterSetName = Reading)]
    [ValidateSet("AzureCloud", "AzureUSGovernment", "AzureChinaCloud")]
    public string? AzureEnvironment { get; set; }

    /// <summary>AWS regions; wildcards are allowed. Without, all that the account has enabled are searched, and those in use are read.</summary>
    [Parameter(ParameterSetName = Reading), SupportsWildcards]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string[]? Region { get; set; }

    /// <summary>The most requests under way at once, whatever the number of accounts; of these, up to eight are read side by side.</summary>
    [Parameter(ParameterSetName = Reading), ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>Where requests go instead of the cloud: a private endpoint, a proxy, an emulator. AWS_ENDPOINT_URL does the same for AWS.</summary>
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
        var clouds = _scopes.Count > 0 ? [.. _scopes.Select(scope => scope.Cloud).Distinct()] : Cloud;
        if (Array.Exists(clouds, cloud => cloud is not (AiCloudSecurity.Cloud.Aws or AiCloudSecurity.Cloud.Azure)))
        {
            throw new AiCloudException(ErrorId.UnsupportedCloud, "Gcp cannot be read in this version; Aws and Azure can.", "Gcp");
        }
        var options = new AwsOptions { Regions = Region ?? [], ThrottleLimit = ThrottleLimit, EndpointUrl = EndpointUrl, JobsSince = JobsSince };
        ResourceType[] wanted = [.. types.Distinct()];
        var aws = new EstateReading(options, ProfileName, [.. _scopes.Where(scope => scope.Cloud == AiCloudSecurity.Cloud.Aws)], RoleName is null ? null : new(RoleName.TrimStart('/'), ExternalId), wanted);
        var azure = clouds.Contains(AiCloudSecurity.Cloud.Azure) ? new AzureReading(AzureSignIns(), wanted) : null;
        return azure is null ? aws.ReadAsync(cancellationToken)
            : clouds.Contains(AiCloudSecurity.Cloud.Aws) ? Both(azure.ReadAsync(cancellationToken), aws.ReadAsync(cancellationToken))
            : azure.ReadAsync(cancellationToken);
    }

    // One sign-in for each tenant: a token is good for one.
    private AzureOptions[] AzureSignIns()
    {
        var options = new AzureOptions { Tenant = Tenant, Subscriptions = Subscription ?? [], Environment = AzureEnvironment, EndpointUrl = EndpointUrl, ThrottleLimit = ThrottleLimit };
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

    private static async IAsyncEnumerable<object> Both(IAsyncEnumerable<object> first, IAsyncEnumerable<object> second)
    {
        await foreach (var item in first.ConfigureAwait(false))
        {
            yield return item;
        }
        await foreach (var item in second.ConfigureAwait(false))
        {
            yield return item;
        }
    }
}
