namespace AiCloudSecurity.CloudFake;

/// <summary>moto gives every custom model a key that nobody asked for; AWS shows the job's key, or none.</summary>
internal static class CustomModelGaps
{
    private const string Keys = "custom-model-keys";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["bedrock:CreateModelCustomizationJob"] = CreateAsync;
        handlers["bedrock:GetCustomModel"] = call => ShowAsync(call, "modelIdentifier", "modelKmsKeyArn");
        handlers["bedrock:GetModelCustomizationJob"] = call => ShowAsync(call, "jobIdentifier", "outputModelKmsKeyArn");
    }

    private static async Task<AwsAnswer> CreateAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (answer.IsSuccess)
        {
            call.Table(Keys)[call.Text("customModelName")] = call.Input;
            call.Table(Keys)[call.Text("jobName")] = call.Input;
        }

        return answer;
    }

    private static async Task<AwsAnswer> ShowAsync(GapCall call, string identifier, string member)
    {
        var answer = await call.NextAsync();
        if (!answer.IsSuccess || answer.Json() is not { } shown)
        {
            return answer;
        }

        shown.Remove(member);
        if (call.Table(Keys)[call.Text(identifier).Split('/')[^1]].Text("customModelKmsKeyId") is { Length: > 0 } key)
        {
            shown[member] = call.KeyArn(key);
        }

        return answer.With(shown);
    }
}
