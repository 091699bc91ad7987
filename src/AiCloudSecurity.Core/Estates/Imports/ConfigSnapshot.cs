using System.Text.Json;

namespace AiCloudSecurity;

/// <summary>A configuration snapshot of AWS Config: one item for each resource that Config records in a region.</summary>
/// <remarks>
/// A snapshot holds everything of a recorded type and nothing of the others, and does not say which are recorded.
/// So a type counts as read in a region only where the snapshot holds one of it there. Policies never do: Config
/// does not record those of AWS. Of the keys and buckets, those that other resources name are taken, as when an
/// account is read. An item with fewer members than the read that it replaces is marked as unread.
/// </remarks>
internal static class ConfigSnapshot
{
    // Config records the customer's policies only; a policy of AWS that is not found is not absent.
    private const string Policies = "AWS::IAM::Policy";

    public static bool Is(JsonElement value) => Items(value) is not null && Import.Member(value, "configSnapshotId").ValueKind == JsonValueKind.String;

    /// <summary>The same shape without a snapshot: what changed in a while, or one resource over time.</summary>
    public static bool IsHistory(JsonElement value) => Items(value) is not null && !Is(value);

    public static IReadOnlyList<Estate> Read(Import import, List<JsonElement> snapshots)
    {
        var items = snapshots.SelectMany(snapshot => Items(snapshot)!.Value.EnumerateArray()).Select(item => Item.Of(import, item)).ToList();
        return items.Count == 0
            ? throw import.Bad("the snapshot holds no items", "Switch the recorder of AWS Config on and deliver a snapshot again.")
            : Estates(import, "AWS Config snapshot", items);
    }

    /// <summary>What an aggregator of AWS Config answers, one item a text: an estate for each account. It knows only what there is.</summary>
    public static IReadOnlyList<Estate> Read(Import import, IEnumerable<string> results) =>
        Estates(import, "AWS Config aggregator", [.. results.Select(result => Item.Of(import, JsonSerializer.Deserialize<JsonElement>(result), status: "OK"))]);

    private static IReadOnlyList<Estate> Estates(Import import, string source, List<Item> items) =>
        [.. items.GroupBy(item => item.Account).Select(account => new Builder(import, source, account.Key, [.. account]).Build())];

    /// <summary>JSON that was written into a string, once or twice; anything else as it is.</summary>
    public static JsonElement Unquoted(JsonElement value)
    {
        for (var i = 0; i < 2 && value.ValueKind == JsonValueKind.String; i++)
        {
            try
            {
                value = JsonSerializer.Deserialize<JsonElement>(value.GetString()!);
            }
            catch (Exception text) when (text is JsonException or InvalidOperationException)
            {
                return default;
            }
        }
        return value;
    }

    private static JsonElement? Items(JsonElement value) =>
        Import.Member(value, "configurationItems") is { ValueKind: JsonValueKind.Array } items ? items : null;

    private sealed record Item(string Account, string Partition, string Type, string Region, string Id, string Arn, string Status, JsonElement Configuration, JsonElement Json)
    {
        // ResourceNotRecorded and the two kinds of ResourceDeleted hold no configuration.
        public bool IsThere => Status is "OK" or "ResourceDiscovered";

        public static Item Of(Import import, JsonElement item, string? status = null)
        {
            string Text(string name, string alternative = "") => Import.Text(item, name) ?? Import.Text(item, alternative)
                ?? throw import.Bad($"an item has no {name}", "Give the snapshot as AWS Config delivered it.");
            var arn = Import.Text(item, "arn") ?? Import.Text(item, "ARN") ?? "";
            var account = Import.Text(item, "awsAccountId") ?? Text("accountId");
            if (account.Length != 12 || !account.All(char.IsAsciiDigit))
            {
                throw import.Bad("an item has an accountId that is none", "Give the snapshot as AWS Config delivered it.");
            }
            return new(account, arn.Split(':') is ["arn", { Length: > 0 } partition, ..] ? partition : "aws", Text("resourceType"), Text("awsRegion"), Text("resourceId"), arn,
                status ?? Text("configurationItemStatus"), Unquoted(Import.Member(item, "configuration")), item);
        }
    }

    private sealed class Builder(Import import, string source, string account, List<Item> items)
    {
        private readonly string _partition = items[0].Partition;
        private readonly List<Resource> _resources = [];
        private readonly List<CoverageEntry> _coverage = [];
        private readonly HashSet<(string Type, string Region, string Id)> _known = [];
        private readonly HashSet<(string Type, string Region)> _incomplete = [];
        private readonly Queue<(Reference Reference, string Region)> _references = [];
        private readonly string[] _regions = [.. items.Select(item => item.Region).Where(region => region != ResourceIdentity.Global).Distinct().Order(StringComparer.Ordinal)];

