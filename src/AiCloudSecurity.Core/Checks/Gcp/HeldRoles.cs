using System.Globalization;
using System.Text.RegularExpressions;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>A role that somebody holds.</summary>
/// <param name="Role">As roles/aiplatform.user.</param>
/// <param name="Member">As user:a@example.com.</param>
/// <param name="Condition">When; always where there is none.</param>
/// <param name="Policy">The policy that gives it.</param>
internal sealed record HeldRole(string Role, string Member, BindingCondition? Condition, IamPolicy Policy)
{
    /// <summary>It holds for everything below: no condition picks out resources.</summary>
    public bool IsWhole => Condition?.Expression?.Contains("resource.", StringComparison.Ordinal) is not true;

    /// <summary>Whether it is one of the basic roles that may change nearly everything.</summary>
    public bool IsBasic => Role is "roles/owner" or "roles/editor";

    /// <summary>As "user:a@example.com (roles/editor, inherited from folders/2)".</summary>
    public override string ToString() =>
        $"{Member} ({Role}{(HeldRoles.IsInherited(Policy) ? $", inherited from {HeldRoles.WhereOf(Policy)}" : "")}{(Condition is { } condition ? $", if {(condition.Title is { Length: > 0 } title ? title : condition.Expression)}" : "")})";
}

/// <summary>Who holds which roles: in a project as a whole, with what the folders and the organisation above it give, or on one resource.</summary>
internal sealed partial class HeldRoles(Inventory<IamPolicy> policies, DateTimeOffset now)
{
    private const string Projects = "//cloudresourcemanager.googleapis.com/projects/";
    private const string Folders = "//cloudresourcemanager.googleapis.com/folders/";
    private const string Organizations = "//cloudresourcemanager.googleapis.com/organizations/";

    private readonly Lazy<IReadOnlyList<HeldRole>> _known = new(() => [.. policies.Known.Where(IsScope).SelectMany(policy => Of(policy, now))]);
    private readonly Lazy<IReadOnlySet<string>> _home = new(() => policies.Known.Where(policy => policy.Identity.Id.StartsWith(Organizations, StringComparison.Ordinal)).SelectMany(policy => Of(policy, now))
        .Select(held => Members.DomainOf(held.Member)).OfType<string>().Where(domain => !Members.IsConsumer(domain)).ToHashSet());

    /// <summary>Held in the project as a whole, or above it. What was read comes first; then it throws where something was not.</summary>
    /// <exception cref="UnseenException">A policy could not be read, and there may be more.</exception>
    public IEnumerable<HeldRole> OfProject
    {
        get
        {
            foreach (var held in _known.Value)
            {
                yield return held;
            }
            _ = policies.All;
        }
    }

    /// <summary>Those that were found: what was seen decides, even where something was not.</summary>
    /// <exception cref="UnseenException">None was found, and something could not be read.</exception>
    public static IReadOnlyList<HeldRole> Found(IEnumerable<HeldRole> wanted)
    {
        List<HeldRole> found = [];
        try
        {
            foreach (var held in wanted)
            {
                found.Add(held);
            }
        }
        catch (UnseenException) when (found.Count > 0)
        {
            // There may be more of them.
        }
        return found;
    }

    /// <summary>Held on a single resource, beside what is held in the project.</summary>
    public IEnumerable<HeldRole> On(Resource resource) => policies.Of(resource).SelectMany(policy => Of(policy, now));

    /// <summary>Who may act as a service account, by its own policy or in the project as a whole.</summary>
    public IEnumerable<HeldRole> ActingAs(string email, ServiceAccount? account) =>
        policies.Known.Where(policy => IsOf(policy, email, account)).SelectMany(policy => Of(policy, now)).Concat(OfProject.Where(held => held.IsWhole)).Where(held => IsActing(held.Role));

    // What a policy gives and what is still in force.
    private static IEnumerable<HeldRole> Of(IamPolicy policy, DateTimeOffset now) =>
        from binding in policy.Policy?.Bindings ?? []
        where binding.Role is { Length: > 0 } && !IsOver(binding.Condition?.Expression, now)
        from member in binding.Members ?? []
        where !Members.IsDeleted(member)
        select new HeldRole(binding.Role!, member, binding.Condition, policy);

    /// <summary>Whether somebody is not of the organisation; where there is none, only accounts that everybody can have are strangers.</summary>
    /// <exception cref="UnseenException">The organisation's people are not known.</exception>
    public bool IsStranger(string member)
    {
        if (Members.IsEverybody(member) || Members.DomainOf(member) is not { } domain || Members.IsConsumer(domain))
        {
            return Members.IsEverybody(member) || Members.DomainOf(member) is not null;
        }
        if (_home.Value.Count == 0)
        {
            _ = policies.All;
        }
        return _home.Value.Count > 0 && !_home.Value.Contains(domain);
    }

    /// <summary>Whether a role lets its holder act as a service account.</summary>
    public static bool IsActing(string role) => role is "roles/iam.serviceAccountUser" or "roles/iam.serviceAccountTokenCreator" or "roles/iam.serviceAccountAdmin" or "roles/iam.serviceAccountKeyAdmin" or "roles/owner" or "roles/editor";

    /// <summary>Whether a policy is of a project, a folder or the organisation.</summary>
    public static bool IsScope(IamPolicy policy) => policy.Identity.Id.StartsWith(Projects, StringComparison.Ordinal) || IsInherited(policy);

    /// <summary>Whether it is of a folder or the organisation.</summary>
    public static bool IsInherited(IamPolicy policy) => policy.Identity.Id.StartsWith(Folders, StringComparison.Ordinal) || policy.Identity.Id.StartsWith(Organizations, StringComparison.Ordinal);

    /// <summary>What a policy is attached to, as folders/2.</summary>
    public static string WhereOf(IamPolicy policy) => policy.Identity.Id[(policy.Identity.Id.IndexOf('/', 2) + 1)..];

    // The inventory names a service account by its number or by its address.
    private static bool IsOf(IamPolicy policy, string email, ServiceAccount? account) =>
        policy.Identity.Id.StartsWith("//iam.googleapis.com/", StringComparison.Ordinal) && Names.Last(policy.Identity.Id) is var last
        && (last.Equals(email, StringComparison.OrdinalIgnoreCase) || account?.UniqueId is { } number && last == number);

    // An end that has passed, where nothing in the expression could make it hold all the same.
    private static bool IsOver(string? expression, DateTimeOffset now) =>
        expression is not null && !expression.Contains("||", StringComparison.Ordinal) && !expression.Contains('!', StringComparison.Ordinal) && !expression.Contains('?', StringComparison.Ordinal)
        && Ends().Match(expression) is { Success: true } end
        && DateTimeOffset.TryParse(end.Groups[1].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var last) && last <= now;

    [GeneratedRegex("""request\.time\s*<=?\s*timestamp\(\s*["']([^"']+)["']\s*\)""", RegexOptions.CultureInvariant)]
    private static partial Regex Ends();
}
