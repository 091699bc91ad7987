using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Core.Tests;

public sealed class FrameworkTests
{
    [Fact]
    public void Each_entry_that_a_check_names_is_known()
    {
        var known = Frameworks.All.SelectMany(framework => framework.Entries).Select(entry => entry.Id).ToHashSet();
        foreach (var check in Check.All)
        {
            Assert.All($"{check.About.Owasp},{check.About.Atlas}".Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                id => Assert.True(known.Contains(id), $"{check.Id} names {id}, which Frameworks.cs does not have"));
        }
    }

    [Fact]
    public void A_list_of_checks_names_checks_of_the_right_cloud()
    {
        foreach (var framework in Frameworks.All)
        {
            var prefixes = framework.Entries.SelectMany(entry => entry.CheckIds).Select(id => id.Split('-')[0]).Distinct().ToList();
            Assert.True(prefixes.Count <= 1, framework.Id);
        }
        var ids = Check.All.Select(check => check.Id).ToHashSet();
        Assert.All(Frameworks.All.SelectMany(framework => framework.Entries).SelectMany(entry => entry.CheckIds), id => Assert.Contains(id, ids));
    }

    [Fact]
    public void Every_framework_has_a_source_and_names_that_are_its_own()
    {
        Assert.All(Frameworks.All, framework => Assert.StartsWith("https://", framework.Source, StringComparison.Ordinal));
        var names = Frameworks.All.SelectMany(framework => framework.Entries).Select(entry => entry.Name).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public void Every_check_serves_a_framework_and_gives_its_entries_in_order()
    {
        Assert.All(Check.All, check => Assert.NotEmpty(Frameworks.Of(check)));
        var notebook = Check.All.Single(check => check.Id == "AWS-NET-001");
        Assert.Equal(["OWASP-LLM:LLM02", "MITRE-ATLAS:AML.T0025", "MITRE-ATLAS:AML.T0049", "NIST-AI-RMF:MEASURE 2.7", "ISO-42001:A.4.5", "ISO-42001:A.6.2.5", "CIS-CONTROLS:4.1", "CIS-CONTROLS:12.2", "AWS-SECURITY-HUB:SageMaker.1"],
            Frameworks.Of(notebook).Select(entry => entry.Name));
    }
}
