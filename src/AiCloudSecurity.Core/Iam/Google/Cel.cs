using System.Globalization;

namespace AiCloudSecurity.Iam.Google;

/// <summary>
/// An IAM condition in the part of the Common Expression Language that Google documents for it. What it asks that is not
/// known, or that we do not know how to answer, leaves the answer open and is named; it never stops an evaluation.
/// </summary>
internal abstract class Cel
{
    // Google takes 12 operators in 4,096 characters.
    private const int Deepest = 64;
    private const int Longest = 16_384;

    /// <summary>What is not known, and what it hangs on.</summary>
    public sealed record Open(IReadOnlyCollection<string> On);

    /// <summary>Its value: text, a number, a bool, a time, a duration, a list, or <see cref="Open"/>.</summary>
    public abstract object Value(CelContext context);

    /// <summary>Whether it holds.</summary>
    public Truth Holds(CelContext context, ISet<string> hangsOn)
    {
        switch (Value(context))
        {
            case bool value:
                return Truths.Of(value);
            case Open open:
                hangsOn.UnionWith(open.On);
                return Truth.Unknown;
            default:
                hangsOn.Add("an expression that is no condition");
                return Truth.Unknown;
        }
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is malformed; the message says where.</exception>
    public static Cel Parse(string text)
    {
        if (text.Length > Longest)
        {
            throw new FormatException($"The condition is longer than any can be, at character {Longest + 1}");
        }
        var reader = new Reader(text);
        var expression = reader.Choice(0);
        return reader.AtEnd ? expression : throw reader.Error("end");
    }

    /// <summary>Reads one that there may be; one that cannot be understood is open.</summary>
    public static Cel? ParseOrLeaveOpen(string? text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? null : Parse(text);
        }
        catch (FormatException)
        {
            return new Constant(new Open(["a condition that cannot be understood"]));
        }
    }

    private static Open Join(params ReadOnlySpan<object> values)
    {
        SortedSet<string> on = new(StringComparer.Ordinal);
        foreach (var value in values)
        {
            on.UnionWith((value as Open)?.On ?? []);
        }
        return new(on.Count > 0 ? on : ["values that cannot be compared"]);
    }

    private sealed class Constant(object value) : Cel
    {
        public override object Value(CelContext context) => value;
    }

    private sealed class ListOf(IReadOnlyList<Cel> items) : Cel
    {
        public override object Value(CelContext context)
        {
            var values = items.Select(item => item.Value(context)).ToList();
            return values.Exists(value => value is Open) ? Join([.. values]) : values;
        }
    }

    // A side that decides makes it needless to know the other.
    private sealed class Logic(Cel left, Cel right, bool decisive) : Cel
    {
        public override object Value(CelContext context)
        {
            var (one, other) = (left.Value(context), right.Value(context));
            return one is bool first && first == decisive || other is bool second && second == decisive ? decisive
                : one is bool && other is bool ? !decisive
                : Join(one, other);
        }
    }

    private sealed class Negation(Cel inner) : Cel
    {
        public override object Value(CelContext context) => inner.Value(context) switch
        {
            bool value => !value,
            var other => Join(other),
        };
    }

    private sealed class Conditional(Cel condition, Cel yes, Cel no) : Cel
    {
        public override object Value(CelContext context) => condition.Value(context) switch
        {
            true => yes.Value(context),
            false => no.Value(context),
            var open => Join(open),
        };
    }

    private sealed class Relation(string sign, Cel left, Cel right) : Cel
    {
        public override object Value(CelContext context)
        {
            var (one, other) = (left.Value(context), right.Value(context));
            if (one is Open || other is Open)
            {
                return Join(one, other);
            }
            if (sign == "in")
            {
                return other is List<object> list ? list.Contains(one) : Join();
            }
            if (sign is "==" or "!=")
            {
                return one.GetType() == other.GetType() && one is not List<object> ? one.Equals(other) == (sign == "==") : Join();
            }
            int? order = (one, other) switch
            {
                (double a, double b) => a.CompareTo(b),
                (string a, string b) => string.CompareOrdinal(a, b),
                (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
                (TimeSpan a, TimeSpan b) => a.CompareTo(b),
                _ => null,
            };
            return order is not { } known ? Join() : sign switch { "<" => known < 0, "<=" => known <= 0, ">" => known > 0, _ => known >= 0 };
        }
    }

