namespace AiCloudSecurity.Iam;

/// <summary>A statement that decided, or on which the decision hangs.</summary>
/// <param name="Policy">The policy that holds it.</param>
/// <param name="Statement">The statement.</param>
public sealed record DecidingStatement(CompiledPolicy Policy, PolicyStatement Statement);

/// <summary>What AWS answers to a request, and why.</summary>
/// <param name="Decision">The answer.</param>
/// <param name="Statements">
/// Of an explicit Deny the statements that deny; of an Allow those that allow, of each type of policy; of a conditional
/// answer those that may do either; of an implicit Deny those that allow in vain.
/// </param>
/// <param name="ConditionKeys">The keys on which a conditional answer hangs, in alphabetical order.</param>
/// <param name="HangsOnResource">Whether a conditional answer differs between resources of the pattern that was asked about.</param>
/// <param name="NotAllowedBy">The types of policies that had to allow and did not, where the answer is an implicit Deny.</param>
public sealed record EvaluationResult(
    Decision Decision,
    IReadOnlyList<DecidingStatement> Statements,
    IReadOnlyList<string> ConditionKeys,
    bool HangsOnResource,
    IReadOnlyList<PolicyType> NotAllowedBy);
