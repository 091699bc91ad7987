@{
    RootModule             = 'bin/AiCloudSecurity.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = '6f0a3f0c-3b0e-4a53-9d3b-5a1c6f1a2f57'
    Author                 = 'AiCloudSecurity'
    CompanyName            = 'AiCloudSecurity'
    Copyright              = '(c) 2026 AiCloudSecurity contributors. MIT License.'
    Description            = 'Judges the security of AI services in the cloud: least privilege, isolation, monitoring, data protection. Returns objects that compose; what could not be seen is Unknown, never Pass.'
    PowerShellVersion      = '7.4'
    CompatiblePSEditions   = @('Core')
    RequiredAssemblies     = @('bin/AiCloudSecurity.Core.dll')
    FormatsToProcess       = @('bin/AiCloudSecurity.Format.ps1xml')
    CmdletsToExport        = @(
        'Compare-AiAssessment'
        'Disable-AiPublicAccess'
        'Enable-AiInvocationLog'
        'Enable-AiPiiRedaction'
        'Enable-AiSecurityPosture'
        'Export-AiEstate'
        'Export-AiReport'
        'Find-AiModelAbuse'
        'Get-AiBudget'
        'Get-AiCheck'
        'Get-AiEstate'
        'Get-AiIamGrant'
        'Get-AiNetworkExposure'
        'Get-AiRequiredPermission'
        'Get-AiScope'
        'Import-AiEstate'
        'Measure-AiSecurity'
        'New-AiException'
        'New-AiIamPolicy'
        'Register-AiCheck'
        'Repair-AiFinding'
        'Revoke-AiIamGrant'
        'Set-AiBudgetAlert'
        'Set-AiEncryptionKey'
        'Set-AiInvocationAlarm'
        'Set-AiNotebookSharing'
        'Test-AiCheck'
        'Test-AiDataProtection'
        'Test-AiIamLeastPrivilege'
        'Test-AiMonitoring'
        'Test-AiNetworkIsolation'
        'Test-AiSecurity'
        'Undo-AiRepair'
    )
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('AI', 'Security', 'AWS', 'Azure', 'SageMaker', 'Bedrock', 'AzureOpenAI', 'LLM', 'Audit', 'Compliance', 'CSPM', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'The first version. CHANGELOG.md in the package says what it can do.'
        }
    }
}
