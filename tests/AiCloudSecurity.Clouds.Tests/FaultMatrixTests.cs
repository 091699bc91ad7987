using System.Collections.Concurrent;
using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Clouds.Gcp;
using AwsProtocol = AiCloudSecurity.Clouds.Aws.AwsProtocol;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>
/// Every read that a scan of a cloud makes, each with every fault, the first time, in the middle, the last time and every
/// time. The reads are those that a scan was seen to make, so a new one is here without being listed. AISEC_FULL=1 runs
/// all; a fast run a slice: of Azure each fault once, of the others some.
/// </summary>
public sealed class FaultMatrixTests(AzureTenant tenant, GcpOrganization organization) : IClassFixture<AzureTenant>, IClassFixture<GcpOrganization>
{
    // In one scan every so many-th read is spoiled: what hangs on one read is not hidden by what another one hides.
    private const int Groups = 5;

    internal static bool IsFullRun { get; } = Environment.GetEnvironmentVariable("AISEC_FULL") is "1";

    // The truth comes after all.
    private static readonly WireFault[] s_passing = [WireFault.ErrorOnce, WireFault.RepeatedPage, WireFault.LoneSurrogates];

    // Whether a list goes on is in the answer: where it does not, nothing is lost.
    private static readonly WireFault[] s_onlyLists = [WireFault.TokenLoop, WireFault.LostPage];

    // What is gone may be spoken of no more, and whoever hangs on it may fail; so it is with what a region does not have,
    // and with an id that is a number: that is the id of something else, which is not there.
    private static readonly WireFault[] s_gone = [WireFault.NotFound, WireFault.NotInRegion, WireFault.WrongTypes];

    // Nothing but an answer that never comes may be given up on, however busy the machine is.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30), s_impatience = TimeSpan.FromSeconds(0.4);

    private enum Moment { Always, First, Middle, Last }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_happens_to_any_read_of_Azure_nothing_passes_for_it()
    {
        tenant.Fill();
        tenant.Fake.PageSize = 2;
        var options = tenant.Options with { LongestWait = TimeSpan.FromSeconds(0.1), RetryDelay = TimeSpan.FromMilliseconds(1) };
        await RunAsync(new(AzureTenant.Judge, (operation, read) => operation.Equals(read, StringComparison.OrdinalIgnoreCase) || read.StartsWith("graph:", StringComparison.Ordinal) && operation.StartsWith("graph:", StringComparison.Ordinal), async (wire, timeout) =>
        {
            tenant.Fake.Wire = wire;
            try
            {
                using var connection = await AzureConnection.OpenAsync(options with { Timeout = timeout }, Token);
                return await connection.ReadAsync(ResourceType.All, null, Token);
            }
            catch (AiCloudException failure)
            {
                return [(null, failure)];
            }
            finally
            {
                tenant.Fake.Wire = null;
            }
        }), Enum.GetValues<WireFault>());
    }

    [Fact]
    public async Task Whatever_happens_to_any_read_of_Google_Cloud_nothing_passes_for_it()
    {
        organization.Fill();
        organization.Fake.PageSize = 2;
        var options = organization.Options with { LongestWait = TimeSpan.FromSeconds(0.1) };
        await RunAsync(new(GcpOrganization.Judge, (operation, read) => operation.Split(':')[0] == read.Split(':')[0], async (wire, timeout) =>
        {
            organization.Fake.Wire = wire;
            try
            {
                return await organization.TryAsync(options with { Timeout = timeout });
            }
            catch (AiCloudException failure)
            {
                return [(null, failure)];
            }
            finally
            {
                organization.Fake.Wire = null;
            }
        }), IsFullRun ? Enum.GetValues<WireFault>() : [.. Enum.GetValues<WireFault>().Where((_, number) => number % 2 == 0)]);
    }

    internal sealed record Bench(
        Func<IEnumerable<Estate>, Dictionary<string, Status>> Judge, Func<string, string, bool> IsOf,
        Func<Func<string, WireFault?>, TimeSpan, Task<IReadOnlyList<(Estate? Estate, AiCloudException? Failure)>>> ReadAsync);

