using AiCloudSecurity.Gateways;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on gateways of API Management in front of models.</summary>
internal static class GatewayChecks
{
    private const string PolicyCommand = "az rest --method get --url '{Id}/policies/policy?api-version=2024-05-01&format=rawxml' && az rest --method put --url '{Id}/policies/policy?api-version=2024-05-01' --body '@policy.json'";

    private const string NoModels = "No model answers behind it.";
    private const string Model = """{ "properties": { "serviceUrl": "https://m.openai.azure.com/openai" } }""";
    private const string Web = """{ "properties": { "serviceUrl": "https://web.example.com" } }""";
    private const string Keyless = """{ "properties": { "serviceUrl": "https://m.openai.azure.com/openai", "subscriptionRequired": false } }""";
    private const string Limited = """ApiPolicy { "properties": { "value": "<policies><inbound><base /><azure-openai-token-limit counter-key=\"@(context.Subscription.Id)\" tokens-per-minute=\"500\" /></inbound></policies>" } }""";
    private const string Product = """GatewayProduct { "name": "gold", "properties": { "subscriptionRequired": true } }""";
    private const string InProduct = """GatewayProductApi { "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.ApiManagement/service/example/products/gold", "properties": { "apiId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.ApiManagement/service/example/apis/Example" } }""";
    private const string ProductLimit = """ProductPolicy { "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.ApiManagement/service/example/products/gold", "properties": { "value": "<policies><inbound><base /><llm-token-limit counter-key=\"@(context.Subscription.Id)\" token-quota=\"10000\" token-quota-period=\"Daily\" /></inbound></policies>" } }""";
    private const string Checked = """ApiPolicy { "properties": { "value": "<policies><inbound><validate-jwt header-name=\"Authorization\" /></inbound></policies>" } }""";
    private static readonly string[] s_networked = ["Premium", "PremiumV2", "StandardV2", "Developer", "Standard", "Basic", "Isolated"];

    [Check("AZ-NET-030", Severity.High, "API in front of models limits tokens",
        Risk = "One caller copies the model by asking it, or spends the month's budget in an hour.",
        Advice = "Add llm-token-limit with tokens-per-minute or a token-quota to the inbound policy of the API.",
        Tip = Tip.InferenceGateway | Tip.Budget, Remedy = Remedy.MayBreak, Owasp = "LLM10, ML05", Atlas = "AML.T0029, AML.T0034, AML.T0024",
        Link = "https://learn.microsoft.com/azure/api-management/llm-token-limit-policy")]
    [Command(PolicyCommand)]
    [Passes(Model, Limited)]
    [Passes("""{ "properties": { } }""", """GatewayBackend { "name": "pool", "properties": { "type": "Pool", "pool": { "services": [ { "id": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.ApiManagement/service/example/backends/one" } ] } } }""", """GatewayBackend { "name": "one", "properties": { "url": "https://m.openai.azure.com/openai" } }""", """ApiPolicy { "properties": { "format": "rawxml", "value": "<policies><inbound><base /><set-backend-service backend-id=\"pool\" /><llm-token-limit counter-key=\"@(context.Request.Headers.GetValueOrDefault(\"x\",\"<none>\"))\" tokens-per-minute=\"500\" /></inbound></policies>" } }""", Because = "Backends of a pool are what is called, and expressions need not be XML.")]
    [Passes(Model, """GlobalPolicy { "properties": { "value": "<policies><inbound><include-fragment fragment-id=\"limits\" /></inbound></policies>" } }""", """PolicyFragment { "name": "limits", "properties": { "value": "<fragment><llm-token-limit counter-key=\"@(context.Subscription.Id)\" tokens-per-minute=\"500\" /></fragment>" } }""")]
    [Passes("""{ "properties": { "serviceUrl": "https://mine.cognitiveservices.azure.com/" } }""", """CognitiveAccount { "kind": "AIServices", "properties": { "customSubDomainName": "mine" } }""", Limited)]
    [Passes(Model, Product, InProduct, ProductLimit, Because = "There is no way past the product.")]
    [Fails(Model, Product, InProduct, ProductLimit, """GatewaySubscription { "properties": { "scope": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.ApiManagement/service/example/apis/example", "state": "active" } }""", Because = "A key of the API goes past the product.")]
    [Fails(Keyless, Product, InProduct, ProductLimit, Because = "Without a key there is no product.")]
    [Fails(Model, Product, InProduct, """ProductPolicy { "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.ApiManagement/service/example/products/gold", "properties": { "value": "<policies><inbound><base /></inbound></policies>" } }""")]
    [Fails(Model)]
    [Fails(Model, """ApiPolicy { "properties": { "value": "<policies><inbound><azure-openai-token-limit counter-key=\"a\" estimate-prompt-tokens=\"true\" /></inbound></policies>" } }""", Because = "It says no number.")]
    [Fails(Model, """GlobalPolicy { "properties": { "value": "<policies><inbound><llm-token-limit counter-key=\"a\" tokens-per-minute=\"500\" /></inbound></policies>" } }""", """ApiPolicy { "properties": { "value": "<policies><inbound /></policies>" } }""", Because = "The API's policy has no base: the global one does not hold.")]
    [Fails(Model, Limited, """GatewayOperation { "name": "chat" }""", """OperationPolicy { "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.ApiManagement/service/example/apis/example/operations/chat", "properties": { "value": "<policies><inbound><rate-limit calls=\"5\" renewal-period=\"60\" /></inbound></policies>" } }""", Because = "The operation's policy has no base.")]
    [CannotSay(Model, """ApiPolicy { "properties": { "value": "<policies><inbound><choose><when condition=\"@(context.Product.Name == &quot;free&quot;)\"><llm-token-limit counter-key=\"a\" tokens-per-minute=\"500\" /></when></choose></inbound></policies>" } }""")]
    [CannotSay(Model, """ApiPolicy { "properties": { "value": "<policies><inbound>" } }""")]
    [Skips(Web)]
    [Skips("""{ "properties": { "serviceUrl": "https://m.openai.azure.com/openai", "isCurrent": false } }""", Because = "Callers do not reach this revision.")]
    public static Verdict LimitsTokens(GatewayApi api, GatewayView gateways, Inventory<GatewaySubscription> keys, Inventory<GatewayOperation> operations, Inventory<OperationPolicy> policies) =>
        !gateways.IsOfModels(api) ? NotApplicable(NoModels)
        : EachWay(gateways.WaysTo(api, keys, Operations(api, operations, policies)), IsTokenLimit, "limits tokens");

