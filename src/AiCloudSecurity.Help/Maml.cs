using System.Management.Automation;
using System.Xml;
using System.Xml.Linq;

namespace AiCloudSecurity.Help;

/// <summary>Writes PowerShell's help format.</summary>
internal static class Maml
{
    private static readonly XNamespace s_msh = "http://msh";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The help of all cmdlets, as XML.</summary>
    public static string Of(IEnumerable<CmdletHelp> cmdlets)
    {
        using var text = new Utf8Writer();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            new XElement(s_msh + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(Command)).Save(xml);
        }
        return text + "\n";
    }

    private static XElement Command(CmdletHelp cmdlet) => new(s_command + "command",
        new XElement(s_command + "details",
            new XElement(s_command + "name", cmdlet.Name),
            new XElement(s_command + "verb", cmdlet.Verb),
            new XElement(s_command + "noun", cmdlet.Noun),
            Description([cmdlet.Summary])),
        Description(cmdlet.Remarks),
        new XElement(s_command + "syntax", cmdlet.Sets.Select(set => new XElement(s_command + "syntaxItem",
            new XElement(s_maml + "name", cmdlet.Name),
            from parameter in cmdlet.Parameters
            let attribute = parameter.In(set)
            where attribute is not null
            orderby attribute.Position < 0, attribute.Position, !attribute.Mandatory, parameter.Name
            select Parameter(parameter, attribute, described: false)))),
        new XElement(s_command + "parameters", cmdlet.Parameters.Select(parameter => Parameter(parameter, parameter.First, described: true))),
        new XElement(s_command + "inputTypes", cmdlet.Inputs.Select(input => new XElement(s_command + "inputType", TypeOf(input.FullName!))).DefaultIfEmpty(
            new XElement(s_command + "inputType", TypeOf("None")))),
        new XElement(s_command + "returnValues", cmdlet.Outputs.Select(output => new XElement(s_command + "returnValue", TypeOf(output.FullName!)))),
        new XElement(s_command + "examples", cmdlet.Examples.Select((example, i) => new XElement(s_command + "example",
            new XElement(s_maml + "title", $"---------- Example {i + 1} ----------"),
            new XElement(s_dev + "code", example.Code),
            // The empty paragraph is the empty line before the next example.
            new XElement(s_dev + "remarks", new XElement(s_maml + "para", example.Text), new XElement(s_maml + "para"))))));

    private static XElement Parameter(ParameterHelp parameter, ParameterAttribute attribute, bool described) => new(s_command + "parameter",
        new XAttribute("required", attribute.Mandatory),
        new XAttribute("globbing", parameter.Wildcards),
        new XAttribute("pipelineInput", parameter.Pipeline),
        new XAttribute("position", attribute.Position < 0 ? "named" : attribute.Position),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(s_maml + "name", parameter.Name),
        described ? Description([parameter.Text]) : null,
        parameter.IsSwitch ? null : new XElement(s_command + "parameterValue", new XAttribute("required", true), parameter.Type),
        TypeOf(parameter.Type),
        new XElement(s_dev + "defaultValue", parameter.Default),
        parameter.Values.Count == 0 ? null : new XElement(s_command + "parameterValueGroup",
            parameter.Values.Select(value => new XElement(s_command + "parameterValue", new XAttribute("required", false), value))));

    private static XElement TypeOf(string name) => new(s_dev + "type", new XElement(s_maml + "name", name), new XElement(s_maml + "uri"));

    private static XElement Description(IEnumerable<string> paragraphs) =>
        new(s_maml + "description", paragraphs.Select(paragraph => new XElement(s_maml + "para", paragraph)));

    // A string writer that says what the file will be.
    private sealed class Utf8Writer : StringWriter
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;
    }
}
