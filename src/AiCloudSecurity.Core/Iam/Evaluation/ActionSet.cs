namespace AiCloudSecurity.Iam;

/// <summary>The operations of one service of which a statement speaks.</summary>
internal sealed class ActionSet
{
    private readonly HashSet<string> _names;
    private readonly Glob[] _patterns;
    private readonly bool _except;
    private readonly bool _all;

    /// <summary>What a statement says about a service.</summary>
    /// <param name="operations">Names and patterns of the service's operations.</param>
    /// <param name="all">Whether the statement names everything.</param>
    /// <param name="except">Whether it speaks of all but what it names.</param>
    public ActionSet(IEnumerable<string> operations, bool all, bool except)
    {
        _except = except;
        List<string> patterns = [];
        _names = new(StringComparer.OrdinalIgnoreCase);
        foreach (var operation in operations)
        {
            all |= operation == "*";
            if (operation.AsSpan().ContainsAny('*', '?'))
            {
                patterns.Add(operation);
            }
            else
            {
                _names.Add(operation);
            }
        }
        _all = all;
        _patterns = all ? [] : [.. patterns.Select(Glob.Action)];
    }

    /// <summary>Whether it holds no operation at all.</summary>
    public bool IsEmpty => _except ? _all : !_all && _names.Count == 0 && _patterns.Length == 0;

    public bool Contains(string operation)
    {
        if (_all || _names.Contains(operation))
        {
            return !_except;
        }
        foreach (var pattern in _patterns)
        {
            if (pattern.Matches(operation))
            {
                return !_except;
            }
        }
        return _except;
    }
}

/// <summary>A pattern of actions, taken apart: IAM takes no wildcards in the service, but a star for everything.</summary>
internal sealed record ActionPattern(string? Service, string Operation)
{
    public static ActionPattern Parse(Glob action, string place)
    {
        var colon = action.Text.IndexOf(':', StringComparison.Ordinal);
        return action.Text is "*" or "*:*" ? new(null, "*")
            : colon > 0 && colon < action.Text.Length - 1 && !action.Text.AsSpan(0, colon).ContainsAny('*', '?') ? new(action.Text[..colon], action.Text[(colon + 1)..])
            : throw new MalformedPolicyException(place, $"{Display.Safe(action.Text)} does not say of which service");
    }
}
