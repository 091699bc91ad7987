namespace AiCloudSecurity.CloudFake;

/// <summary>Speech of long texts, which moto does not have.</summary>
internal static class PollyGaps
{
    private static readonly Kept s_tasks = new()
    {
        Service = "polly", Create = "StartSpeechSynthesisTask", Get = "GetSpeechSynthesisTask", List = "ListSpeechSynthesisTasks", Items = "SynthesisTasks", Wrap = "SynthesisTask", Key = "TaskId", Pascal = true,
        Make = call =>
        {
            var made = call.Input.Pick("Engine", "LanguageCode", "OutputFormat", "SampleRate", "SnsTopicArn", "TextType", "VoiceId");
            made["TaskId"] = Kept.UuidOf(call, call.Text("Text"));
            made["TaskStatus"] = "completed";
            made["OutputUri"] = $"https://s3.{call.Region}.amazonaws.com/{call.Text("OutputS3BucketName")}/{call.Text("OutputS3KeyPrefix")}.{made["TaskId"]}.{call.Text("OutputFormat")}";
            made["CreationTime"] = GapCall.Now;
            made["RequestCharacters"] = call.Text("Text").Length;
            return made;
        },
    };

    public static void AddTo(Dictionary<string, GapHandler> handlers) => Kept.AddTo(handlers, s_tasks);
}
