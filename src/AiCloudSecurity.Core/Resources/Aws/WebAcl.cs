namespace AiCloudSecurity.Resources.Aws;

/// <summary>A web ACL of WAF, as GetWebACL gives it.</summary>
[AwsResource("AWS::WAFv2::WebACL", "wafv2", List = "ListWebACLs", Items = "WebACLs", Input = """{ "Scope": "REGIONAL", "Limit": 100 }""",
    Describe = "GetWebACL", Key = "Name, Id, Scope='REGIONAL'", Unwrap = "WebACL", Id = "ARN", NameMember = "Name", Supporting = true)]
public sealed record WebAcl : Resource
{
    /// <summary>The rules.</summary>
    public IReadOnlyList<WafRule>? Rules { get; init; }
}

/// <summary>A rule of a web ACL.</summary>
public sealed record WafRule
{
    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>What it looks for.</summary>
    public WafStatement? Statement { get; init; }

    /// <summary>What becomes of a request that it finds.</summary>
    public WafAction? Action { get; init; }

    /// <summary>What becomes of the actions of a group's rules.</summary>
    public WafAction? OverrideAction { get; init; }
}

/// <summary>What becomes of a request: one member is set.</summary>
public sealed record WafAction
{
    /// <summary>It is only counted.</summary>
    public WafNothing? Count { get; init; }

    /// <summary>It is let through.</summary>
    public WafNothing? Allow { get; init; }
}

/// <summary>A setting without settings.</summary>
public sealed record WafNothing;

/// <summary>What a rule looks for: one member is set.</summary>
public sealed record WafStatement
{
    /// <summary>Callers that ask too often.</summary>
    public WafRate? RateBasedStatement { get; init; }

    /// <summary>Requests that are too large.</summary>
    public WafSize? SizeConstraintStatement { get; init; }

    /// <summary>Rules of AWS or of a vendor.</summary>
    public WafManagedGroup? ManagedRuleGroupStatement { get; init; }

    /// <summary>Rules of the customer's own, kept elsewhere.</summary>
    public WafNothing? RuleGroupReferenceStatement { get; init; }

    /// <summary>All of them.</summary>
    public WafStatements? AndStatement { get; init; }

    /// <summary>One of them.</summary>
    public WafStatements? OrStatement { get; init; }

    /// <summary>The statement and all within it; no property, or whoever walks through properties never comes to an end.</summary>
    public IEnumerable<WafStatement> WithInner() =>
        (AndStatement?.Statements ?? []).Concat(OrStatement?.Statements ?? []).SelectMany(inner => inner.WithInner()).Prepend(this);
}

/// <summary>How often callers may ask.</summary>
public sealed record WafRate
{
    /// <summary>Requests of one caller within the window.</summary>
    public long? Limit { get; init; }

    /// <summary>The window in seconds; 300 unless it was told otherwise.</summary>
    public int? EvaluationWindowSec { get; init; }
}

/// <summary>Several statements.</summary>
public sealed record WafStatements
{
    /// <summary>The statements.</summary>
    public IReadOnlyList<WafStatement>? Statements { get; init; }
}

/// <summary>A limit of size.</summary>
public sealed record WafSize
{
    /// <summary>Of what.</summary>
    public WafField? FieldToMatch { get; init; }
}

/// <summary>A part of a request: one member is set.</summary>
public sealed record WafField
{
    /// <summary>The body.</summary>
    public WafNothing? Body { get; init; }

    /// <summary>The body, read as JSON.</summary>
    public WafNothing? JsonBody { get; init; }
}

/// <summary>Rules of AWS or of a vendor.</summary>
public sealed record WafManagedGroup
{
    /// <summary>As AWSManagedRulesCommonRuleSet, which limits the body.</summary>
    public string? Name { get; init; }
}

/// <summary>A load balancer that a web ACL stands in front of.</summary>
[AwsResource("AWS::WAFv2::WebACLAssociation", "wafv2", Of = typeof(WebAcl), List = "ListResourcesForWebACL", Items = "ResourceArns",
    Input = """{ "ResourceType": "APPLICATION_LOAD_BALANCER" }""", Key = "WebACLArn=ARN", Id = "{parent}/association/{Name}", NameMember = "Name", Supporting = true)]
public sealed record WebAclAssociation : Resource;
