using System.Reflection;

namespace AiCloudSecurity.Help;

/// <summary>The about_ topics, which are written by hand.</summary>
internal static class Topics
{
    /// <summary>Each as the file that Get-Help looks for.</summary>
    public static IEnumerable<(string Name, string Text)> All =>
        from name in Assembly.GetExecutingAssembly().GetManifestResourceNames()
        where name.StartsWith("about_", StringComparison.Ordinal)
        orderby name
        select ($"en-US/{name}", Text(name));

    private static string Text(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
