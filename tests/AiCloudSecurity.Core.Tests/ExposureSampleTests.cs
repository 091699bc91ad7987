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

    [Theory]
    [InlineData("aws", "AWS::EC2::Instance")]
    [InlineData("azure", "Microsoft.Compute/virtualMachines")]
    [InlineData("gcp", "compute.googleapis.com/Instance")]
    public void The_sample_of_a_cloud_has_a_machine_whose_shell_the_internet_reaches(string cloud, string type)
    {
        using var file = File.OpenRead(Path.Join(AppContext.BaseDirectory, "samples", $"{cloud}.aiestate"));
        var ways = EstateFile.Read(file, cloud, TestContext.Current.CancellationToken).SelectMany(Exposures.Of).ToList();
        Assert.Contains(ways, way => way.ResourceType == type && way is { Entry: "SSH", Reach: Reach.Internet or Reach.InternetRestricted });
    }
}
