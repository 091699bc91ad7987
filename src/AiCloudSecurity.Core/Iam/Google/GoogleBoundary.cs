namespace AiCloudSecurity.Iam.Google;

/// <summary>
/// A principal access boundary: those whom it binds can use some permissions on nothing but what it names. Those of
/// several add up. Which permissions a version of enforcement blocks is a list of Google's that grows: so a boundary
/// leaves an answer open, and never denies.
/// </summary>
public sealed class GoogleBoundary
{
    private readonly IReadOnlyList<(string Target, Cel? Condition)> _bindings;
    private readonly Scope _scope;
    private readonly Truth _holdsProject;
    private readonly string? _version;

    /// <param name="name">What people call it.</param>
    /// <param name="version">The version of enforcement.</param>
    /// <param name="resources">The full names of what can be reached.</param>
    /// <param name="bindings">The full names of the sets of principals that are bound, and for which of them.</param>
    /// <param name="scope">The project about which is asked.</param>
    internal GoogleBoundary(string name, string? version, IEnumerable<string> resources, IEnumerable<(string Target, string? Condition)> bindings, Scope scope)
    {
        (Name, _version, _scope) = (name, version, scope);
        _holdsProject = resources.Select(Holds).Aggregate(Truth.False, Truths.Or);
        _bindings = [.. bindings.Select(binding => (binding.Target, Cel.ParseOrLeaveOpen(binding.Condition)))];
    }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>Whether the boundaries that bind a member, or may, may take what he has in the project.</summary>
    internal static bool MayTake(string member, DateTimeOffset time, IEnumerable<GoogleBoundary> boundaries, ISet<string> hangsOn)
    {
        List<(GoogleBoundary Boundary, Truth Binds)> binding = [.. boundaries.Select(boundary => (boundary, boundary.Binds(member, time))).Where(one => one.Item2 != Truth.False)];
        if (binding.TrueForAll(one => one.Boundary._holdsProject == Truth.True) || binding.Exists(one => one.Binds == Truth.True && one.Boundary._holdsProject == Truth.True))
        {
            return false;
        }
        foreach (var (boundary, binds) in binding.Where(one => one.Boundary._holdsProject != Truth.True))
        {
            hangsOn.Add($"{(binds == Truth.True ? "" : "whether it is bound, ")}what the principal access boundary {boundary.Name} blocks (enforcement version {boundary._version ?? "not said"})");
        }
        return true;
    }

    private Truth Binds(string member, DateTimeOffset time) => _bindings.Select(binding =>
    {
        var holds = GooglePrincipals.Holds(binding.Target, member, _scope);
        return binding.Condition is null ? holds
            : holds.And(binding.Condition.Holds(new(time) { PrincipalType = GooglePrincipals.TypeOf(member), PrincipalSubject = GooglePrincipals.SubjectOf(member) }, new HashSet<string>()));
    }).Aggregate(Truth.False, Truths.Or);

    // Organisations, folders and projects by their full names.
    private Truth Holds(string resource)
    {
        var node = GoogleEvaluator.Short(resource);
        return node.StartsWith("projects/", StringComparison.Ordinal) ? Truths.Of(node == $"projects/{_scope.Id}" || node == $"projects/{_scope.Number}") : GooglePrincipals.IsAbove(node, _scope);
    }
}
