using System.Numerics;
using System.Runtime.CompilerServices;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// How many distinct hashes were added: exact up to 96, then HyperLogLog (Flajolet 2007) of 1,024 registers, about 3 %.
/// What it holds depends on the set alone, not on the order or on how it was split and merged.
/// </summary>
internal sealed class DistinctSketch
{
    private const int Exact = 96;
    private const int Bits = 10;
    private uint[] _few = new uint[4];
    private byte[]? _registers;
    private int _count;

    /// <summary>About how many bytes it takes.</summary>
    public int Size => 48 + (_registers?.Length ?? _few.Length * 4);

    public bool IsEmpty => _count == 0 && _registers is null;

    public void Add(ulong hash) => Add((uint)(hash >> 32));

    public void Merge(DistinctSketch other)
    {
        if (other._registers is { } registers)
        {
            var mine = Dense();
            for (var i = 0; i < registers.Length; i++)
            {
                mine[i] = Math.Max(mine[i], registers[i]);
            }
            return;
        }
        foreach (var hash in other._few.AsSpan(0, other._count))
        {
            Add(hash);
        }
    }

    public double Estimate()
    {
        if (_registers is null)
        {
            return _count;
        }
        double sum = 0;
        var zeros = 0;
        foreach (var register in _registers)
        {
            sum += Math.Pow(2, -register);
            zeros += register == 0 ? 1 : 0;
        }
        double m = _registers.Length;
        var estimate = 0.7213 / (1 + 1.079 / m) * m * m / sum;
        return estimate <= 2.5 * m && zeros > 0 ? m * Math.Log(m / zeros) : estimate;
    }

    /// <summary>The bytes to save: hashes in order, or registers.</summary>
    public byte[] ToBytes()
    {
        if (_registers is not null)
        {
            return _registers;
        }
        var bytes = new byte[_count * 4];
        var sorted = _few.AsSpan(0, _count).ToArray();
        Array.Sort(sorted);
        for (var i = 0; i < sorted.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), sorted[i]);
        }
        return bytes;
    }

    /// <summary>From <see cref="ToBytes"/>; null where they cannot be.</summary>
    public static DistinctSketch? FromBytes(ReadOnlySpan<byte> bytes)
    {
        var sketch = new DistinctSketch();
        if (bytes.Length == 1 << Bits)
        {
            sketch._registers = bytes.ToArray();
            return sketch._registers.Any(register => register > 32 - Bits + 1) ? null : sketch;
        }
        if (bytes.Length % 4 != 0 || bytes.Length > Exact * 4)
        {
            return null;
        }
        for (var i = 0; i < bytes.Length; i += 4)
        {
            sketch.Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..]));
        }
        return sketch;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(uint hash)
    {
        if (_registers is { } registers)
        {
            Put(registers, hash);
            return;
        }
        if (_few.AsSpan(0, _count).Contains(hash))
        {
            return;
        }
        if (_count == Exact)
        {
            Put(Dense(), hash);
            return;
        }
        if (_count == _few.Length)
        {
            Array.Resize(ref _few, Math.Min(Exact, _count * 2));
        }
        _few[_count++] = hash;
    }

    private byte[] Dense()
    {
        if (_registers is null)
        {
            _registers = new byte[1 << Bits];
            foreach (var hash in _few.AsSpan(0, _count))
            {
                Put(_registers, hash);
            }
            _few = [];
            _count = 0;
        }
        return _registers;
    }

    private static void Put(byte[] registers, uint hash)
    {
        var rank = (byte)(BitOperations.LeadingZeroCount(hash << Bits | 1u << Bits - 1) + 1);
        ref var register = ref registers[hash >> 32 - Bits];
        register = Math.Max(register, rank);
    }
}
