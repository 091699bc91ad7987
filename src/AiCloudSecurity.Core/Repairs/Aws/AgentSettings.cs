using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Aws;

/// <summary>
/// Settings of what agents are made of. Each is written whole: an update keeps what it includes, so all of what the read
/// shows goes into it.
/// </summary>
internal static class AgentSettings
{
    private const string Status = "status";
    private const string Moment = "@status";

    /// <summary>A flow's working draft. Where it was prepared for tests, it is prepared again.</summary>
    public static readonly AwsSetting Flow = new()
    {
        Name = "aws/bedrock-agent/Flow",
        Service = "bedrock-agent",
        Get = "GetFlow GET /flows/{flowIdentifier}/",
        State = (answer, _) =>
        {
            var state = answer.Pick("name", "description", "executionRoleArn", "customerEncryptionKeyArn", "definition");
            state[Status] = answer.Text(Status) is var status and ("Prepared" or "Preparing") ? status : "NotPrepared";
            return state;
        },
        Settled = state => state.Text(Status) is not "Preparing",
        Passing = [Status],
        Writes = ["UpdateFlow", "PrepareFlow"],
        Calls = WriteFlow,
        AlsoNeeds = ["iam:PassRole", "kms:DescribeKey", "kms:GenerateDataKey", "kms:Decrypt"],
    };

    /// <summary>A prompt's working draft.</summary>
    public static readonly AwsSetting Prompt = new()
    {
        Name = "aws/bedrock-agent/Prompt",
        Service = "bedrock-agent",
        Get = "GetPrompt GET /prompts/{promptIdentifier}/",
        State = (answer, _) => answer.Pick("name", "description", "customerEncryptionKeyArn", "defaultVariant", "variants"),
        Put = "UpdatePrompt PUT /prompts/{promptIdentifier}/",
        AlsoNeeds = ["kms:DescribeKey", "kms:GenerateDataKey", "kms:Decrypt"],
    };

    /// <summary>Where a knowledge base takes documents from. A key counts from when they are taken in next.</summary>
    public static readonly AwsSetting DataSource = new()
    {
        Name = "aws/bedrock-agent/DataSource",
        Service = "bedrock-agent",
        Get = "GetDataSource GET /knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}",
        State = (answer, _) => (answer["dataSource"] as JsonObject)?.Pick("name", "description", "dataSourceConfiguration", "serverSideEncryptionConfiguration", "vectorIngestionConfiguration", "dataDeletionPolicy"),
        Put = "UpdateDataSource PUT /knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}",
        AlsoNeeds = ["kms:DescribeKey"],
    };

    /// <summary>A gateway of AgentCore. Its targets, and the credentials for them, are things of their own.</summary>
    public static readonly AwsSetting Gateway = new()
    {
        Name = "aws/bedrock-agentcore/Gateway",
        Service = "bedrock-agentcore-control",
        Get = "GetGateway GET /gateways/{gatewayIdentifier}/",
        State = (answer, _) =>
        {
            var state = answer.Pick("name", "description", "roleArn", "protocolType", "protocolConfiguration", "authorizerType", "authorizerConfiguration", "kmsKeyArn", "interceptorConfigurations", "policyEngineConfiguration", "exceptionLevel");
            state[Moment] = answer.Text(Status);
            return state;
        },
        Settled = state => state.Text(Moment) is not ("CREATING" or "UPDATING"),
        Put = "UpdateGateway PUT /gateways/{gatewayIdentifier}/",
        Input = (_, wanted, _) => wanted.Pick(wanted.Select(member => member.Key).Where(member => member != Moment)),
        AlsoNeeds = ["iam:PassRole", "kms:CreateGrant", "kms:DescribeKey"],
    };

    /// <summary>What encrypts the vault of agents' tokens. Without a setting it is a key of AWS.</summary>
    public static readonly AwsSetting TokenVault = new()
    {
        Name = "aws/bedrock-agentcore/TokenVault",
        Service = "bedrock-agentcore-control",
        Get = "GetTokenVault POST /identities/get-token-vault",
        State = (answer, _) => new() { ["kmsConfiguration"] = answer["kmsConfiguration"]?.DeepClone() ?? new JsonObject { ["keyType"] = "ServiceManagedKey" } },
        Put = "SetTokenVaultCMK POST /identities/set-token-vault-cmk",
        AlsoNeeds = ["kms:CreateGrant", "kms:DescribeKey"],
    };

    /// <summary>A draft in which each step that asks a model has a guardrail, those inside loops too; one that has one keeps it.</summary>
    /// <param name="guardrail">The guardrail, with its version behind a colon; DRAFT without.</param>
    public static Func<JsonObject?, JsonObject?> Guarded(string guardrail) => state =>
    {
        // An ARN has colons of its own.
        var at = guardrail.LastIndexOf(':') is > 0 and var colon && !guardrail[colon..].Contains('/', StringComparison.Ordinal) ? colon : guardrail.Length;
        var (name, version) = (guardrail[..at], at < guardrail.Length ? guardrail[(at + 1)..] : "DRAFT");
        Guard(state?["definition"] as JsonObject);
        return state;

        void Guard(JsonObject? definition)
        {
            foreach (var node in (definition?["nodes"] as JsonArray ?? []).OfType<JsonObject>())
            {
                var configuration = node["configuration"] as JsonObject;
                Guard(configuration?["loop"]?["definition"] as JsonObject);
                var use = configuration?["prompt"] as JsonObject ?? (configuration?["knowledgeBase"] is JsonObject knowledge && knowledge.Text("modelId").Length > 0 ? knowledge : null);
                if (use is not null && use["guardrailConfiguration"].Text("guardrailIdentifier").Length == 0)
                {
                    use["guardrailConfiguration"] = new JsonObject { ["guardrailIdentifier"] = name, ["guardrailVersion"] = version };
                }
            }
        }
    };

    private static IEnumerable<(string, JsonObject)> WriteFlow(SettingPlace place, JsonObject? state, JsonObject? wanted, IReadOnlyCollection<string> changed)
    {
        var update = changed.Any(member => member != Status && !States.Same(state?[member], wanted?[member]));
        if (update)
        {
            var input = place.Names();
            foreach (var (member, value) in wanted?.Where(member => member.Key != Status) ?? [])
            {
                input[member] = value?.DeepClone();
            }
            yield return ("UpdateFlow PUT /flows/{flowIdentifier}/", input);
        }
        if (wanted.Text(Status) is "Prepared" && (update || state.Text(Status) is not "Prepared"))
        {
            yield return ("PrepareFlow POST /flows/{flowIdentifier}/", place.Names());
        }
    }
}
