using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.Checks;

/// <summary>Makes the small estate that an example speaks of.</summary>
public static class Example
{
    private const string Region = "eu-west-1";
    private const string Subscription = "00000000-0000-0000-0000-000000000001";
    private static readonly Scope s_project = new()
    {
        Cloud = Cloud.Gcp,
        Id = "ai-project",
        Number = "123456789012",
        Name = "AI",
        Caller = "auditor@example.com",
        Partition = "googleapis.com",
        Tenant = "organizations/1",
        Path = "example.com/Production",
        Ancestors = ["folders/2", "organizations/1"],
    };
    /// <summary>When every example is judged.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>An estate with the example's resource and what it names beside it; all else is read and empty.</summary>
    /// <param name="check">The check.</param>
    /// <param name="example">One of its examples.</param>
    /// <param name="withhold">A type that could not be read.</param>
    public static Estate Estate(Check check, ExampleAttribute example, ResourceType? withhold = null)
    {
        ArgumentNullException.ThrowIfNull(check);
        ArgumentNullException.ThrowIfNull(example);
        var scope = check.Cloud == Cloud.Azure
            ? new Scope { Cloud = check.Cloud, Id = Subscription, Name = "example", Caller = "auditor@example.com", Partition = "AzureCloud" }
            : check.Cloud == Cloud.Gcp ? s_project
            : new Scope { Cloud = check.Cloud, Id = "111122223333", Name = "111122223333", Caller = "arn:aws:iam::111122223333:role/auditor", Partition = "aws" };
        List<Resource> resources = [];
        if (check.Subject.Read is not ContainerAttribute)
        {
            resources.Add(Resource(check.Subject, example.Json, 0));
        }
        foreach (var text in example.With)
        {
            var brace = text.IndexOf('{', StringComparison.Ordinal);
            var name = text[..brace].Trim();
            var type = ResourceType.All.FirstOrDefault(type => type.Record.Name == name && type.Cloud == check.Cloud)
                ?? throw new FormatException($"{check.Id}: no resource record is called {name}.");
            resources.Add(Resource(type, text[brace..], resources.Count(other => other.Type == type)));
        }
        List<CoverageEntry> coverage = [];
        foreach (var type in check.Types)
        {
            var refused = type == withhold;
            coverage.Add(Entry(type, null, refused));
            if (type.Read is AwsResourceAttribute { IsReferenced: true })
            {
                coverage.AddRange(References(check, resources, type).Select(reference => Entry(type, reference, refused)));
            }
            if (type.Parent is { } parent)
            {
                coverage.AddRange(resources.Where(resource => resource.Type == parent).Select(resource => resource.Identity.Id)
                    .Concat(resources.Where(resource => resource.Type.Parent == parent).Select(resource => resource.Identity.Parent).OfType<string>()).Distinct()
                    .Select(id => Entry(type, id, refused)));
            }
        }
        if (check.Subject.Record == typeof(RegionItself))
        {
            // A region is judged only where it is in use.
            var used = ResourceType.All.First(type => type.Read is AwsResourceAttribute { Supporting: false, Global: false, OnRequest: false, List: not null, Of: null }
                && !check.Needs.Contains(type));
            if (!resources.Exists(resource => resource.Type == used))
            {
                resources.Add(used.Create(new(check.Cloud, scope.Id, Region, "arn:example", "example"), "{}"u8.ToArray()));
                coverage.Add(Entry(used, null, refused: false));
            }
        }
        return new Estate(scope, Now, [Region], resources.Where(resource => !IsPartOf(resource.Type, withhold)), coverage);
    }

    // Without the whole, its parts are not found either.
    private static bool IsPartOf(ResourceType? type, ResourceType? whole) =>
        whole is not null && type is not null && (type == whole || IsPartOf(type.Parent, whole));

    private static IEnumerable<string> References(Check check, List<Resource> resources, ResourceType type) =>
        resources.SelectMany(AiCloudSecurity.References.In).Where(reference => reference.Type == type).Select(reference => reference.Name)
            .Concat(resources.Where(resource => resource.Type == type).Select(resource => resource.Identity.Id)).Distinct();

    private static CoverageEntry Entry(ResourceType type, string? subject, bool refused) => new()
    {
        ResourceType = type.Name,
        Region = type.Read.Global ? ResourceIdentity.Global : Region,
        State = refused ? CoverageState.Refused : CoverageState.Read,
        Operation = type.Read.Operations.Count > 0 ? type.Read.Operations[0].Operation : "",
        Permission = type.Read.Operations.Count > 0 ? type.Read.Operations[0].Permission : "",
        Message = refused ? "AccessDenied" : null,
        Subject = subject,
    };

    // What an example does not name is called example: so a part finds its whole.
    private static string AzureId(ResourceType type, string? parent = null, string name = "example") =>
        type.Parent is { } whole ? $"{parent ?? AzureId(whole)}/{((AzureResourceAttribute)type.Read).PartPath}/{name}"
        : type.Read is AzureResourceAttribute { Table: "resourcecontainers" } ? $"/subscriptions/{Subscription}"
        : $"/subscriptions/{Subscription}/resourceGroups/ai/providers/{type.Name}/{name}";

