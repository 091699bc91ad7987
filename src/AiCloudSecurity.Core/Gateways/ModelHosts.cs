using System.Text.RegularExpressions;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Gateways;

/// <summary>Knows the hosts at which models answer.</summary>
public static partial class ModelHosts
{
    private static readonly string[] s_ofAccounts = ["openai.azure", "cognitiveservices.azure", "services.ai.azure"];

    /// <summary>The hosts that a text names: of URLs, or of names that are known to be those of AI services.</summary>
    public static IEnumerable<string> In(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Host().Matches(text).Select(match => match.Groups["host"].Value.ToLowerInvariant()).Distinct();
    }

    /// <summary>Whether generative models answer there, whoever runs them. An account's own host may be that of another service, as of Language: whether it is, the account says.</summary>
    public static bool IsOfModels(string host) => Models().IsMatch(host);

    /// <summary>Whether it is a host of this account.</summary>
    public static bool IsOf(string host, CognitiveAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.Properties?.Endpoint is { } endpoint && Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Host.Equals(host, StringComparison.OrdinalIgnoreCase) && !IsRegional(host)
            || account.Properties?.CustomSubDomainName is { Length: > 0 } name && host.StartsWith($"{name}.", StringComparison.OrdinalIgnoreCase)
                && s_ofAccounts.Any(suffix => host[(name.Length + 1)..].StartsWith($"{suffix}.", StringComparison.OrdinalIgnoreCase));
    }

    // A region's host is that of all accounts in it.
    private static bool IsRegional(string host) => host.EndsWith(".api.cognitive.microsoft.com", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"(https?|wss?)://(?<host>[a-z0-9][a-z0-9.-]*\.[a-z]{2,})|(?<![a-z0-9.-])(?<host>[a-z0-9][a-z0-9-]*\.(openai|cognitiveservices|services\.ai)\.azure\.[a-z]{2,3})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Host();

    [GeneratedRegex(@"(\.openai\.azure\.(com|us|cn)|\.services\.ai\.azure\.(com|us|cn)|\.(inference|models)\.(ai|ml)\.azure\.com|^api\.(openai|anthropic|mistral|cohere|groq|deepseek)\.(com|ai)|^bedrock-runtime[a-z.-]*\.[a-z0-9-]+\.amazonaws\.com|aiplatform\.googleapis\.com|^generativelanguage\.googleapis\.com)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Models();
}
