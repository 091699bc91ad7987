using System.Text.Json;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Clouds.Tests;

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
    public async Task The_management_account_sees_what_is_on_its_own_way_only()
    {
        await account.ResetAsync();
        await MotoServer.RunScriptAsync("tests/moto/organization.py", account.Fake.Endpoint);
        using var connection = await account.OpenAsync("eu-west-1");
        var estate = await connection.ReadAsync(s_types, null, Token);
        Assert.All(estate.Coverage, entry => Assert.True(entry.State == CoverageState.Read, $"{entry}"));
        Assert.Equal("123456789012", Assert.Single(estate.Inventory<Organization>()).MasterAccountId);
        Assert.Matches("^r-", Assert.Single(estate.Inventory<OrganizationAccount>()).Levels![0]);
        Assert.DoesNotContain(estate.Inventory<ServiceControlPolicy>(), policy => policy.PolicySummary!.Name == "WorkloadLimits");
        Assert.DoesNotContain("@example.com", JsonSerializer.Serialize(estate.Resources.Select(resource => resource.Json)), StringComparison.Ordinal);
    }
}