    [Check("AZ-NET-031", Severity.Medium, "Token limit of an API counts by who the caller proved to be",
        Risk = "Whoever changes a header gets a new allowance, as often as he likes.",
        Advice = "Count by the subscription, or validate the token before its claims are counted by.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0029",
        Link = "https://learn.microsoft.com/azure/api-management/llm-token-limit-policy")]
    [Command(PolicyCommand)]
    [Passes(Model, Limited)]
    [Passes(Keyless, """ApiPolicy { "properties": { "value": "<policies><inbound><validate-azure-ad-token tenant-id=\"t\" /><llm-token-limit counter-key=\"@(context.Request.Headers.GetValueOrDefault(&quot;Authorization&quot;).AsJwt()?.Subject)\" tokens-per-minute=\"5\" /></inbound></policies>" } }""")]
    [Passes(Model, Product, InProduct, ProductLimit)]
    [Fails(Keyless, Limited, Because = "Without a key there is no subscription: all callers share one count.")]
    [Fails(Model, """ApiPolicy { "properties": { "value": "<policies><inbound><llm-token-limit counter-key=\"@(context.Request.Headers.GetValueOrDefault(&quot;x-user&quot;))\" tokens-per-minute=\"5\" /></inbound></policies>" } }""")]
    [Fails(Model, """ApiPolicy { "properties": { "value": "<policies><inbound><llm-token-limit counter-key=\"everybody\" tokens-per-minute=\"5\" /></inbound></policies>" } }""")]
    [Fails(Model, """GatewayBackend { "name": "b", "properties": { "url": "https://b.example.com" } }""", """GlobalPolicy { "properties": { "value": "<policies><inbound><include-fragment fragment-id=\"limits\" /></inbound></policies>" } }""", """PolicyFragment { "name": "limits", "properties": { "value": "<fragment><llm-token-limit counter-key=\"@(context.Request.IpAddress)\" tokens-per-minute=\"5\" /></fragment>" } }""")]
    [Fails("""{ "properties": { "serviceUrl": "https://mine.cognitiveservices.azure.com/", "subscriptionRequired": false } }""", """CognitiveAccount { "kind": "AIServices", "properties": { "customSubDomainName": "mine" } }""", Limited)]
    [CannotSay(Model, """ApiPolicy { "properties": { "value": "<policies><inbound><llm-token-limit counter-key=\"@((string)context.Variables[&quot;who&quot;])\" tokens-per-minute=\"5\" /></inbound></policies>" } }""", Because = "Where the variable comes from cannot be told.")]
    [Skips(Model, Because = "There is no limit, which AZ-NET-030 says.")]
    [Skips(Web)]
    [Passes(Model, """ApiPolicy { "properties": { "value": "<policies><inbound><llm-token-limit counter-key=\"@(context.User.Id)\" tokens-per-minute=\"5\" /></inbound></policies>" } }""")]
    public static Verdict CountsCallers(GatewayApi api, GatewayView gateways, Inventory<GatewaySubscription> keys, Inventory<GatewayOperation> operations, Inventory<OperationPolicy> policies)
    {
        if (!gateways.IsOfModels(api))
        {
            return NotApplicable(NoModels);
        }
        var ways = gateways.WaysTo(api, keys, Operations(api, operations, policies));
        var judged = ways.SelectMany(way => PolicyNode.Sometimes(way.Inbound, IsTokenLimit).Select(limit => Counted(way, limit["counter-key"] ?? ""))).ToList();
        return judged.Count == 0 ? NotApplicable("No policy limits tokens.") : Every.Of("No policy limits tokens.", judged.DistinctBy(verdict => verdict.Reason).Select<Verdict, Func<Verdict>>(verdict => () => verdict));
    }

