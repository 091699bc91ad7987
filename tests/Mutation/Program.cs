using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Mutation;

// Breaks the checks one by one, and says which breaks no example notices.
// dotnet run -c Release --project tests/Mutation [-- words of file names, such as Azure or BucketChecks]
var folder = Path.GetFullPath(Path.Join(Path.GetDirectoryName(Here()), "..", "..", "src", "AiCloudSecurity.Core", "Checks"));
var files = new[] { "Aws", "Azure", "Gcp" }.SelectMany(cloud => Directory.EnumerateFiles(Path.Join(folder, cloud), "*.cs"))
    .Where(file => args.Length == 0 || args.Any(word => file.Contains(word, StringComparison.OrdinalIgnoreCase)))
    .Order(StringComparer.Ordinal).ToList();
ConcurrentBag<FileScore> scores = [];
var clock = Stopwatch.StartNew();
var compiler = new CheckCompiler(folder);
Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount) }, file =>
{
    if (CheckFile.Open(compiler, file) is { } checks)
    {
        scores.Add(checks.Score());
    }
});
foreach (var score in scores.OrderBy(score => score.File, StringComparer.Ordinal).Where(score => score.Survivors.Count > 0))
{
    Console.WriteLine($"{Path.GetRelativePath(folder, score.File)}: {score.Killed} of {score.Killed + score.Survivors.Count}");
    foreach (var survivor in score.Survivors)
    {
        Console.WriteLine($"  line {survivor.Line}, {survivor.Kind}: {survivor.Before}  becomes  {survivor.After}");
    }
}
foreach (var cloud in scores.GroupBy(score => Path.GetFileName(Path.GetDirectoryName(score.File))!).OrderBy(cloud => cloud.Key, StringComparer.Ordinal).Append(scores.GroupBy(_ => "All").First()))
{
    var (killed, survived) = (cloud.Sum(score => score.Killed), cloud.Sum(score => score.Survivors.Count));
    Console.WriteLine($"{cloud.Key}: {killed} of {killed + survived} broken checks noticed, {100.0 * killed / (killed + survived):0.0} %, in {cloud.Count()} files");
}
Console.WriteLine($"{clock.Elapsed.TotalSeconds:0} s; {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:0} s of processor time");
return 0;

static string Here([CallerFilePath] string here = "") => here;
