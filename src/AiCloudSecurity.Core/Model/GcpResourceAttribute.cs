namespace AiCloudSecurity;

/// <summary>Which of its content types Cloud Asset Inventory is asked for.</summary>
public enum GcpContent
{
    /// <summary>The resource itself, as its own service describes it: <c>asset.resource.data</c>.</summary>
    Resource,
    /// <summary>IAM policies, each in the asset that it is attached to: <c>asset</c> with <c>iamPolicy</c>.</summary>
    IamPolicy,
    /// <summary>Organisation policies of the first version, each in the asset that it is set on: <c>asset</c> with <c>orgPolicy</c>.</summary>
    OrgPolicy,
    /// <summary>Access policies, access levels and service perimeters, as Access Context Manager describes them.</summary>
    AccessPolicy,
    /// <summary>The inventory does not have it: its own service is asked.</summary>
    None,
}

/// <summary>
/// How a resource type of Google Cloud is read, as data: by Cloud Asset Inventory for all projects at once, or by the
/// service's own REST interface, in the projects that have enabled it and the regions that are in use.
/// </summary>
/// <remarks>
/// Templates of <see cref="Host"/> and <see cref="Path"/> know <c>{project}</c>, <c>{number}</c> (the project's), <c>{location}</c>, <c>{parent}</c> (the
/// name of what it is a part of, as projects/p/locations/l/agents/a), <c>{ancestor}</c> (the project and each folder and
/// the organisation above it: projects/p, folders/1, organizations/2; escaped where it stands in a name after %2F),
/// <c>{organization}</c> (organizations/2) and <c>{billingAccount}</c> (billingAccounts/0).
/// </remarks>
public sealed class GcpResourceAttribute : ResourceAttribute
{
    private readonly string _service;
    private readonly string _kind;

    /// <summary>A type by the inventory's name, as aiplatform.googleapis.com/Endpoint; in the same way where the inventory lacks it.</summary>
    public GcpResourceAttribute(string name) : base(name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        (_service, _kind) = (name[..slash], name[(slash + 1)..]);
        // One read answers for all regions; where a resource lies is in its identity.
        Global = true;
    }

    /// <inheritdoc/>
    public override Cloud Cloud => Cloud.Gcp;

    /// <inheritdoc/>
    public override string Service => Api[..Api.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>The service that must be enabled in a project for it to have some, as aiplatform.googleapis.com.</summary>
    public string Api { get => field ?? _service; init; }

    /// <summary>What the inventory is asked for.</summary>
    public GcpContent Content { get; init; }

    /// <summary>The path of its service that lists them or gives the one: without, only the inventory is asked.</summary>
    public string? Path { get; init; }

    /// <summary>The host of its service, as {location}-dialogflow.googleapis.com; the service's own name without.</summary>
    public string Host { get => field ?? _service; init; }

    /// <summary>The locations that are asked, separated by commas, where these are not the regions in use.</summary>
    public string? Locations { get; init; }

    /// <summary>What the path's query says; {now} and {monthAgo} in it are times.</summary>
    public string? Query { get; init; }

    /// <summary>The type without which there is none: it is asked for only in the regions that hold some of that; what has no region, where there is some at all.</summary>
    public Type? Near { get; init; }

    /// <summary>A member without which, wherever it stands in it, an item of the list says nothing but Google's own defaults: such items are not kept.</summary>
    public string? Holding { get; init; }

    /// <summary>The member of the answer that holds the list; the path's last word without.</summary>
    public string List { get => field ?? Path?[(Path.LastIndexOf('/') + 1)..] ?? ""; init; }

    /// <summary>The path gives one object, not a list.</summary>
    public bool IsSetting { get; init; }

    /// <summary>
    /// Nobody documents whether the inventory has it: it is asked, and the service where the inventory does not know it.
    /// </summary>
    public bool Unsettled { get; init; }

    /// <summary>
    /// It holds in a project whether or not that has enabled the service: that the service is not enabled says only that
    /// nobody could be asked.
    /// </summary>
    public bool HoldsUnenabled { get; init; }

    /// <summary>It may lie on a folder or an organisation, too, and then holds for the projects below.</summary>
    public bool Inherited { get => field || Content is GcpContent.IamPolicy or GcpContent.OrgPolicy or GcpContent.AccessPolicy || Path?.Contains("{ancestor}", StringComparison.Ordinal) is true; init; }

    /// <summary>What the service asks of the reader, where that is not service.collection.list, or service.object.get of a setting.</summary>
    public string Permission { get => field ?? $"{Service}.{LastWord}.{(IsSetting ? "get" : "list")}"; init; }

    /// <summary>The collection that holds them, as endpoints: in names that Google does not give.</summary>
    public string Collection => Path is { } path && !IsSetting ? path[(path.LastIndexOf('/') + 1)..] : GcpIdentity.CollectionOf(_kind);

    /// <summary>The reads that give it.</summary>
    public override IReadOnlyList<ReadOperation> Operations => Content == GcpContent.None ? [new($"rest:{Name}", Permission)]
        : Unsettled ? [new($"cai:{Name}", AssetPermission), new($"rest:{Name}", Permission)]
        : [new($"cai:{Name}", AssetPermission)];

    private string LastWord => Path?[(Path.LastIndexOf('/') + 1)..] ?? Collection;

    private string AssetPermission => Content switch
    {
        GcpContent.IamPolicy => "cloudasset.assets.listIamPolicy",
        GcpContent.OrgPolicy => "cloudasset.assets.listOrgPolicy",
        GcpContent.AccessPolicy => "cloudasset.assets.listAccessPolicy",
        _ => "cloudasset.assets.listResource",
    };
}
