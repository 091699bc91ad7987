namespace AiCloudSecurity.Iam;

// How closely the policy of a resource names a principal, which decides what else must allow the request.
internal enum GrantKind
{
    /// <summary>It does not name it.</summary>
    None,
    /// <summary>It names the account, which leaves the decision to the account's identity policies.</summary>
    Account,
    /// <summary>It names the role: a boundary or session policy still limits the session.</summary>
    Role,
    /// <summary>It names everybody, the user, the session or the service: that suffices within the account.</summary>
    Principal,
}

/// <summary>Whom the Principal and NotPrincipal of a statement name.</summary>
internal static class PrincipalElement
{
    public static GrantKind Names(PolicyStatement statement, Principal principal)
    {
        if (statement.Principals is not { } named)
        {
            return GrantKind.Principal;
        }
        if (statement.ExceptPrincipals)
        {
            return IsExcepted(named, principal) ? GrantKind.None : GrantKind.Principal;
        }
        var closest = GrantKind.None;
        foreach (var one in named)
        {
            var kind = Names(one, principal);
            closest = kind > closest ? kind : closest;
        }
        return closest;
    }

    private static GrantKind Names(PolicyPrincipal named, Principal principal)
    {
        var isKind = named.Kind switch
        {
            "AWS" => principal.Account is not null || named.IsEverybody,
            "Service" => principal.Type == PrincipalType.Service,
            "Federated" => principal.Type == PrincipalType.Federated,
            _ => false,
        };
        return !isKind ? GrantKind.None
            // The star of a kind means all of that kind; that of AWS everybody.
            : named.Value == "*" ? GrantKind.Principal
            : IsItself(named, principal) ? principal.Type == PrincipalType.Role ? GrantKind.Role : GrantKind.Principal
            : IsIssuer(named, principal) ? GrantKind.Role
            : named.Kind == "AWS" && IsAccount(named, principal) ? GrantKind.Account
            : GrantKind.None;
    }

    // AWS shows a principal that was deleted by its unique id, which then names nobody.
    private static bool IsItself(PolicyPrincipal named, Principal principal) =>
        named.Value == principal.Name || principal.UniqueId is { } id && named.Value == id && principal.Type is PrincipalType.User or PrincipalType.Role;

    // The role of a session, or the user of a federated one: what session policies allow is the limit then.
    private static bool IsIssuer(PolicyPrincipal named, Principal principal) =>
        principal.IsIssuedBy(named.Value) || principal.UniqueId is { } id && named.Value == id;

    // A request has several principals: the session, its role, the account. NotPrincipal spares it only where all
    // of them are listed; that is why AWS says to list the account too.
    private static bool IsExcepted(IReadOnlyList<PolicyPrincipal> named, Principal principal)
    {
        if (principal.Account is null)
        {
            return named.Any(one => Names(one, principal) == GrantKind.Principal);
        }
        var listed = named.Where(one => one.Kind == "AWS").ToList();
        return listed.Exists(one => one.IsEverybody)
            || listed.Exists(one => IsItself(one, principal))
                && (principal.IssuerArn is null || listed.Exists(one => IsIssuer(one, principal)))
                && listed.Exists(one => IsAccount(one, principal));
    }

    private static bool IsAccount(PolicyPrincipal named, Principal principal) =>
        named.Value == principal.Account
        || named.Value.EndsWith(":root", StringComparison.Ordinal) && named.Value.StartsWith("arn:", StringComparison.Ordinal)
            && named.Value.Contains(":iam::", StringComparison.Ordinal) && named.Account == principal.Account;
}
