using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// Features on disk, as gzip of JSON lines: the history that a daily run compares with, so that it reads one day of
/// logs. They add up: what is saved and loaded is as if the logs had been read again. No prompt is in it.
/// </summary>
internal static class BaselineFile
{
    private const string Format = "AiCloudSecurity.AbuseBaseline";
    private const int Version = 2;

    /// <param name="store">What is saved.</param>
    /// <param name="until">The last second of each source.</param>
    /// <param name="fromHour">Older hours are left out.</param>
    /// <param name="output">The file.</param>
    public static void Write(FeatureStore store, IReadOnlyDictionary<LogSource, long> until, int fromHour, Stream output)
    {
        using var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true);
        Line(gzip, json =>
        {
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteStartObject("until");
            foreach (var (source, second) in until.OrderBy(pair => pair.Key))
            {
                json.WriteNumber(source.ToString(), second);
            }
            json.WriteEndObject();
        });
        foreach (var caller in store.Callers)
        {
            foreach (var series in caller.InOrder())
            {
                foreach (var row in series.Rows.Where(row => row.Hour >= fromHour).OrderBy(row => row.Hour))
                {
                    Line(gzip, json => Row(json, series.Key, row));
                }
            }
            foreach (var day in caller.Days.Values.Where(day => day.Day >= fromHour / 24).OrderBy(day => day.Day))
            {
                Line(gzip, json => Day(json, caller, day));
            }
        }
    }

    /// <summary>Adds a file's features to others.</summary>
    /// <returns>The last second of each source.</returns>
    /// <exception cref="AiCloudException">It is no such file, or damaged.</exception>
    public static IReadOnlyDictionary<LogSource, long> Read(Stream input, string name, FeatureStore store, CancellationToken cancellationToken)
    {
        using var inflating = new InflatingStream(input);
        var lines = new LineReader(inflating, name, cancellationToken);
        Dictionary<LogSource, long> until = [];
        try
        {
            if (!lines.Next())
            {
                throw lines.CutOff();
            }
            using (var header = JsonDocument.Parse(lines.Line))
            {
                if (!header.RootElement.TryGetProperty("format", out var format) || format.GetString() != Format)
                {
                    throw lines.Bad("this is no baseline", "Write one with -SaveBaseline.");
                }
                if (header.RootElement.GetProperty("version").GetInt32() > Version)
                {
                    throw lines.Bad("it was written by a newer version", "Update the module, or write a new baseline with -SaveBaseline.");
                }
                if (header.RootElement.GetProperty("version").GetInt32() < Version)
                {
                    throw lines.Bad("it was written by an older version, whose sketches cannot be compared with these", "Write a new baseline with -SaveBaseline.");
                }
                foreach (var source in header.RootElement.GetProperty("until").EnumerateObject())
                {
                    if (Enum.TryParse<LogSource>(source.Name, out var known))
                    {
                        until[known] = source.Value.GetInt64();
                    }
                }
            }
            while (lines.Next())
            {
                using var line = JsonDocument.Parse(lines.Line);
                Take(line.RootElement, store);
            }
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or ArgumentException or IndexOutOfRangeException)
        {
            throw lines.Bad("it is no line of a baseline", "Write the baseline again with -SaveBaseline.", wrong);
        }
        return until;
    }

    private static void Line(GZipStream gzip, Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(gzip))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        gzip.Write("\n"u8);
    }

    private static void Row(Utf8JsonWriter json, SeriesKey key, HourRow row)
    {
        json.WriteStartArray("key");
        foreach (var part in (ReadOnlySpan<string>)[key.Source.ToString(), key.Subject.ToString(), key.Account, key.Principal, key.Credential, key.Action, key.Model, key.Region, key.Network, key.Agent])
        {
            json.WriteStringValue(part);
        }
        json.WriteEndArray();
        json.WriteStartArray("row");
        foreach (var number in (ReadOnlySpan<long>)[row.Hour, row.Calls, row.InTokens, row.OutTokens, row.Bytes, row.MaxOut, row.Denied, row.Throttled, row.Invalid, row.Blocked, row.Errors,
            row.BadMax, row.Scores, row.Prompts, row.First, row.Last, row.FirstOk, row.LastOk, row.FirstDenied, row.LastDenied, row.LastInvalid, row.CountedRequests ?? -1])
        {
            json.WriteNumberValue(number);
        }
        json.WriteEndArray();
        json.WriteBase64String("minutes", row.PerMinute);
        if (row.Requests is { } requests)
        {
            json.WriteBase64String("requests", requests.ToBytes());
        }
        if (row.Near is { } near)
        {
            json.WriteBase64String("near", near.ToBytes());
        }
    }

    private static void Day(Utf8JsonWriter json, Caller caller, DaySketch day)
    {
        json.WriteString("cloud", caller.Cloud.ToString());
        json.WriteString("caller", caller.Name);
        json.WriteNumber("day", day.Day);
        json.WriteNumber("prompts", day.Prompts);
        foreach (var (name, numbers) in new[] { ("coverage", day.Coverage), ("in", day.InLengths), ("out", day.OutLengths) })
        {
            json.WriteStartArray(name);
            foreach (var number in numbers)
            {
                json.WriteNumberValue(number);
            }
            json.WriteEndArray();
        }
    }

    private static void Take(JsonElement line, FeatureStore store)
    {
        if (line.TryGetProperty("day", out var number))
        {
            var day = new DaySketch(number.GetInt32()) { Prompts = line.GetProperty("prompts").GetInt64() };
            Fill(line.GetProperty("coverage"), day.Coverage);
            Fill(line.GetProperty("in"), day.InLengths);
            Fill(line.GetProperty("out"), day.OutLengths);
            store.Add(Enum.Parse<Cloud>(line.GetProperty("cloud").GetString()!), line.GetProperty("caller").GetString()!, day);
            return;
        }
        string[] key = [.. line.GetProperty("key").EnumerateArray().Select(part => part.GetString()!)];
        long[] numbers = [.. line.GetProperty("row").EnumerateArray().Select(part => part.GetInt64())];
        var row = new HourRow(checked((int)numbers[0]))
        {
            Calls = Count(1),
            InTokens = numbers[2],
            OutTokens = numbers[3],
            Bytes = numbers[4],
            MaxOut = Count(5),
            Denied = Count(6),
            Throttled = Count(7),
            Invalid = Count(8),
            Blocked = Count(9),
            Errors = Count(10),
            BadMax = Count(11),
            Scores = Count(12),
            Prompts = Count(13),
            First = Second(14),
            Last = Second(15),
            FirstOk = Second(16),
            LastOk = Second(17),
            FirstDenied = Second(18),
            LastDenied = Second(19),
            LastInvalid = Second(20),
            CountedRequests = numbers[21] >= 0 ? numbers[21] : null,
            Requests = Sketch("requests"),
            Near = Sketch("near"),
        };
        row.SetMinutes(line.GetProperty("minutes").GetBytesFromBase64());
        store.Add(new(Enum.Parse<LogSource>(key[0]), Enum.Parse<Subject>(key[1]), key[2], key[3], key[4], key[5], key[6], key[7], key[8], key[9]), row);

        int Count(int at) => checked((int)numbers[at]);
        ushort Second(int at) => checked((ushort)numbers[at]);
        DistinctSketch? Sketch(string name) => !line.TryGetProperty(name, out var bytes) ? null
            : DistinctSketch.FromBytes(bytes.GetBytesFromBase64()) ?? throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name} is no sketch"));
    }

    private static void Fill(JsonElement numbers, int[] target)
    {
        var i = 0;
        foreach (var number in numbers.EnumerateArray())
        {
            target[i++] = number.GetInt32();
        }
    }
}
