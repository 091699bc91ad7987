using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on the models that accounts serve, and on the content policies that these use.</summary>
internal static class DeploymentChecks
{
    private const string Default = "Microsoft.Default";
    private const string NewDefault = "Microsoft.DefaultV2";
    private const string Stricter = "What is found harmful is refused, be it rightly or not, wherever the policy is used.";
    // Thousands of tokens a minute: more than a team uses, enough for a large bill by tomorrow.
    private const int MuchCapacity = 1000;
    private static readonly string[] s_harms = ["Hate", "Sexual", "Violence", "Selfharm"];
    private static readonly string[] s_attacks = ["Jailbreak", "Indirect Attack"];
    private static readonly string[] s_sources = ["Prompt", "Completion"];

    [Check("AZ-MON-013", Severity.High, "Deployment has a content filter that blocks",
        Risk = "The model answers what it should refuse, and hands out what nobody may see.",
        Advice = "Give the deployment a content policy that blocks all four harms at medium severity or lower.",
        Tip = Tip.TheftSignature, Remedy = Remedy.MayBreak, Owasp = "LLM01, LLM05", Atlas = "AML.T0051, AML.T0054",
        Link = "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter")]
    [Command("""az rest --method put --url '{ParentId}/raiPolicies/NEW_POLICY_NAME?api-version=2025-12-01' --body '{"properties":{"basePolicyName":"Microsoft.DefaultV2","mode":"Blocking","contentFilters":[{"name":"Hate","enabled":true,"blocking":true,"severityThreshold":"Medium","source":"Prompt"},{"name":"Hate","enabled":true,"blocking":true,"severityThreshold":"Medium","source":"Completion"},{"name":"Sexual","enabled":true,"blocking":true,"severityThreshold":"Medium","source":"Prompt"},{"name":"Sexual","enabled":true,"blocking":true,"severityThreshold":"Medium","source":"Completion"},{"name":"Selfharm","enabled":true,"blocking":true,"severityThreshold":"Medium","source":"Prompt"},{"name":"Selfharm","enabled":true,"blocking":true,"severityThreshold":"Medium","source":"Completion"},{"name":"Violence","enabled":true,"blocking":true,"severityThreshold":"Medium","source":"Prompt"},{"name":"Violence","enabled":true,"blocking":true,"severityThreshold":"Medium","source":"Completion"}]}}' && az rest --method patch --url '{Id}?api-version=2025-12-01' --body '{"properties":{"raiPolicyName":"NEW_POLICY_NAME"}}'""")]
    [Passes("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "contentFilters": [ { "name": "Hate", "source": "Prompt", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Hate", "source": "Completion", "enabled": true, "blocking": true, "severityThreshold": "Low" }, { "name": "Sexual", "source": "Prompt", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "sexual", "source": "completion", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Violence", "source": "Prompt", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Violence", "source": "Completion", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Selfharm", "source": "Prompt", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Selfharm", "source": "Completion", "enabled": true, "blocking": true, "severityThreshold": "Medium" } ] } }""")]
    [Fails("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "contentFilters": [ { "name": "Hate", "source": "Prompt", "enabled": true, "blocking": false, "severityThreshold": "Medium" }, { "name": "Hate", "source": "Completion", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Sexual", "source": "Prompt", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Sexual", "source": "Completion", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Violence", "source": "Prompt", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Violence", "source": "Completion", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Selfharm", "source": "Prompt", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Selfharm", "source": "Completion", "enabled": true, "blocking": true, "severityThreshold": "Medium" } ] } }""",
        Because = "One filter only looks on.")]
    [Fails("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "contentFilters": [ { "name": "Hate", "source": "Prompt", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Hate", "source": "Completion", "enabled": false, "blocking": true, "severityThreshold": "Medium" }, { "name": "Sexual", "source": "Prompt", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Sexual", "source": "Completion", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Violence", "source": "Prompt", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Violence", "source": "Completion", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Selfharm", "source": "Prompt", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Selfharm", "source": "Completion", "enabled": true, "blocking": true, "severityThreshold": "Medium" } ] } }""",
        Because = "One filter is off.")]
    [Fails("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "contentFilters": [ { "name": "Hate", "source": "Prompt", "enabled": true, "blocking": true, "severityThreshold": "High" }, { "name": "Hate", "source": "Completion", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Sexual", "source": "Prompt", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Sexual", "source": "Completion", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Violence", "source": "Prompt", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Violence", "source": "Completion", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Selfharm", "source": "Prompt", "enabled": true, "blocking": true, "severityThreshold": "Medium" }, { "name": "Selfharm", "source": "Completion", "enabled": true, "blocking": true, "severityThreshold": "Medium" } ] } }""",
        Because = "High lets medium through.")]
    [Fails("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "contentFilters": [] } }""")]
    [Fails("""{ "properties": { } }""", """RaiPolicy { "name": "Microsoft.Default", "properties": { } }""", Because = "No policy means the service's default.")]
    [CannotSay("""{ "properties": { "raiPolicyName": "gone" } }""")]
    public static Verdict BlocksHarm(AccountDeployment deployment, Inventory<RaiPolicy> policies)
    {
        if (PolicyOf(deployment, policies, out var name) is not { } policy)
        {
            return Unknown($"The account has no policy {name}.");
        }
        var gaps = (from harm in s_harms
                    from source in s_sources
                    where !Filters(policy).Any(filter => filter.Name.Is(harm) && filter.Source.Is(source) && IsBlocking(filter) && !filter.SeverityThreshold.Is("High"))
                    select $"{harm} in a {source.ToLowerInvariant()}").ToList();
        return gaps.Count == 0 ? Pass($"The policy {name} blocks all four harms.") : Fail($"The policy {name} does not block {string.Join(", ", gaps)}{(deployment.Properties?.RaiPolicyName is null ? " (it is assumed: the deployment names none)" : "")}.");
    }

    [Repair("AZ-MON-013", "azure/cognitive/ContentPolicy", "azure/cognitive/Deployment")]
    internal static IEnumerable<Wish> BlockHarm(AccountDeployment deployment, Inventory<RaiPolicy> policies) =>
        OwnPolicyOf(deployment, policies) is { } own
            ? [CognitiveSettings.ContentPolicy.Wish(own, own.Identity.Id, policy => CognitiveSettings.Blocking(policy ?? [], s_harms.SelectMany(harm => s_sources.Select(source => (harm, source))), "Medium"), Stricter)]
            // The service's own policies cannot be changed, and the newest of them blocks all four.
            : policies.Beside(deployment).Any(policy => policy.Identity.Name.Is(NewDefault))
                ? [CognitiveSettings.Deployment.Wish(deployment, new() { ["properties.raiPolicyName"] = NewDefault }, Stricter)]
                : [];

    [Check("AZ-MON-014", Severity.High, "Deployment blocks jailbreaks and attacks hidden in documents",
        Risk = "A prompt, or a document that the model reads, talks it into giving away data or using its tools.",
        Advice = "Give the deployment a content policy that blocks Jailbreak and Indirect Attack in prompts.",
        Tip = Tip.TheftSignature, Remedy = Remedy.MayBreak, Owasp = "LLM01", Atlas = "AML.T0051, AML.T0054",
        Link = "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter-prompt-shields")]
    [Command("""az rest --method put --url '{ParentId}/raiPolicies/NEW_POLICY_NAME?api-version=2025-12-01' --body '{"properties":{"basePolicyName":"Microsoft.DefaultV2","mode":"Blocking","contentFilters":[{"name":"Jailbreak","enabled":true,"blocking":true,"source":"Prompt"},{"name":"Indirect Attack","enabled":true,"blocking":true,"source":"Prompt"}]}}' && az rest --method patch --url '{Id}?api-version=2025-12-01' --body '{"properties":{"raiPolicyName":"NEW_POLICY_NAME"}}'""")]
    [Passes("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "OWN", "properties": { "contentFilters": [ { "name": "Jailbreak", "source": "Prompt", "enabled": true, "blocking": true }, { "name": "Indirect Attack", "source": "Prompt", "enabled": true, "blocking": true } ] } }""")]
    [Fails("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "contentFilters": [ { "name": "Jailbreak", "source": "Prompt", "enabled": true, "blocking": false }, { "name": "Indirect Attack", "source": "Prompt", "enabled": true, "blocking": true } ] } }""")]
    [Fails("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "contentFilters": [ { "name": "Jailbreak", "source": "Prompt", "enabled": true, "blocking": true }, { "name": "Indirect Attack", "source": "Prompt", "enabled": false, "blocking": true } ] } }""")]
    [Fails("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "contentFilters": [ { "name": "Jailbreak", "source": "Completion", "enabled": true, "blocking": true }, { "name": "Indirect Attack", "source": "Prompt", "enabled": true, "blocking": true } ] } }""")]
    [Fails("""{ "properties": { "raiPolicyName": "Microsoft.DefaultV2" } }""", """RaiPolicy { "name": "Microsoft.DefaultV2", "properties": { "contentFilters": [ { "name": "Jailbreak", "source": "Prompt", "enabled": true, "blocking": true } ] } }""",
        Because = "The service's own policy has no shield against attacks in documents.")]
    [CannotSay("""{ "properties": { } }""")]
    public static Verdict BlocksAttacks(AccountDeployment deployment, Inventory<RaiPolicy> policies)
    {
        if (PolicyOf(deployment, policies, out var name) is not { } policy)
        {
            return Unknown($"The account has no policy {name}.");
        }
        var gaps = s_attacks.Where(attack => !Filters(policy).Any(filter => filter.Name.Is(attack) && filter.Source.Is("Prompt") && IsBlocking(filter))).ToList();
        return gaps.Count == 0 ? Pass($"The policy {name} blocks both.") : Fail($"The policy {name} does not block {string.Join(" and ", gaps)}.");
    }

    [Repair("AZ-MON-014", "azure/cognitive/ContentPolicy")]
    internal static IEnumerable<Wish> BlockAttacks(AccountDeployment deployment, Inventory<RaiPolicy> policies) =>
        OwnPolicyOf(deployment, policies) is { } own
            ? [CognitiveSettings.ContentPolicy.Wish(own, own.Identity.Id, policy => CognitiveSettings.Blocking(policy ?? [], s_attacks.Select(attack => (attack, "Prompt")), null), Stricter)]
            : [];

    [Check("AZ-MON-015", Severity.Medium, "Deployment filters an answer before it is sent",
        Risk = "What the filter finds has been read already.",
        Advice = "Set the content policy's mode to Blocking.",
        Tip = Tip.TheftSignature, Remedy = Remedy.MayBreak, Owasp = "LLM05", Atlas = "AML.T0054",
        Link = "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-streaming")]
    [Passes("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "mode": "Blocking" } }""")]
    [Passes("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "mode": "Default" } }""")]
    [Fails("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "mode": "Asynchronous_filter" } }""")]
    [Fails("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "mode": "deferred" } }""")]
    [CannotSay("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { } }""")]
    [CannotSay("""{ "properties": { "raiPolicyName": "gone" } }""")]
    public static Verdict FiltersFirst(AccountDeployment deployment, Inventory<RaiPolicy> policies) =>
        PolicyOf(deployment, policies, out var name) is not { } policy ? Unknown($"The account has no policy {name}.")
        : policy.Properties?.Mode.Is("Asynchronous_filter", "Deferred") is true ? Fail($"The policy {name} filters after the answer was sent ({policy.Properties.Mode}).")
        : policy.Properties?.Mode.Is("Blocking", "Default") is true ? Pass($"The policy {name} filters before an answer is sent.")
        : Unknown($"The policy {name} does not say when it filters.");

    [Repair("AZ-MON-015", "azure/cognitive/ContentPolicy")]
    internal static IEnumerable<Wish> FilterFirst(AccountDeployment deployment, Inventory<RaiPolicy> policies) =>
        OwnPolicyOf(deployment, policies) is { } own ? [CognitiveSettings.ContentPolicy.Wish(own, new() { ["properties.mode"] = "Blocking" }, "Answers come later: each is looked at before it is sent.")] : [];

    [Check("AZ-DATA-012", Severity.Low, "Deployment blocks words and personal data of a list",
        Risk = "Names, numbers and words that must not go out do.",
        Advice = "Add a blocklist or a filter for personal data to the content policy of the deployment.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0057",
        Link = "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/use-blocklists")]
    [Command("""az rest --method put --url '{ParentId}/raiBlocklists/NEW_BLOCKLIST?api-version=2025-12-01' --body '{"properties":{"description":"What must not go out"}}' && az rest --method put --url '{ParentId}/raiPolicies/{properties.raiPolicyName}?api-version=2025-12-01' --body '{"properties":{"basePolicyName":"Microsoft.DefaultV2","mode":"Blocking","customBlocklists":[{"blocklistName":"NEW_BLOCKLIST","blocking":true,"source":"Prompt"},{"blocklistName":"NEW_BLOCKLIST","blocking":true,"source":"Completion"}]}}'""")]
    [Passes("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "customBlocklists": [ { "blocklistName": "names", "blocking": true } ] } }""")]
    [Passes("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "contentFilters": [ { "name": "PersonallyIdentifiableInformation", "source": "Completion", "enabled": true, "blocking": true } ] } }""")]
    [Fails("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "customBlocklists": [ { "blocklistName": "names", "blocking": false } ] } }""")]
    [Fails("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "contentFilters": [ { "name": "PII", "source": "Completion", "enabled": false, "blocking": true } ] } }""")]
    [Fails("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "contentFilters": [ { "name": "Hate", "source": "Completion", "enabled": true, "blocking": true } ] } }""")]
    [CannotSay("""{ "properties": { "raiPolicyName": "gone" } }""")]
    [Passes("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "customBlocklists": [ { "blocklistName": "seen", "blocking": false }, { "blocklistName": "names", "blocking": true } ] } }""")]
    [Passes("""{ "properties": { "raiPolicyName": "own" } }""", """RaiPolicy { "name": "own", "properties": { "contentFilters": [ { "name": "PII", "source": "Completion", "enabled": true, "blocking": true } ] } }""")]
    public static Verdict BlocksPersonalData(AccountDeployment deployment, Inventory<RaiPolicy> policies) =>
        PolicyOf(deployment, policies, out var name) is not { } policy ? Unknown($"The account has no policy {name}.")
        : policy.Properties?.CustomBlocklists?.Any(list => list.Blocking is true) is true ? Pass($"The policy {name} blocks the words of a list.")
        : Filters(policy).Any(filter => IsBlocking(filter) && (filter.Name.Is("PII") || filter.Name?.Contains("Personal", StringComparison.OrdinalIgnoreCase) is true)) ? Pass($"The policy {name} blocks personal data.")
        : Fail($"The policy {name} blocks neither the words of a list nor personal data.");

    [Check("AZ-NET-035", Severity.Medium, "Deployment has a capacity that bounds the bill",
        Risk = "A stolen key or a loop spends a month's budget in an hour.",
        Advice = "Lower the deployment's capacity to what its peak needs.",
        Tip = Tip.InferenceGateway | Tip.Budget, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0034, AML.T0029",
        Link = "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/quota")]
    [Command("""az rest --method patch --url '{Id}?api-version=2025-12-01' --body '{"sku":{"name":"{sku.name}","capacity":10}}'""")]
    [Passes("""{ "sku": { "name": "Standard", "capacity": 50 } }""")]
    [Passes("""{ "sku": { "name": "GlobalStandard", "capacity": 1000 } }""")]
    [Fails("""{ "sku": { "name": "GlobalStandard", "capacity": 1001 } }""")]
    [Skips("""{ "sku": { "name": "ProvisionedManaged", "capacity": 2000 } }""", Because = "Provisioned units are paid for, used or not.")]
    [CannotSay("""{ "sku": { "name": "Standard" } }""")]
    public static Verdict BoundedCapacity(AccountDeployment deployment) =>
        deployment.Sku?.Name?.Contains("Provisioned", StringComparison.OrdinalIgnoreCase) is true ? NotApplicable("Provisioned units cost the same, used or not.")
        : deployment.Sku?.Capacity is not { } capacity ? Unknown("The deployment does not say its capacity.")
        : capacity > MuchCapacity ? Fail($"The capacity is {capacity} thousand tokens a minute, more than {MuchCapacity}.")
        : Pass($"The capacity is {capacity} thousand tokens a minute.");

    [Check("AZ-NET-036", Severity.Low, "Deployment costs no more than its capacity says",
        Risk = "Quota that grows by itself, spillover and priority service make the bill larger than anybody planned.",
        Advice = "Switch dynamic quota, spillover and priority service off where nobody has agreed to their cost.",
        Tip = Tip.Budget, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0034",
        Link = "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/dynamic-quota")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-12-01' && az rest --method put --url '{Id}?api-version=2025-12-01' --body '{"sku":{"name":"{sku.name}","capacity":10},"properties":{"model":{"format":"{properties.model.format}","name":"{properties.model.name}","version":"{properties.model.version}"},"serviceTier":"Default"}}'""")]
    [Passes("""{ "properties": { "dynamicThrottlingEnabled": false } }""")]
    [Passes("""{ "properties": { "serviceTier": "Default" } }""")]
    [Fails("""{ "properties": { "dynamicThrottlingEnabled": true } }""")]
    [Fails("""{ "properties": { "spilloverDeploymentName": "other" } }""")]
    [Fails("""{ "properties": { "serviceTier": "priority" } }""")]
    public static Verdict NoMultiplier(AccountDeployment deployment)
    {
        List<string> multipliers = [];
        if (deployment.Properties?.DynamicThrottlingEnabled is true)
        {
            multipliers.Add("dynamic quota is on");
        }
        if (deployment.Properties?.SpilloverDeploymentName is { Length: > 0 } other)
        {
            multipliers.Add($"what is too much spills over to {other}");
        }
        if (deployment.Properties?.ServiceTier.Is("Priority") is true)
        {
            multipliers.Add("service is by priority");
        }
        return multipliers.Count == 0 ? Pass("Nothing multiplies the cost.") : Fail($"Something multiplies the cost: {string.Join("; ", multipliers)}.");
    }

    [Repair("AZ-NET-036", "azure/cognitive/Deployment")]
    internal static IEnumerable<Wish> NoMore(AccountDeployment deployment)
    {
        // Dynamic quota is Azure's to say: it can only be read.
        if (deployment.Properties is { DynamicThrottlingEnabled: not true } set)
        {
            JsonObject members = [];
            if (set.SpilloverDeploymentName is { Length: > 0 })
            {
                members["properties.spilloverDeploymentName"] = null;
            }
            if (set.ServiceTier.Is("Priority"))
            {
                members["properties.serviceTier"] = "Default";
            }
            yield return CognitiveSettings.Deployment.Wish(deployment, members, "Calls above the deployment's capacity are refused, and answers may come later.");
        }
    }

    [Check("AZ-DATA-013", Severity.Medium, "Deployment keeps data in the region or data zone",
        Risk = "Prompts are processed in whatever country has room.",
        Advice = "Deploy the model anew as Standard or DataZoneStandard where data must stay.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0057",
        Link = "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/deployment-types")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-12-01' && az rest --method put --url '{ParentId}/deployments/NEW_NAME?api-version=2025-12-01' --body '{"sku":{"name":"DataZoneStandard","capacity":10},"properties":{"model":{"format":"{properties.model.format}","name":"{properties.model.name}","version":"{properties.model.version}"}}}'""")]
    [Passes("""{ "sku": { "name": "Standard" } }""")]
    [Passes("""{ "sku": { "name": "DataZoneProvisionedManaged" } }""")]
    [Fails("""{ "sku": { "name": "GlobalStandard" } }""")]
    [Fails("""{ "sku": { "name": "globalBatch" } }""")]
    [CannotSay("""{ "properties": { } }""")]
    public static Verdict StaysInRegion(AccountDeployment deployment) =>
        deployment.Sku?.Name is not { Length: > 0 } type ? Unknown("The deployment does not say its type.")
        : type.StartsWith("Global", StringComparison.OrdinalIgnoreCase) ? Fail($"The deployment is {type}: data are processed anywhere.")
        : Pass($"The deployment is {type}.");

    private static RaiPolicy? PolicyOf(AccountDeployment deployment, Inventory<RaiPolicy> policies, out string name)
    {
        var wanted = name = deployment.Properties?.RaiPolicyName is { Length: > 0 } given ? given : Default;
        return policies.Beside(deployment).FirstOrDefault(policy => policy.Identity.Name.Is(wanted));
    }

    // Those of the service are not the customer's to change.
    private static RaiPolicy? OwnPolicyOf(AccountDeployment deployment, Inventory<RaiPolicy> policies) =>
        PolicyOf(deployment, policies, out var name) is { } policy && !name.StartsWith("Microsoft.", StringComparison.OrdinalIgnoreCase) ? policy : null;

    private static IReadOnlyList<ContentFilter> Filters(RaiPolicy policy) => policy.Properties?.ContentFilters ?? [];

    private static bool IsBlocking(ContentFilter filter) => filter is { Enabled: true, Blocking: true };
}
