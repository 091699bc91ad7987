using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Whether SageMaker is in use: something is there that costs money as long as it is there.</summary>
internal sealed class SageMakerUse(Inventory<NotebookInstance> notebooks, Inventory<Endpoint> endpoints, Inventory<Domain> domains)
{
    /// <summary>Whether anything shows it.</summary>
    /// <exception cref="UnseenException">Nothing does, and something was not read.</exception>
    public bool Any => Seen.Any(notebooks.Any, endpoints.Any, domains.Any);
}
