using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on the functions that carry out what agents wish.</summary>
internal static class AgentFunctionChecks
{
    private const string Function = "arn:aws:lambda:eu-west-1:111122223333:function:tools";
    private const string Group = $$"""{ "actionGroupName": "tools", "actionGroupExecutor": { "lambda": "{{Function}}" } }""";
    private const string Tools = $$"""LambdaFunction { "FunctionArn": "{{Function}}", "FunctionName": "tools", "Role": "arn:aws:iam::111122223333:role/r" }""";
    private const string Reader = """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:*:111122223333:table/orders" } } }] }""";

    [Check("AWS-IAM-028", Severity.High, "Agent's function holds little and is called by this account's agents only",
        Risk = "Who talks the agent into something, or another account's agent, works with all that the function may do.",
        Advice = "Limit the function's role to what the tool needs and name the agent in the function's policy.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Safe, Owasp = "LLM06", Atlas = "AML.T0053",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html")]
    [Command("aws lambda get-policy --function-name FUNCTION_NAME --region {Region} && aws lambda add-permission --function-name FUNCTION_NAME --statement-id THIS_AGENT --action lambda:InvokeFunction --principal bedrock.amazonaws.com --source-arn arn:{Partition}:bedrock:{Region}:{Scope}:agent/{agentId} --region {Region} && aws lambda remove-permission --function-name FUNCTION_NAME --statement-id OLD_STATEMENT_ID --region {Region}")]
    [Passes(Group, Tools, Reader)]
    [Passes(Group, Tools, Reader, $$"""LambdaPolicy { "@Parent": "{{Function}}", "Policy": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "lambda:InvokeFunction", "Resource": "{{Function}}", "Condition": { "ArnLike": { "aws:SourceArn": "arn:aws:bedrock:eu-west-1:111122223333:agent/A1" } } } } }""")]
    [Passes(Group, Tools, Reader, $$"""LambdaPolicy { "@Parent": "{{Function}}", "Policy": { "Statement": { "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" }, "Action": "lambda:InvokeFunction", "Resource": "{{Function}}" } } }""", Because = "Another service is no agent.")]
    [Passes(Group, Tools, """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "*" } } }] }""")]
    [Fails(Group, Tools, Reader, $$"""LambdaPolicy { "@Parent": "{{Function}}", "Policy": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "lambda:InvokeFunction", "Resource": "{{Function}}" } } }""")]
    [Fails(Group, Tools, Reader, $$"""LambdaPolicy { "@Parent": "{{Function}}", "Policy": { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunction", "Resource": "{{Function}}" } } }""")]
    [Fails(Group, Tools, """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "iam:*", "Resource": "*" } } }] }""")]
    [Fails(Group, Tools, """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "AmazonDynamoDBFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess" }] }""")]
    [CannotSay(Group, Tools, Reader, $$"""LambdaPolicy { "@Parent": "{{Function}}", "Policy": "{ half of" }""")]
    [Fails($$"""{ "actionGroupExecutor": { "lambda": "{{Function}}:live" } }""", Tools, """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "iam:*", "Resource": "*" } } }] }""", Because = "A version or alias is the same function.")]
    [CannotSay(Group, Tools)]
    [CannotSay("""{ "actionGroupExecutor": { "lambda": "arn:aws:lambda:eu-west-1:444455556666:function:tools" } }""", Because = "It lies in another account.")]
    [Skips("""{ "actionGroupName": "ask", "actionGroupExecutor": { "customControl": "RETURN_CONTROL" } }""")]
    [Skips("""{ "actionGroupName": "ask" }""")]
    [Skips(Group, Because = "The function does not exist.")]
    [Passes(Group, Tools, Reader, $$"""LambdaPolicy { "@Parent": "{{Function}}", "Policy": { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "lambda:GetFunction", "Resource": "{{Function}}" } } }""", Because = "That calls nothing.")]
    [Fails(Group, Tools, Reader, $$"""LambdaPolicy { "@Parent": "{{Function}}", "Policy": { "Statement": { "Effect": "Allow", "Principal": { "AWS": [ "arn:aws:iam::111122223333:root", "*" ] }, "Action": "lambda:InvokeFunction", "Resource": "{{Function}}" } } }""", Because = "One of two is anybody.")]
    [Fails(Group, Tools, Reader, $$"""LambdaPolicy { "@Parent": "{{Function}}", "Policy": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "lambda:InvokeFunction", "Resource": "{{Function}}", "Condition": { "StringEquals": { "aws:RequestedRegion": "eu-west-1" } } } } }""", Because = "That does not say whose agent.")]
    [Passes(Group, Tools, """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "AWSLambdaBasicExecutionRole", "PolicyArn": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole" }] }""", """IamPolicy { "Arn": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "*" } } }] }""")]
    public static Verdict OwnFunction(AgentActionGroup group, Inventory<LambdaFunction> functions, Inventory<LambdaPolicy> policies, RoleAccess roles, Scope scope)
    {
        if (group.ActionGroupExecutor?.Lambda is not { } name)
        {
            return NotApplicable("No function carries out what it wishes.");
        }
        var parts = name.Split(':');
        if (parts is ["arn", _, _, _, var account, ..] && account != scope.Id)
        {
            return Unknown($"The function {name} lies in the account {account}, which is not read here.");
        }
        // Behind the name of the function may stand a version or an alias.
        return functions.Find(string.Join(':', parts.Take(7))) is not { } function ? NotApplicable($"The function {name} does not exist.") : Every.Of(
            () => Role(function, roles),
            () => policies.One(function) is { } policy ? Callers(function, policy) : Pass($"Nobody but this account's identities may call the function {function.Identity.Name}."));
    }

