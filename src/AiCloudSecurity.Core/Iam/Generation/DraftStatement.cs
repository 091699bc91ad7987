using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiCloudSecurity.Iam;

/// <summary>A statement of a policy that is being written.</summary>
internal sealed record DraftStatement(
    bool IsAllow,
    IReadOnlyList<string> Actions,
    bool ExceptActions,
    IReadOnlyList<string> Resources,
    bool ExceptResources,
    IReadOnlyList<PolicyCondition> Conditions)
{
    // What IAM takes needs no escapes for browsers, and each counts.
    private static readonly JsonWriterOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A statement as it stands, with its resources and conditions as a policy of the current version has them.</summary>
    public static DraftStatement Of(PolicyStatement statement, string version) => new(
        statement.IsAllow,
        [.. statement.Actions.Select(action => action.Text)],
        statement.ExceptActions,
        [.. statement.Resources!.Select(resource => Current(resource.Text, version))],
        statement.ExceptResources,
        ConditionsOf(statement, version));

    /// <summary>The conditions of a statement, as a policy of the current version has them.</summary>
    public static IReadOnlyList<PolicyCondition> ConditionsOf(PolicyStatement statement, string version) => version == PolicyDocument.Current
        ? statement.Conditions
        : [.. statement.Conditions.Select(condition => new PolicyCondition(condition.Written, condition.Key, [.. condition.Values.Select(value => Current(value, version))]))];

    // Before 2012 a dollar sign and a brace were just that.
    public static string Current(string text, string version) => version == PolicyDocument.Current ? text : text.Replace("${", "${$}{", StringComparison.Ordinal);

    /// <summary>The JSON of a policy, without a character too many.</summary>
    public static string Write(IEnumerable<DraftStatement> statements)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_compact))
        {
            json.WriteStartObject();
            json.WriteString("Version", PolicyDocument.Current);
            json.WriteStartArray("Statement");
            foreach (var statement in statements)
            {
                statement.Write(json);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>How many characters it takes; AWS does not count white space.</summary>
    public int Size => SizeOf(Write([this])) - Empty + 1;

    /// <summary>The size of a policy without statements.</summary>
    public static int Empty { get; } = SizeOf(Write([]));

    /// <summary>What AWS counts of a policy.</summary>
    public static int SizeOf(string policy) => policy.Count(character => !char.IsWhiteSpace(character));

    /// <summary>Two statements that say the same but for their actions, or but for their resources, as halves of this one; null where it cannot be cut.</summary>
    public (DraftStatement, DraftStatement)? Halves() =>
        !ExceptActions && Actions.Count > 1 ? (this with { Actions = [.. Actions.Take(Actions.Count / 2)] }, this with { Actions = [.. Actions.Skip(Actions.Count / 2)] })
        : !ExceptResources && Resources.Count > 1 ? (this with { Resources = [.. Resources.Take(Resources.Count / 2)] }, this with { Resources = [.. Resources.Skip(Resources.Count / 2)] })
        : null;

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("Effect", IsAllow ? "Allow" : "Deny");
        Write(json, ExceptActions ? "NotAction" : "Action", Actions);
        Write(json, ExceptResources ? "NotResource" : "Resource", Resources);
        if (Conditions.Count > 0)
        {
            json.WriteStartObject("Condition");
            foreach (var @operator in Conditions.GroupBy(condition => condition.Written, StringComparer.OrdinalIgnoreCase))
            {
                json.WriteStartObject(@operator.Key);
                foreach (var condition in @operator)
                {
                    Write(json, condition.Key, condition.Values);
                }
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values is [var only])
        {
            json.WriteString(name, only);
            return;
        }
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }
}
