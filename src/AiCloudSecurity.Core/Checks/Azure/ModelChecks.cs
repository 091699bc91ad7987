using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on which models are served, and on how old they are.</summary>
internal static class ModelChecks
{
    private const string Advised = "Deploy a model of Microsoft's or of your own, or accept the finding for the models that you have reviewed.";
    private static readonly TimeSpan s_soon = TimeSpan.FromDays(60);
    private static readonly string[] s_ownFormats = ["OpenAI", "Microsoft"];
    private static readonly string[] s_ownRegistries = ["azureml", "azure-openai", "azureml-msr"];

    [Check("AZ-MON-031", Severity.Medium, "Deployment serves a model of Microsoft's or of your own",
        Risk = "A model of somebody unknown may have been poisoned, or carry code.",
        Advice = Advised,
        Tip = Tip.Audit, Remedy = Remedy.Recreate, Owasp = "LLM03", Atlas = "AML.T0010, AML.T0018",
        Link = "https://learn.microsoft.com/azure/ai-foundry/how-to/model-deployment-policy")]
    [Command("""az rest --method put --url '{ParentId}/deployments/NEW_NAME?api-version=2025-12-01' --body '{"sku":{"name":"Standard","capacity":10},"properties":{"model":{"format":"OpenAI","name":"APPROVED_MODEL","version":"MODEL_VERSION"}}}' && az rest --method delete --url '{Id}?api-version=2025-12-01'""")]
    [Passes("""{ "properties": { "model": { "format": "openai", "name": "gpt-4.1" } } }""")]
    [Passes("""{ "properties": { "model": { "format": "Microsoft", "name": "Phi-4" } } }""")]
    [Fails("""{ "properties": { "model": { "format": "Meta", "name": "Llama-3" } } }""")]
    [Fails("""{ "properties": { "model": { "format": "OpenAI", "name": "gpt-4.1", "source": "/subscriptions/00000000-0000-0000-0000-00000000ffff/resourceGroups/x/providers/Microsoft.CognitiveServices/accounts/other" } } }""", Because = "It comes from an account of another subscription.")]
    [Passes("""{ "properties": { "model": { "format": "OpenAI", "name": "tuned", "source": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/x/providers/Microsoft.CognitiveServices/accounts/other" } } }""")]
    [CannotSay("""{ "properties": { } }""")]
    public static Verdict OfAccount(AccountDeployment deployment, Scope scope) =>
        deployment.Properties?.Model is not { Format: { Length: > 0 } format } model ? Unknown("The deployment does not say its model.")
        : model.Source is { Length: > 0 } source && AzureIdentity.SubscriptionOf(source) is { } other && !other.Equals(scope.Id, StringComparison.OrdinalIgnoreCase) ? Fail($"The model {model.Name} comes from {source}.")
        : format.Is(s_ownFormats) ? Pass($"The model {model.Name} is published as {format}.")
        : Fail($"The model {model.Name} is {format}'s, which nobody has approved here.");

