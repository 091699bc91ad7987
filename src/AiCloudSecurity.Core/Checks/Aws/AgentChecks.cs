using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on Bedrock agents: the working draft and the versions that applications reach by an alias.</summary>
internal static class AgentChecks
{
    private const int HourInSeconds = 3600;

    [Check("AWS-DATA-017", Severity.Medium, "Agent is encrypted with a customer-managed key",
        Risk = "Instructions and conversations lie under a key that no policy of yours governs.",
        Advice = "Set a customer-managed key on the agent and prepare it.",
        Tip = Tip.CustomerKey, Remedy = Remedy.MayBreak, Owasp = "LLM07", Atlas = "AML.T0056",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/data-encryption.html")]
    [Command("aws bedrock-agent get-agent --agent-id {agentId} --region {Region} && aws bedrock-agent update-agent --agent-id {agentId} --agent-name {Name} --foundation-model {foundationModel} --agent-resource-role-arn {agentResourceRoleArn} --instruction file://instruction.txt --customer-encryption-key-arn KMS_KEY_ARN --region {Region} && aws bedrock-agent prepare-agent --agent-id {agentId} --region {Region}")]
    [Passes("""{ "customerEncryptionKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""")]
    [Fails("""{ "customerEncryptionKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    public static Verdict AgentKey(Agent agent, Inventory<KmsKey> keys) =>
        CustomerKey.Judge("The agent", agent.CustomerEncryptionKeyArn, keys);

    [Check("AWS-DATA-030", Severity.High, "Agent works behind a guardrail of a fixed version",
        Risk = "Injected instructions reach the agent's tools, and whatever it finds comes out unfiltered.",
        Advice = "Set a numbered guardrail version on the agent, prepare it and move its aliases to the new version.",
        Tip = Tip.PiiRedaction | Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM01, LLM06", Atlas = "AML.T0051",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/agents-guardrail.html")]
    [Command("aws bedrock-agent get-agent --agent-id {agentId} --region {Region} && aws bedrock-agent update-agent --agent-id {agentId} --agent-name {Name} --foundation-model {foundationModel} --agent-resource-role-arn {agentResourceRoleArn} --instruction file://instruction.txt --guardrail-configuration 'guardrailIdentifier=GUARDRAIL_ID,guardrailVersion=GUARDRAIL_VERSION' --region {Region} && aws bedrock-agent prepare-agent --agent-id {agentId} --region {Region}")]
    [Passes("""{ "agentId": "A1", "guardrailConfiguration": { "guardrailIdentifier": "g1", "guardrailVersion": "2" } }""")]
    [Passes("""{ "@Id": "a1", "guardrailConfiguration": { "guardrailIdentifier": "g1", "guardrailVersion": "2" } }""",
        """AgentAlias { "@Parent": "a1", "agentAliasId": "T", "routingConfiguration": [ { "agentVersion": "DRAFT" } ] }""",
        """AgentAlias { "@Parent": "a1", "agentAliasId": "L", "routingConfiguration": [ { "agentVersion": "1" } ] }""",
        """AgentVersion { "@Parent": "a1", "version": "1", "guardrailConfiguration": { "guardrailIdentifier": "g1", "guardrailVersion": "1" } }""")]
    [Fails("""{ }""")]
    [Fails("""{ "guardrailConfiguration": { "guardrailVersion": "2" } }""")]
    [Fails("""{ "guardrailConfiguration": { "guardrailIdentifier": "g1" } }""")]
    [Fails("""{ "guardrailConfiguration": { "guardrailIdentifier": "g1", "guardrailVersion": "DRAFT" } }""", Because = "Whoever edits the guardrail changes the agent at once.")]
    [Fails("""{ "@Id": "a1", "guardrailConfiguration": { "guardrailIdentifier": "g1", "guardrailVersion": "2" } }""",
        """AgentAlias { "@Parent": "a1", "agentAliasId": "L", "agentAliasName": "live", "routingConfiguration": [ { "agentVersion": "1" } ] }""",
        """AgentVersion { "@Parent": "a1", "version": "1" }""",
        Because = "Applications reach the version, which was frozen before the draft had a guardrail.")]
    [CannotSay("""{ "@Id": "a1", "guardrailConfiguration": { "guardrailIdentifier": "g1", "guardrailVersion": "2" } }""",
        """AgentAlias { "@Parent": "a1", "agentAliasId": "L", "routingConfiguration": [ { "agentVersion": "7" } ] }""")]
    [Fails("""{ "guardrailConfiguration": { "guardrailIdentifier": "", "guardrailVersion": "1" } }""")]
    [Fails("""{ "guardrailConfiguration": { "guardrailIdentifier": "g1", "guardrailVersion": "" } }""")]
    public static Verdict HasGuardrail(Agent agent, Inventory<AgentAlias> aliases, Inventory<AgentVersion> versions)
    {
        if (Flaw(agent.GuardrailConfiguration) is { } flaw)
        {
            return Fail($"Its working draft {flaw}.");
        }
        foreach (var (alias, number) in Routes(agent, aliases))
        {
            if (versions.Of(agent).FirstOrDefault(version => version.Version == number) is not { } version)
            {
                return Unknown($"Alias {alias.Identity.Name} leads to version {number}, which is not among its versions.");
            }
            if (Flaw(version.GuardrailConfiguration) is { } frozen)
            {
                return Fail($"Alias {alias.Identity.Name} leads to version {number}, which {frozen}.");
            }
        }
        return Pass($"It works behind guardrail {agent.GuardrailConfiguration!.GuardrailIdentifier}, version {agent.GuardrailConfiguration.GuardrailVersion}.");

        static string? Flaw(GuardrailUse? use) => use switch
        {
            null or { GuardrailIdentifier: null or "" } => "has no guardrail",
            { GuardrailVersion: null or "" } => $"names no version of guardrail {use.GuardrailIdentifier}",
            { GuardrailVersion: "DRAFT" } => $"uses the draft of guardrail {use.GuardrailIdentifier}",
            _ => null,
        };
    }

    [Check("AWS-IAM-027", Severity.Medium, "Agent has an execution role of its own",
        Risk = "An agent that is tricked can do whatever the other agents need to do.",
        Advice = "Give each agent a role with only what its own tools need.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permission.html")]
    [Command("aws bedrock-agent get-agent --agent-id {agentId} --region {Region} && aws bedrock-agent update-agent --agent-id {agentId} --agent-name {Name} --foundation-model {foundationModel} --agent-resource-role-arn NEW_ROLE_ARN --instruction file://instruction.txt --region {Region} && aws bedrock-agent prepare-agent --agent-id {agentId} --region {Region}")]
    [Passes("""{ "agentId": "A1", "agentResourceRoleArn": "r1" }""", """Agent { "agentId": "A2", "agentResourceRoleArn": "r2" }""")]
    [Passes("""{ "@Id": "a1", "agentResourceRoleArn": "r1" }""",
        """AgentAlias { "@Parent": "a1", "agentAliasId": "L", "routingConfiguration": [ { "agentVersion": "1" } ] }""",
        """AgentVersion { "@Parent": "a1", "version": "1", "agentResourceRoleArn": "r1" }""",
        Because = "A version of its own is no other agent.")]
    [Passes("""{ "@Id": "a1", "agentResourceRoleArn": "r1" }""", """Agent { "@Id": "a2", "agentName": "payroll", "agentResourceRoleArn": "r2" }""",
        """AgentVersion { "@Parent": "a2", "version": "1", "agentResourceRoleArn": "r1" }""",
        Because = "Nobody reaches a version that no alias leads to.")]
    [Fails("""{ "@Id": "a1", "agentResourceRoleArn": "r1" }""", """Agent { "@Id": "a2", "agentName": "payroll", "agentResourceRoleArn": "r1" }""")]
    [Fails("""{ "@Id": "a1", "agentResourceRoleArn": "r1" }""", """Agent { "@Id": "a2", "agentName": "payroll", "agentResourceRoleArn": "r2" }""",
        """AgentAlias { "@Parent": "a2", "agentAliasId": "L", "routingConfiguration": [ { "agentVersion": "1" } ] }""",
        """AgentVersion { "@Parent": "a2", "version": "1", "agentResourceRoleArn": "r1" }""")]
    [Fails("""{ "@Id": "a1", "agentResourceRoleArn": "r1" }""", """Agent { "@Id": "a2", "agentName": "payroll", "agentResourceRoleArn": "r2" }""",
        """AgentAlias { "@Parent": "a1", "agentAliasId": "L", "routingConfiguration": [ { "agentVersion": "1" } ] }""",
        """AgentVersion { "@Parent": "a1", "version": "1", "agentResourceRoleArn": "r2" }""")]
    [CannotSay("""{ }""")]
    public static Verdict OwnRole(Agent agent, AgentRoles roles)
    {
        if (agent.AgentResourceRoleArn is not { Length: > 0 } own)
        {
            return Unknown("Bedrock does not say which role it works as.");
        }
        return (roles.SharedDraft(agent) ?? roles.Shared(agent)) is var (role, other)
            ? Fail($"It shares the role {role} with {other.Identity.Name}.")
            : Pass($"It alone works as {own}.");
    }

    [Check("AWS-IAM-029", Severity.Medium, "Agent runs no code and no computer of its own accord",
        Risk = "Whoever tricks the agent runs code, commands or clicks with its permissions.",
        Advice = "Disable the action groups that run code or a computer, and prepare the agent.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06, LLM05", Atlas = "AML.T0053, AML.T0050",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/agents-code-interpretation.html")]
    [Command("aws bedrock-agent list-agent-action-groups --agent-id {agentId} --agent-version DRAFT --region {Region} && aws bedrock-agent update-agent-action-group --agent-id {agentId} --agent-version DRAFT --action-group-id ACTION_GROUP_ID --action-group-name ACTION_GROUP_NAME --parent-action-group-signature AMAZON.CodeInterpreter --action-group-state DISABLED --region {Region} && aws bedrock-agent prepare-agent --agent-id {agentId} --region {Region}")]
    [Passes("""{ "agentId": "A1" }""")]
    [Passes("""{ "@Id": "a1" }""", """AgentActionGroup { "@Parent": "a1", "parentActionSignature": "AMAZON.UserInput", "actionGroupState": "ENABLED" }""")]
    [Passes("""{ "@Id": "a1" }""", """AgentActionGroup { "@Parent": "a1", "parentActionSignature": "AMAZON.CodeInterpreter", "actionGroupState": "DISABLED" }""")]
    [Passes("""{ "@Id": "a1" }""", """AgentActionGroup { "@Parent": "a1", "actionGroupState": "ENABLED" }""", Because = "An action of the customer's own has no signature.")]
    [Fails("""{ "@Id": "a1" }""", """AgentActionGroup { "@Parent": "a1", "parentActionSignature": "AMAZON.CodeInterpreter", "actionGroupState": "ENABLED" }""")]
    [Fails("""{ "@Id": "a1" }""", """AgentActionGroup { "@Parent": "a1", "parentActionSignature": "ANTHROPIC.Bash", "actionGroupState": "ENABLED" }""")]
    [Fails("""{ "@Id": "a1" }""", """AgentActionGroup { "@Parent": "a1", "parentActionSignature": "ANTHROPIC.Computer", "actionGroupState": "ENABLED" }""")]
    [Fails("""{ "@Id": "a1" }""", """AgentActionGroup { "@Parent": "a1", "parentActionSignature": "ANTHROPIC.TextEditor", "actionGroupState": "ENABLED" }""")]
    [Fails("""{ "@Id": "a1" }""", """AgentActionGroup { "@Parent": "a1", "parentActionSignature": "AMAZON.CodeInterpreter" }""")]
    public static Verdict NoCode(Agent agent, Inventory<AgentActionGroup> groups) =>
        groups.Of(agent).FirstOrDefault(group => group is
        {
            ParentActionSignature: "AMAZON.CodeInterpreter" or "ANTHROPIC.Bash" or "ANTHROPIC.Computer" or "ANTHROPIC.TextEditor",
            ActionGroupState: not "DISABLED",
        }) is { } group
            ? Fail($"Its action group {group.Identity.Name} gives it {group.ParentActionSignature}.")
            : Pass("No action group of its working draft runs code or a computer.");

    [Check("AWS-IAM-030", Severity.Low, "Agent forgets a conversation within an hour of its last word",
        Risk = "Whoever gets hold of a session carries on with what the user told the agent.",
        Advice = "Set the idle session time of the agent to an hour or less.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0080")]
    [Command("aws bedrock-agent get-agent --agent-id {agentId} --region {Region} && aws bedrock-agent update-agent --agent-id {agentId} --agent-name {Name} --foundation-model {foundationModel} --agent-resource-role-arn {agentResourceRoleArn} --instruction file://instruction.txt --idle-session-ttl-in-seconds 3600 --region {Region} && aws bedrock-agent prepare-agent --agent-id {agentId} --region {Region}")]
    [Passes("""{ "idleSessionTTLInSeconds": 600 }""")]
    [Passes("""{ "idleSessionTTLInSeconds": 3600 }""")]
    [Fails("""{ "idleSessionTTLInSeconds": 3601 }""")]
    [CannotSay("""{ }""")]
    public static Verdict SessionTime(Agent agent) => agent.IdleSessionTTLInSeconds switch
    {
        null => Unknown("Bedrock does not say how long it keeps a conversation."),
        <= HourInSeconds and var seconds => Pass($"A conversation is kept for {seconds} seconds."),
        var seconds => Fail($"A conversation is kept for {seconds} seconds."),
    };

    // The versions that applications reach; the test alias leads to the draft.
    private static IEnumerable<(AgentAlias Alias, string Version)> Routes(Agent agent, Inventory<AgentAlias> aliases) =>
        from alias in aliases.Of(agent)
        from route in alias.RoutingConfiguration ?? []
        where route.AgentVersion is not (null or "DRAFT")
        select (alias, route.AgentVersion);

    /// <summary>Which agents work as which role.</summary>
    internal sealed class AgentRoles(Inventory<Agent> agents, Inventory<AgentAlias> aliases, Inventory<AgentVersion> versions)
    {
        private readonly Lazy<ILookup<string, Agent>> _drafts = new(() =>
            agents.All.Where(agent => agent.AgentResourceRoleArn is not null).ToLookup(agent => agent.AgentResourceRoleArn!, StringComparer.Ordinal));

        private readonly Lazy<ILookup<string, Agent>> _all = new(() =>
            (from agent in agents.All from role in Of(agent, aliases, versions) select (agent, role)).ToLookup(use => use.role, use => use.agent, StringComparer.Ordinal));

        /// <summary>Another agent whose working draft has the same role.</summary>
        public (string Role, Agent Other)? SharedDraft(Agent agent) => Shared(agent, [agent.AgentResourceRoleArn!], _drafts.Value);

        /// <summary>Another agent with the same role, in drafts or in versions that aliases lead to.</summary>
        public (string Role, Agent Other)? Shared(Agent agent) => Shared(agent, Of(agent, aliases, versions), _all.Value);

        private static (string, Agent)? Shared(Agent agent, IEnumerable<string> roles, ILookup<string, Agent> byRole) =>
            (from role in roles
             from other in byRole[role]
             where other.Identity.Id != agent.Identity.Id
             select ((string, Agent)?)(role, other)).FirstOrDefault();

        private static IEnumerable<string> Of(Agent agent, Inventory<AgentAlias> aliases, Inventory<AgentVersion> versions)
        {
            var reached = Routes(agent, aliases).Select(route => route.Version).ToHashSet(StringComparer.Ordinal);
            return versions.Of(agent).Where(version => version.Version is { } number && reached.Contains(number))
                .Select(version => version.AgentResourceRoleArn).Prepend(agent.AgentResourceRoleArn).OfType<string>().Distinct(StringComparer.Ordinal);
        }
    }
}
