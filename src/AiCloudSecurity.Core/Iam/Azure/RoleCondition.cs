using System.Globalization;

namespace AiCloudSecurity.Iam.Azure;

/// <summary>
/// On what a role hangs, in Azure's language of conditions, version 2.0. Written from "Azure role assignment condition
/// format and syntax". What it asks of a request that is not known leaves the answer open, and is named.
/// </summary>
internal abstract class RoleCondition
{
    // Azure takes 8 KB.
    private const int Deepest = 64;
    private const int Longest = 32_768;

    /// <summary>Whether it holds for a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="hangsOn">Takes the attributes that leave the answer open.</param>
    public abstract Truth Holds(RoleRequest request, ISet<string> hangsOn);

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is malformed; the message says where.</exception>
    public static RoleCondition Parse(string text)
    {
        if (text.Length > Longest)
        {
            throw new FormatException($"The condition is longer than any can be, at character {Longest + 1}");
        }
        var reader = new Reader(text);
        var condition = reader.Any(0);
        return reader.AtEnd ? condition : throw reader.Error("the end");
    }

    private sealed class All(RoleCondition left, RoleCondition right) : RoleCondition
    {
        public override Truth Holds(RoleRequest request, ISet<string> hangsOn) => Join(left, right, request, hangsOn, Truth.False);
    }

    private sealed class Either(RoleCondition left, RoleCondition right) : RoleCondition
    {
        public override Truth Holds(RoleRequest request, ISet<string> hangsOn) => Join(left, right, request, hangsOn, Truth.True);
    }

    private sealed class Negation(RoleCondition inner) : RoleCondition
    {
        public override Truth Holds(RoleRequest request, ISet<string> hangsOn) => inner.Holds(request, hangsOn).Not();
    }

    // A side that decides makes it needless to know what the other one hangs on.
    private static Truth Join(RoleCondition left, RoleCondition right, RoleRequest request, ISet<string> hangsOn, Truth decisive)
    {
        HashSet<string> open = new(StringComparer.OrdinalIgnoreCase);
        var (first, second) = (left.Holds(request, open), right.Holds(request, open));
        if (first == decisive || second == decisive)
        {
            return decisive;
        }
        hangsOn.UnionWith(open);
        return decisive == Truth.False ? first.And(second) : first.Or(second);
    }

    private sealed class Operation(IReadOnlyList<string> patterns, bool isSub) : RoleCondition
    {
        private readonly Glob[] _patterns = [.. patterns.Select(Glob.Action)];

        public override Truth Holds(RoleRequest request, ISet<string> hangsOn)
        {
            if (!isSub)
            {
                return Truths.Of(Array.Exists(_patterns, pattern => pattern.Matches(request.Operation)));
            }
            hangsOn.Add($"the suboperation {string.Join(", ", patterns)}");
            return Truth.Unknown;
        }
    }

    private sealed class Existence(string attribute) : RoleCondition
    {
        public override Truth Holds(RoleRequest request, ISet<string> hangsOn)
        {
            if (request.Attribute(attribute) is { } values)
            {
                return Truths.Of(values.Count > 0);
            }
            hangsOn.Add(attribute);
            return Truth.Unknown;
        }
    }

    private sealed class Comparison(Operand left, string quantifier, Func<string, string, bool> compares, bool isNegative, bool ofLists, Operand right) : RoleCondition
    {
        public override Truth Holds(RoleRequest request, ISet<string> hangsOn)
        {
            var (mine, theirs) = (left.Values(request), right.Values(request));
            foreach (var (operand, values) in new[] { (left, mine), (right, theirs) })
            {
                if (values is null)
                {
                    hangsOn.Add(operand.Attribute!);
                }
            }
            if (mine is null || theirs is null)
            {
                return Truth.Unknown;
            }
            // What is not there equals nothing.
            if (mine.Count == 0 || theirs.Count == 0)
            {
                return Truths.Of(isNegative);
            }
            bool Same(string one, string other) => compares(one, other) != isNegative;
            return Truths.Of(ofLists ? theirs.All(other => mine.Any(one => compares(one, other))) != isNegative : quantifier switch
            {
                "ForAnyOfAllValues" => mine.Any(one => theirs.All(other => Same(one, other))),
                "ForAllOfAnyValues" => mine.All(one => theirs.Any(other => Same(one, other))),
                "ForAllOfAllValues" => mine.All(one => theirs.All(other => Same(one, other))),
                // A set without a quantifier: none of them, or one of them.
                "" when isNegative => mine.All(one => theirs.All(other => Same(one, other))),
                _ => mine.Any(one => theirs.Any(other => Same(one, other))),
            });
        }
    }

