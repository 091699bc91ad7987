namespace AiCloudSecurity.Iam;

/// <summary>Goes through the policies of one request and keeps the statements that count.</summary>
internal sealed class Tally(Request request)
{
    private readonly List<Vote> _votes = [];

    /// <summary>Whether some statement so far denies.</summary>
    public Truth Denied { get; private set; }

    /// <summary>Whether one of the policies allows.</summary>
    public Truth Count(IReadOnlyList<CompiledPolicy> policies)
    {
        var allowed = Truth.False;
        for (var i = 0; i < policies.Count; i++)
        {
            allowed = allowed.Or(Count(policies[i]).Any);
        }
        return allowed;
    }

    /// <summary>Whether the policy allows, by how closely it names the principal.</summary>
    public Grant Count(CompiledPolicy policy)
    {
        Grant grant = default;
        foreach (var (statement, actions) in policy.On(request.Service))
        {
            if (!actions.Contains(request.Operation))
            {
                continue;
            }
            var kind = PrincipalElement.Names(statement.Source, request.Principal);
            var truth = kind == GrantKind.None ? Truth.False : statement.Holds(request);
            if (truth == Truth.False)
            {
                continue;
            }
            _votes.Add(new(policy, statement, truth));
            if (statement.Source.IsAllow)
            {
                grant = grant.With(kind, truth);
            }
            else
            {
                Denied = Denied.Or(truth);
            }
        }
        return grant;
    }

    public EvaluationResult Result(Truth allowed, IReadOnlyList<PolicyType> notAllowedBy)
    {
        var decision = Denied == Truth.True ? Decision.ExplicitlyDenied
            : allowed == Truth.False ? Decision.ImplicitlyDenied
            : allowed == Truth.True && Denied == Truth.False ? Decision.Allowed
            : Decision.Conditional;
        var deciding = decision switch
        {
            Decision.ExplicitlyDenied => _votes.FindAll(vote => !vote.Statement.Source.IsAllow && vote.Truth == Truth.True),
            Decision.Conditional => _votes,
            Decision.Allowed => _votes.FindAll(vote => vote.Statement.Source.IsAllow && vote.Truth == Truth.True),
            _ => _votes.FindAll(vote => vote.Statement.Source.IsAllow),
        };
        SortedSet<string> keys = new(StringComparer.OrdinalIgnoreCase);
        var hangsOnResource = false;
        if (decision == Decision.Conditional)
        {
            foreach (var vote in _votes.Where(vote => vote.Truth == Truth.Unknown))
            {
                vote.Statement.AddUnknown(request, keys);
                hangsOnResource |= vote.Statement.HangsOnResource(request);
            }
        }
        return new(decision, deciding.ConvertAll(vote => new DecidingStatement(vote.Policy, vote.Statement.Source)), [.. keys], hangsOnResource,
            decision == Decision.ImplicitlyDenied ? notAllowedBy : []);
    }

    private readonly record struct Vote(CompiledPolicy Policy, CompiledStatement Statement, Truth Truth);
}

/// <summary>What the Allow statements of a policy come to, by how closely they name the principal.</summary>
internal readonly record struct Grant(Truth Account, Truth Role, Truth Principal)
{
    public Truth Any => Account.Or(Role).Or(Principal);

    public Grant With(GrantKind kind, Truth truth) => kind switch
    {
        GrantKind.Account => this with { Account = Account.Or(truth) },
        GrantKind.Role => this with { Role = Role.Or(truth) },
        _ => this with { Principal = Principal.Or(truth) },
    };
}