    [Check("AZ-MON-031", Severity.Medium, "Serverless endpoint serves a model of Microsoft's or of your own",
        Risk = "A model of somebody unknown may have been poisoned.",
        Advice = Advised,
        Tip = Tip.Audit, Remedy = Remedy.Recreate, Owasp = "LLM03", Atlas = "AML.T0010, AML.T0018",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-regulate-registry-deployments")]
    [Command("""az rest --method put --url '/subscriptions/{Scope}/resourceGroups/{resourceGroups}/providers/Microsoft.MachineLearningServices/workspaces/{workspaces}/serverlessEndpoints/NEW_NAME?api-version=2025-06-01' --body '{"location":"{location}","properties":{"authMode":"AAD","modelSettings":{"modelId":"APPROVED_MODEL_ID"}}}' && az rest --method delete --url '{Id}?api-version=2025-06-01'""")]
    [Passes("""{ "properties": { "modelSettings": { "modelId": "azureml://registries/azureml/models/Phi-4" } } }""")]
    [Fails("""{ "properties": { "modelSettings": { "modelId": "azureml://registries/azureml-meta/models/Llama-3" } } }""")]
    [CannotSay("""{ "properties": { } }""")]
    public static Verdict OfServerless(ServerlessEndpoint endpoint) =>
        endpoint.Properties?.ModelSettings?.ModelId is { Length: > 0 } model ? OfRegistry(model) : Unknown("The endpoint does not say its model.");

    [Check("AZ-MON-031", Severity.Medium, "Online deployment serves a model of Microsoft's or of your own",
        Risk = "A model of somebody unknown may have been poisoned, or carry code.",
        Advice = Advised,
        Tip = Tip.Audit, Remedy = Remedy.Recreate, Owasp = "LLM03", Atlas = "AML.T0010, AML.T0018",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-regulate-registry-deployments")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-06-01' && az rest --method put --url '{ParentId}/deployments/NEW_NAME?api-version=2025-06-01' --body '{"location":"{location}","sku":{"name":"Default","capacity":1},"properties":{"endpointComputeType":"Managed","instanceType":"{properties.instanceType}","model":"APPROVED_MODEL_ID"}}'""")]
    [Passes("""{ "properties": { "model": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.MachineLearningServices/workspaces/lab/models/mine/versions/1" } }""")]
    [Fails("""{ "properties": { "model": "azureml://registries/HuggingFace/models/gpt2/versions/1" } }""")]
    [Skips("""{ "properties": { } }""", Because = "The model is in the container.")]
    [Passes("""{ "properties": { "model": "azureml://registries/EACH/models/m/versions/1" } }""", Each = ["azure-openai", "azureml-msr"])]
    public static Verdict OfOnline(OnlineDeployment deployment) =>
        deployment.Properties?.Model is { Length: > 0 } model ? OfRegistry(model) : NotApplicable("The deployment names no model.");

    [Check("AZ-MON-032", Severity.Low, "Deployment serves a model version that stays",
        Risk = "On the day that the version is retired the deployment stops, or answers as another model does.",
        Advice = "Move the deployment to a version that stays, and let it be upgraded.",
        Tip = Tip.Audit, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0010",
        Link = "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/model-retirements")]
    [Command("""az rest --method get --url '{ParentId}/models?api-version=2025-12-01' && az rest --method put --url '{Id}?api-version=2025-12-01' --body '{"sku":{"name":"{sku.name}","capacity":10},"properties":{"model":{"format":"{properties.model.format}","name":"{properties.model.name}","version":"MODEL_VERSION"},"versionUpgradeOption":"OnceNewDefaultVersionAvailable"}}'""")]
    [Passes("""{ "properties": { "model": { "format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14" }, "versionUpgradeOption": "NoAutoUpgrade" } }""", """AccountModel { "name": "GPT-4.1", "format": "OpenAI", "version": "2025-04-14", "deprecation": { "inference": "2028-01-01T00:00:00Z" } }""")]
    [Passes("""{ "properties": { "model": { "format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14" }, "versionUpgradeOption": "OnceCurrentVersionExpired" } }""", """AccountModel { "name": "gpt-4.1", "format": "OpenAI", "version": "2025-04-14", "deprecation": { "inference": "2026-12-01T00:00:00Z" } }""", Because = "It is upgraded in time.")]
    [Fails("""{ "properties": { "model": { "format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14" }, "versionUpgradeOption": "NoAutoUpgrade" } }""", """AccountModel { "name": "gpt-4.1", "format": "OpenAI", "version": "2025-04-14", "deprecation": { "inference": "2026-12-01T00:00:00Z" } }""")]
    [Fails("""{ "properties": { "model": { "format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14" } } }""", """AccountModel { "name": "gpt-4.1", "format": "OpenAI", "version": "2025-04-14", "deprecation": { "inference": "2026-10-01T00:00:00Z" } }""")]
    [Fails("""{ "properties": { "model": { "format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14" } } }""", """AccountModel { "name": "gpt-4.1", "format": "OpenAI", "version": "2025-04-14", "lifecycleStatus": "Deprecated" }""")]
    [CannotSay("""{ "properties": { "model": { "format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14" } } }""", """AccountModel { "name": "gpt-4.1", "format": "OpenAI", "version": "2026-01-01" }""", Because = "The account's models have not this version.")]
    [CannotSay("""{ "properties": { "model": { "format": "OpenAI", "name": "gpt-4.1" } } }""", Because = "It does not say its version.")]
    [CannotSay("""{ "properties": { "model": { "format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14" } } }""", """AccountModel { "name": "gpt-4.1-mini", "format": "OpenAI", "version": "2025-04-14" }""", Because = "That is another model of the same version.")]
    [Fails("""{ "properties": { "model": { "format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14" } } }""", """AccountModel { "name": "gpt-4.1", "format": "OpenAI", "version": "2025-04-14", "deprecation": { "inference": "2026-11-01T12:00:00Z" } }""", Because = "It is retired this second.")]
    [Passes("""{ "properties": { "model": { "format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14" }, "versionUpgradeOption": "NoAutoUpgrade" } }""", """AccountModel { "name": "gpt-4.1", "format": "OpenAI", "version": "2025-04-14", "deprecation": { "inference": "2026-12-31T12:00:00Z" } }""", Because = "That is 60 days to the second.")]
    public static Verdict Stays(AccountDeployment deployment, Inventory<AccountModel> models, DateTimeOffset now)
    {
        if (deployment.Properties?.Model is not { Version: { Length: > 0 } version } model)
        {
            return Unknown("The deployment does not say the version of its model.");
        }
        if (models.Beside(deployment).FirstOrDefault(known => Same(known.Format, model.Format) && Same(known.Name, model.Name) && Same(known.Version, version)) is not { } found)
        {
            return Unknown($"{model.Name} {version} is not among the models that the account could serve: it may be retired.");
        }
        var end = found.Deprecation?.Inference;
        return end <= now ? Fail($"{model.Name} {version} was retired on {end:yyyy-MM-dd}.")
            : found.LifecycleStatus.Is("Deprecated") ? Fail($"{model.Name} {version} is deprecated.")
            : end < now + s_soon && deployment.Properties.VersionUpgradeOption.Is("NoAutoUpgrade") ? Fail($"{model.Name} {version} is retired on {end:yyyy-MM-dd}, and the deployment is not upgraded.")
            : Pass($"{model.Name} {version} stays{(end is null ? "" : $" until {end:yyyy-MM-dd}")}.");
    }

    [Repair("AZ-MON-032", "azure/cognitive/Deployment")]
    internal static IEnumerable<Wish> LetUpgrade(AccountDeployment deployment) =>
        // A version that is retired already takes a person who tries its successor.
        deployment.Properties?.VersionUpgradeOption.Is("NoAutoUpgrade") is true
            ? [CognitiveSettings.Deployment.Wish(deployment, new() { ["properties.versionUpgradeOption"] = "OnceCurrentVersionExpired" }, "When the version is retired, answers come from another one.")]
            : [];

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static Verdict OfRegistry(string model)
    {
        const string Start = "azureml://registries/";
        var registry = model.StartsWith(Start, StringComparison.OrdinalIgnoreCase) ? model[Start.Length..].Split('/')[0] : null;
        return registry is null ? Pass($"The model is of a workspace ({model}).")
            : registry.Is(s_ownRegistries) ? Pass($"The model is of the registry {registry}.")
            : Fail($"The model is of the registry {registry}, which nobody has approved here.");
    }
}
