using System.Reflection;
using System.Runtime.Loader;
using AiCloudSecurity.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AiCloudSecurity.Mutation;

/// <summary>How many breaks of a file were noticed, and which were not.</summary>
internal sealed record FileScore(string File, int Killed, IReadOnlyList<Mutant> Survivors);

/// <summary>Compiles files of checks in memory against the built Core: its types come first, and it is Core's friend by its name.</summary>
internal sealed class CheckCompiler
{
    private const string Friend = "AiCloudSecurity.Core.Tests";
    private static readonly CSharpParseOptions s_language = new(LanguageVersion.Preview);
    private readonly List<MetadataReference> _references = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)).Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))];
    private readonly ISourceGenerator[] _generators;
    private readonly List<ResourceDescription> _resources;
    private readonly SyntaxTree _usings = CSharpSyntaxTree.ParseText(string.Join('\n',
        new[] { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks" }.Select(name => $"global using {name};")), s_language);

    /// <param name="core">The folder of Core, whose lists are in what is compiled as in Core itself.</param>
    public CheckCompiler(string core)
    {
        _resources = [.. Directory.EnumerateFiles(core, "*-*s.txt", SearchOption.AllDirectories).Select(file => new ResourceDescription(Path.GetFileName(file), () => File.OpenRead(file), isPublic: true))];
        // The packs lie beside the runtimes: dotnet/shared/Microsoft.NETCore.App/10.0.0 and dotnet/packs.
        var packs = Directory.GetFiles(Path.GetFullPath(Path.Join(Path.GetDirectoryName(typeof(object).Assembly.Location), "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref")), "System.Text.RegularExpressions.Generator.dll", SearchOption.AllDirectories);
        _generators = [.. TypesOf(Assembly.LoadFrom(packs.Order(StringComparer.Ordinal).Last()))
            .Where(type => typeof(IIncrementalGenerator).IsAssignableFrom(type) && !type.IsAbstract).Select(type => ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator())];
    }

    public static SyntaxTree Parse(string file) => Parse(file, File.ReadAllText(file));

    public static SyntaxTree Parse(string file, string text) => CSharpSyntaxTree.ParseText(text, s_language, file);

    /// <summary>What generators add to a file.</summary>
    public IReadOnlyList<SyntaxTree> Generated(SyntaxTree tree)
    {
        CSharpGeneratorDriver.Create(_generators, parseOptions: s_language).RunGeneratorsAndUpdateCompilation(Compilation([tree]), out var whole, out _);
        return [.. whole.SyntaxTrees.Where(one => one != tree && one != _usings)];
    }

    /// <summary>The assembly, or null where it does not compile.</summary>
    public byte[]? Compile(IEnumerable<SyntaxTree> trees, out IReadOnlyList<Diagnostic> errors)
    {
        using var image = new MemoryStream();
        var result = Compilation(trees).Emit(image, manifestResources: _resources);
        errors = [.. result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)];
        return result.Success ? image.ToArray() : null;
    }

    // Fixes for editors are among them, which need what editors have.
    private static IEnumerable<Type> TypesOf(Assembly generators)
    {
        try
        {
            return generators.GetTypes();
        }
        catch (ReflectionTypeLoadException some)
        {
            return some.Types.OfType<Type>();
        }
    }

    private CSharpCompilation Compilation(IEnumerable<SyntaxTree> trees) => CSharpCompilation.Create(Friend, [.. trees, _usings], _references,
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Annotations, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, concurrentBuild: false));
}

/// <summary>An example, as CheckTests asks of it.</summary>
internal sealed class Judged(Check built, ExampleAttribute example)
{
    private readonly Estate _estate = Example.Estate(built, example);
    private readonly Lazy<List<Estate>> _less = new(() => [.. built.Needs.Where(type => type.Read.Operations.Count > 0).Select(type => Example.Estate(built, example, withhold: type))]);

    public bool IsJudgedOtherwise(Check check)
    {
        var finding = check.Judge(_estate).FirstOrDefault(finding => finding.ResourceName != "*");
        return finding?.Status != example.Expected || example.Expected == Status.Fail && finding.Severity != (example.Grade ?? built.Severity);
    }

