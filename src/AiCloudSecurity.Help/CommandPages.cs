using System.Management.Automation;
using System.Text;

namespace AiCloudSecurity.Help;

/// <summary>Writes a page for each cmdlet.</summary>
internal static class CommandPages
{
    /// <summary>The pages, and an index.</summary>
    public static IEnumerable<(string Name, string Text)> Of(IReadOnlyList<CmdletHelp> cmdlets)
    {
        var index = new StringBuilder("# Commands\n\nMade from the cmdlets by `./build.ps1 -Task Docs`.\n\n| command | what it does |\n|---|---|\n");
        foreach (var cmdlet in cmdlets)
        {
            index.Append($"| [{cmdlet.Name}]({cmdlet.Name}.md) | {cmdlet.Summary} |\n");
            yield return ($"docs/commands/{cmdlet.Name}.md", Page(cmdlet));
        }
        yield return ("docs/commands/README.md", index.ToString());
    }

    private static string Page(CmdletHelp cmdlet)
    {
        var page = new StringBuilder($"# {cmdlet.Name}\n\n{cmdlet.Summary}\n\n```\n");
        foreach (var set in cmdlet.Sets)
        {
            page.Append(cmdlet.Name);
            foreach (var (parameter, attribute) in from parameter in cmdlet.Parameters
                                                   let attribute = parameter.In(set)
                                                   where attribute is not null
                                                   orderby attribute.Position < 0, attribute.Position, !attribute.Mandatory, parameter.Name
                                                   select (parameter, attribute))
            {
                page.Append(' ').Append(Syntax(parameter, attribute));
            }
            page.Append('\n');
        }
        page.Append("```\n");
        foreach (var paragraph in cmdlet.Remarks)
        {
            page.Append($"\n{paragraph}\n");
        }
        page.Append("\n## Examples\n");
        foreach (var example in cmdlet.Examples)
        {
            page.Append($"\n```powershell\n{example.Code}\n```\n\n{example.Text}\n");
        }
        page.Append("\n## Parameters\n\n| name | type | pipeline | meaning |\n|---|---|---|---|\n");
        foreach (var parameter in cmdlet.Parameters)
        {
            var values = parameter.Values.Count == 0 ? "" : $" One of {string.Join(", ", parameter.Values)}.";
            page.Append($"| -{parameter.Name} | {parameter.Type} | {(parameter.Pipeline == "False" ? "" : parameter.Pipeline)} | {parameter.Text}{values} |\n");
        }
        page.Append($"\n## Output\n\n{string.Join(", ", cmdlet.Outputs.Select(output => $"`{output.FullName}`"))}\n");
        return page.ToString();
    }

    private static string Syntax(ParameterHelp parameter, ParameterAttribute attribute)
    {
        var name = attribute.Position < 0 ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        var text = parameter.IsSwitch ? $"-{parameter.Name}" : $"{name} <{parameter.Type}>";
        return attribute.Mandatory ? text : $"[{text}]";
    }
}
