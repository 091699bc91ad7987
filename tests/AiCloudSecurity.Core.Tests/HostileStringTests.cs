using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Exposure;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Reports;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Whoever names a resource attacks whoever reads of it: what is shown is plain text, whatever a cloud or a file says.</summary>
public sealed class HostileStringTests
{
    public static TheoryData<string> Samples => ["aws", "azure", "gcp"];

    [Fact]
    public void The_corpus_is_as_wide_as_what_has_been_tried_on_others()
    {
        var counts = HostileStrings.All.CountBy(hostile => hostile.Kind).ToDictionary();
        Assert.InRange(HostileStrings.All.Count, 200, int.MaxValue);
        Assert.Equal(HostileStrings.All.Count, HostileStrings.All.Select(hostile => hostile.Text).Distinct().Count());
        Assert.All(new[] { ("formula", 20), ("html", 60), ("terminal", 30), ("bidi", 15), ("xml", 20), ("path", 20), ("json", 20), ("yaml", 10), ("sarif", 5), ("long", 5) },
            kind => Assert.InRange(counts[kind.Item1], kind.Item2, int.MaxValue));
        Assert.Contains(HostileStrings.All, hostile => hostile.Text.Length == 1 << 20);
    }

    [Fact]
    public void Whatever_is_shown_is_short_starts_no_formula_and_moves_no_cursor() => Assert.All(HostileStrings.All, hostile =>
    {
        var shown = Display.Safe(hostile.Text);
        Assert.True(shown.Length <= Display.MaxLength && Display.IsSafe(shown), shown);
        Assert.Equal(shown, Display.Safe(shown));
        Assert.DoesNotMatch(@"^[=+\-@\t\r\n\0]|[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029]", shown);
        Assert.True(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(shown)) == shown, "it is no Unicode");
    });

    // Every string of a real account in turn becomes every string of the corpus, whatever member it stands in.
    [Theory, MemberData(nameof(Samples))]
    public void What_is_made_of_hostile_answers_is_safe_in_every_text(string sample)
    {
        var estates = SampleEstates.Open(sample);
        // A fast run takes every fifth string, another fifth for each cloud; AISEC_FULL=1 takes all.
        var names = SampleEstates.IsFullRun ? HostileStrings.Names : [.. HostileStrings.Names.Where((_, number) => number % 60 == Array.IndexOf(["aws", "azure", "gcp"], sample))];
        HashSet<string> unsafeTexts = [];
        var seen = 0;
        foreach (var name in names)
        {
            foreach (var estate in estates.Select(estate => Renamed(estate, name)))
            {
                foreach (var made in Check.All.SelectMany(check => check.Judge(estate)).Cast<object>().Concat(Exposures.Of(estate)).Concat(estate.Coverage).Concat(Grants(estate)))
                {
                    seen++;
                    unsafeTexts.UnionWith(Texts(made).Where(text => !Display.IsSafe(text.Text)).Select(text => $"{made.GetType().Name}.{text.Member}"));
                }
            }
        }
        Assert.Empty(unsafeTexts);
        Assert.True(seen > 100);
    }

    // Findings that somebody else makes are not safe where they are made: every format makes them so, and loses none.
    [Theory, MemberData(nameof(Formats))]
    public void A_report_of_findings_that_others_made_is_safe_and_whole(ReportFormat format)
    {
        List<Finding> findings = [.. HostileStrings.All.Select(hostile => hostile.Text).Select(text => ReportSamples.Finding() with
        {
            CheckId = text, Scope = text, Region = text, ResourceType = text, ResourceName = text, ResourceId = text, Reason = text, Advice = text, Fix = text, Command = text, Fingerprint = text,
        })];
        var report = ReportSamples.Write(format, ReportSamples.Content(findings));
        Assert.DoesNotContain(report.TrimStart('\uFEFF'), c => c is < ' ' and not ('\r' or '\n' or '\t') or (>= '\u007F' and <= '\u009F') or '\u202E' or '\u200B' or '\u2028' or '\uFFFD' or '\uFFFE');
        Assert.Equal(findings.Count, format switch
        {
            ReportFormat.Json => JsonNode.Parse(report)!["findings"]!.AsArray().Count,
            ReportFormat.Ocsf or ReportFormat.Asff => JsonNode.Parse(report)!.AsArray().Count,
            ReportFormat.Sarif => JsonNode.Parse(report)!["runs"]![0]!["results"]!.AsArray().Count,
            ReportFormat.NdJson => report.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => JsonNode.Parse(line) is not null),
            ReportFormat.JUnit => XDocument.Parse(report).Descendants("testcase").Count(),
            ReportFormat.NUnit => XDocument.Parse(report).Descendants("test-case").Count(),
            ReportFormat.Html => JsonNode.Parse(new AngleSharp.Html.Parser.HtmlParser().ParseDocument(report).GetElementById("data")!.TextContent)!["rows"]!.AsArray().Count,
            ReportFormat.Markdown => report.Split('\n').Count(line => line.StartsWith("| Fail |", StringComparison.Ordinal)),
            _ => report.Split("\r\n").Length - 2,
        });
    }

    public static TheoryData<ReportFormat> Formats => ReportTests.Formats;

    private static IEnumerable<AiIamGrant> Grants(Estate estate)
    {
        try
        {
            return [.. CloudGrants.Of(estate, new() { Actions = ["*Invoke*", "*predict*", "*/completions/*"] }).SelectMany(principal => principal.Grants).Take(2_000).Select(grant => AiIamGrant.Of(grant, estate.Scope))];
        }
        catch (UnseenException)
        {
            return [];
        }
    }

    private static IEnumerable<(string Member, string Text)> Texts(object made) =>
        from property in made.GetType().GetProperties()
        where property.PropertyType == typeof(string) && property.GetValue(made) is string
        select (property.Name, (string)property.GetValue(made)!);

    // Names, ids and every string in what the cloud said get the hostile text at their end, or are it; scope and regions, too, as in a file that somebody made.
    private static Estate Renamed(Estate estate, string hostile)
    {
        var number = 0;
        string Of(string text) => number++ % 3 == 0 ? hostile : text + hostile;
        string At(string region) => region == ResourceIdentity.Global ? region : region + hostile;
        return new(estate.Scope with { Id = estate.Scope.Id + hostile, Name = hostile, Caller = hostile }, estate.CollectedAt, estate.Regions.Select(At),
            estate.Resources.Select(resource =>
            {
                var wire = JsonNode.Parse(resource.Wire.Span)!;
                Spoil(wire, Of);
                var identity = resource.Identity;
                return resource.Type.Create(new(identity.Cloud, identity.Scope, At(identity.Region), Of(identity.Id), Of(identity.Name), identity.Parent), Encoding.UTF8.GetBytes(wire.ToJsonString()), resource.Unread);
            }),
            estate.Coverage.Select(entry => entry with { Region = At(entry.Region), Message = hostile, Subject = entry.Subject is null ? null : Of(entry.Subject) }), hostile);
    }

    private static void Spoil(JsonNode node, Func<string, string> of)
    {
        IEnumerable<JsonNode?> inner = node is JsonObject members ? members.Select(member => member.Value) : node is JsonArray items ? items : [];
        foreach (var value in inner.ToList())
        {
            if (value?.GetValueKind() == JsonValueKind.String)
            {
                value.ReplaceWith(of(value.GetValue<string>()));
            }
            else if (value is not null)
            {
                Spoil(value, of);
            }
        }
    }
}
