using System.Management.Automation;
using System.Net;
using System.Security;
using AiCloudSecurity.Clouds.Azure;

namespace AiCloudSecurity;

/// <summary>
/// The sign-in of Connect-AzAccount, where the session has loaded Az.Accounts. Asked through its cmdlets: its types
/// change from version to version, and its SDK is another than ours.
/// </summary>
internal static class AzureSession
{
    private static readonly Dictionary<string, (string ResourceManager, string Directory)> s_resources = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AzureCloud"] = ("https://management.azure.com", "https://graph.microsoft.com"),
        ["AzureUSGovernment"] = ("https://management.usgovcloudapi.net", "https://graph.microsoft.us"),
        ["AzureChinaCloud"] = ("https://management.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn"),
    };

    /// <summary>Whether the session is signed in. To be called on the pipeline's thread.</summary>
    public static bool IsThere => Run("Get-Module", ("Name", "Az.Accounts")) is not null && Run("Get-AzContext") is not null;

    /// <summary>Adds the session's token to the options; leaves them where nobody is signed in. To be called on the pipeline's thread.</summary>
    /// <exception cref="AiCloudException">Somebody is signed in, but gets no token.</exception>
    public static AzureOptions AddTo(AzureOptions options)
    {
        if (!IsThere || Run("Get-AzContext") is not { } context)
        {
            return options;
        }
        var environment = options.Environment ?? Text(Member(context, "Environment"), "Name") ?? "AzureCloud";
        if (!s_resources.TryGetValue(environment, out var resource))
        {
            throw new AiCloudException(ErrorId.UnsupportedCloud, $"Az.Accounts is signed in to {Display.Safe(environment)}, which is none of {string.Join(", ", s_resources.Keys)}.", environment);
        }
        var tenant = options.Tenant ?? Text(Member(context, "Tenant"), "Id");
        AzureToken? token;
        try
        {
            token = TokenFor(resource.ResourceManager, tenant);
        }
        catch (RuntimeException refused)
        {
            throw new AiCloudException(ErrorId.CloudAuthenticationFailed,
                $"Az.Accounts gives no token ({Display.Safe(refused.Message)}). Run Connect-AzAccount{(tenant is null ? "" : $" -Tenant {Display.Safe(tenant)}")} again.", tenant ?? environment, refused);
        }
        return token is null
            ? throw new AiCloudException(ErrorId.CloudAuthenticationFailed, "Get-AzAccessToken gave no token that this version can read. Update Az.Accounts, or sign in with 'az login'.", environment)
            : options with { Environment = environment, Session = token, DirectorySession = ForDirectory(resource.Directory, tenant) };
    }

    // Without it only who is a guest or in a group stays unknown.
    private static AzureToken? ForDirectory(string resource, string? tenant)
    {
        try
        {
            return TokenFor(resource, tenant);
        }
        catch (RuntimeException)
        {
            return null;
        }
    }

    private static AzureToken? TokenFor(string resource, string? tenant)
    {
        var token = tenant is null ? Run("Get-AzAccessToken", ("ResourceUrl", resource)) : Run("Get-AzAccessToken", ("ResourceUrl", resource), ("TenantId", tenant));
        // Text up to Az.Accounts 4, a SecureString since.
        var text = token is null ? null : Member(token, "Token")?.BaseObject switch
        {
            SecureString secure => new NetworkCredential("", secure).Password,
            string plain => plain,
            _ => null,
        };
        var expires = token is null ? null : Member(token, "ExpiresOn")?.BaseObject;
        return string.IsNullOrEmpty(text) ? null : new AzureToken(text, expires switch { DateTimeOffset at => at, DateTime at => at, _ => DateTimeOffset.UtcNow.AddMinutes(30) });
    }

    private static PSObject? Run(string command, params (string Name, object Value)[] parameters)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(command).AddParameter("ErrorAction", ActionPreference.Stop).AddParameter("WarningAction", ActionPreference.SilentlyContinue);
        foreach (var (name, value) in parameters)
        {
            shell.AddParameter(name, value);
        }
        return shell.Invoke().FirstOrDefault(item => item is not null);
    }

    private static PSObject? Member(PSObject item, string name) => item.Properties[name]?.Value is { } value ? PSObject.AsPSObject(value) : null;

    private static string? Text(PSObject? item, string name) => item is null ? null : Member(item, name)?.ToString();
}
