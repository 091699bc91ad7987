using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AiCloudSecurity;

/// <summary>Marks a member whose values may be secrets: they are replaced before a resource is made.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SensitiveAttribute : Attribute;

/// <summary>Marks a member of settings and scripts, which checks need: only what looks like a secret is replaced before a resource is made.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MayHoldSecretsAttribute : Attribute;

/// <summary>Marks the text of a gateway's policy: the keys in it are replaced before a resource is made, the rest stays.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SensitiveTextAttribute : Attribute;

/// <summary>
/// Replaces what may be a secret on its way into an estate. What looks like one becomes
/// <c>[secret: AWS access key]</c>, everything else <c>[redacted]</c>, so that checks can still say which.
/// </summary>
public static partial class Redaction
{
    private const string Redacted = "[redacted]";
    private const string SecretStart = "[secret: ";
    private static readonly string[] s_kinds = ["AWS access key", "private key", "token", "password in a URL", "password or key in a script", "value of a secret's name"];
    // What an estate that is opened again has been marked with; nothing else is taken for a mark.
    private static readonly FrozenSet<string> s_marks = s_kinds.Select(kind => $"{SecretStart}{kind}]").ToFrozenSet();

    /// <summary>Whether a replaced value was a secret by its looks.</summary>
    public static bool IsSecret(string? value) => value is not null && s_marks.Contains(value);

    /// <summary>What a value looks like, as "AWS access key"; null where it does not look like a secret.</summary>
    /// <param name="name">The name that the value goes by, where it has one.</param>
    /// <param name="value">The value or the text of a script.</param>
    public static string? KindOfSecret(string? name, string value)
    {
        if (AccessKey().IsMatch(value))
        {
            return s_kinds[0];
        }
        if (PrivateKey().IsMatch(value))
        {
            return s_kinds[1];
        }
        if (Token().IsMatch(value))
        {
            return s_kinds[2];
        }
        if (UrlPassword().IsMatch(value))
        {
            return s_kinds[3];
        }
        if (Assignment().IsMatch(Arn().Replace(value, "")))
        {
            return s_kinds[4];
        }
        return name is not null && SecretName().IsMatch(name) && !ReferenceName().IsMatch(name) && IsLiteral(value) ? s_kinds[5] : null;
    }

