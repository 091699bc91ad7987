using System.Diagnostics;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// A Python with moto and boto3: the machine's own, or else a virtual environment of this project's (<c>tests/.venv</c>).
/// </summary>
public static class Python
{
    private const string Modules = "import moto.server, flask, boto3";
    private const string Packages = "\"moto[server]==5.*\" boto3 awscli";
    private static readonly Lazy<Task<string>> Found = new(FindAsync);

    /// <summary>The folder that holds the solution.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Path of the interpreter.</summary>
    /// <exception cref="InvalidOperationException">There is none, and none could be made; the message has the line to type.</exception>
    public static Task<string> PathAsync() => Found.Value;

    /// <summary>Runs Python to its end.</summary>
    /// <returns>What it wrote on standard output.</returns>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; the message has its standard error.</exception>
    public static async Task<string> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? input = null)
    {
        var (code, output, error) = await TryRunAsync(await PathAsync(), arguments, environment, input);
        return code == 0 ? output : throw new InvalidOperationException($"python {string.Join(' ', arguments)} ended with {code}:\n{error}{output}");
    }

    private static async Task<string> FindAsync()
    {
        var own = Path.Combine(RepositoryRoot, "tests", ".venv", OperatingSystem.IsWindows() ? "Scripts/python.exe" : "bin/python");
        foreach (var candidate in new[] { own, "python3", "python" })
        {
            if (await CanAsync(candidate))
            {
                return candidate;
            }
        }

        return await InstallAsync(own);
    }

    private static async Task<string> InstallAsync(string own)
    {
        var folder = Path.Combine(RepositoryRoot, "tests", ".venv");
        Directory.CreateDirectory(folder);

        // Test assemblies run at the same time, and only one may build the environment.
        await using var turn = await TakeTurnAsync(Path.Combine(folder, ".lock"));
        if (await CanAsync(own))
        {
            return own;
        }

        var (made, _, venvError) = await TryRunAsync(OperatingSystem.IsWindows() ? "python" : "python3", ["-m", "venv", folder]);
        var (installed, _, pipError) = made == 0
            ? await TryRunAsync(own, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", .. Packages.Split(' ').Select(p => p.Trim('"'))])
            : (made, "", venvError);
        return installed == 0 && await CanAsync(own) ? own : throw new InvalidOperationException(
            $"The AWS tests need moto. In the repository's root type:\n    python3 -m venv tests/.venv && tests/.venv/bin/python -m pip install {Packages}\nIt was tried and failed: {pipError.Trim()}");
    }

    private static async Task<FileStream> TakeTurnAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.Asynchronous);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    private static async Task<bool> CanAsync(string python) => (await TryRunAsync(python, ["-c", Modules])).Code == 0;

    private static async Task<(int Code, string Output, string Error)> TryRunAsync(
        string python, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? input = null)
    {
        ProcessStartInfo start = new(python, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryRoot,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.StandardInput.WriteAsync(input ?? "");
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            return (process.ExitCode, await output, await error);
        }
        catch (System.ComponentModel.Win32Exception absent)
        {
            return (-1, "", absent.Message);
        }
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AiCloudSecurity.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run from a build inside the repository.");
    }
}
