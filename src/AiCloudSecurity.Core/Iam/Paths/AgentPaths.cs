using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>Finds who can decide what agents do: by the code of their functions, or by giving them other tools.</summary>
internal sealed class AgentPaths(Inventory<Agent> agents, Inventory<AgentActionGroup> groups, Inventory<LambdaFunction> functions, Inventory<LambdaPolicy> policies, Scope scope)
{
    private List<(Agent Agent, string Function, PolicyDocument? Own)>? _functions;

    /// <summary>The worst path of a principal; null where there is none.</summary>
    /// <exception cref="UnseenException">None was found, and one may lead through an agent that could not be seen.</exception>
    public EscalationPath? Of(PrincipalAccess access) => ByFunction(access) ?? ByTool(access);

    private EscalationPath? ByFunction(PrincipalAccess access)
    {
        if (!access.May("bedrock:InvokeAgent").Exists)
        {
            return null;
        }
        foreach (var (agent, function, policy) in _functions ??= [.. Functions()])
        {
            var (own, ask) = (access.May("lambda:UpdateFunctionCode", function, policy), access.May("bedrock:InvokeAgent", $"arn:{scope.Partition}:bedrock:{agent.Identity.Region}:{scope.Id}:agent-alias/{Last(agent.Identity.Id)}/*"));
            if (own.Exists && ask.Exists)
            {
                IReadOnlyList<string> keys = [.. own.Keys.Concat(ask.Keys).Distinct(StringComparer.OrdinalIgnoreCase)];
                return new(access.Principal.Name, $"It can put its own code into the function {Last(function)} (lambda:UpdateFunctionCode), which the agent {agent.Identity.Name} runs, have the agent call it (bedrock:InvokeAgent) and work as the function's role.",
                    keys.Count > 0 ? Severity.Medium : Severity.High, ["lambda:UpdateFunctionCode", "bedrock:InvokeAgent"], null, "HackTricks aws-bedrock-privesc", keys);
            }
        }
        return null;
    }

    private EscalationPath? ByTool(PrincipalAccess access)
    {
        if (Steps.Of(access, "bedrock:UpdateAgentActionGroup|bedrock:CreateAgentActionGroup", "bedrock:PrepareAgent") is not { } steps)
        {
            return null;
        }
        foreach (var agent in agents.All)
        {
            var rights = steps.Actions.Select(action => access.May(action, agent.Identity.Id)).ToList();
            if (rights.TrueForAll(right => right.IsFree))
            {
                return new(access.Principal.Name, $"It can give the agent {agent.Identity.Name} other tools ({string.Join(", ", steps.Actions)}), which then see what users tell the agent and decide what it does for them.",
                    Severity.Medium, steps.Actions, agent.AgentResourceRoleArn, "", []);
            }
        }
        return null;
    }

    // Of a function that another account has, its policy is that account's to read.
    private IEnumerable<(Agent, string, PolicyDocument?)> Functions() =>
        from agent in agents.All
        from functionArn in groups.Of(agent).Select(member => member.ActionGroupExecutor?.Lambda).OfType<string>().Distinct(StringComparer.Ordinal)
        select (agent, functionArn, functions.Find(functionArn) is { } function ? policies.One(function)?.Policy : null);

    private static string Last(string arn) => arn[(arn.LastIndexOfAny(['/', ':']) + 1)..];
}