    /// <summary>
    /// A message without what looks like a secret: an error may quote what was sent, and its answer is shown to people.
    /// </summary>
    public static string InText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = Replaced(text, AccessKey(), s_kinds[0]);
        text = Replaced(text, PrivateKey(), s_kinds[1]);
        text = Replaced(text, Token(), s_kinds[2]);
        text = Replaced(text, UrlPassword(), s_kinds[3]);
        text = Replaced(text, Assignment(), s_kinds[4]);
        return Replaced(text, Credential(), s_kinds[5]);
    }

    private static string Replaced(string text, Regex secret, string kind)
    {
        var next = 0;
        for (var match = secret.Match(text); match.Success; match = secret.Match(text, next))
        {
            next = match.Index + match.Length;
            // A mark is no secret.
            if (match.Index > 0 && text[match.Index - 1] == '[')
            {
                continue;
            }
            // What tells a secret is its start; it goes on as far as its characters do, a key as far as its end.
            var end = match.Index + match.Length;
            if (secret == PrivateKey())
            {
                var last = text.IndexOf("-----END", end, StringComparison.Ordinal);
                end = last < 0 ? text.Length : last;
            }
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '-' or '.' or '/' or '+' or '='))
            {
                end++;
            }
            text = $"{text[..match.Index]}{SecretStart}{kind}]{text[end..]}";
            next = match.Index + SecretStart.Length + kind.Length + 1;
        }
        return text;
    }

    /// <summary>The names of members of a record that are marked.</summary>
    internal sealed class Marked(Type record)
    {
        public FrozenSet<string> Whole { get; } = Of<SensitiveAttribute>(record);

        public FrozenSet<string> Secrets { get; } = Of<MayHoldSecretsAttribute>(record);

        public FrozenSet<string> Texts { get; } = Of<SensitiveTextAttribute>(record);

        public bool Any => Whole.Count + Secrets.Count + Texts.Count > 0;

        private static FrozenSet<string> Of<TMark>(Type record) where TMark : Attribute => Members<TMark>(record, []).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    internal static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> wire, Marked marked)
    {
        if (JsonNode.Parse(wire.Span) is not { } root)
        {
            return wire;
        }
        return Walk(root, marked) ? JsonSerializer.SerializeToUtf8Bytes(root) : wire;
    }

    private static bool Walk(JsonNode node, Marked marked)
    {
        var changed = false;
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToArray())
                {
                    if (value is null)
                    {
                        continue;
                    }
                    if (marked.Texts.Contains(name) && value.GetValueKind() == JsonValueKind.String)
                    {
                        value.ReplaceWith(Gateways.PolicySecrets.Redacted(value.GetValue<string>()));
                        changed = true;
                        continue;
                    }
                    changed |= marked.Whole.Contains(name) ? Replace(value, NameOf(members, name), all: true)
                        : marked.Secrets.Contains(name) ? Replace(value, NameOf(members, name), all: false)
                        : Walk(value, marked);
                }
                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    changed |= item is not null && Walk(item, marked);
                }
                break;
        }
        return changed;
    }

    // A variable that is written as { "name": …, "value": … }: its name says what the value is.
    private static string NameOf(JsonObject members, string name) =>
        name.Equals("value", StringComparison.OrdinalIgnoreCase) && members["name"] is JsonValue label && label.TryGetValue<string>(out var named) ? named : name;

    // Whether something was replaced: all of it, or what looks like a secret.
    private static bool Replace(JsonNode node, string? name, bool all)
    {
        var changed = false;
        switch (node)
        {
            case JsonObject members:
                foreach (var (inner, value) in members.ToArray())
                {
                    changed |= value is not null && Replace(value, inner, all);
                }
                break;
            case JsonArray items:
                foreach (var item in items.ToArray())
                {
                    changed |= item is not null && Replace(item, name, all);
                }
                break;
            default:
                var text = node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
                if (text != Redacted && !s_marks.Contains(text))
                {
                    var kind = KindOfSecret(name, text) ?? (Decoded(text) is { } script ? KindOfSecret(null, script) : null);
                    changed = all || kind is not null;
                    if (changed)
                    {
                        node.ReplaceWith(kind is null ? Redacted : $"{SecretStart}{kind}]");
                    }
                }
                break;
        }
        return changed;
    }

    private static string? Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return text.Length >= 8 && Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    // A reference to where the secret is kept is no secret.
    private static bool IsLiteral(string value) =>
        value.Length >= 6 &&
        !value.StartsWith("arn:", StringComparison.Ordinal) &&
        !value.StartsWith("{{", StringComparison.Ordinal) && !value.StartsWith("${", StringComparison.Ordinal) &&
        !value.StartsWith("ssm:", StringComparison.OrdinalIgnoreCase) && !value.StartsWith("secretsmanager:", StringComparison.OrdinalIgnoreCase) &&
        value is not ("true" or "false" or "null");

    private static IEnumerable<string> Members<TMark>(Type record, HashSet<Type> seen) where TMark : Attribute
    {
        foreach (var property in record.GetProperties())
        {
            if (property.GetCustomAttribute<TMark>() is not null)
            {
                yield return property.Name;
            }
            foreach (var nested in new[] { property.PropertyType }.Concat(property.PropertyType.GetGenericArguments()))
            {
                if (nested.Assembly == record.Assembly && nested.IsClass && seen.Add(nested))
                {
                    foreach (var name in Members<TMark>(nested, seen))
                    {
                        yield return name;
                    }
                }
            }
        }
    }

    [GeneratedRegex(@"\b(AKIA|ASIA)[A-Z0-9]{16}", RegexOptions.CultureInvariant)]
    private static partial Regex AccessKey();

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----", RegexOptions.CultureInvariant)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|xox[abprs]-[A-Za-z0-9-]{10,}|hf_[A-Za-z0-9]{20,}|sk-[A-Za-z0-9_-]{20,}|eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.|AIza[A-Za-z0-9_-]{30,}|ABSK[A-Za-z0-9+/]{32,}|bedrock-api-key-[A-Za-z0-9+/]{20,})", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    [GeneratedRegex(@"\b[a-z][a-z0-9+.-]*://[^/\s:@]+:[^/\s@]{3,}@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UrlPassword();

    // The ARN of a secret is where it is kept.
    [GeneratedRegex(@"\barn:[a-z-]+:[^\s""']+", RegexOptions.CultureInvariant)]
    private static partial Regex Arn();

    // NAME=value and "name": "value" with a literal. $VAR, $(command), call(), list[0] and {{references}} are no
    // secrets, nor is what stands under the name of where one is kept, as SECRET_NAME.
    [GeneratedRegex(@"(password|passwd|secret(?!s?manager)|api[_-]?key|access[_-]?token|auth[_-]?token|private[_-]?key)[A-Za-z0-9_]*(?<!arn|name|path|file|url|uri|id)[""']?\s*[=:]\s*([""'][^\s""'$({<\[][^\s""']{5,}|(?>[^\s""'$({<\[]{6,})(?![(\[]))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();

    // What stands in headers, connection strings and signed addresses.
    [GeneratedRegex(@"\b(Bearer\s+|(AccountKey|SharedAccessKey|SharedAccessSignature|sig|Signature|X-Amz-Signature|X-Amz-Security-Token|client_secret|refresh_token)=)[^\s""'&;,<\[]{6,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Credential();

    // A token by name, not max_tokens or TOKENIZER.
    [GeneratedRegex("(password|passwd|secret|api[_-]?key|access[_-]?key(?![_-]?id)|token$|credential|private[_-]?key|connection[_-]?string)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();

    // The name of where it is kept.
    [GeneratedRegex("(_?(arn|name|path|file|url|uri|id))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ReferenceName();
}
