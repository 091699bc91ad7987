using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>An answer in the shape in which Google gives it.</summary>
internal sealed record GcpAnswer(int Status, JsonNode? Body)
{
    public static GcpAnswer Error(int status, string code, string message, string? reason = null, string? consumer = null) => new(status, new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["code"] = status,
            ["message"] = message,
            ["status"] = code,
            ["details"] = reason is null ? new JsonArray() : new JsonArray(new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
                ["reason"] = reason,
                ["domain"] = "googleapis.com",
                ["metadata"] = consumer is null ? [] : new JsonObject { ["consumer"] = consumer },
            }),
        },
    });
}
