using AiCloudSecurity.Checks;
using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Rows of the catalogue whose verdict is the cloud's own switch: the model that follows ways must not say otherwise of any of their examples.</summary>
public sealed class ExposureRowTests
{
    [Theory]
    [InlineData("AWS-NET-040")]
    [InlineData("AZ-NET-001")]
    [InlineData("AZ-NET-009")]
    [InlineData("AZ-NET-022")]
    [InlineData("GCP-NET-018")]
    [InlineData("GCP-NET-021")]
    [InlineData("GCP-NET-023")]
    public void What_a_row_calls_open_is_reached_from_the_internet_and_what_passes_is_not(string id) => Agree(id, exposure => exposure.Reach == Reach.Internet, fails: true);

    // These fail for more than that: a range that is wide and not everybody's, a private endpoint that is missing.
    [Theory]
    [InlineData("AZ-NET-023")]
    [InlineData("AZ-NET-027")]
    public void What_a_row_passes_is_not_reached_from_the_internet(string id) => Agree(id, exposure => exposure.Reach == Reach.Internet, fails: false);

    [Theory]
    [InlineData("AWS-NET-006")]
    [InlineData("AWS-NET-037")]
    [InlineData("AWS-NET-038")]
    [InlineData("AZ-NET-005")]
    [InlineData("AZ-NET-011")]
    [InlineData("AZ-NET-025")]
    [InlineData("GCP-NET-013")]
    [InlineData("GCP-NET-027")]
    public void What_a_row_calls_unlimited_reaches_the_internet_and_what_passes_does_not(string id) => Agree(id, exposure => exposure.Egress == Egress.Internet, fails: true);

    private static void Agree(string id, Func<AiExposure, bool> isOpen, bool fails)
    {
        foreach (var check in Check.All.Where(check => check.Id == id))
        {
            foreach (var example in check.Examples.Where(example => example.Expected is Status.Pass or Status.Fail))
            {
                var exposures = Exposures.Of(ExposureEstate.Of(check.Cloud, [$"{check.Subject.Record.Name} {example.Json}", .. example.With]))
                    .Where(exposure => exposure.ResourceType == check.Subject.Name && exposure.ResourceName != "*").ToList();
                Assert.True(example.Expected == Status.Fail ? !fails || exposures.Exists(exposure => isOpen(exposure)) : !exposures.Exists(exposure => isOpen(exposure)),
                    $"{id} says {example.Expected} of {example.Json}, the model {string.Join("; ", exposures.Select(exposure => $"{exposure.Entry}: {exposure.Reach}, {exposure.Egress}. {exposure.Because}"))}");
            }
        }
    }
}
