using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Aws;

/// <summary>What an organisation imposes on all of its accounts.</summary>
internal static class OrganizationSettings
{
    /// <summary>The policy by which an organisation opts out of its content being used to improve AI services, attached to its root.</summary>
    public static readonly Setting OptOut = new OptOutSetting { Name = "aws/organizations/AiOptOutPolicy" };

    /// <summary>The policy's name.</summary>
    public static JsonObject Key => new() { ["PolicyName"] = "AiCloudSecurity-opt-out" };

    /// <summary>All services are opted out, and nothing below may say otherwise.</summary>
    public static JsonObject OptedOut => new()
    {
        ["Content"] = """{"services":{"@@operators_allowed_for_child_policies":["@@none"],"default":{"@@operators_allowed_for_child_policies":["@@none"],"opt_out_policy":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":"optOut"}}}}""",
        ["AtRoot"] = true,
        ["TypeEnabled"] = true,
    };

    private sealed class OptOutSetting : Setting
    {
        private const string Service = "organizations";
        private const string Type = "AISERVICES_OPT_OUT_POLICY";
        private const string Policy = "@PolicyId";
        private const string Root = "@RootId";

        private static readonly string[] s_operations = ["ListRoots", "ListPolicies", "DescribePolicy", "ListTargetsForPolicy", "EnablePolicyType", "DisablePolicyType", "CreatePolicy", "UpdatePolicy", "DeletePolicy", "AttachPolicy", "DetachPolicy"];

        public override Cloud Cloud => Cloud.Aws;

        public override IReadOnlyList<string> Permissions => [.. s_operations.Select(operation => $"{Service}:{operation}")];

        internal override async Task<JsonObject?> ReadAsync(ICloudWriter cloud, SettingPlace place, CancellationToken cancellationToken)
        {
            var root = (await All("ListRoots", [], "Roots").ConfigureAwait(false)).FirstOrDefault() ?? throw new CloudCallException(ErrorId.ResourceNotFound, null, "the organisation has no root", isCertain: true);
            var state = new JsonObject
            {
                [Root] = root.Text("Id"),
                ["TypeEnabled"] = (root["PolicyTypes"] as JsonArray)?.Any(type => type.Text("Type") == Type && type.Text("Status") == "ENABLED") is true,
                ["AtRoot"] = false,
            };
            var named = place.Names().Text("PolicyName");
            if ((await All("ListPolicies", new() { ["Filter"] = Type }, "Policies").ConfigureAwait(false)).Find(policy => policy.Text("Name") == named) is { } found)
            {
                var id = found.Text("Id");
                var shown = JsonNode.Parse(await cloud.CallAsync(Call(place, "DescribePolicy", new() { ["PolicyId"] = id }), cancellationToken).ConfigureAwait(false));
                state[Policy] = id;
                state["Content"] = shown?["Policy"].Text("Content") ?? "";
                state["AtRoot"] = (await All("ListTargetsForPolicy", new() { ["PolicyId"] = id }, "Targets").ConfigureAwait(false)).Exists(target => target.Text("TargetId") == root.Text("Id"));
            }
            return state;

            Task<List<JsonObject>> All(string operation, JsonObject input, string items) => AwsPages.AllAsync(cloud, Call(place, operation, input), items, "NextToken", "NextToken", cancellationToken);
        }

        internal override IEnumerable<CloudCall> Write(SettingPlace place, JsonObject? state, JsonObject? wanted, IReadOnlyCollection<string> changed)
        {
            bool Turns(string member, bool to) => Is(wanted, member) == to && Is(state, member) != to;
            var (before, after) = (state.Text("Content"), wanted.Text("Content"));
            if (Turns("TypeEnabled", true))
            {
                yield return Call(place, "EnablePolicyType", new() { ["RootId"] = "", ["PolicyType"] = Type });
            }
            if (before.Length == 0 && after.Length > 0)
            {
                yield return Call(place, "CreatePolicy", new() { ["Name"] = place.Names().Text("PolicyName"), ["Description"] = "Made by AiCloudSecurity.", ["Type"] = Type, ["Content"] = after });
            }
            else if (after.Length > 0 && before != after)
            {
                yield return Call(place, "UpdatePolicy", new() { ["PolicyId"] = "", ["Content"] = after });
            }
            if (Turns("AtRoot", true))
            {
                yield return Call(place, "AttachPolicy", new() { ["PolicyId"] = "", ["TargetId"] = "" });
            }
            else if (Turns("AtRoot", false))
            {
                yield return Call(place, "DetachPolicy", new() { ["PolicyId"] = "", ["TargetId"] = "" });
            }
            if (before.Length > 0 && after.Length == 0)
            {
                yield return Call(place, "DeletePolicy", new() { ["PolicyId"] = "" });
            }
            if (Turns("TypeEnabled", false))
            {
                yield return Call(place, "DisablePolicyType", new() { ["RootId"] = "", ["PolicyType"] = Type });
            }
        }

        // What a policy is called is known when it is made.
        internal override CloudCall Completed(CloudCall call, JsonObject? state)
        {
            var body = JsonNode.Parse(call.Body)!.AsObject();
            foreach (var (member, said) in new[] { ("RootId", Root), ("TargetId", Root), ("PolicyId", Policy) })
            {
                if (body.ContainsKey(member))
                {
                    body[member] = state.Text(said);
                }
            }
            return call with { Body = body.ToJsonString() };
        }

        private static bool Is(JsonObject? state, string member) => state.Text(member) is "true" or "True";

        private static CloudCall Call(SettingPlace place, string operation, JsonObject input) => new(Service, operation, place.Region, input.ToJsonString());
    }
}
