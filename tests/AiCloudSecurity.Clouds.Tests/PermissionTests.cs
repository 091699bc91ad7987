using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>What other tools break: a read that is refused must never look like a resource that is well.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class PermissionTests(AwsAccount account)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Taking_away_any_permission_turns_verdicts_to_Unknown_and_none_to_Pass()
    {
        var fake = await account.FilledAsync();
        using var unchanging = fake.RememberAnswers();
        var whole = await JudgeAsync(fake);
        Assert.Contains(whole, finding => finding.Value.Status == Status.Pass);
        Assert.Contains(whole, finding => finding.Value.Status == Status.Fail);

        var groups = PermissionGroups.Of(Cloud.Aws, read => read.Operation);
        List<string> wrong = [];
        // Reads that decided nothing in this account, because other facts had: few.
        List<string> unneeded = [];
        foreach (var group in groups)
        {
            using var denied = fake.Deny("*", request => group.Contains(request.Name));
            var without = await JudgeAsync(fake);
            var asked = fake.Requests.Select(request => request.Name).Where(group.Contains).ToHashSet();
            foreach (var (key, finding) in without)
            {
                var before = whole.TryGetValue(key, out var seen) ? seen.Status : Status.NotApplicable;
                if (finding.Status != before && finding.Status != Status.Unknown)
                {
                    wrong.Add($"without {string.Join(", ", group)}: {key} turns from {before} to {finding.Status}");
                }
            }
            // What was judged must still be spoken of.
            var unknown = without.Where(finding => finding.Value.Status == Status.Unknown).Select(finding => finding.Key.Split(' ')[0]).ToHashSet();
            wrong.AddRange(from finding in whole
                           where finding.Value.Status is Status.Pass or Status.Fail && !without.ContainsKey(finding.Key) && !unknown.Contains(finding.Key.Split(' ')[0])
                           select $"without {string.Join(", ", group)}: {finding.Key} is silent");
            var named = without.Where(finding => finding.Value.Status == Status.Unknown && (!whole.TryGetValue(finding.Key, out var before) || before.Status != Status.Unknown))
                .Select(finding => finding.Value.Reason).ToList();
            unneeded.AddRange(asked.Where(operation => !named.Exists(reason => reason.Contains(operation, StringComparison.Ordinal))));
        }
        Assert.True(unneeded.Count * 10 < groups.Sum(group => group.Count), $"{unneeded.Count} reads decide nothing: {string.Join(", ", unneeded)}");
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n{string.Join('\n', wrong.Take(50))}");
    }

    private static async Task<Dictionary<string, Finding>> JudgeAsync(AwsFake fake)
    {
        fake.ForgetRequests();
        using var connection = await AwsAccount.OpenAsync(fake, "us-east-1", "eu-west-1");
        var estate = await connection.ReadAsync(ResourceType.All, null, Token);
        return Check.All.SelectMany(check => check.Judge(estate))
            .GroupBy(finding => $"{finding.CheckId} {finding.ResourceId}")
            .ToDictionary(findings => findings.Key, findings => findings.Count() == 1 ? findings.First() : throw new InvalidOperationException($"{findings.Key} was judged {findings.Count()} times."));
    }
}
