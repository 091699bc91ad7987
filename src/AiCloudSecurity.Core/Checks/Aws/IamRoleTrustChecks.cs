using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on who may take the roles that AI services work as.</summary>
internal static class IamRoleTrustChecks
{
    private const string TrustCommand = "aws iam get-role --role-name {Name} && aws iam update-assume-role-policy --role-name {Name} --policy-document file://trust.json";

    private static readonly string[] s_services =
        ["sagemaker", "bedrock", "bedrock-agentcore", "lex", "lexv2", "kendra", "comprehend", "transcribe", "qbusiness"];

    private static readonly string[] s_callerKeys =
        ["sts:ExternalId", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID"];

    private static readonly string[] s_assume = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

    [Check("AWS-IAM-038", Severity.High, "AI service takes the role for this account only",
        Risk = "Somebody in another account can make the service use the role on his behalf: the confused deputy.",
        Advice = "Add a condition on aws:SourceAccount or aws:SourceArn to the role's trust policy.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Safe, Owasp = "LLM06", Atlas = "AML.T0012",
        Link = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html")]
    [Command(TrustCommand)]
    [Passes("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } } } } }""")]
    [Passes("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "ArnLike": { "AWS:SourceArn": "arn:aws:bedrock:*:111122223333:agent/*" } } } } }""")]
    [Passes("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "aws:SourceOrgID": "o-abc" } } } } }""")]
    [Fails("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole" } } }""")]
    [Fails("""{ "AssumeRolePolicyDocument": "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22Service%22%3A%5B%22ec2.amazonaws.com%22%2C%22kendra.amazonaws.com%22%5D%7D%2C%22Action%22%3A%22sts%3A%2A%22%7D%7D" }""")]
    [Fails("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringEqualsIfExists": { "aws:SourceAccount": "111122223333" } } } } }""",
        Because = "IfExists lets through whoever sends no account.")]
    [Fails("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "ArnLike": { "aws:SourceArn": "arn:aws:bedrock:*:*:agent/*" } } } } }""",
        Because = "The ARN names no account.")]
    [Fails("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringNotEquals": { "aws:SourceAccount": "444455556666" } } } } }""")]
    [Fails("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "*" }, "Action": "sts:AssumeRole" } } }""", Because = "Every service is every AI service.")]
    [Fails("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringLike": { "aws:SourceAccount": "*33" } } } } }""", Because = "Many accounts end like that.")]
    [Skips("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" } } }""")]
    [Skips("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Deny", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole" } } }""")]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/", "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole" } } }""")]
    [CannotSay("""{ "AssumeRolePolicyDocument": "{ half of" }""")]
    [CannotSay("""{ }""")]
    [Fails("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "EACH.amazonaws.com" }, "Action": "sts:AssumeRole" } } }""", Each = ["bedrock-agentcore", "lex", "lexv2", "comprehend", "transcribe", "qbusiness"])]
    [Fails("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com.cn" }, "Action": "sts:AssumeRole" } } }""", Because = "So they are called in China.")]
    [Fails("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringLike": { "aws:SourceAccount": ["111122223333", "*33"] } } } } }""", Because = "One of the accounts is any.")]
    [Fails("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "ArnLike": { "aws:SourceArn": ["arn:aws:sagemaker:*:111122223333:*", "arn:aws:sagemaker:*:EACH:*"] } } } } }""", Each = ["*", "1111*2223333"], Because = "One of the ARNs names no account.")]
    public static Verdict ConfusedDeputy(IamRole role)
    {
        if (role.IsServiceLinked)
        {
            return NotApplicable("AWS made it and keeps it.");
        }
        var trusting = Trusting(role).Where(TrustsAi).ToList();
        return trusting.Count == 0 ? NotApplicable("No AI service may take it.")
            : trusting.Find(statement => !statement.Conditions.Any(NamesSource)) is { } open
                ? Fail($"{string.Join(", ", AiServices(open))} may take it on behalf of any account.")
                : Pass("Its trust policy names the account or organisation for which the service may take it.");
    }

    [Repair("AWS-IAM-038", "aws/iam/TrustPolicy")]
    internal static IEnumerable<Wish> TakenForThisAccount(IamRole role, Scope scope) => Trusting(role).Exists(statement => TrustsAi(statement) && (statement.ExceptPrincipals || AiServices(statement).Contains("*"))) ? [] :
    [
        Wish.Of(role, IdentitySettings.TrustPolicy, new() { ["RoleName"] = role.Identity.Name }, state => OfThisAccount(state, scope.Id),
            "A service that does not say for which account it acts cannot take the role any more."),
    ];

    // Each statement that lets in an AI service for any account lets it in for this one only; other services of it stay as they are.
    private static JsonObject? OfThisAccount(JsonObject? state, string account)
    {
        if (state is null || JsonNode.Parse(state.Text("PolicyDocument")) is not JsonObject document)
        {
            return state;
        }
        JsonArray statements = [];
        foreach (var statement in document["Statement"] switch { JsonArray many => many.OfType<JsonObject>(), JsonObject one => [one], _ => [] })
        {
            var services = statement["Principal"]?["Service"] switch { JsonArray many => [.. many.Select(service => service!.ToString())], JsonValue one => [one.ToString()], _ => Array.Empty<string>() };
            var ai = Array.FindAll(services, IsAi);
            var parsed = Iam.PolicyDocument.Parse(new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = statement.DeepClone() }.ToJsonString());
            if (statement.Text("Effect") != "Allow" || ai.Length == 0 || parsed.Statements.All(one => one.Conditions.Any(NamesSource)))
            {
                statements.Add(statement.DeepClone());
                continue;
            }
            var others = statement.DeepClone().AsObject();
            var principals = others["Principal"]!.AsObject();
            principals.Remove("Service");
            if (services.Length > ai.Length)
            {
                principals["Service"] = List(services.Except(ai));
            }
            if (principals.Count > 0)
            {
                statements.Add(others);
            }
            var narrowed = statement.DeepClone().AsObject();
            narrowed["Principal"] = new JsonObject { ["Service"] = List(ai) };
            if (principals.Count > 0 && narrowed["Sid"] is { } sid)
            {
                narrowed["Sid"] = sid + "OfThisAccount";
            }
            var conditions = narrowed["Condition"] as JsonObject ?? [];
            var equals = conditions["StringEquals"] as JsonObject ?? [];
            equals["aws:SourceAccount"] = account;
            conditions["StringEquals"] = equals.Parent is null ? equals : equals.DeepClone();
            narrowed["Condition"] = conditions.Parent is null ? conditions : conditions.DeepClone();
            statements.Add(narrowed);
        }
        document["Statement"] = statements;
        state["PolicyDocument"] = document.ToJsonString();
        return state;

        static JsonNode List(IEnumerable<string> services) => services.ToList() is [var one] ? JsonValue.Create(one) : new JsonArray([.. services.Select(service => JsonValue.Create(service))]);
    }

    private static bool IsAi(string service) => service.Split(".amazonaws.com") is [var name, "" or ".cn"] && s_services.Contains(name);

    [Check("AWS-IAM-039", Severity.Critical, "AI workload role cannot be taken by others",
        Risk = "Somebody outside can work as the AI service does and read all that it reads.",
        Advice = "Remove foreign principals from the role's trust policy or demand an external id or organisation of them.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012",
        Link = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html")]
    [Command(TrustCommand)]
    [Passes("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com", "AWS": "arn:aws:iam::111122223333:root" }, "Action": "sts:AssumeRole" } } }""")]
    [Passes("""{ "AssumeRolePolicyDocument": { "Statement": [{ "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole" }, { "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "sts:ExternalId": "x" } } }] } }""")]
    [Passes("""{ "AssumeRolePolicyDocument": { "Statement": [{ "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole" }, { "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-abc" } } }] } }""")]
    [Fails("""{ "AssumeRolePolicyDocument": { "Statement": [{ "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole" }, { "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "sts:AssumeRole" }] } }""")]
    [Fails("""{ "AssumeRolePolicyDocument": { "Statement": [{ "Effect": "Allow", "Principal": { "Service": "bedrock.amazonaws.com" }, "Action": "sts:AssumeRole" }, { "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Condition": { "StringLike": { "aws:PrincipalOrgID": "*" } } }] } }""")]
    [Fails("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com", "AWS": "arn:aws:iam::444455556666:root" }, "Action": "sts:AssumeRole" } } }""", Severity = Severity.High)]
    [Fails("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "NotPrincipal": { "AWS": "arn:aws:iam::444455556666:root" }, "Action": "sts:AssumeRole" } } }""",
        Because = "Everybody but one is everybody, AI services too.")]
    [Skips("""{ "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:root" }, "Action": "sts:AssumeRole" } } }""")]
    [Skips("""{ "Path": "/aws-service-role/sagemaker.amazonaws.com/", "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole" } } }""")]
    [CannotSay("""{ }""")]
    [Passes("""{ "AssumeRolePolicyDocument": { "Statement": [{ "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole" }, { "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "EACH": "x" } } }] } }""", Each = ["aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID"])]
    [Fails("""{ "AssumeRolePolicyDocument": { "Statement": [{ "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole" }, { "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "EACH" }] } }""", Each = ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"])]
    [Fails("""{ "AssumeRolePolicyDocument": { "Statement": [{ "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole" }, { "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::111122223333:root", "*"] }, "Action": "sts:AssumeRole" }] } }""")]
    public static Verdict ForeignPrincipal(IamRole role, Scope scope)
    {
        if (role.IsServiceLinked)
        {
            return NotApplicable("AWS made it and keeps it.");
        }
        var trusting = Trusting(role);
        if (!trusting.Exists(TrustsAi))
        {
            return NotApplicable("No AI service may take it.");
        }
        var unguarded = trusting.Where(statement => !statement.Conditions.Any(NamesCaller)).ToList();
        if (unguarded.Exists(statement => statement.ExceptPrincipals || statement.Principals?.Any(principal => principal is { IsEverybody: true, Kind: "AWS" }) is true))
        {
            return Fail("Anybody in any account may take it.");
        }
        var foreign = unguarded.SelectMany(statement => statement.Principals ?? []).Select(principal => principal.Account)
            .FirstOrDefault(account => account is not null && account != scope.Id);
        return foreign is null
            ? Pass("No other account may take it without an external id or an organisation.")
            : Fail($"Account {foreign} may take it without an external id or an organisation.", Severity.High);
    }

    private static List<PolicyStatement> Trusting(IamRole role)
    {
        try
        {
            return [.. (role.AssumeRolePolicyDocument ?? throw new UnseenException("Its trust policy was not read.")).Statements
                .Where(statement => statement.IsAllow && s_assume.Any(action => statement.IsOnAction(action)))];
        }
        catch (MalformedPolicyException malformed)
        {
            throw new UnseenException($"Its trust policy cannot be understood. {malformed.Message}.");
        }
    }

    private static bool TrustsAi(PolicyStatement statement) => statement.ExceptPrincipals || AiServices(statement).Any();

    private static IEnumerable<string> AiServices(PolicyStatement statement) => statement.ExceptPrincipals ? ["Every service"]
        : (statement.Principals ?? []).Where(principal => principal.Kind == "Service"
            && (principal.IsEverybody || IsAi(principal.Value)))
            .Select(principal => principal.Value);

    // A demand that can be met from one account or organisation only.
    private static bool NamesSource(Iam.PolicyCondition condition) => condition is { Demands: true, IsTrivial: false } &&
        (condition.IsOn("aws:SourceAccount") || condition.IsOn("aws:SourceOrgID") || condition.IsOn("aws:SourceOrgPaths")
            ? condition.Values.All(value => value is not ['*', ..])
            : condition.IsOn("aws:SourceArn") && condition.Values.All(value => value.Split(':') is [_, _, _, _, { Length: 12 } account, ..] && account.All(char.IsAsciiDigit)));

    private static bool NamesCaller(Iam.PolicyCondition condition) => condition is { Demands: true, IsTrivial: false } &&
        s_callerKeys.Any(condition.IsOn);
}
