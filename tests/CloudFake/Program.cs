using System.Text.Json;
using AiCloudSecurity.CloudFake;

// dotnet run --project tests/CloudFake -- [--port N]     an AWS account to play with, until Ctrl-C
// dotnet run --project tests/CloudFake -- --routes       what validate.py --routes checks
if (args is ["--routes"])
{
    Console.WriteLine(JsonSerializer.Serialize(AwsRoutes.All));
    return 0;
}

var port = 0;
if (args is not [] && !(args is ["--port", var text] && int.TryParse(text, out port)))
{
    Console.Error.WriteLine("Usage: CloudFake [--port N] | --routes");
    return 2;
}

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    await using var moto = await MotoServer.StartAsync();
    await using var fake = await AwsFake.StartAsync(moto.Endpoint, port);
    Console.WriteLine(fake.Endpoint.ToString().TrimEnd('/'));
    await Task.Delay(Timeout.Infinite, stop.Token);
}
catch (OperationCanceledException)
{
    // Ctrl-C is the way out.
}
catch (Exception failed) when (failed is InvalidOperationException or IOException)
{
    Console.Error.WriteLine(failed.Message);
    return 1;
}

return 0;
