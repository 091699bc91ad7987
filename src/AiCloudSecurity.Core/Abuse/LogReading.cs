using System.Collections.Concurrent;
using System.Text;

namespace AiCloudSecurity.Abuse;

/// <summary>How far reading is.</summary>
/// <param name="Files">Files read to their end.</param>
/// <param name="Bytes">Bytes of them, as they lie there.</param>
/// <param name="Records">Records in them.</param>
public readonly record struct LogProgress(int Files, long Bytes, long Records);

/// <summary>Reads files of logs in parallel, a file at a time to each reader, and adds their records to the features.</summary>
internal static class LogReading
{
    /// <param name="files">The files, in any order.</param>
    /// <param name="store">Where records are added.</param>
    /// <param name="period">Which of them count.</param>
    /// <param name="readers">How many files are read at once.</param>
    /// <param name="progress">Told after each file.</param>
    /// <param name="seen">Told of each call with its record; not at once from two readers.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <returns>What was read of each file, in the files' order.</returns>
    public static async Task<IReadOnlyList<LogFileReport>> ReadAsync(
        IEnumerable<LogFile> files, FeatureStore store, LogPeriod period, int readers, IProgress<LogProgress>? progress,
        Action<LogEvent, ReadOnlyMemory<byte>>? seen, CancellationToken cancellationToken)
    {
        var gateway = new GatewayJoin(store);
        var gate = new object();
        Action<LogEvent, ReadOnlyMemory<byte>>? told = seen is null ? null : (call, record) =>
        {
            lock (gate)
            {
                seen(call, record);
            }
        };
        var reports = new ConcurrentBag<(int Place, LogFileReport Report)>();
        var (done, bytes, records) = (0, 0L, 0L);
        var numbered = Partitioner.Create(files.Select((file, place) => (file, place)), EnumerablePartitionerOptions.NoBuffering);
        await Task.Run(() => Parallel.ForEach(
            numbered,
            new ParallelOptions { MaxDegreeOfParallelism = readers, CancellationToken = cancellationToken },
            () => (Stream: new RecordStream(), Reader: new RecordReader(store, gateway, period) { Seen = told }),
            (item, _, reader) =>
            {
                var report = ReadFile(item.file, reader.Stream, reader.Reader, cancellationToken);
                reports.Add((item.place, report));
                foreach (var (source, count, _, _) in report.Sources)
                {
                    store.Count(source, count);
                }
                progress?.Report(new(Interlocked.Increment(ref done), Interlocked.Add(ref bytes, item.file.Length), Interlocked.Add(ref records, report.Records)));
                return reader;
            },
            _ => { }), cancellationToken).ConfigureAwait(false);
        gateway.Finish();
        return [.. reports.OrderBy(report => report.Place).Select(report => report.Report)];
    }

    private static LogFileReport ReadFile(LogFile file, RecordStream records, RecordReader reader, CancellationToken cancellationToken)
    {
        var report = new LogFileReport(file.Name);
        try
        {
            using var stream = file.Open();
            Span<byte> head = stackalloc byte[4];
            var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            var rejoined = new Rejoined(head[..length].ToArray(), stream);
            if (length == 4 && head.SequenceEqual("PAR1"u8))
            {
                ReadTable(file, stream, report, reader, cancellationToken);
                return report;
            }
            if (head[..length] is [0x1F, 0x8B, ..])
            {
                using var inflating = new InflatingStream(rejoined);
                records.Read(AsUtf8(inflating), report, reader.Read, cancellationToken);
            }
            else
            {
                records.Read(AsUtf8(rejoined), report, reader.Read, cancellationToken);
            }
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            report.Damage = damage.Message;
        }
        return report;
    }

    private static void ReadTable(LogFile file, Stream stream, LogFileReport report, RecordReader reader, CancellationToken cancellationToken)
    {
        if (file.Rows is null || !stream.CanSeek)
        {
            report.Damage = "it is Parquet, which is not read here: export newline-delimited JSON instead (bq extract --destination_format NEWLINE_DELIMITED_JSON)";
            return;
        }
        stream.Position = 0;
        report.Bytes = stream.Length;
        file.Rows(stream, row =>
        {
            report.Place++;
            reader.Read(row, report);
        }, cancellationToken);
    }

    // Windows PowerShell writes UTF-16 where nobody says otherwise. A record begins with a bracket, which is ASCII.
    private static Stream AsUtf8(Stream stream)
    {
        Span<byte> head = stackalloc byte[2];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var rejoined = new Rejoined(head[..length].ToArray(), stream);
        return head[..length] switch
        {
            [0xFF, 0xFE] or [not 0, 0] => Encoding.CreateTranscodingStream(rejoined, Encoding.Unicode, Encoding.UTF8, leaveOpen: true),
            [0xFE, 0xFF] or [0, not 0] => Encoding.CreateTranscodingStream(rejoined, Encoding.BigEndianUnicode, Encoding.UTF8, leaveOpen: true),
            _ => rejoined,
        };
    }
}
