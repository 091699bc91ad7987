using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Iam.Azure;

/// <summary>What a role gives, or what is denied: ready to be asked.</summary>
internal sealed class RolePermissions
{
    private readonly Part[] _parts;

    /// <summary>Makes them ready.</summary>
    /// <exception cref="FormatException">A condition is malformed.</exception>
    public RolePermissions(IEnumerable<RolePermission> permissions) => _parts = [.. permissions.Select(permission => new Part(permission))];

    /// <summary>The patterns that give, without those that are taken away.</summary>
    public IEnumerable<OperationPattern> Patterns => _parts.SelectMany(part => part.Actions.Concat(part.DataActions));

    /// <summary>Whether a request is among them.</summary>
    public Truth Hold(RoleRequest request, ISet<string> hangsOn)
    {
        var held = Truth.False;
        HashSet<string> open = new(StringComparer.OrdinalIgnoreCase);
        foreach (var part in _parts)
        {
            held = held.Or(part.Holds(request, open));
        }
        if (held == Truth.Unknown)
        {
            hangsOn.UnionWith(open);
        }
        return held;
    }

    private sealed class Part(RolePermission permission)
    {
        private readonly OperationPattern[] _notActions = Patterns(permission.NotActions);
        private readonly OperationPattern[] _notDataActions = Patterns(permission.NotDataActions);
        private readonly RoleCondition? _condition = string.IsNullOrWhiteSpace(permission.Condition) ? null : RoleCondition.Parse(permission.Condition);

        public OperationPattern[] Actions { get; } = Patterns(permission.Actions);

        public OperationPattern[] DataActions { get; } = Patterns(permission.DataActions);

        public Truth Holds(RoleRequest request, ISet<string> hangsOn)
        {
            var given = Matches(request.IsData ? DataActions : Actions, request, hangsOn);
            var taken = given == Truth.False ? Truth.False : Matches(request.IsData ? _notDataActions : _notActions, request, hangsOn);
            var held = given.And(taken.Not());
            return held == Truth.False ? held : held.And(_condition?.Holds(request, hangsOn) ?? Truth.True);
        }

        private static Truth Matches(OperationPattern[] patterns, RoleRequest request, ISet<string> hangsOn)
        {
            var matches = Truth.False;
            foreach (var pattern in patterns)
            {
                var one = pattern.Matches(request.Operation);
                if (one == Truth.True)
                {
                    return one;
                }
                if (one == Truth.Unknown)
                {
                    matches = one;
                    hangsOn.Add($"whether Azure takes {pattern.Text} for {request.Operation}, too");
                }
            }
            return matches;
        }

        private static OperationPattern[] Patterns(IReadOnlyList<string>? texts) => [.. (texts ?? []).Select(text => new OperationPattern(text))];
    }
}
