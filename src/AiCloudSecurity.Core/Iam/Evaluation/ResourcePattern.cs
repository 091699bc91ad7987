namespace AiCloudSecurity.Iam;

/// <summary>One pattern of Resource or NotResource. A star spans colons and slashes, as AWS lets it.</summary>
/// <param name="text">The pattern.</param>
/// <param name="variables">Whether there are variables: not in policies of version 2008-10-17.</param>
/// <param name="except">Whether it is of NotResource.</param>
internal sealed class ResourcePattern(string text, bool variables, bool except)
{
    private const int Parts = 6;
    private readonly PolicyText _text = PolicyText.Parse(text, wildcards: true, variables, negated: false);

    /// <summary>Whether the resource is one that it stands for; where the request has a pattern, whether all are, or some (Unknown).</summary>
    public Truth IsOn(Request request)
    {
        if (_text.Constant is not null && !request.ResourceIsPattern)
        {
            return _text.Matches(request.Resource, request);
        }
        var resolved = _text.Resolve(request, out var pattern);
        var resource = request.ResourcePattern ?? request.Resource;
        if (resolved == Truth.False)
        {
            // A variable that the request lacks: Resource stands for nothing, and NotResource excepts all of that
            // kind, so that either way the statement does not count. Another kind it cannot mean.
            return !except || !Glob.Overlap(Kind(pattern), Kind(resource)) ? Truth.False
                : request.ResourceIsPattern && !Glob.Matches(Kind(pattern), Kind(resource)) ? Truth.Unknown
                : Truth.True;
        }
        return !request.ResourceIsPattern ? Truths.Of(Glob.Matches(pattern, resource)).And(resolved)
            : resolved == Truth.True && Glob.Matches(pattern, resource) ? Truth.True
            : Overlap(pattern, resource) ? Truth.Unknown
            : Truth.False;
    }

    /// <summary>The pattern with its variables filled in, those unknown as a star; null where the request lacks one.</summary>
    public string? Fill(Request request) => _text.Resolve(request, out var pattern) == Truth.False ? null : PolicyText.Decode(pattern);

    /// <summary>Adds the variables of which nothing is known.</summary>
    public void AddUnknown(Request request, ISet<string> keys) => _text.AddUnknown(request, keys);

    // Where both are whole, part by part: no ARN has colons before its sixth part, though a star would take them.
    public static bool Overlap(string left, string right)
    {
        Span<Range> lefts = stackalloc Range[Parts], rights = stackalloc Range[Parts];
        if (left.AsSpan().Split(lefts, ':') != Parts || right.AsSpan().Split(rights, ':') != Parts)
        {
            return Glob.Overlap(left, right);
        }
        for (var i = 0; i < Parts; i++)
        {
            if (!Glob.Overlap(left.AsSpan(lefts[i]), right.AsSpan(rights[i])))
            {
                return false;
            }
        }
        return true;
    }

    // Partition, service, region and account.
    private static ReadOnlySpan<char> Kind(string arn)
    {
        var length = 0;
        for (var colons = 0; length < arn.Length && colons < Parts - 1; length++)
        {
            colons += arn[length] == ':' ? 1 : 0;
        }
        return arn.AsSpan(0, length);
    }
}
