using System.Runtime.CompilerServices;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>Who may take a role, by its trust policy.</summary>
internal static class RoleTrust
{
    private static readonly ConditionalWeakTable<PolicyDocument, CompiledPolicy> s_compiled = [];
    private static readonly ConditionalWeakTable<PolicyDocument, StrongBox<bool>> s_nobody = [];
    private static readonly string[] s_assume = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

    /// <summary>What AWS answers to somebody who wants to take it.</summary>
    /// <exception cref="UnseenException">The trust policy was not read or cannot be understood.</exception>
    public static Decision Admits(IamRole role, Principal principal, Accesses accesses)
    {
        // A service takes it for this account's own resources.
        var context = PrincipalAccess.Direct(new KeyValuePair<string, IReadOnlyList<string>>("aws:SourceAccount", [accesses.Scope.Id]), new KeyValuePair<string, IReadOnlyList<string>>("sts:ExternalId", []));
        return PolicyEvaluator.Evaluate(new Request(principal, "sts:AssumeRole", role.Arn ?? role.Identity.Id) { Context = context },
            new() { Resource = Compile(role), ResourceControl = accesses.Limits.ResourceControl }).Decision;
    }

    /// <summary>Whether nobody at all may take it: of a deleted principal only an id is left, which is nobody.</summary>
    public static bool AdmitsNobody(IamRole role) => role.AssumeRolePolicyDocument is { } document && s_nobody.GetValue(document, static trust => new(NamesNobody(trust))).Value;

    /// <summary>The services that its trust policy names; null where it may mean any: it was not read, names everybody, or all but some.</summary>
    public static IEnumerable<string>? Services(IamRole role)
    {
        try
        {
            return role.AssumeRolePolicyDocument is not { } document || document.Statements.Any(statement => statement.ExceptPrincipals || (statement.Principals ?? []).Any(principal => principal.IsEverybody)) ? null
                : document.Statements.SelectMany(statement => statement.Principals ?? []).Where(principal => principal.Kind == "Service").Select(principal => principal.Value);
        }
        catch (MalformedPolicyException)
        {
            return null;
        }
    }

    private static bool NamesNobody(PolicyDocument document)
    {
        try
        {
            return !document.Statements.Any(statement => statement.IsAllow && s_assume.Any(action => statement.IsOnAction(action))
                && (statement.ExceptPrincipals || (statement.Principals ?? []).Any(principal => principal.IsEverybody || principal.Kind != "AWS" || principal.Account is not null)));
        }
        catch (MalformedPolicyException)
        {
            return false;
        }
    }

    private static CompiledPolicy Compile(IamRole role)
    {
        try
        {
            return s_compiled.GetValue(role.AssumeRolePolicyDocument ?? throw new UnseenException("Its trust policy was not read."),
                document => CompiledPolicy.Compile("trust policy", PolicyType.Resource, document));
        }
        catch (MalformedPolicyException malformed)
        {
            throw new UnseenException($"Its trust policy cannot be understood. {malformed.Message}.");
        }
    }
}