    [Check("AZ-NET-032", Severity.High, "API in front of models knows its callers",
        Risk = "Anybody who finds the address uses the model, and you pay.",
        Advice = "Require a subscription, or validate a token in the inbound policy, and give no key for all APIs.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0040",
        Link = "https://learn.microsoft.com/azure/api-management/api-management-subscriptions")]
    [Command("""az rest --method patch --url '{Id}?api-version=2024-05-01' --body '{"properties":{"subscriptionRequired":true}}' && az rest --method get --url '{Id}/policies/policy?api-version=2024-05-01&format=rawxml' && az rest --method put --url '{Id}/policies/policy?api-version=2024-05-01' --body '@policy.json'""")]
    [Passes(Model)]
    [Passes("""{ "properties": { "serviceUrl": "https://m.openai.azure.com/openai", "subscriptionRequired": true } }""", """GatewaySubscription { "name": "master", "properties": { "scope": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.ApiManagement/service/example/apis", "state": "active" } }""")]
    [Passes(Keyless, Checked)]
    [Passes(Keyless, """GlobalPolicy { "properties": { "value": "<policies><inbound><include-fragment fragment-id=\"who\" /></inbound></policies>" } }""", """PolicyFragment { "name": "who", "properties": { "value": "<fragment><validate-azure-ad-token tenant-id=\"t\" /></fragment>" } }""")]
    [Fails(Keyless)]
    [Fails(Model, """GatewaySubscription { "name": "all", "properties": { "scope": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.ApiManagement/service/example/apis", "state": "active" } }""", Because = "One key for all APIs.")]
    [Fails(Model, """GatewayProduct { "name": "gold", "properties": { "subscriptionRequired": false } }""", InProduct, ProductLimit, Because = "The product is open to everybody.")]
    [Fails(Keyless, Checked, """GatewayOperation { "name": "chat" }""", """OperationPolicy { "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.ApiManagement/service/example/apis/example/operations/chat", "properties": { "value": "<policies><inbound /></policies>" } }""")]
    [Fails("""{ "properties": { "subscriptionRequired": false } }""", """ApiPolicy { "properties": { "value": "<policies><inbound><set-backend-service backend-id=\"b\" /></inbound></policies>" } }""", """GatewayBackend { "name": "b", "properties": { "url": "https://mine.cognitiveservices.azure.com/" } }""", """CognitiveAccount { "kind": "OpenAI", "properties": { "endpoint": "https://mine.cognitiveservices.azure.com/" } }""")]
    [Skips("""{ "properties": { "serviceUrl": "https://web.example.com", "subscriptionRequired": false } }""")]
    [Passes(Model, """GatewaySubscription { "name": "team", "properties": { "scope": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.ApiManagement/service/example/apis/example", "state": "active" } }""", Because = "It is a key of this API.")]
    [Passes(Keyless, """ApiPolicy { "properties": { "value": "<policies><inbound><EACH /></inbound></policies>" } }""", Each = ["validate-client-certificate", "authentication-basic"])]
    public static Verdict KnowsCallers(GatewayApi api, GatewayView gateways, Inventory<GatewaySubscription> keys, Inventory<GatewayOperation> operations, Inventory<OperationPolicy> policies)
    {
        if (!gateways.IsOfModels(api))
        {
            return NotApplicable(NoModels);
        }
        var forAll = GatewayView.KeysPastProducts(api, keys).Where(key => GatewayView.IsAll(key.Properties!.Scope!)).Select(key => key.Identity.Name).ToList();
        return Every.Of(
            () => forAll.Count > 0 ? Fail($"The key {string.Join(", ", forAll)} opens all APIs.") : Pass("No key opens all APIs."),
            () => EachWay([.. gateways.WaysTo(api, keys, Operations(api, operations, policies)).Where(way => !way.NeedsKey)], IsProof, "asks callers who they are", "Callers need a subscription."));
    }

