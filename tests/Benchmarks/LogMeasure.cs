using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AiCloudSecurity.Abuse;
using AiCloudSecurity.Core.Tests;

namespace AiCloudSecurity.Benchmarks;

/// <summary>
/// Reading the Bedrock invocation log, in the layout that S3 has it: beside DuckDB on the same files, and ten times as
/// many of them. Each run is a process of its own; engines take turns.
/// </summary>
internal static class LogMeasure
{
    private const int Readers = 2;
    private const int Runs = 3;
    private const int LinesInFile = 100;

    /// <summary>One run: seconds of wall and processor, megabytes at most, rows.</summary>
    public sealed record Pass(double Wall, double Cpu, double Peak, long Rows);

    public static int Run()
    {
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-logs");
        try
        {
            var small = Path.Join(folder.FullName, "small");
            var large = Path.Join(folder.FullName, "large");
            var (fewMb, manyMb) = (Write(small, 400), Write(large, 4000));
            Console.WriteLine($"""

                Logs: {4000 * LinesInFile:#,0} calls in 4,000 files, {manyMb:0} MB inflated, {Readers} readers or threads; goals: at least as fast as DuckDB, under 200 MB, linear
                  engine                          files  wall s                  processor s             peak MB  MB/s  rows
                """);
            Dictionary<(string Engine, int Files), (double Wall, double Cpu)> medians = [];
            foreach (var (name, data, mb, files) in new[] { ("a tenth", small, fewMb, 400), ("all", large, manyMb, 4000) })
            {
                string[] engines = ["stream", "duckdb-features", "duckdb-counts"];
                var passes = engines.ToDictionary(engine => engine, _ => new List<Pass>());
                for (var run = 0; run < Runs; run++)
                {
                    foreach (var engine in engines)
                    {
                        passes[engine].Add(Child.Measure<Pass>("child-logs", engine, data));
                    }
                }
                foreach (var (engine, all) in passes)
                {
                    var wall = new Spread([.. all.Select(pass => pass.Wall)]);
                    medians[(engine, files)] = (wall.Median, new Spread([.. all.Select(pass => pass.Cpu)]).Median);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"  {engine + ", " + name,-30}  {files,5}  {wall,-22}  {new Spread([.. all.Select(pass => pass.Cpu)]),-22}  {all.Max(pass => pass.Peak),7:0}  {mb / wall.Median,4:0}  {all[0].Rows:#,0}"));
                }
            }
            var (few, many, duck) = (medians[("stream", 400)], medians[("stream", 4000)], medians[("duckdb-features", 4000)]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                  stream by DuckDB features: {many.Wall / duck.Wall:0.00} of its time, {many.Cpu / duck.Cpu:0.00} of its processor time
                  ten times the files: {many.Wall / few.Wall:0.0} times the time, {many.Cpu / few.Cpu:0.0} times the processor time; {(many.Cpu - few.Cpu) / (3600 * LinesInFile) * 1e6:0.0} µs for each further call
                """));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static async Task<int> RunChildAsync(string engine, string folder)
    {
        var (wall, cpu) = (Stopwatch.StartNew(), CpuClock.Now);
        var rows = engine switch
        {
            "duckdb-features" => DuckDbLogs.Query(Path.Join(folder, "**/*.gz"), Readers).Count,
            "duckdb-counts" => DuckDbLogs.Count(Path.Join(folder, "**/*.gz"), Readers),
            _ => await StreamAsync(folder),
        };
        var (seconds, used) = (wall.Elapsed.TotalSeconds, (CpuClock.Now - cpu).TotalSeconds);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new Pass(seconds, used, process.PeakWorkingSet64 / 1e6, rows)));
        return 0;
    }

    // Everything that the cmdlet does: reading, sketches and all rules.
    private static async Task<long> StreamAsync(string folder)
    {
        var analysis = new AbuseAnalysis(new AbuseOptions { Readers = Readers, JudgedAt = DateTimeOffset.UnixEpoch });
        await analysis.ReadAsync(Directory.EnumerateFiles(folder, "*.gz", SearchOption.AllDirectories).Select(file => new LogFile(file, 0, () => new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1))), null, CancellationToken.None);
        _ = analysis.Judge().Count();
        return analysis.Features.LongCount();
    }

    // 200 callers over 23 days, a file for every 100 calls in the folder of its hour; gives the megabytes before deflation.
    private static double Write(string folder, int files)
    {
        var random = new Random(7);
        string[] words = [.. Enumerable.Range(0, 4000).Select(_ => new string([.. Enumerable.Range(0, random.Next(2, 10)).Select(_ => (char)('a' + random.Next(26)))]))];
        string[] models = ["anthropic.claude-3-haiku-20240307-v1:0", "anthropic.claude-3-5-sonnet-20240620-v1:0", "amazon.nova-pro-v1:0", "meta.llama3-70b-instruct-v1:0"];
        var bytes = 0L;
        for (var file = 0; file < files; file++)
        {
            var text = new StringBuilder();
            var first = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(file * (2_000_000.0 / files));
            for (var line = 0; line < LinesInFile; line++)
            {
                var caller = (int)(Math.Pow(random.NextDouble(), 2) * 200);
                var (asked, answered) = (random.Next(20, 180), random.Next(10, 130));
                var time = first.AddSeconds(line * 5).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
                text.Append(CultureInfo.InvariantCulture, $"{{\"schemaType\":\"ModelInvocationLog\",\"schemaVersion\":\"1.0\",\"timestamp\":\"{time}\",\"accountId\":\"111122223333\",\"identity\":{{\"arn\":\"arn:aws:sts::111122223333:assumed-role/app-{caller}/i-1\"}},\"region\":\"us-east-1\",\"requestId\":\"{file:x8}-{line}\",\"operation\":\"Converse\",\"modelId\":\"{models[caller % 4]}\",{(random.Next(50) == 0 ? "\"errorCode\":\"ThrottlingException\"," : "")}\"input\":{{\"inputContentType\":\"application/json\",\"inputBodyJson\":{{\"messages\":[{{\"role\":\"user\",\"content\":[{{\"text\":\"{Text(asked)}\"}}]}}],\"inferenceConfig\":{{\"maxTokens\":300}}}},\"inputTokenCount\":{asked * 4 / 3}}},\"output\":{{\"outputContentType\":\"application/json\",\"outputBodyJson\":{{\"output\":{{\"message\":{{\"role\":\"assistant\",\"content\":[{{\"text\":\"{Text(answered)}\"}}]}}}},\"stopReason\":\"end_turn\"}},\"outputTokenCount\":{answered * 4 / 3}}}}}\n");
            }
            var path = Path.Join(folder, $"AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/{first:yyyy/MM/dd/HH}/{file:x8}.json.gz");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
            var utf8 = Encoding.UTF8.GetBytes(text.ToString());
            gzip.Write(utf8);
            bytes += utf8.Length;
        }
        return bytes / 1e6;

        string Text(int count)
        {
            var text = new StringBuilder();
            for (var i = 0; i < count; i++)
            {
                text.Append(i == 0 ? "" : i % 17 == 0 ? "\\n" : " ").Append(words[(int)(Math.Pow(random.NextDouble(), 3) * words.Length)]);
            }
            return text.ToString();
        }
    }
}
