using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AiCloudSecurity.Benchmarks;

/// <summary>A million findings through Export-AiReport, in each format, in a process of its own.</summary>
internal static class ReportMeasure
{
    private const int Findings = 1_000_000;
    private static readonly string[] s_files = ["r.csv", "r.json", "r.ndjson", "r.sarif", "r.ocsf.json", "r.asff.json", "r.xml", "r.nunit.xml", "r.md", "r.html", "r.xlsx"];

    /// <summary>In seconds and megabytes.</summary>
    public sealed record Cost(double Seconds, double Cpu, double WorkingSet, double Size);

    public static int Run()
    {
        Console.WriteLine($"""

            {Findings:N0} findings through Export-AiReport
              file          seconds  processor  peak MB  file MB
            """);
        foreach (var file in s_files)
        {
            var cost = Child.Measure<Cost>("child-report", file);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {file,-12}  {cost.Seconds,7:0.0}  {cost.Cpu,9:0.0}  {cost.WorkingSet,7:0}  {cost.Size,7:0}"));
        }
        return 0;
    }

    public static int RunChild(string file)
    {
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-report");
        try
        {
            using var session = new Session(Session.ImportModule);
            var path = Path.Join(folder.FullName, file);
            using var shell = session.Shell($"$input | Export-AiReport -Path '{path}'");
            var (clock, cpu) = (Stopwatch.StartNew(), CpuClock.Now);
            shell.Invoke(Made());
            if (shell.Streams.Error.FirstOrDefault() is { } error)
            {
                throw new InvalidOperationException($"{error}");
            }
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(JsonSerializer.Serialize(new Cost(clock.Elapsed.TotalSeconds, (CpuClock.Now - cpu).TotalSeconds, process.PeakWorkingSet64 / 1e6, new FileInfo(path).Length / 1e6)));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // As findings of many accounts are: texts that checks make are shared, names are not.
    private static IEnumerable<Finding> Made()
    {
        for (var number = 0; number < Findings; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"arn:aws:sagemaker:eu-west-1:{number / 1_000:000000000000}:notebook-instance/nb-{number}");
            yield return new()
            {
                CheckId = "AWS-NET-001", Pillar = Pillar.Isolation, Severity = Severity.High, Status = (Status)(number % 4), Cloud = Cloud.Aws,
                Scope = id.Split(':')[4], Region = "eu-west-1", ResourceType = "AWS::SageMaker::NotebookInstance", ResourceName = id[(id.LastIndexOf('/') + 1)..], ResourceId = id,
                Reason = "Direct internet access is on.", Advice = "Recreate the notebook in a subnet of your own with direct internet access off.", Fix = "Manual (Recreate)", CollectedAt = DateTimeOffset.UnixEpoch,
            };
        }
    }
}
