namespace AiCloudSecurity.Checks;

/// <summary>What a user's own check is made of.</summary>
public sealed record OwnCheck
{
    /// <summary>What it says of itself; the middle of its id says the pillar: IAM, NET, MON, DATA.</summary>
    public required CheckAttribute About { get; init; }

    /// <summary>What is judged.</summary>
    public required ResourceType Subject { get; init; }

    /// <summary>What else the verdict rests on; where one of these could not be read to the end, the verdict is Unknown.</summary>
    public IReadOnlyList<ResourceType> With { get; init; } = [];

    /// <summary>Gives the verdict: the resource, and for each of <see cref="With"/> all that there is.</summary>
    public required Func<Resource, IReadOnlyList<IReadOnlyList<Resource>>, Verdict> Judge { get; init; }

    /// <summary>Examples, by which it is tested.</summary>
    public IReadOnlyList<ExampleAttribute> Examples { get; init; } = [];

    /// <summary>Where it was written: a file, or the session.</summary>
    public string Source { get; init; } = "";
}
