using System.Diagnostics;
using System.Text.Json.Nodes;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>Microsoft's own JavaScript clients talk to the fake, so that it cannot drift into fiction. Needs Node.js and npm.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class AzureVendorClientTests(AzureTenant tenant) : IClassFixture<AzureTenant>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly NpmClients s_clients = new("azure");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Microsofts_clients_understand_the_fake(bool writesTakeTime)
    {
        if (await s_clients.InstallAsync() is { } missing)
        {
            Assert.Skip(missing);
        }
        tenant.Fill();
        tenant.Fake.WritesTakeTime = writesTakeTime;
        using var connection = await AzureConnection.OpenAsync(tenant.Options with { Subscriptions = [AzureTenant.Production] }, Token);
        await Repaired.ApplyAsync(new AzureWriter(connection, connection.Scopes[0]), Setting.Find("azure/cognitive/Account")!,
            new() { ["id"] = $"/subscriptions/{AzureTenant.Production}/resourceGroups/AI/providers/Microsoft.CognitiveServices/accounts/open" }, new() { ["properties.disableLocalAuth"] = true }, Token);
        var certificate = Path.GetTempFileName();
        await File.WriteAllTextAsync(certificate, tenant.Fake.CertificatePem, Token);
        try
        {
            var run = await s_clients.RunAsync("node", ["drive.mjs", tenant.Fake.SecureEndpoint.ToString().TrimEnd('/')], ("NODE_EXTRA_CA_CERTS", certificate));
            Assert.True(run is { Code: 0 }, run?.Errors);
            var said = JsonNode.Parse(run!.Value.Output)!;
            string[] Texts(string member) => [.. said[member]!.AsArray().Select(item => item?.ToString() ?? "null").Order(StringComparer.Ordinal)];
            Assert.Equal(["closed", "open", "speech"], Texts("rows"));
            Assert.Equal(["closed", "open", "speech"], Texts("accounts"));
            // One was so, and one was repaired.
            Assert.Equal(["null", "true", "true"], Texts("keys"));
            Assert.Equal(["10", "5000"], Texts("capacities"));
            Assert.Equal("10", said["filters"]!.ToString());
            Assert.Equal("Disabled", said["updated"]!.ToString());
            Assert.Equal(["all"], Texts("budgets"));
            Assert.Equal("string", said["tag"]!.ToString());
            Assert.Equal(["*"], Texts("actions"));
            Assert.Equal(["allLogs"], Texts("settings"));
            // What Azure alone makes has no published schema; its clients know it.
            Assert.Equal(["Kept by the stack: Microsoft.CognitiveServices/accounts/delete of SystemDefined, not ServicePrincipal, true"], Texts("denied"));
            Assert.Equal(["User Provisioned Direct /subscriptions/11111111-0000-0000-0000-000000000001"], Texts("eligible"));
            Assert.Equal(["Microsoft.CognitiveServices/accounts/regenerateKey/action Succeeded 2099"], Texts("events"));
            // Of users, getByIds does not say whether they are guests.
            Assert.Equal(["group Cloud admins", "group Lab", "servicePrincipal pipeline", "user Ann"], Texts("known"));
            Assert.Equal(["Guest", "Member", "group"], Texts("members"));
            Assert.Equal(("Member", "404"), (said["user"]!.ToString(), said["missing"]!.ToString()));
            Assert.Equal([], Texts("strange"));
            Assert.Contains("\"publicNetworkAccess\": \"Disabled\"", tenant.Fake.State(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(certificate);
        }
    }
}
