using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>Prompts and flows of Bedrock, batch inference, and imported models: moto has none of them.</summary>
internal static class PromptGaps
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        string[] prompt = ["name", "description", "customerEncryptionKeyArn", "defaultVariant", "variants"];
        handlers["bedrock-agent:CreatePrompt"] = call => Task.FromResult(Create(call, "prompt", prompt));
        handlers["bedrock-agent:GetPrompt"] = call => Task.FromResult(Get(call, "prompt", "promptIdentifier"));
        handlers["bedrock-agent:ListPrompts"] = call => Task.FromResult(List(call, "prompt", "promptSummaries", "name", "description", "id", "arn", "version", "createdAt", "updatedAt"));

        string[] flow = ["name", "description", "executionRoleArn", "customerEncryptionKeyArn", "definition"];
        handlers["bedrock-agent:CreateFlow"] = call => Task.FromResult(Create(call, "flow", flow, "NotPrepared"));
        handlers["bedrock-agent:GetFlow"] = call => Task.FromResult(Validated(Get(call, "flow", "flowIdentifier")));
        handlers["bedrock-agent:ListFlows"] = call => Task.FromResult(List(call, "flow", "flowSummaries", "name", "description", "id", "arn", "status", "version", "createdAt", "updatedAt"));

        handlers["bedrock:CreateModelInvocationJob"] = call => Task.FromResult(CreateJob(call));
        handlers["bedrock:ListModelInvocationJobs"] = call => Task.FromResult(call.Ok(AwsPaging.Page(call.Input, "invocationJobSummaries", call.Table("invocation-jobs").All, "maxResults", "nextToken")));

        // An account into which nothing was imported.
        handlers["bedrock:ListImportedModels"] = call => Task.FromResult(call.Ok(new JsonObject { ["modelSummaries"] = new JsonArray() }));
    }

    private static AwsAnswer Create(GapCall call, string kind, string[] members, string? status = null)
    {
        var made = call.Input.Pick(members);
        var id = GapJson.IdOf($"{call.Region}/{kind}/{call.Text("name")}", 10, Letters);
        made["id"] = id;
        made["arn"] = call.Arn("bedrock", $"{kind}/{id}");
        made["version"] = "DRAFT";
        made["createdAt"] = GapCall.NowText;
        made["updatedAt"] = GapCall.NowText;
        if (status is not null)
        {
            made["status"] = status;
        }

        call.Table(kind)[id] = made;
        return call.Ok(made, 201);
    }

    private static AwsAnswer Get(GapCall call, string kind, string identifier) => call.Table(kind)[call.Text(identifier).Split('/')[^1]] is { } made
        ? call.Ok(made)
        : call.Error(404, "ResourceNotFoundException", $"The {kind} {call.Text(identifier)} was not found.");

    // One of the errors that Bedrock finds: a step to which nothing leads.
    private static AwsAnswer Validated(AwsAnswer answer)
    {
        if (!answer.IsSuccess || answer.Json() is not { } flow || flow["definition"] is not JsonObject definition)
        {
            return answer;
        }

        var reached = (definition["connections"] as JsonArray ?? []).Select(connection => connection.Text("target")).ToHashSet();
        var unreached = (definition["nodes"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(node => node.Text("type") != "Input" && !reached.Contains(node.Text("name")))
            .Select(JsonNode (node) => new JsonObject
            {
                ["message"] = $"Nothing leads to the node {node.Text("name")}.",
                ["severity"] = "Error",
                ["type"] = "UnreachableNode",
                ["details"] = new JsonObject { ["unreachableNode"] = new JsonObject { ["node"] = node.Text("name") } },
            });
        flow["validations"] = new JsonArray([.. unreached]);
        return answer.With(flow);
    }

    private static AwsAnswer List(GapCall call, string kind, string list, params string[] members) =>
        call.Ok(AwsPaging.Page(call.Input, list, call.Table(kind).All.Select(made => made.Pick(members)), "maxResults", "nextToken"));

    private static AwsAnswer CreateJob(GapCall call)
    {
        var job = call.Input.Pick("jobName", "modelId", "roleArn", "inputDataConfig", "outputDataConfig", "vpcConfig", "timeoutDurationInHours", "clientRequestToken");
        job["jobArn"] = call.Arn("bedrock", "model-invocation-job/" + GapJson.IdOf(call.Text("jobName"), 12, "abcdefghijklmnopqrstuvwxyz0123456789"));
        job["status"] = "Completed";
        job["submitTime"] = GapCall.NowText;
        call.Table("invocation-jobs")[call.Text("jobName")] = job;
        return call.Ok(job.Pick("jobArn"));
    }
}
