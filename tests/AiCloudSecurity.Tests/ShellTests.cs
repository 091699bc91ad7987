using System.Diagnostics;
using System.Text;

namespace AiCloudSecurity.Tests;

/// <summary>The Shell, run as a program with a toy module in the place of ours.</summary>
public sealed class ShellTests : IDisposable
{
    private static readonly bool s_isFullRun = Environment.GetEnvironmentVariable("AISEC_FULL") is "1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<Process> shells = [];
    private readonly string folder = Directory.CreateTempSubdirectory("shell").FullName;

    public ShellTests()
    {
        Write("AiCloudSecurity.psd1", """
            @{ ModuleVersion = '1.0'; RootModule = 'AiCloudSecurity.psm1'; FormatsToProcess = 'Toy.Format.ps1xml'; FunctionsToExport = '*' }
            """);
        Write("AiCloudSecurity.psm1", """
            function Get-Toy { foreach ($s in 'High', 'Low') { [pscustomobject]@{ PSTypeName = 'Toy'; Severity = $s; Reason = 'r' * 200 } } }
            function Remove-Toy {
                [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param([Parameter(Mandatory)] $Name)
                if ($PSCmdlet.ShouldProcess($Name)) { "removed $Name" }
            }
            function Import-AiEstate { param($Path) "estate of $Path" }
            function Test-AiSecurity { param([Parameter(ValueFromPipeline)] $Estate) process { Get-Toy } }
            function Measure-AiSecurity { param([Parameter(ValueFromPipeline)] $Finding) end { [pscustomobject]@{ Pillar = 'Isolation'; Failed = 2 } } }
            function Export-AiReport { param([Parameter(ValueFromPipeline)] $Finding, $Path, $Estate, [switch] $Force) end { [IO.File]::WriteAllText("$PWD/$Path", '<html>') } }
            """);
        Write("Toy.Format.ps1xml", """
            <Configuration><ViewDefinitions><View>
              <Name>Toy</Name>
              <ViewSelectedBy><TypeName>Toy</TypeName></ViewSelectedBy>
              <TableControl>
                <TableHeaders>
                  <TableColumnHeader><Label>Level</Label><Width>8</Width></TableColumnHeader>
                  <TableColumnHeader><Label>Reason</Label></TableColumnHeader>
                </TableHeaders>
                <TableRowEntries><TableRowEntry><TableColumnItems>
                  <TableColumnItem><ScriptBlock>"$($PSStyle.Foreground.Red)$($_.Severity)$($PSStyle.Reset)"</ScriptBlock></TableColumnItem>
                  <TableColumnItem><PropertyName>Reason</PropertyName></TableColumnItem>
                </TableColumnItems></TableRowEntry></TableRowEntries>
              </TableControl>
            </View></ViewDefinitions></Configuration>
            """);
    }

