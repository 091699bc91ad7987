using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AiCloudSecurity.CloudFake;

/// <summary>The places that give tokens: OAuth, Security Token Service, impersonation and a machine's metadata. Anybody gets one, that says where it is from.</summary>
internal static class GcpTokens
{
    /// <summary>The answer, or null where something else was asked.</summary>
    public static GcpAnswer? Answer(HttpContext context, string path)
    {
        if (path.EndsWith(":generateAccessToken", StringComparison.Ordinal))
        {
            return new(200, new JsonObject { ["accessToken"] = "impersonated", ["expireTime"] = DateTimeOffset.UtcNow.AddHours(1).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture) });
        }
        return path switch
        {
            "/token" => Token(context.Request.HasFormContentType && context.Request.Form["grant_type"] == "refresh_token" ? "user" : "service-account"),
            "/v1/token" or "/sts/v1/token" => Token("federated"),
            "/" or "/computeMetadata/v1/instance/service-accounts/default/token" or "/computeMetadata/v1/universe/universe-domain" =>
                context.Request.Headers["Metadata-Flavor"] != "Google" && path != "/" ? GcpAnswer.Error(403, "PERMISSION_DENIED", "Missing Metadata-Flavor:Google header.")
                : path.EndsWith("/token", StringComparison.Ordinal) ? Token("machine") : new(200, null),
            _ => null,
        };
    }

    private static GcpAnswer Token(string from) => new(200, new JsonObject
    {
        ["access_token"] = from,
        ["expires_in"] = 3600,
        ["token_type"] = "Bearer",
        ["issued_token_type"] = "urn:ietf:params:oauth:token-type:access_token",
    });
}
