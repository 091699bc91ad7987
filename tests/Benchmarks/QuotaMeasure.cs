using System.Globalization;

namespace AiCloudSecurity.Benchmarks;

/// <summary>
/// How long it takes to read organisations that nobody lends us: the requests that our reads make, against the quotas
/// that the clouds document, in virtual time. A quota is a bucket of requests that fills at a rate; what waits longest binds.
/// </summary>
internal static class QuotaMeasure
{
    // A round trip to a cloud's interface, as a rule of thumb.
    private const double Latency = 0.1;

    // As EstateReading has it.
    private const int Scopes = 8;

    /// <param name="Name">What is limited.</param>
    /// <param name="Burst">How many at once.</param>
    /// <param name="PerSecond">How fast it fills.</param>
    private sealed record Quota(string Name, double Burst, double PerSecond);

    private sealed class Bucket(Quota quota)
    {
        private double _at;
        private double _left = quota.Burst;

        public double Waited { get; private set; }

        /// <summary>When a request that is ready then may go.</summary>
        public double Take(double ready)
        {
            var start = Math.Max(ready, _at);
            _left = Math.Min(quota.Burst, _left + (start - _at) * quota.PerSecond);
            if (_left < 1)
            {
                start += (1 - _left) / quota.PerSecond;
                _left = 1;
            }
            (_left, _at) = (_left - 1, start);
            Waited += start - ready;
            return start;
        }
    }

    // Azure: learn.microsoft.com, "Guidance for throttled requests in Azure Resource Graph" and "Understand how Azure
    // Resource Manager throttles requests". Google: cloud.google.com/asset-inventory/docs/quota. AWS: the API reference
    // of CloudTrail LookupEvents; AssumeRole is STS's default of 600 a second.
    private static readonly Quota s_graph = new("Resource Graph: 15 queries in 5 seconds", 15, 3);
    private static readonly Quota s_arm = new("Resource Manager, one subscription: 250, then 25 a second", 250, 25);
    private static readonly Quota s_armAll = new("Resource Manager, all subscriptions: 3,750, then 375 a second", 3_750, 375);
    private static readonly Quota s_assets = new("Cloud Asset Inventory: 100 lists a minute", 100, 100 / 60.0);
    private static readonly Quota s_assume = new("STS AssumeRole: 600 a second", 600, 600);
    private static readonly Quota s_events = new("CloudTrail LookupEvents: 2 a second in an account and region", 2, 2);

    public static int Run()
    {
        Console.WriteLine("""

            Reading large organisations, in virtual time: 100 ms a request
              what                                              requests  at once  hours    binds
            """);
        foreach (var atOnce in new[] { 8, 32, 128 })
        {
            Print("Azure, 10,000 subscriptions, a tenth with AI", Azure(10_000, 1_000), atOnce);
            Print("AWS, 5,000 accounts, 17 regions, a tenth with AI", Aws(5_000, 500), atOnce);
            Print("Google Cloud, 20,000 projects, a tenth with AI", Gcp(20_000, 2_000), atOnce);
        }
        return 0;
    }

    // One query a table and 1,000 rows; parts by batches of 20, which count as 20 of Resource Manager's.
    private static IEnumerable<IEnumerable<Quota[]>> Azure(int subscriptions, int withAi)
    {
        var tables = ResourceType.All.Select(type => type.Read).OfType<AzureResourceAttribute>().Where(read => read.Of is null).Select(read => read.Table).Distinct().Count();
        var parts = ResourceType.All.Select(type => type.Read).OfType<AzureResourceAttribute>().Count(read => read.Of is not null);
        yield return Enumerable.Repeat<Quota[]>([s_graph], tables * ((subscriptions + 999) / 1_000) + withAi * 30 / 1_000);
        for (var subscription = 0; subscription < withAi; subscription++)
        {
            yield return Enumerable.Repeat<Quota[]>([s_arm with { }, s_armAll], parts);
        }
    }

