using System.Net;
using System.Text.Json;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace AiCloudSecurity.Clouds.Aws;

/// <param name="isWrite">What was done may be answered with nothing.</param>
internal sealed class AwsJsonUnmarshaller(bool isWrite = false) : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        ArgumentNullException.ThrowIfNull(input);
        // What stands between may turn an error into an answer that says that all is well, and lacks everything.
        return input.ResponseData?.IsHeaderPresent("x-amzn-ErrorType") is true ? throw new JsonException("The answer is an error.") : new AwsAnswer { Json = Whole(input.Stream, isWrite) };
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        ArgumentNullException.ThrowIfNull(input);
        try
        {
            var reader = new StreamingUtf8JsonReader(input.Stream);
            var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
            return new AwsErrorAnswer(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
        }
        catch (Exception page) when (page is JsonException or InvalidOperationException or FormatException)
        {
            // An HTML page of a proxy or of something that is not AWS.
            return new AwsErrorAnswer("The answer is not an error of AWS.", innerException, ErrorType.Unknown, null, null, statusCode);
        }
    }

    // Whole and well-formed, or no answer at all: half a page must not be taken for a short one.
    private static byte[] Whole(Stream stream, bool isWrite)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        if (isWrite && copy.Length == 0)
        {
            return "{}"u8.ToArray();
        }
        var bytes = WireText.Readable(copy.ToArray());
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 64 });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The answer is not a JSON object.");
        }
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("__type"u8) && reader.Read()
                && reader.TokenType == JsonTokenType.String && reader.GetString()!.EndsWith("Exception", StringComparison.Ordinal))
            {
                throw new JsonException("The answer is an error.");
            }
        }
        return bytes;
    }
}

/// <param name="protocol">How the service speaks.</param>
/// <param name="operation">The operation.</param>
/// <param name="isWrite">What was done may be answered with nothing.</param>
internal sealed class AwsXmlUnmarshaller(AwsProtocol protocol, string operation, bool isWrite = false) : XmlResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var copy = new MemoryStream();
        input.Stream.CopyTo(copy);
        // A bucket's policy comes as the JSON that it is.
        if (protocol == AwsProtocol.RestXml && copy.Length > 0 && copy.GetBuffer()[0] == (byte)'{')
        {
            var policy = WireText.Readable(copy.ToArray());
            using var document = JsonDocument.Parse(policy);
            return new AwsAnswer { Json = policy };
        }
        if (isWrite && copy.Length == 0)
        {
            return new AwsAnswer();
        }
        copy.Position = 0;
        return new AwsAnswer { Json = JsonSerializer.SerializeToUtf8Bytes(AwsXml.Parse(copy, protocol, operation, isWrite)) };
    }

    public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        ArgumentNullException.ThrowIfNull(input);
        try
        {
            var error = XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(input);
            return new AwsErrorAnswer(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
        }
        catch (Exception page) when (page is XmlException or InvalidOperationException or FormatException)
        {
            return new AwsErrorAnswer("The answer is not an error of AWS.", innerException, ErrorType.Unknown, null, null, statusCode);
        }
    }
}
