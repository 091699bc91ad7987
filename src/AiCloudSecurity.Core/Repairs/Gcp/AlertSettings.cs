using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Gcp;

/// <summary>Alerts on AI that Google Cloud Monitoring raises. Google names them: those of ours are known by what people call them.</summary>
internal static class AlertSettings
{
    private const string Host = "monitoring.googleapis.com";
    private const string Named = "@name";
    private const string Models = "aiplatform.googleapis.com/PublisherModel";
    private const string Endpoints = "aiplatform.googleapis.com/Endpoint";
    // Far more than usual: so many times the mean of ten minutes of the last week. Fewer are no base to compare with.
    private const int TimesUsual = 5;
    private const int AtLeast = 100;
    private const int TensOfMinutesInAWeek = 7 * 24 * 6;

    /// <summary>An alert with whom it tells.</summary>
    public static readonly Setting Alert = new AlertSetting { Name = "gcp/monitoring/Alert" };

    /// <summary>An alert where models are called far more often than is usual in the project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="channel">Whom it tells.</param>
    public static Wish OnVolume(Resource project, string channel) => Watch(project, "AI calls far above the usual", channel,
        Unusual("Calls of foundation models", "publisher_online_serving_model_invocation_count", Models, ""),
        Unusual("Predictions of endpoints", "prediction_online_prediction_count", Endpoints, ""));

    /// <summary>An alert where far more calls of models fail or are refused than is usual in the project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="channel">Whom it tells.</param>
    public static Wish OnErrors(Resource project, string channel) => Watch(project, "AI errors far above the usual", channel,
        Unusual("Errors of endpoints", "prediction_online_error_count", Endpoints, ""),
        Unusual("Refused calls of foundation models", "publisher_online_serving_model_invocation_count", Models, ",response_code=~\"4..|5..\""));

    /// <summary>An alert where Vertex AI is changed: what is deleted, deployed or shared.</summary>
    /// <param name="project">The project.</param>
    /// <param name="channel">Whom it tells.</param>
    public static Wish OnChanges(Resource project, string channel) => Watch(project, "AI is changed", channel, new JsonObject
    {
        ["displayName"] = "Changes of Vertex AI",
        ["conditionMatchedLog"] = new JsonObject { ["filter"] = """protoPayload.serviceName="aiplatform.googleapis.com" AND protoPayload.methodName=~"\.(Delete|Deploy|Undeploy|Upload|Update|SetIamPolicy|SetPublisherModelConfig)[A-Za-z]*$" """.TrimEnd() },
    });

    // A condition of Prometheus' language, because only that compares with what was before.
    private static JsonObject Unusual(string name, string metric, string resource, string more)
    {
        string Sum(string range) => $$"""sum(increase(aiplatform_googleapis_com:{{metric}}{monitored_resource="{{resource}}"{{more}}}[{{range}}]))""";
        return new()
        {
            ["displayName"] = name,
            ["conditionPrometheusQueryLanguage"] = new JsonObject
            {
                ["query"] = $"{Sum("10m")} > {AtLeast} and {Sum("10m")} > {TimesUsual} * {Sum("1w")} / {TensOfMinutesInAWeek}",
                ["duration"] = "0s",
                ["evaluationInterval"] = "60s",
                // Of a model that nobody has called there is nothing yet.
                ["disableMetricValidation"] = true,
            },
        };
    }

    private static Wish Watch(Resource project, string name, string channel, params JsonObject[] conditions) =>
        Wish.Of(project, Alert, new() { ["project"] = GoogleSetting.NameOf(project.Identity.Id), ["displayName"] = $"AiCloudSecurity: {name}" }, state =>
        {
            var wanted = state ?? [];
            wanted["enabled"] = true;
            wanted["combiner"] = "OR";
            wanted["conditions"] = new JsonArray([.. conditions]);
            var told = wanted["notificationChannels"]?.DeepClone() as JsonArray ?? [];
            if (!told.Any(one => one?.ToString() == channel))
            {
                told.Add(channel);
            }
            wanted["notificationChannels"] = told;
            if (conditions.Any(condition => condition.ContainsKey("conditionMatchedLog")))
            {
                // Without a rate Google takes no alert on a log.
                wanted["alertStrategy"] = new JsonObject { ["notificationRateLimit"] = new JsonObject { ["period"] = "300s" }, ["autoClose"] = "604800s" };
            }
            return wanted;
        });

