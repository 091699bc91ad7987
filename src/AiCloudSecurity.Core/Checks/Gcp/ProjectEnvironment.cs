using System.IO.Enumeration;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>
/// In which environment resources of a project work: by the pattern that whoever judges has given, which then decides
/// alone; else by a label of the resource or the project; else by the project's name and id.
/// </summary>
internal sealed class ProjectEnvironment(Inventory<Project> projects, Scope scope, JudgeSettings settings)
{
    /// <summary>The environment of the project; null where nothing says it.</summary>
    public KnownEnvironment? OfProject => settings.ProductionPattern.Count > 0 ? Pattern(scope.Name) ?? Pattern(scope.Id) ?? new(false, "no pattern for production")
        : projects.All.Select(project => OfLabels(project.Labels)).FirstOrDefault(known => known is not null) ?? OfName(scope.Name) ?? OfName(scope.Id);

    /// <summary>The environment of a resource; null where nothing says it.</summary>
    public KnownEnvironment? Of(Resource resource, IReadOnlyDictionary<string, string>? labels) => settings.ProductionPattern.Count > 0
        ? Pattern(resource.Identity.Name) ?? OfProject
        : OfLabels(labels) ?? OfProject;

    /// <summary>The environment that a service account's project says by its id; null where it does not, or is this project.</summary>
    public KnownEnvironment? OfAccount(string? email) =>
        email is { Length: > 0 } && GcpIdentity.ProjectOf(email, scope) is { } project && project != scope.Id && project != scope.Number
            ? settings.ProductionPattern.Count > 0 ? Pattern(project) ?? new(false, "no pattern for production") : OfName(project) : null;

    private KnownEnvironment? Pattern(string name) =>
        settings.ProductionPattern.FirstOrDefault(pattern => FileSystemName.MatchesSimpleExpression(pattern, name)) is { } pattern ? new(true, $"the pattern {pattern}") : null;

    private static KnownEnvironment? OfLabels(IReadOnlyDictionary<string, string>? labels) => (
        from label in labels ?? new Dictionary<string, string>()
        where EnvironmentWords.IsLabel(label.Key)
        let production = EnvironmentWords.OfValue(label.Value)
        where production is not null
        select new KnownEnvironment(production.Value, $"the label {label.Key}={label.Value}")).FirstOrDefault();

    private static KnownEnvironment? OfName(string name) => EnvironmentWords.OfName(name) is { } production ? new(production, $"the name {name}") : null;
}
