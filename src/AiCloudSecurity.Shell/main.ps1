# The main job: judges the sample estates, shows what it found, and writes the report.
$ErrorActionPreference = 'Stop'

$sample = [IO.Path]::Combine((Get-Module AiCloudSecurity).ModuleBase, 'samples', '*.aiestate')
$below = [IO.Path]::GetRelativePath($PWD.Path, $sample)
if (-not $below.StartsWith('..')) { $sample = $below }

$lines =
    "`$estate = Import-AiEstate -Path '$($sample.Replace("'", "''"))'",
    '$findings = $estate | Test-AiSecurity',
    '$findings | Where-Object Status -NE Pass',
    '$findings | Measure-AiSecurity',
    '$findings | Export-AiReport -Path report.html -Estate $estate -Force'

foreach ($line in $lines) {
    Write-Host "PS> $line" -ForegroundColor Cyan
    . ([scriptblock]::Create($line)) | Out-Host
}
Write-Host 'The report is in report.html.'