    private sealed class Sum(Cel left, Cel right, bool subtracts) : Cel
    {
        public override object Value(CelContext context)
        {
            var (one, other) = (left.Value(context), right.Value(context));
            try
            {
                return (one, other) switch
                {
                    (double a, double b) => subtracts ? a - b : a + b,
                    (string a, string b) when !subtracts => a + b,
                    (DateTimeOffset a, TimeSpan b) => subtracts ? a - b : a + b,
                    (DateTimeOffset a, DateTimeOffset b) when subtracts => a - b,
                    (TimeSpan a, TimeSpan b) => subtracts ? a - b : a + b,
                    _ => Join(one, other),
                };
            }
            catch (Exception beyond) when (beyond is ArgumentOutOfRangeException or OverflowException)
            {
                return Join();
            }
        }
    }

    private sealed class Attribute(string name) : Cel
    {
        public string Name => name;

        public override object Value(CelContext context) => context.Attribute(name) ?? new Open([name]);
    }

    private sealed class Call(Cel? target, string name, IReadOnlyList<Cel> arguments) : Cel
    {
        public override object Value(CelContext context)
        {
            var values = arguments.Select(argument => argument.Value(context)).ToList();
            if (target is null)
            {
                return (name, values) switch
                {
                    ("timestamp", [string text]) when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
                    ("date", [string text]) when DateOnly.TryParse(text, CultureInfo.InvariantCulture, out var day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
                    ("duration", [string text]) when text.EndsWith('s') && double.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 1e9 => TimeSpan.FromSeconds(seconds),
                    _ => values.Exists(value => value is Open) ? Join([.. values]) : new Open([$"{name}()"]),
                };
            }
            var subject = target.Value(context);
            if (subject is Open && target is Attribute { Name: "resource" or "api" } asked)
            {
                // Tags, and what a call would change.
                return new Open([$"{asked.Name}.{name}()"]);
            }
            if (subject is Open || values.Exists(value => value is Open))
            {
                // What is read off the clock differs with each request.
                return Join([subject, .. values]);
            }
            return (name, subject, values) switch
            {
                ("startsWith", string text, [string start]) => text.StartsWith(start, StringComparison.Ordinal),
                ("endsWith", string text, [string end]) => text.EndsWith(end, StringComparison.Ordinal),
                ("contains", string text, [string part]) => text.Contains(part, StringComparison.Ordinal),
                ("extract", string text, [string template]) => Extract(text, template),
                ("lowerAscii", string text, []) => text.ToLowerInvariant(),
                ("size", string text, []) => (double)text.Length,
                _ => new Open([target is Attribute attribute ? $"{attribute.Name}.{name}()" : $"{name}()"]),
            };
        }

        // What stands where the template has braces: between what is before them and what is after.
        private static string Extract(string text, string template)
        {
            var (open, close) = (template.IndexOf('{', StringComparison.Ordinal), template.IndexOf('}', StringComparison.Ordinal));
            if (open < 0 || close < open)
            {
                return "";
            }
            var (before, after) = (template[..open], template[(close + 1)..]);
            var start = text.IndexOf(before, StringComparison.Ordinal);
            if (start < 0)
            {
                return "";
            }
            start += before.Length;
            var end = after.Length == 0 ? text.Length : text.IndexOf(after, start, StringComparison.Ordinal);
            return end < 0 ? "" : text[start..end];
        }
    }

