using System.Text.RegularExpressions;

namespace AiCloudSecurity.Gateways;

/// <summary>Replaces the keys and passwords in the text of a policy, and nothing else of it.</summary>
internal static partial class PolicySecrets
{
    /// <summary>The text without them.</summary>
    public static string Redacted(string text) =>
        Password().Replace(
            Header().Replace(text, header => Value().Replace(header.Value, value => IsReference(value.Groups["value"].Value) ? value.Value : $"{value.Groups["open"].Value}[redacted]</value>")),
            password => IsReference(password.Groups["value"].Value) ? password.Value : $"{password.Groups["open"].Value}[redacted]{password.Groups["close"].Value}");

    // A named value or an expression says where the secret is kept; a text in an expression is one.
    private static bool IsReference(string value) =>
        value.Trim() is var trimmed && (trimmed.StartsWith("{{", StringComparison.Ordinal) || trimmed.Length == 0
            || trimmed.StartsWith('@') && !Literal().IsMatch(trimmed));

    [GeneratedRegex("""<set-(header|query-parameter)\b[^>]*name\s*=\s*["'][^"']*(key|auth|token|secret|password|credential)[^"']*["'][^>]*>.*?</set-(header|query-parameter)>""", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Header();

    [GeneratedRegex("(?<open><value>)(?<value>.*?)</value>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Value();

    [GeneratedRegex("""(?<open>\b(password|client-secret|secret)\s*=\s*(?<quote>["']))(?<value>[^"']*)(?<close>\k<quote>)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Password();

    [GeneratedRegex("""^@\(\s*(&quot;|")""", RegexOptions.CultureInvariant)]
    private static partial Regex Literal();
}
