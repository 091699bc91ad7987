namespace AiCloudSecurity.Abuse;

/// <summary>A file of a log, opened when its turn comes.</summary>
/// <param name="Name">Its name and folders, for messages; data capture names the endpoint in them.</param>
/// <param name="Length">Its length in bytes as it lies there.</param>
/// <param name="Open">Opens it for reading.</param>
public sealed record LogFile(string Name, long Length, Func<Stream> Open)
{
    /// <summary>
    /// Gives the rows of a Parquet file as JSON objects, by a library that this assembly does without; null where there is
    /// none. Throws an InvalidDataException whose message is a clause where the file is not to be read.
    /// </summary>
    public Action<Stream, Action<ReadOnlyMemory<byte>>, CancellationToken>? Rows { get; init; }
}

/// <summary>What was read of one file. Bad records are told of and never stop the reading.</summary>
public sealed class LogFileReport(string name)
{
    private readonly Dictionary<LogSource, (long Count, long First, long Last)> _sources = [];

    /// <summary>The file.</summary>
    public string Name { get; } = name;

    /// <summary>Records in it, those of envelopes each counted.</summary>
    public long Records { get; internal set; }

    /// <summary>Records that could not be read.</summary>
    public long BadRecords { get; private set; }

    /// <summary>What was wrong with the first of them, as a clause.</summary>
    public string? FirstBad { get; private set; }

    /// <summary>Its place in the file, from 1.</summary>
    public long FirstBadRecord { get; private set; }

    /// <summary>Records about something that no rule looks at.</summary>
    public long Elsewhere { get; internal set; }

    /// <summary>Records before or after the period.</summary>
    public long OutOfPeriod { get; internal set; }

    /// <summary>Why the rest of the file could not be read, as a clause; null where it was read to its end.</summary>
    public string? Damage { get; internal set; }

    /// <summary>Bytes after inflation.</summary>
    public long Bytes { get; internal set; }

    /// <summary>Records counted, by source.</summary>
    public IEnumerable<(LogSource Source, long Count, long First, long Last)> Sources => _sources.Select(pair => (pair.Key, pair.Value.Count, pair.Value.First, pair.Value.Last));

    internal long Place { get; set; }

    internal void Bad(string what)
    {
        if (BadRecords++ == 0)
        {
            FirstBad = what;
            FirstBadRecord = Place;
        }
    }

    internal void Taken(LogSource source, long time)
    {
        var (count, first, last) = _sources.TryGetValue(source, out var known) ? known : (0, long.MaxValue, 0);
        _sources[source] = (count + 1, Math.Min(first, time), Math.Max(last, time));
    }
}
