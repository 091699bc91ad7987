using System.Text;

namespace AiCloudSecurity.Iam;

/// <summary>
/// A text of a policy, with its wildcards and variables: taken apart once, matched without allocation unless it has
/// variables. Wildcards stand as the two characters that <see cref="Glob"/> uses.
/// </summary>
internal sealed class PolicyText
{
    private readonly bool _ignoreCase;
    private readonly bool _hasWildcards;
    // What lies before the first wildcard: most patterns are told apart by it alone.
    private readonly int _literal;
    private readonly string? _pattern;
    private readonly IReadOnlyList<Part> _parts = [];

    private PolicyText(IReadOnlyList<Part> parts, bool negated, bool ignoreCase)
    {
        _ignoreCase = ignoreCase;
        Unresolved = Truths.Of(negated);
        if (parts is [{ Key: null } only])
        {
            _pattern = only.Text!;
            var wildcard = _pattern.AsSpan().IndexOfAny(Glob.Any, Glob.One);
            _hasWildcards = wildcard >= 0;
            _literal = wildcard < 0 ? _pattern.Length : wildcard;
        }
        else
        {
            _parts = parts;
        }
    }

    /// <summary>What it says where it has no variables.</summary>
    public string? Constant => _pattern;

    /// <summary>Wildcards of a text as patterns hold them.</summary>
    public static string Encode(string text) => text.Replace('*', Glob.Any).Replace('?', Glob.One);

    /// <summary>A pattern as people write it.</summary>
    public static string Decode(string pattern) => pattern.Replace(Glob.Any, '*').Replace(Glob.One, '?');

    /// <summary>Takes a text apart.</summary>
    /// <param name="text">The text.</param>
    /// <param name="wildcards">Whether <c>*</c> and <c>?</c> are wildcards here.</param>
    /// <param name="variables">Whether there are variables: not in policies of version 2008-10-17.</param>
    /// <param name="negated">Whether the statement counts where the text does not match. One with a variable that the request does not resolve never counts.</param>
    /// <param name="ignoreCase">Whether case does not matter.</param>
    public static PolicyText Parse(string text, bool wildcards, bool variables, bool negated, bool ignoreCase = false)
    {
        if (!variables || !text.Contains("${", StringComparison.Ordinal))
        {
            return new([new(wildcards ? Encode(text) : text, null, null)], negated, ignoreCase);
        }
        List<Part> parts = [];
        var literal = new StringBuilder();
        var last = text.LastIndexOf('}');
        for (var i = 0; i < text.Length; i++)
        {
            if (i < last && text[i] == '$' && text[i + 1] == '{' && text.IndexOf('}', i) is var end)
            {
                var name = text[(i + 2)..end];
                if (name is "*" or "?" or "$")
                {
                    literal.Append(name);
                }
                else
                {
                    Flush();
                    var comma = name.IndexOf(',', StringComparison.Ordinal);
                    parts.Add(comma < 0
                        ? new(null, name.Trim(), null)
                        : new(null, name[..comma].Trim(), name[(comma + 1)..].Trim() is ['\'', .. var quoted, '\''] ? quoted : null));
                }
                i = end;
            }
            else
            {
                literal.Append(wildcards ? text[i] switch { '*' => Glob.Any, '?' => Glob.One, var other => other } : text[i]);
            }
        }
        Flush();
        return new(parts is [] ? [new("", null, null)] : parts, negated, ignoreCase);

        void Flush()
        {
            if (literal.Length > 0)
            {
                parts.Add(new(literal.ToString(), null, null));
                literal.Clear();
            }
        }
    }

    /// <summary>Whether it stands for that text.</summary>
    public Truth Matches(string text, Request request)
    {
        if (_pattern is not null)
        {
            return Truths.Of(Matches(text));
        }
        var resolved = Resolve(request, out var pattern);
        return resolved == Truth.False ? Unresolved : Glob.Matches(pattern, text, _ignoreCase) ? resolved : Truth.False;
    }

    /// <summary>What a comparison comes to where a variable is not resolved.</summary>
    public Truth Unresolved { get; }

    /// <summary>
    /// The text with its variables filled in: True; False where the request lacks one; Unknown where one is not known.
    /// Such a variable then is a star.
    /// </summary>
    public Truth Resolve(Request request, out string pattern)
    {
        if (_pattern is not null)
        {
            pattern = _pattern;
            return Truth.True;
        }
        var truth = Truth.True;
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            if (part.Key is null)
            {
                text.Append(part.Text);
                continue;
            }
            var found = request.Find(part.Key, out var values);
            var value = found == Truth.True && values is [var single] ? single : part.Default;
            if (found == Truth.Unknown || value is null || value.AsSpan().ContainsAny(Glob.Any, Glob.One))
            {
                text.Append(Glob.Any);
                truth = truth.And(found == Truth.Unknown ? found : Truth.False);
            }
            else
            {
                text.Append(value);
            }
        }
        pattern = text.ToString();
        return truth;
    }

    /// <summary>Adds the variables of which nothing is known.</summary>
    public void AddUnknown(Request request, ISet<string> keys)
    {
        foreach (var part in _parts)
        {
            if (part.Key is not null && request.Find(part.Key, out _) == Truth.Unknown)
            {
                keys.Add(part.Key);
            }
        }
    }

    private bool Matches(ReadOnlySpan<char> text)
    {
        if (!_hasWildcards)
        {
            return text.Equals(_pattern, _ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        }
        return text.StartsWith(_pattern.AsSpan(0, _literal), _ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
            && Glob.Matches(_pattern.AsSpan(_literal), text[_literal..], _ignoreCase);
    }

    private sealed record Part(string? Text, string? Key, string? Default);
}
