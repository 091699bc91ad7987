using System.Diagnostics;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

/// <summary>The Shell as its users run it.</summary>
internal static class ShellProgram
{
    public static string Path => System.IO.Path.Join(Python.RepositoryRoot, "src", "AiCloudSecurity.Shell", "bin",
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "AiCloudSecurity.Shell.dll");

    /// <summary>Runs it to its end, in a folder, with the tests' own settings of AWS.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
