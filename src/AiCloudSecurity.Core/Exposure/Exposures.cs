namespace AiCloudSecurity.Exposure;

/// <summary>How the AI resources of an estate can be reached, and how far they reach out, from the estate alone.</summary>
public static class Exposures
{
    /// <summary>The exposures of an estate: one for each AI resource and way in, as they are found.</summary>
    /// <param name="estate">What was read.</param>
    public static IEnumerable<AiExposure> Of(Estate estate)
    {
        ArgumentNullException.ThrowIfNull(estate);
        return [];
    }

    /// <summary>The types of resources that exposures rest on: what must be read for them.</summary>
    public static IReadOnlyList<ResourceType> Types(Cloud cloud) => [];
}
