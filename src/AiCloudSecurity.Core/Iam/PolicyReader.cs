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
    private static readonly string[] s_document = ["Version", "Id", "Statement"];
    private static readonly string[] s_statement = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition"];
    private static readonly string[] s_principal = ["AWS", "Service", "Federated", "CanonicalUser"];
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
            return Read(document.RootElement);
        }
        catch (JsonException notJson)
        {
            throw new MalformedPolicyException($"line {notJson.LineNumber + 1}, byte {notJson.BytePositionInLine + 1}", "this is not the JSON of a policy");
        }
        catch (ArgumentException)
        {
            throw NoUnicode();
        }
    }

    // However deep it is: where an object must not be, none is entered.
    public static PolicyReader Read(JsonElement json)
    {
        try
        {
            return new PolicyReader().Document(json);
        }
        catch (Exception invalid) when (invalid is InvalidOperationException or ArgumentException)
        {
            throw NoUnicode();
        }
    }

    private static MalformedPolicyException NoUnicode() => new("$", "a text is no valid Unicode");

    private PolicyReader Document(JsonElement root)
    {
        var elements = Elements(root, "$", s_document);
        if (elements[0] is { ValueKind: not JsonValueKind.Undefined } version)
        {
            Version = Text(version, "$", "Version") is Current or Former ? version.GetString()! : throw new MalformedPolicyException("$.Version", "there is no such version");
        }
        var statements = elements[2];
        if (statements.ValueKind == JsonValueKind.Undefined)
        {
            throw new MalformedPolicyException("$", "there is no Statement");
        }
        if (statements.ValueKind != JsonValueKind.Array)
        {
            Statements = [Statement(statements, "$.Statement")];
            return this;
        }
        List<PolicyStatement> read = new(statements.GetArrayLength());
        foreach (var statement in statements.EnumerateArray())
        {
            read.Add(Statement(statement, $"$.Statement[{read.Count}]"));
        }
        Statements = read;
        return this;
    }

    private PolicyStatement Statement(JsonElement statement, string place)
    {
        var elements = Elements(statement, place, s_statement);
        var (sid, effect, condition) = (elements[0], elements[1], elements[8]);
        var exceptActions = Except(elements, 2, place);
        var actions = elements[exceptActions ? 3 : 2];
        if (actions.ValueKind == JsonValueKind.Undefined)
        {
            throw new MalformedPolicyException(place, "there is no Action or NotAction");
        }
        var (exceptResources, exceptPrincipals) = (Except(elements, 4, place), Except(elements, 6, place));
        var (resources, principals) = (elements[exceptResources ? 5 : 4], elements[exceptPrincipals ? 7 : 6]);
        return new()
        {
            Place = place,
            Sid = sid.ValueKind == JsonValueKind.Undefined ? null : Text(sid, place, "Sid"),
            // The values of Effect are case-sensitive, by the reference.
            IsAllow = effect.ValueKind == JsonValueKind.Undefined ? throw new MalformedPolicyException(place, "there is no Effect") : Text(effect, place, "Effect") switch
            {
                "Allow" => true,
                "Deny" => false,
                _ => throw new MalformedPolicyException($"{place}.Effect", "it is neither Allow nor Deny"),
            },
            Actions = Array.ConvertAll(Texts(actions, place, "Action"), Glob.Action),
            ExceptActions = exceptActions,
            Resources = resources.ValueKind == JsonValueKind.Undefined ? null : Array.ConvertAll(Texts(resources, place, "Resource"), text => Glob.Resource(text, escapes: Version == Current)),
            ExceptResources = exceptResources,
            Principals = principals.ValueKind == JsonValueKind.Undefined ? null : Principals(principals, $"{place}.Principal"),
            ExceptPrincipals = exceptPrincipals,
            Conditions = condition.ValueKind == JsonValueKind.Undefined ? [] : Conditions(condition, $"{place}.Condition"),
        };
    }

    // Whether of an element and its opposite, which stands behind it, there is the opposite.
    private static bool Except(JsonElement[] elements, int element, string place) =>
        (elements[element].ValueKind, elements[element + 1].ValueKind) switch
        {
            (_, JsonValueKind.Undefined) => false,
            (JsonValueKind.Undefined, _) => true,
            _ => throw new MalformedPolicyException(place, $"there are both {s_statement[element]} and {s_statement[element + 1]}"),
        };

    private static List<PolicyPrincipal> Principals(JsonElement element, string place)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return element.GetString() is "*" ? [new("AWS", "*")] : throw new MalformedPolicyException(place, "only * may stand alone");
        }
        List<PolicyPrincipal> principals = [];
        var elements = Elements(element, place, s_principal);
        for (var i = 0; i < s_principal.Length; i++)
        {
            if (elements[i].ValueKind == JsonValueKind.Undefined)
            {
                continue;
            }
            var kind = s_principal[i];
            // No part of an ARN may be a wildcard here, by the reference.
            principals.AddRange(Texts(elements[i], place, kind).Select(value => kind != "AWS" || value == "*" || !value.AsSpan().ContainsAny('*', '?') ? new PolicyPrincipal(kind, value)
                : throw new MalformedPolicyException($"{place}.{kind}", $"{Display.Safe(value)} is a pattern, and only * may stand for somebody")));
        }
        return principals;
    }

    private static List<PolicyCondition> Conditions(JsonElement element, string place)
    {
        List<PolicyCondition> conditions = [];
        foreach (var (name, keys) in Members(element, place))
        {
            foreach (var (key, values) in Members(keys, $"{place}.{name}"))
            {
                conditions.Add(new(name, key, Values(values, $"{place}.{name}.{key}")));
            }
        }
        return conditions;
    }

    // The elements of an object in the order of their names; one that it lacks is undefined. Names are taken whatever
    // their case; two that differ only in case are one given twice.
    private static JsonElement[] Elements(JsonElement element, string place, string[] known)
    {
        Demand(element, place);
        var elements = new JsonElement[known.Length];
        foreach (var member in element.EnumerateObject())
        {
            var at = 0;
            while (at < known.Length && !member.NameEquals(known[at]))
            {
                at++;
            }
            at = at < known.Length ? at : Array.FindIndex(known, name => name.Equals(member.Name, StringComparison.OrdinalIgnoreCase));
            if (at < 0)
            {
                throw new MalformedPolicyException(place, $"there is no element {Display.Safe(member.Name)}");
            }
            if (elements[at].ValueKind != JsonValueKind.Undefined)
            {
                throw new MalformedPolicyException(place, $"{Display.Safe(member.Name)} is given twice");
            }
            elements[at] = member.Value;
        }
        return elements;
    }

    private static Dictionary<string, JsonElement> Members(JsonElement element, string place)
    {
        Demand(element, place);
        Dictionary<string, JsonElement> members = new(StringComparer.OrdinalIgnoreCase);
        foreach (var member in element.EnumerateObject())
        {
            if (!members.TryAdd(member.Name, member.Value))
            {
                throw new MalformedPolicyException(place, $"{Display.Safe(member.Name)} is given twice");
            }
        }
        return members;
    }

    private static void Demand(JsonElement element, string place)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new MalformedPolicyException(place, "this is not an object");
        }
    }

    private static string Text(JsonElement element, string place, string name) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : throw new MalformedPolicyException($"{place}.{name}", "this is not text");

    private static string[] Texts(JsonElement element, string place, string name)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return [Text(element, place, name)];
        }
        var texts = new string[element.GetArrayLength()];
        var count = 0;
        foreach (var item in element.EnumerateArray())
        {
            texts[count] = item.ValueKind == JsonValueKind.String ? item.GetString()! : throw new MalformedPolicyException($"{place}.{name}[{count}]", "this is not text");
            count++;
        }
        return count > 0 ? texts : throw new MalformedPolicyException($"{place}.{name}", "the list is empty");
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
