using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace AiCloudSecurity.CloudFake;

/// <summary>What is sent back.</summary>
internal sealed record AwsAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body as a JSON object, or null where it is something else.</summary>
    public JsonObject? Json()
    {
        try
        {
            return JsonNode.Parse(Body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A good answer, of JSON or XML text as the protocol has it.</summary>
    public static AwsAnswer Of(AwsRequest request, string text, int status = 200) => Make(request, status, ContentType(request.Protocol), text);

    public static AwsAnswer Of(AwsRequest request, JsonNode json, int status = 200) => Of(request, json.ToJsonString(), status);

    /// <summary>The answer of the query protocol: <c>result</c>'s children inside OperationResponse and OperationResult.</summary>
    public static AwsAnswer Query(AwsRequest request, XNamespace ns, params object[] result)
    {
        XElement response = new(ns + $"{request.Operation}Response",
            new XElement(ns + $"{request.Operation}Result", result),
            new XElement(ns + "ResponseMetadata", new XElement(ns + "RequestId", RequestId)));
        foreach (var element in response.Descendants().Where(e => e.Name.Namespace == XNamespace.None))
        {
            element.Name = ns + element.Name.LocalName;
        }

        return Of(request, response.ToString(SaveOptions.DisableFormatting));
    }

    /// <summary>An error in the shape of the request's protocol.</summary>
    public static AwsAnswer Error(AwsRequest request, int status, string code, string message)
    {
        switch (request.Protocol)
        {
            case AwsProtocol.Json:
                return Make(request, status, "application/x-amz-json-1.1", new JsonObject { ["__type"] = code, ["message"] = message }.ToJsonString());
            case AwsProtocol.RestJson:
                var answer = Make(request, status, "application/json", new JsonObject { ["message"] = message }.ToJsonString());
                return answer with { Headers = [.. answer.Headers, new("x-amzn-ErrorType", code)] };
            case AwsProtocol.Cbor:
                return Make(request, status, "application/cbor", Cbor([("__type", code), ("message", message)]));
            case AwsProtocol.Ec2:
                return Make(request, status, "text/xml;charset=UTF-8", new XElement("Response",
                    new XElement("Errors", new XElement("Error", new XElement("Code", code), new XElement("Message", message))),
                    new XElement("RequestID", RequestId)).ToString(SaveOptions.DisableFormatting));
            case AwsProtocol.Query:
                return Make(request, status, "text/xml", new XElement("ErrorResponse",
                    new XElement("Error", new XElement("Type", status < 500 ? "Sender" : "Receiver"), new XElement("Code", code), new XElement("Message", message)),
                    new XElement("RequestId", RequestId)).ToString(SaveOptions.DisableFormatting));
            default:
                return Make(request, status, "application/xml", new XElement("Error",
                    new XElement("Code", code), new XElement("Message", message), new XElement("RequestId", RequestId), new XElement("HostId", "fake"))
                    .ToString(SaveOptions.DisableFormatting));
        }
    }

    /// <summary>What moto's server says about an operation that it does not have.</summary>
    public static AwsAnswer NotImplemented { get; } = Html(500, "500 Internal Server Error");

    public static AwsAnswer Html(int status, string title) => new(status, [new("Content-Type", "text/html; charset=utf-8")],
        Encoding.UTF8.GetBytes($"<!doctype html>\n<html lang=en>\n<title>{title}</title>\n<h1>{title}</h1>\n"));

    public AwsAnswer With(JsonNode body) => this with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) };

    public AwsAnswer With(string body) => this with { Body = Encoding.UTF8.GetBytes(body) };

    private const string RequestId = "00000000-0000-4000-8000-000000000000";

    private static string ContentType(AwsProtocol protocol) => protocol switch
    {
        AwsProtocol.Json => "application/x-amz-json-1.1",
        AwsProtocol.RestJson => "application/json",
        AwsProtocol.RestXml => "application/xml",
        AwsProtocol.Cbor => "application/cbor",
        _ => "text/xml",
    };

    private static AwsAnswer Make(AwsRequest request, int status, string contentType, string text) =>
        Make(request, status, contentType, Encoding.UTF8.GetBytes(text));

    private static AwsAnswer Make(AwsRequest request, int status, string contentType, byte[] body)
    {
        List<KeyValuePair<string, string>> headers = [new("Content-Type", contentType), new("x-amzn-RequestId", RequestId)];
        if (request.Protocol is AwsProtocol.Cbor)
        {
            headers.Add(new("smithy-protocol", "rpc-v2-cbor"));
        }

        return new(status, headers, body);
    }

    /// <summary>A CBOR map of texts (RFC 8949), which is all that an error needs.</summary>
    private static byte[] Cbor((string Name, string Value)[] members)
    {
        List<byte> bytes = [(byte)(0xA0 | members.Length)];
        foreach (var text in members.SelectMany(m => new[] { m.Name, m.Value }))
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            bytes.AddRange([0x79, (byte)(utf8.Length >> 8), (byte)utf8.Length, .. utf8]);
        }

        return [.. bytes];
    }
}
