using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>Data protection policies of log groups, which moto does not have.</summary>
internal static class LogGaps
{
    private const string Policies = "data-protection-policies";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["logs:PutDataProtectionPolicy"] = call => Task.FromResult(Put(call));
        handlers["logs:GetDataProtectionPolicy"] = call => Task.FromResult(Get(call));
        handlers["logs:DeleteDataProtectionPolicy"] = call => Task.FromResult(Delete(call));
        handlers["logs:DescribeLogGroups"] = DescribeAsync;
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
        }

        return answer.With(listed);
    }

    private static string Name(GapCall call)
    {
        var identifier = call.Text("logGroupIdentifier");
        return identifier.StartsWith("arn:", StringComparison.Ordinal) ? identifier.Split(':')[6] : identifier;
    }
}
