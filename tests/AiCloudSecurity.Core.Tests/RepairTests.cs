using System.Text;
using System.Text.RegularExpressions;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Core.Tests;

public sealed partial class RepairTests
{
    private static readonly RepairChoices s_choices = new()
    {
        KmsKeyId = "arn:aws:kms:eu-west-1:111122223333:key/k", LogGroupName = "logs", RoleArn = "arn:aws:iam::111122223333:role/logs", LogBucketName = "logs", LifecycleConfig = "script", Topic = "arn:aws:sns:eu-west-1:111122223333:team", Guardrail = "guardrail1:2",
    };

    [Theory]
    [InlineData("aws")]
    [InlineData("azure")]
    [InlineData("gcp")]
    public void Every_row_that_says_in_place_has_a_repair_or_a_decision_says_why_not(string cloud)
    {
        // Set-AiBudgetAlert is asked for, not found: the decisions say so.
        var repaired = Repair.All.Select(repair => repair.About.CheckId).ToHashSet();
        var decided = Decided().ToHashSet();
        Assert.Equal([], File.ReadAllLines(Path.Join(AppContext.BaseDirectory, $"catalogue-{cloud}-in-place.txt")).Where(row => !repaired.Contains(row) && !decided.Contains(row)));
    }

    [Fact]
    public void Every_repair_is_of_a_check_that_can_fail_and_that_a_person_need_not_do()
    {
        foreach (var repair in Repair.All)
        {
            var check = Assert.Single(Check.All, check => check.Id == repair.About.CheckId && check.Subject == repair.Subject);
            Assert.Contains(check.Examples, example => example.Expected == Status.Fail);
            Assert.NotEqual(Remedy.None, check.About.Remedy);
            Assert.NotEmpty(repair.Settings);
            Assert.All(repair.Settings, setting => Assert.NotEmpty(setting.Permissions));
        }
        Assert.True(Repair.All.Count > 20);
    }

    [Fact]
    public void What_fails_and_can_be_repaired_says_so_and_each_wish_changes_something()
    {
        // Those of the other clouds are made on their examples, too.
        foreach (var repair in Repair.All.Where(repair => repair.Subject.Cloud == Cloud.Aws))
        {
            var check = Check.All.Single(check => check.Id == repair.About.CheckId && check.Subject == repair.Subject);
            var wished = 0;
            foreach (var example in check.Examples.Where(example => example.Expected == Status.Fail))
            {
                var estate = Example.Estate(check, example);
                var finding = check.Judge(estate).First(finding => finding.Status == Status.Fail);
                Assert.Matches(@"^(Repair-AiFinding( -\w+)?|Manual) \((Safe|MayBreak|Recreate)\)$", finding.Fix);
                var resource = estate.Resources.Concat(estate.Containers).First(resource => resource.Type == check.Subject);
                try
                {
                    var wishes = repair.Plan(resource, estate, new(), s_choices);
                    wished += wishes.Count;
                    Assert.All(wishes, wish => Assert.Equal(estate.Scope.Id, wish.Place.Scope));
                }
                catch (UnseenException)
                {
                    // The example lacks what only the repair looks at.
                    wished++;
                }
            }
            Assert.True(wished > 0, $"{check.Id}: its repair wants nothing of any example that fails.");
        }
    }

    [Fact]
    public void A_journal_tells_how_each_change_ended()
    {
        var text = Lines(Begin("a"), End("a", "Applied"), Begin("b"), Begin("c"), End("c", "Refused"), Begin("d"), End("d", "Uncertain"), Begin("e") with { Undoes = "a" }, End("e", "Applied"));
        Assert.Equal([RepairStatus.Undone, RepairStatus.Interrupted, RepairStatus.Refused, RepairStatus.Uncertain, RepairStatus.Applied], Journal.Read(text, "journal").Select(entry => entry.Status));
        // An undo that was not done takes nothing back.
        Assert.Equal(RepairStatus.Applied, Journal.Read(Lines(Begin("a"), End("a", "Applied"), Begin("b") with { Undoes = "a" }), "journal")[0].Status);
    }

