using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>How an AWS service talks on the wire.</summary>
public enum AwsProtocol
{
    Json,
    RestJson,
    Query,
    Ec2,
    RestXml,
    Cbor,
}

/// <summary>One request as the fake understood it. Services and operations are named as botocore names them.</summary>
public sealed record AwsRequest
{
    public required string Service { get; init; }

    /// <summary>The operation's name, or method and path where no route of ours names it.</summary>
    public required string Operation { get; init; }

    /// <summary>The region of the signature; empty for an unsigned request.</summary>
    public required string Region { get; init; }

    public required AwsProtocol Protocol { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query exactly as they were sent.</summary>
    public required string Target { get; init; }

    /// <summary>What the path's placeholders stood for, unescaped.</summary>
    public IReadOnlyDictionary<string, string> PathValues { get; init; } = new Dictionary<string, string>();

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public string Body { get; init; } = "";

    internal byte[] Content { get; init; } = [];

    /// <summary><c>service:operation</c>, by which faults and answers are set.</summary>
    public string Name => $"{Service}:{Operation}";

    /// <summary>Whether the operation changes the account.</summary>
    public bool IsWrite => !Reads.Any(verb => Operation.StartsWith(verb, StringComparison.Ordinal));

    /// <summary>
    /// The request's members whatever the protocol: the JSON body or the form, then the query string and the path's values.
    /// </summary>
    public JsonObject Input()
    {
        JsonObject input = [];
        if (Protocol is AwsProtocol.Json or AwsProtocol.RestJson && Body.Length > 0)
        {
            try
            {
                input = JsonNode.Parse(Body) as JsonObject ?? [];
            }
            catch (JsonException)
            {
                // A body that is not JSON is for the upstream to refuse.
            }
        }
        else if (Protocol is AwsProtocol.Query or AwsProtocol.Ec2)
        {
            AddPairs(input, Body);
        }

        var question = Target.IndexOf('?', StringComparison.Ordinal);
        if (question >= 0)
        {
            AddPairs(input, Target[(question + 1)..]);
        }

        foreach (var (name, value) in PathValues)
        {
            input[name] = value;
        }

        return input;
    }

    /// <summary>The paging token of the request, or null on the first page.</summary>
    public string? Token
    {
        get
        {
            var input = Input();
            return TokenMembers.Select(member => input[member]).FirstOrDefault(node => node is JsonValue)?.ToString() is { Length: > 0 } token
                ? token
                : null;
        }
    }

    private static readonly string[] TokenMembers = ["NextToken", "nextToken", "Marker", "continuation-token"];

    private static readonly string[] Reads =
        ["Get", "List", "Describe", "Search", "Lookup", "BatchGet", "BatchDetect", "Head", "Detect", "Simulate", "Select", "Query", "Generate", "AssumeRole", "Decode"];

    private static void AddPairs(JsonObject input, string form)
    {
        foreach (var pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            input[Unescape(parts[0])] = parts.Length > 1 ? Unescape(parts[1]) : "";
        }
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
