using System.Diagnostics;
using System.Text.Json.Nodes;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

/// <summary>
/// A process that repairs Azure or Google Cloud is killed while it waits for an answer, at each kind of moment (AISEC_FULL=1; three of five in a fast run). The
/// repair is of several settings, and what is written is under way for a while: the journal must tell how far it came,
/// and undo restore, whatever had been done by then.
/// </summary>
public sealed class RepairKillTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aicloudsecurity-kill");

    /// <summary>A moment at which a process is killed, and what the journal tells then.</summary>
    /// <param name="Request">How the request begins that it waits for.</param>
    /// <param name="End">How it ends.</param>
    /// <param name="Nth">Which of those, the first is 1.</param>
    /// <param name="IsDone">The cloud has done it, and not answered.</param>
    /// <param name="InUndo">The process takes back what was repaired before.</param>
    /// <param name="Journal">What the journal tells of each change.</param>
    private sealed record Moment(string Request, string End, int Nth, bool IsDone, bool InUndo, string Journal);

    [Fact]
    public async Task Azure_comes_back_whenever_the_process_is_killed()
    {
        const string Subscription = "11111111-0000-0000-0000-000000000001";
        const string Session = """
            New-Module -Name Az.Accounts {
                function Get-AzContext { [pscustomobject]@{ Environment = [pscustomobject]@{ Name = 'AzureCloud' }; Tenant = [pscustomobject]@{ Id = '72f988bf-0000-0000-0000-000000000000' } } }
                function Get-AzAccessToken { [pscustomobject]@{ Token = 't'; ExpiresOn = [DateTimeOffset]::UtcNow.AddHours(1) } }
            } | Import-Module;
            """;
        var tenant = await File.ReadAllTextAsync(Path.Join(Python.RepositoryRoot, "tests", "azure", "tenant.json"), TestContext.Current.CancellationToken);
        Moment[] moments =
        [
            // Done, and nobody was told; the setting before it is done whole.
            new("PUT", "/serverlessEndpoints/llama", 1, true, false, "Applied, Interrupted"),
            // Accepted, and under way.
            new("GET", "/operationResults/", 1, false, false, "Interrupted"),
            new("PUT", "/serverlessEndpoints/llama", 1, true, true, "Applied, Applied, Interrupted"),
            // Looked at, and not written down.
            new("GET", "/onlineEndpoints/score", 2, false, false, ""),
            new("PUT", "/onlineEndpoints/score", 1, false, false, "Interrupted"),
        ];
        await KillAsync(moments, async () =>
        {
            var fake = await AzureFake.StartAsync();
            fake.Load(tenant);
            fake.WritesTakeTime = true;
            return new Cloud(fake, () => Sorted(fake.State()), pause => fake.Pause = pause, Session, $"-EndpointUrl {fake.Endpoint}", $"Test-AiSecurity -Cloud Azure -Subscription {Subscription} -CheckId AZ-IAM-020, AZ-IAM-021 -EndpointUrl {fake.Endpoint} -InformationAction Ignore | Where-Object Status -EQ Fail | Repair-AiFinding -Force");
        });
    }

    [Fact]
    public async Task Google_Cloud_comes_back_whenever_the_process_is_killed()
    {
        var organization = await File.ReadAllTextAsync(Path.Join(Python.RepositoryRoot, "tests", "gcp", "organization.json"), TestContext.Current.CancellationToken);
        Moment[] moments =
        [
            new("PATCH", "/instances/open", 1, true, false, "Applied, Interrupted"),
            new("GET", "/operations/", 1, false, false, "Interrupted"),
            new("PATCH", "/instances/open", 1, true, true, "Applied, Applied, Interrupted"),
            new("GET", "/instances/closed", 2, false, false, ""),
            new("PATCH", "/instances/closed", 1, false, false, "Interrupted"),
        ];
        await KillAsync(moments, async () =>
        {
            var fake = await GcpFake.StartAsync();
            fake.Load(organization);
            var with = $"-AccessToken ([System.Net.NetworkCredential]::new('', 'token').SecurePassword) -EndpointUrl {fake.Endpoint}";
            return new Cloud(fake, () => Sorted(fake.State()), pause => fake.Pause = pause, "", with, $"Test-AiSecurity -Cloud Gcp -Project ai-prod -CheckId GCP-NET-006 {with} -InformationAction Ignore | Where-Object Status -EQ Fail | Repair-AiFinding -Force");
        });
    }

    private async Task KillAsync(Moment[] all, Func<Task<Cloud>> start)
    {
        var moments = Environment.GetEnvironmentVariable("AISEC_FULL") is "1" ? all : all[..3];
        // A cloud of its own for each: what one leaves nobody else finds.
        var clouds = await Task.WhenAll(moments.Select(_ => start()));
        try
        {
            var before = clouds.Select(cloud => cloud.State()).ToList();
            for (var number = 0; number < moments.Length; number++)
            {
                if (moments[number].InUndo)
                {
                    Assert.Empty(_session.Run($"{clouds[number].Session}{clouds[number].Repair} -JournalPath '{JournalOf(moments, number)}' {clouds[number].With}").Errors);
                }
            }
            await Task.WhenAll(moments.Select((moment, number) => KillAsync(moment, clouds[number], JournalOf(moments, number))));
            for (var number = 0; number < moments.Length; number++)
            {
                var (moment, cloud, journal) = (moments[number], clouds[number], JournalOf(moments, number));
                var lines = File.Exists(journal) ? (await File.ReadAllLinesAsync(journal, TestContext.Current.CancellationToken)).Select(line => JsonNode.Parse(line)!).ToList() : [];
                var told = string.Join(", ", lines.GroupBy(line => (string)line["id"]!).Select(change => change.Count() == 1 ? "Interrupted" : (string)change.Last()["step"]!));
                Assert.True(moment.Journal == told, $"{moment}: {told}");
                // Undo as a user does: all that is open, however often it is asked for.
                var undone = _session.Run($"{cloud.Session}Undo-AiRepair -Force -JournalPath '{journal}' {cloud.With}");
                Assert.Empty(undone.Errors);
                Assert.Equal(moment.Journal.Length > 0, undone.Output.Count > 0);
                Assert.Empty(_session.Run($"Undo-AiRepair -Force -JournalPath '{journal}' {cloud.With}").Output);
                Assert.Equal(before[number], cloud.State());
            }
        }
        finally
        {
            foreach (var cloud in clouds)
            {
                await cloud.Fake.DisposeAsync();
            }
        }
    }

    private static async Task KillAsync(Moment moment, Cloud cloud, string journal)
    {
        TaskCompletionSource there = new(TaskCreationOptions.RunContinuationsAsynchronously), dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        cloud.Pause((request, isDone) =>
        {
            if (isDone != moment.IsDone || !request.StartsWith($"{moment.Request} ", StringComparison.Ordinal) || !request.Contains(moment.End, StringComparison.Ordinal) || Interlocked.Increment(ref count) < moment.Nth)
            {
                return Task.CompletedTask;
            }
            there.TrySetResult();
            return dead.Task;
        });
        var does = moment.InUndo ? $"Undo-AiRepair -Force {cloud.With}" : $"{cloud.Repair} {cloud.With}";
        using var process = Process.Start(new ProcessStartInfo("dotnet", [ShellProgram.Path, "-Command", $"{cloud.Session}{does} -JournalPath '{journal}'"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var said = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            Assert.True(await Task.WhenAny(there.Task, process.WaitForExitAsync()) == there.Task, $"{moment} ended before: {(process.HasExited ? $"{await said.Item1} {await said.Item2}" : "")}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            cloud.Pause(null);
            dead.TrySetResult();
        }
    }

    private string JournalOf(Moment[] moments, int number) => Path.Join(_folder.FullName, $"{moments[number].Request}-{number}.jsonl");

    // JSON's order of members says nothing.
    private static string Sorted(string state)
    {
        return Of(JsonNode.Parse(state))!.ToJsonString(new() { WriteIndented = true });

        static JsonNode? Of(JsonNode? node) => node switch
        {
            JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Of(member.Value)))),
            JsonArray items => new JsonArray([.. items.Select(Of)]),
            _ => node?.DeepClone(),
        };
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>A cloud in which something is to be repaired.</summary>
    /// <param name="Fake">The cloud.</param>
    /// <param name="State">All that is in it.</param>
    /// <param name="Pause">Holds its requests.</param>
    /// <param name="Session">What comes before commands.</param>
    /// <param name="With">The parameters of each command.</param>
    /// <param name="Repair">The command that repairs.</param>
    private sealed record Cloud(IAsyncDisposable Fake, Func<string> State, Action<Func<string, bool, Task>?> Pause, string Session, string With, string Repair);
}
