using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.Completers;

namespace AiCloudSecurity.Commands;

/// <summary>Shows which accounts the current credentials reach, and as whom.</summary>
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
[Cmdlet(VerbsCommon.Get, "AiScope")]
[OutputType(typeof(Scope))]
public sealed class GetAiScopeCommand : AiCommand
{
    /// <summary>AWS profiles of the shared configuration; the environment's credentials without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string[]? ProfileName { get; set; }

    /// <summary>Lists the accounts of the organisation, with where they stand in it and whether they are active.</summary>
    [Parameter]
    public SwitchParameter Organization { get; set; }

    /// <summary>Where requests go instead of AWS: a VPC endpoint, a proxy, an emulator.</summary>
    [Parameter]
    public Uri? EndpointUrl { get; set; }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
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
