using System.Diagnostics;
using System.Text.Json.Nodes;
using AiCloudSecurity.Reports;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Microsoft's own validator reads our SARIF, with its rules for GitHub, too. Needs npm, on Linux.</summary>
public sealed class ReportValidatorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Folder { get; } = Path.Join(SampleEstates.RepositoryRoot, "tests", "validators");

    [Fact]
    public async Task Microsofts_validator_finds_nothing_in_our_sarif_and_something_in_what_is_broken()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The validator that is installed is that for Linux.");
        var program = Path.Join(Folder, "node_modules", "@microsoft", "sarif-multitool-linux", "Sarif.Multitool");
        if (!File.Exists(program))
        {
            Assert.SkipUnless(await RunAsync("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"), "npm could not install the validator: there is no npm, or no registry.");
        }
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-sarif");
        try
        {
            var ours = ReportSamples.Write(ReportFormat.Sarif);
            await File.WriteAllTextAsync(Path.Join(folder.FullName, "ours.sarif"), ours, Token);
            await File.WriteAllTextAsync(Path.Join(folder.FullName, "broken.sarif"), ReportSamples.Write(ReportFormat.Sarif, ReportSamples.Content([.. ReportSamples.Hostile.Take(5)])).Replace("\"ruleIndex\":", "\"ruleNumber\":", StringComparison.Ordinal), Token);
            var log = Path.Join(folder.FullName, "said.json");
            Assert.True(await RunAsync(program, "validate", Path.Join(folder.FullName, "ours.sarif"), Path.Join(folder.FullName, "broken.sarif"), "--output", log, "--rule-kind", "Sarif;Ghas"));
            var said = JsonNode.Parse(await File.ReadAllTextAsync(log, Token))!["runs"]!.AsArray().SelectMany(run => run!["results"]?.AsArray() ?? [])
                .Select(result => $"{result!["locations"]![0]!["physicalLocation"]!["artifactLocation"]} {result["ruleId"]} {result["message"]!["text"] ?? result["message"]!["arguments"]}").ToLookup(text => text.Contains("broken.sarif", StringComparison.Ordinal));
            Assert.Empty(said[false]);
            Assert.NotEmpty(said[true]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<bool> RunAsync(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
            await process.WaitForExitAsync(Token);
            await Task.WhenAll(output, errors);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It is not installed.
            return false;
        }
    }
}
