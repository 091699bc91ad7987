using System.Reflection;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

/// <summary>
/// Other modules bring SDKs of their own into a session: older and newer, before our first read and after it. Each gets
/// what it brought, and we read three clouds all the same. The packages are the real ones; the modules stand for others.
/// </summary>
public sealed class IsolationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aicloudsecurity-isolation");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // PowerShell and .NET bring Newtonsoft.Json and System.Text.Json themselves: nobody can load others beside them, and
    // what is asked of those is that they stay the session's own.
    private static readonly Dictionary<string, (string Package, string Version, string File, string Type)[]> s_others = new(StringComparer.Ordinal)
    {
        ["older"] =
        [
            ("azure.core", "1.44.1", "lib/net6.0/Azure.Core.dll", "Azure.Core.TokenCredential"),
            ("awssdk.core", "3.7.501.1", "lib/net8.0/AWSSDK.Core.dll", "Amazon.Runtime.AWSCredentials"),
        ],
        ["newer"] = [("awssdk.core", "4.1.0", "lib/net8.0/AWSSDK.Core.dll", "Amazon.Runtime.AWSCredentials")],
    };

    [Theory]
    [InlineData("older", true)]
    [InlineData("newer", false)]
    [InlineData("older", false)]
    public async Task Three_clouds_are_read_beside_other_copies_of_the_same_libraries(string which, bool first)
    {
        Assert.SkipWhen((which, first) != ("older", true) && Environment.GetEnvironmentVariable("AISEC_FULL") is not "1", "AISEC_FULL=1 runs it: each case is a process.");
        await using var aws = await AwsFake.StartAsync();
        using var caller = aws.Answer("sts:GetCallerIdentity", "*", """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/a</Arn><UserId>A</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>""");
        await using var azure = await AzureFake.StartAsync();
        azure.Load(await File.ReadAllTextAsync(Path.Join(Python.RepositoryRoot, "tests", "azure", "tenant.json"), Token));
        await using var gcp = await GcpFake.StartAsync();
        gcp.Load(await File.ReadAllTextAsync(Path.Join(Python.RepositoryRoot, "tests", "gcp", "organization.json"), Token));
        var others = s_others[which].Select(Module).ToList();
        var read = $$"""
            (Get-AiScope -Cloud Aws -EndpointUrl {{aws.Endpoint}}).Id
            (Get-AiScope -Cloud Azure -EndpointUrl {{azure.Endpoint}}).Name
            $ids = [string[]] (Get-AiScope -OrganizationId 1000 -AccessToken ([System.Net.NetworkCredential]::new('', 't').SecurePassword) -EndpointUrl {{gcp.Endpoint}}).Id; [Array]::Sort($ids); $ids
            (Import-AiEstate '{{Path.Join(Python.RepositoryRoot, "samples", "aws.aiestate")}}' | Test-AiSecurity -CheckId AWS-NET-001 -InformationAction Ignore).Count -gt 0
            """;
        var import = string.Join('\n', others.Select(other => $"Import-Module '{other.Manifest}' -ErrorAction Stop"));
        var script = $$"""
            $ErrorActionPreference = 'Stop'
            New-Module -Name Az.Accounts {
                function Get-AzContext { [pscustomobject]@{ Environment = [pscustomobject]@{ Name = 'AzureCloud' }; Tenant = [pscustomobject]@{ Id = '72f988bf-0000-0000-0000-000000000000' } } }
                function Get-AzAccessToken { param([string] $ResourceUrl, [string] $TenantId) [pscustomobject]@{ Token = 't'; ExpiresOn = [DateTimeOffset]::UtcNow.AddHours(1); TenantId = $TenantId } }
            } | Import-Module
            {{(first ? import : read)}}
            {{(first ? read : import)}}
            'again'
            Remove-Module AiCloudSecurity
            Import-Module '{{ModuleSession.Manifest}}'
            {{read}}
            'in parallel'
            1..4 | ForEach-Object -Parallel { Import-Module '{{ModuleSession.Manifest}}'; (Get-AiCheck -Cloud Aws).Count -gt 100 }
            [Newtonsoft.Json.JsonConvert].Assembly.Location -cnotlike '*clouds*' -and [System.Text.Json.JsonSerializer].Assembly.Location -cnotlike '*clouds*'
            {{string.Join('\n', others.Select(other => $"'{other.Type} ' + [{other.Type}].Assembly.GetName().Version"))}}
            """;
        await File.WriteAllTextAsync(Path.Join(_folder.FullName, "script.ps1"), script, Token);
        var (exit, output, errors) = await ShellProgram.RunAsync(_folder.FullName, "-File", Path.Join(_folder.FullName, "script.ps1"));
        Assert.True(exit == 0, errors + output);
        string[] clouds = ["123456789012", "AI production", "Hub", "ai-hub", "ai-prod", "web-shop", "True"];
        Assert.Equal([.. clouds, "again", .. clouds, "in parallel", "True", "True", "True", "True", "True", .. others.Select(other => $"{other.Type} {other.Version}")],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private (string Manifest, string Type, string Version) Module((string Package, string Version, string File, string Type) other)
    {
        var root = typeof(IsolationTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "PackageRoot").Value!;
        var library = Path.Join(root, other.Package, other.Version, other.File);
        var manifest = Path.Join(_folder.FullName, $"{other.Package}.psd1");
        File.WriteAllText(manifest, $"@{{ ModuleVersion = '1.0'; RequiredAssemblies = '{library}' }}");
        return (manifest, other.Type, $"{AssemblyName.GetAssemblyName(library).Version}");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
