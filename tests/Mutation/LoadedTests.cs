using System.Collections;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace AiCloudSecurity.Mutation;

/// <summary>An evaluator's tests in an assembly with all breaks of one of its files: loaded once, asked of many.</summary>
internal sealed class LoadedTests : IDisposable
{
    private readonly AssemblyLoadContext _context = new("mutant", isCollectible: true);
    private readonly FieldInfo _number;
    private readonly FieldInfo _left;
    private readonly Dictionary<string, MethodInfo> _tests;

    public LoadedTests(byte[] image)
    {
        var assembly = _context.LoadFromStream(new MemoryStream(image));
        var chosen = assembly.GetType("Break")!;
        (_number, _left) = (chosen.GetField("Number")!, chosen.GetField("Left")!);
        _tests = assembly.GetTypes().Where(type => type.IsPublic).SelectMany(type => type.GetMethods()).Where(method => method.GetCustomAttribute<FactAttribute>() is not null).ToDictionary(method => $"{method.DeclaringType!.Name}.{method.Name}");
    }

    /// <summary>What its tests are called.</summary>
    public IEnumerable<string> Names => _tests.Keys;

    /// <summary>Why the test fails where nothing is broken, null where it passes; and what it takes.</summary>
    public string? Learn(string name, TestCost cost)
    {
        var clock = Stopwatch.StartNew();
        var failure = Failure(name, 0, long.MaxValue);
        (cost.Steps, cost.Took) = (long.MaxValue - (long)_left.GetValue(null)!, clock.Elapsed);
        return failure;
    }

    /// <summary>Why the test fails with that break; null where it passes.</summary>
    /// <param name="name">The test.</param>
    /// <param name="number">The break; 0 is none.</param>
    /// <param name="cost">What the test takes where nothing is broken: with a break, it may take twenty times the steps.</param>
    public string? Ask(string name, int number, TestCost cost) => Failure(name, number, cost.Steps * 20 + 1_000_000);

    public void Dispose() => _context.Unload();

    private string? Failure(string name, int number, long steps)
    {
        _number.SetValue(null, number);
        _left.SetValue(null, steps);
        // One that no step ends is noticed, too.
        var asked = Task.Run(() => Failure(_tests[name]));
        return asked.Wait(TimeSpan.FromMinutes(1)) ? asked.Result : "It never ends.";
    }

    private static string? Failure(MethodInfo method)
    {
        try
        {
            var type = method.DeclaringType!;
            foreach (var arguments in Rows(method))
            {
                var test = Activator.CreateInstance(type, type.GetConstructors()[0].GetParameters().Length == 0 ? [] : [Silence.Output]);
                (method.Invoke(test, arguments) as Task)?.GetAwaiter().GetResult();
            }
            return null;
        }
        catch (Exception failure)
        {
            return (failure is TargetInvocationException { InnerException: { } inner } ? inner : failure).Message;
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
        return method.GetCustomAttributes().OfType<IDataAttribute>().SelectMany(Given).Select(row => Fitted(row.GetData()));

        // MemberData gives nothing without xunit's own runner.
        IEnumerable<ITheoryDataRow> Given(IDataAttribute data) => data is MemberDataAttribute { MemberName: { } name }
            ? ((IEnumerable)method.DeclaringType!.GetProperty(name)!.GetValue(null)!).Cast<ITheoryDataRow>()
            : data.GetData(method, tracker).AsTask().GetAwaiter().GetResult();

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
}

/// <summary>What a test takes, and how many breaks it noticed.</summary>
internal sealed class TestCost
{
    public int Noticed;

    public long Steps { get; set; }

    public TimeSpan Took { get; set; }
}
