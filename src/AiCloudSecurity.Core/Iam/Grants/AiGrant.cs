namespace AiCloudSecurity.Iam;

/// <summary>Who may do what on which AI resource, and by which statement.</summary>
/// <param name="Principal">The ARN of the user, group or role; in Azure the object id; in Google Cloud the member, as user:ann@example.com.</param>
/// <param name="PrincipalType">Which of these it is.</param>
/// <param name="Action">The action.</param>
/// <param name="Resource">The resources that the statement names, as a pattern; in Azure and Google Cloud the resource on which, and below which, it holds.</param>
/// <param name="Decision">What the cloud answers for all of these resources; Conditional where that hangs on something.</param>
/// <param name="Conditions">On what a conditional answer hangs, in words; else empty.</param>
/// <param name="PolicyName">
/// The policy or role that decided: the one that allows, that denies, or, for an implicit Deny, the boundary that does not allow.
/// </param>
/// <param name="StatementSid">The statement that decided: its Sid, or its place where it has none; empty for a boundary that does not allow. In Azure the id of the assignment, in Google Cloud where the binding is.</param>
/// <param name="Group">The group through which the policy is held; null where it is the principal's own.</param>
/// <param name="Use">Whether the principal has used the action; null where nobody asked, or where that is no user or role.</param>
/// <param name="LastUsed">When it last did, as far as that is known.</param>
public sealed record AiGrant(
    string Principal,
    PrincipalType PrincipalType,
    string Action,
    string Resource,
    Decision Decision,
    string Conditions,
    string PolicyName,
    string StatementSid,
    string? Group = null,
    Use? Use = null,
    DateTimeOffset? LastUsed = null)
{
    /// <summary>What the action lets its caller do, where the table of AWS's actions does not say it.</summary>
    public ActionClass? Class { get; init; }
}

/// <summary>The grants of one principal.</summary>
/// <param name="Principal">Its ARN.</param>
/// <param name="PrincipalType">User, group or role.</param>
/// <param name="Grants">What its policies grant, also where a Deny or a boundary takes it away; empty where that cannot be said.</param>
/// <param name="Unseen">Why nothing can be said; null where something can.</param>
public sealed record PrincipalGrants(string Principal, PrincipalType PrincipalType, IReadOnlyList<AiGrant> Grants, string? Unseen = null)
{
    /// <summary>Of a group: why it is not known who is in it, and so has what it is granted; else null.</summary>
    public string? WhyMembersUnknown { get; init; }
}
