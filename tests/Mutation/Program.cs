using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Mutation;

// Breaks the checks and the evaluators of policies one by one, and says which breaks no example and no test notices. Those
// that survivors.txt gives a reason for are expected; one that it lacks is an error.
// dotnet run -c Release --project tests/Mutation [-- words of file names, such as Checks/Azure, Iam/Google or BucketChecks]
var here = Path.GetDirectoryName(Here())!;
var repository = Path.GetFullPath(Path.Join(here, "..", ".."));
var core = Path.Join(repository, "src", "AiCloudSecurity.Core");
var compiler = new CheckCompiler(core);
ConcurrentBag<FileScore> scores = [];
ConcurrentQueue<string> failures = [];
var clock = Stopwatch.StartNew();

var checks = new[] { "Aws", "Azure", "Gcp" }.SelectMany(cloud => Directory.EnumerateFiles(Path.Join(core, "Checks", cloud), "*.cs")).Where(IsAsked).Order(StringComparer.Ordinal).ToList();
Parallel.ForEach(checks, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, file => Try(() =>
{
    if (CheckFile.Open(compiler, file) is { } opened)
    {
        scores.Add(opened.Score());
    }
}));
var evaluators = Evaluator.All(compiler, core, Path.Join(repository, "tests", "AiCloudSecurity.Core.Tests")).Where(evaluator => evaluator.Files.Any(IsAsked)).ToList();
using (Evaluator.TakePartOfCases(Path.Join(repository, "..", "shared", "data", "iam")))
{
    var console = Console.Out;
    Console.SetOut(TextWriter.Null);
    foreach (var evaluator in evaluators)
    {
        Try(() =>
        {
            foreach (var score in evaluator.Score(IsAsked))
            {
                scores.Add(score);
                Console.Error.WriteLine($"{clock.Elapsed.TotalSeconds:0} s: {Path.GetRelativePath(core, score.File)}, {score.Killed} noticed, {score.Survivors.Count} not");
            }
        });
    }
    Console.SetOut(console);
}

foreach (var part in scores.GroupBy(score => Path.GetDirectoryName(Path.GetRelativePath(core, score.File))!).OrderBy(part => part.Key, StringComparer.Ordinal))
{
    var (killed, survived) = (part.Sum(score => score.Killed), part.Sum(score => score.Survivors.Count));
    Console.WriteLine($"{part.Key}: {killed} of {killed + survived} breaks noticed, {100.0 * killed / (killed + survived):0.0} %, in {part.Count()} files");
}
Console.WriteLine($"{clock.Elapsed.TotalSeconds:0} s; {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:0} s of processor time");
foreach (var failure in failures)
{
    Console.WriteLine($"not judged: {failure}");
}
return KnownSurvivors.Read(Path.Join(here, "survivors.txt")).Compare(core, checks.Concat(evaluators.SelectMany(evaluator => evaluator.Files).Where(IsAsked)), scores) && failures.IsEmpty ? 0 : 1;

bool IsAsked(string file) => args.Length == 0 || args.Any(word => file.Contains(word, StringComparison.OrdinalIgnoreCase));

void Try(Action judge)
{
    try
    {
        judge();
    }
    catch (NotSupportedException failure)
    {
        failures.Enqueue(failure.Message);
    }
}

static string Here([CallerFilePath] string here = "") => here;
