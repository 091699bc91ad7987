using System.Text.Json;
using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

[Collection(Settings.OfTheProcess)]
public sealed class ExpectedVerdictTests(AwsAccount account)
{
    // What expected*.json says was worked out by hand from the conditions, not by our code.
    [Fact]
    public async Task An_account_that_somebody_elses_script_filled_is_judged_right()
    {
        using var connection = await AwsAccount.OpenAsync(await account.FilledAsync(), "us-east-1", "eu-west-1", "ap-southeast-2");
        var estate = await connection.ReadAsync(ResourceType.All, null, TestContext.Current.CancellationToken);
        List<(string Check, string Resource, string Verdict)> expected = [];
        foreach (var file in Directory.EnumerateFiles(Path.Join(Python.RepositoryRoot, "tests/moto"), "expected*.json"))
        {
            using var verdicts = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            expected.AddRange(from check in verdicts.RootElement.EnumerateObject()
                              where check.Name.StartsWith("AWS-", StringComparison.Ordinal)
                              from resource in check.Value.EnumerateObject()
                              select (check.Name, resource.Name, resource.Value.GetString()!));
        }
        List<string> wrong = [];
        foreach (var check in expected.GroupBy(verdict => verdict.Check))
        {
            var findings = Check.All.Where(known => known.Id == check.Key).SelectMany(known => known.Judge(estate)).ToList();
            Assert.NotEmpty(findings);
            // Names are given as the account has them; findings show them made safe.
            var named = check.ToDictionary(verdict => verdict.Resource.Split('/', 2) is [var region, var name] ? $"{region}/{Display.Safe(name)}" : verdict.Resource);
            foreach (var (shown, resource) in named)
            {
                var finding = findings.Find(finding => $"{finding.Region}/{finding.ResourceName}" == shown);
                var verdict = finding?.Status.ToString() ?? "no finding";
                if (verdict != resource.Verdict)
                {
                    wrong.Add($"{check.Key} {resource.Resource}: expected {resource.Verdict}, found {verdict} ({finding?.Reason})");
                }
            }
            wrong.AddRange(from finding in findings
                           where finding.Status != Status.NotApplicable && !named.ContainsKey($"{finding.Region}/{finding.ResourceName}")
                           select $"{check.Key} {finding.Region}/{finding.ResourceName}: {finding.Status}, and not expected ({finding.Reason})");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n{string.Join('\n', wrong.Take(60))}");
    }
}
