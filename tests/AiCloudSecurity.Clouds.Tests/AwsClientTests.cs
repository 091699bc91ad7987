using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>The traps of talking to AWS, each closed.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class AwsClientTests(AwsAccount account)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_are_signed_for_their_region_whatever_the_endpoint()
    {
        await account.ResetAsync();
        using var connection = await account.OpenAsync("eu-west-1");
        await connection.CallAsync(AwsService.Ec2, "eu-west-1", "DescribeVpcs", [], Token);
        Assert.Equal("eu-west-1", account.Fake.Requests.Last(request => request.Operation == "DescribeVpcs").Region);
    }

    [Fact]
    public async Task Global_services_are_signed_for_their_home()
    {
        await account.ResetAsync();
        using var connection = await account.OpenAsync("eu-west-1");
        await connection.CallAsync(AwsService.Of("iam"), "eu-west-1", "GetAccountAuthorizationDetails", [], Token);
        Assert.Equal("us-east-1", account.Fake.Requests.Last(request => request.Service == "iam").Region);
    }

    [Fact]
    public async Task An_endpoint_of_the_environment_is_used_and_does_not_change_the_region()
    {
        await account.ResetAsync();
        using var variable = new Variable("AWS_ENDPOINT_URL", account.Fake.Endpoint.ToString());
        using var connection = await AwsConnection.OpenAsync(new AwsOptions { Regions = ["eu-west-1"] }, Token);
        await connection.CallAsync(AwsService.Of("sagemaker"), "eu-west-1", "ListNotebookInstances", [], Token);
        Assert.Equal("eu-west-1", account.Fake.Requests.Last(request => request.Service == "sagemaker").Region);
    }

    [Fact]
    public async Task A_changed_region_of_the_environment_is_noticed_in_the_same_process()
    {
        await account.ResetAsync();
        using (new Variable("AWS_REGION", "eu-west-3"))
        {
            using var first = await account.OpenAsync();
            Assert.Equal("eu-west-3", first.Scope.DefaultRegion);
        }
        using (new Variable("AWS_REGION", "eu-north-1"))
        {
            using var second = await account.OpenAsync();
            Assert.Equal("eu-north-1", second.Scope.DefaultRegion);
        }
    }

    [Fact]
    public async Task A_profile_brings_its_keys_its_region_and_its_endpoint()
    {
        await account.ResetAsync();
        using var files = new ConfigFiles($"""
            [profile audit]
            region = eu-west-3
            aws_access_key_id = AKIAPROFILE
            aws_secret_access_key = secret
            endpoint_url = {account.Fake.Endpoint}
            """);
        using var connection = await AwsConnection.OpenAsync(new AwsOptions { ProfileName = "audit" }, Token);
        var request = account.Fake.Requests.Last(request => request.Operation == "GetCallerIdentity");
        Assert.Equal("eu-west-3", request.Region);
        Assert.Contains("Credential=AKIAPROFILE/", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("audit", connection.Scope.ProfileName);
    }

    [Fact]
    public async Task A_chain_of_roles_is_assumed_one_by_one()
    {
        await account.ResetAsync();
        using var files = new ConfigFiles("""
            [profile base]
            aws_access_key_id = AKIABASE
            aws_secret_access_key = secret
            [profile hop]
            role_arn = arn:aws:iam::123456789012:role/hop
            source_profile = base
            external_id = e-1
            [profile audit]
            role_arn = arn:aws:iam::222222222222:role/audit
            source_profile = hop
            region = eu-west-1
            """);
        using var connection = await AwsConnection.OpenAsync(new AwsOptions { ProfileName = "audit", EndpointUrl = account.Fake.Endpoint }, Token);
        var assumed = account.Fake.Requests.Where(request => request.Operation == "AssumeRole").ToList();
        Assert.Equal(2, assumed.Count);
        Assert.Contains("role%2Fhop", assumed[0].Body, StringComparison.Ordinal);
        Assert.Contains("ExternalId=e-1", assumed[0].Body, StringComparison.Ordinal);
        Assert.Contains("role%2Faudit", assumed[1].Body, StringComparison.Ordinal);
        Assert.Equal("222222222222", connection.Scope.Id);
    }

    [Fact]
    public async Task A_circle_of_profiles_is_an_error()
    {
        using var files = new ConfigFiles("""
            [profile a]
            role_arn = arn:aws:iam::123456789012:role/a
            source_profile = b
            [profile b]
            role_arn = arn:aws:iam::123456789012:role/b
            source_profile = a
            """);
        var error = await Assert.ThrowsAsync<AiCloudException>(() => AwsConnection.OpenAsync(new AwsOptions { ProfileName = "a", EndpointUrl = account.Fake.Endpoint }, Token));
        Assert.Equal(ErrorId.CloudAuthenticationFailed, error.Id);
        Assert.Contains("circle", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[profile p]\ncredential_process = /bin/false\n", "credential_process of the AWS profile 'p'", ErrorId.CloudAuthenticationFailed)]
    [InlineData("[profile a]\naws_access_key_id = A\naws_secret_access_key = s\n[profile p]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = a\n", "role/r could not be assumed (AccessDenied)", ErrorId.CloudAccessDenied)]
    public async Task Credentials_that_cannot_be_had_are_an_error_that_says_whose(string config, string says, ErrorId id)
    {
        await account.ResetAsync();
        using var files = new ConfigFiles(config);
        using var denied = account.Fake.Deny("sts:AssumeRole");
        var error = await Assert.ThrowsAsync<AiCloudException>(() => AwsConnection.OpenAsync(new AwsOptions { ProfileName = "p", EndpointUrl = account.Fake.Endpoint }, Token));
        Assert.Equal(id, error.Id);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_identity_is_exchanged_without_a_signature()
    {
        await account.ResetAsync();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "a.web.token", Token);
            using var keys = new Variable("AWS_ACCESS_KEY_ID", null);
            using var role = new Variable("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/web");
            using var token = new Variable("AWS_WEB_IDENTITY_TOKEN_FILE", file);
            using var connection = await account.OpenAsync("eu-west-1");
            var request = account.Fake.Requests.Single(request => request.Body.Contains("AssumeRoleWithWebIdentity", StringComparison.Ordinal));
            Assert.DoesNotContain("Authorization", request.Headers.Keys, StringComparer.OrdinalIgnoreCase);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_profile_of_IAM_Identity_Center_takes_the_token_of_the_aws_cli()
    {
        await account.ResetAsync();
        var home = Directory.CreateTempSubdirectory("aicloudsecurity-home");
        using var folder = new Variable("HOME", home.FullName);
        using var files = new ConfigFiles("""
            [sso-session corp]
            sso_region = eu-west-1
            sso_start_url = https://corp.awsapps.com/start
            [profile sso]
            sso_session = corp
            sso_account_id = 123456789012
            sso_role_name = audit
            region = eu-west-1
            """);
        var options = new AwsOptions { ProfileName = "sso", EndpointUrl = account.Fake.Endpoint };
        var error = await Assert.ThrowsAsync<AiCloudException>(() => AwsConnection.OpenAsync(options, Token));
        Assert.Contains("aws sso login --profile sso", error.Message, StringComparison.Ordinal);

        var cache = home.CreateSubdirectory(Path.Join(".aws", "sso", "cache"));
        // The aws CLI's name for it: sha1sum of "corp".
        await File.WriteAllTextAsync(Path.Join(cache.FullName, "ee0bfd2552fbd840c02cc48b6e823320543c450f.json"),
            $$"""{ "accessToken": "a-token", "expiresAt": "{{DateTime.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}}", "region": "eu-west-1" }""", Token);
        account.Fake.Answer("sso:GetRoleCredentials", "*", $$"""{ "roleCredentials": { "accessKeyId": "ASIASSO", "secretAccessKey": "s", "sessionToken": "t", "expiration": {{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds()}} } }""");
        try
        {
            using var connection = await AwsConnection.OpenAsync(options, Token);
            Assert.Contains("Credential=ASIASSO/", account.Fake.Requests.Last(request => request.Operation == "GetCallerIdentity").Headers["Authorization"], StringComparison.Ordinal);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Nobody_signed_in_is_one_clear_error_on_an_instance_or_not(string withoutInstance)
    {
        using var instance = new Variable("AWS_EC2_METADATA_DISABLED", withoutInstance);
        using var service = new Variable("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1");
        using var key = new Variable("AWS_ACCESS_KEY_ID", null);
        using var secret = new Variable("AWS_SECRET_ACCESS_KEY", null);
        var error = await Assert.ThrowsAsync<AiCloudException>(() => account.OpenAsync("eu-west-1"));
        Assert.Equal(ErrorId.CloudAuthenticationFailed, error.Id);
        Assert.Contains("aws configure", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expired_credentials_are_one_clear_error()
    {
        await account.ResetAsync();
        account.Fake.Fault("sts:GetCallerIdentity", AwsFault.ExpiredToken);
        var error = await Assert.ThrowsAsync<AiCloudException>(() => account.OpenAsync("eu-west-1"));
        Assert.Equal(ErrorId.CloudAuthenticationFailed, error.Id);
        Assert.Contains("expired", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_nobody_listens_on_is_one_clear_error()
    {
        var error = await Assert.ThrowsAsync<AiCloudException>(() =>
            AwsConnection.OpenAsync(new AwsOptions { EndpointUrl = new Uri("http://127.0.0.1:1/"), Regions = ["eu-west-1"] }, Token));
        Assert.Equal(ErrorId.CloudUnreachable, error.Id);
        Assert.Contains("127.0.0.1:1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_profile_is_an_error_that_names_the_known()
    {
        using var files = new ConfigFiles("[profile audit]\naws_access_key_id = A\naws_secret_access_key = s\n");
        var error = await Assert.ThrowsAsync<AiCloudException>(() => AwsConnection.OpenAsync(new AwsOptions { ProfileName = "adit" }, Token));
        Assert.Equal(ErrorId.CloudAuthenticationFailed, error.Id);
        Assert.Contains("audit", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_region_is_an_error_that_names_the_enabled()
    {
        await account.ResetAsync();
        using var connection = await account.OpenAsync("eu-wets-1");
        var error = await Assert.ThrowsAsync<AiCloudException>(() => connection.GetRegionsAsync(Token));
        Assert.Equal(ErrorId.ResourceNotFound, error.Id);
        Assert.Contains("eu-west-1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_with_a_typing_error_is_unknown_though_the_SDK_takes_it()
    {
        await account.ResetAsync();
        using var connection = await account.OpenAsync("us-esat-1");
        await connection.CallAsync(AwsService.Sts, "us-esat-1", "GetCallerIdentity", [], Token);
        var error = await Assert.ThrowsAsync<AiCloudException>(() => connection.GetRegionsAsync(Token));
        Assert.Equal(ErrorId.ResourceNotFound, error.Id);
        Assert.DoesNotContain(AwsConfiguration.Regions, region => region.Name.StartsWith("us-esat", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AWS_REGION", "us east", "There is no AWS region 'us east'")]
    [InlineData("AWS_ENDPOINT_URL", "nonsense", "'nonsense' is no endpoint URL")]
    public async Task A_setting_that_cannot_be_is_an_error_that_names_it(string name, string value, string expected)
    {
        using var variable = new Variable(name, value);
        var error = await Assert.ThrowsAsync<AiCloudException>(() => AwsConnection.OpenAsync(new AwsOptions { Regions = ["eu-west-1"] }, Token));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Regions_match_by_wildcard()
    {
        await account.ResetAsync();
        using var connection = await account.OpenAsync("eu-west-*", "us-east-1");
        var regions = await connection.GetRegionsAsync(Token);
        Assert.Contains("eu-west-2", regions);
        Assert.Contains("us-east-1", regions);
        Assert.DoesNotContain("us-west-2", regions);
    }

    [Fact]
    public async Task A_throttled_call_is_tried_again()
    {
        await account.ResetAsync();
        account.Fake.Fault("sagemaker:ListNotebookInstances", AwsFault.Throttle(2));
        // The SDK allows each endpoint so many retries, and tests of endless throttling use them up: another name, another allowance.
        var endpoint = new UriBuilder(account.Fake.Endpoint) { Host = "localhost" }.Uri;
        using var connection = await AwsConnection.OpenAsync(new AwsOptions { EndpointUrl = endpoint, Regions = ["eu-west-1"] }, Token);
        await connection.CallAsync(AwsService.Of("sagemaker"), "eu-west-1", "ListNotebookInstances", [], Token);
        Assert.Equal(3, account.Fake.Requests.Count(request => request.Operation == "ListNotebookInstances"));
    }

    [Fact]
    public async Task A_server_error_without_a_code_is_not_tried_again()
    {
        await account.ResetAsync();
        account.Fake.Fault("sagemaker:ListNotebookInstances", AwsFault.Html500);
        using var connection = await account.OpenAsync("eu-west-1");
        var failure = await Record.ExceptionAsync(() => connection.CallAsync(AwsService.Of("sagemaker"), "eu-west-1", "ListNotebookInstances", [], Token));
        Assert.Equal(CoverageState.Failed, AwsError.Of(failure!).State);
        Assert.Single(account.Fake.Requests, request => request.Operation == "ListNotebookInstances");
    }

    [Fact]
    public async Task A_clock_that_is_off_is_corrected()
    {
        await account.ResetAsync();
        account.Fake.Fault("sagemaker:ListNotebookInstances", AwsFault.ClockSkew(TimeSpan.FromHours(2)));
        using var connection = await account.OpenAsync("eu-west-1");
        await connection.CallAsync(AwsService.Of("sagemaker"), "eu-west-1", "ListNotebookInstances", [], Token);
    }

    public static TheoryData<string> Wrecks => new("CutBody", "TruncatedJson", "EmptyBody", "HtmlPage200", "Reset");

    [Theory, MemberData(nameof(Wrecks))]
    public async Task A_wrecked_answer_is_no_answer(string kind)
    {
        await account.ResetAsync();
        using var connection = await account.OpenAsync("eu-west-1");
        // Side by side: each is tried again, and waits before.
        await Task.WhenAll(new[] { ("sagemaker", "ListNotebookInstances"), ("iam", "GetAccountAuthorizationDetails"), ("ec2", "DescribeVpcs"), ("bedrock", "ListGuardrails GET /guardrails") }.Select(async asked =>
        {
            var (service, operation) = asked;
            account.Fake.Fault($"{service}:{operation.Split(' ')[0]}", new AwsFault(Enum.Parse<AwsFaultKind>(kind)));
            var failure = await Record.ExceptionAsync(() => connection.CallAsync(AwsService.Of(service), "eu-west-1", operation, [], Token));
            Assert.True(failure is not null, $"{service}:{operation} gave an answer");
            Assert.Equal(CoverageState.Failed, AwsError.Of(failure).State);
        }));
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_once_even_in_the_body()
    {
        await account.ResetAsync();
        using var connection = await account.OpenAsync("eu-west-1");
        account.Fake.Fault("sagemaker:ListNotebookInstances", AwsFault.Timeout);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(200);
        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.CallAsync(AwsService.Of("sagemaker"), "eu-west-1", "ListNotebookInstances", [], stop.Token));
        // A bound, not a measure: what waits for the answer would wait for 30 seconds.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Ec2_answers_have_the_names_that_the_aws_cli_prints()
    {
        await account.ResetAsync();
        var endpoint = account.Fake.Endpoint;
        using var connection = await account.OpenAsync("us-east-1");
        foreach (var (operation, command) in new[]
        {
            ("DescribeVpcs", "describe-vpcs"), ("DescribeSubnets", "describe-subnets"), ("DescribeSecurityGroups", "describe-security-groups"), ("DescribeRouteTables", "describe-route-tables"),
        })
        {
            var expected = JsonNode.Parse(await MotoServer.RunAwsAsync(endpoint, "ec2", command, "--region", "us-east-1"))!;
            var ours = JsonNode.Parse((await connection.CallAsync(AwsService.Ec2, "us-east-1", operation, [], Token)).Span)!;
            ours.AsObject().Remove("RequestId");
            Assert.Equal(Text(expected), Text(ours));
        }

        // Empty lists are absent from XML, and all values are text there.
        static string Text(JsonNode? node) => node switch
        {
            JsonObject members => "{" + string.Join(",", members.Where(member => Text(member.Value).Length > 2).OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}:{Text(member.Value)}")) + "}",
            JsonArray items => "[" + string.Join(",", items.Select(Text)) + "]",
            null => "",
            _ => $"'{node.ToString().ToLowerInvariant()}'",
        };
    }

    [Fact]
    public async Task No_assembly_of_the_service_packages_is_loaded()
    {
        using var connection = await account.OpenAsync("eu-west-1");
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name is { } name && name.StartsWith("AWSSDK.", StringComparison.Ordinal) && name != "AWSSDK.Core");
    }

    private sealed class ConfigFiles : IDisposable
    {
        private static string Path => Environment.GetEnvironmentVariable("AWS_CONFIG_FILE")!;

        public ConfigFiles(string config) => File.WriteAllText(Path, config);

        public void Dispose() => File.WriteAllText(Path, "");
    }
}
