using System.Reflection;
using System.Text.RegularExpressions;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Core.Tests;

public sealed partial class CheckTests
{
    public static TheoryData<string, int> Examples =>
        new(Check.All.SelectMany(check => check.Examples.Select((_, number) => (Key(check), number))));

    public static TheoryData<string> Ids => new(Check.All.Select(Key));

    [Theory, MemberData(nameof(Examples))]
    public void An_example_is_judged_as_it_says(string id, int number)
    {
        var check = Find(id);
        var example = check.Examples[number];
        // The example's own resource comes first; others of its type may stand beside it.
        var finding = check.Judge(Example.Estate(check, example)).First(finding => finding.ResourceName != "*");
        Assert.True(finding.Status == example.Expected, $"{id} says {finding.Status} ({finding.Reason}) of {example.Json} {string.Join(' ', example.With)}");
        Assert.False(string.IsNullOrWhiteSpace(finding.Reason));
        Assert.True(finding.Status != Status.Fail || finding.Severity == (example.Grade ?? check.Severity), $"{id} says {finding.Severity} ({finding.Reason}) of {example.Json} {string.Join(' ', example.With)}: give the example that severity, or the verdict another");
    }

    // What a verdict rests on is in the signature: without it, no example may pass.
    [Theory, MemberData(nameof(Examples))]
    public void Without_what_it_reads_nothing_passes(string id, int number)
    {
        var check = Find(id);
        var example = check.Examples[number];
        foreach (var type in check.Needs.Where(type => type.Read.Operations.Count > 0))
        {
            foreach (var finding in check.Judge(Example.Estate(check, example, withhold: type)))
            {
                Assert.True(finding.Status != Status.Pass || example.Expected == Status.Pass, $"{id} passes without {type.Name}: {finding.Reason}");
                Assert.True(finding.Status != Status.Fail || example.Expected == Status.Fail, $"{id} fails without {type.Name}: {finding.Reason}");
            }
        }
    }

    // A type that no example needs is a permission asked for without need.
    [Theory, MemberData(nameof(Ids))]
    public void Each_type_that_it_reads_decides_some_example(string id)
    {
        var check = Find(id);
        foreach (var type in check.Needs.Where(type => type.Read.Operations.Count > 0 && type != check.Subject))
        {
            Assert.True(
                check.Examples.Any(example => check.Judge(Example.Estate(check, example, withhold: type)).All(finding => finding.Status == Status.Unknown || finding.ResourceName == "*")
                    || !check.Judge(Example.Estate(check, example, withhold: type)).Any()),
                $"{id} gives the same verdict on every example without {type.Name}.");
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void It_has_an_example_that_passes_and_one_that_fails(string id)
    {
        var examples = Find(id).Examples;
        Assert.Contains(examples, example => example.Expected == Status.Pass);
        Assert.Contains(examples, example => example.Expected == Status.Fail);
    }

    [Theory, MemberData(nameof(Ids))]
    public void It_describes_itself(string id)
    {
        var about = Find(id).About;
        Assert.Matches(IdShape(), about.Id);
        Assert.InRange(about.Title.Length, 10, 80);
        Assert.False(about.Title.EndsWith('.'), "a title is no sentence");
        Assert.DoesNotMatch("^(Ensure|Check|Make sure)", about.Title);
        Assert.EndsWith(".", about.Risk, StringComparison.Ordinal);
        Assert.EndsWith(".", about.Advice, StringComparison.Ordinal);
        Assert.Matches("^[A-Z][a-z]+ ", about.Advice);
        Assert.DoesNotContain(". ", about.Advice, StringComparison.Ordinal);
        Assert.NotEqual(Tip.None, about.Tip);
        Assert.NotEmpty(about.Tip.Numbers());
        if (about.Link.Length > 0)
        {
            Assert.StartsWith("https://", about.Link, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_id_judges_a_resource_type_once_and_aliases_are_not_reused()
    {
        var names = Check.All.SelectMany(check => check.About.Aliases.Append(check.Id).Select(id => $"{id} {check.Subject.Name}")).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void The_folder_and_the_class_say_the_cloud_and_the_kind()
    {
        Assert.All(Check.All, check =>
        {
            Assert.EndsWith("Checks", check.Method!.DeclaringType!.Name, StringComparison.Ordinal);
            Assert.StartsWith("AiCloudSecurity.Checks.", check.Method!.DeclaringType!.Namespace, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Resource_types_are_named_once_and_say_how_they_are_read()
    {
        Assert.All(ResourceType.All, type => Assert.True(type.Record.IsSealed));
        Assert.Equal(ResourceType.All.Count, ResourceType.All.Select(type => type.Name).Distinct().Count());
        Assert.All(ResourceType.All.Where(type => type.Read is AwsResourceAttribute), type =>
        {
            var read = (AwsResourceAttribute)type.Read;
            Assert.NotEmpty(read.Operations);
            Assert.True(read.List is null || read.Items is not null, $"{type.Name} lists without saying where the items are.");
        });
    }

    // An id may judge several resource types.
    private static string Key(Check check) => $"{check.Id} {check.Subject.Name}";

    private static Check Find(string key) => Check.All.Single(check => Key(check) == key);

    [GeneratedRegex("^(AWS|AZ|GCP)-(IAM|NET|MON|DATA)-[0-9]{3}$")]
    private static partial Regex IdShape();
}
