using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>Which resources a web ACL stands in front of: moto knows it from the resource's side only.</summary>
internal static class WafGaps
{
    private const string Table = "waf-associations";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["wafv2:AssociateWebACL"] = async call =>
        {
            var answer = await call.NextAsync();
            if (answer.IsSuccess)
            {
                call.Table(Table)[call.Text("ResourceArn")] = call.Input.Pick("ResourceArn", "WebACLArn");
            }

            return answer;
        };
        handlers["wafv2:ListResourcesForWebACL"] = call => Task.FromResult(call.Ok(new JsonObject
        {
            ["ResourceArns"] = new JsonArray([.. call.Table(Table).All
                .Where(made => made.Text("WebACLArn") == call.Text("WebACLArn") && made.Text("ResourceArn").Contains(call.Text("ResourceType") == "API_GATEWAY" ? ":/restapis/" : ":loadbalancer/", StringComparison.Ordinal))
                .Select(made => JsonValue.Create(made.Text("ResourceArn")))]),
        }));
    }
}
