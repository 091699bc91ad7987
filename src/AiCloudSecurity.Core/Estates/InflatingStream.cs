using System.Buffers.Binary;
using System.IO.Compression;

namespace AiCloudSecurity;

/// <summary>
/// Inflates gzip from a source that is not trusted: bombs are refused, and an end that is missing is noticed,
/// which <see cref="GZipStream"/> takes for the end. What is wrong is an <see cref="InvalidDataException"/>
/// whose message is a clause for the user.
/// </summary>
internal sealed class InflatingStream : ReadOnlyStream
{
    // gzip reaches 1,032:1; lines of JSON about 30:1.
    private const int MaxRatio = 200;
    // Nothing but one thing over and over comes near what gzip can do: that is seen much sooner.
    private const int Absurd = 500;
    private const long FreeOfAbsurd = 4L << 20;
    private readonly Tail _input;
    private readonly GZipStream _gzip;
    private long _inflated;

    public InflatingStream(Stream input)
    {
        _input = new Tail(input);
        _gzip = new GZipStream(_input, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <summary>The most that is inflated from one file: 4 GiB.</summary>
    public const long MaxInflated = 4L << 30;

    /// <summary>How much may be inflated before the ratio counts: 64 MiB.</summary>
    public const long FreeOfRatio = 64L << 20;

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _gzip.Read(buffer);
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidDataException(_input.IsGzip ? "the compressed data is damaged" : "this is no gzip", damaged);
        }
        _inflated += read;
        if (_inflated > MaxInflated)
        {
            throw new InvalidDataException($"it inflates to more than {MaxInflated >> 30} GiB");
        }
        if (_inflated > FreeOfRatio && _inflated / MaxRatio > _input.Taken || _inflated > FreeOfAbsurd && _inflated / Absurd > _input.Taken)
        {
            throw new InvalidDataException($"it inflates to more than {MaxRatio} times its size");
        }
        // The last four bytes of gzip are the length of what was deflated; of the last member where there are several.
        if (read == 0 && buffer.Length > 0 && (_input.Taken < 18 || _input.LastFour != (uint)_inflated && !(_input.HasMembers && _input.LastFour < _inflated)))
        {
            throw new InvalidDataException(_input.Taken == 0 ? "the file is empty" : _input.Taken > 1 && !_input.IsGzip ? "this is no gzip" : "the file is cut off");
        }
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }
        base.Dispose(disposing);
    }

    // Counts what is taken from the source and keeps its first bytes and the last.
    private sealed class Tail(Stream source) : ReadOnlyStream
    {
        private static readonly byte[] s_member = [0x1F, 0x8B, 8];
        private readonly byte[] _first = new byte[2];
        private readonly byte[] _last = new byte[4];
        public long Taken { get; private set; }

        public bool IsGzip => _first is [0x1F, 0x8B];

        /// <summary>Whether what a member begins with stands further on, too.</summary>
        public bool HasMembers { get; private set; }

        public uint LastFour => BinaryPrimitives.ReadUInt32LittleEndian(_last);

        public override int Read(Span<byte> buffer)
        {
            var read = source.Read(buffer);
            var taken = buffer[..read];
            for (var i = Taken; i < _first.Length && i - Taken < read; i++)
            {
                _first[i] = taken[(int)(i - Taken)];
            }
            HasMembers = HasMembers || Taken > 0 && Begins(taken) || taken.Length > 1 && taken[1..].IndexOf(s_member) >= 0;
            if (read >= _last.Length)
            {
                taken[^_last.Length..].CopyTo(_last);
            }
            else
            {
                _last.AsSpan(read).CopyTo(_last);
                taken.CopyTo(_last.AsSpan(_last.Length - read));
            }
            Taken += read;
            return read;
        }

        // What begins a member may lie on both sides of the border between two reads.
        private bool Begins(ReadOnlySpan<byte> taken)
        {
            Span<byte> border = stackalloc byte[4];
            _last.AsSpan(2).CopyTo(border);
            var length = Math.Min(2, taken.Length);
            taken[..length].CopyTo(border[2..]);
            return border[..(2 + length)].IndexOf(s_member) >= 0 || taken.StartsWith(s_member);
        }
    }
}
