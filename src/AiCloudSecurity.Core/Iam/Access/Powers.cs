namespace AiCloudSecurity.Iam;

/// <summary>What somebody gains by acting as another.</summary>
/// <param name="May">What the other may do and it may not, to complete "which may …".</param>
/// <param name="Severity">How much that matters.</param>
public sealed record Gain(string May, Severity Severity);

/// <summary>What a principal can do that matters most to an account, for comparing two of them.</summary>
internal sealed class Powers
{
    private static readonly (string May, string Action, string Resources)[] s_powers =
    [
        ("read every object in S3", "s3:GetObject", "arn:{p}:s3:::*/*"),
        ("change every object in S3", "s3:PutObject", "arn:{p}:s3:::*/*"),
        ("read every secret", "secretsmanager:GetSecretValue", "arn:{p}:secretsmanager:*:{a}:secret:*"),
        ("decrypt with every key", "kms:Decrypt", "arn:{p}:kms:*:{a}:key/*"),
        ("read every DynamoDB table", "dynamodb:GetItem", "arn:{p}:dynamodb:*:{a}:table/*"),
        ("change the code of every function", "lambda:UpdateFunctionCode", "arn:{p}:lambda:*:{a}:function:*"),
        ("take every role that trusts the account", "sts:AssumeRole", "arn:{p}:iam::{a}:role/*"),
        ("pass every role to every service", "iam:PassRole", "arn:{p}:iam::{a}:role/*"),
        ("run commands on every machine", "ssm:SendCommand", "arn:{p}:ec2:*:{a}:instance/*"),
        ("call every model", "bedrock:InvokeModel", "arn:{p}:bedrock:*::foundation-model/*"),
        ("call every endpoint", "sagemaker:InvokeEndpoint", "arn:{p}:sagemaker:*:{a}:endpoint/*"),
        ("switch off the log of model invocations", "bedrock:PutModelInvocationLoggingConfiguration", "*"),
        ("stop the audit trail", "cloudtrail:StopLogging", "arn:{p}:cloudtrail:*:{a}:trail/*"),
    ];

    // Where data and rights are, the worst first; what only lists or describes is no gain.
    private static readonly string[] s_valued =
        ["iam", "sts", "secretsmanager", "s3", "dynamodb", "kms", "lambda", "ssm", "athena", "redshift", "redshift-data", "rds-data", "glue", "es", "aoss", "sqs", "codecommit", "bedrock", "bedrock-agentcore", "sagemaker"];

    private static readonly string[] s_idle = ["List", "Describe", "View", "GetBucket", "GetRole", "GetPolic", "GetUser", "GetService", "GetCaller", "BatchGetRepositories", "Search", "CreateServiceLinkedRole"];

    private readonly PrincipalAccess _access;
    private readonly Lazy<string?> _rule;
    private readonly Lazy<bool> _everything;
    private readonly Lazy<int> _held;

    /// <summary>Those of a principal. Each is found out when it is first asked: most principals are asked for the first only.</summary>
    public Powers(PrincipalAccess access, string partition, string account)
    {
        _access = access;
        _everything = new(() => Administration.IsEverything(access));
        _rule = new(() => Administration.Why(access));
        _held = new(() => Held(partition, account));
    }

    /// <summary>How it rules the account or can make itself its ruler, as a sentence; null where it does not.</summary>
    public string? Rule => _rule.Value;

    /// <summary>Whether it may do everything, or everything but a few things.</summary>
    public bool IsAdministrator => _everything.Value;

    /// <summary>The more, the worse it is to act as this principal.</summary>
    public int Strength => (IsAdministrator ? 2000 : 0) + (Rule is null ? 0 : 1000) + (int.PopCount(_held.Value) * 10) + (_access.Policies.Identity.Count > 0 ? 1 : 0);

    private int Held(string partition, string account)
    {
        var held = 0;
        for (var i = 0; i < s_powers.Length; i++)
        {
            var (_, action, resources) = s_powers[i];
            if (_access.Speaks(action) && _access.May(action, resources.Replace("{p}", partition, StringComparison.Ordinal).Replace("{a}", account, StringComparison.Ordinal)).IsFull)
            {
                held |= 1 << i;
            }
        }
        return held;
    }

    /// <summary>Whether somebody else gains something by acting as this principal, of what matters most.</summary>
    public bool Exceed(Powers other) => !other.IsAdministrator && (IsAdministrator || (other.Rule is null && (Rule is not null || (_held.Value & ~other._held.Value) != 0)));

    /// <summary>What that is; null where it is nothing.</summary>
    public Gain? Over(Powers other)
    {
        if (!Exceed(other))
        {
            return null;
        }
        if (IsAdministrator)
        {
            return new("do everything in the account", Severity.Critical);
        }
        if (Rule is not null)
        {
            return new($"take every other right ({Administration.Way(_access)})", Severity.Critical);
        }
        var more = _held.Value & ~other._held.Value;
        var powers = s_powers.Where((_, index) => (more & (1 << index)) != 0).Select(power => power.May).ToList();
        return new(powers.Count > 3 ? $"{string.Join(", ", powers.Take(3))} and {powers.Count - 3} more such things" : string.Join(" and ", powers), Severity.High);
    }

    /// <summary>A single right of this principal that the other has not, where <see cref="Over"/> finds nothing that matters more.</summary>
    public Gain? RightOver(Powers other) =>
        !other.IsAdministrator && other.Rule is null && FirstRight(other) is { } right ? new(right, Severity.Medium) : null;

    // A right of its own, by its policies' words, that the other does not have: the one that matters most.
    private string? FirstRight(Powers other)
    {
        var rights =
            from statement in _access.Held.Policies.SelectMany(policy => policy.Statements)
            where statement is { IsAllow: true, ExceptActions: false, ExceptResources: false, Resources: not null }
            from action in statement.Actions
            let value = Value(action.Text)
            where value >= 0
            orderby value
            from resource in statement.Resources!
            select (Action: action, Resource: resource);
        foreach (var (action, resource) in rights)
        {
            // Of a pattern one of the actions that it stands for says enough.
            var one = action.Text.AsSpan().ContainsAny('*', '?') ? AiActions.Expand(action).FirstOrDefault(known => Value(known.Name) >= 0)?.Name : action.Text;
            if (one is not null && _access.May(one, resource.Text).Exists && !other._access.May(one, resource.Text).Exists && other._access.Held.Allowing(action.Text, resource.Text) is null)
            {
                return $"use {action.Text} on {resource.Text}";
            }
        }
        return null;
    }

    private static int Value(string action)
    {
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || Array.Exists(s_idle, verb => action.AsSpan(colon + 1).StartsWith(verb, StringComparison.OrdinalIgnoreCase)) ? -1 : Array.IndexOf(s_valued, action[..colon]);
    }
}
