using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Language;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

public sealed class PesterTests
{
    public static TheoryData<string> Scripts => new(new[] { "tests/Pester", "samples/automation", "build.ps1" }
        .SelectMany(place => File.Exists(Path.Join(Python.RepositoryRoot, place)) ? [place] : Directory.GetFiles(Path.Join(Python.RepositoryRoot, place), "*.ps1").Select(path => Path.GetRelativePath(Python.RepositoryRoot, path))));

    // They run where PowerShell is; that they are PowerShell, and call our commands as these are, can be told here.
    [Theory, MemberData(nameof(Scripts))]
    public void A_script_is_powershell_and_names_parameters_that_our_commands_have(string script)
    {
        var tree = Parser.ParseFile(Path.Join(Python.RepositoryRoot, script), out _, out var errors);
        Assert.Empty(errors.Select(error => $"{error.Extent.StartLineNumber}: {error.Message}"));
        using var session = new ModuleSession();
        var cmdlets = session.Run("Get-Command -Module AiCloudSecurity -CommandType Cmdlet").Output.Select(command => (CmdletInfo)command.BaseObject).ToDictionary(cmdlet => cmdlet.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var command in tree.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
        {
            if (command.GetCommandName() is { } name && name.Contains("-Ai", StringComparison.Ordinal) && !name.EndsWith(".ps1", StringComparison.Ordinal))
            {
                Assert.True(cmdlets.TryGetValue(name, out var cmdlet), $"{script}: there is no {name}");
                Assert.All(command.CommandElements.OfType<CommandParameterAst>(), parameter => Assert.True(cmdlet!.Parameters.ContainsKey(parameter.ParameterName), $"{script}: {name} has no -{parameter.ParameterName}"));
            }
        }
    }

    [Fact]
    public void The_acceptance_suite_has_every_command()
    {
        var suite = string.Concat(Directory.GetFiles(Path.Join(Python.RepositoryRoot, "tests", "Pester"), "*.ps1").Select(File.ReadAllText));
        using var session = new ModuleSession();
        Assert.All(session.Run("Get-Command -Module AiCloudSecurity -CommandType Cmdlet | ForEach-Object Name").Output, name => Assert.Contains($"{name}", suite, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_acceptance_suite_passes_in_a_real_PowerShell()
    {
        const string Script = "if (-not (Get-Module Pester -ListAvailable | Where-Object Version -GE 5.0)) { exit 77 }; " +
            "$result = Invoke-Pester tests/Pester -PassThru -Output Detailed; exit [int]($result.FailedCount -gt 0 -or $result.TotalCount -eq 0)";
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", Script])
            {
                WorkingDirectory = Python.RepositoryRoot,
                RedirectStandardOutput = true,
            });
        }
        catch (Win32Exception)
        {
            Assert.Skip("pwsh is not installed; the hosted engine was tested instead.");
        }
        using (process)
        {
            var output = await process!.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.SkipWhen(process.ExitCode == 77, "Pester 5 is not installed; the hosted engine was tested instead.");
            Assert.True(process.ExitCode == 0, output);
        }
    }
}
