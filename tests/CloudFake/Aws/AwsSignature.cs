using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AiCloudSecurity.CloudFake;

/// <summary>Reads from a request which service, region and operation it is for.</summary>
internal static class AwsSignature
{
    // Names in signatures that are not botocore's names.
    private static readonly Dictionary<string, string> ServiceNames = new()
    {
        ["access-analyzer"] = "accessanalyzer",
        ["aoss"] = "opensearchserverless",
        ["bedrock-agentcore"] = "bedrock-agentcore-control",
        ["lex"] = "lexv2-models",
        ["elasticfilesystem"] = "efs",
        ["elasticloadbalancing"] = "elbv2",
        ["monitoring"] = "cloudwatch",
        ["servicequotas"] = "service-quotas",
        ["tagging"] = "resourcegroupstaggingapi",
    };

    // Three services sign as bedrock; only the path tells them apart.
    private static readonly string[] BedrockServices = ["bedrock", "bedrock-agent", "bedrock-runtime"];

    public static async Task<AwsRequest> ReadAsync(HttpContext context)
    {
        using MemoryStream content = new();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        var bytes = content.ToArray();
        var body = Encoding.UTF8.GetString(bytes);
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var method = context.Request.Method;

        var (signer, region) = Scope(headers, target);
        // IAM Identity Center takes a bearer token in place of a signature.
        var service = headers.ContainsKey("x-amz-sso_bearer_token") ? "sso" : ServiceNames.GetValueOrDefault(signer, signer);
        AwsRequest request = new()
        {
            Service = service,
            Operation = $"{method} {target.Split('?')[0]}",
            Region = region,
            Protocol = service == "s3" ? AwsProtocol.RestXml : AwsProtocol.RestJson,
            Method = method,
            Target = target,
            Headers = headers,
            Body = body,
            Content = bytes,
        };

        if (headers.TryGetValue("X-Amz-Target", out var xTarget))
        {
            return request with { Operation = xTarget[(xTarget.LastIndexOf('.') + 1)..], Protocol = AwsProtocol.Json };
        }

        if (target.StartsWith("/service/", StringComparison.Ordinal) && target.Split('/') is [_, _, _, "operation", var operation, ..])
        {
            return request with { Operation = operation, Protocol = AwsProtocol.Cbor };
        }

        if (headers.GetValueOrDefault("Content-Type", "").StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal)
            && body.Split('&').FirstOrDefault(pair => pair.StartsWith("Action=", StringComparison.Ordinal)) is { } action)
        {
            return request with { Operation = action["Action=".Length..], Protocol = service == "ec2" ? AwsProtocol.Ec2 : AwsProtocol.Query };
        }

        // Neither do S3 and S3 Control, nor the two API Gateways, tell by their signature which they are.
        string[] services = service switch
        {
            "bedrock" => BedrockServices,
            "s3" when target.StartsWith("/v20180820/", StringComparison.Ordinal) => ["s3control"],
            "apigateway" when target.StartsWith("/v2/", StringComparison.Ordinal) => ["apigatewayv2"],
            _ => [service],
        };
        return AwsRoutes.Match(services, method, target) is { } match
            ? request with { Service = match.Route.Service, Operation = match.Route.Operation, PathValues = match.Values }
            : request;
    }

    /// <summary>Service and region of the credential scope <c>key/date/region/service/aws4_request</c>.</summary>
    private static (string Service, string Region) Scope(Dictionary<string, string> headers, string target)
    {
        var signed = headers.GetValueOrDefault("Authorization", "");
        var start = signed.IndexOf("Credential=", StringComparison.Ordinal);
        var scope = start >= 0
            ? signed[(start + "Credential=".Length)..].Split(',')[0]
            : target.Split('?', '&').FirstOrDefault(p => p.StartsWith("X-Amz-Credential=", StringComparison.Ordinal)) is { } presigned
                ? Uri.UnescapeDataString(presigned["X-Amz-Credential=".Length..])
                : "";
        return scope.Trim().Split('/') is [.., _, var region, var service, "aws4_request"] ? (service, region) : ("", "");
    }
}
