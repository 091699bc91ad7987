using AiCloudSecurity.Gateways;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>A way by which calls come to an API of a gateway, and what is done with them.</summary>
/// <param name="Name">As "product gold" or "operation chat"; empty where there is one way only.</param>
/// <param name="NeedsKey">Whether callers need a subscription's key.</param>
/// <param name="Inbound">What is done with a call before it is passed on.</param>
internal sealed record GatewayWay(string Name, bool NeedsKey, IReadOnlyList<PolicyNode> Inbound);

/// <summary>The gateways of a subscription: where their APIs lead, and what their policies do with calls.</summary>
internal sealed class GatewayView(
    Inventory<GatewayBackend> backends, Inventory<GlobalPolicy> globals, Inventory<GatewayProduct> products, Inventory<ProductPolicy> productPolicies,
    Inventory<GatewayProductApi> productApis, Inventory<ApiPolicy> apiPolicies, Inventory<PolicyFragment> fragments, Inventory<CognitiveAccount> accounts)
{
    /// <summary>Where an API leads.</summary>
    public ModelRoutes RoutesOf(GatewayApi api)
    {
        var policies = ProductsOf(api).SelectMany(productPolicies.Of).Concat<GatewayPolicy>(apiPolicies.Of(api)).Concat(globals.Beside(api));
        return ModelRoutes.Of(api, ModelRoutes.Texts(policies, fragments.Beside(api)), backends.Beside(api), accounts.All);
    }

    /// <summary>Whether models answer behind an API that is in use.</summary>
    public bool IsOfModels(GatewayApi api) => api.IsCurrent && RoutesOf(api).LeadsToModels;

    /// <summary>The products that an API is in.</summary>
    public IEnumerable<GatewayProduct> ProductsOf(GatewayApi api) =>
        products.Beside(api).Where(product => productApis.Of(product).Any(link => link.Properties?.ApiId?.EndsWith($"/apis/{api.Identity.Name}", StringComparison.OrdinalIgnoreCase) is true));

    /// <summary>The ways to an API: with the keys of each of its products, and past them. Operations with policies of their own are ways of their own.</summary>
    /// <param name="api">The API.</param>
    /// <param name="subscriptions">Keys for callers.</param>
    /// <param name="operations">The API's operations, with their policies.</param>
    /// <exception cref="UnseenException">A policy cannot be read.</exception>
    public IReadOnlyList<GatewayWay> WaysTo(GatewayApi api, Inventory<GatewaySubscription> subscriptions, IReadOnlyList<(GatewayOperation Operation, OperationPolicy? Policy)> operations)
    {
        var needsKey = api.Properties?.SubscriptionRequired is not false;
        var ofProducts = ProductsOf(api).ToList();
        var isOpen = !needsKey || ofProducts.Count == 0 || KeysPastProducts(api, subscriptions).Any();
        var global = Document(globals.Beside(api) is [var ofAll, ..] ? ofAll : null, api);
        var own = Document(apiPolicies.One(api), api);
        List<GatewayWay> ways = [];
        foreach (var (operation, policy) in operations.Where(one => one.Policy is not null).Select(one => ((GatewayOperation?)one.Operation, one.Policy))
            .Concat(operations.Count > 0 && operations.All(one => one.Policy is not null) ? [] : [(null, null)]))
        {
            var innermost = Document(policy, api);
            var name = operation is null ? "" : $"operation {operation.Identity.Name}";
            if (isOpen)
            {
                ways.Add(new(name, needsKey, PolicyDocument.Effective("inbound", innermost, own, global)));
            }
            foreach (var product in ofProducts)
            {
                var ofProduct = Document(productPolicies.One(product), api);
                ways.Add(new($"product {product.Identity.Name}{(name.Length > 0 ? ", " : "")}{name}", needsKey && product.Properties?.SubscriptionRequired is not false, PolicyDocument.Effective("inbound", innermost, own, ofProduct, global)));
            }
        }
        return ways;
    }

    /// <summary>Active keys that open an API without a product: of the API, or of all APIs. The service's own key for all is its administrators'.</summary>
    public static IEnumerable<GatewaySubscription> KeysPastProducts(GatewayApi api, Inventory<GatewaySubscription> subscriptions) =>
        subscriptions.Beside(api).Where(key => !key.Identity.Name.Is("master") && key.Properties?.State is null or "active"
            && key.Properties?.Scope?.TrimEnd('/') is { } scope && (IsAll(scope) || scope.EndsWith($"/apis/{api.Identity.Name}", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether a key's scope is all APIs.</summary>
    public static bool IsAll(string scope) => scope.TrimEnd('/').EndsWith("/apis", StringComparison.OrdinalIgnoreCase);

    private PolicyDocument? Document(GatewayPolicy? policy, GatewayApi api)
    {
        try
        {
            return PolicyDocument.Of(policy, fragments.Beside(api));
        }
        catch (FormatException malformed)
        {
            throw new UnseenException($"The policy {policy!.Identity.Id} cannot be read: {malformed.Message}.");
        }
    }
}
