using AiCloudSecurity.Iam.Google;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Who holds which roles: in a project as a whole, with what the folders and the organisation above it give, or on one resource.</summary>
internal sealed class HeldRoles(Inventory<IamPolicy> policies, DateTimeOffset now)
{
    private const string Organizations = "//cloudresourcemanager.googleapis.com/organizations/";

    private readonly Lazy<IReadOnlyList<GoogleBinding>> _known = new(() => [.. policies.Known.Where(IsScope).SelectMany(policy => Of(policy, now))]);
    private readonly Lazy<IReadOnlySet<string>> _home = new(() => policies.Known.Where(policy => policy.Identity.Id.StartsWith(Organizations, StringComparison.Ordinal)).SelectMany(policy => Of(policy, now))
        .Select(held => Members.DomainOf(held.Member)).OfType<string>().Where(domain => !Members.IsConsumer(domain)).ToHashSet());

    /// <summary>Held in the project as a whole, or above it. What was read comes first; then it throws where something was not.</summary>
    /// <exception cref="UnseenException">A policy could not be read, and there may be more.</exception>
    public IEnumerable<GoogleBinding> OfProject
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
    public static IReadOnlyList<GoogleBinding> Found(IEnumerable<GoogleBinding> wanted)
    {
        List<GoogleBinding> found = [];
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
    public IEnumerable<GoogleBinding> On(Resource resource) => policies.Of(resource).SelectMany(policy => Of(policy, now));

    /// <summary>Who may act as a service account, by its own policy or in the project as a whole.</summary>
    public IEnumerable<GoogleBinding> ActingAs(string email, ServiceAccount? account) =>
        policies.Known.Where(policy => IsOf(policy, email, account)).SelectMany(policy => Of(policy, now)).Concat(OfProject.Where(held => held.IsWhole)).Where(held => IsActing(held.Role));

    // What a policy gives and what is still in force. What the customer's own roles give is not asked here.
    private static IEnumerable<GoogleBinding> Of(IamPolicy policy, DateTimeOffset now) => GoogleBinding.Of(policy, GoogleRoles.Find).Where(binding => !binding.IsOver(now));

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
    public static bool IsScope(IamPolicy policy) => GoogleEvaluator.IsScope(policy.Identity.Id);

    /// <summary>Whether it is of a folder or the organisation.</summary>
    public static bool IsInherited(IamPolicy policy) => IsScope(policy) && !policy.Identity.Id.StartsWith("//cloudresourcemanager.googleapis.com/projects/", StringComparison.Ordinal);

    // The inventory names a service account by its number or by its address.
    private static bool IsOf(IamPolicy policy, string email, ServiceAccount? account) =>
        policy.Identity.Id.StartsWith("//iam.googleapis.com/", StringComparison.Ordinal) && Names.Last(policy.Identity.Id) is var last
        && (last.Equals(email, StringComparison.OrdinalIgnoreCase) || account?.UniqueId is { } number && last == number);
}
