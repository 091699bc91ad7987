using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using AiCloudSecurity;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Clouds.Aws;
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

// An SDK signs, sends and reads an answer.
var port = Random.Shared.Next(20_000, 60_000);
using var listener = new HttpListener();
listener.Prefixes.Add($"http://127.0.0.1:{port}/");
listener.Start();
var served = Task.Run(async () =>
{
    var context = await listener.GetContextAsync();
    context.Response.ContentType = "text/xml";
    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes("""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/a</Arn><UserId>A</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"""));
    context.Response.Close();
});
Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIA0000000000000000");
Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "of-nobody");
using var connection = await AwsConnection.OpenAsync(new() { EndpointUrl = new($"http://127.0.0.1:{port}/"), Regions = ["eu-west-1"] }, CancellationToken.None);
await served;
Console.WriteLine($"read of account {connection.Scope.Id}");

static string Here([CallerFilePath] string here = "") => here;
