using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AiCloudSecurity.Benchmarks;

/// <summary>
/// Scheduled runs one after the other in one process, as a runbook worker or a service makes them: a fresh runspace, the
/// module, a read, a judgement, a report. What is alive, and open, must not grow with their number.
/// </summary>
internal static class SoakMeasure
{
    private const int Runs = 600;

    /// <summary>After so many runs: megabytes alive after a collection, open handles, threads.</summary>
    public sealed record State(int Run, double Alive, int Handles, int Threads);

    public static int Run()
    {
        using var echo = Child.Echo(new(0, 20), out var endpoint);
        var states = Child.Measure<List<State>>("child-soak", endpoint.ToString());
        Console.WriteLine($"""

            {Runs} scheduled runs in one process: ten hours of one a minute; goal: flat
              after  alive MB  handles  threads
            """);
        foreach (var state in states)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {state.Run,5}  {state.Alive,8:0.0}  {state.Handles,7}  {state.Threads,7}"));
        }
        // The first runs compile and fill caches; a tenth more than after them is growth.
        var (early, late) = (states.First(state => state.Run >= Runs / 6), states[^1]);
        return late.Alive > early.Alive * 1.1 + 1 || late.Handles > early.Handles * 1.1 + 10 || late.Threads > early.Threads + 10 ? 1 : 0;
    }

    public static int RunChild(Uri endpoint)
    {
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-soak");
        List<State> states = [];
        try
        {
            for (var run = 1; run <= Runs; run++)
            {
                using (var session = new Session(Session.ImportModule))
                {
                    var found = session.Run($"Test-AiSecurity -CheckId AWS-NET-001 -Region eu-west-1 -EndpointUrl {endpoint} -InformationAction Ignore | Export-AiReport -Path '{Path.Join(folder.FullName, "r.html")}', '{Path.Join(folder.FullName, "r.json")}' -Force");
                    if (found.Count != 2)
                    {
                        throw new InvalidOperationException($"Run {run} wrote {found.Count} files.");
                    }
                }
                if (run % (Runs / 12) == 0 || run == 1)
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                    GC.Collect();
                    using var process = Process.GetCurrentProcess();
                    states.Add(new(run, GC.GetTotalMemory(forceFullCollection: true) / 1e6, OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : process.HandleCount, process.Threads.Count));
                }
            }
            Console.WriteLine(JsonSerializer.Serialize(states));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
