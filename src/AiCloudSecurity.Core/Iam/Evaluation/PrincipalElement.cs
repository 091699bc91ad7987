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
        if (named.IsEverybody)
        {
            return GrantKind.Principal;
        }
        var isKind = named.Kind switch
        {
            "Service" => principal.Type == PrincipalType.Service,
            "Federated" => principal.Type == PrincipalType.Federated,
            "AWS" => principal.Account is not null,
            _ => false,
        };
        return !isKind ? GrantKind.None
            : named.Value == principal.Name ? principal.Type == PrincipalType.Role ? GrantKind.Role : GrantKind.Principal
            : principal.RoleArn is not null && named.Value == principal.RoleArn ? GrantKind.Role
            : named.Kind == "AWS" && IsAccount(named, principal) ? GrantKind.Account
            : GrantKind.None;
    }

    // A request has several principals: the session, its role, the account. NotPrincipal spares it only where all
    // of them are listed; that is why AWS says to list the account too.
    private static bool IsExcepted(IReadOnlyList<PolicyPrincipal> named, Principal principal)
    {
        if (named.Any(one => one.IsEverybody))
        {
            return true;
        }
        return principal.Account is null
            ? named.Any(one => Names(one, principal) == GrantKind.Principal)
            : named.Any(one => one.Kind == "AWS" && one.Value == principal.Name)
                && (principal.RoleArn is null || named.Any(one => one.Kind == "AWS" && one.Value == principal.RoleArn))
                && named.Any(one => one.Kind == "AWS" && IsAccount(one, principal));
    }

    private static bool IsAccount(PolicyPrincipal named, Principal principal) =>
        named.Value == principal.Account
        || named.Value.EndsWith(":root", StringComparison.Ordinal) && named.Value.StartsWith("arn:", StringComparison.Ordinal)
            && named.Value.Contains(":iam::", StringComparison.Ordinal) && named.Account == principal.Account;
}
