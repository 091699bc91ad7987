namespace AiCloudSecurity.Iam.Azure;

/// <summary>What somebody asks Azure to do.</summary>
/// <param name="Principal">The object id of who asks.</param>
/// <param name="Operation">As Microsoft.CognitiveServices/accounts/listKeys/action.</param>
/// <param name="IsData">Whether it is on what is in a resource, not on the resource.</param>
/// <param name="Resource">The resource's id, or a scope: then everything below it is asked about.</param>
public sealed record RoleRequest(string Principal, string Operation, bool IsData, string Resource)
{
    /// <summary>The groups that he is in; null where that is not known of any.</summary>
    public IReadOnlySet<string>? Groups { get; init; }

    /// <summary>The groups of which it is not known whether he is in them, beside those that he is in.</summary>
    public IReadOnlySet<string> OpenGroups { get; init; } = new HashSet<string>();

    /// <summary>Attributes that are known, as @Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId]; of all others nothing is. One without values is absent.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    internal IReadOnlyList<string>? Attribute(string name) => Attributes.FirstOrDefault(attribute => attribute.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>What Azure answers.</summary>
/// <param name="Decision">Allowed, denied, or on what hangs.</param>
/// <param name="By">The roles that give it, those that give it without a condition first.</param>
/// <param name="DeniedBy">The deny assignments that take it, or may.</param>
/// <param name="Conditions">On what a conditional answer hangs, in words.</param>
/// <param name="Unseen">Why it cannot be said; null where it can. Then the decision says no more than that nothing else allows it.</param>
public sealed record RoleAnswer(Decision Decision, IReadOnlyList<HeldRole> By, IReadOnlyList<Deny> DeniedBy, IReadOnlyList<string> Conditions, string? Unseen = null)
{
    /// <summary>Whether there is a way to do it.</summary>
    /// <exception cref="UnseenException">That cannot be said.</exception>
    public bool Exists => Decision >= Decision.Conditional || (Unseen is null ? false : throw new UnseenException(Unseen));

    /// <summary>Whether it may be done, whatever is asked for.</summary>
    /// <exception cref="UnseenException">That cannot be said.</exception>
    public bool IsFree => Decision == Decision.Allowed || (Unseen is null ? false : throw new UnseenException(Unseen));
}