    [Check("AZ-NET-034", Severity.Medium, "API in front of models looks at prompts for attacks and harm",
        Risk = "Jailbreaks reach every model behind the gateway, filtered or not.",
        Advice = "Add llm-content-safety with shield-prompt to the inbound policy of the API.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM01", Atlas = "AML.T0051, AML.T0054",
        Link = "https://learn.microsoft.com/azure/api-management/llm-content-safety-policy")]
    [Command(PolicyCommand)]
    [Passes(Model, """ApiPolicy { "properties": { "value": "<policies><inbound><llm-content-safety backend-id=\"safety\" shield-prompt=\"true\" /></inbound></policies>" } }""")]
    [Passes("""{ "properties": { } }""", """GlobalPolicy { "properties": { "value": "<policies><inbound><include-fragment fragment-id=\"safe\" /><set-backend-service backend-id=\"b\" /></inbound></policies>" } }""", """PolicyFragment { "name": "safe", "properties": { "value": "<fragment><llm-content-safety backend-id=\"safety\" /></fragment>" } }""", """GatewayBackend { "name": "b", "properties": { "url": "https://mine.cognitiveservices.azure.com/" } }""", """CognitiveAccount { "kind": "OpenAI", "properties": { "endpoint": "https://mine.cognitiveservices.azure.com/" } }""")]
    [Fails(Model, Limited)]
    [Fails(Model, Product, InProduct, ProductLimit)]
    [Fails(Model, """ApiPolicy { "properties": { "value": "<policies><inbound><llm-content-safety backend-id=\"safety\" /></inbound></policies>" } }""", """GatewayOperation { "name": "chat" }""", """OperationPolicy { "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.ApiManagement/service/example/apis/example/operations/chat", "properties": { "value": "<policies><inbound /></policies>" } }""")]
    [Fails(Model, Product, InProduct, ProductLimit, """GatewaySubscription { "properties": { "scope": "/apis/example", "state": "active" } }""")]
    [Skips(Web)]
    public static Verdict LooksAtPrompts(GatewayApi api, GatewayView gateways, Inventory<GatewaySubscription> keys, Inventory<GatewayOperation> operations, Inventory<OperationPolicy> policies) =>
        !gateways.IsOfModels(api) ? NotApplicable(NoModels)
        : EachWay(gateways.WaysTo(api, keys, Operations(api, operations, policies)), node => node.Is("llm-content-safety"), "looks at prompts");

    [Check("AZ-IAM-027", Severity.High, "Gateway calls models as a managed identity",
        Risk = "The model's key lies in the gateway, where whoever may read policies finds it, and opens the model past the gateway.",
        Advice = "Sign in with authentication-managed-identity in the inbound policy, and remove the key.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0055",
        Link = "https://learn.microsoft.com/azure/api-management/api-management-authenticate-authorize-azure-openai")]
    [Command(PolicyCommand)]
    [Passes(Model, """ApiPolicy { "properties": { "value": "<policies><inbound><authentication-managed-identity resource=\"https://cognitiveservices.azure.com\" /></inbound></policies>" } }""")]
    [Passes("""{ "properties": { } }""", """GlobalPolicy { "properties": { "value": "<policies><inbound><include-fragment fragment-id=\"in\" /><set-backend-service backend-id=\"b\" /></inbound></policies>" } }""", """PolicyFragment { "name": "in", "properties": { "value": "<fragment><authentication-managed-identity resource=\"https://cognitiveservices.azure.com\" /></fragment>" } }""", """GatewayBackend { "name": "b", "properties": { "url": "https://mine.cognitiveservices.azure.com/" } }""", """CognitiveAccount { "kind": "OpenAI", "properties": { "endpoint": "https://mine.cognitiveservices.azure.com/" } }""")]
    [Fails(Model, """ApiPolicy { "properties": { "value": "<policies><inbound><set-header name=\"Api-Key\" exists-action=\"override\"><value>{{key}}</value></set-header></inbound></policies>" } }""")]
    [Fails(Model, """ApiPolicy { "properties": { "value": "<policies><inbound><set-backend-service backend-id=\"b\" /></inbound></policies>" } }""", """GatewayBackend { "name": "B", "properties": { "url": "https://m.openai.azure.com/", "credentials": { "header": { "api-key": [ "{{key}}" ] } } } }""")]
    [Fails(Model, Product, InProduct, """ProductPolicy { "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.ApiManagement/service/example/products/gold", "properties": { "value": "<policies><inbound><set-header name=\"api-key\"><value>{{key}}</value></set-header></inbound></policies>" } }""")]
    [Fails(Model, """ApiPolicy { "properties": { "value": "<policies><inbound><authentication-managed-identity resource=\"https://cognitiveservices.azure.com\" /></inbound></policies>" } }""", """GatewayOperation { "name": "chat" }""", """OperationPolicy { "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.ApiManagement/service/example/apis/example/operations/chat", "properties": { "value": "<policies><inbound><set-header name=\"api-key\"><value>{{key}}</value></set-header></inbound></policies>" } }""")]
    [Fails(Model, Product, InProduct, """GatewaySubscription { "properties": { "scope": "/apis/example", "state": "active" } }""", """ApiPolicy { "properties": { "value": "<policies><inbound><set-header name=\"api-key\"><value>{{key}}</value></set-header></inbound></policies>" } }""")]
    [CannotSay(Model, Because = "Callers may send tokens of their own.")]
    [Skips(Web)]
    [Fails(Model, """ApiPolicy { "properties": { "value": "<policies><inbound><set-backend-service backend-id=\"b\" /></inbound></policies>" } }""", """GatewayBackend { "name": "b", "properties": { "url": "https://m.openai.azure.com/", "credentials": { "header": { "x-trace": [ "on" ], "EACH": [ "{{key}}" ] } } } }""", Each = ["api-key", "Ocp-Apim-Subscription-Key", "Authorization"], Because = "One of the headers is a key.")]
    [Fails(Model, """ApiPolicy { "properties": { "value": "<policies><inbound><set-header name=\"Ocp-Apim-Subscription-Key\"><value>{{key}}</value></set-header></inbound></policies>" } }""")]
    [Passes(Model, """ApiPolicy { "properties": { "value": "<policies><inbound><authentication-managed-identity resource=\"https://cognitiveservices.azure.com\" /><set-header name=\"x-trace\"><value>on</value></set-header><check-header name=\"api-key\" failed-check-httpcode=\"401\" /></inbound></policies>" } }""", Because = "Nothing of a key is set.")]
    public static Verdict AsIdentity(GatewayApi api, GatewayView gateways, Inventory<GatewayBackend> backends, Inventory<GatewaySubscription> keys, Inventory<GatewayOperation> operations, Inventory<OperationPolicy> policies)
    {
        if (!gateways.IsOfModels(api))
        {
            return NotApplicable(NoModels);
        }
        var withKeys = backends.Beside(api).Where(backend => backend.Properties?.Credentials is { } sent && (sent.Header ?? sent.Query)?.Keys.Any(name => name.Is("api-key", "Ocp-Apim-Subscription-Key", "Authorization")) is true).ToList();
        bool SendsKey(PolicyNode node) => node.Is("set-header") && node["name"].Is("api-key", "Ocp-Apim-Subscription-Key")
            || node.Is("set-backend-service") && withKeys.Exists(backend => backend.Identity.Name.Is(node["backend-id"] ?? ""));
        return Every.Of(gateways.WaysTo(api, keys, Operations(api, operations, policies)).Select<GatewayWay, Func<Verdict>>(way => () =>
            PolicyNode.Sometimes(way.Inbound, SendsKey).Any() ? Fail($"A key is sent to the model{(way.Name.Length > 0 ? $" ({way.Name})" : "")}.")
            : PolicyNode.Always(way.Inbound, node => node.Is("authentication-managed-identity")) ? Pass("The gateway calls the model as a managed identity.")
            : Unknown("The gateway neither signs in nor sends a key in what was read: callers' own tokens may be passed on.")));
    }

