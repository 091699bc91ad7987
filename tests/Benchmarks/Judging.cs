using AiCloudSecurity.Checks;
using AiCloudSecurity.Resources.Aws;
using BenchmarkDotNet.Attributes;

namespace AiCloudSecurity.Benchmarks;

/// <summary>Judging estates of three sizes; each time a new one, so that what checks look up is built again.</summary>
public class Judging
{
    private static readonly Check[] s_ofNotebooks = [.. Check.All.Where(check => check.Subject == ResourceType.Of<NotebookInstance>())];
    private static readonly Check[] s_ofKeys = [.. s_ofNotebooks.Where(check => check.Id == "AWS-DATA-001")];
    private SyntheticAccount? _account;

    /// <summary>How many verdicts one run of a benchmark gives, by its name and size.</summary>
    public static Dictionary<(string Benchmark, int Resources), int> Verdicts { get; } = [];

    [Params(1_000, 10_000, 100_000)]
    public int Resources { get; set; }

    [GlobalSetup]
    public void Setup() => _account = new SyntheticAccount(Resources);

    /// <summary>Every check there is.</summary>
    [Benchmark]
    public int EveryCheck() => Count(nameof(EveryCheck), Check.All, _account!.Estate());

    /// <summary>Every check, on an estate that goes to and fro between regions.</summary>
    [Benchmark]
    public int EveryImported() => Count(nameof(EveryImported), Check.All, _account!.ImportedEstate());

    /// <summary>The checks on notebooks: plain ones, and joins with keys, subnets, VPCs and security groups.</summary>
    [Benchmark]
    public int NotebookChecks() => Count(nameof(NotebookChecks), s_ofNotebooks, _account!.Estate());

    /// <summary>One check whose join was refused for each resource: each verdict is Unknown.</summary>
    [Benchmark]
    public int RefusedKeys() => Count(nameof(RefusedKeys), s_ofKeys, _account!.EstateWithout(ResourceType.Of<KmsKey>()));

    private int Count(string benchmark, IEnumerable<Check> checks, Estate estate) =>
        Verdicts[(benchmark, Resources)] = checks.Sum(check => check.Judge(estate).Count());
}
