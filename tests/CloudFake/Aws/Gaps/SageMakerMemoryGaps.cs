using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>SageMaker resources that moto keeps, but without some of their members, or without a list of them.</summary>
internal static class SageMakerMemoryGaps
{
    /// <summary>What moto drops between Create and Describe, with the member that names the resource.</summary>
    private static readonly (string Noun, string Key, string[] Members)[] Lost =
    [
        ("NotebookInstance", "NotebookInstanceName", ["PlatformIdentifier", "InstanceMetadataServiceConfiguration", "IpAddressType"]),
        ("Model", "ModelName", ["EnableNetworkIsolation"]),
        ("TrainingJob", "TrainingJobName", ["Environment", "RemoteDebugConfig", "RetryStrategy"]),
        ("ProcessingJob", "ProcessingJobName", ["ProcessingResources", "Environment", "StoppingCondition"]),
        ("FeatureGroup", "FeatureGroupName", ["OnlineStoreConfig"]),
    ];

    private static readonly string[] Updatable =
        ["InstanceType", "RoleArn", "RootAccess", "VolumeSizeInGB", "PlatformIdentifier", "InstanceMetadataServiceConfiguration", "IpAddressType", "DefaultCodeRepository", "AdditionalCodeRepositories"];

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        foreach (var (noun, key, members) in Lost)
        {
            handlers[$"sagemaker:Create{noun}"] = call => RememberAsync(call, noun, key);
            handlers[$"sagemaker:Delete{noun}"] = call => ForgetAsync(call, noun, key);
            handlers[$"sagemaker:Describe{noun}"] = call => CompleteAsync(call, noun, key, members);
        }

        handlers["sagemaker:UpdateNotebookInstance"] = UpdateNotebookAsync;
        handlers["sagemaker:CreateModelPackage"] = RememberPackageAsync;
        handlers["sagemaker:Search"] = CompletePackagesAsync;
        handlers["sagemaker:CreateNotebookInstanceLifecycleConfig"] = call => RememberAsync(call, "NotebookInstanceLifecycleConfig", "NotebookInstanceLifecycleConfigName");
        handlers["sagemaker:DeleteNotebookInstanceLifecycleConfig"] = call => ForgetAsync(call, "NotebookInstanceLifecycleConfig", "NotebookInstanceLifecycleConfigName");
        handlers["sagemaker:ListNotebookInstanceLifecycleConfigs"] = call => Task.FromResult(List(call, "NotebookInstanceLifecycleConfig", "NotebookInstanceLifecycleConfigs",
            "NotebookInstanceLifecycleConfigName", "NotebookInstanceLifecycleConfigArn", "CreationTime", "LastModifiedTime"));
        handlers["sagemaker:ListFeatureGroups"] = call => Task.FromResult(List(call, "FeatureGroup", "FeatureGroupSummaries",
            "FeatureGroupName", "FeatureGroupArn", "CreationTime", "FeatureGroupStatus"));
    }

    private static async Task<AwsAnswer> RememberAsync(GapCall call, string noun, string key)
    {
        var answer = await call.NextAsync();
        if (answer.IsSuccess && answer.Json() is { } made)
        {
            var memory = (JsonObject)call.Input.DeepClone();
            memory.Take(made, $"{noun}Arn");
            memory["CreationTime"] = GapCall.Now;
            memory["LastModifiedTime"] = GapCall.Now;
            memory[$"{noun}Status"] = "Created";
            call.Table(noun)[call.Text(key)] = memory;
        }

        return answer;
    }

    private static async Task<AwsAnswer> ForgetAsync(GapCall call, string noun, string key)
    {
        var answer = await call.NextAsync();
        if (answer.IsSuccess)
        {
            call.Table(noun)[call.Text(key)] = null;
        }

        return answer;
    }

    private static async Task<AwsAnswer> CompleteAsync(GapCall call, string noun, string key, string[] members)
    {
        var answer = await call.NextAsync();
        if (!answer.IsSuccess || answer.Json() is not { } shown)
        {
            return answer;
        }

        if (call.Table(noun)[call.Text(key)] is { } memory)
        {
            shown.Take(memory, members);
            if (memory["Updated"] is JsonObject updated)
            {
                shown.Take(updated, Updatable);
                Rescript(shown, updated);
            }
        }

        if (noun == "NotebookInstance")
        {
            // AWS names the default; moto leaves it out.
            shown["RootAccess"] ??= "Enabled";
            if (shown.Text("SubnetId").Length > 0)
            {
                shown["NetworkInterfaceId"] ??= "eni-" + GapJson.IdOf(call.Text(key), 17, "0123456789abcdef");
            }
        }

        return answer.With(shown);
    }

    // A script that was taken away is absent, not empty.
    private static void Rescript(JsonObject shown, JsonObject updated)
    {
        const string Script = "NotebookInstanceLifecycleConfigName";
        if (updated.ContainsKey(Script))
        {
            shown.Remove(Script);
            if (updated.Text(Script) is { Length: > 0 } script)
            {
                shown[Script] = script;
            }
        }
    }

    // moto drops the key of a model package.
    private static async Task<AwsAnswer> RememberPackageAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (answer.IsSuccess && call.Input["SecurityConfig"] is { } key)
        {
            call.Table("ModelPackage")[answer.Json().Text("ModelPackageArn")] = new JsonObject { ["SecurityConfig"] = key.DeepClone() };
        }

        return answer;
    }

    private static async Task<AwsAnswer> CompletePackagesAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (!answer.IsSuccess || answer.Json() is not { } shown)
        {
            return answer;
        }

        foreach (var result in shown["Results"]?.AsArray() ?? [])
        {
            if (result?["ModelPackage"] is JsonObject package && call.Table("ModelPackage")[package.Text("ModelPackageArn")] is { } memory)
            {
                package.Take(memory, "SecurityConfig");
            }
        }

        return answer.With(shown);
    }

    private static async Task<AwsAnswer> UpdateNotebookAsync(GapCall call)
    {
        var name = call.Text("NotebookInstanceName");
        var now = await call.AskAsync("DescribeNotebookInstance", call.Input.Pick("NotebookInstanceName"));
        if (!now.IsSuccess)
        {
            return now;
        }

        if (now.Json().Text("NotebookInstanceStatus") is not ("Stopped" or "Failed"))
        {
            return call.Error(400, "ValidationException", $"Status ({now.Json().Text("NotebookInstanceStatus")}) not in ([Stopped, Failed]). Unable to update Notebook Instance.");
        }

        var memory = call.Table("NotebookInstance")[name] ?? [];
        var updated = memory["Updated"] as JsonObject ?? [];
        updated.Take(call.Input, Updatable);
        if (call.Text("LifecycleConfigName") is { Length: > 0 } script)
        {
            updated["NotebookInstanceLifecycleConfigName"] = script;
        }
        else if (call.Text("DisassociateLifecycleConfig") is "true")
        {
            updated["NotebookInstanceLifecycleConfigName"] = "";
        }

        memory["Updated"] = updated.DeepClone();
        call.Table("NotebookInstance")[name] = memory;
        return call.Ok(new JsonObject());
    }

    private static AwsAnswer List(GapCall call, string noun, string list, params string[] members) =>
        call.Ok(AwsPaging.Page(call.Input, list, call.Table(noun).All.Select(made => made.Pick(members)), "MaxResults", "NextToken", 10));
}
