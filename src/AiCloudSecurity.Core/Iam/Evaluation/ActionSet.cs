namespace AiCloudSecurity.Iam;

/// <summary>The operations of one service of which a statement speaks.</summary>
internal sealed class ActionSet
{
    private readonly HashSet<string>? _names;
    private readonly Glob[] _patterns;
    private readonly bool _except;
    private readonly bool _all;

    /// <summary>What a statement says about a service.</summary>
    /// <param name="operations">Names and patterns of the service's operations.</param>
    /// <param name="all">Whether the statement names everything.</param>
    /// <param name="except">Whether it speaks of all but what it names.</param>
    public ActionSet(List<string> operations, bool all, bool except)
    {
        _except = except;
        _all = all || operations.Contains("*");
        if (_all)
        {
            _patterns = [];
            return;
        }
        var patterns = operations.FindAll(IsPattern);
        _patterns = [.. patterns.ConvertAll(Glob.Action)];
        if (patterns.Count < operations.Count)
        {
            _names = new(operations, StringComparer.OrdinalIgnoreCase);
            _names.ExceptWith(patterns);
        }
    }

    /// <summary>Whether it holds no operation at all.</summary>
    public bool IsEmpty => _except ? _all : !_all && _names is null && _patterns.Length == 0;

    public bool Contains(string operation)
    {
        if (_all || _names?.Contains(operation) is true)
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

    private static bool IsPattern(string operation) => operation.AsSpan().ContainsAny('*', '?');
}
