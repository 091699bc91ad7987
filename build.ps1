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
.EXAMPLE
./build.ps1 -Task Package -Configuration Release -Runtime linux-x64
The same, compiled ahead for one platform: it starts faster, and loads nowhere else.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Docs', 'Package')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    # A platform, as linux-x64, that the package is for alone.
    [string] $Runtime = ''
)

$help = Join-Path $PSScriptRoot 'src/AiCloudSecurity.Help'
Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { dotnet build $help --configuration $Configuration }
        'Test' { dotnet test --configuration $Configuration }
        'Docs' { dotnet build $help --configuration $Configuration --target:WriteDocs }
        'Package' { dotnet build $help --configuration $Configuration --target:PackageModule "--property:PackageRuntime=$Runtime" }
    }
    if ($LASTEXITCODE -ne 0) { throw "dotnet ended with $LASTEXITCODE." }
}
finally {
    Pop-Location
}
