using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>Which action an event stands for, on which resources, and which actions leave events at all.</summary>
internal static class ApiActions
{
    // Operations that IAM calls otherwise (Amazon Bedrock, "Actions, resources, and condition keys").
    private static readonly Dictionary<string, string> s_otherName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bedrock:Converse"] = "bedrock:InvokeModel",
        ["bedrock:ConverseStream"] = "bedrock:InvokeModelWithResponseStream",
    };

    // Services whose calls the collector looks up, and of these the ones whose use is no management event, by the
    // CloudTrail pages of their guides: calls of endpoints, agents, flows and knowledge bases, records of feature stores.
    private static readonly HashSet<string> s_watched = new(["sagemaker", "bedrock", "comprehend", "transcribe"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> s_visible = new(["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"], StringComparer.OrdinalIgnoreCase);
    private static readonly Glob[] s_invisible = [.. new[] { "sagemaker:*Record", "sagemaker:BatchPutMetrics", "sagemaker:SendHeartbeat", "bedrock:*AsyncInvoke", "bedrock:*Session*", "bedrock:*InvocationStep" }.Select(Glob.Action)];

    // Prefixes of the inference profiles that AWS defines; behind them stands the model in several regions.
    private static readonly string[] s_profiles = ["us-gov.", "us.", "eu.", "apac.", "jp.", "au.", "ca.", "global."];

    /// <summary>The action, as sagemaker:CreateModel.</summary>
    public static string Of(ApiEvent call)
    {
        var name = $"{call.EventSource?.Split('.')[0]}:{call.EventName}";
        return s_otherName.GetValueOrDefault(name, name);
    }

    /// <summary>Whether each call of an action leaves an event in the history.</summary>
    public static bool IsInHistory(AiAction action) =>
        s_visible.Contains(action.Name)
        || s_watched.Contains(action.Service) && (action.Class != ActionClass.Invoke || action.Service == "comprehend") && !Array.Exists(s_invisible, pattern => pattern.Matches(action.Name));

    /// <summary>The ARNs that a call was about, of the kinds that its action knows; empty where they cannot be told.</summary>
    public static IReadOnlyList<string> Resources(ApiEvent call, AiAction action, Scope scope)
    {
        if (action.Resources is null or [])
        {
            return [];
        }
        List<string> found = [];
        var kinds = action.Patterns(scope.Partition, scope.Id)!.Select(kind => Glob.Resource(kind, escapes: false)).ToList();
        var names = call.RequestParameters?.All.Values.Where(value => value.StartsWith("arn:", StringComparison.Ordinal)) ?? [];
        foreach (var arn in (call.Resources ?? []).Select(resource => resource.Arn).OfType<string>().Concat(names))
        {
            if (kinds.Exists(kind => kind.Matches(arn)))
            {
                found.Add(arn);
            }
        }
        if (action.Service == "bedrock" && call.RequestParameters?.All.GetValueOrDefault("modelId") is { Length: > 0 } model && !model.StartsWith("arn:", StringComparison.Ordinal))
        {
            var profile = Array.Find(s_profiles, prefix => model.StartsWith(prefix, StringComparison.Ordinal));
            if (profile is not null)
            {
                found.Add($"arn:{scope.Partition}:bedrock:{call.AwsRegion}:{scope.Id}:inference-profile/{model}");
            }
            found.Add($"arn:{scope.Partition}:bedrock:{(profile is null ? call.AwsRegion : "*")}::foundation-model/{model[(profile?.Length ?? 0)..]}");
        }
        if (found.Count == 0)
        {
            found.AddRange(action.Resources.Select(kind => Fill(kind, call, action.Service, scope)).OfType<string>());
        }
        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The roles that a call handed over.</summary>
    public static IEnumerable<string> Roles(ApiEvent call) =>
        call.RequestParameters?.All.Where(name => name.Key.EndsWith("RoleArn", StringComparison.OrdinalIgnoreCase) && name.Value.Contains(":role/", StringComparison.Ordinal)).Select(name => name.Value) ?? [];

    // Placeholders are called as the members of requests are: ${EndpointName} is endpointName.
    private static string? Fill(string kind, ApiEvent call, string service, Scope scope)
    {
        var filled = kind.Replace("${Partition}", scope.Partition, StringComparison.Ordinal).Replace("${Region}", call.AwsRegion, StringComparison.Ordinal).Replace("${Account}", scope.Id, StringComparison.Ordinal);
        var named = false;
        while (filled.IndexOf("${", StringComparison.Ordinal) is >= 0 and var start && filled.IndexOf('}', start) is > 0 and var end)
        {
            var value = call.RequestParameters?.All.GetValueOrDefault(filled[(start + 2)..end]);
            named |= value is not null;
            // The names of SageMaker are in small letters in its ARNs.
            filled = $"{filled[..start]}{(service == "sagemaker" ? value?.ToLowerInvariant() : value) ?? "*"}{filled[(end + 1)..]}";
        }
        return named ? filled : null;
    }
}
