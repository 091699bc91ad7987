using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// An AWS endpoint on the loopback interface. It knows every call by service, operation and region, answers it with the
/// fault or the text that a test set, keeps what moto lacks or loses (<see cref="AwsGaps"/>), and hands the rest to moto.
/// </summary>
public sealed class AwsFake : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Upstream? _upstream;
    private readonly AwsGaps _gaps = new();
    private readonly ConcurrentQueue<AwsRequest> _requests = new();
    private readonly WireFaults _wire = new();
    private readonly Lock _lock = new();
    private readonly List<Rule<AwsFault>> _faults = [];
    private ConcurrentDictionary<string, (AwsRequest Request, AwsAnswer Answer)>? _remembered;
    private readonly List<Rule<Func<AwsRequest, AwsAnswer?>>> _answers = [];

    private AwsFake(WebApplication server, Uri? upstream)
    {
        _server = server;
        _upstream = upstream is null ? null : new Upstream(upstream);
    }

    /// <summary>Starts the fake on a free loopback port, or on the port given.</summary>
    public static async Task<AwsFake> StartAsync(Uri? upstream = null, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(System.Net.IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = null;
        });
        // The process, with its signals, belongs to whoever started the fake.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var server = builder.Build();
        AwsFake fake = new(server, upstream);
        server.Run(fake.ServeAsync);
        await server.StartAsync();
        fake.Endpoint = new Uri(server.Urls.First());
        return fake;
    }

    /// <summary>The operations that the fake answers or completes itself, because moto lacks them or loses something.</summary>
    public static IReadOnlyCollection<string> OwnOperations { get; } = [.. new AwsGaps().Operations];

    public Uri Endpoint { get; private set; } = null!;

    /// <summary>How long each call waits for its answer, as over a network.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>What happens to which call; null for nothing.</summary>
    public Func<AwsRequest, WireFault?>? Wire { get; set; }

    /// <summary>Every call so far, in the order in which they came.</summary>
    public IReadOnlyList<AwsRequest> Requests => [.. _requests];

    /// <summary>Refuses an operation as IAM does. <c>service:*</c> and <c>*</c> stand for all of them. Dispose to allow it again.</summary>
    public IDisposable Deny(string operation, Func<AwsRequest, bool>? when = null) => Fault(operation, AwsFault.Denied with { When = when });

    public IDisposable DenyAll() => Deny("*");

    /// <summary>Refuses, as IAM does, what asks for another action than those that are granted.</summary>
    public IDisposable DenyUnless(Func<string, bool> granted) =>
        Deny("*", request => request.Name != "sts:GetCallerIdentity" && !granted(AwsPermissions.Of(request.Service, request.Operation)));

    /// <summary>Lets an operation go wrong, until it is over or the returned value is disposed. The newest fault wins.</summary>
    public IDisposable Fault(string operation, AwsFault fault) => Add(_faults, new(operation, "*", fault));

    /// <summary>Answers with JSON, or XML for services that speak it.</summary>
    public IDisposable Answer(string operation, string region, string text) => Answer(operation, region, _ => text);

    /// <summary>Answers with what the function returns; null leaves the call to whoever comes next.</summary>
    public IDisposable Answer(string operation, string region, Func<AwsRequest, string?> text) =>
        AnswerWith(operation, region, request => text(request) is { } body ? AwsAnswer.Of(request, body) : null);

    /// <summary>Answers as an account in memory does.</summary>
    public IDisposable AnswerBy(SettingsAccount account) => AnswerWith("*", "*", account.Answer);

    /// <summary>Answers with an error that says what a test wants it to say.</summary>
    public IDisposable Spoil(string operation, int status, string code, string message) => AnswerWith(operation, "*", request => AwsAnswer.Error(request, status, code, message));

    /// <summary>Answers page by page; each but the last names the next, and a call without a token gets the first.</summary>
    public IDisposable Pages(string operation, params string[] pages) => AnswerWith(operation, "*", request =>
    {
        var index = request.Token is { } token ? int.Parse(token["page-".Length..], System.Globalization.CultureInfo.InvariantCulture) : 0;
        var page = AwsAnswer.Of(request, pages[index]);
        return index + 1 < pages.Length ? AwsPaging.WithNextToken(request, page, $"page-{index + 1}") : page;
    });

    /// <summary>Takes back the faults and answers of one operation.</summary>
    public void Allow(string operation)
    {
        lock (_lock)
        {
            _faults.RemoveAll(rule => rule.Operation == operation);
            _answers.RemoveAll(rule => rule.Operation == operation);
        }
    }

    /// <summary>Forgets faults, answers and recorded requests; the account stays as it is.</summary>
    public void ClearRules()
    {
        lock (_lock)
        {
            _faults.Clear();
            _answers.Clear();
        }

        _requests.Clear();
    }

    /// <summary>Forgets the recorded requests only.</summary>
    public void ForgetRequests() => _requests.Clear();

    /// <summary>The good answers that are remembered now, as text.</summary>
    public IReadOnlyList<(AwsRequest Request, string Answer)> Remembered =>
        [.. _remembered?.Values.Where(known => known.Answer.IsSuccess).Select(known => (known.Request, known.Answer.Text)) ?? []];

    /// <summary>
    /// Keeps true answers and gives them again, for tests that read one unchanging account many times. Off again when disposed.
    /// </summary>
    public IDisposable RememberAnswers()
    {
        _remembered = new(StringComparer.Ordinal);
        return new Removal(() => _remembered = null);
    }

    /// <summary>Says what a principal has used: <c>{ "bedrock": "2026-11-01T00:00:00Z", "sagemaker:CreateModel": null }</c>, null for what it may use and has not.</summary>
    public void Used(string arn, string used) => _gaps.Tell("usage", new() { ["Arn"] = arn, ["Used"] = System.Text.Json.Nodes.JsonNode.Parse(used) });

    /// <summary>Adds an event, as CloudTrail writes its records.</summary>
    public void Happened(string record) => _gaps.Tell("events", System.Text.Json.Nodes.JsonNode.Parse(record)!.AsObject());

    /// <summary>Forgets everything, also what the fake itself keeps of the account. moto is reset by its own server.</summary>
    public void Reset()
    {
        ClearRules();
        _gaps.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        // Calls that never answer must not hold up the end.
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
        _upstream?.Dispose();
    }

    private Removal AnswerWith(string operation, string region, Func<AwsRequest, AwsAnswer?> answer) =>
        Add(_answers, new(operation, region, answer));

    private async Task ServeAsync(HttpContext context)
    {
        try
        {
            var answer = await AnswerAsync(context);
            if (answer is not null)
            {
                await SendAsync(context, answer);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone.
        }
    }

    private async Task<AwsAnswer?> AnswerAsync(HttpContext context)
    {
        var request = await AwsSignature.ReadAsync(context);
        if (request.Target.StartsWith("/moto-api/", StringComparison.Ordinal))
        {
            if (request.Target == "/moto-api/reset")
            {
                _gaps.Clear();
            }

            return await ForwardAsync(request, context.RequestAborted);
        }

        if (request.Target is "/fake-api/usage" or "/fake-api/events" && System.Text.Json.Nodes.JsonNode.Parse(request.Body) is System.Text.Json.Nodes.JsonObject told)
        {
            _gaps.Tell(request.Target["/fake-api/".Length..], told);
            return AwsAnswer.Of(request, "{}");
        }

        if (request.Target == "/fake-api/requests")
        {
            // How many of each since the last time: what tools of others are counted by.
            var counts = Requests.GroupBy(seen => seen.Name).OrderByDescending(group => group.Count());
            var answer = AwsAnswer.Of(request, new System.Text.Json.Nodes.JsonObject(counts.Select(group => KeyValuePair.Create(group.Key, (System.Text.Json.Nodes.JsonNode?)group.Count()))));
            ForgetRequests();
            return answer;
        }

        _requests.Enqueue(request);
        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, context.RequestAborted);
        }

        if ((WireFaults.Of(request.Token) ?? Wire?.Invoke(request)) is { } spoiled)
        {
            return await AwsWire.AnswerAsync(_wire, spoiled, request, context, () => TruthAsync(request, context.RequestAborted));
        }

        return TakeFault(request) is { } fault
            ? await AwsFaultAnswers.AnswerAsync(fault, request, context, () => TruthAsync(request, context.RequestAborted))
            : await TruthAsync(request, context.RequestAborted);
    }

    /// <summary>What is answered where no fault is set.</summary>
    // What a test says beats what was remembered before it.
    private bool IsToldOtherwise(AwsRequest request)
    {
        lock (_lock)
        {
            return _answers.Exists(rule => rule.Matches(request));
        }
    }

    private async Task<AwsAnswer> TruthAsync(AwsRequest request, CancellationToken stop)
    {
        if (_remembered is not { } remembered || request.IsWrite || request.Operation.StartsWith("Generate", StringComparison.Ordinal) || IsToldOtherwise(request))
        {
            return await FreshTruthAsync(request, stop);
        }

        var key = $"{request.Name} {request.Region} {request.Target} {request.Body}";
        if (!remembered.TryGetValue(key, out var known))
        {
            known = (request, await FreshTruthAsync(request, stop));
            // What is under way will not stay so.
            if (!known.Answer.Text.Contains("IN_PROGRESS", StringComparison.Ordinal))
            {
                remembered[key] = known;
            }
        }

        return known.Answer;
    }

    private async Task<AwsAnswer> FreshTruthAsync(AwsRequest request, CancellationToken stop)
    {
        List<Rule<Func<AwsRequest, AwsAnswer?>>> rules;
        lock (_lock)
        {
            rules = _answers.FindAll(rule => rule.Matches(request));
        }

        return rules.Select(rule => rule.Value(request)).FirstOrDefault(answer => answer is not null)
            ?? await _gaps.AnswerAsync(request, r => ForwardAsync(r, stop));
    }

    private async Task<AwsAnswer> ForwardAsync(AwsRequest request, CancellationToken stop) =>
        _upstream is null ? AwsAnswer.NotImplemented : await _upstream.SendAsync(request, stop);

    private AwsFault? TakeFault(AwsRequest request)
    {
        lock (_lock)
        {
            var rule = _faults.Find(rule => rule.Left > 0 && rule.Matches(request) && rule.Value.When?.Invoke(request) != false);
            if (rule is null)
            {
                return null;
            }

            rule.Left--;
            return rule.Value;
        }
    }

    private Removal Add<T>(List<Rule<T>> rules, Rule<T> rule)
    {
        if (rule.Value is AwsFault fault)
        {
            rule.Left = fault.Times;
        }

        lock (_lock)
        {
            rules.Insert(0, rule);
        }

        return new Removal(() =>
        {
            lock (_lock)
            {
                rules.Remove(rule);
            }
        });
    }

    private static async Task SendAsync(HttpContext context, AwsAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers.Append(name, value);
        }

        if (HttpMethods.IsHead(context.Request.Method) || answer.Status == StatusCodes.Status204NoContent)
        {
            return;
        }

        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private sealed class Rule<T>(string operation, string region, T value)
    {
        public string Operation => operation;

        public T Value => value;

        public int Left { get; set; } = int.MaxValue;

        public bool Matches(AwsRequest request) =>
            (operation == "*" || operation == request.Name || operation == $"{request.Service}:*") && (region == "*" || region == request.Region);
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Removal(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
