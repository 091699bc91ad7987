using System.Diagnostics;
using System.Text.Json.Nodes;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>Google's own clients (npm googleapis, and @google-cloud for what that lacks) in a process of their own, which read what is set in the fake.</summary>
internal sealed class GcpReader : IDisposable
{
    private readonly Process _process;

    private GcpReader(Process process) => _process = process;

    private static string Folder => Path.Join(Python.RepositoryRoot, "tests", "gcp", "clients");

    /// <summary>Starts it; null where there is no Node.js, or npm has no registry.</summary>
    public static async Task<GcpReader?> StartAsync(Uri endpoint)
    {
        // The last that was added.
        if (!Directory.Exists(Path.Join(Folder, "node_modules", "@google-cloud", "securitycentermanagement")))
        {
            using var npm = Start(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]);
            await (npm?.WaitForExitAsync() ?? Task.CompletedTask);
            if (npm is not { ExitCode: 0 })
            {
                return null;
            }
        }
        return Start("node", ["read.mjs", $"{endpoint.Port}"]) is { } process ? new(process) : null;
    }

    /// <summary>What the client understood; null where there is nothing.</summary>
    /// <param name="host">As aiplatform.googleapis.com.</param>
    /// <param name="root">What stands before names, as v1.</param>
    /// <param name="name">The name, as projects/p/locations/l/endpoints/1.</param>
    /// <param name="verb">What is called to read it, as getIamPolicy; get where empty.</param>
    /// <param name="called">What people call it, where Google's name is not known.</param>
    public async Task<JsonNode?> ReadAsync(string host, string root, string name, string verb = "", string called = "")
    {
        await _process.StandardInput.WriteLineAsync(new JsonArray(host, root, name, verb, called).ToJsonString());
        await _process.StandardInput.FlushAsync();
        var said = JsonNode.Parse(await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"Google's client ended: {await _process.StandardError.ReadToEndAsync()}"));
        return (string?)(said as JsonObject)?["failed"] is { } failure ? throw new InvalidOperationException($"{host}/{root}/{name}: {failure}") : said;
    }

    public void Dispose()
    {
        // It ends with its input.
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process? Start(string command, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(command, arguments) { WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It is not installed.
            return null;
        }
    }
}
