namespace AiCloudSecurity.Resources.Aws;

/// <summary>What a load balancer sends requests to, as DescribeTargetGroups gives it.</summary>
[AwsResource("AWS::ElasticLoadBalancingV2::TargetGroup", "elbv2", List = "DescribeTargetGroups", Items = "TargetGroups", Input = """{ "PageSize": 400 }""",
    Id = "TargetGroupArn", NameMember = "TargetGroupName", Supporting = true)]
public sealed record TargetGroup : Resource, IReadWhereUsed
{
    /// <summary>instance, ip, lambda or alb.</summary>
    public string? TargetType { get; init; }

    /// <summary>The load balancers; none where it is not used.</summary>
    public IReadOnlyList<string>? LoadBalancerArns { get; init; }

    // Functions can be told to call models; of machines those that show it.
    bool IReadWhereUsed.IsUsed(ILookup<ResourceType, Resource> all) => MayLeadToAi(all);

    internal bool MayLeadToAi(ILookup<ResourceType, Resource> all) => LoadBalancerArns is { Count: > 0 } && (TargetType is "lambda" || TargetType is "instance" or "ip"
        && (all[ResourceType.Of<Instance>()].Any(machine => ((Instance)machine).Sign is not null) || all[ResourceType.Of<InstanceImage>()].Any(image => ((InstanceImage)image).IsDeepLearning)));
}

/// <summary>A target of a group, as DescribeTargetHealth gives it.</summary>
[AwsResource("AWS::ElasticLoadBalancingV2::Target", "elbv2", Of = typeof(TargetGroup), List = "DescribeTargetHealth", Items = "TargetHealthDescriptions",
    Key = "TargetGroupArn", Id = "{parent}/target/{Target.Id}", NameMember = "Target.Id", Supporting = true)]
public sealed record TargetOfGroup : Resource
{
    /// <summary>The target.</summary>
    public TargetId? Target { get; init; }
}

/// <summary>A target.</summary>
public sealed record TargetId
{
    /// <summary>A function's ARN, an instance or an address.</summary>
    public string? Id { get; init; }
}

/// <summary>An application load balancer, as DescribeLoadBalancers gives it.</summary>
[AwsResource("AWS::ElasticLoadBalancingV2::LoadBalancer", "elbv2", List = "DescribeLoadBalancers", Items = "LoadBalancers", Input = """{ "PageSize": 400 }""",
    Id = "LoadBalancerArn", NameMember = "LoadBalancerName", Supporting = true)]
public sealed record LoadBalancer : Resource, IReadWhereUsed
{
    /// <summary>internet-facing or internal.</summary>
    public string? Scheme { get; init; }

    /// <summary>application, network or gateway.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("Type")]
    public string? Kind { get; init; }

    /// <summary>Its security groups.</summary>
    public IReadOnlyList<string>? SecurityGroups { get; init; }

    /// <summary>Where its interfaces are.</summary>
    public IReadOnlyList<BalancerZone>? AvailabilityZones { get; init; }

    bool IReadWhereUsed.IsUsed(ILookup<ResourceType, Resource> all) =>
        all[ResourceType.Of<TargetGroup>()].Cast<TargetGroup>().Any(group => group.LoadBalancerArns?.Contains(Identity.Id) is true && group.MayLeadToAi(all));
}

/// <summary>A zone in which a load balancer has an interface.</summary>
public sealed record BalancerZone
{
    /// <summary>The subnet.</summary>
    public string? SubnetId { get; init; }
}

/// <summary>A listener of a load balancer, as DescribeListeners gives it: asked for where something of AI may stand behind.</summary>
[AwsResource("AWS::ElasticLoadBalancingV2::Listener", "elbv2", Of = typeof(LoadBalancer), List = "DescribeListeners", Items = "Listeners", Key = "LoadBalancerArn",
    Input = """{ "PageSize": 400 }""", Id = "ListenerArn", NameMember = "{Protocol}:{Port}", Supporting = true)]
