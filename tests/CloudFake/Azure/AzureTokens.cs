using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AiCloudSecurity.CloudFake;

/// <summary>The places that give tokens: a machine's managed identity and Entra ID. Anybody gets one.</summary>
internal static class AzureTokens
{
    /// <summary>The answer, or null where something else was asked.</summary>
    /// <param name="context">What is asked.</param>
    /// <param name="path">Where.</param>
    /// <param name="mark">What tells one token from another.</param>
    public static AzureAnswer? Answer(HttpContext context, string path, string mark)
    {
        if (path == "/metadata/identity/oauth2/token")
        {
            return context.Request.Headers["Metadata"] == "true"
                ? new(200, new JsonObject
                {
                    ["access_token"] = $"managed-identity{mark}",
                    ["expires_in"] = "3600",
                    ["expires_on"] = $"{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}",
                    ["resource"] = (string?)context.Request.Query["resource"],
                    ["token_type"] = "Bearer",
                })
                : AzureAnswer.Error(400, "invalid_request", "Required metadata header not specified");
        }
        if (path.EndsWith("/.well-known/openid-configuration", StringComparison.Ordinal))
        {
            var authority = $"{context.Request.Scheme}://{context.Request.Host}/{path.Split('/')[1]}";
            return new(200, new JsonObject
            {
                ["token_endpoint"] = $"{authority}/oauth2/v2.0/token",
                ["authorization_endpoint"] = $"{authority}/oauth2/v2.0/authorize",
                ["issuer"] = $"{authority}/v2.0",
                ["jwks_uri"] = $"{authority}/keys",
            });
        }
        return path.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal)
            ? new(200, new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = 3600, ["access_token"] = $"service-principal{mark}" })
            : null;
    }
}
