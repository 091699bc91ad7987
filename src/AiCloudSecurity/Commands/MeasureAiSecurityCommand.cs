using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Reports;

namespace AiCloudSecurity.Commands;

/// <summary>Counts findings by pillar: what passes, fails and is unknown, and how much the failures matter.</summary>
/// <remarks>
/// <para>Writes a row for each of the four pillars, so that a pillar in which nothing was judged shows as zeros and not as silence.</para>
/// </remarks>
/// <example>
/// <code>Test-AiSecurity | Measure-AiSecurity</code>
/// <para>Judges the current account and shows the counts.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate samples/aws.aiestate | Test-AiSecurity | Measure-AiSecurity | Where-Object Critical -GT 0</code>
/// <para>Shows the pillars with critical failures in a saved estate.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "AiSecurity")]
[OutputType(typeof(PillarSummary))]
public sealed class MeasureAiSecurityCommand : AiCommand
{
    private readonly List<Finding> _findings = [];

    /// <summary>What Test-AiSecurity wrote.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public Finding[] Finding { get; set; } = [];

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        _findings.AddRange(Finding);
        yield break;
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (_findings.Count == 0)
        {
            throw new AiCloudException(ErrorId.NothingAssessed, "No finding came in, so there is nothing to count.", "pipeline");
        }
        foreach (var pillar in Summary.Of(_findings).Pillars)
        {
            yield return pillar;
        }
    }
}
