using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>A vendor's own JavaScript clients: the packages of a folder of tests, installed once, however many tests want them at a time.</summary>
/// <param name="cloud">The folder below tests, as azure.</param>
internal sealed class NpmClients(string cloud)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string?>>> s_missing = new(StringComparer.Ordinal);

    private string Folder { get; } = Path.Join(Python.RepositoryRoot, "tests", cloud, "clients");

    /// <summary>Installs them where they are not; gives what is missing, null where nothing is.</summary>
    public Task<string?> InstallAsync() => s_missing.GetOrAdd(Folder, _ => new(async () =>
    {
        if (await RunAsync("node", ["--version"]) is null || await RunAsync("npm", ["--version"]) is null)
        {
            return "Node.js and npm are not installed.";
        }
        // What npm writes at last.
        var installed = File.GetLastWriteTimeUtc(Path.Join(Folder, "node_modules", ".package-lock.json"));
        return installed >= File.GetLastWriteTimeUtc(Path.Join(Folder, "package-lock.json")) || await RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]) is { Code: 0 }
            ? null : "npm could not install the clients: there is no registry.";
    })).Value;

    /// <summary>Runs a program in their folder to its end; null where it is not installed.</summary>
    public async Task<(int Code, string Output, string Errors)?> RunAsync(string command, string[] arguments, params (string Name, string Value)[] variables)
    {
        using var process = Start(command, arguments, variables, isAsked: false);
        if (process is null)
        {
            return null;
        }
        var token = TestContext.Current.CancellationToken;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(token), process.StandardError.ReadToEndAsync(token));
        await process.WaitForExitAsync(token);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Starts read.mjs, which answers lines; null where the clients are not to be had, which CI does not forgive.</summary>
    public async Task<Reader?> ReadAsync(string[] arguments, params (string Name, string Value)[] variables)
    {
        var missing = await InstallAsync();
        Assert.False(missing is not null && Environment.GetEnvironmentVariable("CI") == "true", missing);
        return missing is null ? new(Start("node", ["read.mjs", .. arguments], variables, isAsked: true)!) : null;
    }

    private Process? Start(string command, string[] arguments, (string Name, string Value)[] variables, bool isAsked)
    {
        ProcessStartInfo start = new(OperatingSystem.IsWindows() && command != "node" ? command + ".cmd" : command, arguments) { WorkingDirectory = Folder, RedirectStandardInput = isAsked, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It is not installed.
            return null;
        }
    }

    /// <summary>A process in which the clients read: of each line of input it prints what they understood.</summary>
    internal sealed class Reader(Process process) : IDisposable
    {
        /// <summary>What the clients understood; null where there is nothing.</summary>
        /// <exception cref="InvalidOperationException">They cannot say, or ended.</exception>
        public async Task<JsonNode?> AskAsync(params string[] what)
        {
            await process.StandardInput.WriteLineAsync(new JsonArray([.. what.Select(word => JsonValue.Create(word))]).ToJsonString());
            await process.StandardInput.FlushAsync();
            var said = JsonNode.Parse(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The vendor's client ended: {await process.StandardError.ReadToEndAsync()}"));
            return (string?)(said as JsonObject)?["failed"] is { } failure ? throw new InvalidOperationException($"{string.Join('/', what)}: {failure}") : said;
        }

        public void Dispose()
        {
            // It ends with its input.
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
