using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// OpenSearch Serverless: moto has no access policies, and takes any policy for a collection's encryption policy and
/// each for one that names a key.
/// </summary>
internal static class VectorGaps
{
    private const string Service = "opensearchserverless";
    private const string Encryption = "collection-encryption";
    private const string Collections = "collections";

    private static readonly Kept s_accessPolicies = new()
    {
        Service = Service, Create = "CreateAccessPolicy", Get = "GetAccessPolicy", Wrap = "accessPolicyDetail",
        List = "ListAccessPolicies", Items = "accessPolicySummaries", Key = "name",
        Make = call =>
        {
            var made = call.Input.Pick("type", "name", "description");
            made["policy"] = JsonNode.Parse(call.Text("policy"));
            made["policyVersion"] = "MTY5ODcwMDAwMDAwMF8x";
            made["createdDate"] = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            made["lastModifiedDate"] = made["createdDate"]!.DeepClone();
            return made;
        },
        Summary = ["type", "name", "description", "policyVersion", "createdDate", "lastModifiedDate"],
    };

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        Kept.AddTo(handlers, s_accessPolicies);
        handlers[$"{Service}:CreateSecurityPolicy"] = CreatePolicyAsync;
        handlers[$"{Service}:CreateCollection"] = call => Task.FromResult(Create(call));
        handlers[$"{Service}:BatchGetCollection"] = call => Task.FromResult(Get(call));
    }

    private static async Task<AwsAnswer> CreatePolicyAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (answer.IsSuccess && call.Text("type") == "encryption")
        {
            call.Table(Encryption)[call.Text("name")] = JsonNode.Parse(call.Text("policy"))!.AsObject();
        }

        return answer;
    }

    private static AwsAnswer Create(GapCall call)
    {
        var name = call.Text("name");
        var policy = call.Table(Encryption).All.Find(policy => policy["Rules"]!.AsArray().SelectMany(rule => rule!["Resource"]!.AsArray())
            .Any(resource => resource!.ToString() is { } pattern && (pattern.EndsWith('*') ? $"collection/{name}".StartsWith(pattern[..^1], StringComparison.Ordinal) : pattern == $"collection/{name}")));
        if (policy is null)
        {
            return call.Error(400, "ValidationException", $"No matching security policy of encryption type found for collection name: {name}.");
        }

        var made = call.Input.Pick("name", "type", "description", "standbyReplicas");
        made["id"] = Kept.IdOf(call, name, 20);
        made["arn"] = call.Arn("aoss", $"collection/{made["id"]}");
        made["status"] = "ACTIVE";
        made["kmsKeyArn"] = policy.Text("KmsARN") is { Length: > 0 } key ? key : "auto";
        made["createdDate"] = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        made["lastModifiedDate"] = made["createdDate"]!.DeepClone();
        call.Table(Collections)[made.Text("id")] = made;
        return call.Ok(new JsonObject { ["createCollectionDetail"] = made });
    }

    private static AwsAnswer Get(GapCall call)
    {
        JsonArray found = [], missing = [];
        foreach (var id in call.Input["ids"]?.AsArray().Select(id => id!.ToString()) ?? [])
        {
            if (call.Table(Collections)[id] is { } collection)
            {
                found.Add(collection);
            }
            else
            {
                missing.Add(new JsonObject { ["id"] = id, ["errorCode"] = "NOT_FOUND", ["errorMessage"] = "The specified Collection is not found." });
            }
        }

        return call.Ok(new JsonObject { ["collectionDetails"] = found, ["collectionErrorDetails"] = missing });
    }
}
