using AiCloudSecurity.Checks;
using AiCloudSecurity.Exposure.Aws;
using AiCloudSecurity.Exposure.Azure;
using AiCloudSecurity.Exposure.Gcp;

namespace AiCloudSecurity.Exposure;

/// <summary>A cloud's model: which resources are reached and by which ways.</summary>
internal interface ICloudExposures
{
    /// <summary>The records of what is reached.</summary>
    static abstract IReadOnlyList<Type> Subjects { get; }

    /// <summary>The ways to one resource.</summary>
    /// <exception cref="UnseenException">What decides was not read.</exception>
    IEnumerable<Exposed> Of(Resource resource);
}

/// <summary>How the AI resources of an estate can be reached, and how far they reach out, from the estate alone.</summary>
public static class Exposures
{
    /// <summary>The exposures of an estate: one for each AI resource and way in, as they are found. What could not be seen is there, too, with an unknown reach.</summary>
    /// <param name="estate">What was read.</param>
    public static IEnumerable<AiExposure> Of(Estate estate)
    {
        ArgumentNullException.ThrowIfNull(estate);
        return estate.Scope.Cloud switch
        {
            Cloud.Aws => Of<AwsExposures>(estate),
            Cloud.Azure => Of<AzureExposures>(estate),
            _ => Of<GcpExposures>(estate),
        };
    }

    /// <summary>The types of resources that exposures rest on: what must be read for them.</summary>
    public static IReadOnlyList<ResourceType> Types(Cloud cloud) => cloud switch
    {
        Cloud.Aws => Types<AwsExposures>(),
        Cloud.Azure => Types<AzureExposures>(),
        _ => Types<GcpExposures>(),
    };

    private static IReadOnlyList<ResourceType> Types<T>() where T : ICloudExposures =>
        [.. Check.TypesOf<T>().Concat(T.Subjects.Select(ResourceType.Of).SelectMany(Check.WithParents)).Where(type => type.Read.Operations.Count > 0).Distinct()];

    private static IEnumerable<AiExposure> Of<T>(Estate estate) where T : class, ICloudExposures
    {
        Dictionary<string, T> models = new(StringComparer.Ordinal);
        HashSet<string> named = new(StringComparer.Ordinal);
        foreach (var type in T.Subjects.Select(ResourceType.Of))
        {
            foreach (var (region, reason) in Missing(estate, type))
            {
                yield return new Exposed(Absent(estate, type, region), "", "?") { Egress = Egress.Unknown }.Unseen(reason).Finish(estate.Scope);
            }
            foreach (var resource in type.Record == typeof(RegionItself) ? estate.RegionResources : estate.Of(type))
            {
                // What is found by name may be named in several regions.
                if (type.IsReferenced && !named.Add(resource.Identity.Id))
                {
                    continue;
                }
                var region = estate.Scope.Cloud == Cloud.Aws ? resource.Identity.Region : ResourceIdentity.Global;
                if (!models.TryGetValue(region, out var model))
                {
                    models[region] = model = Check.View<T>(estate, region == ResourceIdentity.Global ? null : region);
                }
                foreach (var exposed in Of(model, resource))
                {
                    yield return exposed.Finish(estate.Scope);
                }
            }
        }
    }

    private static List<Exposed> Of(ICloudExposures model, Resource resource)
    {
        try
        {
            return resource.Unread is { } refusal ? throw new UnseenException(refusal.ToString()) : [.. model.Of(resource)];
        }
        catch (UnseenException unseen)
        {
            return [new Exposed(resource, "", "?") { Egress = Egress.Unknown }.Unseen(unseen.Message)];
        }
        catch (Exception unforeseen) when (unforeseen is NullReferenceException or InvalidOperationException or FormatException or ArgumentException or KeyNotFoundException or OverflowException)
        {
            // A resource of a shape that nobody expects must not stop the rest.
            return [new Exposed(resource, "", "?") { Egress = Egress.Unknown }.Unseen($"Its shape is not understood ({unforeseen.GetType().Name}).")];
        }
    }

    // Reads that hide resources, each once in a region.
    private static IEnumerable<(string Region, string Reason)> Missing(Estate estate, ResourceType type)
    {
        if (type.Read is ContainerAttribute)
        {
            yield break;
        }
        var listed = type;
        while (listed.Parent is { } parent)
        {
            listed = parent;
        }
        var regions = type.Read.Global ? [ResourceIdentity.Global] : estate.Regions;
        foreach (var region in regions)
        {
            string? reason = null;
            for (var of = type; of is not null && reason is null; of = of.Parent)
            {
                reason = estate.Gaps(of, region).Select(gap => gap.Refusal().ToString()).FirstOrDefault();
            }
            reason ??= type.IsReferenced ? estate.WhyNotNamed(type, region) is { } unnamed ? $"Which there are is not known: {unnamed}" : null
                : estate.CoverageOf(listed, region) is null ? $"{listed.Name} was not read ({string.Join(", ", listed.Read.Operations.Select(read => read.Operation))})." : null;
            if (reason is not null)
            {
                yield return (region, reason);
            }
        }
    }

    private static Resource Absent(Estate estate, ResourceType type, string region) =>
        type.Create(new(estate.Scope.Cloud, estate.Scope.Id, region, $"{estate.Account.Identity.Id}/{region}/{type.Name}", "*"), "{}"u8.ToArray());
}
