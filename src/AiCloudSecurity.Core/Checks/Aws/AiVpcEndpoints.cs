using System.Text.RegularExpressions;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Tells which endpoints of a VPC lead to AI services.</summary>
internal static partial class AiVpcEndpoints
{
    // First parts of the names that PrivateLink gives them.
    private static readonly string[] s_services =
    [
        "bedrock", "sagemaker", "comprehend", "comprehendmedical", "transcribe", "transcribestreaming", "translate", "polly", "textract",
        "rekognition", "streaming-rekognition", "lex", "models-v2-lex", "runtime-v2-lex", "kendra", "kendra-ranking", "qbusiness", "personalize", "q",
    ];

    /// <summary>The AI service that an endpoint leads to, as sagemaker.api; null where it leads elsewhere.</summary>
    public static string? AiService(this VpcEndpoint endpoint)
    {
        var name = endpoint.ServiceName ?? "";
        // aws.sagemaker.eu-west-1.notebook puts the region in the middle, com.amazonaws.eu-west-1.sagemaker.api before the service.
        var service = name.StartsWith("aws.", StringComparison.Ordinal)
            ? Region().Replace(name[4..], ".", 1)
            : Region().Split(name, 2) is [_, var rest] ? rest : "";
        service = service.EndsWith("-fips", StringComparison.Ordinal) ? service[..^5] : service;
        var first = service.Split('.')[0];
        return s_services.Contains(first) || first.StartsWith("bedrock-", StringComparison.Ordinal) ? service : null;
    }

    [GeneratedRegex(@"\.[a-z]{2,4}(?:-[a-z]+)+-[0-9]+\.", RegexOptions.CultureInvariant)]
    private static partial Regex Region();
}
