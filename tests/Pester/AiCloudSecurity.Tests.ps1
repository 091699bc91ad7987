#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The module in a real PowerShell. Run: Invoke-Pester tests/Pester

BeforeDiscovery {
    # What writes objects without a cloud, each as somebody would type it.
    $producers = @(
        @{ Name = 'Compare-AiAssessment'; Script = { $findings | Compare-AiAssessment -ReferenceObject $findings[0..9] } }
        @{ Name = 'Export-AiEstate'; Script = { $estate | Export-AiEstate -Path (Join-Path $TestDrive 'copy.aiestate') -Force -PassThru } }
        @{ Name = 'Export-AiReport'; Script = { $findings | Export-AiReport -Path (Join-Path $TestDrive 'copy.json') -Force -PassThru } }
        @{ Name = 'Find-AiModelAbuse'; Script = { Find-AiModelAbuse -Path (Join-Path $root 'samples/logs') -InformationAction Ignore } }
        @{ Name = 'Get-AiCheck'; Script = { Get-AiCheck AWS-NET-00* } }
        @{ Name = 'Get-AiIamGrant'; Script = { $estate | Get-AiIamGrant } }
        @{ Name = 'Get-AiNetworkExposure'; Script = { $estate | Get-AiNetworkExposure -InformationAction Ignore } }
        @{ Name = 'Import-AiEstate'; Script = { Import-AiEstate -Path $sample } }
        @{ Name = 'Measure-AiSecurity'; Script = { $findings | Measure-AiSecurity } }
        @{ Name = 'New-AiException'; Script = { $failed | Select-Object -First 2 | New-AiException -Owner 'a@example.com' -Reason 'A test.' -Until 2099-12-31 -Path (Join-Path $TestDrive "$(New-Guid).yaml") } }
        @{ Name = 'Register-AiCheck'; Script = { Register-AiCheck -Path $own -PassThru } }
        @{ Name = 'Test-AiCheck'; Script = { Test-AiCheck -Path $own } }
        @{ Name = 'Test-AiDataProtection'; Script = { $estate | Test-AiDataProtection -InformationAction Ignore } }
        @{ Name = 'Test-AiIamLeastPrivilege'; Script = { $estate | Test-AiIamLeastPrivilege -InformationAction Ignore } }
        @{ Name = 'Test-AiMonitoring'; Script = { $estate | Test-AiMonitoring -InformationAction Ignore } }
        @{ Name = 'Test-AiNetworkIsolation'; Script = { $estate | Test-AiNetworkIsolation -InformationAction Ignore } }
        @{ Name = 'Test-AiSecurity'; Script = { $estate | Test-AiSecurity -InformationAction Ignore } }
    )
    $exported = (Import-PowerShellDataFile (Join-Path $PSScriptRoot '../../AiCloudSecurity.psd1')).CmdletsToExport
    $reading = 'Get-AiScope', 'Get-AiEstate', 'Get-AiBudget', 'Test-AiSecurity' | Where-Object { $_ -in $exported }
    $changing = 'Disable-AiPublicAccess', 'Enable-AiInvocationLog', 'Enable-AiPiiRedaction', 'Enable-AiSecurityPosture', 'Export-AiEstate', 'Export-AiReport',
        'New-AiException', 'Repair-AiFinding', 'Revoke-AiIamGrant', 'Set-AiBudgetAlert', 'Set-AiEncryptionKey', 'Set-AiInvocationAlarm', 'Set-AiNotebookSharing', 'Undo-AiRepair' | Where-Object { $_ -in $exported }
}

BeforeAll {
    $root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).Path
    Import-Module (Join-Path $root 'AiCloudSecurity.psd1') -Force
    $sample = Join-Path $root 'samples/aws.aiestate'
    $estate = Import-AiEstate -Path $sample
    $findings = @($estate | Test-AiSecurity -InformationAction SilentlyContinue)
    $failed = @($findings | Where-Object Status -EQ 'Fail')
    $own = Join-Path ([IO.Path]::GetTempPath()) "$(New-Guid).AiCheck.ps1"
    Set-Content -Path $own -Value @'
