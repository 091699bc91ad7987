using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AiCloudSecurity.Documents;

/// <summary>
/// Accepted risks as a YAML file that people review: a list of mappings of text. Anything else that YAML can say, as
/// anchors, tags and nested values, is refused: it would be hard to review, and it is what attacks on parsers are made of.
/// </summary>
public static class ExceptionFile
{
    /// <summary>The most that is read: a list that people review is shorter.</summary>
    private const int MaxLength = 4 << 20;

    private static readonly string[] s_keys = ["check", "resource", "scope", "owner", "reason", "until", "remind"];

    /// <summary>The exceptions of a file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="name">Its name, for errors.</param>
    /// <exception cref="AiCloudException">It is not as it should be (EstateUnreadable); the message names the line and what is expected.</exception>
    public static IReadOnlyList<RiskException> Read(TextReader text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(name);
        var buffer = new char[MaxLength + 1];
        var length = text.ReadBlock(buffer);
        if (length > MaxLength)
        {
            throw Bad(name, 0, $"it is longer than {MaxLength >> 20} million characters");
        }
        try
        {
            var yaml = new Parser(new StringReader(new string(buffer, 0, length)));
            yaml.Consume<StreamStart>();
            if (yaml.Accept<StreamEnd>(out _))
            {
                return [];
            }
            yaml.Consume<DocumentStart>();
            var exceptions = List(yaml, name);
            yaml.Consume<DocumentEnd>();
            return yaml.TryConsume<StreamEnd>(out _) ? exceptions : throw Bad(name, Line(yaml), "there is a second document");
        }
        catch (YamlException failure)
        {
            throw Bad(name, failure.Start.Line, $"it is not YAML as expected here ({Display.Safe(failure.Message)})", failure);
        }
    }

    /// <summary>The text of one more exception, to be put at the end of a file.</summary>
    public static string Entry(RiskException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var text = new StringBuilder();
        void Add(string key, string value) => text.Append(text.Length == 0 ? "- " : "  ").Append(key).Append(": ").Append(Scalar(value)).Append('\n');
        Add("check", exception.Check);
        Add("resource", exception.Resource);
        if (exception.Scope != "*")
        {
            Add("scope", exception.Scope);
        }
        Add("owner", exception.Owner);
        Add("reason", exception.Reason);
        Add("until", Day(exception.Until));
        if (exception.Remind is { } remind)
        {
            Add("remind", Day(remind));
        }
        return text.ToString();
    }

    private static List<RiskException> List(Parser yaml, string name)
    {
        List<RiskException> exceptions = [];
        // A file of comments only.
        if (yaml.TryConsume<Scalar>(out var nothing) && nothing.Value.Length == 0)
        {
            return exceptions;
        }
        if (!yaml.TryConsume<SequenceStart>(out _))
        {
            throw Bad(name, Line(yaml), "a list is expected: lines that begin with '- check:'");
        }
        while (!yaml.TryConsume<SequenceEnd>(out _))
        {
            exceptions.Add(One(yaml, name));
        }
        return exceptions;
    }

    private static RiskException One(Parser yaml, string name)
    {
        var line = Line(yaml);
        if (!yaml.TryConsume<MappingStart>(out var start) || !start.Anchor.IsEmpty || !start.Tag.IsEmpty)
        {
            throw Bad(name, line, "an entry with 'check:', 'resource:', 'owner:', 'reason:' and 'until:' is expected");
        }
        Dictionary<string, (string Text, long Line)> members = new(StringComparer.Ordinal);
        while (!yaml.TryConsume<MappingEnd>(out _))
        {
            var (key, at) = Text(yaml, name);
            if (!s_keys.Contains(key))
            {
                throw Bad(name, at, $"'{Display.Safe(key)}' is not known; known are {string.Join(", ", s_keys)}");
            }
            if (!members.TryAdd(key, Text(yaml, name)))
            {
                throw Bad(name, at, $"'{key}' is there twice");
            }
        }
        string Required(string key) => members.TryGetValue(key, out var member) && !string.IsNullOrWhiteSpace(member.Text) ? member.Text : throw Bad(name, line, $"'{key}' is missing");
        DateOnly Date(string key) => DateOnly.TryParseExact(Required(key), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : throw Bad(name, members[key].Line, $"'{key}' is '{Display.Safe(members[key].Text)}', and a day is written as 2027-01-31");
        var exception = new RiskException
        {
            Check = Required("check"),
            Resource = Required("resource"),
            Scope = members.ContainsKey("scope") ? Required("scope") : "*",
            Owner = Required("owner"),
            Reason = Required("reason"),
            Until = Date("until"),
            Remind = members.ContainsKey("remind") ? Date("remind") : null,
        };
        return exception.Remind > exception.Until ? throw Bad(name, members["remind"].Line, "the reminder comes after the end") : exception;
    }

    private static (string Text, long Line) Text(Parser yaml, string name)
    {
        var line = Line(yaml);
        return yaml.TryConsume<Scalar>(out var scalar) && scalar.Anchor.IsEmpty && (scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific)
            ? (scalar.Value, line)
            : throw Bad(name, line, "text is expected; lists, anchors and tags are not");
    }

    private static long Line(Parser yaml)
    {
        yaml.Accept<ParsingEvent>(out var next);
        return next?.Start.Line ?? 0;
    }

    // Double quotes: the only style of YAML in which every text can be written.
    private static string Scalar(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                _ when char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFEFF' || char.GetUnicodeCategory(c) == UnicodeCategory.Format => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append('"').ToString();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static AiCloudException Bad(string name, long line, string what, Exception? cause = null) => new(ErrorId.EstateUnreadable,
        $"'{Display.Safe(name)}' cannot be read as exceptions{(line > 0 ? string.Create(CultureInfo.InvariantCulture, $": line {line}") : "")}: {what}. New-AiException writes entries.", name, cause);
}
