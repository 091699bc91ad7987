namespace AiCloudSecurity.Iam;

/// <summary>
/// A pattern of the policy language: <c>*</c> stands for any text, <c>?</c> for one character. Compiled once;
/// matching allocates nothing.
/// </summary>
public sealed class Glob
{
    // Wildcards become characters that no name has, so that ${*} can stand for a star.
    internal const char Any = '\uE000';
    internal const char One = '\uE001';
    private readonly bool _ignoreCase;
    private readonly bool _escapes;

    private Glob(string text, bool ignoreCase, bool escapes)
    {
        Text = text;
        _ignoreCase = ignoreCase;
        _escapes = escapes;
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    // Made when something is first held against it: of a policy's patterns few ever are.
    private string Pattern => field ??= _escapes && Text.Contains("${", StringComparison.Ordinal) ? Unescape(Text) : Text.Replace('*', Any).Replace('?', One);

    /// <summary>A pattern of actions, whose case does not matter.</summary>
    public static Glob Action(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text, ignoreCase: true, escapes: false);
    }

    /// <summary>A pattern of resources or values, whose case matters.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="escapes">Whether <c>${*}</c>, <c>${?}</c> and <c>${$}</c> stand for those characters, as in policies of version 2012-10-17.</param>
    public static Glob Resource(string text, bool escapes = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text, ignoreCase: false, escapes);
    }

    private static string Unescape(string text)
    {
        var pattern = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '$' && i + 3 < text.Length && text[i + 1] == '{' && text[i + 2] is '*' or '?' or '$' && text[i + 3] == '}')
            {
                pattern.Append(text[i + 2]);
                i += 3;
            }
            else
            {
                pattern.Append(text[i] switch { '*' => Any, '?' => One, var literal => literal });
            }
        }
        return pattern.ToString();
    }

    /// <summary>Whether the text is one that the pattern stands for.</summary>
    public bool Matches(ReadOnlySpan<char> text) => Matches(Pattern, text, _ignoreCase);

    /// <summary>Whether the pattern stands for everything that the other one stands for.</summary>
    public bool Covers(Glob other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Matches(Pattern, other.Pattern, _ignoreCase);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    // Greedy, going back only to the last star: what an earlier star could take, the last one can take too.
    // Seen as text, a star of the other pattern is a character that only a star matches.
    internal static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase = false)
    {
        int p = 0, t = 0, star = -1, taken = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == Any)
            {
                star = p++;
                taken = t;
            }
            else if (p < pattern.Length && (pattern[p] == One ? text[t] != Any : Same(pattern[p], text[t], ignoreCase)))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++taken;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p] == Any)
        {
            p++;
        }
        return p == pattern.Length;
    }

    private static bool Same(char left, char right, bool ignoreCase) =>
        left == right || ignoreCase && char.IsAsciiLetter(left) && (left ^ right) == 0x20;

    // Whether some text matches both patterns. What is written out at both ends mostly tells.
    internal static bool Overlap(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (left.Length > 0 && right.Length > 0 && left[0] is not Any && right[0] is not Any)
        {
            if (left[0] != right[0] && left[0] != One && right[0] != One)
            {
                return false;
            }
            left = left[1..];
            right = right[1..];
        }
        while (left.Length > 0 && right.Length > 0 && left[^1] is not Any && right[^1] is not Any)
        {
            if (left[^1] != right[^1] && left[^1] != One && right[^1] != One)
            {
                return false;
            }
            left = left[..^1];
            right = right[..^1];
        }
        return left is [Any] || right is [Any]
            || (left.IsEmpty || right.IsEmpty ? left.IndexOfAnyExcept(Any) < 0 && right.IndexOfAnyExcept(Any) < 0 : OverlapWithin(left, right));
    }

    // Row by row over what is left of each; nothing lies below the first.
    private static bool OverlapWithin(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        Span<bool> row = right.Length < 256 ? stackalloc bool[right.Length + 1] : new bool[right.Length + 1];
        row.Clear();
        for (var l = left.Length; l >= 0; l--)
        {
            var diagonal = false;
            for (var r = right.Length; r >= 0; r--)
            {
                var below = row[r];
                row[r] = l == left.Length && r == right.Length
                    || l < left.Length && left[l] == Any && (below || r < right.Length && row[r + 1])
                    || r < right.Length && right[r] == Any && (row[r + 1] || below)
                    || l < left.Length && r < right.Length && left[l] != Any && right[r] != Any
                        && (left[l] == One || right[r] == One || left[l] == right[r]) && diagonal;
                diagonal = below;
            }
        }
        return row[0];
    }
}
