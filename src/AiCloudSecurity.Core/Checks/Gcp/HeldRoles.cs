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

    /// <summary>Held in the project as a whole, or above it.</summary>
    public IEnumerable<HeldRole> OfProject => policies.All.Where(policy => IsScope(policy)).SelectMany(Of);

    /// <summary>Held on a single resource, beside what is held in the project.</summary>
    public IEnumerable<HeldRole> On(Resource resource) => policies.Of(resource).SelectMany(Of);

    /// <summary>Who may act as a service account, by its own policy or in the project as a whole.</summary>
    public IEnumerable<HeldRole> ActingAs(string email, ServiceAccount? account) =>
        policies.All.Where(policy => IsOf(policy, email, account)).SelectMany(Of).Concat(OfProject.Where(held => held.IsWhole)).Where(held => IsActing(held.Role));

    /// <summary>What a policy gives and what is still in force.</summary>
    public IEnumerable<HeldRole> Of(IamPolicy policy) =>
        from binding in policy.Policy?.Bindings ?? []
        where binding.Role is { Length: > 0 } && !IsOver(binding.Condition?.Expression)
        from member in binding.Members ?? []
        where !Members.IsDeleted(member)
        select new HeldRole(binding.Role!, member, binding.Condition, policy);

    /// <summary>The domains of those who have roles in the organisation as a whole: people of others are strangers.</summary>
    public IReadOnlySet<string> HomeDomains => policies.All.Where(policy => policy.Identity.Id.StartsWith(Organizations, StringComparison.Ordinal)).SelectMany(Of)
        .Select(held => Members.DomainOf(held.Member)).OfType<string>().Where(domain => !Members.IsConsumer(domain)).ToHashSet();

    /// <summary>Whether somebody is not of the organisation, as far as that is known.</summary>
    public bool IsStranger(string member) =>
        Members.IsEverybody(member) || Members.DomainOf(member) is { } domain && (Members.IsConsumer(domain) || HomeDomains is { Count: > 0 } home && !home.Contains(domain));

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
    private bool IsOver(string? expression) =>
        expression is not null && !expression.Contains("||", StringComparison.Ordinal) && !expression.Contains('!', StringComparison.Ordinal) && !expression.Contains('?', StringComparison.Ordinal)
        && Ends().Match(expression) is { Success: true } end
        && DateTimeOffset.TryParse(end.Groups[1].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var last) && last <= now;

    [GeneratedRegex("""request\.time\s*<=?\s*timestamp\(\s*["']([^"']+)["']\s*\)""", RegexOptions.CultureInvariant)]
    private static partial Regex Ends();
}
