using System.Diagnostics;
using System.Text.Json;

namespace AiCloudSecurity.Benchmarks;

/// <summary>What importing the module costs beyond a bare engine, in fresh processes and in a warm one.</summary>
internal static class ImportMeasure
{
    private const int Processes = 7;
    private const int Pairs = 10;

    /// <summary>In milliseconds.</summary>
    public sealed record Import(double Bare, double First, double FirstCpu, IReadOnlyList<double> Warm, IReadOnlyList<double> WarmCpu);

    public static int Run()
    {
        var empty = Path.Join(Directory.CreateTempSubdirectory("import").FullName, "Empty.psd1");
        File.WriteAllText(empty, "@{ ModuleVersion = '1.0' }");
        List<Import> runs = [];
        List<Import> empties = [];
        for (var i = 0; i < Processes; i++)
        {
            runs.Add(Child.Measure<Import>("child-import", Session.Manifest));
            empties.Add(Child.Measure<Import>("child-import", empty));
        }
        Directory.Delete(Path.GetDirectoryName(empty)!, recursive: true);
        Console.WriteLine($"""

            Import-Module beyond a bare hosted engine, milliseconds; goal: under 150, warm
            median (least to most) of {Processes} processes          wall                      processor
              engine alone: open a runspace, run 1          {new Spread([.. runs.Select(run => run.Bare)])}
              first import of a process                     {new Spread([.. runs.Select(run => run.First)]),-25} {new Spread([.. runs.Select(run => run.FirstCpu)])}
                of which: a module with nothing in it       {new Spread([.. empties.Select(run => run.First)]),-25} {new Spread([.. empties.Select(run => run.FirstCpu)])}
              later imports, fresh runspaces, {Pairs} pairs each  {new Spread([.. runs.SelectMany(run => run.Warm)]),-25} {new Spread([.. runs.SelectMany(run => run.WarmCpu)])}
            """);
        return 0;
    }

    public static int RunChild(string manifest)
    {
        var import = Session.Import(manifest);
        var bare = Time(() => new Session("1"));
        using var session = new Session("1");
        var first = Time(() => { session.Run(import); return null; });
        List<(double Wall, double Cpu)> warm = [];
        for (var i = 0; i < Pairs; i++)
        {
            // Turn about, so that neither always goes first.
            var (with, without) = i % 2 == 0 ? (Time(With), Time(Without)) : Reversed(Time(Without), Time(With));
            warm.Add((with.Wall - without.Wall, with.Cpu - without.Cpu));
        }
        Console.WriteLine(JsonSerializer.Serialize(new Import(bare.Wall, first.Wall, first.Cpu, [.. warm.Select(pair => pair.Wall)], [.. warm.Select(pair => pair.Cpu)])));
        return 0;

        Session With() => new("1", import);
        static Session Without() => new("1");
        static (T, T) Reversed<T>(T first, T second) => (second, first);
    }

    private static (double Wall, double Cpu) Time(Func<IDisposable?> act)
    {
        var (wall, cpu) = (Stopwatch.GetTimestamp(), CpuClock.Now);
        var result = act();
        var took = (Stopwatch.GetElapsedTime(wall).TotalMilliseconds, (CpuClock.Now - cpu).TotalMilliseconds);
        result?.Dispose();
        return took;
    }
}
