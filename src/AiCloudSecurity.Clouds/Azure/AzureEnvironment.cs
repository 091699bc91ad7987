namespace AiCloudSecurity.Clouds.Azure;

/// <summary>A cloud of Azure: the public one or a sovereign one.</summary>
/// <param name="Name">As the az CLI and Az PowerShell call it.</param>
/// <param name="ResourceManager">Where Resource Manager answers, and what tokens are for.</param>
/// <param name="Authority">Where one signs in.</param>
/// <param name="Directory">Where Microsoft Graph answers ("Microsoft Graph national cloud deployments"; of the American one, that of GCC High).</param>
internal sealed record AzureEnvironment(string Name, Uri ResourceManager, Uri Authority, Uri Directory)
{
    private static readonly AzureEnvironment[] s_all =
    [
        new("AzureCloud", new("https://management.azure.com/"), new("https://login.microsoftonline.com/"), new("https://graph.microsoft.com/")),
        new("AzureUSGovernment", new("https://management.usgovcloudapi.net/"), new("https://login.microsoftonline.us/"), new("https://graph.microsoft.us/")),
        new("AzureChinaCloud", new("https://management.chinacloudapi.cn/"), new("https://login.chinacloudapi.cn/"), new("https://microsoftgraph.chinacloudapi.cn/")),
    ];

    /// <summary>The scope of a token for Resource Manager.</summary>
    public string Scope => $"{ResourceManager.GetLeftPart(UriPartial.Authority)}/.default";

    /// <summary>The scope of a token for Microsoft Graph.</summary>
    public string DirectoryScope => $"{Directory.GetLeftPart(UriPartial.Authority)}/.default";

    /// <summary>The one of that name; the public one where none is named.</summary>
    /// <exception cref="AiCloudException">There is no such cloud.</exception>
    public static AzureEnvironment Of(string? name)
    {
        var environment = name is null ? s_all[0] : Array.Find(s_all, known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new AiCloudException(ErrorId.ResourceNotFound, $"There is no Azure cloud '{Display.Safe(name)}'. Known: {string.Join(", ", s_all.Select(known => known.Name))}.", name);
        // The variable of Azure's SDKs.
        return System.Environment.GetEnvironmentVariable("AZURE_AUTHORITY_HOST") is { Length: > 0 } host && Uri.TryCreate(host, UriKind.Absolute, out var authority)
            ? environment with { Authority = authority }
            : environment;
    }
}
