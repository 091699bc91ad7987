using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Aws;

/// <summary>Settings of Bedrock.</summary>
internal static class BedrockSettings
{
    // What GetGuardrail calls a policy, what UpdateGuardrail calls it, and the lists and choices within.
    private static readonly (string Read, string Written, string[] Parts)[] s_policies =
    [
        ("topicPolicy", "topicPolicyConfig", ["topics", "tier"]),
        ("contentPolicy", "contentPolicyConfig", ["filters", "tier"]),
        ("wordPolicy", "wordPolicyConfig", ["words", "managedWordLists"]),
        ("sensitiveInformationPolicy", "sensitiveInformationPolicyConfig", ["piiEntities", "regexes"]),
        ("contextualGroundingPolicy", "contextualGroundingPolicyConfig", ["filters"]),
        ("automatedReasoningPolicy", "automatedReasoningPolicyConfig", []),
    ];

    private static readonly string[] s_masked =
        ["ADDRESS", "CREDIT_DEBIT_CARD_CVV", "CREDIT_DEBIT_CARD_EXPIRY", "CREDIT_DEBIT_CARD_NUMBER", "DRIVER_ID", "EMAIL", "INTERNATIONAL_BANK_ACCOUNT_NUMBER", "NAME", "PHONE", "PIN", "US_PASSPORT_NUMBER", "US_SOCIAL_SECURITY_NUMBER"];

    private static readonly string[] s_blocked = ["AWS_ACCESS_KEY", "AWS_SECRET_KEY", "PASSWORD"];

    /// <summary>Whether and where a region logs prompts and answers.</summary>
    public static readonly AwsSetting InvocationLogging = new()
    {
        Name = "aws/bedrock/InvocationLogging",
        Service = "bedrock",
        Get = "GetModelInvocationLoggingConfiguration GET /logging/modelinvocations",
        State = (answer, _) => answer["loggingConfig"] is JsonObject { Count: > 0 } config ? config.DeepClone().AsObject() : null,
        Put = "PutModelInvocationLoggingConfiguration PUT /logging/modelinvocations",
        Input = (_, wanted, _) => new() { ["loggingConfig"] = wanted.DeepClone() },
        Delete = "DeleteModelInvocationLoggingConfiguration DELETE /logging/modelinvocations",
        AlsoNeeds = ["iam:PassRole"],
    };

    /// <summary>A guardrail's working draft. What an update leaves out is gone, so all of it is sent.</summary>
    public static readonly AwsSetting Guardrail = new()
    {
        Name = "aws/bedrock/Guardrail",
        Service = "bedrock",
        Get = "GetGuardrail GET /guardrails/{guardrailIdentifier}",
        State = (answer, _) => answer.Pick(s_policies.Select(policy => policy.Read).Concat(["name", "description", "blockedInputMessaging", "blockedOutputsMessaging", "kmsKeyArn", "crossRegionDetails", "status"])),
        Settled = state => state.Text("status") is not ("CREATING" or "UPDATING" or "VERSIONING"),
        Put = "UpdateGuardrail PUT /guardrails/{guardrailIdentifier}",
        Input = (_, wanted, _) => Written(wanted),
        AlsoNeeds = ["kms:CreateGrant", "kms:DescribeKey"],
    };

    /// <summary>The request's member that names a guardrail.</summary>
    public static JsonObject Key(string guardrail) => new() { ["guardrailIdentifier"] = guardrail };

