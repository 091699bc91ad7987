using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>The estates in samples/ are what people try first, and must know what the collectors read.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class SampleTests
{
    [Theory]
    [InlineData("aws", Cloud.Aws)]
    [InlineData("azure", Cloud.Azure)]
    [InlineData("gcp", Cloud.Gcp)]
    public void A_sample_was_made_by_a_collector_that_knew_every_type(string name, Cloud cloud)
    {
        using var file = File.OpenRead(Path.Join(Python.RepositoryRoot, $"samples/{name}.aiestate"));
        var estates = EstateFile.Read(file, name, TestContext.Current.CancellationToken).ToList();
        var covered = estates.SelectMany(estate => estate.Coverage).Select(entry => entry.ResourceType).ToHashSet();
        var there = estates.SelectMany(estate => estate.Resources).Select(resource => resource.Type).ToHashSet();
        // Of a part nothing is read where there is no whole.
        var missing = ResourceType.All.Where(type => type.Cloud == cloud && type.Read is { OnRequest: false, Operations.Count: > 0 } && !covered.Contains(type.Name) && (type.Parent is not { } whole || there.Contains(whole)));
        Assert.Equal([], missing.Select(type => type.Name));
    }
}
