using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// What is kept of a prompt instead of its words: four minima of its word pairs (MinHash, Broder 1997), which near
/// duplicates share, and how often words fall into 256 classes, which subjects share. The text cannot be had back.
/// </summary>
internal sealed class TextSketch
{
    public const int Minima = 4;
    public const int Classes = 256;

    /// <summary>Shorter prompts are alike by chance.</summary>
    public const int FewestWords = 4;

    /// <summary>
    /// What a vector of length one is counted in: whole numbers add up alike in every order. Twenty million prompts a
    /// day fit into 32 bits.
    /// </summary>
    public const double Unit = 1 << 10;

    // A block and a word more than the text.
    private const int Padding = 32;

    private byte[] _lower = new byte[4096];
    private readonly ulong[] _minima = new ulong[Minima];
    private readonly ushort[] _counts = new ushort[Classes];
    private readonly byte[] _touched = new byte[Classes];
    private int _touchedCount;
    private ulong _previous;

    /// <summary>How many words it has.</summary>
    public int Words { get; private set; }

    public bool IsLongEnough => Words >= FewestWords;

    /// <summary>Keeps what is taken in, where the user wished to see it.</summary>
    public bool Captures { get; set; }

    /// <summary>The beginning of what was taken in; null unless it was wished for.</summary>
    public string? Captured { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Clear()
    {
        Array.Fill(_minima, ulong.MaxValue);
        for (var i = 0; i < _touchedCount; i++)
        {
            _counts[_touched[i]] = 0;
        }
        _touchedCount = 0;
        _previous = 0;
        Words = 0;
        Captured = null;
    }

    /// <summary>Takes in some text, without escapes. Words are runs of letters, digits and what is not ASCII.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        if (Captures)
        {
            Captured = $"{Captured} {PromptSamples.TextOf(text)}".Trim();
        }
        if (_lower.Length < text.Length + Padding)
        {
            _lower = new byte[text.Length * 2 + Padding];
        }
        Split(text);
    }

    // Lower case and a mask of what belongs to words, sixteen bytes at a time; then each word by eight bytes at a time.
    // Compiled for speed at once: it runs over every byte that was asked.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Split(ReadOnlySpan<byte> text)
    {
        var lower = _lower.AsSpan(0, text.Length + Padding);
        lower[text.Length..].Clear();
        var start = -1;
        for (var at = 0; at < text.Length; at += Vector128<byte>.Count)
        {
            // The last block is taken from the copy, which has zeros behind the text.
            if (at + Vector128<byte>.Count > text.Length)
            {
                text[at..].CopyTo(lower[at..]);
            }
            var block = Vector128.Create(at + Vector128<byte>.Count > text.Length ? lower[at..] : text[at..]);
            block |= Vector128.LessThan(block - Vector128.Create((byte)'A'), Vector128.Create((byte)26)) & Vector128.Create((byte)0x20);
            block.CopyTo(lower[at..]);
            var letters = (Vector128.LessThan(block - Vector128.Create((byte)'a'), Vector128.Create((byte)26))
                | Vector128.LessThan(block - Vector128.Create((byte)'0'), Vector128.Create((byte)10))
                | Vector128.GreaterThan(block, Vector128.Create((byte)0x7F))).ExtractMostSignificantBits();
            // From change to change between words and what is between them.
            var changes = letters ^ (letters << 1 | (start >= 0 ? 1u : 0u));
            changes &= 0xFFFF;
            while (changes != 0)
            {
                var place = at + BitOperations.TrailingZeroCount(changes);
                changes &= changes - 1;
                if (start < 0)
                {
                    start = place;
                }
                else
                {
                    Word(HashOf(lower[start..], place - start));
                    start = -1;
                }
            }
        }
        if (start >= 0)
        {
            Word(HashOf(lower[start..], text.Length - start));
        }
    }

    // What follows the word may be read, and does not count.
    private static ulong HashOf(ReadOnlySpan<byte> word, int length)
    {
        var hash = (ulong)length * 0x9FB21C651E98DF25;
        for (; length > 8; length -= 8)
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(word)) * 0xD6E8FEB86659FD93;
            hash ^= hash >> 32;
            word = word[8..];
        }
        return Hashing.Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(word) << (8 - length) * 8);
    }

    /// <summary>Adds the minima to those of other prompts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTo(DistinctSketch minima)
    {
        for (var i = 0; i < Minima; i++)
        {
            minima.Add(Hashing.Mix(_minima[i] + (ulong)i));
        }
    }

    /// <summary>Adds the direction of the counts to the sum of others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTo(int[] sums)
    {
        double square = 0;
        for (var i = 0; i < _touchedCount; i++)
        {
            double count = _counts[_touched[i]];
            square += count * count;
        }
        var scale = Unit / Math.Sqrt(square);
        for (var i = 0; i < _touchedCount; i++)
        {
            sums[_touched[i]] += (int)(_counts[_touched[i]] * scale + 0.5);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Word(ulong word)
    {
        Words++;
        var kind = (byte)word;
        ref var count = ref _counts[kind];
        if (count == 0)
        {
            _touched[_touchedCount++] = kind;
        }
        if (count < ushort.MaxValue)
        {
            count++;
        }
        if (_previous != 0)
        {
            var pair = (_previous * 0x9FB21C651E98DF25 ^ word) * 0xD6E8FEB86659FD93;
            pair ^= pair >> 32;
            // Multiply and shift by different odd numbers: four hash functions for the price of one.
            var minima = _minima;
            minima[0] = Math.Min(minima[0], pair * 0x9E3779B97F4A7C15);
            minima[1] = Math.Min(minima[1], pair * unchecked(0x9E3779B97F4A7C15 + 2 * 0xA24BAED4963EE407));
            minima[2] = Math.Min(minima[2], pair * unchecked(0x9E3779B97F4A7C15 + 4 * 0xA24BAED4963EE407));
            minima[3] = Math.Min(minima[3], pair * unchecked(0x9E3779B97F4A7C15 + 6 * 0xA24BAED4963EE407));
        }
        _previous = word;
    }
}
