namespace AiCloudSecurity.Iam;

/// <summary>Who may do what on which AI resource: flat and scalar, ready for CSV. Every text in it is safe to show.</summary>
public sealed record AiIamGrant
{
    /// <summary>The cloud.</summary>
    public required Cloud Cloud { get; init; }

    /// <summary>The account.</summary>
    public required string Scope { get; init; }

    /// <summary>Who: the ARN of a user, group or role, or whom the policy of a resource names; in Azure the object id.</summary>
    public required string Principal { get; init; }

    /// <summary>What kind of principal it is.</summary>
    public required PrincipalType PrincipalType { get; init; }

    /// <summary>What the action lets its caller do.</summary>
    public required ActionClass ActionClass { get; init; }

    /// <summary>The action, as sagemaker:CreateEndpoint.</summary>
    public required string Action { get; init; }

    /// <summary>The resources, as a pattern.</summary>
    public required string Resource { get; init; }

    /// <summary>What the cloud answers.</summary>
    public required Decision Effect { get; init; }

    /// <summary>On what a conditional answer hangs; else empty.</summary>
    public required string Conditions { get; init; }

    /// <summary>The policy that decided; with the group through which it is held.</summary>
    public required string Policy { get; init; }

    /// <summary>The statement that decided: its Sid, or its place.</summary>
    public required string Statement { get; init; }

    /// <summary>Whether the action was used since the time that was asked for; null where nobody asked, and for groups and whom only a resource names.</summary>
    public Use? Use { get; init; }

    /// <summary>When it was last used (UTC), where AWS shows that.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>A grant of an account.</summary>
    public static AiIamGrant Of(AiGrant grant, Scope scope)
    {
        ArgumentNullException.ThrowIfNull(grant);
        ArgumentNullException.ThrowIfNull(scope);
        return new()
        {
            Cloud = scope.Cloud,
            Scope = Display.Safe(scope.Id),
            Principal = Display.Safe(grant.Principal),
            PrincipalType = grant.PrincipalType,
            ActionClass = grant.Class ?? AiActions.Find(grant.Action)?.Class ?? ActionClass.Write,
            Action = Display.Safe(grant.Action),
            Resource = Display.Safe(grant.Resource),
            Effect = grant.Decision,
            Conditions = Display.Safe(grant.Conditions),
            Policy = Display.Safe(grant.Group is null ? grant.PolicyName : $"{grant.PolicyName} (group {grant.Group})"),
            Statement = Display.Safe(grant.StatementSid),
            Use = grant.Use,
            LastUsed = grant.LastUsed,
        };
    }
}