    // Each list once in each region; what supports AI, and parts of five resources of a kind, where there is AI: in two
    // regions, where the newest 500 events of Bedrock and seven kinds of control events are looked up.
    private static IEnumerable<IEnumerable<Quota[]>> Aws(int accounts, int withAi)
    {
        var reads = ResourceType.All.Select(type => type.Read).OfType<AwsResourceAttribute>().Where(read => !read.OnRequest).ToList();
        int Lists(bool global, bool supporting) => reads.Where(read => read.Global == global && read.Supporting == supporting && read.Of is null && !read.IsReferenced).Select(read => (read.Service, read.List ?? read.Describe, read.Input)).Distinct().Count();
        var lists = Lists(global: true, supporting: false) + 17 * Lists(global: false, supporting: false);
        var more = Lists(global: false, supporting: true) + 5 * reads.Count(read => read.Of is not null || read.IsReferenced || read is { List: not null, Describe: not null });
        for (var account = 0; account < accounts; account++)
        {
            var requests = Enumerable.Repeat<Quota[]>([], lists).Prepend([s_assume]);
            for (var region = 0; account < withAi && region < 2; region++)
            {
                requests = requests.Concat(Enumerable.Repeat<Quota[]>([], more)).Concat(Enumerable.Repeat<Quota[]>([s_events with { }], 10 + 7));
            }
            yield return requests;
        }
    }

    // Four contents in pages of 1,000 assets, 20 assets a project; the rest of each project with AI in two regions.
    private static IEnumerable<IEnumerable<Quota[]>> Gcp(int projects, int withAi)
    {
        var reads = ResourceType.All.Select(type => type.Read).OfType<GcpResourceAttribute>().ToList();
        yield return Enumerable.Repeat<Quota[]>([s_assets], 4 * projects * 20 / 1_000);
        var rest = 2 * reads.Count(read => read.Content == GcpContent.None);
        for (var project = 0; project < withAi; project++)
        {
            yield return Enumerable.Repeat<Quota[]>([], rest);
        }
    }

    // Eight scopes are read side by side, as the module reads them; what waits for a quota waits in the place of a request.
    private static void Print(string what, IEnumerable<IEnumerable<Quota[]>> scopes, int atOnce)
    {
        Dictionary<Quota, Bucket> buckets = new(ReferenceEqualityComparer.Instance);
        PriorityQueue<int, double> free = new(Enumerable.Range(0, atOnce).Select(worker => (worker, 0.0)));
        var (count, end) = (0, 0.0);
        foreach (var quotas in InTurn(scopes))
        {
            count++;
            free.TryDequeue(out var worker, out var ready);
            foreach (var quota in quotas)
            {
                if (!buckets.TryGetValue(quota, out var bucket))
                {
                    buckets[quota] = bucket = new(quota);
                }
                ready = bucket.Take(ready);
            }
            free.Enqueue(worker, ready + Latency);
            end = Math.Max(end, ready + Latency);
        }
        var waits = buckets.GroupBy(pair => pair.Key.Name).Select(quota => (Name: quota.Key, Waited: quota.Sum(pair => pair.Value.Waited))).OrderByDescending(quota => quota.Waited).FirstOrDefault();
        // What waits less than the requests themselves take does not bind.
        var binds = waits.Waited > count * Latency ? waits.Name : $"{atOnce} requests at once (-ThrottleLimit)";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-48}  {count,9:N0}  {atOnce,7}  {end / 3_600,6:0.00}  {binds}"));
    }

    private static IEnumerable<Quota[]> InTurn(IEnumerable<IEnumerable<Quota[]>> scopes)
    {
        using var waiting = scopes.GetEnumerator();
        Queue<IEnumerator<Quota[]>> open = [];
        while (true)
        {
            while (open.Count < Scopes && waiting.MoveNext())
            {
                open.Enqueue(waiting.Current.GetEnumerator());
            }
            if (!open.TryDequeue(out var scope))
            {
                yield break;
            }
            if (scope.MoveNext())
            {
                yield return scope.Current;
                open.Enqueue(scope);
            }
        }
    }
}
