using System.Globalization;
using System.Text;
using AiCloudSecurity.Abuse;

namespace AiCloudSecurity.Core.Tests;

/// <summary>
/// Rules against workloads. The tests run few seeds; AISEC_ABUSE_SEEDS, as 201-210, writes the tables of docs/abuse.md
/// for them.
/// </summary>
public sealed class AbuseEvaluationTests(ITestOutputHelper output)
{
    private const string Variable = "AISEC_ABUSE_SEEDS";

    // The weaker attacks are the harder ones to tell from habits; a full run asks for more of the stronger ones, too.
    public static TheoryData<double, double, double> Strengths => SampleEstates.IsFullRun ? new() { { 1.0, 0.95, 0.95 }, { 0.5, 0.90, 0.90 } } : new() { { 0.5, 0.90, 0.90 } };

    [Theory, MemberData(nameof(Strengths))]
    public async Task Attacks_are_found_and_others_are_left_alone(double strength, double precision, double recall)
    {
        var result = await AbuseEvaluation.OfAsync([101], strength, AbuseEvaluation.Rules);
        Assert.True(result.Precision >= precision && result.Recall >= recall && result.HighPrecision >= 0.99 && result.FalsePositiveRate <= 0.005 + 1.0 / 128, $"{result}\n{string.Join('\n', result.Wrong)}");
    }

    [Fact]
    public async Task The_tables_of_the_docs_are_made_on_request()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 }, $"Set {Variable} to a range of seeds, as 201-210.");
        var range = Environment.GetEnvironmentVariable(Variable)!.Split('-').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToList();
        List<int> seeds = [.. Enumerable.Range(range[0], range[^1] - range[0] + 1)];
        var text = new StringBuilder($"seeds {range[0]} to {range[^1]}\n\n| strength | precision | recall | false-positive rate | High: precision | High: recall |\n|---|---|---|---|---|---|\n");
        var sweeps = new Dictionary<double, AbuseEvaluation>();
        foreach (var strength in new[] { 1, 0.5, 0.25 })
        {
            var result = sweeps[strength] = await AbuseEvaluation.OfAsync(seeds, strength, AbuseEvaluation.Rules);
            text.Append(CultureInfo.InvariantCulture, $"| {strength} {result}\n");
        }
        text.Append("\n| kind | full | half | quarter |\n|---|---|---|---|\n");
        foreach (var kind in sweeps[1].Kinds.Keys)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {kind} | {string.Join(" | ", sweeps.Values.Select(sweep => $"{sweep.Kinds[kind].Found} of {sweep.Kinds[kind].All}"))} |\n");
        }
        foreach (var (strength, sweep) in sweeps)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{strength}:\n{string.Join('\n', sweep.Wrong.Select(wrong => wrong[..Math.Min(200, wrong.Length)]).Take(40))}\n");
        }
        if (Environment.GetEnvironmentVariable("AISEC_ABUSE_ABLATION") is not null)
        {
            text.Append("\n| without | precision | recall | false-positive rate | High: precision | High: recall |\n|---|---|---|---|---|---|\n");
            string[] rules = ["", .. AbuseRule.All.Select(rule => rule.Id).Where(rule => rule is not ("COV-0" or "LJ-7" or "DOW-4"))];
            var results = rules.ToDictionary(rule => rule, _ => new AbuseEvaluation());
            foreach (var seed in seeds.Take(5))
            {
                var workload = new Workload((ulong)seed, 0.5);
                var (store, _) = await AbuseLogs.ReadAsync([.. workload.Files]);
                foreach (var (rule, result) in results)
                {
                    result.Add(workload, store, AbuseEvaluation.Rules with { Off = [rule] });
                }
            }
            foreach (var (rule, result) in results)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {(rule.Length == 0 ? "nothing" : rule)} {result}\n");
            }
        }
        output.WriteLine(text.ToString());
        if (Environment.GetEnvironmentVariable("AISEC_ABUSE_TABLE") is { Length: > 0 } file)
        {
            await File.WriteAllTextAsync(file, text.ToString(), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task The_sample_logs_of_the_repository_are_made_on_request()
    {
        const string Folder = "AISEC_ABUSE_SAMPLE";
        Assert.SkipWhen(Environment.GetEnvironmentVariable(Folder) is not { Length: > 0 }, $"Set {Folder} to the folder to write to.");
        var workload = new Workload(1, 0.5);
        string[] kinds = ["human", "traveller", "stolen-key", "recon-invoke", "denied-sweep", "inversion", "injection"];
        var names = workload.Labels.Where(label => kinds.Contains(label.Kind)).GroupBy(label => label.Kind).SelectMany(kind => kind.Take(kind.Key == "human" ? 2 : 1)).Select(label => $"{label.Name}\"").ToList();
        foreach (var (log, files) in workload.Text.GroupBy(file => file.Key.Contains("CloudTrail", StringComparison.Ordinal) ? "cloudtrail" : "bedrock").Select(log => (log.Key, log)))
        {
            var lines = files.SelectMany(file => file.Value.ToString().Split('\n')).Where(line => names.Any(name => line.Contains(name, StringComparison.Ordinal)));
            await File.WriteAllBytesAsync(Path.Join(Environment.GetEnvironmentVariable(Folder), $"{log}.json.gz"), AbuseLogs.Gzip(string.Join('\n', lines) + "\n", System.IO.Compression.CompressionLevel.SmallestSize), TestContext.Current.CancellationToken);
        }
    }
}
