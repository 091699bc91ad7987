using AiCloudSecurity.Checks;
using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Core.Tests;

/// <summary>An estate of resources as examples write them, <c>NotebookInstance { … }</c>, in which all else was read and is empty.</summary>
internal static class ExposureEstate
{
    /// <summary>The one exposure of a resource of that name.</summary>
    public static AiExposure One(Estate estate, string name) => Assert.Single(Exposures.Of(estate), exposure => exposure.ResourceName == name);

    public static Estate Of(Cloud cloud, params IEnumerable<string> texts) => Of(cloud, null, texts);

    public static Estate Of(Cloud cloud, Type? refused, params IEnumerable<string> texts)
    {
        List<Resource> resources = [];
        foreach (var text in texts)
        {
            var brace = text.IndexOf('{', StringComparison.Ordinal);
            var type = ResourceType.All.First(type => type.Record.Name == text[..brace].Trim() && type.Cloud == cloud);
            resources.Add(Example.Resource(type, text[brace..], resources.Count(other => other.Type == type)));
        }
        var scope = resources.Count > 0 ? resources[0].Identity.Scope : "111122223333";
        var region = resources.Find(resource => !resource.Type.Read.Global)?.Identity.Region ?? "eu-west-1";
        List<CoverageEntry> coverage = [];
        foreach (var type in ResourceType.All.Where(type => type.Cloud == cloud && type.Read.Operations.Count > 0))
        {
            var isRefused = type.Record == refused;
            List<string?> subjects = [null];
            if (type.Parent is { } parent)
            {
                subjects.AddRange(resources.Where(resource => resource.Type == parent).Select(resource => resource.Identity.Id));
            }
            if (type.IsReferenced)
            {
                subjects.AddRange(resources.SelectMany(References.In).Where(reference => reference.Type == type).Select(reference => reference.Name).Concat(resources.Where(resource => resource.Type == type).Select(resource => resource.Identity.Id)));
            }
            coverage.AddRange(subjects.Distinct().Select(subject => new CoverageEntry
            {
                ResourceType = type.Name,
                Region = type.Read.Global ? ResourceIdentity.Global : region,
                State = isRefused ? CoverageState.Refused : CoverageState.Read,
                Operation = type.Read.Operations[0].Operation,
                Permission = type.Read.Operations[0].Permission,
                Message = isRefused ? "AccessDenied" : null,
                Subject = subject,
            }));
        }
        return new Estate(new Scope { Cloud = cloud, Id = scope, Number = cloud == Cloud.Gcp ? "123456789012" : null, Name = scope, Caller = "test", Partition = cloud == Cloud.Aws ? "aws" : "" }, new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero), [region],
            resources.Where(resource => resource.Type.Record != refused), coverage);
    }
}
