using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Whether Bedrock is in use: models are called, or something is there that calls them.</summary>
internal sealed class BedrockUse(
    Inventory<BedrockMetric> metrics, Inventory<Agent> agents, Inventory<KnowledgeBase> knowledgeBases, Inventory<CustomModel> models)
{
    /// <summary>Whether anything shows it.</summary>
    /// <exception cref="UnseenException">Nothing does, and something was not read.</exception>
    public bool Any => Seen.Any(metrics.Any, agents.Any, knowledgeBases.Any, models.Any);
}
