using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>AgentCore: moto has runtimes, gateways and memories, and neither the tools, policies and identities nor a runtime's metadata settings.</summary>
internal static class AgentCoreGaps
{
    private const string Service = "bedrock-agentcore-control";
    private const string Metadata = "runtime-metadata";
    private const string Policies = "agentcore-policies";
    private const string Vaults = "token-vaults";

    private static readonly Kept[] s_kinds =
    [
        new()
        {
            Service = Service, Create = "CreateBrowser", Get = "GetBrowser", List = "ListBrowsers", Items = "browserSummaries", Key = "browserId",
            Make = call => Tool(call, "browser", "executionRoleArn", "recording", "browserSigning"),
            Created = ["browserId", "browserArn", "createdAt", "status"],
            Summary = ["browserId", "browserArn", "name", "description", "status", "createdAt", "lastUpdatedAt"],
        },
        new()
        {
            Service = Service, Create = "CreateCodeInterpreter", Get = "GetCodeInterpreter", List = "ListCodeInterpreters", Items = "codeInterpreterSummaries", Key = "codeInterpreterId",
            Make = call => Tool(call, "codeInterpreter", "executionRoleArn"),
            Created = ["codeInterpreterId", "codeInterpreterArn", "createdAt", "status"],
            Summary = ["codeInterpreterId", "codeInterpreterArn", "name", "description", "status", "createdAt", "lastUpdatedAt"],
        },
        new()
        {
            Service = Service, Create = "CreatePolicyEngine", Get = "GetPolicyEngine", List = "ListPolicyEngines", Items = "policyEngines", Key = "policyEngineId",
            Make = call =>
            {
                var made = call.Input.Pick("name", "description", "encryptionKeyArn");
                made["policyEngineId"] = $"{call.Text("name")}-{Kept.IdOf(call, call.Text("name"))}";
                made["policyEngineArn"] = call.Arn("bedrock-agentcore", $"policy-engine/{made["policyEngineId"]}");
                made["createdAt"] = GapCall.NowText;
                made["updatedAt"] = GapCall.NowText;
                made["status"] = "ACTIVE";
                made["statusReasons"] = new JsonArray();
                return made;
            },
        },
        Provider("ApiKey", "apikeycredentialprovider", "apiKeySecretArn"),
        Provider("Oauth2", "oauth2credentialprovider", "clientSecretArn"),
    ];

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        Kept.AddTo(handlers, s_kinds);

        handlers[$"{Service}:UpdateAgentRuntime"] = UpdateRuntimeAsync;
        handlers[$"{Service}:GetAgentRuntime"] = GetRuntimeAsync;
        handlers[$"{Service}:PutResourcePolicy"] = call => Task.FromResult(PutPolicy(call));
        handlers[$"{Service}:GetResourcePolicy"] = call => Task.FromResult(GetPolicy(call));
        handlers[$"{Service}:SetTokenVaultCMK"] = call => Task.FromResult(SetVault(call));
        handlers[$"{Service}:GetTokenVault"] = call => Task.FromResult(GetVault(call));
    }

    private static JsonObject Tool(GapCall call, string kind, params string[] members)
    {
        var made = call.Input.Pick(["name", "description", "networkConfiguration", .. members]);
        made[$"{kind}Id"] = $"{call.Text("name")}-{Kept.IdOf(call, call.Text("name"))}";
        made[$"{kind}Arn"] = call.Arn("bedrock-agentcore", $"{(kind == "browser" ? "browser-custom" : "code-interpreter-custom")}/{made[$"{kind}Id"]}");
        made["status"] = "READY";
        made["createdAt"] = GapCall.NowText;
        made["lastUpdatedAt"] = GapCall.NowText;
        return made;
    }

    private static Kept Provider(string kind, string path, string secret) => new()
    {
        Service = Service, Create = $"Create{kind}CredentialProvider", List = $"List{kind}CredentialProviders", Items = "credentialProviders", Key = "name",
        Make = call =>
        {
            var made = call.Input.Pick("name", "credentialProviderVendor");
            made["credentialProviderArn"] = call.Arn("bedrock-agentcore", $"token-vault/default/{path}/{call.Text("name")}");
            made["createdTime"] = GapCall.NowText;
            made["lastUpdatedTime"] = GapCall.NowText;
            made[secret] = new JsonObject { ["secretArn"] = call.Arn("secretsmanager", $"secret:bedrock-agentcore-identity!default/{path}/{call.Text("name")}") };
            return made;
        },
        Created = ["name", "credentialProviderArn", secret],
        Summary = ["name", "credentialProviderArn", "credentialProviderVendor", "createdTime", "lastUpdatedTime"],
    };

    private static async Task<AwsAnswer> UpdateRuntimeAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (answer.IsSuccess)
        {
            call.Table(Metadata)[call.Text("agentRuntimeId")] = call.Input.Pick("metadataConfiguration");
        }

        return answer;
    }

    private static async Task<AwsAnswer> GetRuntimeAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (!answer.IsSuccess || answer.Json() is not { } shown || call.Table(Metadata)[call.Text("agentRuntimeId")] is not { } kept)
        {
            return answer;
        }

        shown.Take(kept, "metadataConfiguration");
        return answer.With(shown);
    }

    private static AwsAnswer PutPolicy(GapCall call)
    {
        call.Table(Policies)[call.Text("resourceArn")] = call.Input.Pick("policy");
        return call.Ok(call.Input.Pick("policy"), 201);
    }

    private static AwsAnswer GetPolicy(GapCall call) => call.Table(Policies)[call.Text("resourceArn")] is { } policy
        ? call.Ok(policy)
        : call.Error(404, "ResourceNotFoundException", "The resource has no policy.");

    private static AwsAnswer SetVault(GapCall call)
    {
        call.Table(Vaults)[Vault(call)] = call.Input.Pick("kmsConfiguration");
        return GetVault(call);
    }

    private static AwsAnswer GetVault(GapCall call)
    {
        var vault = call.Table(Vaults)[Vault(call)] ?? new JsonObject { ["kmsConfiguration"] = new JsonObject { ["keyType"] = "ServiceManagedKey" } };
        vault["tokenVaultId"] = Vault(call);
        vault["lastModifiedDate"] = GapCall.NowText;
        return call.Ok(vault);
    }

    private static string Vault(GapCall call) => call.Text("tokenVaultId") is { Length: > 0 } id ? id : "default";
}
