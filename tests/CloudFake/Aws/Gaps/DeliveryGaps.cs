using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>Deliveries of logs: moto takes sources of a few services only, AgentCore not among them.</summary>
internal static class DeliveryGaps
{
    private static readonly Kept[] s_kinds =
    [
        new()
        {
            Service = "logs", Create = "PutDeliverySource", List = "DescribeDeliverySources", Items = "deliverySources", Key = "name", CreatedWrap = "deliverySource",
            Make = call =>
            {
                var made = call.Input.Pick("name", "logType", "tags");
                made["arn"] = call.Arn("logs", $"delivery-source:{call.Text("name")}");
                made["resourceArns"] = new JsonArray(call.Text("resourceArn"));
                made["service"] = call.Text("resourceArn").Split(':')[2];
                made["status"] = "ACTIVE";
                return made;
            },
        },
        new()
        {
            Service = "logs", Create = "CreateDelivery", List = "DescribeDeliveries", Items = "deliveries", Key = "id", CreatedWrap = "delivery",
            Make = call =>
            {
                var made = call.Input.Pick("deliverySourceName", "deliveryDestinationArn", "recordFields", "fieldDelimiter", "tags");
                made["id"] = Kept.IdOf(call, $"{call.Text("deliverySourceName")} {call.Text("deliveryDestinationArn")}", 16);
                made["arn"] = call.Arn("logs", $"delivery:{made["id"]}");
                made["deliveryDestinationType"] = "CWL";
                return made;
            },
        },
    ];

    public static void AddTo(Dictionary<string, GapHandler> handlers) => Kept.AddTo(handlers, s_kinds);
}
