using System.Text;

namespace AiCloudSecurity.Help;

/// <summary>
/// THIRD-PARTY-NOTICES.txt of a package: who wrote the libraries in it, under which licence, and each licence's text once,
/// as MIT and Apache-2.0 ask of whoever hands copies on. The texts come from the libraries' own packages and from our LICENSE.
/// </summary>
internal static class Notices
{
    /// <param name="components">What others wrote.</param>
    /// <param name="license">Our own LICENSE, which is MIT's text.</param>
    /// <exception cref="InvalidOperationException">A library's licence has no text anywhere.</exception>
    public static string Of(IReadOnlyCollection<Sbom.Component> components, string license)
    {
        StringBuilder text = new("AiCloudSecurity contains these libraries.\n");
        foreach (var component in components)
        {
            var copyright = component.About("copyright") is { Length: > 0 } said ? said : $"Copyright {component.About("authors")}";
            text.Append($"\n{component.Name} {component.Version}\n    {copyright}\n    {Name(component)}\n");
            if (component.About("projectUrl") is { Length: > 0 } address)
            {
                text.Append($"    {address}\n");
            }
        }
        foreach (var group in components.GroupBy(Name).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var grant = group.Key == "MIT" ? license[license.IndexOf("Permission is hereby granted", StringComparison.Ordinal)..]
                : group.Select(Text).FirstOrDefault(found => found is not null) ?? throw new InvalidOperationException($"No package has the text of {group.Key}, which {group.First().Name} is under.");
            text.Append($"\n{new string('-', 72)}\n{group.Key}\n\n{grant.ReplaceLineEndings("\n").Trim('\n', '\uFEFF')}\n");
        }
        return text.ToString();
    }

    // Older packages of .NET name MIT's text by its address.
    private static string Name(Sbom.Component component) => component.License is { Length: > 0 } expression ? expression
        : Text(component) is { } text && text.Contains("The MIT License", StringComparison.Ordinal) ? "MIT"
        : $"the licence of {component.Name}";

    private static string? Text(Sbom.Component component) =>
        Directory.GetFiles(component.Folder, "LICENSE*").Order(StringComparer.Ordinal).Select(File.ReadAllText).FirstOrDefault();
}
