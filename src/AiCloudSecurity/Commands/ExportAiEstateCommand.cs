using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace AiCloudSecurity.Commands;

/// <summary>Saves estates to one file, to be judged later or elsewhere.</summary>
/// <remarks>
/// <para>The file is compressed JSON lines, readable by its owner only. Secrets that the cloud returned were replaced when the estate was read. It is written beside its place and renamed, so that a file is whole or not there.</para>
/// </remarks>
/// <example>
/// <code>Get-AiEstate | Export-AiEstate -Path production.aiestate</code>
/// <para>Saves what the current credentials can read.</para>
/// </example>
/// <example>
/// <code>Get-AiEstate -ProfileName a, b | Export-AiEstate -Path all.aiestate -Force -PassThru | Test-AiSecurity</code>
/// <para>Saves two accounts into one file, over an older one, and judges them.</para>
/// </example>
[Cmdlet(VerbsData.Export, "AiEstate", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(Estate))]
public sealed class ExportAiEstateCommand : AiCommand
{
    private readonly List<Estate> _estates = [];
    private OutputFile? _file;

    /// <summary>What Get-AiEstate or Import-AiEstate wrote.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public Estate[] Estate { get; set; } = [];

    /// <summary>The file, best ending in .aiestate.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Path { get; set; } = "";

    /// <summary>Writes over a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the estates on, instead of the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Begin() => _file = new OutputFile(FullPath(Path), Force);

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        _estates.AddRange(Estate);
        if (PassThru)
        {
            foreach (var estate in Estate)
            {
                yield return estate;
            }
        }
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (_estates.Count == 0)
        {
            throw new AiCloudException(ErrorId.NothingAssessed, "No estate came in, so nothing was written.", Path);
        }
        var file = _file!;
        if (!ShouldProcess(file.Path, $"Write {_estates.Count} {(_estates.Count == 1 ? "estate" : "estates")}{file.Over}"))
        {
            yield break;
        }
        file.Write(stream => EstateFile.Write(_estates, stream, cancellationToken));
        if (!PassThru)
        {
            yield return new FileInfo(file.Path);
        }
    }
}