    internal static async Task RunAsync(Bench bench, WireFault[] faults)
    {
        ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);
        var read = await bench.ReadAsync(name =>
        {
            counts.AddOrUpdate(name, 1, (_, count) => count + 1);
            return null;
        }, s_patience);
        var whole = bench.Judge(read.Select(one => one.Estate!));
        var resources = Counted(read.Select(one => one.Estate!));
        var reads = counts.Keys.Order(StringComparer.Ordinal).ToList();
        Assert.Contains(whole, finding => finding.Value == Status.Pass);
        List<string> wrong = [];
        var cases = 0;
        foreach (var fault in faults)
        {
            var chosen = from moment in Enum.GetValues<Moment>()
                         from part in Enumerable.Range(0, Groups)
                         where IsFullRun || (int)moment == (int)fault % 4 && part == (int)fault % Groups
                         select (moment, part);
            foreach (var (moment, part) in chosen)
            {
                var group = reads.Where((_, number) => number % Groups == part).Where(name => !IsNoFault(fault, name)).ToHashSet(StringComparer.Ordinal);
                ConcurrentDictionary<string, int> asked = new(StringComparer.Ordinal);
                ConcurrentDictionary<string, bool> struck = new(StringComparer.Ordinal);
                var spoiled = await bench.ReadAsync(name =>
                {
                    var time = asked.AddOrUpdate(name, 1, (_, count) => count + 1);
                    if (!group.Contains(name) || moment switch { Moment.Always => false, Moment.First => time != 1, Moment.Middle => time != (counts[name] + 1) / 2, _ => time != counts[name] })
                    {
                        return null;
                    }
                    struck[name] = true;
                    return fault;
                }, fault == WireFault.NoAnswer ? s_impatience : s_patience);
                cases += struck.Count;
                wrong.AddRange(Wrong(bench, fault, moment, whole, resources, spoiled, struck.Keys).Select(what => $"{fault}, {moment}, {group.Count} reads: {what}"));
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{cases} cases of {reads.Count} reads");
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong in {cases} cases of {reads.Count} reads:\n{string.Join('\n', wrong.Select(what => what.Length > 300 ? what[..300] : what).Take(60))}");
        Assert.True(cases > faults.Length, $"{cases} cases");
    }

    private static IEnumerable<string> Wrong(Bench bench, WireFault fault, Moment moment, Dictionary<string, Status> whole, Dictionary<string, int> resources, IReadOnlyList<(Estate? Estate, AiCloudException? Failure)> spoiled, ICollection<string> struck)
    {
        var estates = spoiled.Select(one => one.Estate).OfType<Estate>().ToList();
        var isWhole = estates.Count == spoiled.Count;
        var verdicts = bench.Judge(estates);
        var gone = resources.Keys.Except(Counted(estates).Where(one => one.Value >= resources.GetValueOrDefault(one.Key)).Select(one => one.Key)).Where(type => MayBeGone(fault, ResourceType.Find(type)!)).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, status) in verdicts)
        {
            var before = whole.GetValueOrDefault(key, Status.NotApplicable);
            if (status != before && status != Status.Unknown && !(s_gone.Contains(fault) && (status != Status.Pass || IsAbout(key, gone))))
            {
                yield return $"{key} turns from {before} to {status}";
            }
        }
        if (isWhole && !s_gone.Contains(fault))
        {
            var unknown = verdicts.Where(finding => finding.Value == Status.Unknown).Select(finding => finding.Key.Split(' ')[0]).ToHashSet();
            foreach (var silent in whole.Where(finding => finding.Value is Status.Pass or Status.Fail && !verdicts.ContainsKey(finding.Key) && !unknown.Contains(finding.Key.Split(' ')[0])))
            {
                yield return $"{silent.Key} is silent";
            }
        }
        foreach (var failure in spoiled.Select(one => one.Failure).OfType<AiCloudException>().Where(failure => string.IsNullOrWhiteSpace(failure.Message) || string.IsNullOrEmpty(failure.Target)))
        {
            yield return $"an error says too little: {failure.Id} {failure.Message}";
        }
        var missing = estates.SelectMany(estate => estate.Coverage.Where(entry => !entry.IsComplete).Select(entry => (entry.Operation, entry.Permission, entry.Message ?? ""))
            .Concat(estate.Resources.Select(resource => resource.Unread).OfType<Refusal>().Select(unread => (unread.Operation, unread.Permission, unread.Message)))).ToList();
        foreach (var entry in missing.Where(entry => entry.Item1.Length == 0 || entry.Item2.Length == 0 || string.IsNullOrWhiteSpace(entry.Item3)).Distinct())
        {
            yield return $"a read that failed says too little: {entry}";
        }
        if (s_passing.Contains(fault))
        {
            // A setting has no pages: one that names another page is refused, and said to be, as is a map of objects that has
            // a text among them; what is found by it may be missing then. Nothing is there twice.
            var spoken = estates.SelectMany(estate => estate.Coverage.Where(entry => !entry.IsComplete).Select(entry => entry.ResourceType).Concat(estate.Resources.Where(resource => resource.Unread is not null).Select(resource => resource.Type.Name)))
                .Where(_ => fault != WireFault.ErrorOnce).ToHashSet(StringComparer.Ordinal);
            foreach (var (type, count) in isWhole ? Counted(estates).Except(resources).Where(one => one.Value > resources.GetValueOrDefault(one.Key) || spoken.Count == 0) : [])
            {
                yield return $"{resources.GetValueOrDefault(type)} of {type} become {count}; said of others: {string.Join(", ", spoken.Order(StringComparer.Ordinal))}";
            }
        }
        else if (isWhole && moment == Moment.Always && !s_gone.Contains(fault) && !s_onlyLists.Contains(fault))
        {
            foreach (var name in struck.Where(name => !missing.Exists(entry => bench.IsOf(entry.Item1, name))))
            {
                yield return $"{name} failed and nothing says so";
            }
        }
    }

    // Nothing fails for what was listed and is gone, nor for a kind of AI that a region of AWS does not know: parts, settings
    // and what every region has are not gone by that.
    private static bool MayBeGone(WireFault fault, ResourceType type) => type.Read is AwsResourceAttribute { List: not null, Of: null } read
        && (fault == WireFault.NotFound && read.Describe is not null || fault == WireFault.NotInRegion && read is { Global: false, Supporting: false });

    private static bool IsAbout(string key, HashSet<string> types) =>
        Check.All.Any(check => key.StartsWith(check.Id + " ", StringComparison.Ordinal) && check.Types.Any(type => types.Contains(type.Name)));

    private static Dictionary<string, int> Counted(IEnumerable<Estate> estates) => estates.SelectMany(estate => estate.Resources).CountBy(resource => resource.Type.Name).ToDictionary();

    // What saves requests only is done without; that there is none is an answer of some reads; XML has no types.
    private static bool IsNoFault(WireFault fault, string name) => fault == WireFault.WrongTypes && AwsService.All.Any(service => service.Protocol is AwsProtocol.Query or AwsProtocol.Ec2 or AwsProtocol.RestXml && name.StartsWith(service.Name + ":", StringComparison.Ordinal))
        || ResourceType.All.Any(type => type.Read is AwsResourceAttribute read
        && (read.Bulk is { } bulk && name == $"{read.Service}:{bulk.Split(' ')[0]}" || fault == WireFault.NotFound && read.None.Length > 0 && type.Read.Operations.Any(operation => operation.Operation == name)));
}

