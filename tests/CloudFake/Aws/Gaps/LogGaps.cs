using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>Data protection policies of log groups, and keys that are set later, which moto does not have.</summary>
internal static class LogGaps
{
    private const string Policies = "data-protection-policies";
    private const string Keys = "log-group-keys";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["logs:PutDataProtectionPolicy"] = call => Task.FromResult(Put(call));
        handlers["logs:GetDataProtectionPolicy"] = call => Task.FromResult(Get(call));
        handlers["logs:DeleteDataProtectionPolicy"] = call => Task.FromResult(Delete(call));
        handlers["logs:DescribeLogGroups"] = DescribeAsync;
        handlers["logs:AssociateKmsKey"] = call => Task.FromResult(SetKey(call, call.Text("kmsKeyId")));
        handlers["logs:DisassociateKmsKey"] = call => Task.FromResult(SetKey(call, null));
    }

    private static AwsAnswer Put(GapCall call)
    {
        var policy = call.Input.Pick("logGroupIdentifier", "policyDocument");
        policy["lastUpdatedTime"] = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        call.Table(Policies)[Name(call)] = policy;
        return call.Ok(policy);
    }

    private static AwsAnswer Get(GapCall call) => call.Ok(call.Table(Policies)[Name(call)] ?? call.Input.Pick("logGroupIdentifier"));

    private static AwsAnswer Delete(GapCall call)
    {
        call.Table(Policies)[Name(call)] = null;
        return AwsAnswer.Of(call.Request, "");
    }

    // moto takes a key only when a group is made.
    private static AwsAnswer SetKey(GapCall call, string? key)
    {
        call.Table(Keys)[call.Text("logGroupName")] = key is null ? [] : new() { ["kmsKeyId"] = key };
        return AwsAnswer.Of(call.Request, "");
    }

    private static async Task<AwsAnswer> DescribeAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (!answer.IsSuccess || answer.Json() is not { } listed)
        {
            return answer;
        }

        foreach (var group in listed["logGroups"]?.AsArray().OfType<JsonObject>() ?? [])
        {
            if (call.Table(Policies)[group.Text("logGroupName")] is not null)
            {
                group["dataProtectionStatus"] = "ACTIVATED";
            }

            if (call.Table(Keys)[group.Text("logGroupName")] is { } changed)
            {
                group.Remove("kmsKeyId");
                group.Take(changed, "kmsKeyId");
            }
        }

        return answer.With(listed);
    }

    private static string Name(GapCall call)
    {
        var identifier = call.Text("logGroupIdentifier");
        return identifier.StartsWith("arn:", StringComparison.Ordinal) ? identifier.Split(':')[6] : identifier;
    }
}
