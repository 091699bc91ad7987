using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiCloudSecurity.Checks;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>Makes the requests that resource types describe as data.</summary>
/// <param name="scope">The account.</param>
/// <param name="now">When it is read.</param>
/// <param name="jobsSince">From when on finished jobs are wanted.</param>
/// <param name="parentOf">The resource that another one is a part of.</param>
internal sealed partial class AwsReadInput(Scope scope, DateTimeOffset now, DateTimeOffset jobsSince, Func<Resource, Resource?> parentOf)
{
    /// <summary>The request of a list, or of a setting of a region.</summary>
    /// <param name="read">How it is read.</param>
    /// <param name="region">The region.</param>
    /// <param name="each">The value of <see cref="AwsResourceAttribute.Each"/> that is asked for.</param>
    public JsonObject Of(AwsResourceAttribute read, string region, string? each = null) => Fill(read, read.Input, region, each);

    /// <summary>The request of the operation that gives many at once.</summary>
    /// <param name="read">How they are read.</param>
    /// <param name="region">The region.</param>
    public JsonObject Bulk(AwsResourceAttribute read, string region) => Fill(read, read.BulkInput, region);

    /// <summary>
    /// The request for one: "guardrailIdentifier=id, x=$" says its members, from the item, its parents or the reference.
    /// </summary>
    public JsonObject Of(AwsResourceAttribute read, string region, string? key, ReadOnlyMemory<byte> item, Resource? parent, string? reference = null, bool withInput = true)
    {
        var input = withInput || read.List is null ? Of(read, region) : AccountOf(read, region);
        foreach (var part in key?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var (name, source) = part.Split('=') is [var to, var from] ? (to, from) : (part, part);
            var value = source.StartsWith('[') ? Value(source[1..^1]) is { } one ? new JsonArray(one) : null : Value(source);
            // What is asked for by a number is something else, which is not there.
            if (AiCloudSecurity.AwsIdentity.IsText(source) && value?.GetValueKind() is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            {
                throw new JsonException($"malformed answer: {source} is no text");
            }
            // A list of parts is asked for before there is a part to name.
            if (value is not null)
            {
                input[name] = value;
            }
        }
        return input;

        JsonNode? Value(string source) => source switch
        {
            "$" => reference ?? parent?.Identity.Id,
            "$/" => (reference ?? parent?.Identity.Id)?.Split('/')[^1],
            "@id" => parent?.Identity.Id,
            "@name" => parent?.Identity.Name,
            "." => JsonNode.Parse(item.Span),
            _ when source.StartsWith('\'') => Literal(source.Trim('\''), reference),
            _ => Member(item, source) ?? Ancestor(parent, source),
        };
    }

    // {3} is the fourth part of the reference's ARN, {dns} the domain of its partition.
    private static string Literal(string text, string? reference)
    {
        if (reference?.Split(':') is not ["arn", _, _, var region, ..] parts)
        {
            return text;
        }
        text = text.Replace("{dns}", (string)Fn.GetAttr(Fn.Partition(region), "dnsSuffix"), StringComparison.Ordinal);
        return parts.Select((part, index) => (Name: $"{{{index}}}", part)).Aggregate(text, (filled, one) => filled.Replace(one.Name, one.part, StringComparison.Ordinal));
    }

    private JsonObject Fill(AwsResourceAttribute read, string request, string region, string? each = null)
    {
        var input = request.Replace("{each}", each, StringComparison.Ordinal).Replace("{account}", scope.Id, StringComparison.Ordinal)
            .Replace("{region}", region, StringComparison.Ordinal).Replace("{partition}", scope.Partition, StringComparison.Ordinal);
        return JsonNode.Parse(Time().Replace(input, time => Text(read, time)))!.AsObject();
    }

    private string Text(AwsResourceAttribute read, Match time)
    {
        var ago = time.Groups[2].Success ? int.Parse(time.Groups[2].Value, CultureInfo.InvariantCulture) : 0;
        var at = now - (time.Groups[3].Value == "h" ? TimeSpan.FromHours(ago) : TimeSpan.FromDays(ago));
        return time.Groups[1].Value == "today" ? $"\"{at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\"" : Written(read, at).ToJsonString();
    }

    // A describe operation takes from the list's input only what every request of the service needs.
    private JsonObject AccountOf(AwsResourceAttribute read, string region)
    {
        var input = Of(read, region);
        return input["AccountId"] is { } account ? new() { ["AccountId"] = account.DeepClone() } : [];
    }

    private JsonNode? Ancestor(Resource? resource, string source)
    {
        for (var ancestor = resource; ancestor is not null; ancestor = parentOf(ancestor))
        {
            if (Member(ancestor.Wire, source) is { } value)
            {
                return value;
            }
            if (ancestor.Identity.Parent is null)
            {
                break;
            }
        }
        return null;
    }

    private static JsonNode? Member(ReadOnlyMemory<byte> wire, string path)
    {
        if (wire.IsEmpty)
        {
            return null;
        }
        JsonNode? node = JsonNode.Parse(wire.Span);
        foreach (var name in path.Split('.'))
        {
            node = (node as JsonObject)?.FirstOrDefault(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        }
        return node?.DeepClone();
    }

    /// <summary>The time from which jobs are asked for, as the service's protocol writes it.</summary>
    public JsonValue Since(AwsResourceAttribute read)
    {
        // What may still run is read whatever its age: no job runs for longer than 30 days (SageMaker's quotas).
        var running = now.AddDays(-30);
        return Written(read, read.OnRequest ? now.AddDays(-JobWindow.Days) : jobsSince < running ? jobsSince : running);
    }

    private static JsonValue Written(AwsResourceAttribute read, DateTimeOffset time) =>
        AwsService.Of(read.Service).Protocol is AwsProtocol.Json10 or AwsProtocol.Json11
            ? JsonValue.Create(time.ToUnixTimeSeconds())
            : JsonValue.Create(time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));

    [GeneratedRegex("\"\\{(now|today)(?:-([0-9]+)([dh]))?\\}\"", RegexOptions.CultureInvariant)]
    private static partial Regex Time();
}
