using System.Text;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Help;

/// <summary>Writes what the checks say of themselves.</summary>
internal static class CheckPage
{
    /// <summary>The least policy for all checks on AWS.</summary>
    public static string AwsPermissions() => AwsAuditPolicy.Of(Check.All) + "\n";

    /// <summary>The least role for all checks on Azure.</summary>
    public static string AzurePermissions() => AzureAuditRole.Of(Check.All) + "\n";

    /// <summary>The least role for all checks on Google Cloud.</summary>
    public static string GcpPermissions() => GcpAuditRole.Of(Check.All) + "\n";

    /// <summary>All checks, with what they read and their examples.</summary>
    public static string Text()
    {
        var page = new StringBuilder($"# Checks\n\n{Check.All.Count} checks. Made from the code by `./build.ps1 -Task Docs`; the examples run as tests.\n");
        foreach (var pillar in Check.All.GroupBy(check => check.Pillar).OrderBy(pillar => pillar.Key))
        {
            page.Append($"\n## {pillar.Key}\n\n| id | severity | tip | what is well |\n|---|---|---|---|\n");
            foreach (var check in pillar)
            {
                page.Append($"| [{check.Id}](#{check.Id.ToLowerInvariant()}) | {check.Severity} | {check.About.Tip.Numbers()} | {check.Title} |\n");
            }
        }
        foreach (var check in Check.All)
        {
            page.Append($"\n### {check.Id}\n\n**{check.Title}** ({check.Severity}, {check.Pillar}, {check.About.Tip.Numbers()})\n\n{check.About.Risk} {check.About.Advice}");
            page.Append($"\n\nJudges `{check.Subject.Name}`. Reads {string.Join(", ", check.Reads.Select(read => $"`{read.Operation}`"))}.");
            if (check.About.Owasp.Length + check.About.Atlas.Length > 0)
            {
                page.Append($" {string.Join(", ", new[] { check.About.Owasp, check.About.Atlas }.Where(id => id.Length > 0))}.");
            }
            if (check.About.Link.Length > 0)
            {
                page.Append($" [Vendor's page]({check.About.Link}).");
            }
            page.Append("\n\n| verdict | of |\n|---|---|\n");
            foreach (var example in check.Examples)
            {
                var with = string.Concat(example.With.Select(other => $" with {Code(other)}"));
                page.Append($"| {example.Expected} | {Code(example.Json)}{with}{(example.Because.Length > 0 ? $". {example.Because}" : "")} |\n");
            }
        }
        return page.ToString();
    }

    private static string Code(string json) => $"`{string.Join(' ', json.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal)}`";
}
