namespace AiCloudSecurity;

/// <summary>
/// Reads a file line by line with a limit to the length of one, and makes every error name the file and the line.
/// </summary>
internal sealed class LineReader(Stream input, string name, CancellationToken cancellationToken)
{
    /// <summary>The longest line: 16 MiB.</summary>
    public const int MaxLength = 16 << 20;

    private byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;

    /// <summary>The number of the current line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The current line, without its end; valid until the next is read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Moves to the next line; false where there is none. A last line without an end is cut off.</summary>
    public bool Next()
    {
        Number++;
        var searched = 0;
        while (true)
        {
            var length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                Line = _buffer.AsMemory(_start, searched + length);
                _start += searched + length + 1;
                return true;
            }
            searched = _end - _start;
            if (searched >= MaxLength)
            {
                throw Bad($"it is longer than {MaxLength >> 20} MiB");
            }
            if (!Fill())
            {
                return searched == 0 ? false : throw CutOff();
            }
        }
    }

    /// <summary>The error that the file ends too early.</summary>
    public AiCloudException CutOff() => Bad("the file is cut off here", "Copy or export it again.");

    /// <summary>An error in the current line.</summary>
    /// <param name="what">What is wrong, as a clause.</param>
    /// <param name="wayOut">What to do about it, as a sentence.</param>
    /// <param name="cause">What caused it.</param>
    public AiCloudException Bad(string what, string wayOut = "Export the estate again; estate files are not meant to be edited.", Exception? cause = null) =>
        new(ErrorId.EstateUnreadable, Display.Safe($"{name}, line {Number}: {what}. {wayOut}"), name, cause);

    private bool Fill()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, MaxLength));
        }
        try
        {
            var read = input.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            return read > 0;
        }
        catch (InvalidDataException damaged)
        {
            throw Bad(damaged.Message, "Copy or export it again.", damaged);
        }
    }
}
