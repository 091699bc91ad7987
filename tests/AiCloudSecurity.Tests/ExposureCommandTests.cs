using System.Management.Automation;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

public sealed class ExposureCommandTests : IDisposable
{
    private static readonly string s_sample = Path.Join(Python.RepositoryRoot, "samples/aws.aiestate");
    private readonly ModuleSession _session = new();

    [Fact]
    public void Exposures_of_an_estate_are_flat()
    {
        var result = _session.Run($"Import-AiEstate '{s_sample}' | Get-AiNetworkExposure");
        Assert.Empty(result.Errors);
        Assert.Contains(result.Output, exposure => Text(exposure, "Entry") == "Notebook URL" && Text(exposure, "Reach") == "Internet");
        Assert.All(result.Output.SelectMany(exposure => exposure.Properties), property => Assert.True(property.Value is string or Enum, property.Name));
    }

    [Fact]
    public void What_is_declared_is_left_out_and_what_is_unknown_never_is()
    {
        var all = _session.Run($"Import-AiEstate '{s_sample}' | Get-AiNetworkExposure").Output;
        var allowed = _session.Run($"Import-AiEstate '{s_sample}' | Get-AiNetworkExposure -Allow *").Output;
        Assert.Equal(all.Where(exposure => Text(exposure, "Reach") is not ("Internet" or "InternetRestricted")).Select(exposure => Text(exposure, "Path")), allowed.Select(exposure => Text(exposure, "Path")));
        Assert.Equal(all.Count, _session.Run($"Import-AiEstate '{s_sample}' | Get-AiNetworkExposure -Allow * -IncludeAllowed").Output.Count);
        Assert.Equal(all.Count, _session.Run($"Import-AiEstate '{s_sample}' | Get-AiNetworkExposure -Allow 198.51.100.0/24").Output.Count);
    }

    [Fact]
    public void Reach_chooses_and_details_have_hops()
    {
        var exposures = _session.Run($"Import-AiEstate '{s_sample}' | Get-AiNetworkExposure -Reach Internet -Detailed").Output;
        Assert.NotEmpty(exposures);
        Assert.All(exposures, exposure =>
        {
            Assert.Equal("Internet", Text(exposure, "Reach"));
            var hops = ((System.Collections.IEnumerable)exposure.Properties["Hops"].Value).Cast<object>().Select(PSObject.AsPSObject).ToList();
            Assert.Equal("Resource", hops[^1].Properties["Kind"].Value.ToString());
            Assert.All(hops, hop => Assert.Equal(Text(exposure, "ResourceId"), Text(hop, "ResourceId")));
        });
    }

    [Fact]
    public void A_concern_chooses_and_what_is_declared_is_none()
    {
        var undeclared = _session.Run($"Import-AiEstate '{s_sample}' | Get-AiNetworkExposure -Concern Undeclared").Output;
        Assert.NotEmpty(undeclared);
        Assert.All(undeclared, exposure => Assert.Contains(Text(exposure, "Reach"), new[] { "Internet", "InternetRestricted" }));
        Assert.Empty(_session.Run($"Import-AiEstate '{s_sample}' | Get-AiNetworkExposure -Concern Undeclared -Allow * -IncludeAllowed").Output);
    }

    [Fact]
    public void Graphs_are_text()
    {
        Assert.StartsWith("flowchart LR\n", Assert.Single(_session.Run($"Import-AiEstate '{s_sample}' | Get-AiNetworkExposure -As Mermaid").Output).ToString(), StringComparison.Ordinal);
        Assert.StartsWith("digraph", Assert.Single(_session.Run($"Import-AiEstate '{s_sample}' | Get-AiNetworkExposure -As Dot").Output).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_look_at_is_said() => Assert.Equal(["NothingAssessed"], _session.Run("@() | Get-AiNetworkExposure").ErrorIds);

    public void Dispose() => _session.Dispose();

    private static string Text(PSObject item, string property) => $"{item.Properties[property]?.Value}";
}
