namespace AiCloudSecurity.Iam;

/// <summary>
/// Writes what a principal holds anew, without what it did not use. Each Allow becomes narrower and none wider: of AI
/// services only actions that were used, or of which nobody can say, on the resources that their calls named; of other
/// services what was used stays as it was. Every Deny stays.
/// </summary>
internal sealed class LeastPolicy
{
    // More names of one kind than that are a kind, not a choice.
    private const int MostNames = 8;

    // The services besides those of AI that take roles, by the prefix of their actions.
    private static readonly Dictionary<string, string> s_takers = new[]
    {
        "apprunner", "autoscaling", "backup", "batch", "cloudformation", "codebuild", "codepipeline", "datasync", "dms", "ec2", "eks", "elasticmapreduce", "events", "firehose", "glue", "iot", "kafkaconnect",
        "kinesisanalytics", "lambda", "logs", "pipes", "rds", "redshift", "s3", "scheduler", "ssm", "states", "transfer",
    }.Select(name => (name, Principal: name)).Append(("ecs", "ecs-tasks")).ToDictionary(taker => taker.Item1, taker => $"{taker.Item2}.amazonaws.com", StringComparer.OrdinalIgnoreCase);

    private readonly Scope _scope;
    private readonly IReadOnlyList<(PolicyStatement Statement, string Version)> _held;
    private readonly PrincipalUse _use;
    private readonly GuardEvidence _guards;
    private readonly List<AiAction> _granted;
    private readonly HashSet<string> _unscoped = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="UnseenException">A policy was not read or cannot be understood.</exception>
    public LeastPolicy(Scope scope, IReadOnlyList<HeldPolicy> held, PrincipalUse use, GuardEvidence guards)
    {
        _scope = scope;
        _use = use;
        _guards = guards;
        _held = [.. held.SelectMany(policy => policy.Statements.Select(statement => (statement, policy.Document!.Version)))];
        _granted = [.. _held.Where(one => one.Statement is { IsAllow: true, Resources: not null }).SelectMany(one => AiActions.Expand(one.Statement)).Where(action => action.IsAi).Distinct()];
        Kept = _granted.FindAll(action => use.Of(action) != Use.Unused);
        Services = [.. _held.Where(one => one.Statement.IsAllow).SelectMany(one => Others(one.Statement)).Select(action => action.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
    }

    /// <summary>The AI actions that stay.</summary>
    public IReadOnlyList<AiAction> Kept { get; }

    /// <summary>Those of which it is known that they were used.</summary>
    public IEnumerable<AiAction> Used => Kept.Where(action => _use.Of(action) == Use.Used);

    /// <summary>The AI actions that go.</summary>
    public IEnumerable<AiAction> Removed => _granted.Except(Kept);

    /// <summary>The other services that stay.</summary>
    public IReadOnlyList<string> Services { get; }

    /// <summary>The keys that all calls of an action carried.</summary>
    public IEnumerable<string> Met(AiAction action) => _guards.Met(action, _use.Calls(action.Name));

    /// <summary>Leaves the resources of an action as they were granted.</summary>
    public bool Unscope(string action) => _unscoped.Add(action);

    /// <summary>The resources that an action's calls named, as patterns; null where that is not known of all its calls.</summary>
    public IReadOnlyList<string>? Seen(AiAction action)
    {
        if (_unscoped.Contains(action.Name) || !_use.KnowsAll(action))
        {
            return null;
        }
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var call in _use.Calls(action.Name))
        {
            var resources = ApiActions.Resources(call, action, _scope);
            if (resources.Count == 0)
            {
                return null;
            }
            seen.UnionWith(resources);
        }
        if (seen.Count == 0)
        {
            return null;
        }
        // What is made or started has a new name each time: its kind and region are what was seen.
        var many = seen.Count > MostNames || IsMaking(action);
        return many ? [.. seen.Select(KindOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : [.. seen.Order(StringComparer.Ordinal)];
    }

    /// <summary>The statements.</summary>
    public IReadOnlyList<DraftStatement> Statements()
    {
        List<DraftStatement> drafts = [];
        foreach (var (statement, version) in _held.Where(one => one.Statement.Resources is not null))
        {
            if (!statement.IsAllow)
            {
                drafts.Add(DraftStatement.Of(statement, version));
                continue;
            }
            var whole = DraftStatement.Of(statement, version);
            drafts.AddRange(OfAi(statement, whole));
            drafts.AddRange(RolesPassed(statement, whole));
            if (Others(statement).ToList() is { Count: > 0 } others)
            {
                drafts.Add(whole with { Actions = others, ExceptActions = false });
            }
        }
        return Without(drafts);
    }

    private IEnumerable<DraftStatement> OfAi(PolicyStatement statement, DraftStatement whole) =>
        from action in AiActions.Expand(statement)
        where action.IsAi && _use.Of(action) != Use.Unused
        let narrowed = Narrow(action, statement, whole)
        where narrowed is { Resources.Count: > 0 }
        let guards = _guards.Of(action, _use.Calls(action.Name)).Where(guard => !whole.Conditions.Any(condition => condition.IsOn(guard.Key))).ToList()
        group action.Name by (Resources: string.Join('\n', narrowed.Resources), narrowed.ExceptResources, Guards: string.Join('\n', guards)) into alike
        let first = AiActions.Find(alike.First())!
        let conditions = _guards.Of(first, _use.Calls(first.Name)).Where(guard => !whole.Conditions.Any(condition => condition.IsOn(guard.Key)))
        select whole with
        {
            Actions = [.. alike.Order(StringComparer.Ordinal)],
            ExceptActions = false,
            Resources = alike.Key.Resources.Split('\n'),
            ExceptResources = alike.Key.ExceptResources,
            Conditions = [.. whole.Conditions, .. conditions],
        };

    // What an action knows and was seen with, as far as the statement allows it.
    private DraftStatement Narrow(AiAction action, PolicyStatement statement, DraftStatement whole)
    {
        var wanted = action.Resources is null or [] ? ["*"] : Seen(action) ?? action.Patterns(_scope.Partition, _scope.Id)!;
        List<string> resources = [];
        foreach (var one in wanted)
        {
            var pattern = Glob.Resource(one, escapes: false);
            if (statement.ExceptResources)
            {
                if (whole.Resources.Any(except => Glob.Resource(except).Covers(pattern)))
                {
                    continue;
                }
                if (whole.Resources.Any(except => ResourcePattern.Overlap(PolicyText.Encode(one), PolicyText.Encode(except))))
                {
                    // All of it but something: only the statement's own words say that.
                    return whole;
                }
                resources.Add(one);
                continue;
            }
            foreach (var granted in whole.Resources)
            {
                if (Glob.Resource(granted).Covers(pattern))
                {
                    resources.Add(one);
                }
                else if (ResourcePattern.Overlap(PolicyText.Encode(one), PolicyText.Encode(granted)) && one != "*")
                {
                    resources.Add(granted);
                }
            }
        }
        return whole with { Resources = [.. resources.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], ExceptResources = false };
    }

    // Roles may be passed to what takes roles and was used, and to nothing else: to AI services those that were seen.
    private IEnumerable<DraftStatement> RolesPassed(PolicyStatement statement, DraftStatement whole)
    {
        if (!statement.IsOnAction("iam:PassRole"))
        {
            return [];
        }
        var sinks = Kept.Where(action => action.Sink is not null).ToList();
        var seen = !statement.ExceptResources && !_unscoped.Contains("iam:PassRole") && sinks.TrueForAll(_use.KnowsAll)
            ? sinks.SelectMany(action => _use.Calls(action.Name)).SelectMany(ApiActions.Roles).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList() : [];
        var others = _use.Services.Where(service => !AiActions.Services.Contains(service, StringComparer.OrdinalIgnoreCase)).Select(service => s_takers.GetValueOrDefault(service)).OfType<string>();
        return new[]
        {
            Passed(sinks.Select(action => action.Sink!.Service), seen.Count > 0 ? seen.FindAll(role => whole.Resources.Any(granted => Glob.Resource(granted).Matches(role))) : whole.Resources),
            Passed(others, whole.Resources),
        }.OfType<DraftStatement>();

        DraftStatement? Passed(IEnumerable<string> to, IReadOnlyList<string> roles)
        {
            var already = whole.Conditions.Where(condition => condition.IsOn("iam:PassedToService")).ToList();
            var services = to.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Where(service => already.TrueForAll(condition => condition.Admits(service) is not false)).ToList();
            return services.Count == 0 || roles.Count == 0 ? null : whole with
            {
                Actions = ["iam:PassRole"],
                ExceptActions = false,
                Resources = roles is ["*"] && !whole.ExceptResources ? [$"arn:{_scope.Partition}:iam::{_scope.Id}:role/*"] : roles,
                Conditions = already.Count == 0 || already.TrueForAll(condition => condition.Demands)
                    ? [.. whole.Conditions.Except(already), new("StringEquals", "iam:PassedToService", services)] : whole.Conditions,
            };
        }
    }

    // Of services other than AI's: what was used, or may have been.
    private IEnumerable<string> Others(PolicyStatement statement)
    {
        HashSet<string> kept = new(StringComparer.OrdinalIgnoreCase);
        if (statement.ExceptActions)
        {
            foreach (var service in OtherServices())
            {
                var excepted = statement.Actions.Where(action => action.Text == "*" || action.Text.StartsWith(service + ":", StringComparison.OrdinalIgnoreCase)).ToList();
                if (excepted.Count == 0)
                {
                    kept.Add($"{service}:*");
                }
                else
                {
                    // All but some of a service cannot be said without naming what there is: what AWS saw is.
                    kept.UnionWith(_use.TrackedOf(service).Where(action => statement.IsOnAction(action)));
                }
            }
        }
        foreach (var action in statement.ExceptActions ? [] : statement.Actions)
        {
            var service = action.Text.Split(':')[0];
            if (service == "*")
            {
                kept.UnionWith(OtherServices().Select(used => $"{used}:*"));
            }
            else if (!AiActions.Services.Contains(service, StringComparer.OrdinalIgnoreCase) && !IsIam(service) && _use.Of(service) != Use.Unused)
            {
                kept.Add(action.Text);
            }
            else if (IsIam(service) && _use.Of(service) != Use.Unused && !action.Text.AsSpan().ContainsAny('*', '?') && !action.Text.Equals("iam:PassRole", StringComparison.OrdinalIgnoreCase)
                && (_use.Of(service) == Use.Unknown || _use.TrackedOf(service).Contains(action.Text, StringComparer.OrdinalIgnoreCase)))
            {
                kept.Add(action.Text);
            }
        }
        // Who changes identities has every right: of IAM, each action that was used is named.
        kept.UnionWith(_use.TrackedOf("iam").Where(action => statement.IsOnAction(action)));
        return kept.Order(StringComparer.Ordinal);

        IEnumerable<string> OtherServices() => _use.Services.Where(service => !AiActions.Services.Contains(service, StringComparer.OrdinalIgnoreCase) && !IsIam(service));

        static bool IsIam(string service) => service.Equals("iam", StringComparison.OrdinalIgnoreCase);
    }

    // Leaves out what another statement allows anyhow, without conditions.
    private static List<DraftStatement> Without(List<DraftStatement> drafts)
    {
        List<DraftStatement> kept = [];
        for (var i = 0; i < drafts.Count; i++)
        {
            var draft = drafts[i];
            if (!draft.IsAllow || draft.ExceptActions)
            {
                if (!kept.Exists(same => DraftStatement.Write([same]) == DraftStatement.Write([draft])))
                {
                    kept.Add(draft);
                }
                continue;
            }
            var actions = draft.Actions.Where(action => !drafts.Where((other, at) => at != i && Covers(other, action, draft) && (at < i || !Covers(draft, action, other))).Any()).ToList();
            if (actions.Count > 0)
            {
                kept.Add(draft with { Actions = actions });
            }
        }
        return kept;

        static bool Covers(DraftStatement wide, string action, DraftStatement narrow) =>
            wide is { IsAllow: true, ExceptActions: false, ExceptResources: false }
            && !narrow.ExceptResources
            && (wide.Conditions.Count == 0 || string.Join('\n', wide.Conditions) == string.Join('\n', narrow.Conditions))
            && wide.Actions.Contains(action, StringComparer.OrdinalIgnoreCase)
            && narrow.Resources.All(resource => wide.Resources.Any(pattern => pattern == resource || Glob.Resource(pattern).Covers(Glob.Resource(resource))));
    }

    private static bool IsMaking(AiAction action)
    {
        var operation = action.Name.AsSpan(action.Service.Length + 1);
        return operation.StartsWith("Create") || operation.StartsWith("Start") || operation.EndsWith("Job");
    }

    // arn:aws:sagemaker:eu-west-1:111122223333:endpoint/churn-1 is of arn:aws:sagemaker:eu-west-1:111122223333:endpoint/*.
    private static string KindOf(string arn)
    {
        var slash = arn.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? arn : arn[..(slash + 1)] + "*";
    }
}
