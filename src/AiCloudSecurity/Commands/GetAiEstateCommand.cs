using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Completers;
using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Commands;

/// <summary>Reads everything about the AI services of an account: resources, and what became of each read.</summary>
/// <remarks>
/// <para>Reads only. A read that is refused gives an error that names the permission, and the rest goes on; what rests on it is later Unknown, never Pass. An account in which nothing can be read is an error.</para>
/// <para>An estate can be saved with Export-AiEstate and judged later, elsewhere, without credentials.</para>
/// </remarks>
/// <example>
/// <code>Get-AiEstate -Region eu-west-1 | Test-AiSecurity</code>
/// <para>Reads one region of the current account and judges it.</para>
/// </example>
/// <example>
/// <code>Get-AiEstate -ProfileName audit -CheckId AWS-NET-* | Export-AiEstate -Path network.aiestate</code>
/// <para>Reads what the isolation checks need, and saves it.</para>
/// </example>
/// <example>
/// <code>Get-AiScope -Organization | Get-AiEstate -RoleName Audit -ExternalId our-audit | Export-AiEstate -Path organisation.aiestate</code>
/// <para>Reads all accounts of the organisation, each by its role Audit, and saves them in one file. An account that cannot be read is an error of its own.</para>
/// </example>
/// <example>
/// <code>Get-AiEstate -Cloud Azure -Subscription prod* | Test-AiSecurity</code>
/// <para>Reads the Azure subscriptions of a name as whoever ran Connect-AzAccount or az login, and judges them.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "AiEstate", DefaultParameterSetName = Reading)]
[OutputType(typeof(Estate))]
public sealed class GetAiEstateCommand : ReadingCommand
{
    /// <summary>Read only what these checks need; wildcards are allowed. What all checks need without.</summary>
    [Parameter, SupportsWildcards]
    [ArgumentCompleter(typeof(CheckIdCompleter))]
    public string[]? CheckId { get; set; }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        Collect();
        yield break;
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Ways to AI resources rest on more than checks do.
        var types = CheckSelection.Of(CheckId).SelectMany(check => check.Types).Where(type => IncludeUsage || !type.Read.OnRequest)
            .Concat(CheckId is { Length: > 0 } ? [] : Enum.GetValues<Cloud>().SelectMany(Exposures.Types));
        await foreach (var item in Read(IncludeUsage ? types.Union(Usage) : types, cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }
}
