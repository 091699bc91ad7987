using System.Runtime.CompilerServices;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>A notebook or a user of Studio, and the role that works there.</summary>
/// <param name="What">As "the notebook lab".</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="Role">The role.</param>
/// <param name="Policy">Its own policy, where it has one.</param>
internal sealed record Workplace(string What, string Arn, TakenRole Role, PolicyDocument? Policy = null);

/// <summary>Where people work in SageMaker, and as which roles: those with the strongest role first.</summary>
internal sealed class Workplaces(Inventory<NotebookInstance> notebooks, Inventory<Domain> domains, Inventory<UserProfile> profiles, TakenRoles roles)
{
    private static readonly ConditionalWeakTable<Inventory<NotebookInstance>, List<Workplace>> s_notebooks = [];
    private static readonly ConditionalWeakTable<Inventory<UserProfile>, List<Workplace>> s_profiles = [];

    /// <summary>The notebooks.</summary>
    /// <exception cref="UnseenException">They or their roles were not read.</exception>
    public IReadOnlyList<Workplace> Notebooks
    {
        get
        {
            if (!s_notebooks.TryGetValue(notebooks, out var known))
            {
                known = Ordered(roles, notebooks.All.Select(notebook => (What: $"the notebook {Display.Safe(notebook.Identity.Name)}", Arn: notebook.Identity.Id, notebook.RoleArn)));
                s_notebooks.AddOrUpdate(notebooks, known);
            }
            return known;
        }
    }

    /// <summary>The users of Studio: with a role of their own, or with their domain's.</summary>
    /// <exception cref="UnseenException">They or their roles were not read.</exception>
    public IReadOnlyList<Workplace> Profiles
    {
        get
        {
            if (!s_profiles.TryGetValue(profiles, out var known))
            {
                Dictionary<(string?, string), string?> defaults = [];
                foreach (var domain in domains.All)
                {
                    defaults.TryAdd((domain.DomainId, domain.Identity.Region), domain.DefaultUserSettings?.ExecutionRole);
                }
                known = Ordered(roles, profiles.All.Select(profile => (
                    What: $"the user profile {Display.Safe(profile.Identity.Name)} of Studio",
                    Arn: profile.Identity.Id,
                    profile.UserSettings?.ExecutionRole ?? defaults.GetValueOrDefault((profile.DomainId, profile.Identity.Region)))));
                s_profiles.AddOrUpdate(profiles, known);
            }
            return known;
        }
    }

    /// <summary>Those whose role is known, the strongest first.</summary>
    /// <exception cref="UnseenException">The roles were not read.</exception>
    public static List<Workplace> Ordered(TakenRoles roles, IEnumerable<(string What, string Arn, string? Role)> places) =>
        [.. places.Select(place => (place.What, place.Arn, Role: roles.Find(place.Role))).Where(place => place.Role is not null)
            .Select(place => new Workplace(place.What, place.Arn, place.Role!)).OrderByDescending(place => place.Role.Strength).ThenBy(place => place.Arn, StringComparer.Ordinal)];
}