    private static ResourceIdentity? AzureParent(ResourceType type, string? parent) =>
        type.Parent is null ? null : new(Cloud.Azure, Subscription, "westeurope", parent ?? AzureId(type.Parent), "example");

    // A name as Google would give it; an example's may say another in "name".
    private static string GcpName(ResourceType type, string? name, string kind, int number)
    {
        var read = (GcpResourceAttribute)type.Read;
        if (name?.StartsWith("//", StringComparison.Ordinal) is true)
        {
            return name;
        }
        var last = name is null || name.Contains('/', StringComparison.Ordinal) ? $"example{(number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture))}" : name;
        var (service, word) = (kind[..kind.IndexOf('/', StringComparison.Ordinal)], kind[(kind.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        return name?.StartsWith("projects/", StringComparison.Ordinal) is true || name?.StartsWith("organizations/", StringComparison.Ordinal) is true || name?.StartsWith("folders/", StringComparison.Ordinal) is true
            ? $"//{service}/{name}"
            : service switch
            {
                "cloudresourcemanager.googleapis.com" => $"//{service}/{(word == "Project" ? $"projects/{s_project.Number}" : word == "Folder" ? "folders/2" : "organizations/1")}",
                "storage.googleapis.com" => $"//{service}/{last}",
                "compute.googleapis.com" => $"//{service}/projects/{s_project.Id}/global/{GcpIdentity.CollectionOf(word)}/{last}",
                "iam.googleapis.com" or "pubsub.googleapis.com" or "bigquery.googleapis.com" or "logging.googleapis.com" or "monitoring.googleapis.com" or "orgpolicy.googleapis.com" =>
                    $"//{service}/projects/{s_project.Id}/{GcpIdentity.CollectionOf(word)}/{last}",
                _ => $"//{service}/projects/{s_project.Number}/locations/europe-west4/{(kind == type.Name ? read.Collection : GcpIdentity.CollectionOf(word))}/{last}",
            };
    }

    private static Resource GcpResource(ResourceType type, JsonObject node, int number, string? id, string? name, string? parent, string? region)
    {
        var read = (GcpResourceAttribute)type.Read;
        // What the inventory has beside the resource is an asset, and is named by the asset that it belongs to.
        var kind = (string?)node["assetType"] ?? (read.Content is GcpContent.IamPolicy or GcpContent.OrgPolicy ? "cloudresourcemanager.googleapis.com/Project" : type.Name);
        var whole = type.Parent is null ? null : new ResourceIdentity(Cloud.Gcp, s_project.Id, "europe-west4", parent ?? GcpIdentity.Of((GcpResourceAttribute)type.Parent.Read, GcpName(type.Parent, null, type.Parent.Name, 0), null, "{}"u8.ToArray(), s_project).Id, "example");
        var own = (string?)node["name"];
        var full = id ?? (whole is null ? GcpName(type, own, kind, number)
            : own?.Contains('/', StringComparison.Ordinal) is true ? GcpName(type, own, kind, number)
            : $"{whole.Id}/{read.Collection}{(read.IsSetting ? "" : $"/{own ?? $"example{(number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture))}"}")}");
        var wire = Encoding.UTF8.GetBytes(node.ToJsonString());
        var identity = GcpIdentity.Of(read, full, region, wire, s_project, whole);
        return type.Create(identity with { Name = name ?? identity.Name, Parent = parent ?? identity.Parent }, wire);
    }

    internal static Resource Resource(ResourceType type, string json, int number)
    {
        var node = JsonNode.Parse(json)!.AsObject();
        string? Take(string name)
        {
            var value = node[name]?.GetValue<string>();
            node.Remove(name);
            return value;
        }
        var (id, nameOf, parent, region) = (Take("@Id"), Take("@Name"), Take("@Parent"), Take("@Region"));
        if (type.Read is GcpResourceAttribute)
        {
            return GcpResource(type, node, number, id, nameOf, parent, region);
        }
        if (type.Read is AzureResourceAttribute)
        {
            node["id"] ??= id ?? AzureId(type, parent, (string?)node["name"] ?? $"example{(number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture))}");
        }
        var wire = Encoding.UTF8.GetBytes(node.ToJsonString());
        using var document = JsonDocument.Parse(wire);
        var identity = type.Read is AzureResourceAttribute azure ? AzureIdentity.Of(azure, wire, Subscription, AzureParent(type, parent))
            : type.Read is AwsResourceAttribute read
            ? AwsIdentity.Of(read, document.RootElement, new("aws", "111122223333", type.Read.Global ? ResourceIdentity.Global : region ?? Region), parent)
            : new ResourceIdentity(type.Cloud, "111122223333", Region, $"arn:example:{number}", "example");
        return type.Create(identity with { Id = id ?? identity.Id, Name = nameOf ?? identity.Name }, wire);
    }
}