    [Check("AZ-NET-033", Severity.Medium, "Gateway in front of models is in a network or private",
        Risk = "Everybody on the internet may try keys and prompts at the gateway.",
        Advice = "Put the gateway into a virtual network, or give it a private endpoint and disable public network access.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0049",
        Link = "https://learn.microsoft.com/azure/api-management/virtual-network-concepts")]
    [Command("""az network private-endpoint create --name NEW_ENDPOINT_NAME --resource-group {resourceGroups} --vnet-name VNET_NAME --subnet SUBNET_NAME --private-connection-resource-id {Id} --group-id Gateway --connection-name NEW_CONNECTION_NAME --subscription {Scope} && az network private-dns zone create --resource-group {resourceGroups} --name privatelink.azure-api.net --subscription {Scope} && az network private-dns link vnet create --resource-group {resourceGroups} --zone-name privatelink.azure-api.net --name NEW_LINK_NAME --virtual-network VNET_ID --registration-enabled false --subscription {Scope} && az network private-endpoint dns-zone-group create --resource-group {resourceGroups} --endpoint-name NEW_ENDPOINT_NAME --name default --private-dns-zone privatelink.azure-api.net --zone-name account --subscription {Scope} && az rest --method patch --url '{Id}?api-version=2024-05-01' --body '{"properties":{"publicNetworkAccess":"Disabled"}}'""")]
    [Passes("""{ "sku": { "name": "Premium" }, "properties": { "virtualNetworkType": "Internal" } }""", """GatewayApi { "properties": { "serviceUrl": "https://m.openai.azure.com/" } }""")]
    [Passes("""{ "sku": { "name": "StandardV2" }, "properties": { "publicNetworkAccess": "disabled" } }""", """GatewayApi { "properties": { "serviceUrl": "https://m.openai.azure.com/" } }""")]
    [Fails("""{ "sku": { "name": "Developer" }, "properties": { "virtualNetworkType": "None" } }""", """GatewayApi { "properties": { "serviceUrl": "https://m.openai.azure.com/" } }""")]
    [Fails("""{ "sku": { "name": "Premium" }, "properties": { "publicNetworkAccess": "Enabled" } }""", """GatewayApi { "properties": { } }""", """ApiPolicy { "properties": { "value": "<policies><inbound><include-fragment fragment-id=\"to\" /></inbound></policies>" } }""", """PolicyFragment { "name": "to", "properties": { "value": "<fragment><set-backend-service backend-id=\"b\" /></fragment>" } }""", """GatewayBackend { "name": "b", "properties": { "url": "https://mine.cognitiveservices.azure.com/" } }""", """CognitiveAccount { "kind": "OpenAI", "properties": { "endpoint": "https://mine.cognitiveservices.azure.com/" } }""")]
    [Fails("""{ "sku": { "name": "Premium" }, "properties": { } }""", """GatewayApi { "properties": { } }""", Product, InProduct, ProductLimit)]
    [Fails("""{ "sku": { "name": "Premium" }, "properties": { } }""", """GatewayApi { "properties": { } }""", """GlobalPolicy { "properties": { "value": "<policies><inbound><set-backend-service base-url=\"https://m.openai.azure.com/\" /></inbound></policies>" } }""")]
    [Skips("""{ "sku": { "name": "Consumption" }, "properties": { } }""", """GatewayApi { "properties": { "serviceUrl": "https://m.openai.azure.com/" } }""", Because = "The tier has no networks.")]
    [Skips("""{ "sku": { "name": "Premium" }, "properties": { } }""", """GatewayApi { "properties": { "serviceUrl": "https://web.example.com" } }""")]
    [Fails("""{ "sku": { "name": "EACH" }, "properties": { "virtualNetworkType": "None" } }""", """GatewayApi { "properties": { "serviceUrl": "https://m.openai.azure.com/" } }""", Each = ["PremiumV2", "Standard", "Basic", "Isolated"])]
    [Passes("""{ "sku": { "name": "Premium" }, "properties": { "virtualNetworkType": "External" } }""", """GatewayApi { "properties": { "serviceUrl": "https://m.openai.azure.com/" } }""", """GatewayApi { "name": "web", "properties": { "serviceUrl": "https://web.example.com" } }""", Because = "One of its APIs is of models.")]
    public static Verdict IsPrivate(Gateway gateway, GatewayView gateways, Inventory<GatewayApi> apis) =>
        !apis.Of(gateway).Any(gateways.IsOfModels) ? NotApplicable(NoModels)
        : !s_networked.Contains(gateway.Sku?.Name ?? "", StringComparer.OrdinalIgnoreCase) ? NotApplicable($"The tier {gateway.Sku?.Name} has no networks.")
        : gateway.Properties?.PublicNetworkAccess.Is("Disabled") is true ? Pass("Public network access is off.")
        : gateway.Properties?.VirtualNetworkType.Is("External", "Internal") is true ? Pass($"The gateway is in a network ({gateway.Properties.VirtualNetworkType}).")
        : Fail("The gateway is in no network, and public network access is on.");

