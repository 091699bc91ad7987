using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AiCloudSecurity.CloudFake;

/// <summary>moto, an emulation of AWS, in a process of its own on a free loopback port.</summary>
public sealed class MotoServer : IAsyncDisposable
{
    // The server ends with whoever holds the other end of its standard input, so that none is left behind.
    // Of AWS's managed policies those that tests use: moto makes all 1,485 anew at each reset, which is a second of work.
    private const string Program = """
        import json, logging, os, re, sys, threading
        from moto.iam import models as iam
        used = re.compile("(Amazon|AWS)?(Bedrock|SageMaker|Comprehend|Kendra|Lex|QBusiness).*|(Administrator|PowerUser|ReadOnly)Access|SecurityAudit|Amazon(S3|DynamoDB)FullAccess")
        iam.aws_managed_policies_data = json.dumps({name: policy for name, policy in json.loads(iam.aws_managed_policies_data).items() if used.fullmatch(name)})
        def end_with_parent():
            sys.stdin.read()
            os._exit(0)
        threading.Thread(target=end_with_parent, daemon=True).start()
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        from moto.server import main
        main(sys.argv[1:])
        """;

    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };

    private readonly Process _process;

    private MotoServer(Process process, Uri endpoint, string pythonPath)
    {
        _process = process;
        Endpoint = endpoint;
        PythonPath = pythonPath;
    }

    public Uri Endpoint { get; }

    /// <summary>The Python that runs moto, for scripts that need boto3.</summary>
    public string PythonPath { get; }

    /// <summary>Starts moto and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">moto is not installed and could not be, or it does not start.</exception>
    /// <param name="openCalls">How many calls need no valid signature and no permission; all of them where it is null.</param>
    public static async Task<MotoServer> StartAsync(int? openCalls = null)
    {
        var python = await Python.PathAsync();
        var last = "";
        for (var attempt = 0; attempt < 3; attempt++)
        {
            // Somebody may take the port between our look and moto's; then the next one is tried.
            var port = FreePort();
            ProcessStartInfo start = new(python, ["-c", Program, "-H", "127.0.0.1", "-p", $"{port}"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true";
            start.Environment["PYTHONUNBUFFERED"] = "1";
            if (openCalls is { } count)
            {
                start.Environment["INITIAL_NO_AUTH_ACTION_COUNT"] = $"{count}";
            }

            ConcurrentQueue<string> said = new();
            var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
            process.BeginErrorReadLine();
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();

            MotoServer moto = new(process, new Uri($"http://127.0.0.1:{port}"), python);
            if (await moto.IsUpAsync())
            {
                if (openCalls is null)
                {
                    await moto.ResetAsync();
                }

                return moto;
            }

            await moto.DisposeAsync();
            last = string.Join('\n', said);
        }

        throw new InvalidOperationException($"moto does not start: {last}");
    }

    /// <summary>Empties every account and starts the sequence of made-up ids again.</summary>
    public async Task ResetAsync()
    {
        foreach (var path in new[] { "/moto-api/reset", "/moto-api/seed?a=1" })
        {
            using var response = await Http.PostAsync(new Uri(Endpoint, path), null);
            response.EnsureSuccessStatusCode();
        }
    }

    /// <summary>From now on every call needs a valid signature and a permission; for a server with open calls.</summary>
    public async Task CheckPermissionsAsync()
    {
        using StringContent none = new("0");
        using var response = await Http.PostAsync(new Uri(Endpoint, "/moto-api/reset-auth"), none);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Runs a Python script of this repository with <c>--endpoint-url</c> and credentials that are none.</summary>
    /// <returns>What it wrote on standard output.</returns>
    public static Task<string> RunScriptAsync(string script, Uri endpoint, params string[] arguments) =>
        Python.RunAsync([Path.Combine(Python.RepositoryRoot, script), "--endpoint-url", endpoint.ToString().TrimEnd('/'), .. arguments], CleanEnvironment());

    /// <summary>Runs the aws command line, as a user of it would.</summary>
    /// <returns>What it wrote on standard output.</returns>
    public static Task<string> RunAwsAsync(Uri endpoint, params string[] arguments) =>
        AwsCommandLine.RunAsync(["--endpoint-url", endpoint.ToString().TrimEnd('/'), "--output", "json", "--region", "us-east-1", .. arguments]);

    /// <summary>Dummy credentials, and nothing of the profile of whoever runs the tests.</summary>
    public static IReadOnlyDictionary<string, string?> CleanEnvironment()
    {
        Dictionary<string, string?> environment = [];
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)))
        {
            environment[name] = null;
        }

        var nowhere = Path.Combine(AppContext.BaseDirectory, "no-such-profile");
        environment["AWS_ACCESS_KEY_ID"] = "testing";
        environment["AWS_SECRET_ACCESS_KEY"] = "testing";
        environment["AWS_DEFAULT_REGION"] = "us-east-1";
        environment["AWS_EC2_METADATA_DISABLED"] = "true";
        environment["AWS_CONFIG_FILE"] = nowhere;
        environment["AWS_SHARED_CREDENTIALS_FILE"] = nowhere;
        environment["NO_PROXY"] = "127.0.0.1,localhost";
        return environment;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> IsUpAsync()
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(1) && !_process.HasExited;)
        {
            try
            {
                using var response = await Http.GetAsync(new Uri(Endpoint, "/moto-api/data.json"));
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
