using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace AiCloudSecurity;

/// <summary>An expression in a template has a value only where it is deployed.</summary>
internal sealed class ArmUnresolvedException(string what) : Exception(what);

/// <summary>One of the copies that a loop makes.</summary>
/// <param name="Loop">What the loop is called; null where it has no name.</param>
/// <param name="Number">Its number, from 0.</param>
/// <param name="Within">The copy of the loop around it.</param>
internal sealed record ArmCopy(string? Loop, int Number, ArmCopy? Within = null)
{
    /// <summary>The copy of the loop of that name; without a name of the resource's own loop, which is the outermost.</summary>
    public ArmCopy? Find(string? loop) => loop is null ? Within is null ? this : Within.Find(null)
        : loop.Equals(Loop, StringComparison.OrdinalIgnoreCase) ? this : Within?.Find(loop);
}

/// <summary>
/// Computes the expressions of Resource Manager's templates, as far as all that they rest on stands in the template.
/// </summary>
/// <param name="names">The values of parameters and variables, by function and name.</param>
/// <param name="spend">Told how much each value takes; throws where it is too much.</param>
/// <param name="copy">The copy that is made; null where none is.</param>
internal sealed class ArmExpression(Func<string, string, JsonNode?> names, Action<long> spend, ArmCopy? copy = null)
{
    /// <summary>The subscription of a template that does not say where it is deployed.</summary>
    public const string Subscription = "00000000-0000-0000-0000-000000000000";

    /// <summary>The resource group of a template that does not say where it is deployed.</summary>
    public const string Group = "template";

    private const int LongestText = 1 << 20;
    private const int Deepest = 64;

    /// <summary>The value of a text: of the expression that it is, or the text itself.</summary>
    /// <exception cref="ArmUnresolvedException">The value is known only where the template is deployed.</exception>
    /// <exception cref="FormatException">It is no expression.</exception>
    public JsonNode? Value(string text)
    {
        if (!text.StartsWith('[') || !text.EndsWith(']'))
        {
            return JsonValue.Create(text);
        }
        if (text.StartsWith("[[", StringComparison.Ordinal))
        {
            return JsonValue.Create(text[1..]);
        }
        var parser = new Parser(this, text[1..^1]);
        return parser.Whole();
    }

