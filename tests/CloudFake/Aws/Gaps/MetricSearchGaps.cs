using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AiCloudSecurity.CloudFake;

/// <summary>Search expressions of GetMetricData, which moto does not know: each metric that is found becomes a result of its own.</summary>
internal static partial class MetricSearchGaps
{
    public static void AddTo(Dictionary<string, GapHandler> handlers) => handlers["cloudwatch:GetMetricData"] = async call =>
    {
        var queries = call.Input["MetricDataQueries"]?.AsArray() ?? [];
        if (!queries.Any(query => query.Text("Expression").StartsWith("SEARCH(", StringComparison.Ordinal)))
        {
            return await call.NextAsync();
        }

        JsonArray results = [];
        foreach (var query in queries)
        {
            if (Search().Match(query.Text("Expression")) is not { Success: true } search)
            {
                return call.Error(400, "ValidationError", $"Error in expression '{query.Text("Id")}'");
            }

            JsonObject wanted = new() { ["Namespace"] = search.Groups["space"].Value };
            if (search.Groups["metric"].Success)
            {
                wanted["MetricName"] = search.Groups["metric"].Value;
            }

            var found = (await call.AskAsync("ListMetrics", wanted)).Json()?["Metrics"]?.AsArray() ?? [];
            foreach (var metric in found.OfType<JsonObject>().Where(metric => metric["Dimensions"]?.AsArray().Count == search.Groups["dimensions"].Value.Split(',').Length
                && (!search.Groups["name"].Success || Dimension(metric, search.Groups["name"].Value) == search.Groups["value"].Value)))
            {
                results.Add(await ResultAsync(call, query!, metric, search.Groups["statistic"].Value, int.Parse(search.Groups["period"].Value, System.Globalization.CultureInfo.InvariantCulture)));
            }
        }

        return call.Ok(new JsonObject { ["MetricDataResults"] = results, ["Messages"] = new JsonArray() });
    };

    private static async Task<JsonNode?> ResultAsync(GapCall call, JsonNode query, JsonObject metric, string statistic, int period)
    {
        var asked = call.Input.Pick("StartTime", "EndTime");
        asked["MetricDataQueries"] = new JsonArray(new JsonObject
        {
            ["Id"] = query.Text("Id"), ["Label"] = Property().Replace(query.Text("Label"), name => name.Groups[1].Value == "MetricName" ? metric.Text("MetricName") : Dimension(metric, name.Groups[1].Value["Dim.".Length..])),
            ["MetricStat"] = new JsonObject { ["Metric"] = metric.DeepClone(), ["Period"] = period, ["Stat"] = statistic },
        });
        return (await call.AskAsync("GetMetricData", asked)).Json()?["MetricDataResults"]?[0]?.DeepClone();
    }

    private static string Dimension(JsonObject metric, string name) =>
        metric["Dimensions"]?.AsArray().FirstOrDefault(dimension => dimension.Text("Name") == name).Text("Value") ?? "";

    [GeneratedRegex("""^SEARCH\('\{(?<space>[^,}]+),(?<dimensions>[^}]+)\} (MetricName="(?<metric>[^"]+)"|(?<name>[A-Za-z]+)="(?<value>[^"]+)")', '(?<statistic>[A-Za-z]+)', (?<period>[0-9]+)\)$""")]
    private static partial Regex Search();

    [GeneratedRegex(@"\$\{PROP\('([^']+)'\)\}")]
    private static partial Regex Property();
}
