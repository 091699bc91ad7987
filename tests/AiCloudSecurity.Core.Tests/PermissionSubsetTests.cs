using CsCheck;
using Check = AiCloudSecurity.Checks.Check;

namespace AiCloudSecurity.Core.Tests;

/// <summary>
/// What other tools break: a read that is refused must never look like a resource that is well. All permissions of the
/// sample estates, each alone and in random sets. AISEC_FULL=1 asks 10,000 sets of each cloud.
/// </summary>
public sealed class PermissionSubsetTests
{
    public static TheoryData<string> Clouds => ["aws", "azure", "gcp"];

    [Theory, MemberData(nameof(Clouds))]
    public void Without_any_one_permission_no_verdict_becomes_Pass(string cloud)
    {
        List<string> wrong = [];
        var (asked, decisive) = (0, 0);
        foreach (var estate in SampleEstates.Open(cloud))
        {
            var whole = Judge(estate, Check.All);
            foreach (var operation in SampleEstates.Operations(estate))
            {
                // What does not ask for it is judged as before: a full run shows that, too.
                // An id may be several checks, one for each type.
                var ids = Check.All.Where(check => check.Needs.Any(type => type.Read.Operations.Any(read => read.Operation == operation))).Select(check => check.Id).ToHashSet();
                var checks = SampleEstates.IsFullRun ? Check.All : [.. Check.All.Where(check => ids.Contains(check.Id))];
                var without = Judge(SampleEstates.Without(estate, new HashSet<string> { operation }), checks);
                wrong.AddRange(Wrong(whole, without, checks).Select(what => $"without {operation}: {what}"));
                // What only ways through networks rest on decides no verdict.
                asked += ids.Count > 0 ? 1 : 0;
                decisive += without.Any(finding => finding.Value == Status.Unknown && whole.GetValueOrDefault(finding.Key, Status.NotApplicable) != Status.Unknown) ? 1 : 0;
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n{string.Join('\n', wrong.Take(50))}");
        // The test sees what it takes away.
        Assert.True(decisive * 4 > asked * 3, $"{decisive} of {asked} permissions decide something.");
    }

    [Theory, MemberData(nameof(Clouds))]
    public void Without_any_set_of_permissions_no_verdict_becomes_Pass(string cloud)
    {
        var estates = SampleEstates.Open(cloud).Select(estate => (Estate: estate, Whole: Judge(estate, Check.All), Operations: SampleEstates.Operations(estate))).ToList();
        Gen.Int[0, estates.Count - 1].SelectMany(which => Gen.Int[0, estates[which].Operations.Count - 1].HashSet[1, estates[which].Operations.Count / 2].Select(set => (which, set))).Sample(chosen =>
        {
            var (estate, whole, operations) = estates[chosen.which];
            var set = chosen.set.Select(number => operations[number]).ToHashSet();
            var wrong = Wrong(whole, Judge(SampleEstates.Without(estate, set), Check.All), Check.All);
            return wrong.Count == 0 ? true : throw new Xunit.Sdk.XunitException($"without {string.Join(", ", set)}:\n{string.Join('\n', wrong.Take(20))}");
        }, iter: SampleEstates.IsFullRun ? 10_000 : 10);
    }

    [Theory, MemberData(nameof(Clouds))]
    public void Without_any_permission_nothing_passes_and_every_check_that_judged_says_so(string cloud)
    {
        foreach (var estate in SampleEstates.Open(cloud))
        {
            var blind = Judge(SampleEstates.Without(estate, SampleEstates.Operations(estate).ToHashSet()), Check.All);
            Assert.DoesNotContain(blind, finding => finding.Value is Status.Pass or Status.Fail);
            Assert.Empty(Judge(estate, Check.All).Where(finding => finding.Value is Status.Pass or Status.Fail).Select(finding => finding.Key.CheckId).Except(blind.Keys.Select(key => key.CheckId)));
        }
    }

    private static List<string> Wrong(Dictionary<(string CheckId, string ResourceId), Status> whole, Dictionary<(string CheckId, string ResourceId), Status> without, IReadOnlyList<Check> checks)
    {
        var unknown = without.Where(finding => finding.Value == Status.Unknown).Select(finding => finding.Key.CheckId).ToHashSet();
        var asked = checks.Select(check => check.Id).ToHashSet();
        return [
            .. from finding in without
               let before = whole.GetValueOrDefault(finding.Key, Status.NotApplicable)
               where finding.Value != before && finding.Value != Status.Unknown
               select $"{finding.Key} turns from {before} to {finding.Value}",
            // What was judged must still be spoken of.
            .. from finding in whole
               where finding.Value is Status.Pass or Status.Fail && asked.Contains(finding.Key.CheckId) && !without.ContainsKey(finding.Key) && !unknown.Contains(finding.Key.CheckId)
               select $"{finding.Key} is silent"];
    }

    private static Dictionary<(string CheckId, string ResourceId), Status> Judge(Estate estate, IReadOnlyList<Check> checks) =>
        checks.SelectMany(check => check.Judge(estate)).GroupBy(finding => (finding.CheckId, finding.ResourceId)).ToDictionary(group => group.Key, group => group.First().Status);
}