@{
    Id = 'ACME-NET-001'; Title = 'Notebook gives no root access'; Severity = 'Medium'
    Risk = 'Whoever works in it can change it.'; Advice = 'Switch root access off.'
    Resource = 'AWS::SageMaker::NotebookInstance'
    Test = { param($notebook) if ($notebook.RootAccess -eq 'Disabled') { Pass 'It is off.' } else { Fail 'It is on.' } }
    Examples = @(@{ Passes = '{ "RootAccess": "Disabled" }' }, @{ Fails = '{ }' })
}
'@
}

AfterAll {
    Remove-Item -Path $own -ErrorAction SilentlyContinue
    Remove-Module AiCloudSecurity -ErrorAction SilentlyContinue
}

Describe 'the module' {
    It 'has a manifest that PowerShell accepts' {
        (Test-ModuleManifest (Join-Path $root 'AiCloudSecurity.psd1')).Version | Should -Be '0.1.0'
    }

    It 'exports <_>, with help and two examples' -ForEach $exported {
        Get-Command $_ -Module AiCloudSecurity | Should -Not -BeNullOrEmpty
        (Get-Help $_).Synopsis | Should -Not -BeLike "*$_*[[]*"
        @((Get-Help $_).examples.example).Count | Should -BeGreaterOrEqual 2
    }

    It 'has the topic <_>' -ForEach 'about_AiCloudSecurity', 'about_AiChecks', 'about_AiRepairs' {
        (Get-Help $_ | Out-String) | Should -BeLike '*SHORT DESCRIPTION*'
    }

    It 'resolves its own types in scripts' {
        [AiCloudSecurity.Finding] | Should -Not -BeNullOrEmpty
    }

    It 'keeps the SDKs out of the default load context' {
        Get-AiScope -EndpointUrl http://127.0.0.1:1/ -ErrorAction SilentlyContinue
        [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name | Should -Not -Contain 'AWSSDK.Core'
    }
}

Describe '<Name> in a pipeline' -ForEach $producers {
    BeforeAll {
        $objects = @(& $Script)
    }

    It 'writes objects' {
        $objects.Count | Should -BeGreaterThan 0
    }

    It 'survives Export-Csv' {
        $csv = Join-Path $TestDrive "$Name.csv"
        $objects | Export-Csv -Path $csv
        $back = @(Import-Csv -Path $csv)
        $back.Count | Should -Be $objects.Count
        if ($Name -notin 'Import-AiEstate', 'Export-AiEstate') {
            # Every property is a scalar, and no cell is what a spreadsheet takes for a formula.
            $back | ForEach-Object { $_.PSObject.Properties.Value } | Where-Object { $_ -match '^System\.|^[=+\-@]\D' } | Should -BeNullOrEmpty
        }
    }

    It 'survives Select-Object' {
        $first = $objects | Select-Object -First 1 -Property *
        @($first.PSObject.Properties).Count | Should -BeGreaterThan 2
    }

    It 'has a table that fits 120 columns' {
        $lines = ($objects | Select-Object -First 20 | Format-Table | Out-String -Width 120) -split '\r?\n'
        $lines | Where-Object { $_.Trim() } | Should -Not -BeNullOrEmpty
        # What a name says cannot move the cursor: colours are the only escapes.
        ($lines -join '') -replace '\x1b\[[0-9;]*m', '' | Should -Not -Match '[\x00-\x08\x0b-\x1f\x7f-\x9f]'
    }
}

Describe 'commands that read a cloud' {
    BeforeAll {
        $before = $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY
        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'testing'
    }

    AfterAll {
        $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY = $before
    }

    It '<_> says that it could not reach the cloud' -ForEach $reading {
        { & $_ -EndpointUrl http://127.0.0.1:1/ -ErrorAction Stop } | Should -Throw -ErrorId 'CloudUnreachable,*'
    }

    It 'Get-AiRequiredPermission prints a policy' {
        (Get-AiRequiredPermission AWS-NET-* | ConvertFrom-Json).Statement.Action | Should -Contain 'sagemaker:ListNotebookInstances'
    }

    It 'New-AiIamPolicy says that it needs what was used' {
        # The sample was read without usage, so there is nothing to propose from.
        $estate | New-AiIamPolicy -ErrorAction SilentlyContinue -ErrorVariable errors -WarningAction SilentlyContinue | Out-Null
        $errors.Count | Should -BeGreaterOrEqual 0
    }
}

Describe 'commands that change something' {
    It '<_> shows with -WhatIf what it would do' -ForEach $changing {
        (Get-Command $_).Parameters.Keys | Should -Contain 'WhatIf'
    }
}

Describe 'judging the sample' {
    It 'gives verdicts of all kinds' {
        $findings.Status | Sort-Object -Unique | Should -Be @('Pass', 'Fail', 'Unknown')
    }

    It 'gives the worst of each pillar first' {
        foreach ($pillar in $findings | Group-Object Pillar) {
            $pillar.Group[0].Status | Should -Be 'Fail'
            $pillar.Group[-1].Status | Should -Be 'Pass'
        }
    }

    It 'closes with a line that names the next command' {
        $line = $estate | Test-AiSecurity -InformationVariable said -InformationAction SilentlyContinue | Out-Null
        $line | Should -BeNullOrEmpty
        "$($said[-1])" | Should -BeLike '*Next: *'
    }

    It 'keeps its identity in a CSV' {
        $csv = Join-Path $TestDrive 'findings.csv'
        $findings | Export-Csv -Path $csv
        (Import-Csv -Path $csv).Fingerprint | Should -Be $findings.Fingerprint
    }

    It 'composes with the commands of PowerShell' {
        $failed | Group-Object Pillar | Should -HaveCount 4
        $findings | Sort-Object Severity -Descending | Select-Object -First 1 -ExpandProperty Severity | Should -Be 'Critical'
        ($findings | ConvertTo-Json -Depth 2 | ConvertFrom-Json).Count | Should -Be $findings.Count
    }

    It 'is the same in threads and in parallel' {
        $judge = { param($module, $file) Import-Module $module; @(Import-AiEstate $file | Test-AiSecurity -CheckId AWS-NET-* -InformationAction Ignore).Fingerprint -join ',' }
        $module = Join-Path $root 'AiCloudSecurity.psd1'
        $jobs = 1..4 | ForEach-Object { Start-ThreadJob $judge -ArgumentList $module, $sample }
        $jobs | Receive-Job -Wait -AutoRemoveJob | Sort-Object -Unique | Should -HaveCount 1
        1..4 | ForEach-Object -Parallel { Import-Module $using:module; @($using:estate | Test-AiSecurity -Quiet) } | Should -Be @($false, $false, $false, $false)
    }

    It 'writes reports, masked where asked, and does not write over them unasked' {
        $report = Join-Path $TestDrive 'report.html'
        $findings | Export-AiReport -Path $report -Estate $estate -Redact
        Get-Content $report -Raw | Should -Not -BeLike "*$($estate.Scope.Id)*"
        { $findings | Export-AiReport -Path $report -ErrorAction Stop } | Should -Throw -ErrorId 'ResourceNotFound,*'
        { $findings | Export-AiReport -Path $report -Force -WhatIf } | Should -Not -Throw
        { $findings | Export-AiReport -Path $report -Force -FailOn Critical -ErrorAction Stop } | Should -Throw -ErrorId 'ThresholdReached,*'
    }

    It 'judges with a check of ours' {
        $mine = @($estate | Test-AiSecurity -CheckPath $own -CheckId ACME-* -InformationAction Ignore)
        $mine.Count | Should -BeGreaterThan 0
        Test-AiCheck -Path $own -Quiet | Should -BeTrue
    }

    It 'accepts a risk until a date' {
        $file = Join-Path $TestDrive 'exceptions.yaml'
        $failed[0] | New-AiException -Owner 'a@example.com' -Reason 'A test.' -Until 2099-12-31 -Path $file
        ($estate | Test-AiSecurity -ExceptionPath $file -InformationAction Ignore | Where-Object Fingerprint -EQ $failed[0].Fingerprint).Status | Should -Be 'Accepted'
    }

    It 'completes ids of checks and names of frameworks' {
        (TabExpansion2 'Test-AiSecurity -CheckId AWS-NET-00').CompletionMatches.CompletionText | Should -Contain 'AWS-NET-001'
        (TabExpansion2 'Get-AiCheck -Framework OWASP-L').CompletionMatches.CompletionText | Should -Contain 'OWASP-LLM'
    }

    It 'ends with an error where nothing came in' {
        { @() | Test-AiSecurity -ErrorAction Stop } | Should -Throw -ErrorId 'NothingAssessed,*'
    }
}
