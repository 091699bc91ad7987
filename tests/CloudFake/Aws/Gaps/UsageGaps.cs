using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// What principals have used, of which moto knows nothing: reports of last access, which are under way at first, and
/// CloudTrail's event history. What was, the fake must be told.
/// </summary>
internal static class UsageGaps
{
    private const string Access = "last-access";
    private const string Jobs = "last-access-jobs";
    private const string Events = "events";
    private static readonly XNamespace Ns = "https://iam.amazonaws.com/doc/2010-05-08/";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["iam:GenerateServiceLastAccessedDetails"] = GenerateAsync;
        handlers["iam:GetServiceLastAccessedDetails"] = call => Task.FromResult(Get(call));
        handlers["cloudtrail:LookupEvents"] = call => Task.FromResult(Lookup(call));
    }

    /// <summary>
    /// <c>usage</c>: what a principal has used, <c>{ "Arn": …, "Used": { "bedrock": "2026-11-01T00:00:00Z", "sagemaker:CreateModel": null } }</c>,
    /// null for what it may use and has not. <c>events</c>: a record as CloudTrail writes it.
    /// </summary>
    public static void Tell(GapState state, string path, JsonObject told)
    {
        if (path == "usage")
        {
            state.Table("", Access)[told.Text("Arn")] = told["Used"]!.AsObject();
        }
        else
        {
            state.Table(told.Text("awsRegion"), Events)[told.Text("eventID")] = told;
        }
    }

    private static async Task<AwsAnswer> GenerateAsync(GapCall call)
    {
        var arn = call.Text("Arn");
        var name = arn[(arn.LastIndexOf('/') + 1)..];
        var ask = arn.Contains(":user/", StringComparison.Ordinal) ? $"GetUser&UserName={Uri.EscapeDataString(name)}" : $"GetRole&RoleName={Uri.EscapeDataString(name)}";
        var known = await call.AskFormAsync($"Action={ask}&Version=2010-05-08");
        if (!known.IsSuccess)
        {
            return known;
        }

        var id = $"{GapJson.IdOf(arn + call.Text("Granularity"), 8, "0123456789abcdef")}-0000-4000-8000-{GapJson.IdOf(arn, 12, "0123456789abcdef")}";
        call.GlobalTable(Jobs)[id] = new JsonObject { ["arn"] = arn, ["actions"] = call.Text("Granularity") == "ACTION_LEVEL", ["done"] = false, ["at"] = GapCall.NowText };
        return AwsAnswer.Query(call.Request, Ns, new XElement("JobId", id));
    }

    private static AwsAnswer Get(GapCall call)
    {
        if (call.GlobalTable(Jobs)[call.Text("JobId")] is not { } job)
        {
            return call.Error(404, "NoSuchEntity", $"Job {call.Text("JobId")} cannot be found.");
        }

        var done = (bool)job["done"]!;
        job["done"] = true;
        call.GlobalTable(Jobs)[call.Text("JobId")] = job;
        var actions = (bool)job["actions"]!;
        List<object> result = [new XElement("JobStatus", done ? "COMPLETED" : "IN_PROGRESS"), new XElement("JobType", actions ? "ACTION_LEVEL" : "SERVICE_LEVEL"), new XElement("JobCreationDate", job.Text("at"))];
        if (!done)
        {
            return AwsAnswer.Query(call.Request, Ns, [.. result]);
        }

        var used = call.GlobalTable(Access)[job.Text("arn")] ?? [];
        var page = AwsPaging.Page(call.Input, "services", used.Select(use => use.Key.Split(':')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name)), "MaxItems", "Marker");
        result.Add(new XElement("ServicesLastAccessed", page["services"]!.AsArray().Select(service => Service(service!.ToString(), used, job.Text("arn"), actions))));
        result.Add(new XElement("JobCompletionDate", job.Text("at")));
        result.Add(new XElement("IsTruncated", page["Marker"] is null ? "false" : "true"));
        if (page["Marker"] is { } marker)
        {
            result.Add(new XElement("Marker", marker.ToString()));
        }

        return AwsAnswer.Query(call.Request, Ns, [.. result]);
    }

    private static XElement Service(string name, JsonObject used, string arn, bool actions)
    {
        var tracked = used.Where(use => use.Key.StartsWith(name + ":", StringComparison.Ordinal)).ToList();
        var last = used.Where(use => use.Key == name || tracked.Contains(use)).Select(use => use.Value?.ToString()).Where(time => time is not null).Max(StringComparer.Ordinal);
        XElement service = new("member", new XElement("ServiceName", name), new XElement("ServiceNamespace", name), new XElement("TotalAuthenticatedEntities", last is null ? "0" : "1"));
        if (last is not null)
        {
            service.Add(new XElement("LastAuthenticated", last), new XElement("LastAuthenticatedEntity", arn), new XElement("LastAuthenticatedRegion", "us-east-1"));
        }

        if (actions && tracked.Count > 0)
        {
            service.Add(new XElement("TrackedActionsLastAccessed", tracked.Select(use => new XElement("member", new XElement("ActionName", use.Key[(name.Length + 1)..]),
                use.Value is { } time ? new object[] { new XElement("LastAccessedEntity", arn), new XElement("LastAccessedTime", time.ToString()), new XElement("LastAccessedRegion", "us-east-1") } : []))));
        }

        return service;
    }

    private static AwsAnswer Lookup(GapCall call)
    {
        var source = Attribute(call, "EventSource");
        var name = Attribute(call, "EventName");
        var start = double.TryParse(call.Text("StartTime"), NumberStyles.Float, CultureInfo.InvariantCulture, out var from) ? from : 0;
        var events = call.Table(Events).All
            .Where(record => (source.Length == 0 || record.Text("eventSource") == source) && (name.Length == 0 || record.Text("eventName") == name) && Seconds(record) >= start)
            .OrderByDescending(Seconds)
            .Select(record => new JsonObject
            {
                ["EventId"] = record.Text("eventID"),
                ["EventName"] = record.Text("eventName"),
                ["ReadOnly"] = record["readOnly"]?.ToString() ?? "false",
                ["EventTime"] = Seconds(record),
                ["EventSource"] = record.Text("eventSource"),
                ["Username"] = record["userIdentity"].Text("arn").Split('/')[^1],
                ["Resources"] = new JsonArray(),
                ["CloudTrailEvent"] = record.ToJsonString(),
            });
        return call.Ok(AwsPaging.Page(call.Input, "Events", events, "MaxResults", "NextToken", pageSize: 50));
    }

    private static string Attribute(GapCall call, string key) =>
        call.Input["LookupAttributes"]?.AsArray().FirstOrDefault(attribute => attribute.Text("AttributeKey") == key).Text("AttributeValue") ?? "";

    private static double Seconds(JsonObject record) => DateTimeOffset.Parse(record.Text("eventTime"), CultureInfo.InvariantCulture).ToUnixTimeSeconds();
}
