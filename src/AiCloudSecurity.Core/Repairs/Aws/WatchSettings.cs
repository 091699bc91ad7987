using System.Text.Json.Nodes;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Repairs.Aws;

/// <summary>What watches models: alarms, and what a trail logs.</summary>
internal static class WatchSettings
{
    private const string Management = "Management";
    private const string Data = "Data";

    // What PutMetricAlarm takes; what it leaves out is gone.
    private static readonly string[] s_alarm =
    [
        "AlarmDescription", "ActionsEnabled", "OKActions", "AlarmActions", "InsufficientDataActions", "MetricName", "Namespace", "Statistic", "ExtendedStatistic", "Dimensions", "Period", "Unit",
        "EvaluationPeriods", "DatapointsToAlarm", "Threshold", "ComparisonOperator", "TreatMissingData", "EvaluateLowSampleCountPercentile", "Metrics", "ThresholdMetricId",
    ];

    /// <summary>An alarm on metrics.</summary>
    public static readonly AwsSetting Alarm = new()
    {
        Name = "aws/cloudwatch/Alarm",
        Service = "cloudwatch",
        Get = "DescribeAlarms",
        GetInput = key => new() { ["AlarmNames"] = new JsonArray(key["AlarmName"]!.DeepClone()) },
        State = (answer, place) => (answer["MetricAlarms"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(alarm => alarm.Text("AlarmName") == place.Names().Text("AlarmName")) is { } alarm ? Told(alarm, s_alarm) : null,
        Writes = ["PutMetricAlarm", "DeleteAlarms"],
        Calls = (place, _, wanted, _) =>
        [
            wanted is null ? ("DeleteAlarms", new() { ["AlarmNames"] = new JsonArray(place.Names()["AlarmName"]!.DeepClone()) })
                : ("PutMetricAlarm", new(place.Names().Concat(wanted).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())))),
        ],
    };

    /// <summary>Which events a trail logs. One that was told nothing logs all management events, as one classic selector says.</summary>
    public static readonly AwsSetting EventSelectors = new()
    {
        Name = "aws/cloudtrail/EventSelectors",
        Service = "cloudtrail",
        Get = "GetEventSelectors",
        State = (answer, _) => Told(answer, ["EventSelectors", "AdvancedEventSelectors"]) is { Count: > 0 } state ? state
            : new() { ["EventSelectors"] = new JsonArray(new JsonObject { ["ReadWriteType"] = "All", ["IncludeManagementEvents"] = true, ["DataResources"] = new JsonArray(), ["ExcludeManagementEventSources"] = new JsonArray() }) },
        Put = "PutEventSelectors",
        Input = (_, wanted, _) => wanted.Pick(wanted["AdvancedEventSelectors"] is null ? "EventSelectors" : "AdvancedEventSelectors"),
    };

    /// <summary>
    /// An alarm that goes off where a metric leaves the band in which it usually is, and that tells a topic: no threshold
    /// has to be known. One that is there is let tell it.
    /// </summary>
    /// <param name="region">Where.</param>
    /// <param name="existing">An alarm that watches the metric and tells nobody; null where none watches it.</param>
    /// <param name="space">The metric's namespace.</param>
    /// <param name="metric">Its name.</param>
    /// <param name="dimensions">What it is limited to.</param>
    /// <param name="topic">The topic.</param>
    public static Wish Watching(Resource region, Alarm? existing, string space, string metric, IReadOnlyList<(string Name, string Value)> dimensions, string topic)
    {
        var name = existing?.Identity.Name ?? string.Join(' ', ["AiCloudSecurity", $"{space}/{metric}", .. dimensions.Select(dimension => dimension.Value)]);
        return Wish.Of(region, Alarm, new() { ["AlarmName"] = name }, state =>
        {
            if (state is null)
            {
                return Band(space, metric, dimensions, topic);
            }
            state["ActionsEnabled"] = true;
            var told = state["AlarmActions"]?.DeepClone() as JsonArray ?? [];
            if (!told.Any(action => action?.ToString() == topic))
            {
                told.Add(topic);
            }
            state["AlarmActions"] = told;
            return state;
        });
    }

