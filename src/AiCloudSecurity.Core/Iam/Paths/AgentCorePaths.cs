namespace AiCloudSecurity.Iam;

/// <summary>Finds who can run code in the sessions of AgentCore, where the role's credentials are to be had.</summary>
internal sealed class AgentCorePaths(TakenRoles roles)
{
    private const string Service = "bedrock-agentcore.amazonaws.com";

    /// <summary>The worst path of a principal; null where there is none to a role that gains something.</summary>
    /// <exception cref="UnseenException">None was found, and one may lead to a role that could not be seen.</exception>
    public EscalationPath? Of(PrincipalAccess access) =>
        Path(access, "start a session of a code interpreter and run code there", "pathfinding.cloud bedrock-002", "bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter")
        ?? Path(access, "run commands in the sessions of an agent runtime", "", "bedrock-agentcore:InvokeAgentRuntimeCommand");

    private EscalationPath? Path(PrincipalAccess access, string how, string source, params string[] actions)
    {
        if (Steps.Of(access, actions) is not { } steps)
        {
            return null;
        }
        foreach (var (role, gain) in Gains.Over(access, roles.By(Service), role => role, _ => true, small: true))
        {
            return new(access.Principal.Name, $"It can {how}, with the credentials of the role that works there. {role.Name}, which AgentCore may take, may {gain.May}.",
                steps.Keys.Count > 0 ? gain.Severity.Less() : gain.Severity, actions, role.Arn, source, steps.Keys);
        }
        return null;
    }
}
