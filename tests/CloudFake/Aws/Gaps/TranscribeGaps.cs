using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// Transcription: moto loses the redaction settings and lets a job's state depend on how often it was asked for;
/// here every job is completed. Call analytics jobs it does not have.
/// </summary>
internal static class TranscribeGaps
{
    private const string Jobs = "transcription-jobs";
    private const string Calls = "call-analytics-jobs";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["transcribe:StartTranscriptionJob"] = StartAsync;
        handlers["transcribe:GetTranscriptionJob"] = GetAsync;
        handlers["transcribe:ListTranscriptionJobs"] = ListAsync;
        handlers["transcribe:StartCallAnalyticsJob"] = call => Task.FromResult(StartCall(call));
        handlers["transcribe:GetCallAnalyticsJob"] = call => Task.FromResult(GetCall(call));
        handlers["transcribe:ListCallAnalyticsJobs"] = call => Task.FromResult(ListCalls(call));
    }

    private static async Task<AwsAnswer> StartAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (!answer.IsSuccess)
        {
            return answer;
        }

        call.Table(Jobs)[call.Text("TranscriptionJobName")] = call.Input.Pick("ContentRedaction");
        return Complete(call, answer);
    }

    private static async Task<AwsAnswer> GetAsync(GapCall call) => Complete(call, await call.NextAsync());

    private static AwsAnswer Complete(GapCall call, AwsAnswer answer)
    {
        if (!answer.IsSuccess || answer.Json() is not { } shown || shown["TranscriptionJob"] is not JsonObject job)
        {
            return answer;
        }

        Complete(call, job);
        return answer.With(shown);
    }

    private static async Task<AwsAnswer> ListAsync(GapCall call)
    {
        var wanted = call.Text("Status");
        var input = (JsonObject)call.Input.DeepClone();
        input.Remove("Status");
        var answer = await call.AskAsync("ListTranscriptionJobs", input);
        if (!answer.IsSuccess || answer.Json() is not { } listed || listed["TranscriptionJobSummaries"] is not JsonArray jobs)
        {
            return answer;
        }

        if (wanted.Length > 0 && wanted != "COMPLETED")
        {
            jobs.Clear();
        }

        foreach (var job in jobs.OfType<JsonObject>())
        {
            Complete(call, job);
        }

        return answer.With(listed);
    }

    private static void Complete(GapCall call, JsonObject job)
    {
        job["TranscriptionJobStatus"] = "COMPLETED";
        job["CompletionTime"] ??= job["CreationTime"]?.DeepClone();
        if (call.Table(Jobs)[job.Text("TranscriptionJobName")] is { } kept)
        {
            job.Take(kept, "ContentRedaction");
        }
    }

    private static AwsAnswer StartCall(GapCall call)
    {
        var job = call.Input.Pick("CallAnalyticsJobName", "Media", "DataAccessRoleArn", "Settings", "ChannelDefinitions", "Tags");
        job["CallAnalyticsJobStatus"] = "COMPLETED";
        job["CreationTime"] = GapCall.Now;
        job["StartTime"] = GapCall.Now;
        job["CompletionTime"] = GapCall.Now;
        job["LanguageCode"] = "en-US";
        call.Table(Calls)[call.Text("CallAnalyticsJobName")] = job;
        return call.Ok(new JsonObject { ["CallAnalyticsJob"] = job });
    }

    private static AwsAnswer GetCall(GapCall call) => call.Table(Calls)[call.Text("CallAnalyticsJobName")] is { } job
        ? call.Ok(new JsonObject { ["CallAnalyticsJob"] = job })
        : call.Error(400, "NotFoundException", "The requested job couldn't be found.");

    private static AwsAnswer ListCalls(GapCall call) => call.Ok(AwsPaging.Page(call.Input, "CallAnalyticsJobSummaries",
        call.Table(Calls).All.Select(job => job.Pick("CallAnalyticsJobName", "CreationTime", "StartTime", "CompletionTime", "LanguageCode", "CallAnalyticsJobStatus")),
        "MaxResults", "NextToken", 5));
}
