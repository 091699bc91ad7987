using System.Text.Json;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

/// <summary>Several accounts of one organisation, as its management account reads them.</summary>
public sealed class OrganizationTests(OrganizationTests.Organization organization) : IClassFixture<OrganizationTests.Organization>, IDisposable
{
    private const string Read = "Get-AiEstate -RoleName Audit -ExternalId ours -Region eu-west-1 -CheckId AWS-NET-001";
    private readonly ModuleSession _session = new();
    private readonly Variable _endpoint = organization.Use();

    [Fact]
    public void Its_accounts_are_listed_with_where_they_stand_and_whether_they_are_active()
    {
        var scopes = _session.Run("Get-AiScope -Organization").Output.Select(scope => $"{scope.Properties["Path"].Value}/{scope.Properties["Name"].Value} {scope.Properties["Status"].Value}");
        Assert.Equal(["Root/master ACTIVE", "Root/Sandbox/Closed SUSPENDED", "Root/Sandbox/Play ACTIVE", "Root/Workloads/Dev ACTIVE", "Root/Workloads/Production/Prod ACTIVE"], scopes);
    }

    [Fact]
    public void Each_account_is_read_by_its_role_and_judged()
    {
        var result = _session.Run("Get-AiScope -Organization | Get-AiEstate -RoleName Audit -ExternalId ours -Region eu-west-1 -CheckId AWS-NET-001 | Test-AiSecurity -CheckId AWS-NET-001");
        Assert.Empty(result.Errors);
        Assert.Equal(["lab-dev Fail", "lab-play Fail", "lab-prod Pass"],
            result.Output.Select(finding => $"{finding.Properties["ResourceName"].Value} {finding.Properties["Status"].Value}").Order(StringComparer.Ordinal));
        Assert.Equal(3, result.Output.Select(finding => finding.Properties["Scope"].Value).Distinct().Count());
        Assert.Contains(result.Warnings, warning => warning.Contains("SUSPENDED", StringComparison.Ordinal));
        Assert.All(organization.Fake.Requests.Where(request => request.Operation == "AssumeRole"), request =>
        {
            Assert.Contains("ExternalId=ours", request.Body, StringComparison.Ordinal);
            Assert.Contains("role%2FAudit", request.Body, StringComparison.Ordinal);
        });
        Assert.Equal(4, organization.Fake.Requests.Count(request => request.Operation == "AssumeRole"));
    }

    [Fact]
    public void An_aggregator_of_AWS_Config_gives_all_accounts_by_one_question_and_what_it_lacks_is_Unknown()
    {
        using var answer = organization.Fake.Pages("config:SelectAggregateResourceConfig",
            $$"""{ "Results": [{{Notebook("111111111111", "a", "Enabled")}}, {{Notebook("222222222222", "b", "Disabled")}}] }""",
            $$"""{ "Results": [{{Notebook("222222222222", "c", "Enabled")}}] }""");
        var result = _session.Run("Get-AiEstate -ConfigurationAggregatorName all -CheckId AWS-NET-001 | Test-AiSecurity -CheckId AWS-NET-001, AWS-NET-002");
        Assert.Empty(result.Errors);
        Assert.Contains(result.Warnings, warning => warning.Contains("2 accounts", StringComparison.Ordinal));
        var asked = organization.Fake.Requests.Where(request => request.Service == "config").Select(request => JsonDocument.Parse(request.Body).RootElement).ToList();
        Assert.Equal(2, asked.Count);
        Assert.All(asked, question => Assert.Contains("'AWS::SageMaker::NotebookInstance'", question.GetProperty("Expression").GetString(), StringComparison.Ordinal));
        Assert.Equal("page-1", asked[1].GetProperty("NextToken").GetString());
        Assert.DoesNotContain(organization.Fake.Requests, request => request.Operation.StartsWith("ListNotebook", StringComparison.Ordinal));
        Assert.Equal(["111111111111 a Fail", "222222222222 b Pass", "222222222222 c Fail"],
            result.Output.Where(finding => $"{finding.Properties["CheckId"].Value}" == "AWS-NET-001" && $"{finding.Properties["ResourceName"].Value}" is { Length: 1 })
                .Select(finding => $"{finding.Properties["Scope"].Value} {finding.Properties["ResourceName"].Value} {finding.Properties["Status"].Value}").Order(StringComparer.Ordinal));
        // Lifecycle scripts and gateways are nothing that it records.
        Assert.All(_session.Run("Test-AiSecurity -ConfigurationAggregatorName all -CheckId AWS-MON-001").Output, finding => Assert.Equal("Unknown", $"{finding.Properties["Status"].Value}"));

        static string Notebook(string account, string name, string access) => JsonSerializer.Serialize(JsonSerializer.Serialize(new
        {
            accountId = account,
            awsRegion = "eu-west-1",
            arn = $"arn:aws:sagemaker:eu-west-1:{account}:notebook-instance/{name}",
            resourceId = name,
            resourceType = "AWS::SageMaker::NotebookInstance",
            configuration = new
            {
                NotebookInstanceName = name,
                DirectInternetAccess = access,
                SubnetId = "subnet-1",
                RootAccess = "Disabled",
                RoleArn = $"arn:aws:iam::{account}:role/lab",
                PlatformIdentifier = "notebook-al2023-v1",
                InstanceMetadataServiceConfiguration = new { MinimumInstanceMetadataServiceVersion = "2" },
            },
        }));
    }

