namespace AiCloudSecurity.Iam;

/// <summary>What kind of policy is written, which decides how long it may be.</summary>
public enum AiPolicyKind
{
    /// <summary>A managed policy: 6,144 characters each; several can be attached.</summary>
    Managed,
    /// <summary>A policy that is a part of the principal: all of these together 10,240 characters for a role and 2,048 for a user.</summary>
    Inline,
}

/// <summary>Puts statements into as few policies as their limits of size allow. AWS does not count white space.</summary>
internal static class PolicyPacking
{
    // "IAM and AWS STS quotas".
    public const int Managed = 6_144;

    public static int InlineOf(PrincipalType type) => type == PrincipalType.User ? 2_048 : 10_240;

    /// <summary>The policies; null where they cannot be made small enough.</summary>
    public static IReadOnlyList<string>? Pack(IReadOnlyList<DraftStatement> statements, int limit)
    {
        List<List<DraftStatement>> policies = [];
        List<int> sizes = [];
        // The longest first, each into the first policy that has room.
        foreach (var statement in Cut(statements, limit - DraftStatement.Empty) is { } cut ? cut.OrderByDescending(one => one.Size).ToList() : [])
        {
            var size = statement.Size;
            var room = sizes.FindIndex(taken => taken + size <= limit);
            if (room < 0)
            {
                policies.Add([]);
                sizes.Add(DraftStatement.Empty);
                room = policies.Count - 1;
            }
            policies[room].Add(statement);
            sizes[room] += size;
        }
        return policies.Count == 0 && statements.Count > 0 ? null : [.. policies.Select(DraftStatement.Write)];
    }

    private static List<DraftStatement>? Cut(IReadOnlyList<DraftStatement> statements, int limit)
    {
        List<DraftStatement> cut = [];
        var open = new Stack<DraftStatement>(statements.Reverse());
        while (open.TryPop(out var statement))
        {
            if (statement.Size <= limit)
            {
                cut.Add(statement);
            }
            else if (statement.Halves() is var (first, second))
            {
                open.Push(second);
                open.Push(first);
            }
            else
            {
                return null;
            }
        }
        return cut;
    }
}
