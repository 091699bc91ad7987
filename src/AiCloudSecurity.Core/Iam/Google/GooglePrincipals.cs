using AiCloudSecurity.Checks.Gcp;

namespace AiCloudSecurity.Iam.Google;

/// <summary>Whom deny policies and principal access boundaries mean. They name principals otherwise than bindings do.</summary>
internal static class GooglePrincipals
{
    private const string Manager = "cloudresourcemanager.googleapis.com/";

    /// <summary>Whether a principal of a deny policy is a member, or holds him.</summary>
    /// <param name="principal">As principal://goog/subject/ann@example.com or principalSet://goog/group/ml@example.com.</param>
    /// <param name="member">As user:ann@example.com.</param>
    /// <param name="scope">The project, by which accounts of its own are known; null where it is not known.</param>
    public static Truth Means(string principal, string member, Scope? scope)
    {
        if (principal == "principalSet://goog/public:all" || principal.Equals(NameOf(member), StringComparison.OrdinalIgnoreCase))
        {
            return Truth.True;
        }
        if (!principal.StartsWith("principalSet://", StringComparison.Ordinal))
        {
            // A single one may be in a group or among all of a domain.
            return Truth.False;
        }
        var set = principal["principalSet:".Length..];
        var type = set.IndexOf("/type/", StringComparison.Ordinal);
        return type < 0 ? Holds(set, member, scope)
            : set[(type + 6)..] == "ServiceAgent" ? Members.IsAgent(member) || IsMany(member) ? Truth.Unknown : Truth.False
            : Members.IsAgent(member) || Members.IsUser(member) ? Truth.False : Holds(set[..type], member, scope);
    }

    /// <summary>Whether a set of principals, by its full name, holds a member.</summary>
    public static Truth Holds(string set, string member, Scope? scope)
    {
        var name = set.TrimStart('/');
        name = name.EndsWith("/*", StringComparison.Ordinal) ? name[..^2] : name;
        if (Members.IsEverybody(member) || Members.IsAgent(member))
        {
            // Whoever can have an account is in no set as a whole; the agents are Google's own.
            return Truth.False;
        }
        if (IsMany(member))
        {
            return Truth.Unknown;
        }
        if (Members.AccountOf(member) is { } account)
        {
            return !name.StartsWith(Manager, StringComparison.Ordinal) ? name.StartsWith("goog/group/", StringComparison.Ordinal) ? Truth.Unknown : Truth.False
                : scope is null || GcpIdentity.ProjectOf(account, scope) is not { } project ? Truth.Unknown
                : IsProject(name) ? Truths.Of(name == $"{Manager}projects/{project}" || project == scope.Id && name == $"{Manager}projects/{scope.Number}")
                : project == scope.Id ? IsAbove(name[Manager.Length..], scope) : Truth.Unknown;
        }
        if (member.StartsWith("principal", StringComparison.Ordinal))
        {
            // Identities of pools: those of workloads lie in a project, by its number, those of people in an organisation.
            var identity = member[(member.IndexOf("//", StringComparison.Ordinal) + 2)..];
            return identity.StartsWith(name + "/", StringComparison.Ordinal) ? Truth.True
                : IsProject(name) && GcpIdentity.After(identity, "projects") is { } project ? Truths.Of(name == $"{Manager}projects/{project}" || scope is not null && project == scope.Number && name == $"{Manager}projects/{scope.Id}")
                : name.StartsWith(Manager, StringComparison.Ordinal) && !IsProject(name) ? Truth.Unknown : Truth.False;
        }
        // People: of a group, of a directory, or of the organisation that has it.
        return name.StartsWith("goog/", StringComparison.Ordinal) || name.Contains("/workspace/", StringComparison.Ordinal) || name.StartsWith(Manager + "organizations/", StringComparison.Ordinal) ? Truth.Unknown : Truth.False;
    }

    /// <summary>Whether a folder or an organisation stands above a project.</summary>
    public static Truth IsAbove(string node, Scope scope) => node == scope.Tenant || scope.Ancestors?.Contains(node) is true ? Truth.True
        : scope.Ancestors is null ? Truth.Unknown : Truth.False;

    /// <summary>What kind of principal a member is, as conditions of bindings of boundaries call it; null where we do not know the word.</summary>
    public static string? TypeOf(string member) => Members.IsUser(member) ? "iam.googleapis.com/WorkspaceIdentity" : Members.AccountOf(member) is not null ? "iam.googleapis.com/ServiceAccount" : null;

    /// <summary>The address of a person or an account; null of others.</summary>
    public static string? SubjectOf(string member) => TypeOf(member) is null ? null : member[(member.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static bool IsProject(string name) => name.StartsWith(Manager + "projects/", StringComparison.Ordinal);

    private static bool IsMany(string member) => member.Split(':')[0] is "group" or "domain" or "projectOwner" or "projectEditor" or "projectViewer";

    private static string NameOf(string member) => member.Split(':', 2) switch
    {
        ["user", var who] => $"principal://goog/subject/{who}",
        ["group", var who] => $"principalSet://goog/group/{who}",
        ["serviceAccount", var who] => $"principal://iam.googleapis.com/projects/-/serviceAccounts/{who}",
        _ => member,
    };
}
