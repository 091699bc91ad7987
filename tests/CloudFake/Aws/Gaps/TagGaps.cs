using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>The tagging API over SageMaker's and Bedrock's resources: moto's breaks off at the first of them that has no tags.</summary>
internal static class TagGaps
{
    private const string Table = "tagged";

    public static void AddTo(Dictionary<string, GapHandler> handlers) => handlers["resourcegroupstaggingapi:GetResources"] = call =>
        Task.FromResult(call.Ok(AwsPaging.Page(call.Input, "ResourceTagMappingList", call.Table(Table).All, "ResourcesPerPage", "PaginationToken")));

    /// <summary>Whether something is made that may have tags.</summary>
    public static bool Tags(AwsRequest request) => request.Service == "sagemaker" && request.Operation.StartsWith("Create", StringComparison.Ordinal);

    /// <summary>Notes the tags that a resource is made with.</summary>
    public static void Note(GapCall call, AwsAnswer answer)
    {
        if (answer.IsSuccess && call.Input["Tags"] is JsonArray { Count: > 0 } tags
            && answer.Json()?.FirstOrDefault(member => member.Key.EndsWith("Arn", StringComparison.Ordinal)).Value?.ToString() is { } arn)
        {
            call.Table(Table)[arn] = new JsonObject { ["ResourceARN"] = arn, ["Tags"] = tags.DeepClone() };
        }
    }
}
