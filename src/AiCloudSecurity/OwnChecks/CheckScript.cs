using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.OwnChecks;

/// <summary>A check as a user has written it: a table of what it says of itself, and the text of the script that judges.</summary>
internal sealed partial record CheckScript(CheckAttribute About, ResourceType Subject, IReadOnlyList<ResourceType> With, string Script, IReadOnlyList<ExampleAttribute> Examples, string Source)
{
    private static readonly string[] s_members = ["Id", "Title", "Severity", "Risk", "Advice", "Tip", "Remedy", "Owasp", "Atlas", "Link", "Resource", "With", "Test", "Examples"];
    private static readonly string[] s_exampleMembers = ["Passes", "Fails", "CannotSay", "Skips", "With", "Because"];

    /// <summary>The check, judged in a session.</summary>
    public Check In(ScriptSession session)
    {
        ConditionalWeakTable<object, object> shapes = [];
        return Check.Of(new OwnCheck
        {
            About = About,
            Subject = Subject,
            With = With,
            Examples = Examples,
            Source = Source,
            Judge = (resource, with) => session.Judge(Script, [ScriptShape.Of(resource), .. with.Select(all => shapes.GetValue(all, static key => ((IReadOnlyList<Resource>)key).Select(ScriptShape.Of).ToArray()))]),
        });
    }

    /// <summary>Reads the table of a check.</summary>
    /// <exception cref="AiCloudException">It is none (EstateUnreadable).</exception>
    public static CheckScript Of(IDictionary table, string source)
    {
        var id = Text(table, "Id", source, "?");
        AiCloudException Bad(string what) => new(ErrorId.EstateUnreadable, Display.Safe($"{source}: check {id}: {what}"), source);
        foreach (var member in table.Keys.Cast<object>().Select(key => $"{key}"))
        {
            if (!s_members.Contains(member, StringComparer.OrdinalIgnoreCase))
            {
                throw Bad($"'{member}' is nothing that a check has. It has {string.Join(", ", s_members)}.");
            }
        }
        string Required(string member) => Text(table, member, source, id) is { Length: > 0 } text ? text : throw Bad($"{member} is missing.");
        T Word<T>(string member, string text) where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var value) && !text.Any(char.IsAsciiDigit) ? value
            : throw Bad($"{member} '{text}' is none of {string.Join(", ", Enum.GetNames<T>())}.");
        ResourceType Type(string name) => ResourceType.Find(name) ?? Named(name)
            ?? throw Bad($"no resource type is called '{name}'. {Nearest(name)} is the nearest; Get-AiCheck | Select-Object ResourceType -Unique lists them.");
        if (!Id().IsMatch(Required("Id")) || Reserved().IsMatch(id))
        {
            throw Bad("its id must be a prefix of your own, the pillar (IAM, NET, MON or DATA) and a number, as ACME-NET-001; AWS, AZ and GCP are taken.");
        }
        var script = table["Test"] switch
        {
            ScriptBlock block => block.ToString(),
            PSObject { BaseObject: ScriptBlock block } => block.ToString(),
            _ => throw Bad("Test must be a script block: Test = { param($resource) Pass 'It is so.' }."),
        };
        return new(
            new CheckAttribute(id.ToUpperInvariant(), Word<Severity>("Severity", Required("Severity")), Required("Title"))
            {
                Risk = Required("Risk"),
                Advice = Required("Advice"),
                Tip = Text(table, "Tip", source, id) is { Length: > 0 } tip ? TipOf(tip) ?? throw Bad($"Tip '{tip}' is none of T1a to T4b, nor of {string.Join(", ", Enum.GetNames<Tip>().Skip(1))}.") : Tip.None,
                Remedy = Text(table, "Remedy", source, id) is { Length: > 0 } remedy ? Word<Remedy>("Remedy", remedy) : Remedy.Safe,
                Owasp = Text(table, "Owasp", source, id),
                Atlas = Text(table, "Atlas", source, id),
                Link = Text(table, "Link", source, id),
            },
            Type(Required("Resource")),
            [.. Items(table["With"]).Select(name => Type($"{name}"))],
            script,
            [.. Items(table["Examples"]).Select(example => ExampleOf((example as PSObject)?.BaseObject ?? example, Bad))],
            source);
    }

    private static ExampleAttribute ExampleOf(object example, Func<string, AiCloudException> bad)
    {
        if (example is not IDictionary table || table.Keys.Cast<object>().Select(key => $"{key}").Any(key => !s_exampleMembers.Contains(key, StringComparer.OrdinalIgnoreCase)))
        {
            throw bad($"an example is a table with one of Passes, Fails, CannotSay and Skips, and perhaps With and Because: @{{ Passes = '{{ \"RootAccess\": \"Disabled\" }}' }}.");
        }
        string[] with = [.. Items(table["With"]).Select(item => $"{item}")];
        var because = $"{table["Because"]}";
        return (table["Passes"], table["Fails"], table["CannotSay"], table["Skips"]) switch
        {
            ({ } json, null, null, null) => new PassesAttribute($"{json}", with) { Because = because },
            (null, { } json, null, null) => new FailsAttribute($"{json}", with) { Because = because },
            (null, null, { } json, null) => new CannotSayAttribute($"{json}", with) { Because = because },
            (null, null, null, { } json) => new SkipsAttribute($"{json}", with) { Because = because },
            _ => throw bad("an example says one of Passes, Fails, CannotSay and Skips."),
        };
    }

    private static Tip? TipOf(string text)
    {
        var tips = Tip.None;
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var tip = Enum.GetValues<Tip>().FirstOrDefault(tip => tip != Tip.None && (tip.Numbers().Equals(word, StringComparison.OrdinalIgnoreCase) || tip.ToString().Equals(word, StringComparison.OrdinalIgnoreCase)));
            if (tip == Tip.None)
            {
                return null;
            }
            tips |= tip;
        }
        return tips;
    }

    private static ResourceType? Named(string name) => ResourceType.All.FirstOrDefault(type => type.Record.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string Nearest(string name) => ResourceType.All.OrderByDescending(type => Common(type.Name, name)).ThenBy(type => type.Name.Length).First().Name;

    // How many pairs of letters two names share.
    private static double Common(string a, string b)
    {
        static HashSet<string> Pairs(string text) => [.. Enumerable.Range(0, Math.Max(0, text.Length - 1)).Select(start => text.Substring(start, 2).ToUpperInvariant())];
        var (one, other) = (Pairs(a), Pairs(b));
        return 2.0 * one.Intersect(other).Count() / Math.Max(1, one.Count + other.Count);
    }

    private static string Text(IDictionary table, string member, string source, string id) => ((table[member] as PSObject)?.BaseObject ?? table[member]) switch
    {
        null => "",
        string text => text.Trim(),
        Enum word => word.ToString(),
        _ => throw new AiCloudException(ErrorId.EstateUnreadable, Display.Safe($"{source}: check {id}: {member} must be text."), source),
    };

    private static IEnumerable<object> Items(object? value) => ((value as PSObject)?.BaseObject ?? value) switch
    {
        null => [],
        string or IDictionary => [value!],
        IEnumerable items => items.Cast<object>().Where(item => item is not null),
        { } single => [single],
    };

    [GeneratedRegex("^[A-Z][A-Z0-9]{1,15}-(IAM|NET|MON|DATA)-[0-9]{3,4}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex("^(AWS|AZ|AZURE|GCP)-", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reserved();
}