    public override string ToString() => $"{example.Expected} {example.Json} {string.Join(' ', example.With)}";

    public bool IsKnownWithoutReading(Check check) =>
        _less.Value.Exists(estate => check.Judge(estate).Any(finding => finding.Status is Status.Pass or Status.Fail && finding.Status != example.Expected));
}

/// <summary>A file of checks, with the estates of their examples.</summary>
internal sealed class CheckFile
{
    private static readonly ConstructorInfo s_make = typeof(Check).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(MethodInfo), typeof(CheckAttribute)])!;
    private readonly CheckCompiler _compiler;
    private readonly SyntaxTree _tree;
    private readonly IReadOnlyList<SyntaxTree> _generated;
    private readonly Dictionary<string, List<Judged>> _examples;

    private CheckFile(CheckCompiler compiler, SyntaxTree tree, IReadOnlyList<SyntaxTree> generated, Dictionary<string, List<Judged>> examples) =>
        (_compiler, _tree, _generated, _examples) = (compiler, tree, generated, examples);

    /// <summary>The file; null where it has no checks.</summary>
    /// <exception cref="NotSupportedException">It does not stand alone, or its examples fail before anything is broken.</exception>
    public static CheckFile? Open(CheckCompiler compiler, string path)
    {
        var tree = CheckCompiler.Parse(path);
        var generated = compiler.Generated(tree);
        if (compiler.Compile([tree, .. generated], out var errors) is not { } image)
        {
            throw new NotSupportedException($"{Path.GetFileName(path)} does not stand alone: {errors[0]}");
        }
        Dictionary<string, List<Judged>> examples = [];
        var context = new AssemblyLoadContext(path, isCollectible: true);
        foreach (var check in ChecksOf(context.LoadFromStream(new MemoryStream(image))))
        {
            // The check that was built: what an estate holds hangs on what a check reads, which no break changes.
            var built = Check.All.Single(one => Key(one) == Key(check));
            examples[Key(check)] = [.. built.Examples.Select(example => new Judged(built, example))];
        }
        context.Unload();
        var file = new CheckFile(compiler, tree, generated, examples);
        if (file.Noticing(image) is { } noticing)
        {
            throw new NotSupportedException($"{Path.GetFileName(path)} is not judged as built: {noticing}");
        }
        return examples.Count == 0 ? null : file;
    }

    public FileScore Score()
    {
        var killed = 0;
        List<Mutant> survivors = [];
        foreach (var mutant in Mutations.Of(_tree, onlyChecks: true))
        {
            if (_compiler.Compile([mutant.Tree, .. _generated], out _) is not { } image)
            {
                continue;
            }
            // One that never ends is noticed, too.
            var judged = Task.Run(() => Noticing(image));
            if (!judged.Wait(TimeSpan.FromSeconds(20)) || judged.Result is not null)
            {
                killed++;
            }
            else
            {
                survivors.Add(mutant);
            }
        }
        return new(_tree.FilePath, killed, survivors);
    }

    // The example that is judged otherwise than it says, or as CheckTests forbids without what the check reads; null where there is none.
    private string? Noticing(byte[] image)
    {
        var context = new AssemblyLoadContext("mutant", isCollectible: true);
        try
        {
            foreach (var check in ChecksOf(context.LoadFromStream(new MemoryStream(image))))
            {
                if ((_examples[Key(check)].Find(example => example.IsJudgedOtherwise(check)) ?? _examples[Key(check)].Find(example => example.IsKnownWithoutReading(check))) is { } example)
                {
                    return $"{check.Id} {example}";
                }
            }
            return null;
        }
        catch (Exception failure)
        {
            // A test that ends in an exception fails.
            return failure.Message;
        }
        finally
        {
            context.Unload();
        }
    }

    private static IEnumerable<Check> ChecksOf(Assembly assembly) =>
        from type in assembly.GetTypes()
        where type.IsAbstract && type.IsSealed
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let about = method.GetCustomAttribute<CheckAttribute>()
        where about is not null
        select (Check)s_make.Invoke([method, about]);

    private static string Key(Check check) => $"{check.Id} {check.Subject.Name}";
}
