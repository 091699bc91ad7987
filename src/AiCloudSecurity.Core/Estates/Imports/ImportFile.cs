using System.Text;
using System.Text.Json;

namespace AiCloudSecurity;

/// <summary>
/// Opens what an auditor is handed, by its content: an estate; the output of
/// <c>aws iam get-account-authorization-details</c>; an AWS Config configuration snapshot, as it lies in S3; assets of
/// Google Cloud, as <c>gcloud asset export</c> and <c>gcloud asset list</c> write them; a Google Cloud project's IAM policy;
/// rows of Azure Resource Graph, as the az CLI and PowerShell print them; resources that the az CLI lists; ARM templates.
/// What such a file does not hold was not seen: no check passes on it.
/// </summary>
public static class ImportFile
{
    // Exports of others are one JSON text and are held in memory.
    private const int MaxJson = 1 << 30;
    private const string Takes = "Give an .aiestate file, the output of 'aws iam get-account-authorization-details', an AWS Config configuration snapshot, the output of 'gcloud asset export' or 'gcloud asset list --format json', of 'gcloud projects get-iam-policy', of 'az graph query' or 'az resource list', or an ARM template.";

    /// <summary>Reads the estates of a file.</summary>
    /// <param name="input">gzip or JSON in UTF-8 or UTF-16; left open.</param>
    /// <param name="name">What the file is called in errors.</param>
    /// <param name="time">When the file was made: exports of others do not say; an .aiestate file does.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="AiCloudException">The file is none of these, cut off, damaged or too large; the message names the line.</exception>
    public static IEnumerable<Estate> Read(Stream input, string name, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(name);
        return ReadAll(input, name, time.ToUniversalTime(), cancellationToken);
    }

    /// <summary>Reads the estate that an ARM template makes with the parameters of a file.</summary>
    /// <param name="template">The template: JSON in UTF-8 or UTF-16; left open.</param>
    /// <param name="name">What the template is called in errors.</param>
    /// <param name="time">When the template was made.</param>
    /// <param name="parameters">The values of its parameters, as az and PowerShell take them; left open.</param>
    /// <param name="parametersName">What that file is called in errors.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="AiCloudException">One of the files is no such thing, or they do not belong together.</exception>
    public static IReadOnlyList<Estate> ReadTemplate(Stream template, string name, DateTimeOffset time, Stream parameters, string parametersName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(parameters);
        // With the schema, or the values alone.
        var given = Values(Utf8(All(parameters, parametersName, cancellationToken)), parametersName) is [{ ValueKind: JsonValueKind.Object } whole] ? Import.Member(whole, "parameters") is { ValueKind: JsonValueKind.Object } inner ? inner : whole
            : throw Bad(parametersName, 1, "this is no file of a template's parameters", "Give one as 'az deployment group create --parameters' takes it; 'az bicep build-params' makes one of .bicepparam.");
        var values = Values(Utf8(All(template, name, cancellationToken)), name);
        return values.Count > 0 && values.TrueForAll(ArmTemplate.Is) ? Estates(values, new Import(name, time.ToUniversalTime()) { Parameters = given })
            : throw Bad(name, 1, "this is no ARM template, and only that has parameters", "Leave -TemplateParameterFile out, or give a template.");
    }

    private static IEnumerable<Estate> ReadAll(Stream input, string name, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var start = Start(input, 2, name);
        using var whole = new Rejoined(start, input);
        using var inflating = start is [0x1F, 0x8B] ? new InflatingStream(whole) : null;
        Stream content = inflating is null ? whole : inflating;
        start = Start(content, 64, name);
        using var rejoined = new Rejoined(start, content);
        if (EstateFile.Starts(start))
        {
            if (inflating is null)
            {
                throw Bad(name, 1, "this is an estate that was unpacked", "Give the .aiestate file itself.");
            }
            foreach (var estate in EstateFile.ReadInflated(rejoined, name, cancellationToken))
            {
                yield return estate;
            }
            yield break;
        }
        foreach (var estate in Estates(Values(Utf8(All(rejoined, name, cancellationToken)), name), new Import(name, time)))
        {
            yield return estate;
        }
    }

