using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.CodeAnalysis;

namespace AiCloudSecurity.Mutation;

/// <summary>
/// What decides who may do what in a cloud. It has no examples: each of its files is broken, compiled with the others and
/// with its tests, and these are run. Of the cases that others decided, every fifth is asked.
/// </summary>
internal sealed class Evaluator
{
    private const string Cases = "AISEC_POLICY_CASES";
    private const int OneIn = 5;
    private static readonly SyntaxTree s_switch = CheckCompiler.Parse("Break.cs", SwitchedFile.Switch);
    private readonly Dictionary<string, TestCost> _costs = new(StringComparer.Ordinal);
    private readonly CheckCompiler _compiler;
    private readonly Dictionary<SyntaxTree, SyntaxTree> _guarded;
    private readonly List<string> _broken;
    private readonly string _name;

    private Evaluator(CheckCompiler compiler, string name, List<string> broken, List<SyntaxTree> whole) => (_compiler, _name, _broken, _guarded) = (compiler, name, broken, whole.ToDictionary(tree => tree, SwitchedFile.Guarded));

    /// <summary>The evaluators of three clouds.</summary>
    public static IEnumerable<Evaluator> All(CheckCompiler compiler, string core, string tests)
    {
        var iam = Path.Join(core, "Iam");
        yield return Of("AWS policies", [.. Files("Evaluation"), .. Alone("Glob", "PolicyCondition", "PolicyDocument", "PolicyReader", "PolicyStatement")], Alone("MalformedPolicyException"),
            ["IamEvaluation", "IamEvaluationTests", "IamEvaluationConditionTests", "IamEvaluationPrincipalTests", "IamGlobTests", "IamPolicyDocumentTests", "IamStatementTests", "IamEvaluationCaseTests"]);
        yield return Of("Azure roles", Alone("Azure/RoleEvaluator", "Azure/RoleCondition", "Azure/RolePermissions", "Azure/OperationPattern", "Azure/HeldRole"), Files("Azure"), ["AzureRoles", "AzureRoleTests", "AzureRoleConditionTests"]);
        yield return Of("Google Cloud's policies", Alone("Google/Cel", "Google/GoogleEvaluator", "Google/GoogleBinding", "Google/GoogleBoundary", "Google/GoogleDeny", "Google/GooglePrincipals"), Files("Google"), ["GoogleAccessTests", "GoogleConditionTests"]);

        string[] Files(string folder) => Directory.GetFiles(Path.Join(iam, folder), "*.cs");
        string[] Alone(params string[] names) => [.. names.Select(name => Path.GetFullPath(Path.Join(iam, $"{name}.cs")))];
        Evaluator Of(string name, string[] broken, string[] beside, string[] asking) => new(compiler, name, [.. broken.Order(StringComparer.Ordinal)],
            [.. broken.Union(beside).Concat(asking.Select(test => Path.Join(tests, $"{test}.cs"))).Select(CheckCompiler.Parse), CheckCompiler.Parse("xunit.cs", "global using Xunit;")]);
    }

    /// <summary>Its files that are broken.</summary>
    public IReadOnlyList<string> Files => _broken;

    /// <summary>Keeps a part of the cases beside, and has the tests take that; what it gives takes it away again.</summary>
    public static IDisposable TakePartOfCases(string shared)
    {
        var folder = Environment.GetEnvironmentVariable(Cases) is { Length: > 0 } named ? named : shared;
        var part = Directory.CreateTempSubdirectory("aisec-cases").FullName;
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.jsonl.gz") : [])
        {
            using var whole = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
            using var some = new StreamWriter(new GZipStream(File.Create(Path.Join(part, Path.GetFileName(file))), CompressionLevel.Fastest));
            for (var number = 0; whole.ReadLine() is { } line; number++)
            {
                if (number % OneIn == 0)
                {
                    some.WriteLine(line);
                }
            }
        }
        Environment.SetEnvironmentVariable(Cases, part);
        return new Temporary(part);
    }

