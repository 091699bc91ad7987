using System.Globalization;
using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Benchmarks;

/// <summary>How long the ways to all AI resources of an account take to find, and whether that grows with their number only.</summary>
internal static class ExposureMeasure
{
    private const int Runs = 9;

    public static int Run()
    {
        Console.WriteLine("""

            Exposures of an account in one region, ten AI resources in each VPC, processor time with garbage collection
            goal: 5,000 resources in 500 networks in under two seconds, linear
              networks  resources  exposures  median ms (least to most)
            """);
        foreach (var networks in new[] { 50, 500, 5_000 })
        {
            var (resources, coverage) = PeeredNetworks.Fill(networks);
            List<double> times = [];
            var found = 0;
            for (var run = 0; run < Runs; run++)
            {
                // New each time: nothing that was looked up before is kept.
                var estate = new Estate(new() { Cloud = Cloud.Aws, Id = PeeredNetworks.Account, Name = PeeredNetworks.Account, Caller = "auditor", Partition = "aws" }, new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero), [PeeredNetworks.Region], resources, coverage);
                var start = CpuClock.Now;
                found = Exposures.Of(estate).Count();
                times.Add((CpuClock.Now - start).TotalMilliseconds);
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {networks,8}  {networks * 10,9}  {found,9}  {new Spread(times)}"));
        }
        return 0;
    }
}
