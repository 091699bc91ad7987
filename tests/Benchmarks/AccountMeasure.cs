using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Benchmarks;

/// <summary>
/// A whole account read and judged by every check, where each request takes 50 ms, in a process of its own as a
/// scheduled scan would be. The account is served by CloudFake, so that other tools can be measured on it side by side.
/// </summary>
internal static class AccountMeasure
{
    private const int Limit = 16;
    private const int Delay = 50;
    private const int Runs = 3;

    // Of tests/moto/fleet.py: the first is about 500 AI resources.
    private static readonly int[] s_sizes = [30, 60, 120];

    /// <summary>What a scan took.</summary>
    public sealed record Scan(int Findings, double First, double Again, double Memory);

    /// <summary>Accounts that grow, each served by a process of its own.</summary>
    public static async Task<int> RunAsync()
    {
        foreach (var size in s_sizes)
        {
            using var fleet = Child.Fleet(size, out var endpoint);
            await RunAsync(endpoint);
        }
        return 0;
    }

    /// <summary>Fills an account and serves it until the input ends.</summary>
    public static async Task<int> ServeAsync(int size)
    {
        await using var moto = await MotoServer.StartAsync();
        await using var fake = await AwsFake.StartAsync(moto.Endpoint, 0);
        await MotoServer.RunScriptAsync("tests/moto/fleet.py", fake.Endpoint, "--size", size.ToString(CultureInfo.InvariantCulture));
        fake.ForgetRequests();
        fake.Delay = TimeSpan.FromMilliseconds(Delay);
        using var remembered = fake.RememberAnswers();
        Console.WriteLine(fake.Endpoint);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>One account, wherever it is served.</summary>
    /// <param name="endpoint">Where CloudFake serves an account that tests/moto/fleet.py filled.</param>
    public static async Task<int> RunAsync(Uri endpoint)
    {
        using var client = new HttpClient();
        var requests = new Uri(endpoint, "fake-api/requests");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            An account read and judged by every check, {Delay} ms per request, limit {Limit}; goal: within 1.3 of the floor
              requests  floor s  first s  again s  ratio  findings  MB
            """));
        for (var run = 0; run <= Runs; run++)
        {
            await client.GetStringAsync(requests);
            var scan = Child.Measure<Scan>("child-account", endpoint.ToString());
            // Two scans in the process.
            var asked = JsonNode.Parse(await client.GetStringAsync(requests))!.AsObject().Sum(operation => operation.Value!.GetValue<int>()) / 2;
            var floor = (double)asked / Limit * Delay / 1000;
            // The first makes the server remember what moto says.
            if (run > 0)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  {asked,8}  {floor,7:0.00}  {scan.First,7:0.00}  {scan.Again,7:0.00}  {scan.Again / floor,5:0.00}  {scan.Findings,8}  {scan.Memory:0}"));
            }
        }
        return 0;
    }

    public static int RunChild(Uri endpoint)
    {
        var script = $"Test-AiSecurity -Cloud Aws -Region us-east-1, eu-west-1 -ThrottleLimit {Limit} -EndpointUrl {endpoint} -IncludeNotApplicable";
        using var session = new Session(Session.ImportModule);
        var start = Stopwatch.GetTimestamp();
        var findings = session.Run(script).Count;
        var first = Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        session.Run(script);
        var again = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(new Scan(findings, first, again, process.PeakWorkingSet64 / 1e6)));
        return 0;
    }
}
