using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>One request: an operation, with its REST route where the service has one, and its input.</summary>
internal sealed class AwsCall(AwsService service, string operation, JsonObject input, (string Name, string Value)? header = null) : AmazonWebServiceRequest
{
    public AwsService Service => service;

    /// <summary>The operation's name.</summary>
    public string Operation { get; } = operation.Split(' ')[0];

    /// <summary>The HTTP request in the service's protocol.</summary>
    public IRequest ToRequest()
    {
        var request = new DefaultRequest(this, service.ServiceId) { HttpMethod = "POST", ResourcePath = "/" };
        switch (service.Protocol)
        {
            case AwsProtocol.Json10 or AwsProtocol.Json11:
                request.Headers["Content-Type"] = service.Protocol == AwsProtocol.Json10 ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1";
                request.Headers["X-Amz-Target"] = $"{service.TargetPrefix}.{Operation}";
                request.Content = JsonSerializer.SerializeToUtf8Bytes(input);
                break;
            case AwsProtocol.Query or AwsProtocol.Ec2:
                request.Headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8";
                request.Content = Encoding.UTF8.GetBytes(Form());
                break;
            default:
                Route(request);
                break;
        }
        if (header is { } extra)
        {
            request.Headers[extra.Name] = extra.Value;
        }
        return request;
    }

    // "GetGuardrail GET /guardrails/{guardrailIdentifier}": what is not in the path goes into the query or the body.
    private void Route(DefaultRequest request)
    {
        var parts = operation.Split(' ');
        if (parts.Length != 3)
        {
            throw new ArgumentException($"{service.Name}:{operation} has no route.");
        }
        request.HttpMethod = parts[1];
        if (service.Name == "apigateway")
        {
            // Without it API Gateway answers in a form of hyperlinks.
            request.Headers["Accept"] = "application/json";
        }
        var (path, query) = parts[2].Split('?') is [var route, var asked] ? (route, asked) : (parts[2], null);
        request.ResourcePath = path;
        List<string> subResources = [.. query?.Split('&') ?? []];
        var rest = new JsonObject();
        foreach (var (name, value) in input)
        {
            if (service.Name == "s3control" && name == "AccountId")
            {
                // S3 Control wants to know the account by header, and answers under the account's own name.
                request.Headers["x-amz-account-id"] = Text(value);
                request.HostPrefix = Text(value) + ".";
            }
            else if (path.Contains($"{{{name}}}", StringComparison.Ordinal))
            {
                request.AddPathResource($"{{{name}}}", Text(value));
            }
            else if (subResources.Contains($"{{{name}}}"))
            {
                request.UseQueryString = true;
                request.Parameters[name] = Text(value);
            }
            else
            {
                rest[name] = value?.DeepClone();
            }
        }
        foreach (var subResource in subResources.Where(part => !part.StartsWith('{')))
        {
            if (subResource.Split('=') is [var name, var value])
            {
                request.AddSubResource(name, value);
            }
            else
            {
                request.AddSubResource(subResource);
            }
        }
        if (request.HttpMethod is "GET" or "HEAD")
        {
            request.UseQueryString = true;
            foreach (var (name, value) in rest)
            {
                request.Parameters[name] = Text(value);
            }
        }
        else
        {
            if (service.Protocol == AwsProtocol.RestXml)
            {
                WriteXml(request, rest);
                return;
            }
            request.Headers["Content-Type"] = "application/json";
            request.Content = JsonSerializer.SerializeToUtf8Bytes(rest);
        }
    }

    // The only member is the root, or the body as it is where it is text. S3 wants to know that it came over whole.
    private static void WriteXml(DefaultRequest request, JsonObject body)
    {
        if (body.Count == 0)
        {
            return;
        }
        var (name, value) = body.Single();
        XNamespace space = "http://s3.amazonaws.com/doc/2006-03-01/";
        var text = value is JsonObject members ? new XElement(space + name, Elements(space, members)).ToString(SaveOptions.DisableFormatting) : Text(value);
        request.Content = Encoding.UTF8.GetBytes(text);
        request.Headers["Content-Type"] = value is JsonObject ? "application/xml" : "application/json";
        request.Headers["x-amz-sdk-checksum-algorithm"] = "SHA256";
        request.Headers["x-amz-checksum-sha256"] = Convert.ToBase64String(SHA256.HashData(request.Content));
    }

    private static IEnumerable<XElement> Elements(XNamespace space, JsonObject members) =>
        from member in members
        from item in member.Value is JsonArray items ? items.AsEnumerable() : [member.Value]
        select item is JsonObject inner ? new XElement(space + member.Key, Elements(space, inner)) : new XElement(space + member.Key, Text(item));

    private string Form()
    {
        var form = new StringBuilder($"Action={Operation}&Version={service.Version}");
        Add("", input);
        return form.ToString();

        void Add(string name, JsonNode? value)
        {
            switch (value)
            {
                case null:
                    break;
                case JsonObject members:
                    foreach (var (member, inner) in members)
                    {
                        Add(name.Length == 0 ? member : $"{name}.{member}", inner);
                    }
                    break;
                case JsonArray items:
                    for (var i = 0; i < items.Count; i++)
                    {
                        // Query lists have a level called member; EC2's have none.
                        Add(service.Protocol == AwsProtocol.Ec2 ? $"{name}.{i + 1}" : $"{name}.member.{i + 1}", items[i]);
                    }
                    break;
                default:
                    form.Append('&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(Text(value)));
                    break;
            }
        }
    }

    private static string Text(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value?.ToString() ?? "",
    };
}

/// <summary>An answer, as the UTF-8 JSON that it is or would be.</summary>
internal sealed class AwsAnswer : AmazonWebServiceResponse
{
    public ReadOnlyMemory<byte> Json { get; init; } = "{}"u8.ToArray();
}

internal sealed class AwsMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public static readonly AwsMarshaller Instance = new();

    public IRequest Marshall(AmazonWebServiceRequest input) => ((AwsCall)input).ToRequest();
}