    /// <summary>A draft that masks what means a person and blocks what opens doors; what it does about other kinds stays.</summary>
    public static JsonObject Redacting(JsonObject state)
    {
        var policy = state["sensitiveInformationPolicy"]?.DeepClone() as JsonObject ?? [];
        var entities = policy["piiEntities"]?.DeepClone() as JsonArray ?? [];
        foreach (var (type, action) in s_masked.Select(type => (type, "ANONYMIZE")).Concat(s_blocked.Select(type => (type, "BLOCK"))))
        {
            var entity = entities.OfType<JsonObject>().FirstOrDefault(known => known.Text("type") == type);
            if (entity is null)
            {
                entities.Add(entity = new() { ["type"] = type });
            }
            if (entity.Text("action") is "NONE" or "")
            {
                entity["action"] = action;
            }
            foreach (var (side, enabled) in new[] { ("inputAction", "inputEnabled"), ("outputAction", "outputEnabled") })
            {
                if (entity[side] is not null && entity.Text(side) is "NONE")
                {
                    entity[side] = action;
                }
                if (entity[enabled] is not null)
                {
                    entity[enabled] = true;
                }
            }
        }
        policy["piiEntities"] = entities;
        state["sensitiveInformationPolicy"] = policy;
        return state;
    }

    /// <summary>A draft that filters categories of content at a strength, both ways; PROMPT_ATTACK in prompts only.</summary>
    public static JsonObject Filtering(JsonObject state, params IEnumerable<string> categories)
    {
        var policy = state["contentPolicy"]?.DeepClone() as JsonObject ?? [];
        var filters = policy["filters"]?.DeepClone() as JsonArray ?? [];
        foreach (var type in categories)
        {
            var filter = filters.OfType<JsonObject>().FirstOrDefault(known => known.Text("type") == type);
            if (filter is null)
            {
                filters.Add(filter = new() { ["type"] = type });
            }
            var prompts = type == "PROMPT_ATTACK";
            if (prompts || filter.Text("inputStrength") is "" or "NONE")
            {
                filter["inputStrength"] = "HIGH";
            }
            if (prompts || filter.Text("outputStrength") is "" or "NONE")
            {
                filter["outputStrength"] = prompts ? "NONE" : "HIGH";
            }
            foreach (var side in prompts ? (string[])["input"] : ["input", "output"])
            {
                if (filter[side + "Action"] is not null)
                {
                    filter[side + "Action"] = "BLOCK";
                }
                if (filter[side + "Enabled"] is not null)
                {
                    filter[side + "Enabled"] = true;
                }
            }
        }
        policy["filters"] = filters;
        state["contentPolicy"] = policy;
        return state;
    }

    /// <summary>A draft that stops answers which their sources do not bear out, or which do not answer the question.</summary>
    public static JsonObject Grounded(JsonObject state, params IEnumerable<string> kinds)
    {
        const double Usual = 0.7;
        var policy = state["contextualGroundingPolicy"]?.DeepClone() as JsonObject ?? [];
        var filters = policy["filters"]?.DeepClone() as JsonArray ?? [];
        foreach (var type in kinds)
        {
            var filter = filters.OfType<JsonObject>().FirstOrDefault(known => known.Text("type") == type);
            if (filter is null)
            {
                filters.Add(filter = new() { ["type"] = type });
            }
            if (filter["threshold"] is not JsonValue threshold || !(threshold.TryGetValue<double>(out var value) && value > 0))
            {
                filter["threshold"] = Usual;
            }
            if (filter["action"] is not null)
            {
                filter["action"] = "BLOCK";
            }
            if (filter["enabled"] is not null)
            {
                filter["enabled"] = true;
            }
        }
        policy["filters"] = filters;
        state["contextualGroundingPolicy"] = policy;
        return state;
    }

    private static JsonObject Written(JsonObject wanted)
    {
        var input = wanted.Pick("name", "description", "blockedInputMessaging", "blockedOutputsMessaging");
        foreach (var (read, written, parts) in s_policies)
        {
            if (wanted[read] is JsonObject policy)
            {
                input[written] = new JsonObject(policy.Select(part => KeyValuePair.Create(parts.Contains(part.Key) ? part.Key + "Config" : part.Key, part.Value?.DeepClone())));
            }
        }
        if (wanted["kmsKeyArn"] is { } key)
        {
            input["kmsKeyId"] = key.DeepClone();
        }
        if (wanted["crossRegionDetails"].Text("guardrailProfileArn") is { Length: > 0 } profile)
        {
            input["crossRegionConfig"] = new JsonObject { ["guardrailProfileIdentifier"] = profile };
        }
        return input;
    }
}
