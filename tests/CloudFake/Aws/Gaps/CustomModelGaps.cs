namespace AiCloudSecurity.CloudFake;

/// <summary>
/// moto gives every custom model a key that nobody asked for; AWS shows the job's key, or none. It has no policies of
/// models.
/// </summary>
internal static class CustomModelGaps
{
    private const string Keys = "custom-model-keys";
    private const string Policies = "bedrock-policies";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["bedrock:CreateModelCustomizationJob"] = CreateAsync;
        handlers["bedrock:GetCustomModel"] = call => ShowAsync(call, "modelIdentifier", "modelKmsKeyArn");
        handlers["bedrock:GetModelCustomizationJob"] = call => ShowAsync(call, "jobIdentifier", "outputModelKmsKeyArn");
        handlers["bedrock:PutResourcePolicy"] = call =>
        {
            call.Table(Policies)[call.Text("resourceArn")] = call.Input.Pick("resourcePolicy");
            return Task.FromResult(call.Ok(call.Input.Pick("resourceArn"), 201));
        };
        handlers["bedrock:GetResourcePolicy"] = call => Task.FromResult(call.Table(Policies)[call.Text("resourceArn")] is { } policy
            ? call.Ok(policy) : call.Error(404, "ResourceNotFoundException", "The resource has no policy."));
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
