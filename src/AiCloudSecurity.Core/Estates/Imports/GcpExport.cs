using System.Text.Json;

namespace AiCloudSecurity;

/// <summary>
/// Assets of Google Cloud, as <c>gcloud asset list --format json</c>, the interface and <c>gcloud asset export</c> write
/// them, of one content or of several; and the policy that <c>gcloud projects get-iam-policy</c> prints.
/// </summary>
/// <remarks>
/// An export may be of some types only, and does not say so. So a type counts as read where the file holds one of it in
/// that project; and of a resource without a policy it is known that it has none only where the file holds the policy of
/// another one of its type.
/// </remarks>
internal static class GcpExport
{
    private const string Source = "asset export";
    private const string PolicySource = "project's IAM policy";

    /// <summary>Whether it is an asset, or a page of assets.</summary>
    public static bool Is(JsonElement value) => GcpAsset.Of(value) is not null || Assets(value) is not null;

    /// <summary>Whether it is a policy by itself.</summary>
    public static bool IsPolicy(JsonElement value) => Import.Member(value, "bindings").ValueKind == JsonValueKind.Array && Import.Member(value, "etag").ValueKind == JsonValueKind.String;

    public static IReadOnlyList<Estate> Read(Import import, List<JsonElement> values)
    {
        var listed = values.SelectMany(value => Assets(value) is { } page ? [.. page.EnumerateArray()] : new[] { value })
            .Select(item => GcpAsset.Of(item) ?? throw import.Bad("it holds something that is no asset", "Give the file as gcloud wrote it.")).ToList();
        var assets = new GcpAssets(listed);
        var projects = assets.Projects(Source, "googleapis.com").ToList();
        return projects.Count == 0
            ? throw import.Bad("no asset in it belongs to a project", "Export the assets of a project, or of an organisation with its projects.")
            : [.. projects.Select(project => EstateOf(import, assets, project))];
    }

    /// <summary>A policy does not say whose it is: the file's name does.</summary>
    public static Estate ReadPolicy(Import import, JsonElement policy)
    {
        var id = Path.GetFileNameWithoutExtension(import.Name);
        if (id.Length == 0 || !id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '.' or ':'))
        {
            throw import.Bad("an IAM policy does not say which project it is of", "Call the file as the project is called: my-project.json.");
        }
        var project = new Scope { Cloud = Cloud.Gcp, Id = id, Number = id.All(char.IsAsciiDigit) ? id : null, Name = id, Caller = PolicySource, Partition = "googleapis.com" };
        List<Resource> resources = [];
        List<CoverageEntry> coverage = [];
        foreach (var type in Types.Where(type => type.Read is GcpResourceAttribute { Content: GcpContent.IamPolicy }))
        {
            var resource = GcpAssets.PolicyOf(type, project, JsonSerializer.SerializeToUtf8Bytes(policy));
            resources.Add(resource);
            coverage.Add(Import.Entry(type, ResourceIdentity.Global, $"the {PolicySource} does not hold those of folders, of the organisation and of single resources"));
            coverage.Add(Import.Entry(type, ResourceIdentity.Global, null, resource.Identity.Id));
        }
        return new(project, import.Time, [], resources, coverage, PolicySource);
    }

    private static IEnumerable<ResourceType> Types => ResourceType.All.Where(type => type.Read is GcpResourceAttribute);

    private static Estate EstateOf(Import import, GcpAssets assets, Scope project)
    {
        Dictionary<(ResourceType, string), Resource> resources = [];
        List<CoverageEntry> coverage = [];
        foreach (var type in Types)
        {
            var found = assets.Of(project, type).ToList();
            foreach (var resource in found)
            {
                resources.TryAdd((type, resource.Identity.Id), resource);
            }
            if (found.Count == 0)
            {
                continue;
            }
            var read = (GcpResourceAttribute)type.Read;
            coverage.Add(Import.Entry(type, ResourceIdentity.Global,
                read.Content == GcpContent.IamPolicy ? $"the {Source} may be of some types only"
                : read.Inherited && !found.Exists(resource => assets.Above(project).Any(node => resource.Identity.Id.Contains($"/{node}/", StringComparison.Ordinal))) && assets.Above(project).Count > 0
                    ? $"the {Source} has none of the folders and the organisation above"
                : null));
        }
        // Of which types the policies are there.
        var owned = assets.Of(project);
        var withPolicies = owned.Where(asset => asset.Contents.ContainsKey(GcpContent.IamPolicy)).Select(asset => asset.Type).ToHashSet(StringComparer.Ordinal);
        foreach (var policies in Types.Where(type => type.Read is GcpResourceAttribute { Content: GcpContent.IamPolicy }))
        {
            coverage.AddRange(resources.Values.Where(resource => resource.Type != policies && withPolicies.Contains(resource.Type.Name))
                .Select(resource => Import.Entry(policies, ResourceIdentity.Global, null, resource.Identity.Id)).ToList());
        }
        return new(project, import.Time, resources.Values.Select(resource => resource.Identity.Region).Where(region => region != ResourceIdentity.Global),
            resources.Values.OrderBy(resource => resource.Type.Name, StringComparer.Ordinal).ThenBy(resource => resource.Identity.Id, StringComparer.Ordinal), coverage, Source);
    }

    private static JsonElement? Assets(JsonElement value) => Import.Member(value, "assets") is { ValueKind: JsonValueKind.Array } list ? list : null;
}