    private JsonNode? Call(string function, List<Func<JsonNode?>> arguments)
    {
        JsonNode? At(int number) => number < arguments.Count ? arguments[number]() : throw new FormatException($"{function} lacks an argument");
        string TextAt(int number) => Text(At(number));
        switch (function.ToLowerInvariant())
        {
            case "parameters" or "variables":
                var named = names(function.ToLowerInvariant(), TextAt(0));
                spend(Size(named));
                return named?.DeepClone();
            case "concat":
                var parts = arguments.ConvertAll(argument => argument());
                return parts.Count > 0 && parts[0] is JsonArray
                    ? new JsonArray([.. parts.SelectMany(part => part as JsonArray ?? throw new FormatException("concat of a list and something else")).Select(item => item?.DeepClone())])
                    : Joined("", parts.Select(Text));
            case "format":
                return Formatted(TextAt(0), [.. arguments.Skip(1).Select(argument => Text(argument()))]);
            case "resourceid":
                return Made(ResourceId(arguments.ConvertAll(argument => Text(argument()))));
            case "subscriptionresourceid":
                return Made(Below($"/subscriptions/{Subscription}", arguments.ConvertAll(argument => Text(argument()))));
            case "tenantresourceid":
                return Made(Below("", arguments.ConvertAll(argument => Text(argument()))));
            case "extensionresourceid":
                return Made(Below(TextAt(0), arguments.Skip(1).Select(argument => Text(argument())).ToList()));
            case "subscription":
                return new JsonObject { ["subscriptionId"] = Subscription, ["id"] = $"/subscriptions/{Subscription}", ["tenantId"] = Subscription, ["displayName"] = Group };
            case "resourcegroup":
                return new JsonObject { ["name"] = Group, ["id"] = $"/subscriptions/{Subscription}/resourceGroups/{Group}", ["location"] = "" };
            case "tenant":
                return new JsonObject { ["tenantId"] = Subscription };
            case "uniquestring" or "guid":
                // Nobody knows it before it is deployed; the same arguments give the same.
                return Made(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', arguments.ConvertAll(argument => Text(argument()))))))[..13].ToLowerInvariant());
            case "tolower":
                return Made(TextAt(0).ToLowerInvariant());
            case "toupper":
                return Made(TextAt(0).ToUpperInvariant());
            case "trim":
                return Made(TextAt(0).Trim());
            case "string":
                return Made(At(0) is { } whole and not JsonValue ? whole.ToJsonString() : TextAt(0));
            case "int":
                return long.TryParse(TextAt(0), CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"{TextAt(0)} is no number");
            case "bool":
                return bool.TryParse(TextAt(0), out var truth) ? truth : Number(At(0)) != 0;
            case "true":
                return true;
            case "false":
                return false;
            case "null":
                return null;
            case "if":
                return Truth(At(0)) ? At(1) : At(2);
            case "not":
                return !Truth(At(0));
            case "and":
                return arguments.TrueForAll(argument => Truth(argument()));
            case "or":
                return arguments.Exists(argument => Truth(argument()));
            case "equals":
                return JsonNode.DeepEquals(At(0), At(1)) || At(0) is JsonValue && At(1) is JsonValue && Text(At(0)) == Text(At(1));
            case "greater":
                return Number(At(0)) > Number(At(1));
            case "less":
                return Number(At(0)) < Number(At(1));
            case "add":
                return Number(At(0)) + Number(At(1));
            case "sub":
                return Number(At(0)) - Number(At(1));
            case "empty":
                return At(0) switch { null => true, JsonArray list => list.Count == 0, JsonObject members => members.Count == 0, var text => Text(text).Length == 0 };
            case "length":
                return At(0) switch { JsonArray list => (long)list.Count, JsonObject members => members.Count, var text => Text(text).Length };
            case "coalesce":
                return arguments.Select(argument => argument()).FirstOrDefault(value => value is not null);
            case "contains":
                return At(0) switch
                {
                    JsonArray list => list.Any(item => JsonNode.DeepEquals(item, At(1))),
                    JsonObject members => members.ContainsKey(TextAt(1)),
                    var text => Text(text).Contains(TextAt(1), StringComparison.Ordinal),
                };
            case "createarray":
                return new JsonArray([.. arguments.Select(argument => argument()?.DeepClone())]);
            case "createobject":
                var made = new JsonObject();
                for (var i = 0; i + 1 < arguments.Count; i += 2)
                {
                    made[TextAt(i)] = At(i + 1)?.DeepClone();
                }
                return made;
            case "union":
                return Union(arguments.ConvertAll(argument => argument()));
            case "replace":
                return TextAt(1) is { Length: > 0 } old ? Joined(TextAt(2), TextAt(0).Split(old)) : throw new FormatException("replace of nothing");
            case "split":
                return new JsonArray([.. TextAt(0).Split(TextAt(1)).Select(part => (JsonNode)part)]);
            case "join":
                return Joined(TextAt(1), (At(0) as JsonArray ?? []).Select(Text));
            case "take" or "substring" when At(0) is JsonValue:
                var (taken, from) = (TextAt(0), function.Equals("take", StringComparison.OrdinalIgnoreCase) ? 0 : Number(At(1)));
                var count = function.Equals("take", StringComparison.OrdinalIgnoreCase) ? Number(At(1)) : arguments.Count > 2 ? Number(At(2)) : taken.Length - from;
                return from >= 0 && from <= taken.Length && count >= 0 ? Made(taken.Substring((int)from, (int)Math.Min(count, taken.Length - from))) : throw new FormatException($"{function} past the end");
            case "first":
                return At(0) is JsonArray { Count: > 0 } some ? some[0]?.DeepClone() : Made(TextAt(0)[..Math.Min(1, TextAt(0).Length)]);
            case "copyindex":
                // copyIndex(), copyIndex(1), copyIndex('loop') or copyIndex('loop', 1).
                var offset = arguments.Count == 0 ? 0 : At(arguments.Count - 1) is JsonValue last && last.TryGetValue<long>(out var given) ? given : 0;
                var loop = arguments.Count == 0 ? null : At(0) is JsonValue first && first.TryGetValue<string>(out var called) ? called : null;
                return copy?.Find(loop) is { } one ? one.Number + offset : throw new ArmUnresolvedException("copyIndex");
            default:
                throw new ArmUnresolvedException(function);
        }
    }

    // What a template makes of itself is bounded: doubling things a few dozen times would fill any machine.
    private JsonNode? Called(string function, List<Func<JsonNode?>> arguments)
    {
        var value = Call(function, arguments);
        spend(Size(value));
        return value;
    }

    /// <summary>How much a value takes, in parts and in pieces of text.</summary>
    public static long Size(JsonNode? value) => value switch
    {
        JsonObject members => 1 + members.Sum(member => Size(member.Value)),
        JsonArray list => 1 + list.Sum(Size),
        JsonValue text when text.TryGetValue<string>(out var given) => 1 + given.Length / 64,
        _ => 1,
    };

    private static JsonValue Formatted(string format, string[] values)
    {
        var made = new StringBuilder();
        for (var at = 0; at < format.Length;)
        {
            var end = format[at] == '{' ? format.IndexOf('}', at) : -1;
            if (format[at] is '{' or '}' && at + 1 < format.Length && format[at + 1] == format[at])
            {
                made.Append(format[at]);
                at += 2;
            }
            else if (end > 0)
            {
                var number = int.TryParse(format[(at + 1)..end].Split(':', ',')[0], CultureInfo.InvariantCulture, out var given) && given >= 0 && given < values.Length ? given : throw new FormatException($"format has no {format[at..(end + 1)]}");
                made.Append(values[number]);
                at = end + 1;
            }
            else
            {
                made.Append(format[at++]);
            }
            Short(made.Length);
        }
        return JsonValue.Create(made.ToString());
    }

    private static JsonValue Joined(string between, IEnumerable<string> parts)
    {
        var made = new StringBuilder();
        var isFirst = true;
        foreach (var part in parts)
        {
            Short(made.Append(isFirst ? "" : between).Append(part).Length);
            isFirst = false;
        }
        return JsonValue.Create(made.ToString());
    }

    private static void Short(int length)
    {
        if (length > LongestText)
        {
            throw new FormatException($"an expression makes a text of more than {LongestText} characters");
        }
    }

    private static JsonObject Union(List<JsonNode?> values)
    {
        var all = new JsonObject();
        foreach (var (name, value) in values.SelectMany(value => value as JsonObject ?? throw new ArmUnresolvedException("union of lists")))
        {
            all[name] = value?.DeepClone();
        }
        return all;
    }

    private static JsonValue Made(string text) => text.Length <= LongestText ? JsonValue.Create(text) : throw new FormatException($"an expression makes a text of {text.Length} characters");

    private static string ResourceId(List<string> arguments)
    {
        var type = arguments.FindIndex(argument => argument.Contains('/', StringComparison.Ordinal));
        return type < 0 ? throw new FormatException("resourceId without a type") : Below(type switch
        {
            0 => $"/subscriptions/{Subscription}/resourceGroups/{Group}",
            1 => $"/subscriptions/{Subscription}/resourceGroups/{arguments[0]}",
            _ => $"/subscriptions/{arguments[0]}/resourceGroups/{arguments[1]}",
        }, arguments[type..]);
    }

    /// <summary>The id of a resource below a scope.</summary>
    /// <param name="scope">As /subscriptions/…/resourceGroups/…</param>
    /// <param name="typeAndNames">The type, and a name for each of its words but the provider's.</param>
    public static string Below(string scope, List<string> typeAndNames)
    {
        var words = typeAndNames.Count == 0 ? [] : typeAndNames[0].Split('/');
        var namesOf = typeAndNames.Skip(1).SelectMany(name => name.Split('/')).ToList();
        return words.Length < 2 || words.Length - 1 != namesOf.Count
            ? throw new FormatException($"'{(words.Length == 0 ? "" : typeAndNames[0])}' and {namesOf.Count} names are no resource")
            : $"{scope}/providers/{words[0]}/{string.Join('/', words.Skip(1).Zip(namesOf, (word, name) => $"{word}/{name}"))}";
    }

    private static string Text(JsonNode? value) => value is JsonValue one ? one.ToString() : throw new FormatException(value is null ? "null where a text was expected" : "an object or a list where a text was expected");

    private static bool Truth(JsonNode? value) => value is JsonValue one && one.TryGetValue<bool>(out var truth) ? truth : bool.TryParse(Text(value), out truth) ? truth : throw new FormatException($"{Text(value)} is neither true nor false");

    private static long Number(JsonNode? value) => long.TryParse(Text(value), CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"{Text(value)} is no number");

    /// <summary>function(argument, …) with .member and [index] behind it; 'text'; number.</summary>
    private sealed class Parser(ArmExpression owner, string text)
    {
        private int _at;

        public JsonNode? Whole()
        {
            var value = Term(0);
            Space();
            return _at == text.Length ? value() : throw Bad("the end was expected");
        }

        // Arguments are computed when they are asked for: the branch of an if that is not taken may have no value.
        private Func<JsonNode?> Term(int depth)
        {
            if (depth > Deepest)
            {
                throw Bad($"functions deeper than {Deepest}");
            }
            Space();
            if (_at >= text.Length)
            {
                throw Bad("something is missing");
            }
            if (text[_at] == '\'')
            {
                var literal = Literal();
                return () => JsonValue.Create(literal);
            }
            if (char.IsAsciiDigit(text[_at]) || text[_at] == '-')
            {
                var start = _at++;
                while (_at < text.Length && char.IsAsciiDigit(text[_at]))
                {
                    _at++;
                }
                return long.TryParse(text.AsSpan(start, _at - start), CultureInfo.InvariantCulture, out var number) ? () => number : throw Bad("a number was expected");
            }
            var name = Name();
            if (_at < text.Length && text[_at] == '.')
            {
                // A function of the template's own.
                _at++;
                name += $".{Name()}";
            }
            Space();
            Expect('(');
            List<Func<JsonNode?>> arguments = [];
            Space();
            while (_at < text.Length && text[_at] != ')')
            {
                var argument = new Lazy<JsonNode?>(Term(depth + 1));
                arguments.Add(() => argument.Value);
                Space();
                if (_at < text.Length && text[_at] == ',')
                {
                    _at++;
                }
                else if (_at >= text.Length || text[_at] != ')')
                {
                    throw Bad(", or ) was expected");
                }
            }
            Expect(')');
            Func<JsonNode?> value = () => owner.Called(name, arguments);
            while (_at < text.Length && text[_at] is '.' or '[')
            {
                value = Member(value, depth);
            }
            return value;
        }

        private Func<JsonNode?> Member(Func<JsonNode?> of, int depth)
        {
            if (text[_at++] == '.')
            {
                var name = Name();
                return () => Of(of(), name);
            }
            var at = Term(depth + 1);
            Space();
            Expect(']');
            return () => at() is JsonValue index ? index.TryGetValue<long>(out var number) && of() is JsonArray list
                ? number >= 0 && number < list.Count ? list[(int)number]?.DeepClone() : throw new FormatException($"there is no item {number}")
                : Of(of(), index.ToString()) : throw new FormatException("an index was expected");
        }

        private static JsonNode? Of(JsonNode? value, string name)
        {
            var member = value is JsonObject members ? members.FirstOrDefault(one => one.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) : default;
            return member.Key is null ? throw new ArmUnresolvedException(name) : member.Value?.DeepClone();
        }

        private string Literal()
        {
            var literal = new StringBuilder();
            for (_at++; _at < text.Length; _at++)
            {
                if (text[_at] != '\'')
                {
                    literal.Append(text[_at]);
                }
                else if (_at + 1 < text.Length && text[_at + 1] == '\'')
                {
                    literal.Append(text[_at++]);
                }
                else
                {
                    _at++;
                    return literal.ToString();
                }
            }
            throw Bad("a text without its end");
        }

        private string Name()
        {
            var start = _at;
            while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] == '_'))
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

        private FormatException Bad(string what) => new($"{what} at character {_at + 2} of the expression");
    }
}
