using System.Text.RegularExpressions;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Core.Tests;

/// <summary>The catalogue of what must be judged is held to what is judged.</summary>
public sealed partial class CatalogueTests
{
    [Theory]
    [InlineData("aws")]
    [InlineData("azure")]
    [InlineData("gcp")]
    public void Every_row_is_a_check_or_a_decision_says_why_not(string cloud)
    {
        var rows = File.ReadAllLines(Path.Join(AppContext.BaseDirectory, $"catalogue-{cloud}.txt"));
        var judged = Check.All.Select(check => check.Id).Concat(Check.All.SelectMany(check => check.About.Aliases)).ToHashSet();
        var unjudged = rows.Where(row => !judged.Contains(row)).ToList();
        Assert.Equal([], unjudged.Except(Decided()));
        Assert.True(unjudged.Count < 10, $"{unjudged.Count} rows are not judged.");
    }

    // Rows of the table of decisions that begin with "Not judged".
    private static IEnumerable<string> Decided() =>
        from line in File.ReadLines(Path.Join(AppContext.BaseDirectory, "decisions.md"))
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        where cells.Length > 2 && cells[2].StartsWith("Not judged", StringComparison.Ordinal)
        from Match id in Id().Matches(cells[1])
        select id.Value;

    [GeneratedRegex(@"(AWS|AZ|GCP)-[A-Z]+-\d{3}")]
    private static partial Regex Id();
}