    // A test that fails half-way must not leave a shell behind that runs for ever; its terminal's wrapper has children.
    public void Dispose()
    {
        foreach (var shell in shells)
        {
            try
            {
                if (!shell.HasExited)
                {
                    shell.Kill(entireProcessTree: true);
                    shell.WaitForExit();
                }
            }
            catch (InvalidOperationException)
            {
                // Disposed by the test: it saw the end.
            }
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task With_no_argument_the_main_job_runs_and_shows_each_line_that_it_runs()
    {
        Result result = await Run([]);

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
        string[] commands = [.. result.Lines.Where(line => line.StartsWith("PS> ", StringComparison.Ordinal))];
        Assert.Equal($"PS> $estate = Import-AiEstate -Path '{Path.Combine("samples", "*.aiestate")}'", commands[0]);
        Assert.Equal(["PS> $findings = $estate | Test-AiSecurity", "PS> $findings | Where-Object Status -NE Pass", "PS> $findings | Measure-AiSecurity", "PS> $findings | Export-AiReport -Path report.html -Estate $estate -Force"], commands[1..]);
        Assert.Contains("Isolation", result.Output);
        Assert.True(File.Exists(Path.Combine(folder, "report.html")));
    }

    [Fact]
    public async Task A_failing_step_ends_the_main_job()
    {
        Write("AiCloudSecurity.psm1", "function Import-AiEstate { throw 'no sample' }; function Test-AiSecurity { }");

        Result result = await Run([]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("no sample", result.Error);
        Assert.DoesNotContain("Measure-AiSecurity", result.Output);
    }

    // A start of the engine takes seconds of a processor: a fast run has one of each kind of end.
    public static TheoryData<string, int> Ends => s_isFullRun
        ? new() { { "1", 0 }, { "throw 'up'", 1 }, { "if (", 1 }, { "exit 3", 3 }, { "Import-Module nonsense", 1 }, { "Import-Module nonsense; 1", 0 }, { "Import-Module nonsense; exit 0", 0 }, { "1/0", 1 } }
        : new() { { "throw 'up'", 1 }, { "exit 3", 3 }, { "Import-Module nonsense", 1 }, { "Import-Module nonsense; 1", 0 } };

    [Theory, MemberData(nameof(Ends))]
    public async Task A_command_gives_the_exit_code_that_pwsh_gives(string command, int exitCode)
    {
        Result result = await Run(["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", command]);

        Assert.Equal(exitCode, result.ExitCode);
    }

    [Fact]
    public async Task Results_go_to_output_and_all_that_is_not_a_result_to_error()
    {
        Result result = await Run(["-c", """
            'result'; Write-Output out; Write-Host from, host -ForegroundColor Red; Write-Information info -InformationAction Continue
            Write-Warning warned; Write-Verbose told -Verbose; Write-Debug bug -Debug; Write-Progress busy now
            Write-Error wrong -RecommendedAction 'Do right.'; throw 'the end'
            """]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["result", "out", "from host", "info"], result.Lines);
        Assert.Equal(
            ["WARNING: warned", "VERBOSE: told", "DEBUG: bug", "Write-Error: wrong", "  Do right.", "Exception: the end"],
            result.ErrorLines);
    }

    public static TheoryData<string, string, int> Arguments => s_isFullRun
        ? new()
        {
            { "-Name a -Loud", "a|True|1|", 0 }, { "-Name:a -Count 3 x y", "a|False|3|x,y", 0 }, { "-Loud:$false a", "a|False|1|", 0 }, { "a -5", "a|False|-5|", 0 },
            { "-Count 6", "|False|6|", 6 }, { "throws", "throws|False|1|", 1 }, { "errs", "errs|False|1|", 0 },
        }
        : new() { { "-Name:a -Count 6 -Loud x y", "a|True|6|x,y", 6 }, { "-Loud:$false a -5", "a|False|-5|", 0 }, { "throws", "throws|False|1|", 1 }, { "errs", "errs|False|1|", 0 } };

    [Theory, MemberData(nameof(Arguments))]
    public async Task A_script_gets_its_arguments_by_name_and_says_its_exit_code(string arguments, string output, int exitCode)
    {
        Write("job.ps1", """
            param([string] $Name, [int] $Count = 1, [switch] $Loud, [Parameter(ValueFromRemainingArguments)] $Rest)
            "$Name|$Loud|$Count|$($Rest -join ',')"
            if ($Count -gt 5) { exit $Count }
            if ($Name -eq 'throws') { throw 'up' }
            if ($Name -eq 'errs') { Import-Module nonsense }
            """);

        Result result = await Run(["-File", "job.ps1", .. arguments.Split(' ')]);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal([output], result.Lines);
        if (arguments == "throws")
        {
            Assert.Equal(["job.ps1:4: Exception: up"], result.ErrorLines);
        }
    }

    [Fact]
    public async Task A_command_line_is_read_from_standard_input_whole()
    {
        Result result = await Run(["-Command", "-"], input: "1..2\nif ($true) {\n  'three'\n}\n\nexit 7\n'never'\n");

        Assert.Equal(7, result.ExitCode);
        Assert.Equal(["1", "2", "three"], result.Lines);
    }

    [Theory]
    [InlineData("-Nonsense", "'-Nonsense' is not an option.")]
    [InlineData("-Command", "-Command needs a command line")]
    [InlineData("-File", "-File needs the path of a script")]
    [InlineData("missing.ps1", "The script 'missing.ps1' does not exist.")]
    [InlineData("-Interactive", "-Interactive needs a terminal")]
    public async Task A_wrong_command_line_is_64_and_shows_the_usage(string arguments, string says)
    {
        Result result = await Run(arguments.Split(' '));

        Assert.Equal(64, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("-Command <text>", result.Error);
        Assert.Contains(says, result.ErrorLines[^1]);
    }

    [Theory]
    [InlineData("-?", "-Command <text>")]
    [InlineData("-h", "AICLOUDSECURITY_MODULE")]
    [InlineData("-Version", "PowerShell 7.")]
    public async Task Help_and_version_need_no_module(string option, string says)
    {
        Result result = await Run([option], module: "nowhere.psd1");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(says, result.Output);
    }

    [Fact]
    public async Task A_missing_module_is_an_error_that_says_what_to_set()
    {
        Result result = await Run(["-Command", "1"], module: "nowhere.psd1");

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("AICLOUDSECURITY_MODULE names 'nowhere.psd1', which does not exist.", result.Error);
    }

    [Fact]
    public async Task Unless_told_otherwise_it_imports_the_module_of_its_repository_with_its_cmdlets_and_help()
    {
        Result result = await Run(
            ["-Command", "(Get-Module AiCloudSecurity).ModuleBase; (Get-Command Test-AiSecurity).Source; (Get-Help Test-AiSecurity).Name"],
            environment: new() { ["AICLOUDSECURITY_MODULE"] = null });

        Assert.Equal([CloudFake.Python.RepositoryRoot.TrimEnd(Path.DirectorySeparatorChar), "AiCloudSecurity", "Test-AiSecurity"], result.Lines);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task A_module_that_does_not_load_ends_the_program_before_the_command()
    {
        Write("AiCloudSecurity.psm1", "throw 'broken'");

        Result result = await Run(["-Command", "'ran'"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("broken", result.Error);
    }

    [Theory]
    [InlineData("Get-Toy | Export-Csv toys.csv", "Export-Csv belongs to Microsoft.PowerShell.Utility, which comes with PowerShell and is not in this console. Run it in pwsh, or use Export-AiReport -Format Csv.")]
    [InlineData("Get-Toy | select Reason", "Select-Object belongs to Microsoft.PowerShell.Utility, which comes with PowerShell and is not in this console. Run it in pwsh.")]
    [InlineData("$ErrorActionPreference = 'Stop'; Get-Content a", "Get-Content belongs to Microsoft.PowerShell.Management, which comes with PowerShell and is not in this console. Run it in pwsh.")]
    public async Task A_command_of_PowerShell_that_is_not_here_is_said_to_be_elsewhere(string command, string says)
    {
        Result result = await Run(["-Command", command]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal([says], result.ErrorLines);
    }

    [Theory]
    [InlineData(null, 119)]
    [InlineData("80", 79)]
    public async Task A_view_of_the_module_fills_the_width_and_has_no_escapes_in_a_pipe(string? columns, int width)
    {
        Result result = await Run(["-Command", "Get-Toy; \"$([char]27)[31mred$([char]27)[0m\""], environment: new() { ["COLUMNS"] = columns });

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain('\e', result.Output);
        Assert.Contains("Level    Reason", result.Lines);
        Assert.Contains("High     " + new string('r', width - 10) + "…", result.Lines);
        Assert.Contains("red", result.Lines);
    }

    [Fact]
    public async Task Tables_and_lists_can_be_asked_for()
    {
        Result result = await Run(["-Command", "Get-Toy | Format-Table Severity, @{ Name = 'Length'; Expression = { $_.Reason.Length } }; Get-Toy | Format-List Severity"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            ["Severity Length", "-------- ------", "High        200", "Low         200", "Severity : High", "Severity : Low"],
            result.Lines.Where(line => line.Length > 0));
    }

    [Fact]
    public async Task Help_of_a_command_is_shown_in_full()
    {
        Write("AiCloudSecurity.psm1", "function Get-Toy {\n<#\n.SYNOPSIS\nGets every toy.\n#>\nparam($Name) }");

        Result result = await Run(["-Command", "help Get-Toy"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("    Gets every toy.", result.Lines);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task What_would_ask_is_an_error_that_names_the_way_out_where_nobody_can_answer()
    {
        Result result = await Run(["-Command", "Remove-Toy a; Remove-Toy b -Confirm:$false; Remove-Toy"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["removed b"], result.Lines);
        Assert.Contains("-Confirm:$false", result.ErrorLines[0]);
        Assert.Contains("missing mandatory parameters: Name", result.ErrorLines[1]);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_stops_the_pipeline_which_cleans_up(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another program.");

        // A test run in the background may ignore SIGINT, and its children would too.
        string[] wrapper = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT"] : [];
        Process shell = Start(wrapper, ["-Command", "try { 'started'; while ($true) { } } finally { Write-Host cleaned }"]);
        Assert.Equal("started", await shell.StandardOutput.ReadLineAsync().WaitAsync(Patience));
        using Process kill = Process.Start("kill", [$"-{signal}", $"{shell.Id}"]);
        Result result = await Finish(shell);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(["cleaned"], result.Lines);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task A_terminal_gets_colours_its_width_and_a_progress_line()
    {
        Result result = await RunInTerminal("Write-Progress busy now; Get-Toy; Write-Warning careful");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("busy: now", result.Output);
        Assert.Contains("\e[31mHigh\e[0m     " + new string('r', 90 - 1 - 10) + "…", result.Lines);
        Assert.Contains("\e[33;1mWARNING: careful\e[0m", result.Lines);
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    public async Task A_terminal_without_colours_gets_none(string variable, string value)
    {
        Result result = await RunInTerminal("Get-Toy; Write-Warning careful; Write-Host red -ForegroundColor Red", new() { [variable] = value });

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("\e[3", result.Output);
        Assert.DoesNotContain("\e[0", result.Output);
        Assert.Contains("WARNING: careful", result.Lines);
        Assert.Contains("red", result.Lines);
    }

    [Fact]
    public async Task A_prompt_keeps_its_variables_asks_and_leaves_by_exit()
    {
        Process shell = StartInTerminal(["-Interactive"]);
        await Answer(shell, "PS> ", "$a = if ($true) {");
        await Answer(shell, ">> ", "  40 + 2 }");
        await Answer(shell, "PS> ", "\"a is $a\"; Remove-Toy a");
        await Answer(shell, "(default is \"Y\"): ", "n");
        await Answer(shell, "PS> ", "Remove-Toy b");
        string seen = await Answer(shell, "(default is \"Y\"): ", "y");
        seen += await Answer(shell, "PS> ", "exit 5");
        Result result = await Finish(shell);

        Assert.Equal(5, result.ExitCode);
        Assert.Contains("removed b", seen);
        Assert.DoesNotContain("removed a", seen);
    }

    [Fact]
    public async Task At_a_prompt_Ctrl_C_ends_only_the_command()
    {
        Process shell = StartInTerminal(["-Interactive"]);
        await Answer(shell, "PS> ", "'star' + 'ted'; while ($true) { }");
        await Answer(shell, "started", "\u0003", newLine: false);
        await Answer(shell, "PS> ", "exit 4");

        Assert.Equal(4, (await Finish(shell)).ExitCode);
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(folder, name), content);

    private async Task<Result> Run(string[] arguments, string input = "", string? module = null, Dictionary<string, string?>? environment = null)
    {
        Process shell = Start([], arguments, module, environment);
        await shell.StandardInput.WriteAsync(input);
        shell.StandardInput.Close();
        return await Finish(shell);
    }

    private async Task<Result> RunInTerminal(string command, Dictionary<string, string?>? environment = null)
    {
        Process shell = StartInTerminal(["-Command", command], environment);
        return await Finish(shell);
    }

    /// <summary>Starts the Shell in a pseudo terminal of 90 columns.</summary>
    private Process StartInTerminal(string[] arguments, Dictionary<string, string?>? environment = null)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pseudo terminals are made by Python's pty, which Windows lacks.");
        // A test run in the background may ignore SIGINT; who sits at a terminal does not.
        const string terminal = "import os, pty, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); sys.exit(os.waitstatus_to_exitcode(pty.spawn(['sh', '-c', 'stty cols 90; exec \"$@\"', 'sh'] + sys.argv[1:])))";
        return Start(["python3", "-c", terminal], arguments, module: null, environment);
    }

    private Process Start(string[] wrapper, string[] arguments, string? module = null, Dictionary<string, string?>? environment = null)
    {
        string[] line = [.. wrapper, "dotnet", ShellProgram.Path, .. arguments];
        ProcessStartInfo start = new(line[0], line[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        // What the machine that runs the tests says of its terminal must not reach them.
        start.Environment["NO_COLOR"] = null;
        start.Environment["COLUMNS"] = null;
        start.Environment["TERM"] = "xterm";
        start.Environment["AICLOUDSECURITY_MODULE"] = module ?? Path.Combine(folder, "AiCloudSecurity.psd1");
        foreach ((string name, string? value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        var shell = Process.Start(start)!;
        shells.Add(shell);
        return shell;
    }

    private static async Task<Result> Finish(Process shell)
    {
        try
        {
            Task<string> output = shell.StandardOutput.ReadToEndAsync();
            Task<string> error = shell.StandardError.ReadToEndAsync();
            await shell.WaitForExitAsync().WaitAsync(Patience);
            return new Result(shell.ExitCode, await output, await error);
        }
        catch (TimeoutException)
        {
            shell.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Waits for a question and answers it.</summary>
    /// <returns>What was written until then.</returns>
    private static async Task<string> Answer(Process shell, string question, string answer, bool newLine = true)
    {
        StringBuilder seen = new();
        char[] one = new char[1];
        while (!seen.ToString().EndsWith(question, StringComparison.Ordinal))
        {
            int read = await shell.StandardOutput.ReadAsync(one.AsMemory()).AsTask().WaitAsync(Patience);
            Assert.True(read == 1, $"The program ended before it asked '{question}'. It wrote: {seen}");
            seen.Append(one[0]);
        }

        await shell.StandardInput.WriteAsync(newLine ? answer + "\n" : answer);
        await shell.StandardInput.FlushAsync();
        return seen.ToString();
    }

    private sealed record Result(int ExitCode, string Output, string Error)
    {
        public string[] Lines => Split(Output);

        public string[] ErrorLines => Split(Error);

        private static string[] Split(string text) => text.TrimEnd().Length == 0 ? [] : text.TrimEnd().ReplaceLineEndings("\n").Split('\n');
    }
}
