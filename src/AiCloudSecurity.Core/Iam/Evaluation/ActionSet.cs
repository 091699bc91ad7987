namespace AiCloudSecurity.Iam;

/// <summary>The operations of one service of which a statement speaks.</summary>
internal sealed class ActionSet
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Glob> _patterns = [];
    private readonly bool _except;
    private readonly bool _all;

    /// <summary>What the patterns say about a service.</summary>
    /// <param name="patterns">Patterns of actions.</param>
    /// <param name="service">The service; null for one that no pattern names.</param>
    /// <param name="except">Whether it is all but these.</param>
    public ActionSet(IReadOnlyList<ActionPattern> patterns, string? service, bool except)
    {
        _except = except;
        foreach (var pattern in patterns)
        {
            if (pattern.IsEverything || pattern.Operation == "*" && pattern.IsOn(service))
            {
                _all = true;
            }
            else if (pattern.IsOn(service))
            {
                if (pattern.Operation.AsSpan().ContainsAny('*', '?'))
                {
                    _patterns.Add(Glob.Action(pattern.Operation));
                }
                else
                {
                    _names.Add(pattern.Operation);
                }
            }
        }
    }

    /// <summary>Whether it holds no operation at all.</summary>
    public bool IsEmpty => _except ? _all : !_all && _names.Count == 0 && _patterns.Count == 0;

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
    public bool IsEverything => Service is null;

    public static ActionPattern Parse(Glob action, string place)
    {
        var colon = action.Text.IndexOf(':', StringComparison.Ordinal);
        return action.Text is "*" or "*:*" ? new(null, "*")
            : colon > 0 && colon < action.Text.Length - 1 && !action.Text.AsSpan(0, colon).ContainsAny('*', '?') ? new(action.Text[..colon], action.Text[(colon + 1)..])
            : throw new MalformedPolicyException(place, $"{Display.Safe(action.Text)} does not say of which service");
    }

    public bool IsOn(string? service) => service is not null && service.Equals(Service, StringComparison.OrdinalIgnoreCase);
}
