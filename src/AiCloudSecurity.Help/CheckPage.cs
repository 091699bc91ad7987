using System.Text;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Help;

/// <summary>Writes what the checks say of themselves.</summary>
internal static class CheckPage
{
    /// <summary>The least policy for all checks on AWS, and for ways through its networks.</summary>
    public static string AwsPermissions() => AwsAuditPolicy.Of(Check.All, Exposures.Types(Cloud.Aws)) + "\n";

    /// <summary>What each cmdlet that changes a cloud must be granted.</summary>
    public static string RepairPermissions(Cloud cloud) => Repairs.RepairPolicy.Text(cloud) + "\n";

    /// <summary>The least role for all checks on Azure, and for ways through its networks.</summary>
    public static string AzurePermissions() => AzureAuditRole.Of(Check.All, Exposures.Types(Cloud.Azure)) + "\n";

    /// <summary>The least role for all checks on Google Cloud, and for ways through its networks.</summary>
    public static string GcpPermissions() => GcpAuditRole.Of(Check.All, Exposures.Types(Cloud.Gcp)) + "\n";

    /// <summary>An index of all checks, and a page for each.</summary>
    public static IEnumerable<(string Name, string Text)> Pages()
    {
        yield return ("docs/checks.md", Index());
        foreach (var checks in Check.All.GroupBy(check => check.Id))
        {
            var page = new StringBuilder($"# {checks.Key}\n");
            foreach (var check in checks)
            {
                Append(page, check);
            }
            yield return ($"docs/checks/{checks.Key}.md", page.ToString());
        }
    }

    private static string Index()
    {
        var page = new StringBuilder($"# Checks\n\n{Check.All.Select(check => check.Id).Distinct().Count()} checks. Made from the code by `./build.ps1 -Task Docs`; the examples on their pages run as tests.\n");
        foreach (var pillar in Check.All.GroupBy(check => check.Pillar).OrderBy(pillar => pillar.Key))
        {
            page.Append($"\n## {pillar.Key}\n\n| id | severity | tip | what is well |\n|---|---|---|---|\n");
            foreach (var check in pillar)
            {
                page.Append($"| [{check.Id}](checks/{check.Id}.md) | {check.Severity} | {check.About.Tip.Numbers()} | {check.Title} |\n");
            }
        }
        return page.ToString();
    }

    private static void Append(StringBuilder page, Check check)
    {
        page.Append($"\n## {check.Title}\n\n{check.About.Risk} **{check.About.Advice}**\n\n| | |\n|---|---|\n| severity | {check.Severity} |\n| pillar | {check.Pillar}, {check.About.Tip.Numbers()} |\n| judges | `{check.Subject.Name}` |\n| setting it right | {check.About.Remedy} |\n");
        if (Frameworks.Of(check) is { Count: > 0 } entries)
        {
            page.Append($"| serves | {string.Join(", ", entries.Select(entry => entry.Name))} |\n");
        }
        page.Append($"| reads | {string.Join(", ", check.Reads.Select(read => $"`{read.Operation}`"))} |\n");
        if (check.About.Link.Length > 0)
        {
            page.Append($"\n[The vendor's page]({check.About.Link})\n");
        }
        if (check.Command.Length > 0)
        {
            page.Append($"\nBy hand, with words in capitals to be chosen:\n\n```\n{check.Command.Replace(" && ", " &&\n", StringComparison.Ordinal)}\n```\n");
        }
        page.Append("\n| verdict | of |\n|---|---|\n");
        foreach (var example in check.Examples.Select(example => example.Of ?? example).Distinct())
        {
            var each = example.Each.Length == 0 ? "" : $", where EACH is {string.Join(", ", example.Each[..^1].Select(Code))} or {Code(example.Each[^1])}";
            var with = string.Concat(example.With.Select(other => $" with {Code(other)}"));
            page.Append($"| {example.Expected}{(example.Grade is { } grade ? $", {grade}" : "")} | {Code(example.Json)}{with}{each}{(example.Because.Length > 0 ? $". {example.Because}" : "")} |\n");
        }
    }

    private static string Code(string json) => $"`{string.Join(' ', json.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal)}`";
}
