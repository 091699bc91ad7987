using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Gateways;

/// <summary>Where an API of a gateway leads.</summary>
/// <param name="Hosts">The hosts that its settings name, in lower case.</param>
/// <param name="LeadsToModels">Whether generative models answer at one of them, or its policies speak of models.</param>
public sealed record ModelRoutes(IReadOnlyList<string> Hosts, bool LeadsToModels)
{
    private static readonly string[] s_signs = ["llm-", "azure-openai-"];

    /// <summary>Where an API leads, as its gateway is set.</summary>
    /// <param name="api">The API.</param>
    /// <param name="texts">The texts of all policies that may hold for it, and of the fragments of the gateway that they include.</param>
    /// <param name="backends">The gateway's backends.</param>
    /// <param name="accounts">Accounts that are known.</param>
    public static ModelRoutes Of(GatewayApi api, IReadOnlyCollection<string> texts, IReadOnlyCollection<GatewayBackend> backends, IEnumerable<CognitiveAccount> accounts)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(accounts);
        // A backend may be named by a variable: wherever its name stands as a text of its own, it may be called.
        var named = backends.Where(backend => texts.Any(text => Names(text, backend.Identity.Name))).ToList();
        var open = new Queue<GatewayBackend>(named);
        while (open.TryDequeue(out var pool))
        {
            foreach (var member in pool.Properties?.Pool?.Services ?? [])
            {
                if (backends.FirstOrDefault(backend => member.Id?.EndsWith($"/backends/{backend.Identity.Name}", StringComparison.OrdinalIgnoreCase) is true) is { } backend && !named.Contains(backend))
                {
                    named.Add(backend);
                    open.Enqueue(backend);
                }
            }
        }
        var hosts = texts.Append(api.Properties?.ServiceUrl ?? "").Concat(named.Select(backend => backend.Properties?.Url ?? "")).SelectMany(ModelHosts.In).Distinct().ToList();
        var known = accounts.Where(account => account.HasModels).ToList();
        return new(hosts, hosts.Exists(host => ModelHosts.IsOfModels(host) || known.Exists(account => ModelHosts.IsOf(host, account)))
            || texts.Any(text => s_signs.Any(sign => text.Contains($"<{sign}", StringComparison.OrdinalIgnoreCase))));
    }

    /// <summary>Where an API leads, by all that was read.</summary>
    public static ModelRoutes Of(GatewayApi api, ILookup<ResourceType, Resource> all)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(all);
        var gateway = api.Identity.Parent ?? "";
        var links = Parts<GatewayProductApi>(all, null).Where(link => api.Identity.Id.Equals(link.Properties?.ApiId, StringComparison.OrdinalIgnoreCase)).Select(link => link.Identity.Parent).ToList();
        var policies = Parts<ApiPolicy>(all, api.Identity.Id).Cast<GatewayPolicy>()
            .Concat(Parts<GlobalPolicy>(all, gateway))
            .Concat(Parts<ProductPolicy>(all, null).Where(policy => links.Contains(policy.Identity.Parent, StringComparer.OrdinalIgnoreCase)));
        return Of(api, Texts(policies, [.. Parts<PolicyFragment>(all, gateway)]), [.. Parts<GatewayBackend>(all, gateway)], all[ResourceType.Of<CognitiveAccount>()].Cast<CognitiveAccount>());
    }

    /// <summary>The texts of policies, and of the fragments that they include.</summary>
    public static IReadOnlyCollection<string> Texts(IEnumerable<GatewayPolicy> policies, IReadOnlyCollection<PolicyFragment> fragments)
    {
        List<string> texts = [.. policies.Select(policy => policy.Properties?.Value).OfType<string>()];
        HashSet<PolicyFragment> included = [];
        for (var i = 0; i < texts.Count; i++)
        {
            foreach (var fragment in fragments)
            {
                if (Names(texts[i], fragment.Identity.Name) && texts[i].Contains("include-fragment", StringComparison.OrdinalIgnoreCase) && included.Add(fragment))
                {
                    texts.Add(fragment.Properties?.Value ?? "");
                }
            }
        }
        return texts;
    }

    // In quotes, as "backend" or &quot;backend&quot;.
    private static bool Names(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + name.Length;
            if (at > 0 && text[at - 1] is '"' or '\'' or ';' && end < text.Length && text[end] is '"' or '\'' or '&')
            {
                return true;
            }
        }
        return false;
    }

    private static IEnumerable<T> Parts<T>(ILookup<ResourceType, Resource> all, string? parent) where T : Resource =>
        all[ResourceType.Of<T>()].Cast<T>().Where(part => parent is null || parent.Equals(part.Identity.Parent, StringComparison.OrdinalIgnoreCase));
}
