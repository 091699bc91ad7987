using System.Collections.Concurrent;
using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Clouds.Gcp;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>
/// In whatever order answers come, however many are asked at once, and whoever is throttled or has no service for a
/// moment, the verdicts are the same; and a caller who stops, at whatever request, is obeyed. Each schedule is a seed:
/// the limit, which answers are late, which are refused the first time, when the caller stops. AISEC_FULL=1 runs a
/// thousand of each cloud; a fast run two.
/// </summary>
[Collection(Settings.OfTheProcess)]
public sealed class ScheduleTests(AwsAccount account, AzureTenant tenant, GcpOrganization organization) : IClassFixture<AzureTenant>, IClassFixture<GcpOrganization>
{
    private static readonly int[] s_seeds = Environment.GetEnvironmentVariable("AISEC_FULL") is "1" ? [.. Enumerable.Range(1, 1_000)] : [2, 3];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Azure_is_judged_the_same_in_every_schedule()
    {
        tenant.Fill();
        tenant.Fake.PageSize = 2;
        await RunAsync(AzureTenant.Judge, wire => tenant.Fake.Wire = wire, async (limit, stop) =>
        {
            using var connection = await AzureConnection.OpenAsync(tenant.Options with { ThrottleLimit = limit, RetryDelay = TimeSpan.FromMilliseconds(1) }, stop);
            return Estates(await connection.ReadAsync(ResourceType.All, null, stop));
        });
    }

    [Fact]
    public async Task Google_Cloud_is_judged_the_same_in_every_schedule()
    {
        organization.Fill();
        organization.Fake.PageSize = 2;
        await RunAsync(GcpOrganization.Judge, wire => organization.Fake.Wire = wire, async (limit, stop) =>
        {
            using var connection = await GcpConnection.OpenAsync(organization.Options with { ThrottleLimit = limit }, stop);
            return Estates(await connection.ReadAsync(ResourceType.All, null, stop));
        });
    }

    [Fact]
    public async Task AWS_is_judged_the_same_in_every_schedule()
    {
        var fake = await account.FilledAsync();
        using var unchanging = fake.RememberAnswers();
        await RunAsync(JudgeAws, wire => fake.Wire = wire is null ? null : request => request.Service == "sts" ? null : wire(request.Name), async (limit, stop) =>
        {
            using var connection = await AwsConnection.OpenAsync(new() { EndpointUrl = fake.Endpoint, Regions = ["us-east-1"], ThrottleLimit = limit }, stop);
            return [await connection.ReadAsync(ResourceType.All, null, stop)];
        }, oneIn: 40);
    }

    // AWS's SDK waits up to a second before it asks again, so few are refused there.
    private static async Task RunAsync(Func<IEnumerable<Estate>, Dictionary<string, Status>> judge, Action<Func<string, WireFault?>?> wire, Func<int, CancellationToken, Task<IReadOnlyList<Estate>>> readAsync, uint oneIn = 3)
    {
        var requests = 0;
        wire(_ =>
        {
            Interlocked.Increment(ref requests);
            return null;
        });
        var truth = judge(await readAsync(16, Token));
        Assert.Contains(truth, verdict => verdict.Value == Status.Pass);
        var (whole, stopped, refused) = (0, 0, 0);
        foreach (var seed in s_seeds)
        {
            var schedule = new Schedule(seed, requests, oneIn);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
            wire(name =>
            {
                if (schedule.IsTheEnd())
                {
                    stop.Cancel();
                }
                return schedule.Next(name);
            });
            try
            {
                var verdicts = judge(await readAsync(schedule.Limit, stop.Token));
                Assert.True(truth.Count == verdicts.Count && !truth.Except(verdicts).Any(), $"seed {seed}: {string.Join(", ", verdicts.Except(truth).Concat(truth.Except(verdicts)).Take(10))}");
                whole++;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested && !Token.IsCancellationRequested)
            {
                // What was on its way may still arrive, of Azure in batches of twenty; nothing else is sent.
                var (sent, open) = (schedule.Arrived, 20 * schedule.Limit);
                Assert.InRange(await schedule.SettledAsync(sent, open, Token), sent, sent + open);
                stopped++;
            }
            refused += schedule.Refused;
        }
        wire(null);
        Assert.True(whole > 0 && stopped > 0 && refused > 0, $"{whole} whole, {stopped} stopped, {refused} refused");
    }

    private static IReadOnlyList<Estate> Estates(IReadOnlyList<(Estate? Estate, AiCloudException? Failure)> read) =>
        [.. read.Select(one => one.Estate ?? throw one.Failure!)];

    private static Dictionary<string, Status> JudgeAws(IEnumerable<Estate> estates) =>
        estates.SelectMany(estate => Check.All.Where(check => check.Cloud == Cloud.Aws).SelectMany(check => check.Judge(estate))).GroupBy(finding => $"{finding.CheckId} {finding.ResourceId}").ToDictionary(group => group.Key, group => group.First().Status);

    /// <summary>What happens to which request of a read, by a seed.</summary>
    private sealed class Schedule(int seed, int requests, uint oneIn)
    {
        private readonly ConcurrentDictionary<string, int> _times = new(StringComparer.Ordinal);
        private readonly int _end = seed % 3 == 0 ? 1 + (int)(Hash($"{seed} end") % (uint)requests) : int.MaxValue;
        private int _arrived;
        private int _refused;

        public int Limit { get; } = 1 << (seed % 6);

        public int Arrived => Volatile.Read(ref _arrived);

        public int Refused => Volatile.Read(ref _refused);

        public bool IsTheEnd() => Interlocked.Increment(ref _arrived) == _end;

        public WireFault? Next(string name)
        {
            var time = _times.AddOrUpdate(name, 1, (_, times) => times + 1);
            if (Hash($"{seed} late {name} {time}") % 8 == 0)
            {
                Thread.Sleep(1);
            }
            // Of each operation one request at most, so that asking again is always answered.
            var chance = Hash($"{seed} {name}");
            if (chance % oneIn > 0 || time != 1 + chance / oneIn % 3)
            {
                return null;
            }
            Interlocked.Increment(ref _refused);
            return chance / oneIn % 2 == 0 ? WireFault.Throttled : WireFault.Unavailable;
        }

        /// <summary>How many requests arrived, when for a while none did.</summary>
        public async Task<int> SettledAsync(int sent, int limit, CancellationToken cancellationToken)
        {
            var seen = -1;
            while (seen != Arrived && Arrived <= sent + limit)
            {
                seen = Arrived;
                await Task.Delay(5, cancellationToken);
            }
            return Arrived;
        }

        // FNV-1a: the same in every process.
        private static uint Hash(string text) => text.Aggregate(2_166_136_261u, (hash, character) => (hash ^ character) * 16_777_619u) is var hash ? hash ^ (hash >> 15) : 0;
    }
}