    private static IReadOnlyList<Estate> Estates(List<JsonElement> values, Import import)
    {
        var name = import.Name;
        try
        {
            return values.Count == 0 ? throw Bad(name, 1, "the file is empty", Takes)
                : values.TrueForAll(IamDetails.Is) ? [IamDetails.Read(import, values)]
                : values.TrueForAll(ConfigSnapshot.Is) ? ConfigSnapshot.Read(import, values)
                : values.TrueForAll(AzureExport.Is) ? AzureExport.Read(import, values)
                : values.TrueForAll(GcpExport.Is) ? GcpExport.Read(import, values)
                : values is [var policy] && GcpExport.IsPolicy(policy) ? [GcpExport.ReadPolicy(import, policy)]
                : values.Exists(ConfigSnapshot.IsHistory) ? throw Bad(name, 1, "this is a history of AWS Config, which does not say what there is now",
                    "Give a configuration snapshot: 'aws configservice deliver-config-snapshot' puts one into the bucket of the delivery channel.")
                : values.TrueForAll(ArmTemplate.IsParameters) ? throw Bad(name, 1, "these are values for a template's parameters", "Give the template, and this file with -TemplateParameterFile.")
                : throw Bad(name, 1, "this is nothing that can be imported", Takes);
        }
        catch (Exception malformed) when (malformed is InvalidOperationException or ArgumentException or JsonException)
        {
            // Half of a surrogate pair, bytes that are no UTF-8, or a member given twice.
            throw import.Bad("it holds text that is not valid Unicode, or a member twice", Takes, malformed);
        }
    }

    private static byte[] Start(Stream stream, int length, string name)
    {
        var start = new byte[length];
        try
        {
            return start[..stream.ReadAtLeast(start, length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException damaged)
        {
            throw Bad(name, 1, damaged.Message, Takes, damaged);
        }
    }

    private static byte[] All(Stream content, string name, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var buffer = new byte[1 << 16];
        try
        {
            for (int read; (read = content.Read(buffer)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                all.Write(buffer, 0, read);
                if (all.Length > MaxJson)
                {
                    throw new InvalidDataException($"it holds more than {MaxJson >> 30} GiB of JSON");
                }
            }
        }
        catch (InvalidDataException damaged)
        {
            throw Bad(name, 1, damaged.Message, "Export it again, or in parts.", damaged);
        }
        return all.ToArray();
    }

    // Windows PowerShell 5 redirects into UTF-16.
    private static ReadOnlyMemory<byte> Utf8(byte[] text) => text switch
    {
        [0xEF, 0xBB, 0xBF, ..] => text.AsMemory(3),
        [0xFF, 0xFE, ..] => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, text, 2, text.Length - 2),
        [0xFE, 0xFF, ..] => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, text, 2, text.Length - 2),
        _ => text,
    };

    // The JSON values of the text: several where pages were put one after the other or into an array.
    private static List<JsonElement> Values(ReadOnlyMemory<byte> text, string name)
    {
        List<JsonElement> values = [];
        var at = 0;
        while (at < text.Length)
        {
            var span = text.Span[at..];
            if (span[0] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                at++;
                continue;
            }
            var json = new Utf8JsonReader(span, new JsonReaderOptions { MaxDepth = 64, CommentHandling = JsonCommentHandling.Skip });
            try
            {
                var value = JsonElement.ParseValue(ref json);
                values.AddRange(value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value]);
            }
            catch (JsonException malformed)
            {
                throw Bad(name, text.Span[..at].Count((byte)'\n') + (malformed.LineNumber ?? 0) + 1,
                    values.Count == 0 && malformed.LineNumber is null or 0 && malformed.BytePositionInLine is null or 0 ? "this is no JSON" : "the JSON is malformed or cut off here", Takes, malformed);
            }
            at += (int)json.BytesConsumed;
        }
        return values;
    }

    private static AiCloudException Bad(string name, long line, string what, string wayOut, Exception? cause = null) =>
        new(ErrorId.EstateUnreadable, Display.Safe($"{name}, line {line}: {what}. {wayOut}"), name, cause);
}