    [Check("AZ-MON-006", Severity.Medium, "Gateway in front of models keeps its logs",
        Risk = "Who asked which model how much cannot be said afterwards.",
        Advice = "Send GatewayLogs and GatewayLlmLogs to a Log Analytics workspace with a diagnostic setting.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0040",
        Link = "https://learn.microsoft.com/azure/api-management/api-management-howto-llm-logs")]
    [Passes("{ }", """GatewayApi { "properties": { "serviceUrl": "https://m.openai.azure.com/" } }""", """GatewayDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "GatewayLogs", "enabled": true }, { "category": "GatewayLlmLogs", "enabled": true } ] } }""")]
    [Passes("{ }", """GatewayApi { "properties": { } }""", """ApiPolicy { "properties": { "value": "<policies><inbound><include-fragment fragment-id=\"to\" /></inbound></policies>" } }""", """PolicyFragment { "name": "to", "properties": { "value": "<fragment><set-backend-service backend-id=\"b\" /></fragment>" } }""", """GatewayBackend { "name": "b", "properties": { "url": "https://mine.cognitiveservices.azure.com/" } }""", """CognitiveAccount { "kind": "OpenAI", "properties": { "endpoint": "https://mine.cognitiveservices.azure.com/" } }""", """GatewayDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.OperationalInsights/workspaces/example", "logs": [ { "categoryGroup": "allLogs", "enabled": true } ] } }""", "LogWorkspace { }")]
    [Fails("{ }", """GatewayApi { "properties": { "serviceUrl": "https://m.openai.azure.com/" } }""", """GatewayDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "GatewayLogs", "enabled": true } ] } }""")]
    [Fails("{ }", """GatewayApi { "properties": { "serviceUrl": "https://m.openai.azure.com/" } }""", """GatewayDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "GatewayLogs", "enabled": true }, { "category": "GatewayLlmLogs", "enabled": false } ] } }""")]
    [Fails("{ }", """GatewayApi { "properties": { } }""", """GlobalPolicy { "properties": { "value": "<policies><inbound><set-backend-service base-url=\"https://m.openai.azure.com/\" /></inbound></policies>" } }""")]
    [Fails("{ }", """GatewayApi { "properties": { } }""", Product, InProduct, ProductLimit)]
    [Skips("{ }", """GatewayApi { "properties": { "serviceUrl": "https://web.example.com" } }""")]
    [Fails("{ }", """GatewayApi { "properties": { "serviceUrl": "https://m.openai.azure.com/" } }""", """GatewayApi { "name": "web", "properties": { "serviceUrl": "https://web.example.com" } }""", Because = "One of its APIs is of models.")]
    public static Verdict Logged(Gateway gateway, GatewayView gateways, Inventory<GatewayApi> apis, Inventory<GatewayDiagnosticSetting> settings, Inventory<LogWorkspace> workspaces) =>
        !apis.Of(gateway).Any(gateways.IsOfModels) ? NotApplicable(NoModels)
        : DiagnosticLogs.Judge(settings.Of(gateway), workspaces, ("GatewayLogs", null), ("GatewayLlmLogs", null));

