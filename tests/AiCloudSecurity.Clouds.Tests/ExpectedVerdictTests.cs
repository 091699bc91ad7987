using System.Text.Json;
using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

public sealed class ExpectedVerdictTests(AwsAccount account)
{
    // expected.json was worked out by hand from the conditions, not by our code.
    [Fact]
    public async Task An_account_that_somebody_elses_script_filled_is_judged_right()
    {
        await account.ResetAsync();
        await MotoServer.RunScriptAsync("tests/moto/account.py", account.Fake.Endpoint);
        using var connection = await account.OpenAsync("us-east-1", "eu-west-1", "ap-southeast-2");
        var estate = await connection.ReadAsync(ResourceType.All, null, TestContext.Current.CancellationToken);
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Join(Python.RepositoryRoot, "tests/moto/expected.json"), TestContext.Current.CancellationToken));
        List<string> wrong = [];
        foreach (var check in expected.RootElement.EnumerateObject().Where(check => check.Name.StartsWith("AWS-", StringComparison.Ordinal)))
        {
            var findings = Check.All.Where(known => known.Id == check.Name).SelectMany(known => known.Judge(estate)).ToList();
            Assert.NotEmpty(findings);
            // Names are given as the account has them; findings show them made safe.
            var named = check.Value.EnumerateObject().ToDictionary(resource => resource.Name.Split('/', 2) is [var region, var name] ? $"{region}/{Display.Safe(name)}" : resource.Name);
            foreach (var (shown, resource) in named)
            {
                var finding = findings.Find(finding => $"{finding.Region}/{finding.ResourceName}" == shown);
                var verdict = finding?.Status.ToString() ?? "no finding";
                if (verdict != resource.Value.GetString())
                {
                    wrong.Add($"{check.Name} {resource.Name}: expected {resource.Value}, found {verdict} ({finding?.Reason})");
                }
            }
            wrong.AddRange(from finding in findings
                           where finding.Status != Status.NotApplicable && !named.ContainsKey($"{finding.Region}/{finding.ResourceName}")
                           select $"{check.Name} {finding.Region}/{finding.ResourceName}: {finding.Status}, and not expected ({finding.Reason})");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n{string.Join('\n', wrong.Take(60))}");
    }
}
