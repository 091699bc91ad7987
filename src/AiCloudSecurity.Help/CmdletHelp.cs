using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using System.Xml.Linq;

namespace AiCloudSecurity.Help;

/// <summary>An example of a cmdlet: what to type, and what it does.</summary>
internal sealed record ExampleHelp(string Code, string Text);

/// <summary>A parameter in one parameter set.</summary>
internal sealed record ParameterHelp(string Name, string Type, bool IsSwitch, string Text, IReadOnlyDictionary<string, ParameterAttribute> Sets, bool Wildcards, IReadOnlyList<string> Aliases, IReadOnlyList<string> Values, string Default)
{
    /// <summary>What it is in a set; null where it is not in it.</summary>
    public ParameterAttribute? In(string set) => Sets.GetValueOrDefault(set) ?? Sets.GetValueOrDefault(ParameterAttribute.AllParameterSets);

    /// <summary>Any of its attributes.</summary>
    public ParameterAttribute First => Sets.First().Value;

    /// <summary>How it takes pipeline input, in PowerShell's words.</summary>
    public string Pipeline => (Sets.Values.Any(set => set.ValueFromPipeline), Sets.Values.Any(set => set.ValueFromPipelineByPropertyName)) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}

/// <summary>What there is to say of a cmdlet, from its attributes and its XML documentation.</summary>
internal sealed record CmdletHelp(string Name, string Verb, string Noun, string Summary, IReadOnlyList<string> Remarks, IReadOnlyList<ParameterHelp> Parameters,
    IReadOnlyList<string> Sets, string? DefaultSet, IReadOnlyList<Type> Inputs, IReadOnlyList<Type> Outputs, IReadOnlyList<ExampleHelp> Examples, IReadOnlyList<string> Missing)
{
    /// <summary>All cmdlets of an assembly, by noun and verb.</summary>
    public static IReadOnlyList<CmdletHelp> Of(string assembly)
    {
        var folder = Path.GetDirectoryName(assembly)!;
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            new[] { folder, Path.Join(folder, "clouds"), Path.Join(folder, "documents") }.Select(place => Path.Join(place, name.Name + ".dll")).FirstOrDefault(File.Exists) is { } file
                ? context.LoadFromAssemblyPath(file) : null;
        var docs = XDocument.Load(Path.ChangeExtension(assembly, ".xml")).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);
        return [.. from type in Assembly.LoadFrom(assembly).GetExportedTypes()
                   let cmdlet = type.GetCustomAttribute<CmdletAttribute>()
                   where cmdlet is not null
                   orderby cmdlet.NounName, cmdlet.VerbName
                   select Of(type, cmdlet, docs)];
    }

    private static CmdletHelp Of(Type type, CmdletAttribute cmdlet, Dictionary<string, XElement> docs)
    {
        var name = $"{cmdlet.VerbName}-{cmdlet.NounName}";
        List<string> missing = [];
        var doc = docs.GetValueOrDefault("T:" + type.FullName);
        using var instance = (IDisposable)Activator.CreateInstance(type)!;
        var parameters = (from property in type.GetProperties()
                          let attributes = property.GetCustomAttributes<ParameterAttribute>().ToArray()
                          where attributes.Length > 0
                          let text = Paragraphs(docs.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}")?.Element("summary"))
                          let one = property.PropertyType.IsArray ? property.PropertyType.GetElementType()! : Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
                          orderby property.Name
                          select new ParameterHelp(property.Name, TypeName(property.PropertyType), property.PropertyType == typeof(SwitchParameter),
                              string.Join(' ', text), attributes.ToDictionary(attribute => attribute.ParameterSetName),
                              property.GetCustomAttribute<SupportsWildcardsAttribute>() is not null,
                              [.. property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []],
                              one.IsEnum ? Enum.GetNames(one) : [], DefaultOf(property.GetValue(instance)))).ToList();
        missing.AddRange(parameters.Where(parameter => parameter.Text.Length == 0).Select(parameter => $"{name} -{parameter.Name}"));
        var examples = (doc?.Elements("example") ?? []).Select(example =>
            new ExampleHelp(example.Element("code")?.Value.Trim() ?? "", string.Join(' ', example.Elements("para").Select(para => Words(para.Value))))).ToList();
        if (examples.Count < 2)
        {
            missing.Add($"{name}: a second example");
        }
        missing.AddRange(examples.Where(example => example.Code.Length == 0 || example.Text.Length == 0).Select(_ => $"{name}: code and text of an example"));
        var summary = string.Join(' ', Paragraphs(doc?.Element("summary")));
        var remarks = Paragraphs(doc?.Element("remarks")).ToList();
        if (summary.Length == 0 || remarks.Count == 0)
        {
            missing.Add($"{name}: summary and remarks");
        }
        var sets = parameters.SelectMany(parameter => parameter.Sets.Keys).Where(set => set != ParameterAttribute.AllParameterSets).Distinct()
            .OrderByDescending(set => set == cmdlet.DefaultParameterSetName).ThenBy(set => set, StringComparer.Ordinal).DefaultIfEmpty(ParameterAttribute.AllParameterSets).ToList();
        if (cmdlet.SupportsShouldProcess)
        {
            parameters.AddRange([
                new ParameterHelp("Confirm", "SwitchParameter", true, "Asks before anything is changed.", All(), false, ["cf"], [], "False"),
                new ParameterHelp("WhatIf", "SwitchParameter", true, "Shows what would happen, and changes nothing.", All(), false, ["wi"], [], "False")]);
        }
        return new(name, cmdlet.VerbName, cmdlet.NounName, summary, remarks, parameters, sets, cmdlet.DefaultParameterSetName,
            [.. from property in type.GetProperties()
                where property.GetCustomAttributes<ParameterAttribute>().Any(attribute => attribute.ValueFromPipeline)
                select property.PropertyType.IsArray ? property.PropertyType.GetElementType()! : property.PropertyType],
            [.. type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(output => output.Type).Select(output => output.Type)], examples, missing);
    }

    private static Dictionary<string, ParameterAttribute> All() => new() { [ParameterAttribute.AllParameterSets] = new() };

    // What the parameter is where nobody says it, as PowerShell's own help puts it.
    private static string DefaultOf(object? value) => value switch
    {
        null or "" or Array { Length: 0 } => "None",
        Array values => string.Join(", ", values.Cast<object>()),
        SwitchParameter => "False",
        _ => value.ToString()!,
    };

    private static string TypeName(Type type) =>
        type.IsArray ? TypeName(type.GetElementType()!) + "[]" : (Nullable.GetUnderlyingType(type) ?? type).Name;

    private static IEnumerable<string> Paragraphs(XElement? text) =>
        text is null ? [] : text.Elements("para").Any() ? text.Elements("para").Select(para => Words(para.Value)) : [Words(text.Value)];

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
