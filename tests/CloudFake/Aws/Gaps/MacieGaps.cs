using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// What moto lacks of Macie: automated discovery, and the buckets that it knows, with the jobs that look at them. Where
/// Macie is off it refuses every call with AccessDeniedException, and moto says that there is none.
/// </summary>
internal static class MacieGaps
{
    private const string Setting = "macie-discovery";
    private const string Buckets = "macie-buckets";
    private const string Jobs = "macie-jobs";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["macie2:GetMacieSession"] = async call => await IsOnAsync(call) ?? await call.NextAsync();
        handlers["macie2:UpdateAutomatedDiscoveryConfiguration"] = call =>
        {
            call.Table(Setting)["it"] = call.Input.Pick("status");
            return Task.FromResult(call.Ok(new JsonObject()));
        };
        handlers["macie2:GetAutomatedDiscoveryConfiguration"] = async call => await IsOnAsync(call)
            ?? call.Ok(new JsonObject { ["status"] = call.Table(Setting)["it"]?["status"]?.ToString() ?? "DISABLED", ["autoEnableOrganizationMembers"] = "NONE" });
        handlers["macie2:CreateClassificationJob"] = call =>
        {
            foreach (var bucket in (call.Input["s3JobDefinition"]?["bucketDefinitions"]?.AsArray() ?? []).SelectMany(definition => definition!["buckets"]!.AsArray()))
            {
                call.Table(Jobs)[bucket!.ToString()] = [];
            }

            return Task.FromResult(call.Ok(new JsonObject { ["jobArn"] = call.Arn("macie2", "classification-job/1"), ["jobId"] = "1" }));
        };
        handlers["macie2:DescribeBuckets"] = async call => await IsOnAsync(call)
            ?? call.Ok(AwsPaging.Page(call.Input, "buckets", call.Table(Buckets).All.Select(bucket => Describe(call, bucket)), "maxResults", "nextToken", 50));
        handlers["s3:CreateBucket"] = async call =>
        {
            var answer = await call.NextAsync();
            if (answer.IsSuccess)
            {
                call.Table(Buckets)[call.Text("Bucket")] = new JsonObject { ["bucketName"] = call.Text("Bucket") };
            }

            return answer;
        };
    }

    private static JsonObject Describe(GapCall call, JsonObject bucket)
    {
        var monitored = call.Table(Setting)["it"]?["status"]?.ToString() == "ENABLED";
        bucket["accountId"] = call.Account;
        bucket["bucketArn"] = $"arn:aws:s3:::{bucket.Text("bucketName")}";
        bucket["region"] = call.Region;
        bucket["automatedDiscoveryMonitoringStatus"] = monitored ? "MONITORED" : "NOT_MONITORED";
        bucket["jobDetails"] = new JsonObject { ["isDefinedInJob"] = call.Table(Jobs)[bucket.Text("bucketName")] is null ? "FALSE" : "TRUE", ["isMonitoredByJob"] = "FALSE" };
        return bucket;
    }

    // moto answers 404 where there is no session.
    private static async Task<AwsAnswer?> IsOnAsync(GapCall call) =>
        (await call.AskAsync("GET", "/macie")).IsSuccess ? null : call.Error(403, "AccessDeniedException", "Macie is not enabled");
}
