using System.Text.Json;
using AiCloudSecurity.CloudFake;

// dotnet run --project tests/CloudFake -- [--port N] [--deny service:Operation]... [--delay MILLISECONDS] [--remember yes]
//     an AWS account to play with, until Ctrl-C; with a delay as over a network, and with answers that are kept once
//     they have been given, so that moto's own pace does not show; GET /fake-api/requests counts the requests
// dotnet run --project tests/CloudFake -- --azure tests/azure/tenant.json [--deny action]...
//     an Azure tenant to play with: an endpoint without TLS for us, one with TLS and its certificate for other clients
// dotnet run --project tests/CloudFake -- --gcp tests/gcp/organization.json [--deny permission]...
//     an organisation of Google Cloud to play with: its endpoint, for -EndpointUrl and CLOUDSDK_API_ENDPOINT_OVERRIDES_…
// dotnet run --project tests/CloudFake -- --routes       what validate.py --routes checks
if (args is ["--routes"])
{
    Console.WriteLine(JsonSerializer.Serialize(AwsRoutes.All));
    return 0;
}

if (args is ["--azure", var tenant, .. var withheld])
{
    await using var azure = await AzureFake.StartAsync();
    azure.Denied = [.. withheld.Where(word => word != "--deny")];
    azure.Load(await File.ReadAllTextAsync(tenant));
    Console.WriteLine($"{azure.Endpoint.ToString().TrimEnd('/')}\n{azure.SecureEndpoint.ToString().TrimEnd('/')}\n{azure.CertificatePem}");
    await Task.Delay(Timeout.Infinite);
}

if (args is ["--gcp", var organization, .. var refused])
{
    await using var gcp = await GcpFake.StartAsync();
    gcp.Denied.UnionWith(refused.Where(word => word != "--deny"));
    gcp.Load(await File.ReadAllTextAsync(organization));
    Console.WriteLine(gcp.Endpoint.ToString().TrimEnd('/'));
    await Task.Delay(Timeout.Infinite);
}

var port = 0;
var (delay, remember) = (0, false);
List<string> denied = [];
for (var rest = args.AsSpan(); rest.Length > 0; rest = rest[2..])
{
    switch (rest)
    {
        case ["--port", var text, ..] when int.TryParse(text, out port):
            break;
        case ["--delay", var text, ..] when int.TryParse(text, out delay):
            break;
        case ["--remember", "yes", ..]:
            remember = true;
            break;
        case ["--deny", var operation, ..]:
            denied.Add(operation);
            break;
        default:
            Console.Error.WriteLine("Usage: CloudFake [--port N] [--deny service:Operation]... [--delay MILLISECONDS] [--remember yes] | --azure FILE [--deny action]... | --gcp FILE [--deny permission]... | --routes");
            return 2;
    }
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
    denied.ForEach(operation => fake.Deny(operation));
    fake.Delay = TimeSpan.FromMilliseconds(delay);
    using var remembered = remember ? fake.RememberAnswers() : null;
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