    public IEnumerable<FileScore> Score(Func<string, bool> isAsked)
    {
        var image = _compiler.Compile(_guarded.Values.Append(s_switch), out var errors) ?? throw new NotSupportedException($"{_name} does not stand alone: {errors[0]}");
        using (var whole = new LoadedTests(image))
        {
            foreach (var test in whole.Names)
            {
                _costs[test] = new();
                // The second time, for what it takes when it has run before.
                if ((whole.Learn(test, _costs[test]) ?? whole.Learn(test, _costs[test])) is { } failing)
                {
                    throw new NotSupportedException($"{_name}: {test}: {failing}");
                }
            }
        }
        foreach (var file in _broken.Where(isAsked))
        {
            yield return Score(_guarded.Keys.First(one => one.FilePath == file));
        }
    }

    private FileScore Score(SyntaxTree tree)
    {
        var mutants = Mutations.Of(tree, onlyChecks: false).Select((mutant, place) => (Number: place + 1, mutant)).ToDictionary(pair => pair.Number, pair => pair.mutant);
        var (image, held) = Switched(tree, mutants);
        ConcurrentBag<Mutant> survivors = [];
        ConcurrentBag<LoadedTests> idle = [];
        var killed = 0;
        Parallel.ForEach(mutants, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, pair =>
        {
            // One that does not compile is no break.
            if (held.Contains(pair.Key))
            {
                Count(pair.Value, IsNoticed(pair.Key, image, idle));
            }
            else if (_compiler.Compile(Replaced(tree, SwitchedFile.Guarded(pair.Value.Tree)), out _) is { } alone)
            {
                Count(pair.Value, IsNoticedAfresh(alone, 0));
            }
        });
        foreach (var tests in idle)
        {
            tests.Dispose();
        }
        return new(tree.FilePath, killed, [.. survivors.OrderBy(mutant => mutant.Line)]);

        void Count(Mutant mutant, bool isNoticed)
        {
            if (isNoticed)
            {
                Interlocked.Increment(ref killed);
            }
            else
            {
                survivors.Add(mutant);
            }
        }
    }

    // The file with all breaks that compile beside each other.
    private (byte[] Image, HashSet<int> Held) Switched(SyntaxTree tree, Dictionary<int, Mutant> mutants)
    {
        var left = new Dictionary<int, Mutant>(mutants);
        while (true)
        {
            var switched = SwitchedFile.Of(tree, left);
            if (_compiler.Compile(Replaced(tree, switched.Tree), out var errors) is { } image)
            {
                return (image, [.. switched.Held]);
            }
            foreach (var error in errors)
            {
                left.Remove(switched.At(error.Location) is int and > 0 and var number ? number : throw new NotSupportedException($"{_name} does not stand with its breaks: {error}"));
            }
        }
    }

    private IEnumerable<SyntaxTree> Replaced(SyntaxTree tree, SyntaxTree other) => _guarded.Select(one => one.Key == tree ? other : one.Value).Append(s_switch);

    // What a type keeps for all, an earlier break may have spoiled: then the test fails without a break, too.
    private bool IsNoticed(int number, byte[] image, ConcurrentBag<LoadedTests> idle)
    {
        var tests = idle.TryTake(out var taken) ? taken : new LoadedTests(image);
        if (Noticing(tests, number) is { } test && tests.Ask(test, 0, _costs[test]) is null)
        {
            Interlocked.Increment(ref _costs[test].Noticed);
            idle.Add(tests);
            return true;
        }
        tests.Dispose();
        return IsNoticedAfresh(image, number);
    }

    private bool IsNoticedAfresh(byte[] image, int number)
    {
        using var tests = new LoadedTests(image);
        return Noticing(tests, number) is not null;
    }

    // Those that notice most in a second come first.
    private string? Noticing(LoadedTests tests, int number) => _costs.OrderByDescending(pair => (pair.Value.Noticed + 1) / (pair.Value.Took.TotalSeconds + 0.001)).ToList()
        .Find(pair => tests.Ask(pair.Key, number, pair.Value) is not null).Key;

    private sealed class Temporary(string folder) : IDisposable
    {
        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}
