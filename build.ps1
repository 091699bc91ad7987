#!/usr/bin/env pwsh
<#
.SYNOPSIS
Builds, tests or packages the module. Everything is done by dotnet and its project files.
.EXAMPLE
./build.ps1
Builds the module in place; then: Import-Module ./AiCloudSecurity.psd1
.EXAMPLE
./build.ps1 -Task Package -Configuration Release
Writes out/AiCloudSecurity/<version>.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Docs', 'Package')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

$help = Join-Path $PSScriptRoot 'src/AiCloudSecurity.Help'
Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { dotnet build $help --configuration $Configuration }
        'Test' { dotnet test --configuration $Configuration }
        'Docs' { dotnet build $help --configuration $Configuration --target:WriteDocs }
        'Package' { dotnet build $help --configuration $Configuration --target:PackageModule }
    }
    if ($LASTEXITCODE -ne 0) { throw "dotnet ended with $LASTEXITCODE." }
}
finally {
    Pop-Location
}
