using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiCloudSecurity;

/// <summary>A resource that a template makes.</summary>
/// <param name="Json">As Resource Manager would give it, without what has no value before it is deployed.</param>
/// <param name="Unresolved">The members that have none, as properties.publicNetworkAccess.</param>
/// <param name="Place">Where it stands in the template.</param>
internal sealed record ArmResource(JsonObject Json, IReadOnlyList<string> Unresolved, string Place);

/// <summary>
/// A template of Resource Manager, and the resources that it makes: nested ones, those with symbolic names, copies, and
/// those of deployments within it.
/// </summary>
internal sealed class ArmTemplate
{
    private const int Deepest = 16;
    private const int DeepestValue = 128;
    private const int MostCopies = 800;
    private const int MostResources = 20_000;
    private const long MostWork = 8_000_000;
    private static readonly JsonObject s_lacking = new() { ["unresolved"] = true };
    private readonly Import _import;
    private readonly JsonElement _template;
    private readonly string _place;
    private readonly string _group;
    private readonly string _subscription;
    private readonly IReadOnlyDictionary<string, JsonNode?> _given;
    private readonly Dictionary<string, JsonNode?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _open = new(StringComparer.OrdinalIgnoreCase);
    private readonly Work _work;
    private readonly int _depth;
    private ArmTemplate? _outer;

    private ArmTemplate(Import import, JsonElement template, string place, string subscription, string group, IReadOnlyDictionary<string, JsonNode?> given, Work work, int depth)
    {
        (_import, _template, _place, _subscription, _group, _given, _work, _depth) = (import, template, place, subscription, group, given, work, depth);
    }

    /// <summary>Whether it is a template.</summary>
    public static bool Is(JsonElement value) =>
        Import.Text(value, "$schema") is { } schema && schema.Contains("eploymentTemplate.json", StringComparison.OrdinalIgnoreCase)
        || Import.Member(value, "contentVersion").ValueKind == JsonValueKind.String && Import.Member(value, "resources").ValueKind is JsonValueKind.Array or JsonValueKind.Object;

