namespace AiCloudSecurity;

/// <summary>
/// How a resource type of Azure is read, as data: found by Azure Resource Graph in all subscriptions at once, or asked
/// of Azure Resource Manager for each resource that it is a part of, or, of people and groups, of the tenant's directory.
/// </summary>
public sealed class AzureResourceAttribute : ResourceAttribute
{
    /// <summary>A type by Resource Manager's name, as Microsoft.CognitiveServices/accounts.</summary>
    public AzureResourceAttribute(string name) : base(name) =>
        // One read answers for all regions; where a resource lies is in its identity.
        Global = true;

    /// <inheritdoc/>
    public override Cloud Cloud => Cloud.Azure;

    /// <inheritdoc/>
    public override string Service => Name[..Name.IndexOf('/', StringComparison.Ordinal)].Replace("Microsoft.", "", StringComparison.OrdinalIgnoreCase).ToLowerInvariant();

    /// <summary>The table of Resource Graph that has it.</summary>
    public string Table { get; init; } = "resources";

    /// <summary>
    /// The version of Resource Manager that is asked: for parts always. For what Resource Graph finds, it is then read
    /// again from Resource Manager, because Resource Graph may not show the newest members, and lags.
    /// </summary>
    public string? ApiVersion { get; init; }

    /// <summary>What follows the parent's id in the path of a part; the last word of the name without.</summary>
    public string? Path { get; init; }

    /// <summary>Read only where its parent is used, which is known when everything else was read. The parent says whether it is: <see cref="IReadWhereUsed"/>.</summary>
    public bool WhereUsed { get; init; }

    /// <summary>The members, separated by commas, that tell apart what has no id of its own. Of such parts only what the record knows is kept: they are many, and the same everywhere.</summary>
    public string? Key { get; init; }

    /// <summary>The path gives one object, not a list.</summary>
    public bool IsSetting { get; init; }

    /// <summary>The kinds of parent, separated by commas, that have it; all without.</summary>
    public string? Kinds { get; init; }

    /// <summary>Error codes, separated by commas, by which Resource Manager says that there is none.</summary>
    public string None { get; init; } = "";

    /// <summary>What follows the question mark beside the version; {90 days ago} stands for that time.</summary>
    public string? Filter { get; init; }

    /// <summary>The member of properties that people know a resource by, where its name is only an id.</summary>
    public string? NamedBy { get; init; }

    /// <summary>It is of the tenant's directory: asked of Microsoft Graph, with the permission that <see cref="Action"/> names. No role of Azure gives that.</summary>
    public bool IsOfDirectory { get; init; }

    /// <summary>It is put together from what was read; nothing is asked for it.</summary>
    public bool IsGathered { get; init; }

    /// <summary>Whether there may be some above subscriptions, at management groups or in the tenant, that hold in them.</summary>
    public bool MayBeAbove => Table is "authorizationresources" or "policyresources";

    /// <summary>The action that the reader must be granted, where it is not the type's own read.</summary>
    public string? Action { get; init; }

    /// <summary>The address of a part: of a parent, what it says.</summary>
    /// <param name="parent">The parent's id.</param>
    public string Address(string parent) => $"{parent}{(PartPath.Length > 0 ? "/" : "")}{PartPath}?api-version={ApiVersion}";

    /// <summary>What follows the parent's id in the path of a part; empty where the parent is asked for by itself.</summary>
    public string PartPath => Path ?? Name[(Name.LastIndexOf('/') + 1)..];

    /// <summary>The read by Resource Graph, or the part's by Resource Manager; of Microsoft Graph for what is of the directory.</summary>
    public override IReadOnlyList<ReadOperation> Operations => IsOfDirectory ? [new($"msgraph:{Name[(Name.IndexOf('/', StringComparison.Ordinal) + 1)..]}", Permission)]
        : Of is null && ApiVersion is null ? [new($"graph:{Name}", Permission)]
        : Of is null ? [new($"graph:{Name}", Permission), new($"arm:{Name}", Permission)]
        : [new($"arm:{Name}", Permission)];

    private string Permission => Action ?? $"{Name}/read";
}