    [Repair("AZ-MON-006", "azure/monitor/DiagnosticSetting", Needs = "-LogWorkspaceId")]
    internal static IEnumerable<Wish> Log(Gateway gateway, RepairChoices choices) => [MonitorSettings.Logs(gateway, choices.LogWorkspaceId)];

    [Check("AZ-MON-006", Severity.Medium, "API in front of models logs tokens and models",
        Risk = "Which caller used how many tokens of which model cannot be said.",
        Advice = "Switch the logs of language models on in the diagnostics of the API or of the gateway.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0040",
        Link = "https://learn.microsoft.com/azure/api-management/api-management-howto-llm-logs")]
    [Command("""az rest --method put --url '{Id}/diagnostics/azuremonitor?api-version=2024-06-01-preview' --body '{"properties":{"loggerId":"LOGGER_ID","alwaysLog":"allErrors","largeLanguageModel":{"logs":"enabled"}}}'""")]
    [Passes(Model, """ApiLogging { "name": "azuremonitor", "properties": { "largeLanguageModel": { "logs": "Enabled" } } }""")]
    [Passes("""{ "properties": { } }""", """GlobalLogging { "name": "azuremonitor", "properties": { "largeLanguageModel": { "logs": "enabled" } } }""", """ApiPolicy { "properties": { "value": "<policies><inbound><include-fragment fragment-id=\"to\" /></inbound></policies>" } }""", """PolicyFragment { "name": "to", "properties": { "value": "<fragment><set-backend-service backend-id=\"b\" /></fragment>" } }""", """GatewayBackend { "name": "b", "properties": { "url": "https://mine.cognitiveservices.azure.com/" } }""", """CognitiveAccount { "kind": "OpenAI", "properties": { "endpoint": "https://mine.cognitiveservices.azure.com/" } }""")]
    [Fails(Model, """ApiLogging { "name": "azuremonitor", "properties": { "largeLanguageModel": { "logs": "disabled" } } }""", """GlobalLogging { "name": "azuremonitor", "properties": { "largeLanguageModel": { "logs": "enabled" } } }""", Because = "The API's own setting holds.")]
    [Fails(Model)]
    [Fails("""{ "properties": { } }""", """GlobalPolicy { "properties": { "value": "<policies><inbound><set-backend-service base-url=\"https://m.openai.azure.com/\" /></inbound></policies>" } }""")]
    [Fails(Model, Product, InProduct, ProductLimit)]
    [Skips(Web)]
    public static Verdict LogsTokens(GatewayApi api, GatewayView gateways, Inventory<ApiLogging> ofApis, Inventory<GlobalLogging> ofAll) =>
        !gateways.IsOfModels(api) ? NotApplicable(NoModels)
        : Logging(api, ofApis, ofAll).FirstOrDefault(logging => logging.Properties?.LargeLanguageModel?.Logs.Is("enabled") is true) is { } on ? Pass($"Tokens and models are logged ({on.Identity.Name}).")
        : Fail("Tokens and models are not logged.");

    [Check("AZ-DATA-010", Severity.Medium, "API in front of models does not log prompts in clear",
        Risk = "What people confide to a model lies in a log that many may read.",
        Advice = "Log no bodies and no messages of the API, or only to a store that few may read.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0057",
        Link = "https://learn.microsoft.com/azure/api-management/api-management-howto-llm-logs")]
    [Command("""az rest --method patch --url '{Id}/diagnostics/DIAGNOSTIC_ID?api-version=2024-06-01-preview' --body '{"properties":{"largeLanguageModel":{"logs":"enabled","requests":{"messages":"none"},"responses":{"messages":"none"}},"frontend":{"request":{"body":{"bytes":0}},"response":{"body":{"bytes":0}}},"backend":{"request":{"body":{"bytes":0}},"response":{"body":{"bytes":0}}}}}'""")]
    [Passes(Model)]
    [Passes(Model, """ApiLogging { "name": "azuremonitor", "properties": { "largeLanguageModel": { "logs": "enabled" }, "frontend": { "request": { "body": { "bytes": 0 } } } } }""")]
    [Passes(Model, """ApiLogging { "name": "azuremonitor", "properties": { "largeLanguageModel": { "logs": "disabled", "requests": { "messages": "all" } } } }""")]
    [Fails(Model, """ApiLogging { "name": "azuremonitor", "properties": { "largeLanguageModel": { "logs": "enabled", "requests": { "messages": "all" } } } }""")]
    [Fails(Model, """ApiLogging { "name": "azuremonitor", "properties": { "largeLanguageModel": { "logs": "enabled", "responses": { "messages": "All" } } } }""")]
    [Fails(Model, """ApiLogging { "name": "applicationinsights", "properties": { "frontend": { "request": { "body": { "bytes": 8192 } } } } }""")]
    [Fails(Model, """ApiLogging { "name": "applicationinsights", "properties": { "frontend": { "response": { "body": { "bytes": 8192 } } } } }""")]
    [Fails(Model, """ApiLogging { "name": "applicationinsights", "properties": { "backend": { "request": { "body": { "bytes": 1 } } } } }""")]
    [Fails("""{ "properties": { } }""", """GlobalLogging { "name": "applicationinsights", "properties": { "backend": { "response": { "body": { "bytes": 1 } } } } }""", """ApiPolicy { "properties": { "value": "<policies><inbound><include-fragment fragment-id=\"to\" /></inbound></policies>" } }""", """PolicyFragment { "name": "to", "properties": { "value": "<fragment><set-backend-service backend-id=\"b\" /></fragment>" } }""", """GatewayBackend { "name": "b", "properties": { "url": "https://mine.cognitiveservices.azure.com/" } }""", """CognitiveAccount { "kind": "OpenAI", "properties": { "endpoint": "https://mine.cognitiveservices.azure.com/" } }""")]
    [Passes("""{ "properties": { } }""", """GlobalPolicy { "properties": { "value": "<policies><inbound><set-backend-service base-url=\"https://m.openai.azure.com/\" /></inbound></policies>" } }""")]
    [Passes(Model, Product, InProduct, ProductLimit)]
    [Skips(Web, """ApiLogging { "name": "applicationinsights", "properties": { "frontend": { "request": { "body": { "bytes": 8192 } } } } }""")]
    public static Verdict LogsNoPrompts(GatewayApi api, GatewayView gateways, Inventory<ApiLogging> ofApis, Inventory<GlobalLogging> ofAll)
    {
        if (!gateways.IsOfModels(api))
        {
            return NotApplicable(NoModels);
        }
        var clear = Logging(api, ofApis, ofAll).Where(LogsTexts).Select(logging => logging.Identity.Name).Distinct().ToList();
        return clear.Count > 0 ? Fail($"Prompts or answers are logged in clear ({string.Join(", ", clear)}).") : Pass("Neither bodies nor messages are logged.");
    }

