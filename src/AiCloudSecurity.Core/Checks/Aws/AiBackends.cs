using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Whether what answers a request calls a model: an AI service itself, or a function whose role may call one.</summary>
internal sealed class AiBackends(Inventory<LambdaFunction> functions, RoleAccess roles)
{
    private static readonly string[] s_services =
        ["bedrock", "bedrock-runtime", "bedrock-agent-runtime", "bedrock-agentcore", "sagemaker", "runtime.sagemaker", "runtime-sagemaker", "sagemaker-runtime"];

    private static readonly string[] s_calls =
    [
        "bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:InvokeAgent", "bedrock:InvokeFlow", "bedrock:RetrieveAndGenerate",
        "sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointAsync", "bedrock-agentcore:InvokeAgentRuntime",
    ];

    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);

    /// <summary>What of AI a function calls, in words; null where its role may call none.</summary>
    /// <exception cref="UnseenException">Its role was not read.</exception>
    public string? Of(LambdaFunction function)
    {
        if (_known.TryGetValue(function.Identity.Id, out var known))
        {
            return known;
        }
        if (function.Role is not { } arn)
        {
            throw new UnseenException($"Lambda does not say which role {function.Identity.Name} has.");
        }
        return _known[function.Identity.Id] = roles.Find(arn) is { } role && CallOf(role) is { } allowed
            ? $"the function {function.Identity.Name}, whose role may call {allowed}" : null;
    }

    /// <summary>What of AI a role may call; null where it may call none.</summary>
    /// <exception cref="UnseenException">What it holds was not read.</exception>
    public string? CallOf(IamRole role)
    {
        var held = roles.Of(role);
        return Array.Find(s_calls, call => held.May(call, "*").Exists);
    }

    /// <summary>What of AI answers at a URI of an integration or the ARN of a target; null where it is none.</summary>
    /// <exception cref="UnseenException">Which function answers is not known, or its role was not read.</exception>
    public string? Of(string? uri)
    {
        if (string.IsNullOrEmpty(uri))
        {
            return null;
        }
        var start = uri.IndexOf(":function:", StringComparison.Ordinal);
        if (start >= 0)
        {
            // .../functions/arn:aws:lambda:eu-west-1:111122223333:function:name:alias/invocations
            var name = uri[(start + ":function:".Length)..].Split('/', ':')[0];
            return name.Contains("${", StringComparison.Ordinal) ? throw new UnseenException("Which function answers is said by a variable of the stage.")
                : functions.Find(name) is { } function ? Of(function) : null;
        }
        // arn:aws:apigateway:eu-west-1:bedrock-runtime:path/..., or https://bedrock-runtime.eu-west-1.amazonaws.com/...
        var service = uri.Split(':') is ["arn", _, "apigateway", _, var asked, ..] ? asked
            : Uri.TryCreate(uri, UriKind.Absolute, out var url) && url.Host.Contains(".amazonaws.com", StringComparison.Ordinal) ? url.Host.Split('.') is ["runtime", "sagemaker", ..] ? "runtime.sagemaker" : url.Host.Split('.')[0]
            : "";
        return s_services.Contains(service) ? $"the service {service}" : null;
    }
}
