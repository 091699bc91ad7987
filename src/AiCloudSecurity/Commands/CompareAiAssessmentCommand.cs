using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Reports;

namespace AiCloudSecurity.Commands;

/// <summary>Says what is new, fixed, changed and gone between two assessments.</summary>
/// <remarks>
/// <para>Compares by check and resource. Fixed means that the resource was seen again and is right now; Gone that there is no verdict on it any more, because it, its account or the look at it is gone. What could be judged before and cannot be seen now is NewlyUnknown. What is as before is left out without -IncludeSame.</para>
/// </remarks>
/// <example>
/// <code>Import-AiEstate samples/aws.aiestate | Test-AiSecurity | Export-AiReport -Path baseline.json -Force</code>
/// <para>Keeps an assessment to compare others with.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate samples/aws.aiestate | Test-AiSecurity | Compare-AiAssessment -ReferencePath baseline.json | Where-Object Change -EQ New</code>
/// <para>Shows what fails now and did not then.</para>
/// </example>
[Cmdlet(VerbsData.Compare, "AiAssessment", DefaultParameterSetName = "Path")]
[OutputType(typeof(AiFindingChange))]
public sealed class CompareAiAssessmentCommand : AiCommand
{
    private readonly List<Finding> _findings = [];
    private IReadOnlyList<Finding> _reference = [];

    /// <summary>The findings of the later assessment.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [Alias("DifferenceObject")]
    public Finding[] Finding { get; set; } = [];

    /// <summary>The earlier assessment: a file of Export-AiReport, .json or .ndjson.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    public string ReferencePath { get; set; } = "";

    /// <summary>The findings of the earlier assessment.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Object")]
    public Finding[] ReferenceObject { get; set; } = [];

    /// <summary>Writes what is as before, too.</summary>
    [Parameter]
    public SwitchParameter IncludeSame { get; set; }

    private protected override void Begin() => _reference = ParameterSetName == "Path" ? Baseline.Read(FullPath(ReferencePath)) : ReferenceObject;

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
            throw new AiCloudException(ErrorId.NothingAssessed, "No finding came in. Compared with nothing, everything would look gone.", "pipeline");
        }
        foreach (var change in Comparison.Of(_reference, _findings).Where(change => IncludeSame || change.Change != FindingChange.Same))
        {
            yield return change;
        }
    }
}
