namespace AiCloudSecurity.Iam;

/// <summary>The condition keys of a request and their values. Names of keys are taken whatever their case.</summary>
public sealed class RequestContext
{
    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A context of these keys.</summary>
    /// <param name="values">The values of each key.</param>
    /// <param name="isComplete">Whether a key that is not named is absent from the request; else it is unknown.</param>
    /// <exception cref="ArgumentException">A key is named twice.</exception>
    public RequestContext(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> values, bool isComplete = true)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (key, texts) in values)
        {
            _values.Add(key, texts);
        }
        IsComplete = isComplete;
    }

    /// <summary>No key is in the request.</summary>
    public static RequestContext Empty { get; } = new([]);

    /// <summary>Nothing is known of the keys: the answer says on which it hangs.</summary>
    public static RequestContext Unknown { get; } = new([], isComplete: false);

    /// <summary>Whether a key that is not named is absent from the request.</summary>
    public bool IsComplete { get; }

    internal bool TryGet(string key, out IReadOnlyList<string> values)
    {
        var found = _values.TryGetValue(key, out var known);
        values = known ?? [];
        return found;
    }
}
