using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text;

namespace AiCloudSecurity.Abuse;

/// <summary>Which records count.</summary>
/// <param name="From">Seconds since 1970; earlier ones are left out.</param>
/// <param name="Until">Seconds since 1970; that and later ones are left out.</param>
/// <param name="Seen">The last second of each source that a baseline holds already: up to it records are left out.</param>
internal sealed record LogPeriod(long From, long Until, IReadOnlyDictionary<LogSource, long> Seen)
{
    public static LogPeriod All { get; } = new(0, long.MaxValue, new Dictionary<LogSource, long>());
}

/// <summary>
/// Reads one record after the other, of whatever log, and adds it to the features. A record that is no JSON, or that
/// no log writes, is counted.
/// </summary>
internal sealed class RecordReader
{
    private readonly FeatureStore _store;
    private readonly LogPeriod _period;
    private readonly LogEvent _call = new();
    private readonly BedrockRecord _bedrock;
    private readonly CloudTrailRecord _trail;
    private readonly DocumentRecords _documents;
    private readonly RecentSeries _recent = new();
    private LogSource _last = LogSource.BedrockInvocation;
    private int _depth;

    public RecordReader(FeatureStore store, GatewayJoin gateway, LogPeriod period)
    {
        _store = store;
        _period = period;
        var names = new Names();
        var body = new RequestBody();
        _bedrock = new(names, body);
        _trail = new(names);
        _documents = new(names, body, gateway);
    }

    /// <summary>Told of each call with its record, where somebody wants to see what was asked.</summary>
    public Action<LogEvent, ReadOnlyMemory<byte>>? Seen
    {
        get;
        init
        {
            field = value;
            _call.Text.Captures = value is not null;
        }
    }

    /// <summary>Reads one record, or the records that it is an envelope of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(ReadOnlyMemory<byte> record, LogFileReport report)
    {
        var line = record.Span.Trim(" \t\r\n"u8);
        if (line.IsEmpty)
        {
            return;
        }
        if (line[0] != '{')
        {
            // CloudWatch Logs exports put the time before each message.
            var start = line.IndexOf((byte)'{');
            if (start is < 0 or > 64 || !LogTime.TryParse(line[..start].TrimEnd((byte)' '), out _))
            {
                report.Bad("it is no JSON object");
                return;
            }
            record = record[(record.Length - record.Span.TrimStart(" \t\r\n"u8).Length + start)..];
            line = record.Span.Trim(" \t\r\n"u8);
        }
        report.Records++;
        try
        {
            switch (One(record, line, report))
            {
                case Taken.Yes:
                    Count(report, record);
                    break;
                case Taken.Elsewhere:
                    report.Elsewhere++;
                    break;
                case Taken.Unknown when !Envelope(record, report):
                    report.Bad("it is a record of no log that is known");
                    break;
            }
        }
        catch (JsonException)
        {
            if (!Several(record, report))
            {
                report.Bad("it is no JSON");
            }
        }
        catch (InvalidOperationException)
        {
            // A value of another kind than its name says, or text that is no UTF-8.
            report.Bad("a value is not of its kind");
        }
    }

    private Taken One(ReadOnlyMemory<byte> record, ReadOnlySpan<byte> line, LogFileReport report)
    {
        // Files hold one kind of record: the last kind first.
        if (_last == LogSource.CloudTrail && _trail.Read(line, _call))
        {
            return _trail.IsWanted ? Taken.Yes : Taken.Elsewhere;
        }
        if (_last == LogSource.BedrockInvocation && _bedrock.Read(line, _call))
        {
            return Taken.Yes;
        }
        if (_last is LogSource.BedrockInvocation or LogSource.CloudTrail)
        {
            if (_last != LogSource.BedrockInvocation && _bedrock.Read(line, _call))
            {
                _last = LogSource.BedrockInvocation;
                return Taken.Yes;
            }
            if (_last != LogSource.CloudTrail && _trail.Read(line, _call))
            {
                _last = LogSource.CloudTrail;
                return _trail.IsWanted ? Taken.Yes : Taken.Elsewhere;
            }
        }
        var taken = _documents.Read(record, report.Name, _call);
        if (taken != Taken.Unknown)
        {
            _last = _call.Source;
            return taken;
        }
        if (_last is not (LogSource.BedrockInvocation or LogSource.CloudTrail))
        {
            _last = LogSource.BedrockInvocation;
            return One(record, line, report);
        }
        return Taken.Unknown;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(LogFileReport report, ReadOnlyMemory<byte> record)
    {
        if (_call.Time < _period.From || _call.Time >= _period.Until || _period.Seen.TryGetValue(_call.Source, out var until) && _call.Time <= until)
        {
            report.OutOfPeriod++;
            return;
        }
        report.Taken(_call.Source, _call.Time);
        _store.Add(_call, _recent);
        Seen?.Invoke(_call, record);
    }

    // {"Records":[…]} of CloudTrail, {"records":[…]} of Event Hubs, {"logEvents":[{"message":"…"}]} of CloudWatch Logs.
    private bool Envelope(ReadOnlyMemory<byte> record, LogFileReport report)
    {
        if (_depth > 2)
        {
            return false;
        }
        using var document = JsonDocument.Parse(record);
        var root = document.RootElement;
        if (root.TryGetProperty("messageType", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("CONTROL_MESSAGE"))
        {
            report.Elsewhere++;
            return true;
        }
        // CloudWatch Logs and its queries, EventBridge.
        foreach (var name in (ReadOnlySpan<string>)["message", "@message", "detail"])
        {
            if (!root.TryGetProperty(name, out var message))
            {
                continue;
            }
            var text = message.ValueKind == JsonValueKind.String ? message.GetString()! : message.ValueKind == JsonValueKind.Object ? message.GetRawText() : "";
            if (text.StartsWith('{'))
            {
                report.Records--;
                Inner(Encoding.UTF8.GetBytes(text), report);
                return true;
            }
        }
        foreach (var name in (ReadOnlySpan<string>)["Records", "records", "logEvents", "events"])
        {
            if (root.TryGetProperty(name, out var records) && records.ValueKind == JsonValueKind.Array)
            {
                report.Records--;
                foreach (var inner in records.EnumerateArray())
                {
                    Inner(Encoding.UTF8.GetBytes(inner.GetRawText()), report);
                }
                return true;
            }
        }
        return false;
    }

    // Firehose puts no end of line between the records that it writes.
    private bool Several(ReadOnlyMemory<byte> record, LogFileReport report)
    {
        var scanner = new ObjectScanner();
        int searched = 0, start = 0;
        List<Range> found = [];
        while (scanner.Next(record.Span, ref searched, ref start, out var range))
        {
            found.Add(range);
        }
        if (found.Count < 2 || !scanner.IsComplete || _depth > 2)
        {
            return false;
        }
        report.Records--;
        _depth++;
        foreach (var range in found)
        {
            Read(record[range], report);
        }
        _depth--;
        return true;
    }

    private void Inner(byte[] record, LogFileReport report)
    {
        _depth++;
        Read(record, report);
        _depth--;
    }
}
