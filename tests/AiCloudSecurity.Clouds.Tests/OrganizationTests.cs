using System.Text.Json;
using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Clouds.Tests;

[Collection(Settings.OfTheProcess)]
public sealed class OrganizationTests(AwsAccount account)
{
    private static readonly ResourceType[] s_types = [.. ResourceType.All.Where(type => type.Read is AwsResourceAttribute { Service: "organizations" })];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_in_no_organisation_has_nothing_imposed_on_it()
    {
        await account.ResetAsync();
        using var connection = await account.OpenAsync("eu-west-1");
        var estate = await connection.ReadAsync(s_types, null, Token);
        Assert.Empty(estate.Resources);
        Assert.All(estate.Coverage, entry => Assert.Equal(CoverageState.Read, entry.State));
    }

    [Fact]
    public async Task An_organisation_is_asked_once_for_all_its_accounts()
    {
        var fake = await account.FilledAsync("tests/moto/organization.py");
        using var connection = await AwsAccount.OpenAsync(fake, "eu-west-1");
        var estates = await ReadAllAsync(connection);
        Assert.Equal(4, estates.Count);
        Assert.All(estates.Values.SelectMany(estate => estate.Coverage), entry => Assert.True(entry.State == CoverageState.Read, $"{entry}"));
        // Three types of policies, each policy and its targets; an account for itself only where it stands and what applies.
        var asked = fake.Requests.Where(request => request.Service == "organizations").GroupBy(request => request.Operation).ToDictionary(group => group.Key, group => group.Count());
        var policies = fake.Requests.Where(request => request.Operation == "DescribePolicy").Select(request => request.Body).Distinct().Count();
        Assert.Equal(3, asked["ListPolicies"]);
        Assert.Equal(policies, asked["DescribePolicy"]);
        Assert.Equal(policies, asked["ListTargetsForPolicy"]);
        Assert.Equal(1, asked["DescribeOrganization"]);
        Assert.Equal(4, asked["DescribeAccount"]);
        // Each is shown what is on its own way only.
        Assert.Equal(["FullAWSAccess", "KeepOrganisation", "LooksLikeLimits", "WorkloadLimits"], Names(estates["Dev"]));
        Assert.Equal(["FullAWSAccess", "KeepOrganisation"], Names(estates["Play"]));
        Assert.DoesNotContain("@example.com", string.Concat(estates.Values.SelectMany(estate => estate.Resources).Select(resource => resource.Json)), StringComparison.Ordinal);

        static IEnumerable<string?> Names(Estate estate) => estate.Inventory<ServiceControlPolicy>().Select(policy => policy.PolicySummary!.Name).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_member_is_told_what_applies_to_it_and_the_rest_is_refused()
    {
        var fake = await account.FilledAsync("tests/moto/organization.py");
        using var connection = await AwsAccount.OpenAsync(fake, "eu-west-1");
        var member = (await connection.GetOrganizationScopesAsync(Token)).Single(scope => scope.Name == "Prod");
        // As if the credentials were the member's own: those of the management account know nothing of it.
        using var unknown = fake.Fault("organizations:*", AwsFault.Denied with { When = request => !request.Headers["Authorization"].Contains("Credential=ASIA", StringComparison.Ordinal) });
        using var own = await AwsConnection.OpenAsync(new() { EndpointUrl = fake.Endpoint, Regions = ["eu-west-1"] }, Token);
        using var assumed = await own.AssumeAsync(member, new("Audit"), Token);
        var estate = await assumed.ReadAsync(s_types, null, Token);
        Assert.Equal("123456789012", Assert.Single(estate.Inventory<Organization>()).MasterAccountId);
        Assert.Contains("optOut", Assert.Single(estate.Inventory<EffectiveAiOptOutPolicy>()).PolicyContent, StringComparison.Ordinal);
        Assert.Contains("guardrail/", Assert.Single(estate.Inventory<EffectiveBedrockPolicy>()).PolicyContent, StringComparison.Ordinal);
        Assert.Equal(["organizations:DescribeAccount", "organizations:ListPolicies"],
            estate.Coverage.Where(entry => entry.State == CoverageState.Refused).Select(entry => entry.Operation).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains("delegated administrators", Assert.Throws<UnseenException>(() => estate.Inventory<ServiceControlPolicy>().All).Message, StringComparison.Ordinal);
    }

    // organization.json was worked out by hand from the policies, not by our code.
    [Fact]
    public async Task What_an_organisation_forbids_is_judged_right_in_each_account()
    {
        var fake = await account.FilledAsync("tests/moto/organization.py");
        using var connection = await AwsAccount.OpenAsync(fake, "eu-west-1");
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Join(Python.RepositoryRoot, "tests/moto/organization.json"), Token));
        var checks = Check.All.Where(check => expected.RootElement.TryGetProperty(check.Id, out _)).ToList();
        var estates = await ReadAllAsync(connection, checks.SelectMany(check => check.Types));
        List<string> wrong = [];
        foreach (var check in checks)
        {
            foreach (var verdict in expected.RootElement.GetProperty(check.Id).EnumerateObject())
            {
                var finding = Assert.Single(check.Judge(estates[verdict.Name]));
                if (finding.Status.ToString() != verdict.Value.GetString())
                {
                    wrong.Add($"{check.Id} {verdict.Name}: expected {verdict.Value}, found {finding.Status} ({finding.Reason})");
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(7, checks.Count);
    }

    private static async Task<Dictionary<string, Estate>> ReadAllAsync(AwsConnection connection, IEnumerable<ResourceType>? types = null)
    {
        Dictionary<string, Estate> estates = [];
        foreach (var scope in (await connection.GetOrganizationScopesAsync(Token)).Where(scope => scope.Status == "ACTIVE"))
        {
            using var assumed = await connection.AssumeAsync(scope, new("Audit", "ours"), Token);
            estates[scope.Name] = await assumed.ReadAsync(types ?? s_types, null, Token);
        }
        return estates;
    }
}
