using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Benchmarks;

/// <summary>Files that are too large: an estate file of a gibibyte, which is read account by account, and one that only seems small.</summary>
internal static class EstateMeasure
{
    private const int Accounts = 131;
    private const int Notebooks = 1_000;
    private const int Size = 8_000;

    /// <summary>In seconds and megabytes; what the pipeline gave.</summary>
    public sealed record Cost(double Seconds, double WorkingSet, int Findings, string? Error);

    public static int Run()
    {
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-estate");
        try
        {
            var (large, bomb) = (Path.Join(folder.FullName, "large.aiestate"), Path.Join(folder.FullName, "bomb.aiestate"));
            foreach (var (file, accounts) in new[] { (large, Accounts), (Small(folder.FullName), 1) })
            {
                using var output = File.Create(file);
                EstateFile.Write(Made(accounts), output);
            }
            using (var output = new GZipStream(File.Create(bomb), CompressionLevel.SmallestSize))
            {
                var zeros = new byte[1 << 20];
                for (var mega = 0; mega < 4_096; mega++)
                {
                    output.Write(zeros);
                }
            }
            var nothing = Child.Measure<Cost>("child-estate", "");
            Console.WriteLine($"""

                Import-AiEstate | Test-AiSecurity -CheckId AWS-NET-001; after a file of one account; goal: below 1,024 MB, and a bomb refused within 0.1 s
                  file                                             seconds  peak MB  findings
                """);
            Print($"{Accounts} accounts of {Notebooks} notebooks, 1 GiB", Child.Measure<Cost>("child-estate", large));
            Print($"4 GiB of zeros in {new FileInfo(bomb).Length / 1e6:0.0} MB", Child.Measure<Cost>("child-estate", bomb));
            Print("none: the engine and the module", nothing);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        return 0;
    }

    public static int RunChild(string file)
    {
        using var session = new Session(Session.ImportModule);
        if (file.Length > 0)
        {
            // Libraries are loaded and code is compiled by the first file of a session.
            session.Run($"Import-AiEstate '{Small(Path.GetDirectoryName(file)!)}' | Test-AiSecurity -CheckId AWS-NET-001");
        }
        using var shell = session.Shell((file.Length == 0 ? "Get-AiCheck AWS-NET-001" : $"Import-AiEstate '{file}' | Test-AiSecurity -CheckId AWS-NET-001") + " | & { process { $count++ } end { $count } }");
        var clock = Stopwatch.StartNew();
        var output = shell.Invoke();
        var seconds = clock.Elapsed.TotalSeconds;
        using var process = Process.GetCurrentProcess();
        var count = output is [{ BaseObject: int found }] ? found : 0;
        Console.WriteLine(JsonSerializer.Serialize(new Cost(seconds, process.PeakWorkingSet64 / 1e6, count, shell.Streams.Error.FirstOrDefault()?.ToString())));
        return 0;
    }

    private static string Small(string folder) => Path.Join(folder, "small.aiestate");

    private static void Print(string what, Cost cost) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-47}  {cost.Seconds,7:0.00}  {cost.WorkingSet,7:0}  {(cost.Error is null ? $"{cost.Findings,8:N0}" : $"refused: {cost.Error}")}"));

    // Texts that no compression makes much smaller.
    private static IEnumerable<Estate> Made(int accounts)
    {
        var random = new Random(1);
        var noise = new byte[Size / 2];
        var type = ResourceType.Of<NotebookInstance>();
        for (var number = 1; number <= accounts; number++)
        {
            var account = number.ToString("000000000000", CultureInfo.InvariantCulture);
            List<Resource> notebooks = [];
            for (var notebook = 0; notebook < Notebooks; notebook++)
            {
                random.NextBytes(noise);
                var arn = $"arn:aws:sagemaker:eu-west-1:{account}:notebook-instance/nb-{notebook}";
                var wire = Encoding.UTF8.GetBytes($$"""{ "NotebookInstanceArn": "{{arn}}", "NotebookInstanceName": "nb-{{notebook}}", "DirectInternetAccess": "Enabled", "Url": "{{Convert.ToHexString(noise)}}" }""");
                notebooks.Add(type.Create(new(Cloud.Aws, account, "eu-west-1", arn, $"nb-{notebook}"), wire));
            }
            yield return new(new() { Cloud = Cloud.Aws, Id = account, Name = account, Caller = "auditor", Partition = "aws" }, DateTimeOffset.UnixEpoch, ["eu-west-1"], notebooks,
                [new() { ResourceType = type.Name, Region = "eu-west-1", State = CoverageState.Read, Operation = type.Read.Operations[0].Operation, Permission = type.Read.Operations[0].Permission }]);
        }
    }
}
