using System.Diagnostics;
using System.Globalization;

namespace AiCloudSecurity.Benchmarks;

/// <summary>
/// The wall time of Test-AiSecurity on 1,000 notebooks in four regions, where each call takes 50 ms, against the least
/// that it can be: calls ÷ concurrency × 50 ms.
/// </summary>
internal static class ReadMeasure
{
    private const int Delay = 50;
    private const int Notebooks = 1000;
    private const int Runs = 5;
    private static readonly string[] s_regions = ["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"];

    public static async Task<int> RunAsync()
    {
        using var echo = Child.Echo(new(Delay, Notebooks / s_regions.Length), out var endpoint);
        using var client = new HttpClient();
        using var session = new Session(Session.ImportModule);
        Read(session, endpoint, 32, "eu-west-1");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            {Notebooks} notebooks in {s_regions.Length} regions, {Delay} ms per call, one check; goal: wall time within 1.3 of the floor
            median (least to most) of {Runs} runs
              limit  calls  at once  floor ms  wall ms                    ratio  processor ms (client)
            """));
        foreach (var limit in new[] { 8, 32 })
        {
            List<double> wall = [];
            List<double> cpu = [];
            var (calls, atOnce) = (0, 0);
            for (var run = 0; run < Runs; run++)
            {
                await client.GetStringAsync(new Uri(endpoint, "count"));
                var (start, before) = (Stopwatch.GetTimestamp(), CpuClock.Now);
                var findings = Read(session, endpoint, limit, string.Join(',', s_regions));
                wall.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                cpu.Add((CpuClock.Now - before).TotalMilliseconds);
                var counted = (await client.GetStringAsync(new Uri(endpoint, "count"))).Split(' ');
                (calls, atOnce) = (int.Parse(counted[0], CultureInfo.InvariantCulture), int.Parse(counted[1], CultureInfo.InvariantCulture));
                if (findings != Notebooks)
                {
                    throw new InvalidOperationException($"{findings} findings, not {Notebooks}.");
                }
            }
            var floor = (double)calls / limit * Delay;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {limit,5}  {calls,5}  {atOnce,7}  {floor,8:0}  {new Spread(wall),-25}  {new Spread(wall).Median / floor,5:0.00}  {new Spread(cpu)}"));
        }
        return 0;
    }

    private static int Read(Session session, Uri endpoint, int limit, string regions) =>
        session.Run($"Test-AiSecurity -CheckId AWS-NET-001 -Region {regions} -ThrottleLimit {limit} -EndpointUrl {endpoint}").Count;
}
