using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Gcp;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>Google's own clients talk to the fake, so that it cannot drift into fiction: gcloud, and its JavaScript clients.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class GcpVendorClientTests(GcpOrganization organization) : IClassFixture<GcpOrganization>
{
    private static readonly string[] s_services = ["CLOUDASSET", "NOTEBOOKS", "AIPLATFORM", "MODELARMOR", "ORGPOLICY", "CLOUDRESOURCEMANAGER", "APIKEYS"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly NpmClients s_clients = new("gcp");

    [Fact]
    public async Task Googles_javascript_clients_understand_the_fake()
    {
        if (await s_clients.InstallAsync() is { } missing)
        {
            Assert.Skip(missing);
        }
        organization.Fill();
        organization.Fake.Load(GcpQuotas.Json);
        using (var connection = await GcpConnection.OpenAsync(organization.Options with { Organization = null, Projects = [GcpOrganization.Production] }, Token))
        {
            var writer = new GcpWriter(connection, connection.Scopes[0]);
            await Repaired.ApplyAsync(writer, Setting.Find("gcp/notebooks/Metadata")!, new() { ["name"] = "projects/ai-prod/locations/europe-west4-a/instances/open" }, new() { ["gceSetup.metadata.notebook-disable-root"] = "true" }, Token);
            await Repaired.ApplyAsync(writer, Setting.Find("gcp/orgpolicy/Policy")!, new() { ["name"] = "projects/111111111111/policies/ainotebooks.disableRootAccess" }, new() { ["spec"] = JsonNode.Parse("""{"rules":[{"enforce":true}]}""") }, Token);
            var engine = new RepairEngine(writer, new Nowhere(), TimeProvider.System, "run", "test");
            foreach (var wish in await BudgetAlert.CapAsync(writer, 60, Token))
            {
                await engine.ApplyAsync((await engine.PlanAsync([wish], "", Token))!, Token);
            }
            var estate = (await connection.ReadAsync([ResourceType.Of<Project>()], null, Token))[0].Estate!;
            var project = estate.Resources.Concat(estate.Containers).OfType<Project>().Single(project => project.Identity.Id.EndsWith("/ai-prod", StringComparison.Ordinal));
            foreach (var repair in Repair.All.Where(repair => repair.About.Settings.Contains("gcp/monitoring/Alert")))
            {
                await engine.ApplyAsync((await engine.PlanAsync(repair.Plan(project, estate, new(), new() { NotificationChannel = "projects/ai-prod/notificationChannels/1" }), "", Token))!, Token);
            }
        }
        var run = await s_clients.RunAsync("node", ["drive.mjs", $"{organization.Fake.Endpoint.Port}", GcpOrganization.File]);
        Assert.True(run is { Code: 0 }, run?.Errors);
        var said = JsonNode.Parse(run!.Value.Output)!;
        string[] Texts(string member) => [.. said[member]!.AsArray().Select(item => item!.ToString()).Order(StringComparer.Ordinal)];
        Assert.Equal(["closed", "open"], Texts("endpoints"));
        Assert.Equal(["user:founder@example.com"], Texts("owners"));
        Assert.Equal(["closed", "open"], Texts("found"));
        // INVALID_ARGUMENT, with the type that is not known.
        Assert.StartsWith("3 Invalid asset type: billingbudgets.googleapis.com/Budget", said["refused"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["open"], Texts("public"));
        // What was repaired, Google's clients see.
        Assert.Equal("true", said["root"]!.ToString());
        Assert.True((bool)said["repaired"]!);
        // A patch takes a while, changes what its mask names, and leaves the rest.
        Assert.True((bool)said["secureBoot"]!);
        Assert.Equal("1", said["kept"]!.ToString());
        Assert.Equal("changed 100", said["budget"]!.ToString());
        // ABORTED: somebody else wrote in between.
        Assert.Equal(10, (int)said["stale"]!);
        Assert.Equal(["AI", "changed"], Texts("budgets"));
        Assert.Equal(["strict"], Texts("templates"));
        Assert.True((bool)said["floor"]! && (bool)said["enforced"]!);
        Assert.Equal(["ainotebooks.restrictPublicIp"], Texts("constraints"));
        Assert.Equal(["gemini"], Texts("keys"));
        // Deny policies are listed without their rules.
        Assert.Equal(["no keys 0"], Texts("listed"));
        Assert.Equal(["iam.googleapis.com/serviceAccountKeys.create"], Texts("deny"));
        Assert.Equal(["//cloudresourcemanager.googleapis.com/organizations/1000"], Texts("reach"));
        Assert.Equal(Texts("reach"), Texts("bound"));
        Assert.Equal(["group 1", "serviceAccount 0"], Texts("exercised"));
        // So say the clients of the package googleapis.
        Assert.Equal(["roles/owner"], Texts("assets"));
        Assert.Equal(["closed", "open"], Texts("instances"));
        Assert.Equal(["user:late@example.com"], Texts("written"));
        Assert.StartsWith("409 There were concurrent policy changes", said["late"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["AI", "changed"], Texts("spent"));
        Assert.Equal(["kept", "plain"], Texts("models"));
        Assert.Contains("\"enableSecureBoot\": true", organization.Fake.State(), StringComparison.Ordinal);
        // What the project lets itself have, at the least; a quota is not lowered much without force, and comes back.
        Assert.Equal(["20 20", "60 60", "60 60", "60 60", "60 60"], Texts("lowered"));
        Assert.Equal(400, (int)said["unforced"]!);
        Assert.Equal(["7"], Texts("imported"));
        Assert.Equal(["-1 undefined"], Texts("given"));
        Assert.Equal(["conditionMatchedLog", .. Enumerable.Repeat("conditionPrometheusQueryLanguage", 4)], Texts("alerts"));
        // What the fake is filled with has the shape of Google's protocol buffers.
        Assert.Empty(Texts("wrong"));
        Assert.True((int)said["held"]! > 10);
    }

    [Fact]
    public async Task Gcloud_understands_the_fake_and_what_it_prints_can_be_imported()
    {
        if (await s_clients.RunAsync("gcloud", ["--version"]) is null)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "gcloud is not installed. It is the package google-cloud-cli of Google's own Debian repository, packages.cloud.google.com/apt.");
            Assert.Skip("gcloud is not installed: see https://cloud.google.com/sdk/docs/install.");
        }
        organization.Fill();
        var home = Directory.CreateTempSubdirectory("aicloudsecurity-gcloud");
        try
        {
            var token = Path.Join(home.FullName, "token");
            await File.WriteAllTextAsync(token, "t", Token);
            (string, string)[] variables =
            [
                ("CLOUDSDK_CONFIG", home.FullName), ("CLOUDSDK_AUTH_ACCESS_TOKEN_FILE", token), ("CLOUDSDK_CORE_PROJECT", GcpOrganization.Production), ("CLOUDSDK_CORE_DISABLE_PROMPTS", "1"),
                ("CLOUDSDK_CORE_DISABLE_USAGE_REPORTING", "true"), ("CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK", "true"), ("CLOUDSDK_CORE_DISABLE_FILE_LOGGING", "true"),
                .. s_services.Select(service => ($"CLOUDSDK_API_ENDPOINT_OVERRIDES_{service}", organization.Fake.Endpoint.ToString())),
            ];
            async Task<string> Gcloud(string command)
            {
                var run = await s_clients.RunAsync("gcloud", command.Split(' '), variables);
                Assert.True(run is { Code: 0 }, $"gcloud {command}: {run?.Errors}");
                return run!.Value.Output;
            }

            // Each takes a second to start.
            var said = await Task.WhenAll(
                Gcloud("asset list --organization=1000 --content-type=resource --format=json"),
                Gcloud("asset list --organization=1000 --content-type=iam-policy --format=json"),
                Gcloud("workbench instances list --location=europe-west4-a --format=value(name)"),
                Gcloud("projects get-iam-policy ai-prod --format=json"),
                Gcloud("model-armor templates list --location=europe-west4 --format=value(name)"));
            Assert.Equal("closed open", string.Join(' ', said[2].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            Assert.EndsWith("/templates/strict", said[4].Trim(), StringComparison.Ordinal);
            await Gcloud("projects add-iam-policy-binding ai-prod --member=user:new@example.com --role=roles/viewer --format=none");
            Assert.Contains("user:new@example.com", organization.Fake.State(), StringComparison.Ordinal);

            // Two contents, one after the other in one file.
            var read = await organization.ReadOneAsync();
            var imported = Import(said[0] + said[1], "assets.json").Single(estate => estate.Scope.Id == GcpOrganization.Production);
            Assert.All(read.Inventory<Endpoint>().All.Zip(imported.Inventory<Endpoint>().All), pair => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(pair.First.Json), JsonNode.Parse(pair.Second.Json))));
            Assert.Equal(read.Inventory<IamPolicy>().All.Select(policy => policy.Identity.Id), imported.Inventory<IamPolicy>().Known.Select(policy => policy.Identity.Id));
            Assert.Equal((read.Scope.Id, read.Scope.Number, read.Scope.Name, read.Scope.Path), (imported.Scope.Id, imported.Scope.Number, imported.Scope.Name, imported.Scope.Path));
            Assert.Contains(Import(said[3], "ai-prod.json").Single().Inventory<IamPolicy>().Known.Single().Policy!.Bindings!, binding => binding.Role == "roles/editor");
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static IEnumerable<Estate> Import(string text, string name) => ImportFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), name, DateTimeOffset.UnixEpoch, Token);

    private sealed class Nowhere : IJournal
    {
        public void Add(JournalLine line) => Assert.Null(line.Message);
    }
}
