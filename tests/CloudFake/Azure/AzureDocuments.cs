using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>Resources of a subscription, put together from examples, as the fake takes them.</summary>
public sealed class AzureDocuments
{
    private readonly List<JsonObject> _all = [];

    /// <summary>A subscription whose plans of Defender are not bought.</summary>
    public void AddSubscription(string subscription, string name)
    {
        Add($"/subscriptions/{subscription}", "Microsoft.Resources/subscriptions", new() { ["name"] = name, ["subscriptionId"] = subscription, ["properties"] = new JsonObject() });
        foreach (var plan in new[] { "AI", "CloudPosture", "StorageAccounts", "KeyVaults" })
        {
            Add($"/subscriptions/{subscription}/providers/Microsoft.Security/pricings/{plan}", "Microsoft.Security/pricings", new() { ["properties"] = new JsonObject { ["pricingTier"] = "Free" } });
        }
    }

    /// <summary>A resource of an example, or a part of one, of which an example need not speak.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="type">Its type.</param>
    /// <param name="document">What it says.</param>
    /// <param name="parent">The id of what it is a part of, and its type; null where it stands alone.</param>
    /// <param name="settingPath">Of a setting, where it lies below that.</param>
    public void AddExample(string id, string type, JsonObject document, (string Id, string Type)? parent, string? settingPath)
    {
        if (parent is var (whole, wholeType))
        {
            id = settingPath is null ? id : $"{whole}/{settingPath}";
            Add(whole, wholeType, new() { ["kind"] = "AIServices", ["properties"] = new JsonObject() }, unlessThere: true);
        }
        Add(id, type.EndsWith("/diagnosticSettings", StringComparison.Ordinal) ? "Microsoft.Insights/diagnosticSettings" : type, document);
    }

    /// <summary>A resource.</summary>
    public void Add(string id, string type, JsonObject document, bool unlessThere = false)
    {
        // Examples name endpoints without their workspace.
        var (provider, words) = (id.LastIndexOf("/providers/", StringComparison.Ordinal), type.Split('/'));
        if (provider > 0 && words.Length > 2 && id[provider..].Split('/') is [_, _, .. var own] && own.Length == words.Length + 1 && own.SkipLast(1).SequenceEqual(words))
        {
            id = $"{id[..provider]}/providers/{words[0]}/{string.Join('/', words[1..^1].Select(word => $"{word}/example"))}/{words[^1]}/{own[^1]}";
        }
        var known = _all.Find(other => id.Equals((string?)other["id"], StringComparison.OrdinalIgnoreCase));
        if (known is not null && unlessThere)
        {
            return;
        }
        _ = known is not null && _all.Remove(known);
        (document["id"], document["type"]) = (id, type);
        document["name"] ??= id[(id.LastIndexOf('/') + 1)..];
        // Subscriptions and plans of Defender lie nowhere.
        if (words.Length == 2 && words[0] is not ("Microsoft.Resources" or "Microsoft.Security"))
        {
            document["location"] ??= "westeurope";
        }
        _all.Add(type.EndsWith("/models", StringComparison.Ordinal) ? new() { ["id"] = id, ["name"] = document["name"]!.DeepClone(), ["type"] = type, ["properties"] = document } : document);
    }

    /// <summary>All of them, as JSON.</summary>
    public override string ToString() => new JsonArray([.. _all]).ToJsonString();
}
