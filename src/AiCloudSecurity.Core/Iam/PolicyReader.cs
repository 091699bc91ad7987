using System.Text.Json;

namespace AiCloudSecurity.Iam;

/// <summary>
/// Reads the policy grammar. What IAM would refuse is refused here too, and so is what two readers could
/// understand differently (an element given twice): a guess could turn into a wrong Pass.
/// </summary>
internal sealed class PolicyReader
{
    private const string Current = PolicyDocument.Current;
    private const string Former = "2008-10-17";
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 16 };

    public string Version { get; private set; } = Former;

    public IReadOnlyList<PolicyStatement> Statements { get; private set; } = [];

    public static PolicyReader Read(string text)
    {
        text = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        // JSON never starts with a percent sign. IAM encodes documents, moto and the CLI do not.
        if (text.StartsWith('%'))
        {
            text = Uri.UnescapeDataString(text);
        }
        try
        {
            using var document = JsonDocument.Parse(text, s_options);
            return new PolicyReader().Document(document.RootElement);
        }
        catch (JsonException notJson)
        {
            throw new MalformedPolicyException($"line {notJson.LineNumber + 1}, byte {notJson.BytePositionInLine + 1}", "this is not the JSON of a policy");
        }
        catch (Exception invalid) when (invalid is InvalidOperationException or ArgumentException)
        {
            throw new MalformedPolicyException("$", "a text is no valid Unicode");
        }
    }

    private PolicyReader Document(JsonElement root)
    {
        var elements = Elements(root, "$", "Version", "Id", "Statement");
        if (elements.TryGetValue("Version", out var version))
        {
            Version = Text(version, "$.Version") is Current or Former ? version.GetString()! : throw new MalformedPolicyException("$.Version", "there is no such version");
        }
        if (!elements.TryGetValue("Statement", out var statements))
        {
            throw new MalformedPolicyException("$", "there is no Statement");
        }
        Statements = statements.ValueKind == JsonValueKind.Array
            ? [.. statements.EnumerateArray().Select((statement, index) => Statement(statement, $"$.Statement[{index}]"))]
            : [Statement(statements, "$.Statement")];
        return this;
    }

    private PolicyStatement Statement(JsonElement statement, string place)
    {
        var elements = Elements(statement, place, "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition");
        var (actions, exceptActions) = Either(elements, "Action", place) ?? throw new MalformedPolicyException(place, "there is no Action or NotAction");
        var resources = Either(elements, "Resource", place);
        var principals = Either(elements, "Principal", place);
        return new()
        {
            Place = place,
            Sid = elements.TryGetValue("Sid", out var sid) ? Text(sid, $"{place}.Sid") : null,
            // The values of Effect are case-sensitive, by the reference.
            IsAllow = !elements.TryGetValue("Effect", out var effect) ? throw new MalformedPolicyException(place, "there is no Effect") : Text(effect, $"{place}.Effect") switch
            {
                "Allow" => true,
                "Deny" => false,
                _ => throw new MalformedPolicyException($"{place}.Effect", "it is neither Allow nor Deny"),
            },
            Actions = [.. Texts(actions, $"{place}.Action").Select(Glob.Action)],
            ExceptActions = exceptActions,
            Resources = resources is { } named ? [.. Texts(named.Element, $"{place}.Resource").Select(text => Glob.Resource(text, escapes: Version == Current))] : null,
            ExceptResources = resources?.Except ?? false,
            Principals = principals is { } some ? Principals(some.Element, $"{place}.Principal") : null,
            ExceptPrincipals = principals?.Except ?? false,
            Conditions = elements.TryGetValue("Condition", out var conditions) ? Conditions(conditions, $"{place}.Condition") : [],
        };
    }

    private static (JsonElement Element, bool Except)? Either(Dictionary<string, JsonElement> elements, string name, string place) =>
        (elements.TryGetValue(name, out var element), elements.TryGetValue($"Not{name}", out var except)) switch
        {
            (true, true) => throw new MalformedPolicyException(place, $"there are both {name} and Not{name}"),
            (true, false) => (element, false),
            (false, true) => (except, true),
            _ => null,
        };

    private static List<PolicyPrincipal> Principals(JsonElement element, string place)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return element.GetString() is "*" ? [new("AWS", "*")] : throw new MalformedPolicyException(place, "only * may stand alone");
        }
        List<PolicyPrincipal> principals = [];
        foreach (var (kind, values) in Elements(element, place, "AWS", "Service", "Federated", "CanonicalUser"))
        {
            // No part of an ARN may be a wildcard here, by the reference.
            principals.AddRange(Texts(values, $"{place}.{kind}").Select(value => kind != "AWS" || value == "*" || !value.AsSpan().ContainsAny('*', '?') ? new PolicyPrincipal(kind, value)
                : throw new MalformedPolicyException($"{place}.{kind}", $"{Display.Safe(value)} is a pattern, and only * may stand for somebody")));
        }
        return principals;
    }

    private static List<PolicyCondition> Conditions(JsonElement element, string place)
    {
        List<PolicyCondition> conditions = [];
        foreach (var (name, keys) in Elements(element, place))
        {
            foreach (var (key, values) in Elements(keys, $"{place}.{name}"))
            {
                conditions.Add(new(name, key, Values(values, $"{place}.{name}.{key}")));
            }
        }
        return conditions;
    }

    // Names of elements are taken whatever their case; two that differ only in case are one given twice.
    private static Dictionary<string, JsonElement> Elements(JsonElement element, string place, params ReadOnlySpan<string> known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new MalformedPolicyException(place, "this is not an object");
        }
        Dictionary<string, JsonElement> elements = new(StringComparer.OrdinalIgnoreCase);
        foreach (var member in element.EnumerateObject())
        {
            var name = member.Name;
            if (known.Length > 0)
            {
                name = null;
                foreach (var candidate in known)
                {
                    name ??= candidate.Equals(member.Name, StringComparison.OrdinalIgnoreCase) ? candidate : null;
                }
            }
            if (name is null)
            {
                throw new MalformedPolicyException(place, $"there is no element {Display.Safe(member.Name)}");
            }
            if (!elements.TryAdd(name, member.Value))
            {
                throw new MalformedPolicyException(place, $"{Display.Safe(member.Name)} is given twice");
            }
        }
        return elements;
    }

    private static string Text(JsonElement element, string place) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : throw new MalformedPolicyException(place, "this is not text");

    private static List<string> Texts(JsonElement element, string place)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return [Text(element, place)];
        }
        List<string> texts = new(element.GetArrayLength());
        foreach (var item in element.EnumerateArray())
        {
            texts.Add(Text(item, $"{place}[{texts.Count}]"));
        }
        return texts.Count > 0 ? texts : throw new MalformedPolicyException(place, "the list is empty");
    }

    private static List<string> Values(JsonElement element, string place) =>
        element.ValueKind != JsonValueKind.Array ? [Value(element, place)]
        : element.GetArrayLength() > 0 ? [.. element.EnumerateArray().Select(item => Value(item, place))]
        : throw new MalformedPolicyException(place, "the list is empty");

    // Quotation marks are optional around numbers and booleans.
    private static string Value(JsonElement element, string place) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => throw new MalformedPolicyException(place, "this is not a value"),
    };
}
