using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.CloudFake;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(AiCloudSecurity.Clouds.Tests.AwsAccount))]
// One emulator, and settings in environment variables: one test at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>moto with the fake in front, and no settings of the machine's own.</summary>
public sealed class AwsAccount : IAsyncLifetime
{
    private string _config = "";

    public MotoServer Moto { get; private set; } = null!;

    public AwsFake Fake { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var (name, value) in MotoServer.CleanEnvironment())
        {
            Environment.SetEnvironmentVariable(name, value);
        }
        // The SDK looks for this file once: it must be there before the first test, or no test can have profiles.
        _config = Path.GetTempFileName();
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", _config);
        Moto = await MotoServer.StartAsync();
        Fake = await AwsFake.StartAsync(Moto.Endpoint);
    }

    /// <summary>An empty account, no faults.</summary>
    public async Task ResetAsync()
    {
        await Moto.ResetAsync();
        Fake.Reset();
    }

    public Task<AwsConnection> OpenAsync(params string[] regions) =>
        AwsConnection.OpenAsync(new AwsOptions { EndpointUrl = Fake.Endpoint, Regions = regions }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Fake.DisposeAsync();
        await Moto.DisposeAsync();
        File.Delete(_config);
    }
}
