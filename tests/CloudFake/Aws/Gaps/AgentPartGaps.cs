using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// The parts of an agent: action groups, aliases and versions, none of which moto has. Every agent has the version DRAFT,
/// and an alias that names no version makes the next number, with the draft's action groups.
/// </summary>
internal static class AgentPartGaps
{
    private const string ActionGroups = "agent-action-groups";
    private const string Aliases = "agent-aliases";
    private const string Versions = "agent-versions";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["bedrock-agent:CreateAgentActionGroup"] = call => Task.FromResult(CreateActionGroup(call));
        handlers["bedrock-agent:GetAgentActionGroup"] = call => Task.FromResult(GetActionGroup(call));
        handlers["bedrock-agent:ListAgentActionGroups"] = call => Task.FromResult(List(call, ActionGroups, "actionGroupSummaries",
            group => group.Text("agentVersion") == call.Text("agentVersion"), "actionGroupId", "actionGroupName", "actionGroupState", "description", "updatedAt"));
        handlers["bedrock-agent:CreateAgentAlias"] = CreateAliasAsync;
        handlers["bedrock-agent:GetAgentAlias"] = call => Task.FromResult(GetAlias(call));
        handlers["bedrock-agent:ListAgentAliases"] = call => Task.FromResult(List(call, Aliases, "agentAliasSummaries",
            _ => true, "agentAliasId", "agentAliasName", "description", "routingConfiguration", "agentAliasStatus", "createdAt", "updatedAt"));
        handlers["bedrock-agent:ListAgentVersions"] = ListVersionsAsync;
        handlers["bedrock-agent:GetAgentVersion"] = GetVersionAsync;
    }

    private static AwsAnswer CreateActionGroup(GapCall call)
    {
        var group = call.Input.Pick("agentId", "agentVersion", "actionGroupName", "description", "actionGroupExecutor", "apiSchema", "functionSchema");
        var id = GapJson.IdOf($"{call.Text("agentId")}/{call.Text("actionGroupName")}", 10, Letters);
        group["actionGroupId"] = id;
        group["actionGroupState"] = call.Text("actionGroupState") is { Length: > 0 } state ? state : "ENABLED";
        group["createdAt"] = GapCall.NowText;
        group["updatedAt"] = GapCall.NowText;
        if (call.Text("parentActionGroupSignature") is { Length: > 0 } signature)
        {
            group["parentActionSignature"] = signature;
        }

        call.Table(ActionGroups)[$"{call.Text("agentId")}/{call.Text("agentVersion")}/{id}"] = group;
        return call.Ok(new JsonObject { ["agentActionGroup"] = group });
    }

    private static AwsAnswer GetActionGroup(GapCall call) =>
        call.Table(ActionGroups)[$"{call.Text("agentId")}/{call.Text("agentVersion")}/{call.Text("actionGroupId")}"] is { } group
            ? call.Ok(new JsonObject { ["agentActionGroup"] = group })
            : Missing(call);

    private static async Task<AwsAnswer> CreateAliasAsync(GapCall call)
    {
        var routing = call.Input["routingConfiguration"]?.DeepClone();
        if (routing is null)
        {
            var (agent, error) = await AgentAsync(call);
            if (agent is null)
            {
                return error;
            }

            var version = $"{call.Table(Versions).All.Count(v => v.Text("agentId") == call.Text("agentId")) + 1}";
            agent["version"] = version;
            call.Table(Versions)[$"{call.Text("agentId")}/{version}"] = agent;
            foreach (var group in call.Table(ActionGroups).All.Where(g => g.Text("agentId") == call.Text("agentId") && g.Text("agentVersion") == "DRAFT"))
            {
                group["agentVersion"] = version;
                call.Table(ActionGroups)[$"{call.Text("agentId")}/{version}/{group.Text("actionGroupId")}"] = group;
            }

            routing = new JsonArray(new JsonObject { ["agentVersion"] = version });
        }

        var alias = call.Input.Pick("agentId", "agentAliasName", "description");
        var id = GapJson.IdOf($"{call.Text("agentId")}/{call.Text("agentAliasName")}", 10, Letters);
        alias["agentAliasId"] = id;
        alias["agentAliasArn"] = call.Arn("bedrock", $"agent-alias/{call.Text("agentId")}/{id}");
        alias["agentAliasStatus"] = "PREPARED";
        alias["routingConfiguration"] = routing;
        alias["createdAt"] = GapCall.NowText;
        alias["updatedAt"] = GapCall.NowText;
        call.Table(Aliases)[$"{call.Text("agentId")}/{id}"] = alias;
        return call.Ok(new JsonObject { ["agentAlias"] = alias }, 202);
    }

    private static AwsAnswer GetAlias(GapCall call) =>
        call.Table(Aliases)[$"{call.Text("agentId")}/{call.Text("agentAliasId")}"] is { } alias
            ? call.Ok(new JsonObject { ["agentAlias"] = alias })
            : Missing(call);

    private static async Task<AwsAnswer> ListVersionsAsync(GapCall call)
    {
        var (draft, error) = await AgentAsync(call);
        if (draft is null)
        {
            return error;
        }

        var numbered = call.Table(Versions).All.Where(v => v.Text("agentId") == call.Text("agentId"));
        var summaries = numbered.Prepend(draft).Select(version =>
        {
            var summary = version.Pick("agentName", "agentStatus", "createdAt", "updatedAt", "description", "guardrailConfiguration");
            summary["agentVersion"] = version.Text("version");
            return summary;
        });
        return call.Ok(AwsPaging.Page(call.Input, "agentVersionSummaries", summaries, "maxResults", "nextToken"));
    }

    private static async Task<AwsAnswer> GetVersionAsync(GapCall call)
    {
        var (draft, error) = await AgentAsync(call);
        if (draft is null)
        {
            return error;
        }

        var version = call.Text("agentVersion") == "DRAFT" ? draft : call.Table(Versions)[$"{call.Text("agentId")}/{call.Text("agentVersion")}"];
        return version is null ? Missing(call) : call.Ok(new JsonObject { ["agentVersion"] = version });
    }

    /// <summary>The agent as its draft version shows it.</summary>
    private static async Task<(JsonObject? Draft, AwsAnswer Error)> AgentAsync(GapCall call)
    {
        var answer = await call.AskAsync("GET", $"/agents/{call.Text("agentId")}/");
        if (!answer.IsSuccess || answer.Json()?["agent"] is not JsonObject agent)
        {
            return (null, answer);
        }

        var draft = agent.Pick("agentId", "agentName", "agentArn", "agentStatus", "agentResourceRoleArn", "idleSessionTTLInSeconds",
            "foundationModel", "instruction", "description", "customerEncryptionKeyArn", "createdAt", "updatedAt");
        AgentGaps.Complete(call, draft);
        draft["version"] = "DRAFT";
        return (draft, answer);
    }

    private static AwsAnswer List(GapCall call, string table, string list, Func<JsonObject, bool> when, params string[] members) =>
        call.Ok(AwsPaging.Page(call.Input, list,
            call.Table(table).All.Where(part => part.Text("agentId") == call.Text("agentId") && when(part)).Select(part => part.Pick(members)),
            "maxResults", "nextToken"));

    private static AwsAnswer Missing(GapCall call) => call.Error(404, "ResourceNotFoundException", "Could not perform the operation, for there is no such part of the agent.");
}
