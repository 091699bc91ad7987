using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Which AI services a project uses: those that are enabled can be called by whoever has the right, whether or not something was made in them.</summary>
internal sealed class AiUse(Inventory<EnabledService> services)
{
    /// <summary>What to say where there is nothing to judge.</summary>
    public const string None = "No AI service is enabled in the project.";

    /// <summary>An example's project that uses Vertex AI.</summary>
    public const string Vertex = """EnabledService { "name": "projects/1/services/aiplatform.googleapis.com", "state": "ENABLED" }""";

    /// <summary>The AI services that are enabled.</summary>
    public IReadOnlyList<string> Services => [.. services.All.Where(service => service.IsEnabled).Select(service => service.Service).Where(IsAi).Order(StringComparer.Ordinal)];

    /// <summary>Whether there is one.</summary>
    public bool Any => services.All.Any(service => service.IsEnabled && IsAi(service.Service));

    /// <summary>Whether a service is enabled, as aiplatform.googleapis.com.</summary>
    public bool Uses(string service) => services.All.Any(known => known.IsEnabled && known.Service == service);

    /// <summary>Whether a service is one of AI.</summary>
    public static bool IsAi(string service) => GcpAiServices.All.Contains(service, StringComparer.Ordinal);
}
