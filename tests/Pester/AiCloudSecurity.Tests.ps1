#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The module in a real PowerShell. Run: Invoke-Pester tests/Pester

BeforeAll {
    $root = Resolve-Path (Join-Path $PSScriptRoot '../..')
    Import-Module (Join-Path $root 'AiCloudSecurity.psd1') -Force
    $sample = Join-Path $root 'samples/aws.aiestate'
    $findings = Import-AiEstate -Path $sample | Test-AiSecurity -InformationAction SilentlyContinue
}

AfterAll {
    Remove-Module AiCloudSecurity -ErrorAction SilentlyContinue
}

Describe 'the module' {
    It 'has a manifest that PowerShell accepts' {
        (Test-ModuleManifest (Join-Path $root 'AiCloudSecurity.psd1')).Version | Should -Be '0.1.0'
    }

    It 'has help with two examples for <_>' -ForEach @(
        'Export-AiEstate', 'Export-AiReport', 'Get-AiCheck', 'Get-AiEstate', 'Get-AiRequiredPermission',
        'Get-AiScope', 'Import-AiEstate', 'Measure-AiSecurity', 'Test-AiSecurity'
    ) {
        @((Get-Help $_).examples.example).Count | Should -BeGreaterOrEqual 2
    }

    It 'resolves its own types in scripts' {
        [AiCloudSecurity.Finding] | Should -Not -BeNullOrEmpty
    }

    It 'keeps the SDKs out of the default load context' {
        Get-AiScope -EndpointUrl http://127.0.0.1:1/ -ErrorAction SilentlyContinue
        [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name | Should -Not -Contain 'AWSSDK.Core'
    }
}

Describe 'judging the sample' {
    It 'gives verdicts of all kinds' {
        $findings.Status | Sort-Object -Unique | Should -Be @('Pass', 'Fail', 'Unknown')
    }

    It 'survives a CSV' {
        $csv = Join-Path $TestDrive 'findings.csv'
        $findings | Export-Csv -Path $csv
        $back = Import-Csv -Path $csv
        $back.Count | Should -Be $findings.Count
        $back[0].Fingerprint | Should -Be $findings[0].Fingerprint
        # No cell that a spreadsheet would take for a formula.
        $back | ForEach-Object { $_.PSObject.Properties.Value } | Where-Object { $_ -match '^[=+\-@]' } | Should -BeNullOrEmpty
    }

    It 'composes with the commands of PowerShell' {
        $findings | Where-Object Status -EQ Fail | Group-Object Pillar | Should -HaveCount 4
        $findings | Select-Object -First 1 | Should -HaveCount 1
    }

    It 'writes a report and does not write over it unasked' {
        $report = Join-Path $TestDrive 'report.html'
        $findings | Export-AiReport -Path $report
        $report | Should -Exist
        { $findings | Export-AiReport -Path $report -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
        { $findings | Export-AiReport -Path $report -Force -WhatIf } | Should -Not -Throw
    }

    It 'ends with an error where nothing came in' {
        { @() | Test-AiSecurity -ErrorAction Stop } | Should -Throw -ErrorId 'NothingAssessed,*'
    }
}
