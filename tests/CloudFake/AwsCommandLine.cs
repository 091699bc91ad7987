using System.Diagnostics;
using System.Text.Json;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// The aws command line, started once: it takes seconds to load, and milliseconds for a command. Commands run one after
/// another, with credentials that are none, and the process ends with this one. What a command says of region or profile
/// stays for the next, so each must say it.
/// </summary>
internal static class AwsCommandLine
{
    private const string Program = """
        import contextlib, io, json, sys
        from awscli.clidriver import create_clidriver
        driver = create_clidriver()
        for line in sys.stdin:
            out, err = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                try:
                    code = driver.main(json.loads(line))
                except SystemExit as end:
                    code = end.code
            print(json.dumps([code, out.getvalue(), err.getvalue()]), file=sys.__stdout__, flush=True)
        """;

    private static readonly SemaphoreSlim Turn = new(1);
    private static Process? s_process;

    /// <summary>Runs a command.</summary>
    /// <returns>What it wrote on standard output.</returns>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; the message has its standard error.</exception>
    public static async Task<string> RunAsync(IReadOnlyList<string> arguments)
    {
        await Turn.WaitAsync();
        try
        {
            s_process ??= Start(await Python.PathAsync());
            await s_process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(arguments));
            await s_process.StandardInput.FlushAsync();
            var answer = await s_process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The aws command line ended: {await s_process.StandardError.ReadToEndAsync()}");
            using var said = JsonDocument.Parse(answer);
            var (code, output, error) = (said.RootElement[0].GetInt32(), said.RootElement[1].GetString()!, said.RootElement[2].GetString()!);
            return code == 0 ? output : throw new InvalidOperationException($"aws {string.Join(' ', arguments)} ended with {code}:\n{error}{output}");
        }
        finally
        {
            Turn.Release();
        }
    }

    private static Process Start(string python)
    {
        ProcessStartInfo start = new(python, ["-c", Program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Python.RepositoryRoot,
        };
        foreach (var (name, value) in MotoServer.CleanEnvironment())
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }
}
