using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>Where each service puts the token of the next page.</summary>
internal static class AwsPaging
{
    /// <summary>The same answer, saying that another page follows under <paramref name="token"/>.</summary>
    public static AwsAnswer WithNextToken(AwsRequest request, AwsAnswer answer, string token)
    {
        var (member, flag) = TokenOf(request.Service);
        if (answer.Json() is { } json)
        {
            json[member] = token;
            if (flag is not null)
            {
                json[flag] = true;
            }

            return answer.With(json);
        }

        var text = answer.Text;
        var end = request.Protocol switch
        {
            AwsProtocol.Query => $"</{request.Operation}Result>",
            AwsProtocol.Ec2 => $"</{request.Operation}Response>",
            _ => $"</{text[(text.LastIndexOf("</", StringComparison.Ordinal) + 2)..].TrimEnd().TrimEnd('>')}>",
        };
        var at = text.LastIndexOf(end, StringComparison.Ordinal);
        var more = $"<{member}>{token}</{member}>" + (flag is null ? "" : $"<{flag}>true</{flag}>");
        return at < 0 ? answer : answer.With(text[..at].Replace($"<{flag}>false</{flag}>", "", StringComparison.Ordinal) + more + text[at..]);
    }

    /// <summary>One page of a list that a gap keeps.</summary>
    public static JsonObject Page(JsonObject input, string list, IEnumerable<JsonNode> items, string max, string token, int pageSize = 100)
    {
        var all = items.ToList();
        var start = int.TryParse(input[token]?.ToString(), out var from) ? from : 0;
        var size = int.TryParse(input[max]?.ToString(), out var wanted) ? wanted : pageSize;
        JsonObject page = new() { [list] = new JsonArray([.. all.Skip(start).Take(size)]) };
        if (start + size < all.Count)
        {
            page[token] = $"{start + size}";
        }

        return page;
    }

    private static (string Member, string? Flag) TokenOf(string service) => service switch
    {
        "iam" => ("Marker", "IsTruncated"),
        "kms" => ("NextMarker", "Truncated"),
        "s3" => ("ContinuationToken", null),
        "bedrock" or "bedrock-agent" or "bedrock-agentcore-control" or "ec2" or "logs" or "opensearchserverless"
            or "lexv2-models" or "personalize" or "qbusiness" or "s3vectors" => ("nextToken", null),
        _ => ("NextToken", null),
    };
}