    private sealed record Operand(string? Attribute, IReadOnlyList<string> Literals)
    {
        public IReadOnlyList<string>? Values(RoleRequest request) => Attribute is null ? Literals : request.Attribute(Attribute);
    }

    private ref struct Reader(string text)
    {
        private static readonly string[] s_quantifiers = ["ForAnyOfAnyValues", "ForAllOfAnyValues", "ForAnyOfAllValues", "ForAllOfAllValues"];
        private int _at;

        public bool AtEnd
        {
            get
            {
                Skip();
                return _at >= text.Length;
            }
        }

        public readonly FormatException Error(string expected) => new($"The condition has no {expected} at character {_at + 1}");

        // or binds least, then and.
        public RoleCondition Any(int depth)
        {
            var condition = Both(depth);
            while (TakeWord("OR") || Take("||"))
            {
                condition = new Either(condition, Both(depth));
            }
            return condition;
        }

        private RoleCondition Both(int depth)
        {
            var condition = Single(depth);
            while (TakeWord("AND") || Take("&&"))
            {
                condition = new All(condition, Single(depth));
            }
            return condition;
        }

        private RoleCondition Single(int depth)
        {
            if (depth > Deepest)
            {
                throw new FormatException($"The condition is nested deeper than {Deepest} at character {_at + 1}");
            }
            if (Take("!") || TakeWord("NOT"))
            {
                return new Negation(Single(depth + 1));
            }
            if (Take("("))
            {
                var inner = Any(depth + 1);
                return Take(")") ? inner : throw Error("closing bracket");
            }
            if (TakeWord("ActionMatches"))
            {
                return new Operation(Set(), isSub: false);
            }
            if (TakeWord("SubOperationMatches"))
            {
                return new Operation(Set(), isSub: true);
            }
            if (TakeWord("Exists"))
            {
                return new Existence(Attribute() ?? throw Error("attribute"));
            }
            if (TakeWord("NotExists"))
            {
                return new Negation(new Existence(Attribute() ?? throw Error("attribute")));
            }
            var left = Value();
            var (quantifier, name) = ("", Word());
            if (Array.Find(s_quantifiers, known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } quantified)
            {
                quantifier = quantified;
                name = Take(":") ? Word() : throw Error("operator");
            }
            var negative = name.Contains("Not", StringComparison.OrdinalIgnoreCase);
            var plain = negative ? name.Replace("Not", "", StringComparison.OrdinalIgnoreCase) : name;
            var compares = Operator(plain) ?? throw Error("known operator before");
            return new Comparison(left, quantifier, compares, negative, plain.Equals("ListContains", StringComparison.OrdinalIgnoreCase), Value());
        }

        private Operand Value()
        {
            if (Attribute() is { } attribute)
            {
                return new(attribute, []);
            }
            Skip();
            return new(null, _at < text.Length && text[_at] == '{' ? Set() : [Literal()]);
        }

        private List<string> Set()
        {
            if (!Take("{"))
            {
                throw Error("opening brace");
            }
            List<string> values = [];
            do
            {
                values.Add(Literal());
            }
            while (Take(","));
            return Take("}") ? values : throw Error("closing brace");
        }

        // @Resource[namespace:name], as it is written.
        private string? Attribute()
        {
            if (!Take("@"))
            {
                return null;
            }
            var source = Word();
            if (source is not ("Request" or "Resource" or "Principal" or "Environment") || !Take("["))
            {
                throw Error("attribute");
            }
            var end = text.IndexOf(']', _at);
            if (end < 0)
            {
                throw Error("closing bracket of an attribute");
            }
            var name = text[_at..end].Trim();
            _at = end + 1;
            return $"@{source}[{name}]";
        }

        private string Literal()
        {
            Skip();
            if (_at < text.Length && text[_at] == '\'')
            {
                var value = new System.Text.StringBuilder();
                for (_at++; _at < text.Length; _at++)
                {
                    if (text[_at] == '\'')
                    {
                        _at++;
                        return value.ToString();
                    }
                    if (text[_at] == '\\' && _at + 1 < text.Length)
                    {
                        _at++;
                    }
                    value.Append(text[_at]);
                }
                throw Error("closing quote");
            }
            return Word();
        }

        private string Word()
        {
            Skip();
            var start = _at;
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '-' or '_' or '.' or '+'))
            {
                _at++;
            }
            return _at > start ? text[start.._at] : throw Error("word");
        }

        private bool TakeWord(string word)
        {
            Skip();
            var end = _at + word.Length;
            if (end > text.Length || !text.AsSpan(_at, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase) || end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
            {
                return false;
            }
            _at = end;
            return true;
        }

        private bool Take(string sign)
        {
            Skip();
            if (!text.AsSpan(_at).StartsWith(sign, StringComparison.Ordinal))
            {
                return false;
            }
            _at += sign.Length;
            return true;
        }

        private void Skip()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
        }
    }

    private static Func<string, string, bool>? Operator(string name) => name.ToUpperInvariant() switch
    {
        "STRINGEQUALS" => (left, right) => left.Equals(right, StringComparison.Ordinal),
        "STRINGEQUALSIGNORECASE" or "LISTCONTAINS" => (left, right) => left.Equals(right, StringComparison.OrdinalIgnoreCase),
        "STRINGLIKE" => (left, right) => Glob.Resource(right, escapes: false).Matches(left),
        "STRINGLIKEIGNORECASE" => (left, right) => Glob.Action(right).Matches(left),
        "STRINGSTARTSWITH" => (left, right) => left.StartsWith(right, StringComparison.Ordinal),
        "STRINGSTARTSWITHIGNORECASE" => (left, right) => left.StartsWith(right, StringComparison.OrdinalIgnoreCase),
        "NUMERICEQUALS" => Numeric(order => order == 0),
        "NUMERICGREATERTHAN" => Numeric(order => order > 0),
        "NUMERICGREATERTHANEQUALS" => Numeric(order => order >= 0),
        "NUMERICLESSTHAN" => Numeric(order => order < 0),
        "NUMERICLESSTHANEQUALS" => Numeric(order => order <= 0),
        "DATETIMEEQUALS" => Time(order => order == 0),
        "DATETIMEGREATERTHAN" => Time(order => order > 0),
        "DATETIMEGREATERTHANEQUALS" => Time(order => order >= 0),
        "DATETIMELESSTHAN" => Time(order => order < 0),
        "DATETIMELESSTHANEQUALS" => Time(order => order <= 0),
        "BOOLEQUALS" => (left, right) => left.Equals(right, StringComparison.OrdinalIgnoreCase),
        "GUIDEQUALS" => (left, right) => Guid.TryParse(left, out var one) && Guid.TryParse(right, out var other) ? one == other : left.Equals(right, StringComparison.OrdinalIgnoreCase),
        _ => null,
    };

    private static Func<string, string, bool> Numeric(Func<int, bool> holds) => (left, right) =>
        decimal.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out var one) && decimal.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var other) && holds(one.CompareTo(other));

    private static Func<string, string, bool> Time(Func<int, bool> holds) => (left, right) =>
        DateTimeOffset.TryParse(left, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var one) && DateTimeOffset.TryParse(right, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var other)
        && holds(one.CompareTo(other));
}
