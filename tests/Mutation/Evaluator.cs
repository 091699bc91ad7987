using System.Collections.Concurrent;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace AiCloudSecurity.Mutation;

/// <summary>
/// What decides who may do what in a cloud. It has no examples: each of its files is broken, compiled with the others and
/// with its tests, and these are run. Of the cases that others decided, every fifth is asked.
/// </summary>
internal sealed class Evaluator
{
    private const string Cases = "AISEC_POLICY_CASES";
    private const int OneIn = 5;
    private readonly CheckCompiler _compiler;
    private readonly List<SyntaxTree> _whole;
    private readonly List<string> _broken;
    private readonly string _name;

    private Evaluator(CheckCompiler compiler, string name, List<string> broken, List<SyntaxTree> whole) => (_compiler, _name, _broken, _whole) = (compiler, name, broken, whole);

    /// <summary>The evaluators of three clouds.</summary>
    public static IEnumerable<Evaluator> All(CheckCompiler compiler, string core, string tests)
    {
        var iam = Path.Join(core, "Iam");
        yield return Of("AWS policies", [.. Files("Evaluation"), .. Alone("Glob", "PolicyCondition", "PolicyStatement")], Alone("PolicyDocument", "PolicyReader", "MalformedPolicyException"),
            ["IamEvaluation", "IamEvaluationTests", "IamEvaluationConditionTests", "IamEvaluationPrincipalTests", "IamGlobTests", "IamStatementTests", "IamEvaluationCaseTests"]);
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
        var image = _compiler.Compile(_whole, out var error) ?? throw new NotSupportedException($"{_name} does not stand alone: {error}");
        if (Noticing(image) is { } failing)
        {
            throw new NotSupportedException($"{_name}: {failing}");
        }
        foreach (var file in _broken.Where(isAsked))
        {
            var tree = _whole.First(one => one.FilePath == file);
            ConcurrentBag<Mutant> survivors = [];
            var killed = 0;
            Parallel.ForEach(Mutations.Of(tree, onlyChecks: false), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, mutant =>
            {
                if (_compiler.Compile(_whole.Select(one => one == tree ? mutant.Tree : one), out _) is { } broken)
                {
                    var judged = Task.Run(() => Noticing(broken));
                    if (!judged.Wait(TimeSpan.FromSeconds(60)) || judged.Result is not null)
                    {
                        Interlocked.Increment(ref killed);
                    }
                    else
                    {
                        survivors.Add(mutant);
                    }
                }
            });
            yield return new(file, killed, [.. survivors.OrderBy(mutant => mutant.Line)]);
        }
    }

    // The first test that fails; null where none does.
    private static string? Noticing(byte[] image)
    {
        var context = new AssemblyLoadContext("mutant", isCollectible: true);
        try
        {
            foreach (var type in context.LoadFromStream(new MemoryStream(image)).GetTypes().Where(type => type.IsPublic).OrderBy(type => type.Name.EndsWith("CaseTests", StringComparison.Ordinal)))
            {
                foreach (var method in type.GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null))
                {
                    foreach (var arguments in Rows(method))
                    {
                        var test = Activator.CreateInstance(type, type.GetConstructors()[0].GetParameters().Length == 0 ? [] : [Silence.Output]);
                        try
                        {
                            (method.Invoke(test, arguments) as Task)?.GetAwaiter().GetResult();
                        }
                        catch (Exception failure)
                        {
                            var cause = failure is TargetInvocationException { InnerException: { } inner } ? inner : failure;
                            return $"{type.Name}.{method.Name}({string.Join(", ", arguments)}): {cause.Message}";
                        }
                    }
                }
            }
            return null;
        }
        catch (Exception failure)
        {
            return failure.Message;
        }
        finally
        {
            context.Unload();
        }
    }

    private static IEnumerable<object?[]> Rows(MethodInfo method)
    {
        if (!method.GetCustomAttributes().OfType<IDataAttribute>().Any())
        {
            return [[]];
        }
        var tracker = new DisposalTracker();
        var parameters = method.GetParameters();
        return method.GetCustomAttributes().OfType<IDataAttribute>().SelectMany(data => data.GetData(method, tracker).AsTask().GetAwaiter().GetResult()).Select(row => Fitted(row.GetData()));

        // As xunit: what is missing is the default, what is left over is the last one's list.
        object?[] Fitted(object?[] given) => parameters is [.., { ParameterType: { IsArray: true } list } last] && last.GetCustomAttribute<ParamArrayAttribute>() is not null && (given.Length != parameters.Length || given[^1]?.GetType() != list)
            ? [.. given.Take(parameters.Length - 1), ListOf(list.GetElementType()!, [.. given.Skip(parameters.Length - 1)])]
            : [.. given, .. parameters.Skip(given.Length).Select(parameter => parameter.DefaultValue)];
    }

    private static Array ListOf(Type element, object?[] values)
    {
        var list = Array.CreateInstance(element, values.Length);
        Array.Copy(values, list, values.Length);
        return list;
    }

    // What a test says beside its verdict.
    private sealed class Silence : ITestOutputHelper
    {
        public static Silence Output { get; } = new();

        string ITestOutputHelper.Output => "";

        public void Write(string message)
        {
        }

        public void Write(string format, params object[] args)
        {
        }

        public void WriteLine(string message)
        {
        }

        public void WriteLine(string format, params object[] args)
        {
        }
    }

    private sealed class Temporary(string folder) : IDisposable
    {
        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}
