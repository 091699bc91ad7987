using System.Text.Json;
using Azure.Bicep.Types.Az;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>What the fake is filled with has the shape that Microsoft publishes: else tests would prove what no Azure sends.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class AzureSchemaTests
{
    private static readonly AzTypeLoader s_loader = new();

    [Fact]
    public void The_tenant_of_the_fake_has_the_shapes_of_resource_manager()
    {
        var index = s_loader.LoadTypeIndex().Resources;
        List<string> wrong = [];
        using var tenant = JsonDocument.Parse(File.ReadAllText(AzureTenant.File));
        foreach (var resource in tenant.RootElement.EnumerateArray().Where(resource => resource.TryGetProperty("apiVersion", out _)))
        {
            var name = $"{resource.GetProperty("type")}@{resource.GetProperty("apiVersion")}";
            var type = index.FirstOrDefault(known => known.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
            if (type is null)
            {
                wrong.Add($"there is no {name}");
                continue;
            }
            BicepShape.Compare(resource, s_loader.LoadResourceType(type).Body.Type, resource.GetProperty("id").ToString(), wrong);
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // What a repair writes there is, of a version that there is, and none of it can only be read.
    [Fact]
    public void Members_that_repairs_write_can_be_written()
    {
        var index = s_loader.LoadTypeIndex().Resources.GroupBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.First().Value, StringComparer.OrdinalIgnoreCase);
        List<string> wrong = [];
        // What an action sets has no place in the type.
        foreach (var setting in Repairs.Setting.All.OfType<Repairs.ArmSetting>().Where(setting => setting.Action is null))
        {
            if (!index.TryGetValue($"{setting.Type}@{setting.ApiVersion}", out var known))
            {
                wrong.Add($"there is no {setting.Type}@{setting.ApiVersion}");
                continue;
            }
            wrong.AddRange(setting.Members.Select(member => (member, Why: BicepShape.WhyNotWritten(s_loader.LoadResourceType(known).Body.Type, member.Split('.')))).Where(pair => pair.Why is not null).Select(pair => $"{setting.Name}: {pair.member} {pair.Why}"));
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // What can only be read has no type there.
    private static readonly string[] s_untyped = ["Microsoft.Authorization/denyAssignments", "Microsoft.Authorization/roleEligibilityScheduleInstances", "Microsoft.Insights/eventtypes/values"];

    // Every version that we ask for is one that there is.
    [Fact]
    public void Each_version_that_is_asked_for_exists()
    {
        var index = s_loader.LoadTypeIndex().Resources.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var asked = from type in ResourceType.All
                    let read = type.Read as AzureResourceAttribute
                    where read?.ApiVersion is not null && !s_untyped.Contains(read.Name)
                    let name = read.Action?.StartsWith("Microsoft.Insights/", StringComparison.Ordinal) is true ? "Microsoft.Insights/diagnosticSettings"
                        // A list across regions, of what has another address; a list of what are no resources; a resource asked for by itself.
                        : read.Name.EndsWith("/deletedAccounts", StringComparison.Ordinal) ? "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts"
                        : read.Key is not null || read.PartPath.Length == 0 ? type.Parent!.Name
                        : read.Name
                    select $"{name}@{read.ApiVersion}";
        Assert.All(asked.Distinct(), name => Assert.Contains(name, index));
    }
}