    [Fact]
    public void A_line_that_was_cut_off_is_left_out_wherever_it_stands()
    {
        var whole = Lines(Begin("a"), End("a", "Applied"));
        for (var cut = 1; cut < whole.Length; cut++)
        {
            var entries = Journal.Read(whole.AsMemory(0, cut), "journal");
            Assert.True(entries.Count <= 1);
            // The next run begins a line of its own.
            var next = Journal.Read((byte[])[.. whole.AsSpan(0, cut), (byte)'\n', .. Lines(Begin("b"))], "journal");
            Assert.Equal("b", next[^1].Begin.Id);
        }
    }

    [Theory]
    [InlineData("no json", "line 1")]
    [InlineData("{\"format\":2,\"id\":\"a\",\"run\":\"r\",\"at\":\"2026-11-01T00:00:00Z\",\"step\":\"Begin\"}\n", "version 2")]
    [InlineData("{\"format\":1,\"id\":\"a\",\"run\":\"r\",\"at\":\"2026-11-01T00:00:00Z\",\"step\":\"Begin\"}\n", "does not say what it changes")]
    [InlineData("{\"format\":1,\"id\":null,\"run\":\"r\",\"at\":\"2026-11-01T00:00:00Z\",\"step\":\"Applied\"}\n", "has no id, run or step")]
    [InlineData("{\"format\":1,\"id\":\"a\",\"run\":\"r\",\"at\":\"2026-11-01T00:00:00Z\",\"step\":\"Applied\"}\n", "not begun")]
    public void A_damaged_journal_is_an_error_that_names_the_line(string text, string says)
    {
        if (text == "no json")
        {
            text += "\n";
        }
        var failure = Assert.Throws<AiCloudException>(() => Journal.Read(Encoding.UTF8.GetBytes(text), "journal"));
        Assert.Equal(ErrorId.EstateUnreadable, failure.Id);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_shows_each_field_before_and_after_and_nothing_that_a_terminal_obeys()
    {
        var change = new Change
        {
            Setting = Setting.Find("aws/s3/PublicAccessBlock")!, Place = new("1", "aws", "eu-west-1", "arn:aws:s3:::b", "{}"), CheckId = "", ResourceType = "t", ResourceName = "n", Breaks = "",
            Before = """{ "a": { "b": 1, "same": 2 }, "gone": "x\u001b[2J" }""", After = """{ "a": { "b": 3, "same": 2 }, "new": [true], "gone": null }""",
        };
        Assert.Equal(["a.b: 1 → 3", "gone: x\\u001B[2J → (none)", "new[0]: (none) → true"], change.Fields());
    }

    private static byte[] Lines(params JournalLine[] lines) => [.. lines.SelectMany(Journal.Write)];

    private static JournalLine Begin(string id) => new()
    {
        Id = id, Run = "r", At = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), Step = "Begin", Cloud = Cloud.Aws, Scope = "111122223333", Region = "eu-west-1", ResourceId = "arn:aws:s3:::b",
        Setting = "aws/s3/PublicAccessBlock", Key = "{}", After = "{}",
    };

    private static JournalLine End(string id, string step) => new() { Id = id, Run = "r", At = new(2026, 11, 1, 0, 0, 1, TimeSpan.Zero), Step = step };

    // Rows of the table of what is left to a person; "AWS-IAM-001 to 008, 022" names nine.
    private static IEnumerable<string> Decided()
    {
        var inTable = false;
        foreach (var line in File.ReadLines(Path.Join(AppContext.BaseDirectory, "decisions.md")))
        {
            inTable = line.StartsWith('#') ? line.Contains("left to a person", StringComparison.Ordinal) : inTable;
            if (!inTable || line.Split('|') is not [_, var rows, _, ..])
            {
                continue;
            }
            var (pillar, last) = ("", 0);
            foreach (Match match in Row().Matches(rows))
            {
                pillar = match.Groups["pillar"].Success ? match.Groups["pillar"].Value : pillar;
                var number = int.Parse(match.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture);
                for (var each = match.Groups["to"].Success ? last : number; each <= number; each++)
                {
                    yield return $"{pillar}{each:000}";
                }
                last = number;
            }
        }
    }

    [GeneratedRegex(@"(?<to>to )?(?<pillar>(AWS|AZ|GCP)-[A-Z]+-)?(?<number>\d{3})")]
    private static partial Regex Row();
}