        public Estate Build()
        {
            foreach (var ofType in items.GroupBy(item => item.Type))
            {
                if (ResourceType.Find(ofType.Key) is { Read: AwsResourceAttribute { IsReferenced: false, Of: null } } type)
                {
                    AddListed(type, [.. ofType]);
                }
            }
            AddReferenced();
            var scope = new Scope { Cloud = Cloud.Aws, Id = account, Name = account, Caller = source, Partition = _partition };
            return new Estate(scope, import.Time, _regions, _resources, _coverage, source);
        }

        private void AddListed(ResourceType type, List<Item> ofType)
        {
            var isKnown = ConfigShapes.Of(type) is not null;
            foreach (var item in ofType.Where(item => item.IsThere && isKnown))
            {
                Add(type, item, type.Read.Global ? ResourceIdentity.Global : item.Region);
            }
            foreach (var region in type.Read.Global ? [ResourceIdentity.Global] : _regions)
            {
                var here = ofType.Where(item => type.Read.Global || item.Region == region).ToList();
                _coverage.Add(Import.Entry(type, region,
                    !isKnown ? "what AWS Config records of this type does not replace the read"
                    : type.Name == Policies ? "AWS Config records no policies of AWS"
                    : here.Exists(item => item.Status is "ResourceNotRecorded" or "ResourceDeletedNotRecorded") ? "AWS Config does not record this type there"
                    : _incomplete.Contains((type.Name, region)) ? $"an item in the {source} is incomplete, so it may not be found by its name"
                    : here.Exists(item => item.IsThere) ? null
                    : $"the {source} has none of this type there, which does not prove that AWS Config records it"));
            }
        }

        // What is referred to may refer on.
        private void AddReferenced()
        {
            var byName = items.Where(item => item.IsThere)
                .SelectMany(item => new[] { item.Id, item.Arn }.Distinct().Select(name => (Name: (item.Type, name), item))).ToLookup(pair => pair.Name, pair => pair.item);
            HashSet<(Reference, string)> known = [];
            while (_references.TryDequeue(out var next))
            {
                var (reference, region) = next;
                if (reference.Type.Read is AwsResourceAttribute { IsReferenced: true } && known.Add(next))
                {
                    var item = ConfigShapes.Of(reference.Type) is null ? null : byName[(reference.Type.Name, reference.Name)].FirstOrDefault();
                    var means = item is null ? null : Add(reference.Type, item, region, reference.Name);
                    _coverage.Add(Import.Entry(reference.Type, region, means is null ? $"it is not in the {source}" : null, reference.Name, means));
                }
            }
        }

        private string Add(ResourceType type, Item item, string region, string? reference = null)
        {
            var shape = ConfigShapes.Of(type)!;
            var (wire, missing) = shape.Wire(item.Configuration, item.Json);
            if (missing.Count > 0)
            {
                _incomplete.Add((type.Name, region));
            }
            var resource = Make(type, region, wire, [.. shape.Lacks(type.Record), .. missing.Distinct()], reference: reference);
            if (_known.Add((type.Name, region, resource.Identity.Id)))
            {
                _resources.Add(resource);
                AddParts(resource, item);
            }
            return resource.Identity.Id;
        }

        private void AddParts(Resource parent, Item item)
        {
            foreach (var type in ResourceType.All.Where(type => type.Read.Of == parent.Type.Record))
            {
                var recorded = ConfigShapes.Of(type) is { Supplement: { } key } ? Unquoted(Import.Member(Unquoted(Import.Member(item.Json, "supplementaryConfiguration")), key)) : default;
                string? failure = null;
                if (recorded.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
                {
                    failure = $"it is not in the {source}";
                }
                else if (ConfigShapes.Of(type) is { } shape && shape.Prepare(recorded) is { } prepared)
                {
                    var (wire, missing) = shape.Wire(prepared, item.Json);
                    _resources.Add(Make(type, parent.Identity.Region, wire, [.. shape.Lacks(type.Record), .. missing.Distinct()], parent.Identity.Id));
                }
                _coverage.Add(Import.Entry(type, parent.Identity.Region, failure, parent.Identity.Id));
            }
        }

        private Resource Make(ResourceType type, string region, ReadOnlyMemory<byte> wire, IReadOnlyList<string> missing, string? parent = null, string? reference = null)
        {
            using var document = JsonDocument.Parse(wire);
            var identity = AwsIdentity.Of((AwsResourceAttribute)type.Read, document.RootElement, new(_partition, account, region), parent, reference);
            var resource = type.Create(identity, wire);
            // What it names is in use, whether or not the rest of it is known.
            foreach (var named in References.In(resource))
            {
                _references.Enqueue((named, region));
            }
            return missing.Count == 0 ? resource : type.Create(identity, wire, Import.Unread(type, $"the {source} lacks {string.Join(", ", missing)} of it"));
        }
    }
}