    private sealed class AlertSetting : Setting
    {
        private static readonly string[] s_members = ["enabled", "combiner", "conditions", "notificationChannels", "alertStrategy"];

        public override Cloud Cloud => Cloud.Gcp;

        public override IReadOnlyList<string> Permissions =>
            ["monitoring.alertPolicies.list", "monitoring.alertPolicies.get", "monitoring.alertPolicies.create", "monitoring.alertPolicies.update", "monitoring.alertPolicies.delete"];

        internal override async Task<JsonObject?> ReadAsync(ICloudWriter cloud, SettingPlace place, CancellationToken cancellationToken)
        {
            var parent = ParentOf(place, cloud.Scope);
            List<JsonObject> found = [];
            for (var (pages, token) = (0, ""); pages < 100; pages++)
            {
                var page = JsonNode.Parse(await cloud.CallAsync(new(Host, $"GET v3/{parent}/alertPolicies?pageSize=500{(token.Length > 0 ? $"&pageToken={Uri.EscapeDataString(token)}" : "")}", ResourceIdentity.Global, "{}"), cancellationToken).ConfigureAwait(false));
                found.AddRange((page?["alertPolicies"] as JsonArray ?? []).OfType<JsonObject>().Where(alert => alert.Text("displayName") == place.Names().Text("displayName")));
                if (page.Text("nextPageToken") is not { Length: > 0 } next)
                {
                    return found.Count switch
                    {
                        0 => null,
                        1 => StateOf(found[0]),
                        _ => throw new CloudCallException(ErrorId.CloudRefused, null, $"{found.Count} alerts of {parent} have the same name", isCertain: true),
                    };
                }
                token = next;
            }
            throw new CloudCallException(ErrorId.CloudRefused, null, "the list of alerts does not end", isCertain: false);
        }

        internal override IEnumerable<CloudCall> Write(SettingPlace place, JsonObject? state, JsonObject? wanted, IReadOnlyCollection<string> changed)
        {
            if (wanted is null)
            {
                return [new(Host, $"DELETE v3/{state.Text(Named)}", ResourceIdentity.Global, "{}")];
            }
            var body = wanted.Pick(state is null ? s_members : changed);
            if (state is null)
            {
                body["displayName"] = place.Names().Text("displayName");
                return [new(Host, $"POST v3/{ParentOf(place, null)}/alertPolicies", ResourceIdentity.Global, body.ToJsonString())];
            }
            return [new(Host, $"PATCH v3/{state.Text(Named)}?updateMask={string.Join(',', changed.Order(StringComparer.Ordinal))}", ResourceIdentity.Global, body.ToJsonString())];
        }

        // Google gives conditions names of its own.
        private static JsonObject StateOf(JsonObject alert)
        {
            var state = alert.Pick(s_members);
            state[Named] = alert.Text("name");
            foreach (var condition in (state["conditions"] as JsonArray ?? []).OfType<JsonObject>())
            {
                condition.Remove("name");
            }
            return state;
        }

        // A journal's place must lead to nothing but this project.
        private static string ParentOf(SettingPlace place, Scope? scope) => place.Names().Text("project") is var parent && parent.Split('/') is ["projects", { Length: > 0 } project]
            && project.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or ':' or '.') && (scope is null || project == scope.Id || project == scope.Number)
            ? parent : throw new CloudCallException(ErrorId.ResourceNotFound, null, $"'{parent}' is not the project that is signed in to", isCertain: true);
    }
}
