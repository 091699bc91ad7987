using System.Management.Automation;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

/// <summary>
/// Repair-AiFinding -WhatIf of every repair that a cloud has, all at once: each finding is shown field by field or is an
/// error that names it, and what goes over the wire reads. Those of AWS are in RepairCommandTests, beside their account.
/// </summary>
public sealed class RepairWhatIfTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aicloudsecurity-whatif");

    [Fact]
    public async Task No_repair_of_Azure_sends_anything_but_reads()
    {
        await using var fake = await AzureFake.StartAsync();
        var checks = RepairExamples.Checks(_session, "Azure");
        fake.Load(RepairExamples.InAzure(_session));
        var before = fake.State();
        _session.Run(AzureCommandTests.AzAccounts("'t'"));
        EachIsShown(_session, checks, $"-Cloud Azure -EndpointUrl {fake.Endpoint}", $"-Enforce -KmsKeyId https://v.vault.azure.net/keys/k -LogWorkspaceId {RepairExamples.Workspace} -ActionGroupId {RepairExamples.ActionGroup} -EndpointUrl {fake.Endpoint} {Journal}", fake.ForgetRequests);
        Assert.NotEmpty(fake.Requests);
        // Resource Graph and the batches that read are asked by POST.
        Assert.DoesNotContain(fake.Requests.Select(request => request.TrimStart('+')), request => !request.StartsWith("GET ", StringComparison.Ordinal) && request is not ("POST /providers/Microsoft.ResourceGraph/resources" or "POST /batch"));
        Assert.Equal(before, fake.State());
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task No_repair_of_Google_Cloud_sends_anything_but_reads()
    {
        await using var fake = await GcpFake.StartAsync();
        var checks = RepairExamples.Checks(_session, "Gcp");
        fake.Load(RepairExamples.InGcp(_session));
        var before = fake.State();
        var with = $"-AccessToken ([System.Net.NetworkCredential]::new('', 'token').SecurePassword) -EndpointUrl {fake.Endpoint}";
        const string Place = "projects/ai-project/locations/europe-west4";
        EachIsShown(_session, checks, $"-Cloud Gcp -Project ai-project-* {with}", $"-KmsKeyId {Place}/keyRings/r/cryptoKeys/k -SecuritySettings {Place}/securitySettings/s -InspectTemplate {Place}/inspectTemplates/t -NotificationChannel projects/ai-project/notificationChannels/1 -LogDataset bq://ai-project.logs {with} {Journal}", fake.ForgetRequests);
        Assert.NotEmpty(fake.Requests);
        // Some policies are asked for by POST.
        Assert.DoesNotContain(fake.Requests, request => !request.StartsWith("GET ", StringComparison.Ordinal) && !request.EndsWith(":getIamPolicy", StringComparison.Ordinal));
        Assert.Equal(before, fake.State());
        Assert.Empty(_folder.GetFiles());
    }

    private string Journal => $"-JournalPath '{Path.Join(_folder.FullName, "repairs.jsonl")}'";

    /// <summary>Finds what fails of the checks, plans to repair all of it, and holds what is shown to be whole.</summary>
    internal static void EachIsShown(ModuleSession session, IReadOnlyList<string> checks, string find, string repair, Action forgetRequests)
    {
        var found = session.Run($"$found = Test-AiSecurity -CheckId {string.Join(',', checks)} {find} -InformationAction Ignore -ErrorAction SilentlyContinue | Where-Object {{ $_.Status -eq 'Fail' -and $_.Fix -like 'Repair-AiFinding*' }}; $found").Output;
        Assert.Empty(checks.Except(found.Select(finding => Of(finding, "CheckId"))));
        forgetRequests();
        var planned = session.Run($"$found | Repair-AiFinding -WhatIf -Limit 10000 -SkipPrecheck {repair}");
        var changes = planned.Output;
        Assert.All(changes, change => Assert.Equal("Planned", Of(change, "Status")));
        Assert.All(changes, change => Assert.All(Of(change, "Change").Split('\n'), field => Assert.Matches("^[^:]*: .* → ", field)));
        // In a subscription or project there is one example.
        var answered = changes.SelectMany(change => Of(change, "CheckId").Split(", ").Select(id => string.Join(' ', id, Of(change, "Scope")))).ToHashSet();
        var made = changes.SelectMany(change => Of(change, "CheckId").Split(", ")).ToHashSet();
        var said = string.Join('\n', planned.Errors.Select(error => error.Exception.Message).Distinct());
        Assert.Empty(checks.Except(made));
        var silent = found.Where(finding => !answered.Contains(string.Join(' ', Of(finding, "CheckId"), Of(finding, "Scope"))) && !said.Contains($"{Of(finding, "CheckId")} of {Of(finding, "ResourceName")} ", StringComparison.Ordinal)).Select(finding => $"{Of(finding, "CheckId")} {Of(finding, "ResourceType")} {Of(finding, "ResourceId")} {Of(finding, "Reason")}").ToList();
        Assert.Empty(silent);
    }

    internal static string Of(PSObject item, string name) => $"{item.Properties[name]?.Value}";

    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }
}