public sealed record Listener : Resource
{
    /// <summary>The port.</summary>
    public int? Port { get; init; }

    /// <summary>HTTP, HTTPS, TCP, TLS and others.</summary>
    public string? Protocol { get; init; }

    /// <summary>What happens to what no rule knows.</summary>
    public IReadOnlyList<ListenerAction>? DefaultActions { get; init; }

    /// <summary>What it asks of clients' certificates.</summary>
    public MutualAuthentication? MutualAuthentication { get; init; }
}

/// <summary>What a listener does, one after the other.</summary>
public sealed record ListenerAction
{
    /// <summary>forward, redirect, fixed-response, authenticate-oidc, authenticate-cognito or jwt-validation.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("Type")]
    public string? Kind { get; init; }

    /// <summary>Where it forwards to.</summary>
    public string? TargetGroupArn { get; init; }

    /// <summary>Where it forwards to, where it is several.</summary>
    public ForwardConfig? ForwardConfig { get; init; }

    /// <summary>A sign-in by OpenID Connect.</summary>
    public SignIn? AuthenticateOidcConfig { get; init; }

    /// <summary>A sign-in by Cognito.</summary>
    public SignIn? AuthenticateCognitoConfig { get; init; }

    /// <summary>The groups that it forwards to.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<string> Targets => (ForwardConfig?.TargetGroups ?? []).Select(tuple => tuple.TargetGroupArn).Append(TargetGroupArn).OfType<string>();

    /// <summary>Whether nobody comes past it without a token.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool AsksForToken => Kind is "jwt-validation" || Kind is "authenticate-oidc" or "authenticate-cognito" && (AuthenticateOidcConfig ?? AuthenticateCognitoConfig)?.OnUnauthenticatedRequest is not "allow";
}

/// <summary>Groups that a listener forwards to.</summary>
public sealed record ForwardConfig
{
    /// <summary>The groups.</summary>
    public IReadOnlyList<ForwardedGroup>? TargetGroups { get; init; }
}

/// <summary>A group that a listener forwards to.</summary>
public sealed record ForwardedGroup
{
    /// <summary>The group.</summary>
    public string? TargetGroupArn { get; init; }
}

/// <summary>A sign-in before a load balancer forwards.</summary>
public sealed record SignIn
{
    /// <summary>authenticate (the default), deny, or allow: then nobody has to.</summary>
    public string? OnUnauthenticatedRequest { get; init; }
}

/// <summary>What a listener asks of clients' certificates.</summary>
public sealed record MutualAuthentication
{
    /// <summary>verify; passthrough, where the target is to look at them; or off.</summary>
    public string? Mode { get; init; }
}

/// <summary>A rule of a listener, as DescribeRules gives it.</summary>
[AwsResource("AWS::ElasticLoadBalancingV2::ListenerRule", "elbv2", Of = typeof(Listener), List = "DescribeRules", Items = "Rules", Key = "ListenerArn",
    Input = """{ "PageSize": 400 }""", Id = "RuleArn", NameMember = "Priority", Supporting = true)]
public sealed record ListenerRule : Resource
{
    /// <summary>Whether it is what the listener does by default.</summary>
    public bool? IsDefault { get; init; }

    /// <summary>What it is about.</summary>
    public IReadOnlyList<RuleCondition>? Conditions { get; init; }

    /// <summary>What it does.</summary>
    public IReadOnlyList<ListenerAction>? Actions { get; init; }
}

/// <summary>What a rule of a listener is about.</summary>
public sealed record RuleCondition
{
    /// <summary>source-ip, path-pattern and others.</summary>
    public string? Field { get; init; }

    /// <summary>From which addresses.</summary>
    public SourceIps? SourceIpConfig { get; init; }
}

/// <summary>Addresses of a condition.</summary>
public sealed record SourceIps
{
    /// <summary>In CIDR notation.</summary>
    public IReadOnlyList<string>? Values { get; init; }
}
