<#
.SYNOPSIS
Sends a summary of findings to a webhook of Teams (a workflow that posts adaptive cards), or as a mail.
.EXAMPLE
Import-AiEstate account.aiestate | Test-AiSecurity | ./Send-AiSummary.ps1 -WebhookUri $env:TEAMS_WEBHOOK
.EXAMPLE
./Send-AiSummary.ps1 -Finding $findings -SmtpServer smtp.example.com -From ai@example.com -To security@example.com -Attachment report.html
#>
[CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'Webhook')]
param(
    [Parameter(Mandatory, ValueFromPipeline)] [AiCloudSecurity.Finding[]] $Finding,
    # Whoever has this address can post: keep it as a secret.
    [Parameter(Mandatory, ParameterSetName = 'Webhook')] [uri] $WebhookUri,
    [Parameter(Mandatory, ParameterSetName = 'Mail')] [string] $SmtpServer,
    [Parameter(Mandatory, ParameterSetName = 'Mail')] [string] $From,
    [Parameter(Mandatory, ParameterSetName = 'Mail')] [string[]] $To,
    [Parameter(ParameterSetName = 'Mail')] [string[]] $Attachment
)

begin { $all = [System.Collections.Generic.List[AiCloudSecurity.Finding]]::new() }
process { $all.AddRange($Finding) }
end {
    $facts = @($all | Measure-AiSecurity | ForEach-Object {
        @{ title = "$($_.Pillar)"; value = "$($_.Critical) critical, $($_.High) high, $($_.Fail) fail in all, $($_.Unknown) unknown" }
    })
    $worst = @($all | Where-Object Status -EQ 'Fail' | Sort-Object Severity -Descending | Select-Object -First 5 |
        ForEach-Object { "$($_.Severity): $($_.CheckId) $($_.ResourceName)" })

    if ($PSCmdlet.ParameterSetName -eq 'Webhook') {
        $card = @{
            type = 'message'
            attachments = @(@{
                contentType = 'application/vnd.microsoft.card.adaptive'
                content = @{
                    '$schema' = 'http://adaptivecards.io/schemas/adaptive-card.json'
                    type = 'AdaptiveCard'
                    version = '1.4'
                    body = @(
                        @{ type = 'TextBlock'; size = 'Medium'; weight = 'Bolder'; text = 'AI security' }
                        @{ type = 'FactSet'; facts = $facts }
                        # RichTextBlock shows text as it is; a TextBlock would read a name as Markdown.
                        @{ type = 'RichTextBlock'; inlines = @($worst | ForEach-Object { @{ type = 'TextRun'; text = "$_`n" } }) }
                    )
                }
            })
        }
        if ($PSCmdlet.ShouldProcess($WebhookUri.Host, 'Post a summary')) {
            $null = Invoke-RestMethod -Uri $WebhookUri -Method Post -ContentType 'application/json' -Body ($card | ConvertTo-Json -Depth 10)
        }
    }
    elseif ($PSCmdlet.ShouldProcess($To -join ', ', 'Send a summary')) {
        $mail = [Net.Mail.MailMessage]::new()
        $client = [Net.Mail.SmtpClient]::new($SmtpServer)
        try {
            $mail.From = $From
            foreach ($one in $To) { $mail.To.Add($one) }
            $mail.Subject = 'AI security'
            $mail.Body = (@($facts | ForEach-Object { "$($_.title): $($_.value)" }) + '' + $worst) -join "`r`n"
            foreach ($file in $Attachment) { $mail.Attachments.Add([Net.Mail.Attachment]::new((Resolve-Path $file).ProviderPath)) }
            $client.EnableSsl = $true
            $client.Send($mail)
        }
        finally {
            $mail.Dispose()
            $client.Dispose()
        }
    }
}
