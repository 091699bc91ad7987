using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>Shows budgets: their limit, what is spent, at what they tell whom, and how much of what AI costs they count.</summary>
/// <remarks>
/// <para>Covers says All where a budget counts everything that some AI service costs, Part where a filter narrows that, and Nothing where it is about something else. IsNet says that credits are taken off: then nobody sees what a thief spends while a credit pays for it. Google Cloud does not say what is spent with a budget, and its budgets are those of the billing account.</para>
/// </remarks>
/// <example>
/// <code>Get-AiBudget | Where-Object Covers -NE Nothing</code>
/// <para>Shows the budgets that look at AI.</para>
/// </example>
/// <example>
/// <code>Get-AiBudget | Where-Object { $_.Covers -ne 'Nothing' -and -not $_.Subscribers } | Set-AiBudgetAlert -Email finance@example.com</code>
/// <para>Lets budgets that tell nobody tell somebody.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "AiBudget", DefaultParameterSetName = Reading)]
[OutputType(typeof(AiBudget))]
public sealed class GetAiBudgetCommand : ReadingCommand
{
    private const string Given = "Estate";

    /// <summary>What Get-AiEstate or Import-AiEstate wrote.</summary>
    [Parameter(ParameterSetName = Given, Mandatory = true, ValueFromPipeline = true)]
    public Estate[]? Estate { get; set; }

    /// <summary>Only budgets of these names; wildcards are allowed.</summary>
    [Parameter(Position = 0), SupportsWildcards]
    public string[]? Name { get; set; }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (ParameterSetName != Given)
        {
            Collect();
            yield break;
        }
        foreach (var budget in Estate!.SelectMany(Budgets))
        {
            yield return budget;
        }
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (ParameterSetName == Given)
        {
            yield break;
        }
        await foreach (var item in Read(AiBudget.Types, cancellationToken).ConfigureAwait(false))
        {
            foreach (var shown in item is Estate estate ? Budgets(estate) : [item])
            {
                yield return shown;
            }
        }
    }

    private IEnumerable<object> Budgets(Estate estate)
    {
        var patterns = Array.ConvertAll(Name ?? [], name => new WildcardPattern(name, WildcardOptions.IgnoreCase));
        return AiBudget.Of(estate).Where(budget => patterns.Length == 0 || Array.Exists(patterns, pattern => pattern.IsMatch(budget.Name)));
    }
}
