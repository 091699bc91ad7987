using System.Text;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs;

/// <summary>What a repair wants of a setting, before anybody has looked at how it is now.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Place">Where.</param>
/// <param name="ResourceType">The kind of resource that is changed.</param>
/// <param name="ResourceName">Its name.</param>
/// <param name="After">The state that is wanted, from the state that is there; null for absent. It may change what it is given.</param>
/// <param name="Breaks">Who may lose what; empty where nothing that works stops working.</param>
public sealed record Wish(Setting Setting, SettingPlace Place, string ResourceType, string ResourceName, Func<JsonObject?, JsonObject?> After, string Breaks = "")
{
    /// <summary>A wish for a setting of a resource of an estate.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="setting">The setting.</param>
    /// <param name="key">The members of a request that name it.</param>
    /// <param name="after">The state that is wanted.</param>
    /// <param name="breaks">Who may lose what.</param>
    /// <param name="region">The region that answers for it, where that is not the resource's own.</param>
    internal static Wish Of(Resource resource, Setting setting, JsonObject key, Func<JsonObject?, JsonObject?> after, string breaks = "", string? region = null) =>
        new(setting, new(resource.Identity.Scope, "", region ?? resource.Identity.Region, resource.Identity.Id, key.ToJsonString()),
            resource.Type.Name, resource.Identity.Name, after, breaks);

    /// <summary>A wish for the members named, whatever else there is.</summary>
    internal static Func<JsonObject?, JsonObject?> With(JsonObject members) => state =>
    {
        var wanted = state ?? [];
        foreach (var (member, value) in members)
        {
            wanted[member] = value?.DeepClone();
        }
        return wanted;
    };
}

/// <summary>What a repair would set, on what, from what, to what: data, before anything is done.</summary>
public sealed record Change
{
    /// <summary>The setting, as aws/s3/PublicAccessBlock.</summary>
    public required Setting Setting { get; init; }

    /// <summary>Where it is.</summary>
    public required SettingPlace Place { get; init; }

    /// <summary>The check whose finding it repairs; empty where a cmdlet was asked for it.</summary>
    public required string CheckId { get; init; }

    /// <summary>The kind of resource that is changed.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Its name.</summary>
    public required string ResourceName { get; init; }

    /// <summary>The members that would change, as they are now, as JSON; null where the setting is absent.</summary>
    public required string? Before { get; init; }

    /// <summary>The same members as they would be; null where the setting would be absent.</summary>
    public required string? After { get; init; }

    /// <summary>What it may break; empty where nothing that works stops working.</summary>
    public required string Breaks { get; init; }

    /// <summary>The whole state when it was planned, as JSON; null where the setting was absent.</summary>
    internal string? Whole { get; init; }

    /// <summary>Safe or MayBreak.</summary>
    public Remedy Safety => Breaks.Length > 0 ? Remedy.MayBreak : Remedy.Safe;

    /// <summary>Before and after, one line a field that differs.</summary>
    public IReadOnlyList<string> Fields()
    {
        SortedDictionary<string, (string Before, string After)> fields = new(StringComparer.Ordinal);
        Leaves(Parse(Before), "", (path, value) => fields[path] = (value, "(none)"));
        Leaves(Parse(After), "", (path, value) => fields[path] = (fields.TryGetValue(path, out var known) ? known.Before : "(none)", value));
        return [.. fields.Where(field => field.Value.Before != field.Value.After).Select(field => Display.Safe($"{field.Key}: {field.Value.Before} → {field.Value.After}"))];
    }

    /// <summary>The difference between a state and what is wanted of it; null where there is none.</summary>
    internal static Change? Between(JsonObject? state, JsonObject? wanted, Wish wish, string checkId)
    {
        if (States.Same(state, wanted))
        {
            return null;
        }
        var (before, after) = (Lasting(state), Lasting(wanted));
        if (state is not null && wanted is not null)
        {
            (before, after) = ([], []);
            foreach (var member in state.Select(member => member.Key).Union(wanted.Select(member => member.Key)).Where(member => !States.Same(state[member], wanted[member])).ToList())
            {
                before[member] = state[member]?.DeepClone();
                after[member] = wanted[member]?.DeepClone();
            }
            // How it was on its way is a part of what restores.
            foreach (var member in wish.Setting.Passing.Where(member => state[member] is not null && !before.ContainsKey(member)))
            {
                before[member] = state[member]!.DeepClone();
                after[member] = wanted[member]?.DeepClone();
            }
        }
        return new()
        {
            Setting = wish.Setting,
            Place = wish.Place,
            CheckId = checkId,
            ResourceType = wish.ResourceType,
            ResourceName = wish.ResourceName,
            Before = before?.ToJsonString(),
            After = after?.ToJsonString(),
            Breaks = wish.Breaks,
        };
    }

    /// <summary>Whether a state has the members of a side of a change, as they stand there.</summary>
    internal static bool Is(JsonObject? state, string? side) =>
        Parse(side) is not { } members ? state is null
        : state is not null && members.All(member => States.Same(state[member.Key], member.Value));

    /// <summary>The state that comes of another one when it gets the members of a side.</summary>
    internal static JsonObject? Put(JsonObject? state, string? side)
    {
        if (Parse(side) is not { } members)
        {
            return null;
        }
        var put = state?.DeepClone().AsObject() ?? [];
        foreach (var (member, value) in members)
        {
            if (value is null)
            {
                put.Remove(member);
            }
            else
            {
                put[member] = value.DeepClone();
            }
        }
        return put;
    }

    // What a state tells of the moment is no part of a change.
    private static JsonObject? Lasting(JsonObject? state) => state?.Pick(state.Select(member => member.Key).Where(member => member[0] != '@'));

    internal static JsonObject? Parse(string? side) => side is null ? null : JsonNode.Parse(side)!.AsObject();

    private static void Leaves(JsonNode? node, string path, Action<string, string> add)
    {
        switch (node)
        {
            case JsonObject members when members.Count > 0:
                foreach (var (member, value) in members)
                {
                    Leaves(value, path.Length == 0 ? member : $"{path}.{member}", add);
                }
                break;
            case JsonArray items when items.Count > 0:
                for (var i = 0; i < items.Count; i++)
                {
                    Leaves(items[i], $"{path}[{i}]", add);
                }
                break;
            default:
                add(path.Length == 0 ? "(all)" : path, node is null ? "(none)" : node is JsonValue ? Shown(node.ToString()) : node.ToJsonString());
                break;
        }
    }

    private static string Shown(string text)
    {
        var shown = new StringBuilder(text.ReplaceLineEndings(" "));
        return shown.Length == 0 ? "''" : shown.Length > 160 ? shown.ToString(0, 160) + "…" : shown.ToString();
    }
}
