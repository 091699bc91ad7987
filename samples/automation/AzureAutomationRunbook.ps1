<#
.SYNOPSIS
Judges the AI services of Azure subscriptions from an Azure Automation runbook (PowerShell 7.4).
.DESCRIPTION
Needs the module in the Automation account and its managed identity with the role that
Get-AiRequiredPermission -Cloud Azure prints (Reader suffices). Nothing asks: results go to Output, what an operator
must know to Warning and Error, both of which the job history keeps. With a storage account, the report and the findings are
kept there, and the last findings are the baseline of the next run; the identity then also needs Storage Blob Data Contributor.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Tenant,
    [string[]] $Subscription = @('*'),
    [string] $StorageAccount,
    [string] $Container = 'ai-security',
    [string] $WebhookUri
)

$ErrorActionPreference = 'Stop'
$null = Connect-AzAccount -Identity
$folder = (New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))).FullName
try {
    $report = @{ Path = "$folder/report.html", "$folder/findings.json"; Force = $true }
    if ($StorageAccount) {
        $storage = New-AzStorageContext -StorageAccountName $StorageAccount -UseConnectedAccount
        if (Get-AzStorageBlob -Container $Container -Blob findings.json -Context $storage -ErrorAction SilentlyContinue) {
            $null = Get-AzStorageBlobContent -Container $Container -Blob findings.json -Destination "$folder/baseline.json" -Context $storage
            $report.BaselinePath = "$folder/baseline.json"
        }
    }

    # A read that was refused is an error of its own; the rest is judged all the same.
    $findings = Test-AiSecurity -Cloud Azure -Tenant $Tenant -Subscription $Subscription -ErrorAction Continue
    $null = $findings | Export-AiReport @report

    if ($StorageAccount) {
        foreach ($name in 'report.html', 'findings.json') {
            $null = Set-AzStorageBlobContent -File "$folder/$name" -Container $Container -Blob $name -Context $storage -Force
        }
    }
    if ($WebhookUri) {
        & "$PSScriptRoot/Send-AiSummary.ps1" -Finding $findings -WebhookUri $WebhookUri
    }
    $findings | Measure-AiSecurity
}
finally {
    Remove-Item -Path $folder -Recurse -Force
}
