using System.Management.Automation;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Completers;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Commands;

/// <summary>The parameters of cmdlets that read a cloud.</summary>
public abstract class ReadingCommand : AiCommand
{
    /// <summary>The name of the parameter set that reads a cloud.</summary>
    private protected const string Reading = "Cloud";

    private static readonly ResourceType[] Usage = [ResourceType.Of<RoleLastAccess>(), ResourceType.Of<UserLastAccess>(), ResourceType.Of<IamRole>(), ResourceType.Of<IamUser>(), ResourceType.Of<ApiEvent>()];

    /// <summary>The clouds to read; this version reads Aws.</summary>
    [Parameter(ParameterSetName = Reading)]
    public Cloud[] Cloud { get; set; } = [AiCloudSecurity.Cloud.Aws];

    /// <summary>AWS profiles of the shared configuration, one account each; the environment's credentials without.</summary>
    [Parameter(ParameterSetName = Reading, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string[]? ProfileName { get; set; }

    /// <summary>Regions; wildcards are allowed. Without, all that the account has enabled are searched, and those in use are read.</summary>
    [Parameter(ParameterSetName = Reading), SupportsWildcards]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string[]? Region { get; set; }

    /// <summary>The most requests under way at once.</summary>
    [Parameter(ParameterSetName = Reading), ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>Where requests go instead of AWS: a VPC endpoint, a proxy, an emulator. AWS_ENDPOINT_URL does the same.</summary>
    [Parameter(ParameterSetName = Reading)]
    public Uri? EndpointUrl { get; set; }

    /// <summary>Reads, too, what users and roles have used: a report for each of them, and the calls of AI services that CloudTrail's event history holds. It takes long.</summary>
    [Parameter(ParameterSetName = Reading)]
    public SwitchParameter IncludeUsage { get; set; }

    private protected IAsyncEnumerable<object> Read(IEnumerable<Check> checks, CancellationToken cancellationToken) =>
        Read(checks, usage: IncludeUsage, cancellationToken);

    private protected IAsyncEnumerable<object> Read(IEnumerable<Check> checks, bool usage, CancellationToken cancellationToken)
    {
        foreach (var cloud in Cloud)
        {
            if (cloud != AiCloudSecurity.Cloud.Aws)
            {
                throw new AiCloudException(ErrorId.UnsupportedCloud, $"{cloud} cannot be read in this version; Aws can.", cloud.ToString());
            }
        }
        ResourceType[] types = [.. checks.SelectMany(check => check.Types).Where(type => usage || !type.Read.OnRequest).Union(usage ? Usage : [])];
        return new EstateReading(ProfileName, Region, ThrottleLimit, EndpointUrl, types).ReadAsync(cancellationToken);
    }
}
