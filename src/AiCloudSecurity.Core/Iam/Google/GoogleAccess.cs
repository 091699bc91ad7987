using System.Collections.Frozen;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Iam.Google;

/// <summary>
/// What the IAM policies of a project, of its resources and of the folders and the organisation above it come to. The way
/// in for checks: <see cref="Holders"/> says who holds a permission on a resource, by which binding and on what it hangs.
/// </summary>
internal sealed class GoogleAccess(Inventory<IamPolicy> policies, Inventory<CustomRole> roles, GoogleLimits limits, Scope scope, DateTimeOffset now)
{
    private static readonly FrozenSet<string> s_known = GoogleActions.All.Select(action => action.Name).ToFrozenSet(StringComparer.Ordinal);
    private IReadOnlyList<GoogleBinding>? _bindings;

    /// <summary>All bindings, a member each.</summary>
    /// <exception cref="UnseenException">The policies, or a role of the customer's own that they name, were not read.</exception>
    public IReadOnlyList<GoogleBinding> Bindings => _bindings ??= [.. policies.All.SelectMany(policy => GoogleBinding.Of(policy, PermissionsOf))];

    /// <summary>What takes from what bindings give.</summary>
    public GoogleLimits Limits => limits;

    /// <summary>The project itself, as something to ask about.</summary>
    public string Project => $"//cloudresourcemanager.googleapis.com/projects/{scope.Id}";

    /// <summary>Who holds a permission on a resource, or on all of the project: each member with what Google answers him.</summary>
    /// <param name="permission">One of <see cref="GoogleActions"/>.</param>
    /// <param name="resource">A full resource name; the project without.</param>
    /// <param name="type">Its type, where that is known.</param>
    public IEnumerable<(string Member, GoogleAnswer Answer)> Holders(string permission, string? resource = null, string? type = null)
    {
        var request = Request(permission, resource ?? Project, type);
        return from member in Bindings.Select(binding => binding.Member).Distinct(StringComparer.OrdinalIgnoreCase)
               let answer = Evaluate(member, request, Bindings)
               where answer.Decision >= Decision.Conditional || answer.Unseen is not null
               select (member, answer);
    }

    /// <summary>What Google answers to one member.</summary>
    public GoogleAnswer Ask(string member, string permission, string? resource = null, string? type = null) => Evaluate(member, Request(permission, resource ?? Project, type), Bindings);

    /// <summary>What Google would answer, if that binding were the only one.</summary>
    public GoogleAnswer Ask(GoogleBinding binding, string permission) => Evaluate(binding.Member, Request(permission, binding.On, null), [binding]);

    // What was not read may take it.
    private GoogleAnswer Evaluate(string member, GoogleRequest request, IReadOnlyList<GoogleBinding> bindings)
    {
        var answer = GoogleEvaluator.Evaluate(member, request, bindings, limits.Denies, limits.Boundaries);
        return limits.Unread is { } unread && answer.Decision >= Decision.Conditional ? answer with { Decision = Decision.Conditional, Conditions = [.. answer.Conditions, unread] } : answer;
    }

    private GoogleRequest Request(string permission, string resource, string? type)
    {
        var name = GoogleEvaluator.Short(resource);
        var isWhole = resource.StartsWith("//cloudresourcemanager.googleapis.com/", StringComparison.Ordinal);
        return new(permission, resource, now)
        {
            Type = type,
            Names = isWhole ? [] : scope.Number is { Length: > 0 } number && name.StartsWith($"projects/{scope.Id}/", StringComparison.Ordinal) ? [name, $"projects/{number}{name[$"projects/{scope.Id}".Length..]}"] : [name],
        };
    }

    // Of a role that neither Google's list nor the inventory knows nobody can say what it gives.
    private FrozenSet<string>? PermissionsOf(string role)
    {
        if (role.StartsWith("roles/", StringComparison.Ordinal))
        {
            return GoogleRoles.Find(role);
        }
        var custom = roles.Find($"//iam.googleapis.com/{role}") ?? roles.All.FirstOrDefault(known => role.Equals(known.Name, StringComparison.Ordinal));
        return custom is null ? null : custom.Deleted ? FrozenSet<string>.Empty : (custom.IncludedPermissions ?? []).Where(s_known.Contains).ToFrozenSet(StringComparer.Ordinal);
    }
}
