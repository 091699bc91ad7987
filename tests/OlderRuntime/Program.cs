using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;
using AiCloudSecurity;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Clouds.Gcp;
using AiCloudSecurity.Reports;

// What judges and what reads, on the runtime of PowerShell 7.4. Both of these print the same hashes:
//   dotnet run --project tests/OlderRuntime -f net8.0
//   dotnet run --project tests/OlderRuntime -f net10.0
Console.WriteLine($".NET {Environment.Version.Major}");
foreach (var cloud in new[] { "aws", "azure", "gcp" })
{
    using var file = File.OpenRead(Path.GetFullPath(Path.Join(Path.GetDirectoryName(Here()), "..", "..", "samples", $"{cloud}.aiestate")));
    var findings = EstateFile.Read(file, cloud).SelectMany(estate => Check.All.SelectMany(check => check.Judge(estate))).ToList();
    using var reports = new MemoryStream();
    foreach (var format in Enum.GetValues<ReportFormat>().Where(format => format != ReportFormat.Xlsx && (format != ReportFormat.Asff || cloud == "aws")))
    {
        Report.Write(format, new(findings, [], DateTimeOffset.UnixEpoch, "0"), reports);
    }
    Console.WriteLine($"{cloud}: {findings.Count} verdicts, reports {Convert.ToHexString(SHA256.HashData(reports.ToArray()))[..16]}");
}

var root = Path.GetFullPath(Path.Join(Path.GetDirectoryName(Here()), "..", ".."));
AssemblyLoadContext.Default.Resolving += (_, name) => name.Name == "AiCloudSecurity.Clouds" ? new IsolatedLoadContext(name.Name, "clouds", Path.Join(root, "bin")).Own() : null;
await ReadAsync();

// Each cloud's libraries sign in, send and read an answer. Apart, so that nothing asks for Clouds before it is known where it lies.
[MethodImpl(MethodImplOptions.NoInlining)]
static async Task ReadAsync()
{
    var endpoint = new Uri($"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/");
    using var listener = new HttpListener();
    // Whatever host a request names: Google's services are told apart by it.
    listener.Prefixes.Add($"http://*:{endpoint.Port}/");
    listener.Start();
    _ = Task.Run(async () =>
    {
        while (true)
        {
            var context = await listener.GetContextAsync();
            var (type, text) = context.Request.HttpMethod == "POST"
                ? ("text/xml", """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/a</Arn><UserId>A</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>""")
                : context.Request.Url!.AbsolutePath == "/subscriptions"
                ? ("application/json", """{ "value": [{ "subscriptionId": "11111111-2222-3333-4444-555555555555", "state": "Enabled", "displayName": "s", "tenantId": "99999999-2222-3333-4444-555555555555" }] }""")
                : ("application/json", """{ "projects": [{ "name": "projects/1", "projectId": "p", "state": "ACTIVE" }], "name": "projects/1", "projectId": "p", "state": "ACTIVE" }""");
            context.Response.ContentType = type;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
            context.Response.Close();
        }
    });
    Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIA0000000000000000");
    Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "of-nobody");
    using var aws = await AwsConnection.OpenAsync(new() { EndpointUrl = endpoint, Regions = ["eu-west-1"] }, CancellationToken.None);
    using var azure = await AzureConnection.OpenAsync(new() { EndpointUrl = endpoint, Session = new("of-nobody", DateTimeOffset.UtcNow.AddHours(1)) }, CancellationToken.None);
    using var gcp = await GcpConnection.OpenAsync(new() { EndpointUrl = endpoint, AccessToken = "of-nobody", Projects = ["p"] }, CancellationToken.None);
    Console.WriteLine($"signed in to {aws.Scope.Id}, {azure.Scopes.Single().Id}, {gcp.Scopes.Single().Id}");
}

static string Here([CallerFilePath] string here = "") => here;
