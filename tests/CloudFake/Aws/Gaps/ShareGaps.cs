using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>Resource Access Manager: moto shares nothing of AI services, and shows neither what is shared nor the policies that it comes to.</summary>
internal static class ShareGaps
{
    private const string Service = "ram";
    private const string Shared = "shared-resources";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers[$"{Service}:CreateResourceShare"] = call => Task.FromResult(Create(call));
        handlers[$"{Service}:ListResources"] = call => Task.FromResult(call.Ok(new JsonObject { ["resources"] = new JsonArray([.. call.Table(Shared).All.Select(shared => shared.Pick("arn", "type", "resourceShareArn", "status"))]) }));
        handlers[$"{Service}:GetResourcePolicies"] = call => Task.FromResult(Policies(call));
    }

    private static AwsAnswer Create(GapCall call)
    {
        var share = call.Arn(Service, $"resource-share/{Kept.UuidOf(call, call.Text("name"))}");
        foreach (var arn in call.Input["resourceArns"]!.AsArray().Select(arn => arn!.ToString()))
        {
            call.Table(Shared)[arn] = new JsonObject
            {
                ["arn"] = arn, ["type"] = $"{arn.Split(':')[2]}:{arn.Split(':')[5].Split('/')[0]}", ["resourceShareArn"] = share, ["status"] = "AVAILABLE",
                ["principals"] = call.Input["principals"]!.DeepClone(),
            };
        }

        return call.Ok(new JsonObject { ["resourceShare"] = new JsonObject { ["resourceShareArn"] = share, ["name"] = call.Text("name"), ["owningAccountId"] = call.Account, ["status"] = "ACTIVE" } });
    }

    private static AwsAnswer Policies(GapCall call)
    {
        JsonArray policies = [];
        foreach (var arn in call.Input["resourceArns"]!.AsArray().Select(arn => arn!.ToString()))
        {
            if (call.Table(Shared)[arn] is { } shared)
            {
                policies.Add(new JsonObject
                {
                    ["Version"] = "2012-10-17",
                    ["Statement"] = new JsonObject { ["Effect"] = "Allow", ["Principal"] = new JsonObject { ["AWS"] = shared["principals"]!.DeepClone() }, ["Action"] = $"{arn.Split(':')[2]}:Describe*", ["Resource"] = arn },
                }.ToJsonString());
            }
        }

        return call.Ok(new JsonObject { ["policies"] = policies });
    }
}
