using System.Runtime.Loader;
using AiCloudSecurity.Benchmarks;

// The measures of docs/performance.md: each prints a table with its goal. Words after the first are for the processes
// that a measure starts for itself.
AssemblyLoadContext.Default.Resolving += static (context, name) =>
    name.Name == "AiCloudSecurity.Core" ? context.LoadFromAssemblyPath(Path.Join(Repository.Module, "bin/AiCloudSecurity.Core.dll")) : null;
Repository.CleanEnvironment();
return args switch
{
    ["judge"] => JudgeMeasure.Run(),
    ["growth"] => CheckGrowth.Run(),
    ["import"] => ImportMeasure.Run(),
    ["read"] => await ReadMeasure.RunAsync(),
    ["memory"] => MemoryMeasure.Run([1, 5, 20, 60], 1_000),
    ["memory", var accounts, var notebooks] => MemoryMeasure.Run([1, Number(accounts) / 10, Number(accounts)], Number(notebooks)),
    ["logs"] => LogMeasure.Run(),
    ["exposure"] => ExposureMeasure.Run(),
    ["stop"] => await StopMeasure.RunAsync(),
    ["quotas"] => QuotaMeasure.Run(),
    ["reports"] => ReportMeasure.Run(),
    ["soak"] => SoakMeasure.Run(),
    ["estate"] => EstateMeasure.Run(),
    ["child-estate", var file] => EstateMeasure.RunChild(file),
    ["all"] => JudgeMeasure.Run() + ImportMeasure.Run() + await ReadMeasure.RunAsync() + MemoryMeasure.Run([1, 5, 20, 60], 1_000) + LogMeasure.Run() + ExposureMeasure.Run() + await StopMeasure.RunAsync(),
    ["policies", var folder] => PolicyMeasure.Run(folder),
    ["policies", var folder, "beside", .. var command] => PolicyMeasure.Beside(folder, command),
    ["policies", var folder, var package] => PolicyMeasure.Run(folder, package),
    ["principals", var folder] => PolicyMeasure.Principals(folder, [1_000, 10_000, 100_000]),
    ["child-principals", var folder, var roles] => PolicyMeasure.RunPrincipals(folder, Number(roles)),
    ["child-policies", var folder] => PolicyMeasure.RunChild(folder),
    ["account"] => await AccountMeasure.RunAsync(),
    ["child-fleet", var size] => await AccountMeasure.ServeAsync(Number(size)),
    ["account", var endpoint] => await AccountMeasure.RunAsync(new Uri(endpoint)),
    ["child-account", var endpoint] => AccountMeasure.RunChild(new Uri(endpoint)),
    ["child-logs", var engine, var folder] => await LogMeasure.RunChildAsync(engine, folder),
    ["child-report", var file] => ReportMeasure.RunChild(file),
    ["child-soak", var endpoint] => SoakMeasure.RunChild(new Uri(endpoint)),
    ["child-import", var manifest] => ImportMeasure.RunChild(manifest),
    ["child-memory", var endpoint, var accounts, var notebooks, var collect] => MemoryMeasure.RunChild(new Uri(endpoint), Number(accounts), Number(notebooks), collect == "collect"),
    ["child-echo", var delay, var notebooks, var size] => await EchoServer.ServeAsync(new(Number(delay), Number(notebooks), Number(size))),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("dotnet run -c Release --project tests/Benchmarks -- judge|growth|import|read|memory [ACCOUNTS NOTEBOOKS]|stop|quotas|reports|soak|estate|logs|exposure|all|policies FOLDER [PACKAGE|beside COMMAND...]|account [ENDPOINT]");
    return 2;
}
