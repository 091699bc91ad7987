namespace AiCloudSecurity.Iam.Google;

/// <summary>
/// Says whether a member may do something in Google Cloud: some binding gives it on the resource or above, and no deny
/// policy takes it. Bindings only add, deny policies and principal access boundaries only take; order does not matter.
/// </summary>
public static class GoogleEvaluator
{
    private const string Manager = "//cloudresourcemanager.googleapis.com/";

    /// <summary>What Google answers to a member, as user:ann@example.com; who is in a group is not known, so groups are asked by themselves.</summary>
    /// <param name="member">Who asks.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="bindings">Bindings of whomever: those of groups do not count for who may be in them, those for everybody and his domain do.</param>
    /// <param name="denies">Deny rules, of the project and above it.</param>
    /// <param name="boundaries">Principal access boundaries of the organisation, as far as the project is concerned.</param>
    public static GoogleAnswer Evaluate(string member, GoogleRequest request, IEnumerable<GoogleBinding> bindings, IEnumerable<GoogleDeny> denies, IEnumerable<GoogleBoundary>? boundaries = null)
    {
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(bindings);
        ArgumentNullException.ThrowIfNull(denies);
        List<GoogleBinding> free = [], maybe = [];
        SortedSet<string> hangsOn = new(StringComparer.Ordinal);
        string? unseen = null;
        foreach (var binding in bindings.Where(binding => IsOf(binding.Member, member) && Covers(binding.On, request.Resource)))
        {
            HashSet<string> open = new(StringComparer.Ordinal);
            switch (binding.Gives(request, open))
            {
                case Truth.Unknown when binding.Unseen is not null:
                    unseen ??= binding.Unseen;
                    break;
                case Truth.True:
                    free.Add(binding);
                    break;
                case Truth.Unknown:
                    maybe.Add(binding);
                    hangsOn.UnionWith(open);
                    break;
            }
        }
        if (free.Count + maybe.Count == 0)
        {
            return new(Decision.ImplicitlyDenied, [], null, [], unseen);
        }
        if (free.Count > 0)
        {
            hangsOn.Clear();
        }
        var decision = free.Count > 0 ? Decision.Allowed : Decision.Conditional;
        string? unknown = null;
        foreach (var deny in denies.Where(deny => Covers(deny.On, request.Resource)))
        {
            switch (deny.Takes(member, request, hangsOn, ref unknown))
            {
                case Truth.True:
                    return new(Decision.ExplicitlyDenied, [], deny, []);
                case Truth.Unknown:
                    decision = Decision.Conditional;
                    break;
            }
        }
        if (GoogleBoundary.MayTake(member, request.Time, boundaries ?? [], hangsOn))
        {
            decision = Decision.Conditional;
        }
        return unknown is not null ? new(Decision.ImplicitlyDenied, [.. free, .. maybe], null, [], unknown)
            : new(decision, [.. free, .. maybe], null, decision == Decision.Conditional ? [.. hangsOn] : []);
    }

    /// <summary>
    /// Whether a policy on one thing holds on another: on itself, on what its name is the beginning of, and a project's, a
    /// folder's or the organisation's on everything, since an estate holds those above its project only.
    /// </summary>
    public static bool Covers(string on, string resource)
    {
        ArgumentNullException.ThrowIfNull(on);
        ArgumentNullException.ThrowIfNull(resource);
        return Rank(on) is { } rank ? Rank(resource) is not { } other || other > rank || on.Equals(resource, StringComparison.Ordinal)
            : resource.StartsWith(on, StringComparison.Ordinal) && (resource.Length == on.Length || resource[on.Length] == '/');
    }

    /// <summary>A permission, as deny policies call it.</summary>
    internal static string Denied(string permission) => $"{ServiceOf(permission)}/{permission[(permission.IndexOf('.', StringComparison.Ordinal) + 1)..]}";

    /// <summary>The service of a permission, as aiplatform.googleapis.com.</summary>
    internal static string ServiceOf(string permission) => permission[..Math.Max(permission.IndexOf('.', StringComparison.Ordinal), 0)] switch
    {
        "resourcemanager" => "cloudresourcemanager.googleapis.com",
        "billing" => "cloudbilling.googleapis.com",
        "cloudtranslate" => "translate.googleapis.com",
        var service => $"{service}.googleapis.com",
    };

    /// <summary>What a full name names, without the service.</summary>
    internal static string Short(string name) => name.StartsWith("//", StringComparison.Ordinal) && name.IndexOf('/', 2) is > 0 and var slash ? name[(slash + 1)..] : name;

    /// <summary>Whether a full name is one of a project, a folder or an organisation itself.</summary>
    internal static bool IsScope(string name) => Rank(name) is not null;

    // Everybody is allUsers; whoever has an account is allAuthenticatedUsers, too; and people of a domain are meant by it.
    private static bool IsOf(string bound, string asked) => bound.Equals(asked, StringComparison.OrdinalIgnoreCase) || bound == "allUsers"
        || bound == "allAuthenticatedUsers" && asked != "allUsers"
        || bound.StartsWith("domain:", StringComparison.Ordinal) && asked.StartsWith("user:", StringComparison.Ordinal) && asked.EndsWith("@" + bound["domain:".Length..], StringComparison.OrdinalIgnoreCase);

    private static int? Rank(string name) => !name.StartsWith(Manager, StringComparison.Ordinal) ? null : name[Manager.Length..].Split('/') switch
    {
        ["organizations", _] => 0,
        ["folders", _] => 1,
        ["projects", _] => 2,
        _ => null,
    };
}
