using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

public sealed class PillarCommandTests : IDisposable
{
    private readonly ModuleSession _session = new();

    private static string Sample => Path.Join(Python.RepositoryRoot, "samples", "aws.aiestate");

    [Theory]
    [InlineData("Test-AiNetworkIsolation", "Isolation")]
    [InlineData("Test-AiMonitoring", "Monitoring")]
    [InlineData("Test-AiDataProtection", "DataProtection")]
    public void A_cmdlet_of_a_pillar_judges_as_Test_AiSecurity_does_for_that_pillar(string cmdlet, string pillar)
    {
        var result = _session.Run($"Import-AiEstate '{Sample}' | {cmdlet}");
        var whole = _session.Run($"Import-AiEstate '{Sample}' | Test-AiSecurity -Pillar {pillar}");
        Assert.Empty(result.Errors);
        Assert.Equal(whole.Output.Select(finding => finding.Properties["Fingerprint"].Value), result.Output.Select(finding => finding.Properties["Fingerprint"].Value));
        Assert.All(result.Output, finding => Assert.Equal(pillar, $"{finding.Properties["Pillar"].Value}"));
        Assert.Contains($"Next: {cmdlet} ", Assert.Single(result.Information), StringComparison.Ordinal);
        Assert.Equal(false, Assert.Single(_session.Run($"Import-AiEstate '{Sample}' | {cmdlet} -Quiet").Output).BaseObject);
    }

    [Fact]
    public void A_check_of_another_pillar_is_told_and_not_passed_over()
    {
        var result = _session.Run($"Import-AiEstate '{Sample}' | Test-AiMonitoring -CheckId AWS-NET-001");
        Assert.Empty(result.Output);
        Assert.Equal(["ResourceNotFound"], result.ErrorIds);
    }

    [Fact]
    public void A_pattern_tells_production_and_a_time_ends_history()
    {
        var all = _session.Run($"Import-AiEstate '{Sample}' | Test-AiSecurity -CheckId AWS-IAM-040 -ProductionPattern *");
        Assert.Contains("by the pattern *", $"{Assert.Single(all.Output).Properties["Reason"].Value}", StringComparison.Ordinal);
        static bool IsJob(object type) => $"{type}".EndsWith("Job", StringComparison.Ordinal);
        const string jobs = "Test-AiSecurity -CheckId AWS-* -Service sagemaker";
        Assert.Contains(_session.Run($"Import-AiEstate '{Sample}' | {jobs}").Output, finding => IsJob(finding.Properties["ResourceType"].Value));
        var later = _session.Run($"Import-AiEstate '{Sample}' | {jobs} -JobsSince 2090-01-01 -IncludeNotApplicable").Output.Where(finding => IsJob(finding.Properties["ResourceType"].Value)).ToList();
        Assert.Contains(later, finding => $"{finding.Properties["Reason"].Value}".StartsWith("It is history", StringComparison.Ordinal));
    }

    public void Dispose() => _session.Dispose();
}
