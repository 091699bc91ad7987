using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Json;

namespace AiCloudSecurity.Benchmarks;

/// <summary>
/// The memory of Test-AiSecurity over more and more accounts whose findings flow through: it must follow the largest
/// account, not their number.
/// </summary>
internal static class MemoryMeasure
{
    private const int Size = 8000;

    // A collection takes ten times as long until the next: looking must not be what is measured.
    private const int Pause = 10;

    /// <summary>In megabytes: the most that the process held, and the largest heap. In seconds: processor time, and until the first finding and the last.</summary>
    public sealed record Memory(int Findings, double WorkingSet, double Heap, double Seconds, double First, double Last);

    public static int Run(int[] sizes, int notebooks)
    {
        using var echo = Child.Echo(new(0, notebooks, Size), out var endpoint);
        Console.WriteLine($"""

            Memory of Test-AiSecurity, findings flowing through, accounts of {notebooks} notebooks of {Size / 1000} kB, MB; goal: flat
              accounts  findings  peak working set  peak heap  most alive  first finding, s  last, s  processor, s
            """);
        foreach (var accounts in sizes)
        {
            var (free, collected) = (Measure("free"), Measure("collect"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {accounts,8}  {free.Findings,8}  {free.WorkingSet,16:0}  {free.Heap,9:0}  {collected.Heap,10:0.0}  {free.First,16:0.0}  {free.Last,7:0.0}  {free.Seconds,12:0.0}"));

            Memory Measure(string collect) => Child.Measure<Memory>("child-memory", endpoint.ToString(), $"{accounts}", $"{notebooks}", collect);
        }
        return 0;
    }

    /// <param name="endpoint">The echo server.</param>
    /// <param name="accounts">How many to judge.</param>
    /// <param name="notebooks">How many each has.</param>
    /// <param name="collect">Whether to collect garbage before each look at the heap, to see what is alive; then it is looked at less often.</param>
    public static int RunChild(Uri endpoint, int accounts, int notebooks, bool collect)
    {
        Configure(accounts);
        using var session = new Session(Session.ImportModule);
        using var shell = session.Shell($"""
            Test-AiSecurity -CheckId AWS-NET-001 -Region eu-west-1 -ThrottleLimit 16 -EndpointUrl {endpoint} -ProfileName (1..{accounts} | ForEach-Object ToString)
            """);
        using var nothing = new PSDataCollection<PSObject>();
        nothing.Complete();
        using var findings = new PSDataCollection<PSObject>();
        var (seen, heap, first) = (0, 0L, TimeSpan.Zero);
        var (clock, next) = (Stopwatch.StartNew(), TimeSpan.Zero);
        var running = shell.BeginInvoke(nothing, findings);
        while (!running.IsCompleted || findings.Count > 0)
        {
            // Taken out as they come, as a pipeline would; nothing keeps them.
            seen += findings.ReadAll().Count;
            if (seen > 0 && first == TimeSpan.Zero)
            {
                first = clock.Elapsed;
            }
            if (clock.Elapsed >= next)
            {
                var start = clock.Elapsed;
                if (collect)
                {
                    // Once: to wait for a heap that stays, as GetTotalMemory does, takes twenty while others allocate.
                    GC.Collect();
                }
                heap = Math.Max(heap, GC.GetTotalMemory(forceFullCollection: false));
                next = clock.Elapsed + Pause * (clock.Elapsed - start);
            }
            Thread.Sleep(20);
        }
        var last = clock.Elapsed;
        shell.EndInvoke(running);
        if (shell.Streams.Error.Count > 0 || seen != accounts * notebooks)
        {
            throw new InvalidOperationException($"{seen} findings; {shell.Streams.Error.FirstOrDefault()}");
        }
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new Memory(seen, Mega(process.PeakWorkingSet64), Mega(heap), process.TotalProcessorTime.TotalSeconds, first.TotalSeconds, last.TotalSeconds)));
        return 0;

        static double Mega(long bytes) => bytes / 1e6;
    }

    // A profile for each account.
    private static void Configure(int accounts)
    {
        var profiles = new StringBuilder();
        for (var account = 1; account <= accounts; account++)
        {
            profiles.Append(CultureInfo.InvariantCulture, $"[profile {account}]\naws_access_key_id = {EchoServer.AccessKeyOf(account)}\naws_secret_access_key = of-nobody\nregion = eu-west-1\n");
        }
        var file = Path.GetTempFileName();
        File.WriteAllText(file, profiles.ToString());
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", file);
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", null);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", null);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(file);
    }
}
