using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Azure;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>A tenant of two subscriptions in the fake: tests/azure/tenant.json.</summary>
public sealed class AzureTenant : IAsyncLifetime
{
    public const string Production = "11111111-0000-0000-0000-000000000001";

    public static string File => Path.Join(Python.RepositoryRoot, "tests", "azure", "tenant.json");

    public AzureFake Fake { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Fake = await AzureFake.StartAsync();

    public void Fill()
    {
        Fake.Reset();
        Fake.Load(System.IO.File.ReadAllText(File));
    }

    public AzureOptions Options => new()
    {
        EndpointUrl = Fake.Endpoint,
        Session = new("token", DateTimeOffset.UtcNow.AddHours(1)),
        DirectorySession = new("token", DateTimeOffset.UtcNow.AddHours(1)),
        RetryDelay = TimeSpan.FromMilliseconds(5),
        LongestWait = TimeSpan.FromSeconds(2),
    };

    public async Task<IReadOnlyList<Estate>> ReadAsync(AzureOptions? options = null)
    {
        using var connection = await AzureConnection.OpenAsync(options ?? Options, TestContext.Current.CancellationToken);
        var read = await connection.ReadAsync(ResourceType.All, null, TestContext.Current.CancellationToken);
        return [.. read.Select(one => one.Estate).OfType<Estate>()];
    }

    /// <summary>Verdicts by check and resource; what several subscriptions use is judged for each, and the worst counts.</summary>
    public static Dictionary<string, Status> Judge(IEnumerable<Estate> estates) =>
        estates.SelectMany(estate => Check.All.Where(check => check.Cloud == Cloud.Azure).SelectMany(check => check.Judge(estate)))
            .GroupBy(finding => $"{finding.CheckId} {finding.ResourceId.ToLowerInvariant()}")
            .ToDictionary(findings => findings.Key, findings => findings.Select(finding => finding.Status).MaxBy(status => status switch { Status.Fail => 3, Status.Unknown => 2, Status.Pass => 1, _ => 0 }));

    public ValueTask DisposeAsync() => Fake.DisposeAsync();
}
