namespace AiCloudSecurity;

/// <summary>Whether a scope uses AI services at all: what has none needs no budget and no alarm for them.</summary>
public sealed class AiUsage
{
    private readonly Estate _estate;

    internal AiUsage(Estate estate) => _estate = estate;

    /// <summary>The types by which a region is in use: neither global, nor supporting, nor a part of another, nor read on request.</summary>
    public static IReadOnlyList<ResourceType> Types { get; } =
        [.. ResourceType.All.Where(type => type.Read is AwsResourceAttribute { Global: false, Supporting: false, Of: null, IsReferenced: false, OnRequest: false })];

    /// <summary>The regions that hold AI services, or where that could not be seen.</summary>
    public IReadOnlyList<string> Regions => _estate.RegionsInUse;

    /// <summary>Whether there is an AI resource. Throws where there is none to be seen and a read is missing.</summary>
    public bool Any
    {
        get
        {
            if (Types.Any(type => _estate.Of(type).Any(resource => resource is not IOptionalSetting { IsSet: false })))
            {
                return true;
            }
            foreach (var type in Types)
            {
                foreach (var region in _estate.Regions)
                {
                    if (_estate.CoverageOf(type, region) is not { IsComplete: true } entry)
                    {
                        throw new UnseenException($"Whether AI services are used in {region} is not known: {type.Name} was not read ({type.Read.Operations[0].Operation}).");
                    }
                }
            }
            return _estate.Regions.Count > 0 ? false : throw new UnseenException("Whether AI services are used is not known: no region was read.");
        }
    }
}
