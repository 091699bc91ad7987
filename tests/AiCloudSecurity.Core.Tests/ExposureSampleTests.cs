using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Core.Tests;

/// <summary>What comes with the module shows what there is to show.</summary>
public sealed class ExposureSampleTests
{
    [Theory]
    [InlineData("aws")]
    [InlineData("azure")]
    [InlineData("gcp")]
    public void The_sample_of_a_cloud_has_a_way_of_each_reach(string cloud)
    {
        using var file = File.OpenRead(Path.Join(AppContext.BaseDirectory, "samples", $"{cloud}.aiestate"));
        var ways = EstateFile.Read(file, cloud, TestContext.Current.CancellationToken).SelectMany(Exposures.Of).ToList();
        Assert.Equal(Enum.GetValues<Reach>(), ways.Select(way => way.Reach).Distinct().Order());
    }
}
