using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Completers;

namespace AiCloudSecurity.Commands;

/// <summary>Shows which accounts and subscriptions the current credentials reach, and as whom.</summary>
/// <remarks>
/// <para>Asks each cloud who the caller is. What comes out can be piped into Get-AiEstate and Test-AiSecurity.</para>
/// <para>With -Organization it lists the accounts of the organisation, which only the management account and delegated administrators may; -RoleName of the next cmdlet says by which role each is read. Accounts that are not active are listed and not read.</para>
/// </remarks>
/// <example>
/// <code>Get-AiScope</code>
/// <para>Shows the account of the credentials that the environment gives.</para>
/// </example>
/// <example>
/// <code>Get-AiScope -ProfileName audit, sandbox | Get-AiEstate -Region eu-*</code>
/// <para>Reads the accounts of two profiles, in the European regions.</para>
/// </example>
/// <example>
/// <code>Get-AiScope -Organization | Where-Object Path -Like Root/Workloads* | Test-AiSecurity -RoleName Audit -Region eu-west-1</code>
/// <para>Judges the accounts below an organisational unit, each by its role Audit.</para>
/// </example>
/// <example>
/// <code>Get-AiScope -Cloud Azure | Where-Object Name -Like prod* | Test-AiSecurity</code>
/// <para>Judges the Azure subscriptions of a name, which are read together.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "AiScope")]
[OutputType(typeof(Scope))]
public sealed class GetAiScopeCommand : AiCommand
{
    /// <summary>The clouds to ask: Aws and Azure can be; Aws without.</summary>
    [Parameter]
    public Cloud[] Cloud { get; set; } = [AiCloudSecurity.Cloud.Aws];

    /// <summary>AWS profiles of the shared configuration; the environment's credentials without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string[]? ProfileName { get; set; }

    /// <summary>Lists the accounts of the organisation, with where they stand in it and whether they are active.</summary>
    [Parameter]
    public SwitchParameter Organization { get; set; }

    /// <summary>Names or ids of Azure subscriptions; wildcards are allowed. All that the caller can see without.</summary>
    [Parameter, SupportsWildcards]
    public string[]? Subscription { get; set; }

    /// <summary>The Azure tenant to sign in to; the session's own without.</summary>
    [Parameter]
    public string? Tenant { get; set; }

    /// <summary>The cloud of Azure: AzureCloud, or a sovereign one.</summary>
    [Parameter]
    [ValidateSet("AzureCloud", "AzureUSGovernment", "AzureChinaCloud")]
    public string? AzureEnvironment { get; set; }

    /// <summary>Where requests go instead of the cloud: a private endpoint, a proxy, an emulator.</summary>
    [Parameter]
    public Uri? EndpointUrl { get; set; }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Array.Exists(Cloud, cloud => cloud is not (AiCloudSecurity.Cloud.Aws or AiCloudSecurity.Cloud.Azure)))
        {
            throw new AiCloudException(ErrorId.UnsupportedCloud, "Gcp cannot be read in this version; Aws and Azure can.", "Gcp");
        }
        if (Cloud.Contains(AiCloudSecurity.Cloud.Azure))
        {
            // Asked for before anything is awaited: only the pipeline's thread may ask the session.
            var options = AzureSession.AddTo(new AzureOptions { Tenant = Tenant, Subscriptions = Subscription ?? [], Environment = AzureEnvironment, EndpointUrl = EndpointUrl });
            using var connection = await AzureConnection.OpenAsync(options, cancellationToken).ConfigureAwait(false);
            foreach (var scope in connection.Scopes)
            {
                yield return scope;
            }
        }
        if (!Cloud.Contains(AiCloudSecurity.Cloud.Aws))
        {
            yield break;
        }
        string?[] profiles = ProfileName is { Length: > 0 } named ? [.. named] : [null];
        foreach (var profile in profiles)
        {
            List<object> results = [];
            try
            {
                using var connection = await AwsConnection.OpenAsync(new AwsOptions { ProfileName = profile, EndpointUrl = EndpointUrl }, cancellationToken).ConfigureAwait(false);
                results.AddRange(Organization ? await connection.GetOrganizationScopesAsync(cancellationToken).ConfigureAwait(false) : [connection.Scope]);
            }
            catch (AiCloudException failure) when (profiles.Length > 1)
            {
                results.Add(failure);
            }
            foreach (var result in results)
            {
                yield return result;
            }
        }
    }
}
