using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Iam.Google;

/// <summary>A role that a member has on something and everything below it.</summary>
public sealed class GoogleBinding
{
    private readonly Cel? _condition;

    internal GoogleBinding(string member, string role, string on, IReadOnlySet<string>? permissions, string? condition = null, string? title = null)
    {
        (Member, Role, On, Condition, Title) = (member, role, on, string.IsNullOrWhiteSpace(condition) ? null : condition, title);
        Permissions = permissions;
        try
        {
            _condition = Condition is null ? null : Cel.Parse(Condition);
        }
        catch (FormatException malformed)
        {
            Unseen = $"When {role} of {member} on {GoogleEvaluator.Short(on)} holds cannot be understood. {malformed.Message}.";
        }
        Unseen ??= permissions is null ? $"What the role {role} of {member} gives is not known." : null;
    }

    /// <summary>The bindings of a policy, a member each; those of members that were deleted give nothing and are left out.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="permissionsOf">What a role gives; null where that is not known.</param>
    internal static IEnumerable<GoogleBinding> Of(IamPolicy policy, Func<string, IReadOnlySet<string>?> permissionsOf) =>
        from binding in policy.Policy?.Bindings ?? []
        where binding.Role is { Length: > 0 }
        let permissions = permissionsOf(binding.Role!)
        from member in binding.Members ?? []
        where !member.StartsWith("deleted:", StringComparison.Ordinal)
        select new GoogleBinding(member, binding.Role!, policy.Identity.Id, permissions, binding.Condition?.Expression, binding.Condition?.Title);

    /// <summary>Who, as user:ann@example.com or allUsers.</summary>
    public string Member { get; }

    /// <summary>As roles/aiplatform.user.</summary>
    public string Role { get; }

    /// <summary>The full name of what the policy is attached to.</summary>
    public string On { get; }

    /// <summary>When it holds, in the Common Expression Language; null for always.</summary>
    public string? Condition { get; }

    /// <summary>What the author of the condition calls it.</summary>
    public string? Title { get; }

    /// <summary>Why nobody can say what it gives; null where that can be said.</summary>
    public string? Unseen { get; }

    /// <summary>What the role gives, of <see cref="GoogleActions"/>; null where that is not known.</summary>
    internal IReadOnlySet<string>? Permissions { get; }

    /// <summary>Whether the role is one of the basic ones that may change nearly everything.</summary>
    public bool IsBasic => Role is "roles/owner" or "roles/editor";

    /// <summary>Whether it holds for everything below: no condition picks out resources.</summary>
    public bool IsWhole => Condition?.Contains("resource.", StringComparison.Ordinal) is not true;

    /// <summary>Whether it is on a project, a folder or the organisation.</summary>
    public bool IsOnScope => GoogleEvaluator.IsScope(On);

    /// <summary>Whether it is on a folder or the organisation, and what is below inherits it.</summary>
    public bool IsInherited => IsOnScope && !GoogleEvaluator.Short(On).StartsWith("projects/", StringComparison.Ordinal);

    /// <summary>Whether it cannot hold any more, whatever is asked.</summary>
    internal bool IsOver(DateTimeOffset now) => _condition?.Holds(new(now), new HashSet<string>()) == Truth.False;

    /// <summary>As "user:a@example.com (roles/editor, inherited from folders/2)".</summary>
    public override string ToString() =>
        $"{Member} ({Role}{(IsInherited ? $", inherited from {GoogleEvaluator.Short(On)}" : "")}{(Condition is null ? "" : $", if {(Title is { Length: > 0 } ? Title : Condition)}")})";

    /// <summary>Whether it gives a permission, wherever that is asked for.</summary>
    internal Truth Gives(GoogleRequest request, ISet<string> hangsOn)
    {
        if (Permissions?.Contains(request.Permission) is false)
        {
            return Truth.False;
        }
        if (Unseen is not null)
        {
            return Truth.Unknown;
        }
        return _condition is null ? Truth.True : request.Holds(_condition, hangsOn);
    }
}

/// <summary>What is asked: a permission on a resource, or on everything of a project.</summary>
/// <param name="Permission">As aiplatform.endpoints.predict.</param>
/// <param name="Resource">The full name of a resource, or of a project, folder or organisation: then everything below it is asked about.</param>
/// <param name="Time">When.</param>
public sealed record GoogleRequest(string Permission, string Resource, DateTimeOffset Time)
{
    /// <summary>The resource's type, as aiplatform.googleapis.com/Endpoint; null where it is not known.</summary>
    public string? Type { get; init; }

    /// <summary>The names that the resource goes by below its service, by the project's id and by its number; none where all below it are asked about.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    // Conditions see one of the names, and which is not documented for each service.
    internal Truth Holds(Cel condition, ISet<string> hangsOn)
    {
        var service = GoogleEvaluator.ServiceOf(Permission);
        if (Names.Count == 0)
        {
            return condition.Holds(new(Time, service, Type), hangsOn);
        }
        HashSet<string> open = new(StringComparer.Ordinal);
        var answers = Names.Select(name => condition.Holds(new(Time, service, Type, name), open)).Distinct().ToList();
        if (answers is [var only and not Truth.Unknown])
        {
            return only;
        }
        hangsOn.UnionWith(open.Count > 0 ? open : ["resource.name"]);
        return Truth.Unknown;
    }
}

/// <summary>What Google answers.</summary>
/// <param name="Decision">Allowed, denied, or on what hangs.</param>
/// <param name="By">The bindings that give it.</param>
/// <param name="DeniedBy">The deny policy that takes it; null where none does for certain.</param>
/// <param name="Conditions">On what a conditional answer hangs, in words.</param>
/// <param name="Unseen">Why it cannot be said; null where it can.</param>
public sealed record GoogleAnswer(Decision Decision, IReadOnlyList<GoogleBinding> By, GoogleDeny? DeniedBy, IReadOnlyList<string> Conditions, string? Unseen = null)
{
    /// <summary>Whether there is a way to do it.</summary>
    /// <exception cref="UnseenException">That cannot be said.</exception>
    public bool Exists => Decision >= Decision.Conditional || (Unseen is null ? false : throw new UnseenException(Unseen));
}
