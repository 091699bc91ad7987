using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>Makes one change, as a repair does.</summary>
internal static class Repaired
{
    /// <summary>Sets members of a setting; fails where nothing is changed, or not to what was wanted.</summary>
    public static async Task ApplyAsync(ICloudWriter cloud, Setting setting, JsonObject key, JsonObject members, CancellationToken cancellationToken)
    {
        var run = new RepairRun(cloud, TimeProvider.System);
        var wish = new Wish(setting, new(cloud.Scope.Id, cloud.Scope.Partition, ResourceIdentity.Global, "id", key.ToJsonString()), "type", "name", Wish.With(members));
        await run.ApplyAsync([Assert.Single(await run.PlanAsync([wish], "", cancellationToken))], cancellationToken);
        Assert.Equal(["Begin", "Applied"], run.Lines.Select(line => line.Step));
    }
}