/// <summary>The same of AWS, whose tests share an emulator.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class AwsFaultMatrixTests(AwsAccount account)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_happens_to_any_read_of_AWS_nothing_passes_for_it()
    {
        var fake = await account.FilledAsync();
        using var unchanging = fake.RememberAnswers();
        await FaultMatrixTests.RunAsync(new(JudgeAws, (operation, read) => operation == read, async (wire, timeout) =>
        {
            fake.Wire = request => request.Service == "sts" ? null : wire(request.Name);
            try
            {
                using var connection = await AwsConnection.OpenAsync(new() { EndpointUrl = fake.Endpoint, Regions = ["us-east-1", "eu-west-1"], ThrottleLimit = 64, Timeout = timeout }, Token);
                return [(await connection.ReadAsync(ResourceType.All, null, Token), null)];
            }
            catch (AiCloudException failure)
            {
                return [(null, failure)];
            }
            finally
            {
                fake.Wire = null;
            }
        }), FaultMatrixTests.IsFullRun ? Enum.GetValues<WireFault>() : [WireFault.Denied, WireFault.NotFound, WireFault.NotInRegion, WireFault.ErrorInBody, WireFault.TruncatedBody, WireFault.WrongTypes, WireFault.LoneSurrogates, WireFault.LostPage, WireFault.RepeatedPage]);
    }

    private static Dictionary<string, Status> JudgeAws(IEnumerable<Estate> estates) =>
        estates.SelectMany(estate => Check.All.SelectMany(check => check.Judge(estate))).GroupBy(finding => $"{finding.CheckId} {finding.ResourceId}").ToDictionary(group => group.Key, group => group.First().Status);
}
