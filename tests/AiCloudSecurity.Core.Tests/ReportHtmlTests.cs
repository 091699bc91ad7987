using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Exposure;
using AiCloudSecurity.Reports;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace AiCloudSecurity.Core.Tests;

public sealed class ReportHtmlTests
{
    private static readonly string[] s_hosts = ["docs.aws.amazon.com", "learn.microsoft.com", "cloud.google.com", "docs.cloud.google.com"];
    private static readonly string s_text = ReportSamples.Write(ReportFormat.Html);
    private static readonly IDocument s_page = new HtmlParser().ParseDocument(s_text);

    [Fact]
    public void Every_finding_is_in_the_data_as_it_was()
    {
        using var data = JsonDocument.Parse(s_page.GetElementById("data")!.TextContent);
        var texts = data.RootElement.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!).ToList();
        var rows = data.RootElement.GetProperty("rows").EnumerateArray().Select(row => string.Join('\n', row.EnumerateArray().Select(number => texts[number.GetInt32()])));
        Assert.Equal(ReportSamples.Hostile.Select(finding => string.Join('\n', FindingColumns.All.Select(column => column.Text(finding)).Append(""))).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    // The page without a hostile name has the same elements: a name makes none.
    [Fact]
    public void A_name_makes_no_element_and_no_attribute()
    {
        var plain = ReportSamples.Hostile.Select((finding, number) => finding with { ResourceName = $"n{number}", Reason = $"It is so: n{number}." }).ToList();
        var expected = new HtmlParser().ParseDocument(ReportSamples.Write(ReportFormat.Html, ReportSamples.Content(plain)));
        Assert.Equal(expected.All.Select(Shape), s_page.All.Select(Shape));
    }

    [Fact]
    public void Hostile_scopes_regions_ids_and_checks_make_no_element_either()
    {
        List<Finding> Of(Func<string, string> name) => [.. ReportSamples.HostileNames.Select((text, number) => ReportSamples.Finding() with
        {
            CheckId = name(text),
            Scope = name(text),
            Region = name(text),
            ResourceType = name(text),
            ResourceId = name(text),
            Advice = name(text),
            Fix = name(text),
            Fingerprint = name(text),
        })];
        var hostile = new HtmlParser().ParseDocument(ReportSamples.Write(ReportFormat.Html, ReportSamples.Content(Of(text => text))));
        var number = 0;
        var plain = new HtmlParser().ParseDocument(ReportSamples.Write(ReportFormat.Html, ReportSamples.Content(Of(_ => $"n{number++ / 8}"))));
        Assert.Equal(plain.All.Select(Shape), hostile.All.Select(Shape));
        Assert.Equal(2, hostile.Scripts.Length);
    }

    [Fact]
    public void Hostile_names_on_the_way_to_a_resource_and_in_the_baseline_make_no_element_either()
    {
        static IDocument Page(Func<string, string> name) => new HtmlParser().ParseDocument(ReportSamples.Write(ReportFormat.Html,
            ReportSamples.Content([ReportSamples.Finding(name: name("now"))]) with
            {
                Exposures = [.. ReportSamples.HostileNames.Select(text => ExposureSamples.Exposure(name(text), resource: name(text), scope: name(text)))],
                Baseline = [.. ReportSamples.HostileNames.Select(text => ReportSamples.Finding(name: name(text), reason: name(text)))],
            }));
        var number = 0;
        Assert.Equal(Page(_ => $"n{number++}").All.Select(Shape), Page(text => text).All.Select(Shape));
    }

    [Fact]
    public void What_several_ways_share_is_drawn_once()
    {
        var page = new HtmlParser().ParseDocument(ReportSamples.Write(ReportFormat.Html, ReportSamples.Content() with
        {
            Exposures = [ExposureSamples.Exposure(resource: "a"), ExposureSamples.Exposure(resource: "b"), ExposureSamples.Exposure("gw-2", Reach.Unknown, "c")],
        }));
        // One source, two gateways, two filters behind them (one of them unseen), three resources.
        Assert.Equal(["Internet", "gw-1", "sg-1", "endpoint a", "endpoint b", "gw-2", "sg-1", "endpoint c"], page.QuerySelectorAll("svg.ways g").Select(hop => hop.QuerySelector("text")!.TextContent));
        Assert.Equal(7, page.QuerySelectorAll("svg.ways path").Length);
        Assert.Equal(3, page.QuerySelectorAll("#exposure tbody tr").Length);
        Assert.Equal(["pillars", "exposure", "findings"], page.QuerySelectorAll("main > section[id]").Select(section => section.Id!).Where(id => id is "pillars" or "exposure" or "findings"));
    }

    [Fact]
    public void A_way_that_leads_nowhere_is_counted_and_not_drawn()
    {
        var page = new HtmlParser().ParseDocument(ReportSamples.Write(ReportFormat.Html, ReportSamples.Content() with { Exposures = [ExposureSamples.Exposure(reach: Reach.None)] }));
        Assert.Empty(page.QuerySelectorAll("svg.ways"));
        Assert.Contains("from nowhere", page.QuerySelector("#exposure")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_changed_since_the_baseline_is_told_and_what_is_gone_is_not_called_fixed()
    {
        var page = new HtmlParser().ParseDocument(ReportSamples.Write(ReportFormat.Html, ReportSamples.Content(
            [ReportSamples.Finding(name: "new"), ReportSamples.Finding(name: "fixed", status: Status.Pass), ReportSamples.Finding(name: "blind", status: Status.Unknown), ReportSamples.Finding(name: "same")]) with
        {
            Baseline = [ReportSamples.Finding(name: "fixed"), ReportSamples.Finding(name: "gone"), ReportSamples.Finding(name: "blind", status: Status.Pass), ReportSamples.Finding(name: "same")],
        }));
        Assert.Equal("1 new, 1 newly unknown, 0 changed, 0 newly accepted, 1 fixed, 1 gone", string.Join(", ", page.QuerySelectorAll(".changes li").Select(change => change.TextContent)));
        Assert.Equal(["Fixed: seen again, and right now (1)", "Gone: no verdict any more, which is not the same as fixed (1)"], page.QuerySelectorAll(".trend summary").Select(summary => summary.TextContent));
        using var data = JsonDocument.Parse(page.GetElementById("data")!.TextContent);
        var texts = data.RootElement.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!).ToList();
        Assert.Equal(["New", "NewlyUnknown"], data.RootElement.GetProperty("rows").EnumerateArray().Select(row => texts[row.EnumerateArray().Last().GetInt32()]).Where(change => change.Length > 0));
    }

    [Fact]
    public void No_element_has_an_event_attribute_or_a_style()
    {
        var attributes = s_page.All.SelectMany(element => element.Attributes).Select(attribute => attribute.Name);
        Assert.DoesNotContain(attributes, name => name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || name is "style" or "srcdoc" or "action" or "formaction");
    }

    [Fact]
    public void Links_lead_into_the_page_or_to_the_documentation_of_a_check()
    {
        Assert.Empty(s_page.QuerySelectorAll("[src], iframe, object, embed, base, form, img"));
        var documented = Check.All.Select(check => check.About.Link).Concat(Frameworks.All.Select(framework => framework.Source)).ToHashSet();
        Assert.All(s_page.QuerySelectorAll("[href]"), element =>
        {
            var href = element.GetAttribute("href")!;
            Assert.True(href.StartsWith('#') || href == "data:," || documented.Contains(href), href);
        });
    }

    [Fact]
    public void Documentation_is_the_vendors()
    {
        Assert.All(Check.All.Where(check => check.About.Link.Length > 0), check => Assert.Contains(new Uri(check.About.Link).Host, s_hosts));
    }

    [Fact]
    public void The_policy_allows_the_page_s_own_style_and_script_and_nothing_else()
    {
        var policy = s_page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!.Split("; ");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains($"style-src '{Hash(Assert.Single(s_page.QuerySelectorAll("style")).TextContent)}'", policy);
        Assert.Contains($"script-src '{Hash(Assert.Single(s_page.QuerySelectorAll("script:not([type])")).TextContent)}'", policy);
        Assert.DoesNotContain(policy, rule => rule.Contains("unsafe", StringComparison.Ordinal) || rule.Contains("http", StringComparison.Ordinal));
    }

    [Fact]
    public void The_script_writes_text_only_and_asks_for_nothing()
    {
        var script = s_page.QuerySelector("script:not([type])")!.TextContent;
        Assert.DoesNotMatch(@"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(|fetch\(|XMLHttp|import\(|localStorage|</|<!--", script);
        Assert.DoesNotContain("url(", s_page.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", s_page.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_script_the_worst_findings_the_priorities_and_the_charts_are_there()
    {
        Assert.Equal(Math.Min(200, ReportSamples.Hostile.Count), s_page.QuerySelectorAll("#rows tr").Length);
        Assert.NotEmpty(s_page.QuerySelectorAll(".fix h3"));
        Assert.NotEmpty(s_page.QuerySelectorAll("svg.bar rect"));
        Assert.Equal("Fail", s_page.QuerySelector("#rows .badge")!.TextContent);
        Assert.All(s_page.QuerySelectorAll("button"), button => Assert.True(button.HasAttribute("hidden"), "a button does nothing without script"));
    }

    [Fact]
    public void It_is_small_when_it_is_empty_and_bounded_when_it_is_large()
    {
        Assert.InRange(ReportSamples.Write(ReportFormat.Html, ReportSamples.Content([])).Length, 1, 60_000);
        var many = Enumerable.Range(0, 10_000).Select(number => ReportSamples.Finding(name: $"notebook-{number}")).ToList();
        Assert.InRange(ReportSamples.Write(ReportFormat.Html, ReportSamples.Content(many)).Length, 1, 4_000_000);
    }

    [Fact]
    public void It_says_what_it_is_to_who_cannot_see_it()
    {
        Assert.Equal("en", s_page.DocumentElement.GetAttribute("lang"));
        Assert.NotEqual("", s_page.Title);
        Assert.Single(s_page.QuerySelectorAll("h1"));
        Assert.Single(s_page.QuerySelectorAll("main"));
        Assert.All(s_page.QuerySelectorAll("svg"), svg => Assert.True(svg.HasAttribute("aria-label") || svg.GetAttribute("aria-hidden") == "true"));
        Assert.Equal(s_page.QuerySelectorAll("[id]").Length, s_page.QuerySelectorAll("[id]").Select(element => element.Id).Distinct().Count());
        Assert.All(s_page.QuerySelectorAll("[aria-labelledby]"), element => Assert.NotNull(s_page.GetElementById(element.GetAttribute("aria-labelledby")!)));
    }

    [Fact]
    public void The_same_findings_make_the_same_page() => Assert.Equal(s_text, ReportSamples.Write(ReportFormat.Html));

    private static string Shape(IElement element) =>
        $"{element.LocalName} {string.Join(' ', element.Attributes.Select(attribute => attribute.Name))}";

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
