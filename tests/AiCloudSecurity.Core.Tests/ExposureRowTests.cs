using AiCloudSecurity.Checks;
using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Core.Tests;

/// <summary>
/// Every row of the catalogue about networks has its place: its verdict is the model's that follows ways, or it is the cloud's own
/// switch and the model agrees on every example, or it does not rest on who reaches what, and why is said.
/// </summary>
public sealed class ExposureRowTests
{
    // The check asks a class of the model.
    private const string ByModel = "AWS-NET-040, 101, 102; AZ-NET-001, 015, 023, 029, 038, 039, 040; GCP-NET-032";

    // The check reckons with sets of addresses, as the model does: two halves are the whole.
    private const string ByAddresses = "AWS-NET-004, 005, 023, 028; AZ-NET-002";

    // One switch of the cloud decides, which the model reads, too.
    private const string BySwitch = "AWS-NET-006, 037, 038; AZ-NET-005, 009, 011, 022, 025, 027; GCP-NET-013, 018, 021, 023, 027";

    private static readonly Dictionary<string, string> s_others = new()
    {
        ["A setting by which something is made, whatever the networks around let through."] =
            "AWS-NET-001, 012, 013, 015 to 022, 034 to 036, 039, 041, 042; AZ-NET-007, 008, 013, 014, 019, 020, 021, 033; GCP-NET-001, 003, 014, 024, 026",
        ["A default network, by its own mark or name."] = "AWS-NET-002, 003, 007; GCP-NET-002, 031",
        ["An endpoint that should be there, or a policy of identity: who may, not who gets there."] =
            "AWS-NET-026, 027, 029, 044, 045; AZ-NET-003, 004, 006, 010, 012, 024, 026, 037; GCP-NET-004, 020, 022, 028 to 030, 033 to 036, 039, 101",
        ["What stands in front, and what it asks."] = "AWS-NET-030 to 033, 046; AZ-NET-030 to 032, 034 to 036; GCP-NET-019, 037, 038",
        ["Hardening of the machine or page itself."] = "AWS-NET-008 to 011, 014, 024, 025, 043; AZ-NET-016 to 018, 028; GCP-NET-005 to 012, 015 to 017, 025",
    };

    [Fact]
    public void Every_row_about_networks_has_one_place()
    {
        var rows = (string[])["aws", "azure", "gcp"];
        var catalogue = rows.SelectMany(cloud => File.ReadLines(Path.Join(AppContext.BaseDirectory, $"catalogue-{cloud}.txt"))).Concat(Check.All.Select(check => check.Id)).Where(id => id.Contains("-NET-", StringComparison.Ordinal)).Distinct();
        Assert.Equal(catalogue.Order(), s_others.Values.Concat([ByModel, ByAddresses, BySwitch]).SelectMany(Ids).Order());
    }

    public static TheoryData<string> Models => new(Ids(ByModel));

    public static TheoryData<string> Addresses => new(Ids(ByAddresses));

    [Theory, MemberData(nameof(Models))]
    public void A_row_that_rests_on_who_reaches_what_asks_the_model(string id) =>
        Assert.All(Check.All.Where(check => check.Id == id), check => Assert.True(check.Method!.GetParameters().Any(parameter => IsOfModel(parameter.ParameterType, [])), $"{id} of {check.Subject.Name} asks no class of the model."));

    [Theory, MemberData(nameof(Addresses))]
    public void A_row_that_reckons_with_addresses_knows_two_halves_for_the_whole(string id) =>
        Assert.Contains(Check.All.Where(check => check.Id == id).SelectMany(check => check.Examples), example => example.Expected == Status.Fail
            && string.Join(' ', example.With.Prepend(example.Json)) is var text && (text.Contains("128.0.0.0/1\"", StringComparison.Ordinal) || text.Contains("203.0.0.0/15", StringComparison.Ordinal)));

    private static bool IsOfModel(Type type, HashSet<Type> seen) => seen.Add(type)
        && (type.Namespace?.StartsWith("AiCloudSecurity.Exposure", StringComparison.Ordinal) is true
            || !type.IsAssignableTo(typeof(Resource)) && type.GetConstructors(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)
                .SelectMany(constructor => constructor.GetParameters()).Any(parameter => IsOfModel(parameter.ParameterType, seen)));

    // AWS-NET-001, 003 to 005; AZ-NET-002
    private static IEnumerable<string> Ids(string rows) =>
        from cloud in rows.Split(';', StringSplitOptions.TrimEntries)
        let prefix = cloud[..(cloud.IndexOf("-NET-", StringComparison.Ordinal) + "-NET-".Length)]
        from part in cloud[prefix.Length..].Split(',', StringSplitOptions.TrimEntries)
        let bounds = part.Split(" to ").Select(bound => int.Parse(bound, System.Globalization.CultureInfo.InvariantCulture)).ToList()
        from number in Enumerable.Range(bounds[0], bounds[^1] - bounds[0] + 1)
        select $"{prefix}{number:000}";

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
