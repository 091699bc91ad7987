using System.Security.Cryptography;
using System.Text.Json;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Gcp;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>Application Default Credentials in all their kinds, and where requests go.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class GcpSignInTests(GcpOrganization organization) : IClassFixture<GcpOrganization>, IDisposable
{
    private static readonly string s_key = Key();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aicloudsecurity-adc");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Kinds => new()
    {
        { "service account", """{ "type": "service_account", "project_id": "ai-prod", "client_email": "auditor@ai-prod.iam.gserviceaccount.com", "private_key": KEY, "private_key_id": "1", "token_uri": "HOST/token" }""", "service-account auditor@ai-prod.iam.gserviceaccount.com" },
        { "user", """{ "type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "r", "account": "ada@example.com", "quota_project_id": "ai-hub" }""", "user ada@example.com ai-hub" },
        { "federation by file", """{ "type": "external_account", "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/x", "subject_token_type": "urn:ietf:params:oauth:token-type:jwt", "token_url": "HOST/v1/token", "credential_source": { "file": SUBJECT } }""", "federated the caller" },
        { "federation by url", """{ "type": "external_account", "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/x", "subject_token_type": "urn:ietf:params:oauth:token-type:jwt", "token_url": "HOST/v1/token", "credential_source": { "url": "HOST/computeMetadata/v1/instance/service-accounts/default/token", "headers": { "Metadata-Flavor": "Google" }, "format": { "type": "json", "subject_token_field_name": "access_token" } } }""", "federated the caller" },
        { "federation and impersonation", """{ "type": "external_account", "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/x", "subject_token_type": "urn:ietf:params:oauth:token-type:jwt", "token_url": "HOST/v1/token", "service_account_impersonation_url": "HOST/v1/projects/-/serviceAccounts/auditor@ai-prod.iam.gserviceaccount.com:generateAccessToken", "credential_source": { "file": SUBJECT } }""", "impersonated auditor@ai-prod.iam.gserviceaccount.com" },
        { "impersonation", """{ "type": "impersonated_service_account", "service_account_impersonation_url": "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/auditor@ai-prod.iam.gserviceaccount.com:generateAccessToken", "source_credentials": { "type": "service_account", "client_email": "deploy@ai-prod.iam.gserviceaccount.com", "private_key": KEY, "private_key_id": "1", "token_uri": "HOST/token" } }""", "impersonated auditor@ai-prod.iam.gserviceaccount.com" },
    };

    [Theory, MemberData(nameof(Kinds))]
    public async Task Credentials_of_each_kind_sign_in(string kind, string json, string expected)
    {
        organization.Fill();
        Assert.NotEmpty(kind);
        using var named = new Variable("GOOGLE_APPLICATION_CREDENTIALS", Written(json));
        using var connection = await GcpConnection.OpenAsync(organization.Options with { AccessToken = null }, new ToFake(organization.Fake.Endpoint), Token);
        var (token, quota) = organization.Fake.Callers.First();
        Assert.Equal(expected, $"{token} {connection.Scopes[0].Caller} {quota}".TrimEnd());
    }

    [Fact]
    public async Task The_file_of_gcloud_is_found_and_found_anew_after_a_failure()
    {
        organization.Fill();
        using var none = new Variable("GOOGLE_APPLICATION_CREDENTIALS", null);
        using var folder = new Variable("CLOUDSDK_CONFIG", _folder.FullName);
        using var machine = new Variable("GCE_METADATA_HOST", null);
        var options = organization.Options with { AccessToken = null };
        if (!GcpConnection.IsLikely)
        {
            var error = await Assert.ThrowsAsync<AiCloudException>(() => GcpConnection.OpenAsync(options, Token));
            Assert.Equal(ErrorId.CloudAuthenticationFailed, error.Id);
            Assert.Contains("gcloud auth application-default login", error.Message, StringComparison.Ordinal);
        }
        File.Move(Written(Kinds.First().Data.Item2), Path.Join(_folder.FullName, "application_default_credentials.json"));
        Assert.True(GcpConnection.IsLikely);
        using var connection = await GcpConnection.OpenAsync(options, Token);
        Assert.Equal("service-account", organization.Fake.Callers.First().Token);
    }

    [Fact]
    public async Task A_machine_signs_in_by_its_metadata()
    {
        organization.Fill();
        using var none = new Variable("GOOGLE_APPLICATION_CREDENTIALS", null);
        using var folder = new Variable("CLOUDSDK_CONFIG", _folder.FullName);
        using var machine = new Variable("GCE_METADATA_HOST", organization.Fake.Endpoint.Authority);
        using var connection = await GcpConnection.OpenAsync(organization.Options with { AccessToken = null, UniverseDomain = "googleapis.com" }, new ToFake(organization.Fake.Endpoint), Token);
        Assert.Equal("machine", organization.Fake.Callers.First().Token);
    }

    [Theory]
    [InlineData("""{ "type": "external_account", "audience": "a", "subject_token_type": "t", "token_url": "https://sts.googleapis.com/v1/token", "credential_source": { "executable": { "command": "touch /tmp/planted" } } }""", "would start a program")]
    [InlineData("""{ "type": "external_account", "audience": "a", "subject_token_type": "t", "token_url": "http://evil.example.com/v1/token", "credential_source": { "file": "/etc/passwd" } }""", "without TLS (token_url)")]
    [InlineData("""{ "type": "something_new" }""", "'something_new'")]
    [InlineData("""{ "type": "service_account" }""", "damaged")]
    [InlineData("not json", "no JSON")]
    public async Task Credentials_that_are_of_no_use_are_refused_with_a_reason(string json, string reason)
    {
        using var named = new Variable("GOOGLE_APPLICATION_CREDENTIALS", Written(json));
        var error = await Assert.ThrowsAsync<AiCloudException>(() => GcpConnection.OpenAsync(organization.Options with { AccessToken = null }, Token));
        Assert.Equal(ErrorId.CloudAuthenticationFailed, error.Id);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_and_a_quota_project_are_sent_as_they_were_given()
    {
        organization.Fill();
        await organization.ReadAsync(organization.Options with { AccessToken = "ya29.given", QuotaProject = "billing-project" });
        Assert.All(organization.Fake.Callers, caller => Assert.Equal(("ya29.given", "billing-project"), caller));
    }

    [Fact]
    public async Task Endpoints_are_overridden_by_the_variables_of_gcloud()
    {
        organization.Fill();
        var services = new[] { "CLOUDASSET", "CLOUDRESOURCEMANAGER", "NOTEBOOKS", "AIPLATFORM", "MODELARMOR", "ORGPOLICY", "BILLINGBUDGETS", "DIALOGFLOW", "DISCOVERYENGINE", "SECURITYCENTERMANAGEMENT", "SECURITYPOSTURE", "CLOUDBILLING", "IAM", "MONITORING", "RECOMMENDER" }
            .Select(name => new Variable($"CLOUDSDK_API_ENDPOINT_OVERRIDES_{name}", organization.Fake.Endpoint.ToString())).ToList();
        try
        {
            Assert.Equal(3, (await organization.ReadAsync(organization.Options with { EndpointUrl = null })).Count);
        }
        finally
        {
            services.ForEach(service => service.Dispose());
        }
    }

    // One name a service, whatever the region: gcloud's own for those that it knows.
    [Fact]
    public void Each_service_that_is_asked_can_be_overridden()
    {
        var hosts = ResourceType.All.Select(type => type.Read).OfType<GcpResourceAttribute>().Where(read => read.Path is not null).Select(read => read.Host).Concat(["cloudasset.googleapis.com", "cloudresourcemanager.googleapis.com", "cloudbilling.googleapis.com"]).Distinct().ToList();
        var names = hosts.ToDictionary(host => host, host => host.Split('.')[0].Split('-')[^1].ToUpperInvariant());
        Assert.Superset(new HashSet<string> { "AIPLATFORM", "CLOUDASSET", "CLOUDBILLING", "CLOUDRESOURCEMANAGER", "IAM", "MODELARMOR", "MONITORING", "NOTEBOOKS", "ORGPOLICY", "RECOMMENDER", "SECURITYCENTERMANAGEMENT", "SECURITYPOSTURE" }, names.Values.ToHashSet());
        foreach (var (host, name) in names)
        {
            using var variable = new Variable($"CLOUDSDK_API_ENDPOINT_OVERRIDES_{name}", "https://127.0.0.1:1/proxy");
            Assert.Equal("https://127.0.0.1:1/proxy/v1/x", GcpEndpoint.Of(host, "europe-west4", "v1/x", "googleapis.com", null).Address.ToString());
        }
    }

    [Theory]
    [InlineData("GOOGLE_CLOUD_QUOTA_PROJECT", "from-variable")]
    [InlineData("CLOUDSDK_BILLING_QUOTA_PROJECT", "from-variable")]
    [InlineData(null, "ai-hub")]
    public async Task The_quota_project_is_that_of_a_variable_or_of_the_credentials(string? variable, string expected)
    {
        organization.Fill();
        using var named = new Variable("GOOGLE_APPLICATION_CREDENTIALS", Written(Kinds.ElementAt(1).Data.Item2));
        using var quota = new Variable(variable ?? "GOOGLE_CLOUD_QUOTA_PROJECT", variable is null ? null : "from-variable");
        using var connection = await GcpConnection.OpenAsync(organization.Options with { AccessToken = null }, new ToFake(organization.Fake.Endpoint), Token);
        Assert.Equal(expected, organization.Fake.Callers.First().QuotaProject);
    }

    // What is given comes before a variable, and that before the credentials. The variable says what is so anyway: tests beside this one see it, too.
    [Theory]
    [InlineData(null, null, "of-file.example")]
    [InlineData("GOOGLE_CLOUD_UNIVERSE_DOMAIN", null, "googleapis.com")]
    [InlineData("CLOUDSDK_CORE_UNIVERSE_DOMAIN", null, "googleapis.com")]
    [InlineData("GOOGLE_CLOUD_UNIVERSE_DOMAIN", "given.example", "given.example")]
    public async Task The_universe_is_the_one_that_is_given_or_a_variables_or_the_credentials_own(string? name, string? given, string expected)
    {
        using var named = new Variable("GOOGLE_APPLICATION_CREDENTIALS", Written(Kinds.First().Data.Item2.Replace("{ \"type\"", "{ \"universe_domain\": \"of-file.example\", \"type\"", StringComparison.Ordinal)));
        using var variable = new Variable(name ?? "GOOGLE_CLOUD_UNIVERSE_DOMAIN", name is null ? null : "googleapis.com");
        Assert.Equal(expected, (await GcpSignIn.FindAsync(new() { UniverseDomain = given }, null, Token)).Universe);
    }

    [Theory]
    [InlineData("CLOUDSDK_AUTH_ACCESS_TOKEN", false)]
    [InlineData("CLOUDSDK_AUTH_ACCESS_TOKEN_FILE", true)]
    public async Task A_token_of_gclouds_variables_comes_before_files_of_credentials(string name, bool isFile)
    {
        var file = Path.Join(_folder.FullName, "token");
        await File.WriteAllTextAsync(file, "of-gcloud\n", Token);
        using var variable = new Variable(name, isFile ? file : "of-gcloud");
        using var named = new Variable("GOOGLE_APPLICATION_CREDENTIALS", Path.Join(_folder.FullName, "none.json"));
        Assert.Equal("of-gcloud", await (await GcpSignIn.FindAsync(new(), null, Token)).TokenAsync(Token));
    }

    [Theory]
    [InlineData("{location}-aiplatform.googleapis.com", "europe-west4", "googleapis.com", "https://europe-west4-aiplatform.googleapis.com/v1/x")]
    [InlineData("{location}-dialogflow.googleapis.com", "global", "googleapis.com", "https://dialogflow.googleapis.com/v1/x")]
    [InlineData("modelarmor.{location}.rep.googleapis.com", "us-central1", "googleapis.com", "https://modelarmor.us-central1.rep.googleapis.com/v1/x")]
    [InlineData("modelarmor.{location}.rep.googleapis.com", "", "googleapis.com", "https://modelarmor.googleapis.com/v1/x")]
    [InlineData("cloudasset.googleapis.com", "", "apis-tpclp.goog", "https://cloudasset.apis-tpclp.goog/v1/x")]
    public void A_service_has_hosts_of_its_own_by_region_and_universe(string host, string location, string universe, string address) =>
        Assert.Equal(address, GcpEndpoint.Of(host, location, "v1/x", universe, null).Address.ToString());

    [Fact]
    public async Task Without_tls_only_this_machine_is_asked()
    {
        var error = await Assert.ThrowsAsync<AiCloudException>(() => organization.ReadAsync(organization.Options with { EndpointUrl = new("http://example.com") }));
        Assert.Equal(ErrorId.CloudUnreachable, error.Id);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Written(string json)
    {
        var (file, subject) = (Path.Join(_folder.FullName, $"{Guid.NewGuid():N}.json"), Path.Join(_folder.FullName, "subject"));
        File.WriteAllText(subject, "subject-token");
        File.WriteAllText(file, json.Replace("HOST", organization.Fake.Endpoint.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("KEY", JsonSerializer.Serialize(s_key), StringComparison.Ordinal).Replace("SUBJECT", JsonSerializer.Serialize(subject), StringComparison.Ordinal));
        return file;
    }

    private static string Key()
    {
        using var key = RSA.Create(2048);
        return key.ExportPkcs8PrivateKeyPem();
    }

    // Hosts of Google that a file cannot name.
    private sealed class ToFake(Uri fake) : HttpClientHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(fake, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