    /// <summary>Selectors that log data events of kinds of resources, or of the objects of a bucket, beside what is logged. Classic selectors, which know no AI resource, are said as advanced ones.</summary>
    /// <param name="types">The kinds, by CloudTrail's names.</param>
    /// <param name="objectsOf">The ARN of the bucket; null without.</param>
    public static Func<JsonObject?, JsonObject?> Logging(IReadOnlyList<string> types, string? objectsOf = null) => state =>
    {
        var advanced = state?["AdvancedEventSelectors"]?.DeepClone() as JsonArray ?? Advanced(state?["EventSelectors"] as JsonArray ?? []);
        foreach (var type in types)
        {
            advanced.Add(Selector(type, Data, ("resources.type", "Equals", [type])));
        }
        if (objectsOf is not null)
        {
            advanced.Add(Selector($"Objects of {objectsOf}", Data, ("resources.type", "Equals", ["AWS::S3::Object"]), ("resources.ARN", "StartsWith", [objectsOf + "/"])));
        }
        return new() { ["AdvancedEventSelectors"] = advanced };
    };

    // Of what a classic selector logs all: reads and writes are the same events, whichever way they are said.
    private static JsonArray Advanced(JsonArray classic)
    {
        JsonArray advanced = [];
        foreach (var selector in classic.OfType<JsonObject>())
        {
            (string, string, string[])[] how = selector.Text("ReadWriteType") switch { "ReadOnly" => [("readOnly", "Equals", ["true"])], "WriteOnly" => [("readOnly", "Equals", ["false"])], _ => [] };
            if (selector.Text("IncludeManagementEvents") is not ("false" or "False"))
            {
                string[] sources = [.. (selector["ExcludeManagementEventSources"] as JsonArray ?? []).Select(source => source!.ToString())];
                advanced.Add(Selector("Management events", Management, [.. how, .. sources.Length > 0 ? [("eventSource", "NotEquals", sources)] : Array.Empty<(string, string, string[])>()]));
            }
            foreach (var resource in (selector["DataResources"] as JsonArray)?.OfType<JsonObject>() ?? [])
            {
                string[] values = [.. (resource["Values"] as JsonArray ?? []).Select(value => value!.ToString())];
                // arn:aws:s3 or arn:aws:lambda alone means all of them.
                var all = values.Length == 0 || Array.Exists(values, value => value.Split(':').Length <= 3);
                advanced.Add(Selector(resource.Text("Type"), Data, [("resources.type", "Equals", [resource.Text("Type")]), .. all ? [] : new[] { ("resources.ARN", "StartsWith", values) }, .. how]));
            }
        }
        return advanced;
    }

    private static JsonObject Selector(string name, string category, params (string Field, string Operator, string[] Values)[] fields) => new()
    {
        ["Name"] = name,
        ["FieldSelectors"] = new JsonArray([.. fields.Prepend(("eventCategory", "Equals", [category])).Select(field => new JsonObject
        {
            ["Field"] = field.Item1,
            [field.Item2] = new JsonArray([.. field.Item3.Select(value => JsonValue.Create(value))]),
        })]),
    };

    private static JsonObject Band(string space, string metric, IReadOnlyList<(string Name, string Value)> dimensions, string topic) => new()
    {
        ["AlarmDescription"] = "Far more than usual: somebody may be using a stolen key, or copying a model.",
        ["ActionsEnabled"] = true,
        ["AlarmActions"] = new JsonArray(topic),
        ["EvaluationPeriods"] = 2,
        ["ComparisonOperator"] = "GreaterThanUpperThreshold",
        ["TreatMissingData"] = "notBreaching",
        ["ThresholdMetricId"] = "band",
        ["Metrics"] = new JsonArray(
            new JsonObject
            {
                ["Id"] = "calls",
                ["ReturnData"] = true,
                ["MetricStat"] = new JsonObject
                {
                    ["Metric"] = new JsonObject
                    {
                        ["Namespace"] = space,
                        ["MetricName"] = metric,
                        ["Dimensions"] = new JsonArray([.. dimensions.Select(dimension => new JsonObject { ["Name"] = dimension.Name, ["Value"] = dimension.Value })]),
                    },
                    ["Period"] = 300,
                    ["Stat"] = "Sum",
                },
            },
            new JsonObject { ["Id"] = "band", ["Expression"] = "ANOMALY_DETECTION_BAND(calls, 3)", ["ReturnData"] = true }),
    };

    // Empty lists are those that nobody gave.
    private static JsonObject Told(JsonObject answer, IEnumerable<string> members)
    {
        var state = answer.Pick(members);
        foreach (var empty in state.Where(member => member.Value is JsonArray { Count: 0 }).Select(member => member.Key).ToList())
        {
            state.Remove(empty);
        }
        return state;
    }
}