    private static bool LogsTexts(GatewayLogging logging) =>
        logging.Properties is { } set
        && (set.LargeLanguageModel is { } model && model.Logs.Is("enabled") && (model.Requests?.Messages.Is("all") is true || model.Responses?.Messages.Is("all") is true)
            || new[] { set.Frontend?.Request, set.Frontend?.Response, set.Backend?.Request, set.Backend?.Response }.Any(message => message?.Body?.Bytes > 0));

    // What an API says holds for it; what it does not say, the gateway does.
    private static IEnumerable<GatewayLogging> Logging(GatewayApi api, Inventory<ApiLogging> ofApis, Inventory<GlobalLogging> ofAll)
    {
        var own = ofApis.Of(api);
        return own.Concat<GatewayLogging>(ofAll.Beside(api).Where(all => !own.Any(one => one.Identity.Name.Is(all.Identity.Name))));
    }

    private static List<(GatewayOperation, OperationPolicy?)> Operations(GatewayApi api, Inventory<GatewayOperation> operations, Inventory<OperationPolicy> policies) =>
        [.. operations.Of(api).Select(operation => (operation, policies.One(operation)))];

    private static bool IsTokenLimit(PolicyNode node) => node.Is("llm-token-limit", "azure-openai-token-limit") && (node["tokens-per-minute"] ?? node["token-quota"]) is not null;

    private static bool IsProof(PolicyNode node) => node.Is("validate-jwt", "validate-azure-ad-token", "validate-client-certificate", "authentication-basic");

    // A way without is decisive; where a condition decides, nobody can say.
    private static Verdict EachWay(IReadOnlyList<GatewayWay> ways, Func<PolicyNode, bool> wanted, string does, string none = "There is no way to it.")
    {
        var without = ways.Where(way => !PolicyNode.Always(way.Inbound, wanted)).ToList();
        var never = without.Where(way => !PolicyNode.Sometimes(way.Inbound, wanted).Any()).ToList();
        return ways.Count == 0 ? Pass(none)
            : never.Count > 0 ? Fail($"No policy {does}{Names(never)}.")
            : without.Count > 0 ? Unknown($"A policy {does} under a condition only{Names(without)}.")
            : Pass($"A policy {does}.");

        static string Names(IEnumerable<GatewayWay> ways) => string.Join("; ", ways.Select(way => way.Name).Where(name => name.Length > 0).Distinct()) is { Length: > 0 } names ? $" ({names})" : "";
    }

    private static Verdict Counted(GatewayWay way, string key) =>
        PolicyNode.Always(way.Inbound, IsProof) && key.StartsWith('@') ? Pass($"Callers are validated, and counted by {key}.")
        : key.Contains("context.Subscription", StringComparison.Ordinal) || key.Contains("context.User", StringComparison.Ordinal)
            ? way.NeedsKey ? Pass($"Callers are counted by {key}.") : Fail("Callers need no subscription, and are counted by it: all share one count.")
        : !key.StartsWith('@') ? Fail($"All callers share one count ({key}).")
        : key.Contains("context.Variables", StringComparison.Ordinal) ? Unknown($"Where {key} comes from cannot be told.")
        : Fail($"Callers are counted by {key}, which nobody validates.");
}
