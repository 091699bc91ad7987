using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// SageMaker resources that moto does not have: user profiles, spaces, apps, monitoring schedules, Studio lifecycle configs.
/// They differ only in their names, so each is a row.
/// </summary>
internal static class SageMakerGaps
{
    private const string Tags = "sagemaker-tags";

    /// <param name="Noun">As in Create<c>Noun</c>.</param>
    /// <param name="Plural">As in List<c>Plural</c>.</param>
    /// <param name="List">The member of the list's answer.</param>
    /// <param name="Path">The resource part of the ARN.</param>
    /// <param name="Key">The members that name one.</param>
    /// <param name="Status">The member that tells its state, if it has one, and the state.</param>
    /// <param name="Summary">Members that the list shows.</param>
    private sealed record Kind(string Noun, string Plural, string List, string Path, string[] Key, (string Member, string Value)? Status, string[] Summary)
    {
        public string Table => $"sagemaker-{Path}";
    }

    private static readonly Kind[] Kinds =
    [
        new("UserProfile", "UserProfiles", "UserProfiles", "user-profile", ["DomainId", "UserProfileName"], ("Status", "InService"), ["DomainId", "UserProfileName", "Status", "CreationTime", "LastModifiedTime"]),
        new("Space", "Spaces", "Spaces", "space", ["DomainId", "SpaceName"], ("Status", "InService"), ["DomainId", "SpaceName", "Status", "CreationTime", "LastModifiedTime", "SpaceDisplayName"]),
        new("App", "Apps", "Apps", "app", ["DomainId", "UserProfileName", "SpaceName", "AppType", "AppName"], ("Status", "InService"), ["DomainId", "UserProfileName", "SpaceName", "AppType", "AppName", "Status", "CreationTime", "ResourceSpec"]),
        new("MonitoringSchedule", "MonitoringSchedules", "MonitoringScheduleSummaries", "monitoring-schedule", ["MonitoringScheduleName"], ("MonitoringScheduleStatus", "Scheduled"), ["MonitoringScheduleName", "MonitoringScheduleArn", "CreationTime", "LastModifiedTime", "MonitoringScheduleStatus", "EndpointName", "MonitoringType"]),
        new("StudioLifecycleConfig", "StudioLifecycleConfigs", "StudioLifecycleConfigs", "studio-lifecycle-config", ["StudioLifecycleConfigName"], null, ["StudioLifecycleConfigArn", "StudioLifecycleConfigName", "CreationTime", "LastModifiedTime", "StudioLifecycleConfigAppType"]),
    ];

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        foreach (var kind in Kinds)
        {
            handlers[$"sagemaker:Create{kind.Noun}"] = call => CreateAsync(kind, call);
            handlers[$"sagemaker:Describe{kind.Noun}"] = call => Task.FromResult(Describe(kind, call));
            handlers[$"sagemaker:List{kind.Plural}"] = call => Task.FromResult(List(kind, call));
            handlers[$"sagemaker:Delete{kind.Noun}"] = call => Task.FromResult(Delete(kind, call));
        }

