using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Clouds.Queries;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Clouds.Tests;

[Collection(Settings.OfTheProcess)]
public sealed class AzureReadTests(AzureTenant tenant) : IClassFixture<AzureTenant>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_principal_is_asked_to_sign_in_with_the_claims_once()
    {
        tenant.Fill();
        tenant.Fake.GivesNewTokens = true;
        using var authority = new Variable("AZURE_AUTHORITY_HOST", tenant.Fake.SecureEndpoint.ToString());
        using var of = new Variable("AZURE_TENANT_ID", "72f988bf-0000-0000-0000-000000000000");
        using var client = new Variable("AZURE_CLIENT_ID", Guid.NewGuid().ToString());
        using var secret = new Variable("AZURE_CLIENT_SECRET", "s");
        using var trusting = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var fault = tenant.Fake.Fault(new AzureFault(AzureFaultKind.Claims, "/subscriptions", times: 1));
        using var connection = await AzureConnection.OpenAsync(tenant.Options with { Session = null, DirectorySession = null, EndpointUrl = tenant.Fake.SecureEndpoint }, trusting, Token);
        Assert.Equal(2, connection.Scopes.Count);
        // As the fault asks for it.
        Assert.Single(tenant.Fake.TokenRequests, request => request.Contains("1604106651", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_subscription_is_an_estate_of_what_lies_in_it()
    {
        tenant.Fill();
        var estates = await tenant.ReadAsync();
        Assert.Equal(["AI production", "Hub"], estates.Select(estate => estate.Scope.Name).Order());
        var production = estates.Single(estate => estate.Scope.Id == AzureTenant.Production);
        Assert.Equal(["closed", "open", "speech"], production.Inventory<CognitiveAccount>().All.Select(account => account.Identity.Name).Order());
        Assert.Equal(["westeurope", "westus2"], production.Regions);
        Assert.Equal("westeurope", production.Inventory<AccountDeployment>().All[0].Identity.Region);
        Assert.DoesNotContain(production.Coverage, entry => !entry.IsComplete);
    }

    [Fact]
    public async Task What_the_well_kept_account_has_passes_and_the_default_account_fails()
    {
        tenant.Fill();
        var estates = await tenant.ReadAsync();
        var unknown = estates.SelectMany(estate => Check.All.SelectMany(check => check.Judge(estate))).Where(finding => finding.Status == Status.Unknown).Select(finding => $"{finding.CheckId} {finding.ResourceName}: {finding.Reason}").ToList();
        Assert.True(unknown.Count == 0, string.Join('\n', unknown));
        var verdicts = AzureTenant.Judge(estates);
        Assert.All(verdicts.Where(verdict => verdict.Key.EndsWith("/accounts/closed", StringComparison.Ordinal)), verdict => Assert.True(verdict.Value != Status.Fail, verdict.Key));
        Assert.All(verdicts.Where(verdict => verdict.Key.EndsWith("/accounts/open", StringComparison.Ordinal)), verdict => Assert.True(verdict.Value != Status.Pass, verdict.Key));
    }

    [Fact]
    public async Task A_workspace_of_another_subscription_is_found_where_that_is_read_and_unknown_where_not()
    {
        tenant.Fill();
        static Status Logged(IEnumerable<Estate> estates) => AzureTenant.Judge(estates).Single(verdict => verdict.Key.StartsWith("AZ-MON-001 ", StringComparison.Ordinal) && verdict.Key.EndsWith("/closed", StringComparison.Ordinal)).Value;
        Assert.Equal(Status.Pass, Logged(await tenant.ReadAsync()));
        Assert.Equal(Status.Unknown, Logged(await tenant.ReadAsync(tenant.Options with { Subscriptions = ["AI prod*"] })));
    }

    [Fact]
    public async Task Nothing_secret_is_kept()
    {
        tenant.Fill();
        var kept = string.Join('\n', (await tenant.ReadAsync()).SelectMany(estate => estate.Resources).Select(resource => resource.Json));
        Assert.DoesNotContain("c2VjcmV0", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-proj", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_estate_of_azure_is_the_same_after_it_was_saved()
    {
        tenant.Fill();
        var estate = (await tenant.ReadAsync()).Single(estate => estate.Scope.Id == AzureTenant.Production);
        using var file = new MemoryStream();
        EstateFile.Write([estate], file);
        file.Position = 0;
        var opened = EstateFile.Read(file, "x").ToList();
        Assert.Equal(AzureTenant.Judge([estate]), AzureTenant.Judge(opened));
        Assert.Equal(estate.Scope, opened[0].Scope);
    }

    [Fact]
    public async Task Pages_of_lists_and_tables_are_read_to_the_end()
    {
        tenant.Fill();
        var whole = AzureTenant.Judge(await tenant.ReadAsync());
        tenant.Fake.PageSize = 2;
        Assert.Equal(whole, AzureTenant.Judge(await tenant.ReadAsync()));
    }

    [Fact]
    public async Task Without_a_batch_each_is_asked_for_singly()
    {
        tenant.Fill();
        var whole = AzureTenant.Judge(await tenant.ReadAsync());
        tenant.Fake.HasBatch = false;
        Assert.Equal(whole, AzureTenant.Judge(await tenant.ReadAsync()));
    }

    [Fact]
    public async Task A_hundred_subscriptions_with_270_resources_take_at_most_130_requests()
    {
        tenant.Fake.Reset();
        List<string> resources = [];
        for (var number = 0; number < 100; number++)
        {
            var id = $"00000000-0000-0000-0000-{number:D12}";
            resources.Add($$"""{ "id": "/subscriptions/{{id}}", "name": "s{{number}}", "type": "Microsoft.Resources/subscriptions", "subscriptionId": "{{id}}", "properties": {} }""");
            void Add(string type, int count, string members)
            {
                for (var i = 0; i < count; i++)
                {
                    resources.Add($$"""{ "id": "/subscriptions/{{id}}/resourceGroups/ai/providers/{{type}}/r{{i}}", "name": "r{{i}}", "type": "{{type}}", "location": "westeurope", {{members}} "properties": {} }""");
                }
            }
            Add("Microsoft.CognitiveServices/accounts", number < 20 ? 2 : 1, "\"kind\": \"OpenAI\",");
            Add("Microsoft.MachineLearningServices/workspaces", number < 40 ? 1 : 0, "");
            Add("Microsoft.Search/searchServices", 1, "");
            Add("Microsoft.MachineLearningServices/registries", number < 10 ? 1 : 0, "");
        }
        tenant.Fake.Load($"[{string.Join(',', resources)}]");
        Assert.Equal(270, resources.Count - 100);
        var estates = await tenant.ReadAsync();
        Assert.Equal(100, estates.Count);
        Assert.DoesNotContain(estates.SelectMany(estate => estate.Coverage), entry => !entry.IsComplete);
        Assert.InRange(tenant.Fake.RequestCount, 1, 130);
    }

    [Fact]
    public async Task Roles_of_management_groups_come_down_and_only_roles_in_use_are_kept()
    {
        tenant.Fill();
        var estates = (await tenant.ReadAsync()).ToDictionary(estate => estate.Scope.Name);
        var production = estates["AI production"];
        // Those that somebody has or may take, and the customer's own that can be given here.
        Assert.Equal(["AI operator", "Cognitive Services OpenAI User", "Cognitive Services User", "Contributor", "Model reader", "Owner", "Reader", "Storage Blob Data Contributor"],
            production.Inventory<RoleDefinition>().All.Select(role => role.Properties!.RoleName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(production.Inventory<RoleAssignment>().All, assignment => assignment.Properties!.Scope!.EndsWith("/sandbox", StringComparison.Ordinal));
        Assert.Contains(estates["Hub"].Inventory<RoleAssignment>().All, assignment => assignment.Properties!.Scope!.Contains("managementGroups", StringComparison.Ordinal));
        Assert.Single(production.Inventory<DenyAssignment>().All);
        var grants = CloudGrants.Of(production, new() { Actions = ["Microsoft.CognitiveServices/accounts/delete"] }).SelectMany(principal => principal.Grants).ToList();
        Assert.Contains(grants, grant => grant is { PolicyName: "Owner", Decision: Decision.Conditional } && grant.Conditions.Contains("unless on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_subscription_that_is_not_there_is_an_error_that_names_it()
    {
        tenant.Fill();
        var error = await Assert.ThrowsAsync<AiCloudException>(() => tenant.ReadAsync(tenant.Options with { Subscriptions = ["nowhere"] }));
        Assert.Equal((ErrorId.ResourceNotFound, "nowhere"), (error.Id, error.Target));
    }

    [Fact]
    public async Task A_managed_identity_is_found_without_settings()
    {
        tenant.Fill();
        using var host = new Variable("AZURE_POD_IDENTITY_AUTHORITY_HOST", tenant.Fake.Endpoint.ToString().TrimEnd('/'));
        Assert.Equal(2, (await tenant.ReadAsync(tenant.Options with { Session = null })).Count);
    }

    [Fact]
    public async Task A_service_principal_of_the_environment_signs_in_over_tls()
    {
        tenant.Fill();
        using var authority = new Variable("AZURE_AUTHORITY_HOST", tenant.Fake.SecureEndpoint.ToString());
        using var of = new Variable("AZURE_TENANT_ID", "72f988bf-0000-0000-0000-000000000000");
        using var client = new Variable("AZURE_CLIENT_ID", "c");
        using var secret = new Variable("AZURE_CLIENT_SECRET", "s");
        using var trusting = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        var options = tenant.Options with { Session = null, EndpointUrl = tenant.Fake.SecureEndpoint };
        using var connection = await AzureConnection.OpenAsync(options, trusting, Token);
        Assert.Equal(2, connection.Scopes.Count);
    }

    [Fact]
    public async Task The_az_cli_is_asked_last_and_nobody_at_all_is_an_error_that_says_the_ways_in()
    {
        tenant.Fill();
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The az of this test is a shell script.");
        }
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-az");
        try
        {
            using var identity = new Variable("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1");
            // Tokens of a managed identity are kept for the process: another one has none.
            using var other = new Variable("AZURE_CLIENT_ID", "another");
            using var path = new Variable("PATH", $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}");
            var error = await Assert.ThrowsAsync<AiCloudException>(() => tenant.ReadAsync(tenant.Options with { Session = null }));
            Assert.Equal(ErrorId.CloudAuthenticationFailed, error.Id);
            Assert.Contains("az login", error.Message, StringComparison.Ordinal);

            var az = Path.Join(folder.FullName, "az");
            await System.IO.File.WriteAllTextAsync(az, "#!/bin/sh\necho '{\"accessToken\":\"cli\",\"expiresOn\":\"2099-01-01 00:00:00.000000\",\"tenant\":\"t\",\"tokenType\":\"Bearer\"}'\n", Token);
            MakeExecutable(az);
            Assert.Equal(2, (await tenant.ReadAsync(tenant.Options with { Session = null })).Count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("production", "AI production")]
    [InlineData("Tenant*", "AI production, Hub")]
    [InlineData("PLATFORM", "Hub")]
    public async Task Subscriptions_below_a_management_group_are_taken(string group, string expected)
    {
        tenant.Fill();
        using var connection = await AzureConnection.OpenAsync(tenant.Options with { ManagementGroups = [group] }, Token);
        Assert.Equal(expected, string.Join(", ", connection.Scopes.Select(scope => scope.Name).Order()));
        Assert.All(connection.Scopes, scope => Assert.StartsWith("Tenant Root Group/", scope.Path, StringComparison.Ordinal));
        var error = await Assert.ThrowsAsync<AiCloudException>(() => AzureConnection.OpenAsync(tenant.Options with { ManagementGroups = ["nowhere"] }, Token));
        Assert.Equal((ErrorId.ResourceNotFound, "nowhere"), (error.Id, error.Target));
    }

    // A sovereign cloud, or an older one, has not each version that we ask for.
    [Fact]
    public async Task What_a_cloud_has_in_an_older_version_only_is_read_by_that()
    {
        tenant.Fill();
        var whole = AzureTenant.Judge(await tenant.ReadAsync());
        tenant.Fake.OldestUnknownVersion = "2025-10-01";
        Assert.Equal(whole, AzureTenant.Judge(await tenant.ReadAsync()));
    }

    // Another cloud's machines have a service at the same address.
    [Fact]
    public async Task A_machine_of_another_cloud_does_not_keep_the_az_cli_from_being_asked()
    {
        tenant.Fill();
        using var identity = new Variable("AZURE_POD_IDENTITY_AUTHORITY_HOST", $"{tenant.Fake.Endpoint.ToString().TrimEnd('/')}/elsewhere");
        using var nowhere = new Variable("PATH", "/nowhere");
        var time = System.Diagnostics.Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<AiCloudException>(() => tenant.ReadAsync(tenant.Options with { Session = null }));
        Assert.Equal(ErrorId.CloudAuthenticationFailed, error.Id);
        Assert.Contains("az login", error.Message, StringComparison.Ordinal);
        Assert.InRange(time.Elapsed.TotalSeconds, 0, 5);
    }

    // Tokens of managed identities, and where they were found first, are kept for the process: each test is another
    // identity, and all that find one are in this class, with its fake.
    [Theory]
    [InlineData(true, 1, null)]
    [InlineData(true, 2, "refuses the new token")]
    [InlineData(false, 1, "the same token was given again")]
    public async Task A_challenge_for_other_claims_leads_to_one_more_token_and_then_to_an_error_that_says_it(bool givesNewTokens, int times, string? expected)
    {
        tenant.Fill();
        tenant.Fake.GivesNewTokens = givesNewTokens;
        using var host = new Variable("AZURE_POD_IDENTITY_AUTHORITY_HOST", tenant.Fake.Endpoint.ToString().TrimEnd('/'));
        using var identity = new Variable("AZURE_CLIENT_ID", Guid.NewGuid().ToString());
        using var nowhere = new Variable("PATH", "/nowhere");
        using var fault = tenant.Fake.Fault(new AzureFault(AzureFaultKind.Claims, "/subscriptions", times));
        var opening = AzureConnection.OpenAsync(tenant.Options with { Session = null, DirectorySession = null }, Token);
        if (expected is null)
        {
            (await opening).Dispose();
        }
        else
        {
            var error = await Assert.ThrowsAsync<AiCloudException>(() => opening);
            Assert.Equal(ErrorId.CloudAuthenticationFailed, error.Id);
            Assert.Contains("other claims", error.Message, StringComparison.Ordinal);
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.Contains("az login", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(2, tenant.Fake.TokenRequests.Count(request => request.StartsWith("200 /metadata/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Whoever_is_signed_in_gets_a_token_for_a_query_of_logs()
    {
        tenant.Fill();
        using var host = new Variable("AZURE_POD_IDENTITY_AUTHORITY_HOST", tenant.Fake.Endpoint.ToString().TrimEnd('/'));
        using var identity = new Variable("AZURE_CLIENT_ID", Guid.NewGuid().ToString());
        using var nowhere = new Variable("PATH", "/nowhere");
        var token = await new AccessToken(null, new AzureTokens("https://api.loganalytics.io"), "AISEC_NO_SUCH_VARIABLE").GetAsync(Token);
        Assert.StartsWith("managed-identity", token, StringComparison.Ordinal);
        Assert.Contains(tenant.Fake.TokenRequests, request => request.StartsWith("200 /metadata/", StringComparison.Ordinal));
    }

    // App Service, Automation and Arc say where their identity is; whatever is wrong there, the az CLI is asked next.
    [Theory]
    [InlineData("http://127.0.0.1:1/token")]
    [InlineData("{fake}/elsewhere")]
    public async Task An_address_of_a_managed_identity_that_refuses_does_not_keep_the_az_cli_from_being_asked(string address)
    {
        Assert.SkipWhen(!address.StartsWith('{') && Environment.GetEnvironmentVariable("AISEC_FULL") is not "1", "AISEC_FULL=1 runs it: Azure's library tries such an address for most of a minute.");
        tenant.Fill();
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The az of this test is a shell script.");
        }
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-az");
        try
        {
            var az = Path.Join(folder.FullName, "az");
            await System.IO.File.WriteAllTextAsync(az, "#!/bin/sh\necho '{\"accessToken\":\"cli\",\"expiresOn\":\"2099-01-01 00:00:00.000000\",\"tenant\":\"t\",\"tokenType\":\"Bearer\"}'\n", Token);
            MakeExecutable(az);
            using var other = new Variable("AZURE_CLIENT_ID", Guid.NewGuid().ToString());
            using var path = new Variable("PATH", $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}");
            using var endpoint = new Variable("IDENTITY_ENDPOINT", address.Replace("{fake}", tenant.Fake.Endpoint.ToString().TrimEnd('/'), StringComparison.Ordinal));
            using var header = new Variable("IDENTITY_HEADER", "h");
            using var connection = await AzureConnection.OpenAsync(tenant.Options with { Session = null, DirectorySession = null }, Token);
            Assert.Equal(2, connection.Scopes.Count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
