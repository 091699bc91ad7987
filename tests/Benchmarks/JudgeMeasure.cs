using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace AiCloudSecurity.Benchmarks;

/// <summary>How many verdicts a second of one core gives, and whether it stays so when the estate grows.</summary>
internal static class JudgeMeasure
{
    public static int Run()
    {
        var job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithClock(new CpuClock())
            .WithWarmupCount(8).WithIterationCount(9).WithMinIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(300)).WithUnrollFactor(1);
        var folder = Directory.CreateTempSubdirectory("judge");
        var summary = BenchmarkRunner.Run<Judging>(ManualConfig.CreateEmpty().AddJob(job).AddLogger(NullLogger.Instance)
            .AddDiagnoser(BenchmarkDotNet.Diagnosers.MemoryDiagnoser.Default)
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance).WithArtifactsPath(folder.FullName)
            .WithOptions(ConfigOptions.DisableLogFile));
        folder.Delete(recursive: true);
        Console.WriteLine("""

            Judging, processor time with garbage collection; goal: over 200,000 verdicts a second, linear
              benchmark       resources  verdicts  median ms (least to most)     verdicts/s  µs per verdict  bytes per verdict
            """);
        foreach (var report in summary.Reports.OrderBy(report => report.BenchmarkCase.DisplayInfo, StringComparer.Ordinal))
        {
            if (report.ResultStatistics is null)
            {
                throw new InvalidOperationException($"{report.BenchmarkCase.DisplayInfo} gave no result.");
            }
            var name = report.BenchmarkCase.Descriptor.WorkloadMethod.Name;
            var resources = (int)report.BenchmarkCase.Parameters["Resources"];
            var verdicts = Judging.Verdicts[(name, resources)];
            var times = new Spread([.. report.AllMeasurements.Where(measurement => measurement is { IterationMode: IterationMode.Workload, IterationStage: IterationStage.Result })
                .Select(measurement => measurement.Nanoseconds / measurement.Operations / 1e6)]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {name,-14}  {resources,9}  {verdicts,8}  {times,-28}  {verdicts / times.Median * 1000,11:0}  {times.Median / verdicts * 1000,14:0.00}  {report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) / verdicts,17:0}"));
        }
        return 0;
    }
}