    private ref struct Reader(string text)
    {
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

        public Cel Choice(int depth)
        {
            var condition = Or(depth);
            if (!Take("?"))
            {
                return condition;
            }
            var yes = Choice(depth + 1);
            return Take(":") ? new Conditional(condition, yes, Choice(depth + 1)) : throw Error("colon");
        }

        private Cel Or(int depth)
        {
            var left = And(depth);
            while (Take("||"))
            {
                left = new Logic(left, And(depth), decisive: true);
            }
            return left;
        }

        private Cel And(int depth)
        {
            var left = Relation(depth);
            while (Take("&&"))
            {
                left = new Logic(left, Relation(depth), decisive: false);
            }
            return left;
        }

        private Cel Relation(int depth)
        {
            var left = Sum(depth);
            foreach (var sign in (ReadOnlySpan<string>)["==", "!=", "<=", ">=", "<", ">"])
            {
                if (Take(sign))
                {
                    return new Relation(sign, left, Sum(depth));
                }
            }
            return TakeWord("in") ? new Relation("in", left, Sum(depth)) : left;
        }

        private Cel Sum(int depth)
        {
            var left = Unary(depth);
            while (true)
            {
                if (Take("+"))
                {
                    left = new Sum(left, Unary(depth), subtracts: false);
                }
                else if (Take("-"))
                {
                    left = new Sum(left, Unary(depth), subtracts: true);
                }
                else
                {
                    return left;
                }
            }
        }

        private Cel Unary(int depth)
        {
            if (depth > Deepest)
            {
                throw new FormatException($"The condition is nested deeper than {Deepest} at character {_at + 1}");
            }
            Skip();
            if (_at < text.Length && text[_at] == '!' && !(_at + 1 < text.Length && text[_at + 1] == '='))
            {
                _at++;
                return new Negation(Unary(depth + 1));
            }
            if (Take("-"))
            {
                return new Sum(new Constant(0d), Unary(depth + 1), subtracts: true);
            }
            return Member(depth);
        }

        private Cel Member(int depth)
        {
            var value = Primary(depth);
            while (true)
            {
                if (Take("."))
                {
                    var name = Word() ?? throw Error("name");
                    value = Take("(") ? new Call(value, name, Arguments(depth, ")")) : new Attribute(value is Attribute of ? $"{of.Name}.{name}" : throw Error("attribute before the dot"));
                }
                else if (Take("["))
                {
                    // Claims and tags by name: never known here.
                    var index = Arguments(depth, "]");
                    value = new Attribute(value is Attribute of && index.Count == 1 ? $"{of.Name}[]" : throw Error("attribute before the bracket"));
                }
                else
                {
                    return value;
                }
            }
        }

        private Cel Primary(int depth)
        {
            Skip();
            if (_at >= text.Length)
            {
                throw Error("value");
            }
            if (Take("("))
            {
                var inner = Choice(depth + 1);
                return Take(")") ? inner : throw Error("closing bracket");
            }
            if (Take("["))
            {
                return new ListOf(Arguments(depth, "]"));
            }
            if (text[_at] is '\'' or '"')
            {
                return new Constant(Text());
            }
            if (char.IsAsciiDigit(text[_at]))
            {
                var start = _at;
                while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.'))
                {
                    _at++;
                }
                var number = text[start.._at];
                Take("u");
                return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? new Constant(value) : throw Error("number");
            }
            var name = Word() ?? throw Error("value");
            return name switch
            {
                "true" => new Constant(true),
                "false" => new Constant(false),
                _ => Take("(") ? new Call(null, name, Arguments(depth, ")")) : new Attribute(name),
            };
        }

        private List<Cel> Arguments(int depth, string end)
        {
            List<Cel> arguments = [];
            if (Take(end))
            {
                return arguments;
            }
            do
            {
                arguments.Add(Choice(depth + 1));
            }
            while (Take(","));
            return Take(end) ? arguments : throw Error("closing bracket");
        }

        private string Text()
        {
            var quote = text[_at++];
            var value = new System.Text.StringBuilder();
            for (; _at < text.Length; _at++)
            {
                if (text[_at] == quote)
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

        private string? Word()
        {
            Skip();
            var start = _at;
            while (_at < text.Length && (char.IsAsciiLetter(text[_at]) || text[_at] == '_' || _at > start && char.IsAsciiDigit(text[_at])))
            {
                _at++;
            }
            return _at > start ? text[start.._at] : null;
        }

        private bool TakeWord(string word)
        {
            Skip();
            var end = _at + word.Length;
            if (end > text.Length || !text.AsSpan(_at, word.Length).SequenceEqual(word) || end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
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
}

/// <summary>What is known of a request, for conditions.</summary>
/// <param name="Time">When; the time of day of a request is not known.</param>
/// <param name="Service">The service of the resource, as aiplatform.googleapis.com; null where that is not known.</param>
/// <param name="Type">Its type, as aiplatform.googleapis.com/Endpoint; null where that is not known.</param>
/// <param name="Name">Its name below the service, as projects/p/locations/l/endpoints/1; null where that is not known.</param>
internal sealed record CelContext(DateTimeOffset Time, string? Service = null, string? Type = null, string? Name = null)
{
    /// <summary>The type of who asks, as iam.googleapis.com/ServiceAccount; null where that is not known.</summary>
    public string? PrincipalType { get; init; }

    /// <summary>The address of who asks; null where that is not known.</summary>
    public string? PrincipalSubject { get; init; }

    public object? Attribute(string name) => name switch
    {
        "request.time" => Time,
        "resource.service" => Service,
        "resource.type" => Type,
        "resource.name" => Name,
        "principal.type" => PrincipalType,
        "principal.subject" => PrincipalSubject,
        _ => null,
    };
}
