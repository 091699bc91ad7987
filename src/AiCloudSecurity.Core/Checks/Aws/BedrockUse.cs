using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Whether Bedrock is in use in a region.</summary>
internal sealed class BedrockUse(Inventory<BedrockMetric> metrics)
{
    /// <summary>Whether somebody calls models there.</summary>
    public bool Any => metrics.Any();
}
