using System.Management.Automation;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security;
using AiCloudSecurity.Clouds;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Clouds.Gcp;
using AiCloudSecurity.Completers;

namespace AiCloudSecurity.Commands;

/// <summary>Shows which accounts, subscriptions and projects the current credentials reach, and as whom.</summary>
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
/// <example>
/// <code>Get-AiScope -Cloud Gcp -OrganizationId 123456789012</code>
/// <para>Shows the projects of a Google Cloud organisation, with the folders that they stand in.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "AiScope")]
[OutputType(typeof(Scope))]
public sealed class GetAiScopeCommand : AiCommand
{
    /// <summary>The clouds to ask. Without, those that the other parameters are about, or each in which the caller is signed in.</summary>
    [Parameter]
    public Cloud[]? Cloud { get; set; }

    /// <summary>AWS profiles of the shared configuration; the environment's credentials without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string[]? ProfileName { get; set; }

    /// <summary>Lists the accounts of the AWS organisation, with where they stand in it and whether they are active.</summary>
    [Parameter]
    public SwitchParameter Organization { get; set; }

    /// <summary>Names or ids of Azure subscriptions; wildcards are allowed. All that the caller can see without.</summary>
    [Parameter, SupportsWildcards]
    [ArgumentCompleter(typeof(SubscriptionCompleter))]
    public string[]? Subscription { get; set; }

    /// <summary>Names or display names of Azure management groups; wildcards are allowed. Only subscriptions below them are taken.</summary>
    [Parameter, SupportsWildcards]
    public string[]? ManagementGroup { get; set; }

    /// <summary>The Azure tenant to sign in to; the session's own without.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string? Tenant { get; set; }

    /// <summary>The cloud of Azure: AzureCloud, or a sovereign one.</summary>
    [Parameter]
    [ValidateSet("AzureCloud", "AzureUSGovernment", "AzureChinaCloud")]
    public string? AzureEnvironment { get; set; }

    /// <summary>Ids or names of Google Cloud projects; wildcards are allowed. All that the caller can see without.</summary>
    [Parameter, SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public string[]? Project { get; set; }

    /// <summary>The number of a Google Cloud organisation.</summary>
    [Parameter]
    public string? OrganizationId { get; set; }

    /// <summary>The number of a Google Cloud folder.</summary>
    [Parameter]
    [Alias("Folder")]
    public string? FolderId { get; set; }

    /// <summary>A token for Google Cloud that somebody else has signed in for; Application Default Credentials without.</summary>
    [Parameter]
    public SecureString? AccessToken { get; set; }

    /// <summary>The Google Cloud project that requests are counted for; the credentials' own without.</summary>
    [Parameter]
    public string? QuotaProject { get; set; }

    /// <summary>Where requests go instead of the cloud: a private endpoint, a proxy, an emulator.</summary>
    [Parameter]
    public Uri? EndpointUrl { get; set; }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var clouds = Cloud ?? Clouds();
        List<Func<Task<IJointConnection>>> signIns = [];
        if (clouds.Contains(AiCloudSecurity.Cloud.Azure))
        {
            // Asked for before anything is awaited: only the pipeline's thread may ask the session.
            var options = AzureSession.AddTo(new AzureOptions { Tenant = Tenant, Subscriptions = Subscription ?? [], ManagementGroups = ManagementGroup ?? [], Environment = AzureEnvironment, EndpointUrl = EndpointUrl });
            signIns.Add(async () => await AzureConnection.OpenAsync(options, cancellationToken).ConfigureAwait(false));
        }
        if (clouds.Contains(AiCloudSecurity.Cloud.Gcp))
        {
            GcpOptions options = new()
            {
                Organization = OrganizationId,
                Folder = FolderId,
                Projects = Project ?? [],
                AccessToken = AccessToken is null ? null : new NetworkCredential("", AccessToken).Password,
                QuotaProject = QuotaProject,
                EndpointUrl = EndpointUrl,
            };
            signIns.Add(async () => await GcpConnection.OpenAsync(options, cancellationToken).ConfigureAwait(false));
        }
        foreach (var signIn in signIns)
        {
            List<object> found = [];
            try
            {
                using var connection = await signIn().ConfigureAwait(false);
                found.AddRange(connection.Scopes);
            }
            catch (AiCloudException failure) when (clouds.Length > 1)
            {
                // One cloud's failure does not stop the rest.
                found.Add(failure);
            }
            foreach (var one in found)
            {
                yield return one;
            }
        }
        if (!clouds.Contains(AiCloudSecurity.Cloud.Aws))
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
            catch (AiCloudException failure) when (profiles.Length > 1 || clouds.Length > 1)
            {
                results.Add(failure);
            }
            foreach (var result in results)
            {
                yield return result;
            }
        }
    }

    // Where no cloud is named, the parameters may say which is meant; else whoever is signed in is.
    private Cloud[] Clouds()
    {
        Cloud[] meant =
        [
            .. ProfileName is not null || Organization ? [AiCloudSecurity.Cloud.Aws] : Array.Empty<Cloud>(),
            .. Subscription is not null || ManagementGroup is not null || Tenant is not null || AzureEnvironment is not null ? [AiCloudSecurity.Cloud.Azure] : Array.Empty<Cloud>(),
            .. Project is not null || OrganizationId is not null || FolderId is not null || AccessToken is not null || QuotaProject is not null ? [AiCloudSecurity.Cloud.Gcp] : Array.Empty<Cloud>(),
        ];
        return meant.Length > 0 ? meant : EndpointUrl is not null ? [AiCloudSecurity.Cloud.Aws] : SignedIn.Clouds;
    }
}
