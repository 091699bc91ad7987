using AiCloudSecurity.CloudFake;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(AiCloudSecurity.Tests.AwsAccount))]
// One emulator, one process environment: one test at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace AiCloudSecurity.Tests;

/// <summary>An account in moto behind the fake, filled by somebody else's script.</summary>
public sealed class AwsAccount : IAsyncLifetime
{
    private MotoServer? _moto;
    private AwsFake? _fake;
    private string _config = "";

    public AwsFake Fake => _fake!;

    public ValueTask InitializeAsync()
    {
        foreach (var (name, value) in MotoServer.CleanEnvironment())
        {
            Environment.SetEnvironmentVariable(name, value);
        }
        // The SDK looks for this file once: it must be there before the first test, or no test can have profiles.
        _config = Path.GetTempFileName();
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", _config);
        return ValueTask.CompletedTask;
    }

    /// <summary>The account is there, without faults. Made once: no test here changes it.</summary>
    public async Task FillAsync()
    {
        if (_fake is null)
        {
            _moto = await MotoServer.StartAsync();
            _fake = await AwsFake.StartAsync(_moto.Endpoint);
            await MotoServer.RunScriptAsync("tests/moto/account.py", _fake.Endpoint);
            _fake.RememberAnswers();
        }
        _fake.ClearRules();
    }

    /// <summary>Sends what the module asks of AWS to the account, until disposed.</summary>
    public Variable Endpoint() => new("AWS_ENDPOINT_URL", Fake.Endpoint.ToString());

    /// <summary>Writes the shared configuration.</summary>
    public void Configure(string text) => File.WriteAllText(_config, text);

    public async ValueTask DisposeAsync()
    {
        if (_fake is not null)
        {
            await _fake.DisposeAsync();
        }
        if (_moto is not null)
        {
            await _moto.DisposeAsync();
        }
        File.Delete(_config);
    }
}
