using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>Makes one change, as a repair does.</summary>
internal static class Repaired
{
    /// <summary>Sets members of a setting; fails where nothing is changed, or not to what was wanted.</summary>
    public static async Task ApplyAsync(ICloudWriter cloud, Setting setting, JsonObject key, JsonObject members, CancellationToken cancellationToken)
    {
        List<JournalLine> lines = [];
        var engine = new RepairEngine(cloud, new Lines(lines), TimeProvider.System, "run", "test");
        var wish = new Wish(setting, new(cloud.Scope.Id, cloud.Scope.Partition, ResourceIdentity.Global, "id", key.ToJsonString()), "type", "name", Wish.With(members));
        await engine.ApplyAsync((await engine.PlanAsync([wish], "", cancellationToken))!, cancellationToken);
        Assert.Equal(["Begin", "Applied"], lines.Select(line => line.Step));
        Assert.All(lines, line => Assert.Null(line.Message));
    }

    private sealed class Lines(List<JournalLine> lines) : IJournal
    {
        public void Add(JournalLine line) => lines.Add(line);
    }
}
