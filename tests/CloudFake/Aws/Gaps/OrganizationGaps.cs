using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// What only the management account may ask, moto answers to every member with nothing; it knows neither Bedrock
/// policies nor effective ones, and does not say where an account stands.
/// </summary>
internal static class OrganizationGaps
{
    private const string Bedrock = "BEDROCK_POLICY";
    private const string OptOut = "AISERVICES_OPT_OUT_POLICY";
    private const string BedrockPolicies = "organization-bedrock-policies";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        foreach (var operation in new[] { "ListRoots", "ListParents", "ListTargetsForPolicy", "ListOrganizationalUnitsForParent", "DescribeOrganizationalUnit" })
        {
            handlers[$"organizations:{operation}"] = call => AsManagementAsync(call, call.NextAsync);
        }

        handlers["organizations:DescribeAccount"] = call => AsManagementAsync(call, () => WithPathsAsync(call, answer => answer["Account"] is JsonObject account ? [account] : []));
        handlers["organizations:ListAccounts"] = call => AsManagementAsync(call, () => WithPathsAsync(call, answer => answer["Accounts"]?.AsArray().OfType<JsonObject>() ?? []));
        handlers["organizations:CreatePolicy"] = CreatePolicyAsync;
        handlers["organizations:DescribePolicy"] = call => AsManagementAsync(call, async () => Renamed(call, await call.NextAsync()));
        handlers["organizations:ListPolicies"] = call => AsManagementAsync(call, () => ListAsync(call));
        handlers["organizations:ListPoliciesForTarget"] = call => AsManagementAsync(call, () => ListAsync(call));
        handlers["organizations:DescribeEffectivePolicy"] = EffectiveAsync;
    }

    private static async Task<AwsAnswer> AsManagementAsync(GapCall call, Func<Task<AwsAnswer>> answer)
    {
        var organization = await call.AskAsync("DescribeOrganization", []);
        return !organization.IsSuccess ? organization
            : organization.Json()?["Organization"].Text("MasterAccountId") == call.Account ? await answer()
            : call.Error(400, "AccessDeniedException", "You don't have permissions to access this resource.");
    }

    private static async Task<AwsAnswer> WithPathsAsync(GapCall call, Func<JsonObject, IEnumerable<JsonObject>> accounts)
    {
        var answer = await call.NextAsync();
        if (!answer.IsSuccess || answer.Json() is not { } shown)
        {
            return answer;
        }

        var organization = (await call.AskAsync("DescribeOrganization", [])).Json()?["Organization"].Text("Id");
        foreach (var account in accounts(shown))
        {
            var way = await WayAsync(call, account.Text("Id"));
            account["Paths"] = new JsonArray($"{organization}/{string.Concat(way.Select(level => $"{level}/"))}");
            account["State"] = account.Text("Status");
        }

        return answer.With(shown);
    }

    // From the root to the account.
    private static async Task<List<string>> WayAsync(GapCall call, string account, string? asked = null)
    {
        List<string> way = [account];
        while (!way[0].StartsWith("r-", StringComparison.Ordinal)
            && (await call.AskAsync("ListParents", new() { ["ChildId"] = way[0] }, asked)).Json()?["Parents"]?[0].Text("Id") is { Length: > 0 } parent)
        {
            way.Insert(0, parent);
        }

        return way;
    }

    // moto keeps it as a policy of a type that it knows.
    private static async Task<AwsAnswer> CreatePolicyAsync(GapCall call)
    {
        if (call.Text("Type") != Bedrock)
        {
            return await call.NextAsync();
        }

        var input = (JsonObject)call.Input.DeepClone();
        input["Type"] = OptOut;
        var answer = await call.AskAsync("CreatePolicy", input);
        if (answer.Json()?["Policy"]?["PolicySummary"].Text("Id") is { Length: > 0 } id)
        {
            call.SharedTable(BedrockPolicies)[id] = [];
        }

        return Renamed(call, answer);
    }

    private static AwsAnswer Renamed(GapCall call, AwsAnswer answer)
    {
        if (answer.Json() is { } shown && shown["Policy"]?["PolicySummary"] is JsonObject summary && call.SharedTable(BedrockPolicies)[summary.Text("Id")] is not null)
        {
            Rename(summary);
            return answer.With(shown);
        }

        return answer;
    }

    private static void Rename(JsonObject summary)
    {
        summary["Type"] = Bedrock;
        summary["Arn"] = summary.Text("Arn").Replace("/aiservices_opt_out_policy/", "/bedrock_policy/", StringComparison.Ordinal);
    }

    private static async Task<AwsAnswer> ListAsync(GapCall call)
    {
        var wanted = call.Text("Filter");
        if (wanted is not (Bedrock or OptOut))
        {
            return await call.NextAsync();
        }

        var input = (JsonObject)call.Input.DeepClone();
        input["Filter"] = OptOut;
        var answer = await call.AskAsync(call.Request.Operation, input);
        if (answer.Json() is not { } shown || shown["Policies"] is not JsonArray policies)
        {
            return answer;
        }

        var bedrock = call.SharedTable(BedrockPolicies);
        JsonArray kept = [];
        foreach (var policy in policies.OfType<JsonObject>().Where(policy => bedrock[policy.Text("Id")] is null == (wanted == OptOut)).ToList())
        {
            var copy = (JsonObject)policy.DeepClone();
            if (wanted == Bedrock)
            {
                Rename(copy);
            }

            kept.Add((JsonNode)copy);
        }

        shown["Policies"] = kept;
        return answer.With(shown);
    }

    // What the policies from the root down come to: a level's @@assign replaces its parent's, unless that forbids it.
    private static async Task<AwsAnswer> EffectiveAsync(GapCall call)
    {
        var organization = await call.AskAsync("DescribeOrganization", []);
        if (!organization.IsSuccess)
        {
            return organization;
        }

        var management = organization.Json()!["Organization"].Text("MasterAccountId");
        var type = call.Text("PolicyType");
        var account = call.Text("TargetId") is { Length: > 0 } target ? target : call.Account;
        JsonObject effective = [];
        HashSet<string> closed = [];
        var found = false;
        foreach (var level in await WayAsync(call, account, management))
        {
            var attached = await call.AskAsync("ListPoliciesForTarget", new() { ["TargetId"] = level, ["Filter"] = OptOut }, management);
            foreach (var id in (attached.Json()?["Policies"]?.AsArray() ?? []).Select(policy => policy.Text("Id")))
            {
                if (call.SharedTable(BedrockPolicies)[id] is null == (type == OptOut)
                    && (await call.AskAsync("DescribePolicy", new() { ["PolicyId"] = id }, management)).Json()?["Policy"].Text("Content") is { Length: > 0 } content)
                {
                    found = true;
                    Merge(effective, JsonNode.Parse(content)!.AsObject(), "", closed);
                }
            }
        }

        return !found
            ? call.Error(400, "EffectivePolicyNotFoundException", "There is no effective policy of this type.")
            : call.Ok(new JsonObject
            {
                ["EffectivePolicy"] = new JsonObject
                {
                    ["PolicyContent"] = effective.ToJsonString(),
                    ["LastUpdatedTimestamp"] = GapCall.Now,
                    ["TargetId"] = account,
                    ["PolicyType"] = type,
                },
            });
    }

    private static void Merge(JsonObject effective, JsonObject policy, string place, HashSet<string> closed)
    {
        if (closed.Contains(place))
        {
            return;
        }

        foreach (var (name, value) in policy)
        {
            if (value is JsonObject inner && inner["@@assign"] is { } assigned)
            {
                if (!closed.Contains($"{place}/{name}"))
                {
                    effective[name] = assigned.DeepClone();
                }
            }
            else if (value is JsonObject deeper)
            {
                var under = effective[name] as JsonObject ?? [];
                Merge(under, deeper, $"{place}/{name}", closed);
                effective[name] = under.Parent is null ? under : effective[name];
            }

            if ((value as JsonObject)?["@@operators_allowed_for_child_policies"] is JsonArray allowed && allowed.Any(one => one?.ToString() == "@@none"))
            {
                closed.Add($"{place}/{name}");
            }
        }
    }
}
