using System.Text;
using System.Text.Json.Nodes;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Every repair of Azure and Google Cloud, made on the example that its check fails: as it should go, and with everything that may go wrong.</summary>
public sealed class RepairDocumentTests
{
    private static readonly RepairChoices s_azure = new()
    {
        KmsKeyId = "https://v.vault.azure.net/keys/k",
        LogWorkspaceId = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.OperationalInsights/workspaces/logs",
        ActionGroupId = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Insights/actionGroups/team",
        Enforce = true,
    };

    private static readonly RepairChoices s_google = new()
    {
        KmsKeyId = "projects/ai-project/locations/europe-west4/keyRings/r/cryptoKeys/k",
        SecuritySettings = "projects/ai-project/locations/europe-west4/securitySettings/s",
        InspectTemplate = "projects/ai-project/locations/europe-west4/inspectTemplates/t",
        NotificationChannel = "projects/ai-project/notificationChannels/1",
        LogDataset = "bq://ai-project.logs",
    };

    // What a cloud may do with a request, whether it is done all the same, and what the journal says then.
    private static readonly (string What, ErrorId Id, bool IsCertain, bool IsDone, RepairStatus Status)[] s_faults =
    [
        ("409 or 412", ErrorId.ResourceChanged, true, false, RepairStatus.Refused),
        ("403", ErrorId.CloudAccessDenied, true, false, RepairStatus.Refused),
        ("429", ErrorId.CloudThrottled, true, false, RepairStatus.Refused),
        ("5xx", ErrorId.CloudRefused, false, false, RepairStatus.Uncertain),
        ("no answer, before", ErrorId.CloudUnreachable, false, false, RepairStatus.Uncertain),
        ("no answer, after", ErrorId.CloudUnreachable, false, true, RepairStatus.Applied),
        ("202 that fails later", ErrorId.CloudRefused, false, false, RepairStatus.Uncertain),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Repairs
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (var repair in Repair.All.Where(repair => repair.Subject.Cloud != Cloud.Aws).OrderBy(repair => repair.About.CheckId, StringComparer.Ordinal).ThenBy(repair => repair.Subject.Name, StringComparer.Ordinal))
            {
                all.Add(repair.About.CheckId, repair.Subject.Name);
            }
            return all;
        }
    }

    [Theory, MemberData(nameof(Repairs))]
    public async Task What_is_repaired_passes_and_comes_back_as_it_was(string id, string subject)
    {
        var bench = await Bench.OfAsync(id, subject);
        var (before, writes) = (bench.State, bench.Cloud.Writes);
        Assert.NotEmpty(bench.Changes);
        Assert.Equal(0, writes);
        foreach (var change in bench.Changes)
        {
            Assert.Equal(RepairStatus.Applied, (await bench.Engine.ApplyAsync(change, Token)).Status);
        }
        Assert.All(bench.Lines, line => Assert.Null(line.Message));
        bench.AssertPasses();
        writes = bench.Cloud.Writes;
        foreach (var entry in bench.Entries.Reverse())
        {
            await bench.Engine.UndoAsync(entry, await bench.Engine.PlanUndoAsync(entry, Token), Token);
        }
        Assert.Equal(before, bench.State);
        Assert.Equal(2 * writes, bench.Cloud.Writes);
    }

    [Theory, MemberData(nameof(Repairs))]
    public async Task Whatever_goes_wrong_the_journal_says_what_is_true_and_undo_restores(string id, string subject)
    {
        foreach (var (what, error, isCertain, isDone, status) in s_faults)
        {
            var bench = await Bench.OfAsync(id, subject);
            var (before, change) = (bench.State, bench.Changes[0]);
            bench.Cloud.Fault = (new(error, null, what, isCertain), isDone);
            if (status == RepairStatus.Applied)
            {
                await bench.Engine.ApplyAsync(change, Token);
            }
            else
            {
                var failure = await Assert.ThrowsAsync<AiCloudException>(() => bench.Engine.ApplyAsync(change, Token));
                Assert.Equal(error, failure.Id);
                Assert.Equal(before, bench.State);
            }
            var entry = Assert.Single(bench.Entries);
            Assert.True(status == entry.Status, $"{what}: {entry.Status}");
            if (status != RepairStatus.Refused)
            {
                await bench.Engine.UndoAsync(entry, await bench.Engine.PlanUndoAsync(entry, Token), Token);
            }
            Assert.Equal(before, bench.State);
        }
    }

    // A process that is killed stops between any two steps; what it had done by then, and what lies on disk, is all that there is.
    [Theory, MemberData(nameof(Repairs))]
    public async Task A_process_that_dies_at_any_step_of_a_repair_or_of_its_undo_leaves_a_journal_that_tells_the_truth_and_can_be_undone(string id, string subject)
    {
        var deaths = 0;
        for (var (step, survived) = (1, false); !survived; step++)
        {
            var bench = await Bench.OfAsync(id, subject);
            var (before, change) = (bench.State, bench.Changes[0]);
            bench.DieAt(step);
            try
            {
                await bench.Engine.ApplyAsync(change, Token);
                var done = Assert.Single(bench.Entries);
                await bench.Engine.UndoAsync(done, await bench.Engine.PlanUndoAsync(done, Token), Token);
                survived = true;
            }
            catch (DiedException)
            {
                deaths++;
            }
            bench.DieAt(0);
            if (bench.Entries.Count == 0)
            {
                Assert.Equal(before, bench.State);
                continue;
            }
            // It is told of as made where it is made, and as undone where it is undone, and else as under way.
            var entry = bench.Entries[0];
            Assert.True(entry.Status switch
            {
                RepairStatus.Interrupted => true,
                RepairStatus.Applied => bench.Entries.Count > 1 || bench.State != before,
                RepairStatus.Undone => bench.State == before,
                _ => false,
            }, $"step {step}: {entry.Status}");
            if (entry.Status != RepairStatus.Undone)
            {
                await bench.Engine.UndoAsync(entry, await bench.Engine.PlanUndoAsync(entry, Token), Token);
            }
            Assert.Equal(before, bench.State);
            Assert.Equal(RepairStatus.Undone, bench.Entries[0].Status);
        }
        // Before and after each of: a look (which has no answer where nothing is there yet), the line that begins, the request, the look after it, the line that ends; and that of its undo.
        Assert.True(deaths >= 18, $"{deaths}");
    }

    [Theory, MemberData(nameof(Repairs))]
    public async Task What_somebody_else_has_changed_in_the_meantime_is_not_touched(string id, string subject)
    {
        var bench = await Bench.OfAsync(id, subject);
        var change = bench.Changes[0];
        await bench.Engine.ApplyAsync(change, Token);
        // He who applies a plan that is out of date, and he who takes back what is.
        Assert.Equal(ErrorId.ResourceChanged, (await Assert.ThrowsAsync<AiCloudException>(() => bench.Engine.ApplyAsync(change, Token))).Id);
        var entry = bench.Entries[0];
        var moved = entry with { Begin = entry.Begin with { After = """{"moved on":true}""" }, End = entry.End! with { Seen = """{"moved on":true}""" } };
        Assert.Equal(ErrorId.ResourceChanged, (await Assert.ThrowsAsync<AiCloudException>(() => bench.Engine.PlanUndoAsync(moved, Token))).Id);
    }

    [Theory]
    [InlineData("azure/cognitive/Account", """{"id":"/subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/ai/providers/Microsoft.CognitiveServices/accounts/a"}""")]
    [InlineData("azure/cognitive/Account", """{"id":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Storage/storageAccounts/a"}""")]
    [InlineData("azure/cognitive/Account", """{"id":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.CognitiveServices/accounts/../../x"}""")]
    [InlineData("gcp/dlp/JobTrigger", """{"name":"projects/other/locations/l/jobTriggers/t"}""")]
    [InlineData("gcp/dlp/JobTrigger", """{"name":"projects/ai-project/locations/l/inspectTemplates/t"}""")]
    [InlineData("gcp/iam/Policy", """{"resource":"//cloudresourcemanager.googleapis.com/projects/other"}""")]
    [InlineData("gcp/iam/Policy", """{"resource":"//example.com/projects/ai-project"}""")]
    public async Task A_journal_that_somebody_has_changed_leads_nowhere_else(string setting, string key)
    {
        var known = Setting.Find(setting)!;
        var cloud = new RepairDocuments(new Scope
        {
            Cloud = known.Cloud, Id = known.Cloud == Cloud.Azure ? "00000000-0000-0000-0000-000000000001" : "ai-project", Number = "123456789012", Name = "s", Caller = "c", Partition = "p",
        });
        await Assert.ThrowsAsync<CloudCallException>(() => known.ReadAsync(cloud, new(cloud.Scope.Id, "p", "global", "id", key), Token));
    }

    [Fact]
    public async Task A_grant_is_taken_away_whole_and_given_back()
    {
        const string Id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.CognitiveServices/accounts/a/providers/Microsoft.Authorization/roleAssignments/1";
        var azure = new RepairDocuments(ScopeOf(Cloud.Azure, "00000000-0000-0000-0000-000000000001"));
        azure.Documents[Id.ToLowerInvariant()] = JsonNode.Parse($$"""{ "id": "{{Id}}", "properties": { "roleDefinitionId": "/r", "principalId": "p", "createdOn": "2026-01-01" } }""")!.AsObject();
        await RevokeAsync(azure, "p", "Owner", Id, () => Assert.Empty(azure.Documents));
        Assert.Equal("/r", (string)azure.Documents[Id.ToLowerInvariant()]["properties"]!["roleDefinitionId"]!);

        var google = new RepairDocuments(ScopeOf(Cloud.Gcp, "ai-project"));
        var before = JsonNode.Parse("""{ "bindings": [ { "role": "roles/editor", "members": [ "user:a@example.com", "user:b@example.com" ] }, { "role": "roles/owner", "members": [ "user:a@example.com" ] } ] }""")!.AsObject();
        google.Policies["//cloudresourcemanager.googleapis.com/projects/ai-project"] = before.DeepClone().AsObject();
        await RevokeAsync(google, "user:a@example.com", "roles/editor", "projects/ai-project", () =>
            Assert.Equal("""[["user:b@example.com"],["user:a@example.com"]]""", new JsonArray([.. google.Policies.Single().Value["bindings"]!.AsArray().Select(binding => binding!["members"]!.DeepClone())]).ToJsonString()));
        Assert.True(JsonNode.DeepEquals(before["bindings"], google.Policies.Single().Value["bindings"]));

        Assert.Equal(ErrorId.ResourceNotFound, Assert.Throws<AiCloudException>(() => GrantRevocation.Of(google.Scope, "user:a@example.com", "roles/editor", "folders/2")).Id);
        Assert.Equal(ErrorId.ResourceNotFound, Assert.Throws<AiCloudException>(() => GrantRevocation.Of(azure.Scope, "p", "Owner", "/providers/Microsoft.Management/managementGroups/g/providers/Microsoft.Authorization/roleAssignments/1")).Id);

        static Scope ScopeOf(Cloud cloud, string id) => new() { Cloud = cloud, Id = id, Number = "123456789012", Name = "s", Caller = "c", Partition = "p" };

        static async Task RevokeAsync(RepairDocuments cloud, string principal, string policy, string statement, Action gone)
        {
            var journal = new Lines();
            var engine = new RepairEngine(cloud, journal, TimeProvider.System, "run", "Revoke-AiIamGrant");
            var change = (await engine.PlanAsync([GrantRevocation.Of(cloud.Scope, principal, policy, statement)], "", Token))!;
            Assert.Contains(policy, change.Breaks, StringComparison.Ordinal);
            await engine.ApplyAsync(change, Token);
            gone();
            var entry = Assert.Single(Journal.Read((byte[])[.. journal.All.SelectMany(Journal.Write)], "journal"));
            await engine.UndoAsync(entry, await engine.PlanUndoAsync(entry, Token), Token);
        }
    }

    private sealed class Lines : IJournal
    {
        public List<JournalLine> All { get; } = [];

        public void Add(JournalLine line) => All.Add(line);
    }

    private sealed class Bench : IJournal
    {
        private readonly Check _check;
        private readonly Estate _estate;
        private readonly string _subject;
        private readonly Dictionary<string, IReadOnlyList<DocumentSetting>> _settings = [];

        private Bench(Check check, Estate estate, string subject)
        {
            (_check, _estate, _subject) = (check, estate, subject);
            Cloud = new(estate.Scope);
            Engine = new(Cloud, this, new Hurry(), "run", "test");
            foreach (var resource in estate.Resources.Concat(estate.Containers))
            {
                Cloud.Documents.TryAdd(KeyOf(resource), JsonNode.Parse(resource.Wire.Span)!.AsObject());
                if (resource is IamPolicy && Cloud.Documents[KeyOf(resource)]["iamPolicy"] is JsonObject policy)
                {
                    Cloud.Policies[resource.Identity.Id] = policy.DeepClone().AsObject();
                    Cloud.Policies[resource.Identity.Id]["etag"] = "first";
                }
            }
        }

        public RepairDocuments Cloud { get; }

        public RepairEngine Engine { get; }

        public List<JournalLine> Lines { get; } = [];

        public List<Change> Changes { get; } = [];

        public IReadOnlyList<JournalEntry> Entries => Journal.Read((byte[])[.. Lines.SelectMany(Journal.Write)], "journal");

        public string State => Cloud.State(_settings);

        public void Add(JournalLine line)
        {
            Cloud.Step();
            Lines.Add(line);
            Cloud.Step();
        }

        /// <summary>Lets the process die at a step; 0 lets it live.</summary>
        public void DieAt(int step) => Cloud.StepsToLive = step;

        /// <summary>What a repair plans for the first example that it can do something about.</summary>
        public static async Task<Bench> OfAsync(string id, string subject)
        {
            var check = Check.All.Single(check => check.Id == id && check.Subject.Name == subject);
            var repair = Repair.Of(check)!;
            foreach (var example in check.Examples.Where(example => example.Expected == Status.Fail))
            {
                var estate = Whole(Example.Estate(check, example));
                var finding = check.Judge(estate).First(finding => finding.Status == Status.Fail);
                Assert.Matches(@"^(Repair-AiFinding( -\w+)?|Manual) \((Safe|MayBreak|Recreate)\)$", finding.Fix);
                var resource = estate.Resources.Concat(estate.Containers).First(resource => resource.Type == check.Subject && resource.Identity.Id == finding.ResourceId);
                var wishes = repair.Plan(resource, estate, new(), check.Cloud == AiCloudSecurity.Cloud.Azure ? s_azure : s_google);
                if (wishes.Count == 0)
                {
                    continue;
                }
                var bench = new Bench(check, estate, finding.ResourceId);
                foreach (var same in wishes.GroupBy(wish => (wish.Setting, wish.Place.Key)))
                {
                    bench.Prepare(same.First());
                    if (await bench.Engine.PlanAsync([.. same], id, Token) is { } change)
                    {
                        bench.Changes.Add(change);
                    }
                }
                // What is as it should be already fails for another reason, which is a person's.
                if (bench.Changes.Count > 0)
                {
                    return bench;
                }
            }
            throw new InvalidOperationException($"{id} repairs none of its examples that fail.");
        }

        /// <summary>Judges what the documents have become. What Azure's have become the fake of Azure judges.</summary>
        public void AssertPasses()
        {
            if (_check.Cloud == AiCloudSecurity.Cloud.Azure)
            {
                return;
            }
            var resources = _estate.Resources.Select(Now).ToList();
            foreach (var (key, document) in Cloud.Documents.Where(pair => pair.Key.Contains("/policies/", StringComparison.Ordinal) && !resources.Exists(resource => KeyOf(resource) == pair.Key)))
            {
                resources.Add(Example.Resource(ResourceType.Of<OrgPolicy>(), document.ToJsonString(), 0));
            }
            foreach (var (key, document) in Cloud.Documents.Where(pair => pair.Key.Contains("/alertPolicies/", StringComparison.Ordinal) && !resources.Exists(resource => KeyOf(resource) == pair.Key)))
            {
                resources.Add(Example.Resource(ResourceType.Of<AlertPolicy>(), document.ToJsonString(), 0));
            }
            foreach (var (name, policy) in Cloud.Policies.Where(pair => !resources.Exists(resource => resource is IamPolicy && resource.Identity.Id == pair.Key)))
            {
                resources.Add(Example.Resource(ResourceType.Of<IamPolicy>(), new JsonObject { ["iamPolicy"] = policy.DeepClone() }.ToJsonString(), 0));
            }
            var judged = _check.Judge(new Estate(_estate.Scope, _estate.CollectedAt, _estate.Regions, resources, _estate.Coverage)).First(finding => finding.ResourceId == _subject);
            // The lists of the posture are left to a person.
            Assert.True(judged.Status == Status.Pass || _check.Id == "GCP-NET-034", $"{judged.Status}: {judged.Reason}");
        }

        private Resource Now(Resource resource)
        {
            var document = Cloud.Documents[KeyOf(resource)].DeepClone().AsObject();
            if (resource is IamPolicy && Cloud.Policies.TryGetValue(resource.Identity.Id, out var policy))
            {
                document["iamPolicy"] = policy.DeepClone();
            }
            // What is intended comes into effect.
            if (document["intendedEnablementState"] is { } intended)
            {
                document["effectiveEnablementState"] = intended.DeepClone();
            }
            return resource.Type.Create(resource.Identity, Encoding.UTF8.GetBytes(document.ToJsonString()));
        }

        // What is always there, though examples do not speak of it.
        private void Prepare(Wish wish)
        {
            var key = JsonNode.Parse(wish.Place.Key)!;
            if (wish.Setting is not DocumentSetting setting)
            {
                return;
            }
            var name = key["id"]?.ToString().ToLowerInvariant() ?? $"//{((GoogleSetting)setting).Host.Replace("{location}-", "", StringComparison.Ordinal).Replace(".{location}.rep", "", StringComparison.Ordinal).Replace("us-central1-", "", StringComparison.Ordinal)}/{key["name"]}";
            if (!setting.ComesAndGoes)
            {
                Cloud.Documents.TryAdd(name, []);
                if (setting is GoogleSetting { IsWhole: true })
                {
                    Cloud.Documents[name]["name"] ??= key["name"]!.DeepClone();
                }
            }
            _settings[name] = [.. _settings.GetValueOrDefault(name, []), setting];
        }

        // Examples leave out what stands before a name, and give settings one.
        private static Estate Whole(Estate estate)
        {
            Dictionary<string, string> spelt = estate.Resources.Select(resource => (Said: resource.Identity.Id, Whole: WholeId(resource))).Where(pair => pair.Said != pair.Whole).DistinctBy(pair => pair.Said).ToDictionary(pair => pair.Said, pair => pair.Whole);
            string? Spelt(string? id) => id is null ? null : spelt.GetValueOrDefault(id, id);
            return spelt.Count == 0 ? estate : new(estate.Scope, estate.CollectedAt, estate.Regions,
                estate.Resources.Select(resource => resource.Type.Create(resource.Identity with { Id = Spelt(resource.Identity.Id)!, Parent = Spelt(resource.Identity.Parent) }, resource.Wire)),
                estate.Coverage.Select(entry => entry with { Subject = Spelt(entry.Subject) }));
        }

        private static string WholeId(Resource resource)
        {
            var id = resource.Identity.Id;
            if (resource is SpeechConfig or CacheConfig)
            {
                return resource is SpeechConfig ? "//speech.googleapis.com/projects/ai-project/locations/europe-west4/config" : "//aiplatform.googleapis.com/projects/ai-project/cacheConfig";
            }
            if (resource is SearchWidget && resource.Identity.Parent is { } engine)
            {
                return $"{engine}/widgetConfigs/default_search_widget_config";
            }
            if (resource is PublisherModel or PublisherModelConfig)
            {
                return "//aiplatform.googleapis.com/projects/ai-project/locations/europe-west4/publishers/google/models/gemini" + (resource is PublisherModelConfig ? ":config" : "");
            }
            if (resource.Type.Read is not AzureResourceAttribute read)
            {
                return id;
            }
            if (read.IsSetting && resource.Identity.Parent is { } parent)
            {
                return $"{parent}/{read.PartPath}";
            }
            var (words, own) = (resource.Type.Name.Split('/'), id.Split("/providers/")[^1].Split('/'));
            return words.Length <= 2 || own.Length != words.Length + 1 || !own.SkipLast(1).SequenceEqual(words) ? id
                : $"{id[..id.LastIndexOf("/providers/", StringComparison.Ordinal)]}/providers/{words[0]}/{string.Join('/', words[1..^1].Select(word => $"{word}/example"))}/{words[^1]}/{own[^1]}";
        }

        private static string KeyOf(Resource resource) => resource.Identity.Cloud == AiCloudSecurity.Cloud.Azure ? resource.Identity.Id.ToLowerInvariant()
            : resource is IamPolicy or PublisherModel ? $"asset {resource.Identity.Id}" : resource is PublisherModelConfig ? resource.Identity.Id[..^":config".Length] : resource.Identity.Id;
    }
}
