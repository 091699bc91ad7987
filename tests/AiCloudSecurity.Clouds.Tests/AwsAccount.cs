using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.CloudFake;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(AiCloudSecurity.Clouds.Tests.AwsAccount))]
[assembly: Parallelization(Mode = ParallelMode.Collections)]

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>moto with the fake in front, and no settings of the machine's own.</summary>
public sealed class AwsAccount : IAsyncLifetime
{
    private readonly Dictionary<string, (MotoServer Moto, AwsFake Fake)> _filled = [];
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

    /// <summary>An account that a script filled, made once, without faults: for tests that only read, and take away what they put into the fake.</summary>
    public async Task<AwsFake> FilledAsync(string script = "tests/moto/account.py")
    {
        if (!_filled.TryGetValue(script, out var filled))
        {
            var moto = await MotoServer.StartAsync();
            filled = _filled[script] = (moto, await AwsFake.StartAsync(moto.Endpoint));
            await MotoServer.RunScriptAsync(script, filled.Fake.Endpoint);
        }
        filled.Fake.ClearRules();
        return filled.Fake;
    }

    public Task<AwsConnection> OpenAsync(params string[] regions) => OpenAsync(Fake, regions);

    public static Task<AwsConnection> OpenAsync(AwsFake fake, params string[] regions) =>
        AwsConnection.OpenAsync(new AwsOptions { EndpointUrl = fake.Endpoint, Regions = regions }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var (moto, fake) in _filled.Values.Prepend((Moto, Fake)))
        {
            await fake.DisposeAsync();
            await moto.DisposeAsync();
        }
        File.Delete(_config);
    }
}