    /// <summary>Whether it is a file of values for a template's parameters.</summary>
    public static bool IsParameters(JsonElement value) => Import.Text(value, "$schema") is { } schema && schema.Contains("eploymentParameters.json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The resources of a template.</summary>
    /// <param name="import">The file.</param>
    /// <param name="template">The template.</param>
    /// <param name="elsewhere">Where it links to templates that are not in it, which may make more.</param>
    /// <exception cref="AiCloudException">It is malformed; the message says where.</exception>
    public static IReadOnlyList<ArmResource> Read(Import import, JsonElement template, out IReadOnlyList<string> elsewhere)
    {
        List<ArmResource> made = [];
        var work = new Work();
        new ArmTemplate(import, template, "", ArmExpression.Subscription, ArmExpression.Group, Given(import, template), work, 0).Add(made);
        elsewhere = work.Elsewhere;
        return made;
    }

    // A value that lies in a vault is known to nobody here.
    private static Dictionary<string, JsonNode?> Given(Import import, JsonElement template)
    {
        Dictionary<string, JsonNode?> given = new(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in import.Parameters.ValueKind == JsonValueKind.Object ? import.Parameters.EnumerateObject().ToArray() : [])
        {
            if (Import.Member(Import.Member(template, "parameters"), parameter.Name).ValueKind == JsonValueKind.Undefined)
            {
                throw import.Bad($"the template has no parameter {parameter.Name}, for which there is a value", "Give the file of parameters that belongs to the template.");
            }
            given[parameter.Name] = Import.Member(parameter.Value, "value") is { ValueKind: not JsonValueKind.Undefined } value ? JsonNode.Parse(value.GetRawText()) : s_lacking;
        }
        return given;
    }

    private void Add(List<ArmResource> made)
    {
        if (_depth > Deepest)
        {
            throw Bad(_place, $"deployments deeper than {Deepest}");
        }
        Add(Import.Member(_template, "resources"), $"{_place}resources", null, made);
    }

    private void Add(JsonElement resources, string place, (string Type, string Name)? parent, List<ArmResource> made)
    {
        switch (resources.ValueKind)
        {
            case JsonValueKind.Array:
                var number = 0;
                foreach (var resource in resources.EnumerateArray())
                {
                    AddCopies(resource, $"{place}[{number++}]", parent, made);
                }
                break;
            case JsonValueKind.Object:
                foreach (var resource in resources.EnumerateObject())
                {
                    AddCopies(resource.Value, $"{place}.{resource.Name}", parent, made);
                }
                break;
            case JsonValueKind.Undefined or JsonValueKind.Null when parent is not null:
                break;
            default:
                throw Bad(place, "there is no list of resources");
        }
    }

    private void AddCopies(JsonElement resource, string place, (string Type, string Name)? parent, List<ArmResource> made)
    {
        if (resource.ValueKind != JsonValueKind.Object)
        {
            throw Bad(place, "there is no resource");
        }
        if (Import.Member(resource, "copy") is not { ValueKind: JsonValueKind.Object } loop)
        {
            AddOne(resource, place, parent, null, made);
            return;
        }
        long copies;
        try
        {
            copies = Resolved(Import.Member(loop, "count"), $"{place}.copy.count", null) is { } count && IsCount(count, out var given) ? given : throw Bad($"{place}.copy.count", "it is no number");
        }
        catch (ArmUnresolvedException)
        {
            // One at least, and what it looks like is the same for all.
            AddOne(resource, place, parent, new(Import.Text(loop, "name"), 0), made);
            return;
        }
        if (copies is < 0 or > MostCopies)
        {
            throw Bad($"{place}.copy.count", $"Resource Manager makes at most {MostCopies} copies, and it says {copies}");
        }
        for (var number = 0; number < copies; number++)
        {
            AddOne(resource, place, parent, new(Import.Text(loop, "name"), number), made);
        }
    }

    private void AddOne(JsonElement resource, string place, (string Type, string Name)? parent, ArmCopy? copy, List<ArmResource> made)
    {
        if (made.Count >= MostResources)
        {
            throw Bad(place, $"the template makes more than {MostResources} resources");
        }
        // What is there already is only named; what an extension makes, as a group of the directory, is no resource of Azure.
        if (Import.Member(resource, "existing").ValueKind == JsonValueKind.True || Import.Text(resource, "import") is not null || Import.Text(resource, "extension") is not null)
        {
            return;
        }
        List<string> unresolved = [];
        if (Import.Member(resource, "condition") is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } condition)
        {
            try
            {
                if (Resolved(condition, $"{place}.condition", copy)?.ToString() is not ("true" or "True"))
                {
                    return;
                }
            }
            catch (ArmUnresolvedException)
            {
                unresolved.Add("condition");
            }
        }
        var type = Import.Text(resource, "type") ?? throw Bad($"{place}.type", "a resource has no type");
        var name = Known(Import.Member(resource, "name"), $"{place}.name", copy);
        if (parent is { } whole && !type.Contains('.', StringComparison.Ordinal))
        {
            (type, name) = ($"{whole.Type}/{type}", $"{whole.Name}/{name}");
        }
        if (type.Equals("Microsoft.Resources/deployments", StringComparison.OrdinalIgnoreCase))
        {
            AddDeployment(resource, place, copy, made);
            return;
        }
        // Its own resources are resources of their own, and where it stands is in its id.
        var json = new JsonObject();
        foreach (var member in resource.EnumerateObject().Where(member => member.Name is not ("resources" or "copy" or "condition" or "dependsOn" or "apiVersion" or "scope" or "comments" or "name" or "type")))
        {
            Put(json, member.Name, member.Value, place, member.Name, copy, unresolved);
        }
        (json["id"], json["name"], json["type"]) = (IdOf(resource, type, name, place, copy), name[(name.LastIndexOf('/') + 1)..], type);
        made.Add(new(json, unresolved, place));
        if (Import.Member(resource, "resources") is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } parts)
        {
            Add(parts, $"{place}.resources", (type, name), made);
        }
    }

    // As accounts/providers/diagnosticSettings with the name account/Microsoft.Insights/setting, with a scope, or below its group.
    private string IdOf(JsonElement resource, string type, string name, string place, ArmCopy? copy)
    {
        var group = $"/subscriptions/{_subscription}/resourceGroups/{_group}";
        try
        {
            if (Import.Member(resource, "scope") is { ValueKind: JsonValueKind.String } scope)
            {
                var at = Known(scope, $"{place}.scope", copy);
                return ArmExpression.Below(at.StartsWith('/') ? at.TrimEnd('/') : at.Split('/') is [var provider, .. var words] && words.Length >= 2
                    ? ArmExpression.Below(group, [$"{provider}/{string.Join('/', words.Where((_, number) => number % 2 == 0))}", string.Join('/', words.Where((_, number) => number % 2 == 1))]) : group, [type, name]);
            }
            if (type.IndexOf("/providers/", StringComparison.OrdinalIgnoreCase) is > 0 and var of)
            {
                var (names, provider) = (name.Split('/'), Math.Max(1, type[..of].Split('/').Length - 1));
                return names.Length > provider + 1
                    ? ArmExpression.Below(ArmExpression.Below(group, [type[..of], string.Join('/', names[..provider])]), [$"{names[provider]}/{type[(of + 11)..]}", string.Join('/', names[(provider + 1)..])])
                    : throw new FormatException($"'{name}' is no name of a {type}");
            }
            var below = type.StartsWith("Microsoft.Consumption/", StringComparison.OrdinalIgnoreCase) || Import.Text(_template, "$schema")?.Contains("subscriptionDeploymentTemplate", StringComparison.OrdinalIgnoreCase) is true
                ? $"/subscriptions/{_subscription}" : group;
            return ArmExpression.Below(below, [type, name]);
        }
        catch (FormatException malformed)
        {
            throw Bad(place, malformed.Message);
        }
    }

    private void AddDeployment(JsonElement resource, string place, ArmCopy? copy, List<ArmResource> made)
    {
        var properties = Import.Member(resource, "properties");
        if (Import.Member(properties, "template") is not { ValueKind: JsonValueKind.Object } template)
        {
            _work.Elsewhere.Add(place);
            return;
        }
        var isInner = (Import.Text(Import.Member(properties, "expressionEvaluationOptions"), "scope") ?? "").Equals("inner", StringComparison.OrdinalIgnoreCase);
        Dictionary<string, JsonNode?> given = new(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in Import.Member(properties, "parameters") is { ValueKind: JsonValueKind.Object } parameters ? parameters.EnumerateObject().ToArray() : [])
        {
            try
            {
                if (Import.Member(parameter.Value, "value") is { ValueKind: not JsonValueKind.Undefined } value)
                {
                    given[parameter.Name] = Resolved(value, $"{place}.properties.parameters.{parameter.Name}", copy);
                }
            }
            catch (ArmUnresolvedException)
            {
                // What rests on it has no value either, whatever the default.
                given[parameter.Name] = s_lacking;
            }
        }
        var group = Import.Member(resource, "resourceGroup") is { ValueKind: JsonValueKind.String } named ? Known(named, $"{place}.resourceGroup", copy) : _group;
        var subscription = Import.Member(resource, "subscriptionId") is { ValueKind: JsonValueKind.String } other ? Known(other, $"{place}.subscriptionId", copy).ToLowerInvariant() : _subscription;
        var inner = new ArmTemplate(_import, template, $"{place}.properties.template.", subscription, group, isInner ? given : _given, _work, _depth + 1);
        if (!isInner)
        {
            // Its expressions speak of the outer template.
            inner._outer = this;
        }
        inner.Add(made);
    }

    private void Put(JsonObject into, string name, JsonElement value, string place, string path, ArmCopy? copy, List<string> unresolved)
    {
        var at = $"{place}.{path}";
        try
        {
            name = name.StartsWith('[') ? Resolved(name, at, copy)?.ToString() ?? name : name;
        }
        catch (ArmUnresolvedException)
        {
            // An identity's id, as a rule.
        }
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var loop in value.EnumerateObject().Where(IsLoop).SelectMany(member => member.Value.EnumerateArray()))
                {
                    PutCopies(members, loop, place, path, copy, unresolved);
                }
                foreach (var member in value.EnumerateObject().Where(member => !IsLoop(member)))
                {
                    Put(members, member.Name, member.Value, place, $"{path}.{member.Name}", copy, unresolved);
                }
                into[name] = members;
                break;
            case JsonValueKind.Array:
                var items = new JsonArray();
                foreach (var item in value.EnumerateArray())
                {
                    var one = new JsonObject();
                    Put(one, "item", item, place, path, copy, unresolved);
                    if (one.TryGetPropertyValue("item", out var made))
                    {
                        one.Remove("item");
                        items.Add(made);
                    }
                }
                into[name] = items;
                break;
            default:
                try
                {
                    into[name] = Resolved(value, at, copy);
                }
                catch (ArmUnresolvedException)
                {
                    unresolved.Add(path);
                }
                break;
        }
    }

    // A list that a loop makes: "copy": [ { "name": "ipRules", "count": 2, "input": { … } } ].
    private static bool IsLoop(JsonProperty member) => member.Name == "copy" && member.Value.ValueKind == JsonValueKind.Array
        && member.Value.EnumerateArray().All(loop => Import.Text(loop, "name") is not null && Import.Member(loop, "count").ValueKind != JsonValueKind.Undefined && Import.Member(loop, "input").ValueKind != JsonValueKind.Undefined);

    private static bool IsCount(JsonNode value, out long count) => long.TryParse(value.ToString(), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out count);

    private void PutCopies(JsonObject into, JsonElement loop, string place, string path, ArmCopy? copy, List<string> unresolved)
    {
        var name = Import.Text(loop, "name")!;
        var inner = path.Length == 0 ? name : $"{path}.{name}";
        long count;
        try
        {
            count = Resolved(Import.Member(loop, "count"), $"{place}.{path}.copy.count", copy) is { } number && IsCount(number, out var given) && given is >= 0 and <= MostCopies ? given
                : throw Bad($"{place}.{path}.copy.count", $"it is no number from 0 to {MostCopies}");
        }
        catch (ArmUnresolvedException)
        {
            unresolved.Add(inner);
            return;
        }
        var items = new JsonArray();
        for (var number = 0; number < count; number++)
        {
            var one = new JsonObject();
            Put(one, "item", Import.Member(loop, "input"), place, inner, new(name, number, copy), unresolved);
            if (one.TryGetPropertyValue("item", out var made))
            {
                one.Remove("item");
                items.Add(made);
            }
        }
        into[name] = items;
    }

    // A name is needed: what it is not known from stands for it.
    private string Known(JsonElement value, string place, ArmCopy? copy)
    {
        try
        {
            return Resolved(value, place, copy)?.ToString() is { Length: > 0 } text ? text : throw Bad(place, "a name is missing");
        }
        catch (ArmUnresolvedException)
        {
            return string.Concat(value.ToString().Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'));
        }
    }

    private JsonNode? Resolved(JsonElement value, string place, ArmCopy? copy) => value.ValueKind == JsonValueKind.String ? Resolved(value.GetString()!, place, copy)
        : value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null
        : value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? Within(value, place, copy)
        : JsonNode.Parse(value.GetRawText());

    // Objects and lists of parameters and variables may hold expressions.
    private JsonNode? Within(JsonElement value, string place, ArmCopy? copy)
    {
        List<string> unresolved = [];
        var made = new JsonObject();
        Put(made, "value", value, place, "", copy, unresolved);
        if (unresolved.Count > 0)
        {
            throw new ArmUnresolvedException(unresolved[0]);
        }
        var whole = made["value"];
        made.Remove("value");
        return whole;
    }

    private JsonNode? Resolved(string text, string place, ArmCopy? copy)
    {
        try
        {
            return new ArmExpression((_outer ?? this).ValueOf, _work.Spend, copy).Value(text);
        }
        catch (Exception malformed) when (malformed is FormatException or InvalidOperationException or OverflowException)
        {
            throw Bad(place, malformed.Message);
        }
    }

    private JsonNode? ValueOf(string kind, string name)
    {
        if (_outer is not null)
        {
            return _outer.ValueOf(kind, name);
        }
        if (kind == "parameters" && _given.TryGetValue(name, out var given))
        {
            return ReferenceEquals(given, s_lacking) ? throw new ArmUnresolvedException(name) : given;
        }
        var key = $"{kind}/{name}";
        if (_values.TryGetValue(key, out var known))
        {
            return known;
        }
        var declared = Import.Member(Import.Member(_template, kind), name);
        var loop = declared.ValueKind == JsonValueKind.Undefined && kind == "variables" && Import.Member(_template, kind) is { ValueKind: JsonValueKind.Object } all
            ? all.EnumerateObject().Where(IsLoop).SelectMany(member => member.Value.EnumerateArray()).FirstOrDefault(loop => name.Equals(Import.Text(loop, "name"), StringComparison.OrdinalIgnoreCase)) : default;
        var value = kind == "parameters" ? Import.Member(declared, "defaultValue") : declared;
        if (value.ValueKind == JsonValueKind.Undefined && loop.ValueKind == JsonValueKind.Undefined)
        {
            throw new ArmUnresolvedException(name);
        }
        if (!_open.Add(key) || _open.Count > DeepestValue)
        {
            throw Bad($"{_place}{kind}.{name}", "it is computed from itself, or from too many others in a row");
        }
        try
        {
            return _values[key] = loop.ValueKind == JsonValueKind.Undefined ? Resolved(value, $"{_place}{kind}.{name}", null) : Copies(loop, $"{_place}{kind}");
        }
        finally
        {
            _open.Remove(key);
        }
    }

    // A variable that a loop makes.
    private JsonNode? Copies(JsonElement loop, string place)
    {
        List<string> unresolved = [];
        var made = new JsonObject();
        PutCopies(made, loop, place, "", null, unresolved);
        if (unresolved.Count > 0)
        {
            throw new ArmUnresolvedException(unresolved[0]);
        }
        var list = made.Single().Value;
        made.Clear();
        return list;
    }

    private AiCloudException Bad(string place, string what) =>
        _import.Bad($"at {(place.Length > 0 ? place : "the top")}: {what}", "Give a template that Resource Manager takes: 'az bicep build' and 'az group export' write them.");

    /// <summary>How much has been computed so far.</summary>
    private sealed class Work
    {
        private long _spent;

        /// <summary>Where templates are linked to that are not in the file.</summary>
        public List<string> Elsewhere { get; } = [];

        public void Spend(long size)
        {
            if ((_spent += size) > MostWork)
            {
                throw new FormatException("the expressions of the template make more than can be held");
            }
        }
    }
}
