namespace AiCloudSecurity.Shell;

/// <summary>Finds the module beside which, or inside which, this program lies.</summary>
internal static class ModuleLocation
{
    public const string Variable = "AICLOUDSECURITY_MODULE";
    private const string Manifest = "AiCloudSecurity.psd1";

    /// <returns>The full path of the manifest.</returns>
    /// <exception cref="FileNotFoundException">There is none; the message says what to type.</exception>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen)
        {
            return File.Exists(chosen)
                ? Path.GetFullPath(chosen)
                : throw new FileNotFoundException($"{Variable} names '{chosen}', which does not exist. Set it to the path of {Manifest}.");
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string manifest = Path.Combine(folder.FullName, Manifest);
            if (File.Exists(manifest))
            {
                return manifest;
            }
        }

        throw new FileNotFoundException(
            $"{Manifest} is in no folder above '{AppContext.BaseDirectory}'. " +
            $"Run this program from a clone (dotnet run --project src/AiCloudSecurity.Shell), or set {Variable} to the path of the manifest.");
    }
}
