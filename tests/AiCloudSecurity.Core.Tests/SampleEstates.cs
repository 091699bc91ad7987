using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Core.Tests;

/// <summary>The sample estates of three clouds, and what they would be had some reads been refused.</summary>
internal static class SampleEstates
{
    /// <summary>Whether the tests that take a choice in a fast run take everything: minutes to hours.</summary>
    public static bool IsFullRun { get; } = Environment.GetEnvironmentVariable("AISEC_FULL") is "1";

    /// <summary>The folder that holds the solution: tests run from a build inside it.</summary>
    public static string RepositoryRoot { get; } = Root(new(AppContext.BaseDirectory));

    public static IReadOnlyList<Estate> Open(string cloud)
    {
        using var file = File.OpenRead(Path.Join(RepositoryRoot, "samples", $"{cloud}.aiestate"));
        return [.. EstateFile.Read(file, cloud, TestContext.Current.CancellationToken)];
    }

    /// <summary>The operations that were asked, or would have been for what the estate has.</summary>
    public static IReadOnlyList<string> Operations(Estate estate) =>
        [.. estate.Coverage.Select(entry => entry.Operation)
            .Concat(estate.Resources.Where(resource => Details(resource.Type) is not null).Select(resource => Details(resource.Type)!)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The estate as it would be had the cloud refused some operations, as collectors make it.</summary>
    public static Estate Without(Estate estate, IReadOnlySet<string> refused)
    {
        var coverage = estate.Coverage.Select(entry => refused.Contains(entry.Operation) ? entry with { State = CoverageState.Refused, Message = "denied", Error = ErrorId.CloudAccessDenied } : entry).ToList();
        var gone = coverage.Where(entry => entry.Subject is null && refused.Contains(entry.Operation)).Select(entry => entry.ResourceType).ToHashSet(StringComparer.Ordinal);
        var lost = coverage.Where(entry => entry.Subject is not null && refused.Contains(entry.Operation)).SelectMany(entry => new[] { (entry.ResourceType, entry.Subject), (entry.ResourceType, entry.Means) }).ToHashSet();
        bool IsLost(Resource resource, string? name) => lost.Contains((resource.Type.Name, name));
        var resources = estate.Resources.Where(resource => !gone.Contains(resource.Type.Name) && !IsLost(resource, resource.Identity.Id) && !IsLost(resource, resource.Identity.Name) && (resource.Identity.Parent is null || !IsLost(resource, resource.Identity.Parent)))
            .Select(resource => Details(resource.Type) is { } details && refused.Contains(details) && resource.Unread is null
                ? resource.Type.Create(resource.Identity, "{}"u8.ToArray(), new(CoverageState.Refused, details, details, "denied")) : resource).ToList();
        // Of what is not known nobody asks parts, and of what could not be read the parts are not known either; nor is read what nobody names.
        var known = estate.Resources.Select(resource => resource.Identity.Id).ToHashSet(StringComparer.Ordinal);
        for (var before = -1; before != resources.Count + coverage.Count;)
        {
            before = resources.Count + coverage.Count;
            var there = resources.ToLookup(resource => resource.Identity.Id, StringComparer.OrdinalIgnoreCase);
            var named = resources.SelectMany(References.In).Select(reference => (reference.Type, reference.Name)).ToHashSet();
            coverage = [.. from entry in coverage
                           let type = ResourceType.Find(entry.ResourceType)
                           let parent = type?.Parent is not null && entry.Subject is not null ? there[entry.Subject].FirstOrDefault() : null
                           where type?.Parent is not { Read: not ContainerAttribute } || entry.Subject is null || parent is not null || type.Cloud != Cloud.Aws && entry.Subject.Length > 0 && !known.Contains(entry.Subject)
                           where type is not { IsReferenced: true } || entry.Subject is null || named.Contains((type, entry.Subject))
                           select parent?.Unread is { } unread ? entry with { State = unread.State, Operation = unread.Operation, Permission = unread.Permission, Message = unread.Message } : entry];
            var covered = coverage.Where(entry => entry.Subject is not null).SelectMany(entry => new[] { (entry.ResourceType, entry.Subject), (entry.ResourceType, entry.Means) }).ToHashSet();
            var missing = coverage.Where(entry => !entry.IsComplete && entry.Subject is not null).Select(entry => (entry.ResourceType, entry.Subject)).ToHashSet();
            resources = [.. resources.Where(resource => (resource.Identity.Parent is not { } parent || resource.Type.Parent is null || there.Contains(parent) || !known.Contains(parent))
                && !missing.Contains((resource.Type.Name, resource.Identity.Parent))
                && (!resource.Type.IsReferenced || covered.Contains((resource.Type.Name, resource.Identity.Id)) || covered.Contains((resource.Type.Name, resource.Identity.Name))))];
        }
        return new(estate.Scope, estate.CollectedAt, estate.Regions, resources, coverage, estate.Source, estate.JobsSince);
    }

    // What describes one of a list; without it the resource is known and not read.
    private static string? Details(ResourceType type) => type.Read is AwsResourceAttribute { List: not null, Describe: not null } ? type.Read.Operations[^1].Operation : null;

    private static string Root(DirectoryInfo folder) => File.Exists(Path.Join(folder.FullName, "AiCloudSecurity.slnx")) ? folder.FullName : Root(folder.Parent!);
}