    private static Verdict Role(LambdaFunction function, RoleAccess roles) =>
        roles.Find(function.Role) is not { } role ? Unknown($"The role of the function {function.Identity.Name} was not found.")
        : role.AttachedManagedPolicies?.FirstOrDefault(policy => policy.IsAws && policy.PolicyName?.EndsWith("FullAccess", StringComparison.Ordinal) is true) is { } full
            ? Fail($"The role {role.Identity.Name} of the function {function.Identity.Name} holds {full.PolicyName}.")
        : Administration.Why(roles.Of(role)) is { } why ? Fail($"The role of the function {function.Identity.Name} is {role.Identity.Name}. {why}")
        : Pass($"The role {role.Identity.Name} of the function {function.Identity.Name} is no administrator.");

    private static Verdict Callers(LambdaFunction function, LambdaPolicy policy)
    {
        try
        {
            var open = (policy.Policy ?? throw new UnseenException("Its policy was not read.")).Statements.FirstOrDefault(statement => statement.IsAllow && statement.IsOnAction("lambda:InvokeFunction")
                && (statement.ExceptPrincipals || (statement.Principals ?? []).Any(principal => principal.IsEverybody || principal is { Kind: "Service", Value: "bedrock.amazonaws.com" }))
                && !statement.Conditions.Any(condition => condition is { Demands: true, IsTrivial: false }
                    && (condition.IsOn("aws:SourceArn") || condition.IsOn("aws:SourceAccount") || condition.IsOn("aws:SourceOrgID") || condition.IsOn("aws:PrincipalOrgID") || condition.IsOn("lambda:FunctionUrlAuthType"))));
            return open is null ? Pass($"The policy of the function {function.Identity.Name} names who may call it.")
                : Fail($"{((open.Principals ?? []).Any(principal => principal.IsEverybody) || open.ExceptPrincipals ? "Anybody" : "Agents of any account")} may call the function {function.Identity.Name}.");
        }
        catch (MalformedPolicyException malformed)
        {
            throw new UnseenException($"The policy of the function {function.Identity.Name} cannot be understood. {malformed.Message}.");
        }
    }
}
