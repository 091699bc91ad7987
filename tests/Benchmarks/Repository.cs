namespace AiCloudSecurity.Benchmarks;

/// <summary>Where the module lies, and the environment in which it is measured.</summary>
internal static class Repository
{
    private static readonly string s_root = FindRoot();

    /// <summary>The module that is measured: that of the repository, or a package that a process was started for.</summary>
    public static string Module => Environment.GetEnvironmentVariable(Package) ?? s_root;

    /// <summary>The variable that names the folder of a package.</summary>
    public const string Package = "AISEC_PACKAGE";

    public static string PathOf(string file) => Path.Join(s_root, file);

    /// <summary>Nothing of the profile of whoever measures, and keys that nobody has.</summary>
    public static void CleanEnvironment()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)))
        {
            Environment.SetEnvironmentVariable(name, null);
        }
        var nowhere = Path.Join(AppContext.BaseDirectory, "no-such-profile");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", EchoServer.AccessKeyOf(1));
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "of-nobody");
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", nowhere);
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", nowhere);
        Environment.SetEnvironmentVariable("NO_PROXY", "127.0.0.1,localhost");
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, "AiCloudSecurity.psd1")))
            {
                return folder;
            }
        }
        throw new InvalidOperationException("The program is not inside the repository.");
    }
}
