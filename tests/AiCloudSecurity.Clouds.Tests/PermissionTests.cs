using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>What other tools break: a read that is refused must never look like a resource that is well.</summary>
public sealed class PermissionTests(AwsAccount account)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Taking_away_any_single_permission_turns_verdicts_to_Unknown_and_none_to_Pass()
    {
        await account.ResetAsync();
        await MotoServer.RunScriptAsync("tests/moto/account.py", account.Fake.Endpoint);
        using var unchanging = account.Fake.RememberAnswers();
        var whole = await JudgeAsync();
        Assert.Contains(whole, finding => finding.Value == Status.Pass);
        Assert.Contains(whole, finding => finding.Value == Status.Fail);

        var operations = Check.All.Where(check => check.Cloud == Cloud.Aws).SelectMany(check => check.Reads).Select(read => read.Operation).Distinct().Order().ToList();
        List<string> wrong = [];
        // Reads that decided nothing in this account, because other facts had: few.
        List<string> unneeded = [];
        foreach (var operation in operations)
        {
            using var denied = account.Fake.Deny(operation);
            var without = await JudgeAsync();
            var asked = account.Fake.Requests.Any(request => request.Name == operation);
            foreach (var (key, status) in without)
            {
                var before = whole.GetValueOrDefault(key, Status.NotApplicable);
                if (status != before && status != Status.Unknown)
                {
                    wrong.Add($"without {operation}: {key} turns from {before} to {status}");
                }
            }
            // What was judged must still be spoken of.
            wrong.AddRange(from finding in whole
                           where finding.Value is Status.Pass or Status.Fail && !without.ContainsKey(finding.Key)
                           let check = finding.Key.Split(' ')[0]
                           where !without.Any(other => other.Value == Status.Unknown && other.Key.StartsWith(check + " ", StringComparison.Ordinal))
                           select $"without {operation}: {finding.Key} is silent");
            if (asked && !without.Any(finding => finding.Value == Status.Unknown && whole.GetValueOrDefault(finding.Key) != Status.Unknown))
            {
                unneeded.Add(operation);
            }
        }
        Assert.True(unneeded.Count * 10 < operations.Count, $"{unneeded.Count} of {operations.Count} reads decide nothing: {string.Join(", ", unneeded)}");
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n{string.Join('\n', wrong.Take(50))}");
    }

    private async Task<Dictionary<string, Status>> JudgeAsync()
    {
        account.Fake.ForgetRequests();
        using var connection = await account.OpenAsync("us-east-1", "eu-west-1");
        var estate = await connection.ReadAsync(ResourceType.All, null, Token);
        return Check.All.SelectMany(check => check.Judge(estate))
            .GroupBy(finding => $"{finding.CheckId} {finding.ResourceId}")
            .ToDictionary(findings => findings.Key, findings => findings.Count() == 1 ? findings.First().Status : throw new InvalidOperationException($"{findings.Key} was judged {findings.Count()} times."));
    }
}
