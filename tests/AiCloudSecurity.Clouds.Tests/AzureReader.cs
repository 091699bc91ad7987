using System.Diagnostics;
using System.Text.Json.Nodes;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>Microsoft's own client (npm @azure/arm-resources) in a process of its own, which reads any resource of the fake by its id.</summary>
internal sealed class AzureReader : IDisposable
{
    private readonly Process _process;
    private readonly string _certificate;

    private AzureReader(Process process, string certificate) => (_process, _certificate) = (process, certificate);

    private static string Folder => Path.Join(Python.RepositoryRoot, "tests", "azure", "clients");

    /// <summary>Starts it; null where there is no Node.js, or npm has no registry.</summary>
    public static async Task<AzureReader?> StartAsync(AzureFake fake, string subscription)
    {
        if (!Directory.Exists(Path.Join(Folder, "node_modules", "@azure", "arm-resources")))
        {
            using var npm = Start(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"], "");
            await (npm?.WaitForExitAsync() ?? Task.CompletedTask);
            if (npm is not { ExitCode: 0 })
            {
                return null;
            }
        }
        var certificate = Path.GetTempFileName();
        await File.WriteAllTextAsync(certificate, fake.CertificatePem);
        return Start("node", ["read.mjs", fake.SecureEndpoint.ToString().TrimEnd('/'), subscription], certificate) is { } process ? new(process, certificate) : null;
    }

    /// <summary>What the client understood of a resource; null where there is none.</summary>
    public async Task<JsonNode?> ReadAsync(string id, string version)
    {
        await _process.StandardInput.WriteLineAsync(new JsonArray(id, version).ToJsonString());
        await _process.StandardInput.FlushAsync();
        return JsonNode.Parse(await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"Microsoft's client ended: {await _process.StandardError.ReadToEndAsync()}"));
    }

    public void Dispose()
    {
        // It ends with its input.
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        File.Delete(_certificate);
    }

    private static Process? Start(string command, string[] arguments, string certificate)
    {
        ProcessStartInfo start = new(command, arguments) { WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (certificate.Length > 0)
        {
            start.Environment["NODE_EXTRA_CA_CERTS"] = certificate;
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
}
