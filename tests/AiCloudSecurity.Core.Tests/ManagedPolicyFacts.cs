using System.Text.Json.Nodes;

namespace AiCloudSecurity.Core.Tests;

/// <summary>What some of AWS's managed policies say, by its Managed Policy Reference: managed-policies.txt, whose first lines say how it is written.</summary>
internal static class ManagedPolicyFacts
{
    private static readonly ILookup<string, string> s_statements = Read().ToLookup(statement => statement.Policy, statement => statement.Json);

    /// <summary>The statements, one after the other, as a document holds them.</summary>
    public static string Statements(string policy) => string.Join(", ", s_statements[policy]);

    private static IEnumerable<(string Policy, string Json)> Read()
    {
        var policy = "";
        JsonObject? statement = null;
        foreach (var line in File.ReadLines(Path.Join(AppContext.BaseDirectory, "managed-policies.txt")).Append("@"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is [] || words[0] == "#")
            {
                continue;
            }
            if (words[0] is "@" or "allow" or "deny" && statement is not null)
            {
                yield return (policy, statement.ToJsonString());
                statement = null;
            }
            switch (words[0])
            {
                case "@":
                    policy = words.ElementAtOrDefault(1) ?? "";
                    break;
                case "allow" or "deny":
                    statement = new() { ["Effect"] = words[0] == "allow" ? "Allow" : "Deny", ["Action"] = Texts(words[1..]) };
                    break;
                case "on" or "except":
                    statement![words[0] == "on" ? "Resource" : "NotResource"] = Texts(words[1..]);
                    break;
                case "if":
                    var condition = (statement!["Condition"] ??= new JsonObject()).AsObject();
                    (condition[words[1]] ??= new JsonObject()).AsObject()[words[2]] = Texts(words[3..]);
                    break;
                default:
                    throw new FormatException($"managed-policies.txt: {line}");
            }
        }
    }

    private static JsonArray Texts(IEnumerable<string> words) => [.. words.Select(word => JsonValue.Create(word))];
}
