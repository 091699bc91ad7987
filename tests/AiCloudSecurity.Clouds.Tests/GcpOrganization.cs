using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Gcp;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>An organisation of three projects in the fake: tests/gcp/organization.json.</summary>
public sealed class GcpOrganization : IAsyncLifetime
{
    public const string Production = "ai-prod";
    public const string Number = "111111111111";

    public static string File => Path.Join(Python.RepositoryRoot, "tests", "gcp", "organization.json");

    public GcpFake Fake { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Fake = await GcpFake.StartAsync();

    public void Fill()
    {
        Fake.Reset();
        Fake.Load(System.IO.File.ReadAllText(File));
    }

    public GcpOptions Options => new()
    {
        EndpointUrl = Fake.Endpoint,
        AccessToken = "token",
        Organization = "1000",
        RetryDelay = TimeSpan.FromMilliseconds(0.2),
        LongestWait = TimeSpan.FromSeconds(2),
    };

    public async Task<IReadOnlyList<Estate>> ReadAsync(GcpOptions? options = null) =>
        [.. (await TryAsync(options)).Select(one => one.Estate).OfType<Estate>()];

    public async Task<IReadOnlyList<(Estate? Estate, AiCloudException? Failure)>> TryAsync(GcpOptions? options = null)
    {
        using var connection = await GcpConnection.OpenAsync(options ?? Options, TestContext.Current.CancellationToken);
        return await connection.ReadAsync(ResourceType.All, null, TestContext.Current.CancellationToken);
    }

    public async Task<Estate> ReadOneAsync(GcpOptions? options = null) => (await ReadAsync(options)).Single(estate => estate.Scope.Id == Production);

    /// <summary>Verdicts by check, project and resource; what several projects inherit is judged for each.</summary>
    public static Dictionary<string, Status> Judge(IEnumerable<Estate> estates) =>
        estates.SelectMany(estate => Check.All.Where(check => check.Cloud == Cloud.Gcp).SelectMany(check => check.Judge(estate)))
            .GroupBy(finding => $"{finding.CheckId} {finding.Scope} {finding.ResourceId}")
            .ToDictionary(findings => findings.Key, findings => findings.Select(finding => finding.Status).MaxBy(status => status switch { Status.Fail => 3, Status.Unknown => 2, Status.Pass => 1, _ => 0 }));

    public ValueTask DisposeAsync() => Fake.DisposeAsync();
}
