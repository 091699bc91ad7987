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

    // What a vector of length one is counted in: whole numbers add up alike in every order. Twenty million prompts
    // a day fit into 32 bits.
    private const double Unit = 1 << 10;

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
        var hash = 0UL;
        foreach (var c in text)
        {
            var letter = c;
            if (letter is >= (byte)'A' and <= (byte)'Z')
            {
                letter |= 0x20;
            }
            if (letter is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9' or >= 0x80)
            {
                hash = (hash ^ letter) * 0x100000001B3 + 1;
            }
            else if (hash != 0)
            {
                Word(hash);
                hash = 0;
            }
        }
        if (hash != 0)
        {
            Word(hash);
        }
    }

    /// <summary>Adds the minima to those of other prompts.</summary>
    public void AddTo(DistinctSketch minima)
    {
        for (var i = 0; i < Minima; i++)
        {
            minima.Add(Hashing.Mix(_minima[i] + (ulong)i));
        }
    }

    /// <summary>Adds the direction of the counts to the sum of others.</summary>
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

    /// <summary>The mean of what <see cref="AddTo(int[])"/> summed, in units of one.</summary>
    public static double[] Mean(ReadOnlySpan<long> sums, long count)
    {
        var mean = new double[sums.Length];
        for (var i = 0; i < mean.Length; i++)
        {
            mean[i] = sums[i] / (Unit * count);
        }
        return mean;
    }

    private void Word(ulong word)
    {
        word = Hashing.Mix(word);
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
            for (var i = 0; i < Minima; i++)
            {
                // Multiply and shift by different odd numbers: four hash functions for the price of one.
                var value = pair * (0x9E3779B97F4A7C15 + 2 * (ulong)i * 0xA24BAED4963EE407);
                if (value < _minima[i])
                {
                    _minima[i] = value;
                }
            }
        }
        _previous = word;
    }
}
