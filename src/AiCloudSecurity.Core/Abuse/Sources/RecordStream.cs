using System.Runtime.CompilerServices;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// Cuts a file into records: lines, or the objects of an array or of an envelope that spans the file. The buffer is
/// kept from file to file. A record that is too long is counted as bad and passed over.
/// </summary>
internal sealed class RecordStream
{
    /// <summary>The longest record: 16 MiB.</summary>
    public const int MaxLength = 16 << 20;

    private const int Normal = 256 << 10;
    private byte[] _buffer = new byte[Normal];

    /// <summary>Reads a file to its end.</summary>
    /// <param name="stream">The file, inflated.</param>
    /// <param name="report">What is wrong is told here.</param>
    /// <param name="record">Gets each record; what it is given is only valid until it returns.</param>
    /// <param name="cancellationToken">Stops between two reads.</param>
    /// <exception cref="InvalidDataException">The compressed data is damaged, or too large.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(Stream stream, LogFileReport report, Action<ReadOnlyMemory<byte>, LogFileReport> record, CancellationToken cancellationToken)
    {
        var filled = 0;
        var wrapped = (bool?)null;
        var scanner = new ObjectScanner();
        var start = 0;
        var searched = 0;
        var passing = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (filled == _buffer.Length)
            {
                if (start > 0)
                {
                    _buffer.AsSpan(start, filled - start).CopyTo(_buffer);
                    filled -= start;
                    searched -= start;
                    start = 0;
                }
                else if (filled >= MaxLength)
                {
                    if (!passing)
                    {
                        report.Place++;
                        report.Records++;
                        report.Bad($"it is longer than {MaxLength >> 20} MiB");
                        passing = true;
                    }
                    filled = searched = 0;
                    scanner.Restart();
                }
                else
                {
                    Array.Resize(ref _buffer, Math.Min(MaxLength, _buffer.Length * 2));
                }
            }
            // The first bytes say what the file is.
            var read = wrapped is null ? stream.ReadAtLeast(_buffer, 1024, throwOnEndOfStream: false) : stream.Read(_buffer, filled, _buffer.Length - filled);
            report.Bytes += read;
            filled += read;
            wrapped ??= ObjectScanner.IsWrapped(_buffer.AsSpan(0, filled), out start, scanner);
            if (start > searched)
            {
                searched = start;
            }
            if (wrapped.Value)
            {
                while (scanner.Next(_buffer.AsSpan(0, filled), ref searched, ref start, out var found))
                {
                    report.Place++;
                    if (!passing)
                    {
                        record(_buffer.AsMemory(found), report);
                    }
                    passing = false;
                }
            }
            else
            {
                while (_buffer.AsSpan(searched, filled - searched).IndexOf((byte)'\n') is >= 0 and var length)
                {
                    Line(start, searched + length);
                    start = searched = searched + length + 1;
                }
                searched = filled;
            }
            if (read == 0)
            {
                break;
            }
        }
        if (!wrapped.Value && start < filled)
        {
            Line(start, filled);
        }
        else if (wrapped.Value && !scanner.IsComplete)
        {
            report.Damage = "the file is cut off";
        }
        if (_buffer.Length > 4 * Normal)
        {
            _buffer = new byte[Normal];
        }

        void Line(int from, int to)
        {
            report.Place++;
            if (!passing)
            {
                record(_buffer.AsMemory(from, to - from), report);
            }
            passing = false;
        }
    }
}

/// <summary>Finds the objects of an array, whatever is around it, without understanding them.</summary>
internal sealed class ObjectScanner
{
    private static readonly System.Buffers.SearchValues<byte> s_outside = System.Buffers.SearchValues.Create("\"{}[]"u8);
    private static readonly System.Buffers.SearchValues<byte> s_inside = System.Buffers.SearchValues.Create("\"\\"u8);
    private int _wanted;
    private int _depth;
    private int _began = -1;
    private bool _inString;
    private bool _escaped;
    private bool _seen;

    /// <summary>Whether all that was opened is closed.</summary>
    public bool IsComplete => _depth == 0 && _seen;

    /// <summary>
    /// Whether a file is one array or one envelope, by its first bytes. Lines are the rule: an object whose first line
    /// ends it is one of many.
    /// </summary>
    /// <param name="head">The first bytes of the file.</param>
    /// <param name="start">Where it begins, after a byte order mark.</param>
    /// <param name="scanner">Is told how deep the records lie.</param>
    public static bool IsWrapped(ReadOnlySpan<byte> head, out int start, ObjectScanner scanner)
    {
        start = head.StartsWith("\uFEFF"u8) ? 3 : 0;
        var text = head[start..].TrimStart(" \t\r\n"u8);
        if (text is [(byte)'[', ..])
        {
            scanner._wanted = 1;
            return true;
        }
        if (text is not [(byte)'{', ..])
        {
            return false;
        }
        var inner = text[1..].TrimStart(" \t\r\n"u8);
        foreach (var name in (ReadOnlySpan<string>)["\"Records\"", "\"records\"", "\"logEvents\"", "\"events\""])
        {
            if (inner.Length > name.Length && System.Text.Ascii.Equals(inner[..name.Length], name)
                && inner[name.Length..].TrimStart(" \t\r\n"u8) is [(byte)':', .. var rest] && rest.TrimStart(" \t\r\n"u8) is [(byte)'[', ..])
            {
                // One envelope a line is read line by line, where that is to be seen.
                scanner._wanted = 2;
                return true;
            }
        }
        var first = text.IndexOf((byte)'\n');
        scanner._wanted = 0;
        // Written over several lines: objects one after the other.
        return first >= 0 && text[..first].TrimEnd(" \t\r"u8) is not [.., (byte)'}'] && inner.IndexOf((byte)'\n') >= 0 && text[..first].TrimEnd(" \t\r"u8) is [.., (byte)'{' or (byte)','];
    }

    public void Restart() => _began = -1;

    /// <summary>The next object, where all of it is in the buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Next(ReadOnlySpan<byte> buffer, ref int searched, ref int start, out Range found)
    {
        // The buffer may have been moved to its start: what began, began there.
        if (_began >= 0)
        {
            _began = start;
        }
        var at = searched;
        while (at < buffer.Length)
        {
            if (_inString)
            {
                if (_escaped)
                {
                    _escaped = false;
                    at++;
                    continue;
                }
                var end = buffer[at..].IndexOfAny(s_inside);
                if (end < 0)
                {
                    at = buffer.Length;
                    break;
                }
                at += end;
                _escaped = buffer[at] == '\\';
                _inString = _escaped;
                at++;
                continue;
            }
            var next = buffer[at..].IndexOfAny(s_outside);
            if (next < 0)
            {
                at = buffer.Length;
                break;
            }
            at += next;
            switch (buffer[at++])
            {
                case (byte)'"':
                    _inString = true;
                    break;
                case (byte)'{':
                    if (_depth == _wanted)
                    {
                        _began = at - 1;
                    }
                    _depth++;
                    _seen = true;
                    break;
                case (byte)'[':
                    _depth++;
                    _seen = true;
                    break;
                default:
                    _depth = Math.Max(0, _depth - 1);
                    if (_depth == _wanted && _began >= 0)
                    {
                        found = _began..at;
                        _began = -1;
                        searched = start = at;
                        return true;
                    }
                    break;
            }
        }
        searched = at;
        start = _began >= 0 ? _began : at;
        found = default;
        return false;
    }
}