        handlers["sagemaker:UpdateUserProfile"] = call => Task.FromResult(Update(Kinds[0], call));
        handlers["sagemaker:UpdateSpace"] = call => Task.FromResult(Update(Kinds[1], call));
        handlers["sagemaker:UpdateMonitoringSchedule"] = call => Task.FromResult(Update(Kinds[3], call));
        handlers["sagemaker:StopMonitoringSchedule"] = call => Task.FromResult(SetSchedule(call, "Stopped"));
        handlers["sagemaker:StartMonitoringSchedule"] = call => Task.FromResult(SetSchedule(call, "Scheduled"));
        handlers["sagemaker:ListTags"] = ListTagsAsync;
    }

    private static async Task<AwsAnswer> CreateAsync(Kind kind, GapCall call)
    {
        if (call.Table(kind.Table)[Key(kind, call.Input)] is not null)
        {
            return call.Error(400, "ResourceInUse", $"{kind.Noun} {Key(kind, call.Input)} already exists.");
        }

        var made = (JsonObject)call.Input.DeepClone();
        made.Remove("Tags");
        var arn = call.Arn("sagemaker", $"{kind.Path}/{Key(kind, call.Input)}");
        made[$"{kind.Noun}Arn"] = arn;
        made["CreationTime"] = GapCall.Now;
        made["LastModifiedTime"] = GapCall.Now;
        if (kind.Status is { } status)
        {
            made[status.Member] = status.Value;
        }

        switch (kind.Noun)
        {
            case "UserProfile":
                made["HomeEfsFileSystemUid"] = $"{200001 + (5 * call.Table(kind.Table).All.Count)}";
                break;
            case "MonitoringSchedule":
                await DescribeScheduleAsync(call, made);
                break;
            case "App":
                made.Remove("LastModifiedTime");
                break;
        }

        call.Table(kind.Table)[Key(kind, call.Input)] = made;
        call.Table(Tags)[arn] = new JsonObject { ["Tags"] = call.Input["Tags"]?.DeepClone() ?? new JsonArray() };
        return call.Ok(made.Pick($"{kind.Noun}Arn"));
    }

    private static AwsAnswer Describe(Kind kind, GapCall call) =>
        call.Table(kind.Table)[Key(kind, call.Input)] is { } made ? call.Ok(made) : Missing(kind, call);

    private static AwsAnswer List(Kind kind, GapCall call)
    {
        var domain = call.Text("DomainIdEquals");
        var summaries = call.Table(kind.Table).All
            .Where(made => domain.Length == 0 || made.Text("DomainId") == domain)
            .Select(made => Summary(kind, made));
        return call.Ok(AwsPaging.Page(call.Input, kind.List, summaries, "MaxResults", "NextToken", 10));
    }

    private static JsonObject Summary(Kind kind, JsonObject made)
    {
        var summary = made.Pick(kind.Summary);
        switch (kind.Noun)
        {
            case "Space":
                if (made["SpaceSettings"] is JsonObject settings)
                {
                    summary["SpaceSettingsSummary"] = settings.Pick("AppType", "SpaceStorageSettings", "RemoteAccess");
                }

                if (made["SpaceSharingSettings"] is JsonObject sharing)
                {
                    summary["SpaceSharingSettingsSummary"] = sharing.Pick("SharingType");
                }

                if (made["OwnershipSettings"] is JsonObject ownership)
                {
                    summary["OwnershipSettingsSummary"] = ownership.Pick("OwnerUserProfileName");
                }

                break;
            case "MonitoringSchedule" when made["MonitoringScheduleConfig"] is JsonObject config:
                summary.Take(config, "MonitoringJobDefinitionName");
                break;
        }

        return summary;
    }

    private static AwsAnswer Update(Kind kind, GapCall call)
    {
        if (call.Table(kind.Table)[Key(kind, call.Input)] is not { } made)
        {
            return Missing(kind, call);
        }

        foreach (var (member, value) in call.Input)
        {
            // Settings are merged, as the service does with what an update leaves out.
            if (made[member] is JsonObject settings && value is JsonObject changed)
            {
                settings.Take(changed, changed.Select(m => m.Key));
            }
            else
            {
                made[member] = value?.DeepClone();
            }
        }

        made["LastModifiedTime"] = GapCall.Now;
        call.Table(kind.Table)[Key(kind, call.Input)] = made;
        return call.Ok(made.Pick($"{kind.Noun}Arn"));
    }

    private static AwsAnswer Delete(Kind kind, GapCall call)
    {
        if (call.Table(kind.Table)[Key(kind, call.Input)] is null)
        {
            return Missing(kind, call);
        }

        call.Table(kind.Table)[Key(kind, call.Input)] = null;
        return AwsAnswer.Of(call.Request, "");
    }

    private static AwsAnswer SetSchedule(GapCall call, string status)
    {
        var kind = Kinds[3];
        if (call.Table(kind.Table)[Key(kind, call.Input)] is not { } made)
        {
            return Missing(kind, call);
        }

        made["MonitoringScheduleStatus"] = status;
        call.Table(kind.Table)[Key(kind, call.Input)] = made;
        return AwsAnswer.Of(call.Request, "");
    }

    /// <summary>The endpoint and the type come from the job definition, given in place or by name.</summary>
    private static async Task DescribeScheduleAsync(GapCall call, JsonObject made)
    {
        if (made["MonitoringScheduleConfig"] is not JsonObject config)
        {
            return;
        }

        made["MonitoringType"] = config.Text("MonitoringType") is { Length: > 0 } type ? type : "DataQuality";
        var endpoint = config["MonitoringJobDefinition"]?["MonitoringInputs"]?.AsArray().FirstOrDefault()?["EndpointInput"];
        if (config.Text("MonitoringJobDefinitionName") is { Length: > 0 } name)
        {
            var kind = made.Text("MonitoringType");
            var definition = await call.AskAsync($"Describe{kind}JobDefinition", new JsonObject { ["JobDefinitionName"] = name });
            endpoint = definition.IsSuccess ? definition.Json()?[$"{kind}JobInput"]?["EndpointInput"] : null;
        }

        if (endpoint.Text("EndpointName") is { Length: > 0 } found)
        {
            made["EndpointName"] = found;
        }
    }

    private static Task<AwsAnswer> ListTagsAsync(GapCall call) => call.Table(Tags)[call.Text("ResourceArn")] is { } tags
        ? Task.FromResult(call.Ok(tags))
        : call.NextAsync();

    private static string Key(Kind kind, JsonObject input) =>
        string.Join('/', kind.Key.Select(member => input.Text(member)).Where(part => part.Length > 0));

    private static AwsAnswer Missing(Kind kind, GapCall call) =>
        call.Error(400, "ResourceNotFound", $"{kind.Noun} {Key(kind, call.Input)} does not exist.");
}
