using System.Net;
using System.Net.Sockets;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiCloudSecurity.Abuse;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Queries;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>Queries of features: pages, waiting, refusals.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class LogQueryTests(AwsAccount account)
{
    private const int Hour = 495_000;

    private static string[] Row(string principal) =>
        ["1", principal, "1", "", "Invoke", "model", "eu-west-1", "", "", $"{Hour}", "7", "70", "700", "100", "1", "0", "0", "2", "0", "5", "0", "3", "3000", "3", "2000", "9", "9", ""];

    [Fact]
    public async Task Athena_is_asked_and_its_pages_are_read()
    {
        await account.ResetAsync();
        // moto answers with what it was told.
        using (var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }))
        {
            var rows = new[] { FeatureQuery.Columns.ToArray(), Row("arn:aws:iam::1:user/a"), Row("arn:aws:iam::1:user/b") }
                .Select(row => new { Data = row.Select(value => value.Length > 0 ? (object)new { VarCharValue = value } : new { }) });
            var body = JsonSerializer.Serialize(new { account_id = "123456789012", region = "eu-west-1", results = new[] { new { rows, column_info = Array.Empty<object>() } } });
            using var answer = await http.PostAsync(new Uri(account.Moto.Endpoint, "moto-api/static/athena/query-results"), new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        }
        using var connection = await account.OpenAsync("eu-west-1");
        var store = new AthenaLogs(connection, "ai_logs", "primary", "eu-west-1") { Pause = TimeSpan.FromMilliseconds(10) };
        var features = await store.QueryAsync(Hour, Hour + 24, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["arn:aws:iam::1:user/a", "arn:aws:iam::1:user/b"], features.Select(feature => feature.Principal));
        Assert.All(features, feature => Assert.Equal((7, 70, 700, 1, 2, 5.0, 3, null), (feature.Calls, feature.InTokens, feature.OutTokens, feature.Denied, feature.Blocked, feature.Distinct, feature.First!.Value, feature.LastInvalid)));
    }

    [Fact]
    public async Task Bigquery_is_waited_for_and_read_page_by_page()
    {
        static string Rows(string principal) => $$""" "rows":[{"f":[{{string.Join(',', Row(principal).Select(value => value.Length > 0 ? $"{{\"v\":\"{value}\"}}" : "{\"v\":null}"))}}]}] """;
        await using var fake = new Answers(
            (503, "busy"),
            (200, """{"jobComplete":false,"jobReference":{"projectId":"p","jobId":"job 1","location":"EU"}}"""),
            (200, $$"""{"jobComplete":true,"jobReference":{"jobId":"job 1","location":"EU"},"pageToken":"next",{{Rows("a")}}}"""),
            (200, $$"""{"jobComplete":true,"jobReference":{"jobId":"job 1","location":"EU"},{{Rows("b\\ud83d")}}}"""));
        using var store = new BigQueryLogs("p.d.ai_invocation", Token("secret"), fake.Endpoint);
        var features = await store.QueryAsync(Hour, Hour + 24, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        // Half of a surrogate pair in a name spoils no page.
        Assert.Equal(["a", "b\uFFFD"], features.Select(feature => feature.Principal));
        Assert.Equal(4, fake.Requests.Count);
        Assert.All(fake.Requests, request => Assert.Contains("Bearer secret", request, StringComparison.Ordinal));
        Assert.Contains("FROM ai_invocation WHERE hour_no", fake.Requests[0], StringComparison.Ordinal);
        Assert.Contains("pageToken=next", fake.Requests[3], StringComparison.Ordinal);
        Assert.Contains("location=EU", fake.Requests[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_analytics_is_asked_for_each_day()
    {
        var row = JsonSerializer.Serialize(Row("team").Select((value, i) => i is 2 or > 8 ? value.Length > 0 ? long.Parse(value, System.Globalization.CultureInfo.InvariantCulture) : null : (object?)value));
        await using var fake = new Answers((200, $$"""{"tables":[{"name":"PrimaryResult","columns":[],"rows":[{{row}}]}]}"""), (200, """{"tables":[{"rows":[]}]}"""));
        using var store = new LogAnalyticsLogs(Guid.Empty, Token("secret"), fake.Endpoint);
        var features = await store.QueryAsync(Hour, Hour + 30, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("team", LogSource.ApiManagement, 7), (features[0].Principal, features[0].Source, features[0].Calls));
        Assert.Equal(2, fake.Requests.Count);
    }

    [Theory]
    [InlineData(401, ErrorId.CloudAuthenticationFailed)]
    [InlineData(403, ErrorId.CloudAccessDenied)]
    [InlineData(404, ErrorId.ResourceNotFound)]
    [InlineData(400, ErrorId.CloudRefused)]
    public async Task A_refusal_is_told_in_the_words_of_the_service_and_without_the_token(int status, ErrorId id)
    {
        await using var fake = new Answers((status, """{"error":{"message":"Not so."}}"""));
        using var store = new BigQueryLogs("p.d.v", Token("very-secret"), fake.Endpoint);
        var error = await Assert.ThrowsAsync<AiCloudException>(async () => await store.QueryAsync(Hour, Hour + 1, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(id, error.Id);
        Assert.Contains("Not so.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_whoever_is_signed_in_to_google_gets_one()
    {
        await using var fake = new Answers((200, """{"access_token":"of-google","expires_in":3600,"token_type":"Bearer"}"""), (200, """{"jobComplete":true,"jobReference":{"jobId":"1"}}"""));
        using var key = RSA.Create(2048);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { type = "service_account", client_email = "a@p.iam.gserviceaccount.com", project_id = "p", private_key = key.ExportPkcs8PrivateKeyPem(), token_uri = $"{fake.Endpoint}token" }), TestContext.Current.CancellationToken);
        using var named = new Variable("GOOGLE_APPLICATION_CREDENTIALS", file);
        using var store = new BigQueryLogs("p.d.v", new AccessToken(null, new GoogleTokens(), "AISEC_NO_SUCH_VARIABLE"), fake.Endpoint);
        Assert.Empty(await store.QueryAsync(Hour, Hour + 1, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Contains("Bearer of-google", fake.Requests[1], StringComparison.Ordinal);
        File.Delete(file);
    }

    private static AccessToken Token(string text)
    {
        var secure = new SecureString();
        foreach (var c in text)
        {
            secure.AppendChar(c);
        }
        return new AccessToken(secure, new GoogleTokens());
    }

    /// <summary>Gives one answer after the other, and keeps what was asked.</summary>
    private sealed class Answers : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Task _serving;

        public Answers(params (int Status, string Body)[] answers)
        {
            using (var probe = new TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
            }
            _listener.Prefixes.Add(Endpoint.ToString());
            _listener.Start();
            _serving = Task.Run(async () =>
            {
                foreach (var (status, body) in answers)
                {
                    var context = await _listener.GetContextAsync();
                    using var reader = new StreamReader(context.Request.InputStream);
                    Requests.Add($"{context.Request.Url} {context.Request.Headers["Authorization"]} {await reader.ReadToEndAsync()}");
                    context.Response.StatusCode = status;
                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
                    context.Response.Close();
                }
            });
        }

        public Uri Endpoint { get; }

        public List<string> Requests { get; } = [];

        public async ValueTask DisposeAsync()
        {
            await _serving.WaitAsync(TimeSpan.FromSeconds(10));
            _listener.Close();
        }
    }
}
