using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>
/// Proves of statements that what was used stays allowed: each request that was seen, and each used action where its
/// requests were not. Where the resources that were seen turn out to be too few, they are left as they were granted.
/// </summary>
internal sealed class PolicyProof
{
    private PolicyProof(IReadOnlyList<DraftStatement> statements, int @checked, IReadOnlyList<string> lost)
    {
        Statements = statements;
        Checked = @checked;
        Lost = lost;
    }

    /// <summary>The statements.</summary>
    public IReadOnlyList<DraftStatement> Statements { get; }

    /// <summary>How many requests were asked.</summary>
    public int Checked { get; }

    /// <summary>The actions of those that are allowed now and would not be.</summary>
    public IReadOnlyList<string> Lost { get; }

    /// <exception cref="UnseenException">A policy was not read or cannot be understood.</exception>
    public static PolicyProof Of(IamPrincipal principal, IdentityPolicies held, LeastPolicy least, PrincipalUse use, Scope scope)
    {
        var who = Accesses.PrincipalOf(principal, scope);
        var compiled = new CompiledPolicies();
        var now = new ApplicablePolicies
        {
            Identity = [.. held.Policies.Select(policy => compiled.Of(policy, PolicyType.Identity))],
            PermissionsBoundary = held.Boundary is { } boundary ? compiled.Of(boundary, PolicyType.PermissionsBoundary) : null,
        };
        var requests = least.Used.SelectMany(action => Requests(who, action, least.Met(action), use, scope)).Where(request => Rank(PolicyEvaluator.Evaluate(request, now)) > 0).ToList();
        while (true)
        {
            var statements = least.Statements();
            var then = now with { Identity = statements.Count == 0 ? [] : [CompiledPolicy.Compile("least", PolicyType.Identity, PolicyDocument.Parse(DraftStatement.Write(statements)))] };
            var lost = requests.Where(request => Rank(PolicyEvaluator.Evaluate(request, then)) < Rank(PolicyEvaluator.Evaluate(request, now))).Select(request => request.Action).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            // What was seen may be less than what a call needs: then the grant stays as wide as it was.
            if (!lost.Any(least.Unscope))
            {
                return new(statements, requests.Count, lost);
            }
        }
    }

    // As they were seen; else for each kind of resource one that asks about all of it.
    private static IEnumerable<Request> Requests(Principal who, AiAction action, IEnumerable<string> met, PrincipalUse use, Scope scope)
    {
        var unknown = new RequestContext(met.Select(key => KeyValuePair.Create<string, IReadOnlyList<string>>(key, ["what was seen"])), isComplete: false);
        if (action.Resources is null or [])
        {
            yield return new(who, action.Name, "*") { Context = unknown };
            yield break;
        }
        var seen = use.Calls(action.Name).SelectMany(call => ApiActions.Resources(call, action, scope)).Distinct(StringComparer.Ordinal).ToList();
        foreach (var resource in seen.Count > 0 ? seen : action.Patterns(scope.Partition, scope.Id)!)
        {
            yield return new(who, action.Name, resource) { Context = unknown, ResourceIsPattern = resource.AsSpan().ContainsAny('*', '?') };
        }
        foreach (var role in action.Sink is { } sink ? use.Calls(action.Name).SelectMany(ApiActions.Roles).Distinct(StringComparer.Ordinal).Select(role => (role, sink.Service)) : [])
        {
            yield return new(who, "iam:PassRole", role.role) { Context = new([new("iam:PassedToService", [role.Service])], isComplete: false) };
        }
    }

    private static int Rank(EvaluationResult result) => result.Decision switch
    {
        Decision.Allowed => 2,
        Decision.Conditional => 1,
        _ => 0,
    };
}