    [Fact]
    public void An_aggregator_that_is_not_there_or_may_not_be_asked_or_knows_nothing_is_an_error_that_says_the_way_out()
    {
        using (organization.Fake.Deny("config:SelectAggregateResourceConfig"))
        {
            var refused = Assert.Single(_session.Run("Get-AiEstate -ConfigurationAggregatorName all").Errors);
            Assert.Equal("CloudAccessDenied,AiCloudSecurity.Commands.GetAiEstateCommand", refused.FullyQualifiedErrorId);
            Assert.Contains("config:SelectAggregateResourceConfig", refused.Exception.Message, StringComparison.Ordinal);
        }
        using (organization.Fake.Pages("config:SelectAggregateResourceConfig", """{ "Results": [] }"""))
        {
            Assert.StartsWith("NothingAssessed", Assert.Single(_session.Run("Get-AiEstate -ConfigurationAggregatorName all").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        }
        using (organization.Fake.Pages("config:SelectAggregateResourceConfig", """{ "Results": ["{}"] }"""))
        {
            Assert.StartsWith("EstateUnreadable", Assert.Single(_session.Run("Get-AiEstate -ConfigurationAggregatorName all").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Named_accounts_are_read_without_the_rest()
    {
        var estate = Assert.Single(_session.Run($"{Read} -Scope {organization.Accounts["Dev"]}").Output);
        Assert.Equal(organization.Accounts["Dev"], $"{estate.Properties["Scope"].Value}");
        Assert.Empty(_session.Run($"@() | {Read}").Output);
        Assert.DoesNotContain(organization.Fake.Requests, request => request.Operation.StartsWith("ListNotebook", StringComparison.Ordinal)
            && !request.Headers["Authorization"].Contains("Credential=ASIA", StringComparison.Ordinal));
    }

    [Fact]
    public void An_account_that_cannot_be_read_is_an_error_of_its_own()
    {
        var dev = organization.Accounts["Dev"];
        using var denied = organization.Fake.Deny("sts:AssumeRole", request => request.Body.Contains(dev, StringComparison.Ordinal));
        var result = _session.Run($"Get-AiScope -Organization | {Read}");
        Assert.Equal(3, result.Output.Count);
        var error = Assert.Single(result.Errors);
        Assert.Equal("CloudAccessDenied,AiCloudSecurity.Commands.GetAiEstateCommand", error.FullyQualifiedErrorId);
        Assert.Equal(dev, error.TargetObject);
        Assert.Contains("sts:AssumeRole", error.Exception.Message, StringComparison.Ordinal);
        Assert.False(result.Terminated);
    }

    [Fact]
    public void The_account_of_the_credentials_is_read_with_these_where_it_lacks_the_role()
    {
        using var denied = organization.Fake.Deny("sts:AssumeRole", request => request.Body.Contains("123456789012", StringComparison.Ordinal));
        var result = _session.Run($"Get-AiScope -Organization | {Read}");
        Assert.Equal(4, result.Output.Count);
        Assert.Empty(result.Errors);
        Assert.Contains(result.Warnings, warning => warning.Contains("read with these", StringComparison.Ordinal));
    }

    [Fact]
    public void An_account_of_others_is_not_read_without_a_role()
    {
        var result = _session.Run($"Get-AiEstate -Scope {organization.Accounts["Dev"]} -Region eu-west-1");
        Assert.Equal(["CloudAccessDenied"], result.ErrorIds);
        Assert.Contains("-RoleName", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Contains("twelve digits", Assert.Single(_session.Run("Get-AiEstate -Scope nonsense").Errors).Exception.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _endpoint.Dispose();
        _session.Dispose();
    }

    public sealed class Organization : IAsyncLifetime
    {
        private MotoServer? _moto;

        public AwsFake Fake { get; private set; } = null!;

        public IReadOnlyDictionary<string, string> Accounts { get; private set; } = null!;

        public Variable Use()
        {
            Fake.ClearRules();
            return new("AWS_ENDPOINT_URL", Fake.Endpoint.ToString());
        }

        public async ValueTask InitializeAsync()
        {
            _moto = await MotoServer.StartAsync();
            Fake = await AwsFake.StartAsync(_moto.Endpoint);
            Accounts = JsonSerializer.Deserialize<Dictionary<string, string>>(await MotoServer.RunScriptAsync("tests/moto/organization.py", Fake.Endpoint))!;
        }

        public async ValueTask DisposeAsync()
        {
            await Fake.DisposeAsync();
            await _moto!.DisposeAsync();
        }
    }
}
