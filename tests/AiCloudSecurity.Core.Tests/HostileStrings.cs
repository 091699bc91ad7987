using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Strings that attack whoever reads a report (hostile-strings.txt), each with the kind of attack.</summary>
internal static partial class HostileStrings
{
    // What is longer is for single tests: a page of them all would be hundreds of megabytes.
    private const int Longest = 10_000;

    /// <summary>All of them, a mebibyte long the longest.</summary>
    public static IReadOnlyList<(string Kind, string Text)> All { get; } =
        [.. from line in File.ReadLines(Path.Join(AppContext.BaseDirectory, "hostile-strings.txt"))
            where !line.StartsWith('#')
            let parts = line.Split('\t', 2)
            select (parts[0], Decoded(parts[1]))];

    /// <summary>Those that may be in every field of every finding of a report.</summary>
    public static string[] Names { get; } = [.. All.Select(hostile => hostile.Text).Where(text => text.Length <= Longest)];

    private static string Decoded(string text) => Repeated().Replace(Escape().Replace(text, escape => escape.Value == @"\\" ? @"\"
            : ((char)ushort.Parse(escape.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()),
        repeated => new StringBuilder().Insert(0, repeated.Groups["text"].Value, int.Parse(repeated.Groups["times"].ValueSpan, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex(@"\\\\|\\u[0-9a-f]{4}")]
    private static partial Regex Escape();

    [GeneratedRegex(@"^\{(?<text>.+)\*(?<times>[0-9]+)\}$", RegexOptions.Singleline)]
    private static partial Regex Repeated();
}
