namespace AiCloudSecurity.Checks.Gcp;

/// <summary>What stands above a project.</summary>
internal static class Hierarchy
{
    /// <summary>How far above the project something stands: 0 is the project itself.</summary>
    /// <param name="scope">The project.</param>
    /// <param name="node">As projects/p, folders/2, organizations/1.</param>
    public static int Distance(Scope scope, string node) => node.StartsWith("projects/", StringComparison.Ordinal) ? 0
        : node.StartsWith("organizations/", StringComparison.Ordinal) ? int.MaxValue
        : Array.IndexOf([.. scope.Ancestors ?? []], node) + 1;

    /// <summary>Whether something is the project, or stands above it.</summary>
    /// <exception cref="UnseenException">It is a folder or organisation, and what stands above the project was not read.</exception>
    public static bool Holds(Scope scope, string node) => node == $"projects/{scope.Number}" || node == $"projects/{scope.Id}" || node == scope.Tenant
        || !node.StartsWith("projects/", StringComparison.Ordinal)
            && (scope.Ancestors?.Contains(node) ?? throw new UnseenException($"Which folders and organisation stand above {scope.Id} was not read (cloudasset:assets.list)."));
}
