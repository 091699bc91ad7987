using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Documents;
using AiCloudSecurity.Exposure;
using AiCloudSecurity.Reports;

namespace AiCloudSecurity.Commands;

/// <summary>Writes findings to a file: a page for people, or a format that other tools read.</summary>
/// <remarks>
/// <para>The extension says the format, or -Format does: Html is one self-contained page that makes no request; Sarif is for code scanning, Markdown for a job summary, JUnit and NUnit for the test results of a pipeline, Ocsf for security lakes, Asff for Security Hub, Xlsx for people who sort and filter, Csv, Json and NdJson for everything else. Several paths write several files from one run.</para>
/// <para>With -FailOn an error ends the run when findings are that bad, after the files are written: a pipeline that stops at errors then fails. New means what fails and did not in -BaselinePath; each condition counts by itself.</para>
/// <para>With -Estate the report also says of each read whether it was done, and the page draws how AI resources can be reached. With -BaselinePath the page shows what has changed since. With -Redact names such as account-1 stand in place of the ids of accounts, subscriptions, projects and tenants, so that a report can be shown to others; fingerprints are then of that report only.</para>
/// <para>Files are written beside their place and renamed, and only their owner can read them.</para>
/// </remarks>
/// <example>
/// <code>Test-AiSecurity | Export-AiReport -Path report.html</code>
/// <para>Judges the current account and writes a page to look at.</para>
/// </example>
/// <example>
/// <code>Test-AiSecurity | Export-AiReport -Path findings.sarif, findings.csv -Force -PassThru | Where-Object Status -EQ Fail</code>
/// <para>Writes two files over older ones and goes on with what failed.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate samples/aws.aiestate | Test-AiSecurity | Export-AiReport -Path findings.sarif -FailOn Critical -Force</code>
/// <para>Writes a file for code scanning, and an error where something critical fails.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate samples/aws.aiestate | Test-AiSecurity | Export-AiReport -Path report.html -Redact -Force</code>
/// <para>Writes a page that does not say whose account it is.</para>
/// </example>
[Cmdlet(VerbsData.Export, "AiReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(Finding))]
public sealed class ExportAiReportCommand : AiCommand
{
    private static readonly string s_version = typeof(ExportAiReportCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
    private readonly List<Finding> _findings = [];
    private IReadOnlyList<Finding>? _baseline;
    private List<(OutputFile File, ReportFormat Format)> _files = [];

    /// <summary>What Test-AiSecurity wrote.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public Finding[] Finding { get; set; } = [];

    /// <summary>The files; their extensions say the formats: .html, .json, .ndjson, .csv, .sarif, .md, .xml (JUnit), .nunit.xml, .ocsf.json, .asff.json, .xlsx.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string[] Path { get; set; } = [];

    /// <summary>The format, whatever the extensions say.</summary>
    [Parameter]
    public ReportFormat? Format { get; set; }

    /// <summary>The estates that were judged, so that the report says what was read and what was not, and draws how AI resources can be reached.</summary>
    [Parameter]
    public Estate[] Estate { get; set; } = [];

    /// <summary>What the run must not let through: an error says so after the files are written.</summary>
    [Parameter]
    public FailOn[] FailOn { get; set; } = [];

    /// <summary>An earlier report, .json or .ndjson: the page shows what has changed since, and New is told against it.</summary>
    [Parameter]
    public string? BaselinePath { get; set; }

    /// <summary>Puts names such as account-1 in place of the ids of accounts, subscriptions, projects and tenants.</summary>
    [Parameter]
    public SwitchParameter Redact { get; set; }

    /// <summary>Writes over files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the findings on, instead of the files.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Begin()
    {
        if (FailOn.Contains(Reports.FailOn.New) && BaselinePath is null)
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, "New is told against an earlier report. Name it with -BaselinePath.", nameof(BaselinePath));
        }
        // Before it may be written over.
        _baseline = BaselinePath is null ? null : Baseline.Read(FullPath(BaselinePath));
        _files = [.. Path.Select(path => (new OutputFile(FullPath(path), Force), FormatOf(path)))];
        if (Redact && _files.Exists(file => file.Format == ReportFormat.Asff))
        {
            throw new AiCloudException(ErrorId.UnsupportedCloud, "Security Hub files a finding by its account, so its format cannot be redacted. Leave -Redact out, or choose another format.", Path[0]);
        }
    }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        _findings.AddRange(Finding);
        if (PassThru)
        {
            foreach (var finding in Finding)
            {
                yield return finding;
            }
        }
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (_findings.Count == 0)
        {
            throw new AiCloudException(ErrorId.NothingAssessed, "No finding came in, so no report was written. An empty report would look like a clean one.", Path[0]);
        }
        var content = new ReportContent(_findings, [.. Estate.SelectMany(estate => estate.Coverage)], DateTimeOffset.UtcNow, s_version)
        {
            Baseline = _baseline,
            Exposures = [.. Estate.SelectMany(Exposures.Of)],
        };
        content = Redact ? content.Masked() : content;
        foreach (var (file, format) in _files)
        {
            if (!ShouldProcess(file.Path, $"Write {_findings.Count} findings as {format}{file.Over}"))
            {
                continue;
            }
            file.Write(stream => Write(format, content, stream));
            if (!PassThru)
            {
                yield return new FileInfo(file.Path);
            }
        }
        foreach (var reached in Threshold.Reached(FailOn, _findings, _baseline ?? []))
        {
            yield return new AiCloudException(ErrorId.ThresholdReached, reached, Path[0]);
        }
    }

    private static void Write(ReportFormat format, ReportContent content, Stream stream)
    {
        if (format == ReportFormat.Xlsx)
        {
            ExcelReport.Write(content, stream);
        }
        else
        {
            Report.Write(format, content, stream);
        }
    }

    private ReportFormat FormatOf(string path) => Format ?? ReportFormats.OfPath(path)
        ?? throw new AiCloudException(ErrorId.ResourceNotFound,
            $"'{Display.Safe(path)}' does not say a format. End it in {string.Join(", ", ReportFormats.Extensions)}, or name one with -Format.", path);
}
