using System.Management.Automation;

namespace AiCloudSecurity.Shell;

/// <summary>The commands that come with PowerShell but not with its engine, so that "not found" can say where they are.</summary>
internal static class CommandsElsewhere
{
    private static readonly Dictionary<string, string> ModuleOf = new(StringComparer.OrdinalIgnoreCase);

    static CommandsElsewhere()
    {
        Add("Microsoft.PowerShell.Utility", """
            Add-Member Add-Type Clear-Variable Compare-Object ConvertFrom-CliXml ConvertFrom-Csv ConvertFrom-Json
            ConvertFrom-Markdown ConvertFrom-SddlString ConvertFrom-StringData ConvertTo-CliXml ConvertTo-Csv ConvertTo-Html
            ConvertTo-Json ConvertTo-Xml Debug-Runspace Disable-PSBreakpoint Disable-RunspaceDebug Enable-PSBreakpoint
            Enable-RunspaceDebug Export-Alias Export-Clixml Export-Csv Export-FormatData Export-PSSession Format-Custom
            Format-Hex Format-Wide Get-Alias Get-Culture Get-Date Get-Error Get-Event Get-EventSubscriber Get-FileHash
            Get-FormatData Get-Host Get-MarkdownOption Get-Member Get-PSBreakpoint Get-PSCallStack Get-Random Get-Runspace
            Get-RunspaceDebug Get-SecureRandom Get-TraceSource Get-TypeData Get-UICulture Get-Unique Get-Uptime Get-Variable
            Get-Verb Group-Object Import-Alias Import-Clixml Import-Csv Import-LocalizedData Import-PowerShellDataFile
            Import-PSSession Invoke-Expression Invoke-RestMethod Invoke-WebRequest Join-String Measure-Command Measure-Object
            New-Alias New-Event New-Guid New-Object New-TemporaryFile New-TimeSpan New-Variable Out-File Out-GridView
            Out-Printer Out-String Read-Host Register-EngineEvent Register-ObjectEvent Remove-Alias Remove-Event
            Remove-PSBreakpoint Remove-TypeData Remove-Variable Select-Object Select-String Select-Xml Send-MailMessage
            Set-Alias Set-Date Set-MarkdownOption Set-PSBreakpoint Set-TraceSource Set-Variable Show-Command Show-Markdown
            Sort-Object Start-Sleep Tee-Object Test-Json Trace-Command Unblock-File Unregister-Event Update-FormatData
            Update-List Update-TypeData Wait-Debugger Wait-Event
            """);
        Add("Microsoft.PowerShell.Management", """
            Add-Content Clear-Content Clear-Item Clear-ItemProperty Clear-RecycleBin Convert-Path Copy-Item Copy-ItemProperty
            Debug-Process Get-ChildItem Get-Clipboard Get-ComputerInfo Get-Content Get-HotFix Get-Item Get-ItemProperty
            Get-ItemPropertyValue Get-Location Get-Process Get-PSDrive Get-PSProvider Get-Service Get-TimeZone Invoke-Item
            Join-Path Move-Item Move-ItemProperty New-Item New-ItemProperty New-PSDrive New-Service Pop-Location Push-Location
            Remove-Item Remove-ItemProperty Remove-PSDrive Remove-Service Rename-Computer Rename-Item Rename-ItemProperty
            Resolve-Path Restart-Computer Restart-Service Resume-Service Set-Clipboard Set-Content Set-Item Set-ItemProperty
            Set-Location Set-Service Set-TimeZone Split-Path Start-Process Start-Service Stop-Computer Stop-Process
            Stop-Service Suspend-Service Test-Connection Test-Path Wait-Process
            """);
        Add("Microsoft.PowerShell.Security", """
            ConvertFrom-SecureString ConvertTo-SecureString Get-Acl Get-AuthenticodeSignature Get-CmsMessage Get-Credential
            Get-ExecutionPolicy Get-PfxCertificate Protect-CmsMessage Set-Acl Set-AuthenticodeSignature Set-ExecutionPolicy
            Unprotect-CmsMessage
            """);
        Add("Microsoft.PowerShell.Archive", "Compress-Archive Expand-Archive");
        Add("Microsoft.PowerShell.ThreadJob", "Start-ThreadJob");
    }

    /// <returns>Null where the error is another, or the command is unknown to PowerShell too.</returns>
    public static string? Explain(ErrorRecord error) =>
        MissingCommand(error) is { } name && ModuleOf.TryGetValue(name, out string? module)
            ? $"{name} belongs to {module}, which comes with PowerShell and is not in this console. Run it in pwsh{Instead(name)}."
            : null;

    /// <returns>The command that was not found; null where the error is another.</returns>
    public static string? MissingCommand(ErrorRecord error) =>
        error.FullyQualifiedErrorId is nameof(CommandNotFoundException) ? error.CategoryInfo.TargetName : null;

    private static string Instead(string command) => command.ToUpperInvariant() switch
    {
        "EXPORT-CSV" or "CONVERTTO-CSV" => ", or use Export-AiReport -Format Csv",
        "CONVERTTO-JSON" => ", or use Export-AiReport -Format Json",
        "CONVERTTO-HTML" => ", or use Export-AiReport -Format Html",
        "OUT-FILE" or "SET-CONTENT" or "ADD-CONTENT" => ", or use the redirection of your shell",
        _ => "",
    };

    private static void Add(string module, string commands)
    {
        foreach (string command in commands.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            ModuleOf[command] = module;
        }
    }
}
