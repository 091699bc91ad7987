using System.Xml;

namespace AiCloudSecurity.Gateways;

/// <summary>
/// Reads the policies of API Management. As XML they are XML; as "rawxml" their expressions, which are C#, stand
/// unescaped in attributes and text, quotes and angle brackets included.
/// </summary>
public static class PolicyReader
{
    private const int LongestText = 4 * 1024 * 1024;
    private const int Deepest = 64;

    /// <summary>The elements at the top of a text: policies or fragment, as a rule.</summary>
    /// <exception cref="FormatException">It is neither XML nor raw XML; the message says where.</exception>
    public static IReadOnlyList<PolicyNode> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestText)
        {
            throw new FormatException($"a policy of {text.Length} characters");
        }
        try
        {
            return ReadXml(text);
        }
        catch (XmlException)
        {
            return new Raw(text).Read();
        }
    }

    private static List<PolicyNode> ReadXml(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings
        {
            ConformanceLevel = ConformanceLevel.Fragment,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        });
        List<PolicyNode> top = [];
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                top.Add(ReadElement(reader, 0));
            }
        }
        return top;
    }

    private static PolicyNode ReadElement(XmlReader reader, int depth)
    {
        if (depth > Deepest)
        {
            throw new FormatException($"elements deeper than {Deepest}");
        }
        var name = reader.LocalName;
        Dictionary<string, string> attributes = new(StringComparer.OrdinalIgnoreCase);
        var isEmpty = reader.IsEmptyElement;
        while (reader.MoveToNextAttribute())
        {
            attributes[reader.LocalName] = reader.Value;
        }
        List<PolicyNode> children = [];
        var content = new System.Text.StringBuilder();
        while (!isEmpty && reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                children.Add(ReadElement(reader, depth + 1));
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                content.Append(reader.Value);
            }
        }
        return new(name, attributes, children, content.ToString().Trim());
    }

    /// <summary>Reads what is no XML because of expressions in it.</summary>
    private sealed class Raw(string text)
    {
        private int _at;

        public List<PolicyNode> Read()
        {
            List<PolicyNode> top = [];
            Content(top, null, 0);
            return top;
        }

        // Everything up to the end tag of the element, or to the end of the text.
        private string Content(List<PolicyNode> children, string? element, int depth)
        {
            if (depth > Deepest)
            {
                throw Bad($"elements deeper than {Deepest}");
            }
            var content = new System.Text.StringBuilder();
            while (_at < text.Length)
            {
                if (Starts("<!--"))
                {
                    SkipTo("-->");
                }
                else if (Starts("<![CDATA["))
                {
                    var start = _at + 9;
                    SkipTo("]]>");
                    content.Append(text, start, _at - 3 - start);
                }
                else if (Starts("<?"))
                {
                    SkipTo("?>");
                }
                else if (Starts("</"))
                {
                    _at += 2;
                    var name = Name();
                    Space();
                    Expect('>');
                    return name.Equals(element, StringComparison.Ordinal) ? content.ToString().Trim() : throw Bad($"the end of {name} where that of {element ?? "nothing"} was expected");
                }
                else if (text[_at] == '<')
                {
                    children.Add(Element(depth));
                }
                else if (text[_at] == '@' && _at + 1 < text.Length && text[_at + 1] is '(' or '{')
                {
                    content.Append(Expression());
                }
                else
                {
                    content.Append(text[_at++]);
                }
            }
            return element is null ? content.ToString().Trim() : throw Bad($"the end of {element} is missing");
        }

        private PolicyNode Element(int depth)
        {
            _at++;
            var name = Name();
            Dictionary<string, string> attributes = new(StringComparer.OrdinalIgnoreCase);
            List<PolicyNode> children = [];
            while (true)
            {
                Space();
                if (Starts("/>"))
                {
                    _at += 2;
                    return new(name, attributes, children, "");
                }
                if (Starts(">"))
                {
                    _at++;
                    return new(name, attributes, children, Content(children, name, depth + 1));
                }
                var attribute = Name();
                Space();
                Expect('=');
                Space();
                attributes[attribute] = Value();
            }
        }

        private string Value()
        {
            if (_at >= text.Length || text[_at] is not ('"' or '\''))
            {
                throw Bad("a value without quotes");
            }
            var quote = text[_at++];
            if (_at + 1 < text.Length && text[_at] == '@' && text[_at + 1] is '(' or '{')
            {
                var expression = Expression();
                Expect(quote);
                return expression;
            }
            var end = text.IndexOf(quote, _at);
            if (end < 0)
            {
                throw Bad("a value without its end");
            }
            var value = text[_at..end];
            _at = end + 1;
            return System.Net.WebUtility.HtmlDecode(value);
        }

        // @( … ) or @{ … }: C#, with strings and comments that may hold brackets.
        private string Expression()
        {
            var start = _at++;
            var (open, close) = text[_at] == '(' ? ('(', ')') : ('{', '}');
            for (var depth = 0; _at < text.Length;)
            {
                var character = text[_at];
                if (character == '"')
                {
                    SkipString(_at > 0 && text[_at - 1] == '@' || _at > 1 && text[_at - 1] == '$' && text[_at - 2] == '@');
                    continue;
                }
                if (character == '\'' && CharacterEnd() is { } end)
                {
                    _at = end;
                    continue;
                }
                if (Starts("/*"))
                {
                    SkipTo("*/");
                    continue;
                }
                if (Starts("//"))
                {
                    var line = text.IndexOf('\n', _at);
                    _at = line < 0 ? text.Length : line;
                    continue;
                }
                _at++;
                depth += character == open ? 1 : character == close ? -1 : 0;
                if (depth == 0)
                {
                    return text[start.._at];
                }
            }
            throw Bad("an expression without its end");
        }

        private void SkipString(bool isVerbatim)
        {
            for (_at++; _at < text.Length; _at++)
            {
                if (text[_at] == '\\' && !isVerbatim)
                {
                    _at++;
                }
                else if (text[_at] == '"')
                {
                    if (isVerbatim && _at + 1 < text.Length && text[_at + 1] == '"')
                    {
                        _at++;
                        continue;
                    }
                    _at++;
                    return;
                }
            }
            throw Bad("a string without its end");
        }

        // The end of a character as 'a' or '\n'; null where the quote is something else, as in a comment.
        private int? CharacterEnd() =>
            _at + 3 < text.Length && text[_at + 1] == '\\' && text[_at + 3] == '\'' ? _at + 4
            : _at + 2 < text.Length && text[_at + 2] == '\'' ? _at + 3 : null;

        private string Name()
        {
            var start = _at;
            while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '-' or '_' or '.' or ':'))
            {
                _at++;
            }
            return _at > start ? text[start.._at] : throw Bad("a name was expected");
        }

        private void Space()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
        }

        private void Expect(char character)
        {
            if (_at >= text.Length || text[_at] != character)
            {
                throw Bad($"{character} was expected");
            }
            _at++;
        }

        private bool Starts(string with) => string.CompareOrdinal(text, _at, with, 0, with.Length) == 0;

        private void SkipTo(string end)
        {
            var found = text.IndexOf(end, _at, StringComparison.Ordinal);
            _at = found < 0 ? throw Bad($"{end} was expected") : found + end.Length;
        }

        private FormatException Bad(string what) => new($"{what} at character {_at + 1} of the policy");
    }
}
