using System.Text.Json.Nodes;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

/// <summary>An account of its own in moto, in which much can be repaired: these tests change it.</summary>
public sealed class RepairAccount : IAsyncLifetime
{
    private MotoServer _moto = null!;

    public AwsFake Fake { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _moto = await MotoServer.StartAsync();
        Fake = await AwsFake.StartAsync(_moto.Endpoint);
        await RunAsync("make");
    }

    /// <summary>The settings that repairs may change, as boto3 reads them.</summary>
    public async Task<JsonObject> ShowAsync() => JsonNode.Parse(await RunAsync("show"))!.AsObject();

    /// <summary>Runs the aws command line.</summary>
    public Task<string> AwsAsync(params string[] arguments) => MotoServer.RunAwsAsync(Fake.Endpoint, ["--region", "us-east-1", .. arguments]);

    /// <summary>The requests since they were forgotten that change something.</summary>
    public IEnumerable<string> Writes => Fake.Requests.Where(request => request.IsWrite && request.Method != "GET" && !request.Operation.StartsWith("Search", StringComparison.Ordinal)).Select(request => request.Name);

    public async ValueTask DisposeAsync()
    {
        await Fake.DisposeAsync();
        await _moto.DisposeAsync();
    }

    private Task<string> RunAsync(string what) => MotoServer.RunScriptAsync("tests/moto/repairs.py", Fake.Endpoint, what);
}
