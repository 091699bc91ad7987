using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>S3 encrypts every new object since January 2023, and says whether a policy makes a bucket public; moto does neither.</summary>
internal static class BucketGaps
{
    private const string Ns = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["s3:GetBucketEncryption"] = EncryptionAsync;
        handlers["s3:GetBucketPolicyStatus"] = PolicyStatusAsync;
    }

    private static async Task<AwsAnswer> EncryptionAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        return answer.Status == 404 && answer.Text.Contains("ServerSideEncryptionConfigurationNotFoundError", StringComparison.Ordinal)
            ? AwsAnswer.Of(call.Request, $"<ServerSideEncryptionConfiguration {Ns}><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>")
            : answer;
    }

    private static async Task<AwsAnswer> PolicyStatusAsync(GapCall call)
    {
        var policy = await call.AskAsync("GET", call.Request.Target.Replace("policyStatus", "policy", StringComparison.Ordinal));
        return policy.IsSuccess
            ? AwsAnswer.Of(call.Request, $"<PolicyStatus {Ns}><IsPublic>{(IsPublic(policy.Text) ? "true" : "false")}</IsPublic></PolicyStatus>")
            : policy;
    }

    /// <summary>A coarse reading of S3's rule: everybody is allowed something, without a condition.</summary>
    private static bool IsPublic(string policy)
    {
        try
        {
            var statements = JsonNode.Parse(policy)?["Statement"];
            return (statements as JsonArray ?? [statements?.DeepClone()]).Any(s =>
                s.Text("Effect") == "Allow" && s?["Condition"] is null && (s.Text("Principal") == "*" || s?["Principal"].Text("AWS") == "*"));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
