using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>moto loses an agent's guardrail, numbers its draft, spells a knowledge base's status its own way and has no data sources.</summary>
internal static class AgentGaps
{
    private const string Guardrails = "agent-guardrails";
    private const string DataSources = "data-sources";
    private const string VectorBuckets = "S3_VECTORS";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["bedrock-agent:CreateAgent"] = CreateAgentAsync;
        handlers["bedrock-agent:GetAgent"] = GetAgentAsync;
        handlers["bedrock-agent:ListAgents"] = ListAgentsAsync;
        handlers["bedrock-agent:CreateKnowledgeBase"] = KnowledgeBaseAsync;
        handlers["bedrock-agent:GetKnowledgeBase"] = KnowledgeBaseAsync;
        handlers["bedrock-agent:ListKnowledgeBases"] = KnowledgeBaseAsync;
        handlers["bedrock-agent:CreateDataSource"] = call => Task.FromResult(CreateDataSource(call));
        handlers["bedrock-agent:GetDataSource"] = call => Task.FromResult(GetDataSource(call));
        handlers["bedrock-agent:ListDataSources"] = call => Task.FromResult(ListDataSources(call));
        handlers["bedrock-agent:DeleteDataSource"] = call => Task.FromResult(DeleteDataSource(call));
    }

    private static async Task<AwsAnswer> CreateAgentAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (answer.IsSuccess && answer.Json() is { } made)
        {
            call.Table(Guardrails)[made["agent"].Text("agentId")] = call.Input.Pick("guardrailConfiguration");
            return Show(call, answer, made, "agent");
        }

        return answer;
    }

    private static async Task<AwsAnswer> GetAgentAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        return answer.IsSuccess && answer.Json() is { } shown ? Show(call, answer, shown, "agent") : answer;
    }

    private static async Task<AwsAnswer> ListAgentsAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (!answer.IsSuccess || answer.Json() is not { } listed)
        {
            return answer;
        }

        foreach (var summary in listed["agentSummaries"]?.AsArray().OfType<JsonObject>() ?? [])
        {
            Complete(call, summary);
        }

        return answer.With(listed);
    }

    private static AwsAnswer Show(GapCall call, AwsAnswer answer, JsonObject body, string member)
    {
        if (body[member] is JsonObject agent)
        {
            Complete(call, agent);
        }

        return answer.With(body);
    }

    internal static void Complete(GapCall call, JsonObject agent)
    {
        // An agent is its draft; moto numbers it 1.0.
        foreach (var member in new[] { "agentVersion", "latestAgentVersion" }.Where(agent.ContainsKey))
        {
            agent[member] = "DRAFT";
        }

        if (call.Table(Guardrails)[agent.Text("agentId")] is { } kept)
        {
            agent.Take(kept, "guardrailConfiguration");
        }
    }

    private static async Task<AwsAnswer> KnowledgeBaseAsync(GapCall call)
    {
        // moto refuses S3 Vectors as a store by its name, and keeps its settings.
        if (call.Input["storageConfiguration"] is JsonObject store && store.Text("type") == VectorBuckets)
        {
            store["type"] = "PINECONE";
        }

        var answer = await (call.Input["storageConfiguration"] is null ? call.NextAsync() : call.NextAsync(call.Input));
        answer = answer.With(answer.Text.Replace("\"Active\"", "\"ACTIVE\"", StringComparison.Ordinal));
        if (answer.Json() is { } shown && shown["knowledgeBase"]?["storageConfiguration"] is JsonObject kept && kept.ContainsKey("s3VectorsConfiguration"))
        {
            kept["type"] = VectorBuckets;
            return answer.With(shown);
        }

        return answer;
    }

    private static AwsAnswer CreateDataSource(GapCall call)
    {
        var id = GapJson.IdOf($"{call.Text("knowledgeBaseId")}/{call.Text("name")}", 10, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
        var source = call.Input.Pick("knowledgeBaseId", "name", "description", "dataSourceConfiguration", "serverSideEncryptionConfiguration", "vectorIngestionConfiguration", "dataDeletionPolicy");
        source["dataSourceId"] = id;
        source["status"] = "AVAILABLE";
        source["createdAt"] = GapCall.NowText;
        source["updatedAt"] = GapCall.NowText;
        call.Table(DataSources)[Key(call, id)] = source;
        return call.Ok(new JsonObject { ["dataSource"] = source });
    }

    private static AwsAnswer GetDataSource(GapCall call) =>
        call.Table(DataSources)[Key(call, call.Text("dataSourceId"))] is { } source
            ? call.Ok(new JsonObject { ["dataSource"] = source })
            : Missing(call);

    private static AwsAnswer ListDataSources(GapCall call) => call.Ok(AwsPaging.Page(call.Input, "dataSourceSummaries",
        call.Table(DataSources).All.Where(s => s.Text("knowledgeBaseId") == call.Text("knowledgeBaseId"))
            .Select(s => s.Pick("knowledgeBaseId", "dataSourceId", "name", "status", "description", "updatedAt")),
        "maxResults", "nextToken"));

    private static AwsAnswer DeleteDataSource(GapCall call)
    {
        var key = Key(call, call.Text("dataSourceId"));
        if (call.Table(DataSources)[key] is null)
        {
            return Missing(call);
        }

        call.Table(DataSources)[key] = null;
        JsonObject deleted = call.Input.Pick("knowledgeBaseId", "dataSourceId");
        deleted["status"] = "DELETING";
        return call.Ok(deleted, 202);
    }

    private static string Key(GapCall call, string id) => $"{call.Text("knowledgeBaseId")}/{id}";

    private static AwsAnswer Missing(GapCall call) =>
        call.Error(404, "ResourceNotFoundException", $"DataSource with id {call.Text("dataSourceId")} does not exist.");
}
