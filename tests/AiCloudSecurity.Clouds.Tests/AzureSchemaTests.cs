using System.Text.Json;
using Azure.Bicep.Types.Az;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>What the fake is filled with has the shape that Microsoft publishes: else tests would prove what no Azure sends.</summary>
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
