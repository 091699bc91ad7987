using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text.Json;
using Parquet;
using Parquet.Serialization;

namespace AiCloudSecurity.Documents;

/// <summary>
/// Rows of a Parquet file as JSON objects, as a table that was exported from BigQuery has them: a row group at a time.
/// The file is not trusted: what it says of its size is held to limits before anything is read by it.
/// </summary>
public static class ParquetRecords
{
    /// <summary>The most that a row group may be, inflated: 256 MiB. It is held in memory as a whole.</summary>
    public const long MaxRowGroup = 256L << 20;

    /// <summary>The most rows, or values of a column, of a row group.</summary>
    public const long MaxValues = 4L << 20;

    private const int MaxDepth = 32;

    // BigQuery and others wrap the items of a list twice where they follow the format's older rules.
    private static readonly string[] s_lists = ["list", "bag", "array"], s_items = ["element", "item", "array_element", "array"];

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file; it must be seekable.</param>
    /// <param name="record">Gets each row as UTF-8; what it is given is only valid until it returns.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <exception cref="InvalidDataException">It is no Parquet, damaged, or too large; the message is a clause.</exception>
    public static void Read(Stream file, Action<ReadOnlyMemory<byte>> record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(record);
        ReadAsync(file, record, cancellationToken).GetAwaiter().GetResult();
    }

    private static async Task ReadAsync(Stream file, Action<ReadOnlyMemory<byte>> record, CancellationToken cancellationToken)
    {
        var groups = await Guarded(() => GroupsOf(file, cancellationToken)).ConfigureAwait(false);
        var buffer = new ArrayBufferWriter<byte>(1 << 14);
        for (var group = 0; group < groups; group++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var number = group;
            var rows = await Guarded(async () => (await ParquetSerializer.DeserializeUntypedAsync(file, null, number, cancellationToken).ConfigureAwait(false)).Data).ConfigureAwait(false);
            foreach (var row in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                buffer.ResetWrittenCount();
                using (var json = new Utf8JsonWriter(buffer))
                {
                    Write(json, row, 0);
                }
                record(buffer.WrittenMemory);
            }
        }
    }

    private static async Task<int> GroupsOf(Stream file, CancellationToken cancellationToken)
    {
        await using var reader = await ParquetReader.CreateAsync(file, null, leaveStreamOpen: true, cancellationToken).ConfigureAwait(false);
        foreach (var group in reader.Metadata?.RowGroups ?? [])
        {
            var columns = group.Columns.Select(column => column.MetaData).ToList();
            var size = columns.Sum(column => Math.Max(0, column?.TotalUncompressedSize ?? 0));
            if (size > MaxRowGroup)
            {
                throw new InvalidDataException($"a row group is larger than {MaxRowGroup >> 20} MiB: export newline-delimited JSON, or smaller row groups");
            }
            if (group.NumRows is < 0 or > MaxValues || columns.Exists(column => column is null || column.NumValues is < 0 or > MaxValues))
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"a row group has more than {MaxValues:#,0} values: export newline-delimited JSON, or smaller row groups"));
            }
        }
        return reader.RowGroupCount;
    }

    // A library that reads what an enemy wrote fails in ways that nobody has listed.
    private static async Task<T> Guarded<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or InvalidDataException))
        {
            throw new InvalidDataException("the Parquet data is damaged, or of a kind that is not read: export newline-delimited JSON instead (bq extract --destination_format NEWLINE_DELIMITED_JSON)", failure);
        }
    }

    private static void Write(Utf8JsonWriter json, object? value, int depth)
    {
        switch (depth > MaxDepth ? null : value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case ReadOnlyMemory<char> text:
                json.WriteStringValue(text.Span);
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case bool yes:
                json.WriteBooleanValue(yes);
                break;
            case DateTime time:
                json.WriteStringValue(time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
                break;
            case double number when !double.IsFinite(number):
            case float single when !float.IsFinite(single):
                json.WriteNullValue();
                break;
            case IDictionary map:
                if (Items(map) is { } list)
                {
                    Write(json, list, depth);
                    break;
                }
                json.WriteStartObject();
                foreach (DictionaryEntry member in map)
                {
                    json.WritePropertyName(member.Key as string ?? $"{member.Key}");
                    Write(json, member.Value, depth + 1);
                }
                json.WriteEndObject();
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    Write(json, item is IDictionary { Count: 1 } wrapped && Only(wrapped, s_items) is { } inner ? inner : item, depth + 1);
                }
                json.WriteEndArray();
                break;
            case IFormattable number:
                var written = number.ToString(null, CultureInfo.InvariantCulture);
                if (value is sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal)
                {
                    json.WriteRawValue(written);
                }
                else
                {
                    json.WriteStringValue(written);
                }
                break;
            default:
                json.WriteStringValue($"{value}");
                break;
        }
    }

    private static IEnumerable? Items(IDictionary map) => map.Count == 1 && Only(map, s_lists) is IEnumerable items and not (string or IDictionary) ? items : null;

    private static object? Only(IDictionary map, string[] names) => Array.Find(names, name => map.Contains(name)) is { } name ? map[name] : null;
}
