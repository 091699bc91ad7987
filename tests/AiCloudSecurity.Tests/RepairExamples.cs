using System.Globalization;
using System.Management.Automation;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

/// <summary>
/// The examples of each check that a repair of it changes something of, as the module itself has them: each in a
/// subscription or project of its own, so that none is another's cure. Given as the fakes take them.
/// </summary>
internal static partial class RepairExamples
{
    public const string Workspace = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.OperationalInsights/workspaces/logs";
    public const string ActionGroup = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Insights/actionGroups/team";

    private const string Subscription = "00000000-0000-0000-0000-000000000001";
    private const string Project = "ai-project";
    private const string Number = "123456789012";
    private const string Region = "europe-west4";

    // Enabled in each project: what is not, nobody can ask. The fake knows speech by its host in a location.
    private static readonly string[] s_services =
    [
        "aiplatform", "cloudkms", "compute", "dialogflow", "discoveryengine", "dlp", "iam", "logging", "modelarmor", "monitoring", "notebooks", "orgpolicy", "securitycentermanagement", "speech", $"{Region}-speech", "storage",
    ];

    /// <summary>The checks of a cloud that have a repair.</summary>
    public static IReadOnlyList<string> Checks(ModuleSession session, string cloud) =>
        [.. session.Run($"[AiCloudSecurity.Repairs.Repair]::All | Where-Object {{ $_.Subject.Cloud -eq '{cloud}' }} | ForEach-Object {{ $_.About.CheckId }}").Output.Select(id => $"{id}").Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Resources as Resource Manager shows them.</summary>
    public static string InAzure(ModuleSession session)
    {
        AzureDocuments all = new();
        foreach (var example in Read(session, "Azure"))
        {
            all.AddSubscription(Subscribed(example, Subscription), example.Key);
            foreach (var part in example.Where(part => part.Kind != "Subscription"))
            {
                all.AddExample(Subscribed(example, part.Id), part.Type, JsonNode.Parse(Subscribed(example, part.Json))!.AsObject(), part.Parent is null ? null : (Subscribed(example, part.Parent), part.ParentType!), part.IsSetting ? part.PartPath : null);
            }
        }
        return all.ToString();

        static string Subscribed(IGrouping<string, Part> example, string text) => text.Replace(Subscription, $"00000000-0000-0000-0001-{example.First().Case:d12}", StringComparison.Ordinal);
    }

    /// <summary>Resources as the fake of Google Cloud takes them; the projects are called ai-project-1 and so on.</summary>
    public static string InGcp(ModuleSession session)
    {
        JsonArray loaded = [];
        foreach (var example in Read(session, "Gcp"))
        {
            GcpDocuments all = new(Project, Number, Region);
            all.Enable(s_services);
            foreach (var part in example.Where(part => part.Kind is not ("Project" or "Subscription")))
            {
                all.AddExample(part.Kind, part.Type, NameOf(part.Id), JsonNode.Parse(part.Json)!.AsObject(), part.Parent is null ? null : (NameOf(part.Parent), part.ParentType!));
            }
            // Its own project, below an organization of its own.
            var number = example.First().Case;
            var text = all.ToString().Replace(Project, $"{Project}-{number}", StringComparison.Ordinal).Replace(Number, $"1234567{number:d5}", StringComparison.Ordinal);
            // A bucket has one name in all projects.
            text = text.Replace("\"name\":\"data\"", $"\"name\":\"data-{number}\"", StringComparison.Ordinal).Replace("gs://data/", $"gs://data-{number}/", StringComparison.Ordinal);
            foreach (var resource in JsonNode.Parse(Above().Replace(text, $"${{1}}{number}"))!.AsArray())
            {
                loaded.Add(resource!.DeepClone());
            }
        }
        return loaded.ToJsonString();

        static string NameOf(string full) => full.Split('/', 4)[^1];
    }

    // Of each check the first example whose repair wants something.
    private static IEnumerable<IGrouping<string, Part>> Read(ModuleSession session, string cloud)
    {
        var read = session.Run($$"""
            $choices = [AiCloudSecurity.Repairs.RepairChoices]@{
                KmsKeyId = '{{(cloud == "Azure" ? "https://v.vault.azure.net/keys/k" : $"projects/{Project}/locations/{Region}/keyRings/r/cryptoKeys/k")}}'; Enforce = $true
                LogWorkspaceId = '{{Workspace}}'; ActionGroupId = '{{ActionGroup}}'; LogDataset = 'bq://{{Project}}.logs'
                SecuritySettings = 'projects/{{Project}}/locations/{{Region}}/securitySettings/s'; InspectTemplate = 'projects/{{Project}}/locations/{{Region}}/inspectTemplates/t'; NotificationChannel = 'projects/{{Project}}/notificationChannels/1'
            }
            $case = 0
            foreach ($repair in [AiCloudSecurity.Repairs.Repair]::All | Where-Object { $_.Subject.Cloud -eq '{{cloud}}' }) {
                $check = [AiCloudSecurity.Checks.Check]::All | Where-Object { $_.Id -eq $repair.About.CheckId -and $_.Subject -eq $repair.Subject }
                foreach ($example in $check.Examples | Where-Object Expected -EQ Fail) {
                    $estate = [AiCloudSecurity.Checks.Example]::Estate($check, $example, $null)
                    $subject = @(@($estate.Resources) + @($estate.Containers) | Where-Object { $_.Type -eq $repair.Subject })[0]
                    # An example may lack what only the repair looks at.
                    try { if ($repair.Plan($subject, $estate, [AiCloudSecurity.Checks.JudgeSettings]::new(), $choices).Count -eq 0) { continue } } catch { }
                    $case++
                    foreach ($resource in $estate.Resources) {
                        [pscustomobject]@{
                            Case = $case; CheckId = $check.Id; Kind = $resource.Type.Record.Name; Type = $resource.Type.Name; Id = $resource.Identity.Id; Parent = $resource.Identity.Parent
                            ParentType = $resource.Type.Parent.Name; IsSetting = [bool] $resource.Type.Read.IsSetting; PartPath = $resource.Type.Read.PartPath; Json = [Text.Encoding]::UTF8.GetString($resource.Wire.ToArray())
                        }
                    }
                    [pscustomobject]@{ Case = $case; CheckId = $check.Id; Kind = 'Subscription' }
                    break
                }
            }
            """);
        Assert.Empty(read.Errors);
        return read.Output.Select(item => new Part(int.Parse(Of(item, "Case")!, CultureInfo.InvariantCulture), Of(item, "CheckId")!, Of(item, "Kind")!, Of(item, "Type") ?? "", Of(item, "Id") ?? "", Of(item, "Parent"), Of(item, "ParentType"), Of(item, "IsSetting") == "True", Of(item, "PartPath") ?? "", Of(item, "Json") ?? "{}"))
            .GroupBy(part => $"{part.CheckId} {part.Case}");

        static string? Of(PSObject item, string name) => item.Properties[name]?.Value?.ToString() is { Length: > 0 } text ? text : null;
    }

    [GeneratedRegex(@"((?:organizations|folders)/)[12]\b")]
    private static partial Regex Above();

    private sealed record Part(int Case, string CheckId, string Kind, string Type, string Id, string? Parent, string? ParentType, bool IsSetting, string PartPath, string Json);
}
