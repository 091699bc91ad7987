using System.ComponentModel;
using System.Diagnostics;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

public sealed class PesterTests
{
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
