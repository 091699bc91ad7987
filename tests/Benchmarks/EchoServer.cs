using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace AiCloudSecurity.Benchmarks;

/// <summary>What the server answers.</summary>
/// <param name="DelayMilliseconds">Before each answer.</param>
/// <param name="Notebooks">In each region of each account.</param>
/// <param name="Size">Bytes of text in each description, beside what it says.</param>
internal sealed record EchoOptions(int DelayMilliseconds, int Notebooks, int Size = 0);

/// <summary>Where a description gets stuck.</summary>
internal enum Hang
{
    BeforeTheAnswer,
    InTheBody,
}

/// <summary>
/// As much of AWS as AWS-NET-001 reads, after a delay: who the caller is, notebook instances in pages of 100, and each
/// of them. The account is the last twelve characters of the access key.
/// </summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private const int PageSize = 100;
    private readonly EchoOptions _options;
    private readonly Hang? _hang;
    private readonly WebApplication _server;
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _filler;
    private int _calls;
    private int _atOnce;
    private int _mostAtOnce;

    private EchoServer(EchoOptions options, Hang? hang)
    {
        (_options, _hang) = (options, hang);
        _filler = new string('x', options.Size);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        _server = builder.Build();
        _server.MapGet("/count", () => $"{Interlocked.Exchange(ref _calls, 0)} {Interlocked.Exchange(ref _mostAtOnce, 0)}");
        _server.MapPost("/", AnswerAsync);
    }

    public Uri Endpoint => new(_server.Urls.First());

    /// <summary>Done when a description has got stuck.</summary>
    public Task Hanging => _hanging.Task;

    public static string AccessKeyOf(int account) => string.Create(CultureInfo.InvariantCulture, $"AKIA{account:000000000000}");

    public static async Task<EchoServer> StartAsync(EchoOptions options, Hang? hang = null)
    {
        var server = new EchoServer(options, hang);
        await server._server.StartAsync();
        return server;
    }

    /// <summary>Serves until the input ends, as a process of its own: so its work is not counted as ours.</summary>
    public static async Task<int> ServeAsync(EchoOptions options)
    {
        await using var server = await StartAsync(options);
        Console.WriteLine(server.Endpoint);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var atOnce = Interlocked.Increment(ref _atOnce);
        for (int most; atOnce > (most = Volatile.Read(ref _mostAtOnce)) && Interlocked.CompareExchange(ref _mostAtOnce, atOnce, most) != most;)
        {
        }
        Interlocked.Increment(ref _calls);
        try
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            await Task.Delay(_options.DelayMilliseconds);
            // Credential=AKIA000000000001/20261101/eu-west-1/sagemaker/aws4_request
            var credential = context.Request.Headers.Authorization.ToString().Split("Credential=")[1].Split('/');
            var (account, region) = (credential[0][^12..], credential[2]);
            var target = context.Request.Headers["X-Amz-Target"].ToString();
            if (target == "SageMaker.DescribeNotebookInstance" && _hang is { } hang)
            {
                await StickAsync(context, hang);
            }
            context.Response.ContentType = target.Length == 0 ? "text/xml" : "application/x-amz-json-1.1";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(target switch
            {
                "" => $"""
                    <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::{account}:user/auditor</Arn><UserId>AIDA</UserId><Account>{account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>
                    """,
                "SageMaker.ListNotebookInstances" => List(JsonNode.Parse(body)!, account, region).ToJsonString(),
                "SageMaker.DescribeNotebookInstance" => Describe(JsonNode.Parse(body)!["NotebookInstanceName"]!.GetValue<string>(), account, region).ToJsonString(),
                _ => throw new InvalidOperationException($"{target} was not expected."),
            }));
        }
        finally
        {
            Interlocked.Decrement(ref _atOnce);
        }
    }

    private JsonObject List(JsonNode input, string account, string region)
    {
        var start = input["NextToken"] is { } token ? int.Parse(token.GetValue<string>(), CultureInfo.InvariantCulture) : 0;
        var end = Math.Min(start + PageSize, _options.Notebooks);
        var page = new JsonObject
        {
            ["NotebookInstances"] = new JsonArray([.. Enumerable.Range(start, end - start).Select(number => Identity($"notebook-{number:00000}", account, region))]),
        };
        if (end < _options.Notebooks)
        {
            page["NextToken"] = end.ToString(CultureInfo.InvariantCulture);
        }
        return page;
    }

    private JsonObject Describe(string name, string account, string region)
    {
        var notebook = Identity(name, account, region);
        notebook["InstanceType"] = "ml.t3.medium";
        notebook["SubnetId"] = "subnet-0a1b2c3d";
        notebook["SecurityGroups"] = new JsonArray("sg-0a1b2c3d");
        notebook["RoleArn"] = $"arn:aws:iam::{account}:role/notebooks";
        notebook["DirectInternetAccess"] = name[^1] is '0' ? "Enabled" : "Disabled";
        notebook["RootAccess"] = "Disabled";
        notebook["FailureReason"] = _filler;
        return notebook;
    }

    private static JsonObject Identity(string name, string account, string region) => new()
    {
        ["NotebookInstanceName"] = name,
        ["NotebookInstanceArn"] = $"arn:aws:sagemaker:{region}:{account}:notebook-instance/{name}",
        ["NotebookInstanceStatus"] = "InService",
    };

    private async Task StickAsync(HttpContext context, Hang hang)
    {
        if (hang == Hang.InTheBody)
        {
            context.Response.ContentType = "application/x-amz-json-1.1";
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
        }
        _hanging.TrySetResult();
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }
}
